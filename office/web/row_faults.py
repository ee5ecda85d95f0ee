"""How does a page say in Chinese what is wrong with a row, or with a whole file, that
was handed in?

Commands say it in English, in sentences of few shapes; each shape has its Chinese here.
A sentence of another shape is shown as it is: said in English is better than not said.
"""

import re
from collections.abc import Callable, Mapping

from office.use_cases.imports.earlier_items import HEADINGS as REGISTER_HEADINGS
from office.use_cases.imports.records import HEADINGS as ROW_HEADINGS
from office.use_cases.imports.records import UNSCORED

_COLUMN = re.compile(r"(?P<column>[a-z_]+): (?P<what>.*)", re.DOTALL)
_LIST_KINDS = {
    "publication": "刊物",
    "form": "采用形式",
    "level": "级别",
    "target": "上报去向",
    "category": "类别",
}
_NEAR = r"(?:(?P<near>[^;]+) is near; )?"


def column_in_chinese(name: str) -> str:
    """The Chinese heading of a column; its own name where it has none."""
    if name == "arrived":
        return "报送日期"  # what an office's own register calls it; 到达时间 is ours
    for headings in (REGISTER_HEADINGS, ROW_HEADINGS):
        if name in headings:
            return headings[name][0]
    return name


def fault_in_chinese(what: str) -> str:
    """What is wrong with a row or a file, in one Chinese sentence."""
    column = ""
    found = _COLUMN.fullmatch(what)
    if found is not None and column_in_chinese(found["column"]) != found["column"]:
        column, what = f"{column_in_chinese(found['column'])}：", found["what"]
    # A cell of several events has a sentence for each word.
    said = [
        _sentence(part)
        for part in re.split(
            r"; (?=\S+ is no (?:publication|form|level|target) )", what
        )
    ]
    return column + "；".join(said)


def _sentence(what: str) -> str:
    for pattern, chinese in _SHAPES:
        found = pattern.fullmatch(what)
        if found is not None:
            parts = {name: text or "" for name, text in found.groupdict().items()}
            return chinese(parts) if callable(chinese) else chinese.format(**parts)
    return what


def _listed(text: str) -> str:
    return text.replace(" or ", "、").replace(", ", "、")


def _unknown_word(parts: Mapping[str, str]) -> str:
    kind, near = _LIST_KINDS[parts["kind"]], _listed(parts["near"])
    said = f"办法里没有“{parts['word'].replace('(empty)', '（未写）')}”这个{kind}"
    said += f"，是不是{near}？" if near else "。"
    said += f"可选：{_listed(parts['allowed']).replace('none', '（没有）')}"
    if parts["leader"]:
        return f"{said}；未列明的领导也计分，请写“{parts['leader']}”"
    return (
        f"{said}；确实不在其中、只作记录的，在后面写“{UNSCORED}”"
        if parts["kept"]
        else said
    )


def _unknown_unit(parts: Mapping[str, str]) -> str:
    near = f"，相近的有{_listed(parts['near'])}" if parts["near"] else ""
    return f"名册上没有“{parts['word']}”{near}。请写名册上的名称"


def _missing(parts: Mapping[str, str]) -> str:
    names = [
        column_in_chinese(name.partition(" ")[0])
        for name in parts["columns"].split(", ")
    ]
    return (
        f"缺“{'”“'.join(names)}”这{'一' if len(names) == 1 else '几'}栏；请在表头里写上"
    )


def _doubled(parts: Mapping[str, str]) -> str:
    return f"“{column_in_chinese(parts['column'].partition(' ')[0])}”这一栏有两处"


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


