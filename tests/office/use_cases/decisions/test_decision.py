"""Is what is wrong with a decision said as a code, whoever decides?"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ledger.entries.people import Unit
from ledger.entries.submissions import Author, Submission, SubmissionState
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
OLD = Unit(
    4, "旧局", "第一组", date(2021, 3, 19), until=date(2026, 3, 1), merged_into=1
)
FACTS = DecisionFacts(
    categories=("动态", "调研"),
    unit_ids={"甲局": 1, "乙局": 2, "旧局": OLD.id},
    other=None,
    commission_exists=False,
    today=date(2026, 3, 5),
    units={1: Unit(1, "甲局", "第一组", date(2021, 3, 19)), OLD.id: OLD},
)


def fault_of(decision: Decision, before: Submission = HELD) -> DecisionFault | None:
    objection = objection_to(before, decision, FACTS)
    return None if objection is None else objection.fault


@pytest.mark.parametrize(
    ("decision", "fault"),
    [
        (Decision(" "), DecisionFault.NO_REASON),
        (Decision("x", Action.MERGE), DecisionFault.NO_OTHER),
        (
            Decision("x", Action.SUPERSEDE, other=HELD.serial),
            DecisionFault.OTHER_IS_ITSELF,
        ),
        (
            Decision("x", Action.SUPERSEDE, other="2026-0099"),
            DecisionFault.UNKNOWN_OTHER,
        ),
        (Decision("x", Action.SPLIT, parts=1), DecisionFault.TOO_FEW_PARTS),
        (Decision("x", category="散文"), DecisionFault.UNKNOWN_CATEGORY),
        (Decision("x", commission="YG2026-001"), DecisionFault.UNKNOWN_COMMISSION),
        (Decision("x", unit="丙局"), DecisionFault.UNKNOWN_UNIT),
        (Decision("x", unit="甲局", lead="乙局"), DecisionFault.LEAD_NOT_AMONG_UNITS),
        (Decision("x", title=" "), DecisionFault.NO_TITLE),
        (Decision("x", author="张三", authors=()), DecisionFault.TWO_WAYS),
        (
            Decision("x", counts_on=date(2026, 3, 1), arrival_day=True),
            DecisionFault.TWO_WAYS,
        ),
        (
            Decision("x", Action.SPLIT, parts=2, part_titles=("甲",)),
            DecisionFault.PART_TITLES,
        ),
        (Decision("x", counts_on=date(2026, 3, 6)), DecisionFault.NOT_YET),
        (Decision("x", counts_on=date(2026, 3, 5)), None),
        (Decision("x", unit="旧局"), DecisionFault.UNIT_NOT_THEN),
        (Decision("x", unit="旧局", counts_on=date(2026, 2, 28)), None),
        (Decision("x", co_units=("旧局",)), DecisionFault.UNIT_NOT_THEN),
        (Decision("x", Action.ACCEPT), DecisionFault.NO_UNIT),
        (Decision("x", own_business=True), DecisionFault.NO_UNIT),
        (Decision("x", Action.ACCEPT, unit="甲局"), DecisionFault.OWN_BUSINESS_UNSAID),
        (Decision("x", Action.ACCEPT, unit="甲局", own_business=True), None),
        (Decision("x", Action.SEAL, unit="丙局"), None),
    ],
)
def test_what_speaks_against_a_decision_is_a_code(
    decision: Decision, fault: DecisionFault | None
) -> None:
    assert fault_of(decision) is fault


def test_an_item_of_a_unit_that_has_ended_is_decided_as_before_unless_it_counts_on_another_day() -> (
    None
):
    old = replace(HELD, unit_id=OLD.id, state=SubmissionState.RECORDED)
    assert fault_of(Decision("x", category="动态"), old) is None
    objection = objection_to(old, Decision("x", counts_on=date(2026, 3, 5)), FACTS)
    assert objection is not None
    assert objection.about == "旧局2026年3月1日起并入甲局，而本件计入2026年3月5日"


def test_no_words_are_written_into_what_was_sealed() -> None:
    sealed = replace(HELD, state=SubmissionState.RETURNED, flags=("sealed",))
    assert fault_of(Decision("x", title="甲"), sealed) is DecisionFault.SEALED
    assert fault_of(Decision("x", signer="王建国"), sealed) is DecisionFault.SEALED
    assert objection_to(
        HELD, Decision("x", title="甲"), replace(FACTS, marked=True)
    ) == (
        DecisionFault.MARKED_TITLE,
        "",
        (),
    )


def test_words_that_are_put_right_settle_what_was_asked_about_them() -> None:
    asked = (
        "incomplete-author",
        "unsure-title",
        "incomplete-subject",
        "no-signer",
        "two-items",
    )
    item = replace(HELD, state=SubmissionState.RECORDED, unit_id=1, flags=asked)
    decision = Decision("x", title="甲", authors=(Author("张三"),), signer="王建国")
    after = submission_after(item, decision, FACTS)
    assert (after.title, after.signer) == ("甲", "王建国")
    assert after.flags == ("two-items", "incomplete-phone")
    day = replace(after, counts_on=date(2026, 2, 1), lateness_waived=True)
    back = submission_after(
        day, Decision("x", arrival_day=True, waive_lateness=False), FACTS
    )
    assert (back.counts_on, back.lateness_waived) == (None, False)


def test_what_is_superseded_is_decided_no_more() -> None:
    gone = replace(HELD, state=SubmissionState.SUPERSEDED, superseded_by="2026-0002")
    assert objection_to(gone, Decision("x"), FACTS) == (
        DecisionFault.SUPERSEDED,
        "2026-0002",
        (),
    )


def test_what_was_superseded_in_error_is_taken_up_again_once_its_parts_stand_no_more() -> (
    None
):
    gone = replace(
        HELD,
        state=SubmissionState.SUPERSEDED,
        superseded_by="2026-0002",
        unit_id=1,
        held_because="",
    )
    decision = Decision("x", Action.ACCEPT)
    assert objection_to(
        gone, decision, replace(FACTS, parts_standing=("2026-0002",))
    ) == (
        DecisionFault.PARTS_STAND,
        "2026-0002",
        (),
    )
    assert objection_to(gone, decision, FACTS) is None
    after = submission_after(gone, decision, FACTS)
    assert (after.state, after.superseded_by) == (SubmissionState.RECORDED, None)


def test_no_item_is_superseded_by_one_that_is_superseded_itself() -> None:
    other = replace(HELD, serial="2026-0002", superseded_by=HELD.serial)
    facts = replace(FACTS, other=other)
    for action in (Action.SUPERSEDE, Action.MERGE):
        objection = objection_to(HELD, Decision("x", action, other="2026-0002"), facts)
        assert objection is not None
        assert objection.fault is DecisionFault.OTHER_SUPERSEDED
        assert objection.about == f"2026-0002 已被 {HELD.serial} 替代"


@pytest.mark.parametrize("fault", DecisionFault)
def test_every_code_is_said_to_the_shell_with_what_it_is_about(
    fault: DecisionFault,
) -> None:
    said = str(
        DecisionError("2026-0001", DecisionObjection(fault, "某{局}", ("动态", "调研")))
    )
    assert said.startswith("2026-0001：")
    assert "{about}" not in said
    assert "{allowed}" not in said


def test_a_decision_says_all_that_it_lacks_in_itself() -> None:
    assert incomplete(Decision("", Action.SPLIT)) == (
        DecisionFault.NO_REASON,
        DecisionFault.TOO_FEW_PARTS,
    )
    assert incomplete(Decision("x", Action.SPLIT, parts=2)) == ()


def test_a_new_lead_changes_places_with_the_old_one() -> None:
    joint = replace(HELD, unit_id=1, co_unit_ids=(3, 2))
    after = submission_after(joint, Decision("x", lead="乙局"), FACTS)
    assert (after.unit_id, after.co_unit_ids) == (2, (1, 3))


def test_whoever_names_the_category_or_accepts_the_item_settles_the_doubt_about_it() -> (
    None
):
    doubtful = replace(
        HELD, state=SubmissionState.RECORDED, unit_id=1, flags=("unsure-category",)
    )
    assert submission_after(doubtful, Decision("x"), FACTS).flags == (
        "unsure-category",
    )
    assert submission_after(doubtful, Decision("x", category="动态"), FACTS).flags == ()
    assert submission_after(doubtful, Decision("x", Action.ACCEPT), FACTS).flags == ()


def test_a_title_is_one_line_an_empty_number_is_taken_out_and_no_unit_signs_twice() -> (
    None
):
    item = replace(HELD, unit_id=1, authors=(Author("张三", "0951-1"), Author("李四")))
    decision = Decision(
        "x", title="水毁\r\n抢通 ", phone="", co_units=("乙局", "甲局", "乙局")
    )
    after = submission_after(item, decision, FACTS)
    assert after.title == "水毁 抢通"
    assert after.authors == (Author("张三"), Author("李四"))
    assert after.co_unit_ids == (2,)
