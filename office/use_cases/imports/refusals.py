"""What may be wrong with a row, or with a whole file, that is handed in, and how is it
said?

Each refusal is a code with two wordings: English for the command line, Chinese for the
pages. Both name the same values. Which column it is about is said by whoever shows it:
the command line by its own name, a page by its Chinese heading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, unique
from typing import NamedTuple


class Both(NamedTuple):
    """The same said twice, for the command line and for a page."""

    english: str
    chinese: str


@unique
class Refusal(Enum):
    """Every refusal, with the names of its values in braces."""

    # Words that another refusal has said in full, whatever their language.
    AS_SAID = Both("{said}", "{said}")

    # Of any cell.
    EMPTY = Both("is empty", "没有填")
    SURPLUS = Both(
        "has more cells than the heading: {said!r}", "比表头多出一格：“{said}”"
    )
    NO_NUMBER = Both("{said!r} is no number", "“{said}”不是数")
    NOT_FINITE = Both("is no number", "不是数")
    NO_DAY = Both(
        "{said!r} is no day; write 2026-03-31", "“{said}”不是日期，请写成 2026-03-31"
    )
    NO_MOMENT = Both(
        "{said!r} is no moment; write 2026-01-20 or 2026-01-20 10:32",
        "“{said}”不是时间，请写成 2026-01-20 或 2026-01-20 10:32",
    )
    NOT_YET = Both("{day} has not come yet", "{day} 还没有到")
    NEITHER_YES_NOR_NO = Both(
        "{said!r} is neither yes nor no", "“{said}”看不出是还是否，请写“是”或“否”"
    )
    STANDS_ALREADY = Both(
        "{said} stands in row {row} already", "“{said}”在第{row}行已经有了"
    )

    # Of a unit or a submission that is named.
    NO_UNIT = Both(
        "{name} is no unit of the roster; see `yishiyibao units list`",
        "名册上没有“{name}”。请写名册上的名称",
    )
    NEAR_UNIT = Both(
        "{name} is no unit of the roster; {near} is near; see `yishiyibao units list`",
        "名册上没有“{name}”，相近的有{near}。请写名册上的名称",
    )
    SEVERAL_UNITS = Both(
        "{name} may be {names}; write the full name",
        "“{name}”可能是{names}，请写全称",
    )
    NO_SERIAL = Both(
        "{serial} is unknown; see `yishiyibao submissions list`",
        "没有编号为“{serial}”的报送件，请到“报送件”页查看",
    )
    NO_ITEM_NAMED = Both(
        "is empty, and so is unit or title; name the submission by one or by both others",
        "没有填，单位或标题也没有填；请写编号，或把单位和标题都写上",
    )
    NO_SUCH_TITLE = Both(
        "{unit} has reported nothing of this title; give the serial instead",
        "{unit}没有报过这个标题，请改写编号",
    )
    SEVERAL_OF_TITLE = Both(
        "{unit} has reported it as {serials}; give the serial instead",
        "{unit}报过几件同名的（{serials}），请改写编号",
    )
    NOBODY_NAMED = Both(
        "is empty, and so is serial; name the unit, or the item and so its unit",
        "没有填，编号也没有填；请写单位，或写报送件",
    )
    NO_UNIT_YET = Both(
        "{serial} has no unit yet; decide it first", "{serial}还没有定单位，请先核定"
    )
    NOT_ITS_UNIT = Both(
        "{unit} is no unit of {serial}; leave the serial out if it is meant",
        "{unit}不是{serial}的报送单位；确是给这个单位的，请不写编号",
    )

    # Of a word that a list of the rule does not hold.
    UNKNOWN_WORD = Both(
        "{word} is no {kind}; {near}allowed: {allowed}{way}",
        "办法里没有“{word}”这个{kind}{near}可选：{allowed}{way}",
    )

    # Of a register.
    CONTRADICTS_ROW = Both(
        "contradicts row {row}: the same item said otherwise",
        "与第{row}行是同一件，写的却不一样，请改成一样，或去掉一行",
    )
    STATE_UNCLEAR = Both(
        "{said!r} is neither recorded nor returned; decide it first, then write 已登记 or 已退回",
        "“{said}”看不出算不算数，请写“已登记”或“已退回”",
    )
    UNIT_NOT_THEN = Both(
        "{said}; write the unit of that day", "{said}，请写那一天的单位"
    )
    QUARTER_PUBLISHED = Both(
        "{quarter} is published, an item would change it; "
        "add it by itself (`submissions add`) and correct the circular",
        "{quarter} 已经通报，这一件会改动它。请把这一行去掉，另行补登（电话、OA 报来的那样），再更正通报",
    )
    QUARTER_TOLD = Both(
        "{quarter} was told as a total by `history import`; its items would count twice; "
        "begin after it (`begins`), or leave {quarter} out",
        "{quarter} 录入过总分，再录各件就算了两遍。请去掉这一行，或把起始日移到它以后",
    )
    BEFORE_IT_CAME = Both(
        "{day} is before {came}, when it came; put one of them right",
        "{day} 在报送日期（{came}）以前，请改对其中一个",
    )
    MARKED = Both(
        "bears a 密级 mark and does not belong here; take the row out",
        "带有密级标志，不应出现在这里，请去掉这一行",
    )
    NO_LEADER = Both(
        "{said!r} names no leader; write level, leader and day",
        "“{said}”没有写领导，请写级别、领导和日期",
    )
    NO_DAY_BEHIND = Both(
        "{said!r} has no day; write it behind, as 2026-02-03",
        "“{said}”没有写日期，请在后面写上，如 2026-02-03",
    )

    # Of events and remarks.
    NAMED_BY_RULE = Both(
        "the rule names it and gives points for it; leave 不计分 empty",
        "办法里有它，也计分；“不计分”请空着",
    )
    NO_EDITION = Both(
        "no edition of the policy covers {quarter}", "{quarter} 没有可用的考核办法"
    )
    NO_REMARKS = Both(
        "the policy of {quarter} names no remarks", "{quarter} 的办法没有列加减分项目"
    )
    NO_REMARK = Both(
        "{name} is no remark of the policy of {quarter}; allowed: {allowed}",
        "{quarter} 的办法里没有“{name}”这个项目。可选：{allowed}",
    )
    NO_POINTS = Both(
        "{said!r} is no number; write -5, 2.5 or 1/3",
        "“{said}”不是数，请写成 -5、2.5 或 1/3",
    )
    ONE_VALUE = Both(
        "{name} is {points}; write that or nothing",
        "“{name}”是 {points} 分，请照写或空着",
    )
    POINTS_MISSING = Both(
        "is empty; {name} takes {span}", "没有填；“{name}”可以是{span}"
    )
    OUT_OF_RANGE = Both(
        "{points} is out of range; {name} takes {span}",
        "{points} 超出了范围；“{name}”可以是{span}",
    )
    OTHER_POINTS = Both(
        "the same remark stands with {worth}; put that one right (`remarks change`)",
        "同一笔加减分已有，分值是{worth}；要改的，请改正那一笔",
    )

    # Of commissions.
    DUE_BEFORE_ISSUED = Both("is before issued_on", "在约稿日期以前")
    NO_COMMISSION_ID = Both(
        "{said!r} holds / or |, which no address of a page can hold; write it otherwise",
        "“{said}”里有 / 或 | 这类符号，网页地址里写不了，请换个写法",
    )

    # Of totals that are told.
    TOTAL_PUBLISHED = Both(
        "{quarter} is published; correct it (`circular settle`), a total cannot take its place",
        "{quarter} 已经通报，不能再录总分；有误的，更正通报",
    )
    ASSESSED_HERE = Both(
        "{period} is assessed here; only a month before {day} is told",
        "{period} 是逐件考核的，只录 {day} 以前的月份",
    )
    ASSESSED_FROM = Both(
        "{period} is assessed from {day} on; tell its months, as {month}",
        "{period} 从 {day} 起考核，请录这一季度里以前各月的分，如 {month}",
    )
    NO_QUARTER = Both(
        "{said!r} is no quarter; write 2026Q1", "“{said}”不是季度，请写成 2026Q1"
    )
    MONTH_ALONE = Both(
        "{said} is no quarter; write 2026Q1", "{said} 不是季度，请写成 2026Q1"
    )
    NO_SHARE = Both(
        "{period} is a month, which has no share; leave it empty",
        "{period} 是月份，没有效能得分，请空着",
    )

    # Of decisions.
    NO_PARTS = Both(
        "{said!r} is no number of parts; write 2 or more",
        "“{said}”不是份数，请写 2 或更大的数",
    )
    TWO_ACTIONS = Both(
        "asks for {actions}; a row decides one of them",
        "一行只能办一样，这里有几样：{actions}",
    )

    # Of the roster.
    NOT_AFTER_SINCE = Both("is not after since", "不在起始日以后")
    NO_FORMER_GROUP = Both(
        "{said!r} is no group and day; write 第一组..2026-07-01",
        "“{said}”看不出组和日期，请写成 第一组..2026-07-01",
    )
    NO_EXEMPTION = Both(
        "{said!r} is no time and reason; write 2026-03-01..2026-06-01 and the reason, "
        "or 2026-03-01.. while no end is known",
        "“{said}”看不出时间和理由，请写成 2026-03-01..2026-06-01 再加理由；还不知道到哪天的，写 2026-03-01..",
    )
    ENDS_BEFORE_IT_BEGINS = Both("{said!r} ends before it begins", "“{said}”先止后起")
    NO_GROUP = Both(
        "{group} is no group of the rule; write {groups}",
        "办法里没有“{group}”这个组，请写{groups}",
    )
    NO_ADDRESS = Both("{said!r} is no mail address", "“{said}”不是邮箱地址")
    ONE_ROW_A_UNIT = Both(
        "{unit} stands in row {row} already; a unit has one row",
        "“{unit}”在第{row}行已经有了，一个单位只写一行",
    )
    ANOTHERS_NAME = Both(
        "{name} is the official name of another unit", "“{name}”是另一个单位的全称"
    )
    NO_PARENT = Both(
        "{name} is no unit of this file or of the roster",
        "“{name}”不在这张表里，也不在名册上",
    )

    # Of a whole file.
    SEVERAL_REGISTERS = Both(
        "sheets {names} all hold a register; name one with --sheet",
        "几张工作表都像台账（{names}），请在“工作表”一栏写明用哪一张",
    )
    SEVERAL_ROSTERS = Both(
        "sheets {names} all hold a roster; name one with --sheet",
        "几张工作表都像名册（{names}），请写明用哪一张",
    )
    NO_SHEET = Both(
        "has no sheet {name}; its sheets: {names}",
        "没有“{name}”这张工作表，有的是：{names}",
    )
    EMPTY_FILE = Both("is empty; the first row names the columns: {known}", "是空的")
    UNKNOWN_COLUMNS = Both(
        "unknown column {names}; allowed: {known}", "有看不懂的栏目：{names}"
    )
    MISSING_COLUMNS = Both(
        "column {columns} is missing; the first row names the columns",
        "缺{columns}；请在表头里写上",
    )
    DOUBLED_COLUMNS = Both("column {columns} appears twice", "{columns}有两处")
    NO_ENCODING = Both(
        "is neither UTF-8 nor GB18030; save it again as UTF-8",
        "文字编码看不懂，请用 Excel 另存为 .xlsx",
    )
    UNREADABLE = Both(
        "cannot be read: {detail}", "打不开，不是完好的表格，请用 Excel 另存为 .xlsx"
    )
    NO_WORKBOOK = Both(
        "is no .xlsx workbook: {detail}",
        "打不开，不是完好的表格，请用 Excel 另存为 .xlsx",
    )
    NO_CSV = Both(
        "is no .csv: {detail}", "打不开，不是完好的表格，请用 Excel 另存为 .xlsx"
    )
    NO_TABLE = Both(
        "is neither .csv nor .xlsx; save it as one of these",
        "不是 .xlsx 或 .csv，请用 Excel 另存为 .xlsx",
    )
    TOO_LARGE = Both(
        "unpacks to more than {limit} MiB", "太大了，请删去空行空列，另存一份再选"
    )
    TOO_MANY_CELLS = Both(
        "has more than {limit} cells; take out what is empty",
        "太大了，请删去空行空列，另存一份再选",
    )


@dataclass(frozen=True, slots=True)
class Wrong:
    """A refusal with its values, and the column it is about, "" for none or several.

    A value that is called otherwise in Chinese is a `Both`.
    """

    refusal: Refusal
    values: Mapping[str, object] = field(default_factory=dict)
    column: str = ""

    @property
    def english(self) -> str:
        """As the command line says it, the column before it."""
        values = {
            name: value.english if isinstance(value, Both) else value
            for name, value in self.values.items()
        }
        said = self.refusal.value.english.format(**values)
        return f"{self.column}: {said}" if self.column else said

    @property
    def chinese(self) -> str:
        """As a page says it behind the heading of the column."""
        values = {
            name: value.chinese if isinstance(value, Both) else value
            for name, value in self.values.items()
        }
        return self.refusal.value.chinese.format(**values)


NOTHING = Both("", "")


def listed(names: Sequence[str], between: str = ", ") -> Both:
    """Names in a sentence; `between` stands between them in English."""
    return Both(between.join(names), "、".join(names))


def like(names: Sequence[str]) -> Both:
    """Before what is allowed: which names are near."""
    if not names:
        return Both("", "。")
    return Both(f"{' or '.join(names)} is near; ", f"，是不是{'、'.join(names)}？")