_SHAPES: tuple[
    tuple[re.Pattern[str], str | Callable[[Mapping[str, str]], str]], ...
] = (
    # Of any cell.
    (_shape("is empty"), "没有填"),
    (_shape("is no number"), "不是数"),
    (_shape("'?(?P<said>.*?)'? is no number"), "“{said}”不是数"),
    (
        _shape("has more cells than the heading: '(?P<said>.*)'"),
        "比表头多出一格：“{said}”",
    ),
    (
        _shape("'(?P<said>.*)' is no day; write .*"),
        "“{said}”不是日期，请写成 2026-03-31",
    ),
    (
        _shape("'(?P<said>.*)' is no moment; write .*"),
        "“{said}”不是时间，请写成 2026-01-20 或 2026-01-20 10:32",
    ),
    (_shape("(?P<day>.*) has not come yet"), "{day} 还没有到"),
    (_shape(f"(?P<word>.*) is no unit of the roster; {_NEAR}see .*"), _unknown_unit),
    (
        _shape("(?P<word>.*) may be (?P<names>.*); write the full name"),
        "“{word}”可能是{names}，请写全称",
    ),
    # Of a register.
    (
        _shape("contradicts row (?P<row>.*): the same item said otherwise"),
        "与第{row}行是同一件，写的却不一样，请改成一样，或去掉一行",
    ),
    (
        _shape("'(?P<said>.*)' is neither recorded nor returned; .*"),
        "“{said}”看不出算不算数，请写“已登记”或“已退回”",
    ),
    (_shape("(?P<said>.*); write the unit of that day"), "{said}，请写那一天的单位"),
    (
        _shape("(?P<quarter>.*) is published, an item would change it; .*"),
        "{quarter} 已经通报，这一件会改动它。请把这一行去掉，另行补登（电话、OA 报来的那样），再更正通报",
    ),
    (
        _shape("(?P<quarter>.*) was told as a total by `history import`; .*"),
        "{quarter} 录入过总分，再录各件就算了两遍。请去掉这一行，或把起始日移到它以后",
    ),
    (
        _shape(
            "(?P<day>.*) is before (?P<came>.*), when it came; put one of them right"
        ),
        "{day} 在报送日期（{came}）以前，请改对其中一个",
    ),
    (_shape("bears a 密级 mark .*"), "带有密级标志，不应出现在这里，请去掉这一行"),
    (
        _shape("'(?P<said>.*)' names no leader; write .*"),
        "“{said}”没有写领导，请写级别、领导和日期",
    ),
    (
        _shape("'(?P<said>.*)' has no day; write .*"),
        "“{said}”没有写日期，请在后面写上，如 2026-02-03",
    ),
    (
        _shape(
            rf"(?P<word>.*) is no (?P<kind>publication|form|level|target) of the rule; {_NEAR}"
            r"allowed: (?P<allowed>[^;]*)(?:; a leader .* as (?P<leader>.*))?(?P<kept>; to keep .*)?"
        ),
        _unknown_word,
    ),
    (
        _shape(
            rf"(?P<word>.*) is no (?P<kind>category); {_NEAR}allowed: (?P<allowed>.*?)(?P<leader>)(?P<kept>)"
        ),
        _unknown_word,
    ),
    # Of totals that are told.
    (
        _shape("(?P<quarter>.*) is published; correct it .*"),
        "{quarter} 已经通报，不能再录总分；有误的，更正通报",
    ),
    (
        _shape(
            "(?P<said>.*) is assessed here; only a month before (?P<day>.*) is told"
        ),
        "{said} 是逐件考核的，只录 {day} 以前的月份",
    ),
    (
        _shape("'(?P<said>.*)' is no quarter; write 2026Q1"),
        "“{said}”不是季度，请写成 2026Q1",
    ),
    (
        _shape(
            "(?P<said>.*) is assessed from (?P<day>.*) on; tell its months, as (?P<month>.*)"
        ),
        "{said} 从 {day} 起考核，请录这一季度里以前各月的分，如 {month}",
    ),
    (
        _shape("(?P<said>.*) is a month, which has no share; leave it empty"),
        "{said} 是月份，没有效能得分，请空着",
    ),
    (
        _shape("(?P<said>.*) stands in row (?P<row>.*) already.*"),
        "“{said}”在第{row}行已经有了",
    ),
    # Of a whole file.
    (
        _shape("sheets (?P<names>.*) all hold a register; .*"),
        "几张工作表都像台账（{names}），请在“工作表”一栏写明用哪一张",
    ),
    (
        _shape("has no sheet (?P<name>.*); its sheets: (?P<names>.*)"),
        "没有“{name}”这张工作表，有的是：{names}",
    ),
    (_shape("is empty; .*"), "是空的"),
    (_shape("unknown column (?P<names>.*); allowed: .*"), "有看不懂的栏目：{names}"),
    (_shape("column (?P<columns>.*) is missing; .*"), _missing),
    (_shape("column (?P<column>.*) appears twice"), _doubled),
    (
        _shape("is neither UTF-8 nor GB18030; .*"),
        "文字编码看不懂，请用 Excel 另存为 .xlsx",
    ),
    (
        _shape("(?:is no .xlsx workbook|is no .csv|cannot be read).*"),
        "打不开，不是完好的表格，请用 Excel 另存为 .xlsx",
    ),
    (
        _shape("is neither .csv nor .xlsx; .*"),
        "不是 .xlsx 或 .csv，请用 Excel 另存为 .xlsx",
    ),
    (
        _shape("(?:unpacks to more than|has more than) .*"),
        "太大了，请删去空行空列，另存一份再选",
    ),
)
"""An English sentence → its Chinese, with the parts it names."""
