"""How does a contents list come to be adoptions?

It is matched to the submissions of the half year before it and kept with what each line likely means; a
person confirms, corrects or dismisses, and only then the adoption is on record. The same file handed in again
is matched again where nothing was settled.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from ingest.letter.attachment.archive import BurstingArchiveError
from ingest.letter.attachment.kind import FileKind, kind_of
from ingest.letter.attachment.read import read_attachment
from ledger import contents, journal, roster
from ledger.contents import Contents, ContentsLine, LineState
from ledger.database import Connection
from ledger.entries.events import Adoption
from ledger.entries.submissions import SubmissionState
from ledger.events import adoptions
from ledger.faults import ToldError
from ledger.journal import JournalEntry
from ledger.periods import ONE_DAY, Period, Span
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.imports.tables import Columns, read_table
from office.use_cases.title_matching import KnownTitle, ListedTitle, TitleMatch, folded, matched

LOOKED_BACK = timedelta(days=183)
"""How old a submission may be that a publication uses."""


class UnsettledError(ToldError):
    """A line cannot be settled so; nothing was changed. Shell and console say it in the same Chinese."""

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"{named}：{what}")


class LineKey(NamedTuple):
    """One line of one list."""

    contents: int
    line: int


class ListHead(NamedTuple):
    """Which list it is: publication, issue, day, and the name of the file."""

    publication: str
    dated: date
    issue: str
    source: str


def take_in(
    conn: Connection, where: ListHead, entries: Sequence[ListedTitle], context: DecisionContext
) -> Contents:
    """The list on record with what each line likely means."""
    sought = Contents(0, where.publication, where.issue, where.dated, where.source, context.who, context.now)
    shelf = known_before(conn, where.dated)
    before = contents.same(conn, sought)
    if before is not None:
        for line in contents.lines(conn, before.id):
            if line.settled is LineState.OPEN:
                found = matched(ListedTitle(line.title, line.unit, line.form), shelf)
                contents.change(conn, before.id, _likely(line, found))
        return before
    lines = [
        _likely(ContentsLine(at, each.title, each.unit, each.form), matched(each, shelf))
        for at, each in enumerate(entries, 1)
    ]
    made = contents.add(conn, sought, lines)
    journal.write(conn, JournalEntry(context.now, context.who, "contents: enter", f"contents:{made.id}"))
    return made


def known_before(conn: Connection, dated: date) -> list[KnownTitle]:
    """The accepted submissions a list of that day may speak of, with every name of their units."""
    names = {unit.id: (unit.name, *unit.short_names) for unit in roster.all_units(conn)}
    term = Period(dated - LOOKED_BACK, dated + ONE_DAY, "contents", Span.NAMED)
    found = listing.listed(conn, SubmissionFilter(period=term, state=SubmissionState.RECORDED))
    return [KnownTitle(i.serial, i.title, tuple(n for u in i.unit_ids for n in names[u])) for i in found]


def confirm(
    conn: Connection, spot: LineKey, serial: str, forms: Sequence[str], context: DecisionContext
) -> bool:
    """Puts the adoption that a line means on record; False when it was there before.

    `forms` are those the rule names, the usual one first, which stands where the line names none.
    """
    listed, found = _line(conn, spot)
    item = listing.one(conn, serial)
    if item is None or item.state is not SubmissionState.RECORDED:
        raise UnsettledError(serial, "没有这一件，或还没有登记")
    form = found.form if found.form in forms else next(iter(forms), "")
    adoption = Adoption(0, serial, listed.publication, form, listed.dated, context.now, listed.issue)
    new = adoptions.add(conn, [adoption])
    sure = found.confidence if found.serial == serial else 1.0
    settled = found._replace(serial=serial, confidence=sure, settled=LineState.CONFIRMED)
    contents.change(conn, spot.contents, settled)
    details = {"line": spot.line, "serial": serial}
    did = JournalEntry(
        context.now, context.who, "contents: confirm", f"contents:{spot.contents}", "", details
    )
    journal.write(conn, did)
    return bool(new)


def confirm_all(
    conn: Connection, number: int, least: float, forms: Sequence[str], context: DecisionContext
) -> int:
    """Confirms every open line that is at least so sure; how many adoptions were new."""
    sure = [
        line
        for line in contents.lines(conn, number)
        if line.settled is LineState.OPEN and line.serial is not None and line.confidence >= least
    ]
    return sum(confirm(conn, LineKey(number, line.line), line.serial or "", forms, context) for line in sure)


def dismiss(conn: Connection, spot: LineKey, context: DecisionContext) -> None:
    """Notes that a line means no submission of ours."""
    _, found = _line(conn, spot)
    contents.change(conn, spot.contents, found._replace(serial=None, settled=LineState.NONE))
    details = {"line": spot.line}
    did = JournalEntry(
        context.now, context.who, "contents: dismiss", f"contents:{spot.contents}", "", details
    )
    journal.write(conn, did)


def _line(conn: Connection, spot: LineKey) -> tuple[Contents, ContentsLine]:
    listed = contents.one(conn, spot.contents)
    found = next((each for each in contents.lines(conn, spot.contents) if each.line == spot.line), None)
    if listed is None or found is None:
        raise UnsettledError(str(spot.line), "没有这一行")
    if found.settled is LineState.CONFIRMED:
        raise UnsettledError(found.title, f"已确认为 {found.serial} 的采用")
    return listed, found


def _likely(line: ContentsLine, match: TitleMatch) -> ContentsLine:
    return line._replace(serial=match.serial, confidence=match.confidence)


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


def read_contents(path: Path, units: Collection[str], forms: Collection[str]) -> list[ListedTitle]:
    """The lines of a file; ContentsError or TableError.

    `units` are all names of the roster, by which a unit beside a title is told from the title itself, `forms`
    the forms of adoption that the rule names.
    """
    if path.suffix.lower() in _TABLES:
        rows = read_table(path, COLUMNS)
        found = [
            ListedTitle(r.needed("title")[:_LONGEST], r.text("unit"), r.text("form")) for r in rows[:_LINES]
        ]
    else:
        found = list(entries_in(_text(path), units, forms))
    if not found:
        raise ContentsError(path, "no line of it looks like a title")
    return found


def entries_in(text: str, units: Collection[str], forms: Collection[str]) -> Iterator[ListedTitle]:
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


def _entry(line: str, units: Collection[str], forms: Collection[str]) -> ListedTitle | None:
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
    return ListedTitle(words[:_LONGEST], unit, form)


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
