"""Does what the office confirms teach the roster, and does that settle what is held,
and nothing else?
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ingest.intake.arrival import Arrival, IntakeContext
from ingest.intake.batch import take_in
from ingest.intake.reader import Read, Sealed, read_one
from ledger import journal, mailbox_entries, originals, roster
from ledger.database import Connection, open_database
from ledger.entries.letters import Place
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.outbox import listing as outbox
from ledger.outbox.queueing import Limits
from ledger.roster import LearntKind
from ledger.rulebook import IntakeRule
from ledger.submissions import listing
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import (
    Action,
    Decision,
    DecisionContext,
    DecisionResult,
)
from office.use_cases.decisions.lessons import judge_after

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SINCE = date(2021, 3, 19)
CITY, COUNTY = "银川市交通运输局", "盐池县交通运输局"
UNITS = (
    Unit(0, CITY, "第一组", SINCE),
    Unit(0, COUNTY, "第一组", SINCE, short_names=("盐池县交通局",)),
)
CALLED = "盐州路政大队"
RULE = IntakeRule(
    ("动态", "调研"), {"动态": 500}, ("绝密", "机密", "秘密"), ("author",)
)
LIMITS = Limits(frozenset({"office@jtt.example"}), 30, 9, 9)
CHAIR = DecisionContext(
    "李处", NOW, LIMITS, RULE.categories, lambda serial: f"{serial}-token"
)
ACCEPT = Decision("电话核实", action=Action.ACCEPT, unit=COUNTY)
BODY = (
    "连日来，组织养护人员对农村公路进行全面排查，清理边沟、修补坑槽，更换破损标志标牌，保障群众出行安全。"
    * 3
)


def read(batch: Sequence[tuple[bytes, datetime]]) -> list[Read]:
    return [read_one(raw, at, RULE.marks) for raw, at in batch]


@pytest.fixture
def context(migrated_url: str) -> Iterator[IntakeContext]:
    database = open_database(migrated_url)
    with database.writing() as conn:
        roster.save(conn, UNITS)
    yield IntakeContext(
        database=database,
        read=read,
        rule=lambda _: RULE,
        limits=LIMITS,
        random=lambda count: bytes(range(count)),
        sealing_key=b"k" * 32,
        own_addresses=frozenset({"office@jtt.example"}),
    )
    database.close()


def came(context: IntakeContext, number: int, subject: str, sender: str = "") -> str:
    """A letter comes and is taken in; the serial of its item."""
    sender = sender or f"writer{number}@mail.example"
    raw = (
        f"From: <{sender}>\r\nTo: <office@jtt.example>\r\nSubject: {subject}\r\n"
        f"Message-ID: <{number}@mail.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{BODY}第{number}处，{COUNTY}派员支援。\r\n撰稿人：王小明\r\n"
    ).encode()
    at = NOW - timedelta(hours=9 - number)
    take_in(
        context,
        [Arrival(Place("office@host", "INBOX", 7, number), at, len(raw), raw)],
        at,
    )
    return f"2026-{number:04d}"


def item(context: IntakeContext, serial: str) -> Submission:
    with context.database.reading() as conn:
        found = listing.one(conn, serial)
    assert found is not None
    return found


def decided(
    context: IntakeContext, serial: str, decision: Decision = ACCEPT
) -> tuple[DecisionResult, tuple[str, ...]]:
    """What a decision came to, and which other items it made clear."""
    with context.database.writing() as conn:
        done = decide(conn, serial, decision, CHAIR)
    return done, judge_after(context, [done], CHAIR)


def unit(conn: Connection, name: str) -> Unit:
    found = roster.unit_named(conn, name)
    assert found is not None
    return found


def test_f3_a_confirmed_item_teaches_the_name_at_its_head_and_its_address_with_who_and_when(
    context: IntakeContext,
) -> None:
    serial = came(context, 1, f"{CALLED}：雪后保通", "luzheng@mail.example")
    assert item(context, serial).held_because == "unit-unknown"
    done, _ = decided(context, serial)
    assert [(lesson.kind, lesson.what) for lesson in done.learnt] == [
        (LearntKind.ALIAS, CALLED),
        (LearntKind.ADDRESS, "luzheng@mail.example"),
    ]
    with context.database.reading() as conn:
        county = unit(conn, CALLED)
        kept = roster.learnt_names(conn)
        entries = journal.about(conn, f"unit:{county.id}")
    assert (county.name, county.learnt_names) == (COUNTY, (CALLED,))
    assert county.owns_address("luzheng@mail.example")
    assert {(lesson.by, lesson.at, lesson.because) for lesson in kept} == {
        ("李处", NOW, f"李处 核定 {serial}")
    }
    assert [(entry.who, entry.did) for entry in entries] == [
        ("李处", "learnt an alias"),
        ("李处", "learnt an address"),
    ]
    assert "luzheng" not in repr(entries)


def test_what_is_held_and_clear_by_the_lesson_is_recorded_with_its_second_receipt(
    context: IntakeContext,
) -> None:
    first = came(context, 1, f"{CALLED}：雪后保通")
    second = came(context, 2, f"{CALLED}：春运首日平稳有序")
    other = came(context, 3, "某某站：文明执法")
    done, cleared = decided(context, first)
    assert cleared == (second,)
    after = item(context, second)
    assert (after.state, after.unit_id, after.title) == (
        SubmissionState.RECORDED,
        done.submission.unit_id,
        "春运首日平稳有序",
    )
    assert (after.held_because, after.candidates) == ("", ())
    assert item(context, other).state is SubmissionState.HELD
    with context.database.reading() as conn:
        told = [(entry.kind, entry.serial) for entry in outbox.listed(conn)]
        (entry,) = journal.about(conn, f"submission:{second}")
    assert sorted(told) == [("decided", first), ("decided", second)]
    assert (entry.who, entry.did) == ("李处", "judged again")
    assert first in entry.because


def test_a_letter_from_an_address_just_learnt_is_clear_without_any_name(
    context: IntakeContext,
) -> None:
    first = came(context, 1, "雪后保通情况", "luzheng@mail.example")
    second = came(context, 2, "春运首日平稳有序", "luzheng@mail.example")
    done, cleared = decided(context, first)
    assert [lesson.kind for lesson in done.learnt] == [LearntKind.ADDRESS]
    assert cleared == (second,)


def test_the_next_letter_under_that_name_is_recorded_at_once(
    context: IntakeContext,
) -> None:
    done, _ = decided(context, came(context, 1, f"{CALLED}：雪后保通"))
    after = item(context, came(context, 2, f"{CALLED}+春运首日平稳有序"))
    assert (after.state, after.unit_id) == (
        SubmissionState.RECORDED,
        done.submission.unit_id,
    )


def test_what_a_person_decided_of_a_held_item_stays(context: IntakeContext) -> None:
    first, second, third = (
        came(context, n, f"{CALLED}：第{n}批养护工程开工") for n in (1, 2, 3)
    )
    decided(
        context,
        second,
        Decision("内容属调研", category="调研", author="李四", phone="0951-1234567"),
    )
    decided(context, third, Decision("不属政务信息", action=Action.RETURN))
    _, cleared = decided(context, first)
    assert cleared == (second,)
    after = item(context, second)
    assert (after.category, after.authors[0].name, after.authors[0].phone) == (
        "调研",
        "李四",
        "0951-1234567",
    )
    assert item(context, third).state is SubmissionState.RETURNED


def test_an_item_whose_units_a_person_touched_waits_for_a_person(
    context: IntakeContext,
) -> None:
    first, second = (came(context, n, f"{CALLED}：第{n}批养护工程开工") for n in (1, 2))
    decided(context, second, Decision("联合报送", co_units=(CITY,)))
    before = item(context, second)
    assert decided(context, first)[1] == ()
    assert item(context, second) == before


def test_a_recorded_item_is_never_judged_again(context: IntakeContext) -> None:
    recorded = came(context, 1, f"{CITY}+雪后保通")
    with context.database.writing() as conn:
        decide(conn, recorded, Decision("写错单位", unit=COUNTY), CHAIR)
    before = item(context, recorded)
    _, cleared = decided(context, came(context, 2, f"{CALLED}：春运首日平稳有序"))
    assert cleared == ()
    assert item(context, recorded) == before


def test_what_now_reads_as_sealed_or_has_no_original_is_left_alone(
    context: IntakeContext,
) -> None:
    first, second, third = (
        came(context, n, f"{CALLED}：第{n}批养护工程开工") for n in (1, 2, 3)
    )
    with context.database.writing() as conn:
        (seen,) = mailbox_entries.of_submission(conn, third)
        originals.purge(conn, seen.sha256 or "")
        done = decide(conn, first, ACCEPT, CHAIR)
    asked: list[int] = []

    def sealed(batch: Sequence[tuple[bytes, datetime]]) -> list[Read]:
        asked.append(len(batch))
        return [_sealed(raw, at) for raw, at in batch]

    assert judge_after(replace(context, read=sealed), [done], CHAIR) == ()
    assert asked == [1]
    assert {item(context, serial).state for serial in (second, third)} == {
        SubmissionState.HELD
    }


def _sealed(raw: bytes, at: datetime) -> Read:
    found = read_one(
        raw.replace(BODY.encode(), "机密★1年\r\n".encode() + BODY.encode()),
        at,
        RULE.marks,
    )
    assert isinstance(found, Sealed)
    return found


def test_the_second_of_two_letters_that_say_the_same_still_waits(
    context: IntakeContext,
) -> None:
    first = came(context, 1, f"{CALLED}：雪后保通")
    again = [
        came(context, 2, f"{CALLED}：春运平稳"),
        came(context, 3, f"{CALLED}——春运平稳"),
    ]
    with context.database.writing() as conn:
        done = decide(conn, first, ACCEPT, CHAIR)
    same = context.read([(_raw_of(context, again[0]), NOW)])[0]
    assert judge_after(
        replace(context, read=lambda batch: [same for _ in batch]), [done], CHAIR
    ) == (again[0],)
    assert item(context, again[1]).state is SubmissionState.HELD


def _raw_of(context: IntakeContext, serial: str) -> bytes:
    with context.database.reading() as conn:
        (seen,) = mailbox_entries.of_submission(conn, serial)
        raw = originals.raw_of(conn, seen.sha256 or "")
    assert raw is not None
    return raw


def test_an_imported_roster_neither_loses_what_was_learnt_nor_takes_it_for_a_change(
    context: IntakeContext,
) -> None:
    decided(context, came(context, 1, f"{CALLED}：雪后保通"))
    with context.database.writing() as conn:
        assert roster.save(conn, UNITS).unchanged == (CITY, COUNTY)
        changed = replace(UNITS[1], short_names=("盐池交通",), kind="县级")
        assert roster.save(conn, [changed]).changed == (COUNTY,)
        county = unit(conn, COUNTY)
    assert (county.short_names, county.listed_names) == (
        ("盐池交通", CALLED),
        ("盐池交通",),
    )


def test_a_wrong_lesson_is_forgotten_and_a_listed_name_is_not(
    context: IntakeContext,
) -> None:
    decided(context, came(context, 1, f"{CALLED}：雪后保通"))
    with context.database.writing() as conn:
        county = unit(conn, COUNTY)
        assert roster.forget_learnt(conn, county.id, LearntKind.ALIAS, CALLED)
        assert roster.forget_learnt(
            conn, county.id, LearntKind.ADDRESS, "Writer1@mail.example"
        )
        assert not roster.forget_learnt(
            conn, county.id, LearntKind.ALIAS, "盐池县交通局"
        )
        county = unit(conn, COUNTY)
    assert (county.short_names, county.addresses) == (("盐池县交通局",), ())
    assert (
        item(context, came(context, 2, f"{CALLED}：春运首日平稳")).held_because
        == "unit-unknown"
    )
