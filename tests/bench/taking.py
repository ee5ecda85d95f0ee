"""How many letters a second become submissions: read, judged, written, original kept,
receipt queued?

`take_in` in batches of a hundred, as polling does it, into an empty record and into one
with a history, since likeness is sought among what arrived lately; then the command
`take` on a folder, watched from outside for the memory of the worker and of its reading
child.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from ingest.intake.arrival import Arrival
from ingest.intake.batch import take_in
from ledger import roster
from ledger.entries.letters import Place
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.submissions.recording import NewSubmission, add
from office.service.parts import Service
from tests.bench import machine
from tests.bench.letters import ARRIVED, Post, in_folder, posts, title_of
from tests.bench.premises import NOW, at_work, copied
from tests.bench.table import Row, require, timed

_COUNT = 600
_BATCH = 100
_HISTORY = 20_000
_WATCHED = 400
_AT_ONCE = 5_000
_SAID = 4
"""Clauses that each of the earlier items says: enough for a sketch."""
_GLANCE = 0.1


def measured(office: Path, folder: Path) -> Iterator[Row]:
    """Texts and manuscripts into an empty record, texts into a full one, then the
    command's memory.
    """
    for of, manuscripts in (("text letters", False), (".docx letters", True)):
        with at_work(copied(office, folder / of)) as service:
            seconds = taken(service, posts(_COUNT, manuscripts=manuscripts))
        yield Row(
            "taken in, receipts queued", _COUNT, of, seconds, "1 child, SQLite FULL"
        )
    with at_work(copied(office, folder / "history")) as service:
        remember(service, _HISTORY)
        seconds = taken(service, posts(_COUNT, manuscripts=False))
    yield Row(
        "the same, record not empty",
        _COUNT,
        "text letters",
        seconds,
        f"{_HISTORY:,} items in 90 days",
    )
    yield _watched(copied(office, folder / "command"), folder / "letters")


def taken(service: Service, letters: Sequence[Post]) -> float:
    """The seconds that taking the letters in took; WrongCountError unless each became a
    submission.
    """
    arrivals = [
        Arrival(Place("bench", "INBOX", 1, number), post.at, len(post.raw), post.raw)
        for number, post in enumerate(letters, start=1)
    ]
    context = service.intake_context()
    context.read([(letters[0].raw, letters[0].at)])  # starts the child
    recorded = 0
    with timed() as watch:
        for at in range(0, len(arrivals), _BATCH):
            recorded += take_in(context, arrivals[at : at + _BATCH], NOW).recorded
    require("letters recorded", recorded, len(letters))
    return watch.seconds


def remember(
    service: Service, count: int, every: timedelta = timedelta(minutes=5)
) -> None:
    """Puts that many items into the record, as if they had come by mail, one `every` so
    long.
    """
    chance = Random(count)
    with service.database.writing() as conn:
        units = [unit.id for unit in roster.all_units(conn)]
        for first in range(0, count, _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, count))
            add(
                conn,
                [_earlier(chance, n, units[n % len(units)], every) for n in numbers],
                NOW,
            )


def _earlier(
    chance: Random, number: int, unit_id: int, every: timedelta
) -> NewSubmission:
    submission = Submission(
        serial=f"2026-{number + 1_000_000}",
        arrived_at=ARRIVED - every * number - timedelta(minutes=1),
        title=title_of(chance),
        state=SubmissionState.RECORDED,
        unit_id=unit_id,
        category="动态",
        token=f"earlier{number}",
        fingerprint=f"{number:040x}",
    )
    return NewSubmission(
        submission,
        SubmissionWords("", "，".join(title_of(chance) for _ in range(_SAID))),
    )


def _watched(settings_file: Path, letters: Path) -> Row:
    half = _WATCHED // 2
    in_folder(
        [*posts(half, manuscripts=False), *posts(half, manuscripts=True, seed=2)],
        letters,
    )
    words = (
        "--config",
        str(settings_file),
        "--now",
        NOW.isoformat(),
        "take",
        str(letters),
    )
    called = [sys.executable, "-c", "from office.cli.main import main; main()", *words]
    peaks: dict[int, float] = {}
    with timed() as watch:
        child = subprocess.Popen(called, stdout=subprocess.DEVNULL)
        while child.poll() is None:
            for process in machine.family(child.pid):
                peaks[process] = max(peaks.get(process, 0.0), machine.peak_mib(process))
            time.sleep(_GLANCE)
    require("exit code of `take`", child.returncode, 0)
    worker = peaks.pop(child.pid)
    note = (
        f"start included; worker {worker:.0f} MiB, child {max(peaks.values()):.0f} MiB"
    )
    return Row("yishiyibao take", _WATCHED, "letters, half .docx", watch.seconds, note)
