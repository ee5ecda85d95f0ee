"""Is one adoption, 批示 or 上报 put on record once, under the rule's own names, and
said who did it?
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from ledger import journal, roster, scores
from ledger.database import Connection, Database, open_database
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.events import adoptions, forwardings, instructions
from ledger.journal import JournalEntry
from ledger.scores import Revision
from ledger.submissions import recording
from ledger.submissions.recording import NewSubmission
from office.use_cases.events import EnteredEvent, EventError, EventType, NewEvent, enter
from scoring.language.editions import bundled

NOW = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
BY = JournalEntry(NOW, "李处", "", "", "见当期刊物")
SERIAL, ON = "2026-0001", date(2026, 3, 9)
ADOPTED = NewEvent(EventType.ADOPTION, SERIAL, ON, "宁夏交通信息", "简讯", "3")


@pytest.fixture
def conn(migrated_url: str) -> Iterator[Connection]:
    database: Database = open_database(migrated_url)
    with database.writing() as conn:
        roster.save(conn, [Unit(0, "银川市交通运输局", "第一组", date(2021, 3, 19))])
        item = Submission(
            SERIAL, NOW, "养护信息", SubmissionState.RECORDED, unit_id=1, token="t"
        )
        gone = Submission(
            "2026-0002",
            NOW,
            "旧稿",
            SubmissionState.SUPERSEDED,
            superseded_by=SERIAL,
            token="u",
        )
        recording.add(
            conn,
            [
                NewSubmission(item, SubmissionWords("", ""), ()),
                NewSubmission(gone, SubmissionWords("", ""), ()),
            ],
            NOW,
        )
        yield conn
    database.close()


def test_an_adoption_is_written_under_the_rules_own_name_once_and_journalled(
    conn: Connection,
) -> None:
    assert enter(conn, bundled(), ADOPTED, BY) == EnteredEvent(True, ())
    (one,) = adoptions.of(conn, [SERIAL])
    assert (one.publication, one.form, one.issue, one.on) == (
        "《宁夏交通信息》",
        "简讯",
        "3",
        ON,
    )
    assert enter(conn, bundled(), ADOPTED, BY).is_new is False
    (entry,) = journal.about(conn, f"submission:{SERIAL}")
    assert (entry.who, entry.did, entry.because) == (
        "李处",
        "enter: adoption",
        "见当期刊物",
    )
    assert entry.details == {"adoption": "《宁夏交通信息》 简讯 2026-03-09"}


def test_a_leaders_words_and_a_forwarding_are_put_on_record(conn: Connection) -> None:
    said = NewEvent(EventType.INSTRUCTION, SERIAL, ON, "某副主席", "区领导")
    up = NewEvent(EventType.FORWARDING, SERIAL, ON, "自治区党委办公厅")
    assert enter(conn, bundled(), said, BY).is_new
    assert enter(conn, bundled(), up, BY) == EnteredEvent(True, ())
    assert [(one.leader, one.level) for one in instructions.of(conn, [SERIAL])] == [
        ("某副主席", "自治区领导")
    ]
    assert forwardings.of(conn, [SERIAL])[0].target == "自治区党委办公厅"


def test_c5_c7_what_the_rule_does_not_name_is_kept_only_without_points(
    conn: Connection,
) -> None:
    adopted = NewEvent(EventType.ADOPTION, SERIAL, ON, "某某内参", unscored=True)
    said = NewEvent(
        EventType.INSTRUCTION, SERIAL, ON, "某厅领导", "厅领导", unscored=True
    )
    for event in (adopted, said):
        done = enter(conn, bundled(), event, BY)
        assert done.is_new
        assert "不计分" in done.doubts[0]
    (one,) = adoptions.of(conn, [SERIAL])
    assert (one.publication, one.unscored) == ("某某内参", True)
    assert [
        (each.level, each.unscored) for each in instructions.of(conn, [SERIAL])
    ] == [("厅领导", True)]


def test_c10_a_day_of_a_published_quarter_is_entered_and_said_to_count_later(
    conn: Connection,
) -> None:
    made = scores.store(
        conn, Revision(0, "2025Q4", 0, "", {"groups": []}, "", "", "", NOW)
    )
    scores.publish(conn, made.id, NOW)
    given = NewEvent(
        EventType.ADOPTION, SERIAL, date(2025, 12, 30), "宁夏交通信息", "单条"
    )
    assert "已经通报" in enter(conn, bundled(), given, BY).doubts[0]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (NewEvent(EventType.ADOPTION, "2026-0009", ON, "宁夏交通信息"), "没有这个编号"),
        (
            NewEvent(EventType.ADOPTION, "2026-0002", ON, "宁夏交通信息"),
            "请记在那一件上",
        ),
        (
            NewEvent(EventType.ADOPTION, SERIAL, ON, "宁夏交通信息", "头条"),
            "可选：单条",
        ),
        (
            NewEvent(EventType.ADOPTION, SERIAL, ON, "某某内参"),
            "没有“某某内参”这个刊物。可选：《宁夏交通信息》",
        ),
        (
            NewEvent(EventType.ADOPTION, SERIAL, ON, "宁夏交通信"),
            "是不是《宁夏交通信息》？",
        ),
        (
            NewEvent(EventType.INSTRUCTION, SERIAL, ON, "某厅领导", "厅领导"),
            "选“不计分”",
        ),
        (
            NewEvent(EventType.INSTRUCTION, SERIAL, ON, "某厅领导"),
            "没有“（未写）”这个级别",
        ),
        (
            NewEvent(EventType.ADOPTION, SERIAL, ON, "宁夏交通信息", unscored=True),
            "不必选“不计分”",
        ),
        (NewEvent(EventType.ADOPTION, SERIAL, ON, "  "), "请写明采用的刊物"),
        (
            NewEvent(
                EventType.FORWARDING, SERIAL, date(2026, 3, 13), "自治区党委办公厅"
            ),
            "还没有到",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    conn: Connection, given: NewEvent, why: str
) -> None:
    with pytest.raises(EventError, match=why):
        enter(conn, bundled(), given, BY)
    assert adoptions.of(conn, [SERIAL, "2026-0002"]) == ()
    assert journal.about(conn, f"submission:{SERIAL}") == ()
