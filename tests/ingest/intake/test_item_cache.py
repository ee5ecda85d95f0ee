"""Does what is remembered between batches stay true to the record?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ingest.intake.item_cache import ItemCache
from ingest.similar.known_items import KnownItems, known_items_of
from ledger import mailbox_entries, roster
from ledger.database import Database
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.journal import JournalEntry
from ledger.submissions import listing, recording, sealing
from ledger.submissions.recording import NewSubmission, add

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
WITHIN = timedelta(days=90)
SINCE = NOW - WITHIN


@pytest.fixture
def unit(database: Database) -> int:
    with database.writing() as conn:
        roster.save(conn, [Unit(0, "盐池县交通运输局", "第一组", date(2021, 3, 19))])
        return roster.all_units(conn)[0].id


def enter(database: Database, number: int, unit: int, title: str = "") -> Submission:
    """An item that came by mail."""
    serial = f"2026-{number:04d}"
    at = NOW + timedelta(minutes=number)
    made = Submission(
        serial,
        at,
        title or f"第{number}批公路养护",
        SubmissionState.RECORDED,
        unit,
        letter=number,
        token=f"t{number}",
        fingerprint=f"{number:040x}",
    )
    place = Place("a", "INBOX", 1, number)
    seen = MailboxEntry(
        number, place, MailboxEntryState.RECORDED, at, "a@b.example", serial=serial
    )
    with database.writing() as conn:
        add(conn, [NewSubmission(made, SubmissionWords("", ""))], NOW)
        mailbox_entries.add(conn, [seen], NOW)
    return made


def alike(found: KnownItems, database: Database) -> bool:
    """Whether `found` answers as known items made anew would."""
    with database.reading() as conn:
        fresh = known_items_of(listing.recent(conn, SINCE), WITHIN)
    titles = {item.title for item in fresh.living} | {"第3批公路养护", "不存在的标题"}
    marks = {item.fingerprint for item in fresh.living} | {f"{3:040x}"}
    return (
        found.living == fresh.living
        and all(
            sorted(found.with_similar_title(t, 0.5, NOW))
            == sorted(fresh.with_similar_title(t, 0.5, NOW))
            for t in titles
        )
        and all(
            found.original_of(1, mark, NOW) == fresh.original_of(1, mark, NOW)
            for mark in marks
        )
    )


def test_what_comes_changes_and_goes_is_seen_by_the_next_batch(
    database: Database, unit: int
) -> None:
    known = ItemCache()

    def now() -> bool:
        with database.reading() as conn:
            return alike(known.items_since(conn, SINCE, WITHIN), database)

    made = [enter(database, number, unit) for number in range(1, 6)]
    assert now()
    enter(database, 6, unit)
    assert now()
    entry = JournalEntry(NOW, "王芳", "decide: keep", "", "核实")
    for after in (
        replace(made[2], title="改过的标题"),
        replace(made[1], state=SubmissionState.RETURNED),
        replace(made[0], state=SubmissionState.SUPERSEDED, superseded_by="2026-0006"),
    ):
        with database.writing() as conn:
            recording.change(
                conn, next(m for m in made if m.serial == after.serial), after, entry
            )
        assert now()
    with database.writing() as conn:
        sealing.seal(conn, made[3], "手工定密", entry)
    assert now()


def test_many_changes_are_arranged_anew_and_an_older_letter_widens_what_is_remembered(
    database: Database, unit: int
) -> None:
    known = ItemCache()
    with database.reading() as conn:
        known.items_since(conn, SINCE, WITHIN)
    for number in range(1, 300):
        enter(database, number, unit)
    with database.reading() as conn:
        found = known.items_since(conn, SINCE, WITHIN)
        assert len(found.living) == 299
        assert alike(found, database)
        older = known.items_since(conn, SINCE - timedelta(days=400), WITHIN)
        assert len(older.living) == 299
