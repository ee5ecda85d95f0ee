"""How much of what they say do two submissions have in common?

Of each text the smallest hashes of its runs of five characters are its sketch: two
texts share about as many of them as they share runs (Broder 1997). What a likeness
means is left to `ingest`, storing to `ledger.search`.
"""

import re
from functools import lru_cache
from zlib import crc32

from ledger.width import nfkc

SIZE = 24
"""Hashes kept of a text."""
_RUN = 5
"""Characters of a run."""
_WIDTH = 4
"""Bytes of a character in UTF-32, in which the runs are hashed."""
_SHORTEST = 60
"""Letters below which a text is no manuscript: a covering note resembles every
other.
"""
_LONGEST = 20_000
"""Characters looked at; what follows is not compared."""
_NO_LETTER = re.compile(r"[\W_]+")


def sketch_of(text: str, manuscript: str) -> frozenset[int]:
    """The sketch of the manuscript, else of the sender's own `text`; empty where
    neither is long enough.
    """
    return _sketch(manuscript) or _sketch(text)


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """About what share of their runs two texts have in common, 0 to 1."""
    smallest = sorted(one | other)[:SIZE]
    return len(one & other & frozenset(smallest)) / len(smallest) if smallest else 0.0


def shares(one: frozenset[int], other: frozenset[int], least: float) -> bool:
    """Whether `resemblance` can be `least` at all; this is found out much faster."""
    return len(one & other) >= least * max(len(one), len(other))


@lru_cache(maxsize=256)
def _sketch(text: str) -> frozenset[int]:
    # Kept for a while: the letters of a batch are first compared with others and then
    # written.
    letters = _NO_LETTER.sub("", nfkc(text[:_LONGEST]).casefold())
    if len(letters) < _SHORTEST:
        return frozenset()
    raw = letters.encode("utf-32-le", "surrogatepass")
    starts = range(0, len(raw) - (_RUN - 1) * _WIDTH, _WIDTH)
    hashes = {crc32(raw[at : at + _RUN * _WIDTH]) for at in starts}
    return frozenset(sorted(hashes)[:SIZE])
