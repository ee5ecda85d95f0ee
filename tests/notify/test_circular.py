"""Does a circular show exactly what was scored, and count an adoption for being one?"""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from ledger.entries.events import Adoption, Facts, Instruction
from ledger.entries.submissions import Submission, SubmissionState
from ledger.periods import parse_period
from ledger.scoresheet import (
    GroupScore,
    Line,
    NamedListEntry,
    ReadingUsed,
    ScoreSheet,
    UnitScore,
)
from notify import circular
from notify.circular import (
    CircularContents,
    Correction,
    Overall,
    QuarterShares,
    ShareRule,
    UnitChange,
    UnitRow,
    circular_contents,
    corrected,
)
from notify.compose import Composer
from notify.facts import CircularFacts
from notify.samples import CIRCULARS, SAMPLES, SENDER
from scoring.language.editions import bundled

Q1 = parse_period("2026Q1")
RULE = bundled().for_period(Q1)
AT = datetime(2026, 3, 10, tzinfo=UTC)
ON = date(2026, 3, 12)
ITEM = Submission(
    "2026-0001", AT, "春运保障", SubmissionState.RECORDED, unit_id=1, co_unit_ids=(2,)
)
BY_ADOPTION = ("adoption:5", "submission:2026-0001")


def _facts(*items: Submission) -> Facts:
    return Facts(
        submissions=items,
        adoptions=(
            Adoption(5, "2026-0001", "宁夏交通信息", "单条", ON, AT, "3"),
            Adoption(9, "2026-0001", "政务信息", "单条", ON, AT, "7"),
            Adoption(11, "2026-0001", "无名内刊", "单条", ON, AT),
        ),
        instructions=(Instruction(6, "2026-0001", "某领导", "自治区", ON, AT),),
    )


def _line(unit: int, points: int, *evidence: str) -> Line:
    return Line(
        unit,
        Fraction(points),
        "11(2)",
        "采用",
        ON,
        "2026-0001",
        (*evidence, "submission:2026-0001"),
    )


def _sheet(*more: Line) -> ScoreSheet:
    lines = (
        Line(1, Fraction(15), "11(1)", "月度报送完成", ON),
        _line(1, 2, "adoption:5"),
        _line(1, 10, "instruction:6"),
        *more,
    )
    first = UnitScore(1, "银川市交通运输局", lines, (), Fraction(27), Fraction(5), 1)
    silent = tuple(
        NamedListEntry(2, "零报送", "11(1)", said)
        for said in ("1月零报送", "3月零报送")
    )
    second = UnitScore(2, "石嘴山市交通运输局", (), silent, Fraction(0), Fraction(0), 2)
    return ScoreSheet(
        "2026Q1",
        "2021",
        (GroupScore("第一组", (first, second)),),
        (ReadingUsed("A3", "任何类别"),),
    )


def _shown(*more: Line, items: tuple[Submission, ...] = (ITEM,)) -> CircularContents:
    return circular_contents(_sheet(*more), Q1, _facts(*items), RULE)


@pytest.fixture
def sample() -> CircularContents:
    return _shown()


def test_a_row_counts_what_was_sent_adopted_by_level_and_written_on(
    sample: CircularContents,
) -> None:
    assert sample.levels == ("本厅", "上级")
    assert sample.row_of(1) == UnitRow(
        1, "银川市交通运输局", 1, (1, 0), 1, "27", "27", "5.00", 1
    )
    assert sample.row_of(2) == UnitRow(
        2, "石嘴山市交通运输局", 1, (0, 0), 0, "0", "0", "0.00", 2
    )
    assert sample.row_of(3) is None


def test_an_adoption_that_earns_nothing_is_an_adoption(
    sample: CircularContents,
) -> None:
    row = _shown(_line(1, 0, "adoption:9")).row_of(1)
    assert row is not None
    assert row.adopted == (1, 1)
    assert row.total == "27"


def test_c7_a_publication_the_rule_does_not_name_has_a_column_of_its_own() -> None:
    shown = _shown(_line(1, 0, "adoption:11"))
    assert shown.levels == ("本厅", "上级", "其他")
    assert shown.groups[0].rows[0].adopted == (1, 0, 1)


def test_what_only_takes_back_an_earlier_adoption_is_none_of_this_period() -> None:
    row = _shown(_line(1, -4, "adoption:9")).row_of(1)
    assert row is not None
    assert row.adopted == (1, 0)


@pytest.mark.parametrize(
    "other",
    [
        replace(ITEM, state=SubmissionState.HELD),
        replace(ITEM, state=SubmissionState.RETURNED),
        replace(ITEM, own_business=False),
    ],
)
def test_a8_what_does_not_count_is_neither_sent_nor_adopted(other: Submission) -> None:
    shown = _shown(items=(other,))
    row = shown.row_of(1)
    assert row is not None
    assert (row.submitted, row.adopted, row.instructions) == (0, (0, 0), 0)
    assert shown.annex == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(ITEM, counts_on=date(2026, 4, 1)),
        replace(ITEM, arrived_at=datetime(2026, 3, 31, 16, 0, tzinfo=UTC)),
    ],
)
def test_a8_an_item_of_another_period_is_not_counted_as_sent_in_this(
    other: Submission,
) -> None:
    row = _shown(items=(other,)).row_of(1)
    assert row is not None
    assert row.submitted == 0


