"""How does a circular look as a paper?

The same tables and lists as the mail, in a .docx the office can print, stamp and file. Nothing but the
wording of headings is decided here; what is shown is `notify.circular`'s.
"""

from collections.abc import Callable, Iterator, Sequence

from notify.chinese import day
from notify.circular import CircularContents, GroupTable, of_period
from notify.document.paper import Paper, PaperHead

_NUMERALS = "一二三四五六七八九十"
_Chapter = Callable[[Paper], None]
_UPRIGHT_COLUMNS = 10
"""A table with more columns lies across."""
_ANNEX = ("单位", "标题", "采用或批示", "日期", "计分")
_ANNEX_WIDTHS = (3.7, 5.7, 4.2, 2.6, 1.4)
_CHANGES = ("组别", "单位", "得分", "效能得分", "排名", "点名")
_CHANGES_WIDTHS = (1.6, 3.6, 2.6, 2.6, 1.6, 3.4)


def document(circular: CircularContents, covering: str, head: PaperHead) -> bytes:
    """The .docx of a circular; `covering` are the office's own words above the tables."""
    paper = Paper(head)
    paper.words(covering or opening(circular))
    for numeral, (title, write, wide) in zip(_NUMERALS, _chapters(circular), strict=False):
        paper.heading(f"{numeral}、{title}", wide=wide)
        write(paper)
    annex = f"{of_period(circular.period)}采用和批示信息目录"
    if circular.annex:
        paper.attachments([annex])
    paper.sign()
    if circular.annex:
        paper.attachment("附件", annex)
        rows = [(one.unit, one.title, one.what, day(one.on), one.points) for one in circular.annex]
        paper.table(_ANNEX, rows, _ANNEX_WIDTHS)
    return paper.bytes()


def opening(circular: CircularContents) -> str:
    """What stands above the tables when the office says nothing of its own."""
    return f"现将{of_period(circular.period)}政务信息报送采用情况通报如下。"


def overall(circular: CircularContents) -> str:
    """How much there was in all, in one sentence."""
    told = circular.overall
    heads = zip(circular.adoption_heads, told.adopted, strict=True)
    adopted = "，".join(f"{head}{number}条" for head, number in heads)
    sent = f"{of_period(circular.period)}，各单位共报送信息{told.submitted}篇"
    return f"{sent}；{adopted}；领导批示{told.instructions}次。"


class _Write:
    """What a chapter of the paper says, written when its turn comes."""

    def __init__(self, circular: CircularContents) -> None:
        self._circular = circular

    def changes(self, paper: Paper) -> None:
        correction = self._circular.correction
        if correction is None:
            return
        paper.words(f"本通报更正{correction.of}。更正原因：{correction.because}。")
        rows = [
            (one.group, one.unit, *map(_arrow, (one.total, one.share, one.rank, one.named)))
            for one in correction.changes
        ]
        if rows:
            paper.table(_CHANGES, rows, _CHANGES_WIDTHS)
        else:
            paper.words("各单位得分、名次和点名均无变动。")

    def overall(self, paper: Paper) -> None:
        paper.words(overall(self._circular))

    def groups(self, paper: Paper) -> None:
        found = self._circular
        for number, group in enumerate(found.groups):
            paper.heading(f"（{_NUMERALS[number % 10]}）{_name(group)}", level=2, wide=_is_wide(found))
            widths = (4.2, *(1.6 for _ in found.head[1:]))
            rows = [found.cells(row) for row in group.rows]
            paper.table(found.head, rows, widths, wide=_is_wide(found))

    def named(self, paper: Paper) -> None:
        for entry in self._circular.named:
            paper.words(f"{entry.name}：{units_of(entry.units)}。")

    def readings(self, paper: Paper) -> None:
        paper.words("；".join(one.text for one in self._circular.readings) + "。")


def units_of(units: Sequence[tuple[str, str]]) -> str:
    """Units in a list, each with what it is named for."""
    return "、".join(f"{unit}（{because}）" if because else unit for unit, because in units)


def _chapters(circular: CircularContents) -> Iterator[tuple[str, _Chapter, bool]]:
    """Each with its title, who writes it, and whether it begins on a page that lies across."""
    write = _Write(circular)
    if circular.correction is not None:
        yield "更正内容", write.changes, False
    yield "总体情况", write.overall, False
    yield "各组得分情况", write.groups, _is_wide(circular)
    if circular.named:
        yield "点名情况", write.named, False
    if circular.readings:
        yield "计分口径", write.readings, False


def _is_wide(circular: CircularContents) -> bool:
    return len(circular.head) > _UPRIGHT_COLUMNS


def _name(group: GroupTable) -> str:
    return f"{group.group}（{group.note}）" if group.note else group.group


def _arrow(pair: tuple[str, str]) -> str:
    before, after = pair
    return before if before == after else f"{before} → {after}"
