"""Which titles does a file with a publication's contents list hold?

A .txt or .docx of lines as they are printed (1．银川：标题……3), or an .xlsx or .csv with the columns title,
unit and form. What stands round a title - numbers, dots, pages, the unit before a colon or in brackets, the
form - is taken off; which submission it means is `matching`'s affair.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from zipfile import BadZipFile

from ingest.letter.attachment.archive import BurstingArchiveError
from ingest.letter.attachment.kind import FileKind, kind_of
from ingest.letter.attachment.read import read_attachment
from ledger.faults import ToldError
from office.use_cases.imports.tables import Columns, read_table
from office.use_cases.issues.matching import Entry, folded

COLUMNS = Columns(needed=("title",), allowed=("unit", "form"))
_TABLES = frozenset({".csv", ".xlsx"})
_LINES = 2_000
_LONGEST = 200
_LEAST = 4
"""Characters from which a line may be a title."""
_NUMBER = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?\s*[、.．:：)）]|[•·●■◆▪※☆★-]|第[\d一二三四五六七八九十]{1,3}[篇条则][:：]?)\s*"
)
_PAGE = re.compile(r"(?:[\s.．·…—-]{2,}|…|\s*[(（])\s*\d{1,4}\s*[)）]?\s*$")
_DOTS = re.compile(r"[\s.．·…—-]{2,}$")
_MARKS = re.compile(r"^[《“\"]\s*(.+?)\s*[》”\"]$")
_BEHIND = re.compile(r"^(?P<title>.+?)\s*[(（](?P<unit>[^()（）]{2,30})[)）]$")
_BEFORE = re.compile(r"^(?P<unit>[^:：]{2,20})[:：]\s*(?P<title>.+)$")
_FORM = re.compile(r"^[【\[]\s*(?P<form>[^】\]]{2,6})\s*[】\]]\s*(?P<title>.*)$")
_NO_TITLE = re.compile(
    r"(?:本期)?(?:目\s*录|要\s*目|导\s*读)|第\s*[\d一二三四五六七八九十百]+\s*期.*|[(（]?总第.*期[)）]?"
    r"|\d{4}年\d{1,2}月\d{1,2}日.*|(?:报|送|发|抄送|主送|主办|编辑|签发|责任编辑|印发)[:：].*|共印.*份|\d+"
)


class ContentsError(ToldError):
    """A file holds no contents list; nothing was written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}; nothing was written")


def read_contents(path: Path, units: Collection[str], forms: Collection[str]) -> list[Entry]:
    """The lines of a file; ContentsError or TableError.

    `units` are all names of the roster, by which a unit beside a title is told from the title itself, `forms`
    the forms of adoption that the rule names.
    """
    if path.suffix.lower() in _TABLES:
        rows = read_table(path, COLUMNS)
        found = [Entry(r.needed("title")[:_LONGEST], r.text("unit"), r.text("form")) for r in rows[:_LINES]]
    else:
        found = list(entries_in(_text(path), units, forms))
    if not found:
        raise ContentsError(path, "no line of it looks like a title")
    return found


def entries_in(text: str, units: Collection[str], forms: Collection[str]) -> Iterator[Entry]:
    """The titles in a text; a line that is a form alone (简讯) holds for those below it."""
    known = frozenset(folded(name) for name in units)
    running = ""
    for line in _lines(text):
        if (alone := line.strip("【】[]：: ")) in forms:
            running = alone
        elif (entry := _entry(line, known, forms)) is not None:
            yield entry if entry.form else entry._replace(form=running)


def _lines(text: str) -> Iterable[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:_LINES]


def _entry(line: str, units: Collection[str], forms: Collection[str]) -> Entry | None:
    words = _NUMBER.sub("", line[: _LONGEST * 2])
    words = _DOTS.sub("", _PAGE.sub("", words)).strip()
    form = ""
    if (found := _FORM.match(words)) is not None and found["form"] in forms:
        form, words = found["form"], found["title"]
    unit = ""
    for shape in (_BEFORE, _BEHIND):
        if not unit and (found := shape.match(words)) is not None and _is_unit(found["unit"], units):
            unit, words = found["unit"].strip(), found["title"].strip()
    words = _MARKS.sub(r"\1", words).strip()
    if len(folded(words)) < _LEAST or _NO_TITLE.fullmatch(words):
        return None
    return Entry(words[:_LONGEST], unit, form)


def _is_unit(text: str, units: Collection[str]) -> bool:
    """Whether words name a unit, shortened (银川) or with more about it (银川市局供稿)."""
    name = folded(text.removesuffix("供稿").removeprefix("供稿"))
    return len(name) > 1 and any(each.startswith(name) or name == each for each in units)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise ContentsError(path, f"cannot be read: {fault.strerror or fault}") from None
    if not _is_expected(raw):
        raise ContentsError(path, "it is neither a text nor a .docx, whatever its name says")
    read = read_attachment(raw)
    if read.text is None:
        raise ContentsError(path, f"its text cannot be read ({read.unread})")
    return read.text


def _is_expected(raw: bytes) -> bool:
    """Nothing else is opened here: a letter's files are read in a child that may die, this one is not."""
    try:
        return not raw.strip() or kind_of(raw) in {FileKind.TEXT, FileKind.DOCX}
    except (BadZipFile, BurstingArchiveError, OSError, ValueError, EOFError):
        return False
