"""Does a running service hear of working days that were imported meanwhile?"""

from __future__ import annotations

from datetime import UTC, date, datetime

from ledger import journal, working_days
from ledger.database import Database
from ledger.working_days import WorkingDay
from office.service.working_days import SUBJECT, CalendarReader

NOW = datetime(2080, 3, 10, 2, 0, tzinfo=UTC)
FREE = date(2080, 3, 11)


def test_an_import_is_seen_within_seconds_and_not_asked_for_at_every_day(
    database: Database,
) -> None:
    seconds = [0.0]
    calendar = CalendarReader(database, lambda: seconds[0])
    assert calendar.read().works(FREE)
    with database.writing() as conn:
        working_days.save(conn, [WorkingDay(FREE, works=False)])
        journal.write(
            conn,
            journal.JournalEntry(NOW, "王科长", "working-days import: 1 days", SUBJECT),
        )
    seconds[0] += 1
    before = calendar.read()
    assert before.works(FREE)
    seconds[0] += 20
    assert not calendar.read().works(FREE)
    kept = calendar.read()
    seconds[0] += 60
    assert calendar.read() is kept, "nothing was imported since"
