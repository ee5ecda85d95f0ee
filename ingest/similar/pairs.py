"""How alike are two short texts, by the pairs of neighbouring characters they share?

What a likeness means is left to `likeness`, how whole texts are compared to
`ledger.entries.sketch`.
"""

import re
from functools import lru_cache

from ledger.width import nfkc

_NOT_A_LETTER = re.compile(r"[\W_]+")


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the share of their pairs of neighbouring
    characters (Dice).
    """
    return dice(pairs(one), pairs(other))


def dice(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """How much two sets share, 0 to 1 (Dice)."""
    total = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / total if total else 0.0


def normalised(text: str) -> str:
    """`text` without blanks, differences of width and of case."""
    return "".join(nfkc(text).casefold().split())


@lru_cache(maxsize=4_096)
def title_pairs(title: str) -> frozenset[str]:
    """The pairs of a title, kept: every letter of a batch meets the same ones."""
    return pairs(title)


def letters_of(text: str) -> str:
    """`text` normalised, without punctuation."""
    return _NOT_A_LETTER.sub("", normalised(text))


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, punctuation left out."""
    bare = letters_of(text)
    return frozenset({bare[i : i + 2] for i in range(len(bare) - 1)} or {bare} - {""})
