"""How long does it take to score a year and to say how every unit stands?

Facts out of the record and the sheet under the office's own rule: fifty-one units, four
items a month each, every third one adopted. Nothing is stored.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random

from ledger import roster, scores
from ledger.entries.events import Adoption
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.events import adoptions
from ledger.periods import OFFICE_ZONE, parse_period
from ledger.submissions.recording import NewSubmission, add
from office.service.parts import Service
from scoring.close import scored
from scoring.quota import standings
from tests.bench.letters import title_of
from tests.bench.premises import at_work, copied
from tests.bench.table import Row, timed

_MONTHS = range(1, 13)
_ITEMS = 4
_ADOPTED = 3
_OVER = datetime(2027, 1, 4, 9, tzinfo=OFFICE_ZONE)


def measured(office: Path, folder: Path) -> Iterator[Row]:
    """The year's sheet, then December's standings."""
    year, month = parse_period("2026"), parse_period("2026-12")
    with at_work(copied(office, folder / "scoring")) as service:
        units, items = _fill(service)
        with service.database.reading() as conn:
            with timed() as watch:
                scored(conn, service.rulebook, year, _OVER)
            yield Row(
                "a year scored",
                1,
                f"year of {units} units",
                watch.seconds,
                f"{items:,} items",
            )
            with timed() as watch:
                facts = scores.facts_of(conn, month)
                found = standings(
                    service.rulebook.for_period(month), facts, month, date(2026, 12, 20)
                )
        yield Row(
            "standings of all units",
            len(found),
            "units",
            watch.seconds,
            "facts read included",
        )


def _fill(service: Service) -> tuple[int, int]:
    chance = Random(2026)
    with service.database.writing() as conn:
        units = roster.all_units(conn)
        whose = [
            (unit.id, month)
            for month in _MONTHS
            for unit in units
            for _ in range(_ITEMS)
        ]
        items = [_item(chance, number, *which) for number, which in enumerate(whose)]
        add(conn, items, _OVER)
        adoptions.add(conn, [_adoption(item.submission) for item in items[::_ADOPTED]])
    return len(units), len(items)


def _item(chance: Random, number: int, unit_id: int, month: int) -> NewSubmission:
    submission = Submission(
        serial=f"2026-{number:05d}",
        arrived_at=datetime(
            2026, month, chance.randrange(1, 29), 10, tzinfo=OFFICE_ZONE
        ),
        title=title_of(chance),
        state=SubmissionState.RECORDED,
        unit_id=unit_id,
        category=chance.choice(("动态", "动态", "动态", "综合", "调研", "突发")),
        token=f"year{number}",
    )
    return NewSubmission(submission, SubmissionWords("", ""))


def _adoption(item: Submission) -> Adoption:
    return Adoption(
        0, item.serial, "《宁夏交通信息》", "单条", item.arrived_at.date(), _OVER
    )
