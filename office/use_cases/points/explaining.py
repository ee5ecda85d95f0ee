"""Which lines come of an item, a letter or an adoption, and what has a unit not got, and why not?

A published quarter is explained as it was printed, any other as it stands now. What the lines rest on, in
words, is `evidence`'s affair.
"""

from datetime import date, datetime
from typing import NamedTuple

from ledger import commissions, remarks, scores
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.periods import Period, Span, local_day, parse_period, period_of
from ledger.rulebook import NoEditionError, Rulebook
from ledger.scoresheet import Explained, ScoreSheet, from_json
from ledger.submissions import listing
from office.service.calendar.holidays import WorkingDays
from office.use_cases.points.evidence import Source, sources
from scoring.close import scored
from scoring.explain import UnitExplained, explain_evidence, explain_unit, quarters_of
from scoring.facts import day_of
from scoring.quota import standings


class Question(NamedTuple):
    """Under which rule, as of when, and by which calendar something is explained."""

    rulebook: Rulebook
    now: datetime
    calendar: WorkingDays


class ItemExplained(NamedTuple):
    """A record, the item it is about if any, and every line that rests on it."""

    source: Source
    lines: tuple[Explained, ...]


def record_explained(conn: Connection, question: Question, name: str) -> ItemExplained | None:
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


def unit_explained(conn: Connection, question: Question, unit: Unit, period: Period) -> UnitExplained | None:
    """One unit's lines of a period and what it owed; None when it is not on the sheet."""
    sheet = sheet_of(conn, question, period) or scored(conn, question.rulebook, period, question.now)
    facts = scores.outlined_facts_of_units(conn, period, (unit,))
    edition, today = question.rulebook.for_period(period), local_day(question.now)
    owed = next(iter(standings(edition, facts, period, today, question.calendar.works)), None)
    return explain_unit(sheet, unit.id, () if owed is None else owed.duties)


def sheet_of(conn: Connection, question: Question, period: Period) -> ScoreSheet | None:
    """A period as printed once it is published, else as it stands; None where no edition covers it."""
    printed = [each for each in scores.revisions(conn, period.code) if each.published_at is not None]
    if printed:
        return from_json(printed[-1].sheet)
    try:
        return scored(conn, question.rulebook, period, question.now)
    except NoEditionError:
        return None


def _quarters(conn: Connection, question: Question, source: Source) -> list[Period]:
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
        year = period_of(day_of(item), Span.YEAR)
        facts = scores.outlined_facts_of(conn, year)
        found |= set(quarters_of(question.rulebook.for_period(year), facts, item.serial))
    today = period_of(local_day(question.now), Span.QUARTER)
    return sorted(quarter for quarter in found if quarter <= today)
