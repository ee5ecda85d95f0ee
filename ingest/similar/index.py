"""Where among very many items does a pair of characters, a fingerprint, a unit occur?

Places are numbers in the order in which items were added; a set of places is the bits of one integer, so
that all items are gone through at once, however often their pairs occur. What the findings mean is left to
`known_items`.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from ledger.entries.submissions import RecentSubmission

K = TypeVar("K")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_CONSIDERED = 200
"""Titles compared one by one; where more come close, titles are a form that is filled in."""
_FEW = 300
"""Places that are not worth being kept as bits."""
_ROUNDING = 1e-9
"""Taken off before a share of pairs is rounded up, so that 0.85 · 20 / 1.15 of floats costs no title."""


class Positions(Generic[K]):
    """At which places each key occurs, ascending: `of` a key as numbers, `bits` as a set."""

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
        """Every place of the key, as bits; those of frequent keys are kept from one question to the next."""
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

    It only grows at its end: whoever knows how many items there were still finds the same ones.
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

    def places_like(self, ours: frozenset[str], least: float, allowed: int) -> list[int]:
        """The places among `allowed` whose titles may be alike by `least` or more, latest first.

        `ours` are the pairs of the title in question. None is missed: of n pairs such a title shares
        least·n/(2-least) at least, by what Dice's measure says.
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
    """How many of the sets hold each place: the binary digits of all these sums, lowest first."""
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
    """The places that `least` of the summed sets hold, or more; `least` is 1 at least."""
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


def dice(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """How much two sets share, 0 to 1 (Dice)."""
    total = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / total if total else 0.0


def normalised(text: str) -> str:
    """`text` without blanks, differences of width and of case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4_096)
def title_pairs(title: str) -> frozenset[str]:
    """The pairs of a title, kept: every letter of a batch meets the same ones."""
    return pairs(title)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, punctuation left out."""
    bare = _NOT_A_LETTER.sub("", normalised(text))
    return frozenset({bare[i : i + 2] for i in range(len(bare) - 1)} or {bare} - {""})
