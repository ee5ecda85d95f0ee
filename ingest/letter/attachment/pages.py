"""What do finished pages say: the text layer of a PDF, or an OFD (GB/T 33190)?

Of a PDF, lines that were broken at the margin are paragraphs again, cells of a row are
parted, and what stands at the head or foot of its pages comes after the body, once. A
file without a text layer is a scan; seals, pictures and paths are not read. A password
is reported, never tried.
"""

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree

from ingest.letter.attachment.archive import Archive
from ingest.letter.attachment.document import (
    PAGE_NUMBER,
    DocumentBuilder,
    DocumentText,
    EncryptedDocumentError,
    Story,
)
from ingest.letter.attachment.lines import table_text

_MOST_PAGES = 200
_LONGEST_PDF = 500_000
_MOST_PLACED = 60_000
"""Characters whose places are asked for; what lies beyond is read as it comes."""
_OFD_PAGE = re.compile(r".*/Page_(\d+)/Content\.xml", re.IGNORECASE)

# Measures in sizes of a letter, unless they say otherwise. The size a file states says
# little, for pages are scaled; that of the ink is asked. A full stop fills a third of
# its place, so that a full line may end more than half a letter before the margin.
_BETWEEN_CELLS = 1.5
_SHORT_OF_THE_MARGIN = 1.6
_INDENT = 0.9
_NEXT_LINE = 3.2
_SAME_SIZE = 0.15
_RAISED = 0.55
_ABOVE_THE_LINE = 0.25
_LATIN = 1.3
"""How much larger a Chinese letter is than a Latin one beside it."""
_LEAST = 0.1
# Parts of a page's height: Word sets headers and footers 15 mm from the edge of 297,
# the body 25 mm; the official layout (GB/T 9704) sets page numbers about 30 mm from it.
_MARGIN = 1 / 11
_MARGIN_OF_NUMBERS = 1 / 7
_SMALL = 0.8
"""The part of the body's size up to which a line in the margin is a header or
footer.
"""
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NUMBERS = re.compile(r"[\d\s]+")
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


class _Line:
    """A line of a page as it grows: the words of its cells, and its ink in points from
    below left.

    `last_left` is where its last cell begins, `size` the width or height of its largest
    letter.
    """

    def __init__(self, page: int) -> None:
        self.page = page
        self.story = Story.BODY
        self.cells = [""]
        self.left = self.last_left = self.right = self.bottom = self.top = 0.0
        self.size = 0.0

    @property
    def text(self) -> str:
        return "\t".join(self.cells)

    def join_halves(self) -> None:
        """Make one letter of the two halves in which one beyond the first plane
        comes.
        """
        self.cells = [
            cell.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            for cell in self.cells
        ]

    def add(
        self, letter: str, left: float, right: float, bottom: float, top: float
    ) -> None:
        """Add a letter and its ink."""
        if not self.size:
            self.left = self.last_left = left
            self.bottom, self.top = bottom, top
        self.cells[-1] += letter
        self.right = max(self.right, right)
        self.bottom, self.top = min(self.bottom, bottom), max(self.top, top)
        extent = max(top - bottom, right - left)
        if _CJK.match(letter) is None:
            extent *= _LATIN
        self.size = max(self.size, extent, _LEAST)

    def goes_on_in_cell(self, above: Self) -> bool:
        """Whether it stands right below the last cell of the row above, and is the rest
        of it.
        """
        if self.page != above.page or not self._is_like(above):
            return False
        is_below = abs(self.left - above.last_left) <= _INDENT * self.size
        return is_below and -self.size < above.bottom - self.top < self.size

    def goes_on(self, above: Self, left: float, right: float) -> bool:
        """Whether it goes on with the paragraph of the one above: that one is full,
        this one not indented.
        """
        if not self._is_like(above) or len(above.cells) > 1:
            return False
        if (
            above.right < right - _SHORT_OF_THE_MARGIN * self.size
            or self.left > left + _INDENT * self.size
        ):
            return False
        return (
            self.page != above.page or 0 < above.top - self.top < _NEXT_LINE * self.size
        )

    def _is_like(self, other: Self) -> bool:
        return abs(other.size - self.size) <= _SAME_SIZE * max(other.size, self.size)


@dataclass(frozen=True, slots=True)
class _Page:
    """The height of a page and its lines in the order in which they were written."""

    height: float
    lines: list[_Line]


def pdf_text(raw: bytes) -> DocumentText:
    """The text layer of a PDF, empty for a scan; raises EncryptedDocumentError or
    PdfiumError.
    """
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise EncryptedDocumentError from fault
        raise
    pages: list[_Page] = []
    unplaced: list[str] = []
    length = 0
    try:
        for number in range(min(len(document), _MOST_PAGES)):
            page = document[number]
            layer = page.get_textpage()
            length += layer.count_chars()
            if length <= _MOST_PLACED:
                pages.append(_Page(page.get_height(), _lines_of(layer, number)))
            else:
                unplaced.append(str(layer.get_text_bounded()).strip())
            layer.close()
            page.close()
            if length > _LONGEST_PDF:
                break
    finally:
        document.close()
    builder = DocumentBuilder()
    _tell_margins(pages)
    body = [line for page in pages for line in page.lines if line.story is Story.BODY]
    for paragraph in _paragraphs(body):
        builder.lines.add(paragraph)
        builder.lines.end_line()
    builder.lines.add("\n".join(filter(None, unplaced)))
    said: set[tuple[Story, str]] = (
        set()
    )  # each header and footer once, whatever number its page has
    for page in pages:
        for story in (Story.HEADER, Story.FOOTER):
            text = "\n".join(
                line.text.strip() for line in page.lines if line.story is story
            )
            words = _NUMBERS.sub("", text)
            if text and (story, words) not in said:
                said.add((story, words))
                builder.add(story, text)
    return builder.document()


