"""What would a reader of this HTML see, as plain lines?

Paragraphs, breaks and list items become lines, tables rows with tabs in their order; scripts and styles
vanish. What a mail client marks as quotation is handed back apart. No link is followed, no entity fetched.
"""

import re
from typing import NamedTuple

from lxml import etree

_HIDDEN = frozenset(("script", "style", "head", "title", "template", "noscript", "object", "select"))
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"),
        *(
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
        ),
        *("pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_QUOTING = re.compile(
    r"isReplyContent|gmail_quote|gmail_attr|ntes-quote|moz-cite-prefix|qmbox-quote", re.IGNORECASE
)
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\s++(?=[\u3000-\u303f\u4e00-\u9fff])"
)
_BLANK_LINES = re.compile(r"\n{3,}")
_TAG = re.compile(r"<(?:script|style)\b[^<]*|<[^<>]*>", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


class VisibleText(NamedTuple):
    """What is seen outside and inside the quotations the mail client marked."""

    text: str
    quoted: str


class _Printer:
    """Two growing texts, own and quoted, and the depth of quotation that chooses between them."""

    def __init__(self) -> None:
        self._outs: tuple[list[str], list[str]] = ([], [])
        self._depth = 0
        self._cells: list[int] = []
        self._verbatim = 0

    @property
    def _out(self) -> list[str]:
        return self._outs[self._depth > 0]

    def start(self, element: etree._Element, tag: str) -> None:
        if _quotes(element, tag):
            self._depth += 1
        self._verbatim += tag == "pre"
        if tag == "br":
            self._out.append("\n")
        elif tag in _BLOCKS:
            self._fresh_line()
        if tag in _CELLS:
            self._cells.append(len(self._out))
        self.words(element.text)

    def end(self, element: etree._Element, tag: str) -> None:
        if tag in _CELLS and self._cells:
            self._close_cell(self._cells.pop())
        elif tag in _BLOCKS:
            self._fresh_line()
        self._verbatim -= tag == "pre"
        if _quotes(element, tag):
            self._depth -= 1

    def words(self, text: str | None) -> None:
        if text and not (text.isspace() and self._at_line_start()):
            self._out.append(
                text if self._verbatim else _SPACE.sub(" ", _BETWEEN_HAN.sub(_without_break, text))
            )

    def _at_line_start(self) -> bool:
        return not self._out or self._out[-1].endswith("\n")

    def _fresh_line(self) -> None:
        if not self._at_line_start():
            self._out.append("\n")

    def _close_cell(self, start: int) -> None:
        """A cell of one line stays in its row; one of many (a layout table) keeps its lines."""
        lines = [line.strip() for line in "".join(self._out[start:]).split("\n")]
        filled = [line for line in lines if line]
        self._out[start:] = ["\n".join(filled) + "\n"] if len(filled) > 1 else ["".join(filled) + "\t"]

    def shown(self) -> VisibleText:
        own, quoted = (_lines("".join(out)) for out in self._outs)
        return VisibleText(own, quoted)


def html_text(html: str) -> VisibleText:
    """The visible text of `html`; never raises on malformed markup."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    source = b"<html>" + _DECLARATION.sub("", html).encode("utf-8", "ignore")  # never without a root
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return VisibleText("", "")
    printer = _Printer()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            if tag not in _HIDDEN:
                printer.end(element, tag)
            printer.words(element.tail)
        elif tag in _HIDDEN:
            walk.skip_subtree()
        else:
            printer.start(element, tag)
    shown = printer.shown()
    # nested past the parser's patience: the words without their tags are better than none
    return shown if shown.text or shown.quoted else VisibleText(_lines(_TAG.sub(" ", html)), "")


def _without_break(blanks: re.Match[str]) -> str:
    """Chinese has no blanks at the end of a line: one broken in the source is one line to the reader."""
    return "" if "\n" in blanks[0] or "\r" in blanks[0] else blanks[0]


def _quotes(element: etree._Element, tag: str) -> bool:
    if tag not in {"blockquote", "div"}:
        return False
    name = f"{element.get('id', '')} {element.get('class', '')} {element.get('name', '')}"
    return (tag == "blockquote" and element.get("type") == "cite") or _QUOTING.search(name) is not None


def _lines(text: str) -> str:
    lines = (line.strip(" \r").rstrip("\t") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
