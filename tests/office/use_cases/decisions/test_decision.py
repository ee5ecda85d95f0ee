"""Is what is wrong with a decision said as a code, whoever decides?"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ledger.entries.submissions import Submission, SubmissionState
from office.use_cases.decisions.decision import (
    Action,
    Decision,
    DecisionError,
    DecisionFacts,
    DecisionFault,
    DecisionObjection,
    incomplete,
    objection_to,
    submission_after,
)

HELD = Submission(
    "2026-0001",
    datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    "雪后保通",
    SubmissionState.HELD,
    None,
    held_because="own-business",
)
FACTS = DecisionFacts(
    categories=("动态", "调研"), unit_ids={"甲局": 1, "乙局": 2}, other_exists=False, commission_exists=False
)


def fault_of(decision: Decision, before: Submission = HELD) -> DecisionFault | None:
    objection = objection_to(before, decision, FACTS)
    return None if objection is None else objection.fault


@pytest.mark.parametrize(
    ("decision", "fault"),
    [
        (Decision(" "), DecisionFault.NO_REASON),
        (Decision("x", Action.MERGE), DecisionFault.NO_OTHER),
        (Decision("x", Action.SUPERSEDE, other=HELD.serial), DecisionFault.OTHER_IS_ITSELF),
        (Decision("x", Action.SUPERSEDE, other="2026-0099"), DecisionFault.UNKNOWN_OTHER),
        (Decision("x", Action.SPLIT, parts=1), DecisionFault.TOO_FEW_PARTS),
        (Decision("x", category="散文"), DecisionFault.UNKNOWN_CATEGORY),
        (Decision("x", commission="YG2026-001"), DecisionFault.UNKNOWN_COMMISSION),
        (Decision("x", unit="丙局"), DecisionFault.UNKNOWN_UNIT),
        (Decision("x", unit="甲局", lead="乙局"), DecisionFault.LEAD_NOT_AMONG_UNITS),
        (Decision("x", Action.ACCEPT), DecisionFault.NO_UNIT),
        (Decision("x", own_business=True), DecisionFault.NO_UNIT),
        (Decision("x", Action.ACCEPT, unit="甲局"), DecisionFault.OWN_BUSINESS_UNSAID),
        (Decision("x", Action.ACCEPT, unit="甲局", own_business=True), None),
        (Decision("x", Action.SEAL, unit="丙局"), None),
    ],
)
def test_what_speaks_against_a_decision_is_a_code(decision: Decision, fault: DecisionFault | None) -> None:
    assert fault_of(decision) is fault


def test_what_is_superseded_is_decided_no_more() -> None:
    gone = replace(HELD, state=SubmissionState.SUPERSEDED, superseded_by="2026-0002")
    assert objection_to(gone, Decision("x"), FACTS) == (DecisionFault.SUPERSEDED, "2026-0002", ())


@pytest.mark.parametrize("fault", DecisionFault)
def test_every_code_is_said_to_the_shell_with_what_it_is_about(fault: DecisionFault) -> None:
    said = str(DecisionError("2026-0001", DecisionObjection(fault, "某{局}", ("动态", "调研"))))
    assert said.startswith("2026-0001：")
    assert "{about}" not in said
    assert "{allowed}" not in said


def test_a_decision_says_all_that_it_lacks_in_itself() -> None:
    assert incomplete(Decision("", Action.SPLIT)) == (DecisionFault.NO_REASON, DecisionFault.TOO_FEW_PARTS)
    assert incomplete(Decision("x", Action.SPLIT, parts=2)) == ()


def test_a_new_lead_changes_places_with_the_old_one() -> None:
    joint = replace(HELD, unit_id=1, co_unit_ids=(3, 2))
    after = submission_after(joint, Decision("x", lead="乙局"), FACTS)
    assert (after.unit_id, after.co_unit_ids) == (2, (1, 3))


def test_whoever_names_the_category_or_accepts_the_item_settles_the_doubt_about_it() -> None:
    doubtful = replace(HELD, state=SubmissionState.RECORDED, unit_id=1, flags=("unsure-category",))
    assert submission_after(doubtful, Decision("x"), FACTS).flags == ("unsure-category",)
    assert submission_after(doubtful, Decision("x", category="动态"), FACTS).flags == ()
    assert submission_after(doubtful, Decision("x", Action.ACCEPT), FACTS).flags == ()
