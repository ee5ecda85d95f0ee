"""Is an office's own register (台账) read as it is kept, and nothing in it that the
rule does not know?
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries.events import Adoption, Beginning, Instruction
from ledger.entries.people import Unit
from ledger.entries.submissions import Author, Submission, SubmissionState
from ledger.rulebook import Rulebook
from office.use_cases.imports.comparing import RowState
from office.use_cases.imports.earlier_items import (
    RegisterContext,
    RegisterFile,
    authors_in,
    read_register,
)
from office.use_cases.imports.records import ImportContext
from office.use_cases.imports.rows import Finder, TableRow
from office.use_cases.imports.tables import TableError
from office.use_cases.register_tables import ITEM_HEAD, names_and_phones
from tests.scoring.worlds import ningxia

NOW = datetime(2026, 5, 4, 1, tzinfo=UTC)
UNITS = (
    Unit(1, "银川市交通运输局", "第一组", date(2021, 3, 19), ("银川局",)),
    Unit(2, "吴忠市交通运输局", "第一组", date(2021, 3, 19)),
)
KNOWN = Submission(
    "2026-0001",
    datetime(2026, 2, 3, 2, tzinfo=UTC),
    "旧闻",
    SubmissionState.RECORDED,
    unit_id=2,
)
HEADING = (
    "序号",
    "报送单位",
    "标题",
    "类别",
    "作者",
    "联系电话",
    "报送日期",
    "采用情况",
    "领导批示",
)


def context(
    begins: date | None = None, published: frozenset[str] = frozenset()
) -> RegisterContext:
    record = ImportContext(Finder(UNITS, (KNOWN,)), Rulebook((ningxia(),)), NOW)
    return RegisterContext(
        record, None if begins is None else Beginning(begins), published
    )


def register(
    folder: Path, *rows: tuple[object, ...], heading: tuple[str, ...] = HEADING
) -> Path:
    """A workbook as an office keeps it: a title above the heading, and a sum below."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2026年政务信息报送台账"])
    sheet.append(heading)
    for row in rows:
        sheet.append(list(row))
    sheet.append([None, "合计", None, None, None, None, None, "3条"])
    path = folder / "台账.xlsx"
    book.save(path)
    return path


def row(
    title: str = "春运收官", adopted: str = "", instructed: str = "", **more: object
) -> tuple[object, ...]:
    cells = {"unit": "银川局", "category": "动态", "on": "2026-02-03"} | more
    return (
        1,
        cells["unit"],
        title,
        cells["category"],
        "李娜、王强",
        "0951-1；0951-2",
        cells["on"],
        adopted,
        instructed,
    )


def only_fault(found: RegisterFile) -> str:
    (fault,) = found.faults
    return fault.what


def test_a_row_is_an_item_with_its_authors_adoptions_and_instructions(
    tmp_path: Path,
) -> None:
    adopted = "《宁夏交通信息》第3期 简讯 2026-02-10；宁夏信息（2026年2月20日）"
    found = read_register(
        register(
            tmp_path,
            row(
                "春运收官",
                adopted,
                "自治区领导 张三批示 2026-02-12",
                on=datetime(2026, 2, 3, 10, 32, tzinfo=UTC).replace(tzinfo=None),
            ),
        ),
        context(date(2026, 3, 1)),
    )
    assert (found.faults, found.passed_over) == ((), ("序号",))
    (one,) = found.items
    item = one.item
    assert (item.unit_id, item.title, item.category, item.day) == (
        1,
        "春运收官",
        "动态",
        date(2026, 2, 3),
    )
    assert [(author.name, author.phone) for author in item.authors] == [
        ("李娜", "0951-1"),
        ("王强", "0951-2"),
    ]
    first, second, third = one.events
    assert isinstance(first, Adoption)
    assert (first.publication, first.form, first.issue, first.on) == (
        "《宁夏交通信息》",
        "简讯",
        "3",
        date(2026, 2, 10),
    )
    assert isinstance(second, Adoption)
    assert (second.publication, second.form) == ("《宁夏信息》", "单条")
    assert isinstance(third, Instruction)
    assert (third.level, third.leader) == ("自治区领导", "张三")
    assert one.early


def test_form_issue_and_day_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    heading = (
        "单位",
        "标题",
        "类别",
        "日期",
        "采用刊物",
        "期号",
        "采用形式",
        "采用日期",
    )
    path = register(
        tmp_path,
        ("银川局", "一事", "动态", "2026.2.3", "宁夏交通信息", 5, "简讯", "2026/2/10"),
        heading=heading,
    )
    ((adoption,),) = [each.events for each in read_register(path, context()).items]
    assert isinstance(adoption, Adoption)
    assert (adoption.publication, adoption.form, adoption.issue) == (
        "《宁夏交通信息》",
        "简讯",
        "5",
    )


