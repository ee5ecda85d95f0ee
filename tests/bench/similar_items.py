"""How long does it take to find among 100,000 items what a letter repeats, corrects or
resembles?

Letters already read, as polling has them: in batches of a hundred, and one at a time,
each written before the next, so that every search meets what the last one added. The
search alone is timed, by title and by text, then all of judging. The first search of a
process is measured apart: it arranges all items once.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from ingest.intake.arrival import Arrival
from ingest.intake.batch import read_early, take_in
from ingest.intake.judging import gather_facts, judge_batch, similar_candidates
from ingest.similar.likeness import SimilarQuery, find_similar
from ledger.entries.letters import Letter, Place
from ledger.entries.sketch import sketch_of
from office.service.parts import Service
from tests.bench import machine
from tests.bench.letters import Post, posts
from tests.bench.premises import NOW, at_work, copied
from tests.bench.table import Row, require, timed
from tests.bench.taking import remember

_HISTORY = 100_000
_EVERY = timedelta(days=85) / _HISTORY
_BATCH = 100
_BATCHES = 4
_LONE = 100


class Spent(NamedTuple):
    """The seconds that a search took, and those that all of judging took."""

    search: float
    judging: float


def measured(office: Path, folder: Path) -> Iterator[Row]:
    """The first search, then batches, then letters that come alone."""
    with at_work(copied(office, folder)) as service:
        remember(service, _HISTORY, _EVERY)
        letters = iter(posts(1 + _BATCH * _BATCHES + _LONE, manuscripts=False))
        numbers = count(1)
        before = machine.peak_mib(os.getpid())
        first = judged(service, [next(letters)], 0)
        note = f"once a process; {machine.peak_mib(os.getpid()) - before:.0f} MiB"
        yield Row(f"{_HISTORY:,} items arranged", 1, "first letter", first.search, note)
        batches = [[next(letters) for _ in range(_BATCH)] for _ in range(_BATCHES)]
        for of, parts in (
            ("letters, in batches", batches),
            ("letters, each alone", [[p] for p in letters]),
        ):
            spent = [judged(service, part, next(numbers)) for part in parts]
            yield from _rows(spent, sum(map(len, parts)), of)


def judged(service: Service, letters: Sequence[Post], number: int) -> Spent:
    """Searches for each, judges them and takes them in; WrongCountError unless each was
    new.
    """
    arrivals = [
        Arrival(Place("bench", "INBOX", number, at), post.at, len(post.raw), post.raw)
        for at, post in enumerate(letters, start=1)
    ]
    context = service.intake_context()
    early = read_early(context, arrivals)
    read = [found for found in early.values() if isinstance(found, Letter)]
    with timed() as search, context.database.reading() as conn:
        known = similar_candidates(conn, context, read, NOW)
        for letter in read:
            sketch = sketch_of(letter.text, letter.manuscript)
            find_similar(
                SimilarQuery(
                    (1,), letter.subject, arrived_at=letter.arrived_at, sketch=sketch
                ),
                known,
            )
    with timed() as judging:
        with context.database.reading() as conn:
            gathered = gather_facts(conn, context, read, NOW)
        mails = judge_batch(context, gathered, arrivals, early, {})
    require(
        "letters judged new",
        sum(mail.new_item is not None for mail in mails),
        len(letters),
    )
    require(
        "letters recorded",
        take_in(context, arrivals, NOW, early=early).recorded,
        len(letters),
    )
    return Spent(search.seconds, judging.seconds)


def _rows(spent: Sequence[Spent], many: int, of: str) -> Iterator[Row]:
    searching, judging = (sum(seconds) for seconds in zip(*spent, strict=True))
    what = f"near-duplicates at {_HISTORY:,} items"
    yield Row(
        what,
        many,
        of,
        searching,
        f"{searching / many * 1000:.1f} ms a letter; budget 5 ms",
    )
    yield Row(
        "the same, all of judging",
        many,
        of,
        judging,
        f"{judging / many * 1000:.1f} ms a letter",
    )
