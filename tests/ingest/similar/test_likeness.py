"""Are resends, corrections, continuations and sisters noticed, and nothing else?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.subject import SubjectMark
from ingest.names.unit_names import unit_names_of
from ingest.similar.known_items import known_items_of
from ingest.similar.likeness import SimilarQuery, find_similar, fingerprint
from ingest.similar.pairs import likeness
from ingest.similar.sequel import sequel_in
from ledger.entries.people import Unit
from ledger.entries.sketch import sketch_of
from ledger.entries.submissions import RecentSubmission
from tests.ingest.roster import ARRIVED

FIRST = RecentSubmission("2026-0001", (1,), "盐池县除雪保畅显担当", "动态", ARRIVED)
SLIDE = RecentSubmission(
    "2026-0002", (1,), "国道109线山体塌方", "突发", ARRIVED + timedelta(hours=1)
)
WITHIN = timedelta(days=90)
HOUR = timedelta(hours=1)
SINCE = date(2020, 1, 1)
RECENT = known_items_of((SLIDE, FIRST), WITHIN)


def test_f7_blanks_width_and_the_order_of_attachments_do_not_matter() -> None:
    one = fingerprint("除雪 保畅", "正文，第１段\n", ["b", "a"])
    assert one == fingerprint("除雪保畅", "正文,第1段", ["a", "b"])
    assert len(one) == 40


@pytest.mark.parametrize(
    "other",
    [
        ("除雪", "正文二", ["a"]),
        ("扫雪", "正文", ["a"]),
        ("除雪", "正文", ["b"]),
        ("除雪", "正文", []),
    ],
)
def test_f7_title_text_and_attachments_all_count(
    other: tuple[str, str, list[str]],
) -> None:
    assert fingerprint("除雪", "正文", ["a"]) != fingerprint(*other)


def test_title_and_text_are_not_run_together() -> None:
    assert fingerprint("甲乙", "丙", []) != fingerprint("甲", "乙丙", [])


def test_an_almost_equal_title_of_the_unit_is_proposed_as_a_resend() -> None:
    found = find_similar(SimilarQuery((1,), "盐池县:除雪保畅显担当!"), RECENT)
    assert [(p.kind, p.other) for p in found.proposals] == [("resend", "2026-0001")]


def test_d1_an_almost_equal_title_of_another_unit_is_proposed_as_joint() -> None:
    found = find_similar(SimilarQuery((2,), "盐池县除雪保畅显担当"), RECENT)
    assert [(p.kind, p.other) for p in found.proposals] == [("joint", "2026-0001")]


def test_reports_that_differ_in_a_number_are_no_resends() -> None:
    january = RecentSubmission(
        "2026-0003", (1,), "2026年1月安全生产形势分析", "动态", ARRIVED
    )
    assert (
        find_similar(
            SimilarQuery((1,), "2026年2月安全生产形势分析"),
            known_items_of((january,), WITHIN),
        ).proposals
        == ()
    )


def test_a_marked_correction_finds_the_item_it_corrects() -> None:
    found = find_similar(
        SimilarQuery((1,), "盐池县除雪保畅", frozenset({SubjectMark.CORRECTION})),
        RECENT,
    )
    assert [(p.kind, p.other) for p in found.proposals] == [("correction", "2026-0001")]


def test_a_new_manuscript_in_answer_to_a_receipt_is_proposed_as_a_correction() -> None:
    found = find_similar(
        SimilarQuery((1,), "完全不同的题", answers="2026-0001"), RECENT
    )
    assert [(p.kind, p.other) for p in found.proposals] == [("correction", "2026-0001")]


def test_a_continuation_follows_the_report_of_like_title() -> None:
    found = find_similar(
        SimilarQuery((1,), "国道109线山体塌方抢通", frozenset({SubjectMark.FOLLOW_UP})),
        RECENT,
    )
    assert (found.follows, found.proposals) == ("2026-0002", ())


def test_a_continuation_that_resembles_an_earlier_one_follows_the_first_report() -> (
    None
):
    second = RecentSubmission(
        "2026-0004",
        (1,),
        "国道109线山体塌方抢通半幅",
        "突发",
        ARRIVED + 2 * HOUR,
        follows="2026-0002",
    )
    chain = known_items_of((second, SLIDE, FIRST), WITHIN)
    third = SimilarQuery(
        (1,),
        "国道109线抢通半幅情况续报（二）",
        sequel=sequel_in("国道109线抢通半幅情况续报（二）"),
    )
    assert find_similar(third, chain) == ("2026-0002", ())


def test_a_continuation_of_another_roads_event_follows_none_of_this_one() -> None:
    other = SimilarQuery((1,), "国道327线山体塌方", frozenset({SubjectMark.FOLLOW_UP}))
    assert find_similar(other, RECENT).follows is None


def test_nothing_is_continued_or_corrected_that_came_later() -> None:
    before = ARRIVED - HOUR
    follow_up = SimilarQuery(
        (1,), SLIDE.title, frozenset({SubjectMark.FOLLOW_UP}), arrived_at=before
    )
    assert find_similar(follow_up, RECENT).follows is None
    correction = SimilarQuery(
        (1,), FIRST.title, frozenset({SubjectMark.CORRECTION}), arrived_at=before
    )
    assert find_similar(correction, RECENT).proposals == ()


def test_a_continuation_of_other_title_is_proposed_for_the_last_emergency() -> None:
    found = find_similar(
        SimilarQuery((1,), "道路全部抢通", frozenset({SubjectMark.FOLLOW_UP})), RECENT
    )
    assert found.follows is None
    assert [(p.kind, p.other) for p in found.proposals] == [("follow-up", "2026-0002")]


def test_an_item_of_another_season_is_neither_repeated_nor_continued() -> None:
    later = ARRIVED + WITHIN + timedelta(days=1)
    assert (
        find_similar(
            SimilarQuery((1,), FIRST.title, arrived_at=later), RECENT
        ).proposals
        == ()
    )
    follow_up = SimilarQuery(
        (1,), SLIDE.title, frozenset({SubjectMark.FOLLOW_UP}), arrived_at=later
    )
    assert find_similar(follow_up, RECENT) == (None, ())


def test_different_items_are_left_alone() -> None:
    found = find_similar(SimilarQuery((1,), "春运首日平稳有序"), RECENT)
    assert (found.follows, found.proposals) == (None, ())


CORRECTS = frozenset({SubjectMark.CORRECTION})


def test_f7_a_marked_correction_that_fits_one_item_counts_once_with_it() -> None:
    (found,) = find_similar(SimilarQuery((1,), FIRST.title, CORRECTS), RECENT).proposals
    assert (found.other, found.counts_once) == ("2026-0001", True)


def test_f7_a_correction_that_fits_several_items_is_proposed_for_each_and_counts_once_with_none() -> (
    None
):
    twin = FIRST._replace(serial="2026-0005", title="盐池县除雪保畅见成效")
    known = known_items_of((twin, FIRST), WITHIN)
    found = find_similar(
        SimilarQuery((1,), "盐池县除雪保畅", CORRECTS), known
    ).proposals
    assert {(p.kind, p.other, p.counts_once) for p in found} == {
        ("correction", "2026-0001", False),
        ("correction", "2026-0005", False),
    }


def test_f7_a_second_correction_of_the_same_title_mends_the_first_one() -> None:
    first = FIRST._replace(serial="2026-0006", arrived_at=ARRIVED + HOUR)
    (found,) = find_similar(
        SimilarQuery((1,), FIRST.title, CORRECTS),
        known_items_of((first, FIRST), WITHIN),
    ).proposals
    assert (found.other, found.counts_once) == ("2026-0006", True)


def test_f7_a_correction_that_fits_nothing_is_an_item_like_any_other() -> None:
    assert find_similar(SimilarQuery((1,), "公交线网优化调整", CORRECTS), RECENT) == (
        None,
        (),
    )
    assert find_similar(SimilarQuery((2,), FIRST.title, CORRECTS), RECENT) == (None, ())


def test_f7_a_manuscript_that_answers_a_receipt_without_saying_that_it_corrects_counts_for_itself() -> (
    None
):
    (found,) = find_similar(
        SimilarQuery((1,), "完全不同的题", answers="2026-0001"), RECENT
    ).proposals
    assert not found.counts_once


SAID = sketch_of("", "".join(chr(0x4E00 + 7 * n % 4001) for n in range(300)))
SAYING = known_items_of((), WITHIN).with_item(FIRST, SAID)


def test_f7_the_same_manuscript_under_another_title_is_proposed_with_how_much_is_the_same() -> (
    None
):
    (found,) = find_similar(
        SimilarQuery((1,), "扬黄支线冰雪路段全部恢复通行", sketch=SAID), SAYING
    ).proposals
    assert (found.kind, found.other) == ("resend", "2026-0001")
    assert (
        found.evidence
        == "正文与本单位已报送的“盐池县除雪保畅显担当”约有100%相同，标题不同"
    )


def test_d1_the_same_text_from_another_unit_is_proposed_as_joint_whatever_its_title() -> (
    None
):
    (found,) = find_similar(
        SimilarQuery((2,), "两部门联动扫雪", sketch=SAID), SAYING
    ).proposals
    assert (found.kind, found.other) == ("joint", "2026-0001")
    assert (
        found.evidence
        == "正文与其他单位先报送的“盐池县除雪保畅显担当”约有100%相同，标题不同，可能是联合报送"
    )


def test_titles_and_texts_that_are_each_a_little_alike_are_proposed_together() -> None:
    part = frozenset(sorted(SAID)[16:]) | frozenset(
        range(max(SAID) + 1, max(SAID) + 17)
    )
    title = "盐池县今日除雪保畅显担当"
    assert find_similar(SimilarQuery((2,), title), SAYING).proposals == ()
    assert (
        find_similar(SimilarQuery((2,), "完全不同的题", sketch=part), SAYING).proposals
        == ()
    )
    assert [
        p.kind
        for p in find_similar(SimilarQuery((2,), title, sketch=part), SAYING).proposals
    ] == ["joint"]


def test_d1_a_unit_with_part_in_anothers_item_that_sends_it_as_well_has_not_sent_it_again() -> (
    None
):
    shared = known_items_of((FIRST._replace(unit_ids=(1, 2)),), WITHIN)
    assert [
        p.kind for p in find_similar(SimilarQuery((2,), FIRST.title), shared).proposals
    ] == ["joint"]
    assert [
        p.kind for p in find_similar(SimilarQuery((1,), FIRST.title), shared).proposals
    ] == ["resend"]


def test_a_correction_under_another_title_is_known_by_what_it_says() -> None:
    marked = SimilarQuery(
        (1,), "扬黄支线恢复通行", frozenset({SubjectMark.CORRECTION}), sketch=SAID
    )
    (found,) = find_similar(marked, SAYING).proposals
    assert (found.kind, found.other) == ("correction", "2026-0001")
    assert found.evidence == "来件注明更正，正文约有100%与“盐池县除雪保畅显担当”相同"


def test_a_form_filled_in_again_for_another_month_is_no_resend_until_nearly_all_of_it_is_the_same() -> (
    None
):
    january = RecentSubmission(
        "2026-0003", (1,), "2026年1月安全生产形势分析", "动态", ARRIVED
    )
    kept = frozenset(sorted(SAID)[4:])  # about five sixths of it
    known = known_items_of((), WITHIN).with_item(january, SAID)
    assert (
        find_similar(
            SimilarQuery((1,), "2026年2月安全生产形势分析", sketch=kept), known
        ).proposals
        == ()
    )
    assert (
        find_similar(
            SimilarQuery((1,), "2026年2月安全生产形势分析", sketch=SAID), known
        ).proposals
        != ()
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("开展农村公路冬季养护专项行动", "开展农村公路夏季养护专项行动"),
        ("盐池县春运首日平稳有序", "灵武市春运首日平稳有序"),
        ("桥隧隐患排查见行见效", "职工技能竞赛见行见效"),
    ],
)
def test_titles_of_one_template_that_tell_of_different_things_are_no_resends(
    one: str, other: str
) -> None:
    part = frozenset(sorted(SAID)[6:])  # about three quarters of it
    known = known_items_of((), WITHIN).with_item(FIRST._replace(title=one), SAID)
    assert find_similar(SimilarQuery((1,), other), known).proposals == ()
    assert find_similar(SimilarQuery((1,), other, sketch=part), known).proposals == ()
    assert [
        p.kind
        for p in find_similar(SimilarQuery((1,), other, sketch=SAID), known).proposals
    ] == ["resend"]


NAMES = unit_names_of(
    (
        Unit(1, "盐池县交通运输局", "第二组", SINCE),
        Unit(2, "灵武市交通运输局", "第二组", SINCE),
    )
)


def test_d1_a_text_in_which_a_unit_puts_its_own_name_for_the_others_is_no_joint_item() -> (
    None
):
    part = frozenset(sorted(SAID)[6:])
    own = SimilarQuery(
        (2,), "启用监测平台", sketch=part, text="灵武市交通运输局启用监测平台"
    )
    assert find_similar(own, SAYING, NAMES).proposals == ()
    both = replace(own, text="灵武市交通运输局会同盐池县启用监测平台")
    assert [p.kind for p in find_similar(both, SAYING, NAMES).proposals] == ["joint"]


def test_d1_a_title_that_several_units_use_is_a_campaigns_and_no_joint_work() -> None:
    title = "深入开展安全生产月活动"
    query = SimilarQuery(
        (2,),
        title,
        sketch=sketch_of("", "".join(chr(0x5E00 + 11 * n) for n in range(300))),
    )
    others = [
        FIRST._replace(serial=f"2026-001{n}", unit_ids=(n,), title=title)
        for n in (3, 4)
    ]
    one_more = find_similar(query, known_items_of(others[:1], WITHIN))
    assert [p.kind for p in one_more.proposals] == ["joint"]
    assert find_similar(query, known_items_of(others, WITHIN)).proposals == ()


def test_what_was_said_in_another_season_is_no_near_duplicate() -> None:
    later = ARRIVED + WITHIN + timedelta(days=1)
    assert (
        find_similar(
            SimilarQuery((1,), "扫雪", arrived_at=later, sketch=SAID), SAYING
        ).proposals
        == ()
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_between_nothing_and_all(
    one: str, other: str
) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(st.text())
def test_any_text_has_a_fingerprint(text: str) -> None:
    assert len(fingerprint(text, text, [text])) == 40


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("塌方路段半幅抢通", "国道109线山体塌方路段经抢险，半幅路面抢通。"),
        ("国道109线恢复双向通行", "山体塌方清理完毕，全幅恢复通行。"),
        ("我局连夜抢险保畅", "国道109线山体塌方处置完毕，应急响应终止。"),
        ("国道109线山体塌方应急响应解除", ""),
    ],
)
def test_the_end_of_an_emergency_under_another_title_is_proposed_as_its_continuation(
    title: str, text: str
) -> None:
    query = SimilarQuery((1,), title, arrived_at=ARRIVED + timedelta(days=1), text=text)
    found = find_similar(query, RECENT)
    assert [(p.kind, p.other) for p in found.proposals] == [("follow-up", "2026-0002")]


@pytest.mark.parametrize(
    ("units", "title", "text", "days"),
    [
        ((1,), "国道307线恢复双向通行", "山体塌方清理完毕，全幅恢复通行。", 1),
        ((1,), "国道109线恢复双向通行", "山体塌方清理完毕，全幅恢复通行。", 30),
        ((2,), "国道109线恢复双向通行", "山体塌方清理完毕，全幅恢复通行。", 1),
        ((1,), "国道109线养护工程开工", "山体塌方易发路段加固，工期三个月。", 1),
        ((1,), "除雪后客运恢复通行", "大雪停后班线恢复通行。", 1),
    ],
)
def test_another_event_place_unit_or_month_continues_nothing(
    units: tuple[int, ...], title: str, text: str, days: int
) -> None:
    query = SimilarQuery(
        units, title, arrived_at=ARRIVED + timedelta(days=days), text=text
    )
    assert find_similar(query, RECENT).proposals == ()


def test_an_emergency_sent_again_is_a_resend_and_no_continuation() -> None:
    query = SimilarQuery(
        (1,), "国道109线山体塌方", arrived_at=ARRIVED + timedelta(days=1), text="已抢通"
    )
    assert [p.kind for p in find_similar(query, RECENT).proposals] == ["resend"]