def test_what_is_on_record_or_said_twice_or_was_returned_is_no_new_item(
    tmp_path: Path,
) -> None:
    heading = (*HEADING, "状态")
    path = register(
        tmp_path,
        (*row("旧闻", unit="吴忠市交通运输局"), "已登记"),
        (*row("新事"), ""),
        (*row("新事"), ""),
        (*row("退掉的"), "已退回"),
        (*row("旧闻", unit="吴忠市交通运输局", on="2026-03-01"), ""),
        heading=heading,
    )
    found = read_register(path, context())
    said = [(each.state, each.because) for each in found.items]
    assert said[:4] == [
        (RowState.KNOWN, "已有 2026-0001"),
        (RowState.NEW, ""),
        (RowState.KNOWN, "与第4行相同"),
        (RowState.KNOWN, "状态为“已退回”，不录入"),
    ]
    assert said[4][0] is RowState.CHANGED
    assert "已有 2026-0001，计入日期是2026-02-03；确是另一件的" in said[4][1]


def test_a_register_that_was_taken_back_may_be_taken_in_again(tmp_path: Path) -> None:
    taken = context()
    returned = replace(
        KNOWN, state=SubmissionState.RETURNED, evidence=("台账导入：台账.xlsx 第3行",)
    )
    finder = Finder(UNITS, (returned,))
    again = RegisterContext(taken.record._replace(finder=finder), None, frozenset())
    (one,) = read_register(
        register(tmp_path, row("旧闻", unit="吴忠市交通运输局")), again
    ).items
    assert one.state is RowState.NEW


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (row(unit="银川"), "银川 is no unit of the roster; 银川市交通运输局 is near"),
        (row(category="消息"), "消息 is no category"),
        (row(adopted="《宁夏交通快报》 2026-02-10"), "《宁夏交通信息》 is near"),
        (row(adopted="《宁夏交通信息》"), "has no day"),
        (
            row(adopted="《宁夏交通信息》 单条 2026-01-10"),
            "is before 2026-02-03, when it came",
        ),
        (row(instructed="厅长 王五 2026-02-10"), "厅长 is no level of the rule"),
        (row(on="二月"), "is no day"),
        (row(on="2026-07-01"), "has not come yet"),
        (row(title=""), "title: is empty"),
        (row("关于某事的报告（机密）"), "密级"),
    ],
)
def test_a_row_with_a_word_that_is_not_known_is_refused_with_the_way_out(
    tmp_path: Path, bad: tuple[object, ...], said: str
) -> None:
    assert said in only_fault(read_register(register(tmp_path, bad), context()))


def test_the_unit_itself_is_no_joint_unit_of_its_item(tmp_path: Path) -> None:
    names = "银川局、银川市交通运输局；吴忠市交通运输局"
    path = register(tmp_path, (*row(), names), heading=(*HEADING, "联合单位"))
    (found,) = read_register(path, context()).items
    assert found.item.co_unit_ids == (2,)


def test_an_item_of_a_unit_that_was_no_more_by_then_names_the_one_that_goes_on(
    tmp_path: Path,
) -> None:
    gone = replace(UNITS[0], until=date(2026, 2, 1), merged_into=2)
    record = context().record._replace(finder=Finder((gone, UNITS[1])))
    found = only_fault(
        read_register(
            register(tmp_path, row()), RegisterContext(record, None, frozenset())
        )
    )
    assert (
        "银川市交通运输局2026年2月1日起并入吴忠市交通运输局，而本件计入2026年2月3日"
        in found
    )


def test_an_item_of_a_published_or_told_quarter_would_count_otherwise_and_is_refused(
    tmp_path: Path,
) -> None:
    path = register(tmp_path, row())
    assert "2026Q1 is published" in only_fault(
        read_register(path, context(published=frozenset({"2026Q1"})))
    )
    printed = context()
    told = RegisterContext(
        printed.record._replace(printed={"2026Q1": NOW}), None, frozenset()
    )
    assert "was told as a total" in only_fault(read_register(path, told))
    before = RegisterContext(told.record, Beginning(date(2026, 4, 1)), frozenset())
    assert not read_register(path, before).faults  # 考核前: it counts nowhere


def test_rows_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    path = register(tmp_path, row("一事"), row("一事", category="综合"))
    assert "contradicts row 3" in only_fault(read_register(path, context()))


