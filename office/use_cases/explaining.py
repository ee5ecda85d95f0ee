"""Which lines come of an item, a letter or an adoption, what do lines rest on, and what
has a unit not got?

A line names its evidence by codes such as `adoption:12`; here each is looked up in
words that a clerk can check: the issue and its day, the leader, the letter with its
subject and arrival. A published quarter is explained as it was printed, any other as it
stands now.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from ledger import commissions, mailbox_entries, remarks, roster, scores
from ledger.database import Connection, record_number
from ledger.entries.events import Withdrawal
from ledger.entries.people import Unit, family_of
from ledger.events import adoptions, forwardings, instructions
from ledger.periods import OFFICE_ZONE, Period, Span, local_day, parse_period, period_of
from ledger.rulebook import NoEditionError, Rulebook
from ledger.scoresheet import ExplainedLine, ScoreSheet
from ledger.submissions import listing
from notify.chinese import full_day
from office.service.working_days import WorkingDays
from scoring.close import scored
from scoring.explain import UnitExplained, explain_evidence, explain_unit, quarters_of
from scoring.quota import standings


class ExplainContext(NamedTuple):
    """Under which rule, as of when, and by which calendar something is explained."""

    rulebook: Rulebook
    now: datetime
    calendar: WorkingDays


class Source(NamedTuple):
    """A record that a line rests on: its name, what it is, the item it is about, the
    letter it came by.

    `withdrawn`: the office has taken it back; what a published quarter counted of it
    may still stand.
    """

    name: str
    said: str
    serial: str | None = None
    letter: int | None = None
    withdrawn: Withdrawal | None = None


class ItemExplained(NamedTuple):
    """A record, the item it is about if any, and every line that rests on it."""

    source: Source
    lines: tuple[ExplainedLine, ...]


def sources(conn: Connection, names: Iterable[str]) -> dict[str, Source]:
    """Name → the record of that name; a name that means no record any more is left
    out.
    """
    keys_by_kind: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        kind, _, key = name.partition(":")
        keys_by_kind.setdefault(kind, []).append(key)
    found: dict[str, Source] = {}
    for kind, keys in keys_by_kind.items():
        for source in _sources_of_kind(conn, kind, keys):
            found[source.name] = source
    return found


def _sources_of_kind(
    conn: Connection, kind: str, keys: Sequence[str]
) -> Iterator[Source]:
    numbers = list(filter(None, map(record_number, keys)))
    match kind:
        case "submission":
            items = listing.several(conn, keys)
            letters = mailbox_entries.by_number(conn, (item.letter for item in items))
            for item in items:
                at = _minute(item.arrived_at)
                source_letter = letters.get(item.letter)
                if source_letter is None:
                    said = f"{item.serial}《{item.title}》，{at} 手工登记"
                else:
                    subject = source_letter.subject
                    title = "" if item.title in subject else f"《{item.title}》，"
                    said = f"{item.serial} {title}{at} 来件“{subject}”"
                yield Source(
                    f"submission:{item.serial}", said, item.serial, item.letter
                )
        case "letter":
            for letter in mailbox_entries.several(conn, numbers):
                became = "" if letter.serial else "，没有登记为报送件"
                said = f"{_minute(letter.arrived_at)} 来件“{letter.subject}”{became}"
                yield Source(f"letter:{letter.id}", said, letter.serial, letter.id)
        case "adoption":
            for adoption in adoptions.numbered(conn, numbers):
                said = (
                    f"{adoption.publication}{adoption.issue_said}采用"
                    f"（{adoption.form}），{full_day(adoption.on)}"
                )
                name = f"adoption:{adoption.id}"
                yield Source(name, said, adoption.serial, withdrawn=adoption.withdrawn)
        case "instruction":
            for instruction in instructions.numbered(conn, numbers):
                said = f"{instruction.leader}批示（{instruction.level}），{full_day(instruction.on)}"
                yield Source(
                    f"instruction:{instruction.id}",
                    said,
                    instruction.serial,
                    None,
                    instruction.withdrawn,
                )
        case "forwarding":
            for forwarding in forwardings.numbered(conn, numbers):
                said = f"上报{forwarding.target}，{full_day(forwarding.on)}"
                yield Source(
                    f"forwarding:{forwarding.id}",
                    said,
                    forwarding.serial,
                    None,
                    forwarding.withdrawn,
                )
        case "commission":
            for key in keys:
                commission = commissions.one(conn, key)
                if commission is not None:
                    said = f"约稿“{commission.title}”，{full_day(commission.due)}截止"
                    yield Source(f"commission:{key}", said)
        case "remark":
            for number in numbers:
                entered = remarks.one(conn, number)
                if entered is not None:
                    remark = entered.remark
                    said = f"{remark.kind}：{remark.because}，{full_day(remark.on)}"
                    yield Source(
                        f"remark:{number}",
                        said,
                        remark.serial,
                        withdrawn=remark.withdrawn,
                    )
        case "history":
            for period in keys:
                yield Source(f"history:{period}", f"{period} 系统启用前的结转数")
        case _:
            pass  # a name of no kind that we keep


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"


def explain_record(
    conn: Connection, context: ExplainContext, name: str
) -> ItemExplained | None:
    """The lines that rest on a record: a serial, or a name of evidence; None when there
    is no such record.

    A letter stands for the item it became.
    """
    wanted = name if ":" in name else f"submission:{name}"
    source = sources(conn, [wanted]).get(wanted)
    if source is None:
        return None
    if wanted.startswith("letter:"):
        wanted = f"submission:{source.serial}"
    quarters = _quarters_of(conn, context, source)
    sheets = (sheet_of(conn, context, quarter) for quarter in quarters)
    return ItemExplained(source, explain_evidence([*filter(None, sheets)], wanted))


def explain_unit_in_period(
    conn: Connection, context: ExplainContext, unit: Unit, period: Period
) -> UnitExplained | None:
    """One unit's lines of a period and what it owed; None when it is not on the
    sheet.
    """
    sheet = sheet_of(conn, context, period) or scored(
        conn, context.rulebook, period, context.now
    )
    units = family_of(roster.all_units(conn), unit.id, period.past)
    if sheet.of(unit.id) is None:
        unit = units[0]
    facts = scores.outlined_facts_of_units(conn, period, units)
    edition, today = context.rulebook.for_period(period), local_day(context.now)
    owed = standings(edition, facts, period, today, context.calendar.works)
    return explain_unit(sheet, unit.id, owed[0].duties if owed else ())


def sheet_of(
    conn: Connection, context: ExplainContext, period: Period
) -> ScoreSheet | None:
    """A period as printed once it is published, else as it stands; None where no
    edition covers it.
    """
    printed = scores.printed_sheet(conn, period.code)
    if printed is not None:
        return printed
    try:
        return scored(conn, context.rulebook, period, context.now)
    except NoEditionError:
        return None


def _quarters_of(
    conn: Connection, context: ExplainContext, source: Source
) -> list[Period]:
    """The quarters in which a line may rest on the record, those that have begun."""
    kind, _, key = source.name.partition(":")
    serials = [] if source.serial is None else [source.serial]
    days: list[date] = []
    match kind:
        case "commission":
            commission = commissions.one(conn, key)
            if commission is not None:
                days = [commission.due]
                facts = scores.outlined_facts_of(
                    conn, period_of(commission.due, Span.YEAR)
                )
                serials = [
                    item.serial for item in facts.submissions if item.commission == key
                ]
        case "remark":
            entered = remarks.one(conn, int(key))
            if entered is not None:
                # Entered after its own quarter was printed, it may count in the quarter
                # of its entry.
                days = [entered.remark.on, local_day(entered.remark.entered_at)]
        case "history":
            days = [parse_period(key).first]
        case _:
            pass  # the item it is about says when
    quarters = {period_of(day, Span.QUARTER) for day in days}
    for item in listing.several(conn, serials):
        year = period_of(item.day, Span.YEAR)
        facts = scores.outlined_facts_of(conn, year)
        quarters.update(
            quarters_of(context.rulebook.for_period(year), facts, item.serial)
        )
    current = period_of(local_day(context.now), Span.QUARTER)
    return sorted(quarter for quarter in quarters if quarter <= current)
