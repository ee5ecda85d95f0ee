"""How does scoring grow with an office: all its years anew, and one quarter after one
adoption?

Ten years of 500 units, then of 5,000, from the record to the sheets as `score` makes
them, each year with its quarters. Two processes share the years, as two commands would;
each tells its own time and peak of memory. The quarter is the console's: its sheet is
kept, one adoption is entered, and the sheet is asked for again.
"""

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from ledger import scores
from ledger.database import Database, open_database
from ledger.entries.events import Adoption
from ledger.events import adoptions
from ledger.periods import OFFICE_ZONE, parse_period
from ledger.rulebook import Rulebook
from office.service.upgrade import upgrade
from office.settings.sections import PolicySettings
from office.use_cases.sheets import Sheets
from scoring.close import scored, scored_from, without_garbage_collection
from scoring.language.editions import load_rulebook
from tests.bench import decade, machine
from tests.bench.table import Row, require, timed

SIZES = (500, 5_000)
YEARS = range(2026, 2036)
_PROCESSES = 2
_OVER = datetime(2036, 1, 20, 9, tzinfo=OFFICE_ZONE)
_ADOPTED = 5
_LAST = "2035Q4"


class Spent(NamedTuple):
    """What one year took: seconds to read its facts and to score them, and the
    process's peak so far.
    """

    units: int
    read: float
    score: float
    process: int
    peak_mib: float


class Again(NamedTuple):
    """What the quarter's first sheet took, what each one after an adoption, and the
    process's peak.
    """

    first: float
    after: float
    peak_mib: float


def measured(folder: Path) -> Iterator[Row]:
    """Both sizes, and how the larger compares."""
    folder.mkdir(parents=True)
    an_item: list[float] = []
    a_unit: list[float] = []
    for units in SIZES:
        url = f"sqlite:///{folder / f'{units}.sqlite'}"
        items = filled(url, units)
        with _processes(_PROCESSES) as pool, timed() as watch:
            spent = list(pool.map(year_of, [url] * len(YEARS), YEARS))
        require("units scored", sum(each.units for each in spent), units * len(YEARS))
        an_item.append(watch.seconds / items)
        note = f"{_told(spent)}; {_growth('an item', an_item)}budget 60 s, 1 GiB"
        yield Row(
            f"{len(YEARS)} years of {units:,} units scored",
            items,
            "items",
            watch.seconds,
            note,
        )
        with _processes(1) as pool:
            again = pool.submit(quarter_again, url, units == SIZES[0]).result()
        a_unit.append(again.after / units)
        note = f"kept after {again.first:.1f} s; {again.peak_mib:.0f} MiB; {_growth('a unit', a_unit)}budget 1 s"
        yield Row("a quarter after one adoption", units, "units", again.after, note)


def filled(url: str, units: int) -> int:
    """Makes the record; how many items there are."""
    database = open_database(url)
    upgrade(database)
    items = decade.fill(database, units, YEARS)
    database.close()
    return items


def year_of(url: str, year: int) -> Spent:
    """One year as `scored` makes it, its two halves timed apart."""
    database, period = open_database(url), parse_period(str(year))
    with database.reading() as conn, without_garbage_collection():
        began = time.process_time()
        facts = scores.outlined_facts_of(conn, period)
        read = time.process_time()
        sheet = scored_from(conn, _rulebook(), period, facts, _OVER)
        done = time.process_time()
    database.close()
    return Spent(
        len(sheet.units),
        read - began,
        done - read,
        os.getpid(),
        machine.peak_mib(os.getpid()),
    )


def quarter_again(url: str, compared: bool) -> Again:  # noqa: FBT001 - handed over by a pool, by position
    """A quarter's sheet, and again after each of some adoptions; WrongCountError unless
    it is right.
    """
    database, period, sheets = (
        open_database(url),
        parse_period(_LAST),
        Sheets(_rulebook()),
    )
    with database.reading() as conn, timed() as first:
        before = sheets.sheet(conn, period, _OVER)
    after = 0.0
    for number in range(_ADOPTED):
        _adopt(database, f"{period.first.year}-{number:06d}")
        with database.reading() as conn, timed() as watch:
            sheet = sheets.sheet(conn, period, _OVER)
        after += watch.seconds
        require("sheets changed by an adoption", int(sheet != before), 1)
        before = sheet
    if compared:
        with database.reading() as conn:
            require(
                "sheets like one made anew",
                int(before == scored(conn, _rulebook(), period, _OVER)),
                1,
            )
    database.close()
    return Again(first.seconds, after / _ADOPTED, machine.peak_mib(os.getpid()))


def _adopt(database: Database, serial: str) -> None:
    with database.writing() as conn:
        adoptions.add(
            conn,
            [Adoption(0, serial, "中共中央办公厅", "单条", date(2035, 12, 30), _OVER)],
        )


def _rulebook() -> Rulebook:
    told = PolicySettings()
    return load_rulebook(told.office, told.folder)


def _processes(many: int) -> ProcessPoolExecutor:
    """New processes, so that a peak is of what they do alone."""
    return ProcessPoolExecutor(many, mp_context=get_context("spawn"))


def _told(spent: Sequence[Spent]) -> str:
    peaks = {
        each.process: each.peak_mib
        for each in sorted(spent, key=lambda each: each.peak_mib)
    }
    halves = f"read {sum(each.read for each in spent):.0f} s, scored {sum(each.score for each in spent):.0f} s"
    return f"{halves} by {len(peaks)} processes; {' + '.join(f'{peak:.0f}' for peak in peaks.values())} MiB"


def _growth(of: str, seconds: Sequence[float]) -> str:
    """How much longer it takes than at the smaller size."""
    return (
        f"{seconds[-1] / seconds[0]:.2f} times as long {of}; "
        if len(seconds) > 1
        else ""
    )
