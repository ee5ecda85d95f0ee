"""How does a table lie in a paper, and where does a signature stand?

The head is repeated on each page, no row is torn in two, names stand left and numbers in the middle.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from notify.document.fonts import BODY, FIRST, Font
from notify.document.title import wide
from notify.lines import one_line

_NUMBER = re.compile(r"[-+]?[\d./]+|—|")
_DATE_BLANK = 4
"""Characters left free to the right of the day."""
_LEAST_BLANK = 2
_AIR = Pt(2.5)
Write = Callable[[Paragraph, str, Font, Pt], None]


class Grid:
    """A paper about to get a table."""

    def __init__(self, paper: Document, write: Write, size: Pt) -> None:
        self._paper, self._write, self._size = paper, write, size

    def draw(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """The table; `widths` are parts of the page, equal where none are given."""
        table = self._paper.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        section = self._paper.sections[-1]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        parts = widths or [1.0] * len(head)
        sizes = [Emu(int(room * part / sum(parts))) for part in parts]
        for column, width in zip(table.columns, sizes, strict=True):
            column.width = width
        cells = list(table._cells)  # noqa: SLF001 - asking for each row's cells anew takes quadratic time
        texts = [*head, *(text for row in rows for text in row)]
        for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            cell.width = sizes[at % len(head)]
            self._fill(cell, one_line(text), head=at < len(head))
        for at, row in enumerate(table.rows):
            properties: Any = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library knows neither
            properties.append(OxmlElement("w:cantSplit"))
            if at == 0:
                properties.append(OxmlElement("w:tblHeader"))

    def _fill(self, cell: _Cell, text: str, *, head: bool) -> None:
        paragraph = cell.paragraphs[0]
        self._write(paragraph, text, FIRST if head else BODY, self._size)
        middle = head or _NUMBER.fullmatch(text) is not None
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _AIR
        snap: Any = OxmlElement("w:snapToGrid")
        snap.set(qn("w:val"), "0")
        properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - as above
        properties.insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:rPr")
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def right_blank(signer: str, day: str) -> list[tuple[str, float]]:
    """The lines of a signature, each with the characters left free to its right: the signer over the day."""
    between = _DATE_BLANK + (wide(day) - wide(signer)) / 2
    lines = [(signer, max(between, _LEAST_BLANK) if day else _LEAST_BLANK), (day, _DATE_BLANK)]
    return [(text, float(blank)) for text, blank in lines if text]
