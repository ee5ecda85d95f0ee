"""Does closing a period store what was scored, once, and refuse what would be wrong?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from ledger import journal, mailbox_entries, roster, scores
from ledger.database import Connection, open_database
from ledger.entries.events import Adoption
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.events import adoptions
from ledger.journal import JournalEntry
from ledger.periods import parse_period
from ledger.rulebook import Rulebook
from ledger.scoresheet import from_json
from ledger.submissions import listing, recording
from ledger.submissions.recording import NewSubmission
from scoring.close import (
    Closed,
    ClosingObstacle,
    NotClosed,
    Order,
    close,
    scored,
    what_if,
)
from tests.scoring.worlds import SINCE, at, ningxia

RULES = Rulebook((ningxia(),))
Q1 = parse_period("2026Q1")
AFTER = at(date(2026, 4, 3))


@pytest.fixture
def conn(migrated_url: str) -> Iterator[Connection]:
    database = open_database(migrated_url)
    with database.writing() as conn:
        roster.save(
            conn, [Unit(0, "甲局", "第一组", SINCE), Unit(0, "乙局", "第一组", SINCE)]
        )
        first = next(unit for unit in roster.all_units(conn) if unit.name == "甲局")
        recording.add(conn, [item(number, first.id) for number in range(6)], AFTER)
        yield conn
    database.close()


def item(number: int, unit_id: int) -> NewSubmission:
    arrived_at = at(date(2026, 1 + number // 2, 5 + number % 2))
    serial = f"2026-{number + 1:04d}"
    submission = Submission(
        serial,
        arrived_at,
        f"动态{number}",
        SubmissionState.RECORDED,
        unit_id=unit_id,
        category="动态",
        token=f"t{number}",
    )
    return NewSubmission(submission, SubmissionWords("", ""), ())


def turned(conn: Connection, serial: str, state: SubmissionState, on: date) -> None:
    before = listing.one(conn, serial)
    assert before is not None
    recording.change(
        conn,
        before,
        replace(before, state=state),
        JournalEntry(at(on), "张", "decided", "", "核定"),
    )


def order(because: str = "", *, force: bool = False) -> Order:
    return Order("张", AFTER, because, force)


def test_closing_stores_a_revision_and_the_same_facts_store_no_second(
    conn: Connection,
) -> None:
    first = close(conn, RULES, Q1, order())
    assert isinstance(first, Closed)
    assert first.fresh
    assert {unit.unit: unit.total for unit in first.sheet.units} == {
        "甲局": 15,
        "乙局": -15,
    }
    again = close(conn, RULES, Q1, order())
    assert isinstance(again, Closed)
    assert (again.revision.id, again.fresh) == (first.revision.id, False)
    assert from_json(first.revision.sheet) == first.sheet


def register_yi(conn: Connection) -> None:
    """乙局 writes from an address on the roster."""
    other = next(unit for unit in roster.all_units(conn) if unit.name == "乙局")
    roster.save(conn, [replace(other, addresses=("yi@units.example",))])


def possible_report(number: int, on: date, sender: str, why: str) -> MailboxEntry:
    """A letter that was set aside and waits for a person."""
    return MailboxEntry(
        id=number,
        place=Place("office@host", "INBOX", 7, number),
        state=MailboxEntryState.SET_ASIDE,
        arrived_at=at(on),
        from_address=sender,
        possible=why,
    )


def test_a8_a_letter_that_waits_in_the_pile_keeps_period_and_fine_waiting_until_it_is_dismissed(
    conn: Connection,
) -> None:
    register_yi(conn)
    letter = possible_report(
        1, date(2026, 2, 27), "Yi@units.example", "发件地址在名册上"
    )
    mailbox_entries.add(conn, [letter], AFTER)
    assert close(conn, RULES, Q1, order()) == NotClosed(
        ClosingObstacle.UNSEEN, "2026Q1", letters=(1,)
    )
    closed = close(conn, RULES, Q1, order("等不及", force=True))
    assert isinstance(closed, Closed)
    assert [entry.id for entry in closed.possible] == [1]
    assert {unit.unit: unit.total for unit in closed.sheet.units}["乙局"] == -10
    mailbox_entries.dismiss(conn, letter.id, AFTER)
    again = close(conn, RULES, Q1, order())
    assert isinstance(again, Closed)
    assert {unit.unit: unit.total for unit in again.sheet.units}["乙局"] == -15


def test_a_period_that_still_runs_is_not_closed(conn: Connection) -> None:
    outcome = close(conn, RULES, Q1, Order("张", at(date(2026, 3, 31))))
    assert outcome == NotClosed(ClosingObstacle.RUNNING, "2026Q1")


def test_a_period_with_a_held_submission_is_not_closed_unless_forced_with_a_reason(
    conn: Connection,
) -> None:
    turned(conn, "2026-0002", SubmissionState.HELD, date(2026, 4, 1))
    assert close(conn, RULES, Q1, order()) == NotClosed(
        ClosingObstacle.HELD, "2026Q1", ("2026-0002",)
    )
    assert isinstance(close(conn, RULES, Q1, order(force=True)), NotClosed)
    assert isinstance(close(conn, RULES, Q1, order("等不及", force=True)), Closed)


def test_what_is_held_without_a_unit_never_blocks_closing(conn: Connection) -> None:
    before = listing.one(conn, "2026-0002")
    assert before is not None
    nobodys = replace(before, state=SubmissionState.HELD, unit_id=None)
    recording.change(
        conn,
        before,
        nobodys,
        JournalEntry(at(date(2026, 4, 1)), "张", "decided", "", "核定"),
    )
    assert isinstance(close(conn, RULES, Q1, order()), Closed)


def test_a_strangers_letter_and_one_of_another_period_never_block_closing(
    conn: Connection,
) -> None:
    register_yi(conn)
    strangers = possible_report(
        1, date(2026, 2, 27), "somebody@elsewhere.example", "写有撰稿人"
    )
    later = possible_report(2, date(2026, 4, 1), "yi@units.example", "写有撰稿人")
    mailbox_entries.add(conn, [strangers, later], AFTER)
    closed = close(conn, RULES, Q1, order())
    assert isinstance(closed, Closed)
    assert [entry.id for entry in closed.possible] == [1]


def test_a_published_sheet_is_only_followed_by_a_revision_with_a_reason(
    conn: Connection,
) -> None:
    first = close(conn, RULES, Q1, order())
    assert isinstance(first, Closed)
    scores.publish(conn, first.revision.id, AFTER)
    turned(conn, "2026-0002", SubmissionState.RETURNED, date(2026, 4, 5))
    assert close(conn, RULES, Q1, order()) == NotClosed(
        ClosingObstacle.PUBLISHED, "2026Q1"
    )
    second = close(conn, RULES, Q1, order("更正"))
    assert isinstance(second, Closed)
    assert (second.revision.revision, second.revision.because) == (2, "更正")
    stored = scores.revision_with(conn, first.revision.id)
    assert stored is not None
    assert from_json(stored.sheet) == first.sheet


def test_c10_a_late_adoption_leaves_the_published_quarter_and_counts_in_the_next(
    conn: Connection,
) -> None:
    closed = close(conn, RULES, Q1, order())
    assert isinstance(closed, Closed)
    scores.publish(conn, closed.revision.id, at(date(2026, 4, 10)))
    late = Adoption(
        0, "2026-0001", "宁夏交通信息", "单条", date(2026, 3, 20), at(date(2026, 4, 12))
    )
    adoptions.add(conn, [late])
    now = at(date(2026, 4, 20))
    assert scored(conn, RULES, Q1, now) == closed.sheet
    second = scored(conn, RULES, parse_period("2026Q2"), now)
    first_unit = next(unit for unit in second.units if unit.unit == "甲局")
    assert [first_unit.total, first_unit.year_to_date] == [2, 17]


def test_e6_the_year_adds_the_printed_quarter_even_if_its_facts_changed_since(
    conn: Connection,
) -> None:
    closed = close(conn, RULES, Q1, order())
    assert isinstance(closed, Closed)
    scores.publish(conn, closed.revision.id, at(date(2026, 4, 10)))
    turned(conn, "2026-0002", SubmissionState.RETURNED, date(2026, 4, 12))
    year = scored(conn, RULES, parse_period("2026"), at(date(2026, 4, 20)))
    assert {unit.unit: unit.total for unit in year.units} == {"甲局": 15, "乙局": -15}


def test_a8_the_journal_tells_when_an_item_was_returned(conn: Connection) -> None:
    for serial in ("2026-0001", "2026-0002"):
        turned(conn, serial, SubmissionState.RETURNED, date(2026, 2, 9))
    sheet = scored(conn, RULES, parse_period("2026-01"), AFTER)
    unit = next(each for each in sheet.units if each.unit == "甲局")
    assert unit.total == 0
    assert [entry.name for entry in unit.named] == ["零报送"]
    assert journal.about(conn, "submission:2026-0001")


def test_what_if_another_reading_held_nothing_is_stored(conn: Connection) -> None:
    sheet = what_if(conn, ningxia("A4"), Q1, AFTER)
    assert sheet.units[0].total == 15
    assert scores.revisions(conn, "2026Q1") == ()


def test_what_if_of_the_same_edition_keeps_what_is_printed_although_its_facts_changed(
    conn: Connection,
) -> None:
    closed = close(conn, RULES, Q1, order())
    assert isinstance(closed, Closed)
    scores.publish(conn, closed.revision.id, at(date(2026, 4, 10)))
    turned(conn, "2026-0002", SubmissionState.RETURNED, date(2026, 4, 12))
    now = at(date(2026, 4, 20))
    for code in ("2026Q1", "2026Q2", "2026"):
        period = parse_period(code)
        assert what_if(conn, ningxia(), period, now) == scored(conn, RULES, period, now)


def test_what_if_a_year_turned_is_scored_anew_and_a_quarter_leaves_the_printed_one_before_it(
    conn: Connection,
) -> None:
    closed = close(conn, RULES, Q1, order())
    assert isinstance(closed, Closed)
    scores.publish(conn, closed.revision.id, at(date(2026, 4, 10)))
    now = at(date(2026, 4, 20))
    joint = Adoption(
        0, "2026-0001", "宁夏交通信息", "单条", date(2026, 3, 20), at(date(2026, 4, 1))
    )
    upper = Adoption(
        0, "2026-0001", "综合信息", "单条", date(2026, 3, 21), at(date(2026, 4, 1))
    )
    adoptions.add(conn, [joint, upper])
    year = what_if(conn, ningxia("C1"), parse_period("2026"), now)
    assert {unit.unit: unit.total for unit in year.units} == {"甲局": 21, "乙局": -15}
    second = what_if(conn, ningxia("C1"), parse_period("2026Q2"), now)
    assert {unit.unit: unit.year_to_date for unit in second.units} == {
        "甲局": 15,
        "乙局": -15,
    }
