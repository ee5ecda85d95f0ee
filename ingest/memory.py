"""Which items of the last days may a new one repeat or resemble?

Arranged once for a batch, so that each of its letters meets only the few items whose titles share rare pairs
of characters with its own; nothing is missed by that. How many days are remembered is a setting; what a
likeness means is left to `likeness`.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from heapq import nlargest

from ledger.entries.submissions import Recent

_NOT_A_LETTER = re.compile(r"[\W_]+")
_CONSIDERED = 500
"""Titles compared pair by pair for one letter; where more come close, titles are a form that is filled in."""
_ROUNDING = 1e-9

Places = Mapping[str, Sequence[int]]
"""Where in a row of items something occurs, ascending."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Living items near in time, newest first; make it with `remembered`.

    `within`: how far from a letter's arrival, before and after, an item still counts. `added` are the items
    of the batch in hand, the latest first; `gone` are serials of `items` that live no longer, or otherwise.
    `pairs_at` and `words_at` say where in `items` a pair of a title and a fingerprint occur, `sizes` how many
    pairs each title has.
    """

    items: tuple[Recent, ...] = ()
    within: timedelta = timedelta.max
    added: tuple[Recent, ...] = ()
    gone: frozenset[str] = frozenset()
    pairs_at: Places = field(default_factory=dict, repr=False)
    words_at: Places = field(default_factory=dict, repr=False)
    sizes: Sequence[int] = field(default=(), repr=False)

    def with_item(self, item: Recent) -> "Memory":
        """What is remembered here, and `item` as well."""
        return replace(self, added=(item, *self.added))

    def with_changes(self, changed: frozenset[str], living: Sequence[Recent]) -> "Memory":
        """What is remembered here, but of the serials `changed` only what is now `living`, newest first."""
        kept = (item for item in self.added if item.serial not in changed)
        return replace(self, added=(*living, *kept), gone=self.gone | changed)

    @property
    def unsettled(self) -> int:
        """How many changes this memory carries beside its order; many make it slow."""
        return len(self.added) + len(self.gone)

    def around(self, at: datetime | None) -> Iterator[Recent]:
        """Every item near the moment `at`, None for any, newest first."""
        return (item for item in (*self.added, *self._living(self.items)) if self._near(item, at))

    def copied(self, unit_id: int | None, fingerprint: str, at: datetime) -> str | None:
        """The serial of the unit's item near `at` that says the same word for word; the first of several."""
        places = reversed(self.words_at.get(fingerprint, ()))
        known = self._living(self.items[place] for place in places)
        same = (*known, *(item for item in reversed(self.added) if item.fingerprint == fingerprint))
        own = (item.serial for item in same if item.lead == unit_id and self._near(item, at))
        return next(own, None)

    def titled(self, title: str, least: float, at: datetime | None) -> list[tuple[float, Recent]]:
        """The items near `at` whose titles are so alike at `least`, in (0, 1], and how much; newest first."""
        ours = title_pairs(title)
        known = self._living(self.items[place] for place in self._candidates(ours, least))
        found = (*self.added, *known)
        rated = ((dice(ours, title_pairs(item.title)), item) for item in found if self._near(item, at))
        return [(rate, item) for rate, item in rated if rate >= least]

    def _living(self, items: Iterable[Recent]) -> Iterator[Recent]:
        return (item for item in items if item.serial not in self.gone)

    def _near(self, item: Recent, at: datetime | None) -> bool:
        return at is None or abs(item.arrived_at - at) <= self.within

    def _candidates(self, ours: frozenset[str], least: float) -> list[int]:
        """Places in `items`, ascending, of the titles that may be so alike.

        Of our n pairs such a title shares m = least·n/(2-least) or more, hence at least one of any n-m+1.
        Twice as many are looked up, the rarest: few titles share any of them, hardly one as many as it must.
        """
        shared = math.ceil(least * len(ours) / (2 - least) - _ROUNDING)
        met: Counter[int] = Counter()
        rarest = sorted(ours, key=lambda pair: len(self.pairs_at.get(pair, ())))
        rarest = rarest[: 2 * (len(ours) - shared + 1)]
        for pair in rarest:
            met.update(self.pairs_at.get(pair, ()))
        rest = len(ours) - len(rarest)
        close = {
            place: hits
            for place, hits in met.items()
            if 2 * (hits + rest) >= least * (len(ours) + self.sizes[place])
        }
        return sorted(nlargest(_CONSIDERED, close, key=close.__getitem__))


def remembered(items: Iterable[Recent], within: timedelta) -> Memory:
    """The memory of these living items, given newest first."""
    kept = tuple(items)
    pairs_at: defaultdict[str, list[int]] = defaultdict(list)
    words_at: defaultdict[str, list[int]] = defaultdict(list)
    sizes = []
    for place, item in enumerate(kept):
        found = title_pairs(item.title)
        sizes.append(len(found))
        for pair in found:
            pairs_at[pair].append(place)
        if item.fingerprint:
            words_at[item.fingerprint].append(place)
    return Memory(kept, within, pairs_at=dict(pairs_at), words_at=dict(words_at), sizes=sizes)


def dice(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """How much two sets share, 0 to 1 (Dice)."""
    total = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / total if total else 0.0


def folded(text: str) -> str:
    """`text` without blanks, differences of width and of case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4_096)
def title_pairs(title: str) -> frozenset[str]:
    """The pairs of a title, kept: every letter of a batch meets the same ones."""
    return pairs(title)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, punctuation left out."""
    bare = _NOT_A_LETTER.sub("", folded(text))
    return frozenset({bare[i : i + 2] for i in range(len(bare) - 1)} or {bare} - {""})
