"""By what names may the units of a roster be called?

Official and short names come from the roster; parent and short name together, and names
without their place, are derived here. Where in a text a name counts is left to
`naming`.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ingest.names.folding import fold_text
from ledger.entries.people import Unit, going_on


class RecognisedBy(StrEnum):
    """By what a unit was recognised."""

    OFFICIAL = "official"
    SHORT = "short"
    PARENT = "parent-and-short"
    PLACELESS = "placeless"
    INFORMAL = "informal"
    COMMON = "common"
    SHARED = "shared"
    MISSPELT = "misspelt"
    PLACE = "place"
    MENTIONED = "mentioned"


GENERIC_LENGTH = 3
"""Names up to this length count only before a separator."""
# Names that every office has one of: they say which unit only together with the sender.
COMMON = frozenset(
    {
        "办公室",
        "综合办公室",
        "党委办公室",
        "机关办公室",
        "办公厅",
        "工会",
        "机关工会",
        "党委",
        "机关党委",
        "党办",
        "团委",
        "纪委",
        "综合科",
        "人事科",
        "财务科",
        "信息科",
        "信息中心",
    }
)
# Long enough to look like a unit's own name, and yet what any text might say.
GENERIC = frozenset(
    {"发展中心", "宣传中心", "服务中心", "清算中心", "交通学校", "公路中心"}
)
_PLACED = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,4}?)(?P<rest>[市县区旗州].*)")


class BorneName(NamedTuple):
    """A folded name: the units that bear it, and as what; one borne by several is
    SHARED.
    """

    unit_ids: tuple[int, ...]
    how: RecognisedBy


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The names of a roster, arranged for finding; build it once with
    `unit_names_of`.
    """

    units: tuple[Unit, ...]
    names: Mapping[str, BorneName] = field(repr=False)
    places: Mapping[str, tuple[int, ...]] = field(repr=False)
    """A place, without its 市 or 县, → the units whose official name begins with it."""
    lengths: Mapping[str, tuple[int, ...]] = field(repr=False)
    """First character → the lengths of the names that begin with it, longest first."""
    longest: int
    spelt: Mapping[int, tuple[str, ...]] = field(repr=False)
    """Length → the official and short names of that length, for which a misspelt one
    may stand.
    """
    superiors: tuple[str, ...]
    """What may stand before a name as its superior's: 自治区, 宁夏, 厅; longest
    first.
    """
    by_id: Mapping[int, Unit] = field(repr=False)
    by_address: Mapping[str, tuple[Unit, ...]] = field(repr=False)
    """Lower-case address → the units whose roster holds it, their people's included."""

    def unit(self, unit_id: int) -> Unit:
        """The unit with that id; KeyError if the roster has none."""
        return self.by_id[unit_id]


def unit_names_of(units: Sequence[Unit]) -> UnitNames:
    """The names of `units`: official, short, parent and short, and without the place
    where that is usual.
    """
    bearers: dict[str, dict[int, RecognisedBy]] = defaultdict(dict)
    places: dict[str, set[int]] = defaultdict(set)
    owners: dict[str, list[Unit]] = defaultdict(list)
    by_name = {unit.name: unit for unit in units}
    by_id = {unit.id: unit for unit in units}
    # Another unit goes on for one that was merged: it is meant by what still names or
    # writes for the old one.
    heirs = going_on(units, date.max)
    for unit in units:
        meant = heirs.get(unit.id, unit.id)
        if meant not in by_id:
            meant = unit.id
        for name, how in _names_of(unit, by_name).items():
            if meant == unit.id:
                bearers[name][meant] = how
            else:
                bearers[name].setdefault(meant, how)
        if place := _PLACED.match(fold_text(unit.name)):
            places[place["place"]].add(meant)
        for address in unit.registered_addresses:
            if by_id[meant] not in owners[address]:
                owners[address].append(by_id[meant])
    names = {name: _borne_by(name, hows) for name, hows in bearers.items()}
    lengths: dict[str, set[int]] = defaultdict(set)
    spelt: dict[int, list[str]] = defaultdict(list)
    for name, borne in names.items():
        lengths[name[0]].add(len(name))
        if borne.how in (RecognisedBy.OFFICIAL, RecognisedBy.SHORT):
            spelt[len(name)].append(name)
    return UnitNames(
        units=tuple(units),
        names=names,
        places={place: tuple(sorted(ids)) for place, ids in places.items()},
        lengths={
            first: tuple(sorted(found, reverse=True))
            for first, found in lengths.items()
        },
        longest=max(map(len, names), default=0),
        spelt={length: tuple(found) for length, found in spelt.items()},
        superiors=_superiors(units),
        by_id=by_id,
        by_address={address: tuple(found) for address, found in owners.items()},
    )


