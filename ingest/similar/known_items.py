"""Which items of the last days may a new one repeat or resemble?

Arranged once for many batches, so that each letter meets only the few items that come
close; nothing is missed by that. Places are numbers in the order in which items were
added; a set of places is the bits of one integer, so that all items are gone through at
once. How many days are remembered is a setting; what a likeness means is left to
`likeness`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from ingest.similar.pairs import dice, pairs, title_pairs
from ledger.entries.sketch import resemblance, shares
from ledger.entries.submissions import RecentSubmission, SketchedSubmission

K = TypeVar("K")
_CONSIDERED = 200
"""Titles compared one by one; where more come close, titles are a form that is filled
in.
"""
_FEW = 300
"""Places that are not worth being kept as bits."""
_ROUNDING = 1e-9
"""Taken off before a share of pairs is rounded up, so that 0.85 · 20 / 1.15 of floats
costs no title.
"""


class Positions(Generic[K]):
    """At which places each key occurs, ascending: `of` a key as numbers, `bits` as a
    set.
    """

    def __init__(self) -> None:
        self._at: defaultdict[K, list[int]] = defaultdict(list)
        self._kept: dict[K, tuple[int, int]] = {}

    def add(self, key: K, place: int) -> None:
        """The key occurs at this place, later than all before."""
        self._at[key].append(place)

    def of(self, key: K) -> Sequence[int]:
        """Every place of the key."""
        return self._at.get(key, ())

    def bits(self, key: K) -> int:
        """Every place of the key, as bits; those of frequent keys are kept from one
        question to the next.
        """
        places = self.of(key)
        count = len(places)  # once: another thread may add a place meanwhile
        if count <= _FEW:
            return bits_of(places[:count])
        known, bits = self._kept.get(key, (0, 0))
        if known < count:
            bits |= bits_of(places[known:count])
            self._kept[key] = (count, bits)
        return bits


class ItemIndex:
    """Items one after the other, and where their words occur.

    It only grows at its end: whoever knows how many items there were still finds the
    same ones.
    """

    def __init__(self, items: Iterable[RecentSubmission] = ()) -> None:
        self.items: list[RecentSubmission] = []
        self.serials: Positions[str] = Positions()
        self.fingerprints: Positions[str] = Positions()
        self.units: Positions[int] = Positions()
        self.categories: Positions[str] = Positions()
        self._pairs: Positions[str] = Positions()
        for item in items:
            self.add(item)

    def add(self, item: RecentSubmission) -> None:
        """Puts an item at the end."""
        place = len(self.items)
        self.items.append(item)
        self.serials.add(item.serial, place)
        self.categories.add(item.category, place)
        if item.fingerprint:
            self.fingerprints.add(item.fingerprint, place)
        for unit_id in item.unit_ids:
            self.units.add(unit_id, place)
        for pair in pairs(item.title):
            self._pairs.add(pair, place)

    def places_like(
        self, ours: frozenset[str], least: float, allowed: int
    ) -> list[int]:
        """The places among `allowed` whose titles may be alike by `least` or more,
        latest first.

        `ours` are the pairs of the title in question. None is missed: of n pairs such a
        title shares least·n/(2-least) at least, by what Dice's measure says.
        """
        shared = max(1, math.ceil(least * len(ours) / (2 - least) - _ROUNDING))
        sums = sums_of(self._pairs.bits(pair) for pair in ours)
        found = at_least(sums, shared) & allowed
        while found.bit_count() > _CONSIDERED:
            shared += 1
            closer = at_least(sums, shared) & allowed
            if not closer:
                break
            found = closer
        return latest(found)


def bits_of(places: Sequence[int]) -> int:
    """Ascending places as the bits of a number."""
    if not places:
        return 0
    raw = bytearray(places[-1] // 8 + 1)
    for place in places:
        raw[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(raw, "little")


def sums_of(sets: Iterable[int]) -> tuple[int, ...]:
    """How many of the sets hold each place: the binary digits of all these sums, lowest
    first.
    """
    digits: list[int] = []
    for bits in sets:
        carry = bits
        for at, digit in enumerate(digits):
            digits[at], carry = digit ^ carry, digit & carry
            if not carry:
                break
        if carry:
            digits.append(carry)
    return tuple(digits)


def at_least(sums: Sequence[int], least: int) -> int:
    """The places that `least` of the summed sets hold, or more; `least` is 1 at
    least.
    """
    if least >> len(sums):
        return 0
    more, equal = 0, -1
    for at in reversed(range(len(sums))):
        if least >> at & 1:
            equal &= sums[at]
        else:
            more |= equal & sums[at]
            equal &= ~sums[at]
    return more | equal


def latest(bits: int, most: int = _CONSIDERED) -> list[int]:
    """The highest `most` of the places, highest first."""
    found: list[int] = []
    while bits and len(found) < most:
        found.append(bits.bit_length() - 1)
        bits ^= 1 << found[-1]
    return found


# --- the known items ------------------------------------------------------------------


class AlikeItem(NamedTuple):
    """An item, and how alike it is, from 0 to 1."""

    rate: float
    item: RecentSubmission


@dataclass(frozen=True, slots=True)
class KnownItems:
    """Living items near in time; make it with `known_items_of`.

    `within`: how far from a letter's arrival, before and after, an item still counts.
    `added` are the items of the batch in hand, the latest first. `said` holds sketches
    of what was said: of items found for the letters of the batch, and of its own.

    The index is shared by all values that grow from one another. Of it the first
    `count` items are meant, without those whose bit in `gone` is set: they live no
    longer, or otherwise.
    """

    within: timedelta = timedelta.max
    added: tuple[RecentSubmission, ...] = ()
    said: tuple[SketchedSubmission, ...] = ()
    count: int = 0
    gone: int = 0
    index: ItemIndex = field(default_factory=ItemIndex, repr=False, compare=False)

    def with_item(
        self, item: RecentSubmission, sketch: frozenset[int] = frozenset()
    ) -> "KnownItems":
        """The items known here, and `item`, which says what `sketch` is of, as well."""
        said = (SketchedSubmission(item, sketch), *self.said) if sketch else self.said
        return replace(self, added=(item, *self.added), said=said)

    def with_changes(
        self, changed: Iterable[str], living: Iterable[RecentSubmission]
    ) -> "KnownItems":
        """The items known here, but of the serials `changed` only those that are now
        `living`.
        """
        new = {item.serial: item for item in living}
        # What another value put into the index since this one was made is none of this
        # one's items.
        gone = self.gone | _bits_below(len(self.index.items)) & ~_bits_below(self.count)
        for serial in {*changed, *new}:
            for place in self._alive(self.index.serials.of(serial)):
                if self.index.items[place] == new.get(serial):
                    del new[serial]
                else:
                    gone |= 1 << place
        for item in sorted(new.values(), key=_by_time):
            self.index.add(item)
        added = tuple(item for item in self.added if item.serial not in changed)
        return replace(self, added=added, count=len(self.index.items), gone=gone)

    @property
    def living(self) -> tuple[RecentSubmission, ...]:
        """Every item, newest first."""
        items = [self.index.items[place] for place in self._alive(range(self.count))]
        return tuple(sorted((*self.added, *items), key=_by_time, reverse=True))

    def by_serial(self, serial: str, at: datetime | None) -> RecentSubmission | None:
        """The item with this serial, if it is near the moment `at`."""
        for item in self._near(self._alive(self.index.serials.of(serial)), at):
            if item.serial == serial:
                return item
        return None

    def latest_of(
        self, unit_ids: Sequence[int], category: str, at: datetime | None
    ) -> RecentSubmission | None:
        """The newest item of the category near `at`, of one of these units; of any if
        none are given.
        """
        return next(iter(self.all_of(unit_ids, category, at)), None)

    def all_of(
        self, unit_ids: Sequence[int], category: str, at: datetime | None
    ) -> list[RecentSubmission]:
        """The items of the category near `at`, of one of these units or of any, newest
        first.
        """
        places = latest(
            self.index.categories.bits(category) & self._places_of(unit_ids)
        )
        items = [item for item in self.added if item.category == category]
        items += [self.index.items[place] for place in places]
        found = [
            item for item in items if self._is_near(item, at) and _is_of(item, unit_ids)
        ]
        return sorted(found, key=_by_time, reverse=True)

    def original_of(
        self, unit_id: int | None, fingerprint: str, at: datetime
    ) -> str | None:
        """The serial of the unit's item near `at` that says the same word for word; the
        first of several.
        """
        items = [
            self.index.items[place]
            for place in self._alive(self.index.fingerprints.of(fingerprint))
        ]
        items.sort(key=_by_time)
        for item in (*items, *reversed(self.added)):
            if (
                item.fingerprint == fingerprint
                and item.lead == unit_id
                and self._is_near(item, at)
            ):
                return item.serial
        return None

    def with_similar_title(
        self,
        title: str,
        least: float,
        at: datetime | None,
        unit_ids: Sequence[int] = (),
    ) -> list[AlikeItem]:
        """The items near `at` whose titles are alike by `least`, in (0, 1], or more;
        newest first.

        Of these units only, if any are given.
        """
        ours = title_pairs(title)
        places = self.index.places_like(ours, least, self._places_of(unit_ids))
        found = []
        for item in self._near(places, at):
            rate = dice(ours, title_pairs(item.title))
            if rate >= least and _is_of(item, unit_ids):
                found.append(AlikeItem(rate, item))
        return sorted(found, key=lambda alike: _by_time(alike.item), reverse=True)

    def with_similar_words(
        self, sketch: frozenset[int], least: float, at: datetime | None
    ) -> list[AlikeItem]:
        """The items near `at` that say what is alike by `least`, in (0, 1], or more, by
        their sketches.
        """
        found = []
        for known in self.said:
            if sketch.isdisjoint(known.sketch):
                continue  # as most
            if not shares(sketch, known.sketch, least) or not self._is_near(
                known.item, at
            ):
                continue
            rate = resemblance(sketch, known.sketch)
            if rate >= least:
                found.append(AlikeItem(rate, known.item))
        return found

    def _places_of(self, unit_ids: Sequence[int]) -> int:
        """The places, as bits, of living items of these units, of all if none are
        given.
        """
        alive = _bits_below(self.count) & ~self.gone
        if not unit_ids:
            return alive
        theirs = 0
        for unit_id in unit_ids:
            theirs |= self.index.units.bits(unit_id)
        return alive & theirs

    def _alive(self, places: Iterable[int]) -> list[int]:
        return [
            place
            for place in places
            if place < self.count and not self.gone >> place & 1
        ]

    def _near(
        self, places: Iterable[int], at: datetime | None
    ) -> list[RecentSubmission]:
        """What was added, and of the index what lies at these places, as far as it is
        near `at`.
        """
        items = [*self.added, *(self.index.items[place] for place in places)]
        return [item for item in items if self._is_near(item, at)]

    def _is_near(self, item: RecentSubmission, at: datetime | None) -> bool:
        return at is None or abs(item.arrived_at - at) <= self.within


def known_items_of(items: Iterable[RecentSubmission], within: timedelta) -> KnownItems:
    """The index of these living items, given newest first."""
    index = ItemIndex(reversed(tuple(items)))
    return KnownItems(within, count=len(index.items), index=index)


def _bits_below(count: int) -> int:
    """The bits of the first `count` places."""
    return (1 << count) - 1


def _by_time(item: RecentSubmission) -> tuple[datetime, str]:
    return item.arrived_at, item.serial


def _is_of(item: RecentSubmission, unit_ids: Sequence[int]) -> bool:
    """Whether one of these units has part in the item; always if none are given."""
    return not unit_ids or not set(unit_ids).isdisjoint(item.unit_ids)
