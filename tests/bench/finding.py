"""How long does it take to find a word among 40,000 items, as the list of the console
does?

A word that none of them says, so that every text is gone through; one character that
most say; and words of which one is a unit's name. The first search, which reads the
file, is not counted.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from ledger import browsing
from ledger.browsing import Page, SubmissionSearch, Window
from ledger.entries.submissions import Submission
from office.service.parts import Service
from tests.bench.premises import at_work, copied
from tests.bench.table import Row, require, timed
from tests.bench.taking import remember

_HISTORY = 40_000
_EVERY = timedelta(days=365 * 16) / _HISTORY
_TIMES = 5
_SOUGHT = {
    "a word nobody says": "雪崩预警",
    "one character": "路",
    "a unit and a word": "银川 养护",
}


def measured(office: Path, folder: Path) -> Iterator[Row]:
    """Each search some times over."""
    with at_work(copied(office, folder)) as service:
        remember(service, _HISTORY, _EVERY)
        nothing = found(service, _SOUGHT["a word nobody says"])
        require("items that say a word nobody says", nothing.total, 0)
        for what, text in _SOUGHT.items():
            total = 0
            with timed() as watch:
                for _ in range(_TIMES):
                    total = found(service, text).total
            yield Row(
                what,
                _TIMES,
                f"searches of {_HISTORY:,} items",
                watch.seconds,
                f"{total:,} found",
            )


def found(service: Service, text: str) -> Page[Submission]:
    """The first page of the list."""
    with service.database.reading() as conn:
        return browsing.submissions_page(
            conn, SubmissionSearch(text=text), Window(0, 50)
        )
