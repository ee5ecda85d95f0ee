"""Does a page of a long list hold what was sought, newest first, on both databases?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ledger import browsing, mailbox_entries
from ledger.browsing import SubmissionSearch, Window
from ledger.database import Connection, open_database
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from ledger.entries.submissions import Proposal, Submission, SubmissionState, SubmissionWords
from ledger.submissions import recording
from ledger.submissions.listing import SubmissionFilter
from ledger.submissions.recording import NewSubmission

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ALL = Window(0, 50)
TITLES = ("石嘴山市开展治超联合执法", "沙坡头区农村公路养护见成效", "治超站点完成升级改造", "桥梁检测")


@pytest.fixture
def conn(migrated_url: str) -> Iterator[Connection]:
    database = open_database(migrated_url)
    with database.writing() as conn:
        recording.add(conn, [item(number, title) for number, title in enumerate(TITLES)], NOW)
        mailbox_entries.add(conn, [letter(number) for number in range(5)], NOW)
        yield conn
    database.close()


def item(number: int, title: str) -> NewSubmission:
    state = SubmissionState.HELD if number == 1 else SubmissionState.RECORDED
    arrived_at = NOW + timedelta(hours=number)
    submission = Submission(f"2026-000{number}", arrived_at, title, state, token=f"t{number}")
    proposals = (Proposal("resend", "标题相近"),) if number == 2 else ()
    return NewSubmission(submission, SubmissionWords("", ""), proposals)


def letter(number: int) -> MailboxEntry:
    state = MailboxEntryState.QUARANTINED if number == 4 else MailboxEntryState.RECORDED
    place = Place("office@mail.example", "INBOX", 1, number + 1)
    return MailboxEntry(
        number + 1, place, state, NOW, f"unit{number}@units.example", subject=f"关于100%_{number}的报告"
    )


def serials(conn: Connection, sought: SubmissionSearch) -> list[str]:
    return [submission.serial for submission in browsing.submissions_page(conn, sought, ALL).rows]


def test_a_page_holds_its_share_and_knows_the_whole(conn: Connection) -> None:
    leaf = browsing.submissions_page(conn, SubmissionSearch(), Window(1, 2))
    assert [submission.serial for submission in leaf.rows] == ["2026-0002", "2026-0001"]
    assert leaf.total == 4


def test_two_characters_of_a_title_find_it_wherever_they_stand(conn: Connection) -> None:
    assert serials(conn, SubmissionSearch(text="治超")) == ["2026-0002", "2026-0000"]


def test_a_single_character_and_a_serial_are_found_too(conn: Connection) -> None:
    assert serials(conn, SubmissionSearch(text="桥")) == ["2026-0003"]
    assert serials(conn, SubmissionSearch(text=" 2026-0001 ")) == ["2026-0001"]


def test_lists_narrow_by_state_and_by_open_proposal(conn: Connection) -> None:
    assert serials(conn, SubmissionSearch(SubmissionFilter(state=SubmissionState.HELD))) == ["2026-0001"]
    assert serials(conn, SubmissionSearch(asked_on=NOW.date())) == ["2026-0002"]


def test_letters_are_found_by_state_and_by_a_literal_piece_of_their_subject(conn: Connection) -> None:
    quarantined = browsing.letters_page(conn, MailboxEntryState.QUARANTINED, "", ALL)
    assert [mailbox_entry.id for mailbox_entry in quarantined.rows] == [5]
    assert browsing.letters_page(conn, None, "100%_3", ALL).total == 1
    assert browsing.letters_page(conn, None, "UNIT2@", ALL).total == 1


def test_letters_are_counted_by_what_became_of_them(conn: Connection) -> None:
    assert browsing.letter_counts(conn) == {MailboxEntryState.RECORDED: 4, MailboxEntryState.QUARANTINED: 1}
    assert browsing.letter_counts(conn, NOW + timedelta(seconds=1)) == {}
