"""Are resends, corrections, continuations and sisters noticed, and nothing else?"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.subject import SubjectMark
from ingest.similar.known_items import known_items_of
from ingest.similar.likeness import SimilarQuery, find_similar, fingerprint, likeness
from ledger.entries.sketch import sketch_of
from ledger.entries.submissions import RecentSubmission
from tests.ingest.roster import ARRIVED

FIRST = RecentSubmission("2026-0001", (1,), "盐池县除雪保畅显担当", "动态", ARRIVED)
SLIDE = RecentSubmission("2026-0002", (1,), "国道109线山体塌方", "突发", ARRIVED + timedelta(hours=1))
WITHIN = timedelta(days=90)
RECENT = known_items_of((SLIDE, FIRST), WITHIN)


def test_f7_blanks_width_and_the_order_of_attachments_do_not_matter() -> None:
    one = fingerprint("除雪 保畅", "正文，第１段\n", ["b", "a"])
    assert one == fingerprint("除雪保畅", "正文,第1段", ["a", "b"])
    assert len(one) == 40


@pytest.mark.parametrize(
    "other",
    [("除雪", "正文二", ["a"]), ("扫雪", "正文", ["a"]), ("除雪", "正文", ["b"]), ("除雪", "正文", [])],
)
def test_f7_title_text_and_attachments_all_count(other: tuple[str, str, list[str]]) -> None:
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
    january = RecentSubmission("2026-0003", (1,), "2026年1月安全生产形势分析", "动态", ARRIVED)
    assert (
        find_similar(
            SimilarQuery((1,), "2026年2月安全生产形势分析"), known_items_of((january,), WITHIN)
        ).proposals
        == ()
    )


def test_a_marked_correction_finds_the_item_it_corrects() -> None:
    found = find_similar(SimilarQuery((1,), "盐池县除雪保畅", frozenset({SubjectMark.CORRECTION})), RECENT)
    assert [(p.kind, p.other) for p in found.proposals] == [("correction", "2026-0001")]


def test_a_new_manuscript_in_answer_to_a_receipt_is_proposed_as_a_correction() -> None:
    found = find_similar(SimilarQuery((1,), "完全不同的题", answers="2026-0001"), RECENT)
    assert [(p.kind, p.other) for p in found.proposals] == [("correction", "2026-0001")]


def test_a_continuation_follows_the_report_of_like_title() -> None:
    found = find_similar(
        SimilarQuery((1,), "国道109线山体塌方抢通", frozenset({SubjectMark.FOLLOW_UP})), RECENT
    )
    assert (found.follows, found.proposals) == ("2026-0002", ())


def test_a_continuation_of_other_title_is_proposed_for_the_last_emergency() -> None:
    found = find_similar(SimilarQuery((1,), "道路全部抢通", frozenset({SubjectMark.FOLLOW_UP})), RECENT)
    assert found.follows is None
    assert [(p.kind, p.other) for p in found.proposals] == [("follow-up", "2026-0002")]


def test_an_item_of_another_season_is_neither_repeated_nor_continued() -> None:
    later = ARRIVED + WITHIN + timedelta(days=1)
    assert find_similar(SimilarQuery((1,), FIRST.title, arrived_at=later), RECENT).proposals == ()
    follow_up = SimilarQuery((1,), SLIDE.title, frozenset({SubjectMark.FOLLOW_UP}), arrived_at=later)
    assert find_similar(follow_up, RECENT) == (None, ())


def test_different_items_are_left_alone() -> None:
    found = find_similar(SimilarQuery((1,), "春运首日平稳有序"), RECENT)
    assert (found.follows, found.proposals) == (None, ())


SAID = sketch_of("", "".join(chr(0x4E00 + 7 * n % 4001) for n in range(300)))
SAYING = known_items_of((), WITHIN).with_item(FIRST, SAID)


def test_f7_the_same_manuscript_under_another_title_is_proposed_with_how_much_is_the_same() -> None:
    (found,) = find_similar(SimilarQuery((1,), "扬黄支线冰雪路段全部恢复通行", sketch=SAID), SAYING).proposals
    assert (found.kind, found.other) == ("resend", "2026-0001")
    assert found.evidence == "正文与本单位已报送的“盐池县除雪保畅显担当”约有100%相同，标题不同"


def test_d1_the_same_text_from_another_unit_is_proposed_as_joint_whatever_its_title() -> None:
    (found,) = find_similar(SimilarQuery((2,), "两部门联动扫雪", sketch=SAID), SAYING).proposals
    assert (found.kind, found.other) == ("joint", "2026-0001")
    assert (
        found.evidence == "正文与其他单位先报送的“盐池县除雪保畅显担当”约有100%相同，标题不同，可能是联合报送"
    )


def test_titles_and_texts_that_are_each_a_little_alike_are_proposed_together() -> None:
    part = frozenset(sorted(SAID)[16:]) | frozenset(range(max(SAID) + 1, max(SAID) + 17))
    title = "盐池县今日除雪保畅显担当"
    assert find_similar(SimilarQuery((2,), title), SAYING).proposals == ()
    assert find_similar(SimilarQuery((2,), "完全不同的题", sketch=part), SAYING).proposals == ()
    assert [p.kind for p in find_similar(SimilarQuery((2,), title, sketch=part), SAYING).proposals] == [
        "joint"
    ]


def test_d1_a_unit_with_part_in_anothers_item_that_sends_it_as_well_has_not_sent_it_again() -> None:
    shared = known_items_of((FIRST._replace(unit_ids=(1, 2)),), WITHIN)
    assert [p.kind for p in find_similar(SimilarQuery((2,), FIRST.title), shared).proposals] == ["joint"]
    assert [p.kind for p in find_similar(SimilarQuery((1,), FIRST.title), shared).proposals] == ["resend"]


def test_a_correction_under_another_title_is_known_by_what_it_says() -> None:
    marked = SimilarQuery((1,), "扬黄支线恢复通行", frozenset({SubjectMark.CORRECTION}), sketch=SAID)
    (found,) = find_similar(marked, SAYING).proposals
    assert (found.kind, found.other) == ("correction", "2026-0001")
    assert found.evidence == "主题注明更正，正文约有100%与“盐池县除雪保畅显担当”相同"


def test_a_form_filled_in_again_for_another_month_is_no_resend_until_nearly_all_of_it_is_the_same() -> None:
    january = RecentSubmission("2026-0003", (1,), "2026年1月安全生产形势分析", "动态", ARRIVED)
    kept = frozenset(sorted(SAID)[4:])  # about five sixths of it
    known = known_items_of((), WITHIN).with_item(january, SAID)
    assert find_similar(SimilarQuery((1,), "2026年2月安全生产形势分析", sketch=kept), known).proposals == ()
    assert find_similar(SimilarQuery((1,), "2026年2月安全生产形势分析", sketch=SAID), known).proposals != ()


def test_what_was_said_in_another_season_is_no_near_duplicate() -> None:
    later = ARRIVED + WITHIN + timedelta(days=1)
    assert find_similar(SimilarQuery((1,), "扫雪", arrived_at=later, sketch=SAID), SAYING).proposals == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_between_nothing_and_all(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(st.text())
def test_any_text_has_a_fingerprint(text: str) -> None:
    assert len(fingerprint(text, text, [text])) == 40
