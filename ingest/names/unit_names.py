"""By what names may the units of a roster be called?

Official and short names come from the roster; parent and short name together, and names without their place,
are derived here. Where in a text a name counts is left to `naming`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ingest.names.folding import fold
from ledger.entries.people import Unit


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
    }
    | {"团委", "纪委", "综合科", "人事科", "财务科", "信息科", "信息中心"}
)
GENERIC = frozenset({"发展中心", "宣传中心", "服务中心", "清算中心", "交通学校", "公路中心"})
_PLACED = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,4}?)(?P<rest>[市县区旗州].*)")


class BorneName(NamedTuple):
    """A folded name: the units that bear it, and as what; one borne by several is SHARED."""

    unit_ids: tuple[int, ...]
    how: RecognisedBy


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The names of a roster, arranged for finding; build it once with `unit_names_of`."""

    units: tuple[Unit, ...]
    names: Mapping[str, BorneName] = field(repr=False)
    places: Mapping[str, tuple[int, ...]] = field(repr=False)
    lengths: Mapping[str, tuple[int, ...]] = field(repr=False)
    """First character → the lengths of the names that begin with it, longest first."""
    longest: int
    superiors: tuple[str, ...]
    """What may stand before a name as its superior's: 自治区, 宁夏, 厅; longest first."""
    by_id: Mapping[int, Unit] = field(repr=False)
    by_address: Mapping[str, tuple[Unit, ...]] = field(repr=False)
    """Lower-case address → the units whose roster holds it, their people's included."""

    def unit(self, unit_id: int) -> Unit:
        """The unit with that id; KeyError if the roster has none."""
        return self.by_id[unit_id]


def unit_names_of(units: Sequence[Unit]) -> UnitNames:
    """The names of `units`: official, short, parent and short, and without the place where that is usual."""
    bearers: dict[str, dict[int, RecognisedBy]] = defaultdict(dict)
    places: dict[str, set[int]] = defaultdict(set)
    by_name = {unit.name: unit for unit in units}
    for unit in units:
        for name, how in _names_of(unit, by_name.get(unit.parent or "")):
            bearers[name].setdefault(unit.id, how)
        place = _PLACED.match(fold(unit.name).text)
        if place:
            places[place["place"]].add(unit.id)
    names = {name: BorneName(tuple(ids), _kind(name, ids)) for name, ids in _sharpened(bearers).items()}
    return UnitNames(
        units=tuple(units),
        names=names,
        places={place: tuple(sorted(ids)) for place, ids in places.items()},
        lengths=_lengths(names),
        longest=max(map(len, names), default=0),
        superiors=_superiors(units),
        by_id={unit.id: unit for unit in units},
        by_address=_by_address(units),
    )


def _by_address(units: Sequence[Unit]) -> dict[str, tuple[Unit, ...]]:
    owners: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        stated = (*unit.addresses, *(person.address for person in unit.people))
        for address in {address.casefold() for address in stated if address}:
            owners[address].append(unit)
    return {address: tuple(found) for address, found in owners.items()}


def _superiors(units: Sequence[Unit]) -> tuple[str, ...]:
    """What the roster itself leaves out of several units' names, and the full name of a 厅."""
    found: Counter[str] = Counter()
    for unit in units:
        names = [fold(name).text for name in (unit.name, *unit.short_names) if name.strip()]
        found.update(
            {one[: -len(other)] for one in names for other in names if one != other and one.endswith(other)}
        )
    usual = {head for head, count in found.items() if count > 1 or (head.endswith("厅") and len(head) > 1)}
    return tuple(sorted(usual, key=len, reverse=True))


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name in names:
        found[name[0]].add(len(name))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _names_of(unit: Unit, parent: Unit | None) -> Iterator[tuple[str, RecognisedBy]]:
    own = [fold(name).text for name in (unit.name, *unit.short_names) if name.strip()]
    yield own[0], RecognisedBy.OFFICIAL
    for name in own[1:]:
        yield name, RecognisedBy.SHORT
    if parent is not None:
        over = [fold(name).text for name in (parent.name, *parent.short_names)]
        over += [
            found["place"] + cls
            for name in over
            if (found := _PLACED.match(name))
            for cls in ("", found["rest"][0])
        ]
        for head in dict.fromkeys(over):
            for name in own:
                yield head + name, RecognisedBy.PARENT
    if (found := _PLACED.match(own[0])) and own[0].endswith("局"):
        yield f"{found['place']}{found['rest'][0]}局", RecognisedBy.INFORMAL
        yield f"{found['place']}局", RecognisedBy.INFORMAL
    for name in own:
        if (found := _PLACED.match(name)) and len(found["rest"]) > 1:
            yield found["rest"], RecognisedBy.SHARED
            if len(found["rest"]) > GENERIC_LENGTH:
                yield found["rest"][1:], RecognisedBy.SHARED


def _sharpened(bearers: Mapping[str, Mapping[int, RecognisedBy]]) -> dict[str, dict[int, RecognisedBy]]:
    """A full name outranks what others are called when their place is left out."""
    sharp = {}
    for name, ids in bearers.items():
        full: dict[int, RecognisedBy] = {i: how for i, how in ids.items() if how != RecognisedBy.SHARED}
        sharp[name] = full or dict(ids)
    return sharp


def _kind(name: str, ids: Mapping[int, RecognisedBy]) -> RecognisedBy:
    if len(ids) > 1:
        return RecognisedBy.SHARED
    (how,) = ids.values()
    if name in COMMON:
        return RecognisedBy.COMMON
    return RecognisedBy.PLACELESS if how is RecognisedBy.SHARED else how
