"""Is the commission found that an item answers, and is everything less than sure left
to a person?
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.thread import Answered, OurMessage
from ingest.triage.commissioned import BELATED, PossibleAnswer, match_commission
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge, judge_as_report
from ingest.triage.verdict import NewItem
from ledger.entries.events import Commission, OpenCommission
from ledger.entries.letters import Letter
from ledger.entries.submissions import SubmissionState
from tests.ingest.roster import (
    INTAKE,
    MAY,
    STORY,
    YINCHUAN,
    document,
    letter,
    unit_names,
)

SINCE, DUE = date(2026, 3, 2), date(2026, 3, 18)
WINTER = Commission(
    "YG2026-001", "关于报送冬季公路保畅做法的约稿", "厅办公室", (1, 2), SINCE, DUE
)
BUS = Commission("YG2026-002", "城乡公交一体化经验", "厅办公室", (1,), SINCE, DUE)
ASKED = (OpenCommission(WINTER), OpenCommission(BUS))
ITEM = PossibleAnswer("银川市冬季公路保畅做法显成效", (1,), date(2026, 3, 10))
MAIL = Answered(
    OurMessage(None, "a@x", "commission", (1,), commission="YG2026-001"),
    "主题带有约稿编号",
)


def test_a_title_that_holds_the_commissions_matter_answers_it_within_its_term() -> None:
    found = match_commission(ITEM, ASKED, None)
    assert (found.commission, found.proposals) == ("YG2026-001", ())
    assert "冬季公路保畅做法" in found.evidence[0]


@pytest.mark.parametrize(
    "item",
    [
        replace(ITEM, day=DUE + timedelta(days=1)),
        replace(ITEM, title="冬季公路的保畅做法"),
        replace(ITEM, title="我市冬季公路保畅经验多、群众出行有保障"),
        replace(ITEM, title="一篇来稿", subject="约稿：一篇来稿", unit_ids=(2,)),
    ],
    ids=[
        "after the term",
        "merely alike",
        "speaks of most of it",
        "says 约稿 and owes only this one",
    ],
)
def test_what_is_less_than_sure_is_proposed(item: PossibleAnswer) -> None:
    found = match_commission(item, ASKED, None)
    assert found.commission is None
    assert [(p.kind, p.commission, p.other) for p in found.proposals] == [
        ("commission", "YG2026-001", None)
    ]


@pytest.mark.parametrize(
    "item",
    [
        replace(ITEM, unit_ids=(3,)),
        replace(ITEM, day=SINCE - timedelta(days=1)),
        replace(ITEM, day=DUE + BELATED + timedelta(days=1)),
        replace(ITEM, title="银川市开展安全生产检查"),
        replace(ITEM, title="一篇来稿", subject="约稿：一篇来稿"),
    ],
    ids=["not asked", "before", "long after", "another matter", "owes two"],
)
def test_any_other_item_is_left_alone(item: PossibleAnswer) -> None:
    assert match_commission(item, ASKED, None) == (None, (), ())


def test_the_mail_it_answers_settles_it_whatever_the_title_and_however_late() -> None:
    late = replace(ITEM, title="一篇来稿", day=date(2026, 9, 1))
    assert match_commission(late, ASKED, MAIL).commission == "YG2026-001"


def test_a_reply_that_brings_the_answer_to_another_commission_is_proposed_for_both() -> (
    None
):
    found = match_commission(replace(ITEM, title="城乡公交一体化经验做法"), ASKED, MAIL)
    assert found.commission is None
    assert [p.commission for p in found.proposals] == ["YG2026-001", "YG2026-002"]


def test_a_second_answer_is_proposed_never_set() -> None:
    answered = (OpenCommission(WINTER, frozenset({1})),)
    for found in (
        match_commission(ITEM, answered, MAIL),
        match_commission(ITEM, answered, None),
    ):
        assert found.commission is None
        assert "已交过" in found.proposals[0].evidence
    assert (
        match_commission(replace(ITEM, unit_ids=(2,)), answered, None).commission
        == "YG2026-001"
    )


def test_the_token_does_not_turn_an_unasked_unit_into_an_asked_one() -> None:
    found = match_commission(replace(ITEM, unit_ids=(3,)), ASKED, MAIL)
    assert found.commission is None
    assert "不在约稿单位之列" in found.proposals[0].evidence


def test_of_nested_titles_the_longer_is_meant_and_of_two_others_neither() -> None:
    wide = WINTER._replace(id="YG2026-003", title="公路保畅做法")
    assert (
        match_commission(ITEM, (*ASKED, OpenCommission(wide)), None).commission
        == "YG2026-001"
    )
    both = replace(ITEM, title="冬季公路保畅做法与城乡公交一体化经验")
    assert match_commission(both, ASKED, None).commission is None


@given(
    st.text("冬季公路保畅做法城乡交通一体化经验约稿，“”", max_size=20),
    st.lists(st.integers(1, 3), max_size=2, unique=True),
    st.integers(-40, 80),
    st.sampled_from([None, MAIL]),
    st.sets(st.integers(1, 2)),
)
def test_whatever_comes_only_a_unit_that_owes_it_is_given_a_commission(
    title: str, units: list[int], days: int, mail: Answered | None, answered: set[int]
) -> None:
    known = (OpenCommission(WINTER, frozenset(answered)), OpenCommission(BUS))
    item = PossibleAnswer(title, tuple(units), SINCE + timedelta(days=days), title)
    found = match_commission(item, known, mail)
    if found.commission is None:
        return
    asked = next(each for each in known if each.commission.id == found.commission)
    assert set(units) & (set(asked.commission.unit_ids) - asked.answered)
    assert not found.proposals
    assert found.evidence
    assert mail or SINCE <= item.day <= DUE


TOKEN = "yg2026-007-k7f3q9xw"
OURS = Commission("YG2026-007", "除雪保畅经验", "厅办公室", (YINCHUAN.id,), SINCE, DUE)
KNOWN = JudgingFacts(
    unit_names(),
    INTAKE,
    sent={
        TOKEN: OurMessage(
            None, "mali@units.example", "commission", (YINCHUAN.id,), commission=OURS.id
        )
    },
    commissions=(OpenCommission(OURS),),
)


def judged(given_letter: Letter, known: JudgingFacts = KNOWN) -> NewItem:
    found = judge(given_letter, known, ScreeningResult(None, None, MAY))
    assert isinstance(found, NewItem)
    return found


def reply(sender: str) -> Letter:
    paper = document(text=f"雪后保通纪实\n{STORY}", sha256="c" * 64)
    return letter(
        f"回复：约稿：除雪保畅经验 [{TOKEN.upper()}]", sender, "材料见附件", paper
    )


def test_a_reply_with_a_manuscript_answers_the_commission_by_its_token() -> None:
    item = judged(reply("mali@units.example"))
    assert (item.draft.unit_id, item.draft.commission, item.draft.state) == (
        YINCHUAN.id,
        OURS.id,
        SubmissionState.RECORDED,
    )
    assert any("主题带有约稿编号" in line for line in item.draft.evidence)


def test_the_second_answer_of_one_batch_is_proposed() -> None:
    first = reply("mali@units.example")
    item = judged(first)
    again = replace(reply("mali@units.example"), text="再补一篇", sha256="9" * 64)
    second = judged(
        again,
        KNOWN.with_item(
            "#0", replace(item, draft=replace(item.draft, fingerprint="other"))
        ),
    )
    assert second.draft.commission is None
    assert "commission" in [p.kind for p in second.proposals]


def test_a_mail_passed_on_still_tells_the_unit_it_was_sent_to() -> None:
    item = judged(reply("stranger@mail.example"))
    assert item.draft.state is SubmissionState.HELD
    assert item.draft.candidates[0] == YINCHUAN.id
    assert [p.commission for p in item.proposals if p.kind == "commission"] == [OURS.id]


def test_a_letter_that_a_person_takes_as_a_report_answers_its_commission_as_well() -> (
    None
):
    thanks = letter(
        f"回复：约稿 [{TOKEN}]", "mali@units.example", "除雪的材料随后电话报送"
    )
    assert judge_as_report(thanks, KNOWN).draft.commission == OURS.id
