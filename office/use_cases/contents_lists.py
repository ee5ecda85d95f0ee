"""Which titles does a file with another publication's contents list hold, and how do
they become adoptions?

A file is a .txt or .docx of lines as they are printed (1．银川：标题……3), or an .xlsx
or .csv with the columns title, unit and form. What stands round a title - numbers,
dots, pages, the unit before a colon or in brackets, the form - is taken off. The list
is compared with the submissions of the half year before it and kept with what each line
likely means; a person confirms, corrects or dismisses, and only then the adoption is on
record. The same list handed in again is compared again where nothing was settled.

Titles are compared by themselves: the same but for blanks and marks, one within the
other, else by edit distance, since editors shorten and mend. A unit named beside one
raises or lowers. Two candidates that come close to each other are none: a person
chooses.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from rapidfuzz.distance import OSA

from ingest.letter.attachment.archive import BurstingArchiveError, FileKind, kind_of
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
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from office.use_cases.closed_lists import near
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.events import as_adopted
from office.use_cases.imports.refusals import NOTHING, Both, Refusal, like, listed
from office.use_cases.imports.rows import TableRow, parse_rows
from office.use_cases.imports.tables import Columns, read_table

LOOKED_BACK = timedelta(days=183)
"""How old a submission may be that a publication uses."""
COLUMNS = Columns(needed=("title",), allowed=("unit", "form"))
_TABLES = frozenset({".csv", ".xlsx"})
_MOST_LINES = 2_000
_LONGEST_TITLE = 200
_SHORTEST_TITLE = 4
"""Characters from which a line may be a title."""
_NUMBER = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?\s*[、.．:：)）]|[•·●■◆▪※☆★-]|第[\d一二三四五六七八九十]{1,3}[篇条则][:：]?)\s*"
)
_PAGE = re.compile(r"(?:[\s.．·…—-]{2,}|…|\s*[(（])\s*\d{1,4}\s*[)）]?\s*$")
_DOTS = re.compile(r"[\s.．·…—-]{2,}$")
_MARKS = re.compile(r"^[《“\"]\s*(.+?)\s*[》”\"]$")
_UNIT_BEHIND = re.compile(r"^(?P<title>.+?)\s*[(（](?P<unit>[^()（）]{2,30})[)）]$")
_UNIT_BEFORE = re.compile(r"^(?P<unit>[^:：]{2,20})[:：]\s*(?P<title>.+)$")
_FORM = re.compile(r"^[【\[]\s*(?P<form>[^】\]]{2,6})\s*[】\]]\s*(?P<title>.*)$")
_NO_TITLE = re.compile(
    r"(?:本期)?(?:目\s*录|要\s*目|导\s*读)|第\s*[\d一二三四五六七八九十百]+\s*期.*|[(（]?总第.*期[)）]?"
    r"|\d{4}年\d{1,2}月\d{1,2}日.*|(?:报|送|发|抄送|主送|主办|编辑|签发|责任编辑|印发)[:：].*|共印.*份|\d+"
)
LEAST = 0.6
"""Below this a line has no match at all."""
APART = 0.06
"""How far the best must be from the second."""
_SAME = 1e-9
"""The same for a title that is the very same: only another that is the same rivals
it.
"""
_SHORTEST_WITHIN = 6
"""Characters from which a title that stands within the other is taken for it, shortened
or lengthened.
"""
_WITHIN = 0.85
"""How sure that is at least; the more of the longer title it is, the surer."""
_RAISED = 0.3
"""How much of what is lacking a named unit that fits makes up for."""
_LOWERED = 0.8
"""What a named unit that does not fit leaves."""
_CANDIDATES = 5
_NOT_A_WORD = re.compile(r"[\W_]+")


class ContentsError(ToldError):
    """A file holds no contents list; nothing was written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}; nothing was written")


class NotSettledError(ToldError):
    """A line cannot be settled so; nothing was changed. Shell and console say it in the
    same Chinese.
    """

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"{named}：{what}")


class ListedTitle(NamedTuple):
    """One line of a contents list: its title, and unit and form where it names them."""

    title: str
    unit: str = ""
    form: str = ""


class KnownTitle(NamedTuple):
    """A submission a line may mean: its title, and every name of its units."""

    serial: str
    title: str
    units: tuple[str, ...] = ()


class TitleMatch(NamedTuple):
    """The submission that is meant, or None; `confidence` from 0 to 1 is that of the
    likeliest either way.

    `candidates` are the likeliest, best first, whether or not one of them is meant.
    """

    serial: str | None
    confidence: float
    candidates: tuple[str, ...] = ()


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


