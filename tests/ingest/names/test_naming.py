"""Are units found where a reporter names itself, and only there?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names.folding import fold
from ingest.names.naming import Naming, find_units
from ingest.names.unit_names import RecognisedBy, unit_names_of
from ledger.entries.people import Unit
from tests.ingest.roster import (
    FINANCE,
    HIGHWAYS,
    LAW,
    OFFICE,
    PUBLICITY,
    SINCE,
    XINGQING,
    YANCHI,
    YINCHUAN,
    ZHONGNING,
    unit_names,
)

NAMES = unit_names()


def named(text: str) -> list[int]:
    return [n.unit_id for n in find_units(text, NAMES).named]


@pytest.mark.parametrize(
    ("text", "unit", "how"),
    [
        ("银川市交通运输局+甲", YINCHUAN, RecognisedBy.OFFICIAL),
        ("银川市局:甲", YINCHUAN, RecognisedBy.SHORT),
        ("银川市交通运输局兴庆区交通局+甲", XINGQING, RecognisedBy.PARENT),
        ("银川市兴庆区交通局+甲", XINGQING, RecognisedBy.PARENT),
        ("銀川市交通運輸局+甲", YINCHUAN, RecognisedBy.OFFICIAL),
        ("银川市 交通 运输局 甲", YINCHUAN, RecognisedBy.OFFICIAL),
        ("盐池县交通运榆局+甲", YANCHI, RecognisedBy.MISSPELT),
        ("盐池县交运输局+甲", YANCHI, RecognisedBy.MISSPELT),
        ("盐池县交通输运局+甲", YANCHI, RecognisedBy.MISSPELT),
        ("宁夏公路管里中心+甲", HIGHWAYS, RecognisedBy.MISSPELT),
        ("法规处 甲", LAW, RecognisedBy.SHORT),
        ("自治区交通运输厅政策法规处+甲", LAW, RecognisedBy.SHORT),
        ("甲——盐池县交通局", YANCHI, RecognisedBy.SHORT),
        ("甲(盐池县交通局)", YANCHI, RecognisedBy.SHORT),
        ("区交通宣传事务中心+甲", PUBLICITY, RecognisedBy.PLACELESS),
    ],
)
def test_a_unit_is_found_by_every_way_of_naming_it(
    text: str, unit: Unit, how: RecognisedBy
) -> None:
    found = find_units(text, NAMES).named
    assert [(n.unit_id, n.how) for n in found] == [(unit.id, how)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("宁夏银川市交通运输局+甲", YINCHUAN),
        ("厅法规处+甲", LAW),
        ("厅财审处+甲", FINANCE),
        ("交通运输厅法规处+甲", LAW),
        ("宁夏交通运输厅法规处+甲", LAW),
        ("自治区公安厅法规处+甲", None),
        ("自治区公路管理中心+甲", None),
        ("3月5日盐池县交通局+甲", YANCHI),
        ("公路中心石嘴山分中心+甲", HIGHWAYS),
    ],
)
def test_a_superiors_name_a_date_or_a_branch_beside_a_name_is_understood(
    text: str, unit: Unit | None
) -> None:
    assert named(text) == ([] if unit is None else [unit.id])


def test_an_informal_name_is_a_candidate_only() -> None:
    found = find_units("盐池县局+甲", NAMES)
    assert (found.named, [(n.unit_id, n.how) for n in found.unclear]) == (
        (),
        [(YANCHI.id, RecognisedBy.INFORMAL)],
    )


def test_parent_and_child_parted_by_a_blank_are_two_units() -> None:
    assert named("银川市交通运输局 兴庆区交通运输局 联合整治") == [
        YINCHUAN.id,
        XINGQING.id,
    ]


def test_the_longest_name_wins() -> None:
    assert named("银川市交通运输局兴庆区交通运输局+甲") == [XINGQING.id]


def test_a_span_covers_the_name_as_written() -> None:
    text = "【銀川市 交通運輸局】甲"
    (start, end) = find_units(text, NAMES).named[0].span
    assert text[start:end] == "銀川市 交通運輸局"


@pytest.mark.parametrize(
    "text", ["法规处理办法出台", "中心城区治堵", "办公室召开会议", "公路中心线施划完成"]
)
def test_general_names_count_only_before_a_separator(text: str) -> None:
    assert find_units(text, NAMES).named == ()


def test_a_name_within_prose_is_only_mentioned() -> None:
    found = find_units("关于盐池县交通运输局春运工作", NAMES)
    assert (found.named, [n.unit_id for n in found.hints]) == ((), [YANCHI.id])


def test_a_place_alone_is_a_hint() -> None:
    found = find_units("盐池推动农村公路建设", NAMES)
    assert (found.named, found.unclear) == ((), ())
    assert [(n.unit_id, n.how) for n in found.hints] == [
        (YANCHI.id, RecognisedBy.PLACE)
    ]


def test_a_short_name_of_two_units_gives_both() -> None:
    found = find_units("中心+甲", NAMES)
    assert found.named == ()
    assert {n.unit_id for n in found.unclear} == {HIGHWAYS.id, PUBLICITY.id}


def test_a_name_without_its_place_gives_all_that_bear_it() -> None:
    found = find_units("县交通运输局:甲", NAMES)
    assert {n.unit_id for n in found.unclear} == {YANCHI.id, ZHONGNING.id}


@pytest.mark.parametrize(
    "text",
    [
        "银川市交通运输执法支队+甲",
        "海原县教育体育局+甲",
        "某某县交通运输局+甲",
        "中国移动宁夏公司+甲",
    ],
)
def test_another_organisation_is_not_taken_for_a_unit(text: str) -> None:
    assert find_units(text, NAMES).named == ()


def test_a_slip_in_the_place_is_never_beyond_doubt() -> None:
    found = find_units("监池县交通运输局+甲", NAMES)
    assert (found.named, [n.unit_id for n in found.unclear]) == ((), [YANCHI.id])


def test_d1_a_list_of_units_is_found_in_its_order_with_the_lead_it_names() -> None:
    assert named("盐池县交通局、中宁县交通局和公路管理中心+甲") == [
        YANCHI.id,
        ZHONGNING.id,
        HIGHWAYS.id,
    ]
    assert named("盐池县交通局、中宁县交通局、盐池县交通局+甲") == [
        YANCHI.id,
        ZHONGNING.id,
    ]
    assert find_units("盐池县交通局、中宁县交通局(牵头)+甲", NAMES).lead == ZHONGNING.id
    assert find_units("盐池县交通局(主报)、中宁县交通局+甲", NAMES).lead == YANCHI.id


def test_a_title_that_begins_with_another_units_name_is_no_joint_item() -> None:
    assert named("盐池县交通局+公路管理中心调研组来盐") == [YANCHI.id]


def test_d1_a_sentence_behind_the_plus_that_begins_with_names_is_no_joint_item() -> (
    None
):
    assert named(
        "盐池县交通运输局+盐池县交通局联合中宁县交通局、银川市局追缴通行费"
    ) == [YANCHI.id]
    assert named("盐池县交通运输局+中宁县交通局联合银川市局治超") == [YANCHI.id]
    assert named("盐池县交通局 中宁县交通局 银川市局联合报送+治超") == [
        YANCHI.id,
        ZHONGNING.id,
        YINCHUAN.id,
    ]
    assert named("盐池县交通运输局+中宁县交通局、银川市局+治超") == [
        YANCHI.id,
        ZHONGNING.id,
        YINCHUAN.id,
    ]


def test_a_department_after_a_name_is_no_other_unit() -> None:
    assert named("银川市交通局办公室+甲") == [YINCHUAN.id]
    assert named("办公室、工会+甲") == []
    assert [n.unit_id for n in find_units("办公室+甲", NAMES).unclear] == [OFFICE.id]


def test_an_empty_roster_names_nobody() -> None:
    assert find_units("银川市交通运输局+甲", unit_names_of([])) == Naming()


def test_a_unit_without_a_place_in_its_name_is_found_too() -> None:
    school = Unit(1, "第一中学", "", SINCE, short_names=("一中",))
    assert [
        n.unit_id for n in find_units("一中+开学", unit_names_of([school])).named
    ] == [1]


@given(
    st.one_of(
        st.text(max_size=120),
        st.text("银川市盐池县交通运输局、和+办公室中心厅(主报) ", max_size=60),
    )
)
def test_find_never_fails_and_every_span_lies_inside_the_text(text: str) -> None:
    found = find_units(text, NAMES)
    for one in (*found.named, *found.unclear, *found.hints):
        assert 0 <= one.span[0] < one.span[1] <= len(text)
        assert 0 <= one.confidence <= 1


@given(st.text())
def test_folding_remembers_where_each_character_stood(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert not any(sign.isspace() for sign in folded.text)


def test_a_former_name_is_read_as_the_name_it_was() -> None:
    renamed = YANCHI.renamed("盐池县综合交通局", date(2026, 6, 15))
    names = unit_names_of([renamed, YINCHUAN, XINGQING])
    for text in ("盐池县综合交通局+甲", "盐池县交通运输局+甲", "盐池县交通局：甲"):
        assert [unit.unit_id for unit in find_units(text, names).named] == [YANCHI.id]
    moved = YINCHUAN.renamed("凤城交通局", date(2026, 6, 15))
    child = replace(XINGQING, parent="凤城交通局")
    for text in ("凤城交通局兴庆区交通局+甲", "银川市交通运输局兴庆区交通局+甲"):
        assert [
            unit.unit_id
            for unit in find_units(text, unit_names_of([moved, child])).named
        ] == [XINGQING.id]


def test_a_former_name_that_another_unit_has_now_is_that_ones() -> None:
    renamed = YANCHI.renamed("盐池县综合交通局", date(2026, 6, 15))
    successor = Unit(99, "盐池县交通运输局", "第一组", date(2026, 6, 15))
    found = find_units("盐池县交通运输局+甲", unit_names_of([renamed, successor])).named
    assert [unit.unit_id for unit in found] == [99]


def test_the_names_and_addresses_of_a_merged_unit_are_those_of_the_one_that_goes_on() -> (
    None
):
    merged = XINGQING.merged(YINCHUAN.id, date(2026, 9, 1))
    names = unit_names_of([merged, YINCHUAN, YANCHI])
    for text in ("兴庆区交通运输局+甲", "兴庆区交通局：甲", "银川市局+甲"):
        assert [unit.unit_id for unit in find_units(text, names).named] == [YINCHUAN.id]
    assert [unit.id for unit in names.by_address["xingqing@units.example"]] == [
        YINCHUAN.id
    ]
    assert (
        names.unit(XINGQING.id).name == "兴庆区交通运输局"
    )  # its earlier items still are
