"""What would a reader of this HTML see, as plain lines?

Paragraphs, breaks and list items become lines, tables rows or fields in their order;
scripts, styles and what is hidden or struck out vanish, but for a text apart in which a
密级 mark is sought. What a mail client marks as quotation is handed back apart. No link
is followed, no entity fetched.
"""

import itertools
import re
from typing import NamedTuple

from lxml import etree

from ingest.letter.attachment.lines import LineBuilder

_HIDDEN = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "object", "select")
)
_FOR_PROGRAMS = ("script", "style")
_STRUCK_OUT = frozenset(("s", "strike", "del"))
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
# How NetEase, Gmail, Thunderbird and QQ mark what they quote.
_QUOTING = re.compile(
    r"isReplyContent|gmail_quote|gmail_attr|ntes-quote|moz-cite-prefix|qmbox-quote",
    re.IGNORECASE,
)
# How others do, who mark it for the eye alone: a rule along its left side, or the head
# of a copied mail.
_RULED = re.compile(
    r"border-left(?:-style|-width)?\s{0,9}:\s{0,9}(?!none|0)", re.IGNORECASE
)
_HEAD_OF_MAIL = re.compile(
    r"\s*(?:-{2,}[^-]{0,12}-{2,}\s*)?(?:发件人|寄件者|发送时间|From)\s*[:：]|.{0,60}(?:写道|wrote)\s*[:：]"
)
_FIRST_ELEMENTS = 8
"""Elements of a block among which the first words are sought."""
_FIRST_WORDS = 120
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_BLANKS = re.compile(r"\s+")
_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_BLANK_LINES = re.compile(r"\n{3,}")
_TAG = re.compile(r"<(?:script|style)\b[^<]*|<[^<>]*>", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


# display:none, and what Word writes for the same; words that were struck out.
_NOT_SAID = re.compile(
    r"(?:^|;)\s{0,9}(?:display\s{0,9}:\s{0,9}none|mso-hide\s{0,9}:\s{0,9}all"
    r"|text-decoration(?:-line)?\s{0,9}:[^;]{0,40}line-through)",
    re.IGNORECASE,
)


class VisibleText(NamedTuple):
    """What is seen outside and inside the quotations the mail client marked.

    `fields` are the cells of forms that became fields (撰稿人：张三). `whole` is all of
    it with what is hidden or struck out in its place, "" where nothing is: nobody takes
    that for said, and the seal is asked of it.
    """

    text: str
    quoted: str
    fields: int = 0
    whole: str = ""


class _Printer:
    """Two growing texts, own and quoted, and the depth of quotation that chooses
    between them.
    """

    def __init__(self) -> None:
        self.own = LineBuilder()
        self.quoted = LineBuilder()
        self._quotations = 0
        self._verbatim = 0

    @property
    def _lines(self) -> LineBuilder:
        return self.quoted if self._quotations else self.own

    def start(self, element: etree._Element, tag: str) -> None:
        if _is_quotation(element, tag):
            self._quotations += 1
        if tag == "pre":
            self._verbatim += 1
        if tag == "br":
            self._lines.end_line()
        elif tag == "table":
            self._lines.begin_table()
        elif tag == "tr":
            self._lines.begin_row()
        elif tag in _CELLS:
            self._lines.begin_cell()
        elif tag in _BLOCKS:
            self._lines.begin_line()
        self.add(element.text)

    def end(self, element: etree._Element, tag: str) -> None:
        if tag == "table":
            self._lines.end_table()
        elif tag in _CELLS:
            self._lines.end_cell()
        elif tag in _BLOCKS:
            self._lines.begin_line()
        if tag == "pre":
            self._verbatim -= 1
        if _is_quotation(element, tag):
            self._quotations -= 1

    def add(self, text: str | None) -> None:
        """Add the words between two tags; blanks at the beginning of a line are no
        words.
        """
        if not text or (text.isspace() and self._lines.at_line_start):
            return
        if not self._verbatim:
            text = _SPACE.sub(" ", _BLANKS.sub(_without_line_end, text))
        self._lines.add(text)


def html_text(html: str) -> VisibleText:
    """The visible text of `html`; never raises on malformed markup."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    # A document that holds nothing has no root, and lxml raises: so there always is
    # one.
    source = b"<html>" + _DECLARATION.sub("", html).encode("utf-8", "ignore")
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return VisibleText("", "")
    printer = _Printer()
    has_unsaid = _print(root, printer, whole=False)
    own = _tidy(printer.own.text())
    quoted = _tidy(printer.quoted.text())
    whole = ""
    if has_unsaid:
        everything = _Printer()
        _print(root, everything, whole=True)
        whole = "\n".join(
            (_tidy(everything.own.text()), _tidy(everything.quoted.text()))
        )
    if not own and not quoted:
        # Nested deeper than the parser follows: the words without their tags are better
        # than none.
        own = _tidy(_TAG.sub(" ", html))
    return VisibleText(own, quoted, printer.own.fields, whole)


def _print(root: etree._Element, printer: _Printer, *, whole: bool) -> bool:
    """Print what `root` says, or with `whole` what is hidden in it too; True if words
    were left out.
    """
    has_unsaid = False
    hidden: etree._Element | None = None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            if element is not hidden:
                printer.end(element, tag)
            printer.add(element.tail)
        elif (
            tag in _HIDDEN
            or tag in _STRUCK_OUT
            or _NOT_SAID.search(element.get("style", ""))
        ):
            # No reader takes it for said: newsletters write a hidden summary above
            # their words, and what a sender struck out (an author, a number) he took
            # back.
            if whole and tag not in _FOR_PROGRAMS:
                printer.start(element, tag)
                continue
            hidden = element  # what comes next is its end
            walk.skip_subtree()
            has_unsaid = has_unsaid or any(
                not words.isspace()
                for inside in element.iter()
                if inside.tag not in _FOR_PROGRAMS
                for words in (
                    inside.text or " ",
                    " " if inside is element else inside.tail or " ",
                )
            )
        else:
            printer.start(element, tag)
    return has_unsaid


def _without_line_end(blanks: re.Match[str]) -> str:
    """Chinese has no blanks at the end of a line: one broken in the source is one line
    to the reader.
    """
    if "\n" not in blanks[0] and "\r" not in blanks[0]:
        return blanks[0]
    start, end, text = blanks.start(), blanks.end(), blanks.string
    is_between = _HAN.match(text, max(start - 1, 0), start) and _HAN.match(
        text, end, end + 1
    )
    return "" if is_between else blanks[0]


def _is_quotation(element: etree._Element, tag: str) -> bool:
    if tag not in {"blockquote", "div"}:
        return False
    if tag == "blockquote":
        if element.get("type") == "cite" or _RULED.search(element.get("style", "")):
            return True
        inside = itertools.islice(element.iter(), _FIRST_ELEMENTS)
        if _HEAD_OF_MAIL.match(
            "".join((each.text or "")[:_FIRST_WORDS] for each in inside)
        ):
            return True
    names = (
        f"{element.get('id', '')} {element.get('class', '')} {element.get('name', '')}"
    )
    return _QUOTING.search(names) is not None


def _tidy(text: str) -> str:
    """`text` without blanks at the ends of its lines, and with at most one blank line
    in a row.
    """
    lines = [line.strip(" \r").rstrip("\t") for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