def read_contents(
    path: Path, units: Collection[str], forms: Collection[str]
) -> list[ListedTitle]:
    """The lines of a file; ContentsError, TableError or BadRowsError.

    `units` are all names of the roster, by which a unit beside a title is told from the
    title itself, `forms` the forms of adoption that the rule names.
    """

    def listed_title(row: TableRow) -> ListedTitle:
        form = row.text("form")
        if form and form not in forms:
            alike = near(form, dict.fromkeys(forms, ()))
            row.refuse(
                "form",
                Refusal.UNKNOWN_WORD,
                word=form,
                kind=Both("form of the rule", "采用形式"),
                near=like(alike),
                allowed=listed(tuple(forms)),
                way=NOTHING,
            )
        return ListedTitle(row.needed("title")[:_LONGEST_TITLE], row.text("unit"), form)

    if path.suffix.lower() in _TABLES:
        found = parse_rows(path, read_table(path, COLUMNS)[:_MOST_LINES], listed_title)
    else:
        try:
            raw = path.read_bytes()
        except OSError as fault:
            raise ContentsError(
                path, f"cannot be read: {fault.strerror or fault}"
            ) from None
        # Nothing but text and .docx is opened here: a letter's files are read in a
        # child that may die, this one is not.
        try:
            expected = not raw.strip() or kind_of(raw) in {FileKind.TEXT, FileKind.DOCX}
        except (BadZipFile, BurstingArchiveError, OSError, ValueError, EOFError):
            expected = False
        if not expected:
            raise ContentsError(
                path, "it is neither a text nor a .docx, whatever its name says"
            )
        read = read_attachment(raw)
        if read.text is None:
            raise ContentsError(path, f"its text cannot be read ({read.unread})")
        found = titles_in(read.text, units, forms)
    if not found:
        raise ContentsError(path, "no line of it looks like a title")
    return found


def titles_in(
    text: str, units: Collection[str], forms: Collection[str]
) -> list[ListedTitle]:
    """The titles in a text; a line that is a form alone (简讯) holds for those below
    it.
    """
    folded_units = frozenset(fold_title(name) for name in units)
    lines = [*filter(None, map(str.strip, text.splitlines()))]
    found: list[ListedTitle] = []
    form_above = ""
    for line in lines[:_MOST_LINES]:
        alone = line.strip("【】[]：: ")
        if alone in forms:
            form_above = alone
            continue
        listed = _listed_title(line, folded_units, forms)
        if listed is not None:
            found.append(listed if listed.form else listed._replace(form=form_above))
    return found


def take_in(
    conn: Connection,
    head: ListHead,
    titles: Sequence[ListedTitle],
    context: DecisionContext,
) -> Contents:
    """Puts the list on record with what each line likely means; the same list again is
    the one on record.
    """
    known = titles_before(conn, head.dated)
    new = Contents(
        0,
        head.publication,
        head.issue,
        head.dated,
        head.source,
        context.who,
        context.now,
    )
    before = contents.find_same(conn, new)
    if before is not None:
        for line in contents.lines(conn, before.id):
            if line.settled is LineState.OPEN:
                contents.change(conn, before.id, _with_likeliest(line, known))
        return before
    lines = []
    for number, title in enumerate(titles, start=1):
        line = ContentsLine(number, title.title, title.unit, title.form)
        lines.append(_with_likeliest(line, known))
    made = contents.add(conn, new, lines)
    _journal(conn, made.id, "enter", context, {})
    return made


def titles_before(conn: Connection, dated: date) -> list[KnownTitle]:
    """The accepted submissions a list of that day may speak of, with every name of
    their units.
    """
    names = {unit.id: unit.every_name for unit in roster.all_units(conn)}
    half_year = Period(dated - LOOKED_BACK, dated + ONE_DAY, "contents", Span.NAMED)
    known: list[KnownTitle] = []
    for item in listing.listed(
        conn, SubmissionFilter(period=half_year, state=SubmissionState.RECORDED)
    ):
        names_of_item: list[str] = []
        for unit_id in item.unit_ids:
            names_of_item.extend(names[unit_id])
        known.append(KnownTitle(item.serial, item.title, tuple(names_of_item)))
    return known


def confirm(
    conn: Connection,
    key: LineKey,
    serial: str,
    rulebook: Rulebook,
    context: DecisionContext,
) -> bool:
    """Puts the adoption that a line means on record; False when it was there before.

    NotSettledError where there is no such line or item, or the line is confirmed
    already.
    """
    listed = contents.one(conn, key.contents)
    line = _unconfirmed_line(conn, key)
    if listed is None:
        raise NotSettledError(str(key.line), "没有这一行")
    item = listing.one(conn, serial)
    if item is None or item.state is not SubmissionState.RECORDED:
        raise NotSettledError(serial, "没有这一件，或还没有登记")
    adoption = Adoption(
        0,
        serial,
        listed.publication,
        line.form,
        listed.dated,
        context.now,
        listed.issue,
    )
    is_new = adoptions.add(conn, [as_adopted(conn, rulebook, adoption)]) > 0
    confidence = (
        line.confidence if line.serial == serial else 1.0
    )  # a person named another: that is sure
    settled = line._replace(
        serial=serial, confidence=confidence, settled=LineState.CONFIRMED
    )
    contents.change(conn, key.contents, settled)
    _journal(
        conn, key.contents, "confirm", context, {"line": key.line, "serial": serial}
    )
    return is_new