def _own_names(unit: Unit) -> list[str]:
    """The official and the short names that the roster gives, folded, the official one
    first.
    """
    return [fold_text(name) for name in (unit.name, *unit.short_names) if name.strip()]


def _names_of(unit: Unit, by_name: Mapping[str, Unit]) -> dict[str, RecognisedBy]:
    """The folded names of one unit; of a name that comes about in two ways the first is
    kept.

    What it was called before is a full name as well, unless another unit of the roster
    is called so now.
    """
    former = [
        fold_text(name) for name in unit.official_names[1:] if name not in by_name
    ]
    parent = by_name.get(unit.parent or "")
    present = _own_names(unit)
    own = [present[0], *former, *present[1:]]
    names = dict.fromkeys((present[0], *former), RecognisedBy.OFFICIAL)
    for name in present[1:]:
        names.setdefault(name, RecognisedBy.SHORT)
    if parent is not None:
        # What a parent is called before its child's name: 银川市交通运输局, 银川,
        # 银川市.
        heads = list(map(fold_text, (*parent.official_names, *parent.short_names)))
        for name in tuple(heads):
            if placed := _PLACED.match(name):
                heads += [placed["place"], placed["place"] + placed["rest"][0]]
        for head in heads:
            for name in own:
                names.setdefault(head + name, RecognisedBy.PARENT)
    for name in (present[0], *former):
        official = _PLACED.match(name)
        if not official or not name.endswith("局"):
            continue
        # 盐池县交通运输局 is also called 盐池县局 and 盐池局, as is every other bureau
        # of that place.
        names.setdefault(
            f"{official['place']}{official['rest'][0]}局", RecognisedBy.INFORMAL
        )
        names.setdefault(f"{official['place']}局", RecognisedBy.INFORMAL)
    for name in own:
        placed = _PLACED.match(name)
        if placed and len(placed["rest"]) > 1:
            names.setdefault(placed["rest"], RecognisedBy.SHARED)
            if len(placed["rest"]) > GENERIC_LENGTH:
                names.setdefault(placed["rest"][1:], RecognisedBy.SHARED)
    return names


def _borne_by(name: str, bearers: Mapping[int, RecognisedBy]) -> BorneName:
    """The units meant by a name; a full name outranks what others are called when their
    place is left out.
    """
    full = {
        unit_id: how
        for unit_id, how in bearers.items()
        if how is not RecognisedBy.SHARED
    }
    meant = full or bearers
    if len(meant) > 1:
        return BorneName(tuple(meant), RecognisedBy.SHARED)
    ((unit_id, how),) = meant.items()
    if name in COMMON:
        how = RecognisedBy.COMMON
    elif how is RecognisedBy.SHARED:
        how = RecognisedBy.PLACELESS
    return BorneName((unit_id,), how)


def _superiors(units: Sequence[Unit]) -> tuple[str, ...]:
    """What the roster itself leaves out before several units' names, and the full name
    of a 厅.
    """
    counts: Counter[str] = Counter()
    for unit in units:
        names = _own_names(unit)
        pairs = itertools.permutations(names, 2)
        counts.update(
            {
                one[: -len(other)]
                for one, other in pairs
                if one != other and one.endswith(other)
            }
        )
    usual = [
        head
        for head, count in counts.items()
        if count > 1 or (head.endswith("厅") and len(head) > 1)
    ]
    return tuple(sorted(usual, key=len, reverse=True))
