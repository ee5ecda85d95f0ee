"""Is the one way in really the only one, and does it keep its limits?"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ledger import journal
from ledger.entries.letters import Answerable
from ledger.notice import NOTICES, Notice
from ledger.outbox import bounces
from ledger.outbox.listing import counts_by_state, deferred_of, listed
from ledger.outbox.queueing import (
    MisaddressedError,
    NotQueued,
    Queued,
    UnknownKindError,
    VerdictMissingError,
    queue,
    unprompted,
)
from ledger.periods import day_start, local_day
from tests.ledger.outbox.conftest import ASK, LIMITS, NOW, UNIT, Say


def test_p30_no_kind_of_answer_gets_past_a_verdict_that_says_no(
    conn: sa.Connection,
) -> None:
    verdict = Answerable(may=False, to=UNIT, because="来件是自动邮件")
    for kind in NOTICES:
        assert queue(conn, Notice(kind, UNIT, "1"), verdict, NOW, LIMITS) == NotQueued(
            "来件是自动邮件"
        )
    assert counts_by_state(conn) == {}


def test_r09_our_own_address_is_never_written_to_in_any_spelling(
    conn: sa.Connection,
) -> None:
    for kind in NOTICES:
        for own in ("office@example.gov.cn", " Office@Example.GOV.cn "):
            verdict = Answerable(may=True, to=own, because="")
            assert isinstance(
                queue(conn, Notice(kind, own, "1"), verdict, NOW, LIMITS), NotQueued
            )


def test_an_address_that_could_break_an_envelope_is_refused(
    conn: sa.Connection,
) -> None:
    for to in (
        "",
        "nobody",
        "a b@c.cn",
        "a@b.cn\r\nBcc: c@d.cn",
        "<a@b.cn>",
        "单位@例子.cn",
        "a@b.cn,c@d.cn",
    ):
        refused = queue(conn, Notice("reminder", to, "1"), unprompted(to), NOW, LIMITS)
        assert isinstance(refused, NotQueued), to


def test_an_answer_without_the_letters_verdict_is_a_broken_promise(
    conn: sa.Connection,
) -> None:
    with pytest.raises(VerdictMissingError):
        queue(conn, Notice("receipt", UNIT, "1"), unprompted(UNIT), NOW, LIMITS)


def test_r05_an_answer_goes_nowhere_but_to_the_address_of_its_verdict(
    conn: sa.Connection,
) -> None:
    with pytest.raises(MisaddressedError):
        queue(conn, Notice("receipt", "other@example.cn", "1"), ASK, NOW, LIMITS)


def test_a_kind_that_is_not_in_the_table_is_a_broken_promise(
    conn: sa.Connection,
) -> None:
    with pytest.raises(UnknownKindError):
        queue(conn, Notice("greeting", UNIT, "1"), ASK, NOW, LIMITS)


def test_saying_it_twice_is_saying_it_once(conn: sa.Connection, say: Say) -> None:
    first = say("receipt", "2026-0001", "2026-0001")
    assert isinstance(first, Queued)
    assert say("receipt", "2026-0001", "2026-0001") == Queued(
        first.id, "receipt", fresh=False
    )
    assert counts_by_state(conn) == {"queued": 1}


def test_p29_receipts_beyond_thirty_a_day_become_one_digest_on_the_next_morning(
    conn: sa.Connection, say: Say
) -> None:
    results = [say("receipt", f"2026-{n:04}", f"2026-{n:04}") for n in range(40)]
    kinds = [result.kind for result in results if isinstance(result, Queued)]
    assert kinds == ["receipt"] * 30 + ["receipts-digest"] * 10
    (digest,) = (entry for entry in listed(conn) if entry.kind == "receipts-digest")
    assert (digest.kind, digest.about) == ("receipts-digest", {"day": "2026-03-10"})
    assert local_day(digest.due_at) == local_day(NOW) + timedelta(days=1)
    assert counts_by_state(conn) == {"queued": 31, "dropped": 10}
    deferred = deferred_of(conn, digest)
    assert [entry.serial for entry in deferred] == [
        f"2026-{n:04}" for n in range(30, 40)
    ]
    assert {entry.about["digest"] for entry in deferred} == {str(digest.id)}
    again = say("receipt", "2026-0035", "2026-0035")
    assert isinstance(again, Queued)
    assert (again.id, again.fresh) == (deferred[5].id, False)
    assert counts_by_state(conn) == {"queued": 31, "dropped": 10}


def test_a_digest_of_another_address_or_day_holds_none_of_these_receipts(
    conn: sa.Connection, say: Say
) -> None:
    tomorrow = day_start(local_day(NOW) + timedelta(days=1))
    for day, first in ((NOW, 0), (tomorrow, 100)):
        for n in range(first, first + 32):
            say("receipt", f"2026-{n:04}", f"2026-{n:04}", now=day)
    of_tomorrow, of_today = (
        entry for entry in listed(conn) if entry.kind == "receipts-digest"
    )
    assert [entry.serial for entry in deferred_of(conn, of_today)] == [
        "2026-0030",
        "2026-0031",
    ]
    assert [entry.serial for entry in deferred_of(conn, of_tomorrow)] == [
        "2026-0130",
        "2026-0131",
    ]


def test_every_refusal_has_a_code_that_programs_read(
    conn: sa.Connection, say: Say
) -> None:
    def code_of(to: str) -> str:
        refused = queue(conn, Notice("reminder", to, "1"), unprompted(to), NOW, LIMITS)
        assert isinstance(refused, NotQueued)
        return refused.code

    for _ in range(bounces.FAILURES):
        bounces.note_bounce(conn, "gone@example.cn", "5.1.1", NOW)
    assert [
        code_of(to) for to in ("nobody", "office@example.gov.cn", "gone@example.cn")
    ] == [
        "no-address",
        "own",
        "disabled",
    ]
    hints = [say("hint", f"k{n}") for n in range(3)]
    assert isinstance(hints[2], NotQueued)
    assert hints[2].code == "limit"


def test_r07_other_answers_stop_at_two_a_day_for_one_address_and_begin_anew_the_next_day(
    say: Say,
) -> None:
    kinds = ("hint", "oversize", "hint", "receipt-held")
    assert [type(say(kind, f"k{n}")) for n, kind in enumerate(kinds)] == [
        Queued,
        Queued,
        NotQueued,
        NotQueued,
    ]
    tomorrow = day_start(local_day(NOW) + timedelta(days=1))
    assert isinstance(say("hint", "k9", now=tomorrow - timedelta(seconds=1)), NotQueued)
    assert isinstance(say("hint", "k9", now=tomorrow), Queued)


def test_p29_two_robots_that_complete_each_other_stop_after_two_answers_in_one_thread(
    say: Say,
) -> None:
    results = [say("receipt", "2026-0001", "2026-0001")]
    results += [say("completed", f"letter-{n}", "2026-0001") for n in range(20)]
    assert [type(result) for result in results[:3]] == [Queued, Queued, NotQueued]
    assert not any(isinstance(result, Queued) for result in results[2:])


def test_what_the_office_decides_is_told_whatever_was_answered_before(say: Say) -> None:
    for n in range(31):
        say("receipt", f"2026-{n:04}", f"2026-{n:04}")
    decided = [say("decided", f"2026-{n:04}", f"2026-{n:04}") for n in range(40)]
    assert {
        result.kind for result in decided if isinstance(result, Queued) and result.fresh
    } == {"decided"}
    assert isinstance(say("completed", "letter-1", "2026-0001"), NotQueued), (
        "a receipts' digest tells no mending"
    )


def test_r26_an_address_is_given_up_after_three_messages_to_nobody(
    conn: sa.Connection, say: Say
) -> None:
    for status in ("5.1.1", "5.2.2", "4.4.1", "5.1.1", "5.2.2"):
        bounces.note_bounce(conn, UNIT, status, NOW)
    assert isinstance(say("receipt", "2026-0001"), Queued)
    bounces.note_bounce(conn, UNIT, "5.1.1", NOW)
    assert isinstance(say("receipt", "2026-0002"), NotQueued)
    assert [one.disabled for one in bounces.failing_addresses(conn)] == [True]
    assert bounces.restore(conn, UNIT.upper(), "王科长", NOW, "电话核对，邮箱已恢复")
    assert not bounces.restore(conn, UNIT, "王科长", NOW, "再来一次")
    (entry,) = journal.about(conn, f"address:{UNIT}")
    assert (entry.who, entry.because) == ("王科长", "电话核对，邮箱已恢复")
    assert isinstance(say("receipt", "2026-0002"), Queued)