def confirm_all(
    conn: Connection,
    number: int,
    least: float,
    rulebook: Rulebook,
    context: DecisionContext,
) -> int:
    """Confirms every open line that is at least so sure; how many adoptions were
    new.
    """
    new = 0
    for line in contents.lines(conn, number):
        if (
            line.settled is LineState.OPEN
            and line.serial is not None
            and line.confidence >= least
        ):
            new += confirm(
                conn, LineKey(number, line.line), line.serial, rulebook, context
            )
    return new


def dismiss(conn: Connection, key: LineKey, context: DecisionContext) -> None:
    """Notes that a line means no submission of ours; NotSettledError as for
    `confirm`.
    """
    line = _unconfirmed_line(conn, key)
    contents.change(
        conn, key.contents, line._replace(serial=None, settled=LineState.NONE)
    )
    _journal(conn, key.contents, "dismiss", context, {"line": key.line})


def _unconfirmed_line(conn: Connection, key: LineKey) -> ContentsLine:
    """The line; NotSettledError where there is none or it is confirmed already."""
    for line in contents.lines(conn, key.contents):
        if line.line == key.line:
            if line.settled is LineState.CONFIRMED:
                raise NotSettledError(line.title, f"已确认为 {line.serial} 的采用")
            return line
    raise NotSettledError(str(key.line), "没有这一行")


def _with_likeliest(line: ContentsLine, known: Sequence[KnownTitle]) -> ContentsLine:
    match = match_title(ListedTitle(line.title, line.unit, line.form), known)
    return line._replace(serial=match.serial, confidence=match.confidence)


def _journal(
    conn: Connection,
    number: int,
    did: str,
    context: DecisionContext,
    details: dict[str, object],
) -> None:
    subject = f"contents:{number}"
    journal.write(
        conn,
        JournalEntry(
            context.now, context.who, f"contents: {did}", subject, "", details
        ),
    )


def _listed_title(
    line: str, units: Collection[str], forms: Collection[str]
) -> ListedTitle | None:
    """The title in a line, with unit and form; None where the line is no title. `units`
    are folded.
    """
    words = _NUMBER.sub("", line[: _LONGEST_TITLE * 2])
    words = _PAGE.sub("", words)
    words = _DOTS.sub("", words).strip()
    form = ""
    found = _FORM.match(words)
    if found is not None and found["form"] in forms:
        form, words = found["form"], found["title"]
    unit = ""
    for pattern in (_UNIT_BEFORE, _UNIT_BEHIND):
        found = pattern.match(words)
        if unit or found is None:
            continue
        # A unit is perhaps shortened (银川), or has 供稿 about it.
        name = fold_title(found["unit"].removesuffix("供稿").removeprefix("供稿"))
        if len(name) > 1 and any(known.startswith(name) for known in units):
            unit, words = found["unit"].strip(), found["title"].strip()
    words = _MARKS.sub(r"\1", words).strip()
    if len(fold_title(words)) < _SHORTEST_TITLE or _NO_TITLE.fullmatch(words):
        return None
    return ListedTitle(words[:_LONGEST_TITLE], unit, form)


def match_title(listed: ListedTitle, known: Sequence[KnownTitle]) -> TitleMatch:
    """The submission that the line means."""
    ratings = {each.serial: rate(listed, each) for each in known}
    ranked = sorted(ratings, key=lambda serial: (-ratings[serial], serial))
    likely = [serial for serial in ranked if ratings[serial] >= LEAST]
    best = max(ratings.values(), default=0.0)
    if not likely:
        return TitleMatch(None, round(best, 3))
    apart = APART if best < 1 else _SAME
    has_rival = len(likely) > 1 and best - ratings[likely[1]] < apart
    meant = None if has_rival else likely[0]
    return TitleMatch(meant, round(best, 3), tuple(likely[:_CANDIDATES]))


def rate(listed: ListedTitle, known: KnownTitle) -> float:
    """How surely the line means this submission, 0 to 1."""
    alike = _likeness(fold_title(listed.title), fold_title(known.title))
    unit = fold_title(listed.unit)
    if not unit:
        return alike
    for name in known.units:
        folded = fold_title(name)
        # A list often shortens a unit (银川, 银川局) or says more about it.
        if unit in folded or folded in unit:
            return alike + (1 - alike) * _RAISED * alike
    return alike * _LOWERED


def fold_title(text: str) -> str:
    """A title without blanks and marks, width and case folded."""
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    edited: float = OSA.normalized_similarity(one, other)
    if len(short) >= _SHORTEST_WITHIN and short in long:
        return max(edited, _WITHIN + (1 - _WITHIN) * len(short) / len(long))
    return edited
