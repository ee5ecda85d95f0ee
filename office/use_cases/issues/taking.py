"""How does a contents list come to be adoptions?

It is matched to the submissions of the half year before it and kept with what each line likely means; a
person confirms, corrects or dismisses, and only then the adoption is on record. The same file handed in again
is matched again where nothing was settled.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

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
from office.use_cases.decisions.deciding import DecisionContext
from office.use_cases.issues.matching import Entry, Known, Match, matched

LOOKED_BACK = timedelta(days=183)
"""How old a submission may be that a publication uses."""


class UnsettledError(ToldError):
    """A line cannot be settled so; nothing was changed. Shell and console say it in the same Chinese."""

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"{named}：{what}")


class Spot(NamedTuple):
    """One line of one list."""

    contents: int
    line: int


class Where(NamedTuple):
    """Which list it is: publication, issue, day, and the name of the file."""

    publication: str
    dated: date
    issue: str
    source: str


def take_in(conn: Connection, where: Where, entries: Sequence[Entry], context: DecisionContext) -> Contents:
    """The list on record with what each line likely means."""
    sought = Contents(0, where.publication, where.issue, where.dated, where.source, context.who, context.now)
    shelf = known_before(conn, where.dated)
    before = contents.same(conn, sought)
    if before is not None:
        for line in contents.lines(conn, before.id):
            if line.settled is LineState.OPEN:
                found = matched(Entry(line.title, line.unit, line.form), shelf)
                contents.change(conn, before.id, _likely(line, found))
        return before
    lines = [
        _likely(ContentsLine(at, each.title, each.unit, each.form), matched(each, shelf))
        for at, each in enumerate(entries, 1)
    ]
    made = contents.add(conn, sought, lines)
    journal.write(conn, JournalEntry(context.now, context.who, "contents: enter", f"contents:{made.id}"))
    return made


def known_before(conn: Connection, dated: date) -> list[Known]:
    """The accepted submissions a list of that day may speak of, with every name of their units."""
    names = {unit.id: (unit.name, *unit.short_names) for unit in roster.all_units(conn)}
    term = Period(dated - LOOKED_BACK, dated + ONE_DAY, "contents", Span.NAMED)
    found = listing.listed(conn, SubmissionFilter(period=term, state=SubmissionState.RECORDED))
    return [Known(i.serial, i.title, tuple(n for u in i.unit_ids for n in names[u])) for i in found]


def confirm(
    conn: Connection, spot: Spot, serial: str, forms: Sequence[str], context: DecisionContext
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
    return sum(confirm(conn, Spot(number, line.line), line.serial or "", forms, context) for line in sure)


def dismiss(conn: Connection, spot: Spot, context: DecisionContext) -> None:
    """Notes that a line means no submission of ours."""
    _, found = _line(conn, spot)
    contents.change(conn, spot.contents, found._replace(serial=None, settled=LineState.NONE))
    details = {"line": spot.line}
    did = JournalEntry(
        context.now, context.who, "contents: dismiss", f"contents:{spot.contents}", "", details
    )
    journal.write(conn, did)


def _line(conn: Connection, spot: Spot) -> tuple[Contents, ContentsLine]:
    listed = contents.one(conn, spot.contents)
    found = next((each for each in contents.lines(conn, spot.contents) if each.line == spot.line), None)
    if listed is None or found is None:
        raise UnsettledError(str(spot.line), "没有这一行")
    if found.settled is LineState.CONFIRMED:
        raise UnsettledError(found.title, f"已确认为 {found.serial} 的采用")
    return listed, found


def _likely(line: ContentsLine, match: Match) -> ContentsLine:
    return line._replace(serial=match.serial, confidence=match.confidence)
