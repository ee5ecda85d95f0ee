"""Are subjects taken apart as units write them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.subject import (
    SubjectMark,
    parse_subject,
    remainder,
    rest_of,
    title_of,
)
from ingest.names.folding import TextSpan
from ingest.names.naming import find_units
from tests.ingest.roster import unit_names

NAMES = unit_names()
PARTS = "银川市盐池县交通运输局办公室、和联合+＋-—:：_【】[]《》()（） \t\n"
SUBJECTISH = st.text(
    alphabet=PARTS
    + "回复转发Re更正续报修改稿2026年3月.docx撰稿"
    + "\u3000\u202e\x00€𠮷",
    max_size=60,
)


def title(subject: str) -> str:
    parsed = parse_subject(subject)
    return title_of(parsed, find_units(parsed.body, NAMES).spans)


@pytest.mark.parametrize(
    "subject",
    [
        "银川市交通运输局+除雪保畅",
        "银川市交通运输局＋除雪保畅",
        "银川市交通运输局 + 除雪保畅",
        "银川市交通运输局-除雪保畅",
        "银川市交通运输局—除雪保畅",
        "银川市交通运输局——除雪保畅",
        "银川市交通运输局:除雪保畅",
        "银川市交通运输局：除雪保畅",
        "银川市交通运输局_除雪保畅",
        "银川市交通运输局 除雪保畅",
        "银川市交通运输局\u3000除雪保畅",
        "银川市交通运输局除雪保畅",
        "银川市交通运输局《除雪保畅》",
        "银川市交通运输局【除雪保畅】",
        "银川市交通运输局[除雪保畅]",
        "【银川市交通运输局】除雪保畅",
        "[银川市交通运输局]除雪保畅",
        "《银川市交通运输局》+《除雪保畅》",
        "“银川市交通运输局”+“除雪保畅”",
        "(银川市交通运输局)除雪保畅",
        "除雪保畅——银川市交通运输局",
        "除雪保畅(银川市交通运输局)",
        "银川市交通局办公室+除雪保畅",
        "银川市交通局养护科:除雪保畅",
        "银川市交通局报送:除雪保畅",
        "政务信息报送:银川市交通局+除雪保畅",
        "20260310银川市交通局+除雪保畅",
        "银川市交通局+除雪保畅(20260310)",
        "银川市交通局+除雪保畅（2026年3月10日）",
        "银川市交通局+除雪保畅.docx",
        "1.银川市交通局+除雪保畅",
        "【动态信息】银川市交通局+除雪保畅",
        "【调研】银川市交通局+除雪保畅",
        "Re:Re: 回复:银川市交通局+除雪保畅",
        "转发:银川市交通局+除雪保畅",
        "回复:自动回执：银川市交通局+除雪保畅 [2026-0123-k7f3q9xw]",
        "【更正】银川市交通局+除雪保畅",
        "银川市交通局+除雪保畅(修改稿)",
        "银川市交通局+续报:除雪保畅",
        "银川市交通局、兴庆区交通局+除雪保畅",
        "[SPAM]银川市交通局+除雪保畅",
        "3月5日银川市交通局+除雪保畅",
        "【银川市交通局】【动态】除雪保畅",
        "银川市交通局+动态信息+除雪保畅",
        "银川市交通局+除雪保畅(撰稿人:张三 13900000000)",
        "银川市交通局+除雪保畅—张三13900000000",
        "银川市交通局兴庆分局+除雪保畅",
        "银川市交通局→除雪保畅",
        "银川市交通局+除雪保畅 2026.3.15",
        "银川市交通局+除雪保畅(第二稿)",
        "银川市交通局联合兴庆区交通局:除雪保畅",
        "银川市交通局+除雪保畅20260310",
        "银川市交通局+除雪保畅2026-3-10",
        "再发：银川市交通局+除雪保畅",
        "银川市交通局+（再发一次）除雪保畅",
        "银川市交通局+除雪保畅等两篇",
        "银川市交通局+除雪保畅等3条信息",
        "银川市交通局+除雪保畅（外一则）",
        "银川市交通局+除雪保畅（共1页）",
        "银川市交通局+除雪保畅（字数：320）",
        "银川市交通局+除雪保畅（已报分管领导审定）",
        "银川市交通局+除雪保畅(1).docx",
        "银川市交通局+除雪保畅v2",
        "银川市交通局2026年第12期（总第345期）除雪保畅",
        "银川市交通局办公室王小明报送：除雪保畅",
        "银川市交通局综合科王小明供稿：除雪保畅",
        "银川市交通局办公室 王小明 报送：除雪保畅",
        "银川市交通局信息员王小明：除雪保畅",
        "银川市交通局+银川讯：除雪保畅",
        "银川市交通局+本报讯 除雪保畅",
        "【银川讯】银川市交通局+除雪保畅",
        "银川市交通局+除雪保畅（请以此稿为准）",
        "银川市交通局+除雪保畅（替换前稿）",
        "银川市交通局+除雪保畅【最终】",
        "银川市交通局+除雪保畅（张局已阅）",
        "银川市交通局+除雪保畅（局办 王小明）",
        "银川市交通局+除雪保畅（约320字）",
        "银川市交通局➕除雪保畅",
        "银川市交通局+1.除雪保畅",
        "银川市交通局+信息（一）除雪保畅",
        "银川市交通局报送“除雪保畅”信息",
        "标题：除雪保畅 单位：银川市交通局",
        "来自银川市交通局的信息：除雪保畅",
        "除雪保畅 银川市交通局",
    ],
)
def test_art_16_unit_and_title_are_found_whatever_joins_them(subject: str) -> None:
    assert title(subject) == "除雪保畅"


@pytest.mark.parametrize(
    "mark",
    ["(紧急)", "[紧急]", "<紧急>", "【特急】", "（十万火急）", "紧急：", "(加急)"],
)
def test_how_urgent_it_is_is_no_word_of_a_title(mark: str) -> None:
    assert title(f"{mark}银川市交通局+除雪保畅") == "除雪保畅"
    assert title("银川市交通局+紧急转移旅客") == "紧急转移旅客"


@pytest.mark.parametrize(
    "part",
    [
        "机关党委",
        "机关第一党支部",
        "党委办公室",
        "局机关纪委",
        "团支部",
        "综合执法支队",
        "办公室",
    ],
)
def test_an_office_behind_the_units_name_is_no_word_of_a_title(part: str) -> None:
    assert title(f"银川市交通局{part}+除雪保畅") == "除雪保畅"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("银川市交通局+“交通+旅游”融合发展", "“交通+旅游”融合发展"),
        ("银川市交通局+农村公路+产业", "农村公路+产业"),
        ("银川市交通局: 推进“四好”: 三项举措", "推进“四好”: 三项举措"),
        ("银川市交通局+关于除雪的报告(试行)", "关于除雪的报告(试行)"),
        ("【除雪保畅】银川市交通局:昼夜奋战", "【除雪保畅】昼夜奋战"),
        ("银川市交通局信息化建设提速", "信息化建设提速"),
        ("农村公路+产业", "农村公路+产业"),
    ],
)
def test_a_title_keeps_its_own_plus_colon_and_brackets(
    subject: str, expected: str
) -> None:
    assert title(subject) == expected


@pytest.mark.parametrize(
    ("subject", "reply", "forward"),
    [
        ("Re: x", True, False),
        ("RE：x", True, False),
        ("回复:x", True, False),
        ("答复：x", True, False),
        ("回复[2]: x", True, False),
        ("Fw: x", False, True),
        ("Fwd:Re: x", False, True),
        ("转发：x", False, True),
        ("回复及时的服务", False, False),
        ("Report: x", False, False),
        ("自动回执：x", False, False),
    ],
)
def test_reply_and_forward_prefixes_are_known(
    subject: str,
    reply: bool,  # noqa: FBT001
    forward: bool,  # noqa: FBT001
) -> None:
    parsed = parse_subject(subject)
    assert (parsed.is_reply, parsed.is_forward) == (reply, forward)


@pytest.mark.parametrize(
    ("subject", "mark"),
    [
        ("【更正】甲", SubjectMark.CORRECTION),
        ("更正:甲", SubjectMark.CORRECTION),
        ("甲(修改稿)", SubjectMark.CORRECTION),
        ("甲-修改稿", SubjectMark.CORRECTION),
        ("甲 修订稿", SubjectMark.CORRECTION),
        ("甲(以此件为准)", SubjectMark.CORRECTION),
        ("甲(更正稿,以此为准)", SubjectMark.CORRECTION),
        ("甲（修改稿，请以此件为准）", SubjectMark.CORRECTION),
        ("甲（重发、以此为准）", SubjectMark.RESENT),
        ("续报:甲", SubjectMark.FOLLOW_UP),
        ("甲(续报二)", SubjectMark.FOLLOW_UP),
        ("【续报2】甲", SubjectMark.FOLLOW_UP),
        ("重新报送:甲", SubjectMark.RESENT),
        ("补署名:甲", SubjectMark.RESENT),
        ("补充联系方式：甲", SubjectMark.RESENT),
        ("甲(补照片)", SubjectMark.RESENT),
    ],
)
def test_f7_marks_of_correction_and_continuation_are_known(
    subject: str, mark: SubjectMark
) -> None:
    parsed = parse_subject(subject)
    assert parsed.marks == {mark}
    assert parsed.body == "甲"


def test_words_that_only_look_like_marks_are_left_alone() -> None:
    parsed = parse_subject("修改稿件管理办法的通知")
    assert (parsed.marks, parsed.body) == (frozenset(), "修改稿件管理办法的通知")


def test_dates_and_tags_are_kept_apart() -> None:
    parsed = parse_subject("【调研】盐池县+除雪(2026年3月10日)")
    assert (parsed.tags, parsed.dates, parsed.body) == (
        ("调研",),
        ("2026年3月10日",),
        "盐池县+除雪",
    )


def test_a_subject_that_is_only_a_unit_keeps_its_text_as_title() -> None:
    parsed = parse_subject("银川市交通运输局")
    spans = find_units(parsed.body, NAMES).spans
    assert remainder(parsed.body, spans) == ""
    assert title_of(parsed, spans) == "银川市交通运输局"


@given(st.one_of(SUBJECTISH, st.text(max_size=200)))
def test_any_subject_has_spans_inside_it_and_a_title_unless_it_is_empty(
    subject: str,
) -> None:
    parsed = parse_subject(subject)
    naming = find_units(parsed.body, NAMES)
    everything = (*naming.named, *naming.unclear, *naming.hints)
    assert all(0 <= a < b <= len(parsed.body) for a, b in (n.span for n in everything))
    assert bool(title_of(parsed, naming.spans)) == bool(parsed.text)


@given(
    SUBJECTISH,
    st.lists(st.builds(TextSpan, st.integers(-5, 70), st.integers(-5, 70)), max_size=4),
)
def test_any_spans_leave_a_remainder(subject: str, spans: list[TextSpan]) -> None:
    parsed = parse_subject(subject)
    assert isinstance(remainder(parsed.body, spans), str)
    assert bool(title_of(parsed, spans)) == bool(parsed.text)


@pytest.mark.parametrize(
    "hostile",
    [
        "Re:" * 100_000,
        "【" * 100_000,
        " \t" * 100_000,
        "(2026" * 50_000,
        "+-" * 100_000,
    ],
)
def test_a_hostile_subject_costs_little(hostile: str) -> None:
    assert len(parse_subject(hostile).text) <= 1_000


@pytest.mark.parametrize(
    ("subject", "byline"),
    [
        ("银川市交通局办公室王小明报送：除雪保畅", "（王小明）"),
        ("银川市交通局马建军：除雪保畅连夜奋战", "（马建军）"),
        ("银川市交通局 欧阳小明 供稿：除雪保畅", "（欧阳小明）"),
    ],
)
def test_who_hands_a_title_in_is_named_apart(subject: str, byline: str) -> None:
    assert parse_subject(subject).byline == byline


def test_who_stands_between_unit_and_title_is_kept() -> None:
    parsed = parse_subject("银川市交通局信息员王小明：除雪保畅")
    assert (
        rest_of(parsed.body, find_units(parsed.body, NAMES).spans).byline
        == "信息员王小明"
    )


@pytest.mark.parametrize(
    "subject",
    [
        "银川市交通局安全：除雪保畅",
        "银川市交通局+交通大讲堂系列（4期）",
        "银川市交通局+追缴通行费13895671008元",
        "银川市交通局+路网资讯 上墙",
        "银川市交通局+新建等3条公路完工",
        "银川市交通局+一、二季度公路建设提速",
        "银川市交通局+1、2月客运量回升",
        "银川市交通局+3.15消费者权益日宣传",
    ],
)
def test_what_only_looks_like_a_name_an_issue_or_a_number_stays(subject: str) -> None:
    assert title(subject) == subject.removeprefix("银川市交通局").removeprefix("+")


def test_a_forwarded_answer_is_passed_on_and_an_answered_forward_is_an_answer() -> None:
    assert not parse_subject("转发：回复：银川市交通局+除雪保畅").is_reply
    assert parse_subject("回复：转发：银川市交通局+除雪保畅").is_reply
