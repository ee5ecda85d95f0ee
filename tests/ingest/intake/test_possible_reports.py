"""Is a letter that was set aside and may be a report kept where the office finds it,
until it decides?
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest.intake import again
from ingest.intake.again import RejudgeRequest
from ingest.intake.arrival import Arrival, IntakeContext, Judged, TakenMail
from ingest.intake.batch import take_in
from ingest.intake.writing import batch_of, write
from ingest.letter.read import read_letter
from ingest.screening.trust import SenderTrust
from ingest.triage.verdict import Aside
from ledger import browsing, mailbox_entries
from ledger.browsing import Window
from ledger.entries.letters import (
    Answerable,
    Letter,
    MailboxEntry,
    MailboxEntryState,
    Place,
    SetAside,
)
from ledger.outbox import listing as outbox
from ledger.submissions import sealing

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SENDER = "yinchuan@units.example"
WHY = "发件地址在名册上，信中有撰稿人"
WORDS = "S203线发生山体滑坡，我局已组织抢通，无人员伤亡。"


def letter(number: int, words: str = WORDS) -> bytes:
    return (
        f"From: <{SENDER}>\r\nTo: <office@jtt.example>\r\nSubject: 情况{number}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    ).encode()


def set_aside(
    context: IntakeContext,
    number: int,
    possible: str = WHY,
    words: str = WORDS,
    at: datetime = NOW,
) -> MailboxEntry:
    """A letter of the roster's address that triage set aside, as intake wrote it
    down.
    """
    raw = letter(number, words)
    arrival = Arrival(Place("office@host", "INBOX", 7, number), at, len(raw), raw)
    verdict = Aside(SetAside.CORRESPONDENCE, "没有稿件", possible=possible)
    answerable = Answerable(may=True, to=SENDER, because="")
    judged = Judged(
        read_letter(raw, at), verdict, answerable, SenderTrust.UNVERIFIED, (1,)
    )
    with context.database.writing() as conn:
        (entry,) = write(
            conn, context, batch_of([TakenMail("#0", arrival, judged)]), NOW
        )
    return entry


def pile(context: IntakeContext) -> list[int]:
    with context.database.reading() as conn:
        page = browsing.possible_reports_page(conn, Window(0, 50))
        assert page.rows == mailbox_entries.possible_reports(conn)
        assert page.total == len(page.rows)
    return [entry.id for entry in page.rows]


def test_why_a_letter_may_be_a_report_and_its_first_words_are_kept_with_it(
    context: IntakeContext,
) -> None:
    written = set_aside(context, 1, words=f"\r\n\r\n   {WORDS}\r\n\r\n{'抢通。' * 200}")
    with context.database.reading() as conn:
        kept = mailbox_entries.one(conn, written.id)
    assert kept == written
    assert kept.waits
    assert kept.possible == WHY
    assert kept.opening.startswith(f"{WORDS} 抢通。抢通。")
    assert len(kept.opening) == 201


def test_of_other_letters_set_aside_no_word_is_kept(context: IntakeContext) -> None:
    written = set_aside(context, 1, possible="")
    assert not written.waits
    assert written.opening == ""
    assert pile(context) == []


def test_the_pile_stands_newest_first(context: IntakeContext) -> None:
    numbers = [
        set_aside(
            context, number, words=f"{number}{WORDS}", at=NOW - timedelta(hours=hours)
        ).id
        for number, hours in ((1, 2), (2, 5), (3, 1))
    ]
    assert pile(context) == [numbers[2], numbers[0], numbers[1]]


def test_the_same_bytes_again_ask_no_second_time(context: IntakeContext) -> None:
    first = set_aside(context, 1)
    raw = letter(1)
    take_in(
        context, [Arrival(Place("office@host", "INBOX", 7, 2), NOW, len(raw), raw)], NOW
    )
    assert pile(context) == [first.id]


def test_what_is_dismissed_waits_no_more_and_cannot_be_dismissed_twice(
    context: IntakeContext,
) -> None:
    entry = set_aside(context, 1)
    with context.database.writing() as conn:
        assert mailbox_entries.dismiss(conn, entry.id, NOW)
        assert not mailbox_entries.dismiss(conn, entry.id, NOW)
        after = mailbox_entries.one(conn, entry.id)
    assert after == replace(entry, dismissed_at=NOW)
    assert pile(context) == []


def test_a_letter_made_a_report_leaves_the_pile_and_its_unit_gets_its_receipt(
    context: IntakeContext,
) -> None:
    entry = set_aside(context, 1)
    after = again.take_as_report(context, entry.id, RejudgeRequest("赵敏", NOW))
    assert (after.state, after.serial) == (MailboxEntryState.RECORDED, "2026-0001")
    assert pile(context) == []
    with context.database.reading() as conn:
        assert [(each.kind, each.to) for each in outbox.listed(conn)] == [
            ("receipt", SENDER)
        ]


def test_sealing_by_hand_leaves_no_word_of_it(context: IntakeContext) -> None:
    entry = set_aside(context, 1)
    with context.database.writing() as conn:
        sealing.seal_mailbox_entry(conn, entry, "秘密")
        after = mailbox_entries.one(conn, entry.id)
    assert after is not None
    assert (after.possible, after.opening, after.waits) == ("", "", False)
    assert pile(context) == []


def test_the_first_words_are_those_of_its_file_where_it_has_none_of_its_own(
    context: IntakeContext,
) -> None:
    raw = (
        f"From: <{SENDER}>\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        'Content-Type: text/plain; charset=utf-8; name="a.txt"\r\n'
        f'Content-Disposition: attachment; filename="a.txt"\r\n\r\n{WORDS}\r\n--b--\r\n'
    ).encode()
    found = read_letter(raw, NOW)
    assert isinstance(found, Letter)
    arrival = Arrival(Place("office@host", "INBOX", 7, 1), NOW, len(raw), raw)
    verdict = Aside(SetAside.CORRESPONDENCE, "", possible=WHY)
    judged = Judged(
        found,
        verdict,
        Answerable(may=False, to="", because=""),
        SenderTrust.UNVERIFIED,
        (),
    )
    with context.database.writing() as conn:
        (entry,) = write(
            conn, context, batch_of([TakenMail("#0", arrival, judged)]), NOW
        )
    assert (entry.opening, entry.attachments) == (WORDS, ("a.txt",))
