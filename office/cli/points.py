"""How does each unit stand, and what has it earned: quota, score?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ledger import scores, working_days
from ledger.periods import Period, Span, local_day
from ledger.scoresheet import ScoreSheet, UnitScore, as_json, points_text, share_text
from notify.circular import CircularContents, circular_contents
from notify.workbook import workbook
from office.cli.output import json_option, show_json, show_table, write_file
from office.cli.people import authors_of, sheet_of_authors, show_people
from office.cli.session import Session, with_session
from office.cli.what_if import beside, edition_for, show_beside
from office.service.working_days import WorkingDays
from scoring.close import scored, what_if
from scoring.quota import standings


@click.command()
@click.argument("period")
@json_option
@with_session
def quota(session: Session, period: str, as_json: bool) -> None:
    """What each unit owes in a period, what of it is done, and how it will end."""
    rulebook = session.rulebook(session.settings())
    asked = rulebook.period(period)
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
def score(
    session: Session, period: str, xlsx: Path | None, turned: str | None, people: bool, as_json: bool
) -> None:
    """Scores a period as it stands now, or who would gain and lose (--what-if); nothing is stored."""
    asked = session.rulebook(session.settings()).period(period)
    sheet = sheet_of(session, asked, turned)
    if xlsx is not None:
        more = [sheet_of_authors(authors_of(session, sheet, asked))] if asked.span is Span.YEAR else []
        write_file(xlsx, workbook(_as_circular(session, sheet, asked, turned), sheet, *more))
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


COMMANDS = (quota, score)


def sheet_of(session: Session, period: Period, wanted: str | None = None) -> ScoreSheet:
    """The score sheet of a period as it stands at the session's moment, or would (--what-if)."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        if wanted is None:
            return scored(conn, rulebook, period, session.moment())
        return what_if(conn, edition_for(rulebook, period, wanted), period, session.moment())


def shown_sheet(sheet: ScoreSheet) -> dict[str, Any]:
    """The sheet in the keys that `--json` promises, without those that only storage needs."""
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


def _as_circular(session: Session, sheet: ScoreSheet, period: Period, turned: str | None) -> CircularContents:
    rulebook = session.rulebook(session.settings())
    edition = rulebook.for_period(period) if turned is None else edition_for(rulebook, period, turned)
    with session.database() as database, database.reading() as conn:
        return circular_contents(sheet, period, scores.facts_of(conn, period), edition)


def _lists(unit: UnitScore) -> list[str]:
    return list(dict.fromkeys(entry.name for entry in unit.named))
