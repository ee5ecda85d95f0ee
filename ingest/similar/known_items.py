"""Which items of the last days may a new one repeat or resemble?

Arranged once for many batches, so that each letter meets only the few items that come close; nothing is
missed by that. How many days are remembered is a setting; what a likeness means is left to `likeness`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from itertools import chain
from operator import or_

from ingest.similar.index import ItemIndex, dice, latest, title_pairs
from ledger.entries.sketch import resemblance, shares
from ledger.entries.submissions import Recent, Sketched


@dataclass(frozen=True, slots=True)
class KnownItems:
    """Living items near in time; make it with `known_items_of`.

    `within`: how far from a letter's arrival, before and after, an item still counts. Of the shelf the first
    `count` items are meant, without those whose bit in `gone` is set: they live no longer, or otherwise.
    `added` are the items of the batch in hand, the latest first. `said` holds sketches of what was said: of
    items found for the letters of the batch, and of its own.
    """

    within: timedelta = timedelta.max
    added: tuple[Recent, ...] = ()
    said: tuple[Sketched, ...] = ()
    count: int = 0
    gone: int = 0
    shelf: ItemIndex = field(default_factory=ItemIndex, repr=False, compare=False)

    def with_item(self, item: Recent, sketch: frozenset[int] = frozenset()) -> "KnownItems":
        """What is remembered here, and `item`, which says what `sketch` is of, as well."""
        said = (Sketched(item, sketch), *self.said) if sketch else self.said
        return replace(self, added=(item, *self.added), said=said)

    def with_changes(self, changed: Iterable[str], living: Iterable[Recent]) -> "KnownItems":
        """What is remembered here, but of the serials `changed` only what is now `living`."""
        now = {item.serial: item for item in living}
        gone = self.gone | _first(len(self.shelf.items)) & ~_first(
            self.count
        )  # put there by a sister of this
        for serial in {*changed, *now}:
            for place in tuple(self._alive(self.shelf.serials.of(serial))):
                if self.shelf.items[place] == now.get(serial):
                    del now[serial]
                else:
                    gone |= 1 << place
        for item in sorted(now.values(), key=_by_time):
            self.shelf.put(item)
        added = tuple(item for item in self.added if item.serial not in changed)
        return replace(self, added=added, count=len(self.shelf.items), gone=gone)

    @property
    def living(self) -> tuple[Recent, ...]:
        """Every item, newest first."""
        known = (self.shelf.items[place] for place in self._alive(range(self.count)))
        return tuple(sorted((*self.added, *known), key=_by_time, reverse=True))

    def one(self, serial: str, at: datetime | None) -> Recent | None:
        """The item with this serial, if it is near the moment `at`."""
        known = self._near(self._alive(self.shelf.serials.of(serial)), at)
        return next((item for item in known if item.serial == serial), None)

    def latest(self, unit_ids: Sequence[int], category: str, at: datetime | None) -> Recent | None:
        """The newest item of the category near `at` of one of these units; of none: of any."""
        places = latest(self.shelf.categories.bits(category) & self._allowed(unit_ids))
        found = (item for item in self._near(places, at) if item.category == category)
        return max((item for item in found if _shares(item, unit_ids)), key=_by_time, default=None)

    def copied(self, unit_id: int | None, fingerprint: str, at: datetime) -> str | None:
        """The serial of the unit's item near `at` that says the same word for word; the first of several."""
        known = sorted(
            (self.shelf.items[p] for p in self._alive(self.shelf.words.of(fingerprint))), key=_by_time
        )
        same = (item for item in chain(known, reversed(self.added)) if item.fingerprint == fingerprint)
        own = (item.serial for item in same if item.lead == unit_id and self._is_near(item, at))
        return next(own, None)

    def titled(
        self, title: str, least: float, at: datetime | None, unit_ids: Sequence[int] = ()
    ) -> list[tuple[float, Recent]]:
        """The items near `at` whose titles are so alike at `least`, in (0, 1], and how much; newest first.

        Of these units only, if any are given.
        """
        ours = title_pairs(title)
        places = self.shelf.like(ours, least, self._allowed(unit_ids))
        found = (item for item in self._near(places, at) if _shares(item, unit_ids))
        rated = ((dice(ours, title_pairs(item.title)), item) for item in found)
        close = [(rate, item) for rate, item in rated if rate >= least]
        return sorted(close, key=lambda one: _by_time(one[1]), reverse=True)

    def resembling(
        self, sketch: frozenset[int], least: float, at: datetime | None
    ) -> list[tuple[float, Recent]]:
        """The items near `at` that say what is so alike at `least`, in (0, 1], and about how much."""
        near = (k for k in self.said if shares(sketch, k.sketch, least) and self._is_near(k.item, at))
        rated = ((resemblance(sketch, known.sketch), known.item) for known in near)
        return [(rate, item) for rate, item in rated if rate >= least]

    def _allowed(self, unit_ids: Sequence[int]) -> int:
        """The places of living items of these units, of all if none are given."""
        allowed = _first(self.count) & ~self.gone
        if not unit_ids:
            return allowed
        return allowed & reduce(or_, (self.shelf.units.bits(unit_id) for unit_id in unit_ids))

    def _alive(self, places: Iterable[int]) -> Iterator[int]:
        return (place for place in places if place < self.count and not self.gone >> place & 1)

    def _near(self, places: Iterable[int], at: datetime | None) -> Iterator[Recent]:
        """What was added, and of the shelf what lies at these places, as far as it is near `at`."""
        known = (self.shelf.items[place] for place in places)
        return (item for item in chain(self.added, known) if self._is_near(item, at))

    def _is_near(self, item: Recent, at: datetime | None) -> bool:
        return at is None or abs(item.arrived_at - at) <= self.within


def known_items_of(items: Iterable[Recent], within: timedelta) -> KnownItems:
    """The memory of these living items, given newest first."""
    shelf = ItemIndex(reversed(tuple(items)))
    return KnownItems(within, count=len(shelf.items), shelf=shelf)


def _first(count: int) -> int:
    """The bits of so many places."""
    return (1 << count) - 1


def _by_time(item: Recent) -> tuple[datetime, str]:
    return item.arrived_at, item.serial


def _shares(item: Recent, unit_ids: Sequence[int]) -> bool:
    return not unit_ids or not set(unit_ids).isdisjoint(item.unit_ids)
