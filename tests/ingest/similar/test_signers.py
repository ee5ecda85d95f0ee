"""Do units sign a manuscript together where its lines say nothing else, and only
there?
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names.unit_names import unit_names_of
from ingest.similar.signers import partners_in, signing_together
from ledger.entries.people import Unit

SINCE = date(2020, 1, 1)
NAMES = unit_names_of(
    (
        Unit(1, "西吉县交通运输局", "第二组", SINCE),
        Unit(2, "原州区交通运输局", "第二组", SINCE),
        Unit(3, "宁夏公路管理中心", "第一组", SINCE, short_names=("公路管理中心",)),
        Unit(4, "厅办公室", "第一组", SINCE),
    )
)
STORY = (
    "跨县断头路打通\n西吉县与原州区联合实施断头路改造，沿线群众出行时间缩短四十分钟。\n"
)


@pytest.mark.parametrize(
    ("signed", "units"),
    [
        ("西吉县交通运输局　原州区交通运输局\n2026年3月9日", (1, 2)),
        ("原州区交通运输局\n西吉县交通运输局\n2026年3月9日", (2, 1)),
        ("（西吉县交通运输局、原州区交通运输局联合供稿）", (1, 2)),
        ("供稿单位：西吉县交通运输局、宁夏公路管理中心", (1, 3)),
        (
            "西吉县交通运输局、原州区交通运输局、宁夏公路管理中心三家单位联合报送",
            (1, 2, 3),
        ),
        ("西吉县交通运输局办公室 原州区交通运输局办公室2026-3-9", (1, 2)),
    ],
)
def test_units_that_sign_one_below_or_beside_the_other_are_known(
    signed: str, units: tuple[int, ...]
) -> None:
    assert (
        signing_together(f"{STORY}{signed}\n撰稿人：王小明 13900000000", NAMES) == units
    )


@pytest.mark.parametrize(
    "signed",
    [
        "西吉县交通运输局",
        "西吉县交通运输局\n2026年3月9日\n抄送：原州区交通运输局",
        "厅办公室：\n现将信息报上。\n西吉县交通运输局",
        "西吉县交通运输局会同原州区交通运输局开展检查",
        "参加单位有西吉县交通运输局、原州区交通运输局",
        "西吉县交通运输局 西吉县交通运输局",
    ],
)
def test_one_unit_an_addressee_and_what_a_sentence_speaks_of_do_not_sign(
    signed: str,
) -> None:
    assert signing_together(STORY + signed, NAMES) == ()


@pytest.mark.parametrize(
    ("note", "units"),
    [
        ("与公路管理中心联合报送，见附件。", (3,)),
        ("本期信息和原州区交通运输局、宁夏公路管理中心共同撰写。", (2, 3)),
        ("会同原州区交通运输局联合上报", (2,)),
        ("与原州区交通运输局、宁夏公路管理中心三家单位联合报送", (2, 3)),
        ("与公安局联合报送", ()),
        ("会同原州区交通运输局联合检查", ()),
        ("", ()),
    ],
)
def test_a_note_says_with_whom_it_reports(note: str, units: tuple[int, ...]) -> None:
    assert partners_in(note, NAMES) == units


@given(st.text(), st.text())
def test_any_text_is_read(text: str, more: str) -> None:
    assert len(signing_together(f"{text}\n西吉县交通运输局\n{more}", NAMES)) != 1
