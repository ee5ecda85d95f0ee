"""Does a corrected answer to a commission stay an answer when it takes the place of the
first?
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ledger import commissions, journal, proposals, roster
from ledger.database import Database, open_database
from ledger.entries.events import Commission
from ledger.entries.people import Unit
from ledger.entries.submissions import (
    Proposal,
    Submission,
    SubmissionState,
    SubmissionWords,
)
from ledger.outbox.queueing import Limits
from ledger.submissions import listing, recording
from ledger.submissions.recording import NewSubmission
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import Action, Decision, DecisionContext

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
CHAIR = DecisionContext(
    "李处",
    NOW,
    Limits(frozenset(), 30, 2, 2),
    ("动态", "调研"),
    lambda serial: f"{serial}-token",
)
ASKED = Commission(
    "YG2026-001",
    "冬季公路保畅做法",
    "厅办公室",
    (1,),
    date(2026, 3, 2),
    date(2026, 3, 18),
)
OTHER = ASKED._replace(id="YG2026-002", title="城乡公交经验")
FIRST = Submission(
    "2026-0001",
    NOW,
    "保畅",
    SubmissionState.RECORDED,
    1,
    token="t1",
    commission=ASKED.id,
)
LATER = replace(
    FIRST, serial="2026-0002", token="t2", commission=None, title="保畅（修改稿）"
)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    opened = open_database(migrated_url)
    with opened.writing() as conn:
        roster.save(
            conn,
            [Unit(0, name, "第一组", date(2021, 3, 19)) for name in ("甲局", "乙局")],
        )
        commissions.save(conn, [ASKED, OTHER])
    yield opened
    opened.close()


def superseded(
    database: Database, later: Submission, action: Action = Action.SUPERSEDE
) -> Submission:
    """What the second item is once the first was superseded by it."""
    guess = Proposal("commission", "本单位已交过这件约稿", commission=ASKED.id)
    with database.writing() as conn:
        recording.add(
            conn,
            [
                NewSubmission(FIRST, SubmissionWords("", "")),
                NewSubmission(later, SubmissionWords("", ""), (guess,)),
            ],
            NOW,
        )
        decide(
            conn,
            FIRST.serial,
            Decision("以修改稿为准", action=action, other=later.serial),
            CHAIR,
        )
        found = listing.one(conn, later.serial)
    assert found is not None
    return found


@pytest.mark.parametrize("action", [Action.SUPERSEDE, Action.MERGE])
def test_what_takes_the_place_of_an_answer_answers_in_its_stead(
    database: Database, action: Action
) -> None:
    assert superseded(database, LATER, action).commission == ASKED.id
    with database.reading() as conn:
        assert proposals.about(conn, LATER.serial) == ()
        assert [
            entry.because for entry in journal.about(conn, f"submission:{LATER.serial}")
        ] == ["以修改稿为准"]
        (known,) = commissions.named(conn, [ASKED.id])
    assert known.answered == {1}


@pytest.mark.parametrize(
    ("later", "commission"),
    [
        (replace(LATER, unit_id=2), None),
        (replace(LATER, commission=OTHER.id), OTHER.id),
    ],
    ids=["another unit's", "answers another"],
)
def test_anything_else_stays_what_it_was(
    database: Database, later: Submission, commission: str | None
) -> None:
    assert superseded(database, later).commission == commission
