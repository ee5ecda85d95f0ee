"""Which items of the last days may a new one repeat or resemble?

Arranged once for many batches, so that each letter meets only the few items that come close; nothing is
missed by that. How many days are remembered is a setting; what a likeness means is left to `likeness`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from ingest.similar.index import ItemIndex, dice, latest, title_pairs
from ledger.entries.sketch import resemblance, shares
from ledger.entries.submissions import RecentSubmission, SketchedSubmission


class AlikeItem(NamedTuple):
    """An item, and how alike it is, from 0 to 1."""

    rate: float
    item: RecentSubmission


@dataclass(frozen=True, slots=True)
class KnownItems:
    """Living items near in time; make it with `known_items_of`.

    `within`: how far from a letter's arrival, before and after, an item still counts. `added` are the items
    of the batch in hand, the latest first. `said` holds sketches of what was said: of items found for the
    letters of the batch, and of its own.

    The index is shared by all values that grow from one another. Of it the first `count` items are meant,
    without those whose bit in `gone` is set: they live no longer, or otherwise.
    """

    within: timedelta = timedelta.max
    added: tuple[RecentSubmission, ...] = ()
    said: tuple[SketchedSubmission, ...] = ()
    count: int = 0
    gone: int = 0
    index: ItemIndex = field(default_factory=ItemIndex, repr=False, compare=False)

    def with_item(self, item: RecentSubmission, sketch: frozenset[int] = frozenset()) -> "KnownItems":
        """The items known here, and `item`, which says what `sketch` is of, as well."""
        said = (SketchedSubmission(item, sketch), *self.said) if sketch else self.said
        return replace(self, added=(item, *self.added), said=said)

    def with_changes(self, changed: Iterable[str], living: Iterable[RecentSubmission]) -> "KnownItems":
        """The items known here, but of the serials `changed` only those that are now `living`."""
        new = {item.serial: item for item in living}
        # What another value put into the index since this one was made is none of this one's items.
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
        """The newest item of the category near `at`, of one of these units; of any if none are given."""
        places = latest(self.index.categories.bits(category) & self._places_of(unit_ids))
        near = self._near(places, at)
        found = [item for item in near if item.category == category and _is_of(item, unit_ids)]
        return max(found, key=_by_time, default=None)

    def original_of(self, unit_id: int | None, fingerprint: str, at: datetime) -> str | None:
        """The serial of the unit's item near `at` that says the same word for word; the first of several."""
        items = [self.index.items[place] for place in self._alive(self.index.fingerprints.of(fingerprint))]
        items.sort(key=_by_time)
        for item in (*items, *reversed(self.added)):
            if item.fingerprint == fingerprint and item.lead == unit_id and self._is_near(item, at):
                return item.serial
        return None

    def with_similar_title(
        self, title: str, least: float, at: datetime | None, unit_ids: Sequence[int] = ()
    ) -> list[AlikeItem]:
        """The items near `at` whose titles are alike by `least`, in (0, 1], or more; newest first.

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
        """The items near `at` that say what is alike by `least`, in (0, 1], or more, by their sketches."""
        found = []
        for known in self.said:
            if not shares(sketch, known.sketch, least) or not self._is_near(known.item, at):
                continue
            rate = resemblance(sketch, known.sketch)
            if rate >= least:
                found.append(AlikeItem(rate, known.item))
        return found

    def _places_of(self, unit_ids: Sequence[int]) -> int:
        """The places, as bits, of living items of these units, of all if none are given."""
        alive = _bits_below(self.count) & ~self.gone
        if not unit_ids:
            return alive
        theirs = 0
        for unit_id in unit_ids:
            theirs |= self.index.units.bits(unit_id)
        return alive & theirs

    def _alive(self, places: Iterable[int]) -> list[int]:
        return [place for place in places if place < self.count and not self.gone >> place & 1]

    def _near(self, places: Iterable[int], at: datetime | None) -> list[RecentSubmission]:
        """What was added, and of the index what lies at these places, as far as it is near `at`."""
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