def test_in_all_a_joint_item_is_one_item_however_many_units_share_it() -> None:
    sheet = _sheet()
    (first, second) = sheet.groups[0].units
    both = replace(
        second, lines=(_line(2, 2, "adoption:5"), _line(2, 10, "instruction:6"))
    )
    shown = circular_contents(
        replace(sheet, groups=(GroupScore("第一组", (first, both)),)),
        Q1,
        _facts(ITEM),
        RULE,
    )
    assert shown.overall == Overall(1, (1, 0), 1)
    assert [(one.unit, one.points) for one in shown.annex if "第3期" in one.what] == [
        ("银川市交通运输局", "2"),
        ("石嘴山市交通运输局", "1"),  # D2: half of it
    ]


def test_lists_annex_and_readings_are_those_of_the_sheet(
    sample: CircularContents,
) -> None:
    assert [(one.name, one.units) for one in sample.named] == [
        ("零报送", (("石嘴山市交通运输局", "1月、3月"),))
    ]
    assert [(one.title, one.what, one.points, one.serial) for one in sample.annex] == [
        ("春运保障", "《宁夏交通信息》第3期（单条），联合报送", "2", "2026-0001"),
        ("春运保障", "某领导批示，联合报送", "10", "2026-0001"),
    ]
    assert sample.readings == (ReadingUsed("A3", "任何类别"),)
    assert sample.share_rule == ShareRule("12(1)", "12(2)", "5", 2)


def test_the_columns_of_a_quarter_are_those_of_real_circulars(
    sample: CircularContents,
) -> None:
    assert sample.head == (
        *(
            "单位",
            "报送",
            "本厅采用",
            "上级采用",
            "批示",
            "本季得分",
            "累计得分",
            "效能得分",
            "排名",
        ),
    )
    assert sample.cells(sample.groups[0].rows[0]) == (
        *("银川市交通运输局", "1", "1", "0", "1", "27", "27", "5.00", "1"),
    )


def test_a_month_shows_neither_share_nor_place_and_a_year_no_second_sum(
    sample: CircularContents,
) -> None:
    rows = tuple(row._replace(share=None, rank=None) for row in sample.groups[0].rows)
    month = replace(
        sample, period="2026-03", groups=(sample.groups[0]._replace(rows=rows),)
    )
    assert month.head == (
        "单位",
        "报送",
        "本厅采用",
        "上级采用",
        "批示",
        "本月得分",
        "累计得分",
    )
    assert len(month.cells(rows[0])) == len(month.head)
    assert month.title == "关于2026年3月政务信息报送采用情况的通报"
    year = replace(sample, period="2026")
    assert year.head[-3:] == ("全年得分", "效能得分", "排名")
    assert len(year.cells(year.groups[0].rows[0])) == len(year.head)
    assert year.title == "关于2026年度政务信息报送采用情况的通报"
    told = replace(
        year,
        quarters=(QuarterShares("2026Q1", ((1, "5.00"),)), QuarterShares("2026Q2", ())),
    )
    assert told.head[-5:] == (
        "全年得分",
        "一季度效能",
        "二季度效能",
        "效能得分",
        "排名",
    )
    assert told.cells(told.groups[0].rows[0])[-5:] == ("27", "5.00", "—", "5.00", "1")


def test_a_correction_is_called_one(sample: CircularContents) -> None:
    shown = corrected(sample, Correction("《第一次的通报》", "漏计一条", ()))
    assert shown.title == "关于更正2026年第一季度政务信息报送采用情况的通报"


def test_what_is_kept_at_approval_reads_back_as_the_same_value(
    sample: CircularContents,
) -> None:
    change = UnitChange(
        "第一组", "甲局", ("1", "2"), ("—", "1.00"), ("2", "1"), ("无", "零报送")
    )
    full = replace(
        corrected(sample, Correction("《第一次的通报》", "漏计一条", (change,))),
        quarters=(QuarterShares("2026Q1", ((1, "5.00"),)),),
    )
    for shown in (sample, full):
        assert circular.contents_from_json(circular.contents_as_json(shown)) == shown


@pytest.mark.parametrize(
    ("number", "said", "unsaid"),
    [
        (0, "本月得分30，累计得分30。", "效能得分"),
        (1, "全年得分30", "累计得分"),
        (
            2,
            "得分28 → 30，排名2 → 1，点名零采用 → 无",
            "各单位得分、名次和点名均无变动",
        ),
    ],
)
def test_the_message_says_what_its_kind_of_period_has_and_nothing_else(
    number: int, said: str, unsaid: str
) -> None:
    facts = SAMPLES["circular"]
    assert isinstance(facts, CircularFacts)
    shown = CIRCULARS[number]
    told = replace(facts, circular=shown, own=shown.groups[0].rows[0])
    words = Composer(SENDER).words("circular", told)
    assert said in words.text
    assert unsaid not in words.text
    assert unsaid not in words.html
