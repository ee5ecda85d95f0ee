r"""How does an official document lie on its page?

GB/T 9704: A4, a text area of 156 × 225 mm with 22 lines of 28 characters, title in
小标宋, body in 仿宋, headings in 黑体 and 楷体, number of the document, signature and
day where a clerk expects them, page numbers — 1 —. Tables repeat their heads; wide ones
lie across. Which words stand there is the caller's affair:

    paper = Paper(PaperHead("关于……的通报", number="宁交办〔2026〕3号",
    signer="……办公室", dated=day)) paper.words("各单位：\n现将……")
    paper.heading("一、总体情况") paper.table(("单位", "得分"), [("银川市交通运输局",
    "30")]) paper.bytes()
"""

import copy
import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from notify.chinese import full_day
from notify.lines import many_lines, one_line


class Font(NamedTuple):
    """A font as the paper names it, its other names and stand-ins in order, and its
    kind in OOXML's words.

    GB/T 9704 names 小标宋, 仿宋, 黑体 and 楷体; few machines have all of them under the
    same name, so the paper lists the others under which a reader's program should look.
    No letter of a font is carried along.
    """

    name: str
    others: tuple[str, ...]
    family: str


TITLE = Font(
    "方正小标宋简体",
    (
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "华文中宋",
        "宋体",
        "SimSun",
        "Noto Serif CJK SC",
    ),
    "roman",
)
BODY = Font(
    "仿宋_GB2312",
    ("仿宋", "FangSong", "华文仿宋", "STFangsong", "宋体", "Noto Serif CJK SC"),
    "roman",
)
FIRST = Font("黑体", ("SimHei", "华文黑体", "STHeiti", "Noto Sans CJK SC"), "swiss")
SECOND = Font(
    "楷体_GB2312",
    ("楷体", "KaiTi", "华文楷体", "STKaiti", "Noto Serif CJK SC"),
    "script",
)
NUMBER = Font("宋体", ("SimSun", "华文宋体", "STSong", "Noto Serif CJK SC"), "roman")
FONTS = (TITLE, BODY, FIRST, SECOND, NUMBER)
LATIN = "Times New Roman"
"""For digits and letters."""
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SECOND, _THIRD, _FOURTH, _TABLE = (
    Pt(22),
    Pt(16),
    Pt(14),
    Pt(10.5),
)  # 二号 三号 四号 五号
_LINE = Pt(28.95)
"""The 22nd part of 225 mm."""
_CLOSER = "-5"
"""Twentieths of a point between characters of 三号: 28 of them on a line of 156 mm.

A grid of characters would do it too, but programs do not agree on a character wider
than its cell.
"""
_RED = RGBColor(0xC0, 0x00, 0x00)
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Instead of the moment: the same facts, the same paper."""
_HEADINGS = {1: FIRST, 2: SECOND}
_UPRIGHT = (Mm(37), Mm(26), Mm(35), Mm(28))
_ACROSS = (Mm(28), Mm(37), Mm(26), Mm(35))
"""Margins, from the top clockwise; a page that lies across is bound at its top."""
_NUMBER_CELL = re.compile(r"[-+]?[\d./]+|—|")
_AIR = Pt(2.5)
"""Above and below the text of a cell."""
_DATE_BLANK = 4.0
"""Characters left free to the right of the day (GB/T 9704 7.3.5)."""
_LEAST_BLANK = 2.0
_TITLE_LINE = 20
"""Characters of 二号 on a line."""
_TITLE_WORDS = re.compile(
    r"(?=政务信息|报送|采用|情况|工作|考核|征集|关于(?!.*关于)|[（《])"
)
"""Before these a title may turn to its next line."""


class PaperHead(NamedTuple):
    """What stands at the head and the end of a paper; what is empty is left out.

    `banner` is the red head (发文机关标志), `number` the 发文字号, `signer` signs with
    the day `dated`.
    """

    title: str
    number: str = ""
    signer: str = ""
    dated: date | None = None
    banner: str = ""


class Paper:
    """A document being written from top to bottom."""

    def __init__(self, head: PaperHead) -> None:
        self._head = head
        self._paper = docx.Document()
        self._signed = False
        self._across = False
        self._cell_texts: dict[bool | None, Any] = {}
        style = self._paper.styles["Normal"]
        style.font.size, style.font.name = _THIRD, LATIN
        _set_font(style.element.get_or_add_rPr().get_or_add_rFonts(), BODY)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        self._paper.settings.odd_and_even_pages_header_footer = True
        first = self._paper.sections[0]
        self._lay_out(first, across=False)
        # — 1 — below the text, to the right on odd pages and to the left on even ones.
        self._number_page(first.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        self._number_page(first.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
        if head.banner:
            banner = self._paragraph(one_line(head.banner), TITLE, Pt(36), exact=False)
            banner.alignment, banner.runs[0].font.color.rgb = (
                WD_ALIGN_PARAGRAPH.CENTER,
                _RED,
            )
        if head.number:
            number = self._paragraph(one_line(head.number), BODY)
            number.alignment = WD_ALIGN_PARAGRAPH.CENTER
            number.paragraph_format.space_before = _LINE if head.banner else Pt(0)
        if head.banner:
            _draw_red_line(self._paper.paragraphs[-1])
        title = self._title(head.title)
        title.paragraph_format.space_before = _LINE * (
            2 if head.banner or head.number else 1
        )
        title.paragraph_format.space_after = _LINE

    # --- what a caller writes

    def words(self, text: str) -> None:
        """Paragraphs, one a line; a line that ends in a colon addresses the readers and
        is not indented.
        """
        self._turn_page(across=False)
        for line in many_lines(text).split("\n"):
            said = one_line(line, 5_000)
            if said:
                paragraph = self._paragraph(said, BODY)
                if not said.endswith(("：", ":")):
                    _indent(paragraph)

    def heading(self, text: str, level: int = 1, *, wide: bool = False) -> None:
        """A heading: level 1 in 黑体 (一、), level 2 in 楷体 (（一）); `wide` where a
        wide table follows.
        """
        self._turn_page(across=wide)
        paragraph = self._paragraph(one_line(text), _HEADINGS[level])
        paragraph.paragraph_format.keep_with_next = True
        _indent(paragraph)

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float] = (),
        *,
        wide: bool = False,
    ) -> None:
        """A table whose head is repeated on each page; `widths` are parts of the page,
        `wide` lies across.
        """
        self._turn_page(across=wide)
        table = self._paper.add_table(
            rows=1 + len(rows), cols=len(head), style="Table Grid"
        )
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        section = self._paper.sections[-1]
        room = (
            (section.page_width or 0)
            - (section.left_margin or 0)
            - (section.right_margin or 0)
        )
        parts = widths or [1.0] * len(head)
        sizes = [Emu(int(room * part / sum(parts))) for part in parts]
        for column, width in zip(table.columns, sizes, strict=True):
            column.width = width
        texts = list(head)
        for row in rows:
            texts.extend(row)
        cells = list(table._cells)  # noqa: SLF001 - asking for each row's cells anew takes quadratic time
        for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            cell.width = sizes[at % len(head)]
            self._fill(cell, one_line(text), head=at < len(head))
        for at, line in enumerate(table.rows):
            properties: Any = line._tr.get_or_add_trPr()  # noqa: SLF001 - the library knows neither
            properties.append(OxmlElement("w:cantSplit"))
            if at == 0:
                properties.append(OxmlElement("w:tblHeader"))
        after = (
            self._paper.add_paragraph()
        )  # a table at the very end needs one, and what follows some air
        after.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        after.paragraph_format.line_spacing = Pt(10)

    def attachments(self, names: Sequence[str]) -> None:
        """附件说明 below the words."""
        several = len(names) > 1
        for at, name in enumerate(names, 1):
            label = "附件：" if at == 1 else "　　　"
            paragraph = self._paragraph(
                f"{label}{f'{at}．' if several else ''}{one_line(name)}", BODY
            )
            if at == 1:
                paragraph.paragraph_format.space_before = _LINE
            _indent(paragraph)

    def sign(self) -> None:
        """Signature and day; `bytes` does it at the end if nobody did before."""
        self._signed = True
        signer = one_line(self._head.signer)
        day = "" if self._head.dated is None else full_day(self._head.dated)
        lines: list[tuple[str, float]] = []
        if signer:
            # The signer stands over the middle of the day, never nearer to the margin
            # than two characters.
            middle = _DATE_BLANK + (_width_of(day) - _width_of(signer)) / 2
            lines.append((signer, max(middle, _LEAST_BLANK) if day else _LEAST_BLANK))
        if day:
            lines.append((day, _DATE_BLANK))
        for at, (text, blank) in enumerate(lines):
            paragraph = self._paragraph(text, BODY)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Emu(int(_THIRD * blank))
            paragraph.paragraph_format.keep_with_next = at == 0
            if at == 0:
                paragraph.paragraph_format.space_before = _LINE * 2

    def attachment(self, label: str, title: str, *, wide: bool = False) -> None:
        """A new page for an attachment, `label` such as 附件1 at its top."""
        turned = wide != self._across
        if turned:
            self._section(across=wide)
        self._paragraph(
            one_line(label), FIRST
        ).paragraph_format.page_break_before = not turned
        self._title(title).paragraph_format.space_after = Pt(14)

    def bytes(self) -> bytes:
        """The .docx."""
        if not self._signed:
            self._turn_page(across=False)
            self.sign()
        fonts = self._paper.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        fonts._blob = _font_table()  # noqa: SLF001 - the library knows no fonts
        told = self._paper.core_properties
        told.title, told.author = (
            one_line(self._head.title),
            one_line(self._head.signer),
        )
        told.comments, told.created, told.modified = "", _MADE, _MADE
        saved, made = io.BytesIO(), io.BytesIO()
        self._paper.save(saved)
        # The library stamps each part with the moment: packed again, the same facts are
        # the same bytes.
        with (
            zipfile.ZipFile(saved) as parts,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed,
        ):
            for name in parts.namelist():
                part = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
                packed.writestr(part, parts.read(name), zipfile.ZIP_DEFLATED)
        return made.getvalue()

    # --- how it is set

    def _title(self, text: str) -> Paragraph:
        """The title as it is, or in two lines where one will not do.

        GB/T 9704 7.3.1: lines that keep words whole and lie well in the middle, so it
        turns before a word and as near to the middle as may be.
        """
        title = one_line(text)
        lines = [title]
        least = math.inf
        if _width_of(title) > _TITLE_LINE:
            for match in _TITLE_WORDS.finditer(title):
                before, behind = title[: match.start()], title[match.start() :]
                if (
                    not before
                    or not behind
                    or max(_width_of(before), _width_of(behind)) > _TITLE_LINE
                ):
                    continue
                uneven = abs(_width_of(before) - _width_of(behind))
                if uneven < least:
                    lines, least = [before, behind], uneven
        first, *others = lines
        paragraph = self._paragraph(first, TITLE, _SECOND)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for line in others:
            paragraph.runs[-1].add_break()
            self._write(paragraph, line, TITLE, _SECOND)
        return paragraph

    def _paragraph(
        self, text: str, font: Font, size: Pt = _THIRD, *, exact: bool = True
    ) -> Paragraph:
        paragraph = self._paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if exact:
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            paragraph.paragraph_format.line_spacing = (
                _LINE if size <= _THIRD else Pt(32)
            )
        self._write(paragraph, text, font, size)
        return paragraph

    @staticmethod
    def _write(
        paragraph: Paragraph, text: str, font: Font = BODY, size: Pt = _THIRD
    ) -> None:
        run = paragraph.add_run(text)
        run.font.size = size
        properties: Any = run._r.get_or_add_rPr()  # noqa: SLF001 - the library sets Latin fonts only
        _set_font(properties.get_or_add_rFonts(), font)
        if size == _THIRD:
            following = (
                "w:w",
                "w:kern",
                "w:position",
                "w:sz",
                "w:szCs",
                "w:highlight",
                "w:u",
            )
            properties.insert_element_before(
                _element("w:spacing", val=_CLOSER), *following
            )

    def _turn_page(self, *, across: bool) -> None:
        """Go on on a new page where the one at hand does not lie as wanted."""
        if self._across != across:
            self._section(across=across)

    def _section(self, *, across: bool) -> None:
        self._across = across
        self._lay_out(self._paper.add_section(WD_SECTION.NEW_PAGE), across=across)

    @staticmethod
    def _lay_out(section: Section, *, across: bool) -> None:
        width, height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        top, right, bottom, left = _ACROSS if across else _UPRIGHT
        section.top_margin, section.right_margin = top, right
        section.bottom_margin, section.left_margin = bottom, left
        section.header_distance = Mm(15)
        section.footer_distance = Mm(14 if across else 22)
        properties: Any = section._sectPr  # noqa: SLF001 - the library knows no grid
        for old in properties.findall(qn("w:docGrid")):
            properties.remove(old)
        properties.append(_element("w:docGrid", type="lines", linePitch="579"))

    def _number_page(self, paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = (
            paragraph.paragraph_format.right_indent
        ) = _FOURTH
        self._write(paragraph, "— ", NUMBER, _FOURTH)
        # A field, which the reader's program works out, is three runs: its beginning,
        # its code and its end.
        code = _element("w:instrText")
        code.text = "PAGE"
        begin, end = (
            _element("w:fldChar", fldCharType="begin"),
            _element("w:fldChar", fldCharType="end"),
        )
        for mark in (begin, code, end):
            run: Run = paragraph.add_run()
            run.font.size = _FOURTH
            element: Any = run._r  # noqa: SLF001 - the library knows no fields
            _set_font(element.get_or_add_rPr().get_or_add_rFonts(), NUMBER)
            element.append(mark)
        self._write(paragraph, " —", NUMBER, _FOURTH)

    def _fill(self, cell: _Cell, text: str, *, head: bool) -> None:
        """Names stand left, numbers and heads in the middle."""
        middle = head or _NUMBER_CELL.fullmatch(text) is not None
        kind = None if head else middle
        paragraph = cell.paragraphs[0]
        if kind in self._cell_texts:
            # Formatting each cell anew takes several times as long, and a circular has
            # hundreds.
            alike = copy.deepcopy(self._cell_texts[kind])
            paragraph._p.getparent().replace(paragraph._p, alike)  # noqa: SLF001 - the library copies nothing
            Paragraph(alike, cell).runs[0].text = text
        else:
            self._write(paragraph, text, FIRST if head else BODY, _TABLE)
            paragraph.alignment = (
                WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT
            )
            paragraph.paragraph_format.space_before = (
                paragraph.paragraph_format.space_after
            ) = _AIR
            # Off the page's grid of lines, or each line of a cell would be as high as
            # one of the text.
            snap = _element("w:snapToGrid", val="0")
            properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library knows no grid
            properties.insert_element_before(
                snap, "w:spacing", "w:ind", "w:jc", "w:rPr"
            )
            self._cell_texts[kind] = paragraph._p  # noqa: SLF001 - as above
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _width_of(text: str) -> float:
    """How many Chinese characters wide a text is; a letter or a digit is half of
    one.
    """
    return sum(
        1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text
    )


def _indent(paragraph: Paragraph) -> None:
    """Two characters, as every paragraph of a Chinese text begins."""
    paragraph.paragraph_format.first_line_indent = _THIRD * 2
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library counts no characters
    properties.ind.set(qn("w:firstLineChars"), "200")


def _set_font(fonts: Any, font: Font) -> None:  # noqa: ANN401 - an element of lxml
    for slot, name in (
        ("ascii", LATIN),
        ("hAnsi", LATIN),
        ("eastAsia", font.name),
        ("cs", LATIN),
    ):
        fonts.set(qn(f"w:{slot}"), name)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes are Chinese ones


def _draw_red_line(paragraph: Paragraph) -> None:
    """The red line between the head and the text."""
    border = _element("w:pBdr")
    border.append(
        _element("w:bottom", val="single", sz="12", space="8", color=str(_RED))
    )
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library draws no lines
    following = (
        "w:shd",
        "w:tabs",
        "w:snapToGrid",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:rPr",
    )
    properties.insert_element_before(border, *following)


def _element(name: str, **attributes: str) -> Any:  # noqa: ANN401 - an element of lxml
    element: Any = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _font_table() -> bytes:
    """The part of a .docx that tells a reader's program what to take for a font it does
    not have.
    """
    rows = "".join(
        f"<w:font w:name={quoteattr(font.name)}><w:altName w:val={quoteattr(','.join(font.others))}/>"
        f'<w:charset w:val="86"/><w:family w:val="{font.family}"/><w:pitch w:val="variable"/></w:font>'
        for font in FONTS
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{_NAMESPACE}">{rows}</w:fonts>'.encode()
