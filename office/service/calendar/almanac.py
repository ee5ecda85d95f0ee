"""Which calendar holds at this moment, while the service goes on running?

The office's own table may be imported at any time; whoever asks here sees it within moments, without a
restart. Whether a day is worked on is said by `holidays`.
"""

import time
from collections.abc import Callable
from threading import Lock

from ledger import journal, working_days
from ledger.database import Database
from office.service.calendar.holidays import WorkingDays

SUBJECT = "working-days"
"""What an import is called in the journal."""
_FRESH_SECONDS = 20.0


class Almanac:
    """The calendar of one database; safe for several threads."""

    def __init__(self, database: Database, tick: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._tick = tick
        self._lock = Lock()
        self._read_at = tick()
        self._import, self._calendar = self._read()

    def current(self) -> WorkingDays:
        """The calendar, no older than a few seconds."""
        if self._tick() - self._read_at >= _FRESH_SECONDS:
            with self._lock:
                self._refresh()
        return self._calendar

    def _refresh(self) -> None:
        self._read_at = self._tick()
        with self._database.reading() as conn:
            changed = journal.newest_about(conn, SUBJECT) != self._import
        if changed:
            self._import, self._calendar = self._read()

    def _read(self) -> tuple[int, WorkingDays]:
        with self._database.reading() as conn:
            return journal.newest_about(conn, SUBJECT), WorkingDays(working_days.everything(conn))
