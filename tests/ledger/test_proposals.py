"""Until when does a proposal ask, and what counts once meanwhile, on both databases?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ledger import proposals, scores
from ledger.database import Connection, open_database
from ledger.entries.submissions import (
    CountedOnce,
    Proposal,
    Submission,
    SubmissionState,
    SubmissionWords,
)
from ledger.journal import JournalEntry
from ledger.scores import Revision
from ledger.submissions import listing, recording
from ledger.submissions.recording import NewSubmission

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
FIRST, SECOND, THIRD = "2026-0001", "2026-0002", "2026-0003"


@pytest.fixture
def conn(migrated_url: str) -> Iterator[Connection]:
    database = open_database(migrated_url)
    with database.writing() as conn:
        recording.add(
            conn,
            [
                item(FIRST),
                item(
                    SECOND,
                    Proposal("correction", "主题注明更正", FIRST, counts_once=True),
                ),
                item(THIRD, Proposal("joint", "三个单位署名", unit_ids=(2, 3))),
            ],
            NOW,
        )
        yield conn
    database.close()


def item(serial: str, *proposed: Proposal) -> NewSubmission:
    submission = Submission(
        serial, NOW, "除雪保畅", SubmissionState.RECORDED, token=serial
    )
    return NewSubmission(submission, SubmissionWords("", ""), proposed)


def waiting(conn: Connection, today: date = TODAY) -> list[str]:
    return [each.serial for each in proposals.waiting(conn, today)]


def lapsed(conn: Connection, today: date = TODAY) -> list[str]:
    return [each.serial for each in proposals.lapsed(conn, today)]


def end(conn: Connection, serial: str, state: SubmissionState) -> None:
    before = listing.one(conn, serial)
    assert before is not None
    recording.change(
        conn,
        before,
        replace(before, state=state),
        JournalEntry(NOW, "clerk", "x", "", "试"),
    )


def test_what_was_proposed_comes_back_as_it_was_written(conn: Connection) -> None:
    (found,) = proposals.about(conn, THIRD)
    assert found.proposal == Proposal("joint", "三个单位署名", unit_ids=(2, 3))
    assert found.made_at == NOW
    assert proposals.numbered(conn, [found.id, 999]) == (found,)


def test_a_proposal_waits_until_sixty_days_after_its_quarter_and_is_not_lost_then(
    conn: Connection,
) -> None:
    last = date(2026, 3, 31) + proposals.LAPSES_AFTER
    assert waiting(conn, last) == [SECOND, THIRD]
    assert lapsed(conn, last) == []
    assert waiting(conn, last + timedelta(days=1)) == []
    assert lapsed(conn, last + timedelta(days=1)) == [SECOND, THIRD]
    assert proposals.count_items(conn, last) == 2
    assert proposals.count_items(conn, last + timedelta(days=1)) == 0
    assert [each.proposal.kind for each in proposals.about(conn, SECOND)] == [
        "correction"
    ]


def test_a_proposal_lapses_when_the_circular_of_its_quarter_is_approved(
    conn: Connection,
) -> None:
    for period in (
        "2026-03",
        "2025Q4",
    ):  # of a month, and of another quarter: neither ends the asking
        publish(conn, period)
    assert waiting(conn) == [SECOND, THIRD]
    publish(conn, "2026Q1")
    assert (waiting(conn), lapsed(conn)) == ([], [SECOND, THIRD])


@pytest.mark.parametrize(
    "state", [SubmissionState.RETURNED, SubmissionState.SUPERSEDED]
)
def test_what_no_longer_lives_asks_nothing_and_is_asked_nothing_about(
    conn: Connection, state: SubmissionState
) -> None:
    end(conn, FIRST, state)
    assert (waiting(conn), lapsed(conn)) == ([THIRD], [])
    end(conn, THIRD, state)
    assert waiting(conn) == []


def test_f7_a_correction_counts_once_with_what_it_corrects_until_it_is_settled(
    conn: Connection,
) -> None:
    assert proposals.counted_once(conn) == (CountedOnce(SECOND, FIRST),)
    publish(conn, "2026Q1")
    assert proposals.counted_once(conn) == (CountedOnce(SECOND, FIRST),)
    proposals.settle(conn, proposals.about(conn, SECOND)[0].id, "dismissed", NOW)
    assert proposals.counted_once(conn) == ()


def test_f7_what_corrects_an_item_that_was_returned_counts_by_itself(
    conn: Connection,
) -> None:
    end(conn, FIRST, SubmissionState.RETURNED)
    assert proposals.counted_once(conn) == ()


def publish(conn: Connection, period: str) -> None:
    revision = scores.store(
        conn, Revision(0, period, 0, "2021", {}, "", "", "clerk", NOW)
    )
    scores.publish(conn, revision.id, NOW)
