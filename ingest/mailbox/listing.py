"""What is known of a folder and its letters before they are fetched?

Values only, and how letters are cut into batches; asking for them is left to `reading`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

BATCH_BYTES = 8 * 1024 * 1024
BATCH_COUNT = 100


class OpenedFolder(NamedTuple):
    """An opened folder; UIDVALIDITY is 0 and UIDNEXT None where the server does not say (P25, R41)."""

    name: str
    uidvalidity: int
    uidnext: int | None
    exists: int


class ListedLetter(NamedTuple):
    """What is known of a letter before it is fetched.

    `arrived_at` is None where the server's date is no date.
    """

    uid: int
    size: int
    arrived_at: datetime | None


class FetchedLetter(NamedTuple):
    """A letter as it came off the server."""

    uid: int
    raw: bytes


def in_batches(letters: Sequence[ListedLetter]) -> Iterator[tuple[ListedLetter, ...]]:
    """`letters` cut into runs of at most 100 letters and 8 MiB; a larger letter is a run of its own."""
    run: list[ListedLetter] = []
    weight = 0
    for letter in letters:
        if run and (len(run) == BATCH_COUNT or weight + letter.size > BATCH_BYTES):
            yield tuple(run)
            run, weight = [], 0
        run.append(letter)
        weight += letter.size
    if run:
        yield tuple(run)
