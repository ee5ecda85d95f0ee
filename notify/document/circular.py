"""How does a circular look as a paper?

The same tables and lists as the mail, in a .docx the office can print, stamp and file.
Nothing but the wording of headings is decided here; what is shown is
`notify.circular`'s.
"""

from notify.chinese import day
from notify.circular import CircularContents, NamedList, of_period
from notify.document.paper import Paper, PaperHead

_NUMERALS = "一二三四五六七八九十"
_UPRIGHT_COLUMNS = 10
"""A table with more columns lies across."""
_UNIT_WIDTH, _NUMBER_WIDTH = 4.2, 1.6
_ANNEX = ("单位", "标题", "采用或批示", "日期", "计分")
_ANNEX_WIDTHS = (3.7, 5.7, 4.2, 2.6, 1.4)
_CHANGES = ("组别", "单位", "得分", "效能得分", "排名", "点名")
_CHANGES_WIDTHS = (1.6, 3.6, 2.6, 2.6, 1.6, 3.4)


def document(circular: CircularContents, covering: str, head: PaperHead) -> bytes:
    """The .docx of a circular; `covering` are the office's own words above the
    tables.
    """
    paper = Paper(head)
    paper.words(covering or opening(circular))
    # A table with many columns lies across, and its heading with it.
    wide = len(circular.head) > _UPRIGHT_COLUMNS
    numerals = iter(_NUMERALS)
    if circular.correction is not None:
        paper.heading(f"{next(numerals)}、更正内容")
        paper.words(
            f"本通报更正{circular.correction.of}。更正原因：{circular.correction.because}。"
        )
        changes: list[list[str]] = []
        for change in circular.correction.changes:
            row = [change.group, change.unit]
            for before, after in (
                change.total,
                change.share,
                change.rank,
                change.named,
            ):
                row.append(before if before == after else f"{before} → {after}")
            changes.append(row)
        if changes:
            paper.table(_CHANGES, changes, _CHANGES_WIDTHS)
        else:
            paper.words("各单位得分、名次和点名均无变动。")
    paper.heading(f"{next(numerals)}、总体情况")
    paper.words(overall(circular))
    paper.heading(f"{next(numerals)}、各组得分情况", wide=wide)
    widths = [_UNIT_WIDTH] + [_NUMBER_WIDTH] * (len(circular.head) - 1)
    for number, group in enumerate(circular.groups):
        note = f"（{group.note}）" if group.note else ""
        paper.heading(
            f"（{_NUMERALS[number % 10]}）{group.group}{note}", level=2, wide=wide
        )
        rows = [circular.cells(row) for row in group.rows]
        paper.table(circular.head, rows, widths, wide=wide)
    if circular.named:
        paper.heading(f"{next(numerals)}、点名情况")
        for entry in circular.named:
            paper.words(f"{entry.name}：{units_of(entry)}。")
    if circular.readings:
        paper.heading(f"{next(numerals)}、计分口径")
        paper.words("；".join(one.text for one in circular.readings) + "。")
    annex = f"{of_period(circular.period)}采用和批示信息目录"
    if circular.annex:
        paper.attachments([annex])
    paper.sign()
    if circular.annex:
        paper.attachment("附件", annex)
        rows = [
            (one.unit, one.title, one.what, day(one.on), one.points)
            for one in circular.annex
        ]
        paper.table(_ANNEX, rows, _ANNEX_WIDTHS)
    return paper.bytes()


def opening(circular: CircularContents) -> str:
    """What stands above the tables when the office says nothing of its own."""
    return f"现将{of_period(circular.period)}政务信息报送采用情况通报如下。"


def overall(circular: CircularContents) -> str:
    """How much there was in all, in one sentence."""
    counts = circular.overall
    heads = zip(circular.adoption_heads, counts.adopted, strict=True)
    adopted = "，".join(f"{head}{number}条" for head, number in heads)
    begins = f"（{circular.begins}）" if circular.begins else ""
    sent = f"{of_period(circular.period)}{begins}，各单位共报送信息{counts.submitted}篇"
    return f"{sent}；{adopted}；领导批示{counts.instructions}次。"


def units_of(entry: NamedList) -> str:
    """The units of a list, each with what it is named for."""
    units = [
        f"{unit}（{because}）" if because else unit for unit, because in entry.units
    ]
    return "、".join(units)
