"""How do the paragraphs and tables of a document become lines?

A row of a table is a line with tabs. A form, whose cells name what stands beside or
below them, becomes its fields, a line each: 撰稿人｜张三 is 撰稿人：张三, as it would
be in running text. A cell of several lines keeps them, for whole reports are set in
tables.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

_BLANK_LINES = re.compile(r"\n{3,}")
# The words of which the heads of forms and columns consist: 信息+标题,
# 撰稿+人+及+联系+电话.
_HEAD_WORDS = """
    信息 稿件 文章 政务 简讯 报送 上报 供稿 投稿 撰稿 撰写 拟稿 起草 执笔 采写 来稿 经办 填报 报稿 本文
    文字 图文 摄影 作者 通讯 联系 联络 审核 审签 审批 审阅 初审 复审 终审 核稿 签发 签字 签批 编辑 责任
    责编 校对 分管 主管 主要 领导 负责 所属 所在 工作 发布 办公 固定 移动 手机 电子 微信 第一 第二 标题
    题目 主题 名称 单位 部门 处室 科室 股室 机构 人员 人 员 者 姓名 职务 职称 电话 号码 号 座机 传真
    邮箱 邮件 方式 时间 日期 年月 类别 类型 分类 种类 栏目 选题 内容 正文 摘要 备注 说明 字数 密级 紧急
    程度 编号 期号 期数 份数 意见 情况 及 和 与 或 的 序号 性别 民族 年龄 篇数 条数 件数 数量 得分 分值
    分数 排名 名次 采用 完成 累计 合计 次数 里程 盖章
"""
_HEAD = re.compile(
    f"(?:{'|'.join(sorted(_HEAD_WORDS.split(), key=len, reverse=True))}){{1,6}}"
)
_OF_AN_ITEM = re.compile("标题|题目|稿|作者")
_LONGEST_HEAD = 12
_NO_PART_OF_A_HEAD = re.compile(r"[\s\u3000:：*＊/／（()）、]+")
_LONGEST_FIELD = 40
"""Characters of a value of several lines that still goes on the line of its label: two
names or numbers.
"""


class TableText(NamedTuple):
    """The lines of a table, and how many fields it has."""

    lines: tuple[str, ...]
    fields: int


class LineBuilder:
    """Lines that grow as a document is walked through; tables may stand within the
    cells of others.
    """

    def __init__(self) -> None:
        self.fields = 0
        self._sinks: list[list[str]] = [[]]
        self._tables: list[list[list[str]]] = []

    @property
    def at_line_start(self) -> bool:
        """Whether the next word is the first of its line."""
        sink = self._sinks[-1]
        return not sink or sink[-1].endswith("\n")

    def add(self, text: str) -> None:
        """Add words to the line."""
        if text:
            self._sinks[-1].append(text)

    def end_line(self) -> None:
        """End the line, an empty one too."""
        self._sinks[-1].append("\n")

    def begin_line(self) -> None:
        """End the line unless it is empty."""
        if not self.at_line_start:
            self.end_line()

    def begin_table(self) -> None:
        """Open a table."""
        self.begin_line()
        self._tables.append([])

    def begin_row(self) -> None:
        """Open a row of the innermost table; where there is none, its cells are
        paragraphs.
        """
        if self._tables:
            self._tables[-1].append([])

    def begin_cell(self) -> None:
        """Open a cell of the innermost row."""
        self._sinks.append([])

    def end_cell(self) -> None:
        """Close the cell that was opened last."""
        text = "".join(self._sinks.pop()).strip()
        if "\n" in text:
            lines = (line.strip() for line in text.split("\n"))
            text = "\n".join(filter(None, lines))
        if not self._tables:
            self.add(text)
            self.begin_line()
            return
        table = self._tables[-1]
        if not table:
            table.append([])
        table[-1].append(text)

    def end_table(self) -> None:
        """Close the innermost table."""
        table = table_text(self._tables.pop())
        self.fields += table.fields
        for line in table.lines:
            self.add(line)
            self.end_line()

    def text(self) -> str:
        """All lines, with at most one blank line in a row."""
        lines = [line.rstrip() for line in "".join(self._sinks[0]).split("\n")]
        return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def table_text(rows: Sequence[Sequence[str]]) -> TableText:
    """The lines of a table of cells, row by row; empty rows and a form's heads without
    a value vanish.
    """
    lines: list[str] = []
    fields = 0
    filled = [row for row in rows if any(row)]
    if len(filled) == 2 and 1 < len(filled[0]) == len(filled[1]):
        heads, values = filled
        is_of_an_item = all(map(is_head, heads)) and any(map(_OF_AN_ITEM.search, heads))
        if is_of_an_item and not any(map(is_head, values)):
            # The form of one item, set out below the heads of its columns.
            filled = [list(chain.from_iterable(zip(heads, values, strict=True)))]
    fields_of: list[int] = []
    for row in filled:
        # How many heads of the row have a value beside them.
        beside = pairwise(row)
        fields_of.append(
            sum(
                bool(value) and is_head(head) and not is_head(value)
                for head, value in beside
            )
        )
    is_form = all(
        found
        for row, found in zip(filled, fields_of, strict=True)
        if sum(map(bool, row)) > 1
    )
    for row, found in zip(filled, fields_of, strict=True):
        if found and (is_form or found > 1):
            lines.extend(_field_lines(row))
            fields += found
        elif any("\n" in cell for cell in row):
            lines.extend(filter(None, row))
        else:
            lines.append("\t".join(row).rstrip("\t"))
    return TableText(tuple(lines), fields)


@lru_cache(maxsize=1_024)
def is_head(cell: str) -> bool:
    """Whether a cell says nothing but what stands beside or below it."""
    words = _NO_PART_OF_A_HEAD.sub("", cell[: 4 * _LONGEST_HEAD])
    return len(words) <= _LONGEST_HEAD and _HEAD.fullmatch(words) is not None


def _field_lines(row: Sequence[str]) -> list[str]:
    """The fields of a row as lines; a cell that is no part of one is a line of its
    own.
    """
    lines: list[str] = []
    place = 0
    while place < len(row):
        cell = row[place]
        value = row[place + 1] if place + 1 < len(row) else ""
        place += 1
        if not is_head(cell):
            lines.extend(cell.split("\n") if cell else ())
        elif value and not is_head(value):
            label = "".join(cell.split()).rstrip(":：")
            if "\n" in value and len(value) > _LONGEST_FIELD:
                lines.extend((f"{label}：", *value.split("\n")))
            else:
                lines.append(f"{label}：{' '.join(value.split(chr(10)))}")
            place += 1
    return lines
