r"""What does an RTF file say?

One pass over its tokens: groups, control words, bytes of a code page, characters. Body
with its tables, notes, text boxes, headers and footers; what is hidden or deleted and
every other destination (\*\…, fonts, pictures, field codes) is left out. Chinese
programs write GBK as \'d2\'f8, as \u38134? or as raw bytes.
"""

import re
from dataclasses import dataclass, replace

from ingest.letter.attachment.document import DocumentBuilder, DocumentText, Story
from ingest.letter.attachment.lines import LineBuilder
from ingest.letter.charset.text import decode_bytes

_LARGEST = 8 * 1024 * 1024
_DEEPEST = 2_000
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    r"|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    r"|(?P<text>[^\\{}\r\n\x00-\x08\x0b-\x1f]+)"
    r"|(?P<brace>[{}])"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|.",
    re.DOTALL,
)
# Groups that hold no words of the document.
_LEFT_OUT = frozenset((
    "aftncn", "aftnsep", "aftnsepc", "annotation", "atndate", "atnauthor", "atnid", "atnref", "atrfend",
    "atrfstart", "background", "bkmkend", "bkmkstart", "colorschememapping", "colortbl", "datastore",
    "docvar", "filetbl", "fldinst", "fonttbl", "ftncn", "ftnsep", "ftnsepc", "generator", "info",
    "latentstyles", "listoverridetable", "listtable", "listtext", "mmathPr", "nonesttables", "nonshppict",
    "objdata", "pict", "pntext", "pntxta", "pntxtb", "private", "revtbl", "rsidtbl", "rxe", "shprslt", "sp",
    "stylesheet", "tc", "template", "themedata", "txe", "userprops", "xe", "xmlnstbl",
))  # fmt: skip
# Destinations that a program may pass over (\*\…) hold no words either, but for these
# and the stories.
_OPENED = frozenset(("do", "nesttableprops", "shpinst"))
_STORIES = {
    "dptxbxtext": Story.BOX,
    "footer": Story.FOOTER,
    "footerf": Story.FOOTER,
    "footerl": Story.FOOTER,
    "footerr": Story.FOOTER,
    "footnote": Story.NOTE,
    "header": Story.HEADER,
    "headerf": Story.HEADER,
    "headerl": Story.HEADER,
    "headerr": Story.HEADER,
    "shptxt": Story.BOX,
}
_HIDING = frozenset(("deleted", "htmlrtf", "v"))
_WORDS = {
    "bullet": "•", "emdash": "—", "emspace": "\u2003", "endash": "–", "enspace": "\u2002", "ldblquote": "“",
    "lquote": "‘", "nestcell": "\t", "rdblquote": "”", "rquote": "’", "tab": "\t",
}  # fmt: skip
_LINE_ENDS = frozenset(("line", "nestrow", "page", "par", "sect"))
_SIGNS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}"}
# What \ansicpg and the \fcharset of a font name; everything else is one byte a
# character.
_CODE_PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs"}
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs"}
_ONE_BYTE = "cp1252"
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
_UNIT = 0x10000


@dataclass(frozen=True, slots=True)
class _Group:
    r"""What holds between a pair of braces.

    `fallback` are the characters that follow each \u for programs that do not know it.
    """

    is_left_out: bool = False
    is_story: bool = False
    is_hidden: bool = False
    fallback: int = 1
    font: int = -1


class _TableState:
    """Whether the paragraph stands in a table, a row was announced, and a table and a
    cell are open.
    """

    def __init__(self) -> None:
        self.in_paragraph = False
        self.in_row = False
        self.table = False
        self.cell = False


def rtf_text(raw: bytes) -> DocumentText:
    """The text of an RTF file; raises ValueError for one that is too large or nested
    too deep.
    """
    if len(raw) > _LARGEST:
        message = "RTF over 8 MiB"
        raise ValueError(message)
    # Bytes of pictures are counted, so that they must stay as many as they are.
    source = raw.decode("latin-1") if b"\\bin" in raw else decode_bytes(raw).text
    return _Reader().read(source)