def _lines_of(layer: pypdfium2.PdfTextPage, number: int) -> list[_Line]:
    """The lines of a page's text layer, cut into cells where they leave a gap."""
    lines = [_Line(number)]
    box = [ctypes.c_double() for _ in range(4)]
    is_gap = False
    for place in range(layer.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(layer, place))
        line = lines[-1]
        if letter in "\r\n":
            lines.append(_Line(number))
            is_gap = False
        elif pdfium.FPDFText_IsGenerated(layer, place) == 1:
            is_gap = True  # no blank of the writer's, but one that pdfium sees
        elif letter.isspace():
            line.cells[-1] += letter
        else:
            pdfium.FPDFText_GetCharBox(layer, place, *box)
            left, right, bottom, top = (edge.value for edge in box)
            before = line.cells[-1][-1:]
            if is_gap and line.size and not before.isspace():
                if left - line.right > _BETWEEN_CELLS * line.size:
                    line.cells.append("")
                    line.last_left = left
                elif (_CJK.match(before) is None) == (_CJK.match(letter) is None):
                    # Else the gap is only the one that is set between Chinese and other
                    # letters.
                    line.cells[-1] += " "
            if (
                top - bottom <= _RAISED * line.size
                and bottom > line.bottom + _ABOVE_THE_LINE * line.size
            ):
                letter = letter.translate(
                    _SUPERSCRIPTS
                )  # the mark of a note, or that of square metres
            line.add(letter, left, right, bottom, top)
            is_gap = False
    filled = [line for line in lines if line.size]
    for line in filled:
        line.join_halves()
    return filled


# --- what stands beside the body ------------------------------------------------------


def _tell_margins(pages: Sequence[_Page]) -> None:
    """Tell the headers and footers among the lines: by their place, and by size, number
    or repetition.
    """
    body_size = _usual_size([line for page in pages for line in page.lines])
    in_margin: list[_Line] = []
    pages_of: defaultdict[tuple[Story, str], set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            margin = page.height * (
                _MARGIN_OF_NUMBERS if PAGE_NUMBER.fullmatch(line.text) else _MARGIN
            )
            if line.bottom > page.height - margin:
                line.story = Story.HEADER
            elif line.top < margin:
                line.story = Story.FOOTER
            else:
                continue
            in_margin.append(line)
            pages_of[line.story, _NUMBERS.sub("", line.text)].add(line.page)
    for line in in_margin:
        is_repeated = len(pages_of[line.story, _NUMBERS.sub("", line.text)]) > 1
        is_small = line.size <= _SMALL * body_size
        if not (is_repeated or is_small or PAGE_NUMBER.fullmatch(line.text)):
            line.story = Story.BODY


def _usual_size(lines: Sequence[_Line]) -> float:
    """The size of letters in the middle of all letters, ordered by size."""
    sizes = sorted((line.size, len(line.text)) for line in lines)
    middle = sum(length for _, length in sizes) / 2
    for size, length in sizes:
        middle -= length
        if middle <= 0:
            return size
    return 0.0


# --- paragraphs -----------------------------------------------------------------------


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """The lines of the body as paragraphs, its rows as those of tables."""
    usual = _usual_size(lines)
    running = [
        line
        for line in lines
        if len(line.cells) == 1 and abs(line.size - usual) <= _SAME_SIZE * usual
    ]
    left = min((line.left for line in running), default=0.0)
    right = max((line.right for line in running), default=0.0)
    rows: list[list[str]] = []
    words = ""
    above: _Line | None = None
    for line in lines:
        if (
            rows
            and above is not None
            and len(line.cells) == 1
            and line.goes_on_in_cell(above)
        ):
            rows[-1][-1] = _joined(rows[-1][-1], line.text.strip())
            above.bottom = line.bottom
            continue
        if len(line.cells) > 1:
            if words:
                yield words
                words = ""
            rows.append([cell.strip() for cell in line.cells])
        else:
            yield from table_text(rows).lines
            rows = []
            if words and above is not None and line.goes_on(above, left, right):
                words = _joined(words, line.text.strip())
            else:
                if words:
                    yield words
                words = line.text.strip()
        above = line
    if words:
        yield words
    yield from table_text(rows).lines


def _joined(words: str, more: str) -> str:
    """Two lines of a paragraph; Chinese has no blank between them."""
    is_latin = (
        words[-1:].isascii()
        and more[:1].isascii()
        and words[-1:].isalpha()
        and more[:1].isalpha()
    )
    return f"{words} {more}" if is_latin else words + more


# --- OFD ------------------------------------------------------------------------------


def ofd_text(raw: bytes) -> DocumentText:
    """The text codes of an OFD in the order of its pages, empty where they hold none.

    Raises what zipfile and lxml raise on a broken one.
    """
    texts: list[str] = []
    with Archive(raw) as archive:
        found = filter(None, map(_OFD_PAGE.fullmatch, archive.names))
        for page in sorted(found, key=lambda page: (int(page[1]), page[0]))[
            :_MOST_PAGES
        ]:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(archive.read(page[0]), parser)
            lines = [
                "".join(code.itertext()).strip() for code in root.iter("{*}TextObject")
            ]
            texts.append("\n".join(filter(None, lines)))
    builder = DocumentBuilder()
    builder.add(Story.BODY, "\n\n".join(filter(None, texts)))
    return builder.document()
