"""Is a commission followed from its number to its answer, unit by unit?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ledger import commissions, roster, scores
from ledger.database import Connection, Database, open_database
from ledger.entries.events import Commission
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.periods import parse_period
from ledger.submissions.recording import NewSubmission, add

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
ASKED = Commission(
    "YG2026-002",
    "冬季公路保畅做法",
    "厅办公室",
    (1, 2),
    date(2026, 3, 2),
    date(2026, 3, 18),
    "一千字内",
)
ITEM = Submission(
    "2026-0001",
    NOW,
    "冬季公路保畅做法",
    SubmissionState.RECORDED,
    1,
    token="2026-0001",
    commission=ASKED.id,
)


@pytest.fixture
def conn(migrated_url: str) -> Iterator[Connection]:
    """Three units, two of which are asked for an item."""
    opened: Database = open_database(migrated_url)
    with opened.writing() as conn:
        roster.save(
            conn,
            [
                Unit(0, name, "第一组", date(2021, 3, 19))
                for name in ("甲局", "乙局", "丙局")
            ],
        )
        commissions.save(conn, [ASKED])
        yield conn
    opened.close()


def answered(conn: Connection, item: Submission) -> frozenset[int]:
    add(conn, [NewSubmission(item, SubmissionWords("", ""))], NOW)
    (found,) = commissions.open_since(conn, ASKED.issued_on)
    return found.answered


def test_a_number_that_a_file_brought_in_is_passed_over(conn: Connection) -> None:
    assert [commissions.draw_id(conn, 2026) for _ in range(2)] == [
        "YG2026-001",
        "YG2026-003",
    ]
    assert commissions.draw_id(conn, 2027) == "YG2027-001"


def test_a_withdrawn_unit_owes_nothing_to_scores_and_is_still_known_to_have_been_asked(
    conn: Connection,
) -> None:
    commissions.withdraw(conn, ASKED.id, [2], NOW)
    assert commissions.one(conn, ASKED.id) == ASKED._replace(unit_ids=(1,))
    facts = scores.facts_of(conn, parse_period("2026Q1"))
    assert [each.unit_ids for each in facts.commissions] == [(1,)]
    assert [each.withdrawn_at for each in commissions.requests(conn, ASKED.id)] == [
        None,
        NOW,
    ]
    assert commissions.record_of(conn, ASKED.id).closed_at is None
    commissions.save(conn, [ASKED])
    assert commissions.one(conn, ASKED.id) == ASKED._replace(unit_ids=(1,))


def test_what_is_due_only_after_the_period_is_owed_and_may_be_answered_in_it(
    conn: Connection,
) -> None:
    commissions.save(conn, [ASKED._replace(id="YG2026-077", due=date(2026, 5, 8))])
    facts = scores.facts_of(conn, parse_period("2026-03"))
    assert "YG2026-077" in {each.id for each in facts.commissions}


def test_a_commission_that_asks_nobody_any_more_is_closed(conn: Connection) -> None:
    commissions.withdraw(conn, ASKED.id, [1, 2], NOW)
    assert commissions.record_of(conn, ASKED.id).closed_at == NOW
    assert commissions.open_since(conn, ASKED.issued_on) == ()
    assert commissions.named(conn, [ASKED.id])[0].commission.unit_ids == ()


def test_a_token_is_given_once_and_leads_back_to_its_unit(conn: Connection) -> None:
    commissions.give_tokens(
        conn, ASKED.id, {1: "yg2026-002-aaaaaaaa", 2: "yg2026-002-bbbbbbbb"}
    )
    commissions.give_tokens(conn, ASKED.id, {1: "yg2026-002-cccccccc"})
    found = commissions.requests_with(
        conn, ["yg2026-002-aaaaaaaa", "yg2026-002-cccccccc", "2026-0001-dddddddd"]
    )
    assert {token: each.unit_id for token, each in found.items()} == {
        "yg2026-002-aaaaaaaa": 1
    }


def test_the_first_mailing_is_the_one_that_is_noted(conn: Connection) -> None:
    for moment in (NOW, NOW + timedelta(days=1)):
        commissions.note_mailed(conn, ASKED.id, 1, moment)
    assert [each.mailed_at for each in commissions.requests(conn, ASKED.id)] == [
        NOW,
        None,
    ]


@pytest.mark.parametrize(
    ("item", "units"),
    [
        (ITEM, {1}),
        (replace(ITEM, co_unit_ids=(2,)), {1, 2}),
        (replace(ITEM, state=SubmissionState.HELD), {1}),
        (replace(ITEM, state=SubmissionState.RETURNED), set()),
        (replace(ITEM, quality=False), set()),
        (replace(ITEM, commission=None), set()),
    ],
    ids=["recorded", "joint", "held", "returned", "poor", "another matter"],
)
def test_a_living_item_that_is_not_poor_answers_for_its_units(
    conn: Connection, item: Submission, units: set[int]
) -> None:
    assert answered(conn, item) == units


def test_only_what_was_written_here_and_went_to_nobody_waits_to_be_mailed(
    conn: Connection,
) -> None:
    assert commissions.count_unmailed(conn) == 0
    commissions.note_author(conn, ASKED.id, "赵敏")
    assert commissions.count_unmailed(conn) == 1
    commissions.note_mailed(conn, ASKED.id, 1, NOW)
    assert commissions.count_unmailed(conn) == 0


def test_an_extended_deadline_is_what_scores_read(conn: Connection) -> None:
    commissions.extend(conn, ASKED.id, date(2026, 3, 27))
    facts = scores.facts_of(conn, parse_period("2026Q1"))
    assert [each.due for each in facts.commissions] == [date(2026, 3, 27)]
