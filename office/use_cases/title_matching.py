"""Which submission does a title in another publication's contents list mean, and how sure is that?

By titles alone: the same but for blanks and marks, one within the other, else by edit distance, since editors
shorten and mend. A unit named beside it raises or lowers. Two candidates that come close to each other are
none: a person chooses. Nothing is adopted by this.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

LEAST = 0.6
"""Below this a line has no match at all."""
APART = 0.06
"""How far the best must be from the second."""
_SAME = 1e-9
"""The same for a title that is the very same: only another that is the same rivals it."""
_WITHIN_LEAST = 6
_WITHIN = 0.85
_RAISED = 0.3
_LOWERED = 0.8
_NOT_A_WORD = re.compile(r"[\W_]+")


class ListedTitle(NamedTuple):
    """One line of a contents list: its title, and unit and form where it names them."""

    title: str
    unit: str = ""
    form: str = ""


class KnownTitle(NamedTuple):
    """A submission a line may mean: its title, and every name of its units."""

    serial: str
    title: str
    units: tuple[str, ...] = ()


class TitleMatch(NamedTuple):
    """The submission that is meant, or None; `confidence` from 0 to 1 is that of the likeliest either way.

    `candidates` are the likeliest, best first, whether or not one of them is meant.
    """

    serial: str | None
    confidence: float
    candidates: tuple[str, ...] = ()


def matched(entry: ListedTitle, known: Sequence[KnownTitle]) -> TitleMatch:
    """The submission that the line means."""
    rated = sorted(((rate(entry, each), each.serial) for each in known), key=lambda pair: (-pair[0], pair[1]))
    close = [pair for pair in rated if pair[0] >= LEAST]
    if not close:
        return TitleMatch(None, round(rated[0][0], 3) if rated else 0.0)
    best, serial = close[0]
    candidates = tuple(serial for _, serial in close[:5])
    rivals = [each for each, _ in close[1:] if best - each < (APART if best < 1 else _SAME)]
    return TitleMatch(None if rivals else serial, round(best, 3), candidates)


def rate(entry: ListedTitle, known: KnownTitle) -> float:
    """How surely the line means this submission, 0 to 1."""
    alike = _alike(folded(entry.title), folded(known.title))
    if not entry.unit:
        return alike
    named = _names(folded(entry.unit), (folded(name) for name in known.units))
    return alike + (1 - alike) * _RAISED * alike if named else alike * _LOWERED


def folded(text: str) -> str:
    """A title without blanks and marks, width and case folded."""
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    edited: float = OSA.normalized_similarity(one, other)
    if len(short) >= _WITHIN_LEAST and short in long:
        return max(edited, _WITHIN + (1 - _WITHIN) * len(short) / len(long))
    return edited


def _names(unit: str, names: Iterable[str]) -> bool:
    """Whether a unit as a list names it, often shortened (银川, 银川局), is one of these."""
    return bool(unit) and any(unit in name or name in unit for name in names if name)
