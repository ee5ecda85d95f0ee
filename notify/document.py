"""How does a circular look as a paper?

The same tables and lists as the mail, in a .docx the office can print, stamp and file. Nothing but the
wording of headings is decided here; what is shown is `circular`'s.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from notify.chinese import day, period_name
from notify.circular import Circular
from notify.lines import one_line

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEAD = ("名次", "单位", "报送", "采用", "批示", "得分", "累计", "效能")
_ANNEX = ("单位", "标题", "采用或批示", "日期", "计分")
_SIZE = Pt(12)
_FONT = "FangSong"


def document(circular: Circular, covering: str, office: str) -> bytes:
    """The .docx of a circular; `covering` are the office's own words above the tables, `office` signs."""
    paper = docx.Document()
    _set_font(paper)
    title = f"关于{period_name(circular.period)}政务信息报送采用情况的通报"
    paper.add_heading(title, level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in (covering or f"现将{period_name(circular.period)}政务信息报送采用情况通报如下。").split("\n"):
        if line.strip():
            paper.add_paragraph(one_line(line, 5_000))
    for group in circular.groups:
        paper.add_heading(f"{group.group}{f'（{group.note}）' if group.note else ''}", level=2)
        _table(
            paper,
            _HEAD,
            [
                [
                    _or_dash(row.rank),
                    row.unit,
                    *map(str, row[2:5]),
                    row.total,
                    row.year_to_date,
                    _or_dash(row.share),
                ]
                for row in group.rows
            ],
        )
    for entry in circular.named:
        units = "、".join(f"{unit}（{because}）" if because else unit for unit, because in entry.units)
        paper.add_paragraph().add_run(f"{entry.name}：").bold = True
        paper.paragraphs[-1].add_run(units)
    if circular.annex:
        paper.add_heading("附：采用和批示的信息", level=2)
        _table(
            paper,
            _ANNEX,
            [[one.unit, one.title, one.what, day(one.on), one.points] for one in circular.annex],
        )
    if circular.readings:
        paper.add_paragraph("本期计分口径：" + "；".join(f"{one.id} {one.text}" for one in circular.readings))
    paper.add_paragraph(office).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return _bytes(paper, title, office)


def _table(paper: Document, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
    cells = list(table._cells)  # noqa: SLF001 - asking for each row's cells anew takes quadratic time
    for at, text in enumerate([*head, *(text for row in rows for text in row)]):
        cells[at].text = one_line(text)


def _set_font(paper: Document) -> None:
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)


def _bytes(paper: Document, title: str, office: str) -> bytes:
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = title, office, ""
    properties.created = properties.modified = datetime(
        2000, 1, 1, tzinfo=UTC
    )  # the same facts, the same bytes
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _or_dash(value: str | int | None) -> str:
    return "-" if value is None else str(value)
