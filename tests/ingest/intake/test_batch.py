"""Does a batch of arrivals enter the record whole, once, and without one letter costing
another?
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.intake.arrival import Arrival, Fence, IntakeContext, IntakeCounts
from ingest.intake.batch import take_in
from ingest.intake.reader import Read
from ledger import leases, mailbox_entries, numbers, originals, roster
from ledger.database import Database, open_database
from ledger.entries.letters import Letter, LetterRole, MailboxEntryState, Place
from ledger.entries.people import Unit
from ledger.entries.submissions import SubmissionState
from ledger.leases import LeaseLostError
from ledger.notice import OutboxState
from ledger.outbox import listing as outbox
from ledger.outbox.listing import TimeRange
from ledger.outbox.queueing import Limits
from ledger.periods import day_start, local_day
from ledger.submissions import listing
from ledger.tables.mail import outbox as table
from tests.ingest.intake.conftest import RULE, read

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
UNIT = "银川市交通运输局"
SENDER = "yinchuan@units.example"
BODY = (
    "连日来，全市组织养护人员对农村公路进行全面排查，清理边沟、修补坑槽，更换破损标志标牌，保障群众出行安全。"
    * 2
)


def letter(title: str, body: str = BODY, head: str = "", sender: str = SENDER) -> bytes:
    return (
        f"From: <{sender}>\r\nTo: <office@jtt.example>\r\nSubject: {UNIT}+{title}\r\n{head}"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n撰稿人：王小明 联系电话：13900000000\r\n"
    ).encode()


def arrival(raw: bytes, uid: int, account: str = "office@host") -> Arrival:
    return Arrival(Place(account, "INBOX", 7, uid), NOW, len(raw), raw)


def test_a_report_its_original_its_mailbox_entry_and_its_receipt_commit_together(
    context: IntakeContext,
) -> None:
    raw = letter("冬季养护全面铺开")
    assert take_in(context, [arrival(raw, 1)], NOW) == IntakeCounts(recorded=1)
    with context.database.reading() as conn:
        (item,) = listing.listed(conn)
        (seen,) = mailbox_entries.listed(conn)
        (notice,) = outbox.listed(conn)
        kept = originals.raw_of(conn, seen.sha256 or "")
        words = listing.words_of(conn, item.serial)
    assert (item.serial, item.title, item.state) == (
        "2026-0001",
        "冬季养护全面铺开",
        SubmissionState.RECORDED,
    )
    assert [(author.name, author.phone) for author in item.authors] == [
        ("王小明", "13900000000")
    ]
    assert (seen.state, seen.role, seen.serial) == (
        MailboxEntryState.RECORDED,
        LetterRole.NEW,
        item.serial,
    )
    assert item.letter == seen.id
    assert (notice.kind, notice.to, notice.serial) == ("receipt", SENDER, item.serial)
    assert kept == raw
    assert words.text.startswith("连日来")


def test_p08_the_same_bytes_under_two_uids_are_one_submission(
    context: IntakeContext,
) -> None:
    raw = letter("冬季养护全面铺开")
    take_in(context, [arrival(raw, 1), arrival(raw, 2)], NOW)
    take_in(context, [arrival(raw, 3)], NOW)
    with context.database.reading() as conn:
        assert len(listing.listed(conn)) == 1
        assert [seen.role for seen in mailbox_entries.listed(conn)] == [
            LetterRole.NEW,
            LetterRole.COPY,
            LetterRole.COPY,
        ]
        assert len(outbox.listed(conn)) == 1


def test_p08_two_letters_of_one_second_without_message_id_are_two_submissions(
    context: IntakeContext,
) -> None:
    when = "Date: Mon, 02 Mar 2026 09:00:00 +0800\r\n"
    first = letter("冬季养护全面铺开", head=when)
    second = letter(
        "冬季养护全面铺开", BODY + "全线共投入机械十二台班，出动人员三百余人次。", when
    )
    assert take_in(
        context, [arrival(first, 1), arrival(second, 2)], NOW
    ) == IntakeCounts(recorded=2)
    with context.database.reading() as conn:
        assert len(listing.listed(conn)) == 2


def test_an_item_resent_in_the_same_words_is_a_copy_at_once(
    context: IntakeContext,
) -> None:
    first = letter("冬季养护全面铺开", head="Message-ID: <1@x>\r\n")
    again = letter("冬季养护全面铺开", head="Message-ID: <2@x>\r\n")
    take_in(context, [arrival(first, 1)], NOW)
    take_in(context, [arrival(again, 2)], NOW + timedelta(days=1))
    with context.database.reading() as conn:
        (item,) = listing.listed(conn)
        assert [(seen.role, seen.serial) for seen in mailbox_entries.listed(conn)] == [
            (LetterRole.NEW, item.serial),
            (LetterRole.COPY, item.serial),
        ]


def test_a_file_taken_again_makes_no_new_mailbox_entry(context: IntakeContext) -> None:
    raw = letter("冬季养护全面铺开")
    take_in(context, [arrival(raw, 1, account="file")], NOW)
    assert take_in(context, [arrival(raw, 2, account="file")], NOW) == IntakeCounts(
        skipped=1
    )
    with context.database.reading() as conn:
        assert len(mailbox_entries.listed(conn)) == 1


def test_a_letter_that_the_database_refuses_is_quarantined_and_the_others_are_recorded(
    context: IntakeContext,
) -> None:
    def read_badly(batch: Sequence[tuple[bytes, datetime]]) -> list[Read]:
        found = read(batch)
        return [
            replace(one, subject=f"{UNIT}+\udcd5坏标题")
            if isinstance(one, Letter) and b"poison" in raw
            else one
            for one, (raw, _) in zip(found, batch, strict=True)
        ]

    bad = letter("poison", BODY)
    batch = [
        arrival(letter("甲项目开工"), 1),
        arrival(bad, 2),
        arrival(letter("乙线路通车"), 3),
    ]
    tally = take_in(replace(context, read=read_badly), batch, NOW)
    assert (tally.recorded, tally.quarantined) == (2, 1)
    with context.database.reading() as conn:
        states = [seen.state for seen in mailbox_entries.listed(conn)]
        quarantined = mailbox_entries.listed(conn, MailboxEntryState.QUARANTINED)[0]
        assert states.count(MailboxEntryState.QUARANTINED) == 1
        assert originals.raw_of(conn, quarantined.sha256 or "") == bad
    assert quarantined.because == "数据库拒绝写入"
    assert (quarantined.from_address, quarantined.subject) == (SENDER, f"{UNIT}+poison")


def test_p14_a_letter_on_which_judging_fails_costs_no_other_letter(
    context: IntakeContext,
) -> None:
    def read_nonsense(batch: Sequence[tuple[bytes, datetime]]) -> list[Read]:
        found = read(batch)
        return [
            replace(one, attachments=None)  # type: ignore[arg-type]
            if isinstance(one, Letter) and b"poison" in raw
            else one
            for one, (raw, _) in zip(found, batch, strict=True)
        ]

    batch = [arrival(letter("poison"), 1), arrival(letter("乙线路通车"), 2)]
    tally = take_in(replace(context, read=read_nonsense), batch, NOW)
    assert (tally.recorded, tally.quarantined) == (1, 1)


def test_a_place_that_another_reader_took_first_is_passed_over(
    context: IntakeContext,
) -> None:
    take_in(context, [arrival(letter("甲项目开工"), 1)], NOW)
    tally = take_in(
        context, [arrival(letter("乙线路通车"), 1), arrival(letter("丙桥合龙"), 2)], NOW
    )
    assert (tally.recorded, tally.skipped) == (1, 1)


def test_p12_a_reader_whose_lease_was_taken_writes_nothing(
    context: IntakeContext,
) -> None:
    with context.database.writing() as conn:
        mine = leases.take(conn, "reader", "a", NOW, NOW)
        leases.take(
            conn, "reader", "b", NOW + timedelta(minutes=1), NOW + timedelta(hours=1)
        )
    assert mine is not None
    with pytest.raises(LeaseLostError):
        take_in(
            context,
            [arrival(letter("甲项目开工"), 1)],
            NOW,
            Fence(mine, NOW + timedelta(minutes=9)),
        )
    with context.database.reading() as conn:
        assert mailbox_entries.listed(conn) == ()
    with context.database.writing() as conn:
        assert numbers.take(conn, numbers.MAILBOX_ENTRY) == 1


def test_of_a_sealed_letter_only_place_sender_mark_and_a_keyed_hash_remain(
    context: IntakeContext,
) -> None:
    raw = letter("专项方案", "机密★10年\r\n\r\n关于专项运输保障的方案绝不外传。")
    assert take_in(context, [arrival(raw, 1)], NOW).sealed == 1
    with context.database.reading() as conn:
        (seen,) = mailbox_entries.listed(conn)
        alert = [entry.kind for entry in outbox.listed(conn)]
    assert (seen.state, seen.from_address, seen.mark) == (
        MailboxEntryState.SEALED,
        SENDER,
        "机密",
    )
    assert (seen.subject, seen.from_name, seen.sha256, seen.message_id) == (
        "",
        "",
        None,
        None,
    )
    assert seen.keyed_hash == context.keyed_hash(raw)
    assert alert == ["sealed-alert"]


def test_p08_a_sealed_letter_that_lies_there_twice_is_sealed_twice_and_the_office_told_of_each(
    context: IntakeContext,
) -> None:
    raw = letter("【机密】冬季养护")
    assert take_in(context, [arrival(raw, 1), arrival(raw, 2)], NOW) == IntakeCounts(
        sealed=2
    )
    with context.database.reading() as conn:
        first, second = mailbox_entries.listed(conn)
        alerts = [message.kind for message in outbox.listed(conn)]
    assert {first.keyed_hash, second.keyed_hash} == {context.keyed_hash(raw)}
    assert (first.mark, second.mark, second.role, second.because) == (
        "机密",
        "机密",
        None,
        "",
    )
    assert alerts == ["sealed-alert", "sealed-alert"]


def test_of_a_letter_that_is_secret_by_its_words_the_office_is_told_and_the_item_is_recorded(
    context: IntakeContext,
) -> None:
    raw = letter(
        "应急物资情况",
        "附件为秘密级文件，请勿外传。\r\n\r\n应急物资储备充足，道路通行平稳有序。",
    )
    assert take_in(context, [arrival(raw, 1)], NOW).recorded == 1
    with context.database.reading() as conn:
        (seen,) = mailbox_entries.listed(conn)
        item = listing.one(conn, seen.serial or "")
        alerts = [
            message for message in outbox.listed(conn) if message.kind == "sealed-alert"
        ]
    assert item is not None
    assert "near-sealed" in item.flags
    assert item.evidence[-1] == "请看是否涉密：信中写明附件或文件为“秘密级”"
    assert seen.because == "信中写明附件或文件为“秘密级”，请看是否涉密"
    assert len(alerts) == 1


@pytest.mark.parametrize("together", [True, False])
def test_of_copies_of_a_letter_that_is_secret_by_its_words_the_office_is_told_once(
    context: IntakeContext,
    together: bool,  # noqa: FBT001
) -> None:
    body = f"附件为秘密级文件，请勿外传。\r\n\r\n{BODY}"
    raws = [
        letter("应急物资情况", body, head)
        for head in ("", "", "Message-ID: <2@x>\r\n", "X-Mailer: y\r\n")
    ]
    arrivals = [arrival(raw, uid) for uid, raw in enumerate(raws, start=1)]
    for batch in [arrivals] if together else [[each] for each in arrivals]:
        take_in(context, batch, NOW)
    other = letter("抢险物资情况", f"附件为机密级文件。\r\n\r\n{BODY}又一批物资运抵。")
    take_in(context, [arrival(other, 9)], NOW)
    with context.database.reading() as conn:
        copies = [
            seen
            for seen in mailbox_entries.listed(conn)
            if seen.role is LetterRole.COPY
        ]
        alerts = [
            message for message in outbox.listed(conn) if message.kind == "sealed-alert"
        ]
    assert (len(copies), len(alerts)) == (3, 2)


@pytest.mark.parametrize(("sender", "told"), [(SENDER, 1), ("shop@adverts.example", 0)])
def test_of_a_letter_that_is_no_report_the_office_is_told_only_if_it_is_the_rosters(
    context: IntakeContext, sender: str, told: int
) -> None:
    head = (
        f"From: <{sender}>\r\nTo: <office@jtt.example>\r\nSubject: 回复：车辆停放\r\n"
    )
    kind = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    raw = f"{head}{kind}收到。\r\n内部资料，请勿外传。\r\n".encode()
    assert take_in(context, [arrival(raw, 1)], NOW).set_aside == 1
    with context.database.reading() as conn:
        (seen,) = mailbox_entries.listed(conn)
        alerts = [
            message for message in outbox.listed(conn) if message.kind == "sealed-alert"
        ]
    assert len(alerts) == told
    assert ("请看是否涉密" in seen.because) == bool(told)


def test_nothing_of_a_sealed_letter_is_left_in_the_database_file(
    migrated_sqlite: str,
) -> None:
    database = open_database(migrated_sqlite)
    with database.writing() as conn:
        roster.save(
            conn, [Unit(0, UNIT, "第一组", date(2021, 3, 19), addresses=(SENDER,))]
        )
    raw = letter("专项方案", "机密★10年\r\n\r\n关于专项运输保障的方案绝不外传。")
    take_in(_context(database), [arrival(raw, 1)], NOW)
    folder = Path(migrated_sqlite.removeprefix("sqlite:///")).parent
    written = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    database.close()
    assert "专项运输保障".encode() not in written
    assert "专项方案".encode() not in written


def _context(database: Database) -> IntakeContext:
    limits = Limits(frozenset(), 30, 2, 2)
    return IntakeContext(
        database,
        read,
        lambda _: RULE,
        limits,
        lambda count: bytes(range(count)),
        b"k" * 32,
    )


def test_an_oversize_letter_is_decided_by_its_head_and_answered_once(
    context: IntakeContext,
) -> None:
    head = letter("影像资料").partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    big = Arrival(Place("office@host", "INBOX", 7, 1), NOW, 40 * 2**20, None, head=head)
    assert take_in(context, [big], NOW).oversize == 1
    with context.database.reading() as conn:
        assert [(entry.kind, entry.to) for entry in outbox.listed(conn)] == [
            ("oversize", SENDER)
        ]
        assert listing.listed(conn) == ()


def test_a_letter_gone_before_it_was_read_is_a_state_of_its_own(
    context: IntakeContext,
) -> None:
    gone = Arrival(Place("office@host", "INBOX", 7, 1), NOW, 0, None, gone=True)
    assert take_in(context, [gone], NOW) == IntakeCounts(gone=1)


def test_what_must_not_be_answered_is_recorded_without_a_receipt(
    context: IntakeContext,
) -> None:
    quiet = arrival(letter("甲项目开工"), 1)._replace(answer=False)
    take_in(context, [quiet], NOW)
    with context.database.reading() as conn:
        assert len(listing.listed(conn)) == 1
        assert outbox.listed(conn) == ()


def test_old_letters_first_seen_today_are_told_in_one_list_not_one_receipt_each(
    context: IntakeContext,
) -> None:
    old = NOW - timedelta(days=40)
    batch = [
        arrival(
            letter(f"第{place}批工程开工" + "甲乙丙丁戊己"[place] * 3), place + 1
        )._replace(arrived_at=old)
        for place in range(5)
    ]
    assert take_in(context, batch, NOW).recorded == 5
    ((kind, to, due_at),) = waiting(context)
    assert (kind, to) == ("backlog", SENDER)
    assert due_at == day_start(local_day(NOW) + timedelta(days=1)) + timedelta(hours=8)
    with context.database.reading() as conn:
        (the_list,) = (
            entry for entry in outbox.listed(conn) if entry.kind == "backlog"
        )
        stood_for = outbox.deferred_of(conn, the_list)
        assert [entry.serial for entry in stood_for] == [
            item.serial for item in listing.listed(conn)
        ]


def test_p39_an_old_letter_of_a_stranger_brings_him_no_list_and_no_receipt_weeks_later(
    context: IntakeContext,
) -> None:
    old = NOW - timedelta(days=40)
    stranger = letter("甲项目开工", sender="somebody@elsewhere.example")
    batch = [
        arrival(stranger, 1)._replace(arrived_at=old),
        arrival(letter("乙桥通车"), 2)._replace(arrived_at=old),
    ]
    take_in(context, batch, NOW)
    assert [(kind, to) for kind, to, _ in waiting(context)] == [("backlog", SENDER)]
    with context.database.reading() as conn:
        (untold,) = (
            entry
            for entry in outbox.listed(conn)
            if entry.to == "somebody@elsewhere.example"
        )
        assert (untold.kind, untold.state.value) == ("receipt", "dropped")
        assert (
            outbox.count_untold(conn, TimeRange(NOW, NOW + timedelta(seconds=1))) == 1
        )


def test_an_old_letter_of_a_stranger_that_a_person_takes_in_to_be_answered_is_answered(
    context: IntakeContext,
) -> None:
    stranger = letter("甲项目开工", sender="somebody@elsewhere.example")
    by_hand = arrival(stranger, 1)._replace(
        arrived_at=NOW - timedelta(days=40), place=Place("file", "letters", 0, 1)
    )
    take_in(context, [by_hand], NOW)
    assert [(kind, to) for kind, to, _ in waiting(context)] == [
        ("receipt", "somebody@elsewhere.example")
    ]


def test_letters_handed_in_are_listed_at_once_and_those_after_the_list_has_left_in_a_further_one(
    context: IntakeContext,
) -> None:
    def hand_in(title: str, number: int) -> None:
        place = Place("file", "letters", 0, number)
        take_in(
            context,
            [arrival(letter(title), 1)._replace(arrived_at=old, place=place)],
            NOW,
        )

    old = NOW - timedelta(days=40)
    hand_in("甲桥通车", 1)
    hand_in("乙隧道贯通验收完成", 2)
    ((kind, to, due_at),) = waiting(context)
    assert (kind, to, due_at) == ("backlog", SENDER, NOW)
    with context.database.writing() as conn:
        conn.execute(
            table.update()
            .where(table.c.kind == "backlog")
            .values(state="sent", settled_at=NOW, attempts=1)
        )
    hand_in("丙县农村公路养护机制改革见成效", 3)
    with context.database.reading() as conn:
        (later,) = outbox.listed(conn, OutboxState.QUEUED)
        assert [entry.serial for entry in outbox.deferred_of(conn, later)] == [
            "2026-0003"
        ]


def test_nobody_is_told_weeks_later_how_to_report_or_that_a_letter_was_too_big(
    context: IntakeContext,
) -> None:
    old = NOW - timedelta(days=40)
    head = letter("大件", "")
    big = Arrival(Place("office@host", "INBOX", 7, 1), old, 30_000_000, None, head=head)
    words = f"From: <{SENDER}>\r\nTo: <office@jtt.example>\r\nSubject: 你好\r\n\r\n请查收。\r\n"
    greeting = arrival(words.encode(), 2)._replace(arrived_at=old)
    take_in(context, [arrival(words.replace("你好", "您好").encode(), 4)], NOW)
    assert [kind for kind, _, _ in waiting(context)] == [
        "hint"
    ]  # as it is told in time
    stranger = Arrival(
        Place("office@host", "INBOX", 7, 3),
        old,
        30_000_000,
        None,
        head=letter("大件", "", sender="somebody@elsewhere.example"),
    )
    take_in(context, [big, greeting, stranger], NOW)
    assert [(kind, to) for kind, to, _ in waiting(context)] == [
        ("backlog", SENDER),
        ("hint", SENDER),
    ]
    with context.database.reading() as conn:
        (the_list,) = (
            entry for entry in outbox.listed(conn) if entry.kind == "backlog"
        )
        assert [entry.kind for entry in outbox.deferred_of(conn, the_list)] == [
            "oversize"
        ]


def waiting(context: IntakeContext) -> list[tuple[str, str, datetime]]:
    """What will be mailed: kind, recipient, when."""
    with context.database.reading() as conn:
        entries = outbox.listed(conn, OutboxState.QUEUED)
    return [(entry.kind, entry.to, entry.due_at) for entry in entries]


def test_r04_r05_one_letter_gets_one_answer_at_the_one_address_in_from(
    context: IntakeContext,
) -> None:
    head = (
        "Reply-To: <other@elsewhere.example>\r\n"
        f"Cc: {', '.join(f'<cc{n}@units.example>' for n in range(20))}\r\n"
    )
    raw = letter(
        "冬季养护全面铺开",
        head=head,
        sender=f"{SENDER}>, <second@units.example>, <third@units.example",
    )
    take_in(context, [arrival(raw, 1)], NOW)
    with context.database.reading() as conn:
        assert [notice.to for notice in outbox.listed(conn)] == [SENDER]


def test_r08_an_error_mail_is_answered_by_no_error_mail(context: IntakeContext) -> None:
    bounce = (
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\n"
        b"message too big, 99999999 bytes\r\n"
    )
    oversize = Arrival(
        Place("office@host", "INBOX", 7, 2), NOW, 90_000_000, None, head=bounce
    )
    take_in(context, [arrival(bounce, 1), oversize], NOW)
    with context.database.reading() as conn:
        assert outbox.listed(conn) == ()