def test_a_file_without_the_columns_is_told_which(tmp_path: Path) -> None:
    with pytest.raises(
        TableError, match=r"column category \(类别\), arrived \(到达时间\) is missing"
    ):
        read_register(register(tmp_path, heading=("单位", "标题")), context())


def test_a_register_that_the_program_wrote_is_read_as_it_is(tmp_path: Path) -> None:
    cells = {
        "编号": "2026-0007",
        "单位": "银川市交通运输局",
        "联合单位": "吴忠市交通运输局",
        "标题": "一事",
        "类别": "动态",
        "撰稿人": "李娜",
        "电话": "0951-1",
        "到达时间": "2026-02-28 23:10",
        "计入日期": "2026-03-01",
        "状态": "已登记",
        "采用": "《宁夏交通信息》第3期 简讯 2026-03-10；《宁夏信息》 单条 2026-03-12",
        "批示": "自治区领导 张三 2026-03-13",
        "上报": "国务院办公厅 2026-03-14",
    }
    path = register(
        tmp_path, tuple(cells.get(name, "") for name in ITEM_HEAD), heading=ITEM_HEAD
    )
    (one,) = read_register(path, context(date(2026, 3, 1))).items
    assert (one.item.co_unit_ids, one.item.counts_on, one.early) == (
        (2,),
        date(2026, 3, 1),
        False,
    )
    assert [type(event).__name__ for event in one.events] == [
        "Adoption",
        "Adoption",
        "Instruction",
        "Forwarding",
    ]


def authors_said(names: str, phones: str) -> tuple[tuple[Author, ...], str]:
    return authors_in(
        TableRow(Path("台账.xlsx"), 2, {"author": names, "phone": phones})
    )


numbers = st.lists(
    st.from_regex(r"1[0-9]{10}|0951-[0-9]{7}", fullmatch=True), max_size=2
).map("、".join)
named = st.builds(
    Author, st.sampled_from(("李娜", "王强", "马小云", "丁一")), numbers, st.just("")
)
unsigned = st.builds(Author, st.just(""), numbers.filter(bool), st.just(""))


@given(st.lists(named, max_size=3), st.lists(unsigned, max_size=1))
def test_authors_that_a_register_wrote_are_read_with_the_number_that_is_theirs(
    signed: list[Author], beside: list[Author]
) -> None:
    authors = (*signed, *beside)
    assert authors_said(*names_and_phones(authors)) == (authors, "")


@pytest.mark.parametrize(
    ("names", "phones", "read"),
    [
        ("李娜", "13900000001，0951-6000000", [("李娜", "13900000001、0951-6000000")]),
        (
            "李娜，王强",
            "13900000001，13900000002",
            [("李娜", "13900000001"), ("王强", "13900000002")],
        ),
        ("李娜、王强", "无；13900000002", [("李娜", ""), ("王强", "13900000002")]),
        ("李娜、王强", "", [("李娜", ""), ("王强", "")]),
        (
            "李娜 王强",
            "13900000001/13900000002",
            [("李娜", "13900000001"), ("王强", "13900000002")],
        ),
        ("丁 一", "", [("丁 一", "")]),
        ("李娜 13900000001、王强", "", [("李娜", "13900000001"), ("王强", "")]),
        ("李娜13900000001", "0951-6000000", [("李娜", "13900000001、0951-6000000")]),
        ("李娜", "/", [("李娜", "")]),
        ("", "13900000001", [("", "13900000001")]),
    ],
)
def test_numbers_of_an_offices_own_list_are_their_authors(
    names: str, phones: str, read: list[tuple[str, str]]
) -> None:
    assert authors_said(names, phones) == (tuple(Author(*each) for each in read), "")


def test_where_numbers_do_not_say_whose_they_are_the_row_says_so(
    tmp_path: Path,
) -> None:
    cells = list(row())
    cells[5] = "0951-6000000"
    (one,) = read_register(register(tmp_path, tuple(cells)), context()).items
    assert [author.phone for author in one.item.authors] == ["0951-6000000", ""]
    assert one.because == "撰稿人2位、电话1个，按顺序对应，请核对"
    assert one.item.evidence == (one.because,)


@pytest.mark.parametrize("said", ["无", "否", "未采用", "—"])
def test_a_cell_may_say_that_nothing_happened(tmp_path: Path, said: str) -> None:
    (one,) = read_register(
        register(tmp_path, row(adopted=said, instructed=said)), context()
    ).items
    assert one.events == ()
