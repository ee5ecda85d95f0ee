"""Which lines come of an item, a letter or an adoption, and what has a unit not got, and why not?

A published quarter is explained as it was printed, any other as it stands now. What the lines rest on, in
words, is `evidence`'s affair.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from ledger import commissions, mailbox_entries, remarks, scores
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission
from ledger.events import adoptions, forwardings, instructions
from ledger.periods import OFFICE_ZONE, Period, Span, local_day, parse_period, period_of
from ledger.rulebook import NoEditionError, Rulebook
from ledger.scoresheet import Explained, ScoreSheet, from_json
from ledger.submissions import listing
from office.service.working_days import WorkingDays
from scoring.close import scored
from scoring.explain import UnitExplained, explain_evidence, explain_unit, quarters_of
from scoring.facts import submission_day
from scoring.quota import standings


class Source(NamedTuple):
    """A record that a line rests on: its name, what it is, the item it is about, the letter it came by."""

    name: str
    said: str
    serial: str | None = None
    letter: int | None = None

    def as_json(self) -> dict[str, object]:
        """The source as plain data."""
        return self._asdict()


def sources(conn: Connection, names: Iterable[str]) -> dict[str, Source]:
    """Name → the record of that name; a name that means no record any more is left out."""
    wanted: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        kind, _, key = name.partition(":")
        wanted.setdefault(kind, []).append(key)
    found = (each for kind, keys in wanted.items() if kind in _KINDS for each in _KINDS[kind](conn, keys))
    return {source.name: source for source in found}


def _submissions(conn: Connection, serials: Sequence[str]) -> Iterable[Source]:
    items = listing.several(conn, serials)
    numbers = [item.letter for item in items if item.letter is not None]
    letters = {letter.id: letter for letter in mailbox_entries.several(conn, numbers)}
    for item in items:
        letter = None if item.letter is None else letters.get(item.letter)
        yield Source(f"submission:{item.serial}", _came(item, letter), item.serial, item.letter)


def _came(item: Submission, letter: MailboxEntry | None) -> str:
    at = f"{item.arrived_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
    if letter is None:
        return f"{item.serial}《{item.title}》，{at} 手工登记"
    title = "" if item.title in letter.subject else f"《{item.title}》，"
    return f"{item.serial} {title}{at} 来件“{letter.subject}”"


def _letters(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for letter in mailbox_entries.several(conn, _ids(numbers)):
        at = f"{letter.arrived_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
        became = "" if letter.serial else "，没有登记为报送件"
        yield Source(f"letter:{letter.id}", f"{at} 来件“{letter.subject}”{became}", letter.serial, letter.id)


def _adoptions(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for one in adoptions.numbered(conn, _ids(numbers)):
        issue = f"第{one.issue}期" if one.issue.isdecimal() else one.issue
        said = f"{one.publication}{issue}采用（{one.form}），{_day(one.on)}"
        yield Source(f"adoption:{one.id}", said, one.serial)


def _instructions(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for one in instructions.numbered(conn, _ids(numbers)):
        yield Source(f"instruction:{one.id}", f"{one.leader}批示（{one.level}），{_day(one.on)}", one.serial)


def _forwardings(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for one in forwardings.numbered(conn, _ids(numbers)):
        yield Source(f"forwarding:{one.id}", f"上报{one.target}，{_day(one.on)}", one.serial)


def _commissions(conn: Connection, keys: Sequence[str]) -> Iterable[Source]:
    for key in keys:
        asked = commissions.one(conn, key)
        if asked is not None:
            yield Source(f"commission:{key}", f"约稿“{asked.title}”，{_day(asked.due)}截止")


def _remarks(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for number in _ids(numbers):
        entered = remarks.one(conn, number)
        if entered is not None:
            one = entered.remark
            said = f"{one.kind}：{one.because}，{_day(one.on)}"
            yield Source(f"remark:{number}", said, one.serial)


def _history(_conn: Connection, periods: Sequence[str]) -> Iterable[Source]:
    return (Source(f"history:{period}", f"{period} 系统启用前的结转数") for period in periods)


_KINDS: Mapping[str, Callable[[Connection, Sequence[str]], Iterable[Source]]] = {
    "submission": _submissions,
    "letter": _letters,
    "adoption": _adoptions,
    "instruction": _instructions,
    "forwarding": _forwardings,
    "commission": _commissions,
    "remark": _remarks,
    "history": _history,
}
"""What the names of evidence begin with → how such records are looked up."""


def _ids(keys: Sequence[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit()]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class ExplainContext(NamedTuple):
    """Under which rule, as of when, and by which calendar something is explained."""

    rulebook: Rulebook
    now: datetime
    calendar: WorkingDays


class ItemExplained(NamedTuple):
    """A record, the item it is about if any, and every line that rests on it."""

    source: Source
    lines: tuple[Explained, ...]


def record_explained(conn: Connection, question: ExplainContext, name: str) -> ItemExplained | None:
    """The lines that rest on a record: a serial, or a name of evidence; None when there is no such record.

    A letter stands for the item it became.
    """
    wanted = name if ":" in name else f"submission:{name}"
    source = sources(conn, [wanted]).get(wanted)
    if source is None:
        return None
    if wanted.startswith("letter:"):
        wanted = f"submission:{source.serial}"
    quarters = _quarters(conn, question, source)
    sheets = [sheet_of(conn, question, quarter) for quarter in quarters]
    return ItemExplained(source, explain_evidence([each for each in sheets if each is not None], wanted))


def unit_explained(
    conn: Connection, question: ExplainContext, unit: Unit, period: Period
) -> UnitExplained | None:
    """One unit's lines of a period and what it owed; None when it is not on the sheet."""
    sheet = sheet_of(conn, question, period) or scored(conn, question.rulebook, period, question.now)
    facts = scores.outlined_facts_of_units(conn, period, (unit,))
    edition, today = question.rulebook.for_period(period), local_day(question.now)
    owed = next(iter(standings(edition, facts, period, today, question.calendar.works)), None)
    return explain_unit(sheet, unit.id, () if owed is None else owed.duties)


def sheet_of(conn: Connection, question: ExplainContext, period: Period) -> ScoreSheet | None:
    """A period as printed once it is published, else as it stands; None where no edition covers it."""
    printed = [each for each in scores.revisions(conn, period.code) if each.published_at is not None]
    if printed:
        return from_json(printed[-1].sheet)
    try:
        return scored(conn, question.rulebook, period, question.now)
    except NoEditionError:
        return None


def _quarters(conn: Connection, question: ExplainContext, source: Source) -> list[Period]:
    """The quarters in which a line may rest on the record, those that have begun."""
    kind, _, key = source.name.partition(":")
    serials = [] if source.serial is None else [source.serial]
    days: list[date] = []
    if kind == "commission" and (asked := commissions.one(conn, key)) is not None:
        known = scores.outlined_facts_of(conn, period_of(asked.due, Span.YEAR)).submissions
        serials, days = [item.serial for item in known if item.commission == key], [asked.due]
    if kind == "remark" and (entered := remarks.one(conn, int(key))) is not None:
        days = [entered.remark.on, local_day(entered.remark.entered_at)]
    if kind == "history":
        days = [parse_period(key).first]
    found = {period_of(day, Span.QUARTER) for day in days}
    for item in listing.several(conn, serials):
        year = period_of(submission_day(item), Span.YEAR)
        facts = scores.outlined_facts_of(conn, year)
        found |= set(quarters_of(question.rulebook.for_period(year), facts, item.serial))
    today = period_of(local_day(question.now), Span.QUARTER)
    return sorted(quarter for quarter in found if quarter <= today)
