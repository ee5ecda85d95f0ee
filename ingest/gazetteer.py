"""By what names may the units of a roster be called?

Official and short names come from the roster; parent and short name together, and names without their place,
are derived here. Where in a text a name counts is left to `naming`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ingest.folding import fold
from ledger.entries import Unit


class How(StrEnum):
    """By what a unit was recognised."""

    OFFICIAL = "official"
    SHORT = "short"
    PARENT = "parent-and-short"
    PLACELESS = "placeless"
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


class Name(NamedTuple):
    """A folded name: the units that bear it, and as what; one borne by several is SHARED."""

    unit_ids: tuple[int, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of a roster, arranged for finding; build it once with `gazetteer_of`."""

    units: tuple[Unit, ...]
    names: Mapping[str, Name] = field(repr=False)
    places: Mapping[str, tuple[int, ...]] = field(repr=False)
    longest: int

    def unit(self, unit_id: int) -> Unit:
        """The unit with that id; KeyError if the roster has none."""
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise KeyError(unit_id)


def gazetteer_of(units: Sequence[Unit]) -> Gazetteer:
    """The names of `units`: official, short, parent and short, and without the place where that is usual."""
    bearers: dict[str, dict[int, How]] = defaultdict(dict)
    places: dict[str, set[int]] = defaultdict(set)
    by_name = {unit.name: unit for unit in units}
    for unit in units:
        for name, how in _names_of(unit, by_name.get(unit.parent or "")):
            bearers[name].setdefault(unit.id, how)
        place = _PLACED.match(fold(unit.name).text)
        if place:
            places[place["place"]].add(unit.id)
    names = {name: Name(tuple(ids), _kind(name, ids)) for name, ids in _sharpened(bearers).items()}
    longest = max(map(len, names), default=0)
    return Gazetteer(tuple(units), names, {p: tuple(sorted(ids)) for p, ids in places.items()}, longest)


def _names_of(unit: Unit, parent: Unit | None) -> Iterator[tuple[str, How]]:
    own = [fold(name).text for name in (unit.name, *unit.short_names) if name.strip()]
    yield own[0], How.OFFICIAL
    for name in own[1:]:
        yield name, How.SHORT
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
                yield head + name, How.PARENT
    for name in own:
        if (found := _PLACED.match(name)) and len(found["rest"]) > 1:
            yield found["rest"], How.SHARED
            if len(found["rest"]) > GENERIC_LENGTH:
                yield found["rest"][1:], How.SHARED


def _sharpened(bearers: Mapping[str, Mapping[int, How]]) -> dict[str, dict[int, How]]:
    """A full name outranks what others are called when their place is left out."""
    sharp = {}
    for name, ids in bearers.items():
        full: dict[int, How] = {i: how for i, how in ids.items() if how != How.SHARED}
        sharp[name] = full or dict(ids)
    return sharp


def _kind(name: str, ids: Mapping[int, How]) -> How:
    if len(ids) > 1:
        return How.SHARED
    (how,) = ids.values()
    if name in COMMON:
        return How.COMMON
    return How.PLACELESS if how is How.SHARED else how