class _Reader:
    """The state of one pass: open groups, what is read but not added yet, and the open
    tables.
    """

    def __init__(self) -> None:
        self._builder = DocumentBuilder()
        self._groups = [_Group()]
        self._tables = [_TableState()]
        self._code_page = "gb18030"
        self._fonts: dict[int, str] = {}
        self._text: list[str] = []
        self._bytes = bytearray()
        self._to_skip = 0
        self._may_be_passed_over = False

    def read(self, source: str) -> DocumentText:
        """The document in `source`."""
        position = 0
        while token := _TOKEN.match(source, position):
            position = token.end()
            match token.lastgroup:
                case "bytes":
                    content = bytes.fromhex(token[0].replace("\\'", ""))
                    skipped = min(self._to_skip, len(content))
                    self._to_skip -= skipped
                    self._bytes += content[skipped:]
                case "text":
                    self._add_text(token[0])
                case "sign" if token["sign"] == "*":
                    self._may_be_passed_over = True
                case "sign" if token["sign"] in "\r\n":
                    self._word("par", None)
                case "sign":
                    self._add_text(_SIGNS.get(token["sign"], ""))
                case "brace" if token[0] == "{":
                    self._flush()
                    if len(self._groups) >= _DEEPEST:
                        raise ValueError("RTF nested too deep")
                    group = self._group
                    self._groups.append(
                        replace(group, is_story=False) if group.is_story else group
                    )
                case "brace":
                    self._close_group()
                case "word":
                    self._word(token["word"], None)
                case "number" if token["word"] == "bin":
                    position += max(int(token["number"]), 0)
                case "number":
                    self._word(token["word"], int(token["number"]))
                case _:
                    pass  # line ends and control characters between tokens
        while len(self._groups) > 1:
            self._close_group()
        self._flush()
        self._leave_table()
        return self._builder.document()

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    @property
    def _lines(self) -> LineBuilder:
        return self._builder.lines

    # --- groups and words -------------------------------------------------------------

    def _close_group(self) -> None:
        self._flush()
        if len(self._groups) == 1:
            return
        if self._groups.pop().is_story:
            self._leave_table()
            self._tables.pop()
            self._builder.end()

    def _word(self, word: str, number: int | None) -> None:
        may_be_passed_over, self._may_be_passed_over = self._may_be_passed_over, False
        if word == "u" and number is not None:
            self._decode()
            self._add(chr(number % _UNIT))
            self._to_skip = self._group.fallback
            return
        self._flush()
        if word in _STORIES and not self._group.is_left_out:
            self._groups[-1] = replace(self._group, is_story=True)
            self._builder.begin(_STORIES[word])
            self._tables.append(_TableState())
        elif word in _LEFT_OUT or (may_be_passed_over and word not in _OPENED):
            self._groups[-1] = replace(self._group, is_left_out=True)
        elif word in _HIDING:
            self._groups[-1] = replace(self._group, is_hidden=number != 0)
        elif word == "plain":
            self._groups[-1] = replace(self._group, is_hidden=False)
        elif word == "uc":
            self._groups[-1] = replace(self._group, fallback=max(number or 0, 0))
        elif word == "f":
            self._groups[-1] = replace(self._group, font=number or 0)
        elif word == "fcharset":
            self._fonts[self._group.font] = _CHARSETS.get(number or 0, "")
        elif word == "ansicpg":
            self._code_page = _CODE_PAGES.get(number or 0, _ONE_BYTE)
        elif not self._group.is_left_out:
            self._lay_out(word)

    def _lay_out(self, word: str) -> None:
        """Do what a word of tables and paragraphs says."""
        table = self._tables[-1]
        if word == "pard":
            table.in_paragraph = False
        elif word == "intbl":
            table.in_paragraph = True
        elif word == "trowd":
            table.in_row = True
        elif word == "cell":
            self._enter_cell()
            self._lines.end_cell()
            table.cell = False
        elif word == "row":
            table.in_row = False
            if table.table:
                self._lines.begin_row()
        elif word in _LINE_ENDS:
            self._come_to_place()
            self._lines.end_line()
        elif word in _WORDS:
            self._add_text(_WORDS[word])

    # --- words ------------------------------------------------------------------------

    def _add_text(self, text: str) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        text = text[skipped:]
        if text and text[0].isascii() and self._codec != _ONE_BYTE:
            place = 0
            while place < len(self._bytes):
                place += 2 if self._bytes[place] > 0x80 else 1
            if place > len(self._bytes):
                # The last byte is the first one of two. The second byte of a character
                # may be that of a letter, which is then written as one.
                self._bytes += text[0].encode()
                text = text[1:]
        self._decode()
        self._add(text)

    def _add(self, text: str) -> None:
        if text and not self._group.is_left_out and not self._group.is_hidden:
            self._text.append(text)

    @property
    def _codec(self) -> str:
        return self._fonts.get(self._group.font) or self._code_page

    def _decode(self) -> None:
        """Make text of the bytes that wait."""
        content, self._bytes = self._bytes, bytearray()
        if not content:
            return
        codec = self._codec
        if codec == _ONE_BYTE and _HAN.fullmatch(content.decode("gb18030", "replace")):
            codec = "gb18030"  # Chinese under a label that lies
        self._add(content.decode(codec, "replace"))

    def _flush(self) -> None:
        """Add to the document what waits."""
        self._to_skip = 0
        self._decode()
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        self._come_to_place()
        # Characters beyond the first plane come as two halves.
        self._lines.add(
            text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )

    # --- tables -----------------------------------------------------------------------

    def _come_to_place(self) -> None:
        """Open the cell in which what follows stands, or leave the table that ended
        before it.
        """
        table = self._tables[-1]
        if table.in_paragraph or table.in_row:
            self._enter_cell()
        else:
            self._leave_table()

    def _enter_cell(self) -> None:
        table = self._tables[-1]
        if not table.table:
            self._lines.begin_table()
            self._lines.begin_row()
            table.table = True
        if not table.cell:
            self._lines.begin_cell()
            table.cell = True

    def _leave_table(self) -> None:
        table = self._tables[-1]
        if table.cell:
            self._lines.end_cell()
        if table.table:
            self._lines.end_table()
        table.table = table.cell = False
