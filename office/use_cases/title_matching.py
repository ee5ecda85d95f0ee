"""Which submission does a title in another publication's contents list mean, and how sure is that?

By titles alone: the same but for blanks and marks, one within the other, else by edit distance, since editors
shorten and mend. A unit named beside it raises or lowers. Two candidates that come close to each other are
none: a person chooses. Nothing is adopted by this.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

LEAST = 0.6
"""Below this a line has no match at all."""
APART = 0.06
"""How far the best must be from the second."""
_SAME = 1e-9
"""The same for a title that is the very same: only another that is the same rivals it."""
_SHORTEST_WITHIN = 6
"""Characters from which a title that stands within the other is taken for it, shortened or lengthened."""
_WITHIN = 0.85
"""How sure that is at least; the more of the longer title it is, the surer."""
_RAISED = 0.3
"""How much of what is lacking a named unit that fits makes up for."""
_LOWERED = 0.8
"""What a named unit that does not fit leaves."""
_CANDIDATES = 5
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


class _Rating(NamedTuple):
    confidence: float
    serial: str


def match_title(listed: ListedTitle, known: Sequence[KnownTitle]) -> TitleMatch:
    """The submission that the line means."""
    ratings = [_Rating(rate(listed, each), each.serial) for each in known]
    ratings.sort(key=lambda rating: (-rating.confidence, rating.serial))
    close = [rating for rating in ratings if rating.confidence >= LEAST]
    if not close:
        return TitleMatch(None, round(ratings[0].confidence, 3) if ratings else 0.0)
    best = close[0]
    apart = APART if best.confidence < 1 else _SAME
    has_rival = len(close) > 1 and best.confidence - close[1].confidence < apart
    candidates = tuple(rating.serial for rating in close[:_CANDIDATES])
    return TitleMatch(None if has_rival else best.serial, round(best.confidence, 3), candidates)


def rate(listed: ListedTitle, known: KnownTitle) -> float:
    """How surely the line means this submission, 0 to 1."""
    alike = _likeness(fold_title(listed.title), fold_title(known.title))
    if not listed.unit:
        return alike
    unit = fold_title(listed.unit)
    for name in known.units:
        folded = fold_title(name)
        # A list often shortens a unit (银川, 银川局) or says more about it.
        if unit and folded and (unit in folded or folded in unit):
            return alike + (1 - alike) * _RAISED * alike
    return alike * _LOWERED


def fold_title(text: str) -> str:
    """A title without blanks and marks, width and case folded."""
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    edited: float = OSA.normalized_similarity(one, other)
    if len(short) >= _SHORTEST_WITHIN and short in long:
        return max(edited, _WITHIN + (1 - _WITHIN) * len(short) / len(long))
    return edited
