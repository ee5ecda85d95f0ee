"""Which copies of the record are kept, and is the present one safe while one is brought
back?
"""

from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import copies, switches
from ledger.database import Database, open_database
from ledger.journal import By
from ledger.outbox import withholding
from ledger.periods import OFFICE_ZONE
from ledger.switches import SwitchChange
from office.settings.reading import Settings
from office.use_cases import copying, older_record
from office.use_cases.copying import bring_back, days_to_keep, save_copy

FIRST = date(2026, 1, 1)


def test_after_two_years_of_nights_there_are_the_last_days_then_one_of_each_week_and_of_each_month() -> (
    None
):
    kept: frozenset[date] = frozenset()
    for night in range(730):
        kept = days_to_keep({*kept, FIRST + timedelta(days=night)}, 7, 4, 12)
    newest_first = sorted(kept, reverse=True)
    assert newest_first[0] == date(2027, 12, 31)
    assert newest_first[:7] == [
        date(2027, 12, 31) - timedelta(days=back) for back in range(7)
    ]
    assert newest_first[7:9] == [
        date(2027, 12, 19),
        date(2027, 12, 12),
    ]  # Sundays
    months = [date(2027, month, 1) - timedelta(days=1) for month in range(12, 1, -1)]
    assert newest_first[9:] == months


@given(
    st.sets(st.dates(FIRST, date(2028, 1, 1))),
    st.integers(1, 20),
    st.integers(0, 9),
    st.integers(0, 14),
)
def test_the_newest_is_always_kept_and_what_is_kept_stays_kept_until_a_newer_copy_comes(
    days: set[date], daily: int, weekly: int, monthly: int
) -> None:
    kept = days_to_keep(days, daily, weekly, monthly)
    assert kept <= days
    assert len(kept) <= daily + weekly + monthly
    assert not days or max(days) in kept
    assert days_to_keep(kept, daily, weekly, monthly) == kept


def said_by(database: Database) -> str:
    with database.reading() as conn:
        return switches.value(conn, "said")


def upgrade_fails(_database: Database) -> bool:
    raise OSError


def interrupted(database: Database, file: Path) -> None:
    """SQLite copies the whole file in one call: Ctrl-C is heard when all of it has
    happened.
    """
    FILL(database, file)
    if file.suffix == ".sqlite":
        raise KeyboardInterrupt


FILL = Database.fill_from


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("ledger.database.Database.fill_from", interrupted),
        (f"{copying.__name__}.upgrade", upgrade_fails),
    ],
)
def test_a_restore_that_is_interrupted_or_fails_leaves_the_present_record_as_it_was(
    migrated_sqlite: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    instead: object,
) -> None:
    by = By("walk", datetime(2026, 3, 10, 9, tzinfo=OFFICE_ZONE))
    copy = tmp_path / "copy.sqlite"
    with closing(open_database(migrated_sqlite)) as database:
        save_copy(database, Settings(), copy, by.at)
        with database.writing() as conn:
            switches.set_switch(
                conn, SwitchChange("said", "later than the copy", by.at, by.who)
            )
        monkeypatch.setattr(name, instead)
        with pytest.raises((KeyboardInterrupt, OSError)):
            bring_back(database, Settings(), copy, by)
        assert said_by(database) == "later than the copy"
        monkeypatch.undo()
        bring_back(
            database, Settings(), copy, by
        )  # nothing of the first time is in its way
        assert said_by(database) == ""


def test_a_copy_that_bears_no_stamp_is_known_for_one_as_soon_as_it_is_in_place(
    migrated_sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = By("walk", datetime(2026, 3, 10, 9, tzinfo=OFFICE_ZONE))
    copy, killed = tmp_path / "copy.sqlite", tmp_path / "killed.sqlite"

    def as_found_after_a_kill(database: Database) -> bool:
        database.save_to(killed)
        return False

    monkeypatch.setattr(f"{copying.__name__}.upgrade", as_found_after_a_kill)
    with closing(open_database(migrated_sqlite)) as database:
        database.save_to(copy)  # as `backup` wrote it before copies had a stamp
        bring_back(database, Settings(), copy, by)
        with database.reading() as conn:
            assert not switches.value(conn, copies.STAMP)
    with closing(open_database(f"sqlite:///{killed}")) as left, left.writing() as conn:
        older_record.notice_copy(conn, by.at)
        assert withholding.current(conn) is not None
    there = {path.name for path in tmp_path.glob("copy*")}
    assert there == {"copy.sqlite", "copy.sqlite.before-restore"}


def test_a_copy_is_known_as_whole_by_a_program_that_writes_its_letters_otherwise(
    migrated_sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.sqlite"
    now = datetime(2026, 3, 10, 9, tzinfo=OFFICE_ZONE)
    with closing(open_database(migrated_sqlite)) as database:
        with database.writing() as conn:
            switches.set_switch(conn, SwitchChange("said", "某厅", now, "赵敏"))
        stamp = save_copy(database, Settings(), copy, now)
    # Which characters `repr` prints as they are is another set with each version of
    # Python.
    monkeypatch.setattr(copies, "repr", ascii, raising=False)
    assert copies.look_at(copy).stamp == stamp
