"""How does each unit stand, what has it earned, and why: quota, score, explain?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ledger import roster, scores, working_days
from ledger.database import Connection
from ledger.periods import Period, Span, local_day, parse_period, period_of
from ledger.rulebook import Rulebook
from ledger.scoresheet import Line, ScoreSheet, UnitScore, as_json, line_json, points_text, share_text
from ledger.submissions import listing
from notify.circular import Circular, circular
from notify.workbook import workbook
from office.cli.otherwise import beside, edition_for, show_beside
from office.cli.output import json_option, say, show_json, show_table, write_file
from office.cli.people import authors_of, sheet_of_authors, show_people
from office.cli.session import RefusedError, Session, with_session
from office.holidays import WorkingDays
from office.imports.finding import Finder
from office.imports.rows import BadCellError
from scoring.close import scored, what_if
from scoring.explain import Explained, UnitExplained, explain_item, explain_unit, quarters_of
from scoring.quota import standings


class NothingToExplainError(RefusedError):
    """Neither a serial nor a unit and its period."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"explain {what}: {why}; write `explain SERIAL` or `explain UNIT PERIOD`")


@click.command()
@click.argument("period")
@json_option
@with_session
def quota(session: Session, period: str, as_json: bool) -> None:
    """What each unit owes in a period, what of it is done, and how it will end."""
    asked = parse_period(period)
    rulebook = session.rulebook(session.settings())
    edition = rulebook.for_period(asked)
    with session.database() as database, database.reading() as conn:
        facts = scores.facts_of(conn, asked)
        works = WorkingDays(working_days.everything(conn)).works
    found = standings(edition, facts, asked, local_day(session.moment()), works)
    if as_json:
        show_json([each.as_json() for each in found])
        return
    rows = (
        (
            each.group,
            each.unit,
            duty.title,
            duty.period,
            f"{duty.done}/{duty.need}",
            duty.outlook,
            each.zero_months,
        )
        for each in found
        for duty in each.duties
    )
    show_table(("组别", "单位", "任务", "期间", "完成", "预计", "零报送"), rows)


@click.command()
@click.argument("period")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Also writes a workbook.")
@click.option(
    "--what-if", "turned", metavar="EDITION", help="Under another edition, or with a reading turned (ID,ID)."
)
@click.option("--people", is_flag=True, help="Shows authors in place of units; a year's workbook has both.")
@json_option
@with_session
def score(  # noqa: PLR0917 - click hands its options over by name
    session: Session, period: str, xlsx: Path | None, turned: str | None, people: bool, as_json: bool
) -> None:
    """Scores a period as it stands now, or who would gain and lose (--what-if); nothing is stored."""
    asked = parse_period(period)
    sheet = sheet_of(session, asked, turned)
    if xlsx is not None:
        more = [sheet_of_authors(authors_of(session, sheet, asked))] if asked.span is Span.YEAR else []
        write_file(xlsx, workbook(_as_circular(session, sheet, asked), *more))
    if people:
        show_people(authors_of(session, sheet, asked), as_json=as_json)
        return
    if turned is not None:
        _show_otherwise(sheet_of(session, asked), sheet, as_json=as_json)
        return
    if as_json:
        show_json(shown_sheet(sheet))
        return
    rows = (
        (group.group, unit.rank, unit.unit, points_text(unit.total), share_text(unit.share), _lists(unit))
        for group in sheet.groups
        for unit in group.units
    )
    show_table(("组别", "名次", "单位", "得分", "效能得分", "点名"), rows)


@click.command()
@click.argument("what")
@click.argument("period", required=False)
@json_option
@with_session
def explain(session: Session, what: str, period: str | None, as_json: bool) -> None:
    """Every line of a SERIAL, or of a UNIT in a PERIOD, with article, reason and evidence."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        if period is None:
            _show_item(what, _item_lines(conn, rulebook, session, what), as_json=as_json)
        else:
            _show_unit(_unit_lines(conn, rulebook, session, (what, parse_period(period))), as_json=as_json)


COMMANDS = (quota, score, explain)


def sheet_of(session: Session, period: Period, wanted: str | None = None) -> ScoreSheet:
    """The score sheet of a period as it stands at the session's moment, or would (--what-if)."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        if wanted is None:
            return scored(conn, rulebook, period, session.moment())
        return what_if(conn, edition_for(rulebook, period, wanted), period, session.moment())


def shown_sheet(sheet: ScoreSheet) -> dict[str, Any]:
    """The sheet in the keys of CLI.md, without those that only storage needs."""
    shown = as_json(sheet)
    for group in shown["groups"]:
        for unit in group["units"]:
            unit.pop("unit_id", None)
            unit.pop("named_because", None)
    return shown


def _show_otherwise(now: ScoreSheet, then: ScoreSheet, *, as_json: bool) -> None:
    if as_json:
        show_json(beside(shown_sheet(then), now, then))
    else:
        show_beside(now, then)


def _as_circular(session: Session, sheet: ScoreSheet, period: Period) -> Circular:
    with session.database() as database, database.reading() as conn:
        return circular(sheet, period, scores.facts_of(conn, period))


def _lists(unit: UnitScore) -> list[str]:
    return list(dict.fromkeys(entry.name for entry in unit.named))


def _item_lines(conn: Connection, rulebook: Rulebook, session: Session, serial: str) -> Sequence[Explained]:
    item = listing.one(conn, serial)
    if item is None:
        raise NothingToExplainError(serial, "no submission has this serial")
    year = period_of(item.counts_on or local_day(item.arrived_at), Span.YEAR)
    facts = scores.facts_of(conn, year)
    quarters = quarters_of(rulebook.for_period(year), facts, serial)
    sheets = [scored(conn, rulebook, quarter, session.moment()) for quarter in quarters]
    return explain_item(sheets, serial)


def _unit_lines(
    conn: Connection, rulebook: Rulebook, session: Session, asked: tuple[str, Period]
) -> UnitExplained:
    name, period = asked
    try:
        unit = Finder(roster.all_units(conn)).unit(name)
    except BadCellError as fault:
        raise NothingToExplainError(name, str(fault)) from None
    sheet = scored(conn, rulebook, period, session.moment())
    found = explain_unit(sheet, unit.id)
    if found is None:
        why = f"it is not assessed in {period.code}"
        raise NothingToExplainError(name, why)
    return found


def _show_item(serial: str, found: Sequence[Explained], *, as_json: bool) -> None:
    if as_json:
        lines = [{"period": each.period, "unit": each.unit, **line_json(each.line)} for each in found]
        show_json({"serial": serial, "lines": lines})
        return
    show_table(("期间", "单位", *_HEADINGS), ((each.period, each.unit, *_cells(each.line)) for each in found))


def _show_unit(found: UnitExplained, *, as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "unit": found.unit,
                "period": found.period,
                "total": points_text(sum((line.points for line in found.counted), start=Fraction(0))),
                "lines": [line_json(line) for line in found.counted],
                "uncounted": [line_json(line) for line in found.uncounted],
                "named": [{"name": e.name, "article": e.article, "because": e.because} for e in found.named],
            }
        )
        return
    say(f"{found.unit} {found.period}")
    show_table(_HEADINGS, (_cells(line) for line in (*found.counted, *found.uncounted)))
    for entry in found.named:
        say(f"{entry.name}: {entry.because} ({entry.article})")


_HEADINGS = ("分", "条款", "日期", "编号", "因由")


def _cells(line: Line) -> tuple[object, ...]:
    return points_text(line.points), line.article, line.on, line.serial, line.because
