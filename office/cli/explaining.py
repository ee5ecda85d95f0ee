"""How does a person ask for what a point rests on, and why there are no more: explain?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from ledger import roster, working_days
from ledger.database import Connection
from ledger.scoresheet import Line, line_json, points_text
from office.cli.output import json_option, say, show_json, show_table
from office.cli.session import RefusedError, Session, with_session
from office.service.working_days import WorkingDays
from office.use_cases.explaining import (
    ExplainContext,
    ItemExplained,
    Source,
    explain_record,
    explain_unit_in_period,
    sources,
)
from office.use_cases.imports.rows import BadCellError, Finder
from scoring.explain import UnitExplained


class NothingToExplainError(RefusedError):
    """Neither a record nor a unit and its period."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(
            f"explain {what}: {why}; write `explain SERIAL`, `explain adoption:12` (or letter:, "
            "instruction:, forwarding:, commission:, remark:) or `explain UNIT PERIOD`"
        )


@click.command()
@click.argument("what")
@click.argument("period", required=False)
@json_option
@with_session
def explain(session: Session, what: str, period: str | None, as_json: bool) -> None:
    """Every line of a SERIAL, or of a UNIT in a PERIOD, with article, reason and evidence.

    A record that lines rest on may stand for the serial: letter:7, adoption:12, instruction:3, forwarding:4,
    commission:ID or remark:5. A published quarter is explained as it was printed.
    """
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        calendar = WorkingDays(working_days.everything(conn))
        question = ExplainContext(rulebook, session.moment(), calendar)
        if period is None:
            found = explain_record(conn, question, what)
            if found is None:
                raise NothingToExplainError(what, "no submission has this serial, and no record this name")
            _show_record(conn, what, found, as_json=as_json)
        else:
            _show_unit(conn, _unit(conn, question, what, period), as_json=as_json)


COMMANDS = (explain,)


def _unit(conn: Connection, question: ExplainContext, name: str, period: str) -> UnitExplained:
    try:
        unit = Finder(roster.all_units(conn)).unit(name)
    except BadCellError as fault:
        raise NothingToExplainError(name, str(fault)) from None
    asked = question.rulebook.period(period)
    found = explain_unit_in_period(conn, question, unit, asked)
    if found is None:
        raise NothingToExplainError(name, f"it is not assessed in {asked.code}")
    return found


def _show_record(conn: Connection, what: str, found: ItemExplained, *, as_json: bool) -> None:
    known = _sources(conn, (each.line for each in found.lines))
    if as_json:
        lines = [
            {"period": each.period, "unit": each.unit, **_line(each.line, known)} for each in found.lines
        ]
        serial = found.source.serial or (None if ":" in what else what)
        show_json({"serial": serial, "record": found.source.as_json(), "lines": lines})
        return
    say(f"{found.source.name}: {found.source.said}")
    if not found.lines:
        say("还没有哪一分、哪一条说明出自这里。")
        return
    rows = ((each.period, each.unit, *_cells(each.line, known, found.source)) for each in found.lines)
    show_table(("期间", "单位", *_HEADINGS), rows)


def _show_unit(conn: Connection, found: UnitExplained, *, as_json: bool) -> None:
    known = _sources(conn, (*found.counted, *found.uncounted))
    if as_json:
        show_json(
            {
                "unit": found.unit,
                "period": found.period,
                "total": points_text(found.total),
                "duties": [duty.as_json() for duty in found.duties],
                "lines": [_line(line, known) for line in found.counted],
                "uncounted": [_line(line, known) for line in found.uncounted],
                "named": [{"name": e.name, "article": e.article, "because": e.because} for e in found.named],
            }
        )
        return
    say(f"{found.unit} {found.period}: {points_text(found.total)} 分")
    show_table(
        ("任务", "期间", "进度", "预计"), ((d.title, d.period, d.progress, d.outlook) for d in found.duties)
    )
    lines = (*found.counted, *found.uncounted)
    if lines:
        show_table(_HEADINGS, (_cells(line, known) for line in lines))
    for entry in found.named:
        say(f"{entry.name}: {entry.because} ({entry.article})")


_HEADINGS = ("分", "条款", "日期", "编号", "因由", "凭据")


def _sources(conn: Connection, lines: Iterable[Line]) -> Mapping[str, Source]:
    return sources(conn, (name for line in lines for name in line.evidence))


def _line(line: Line, known: Mapping[str, Source]) -> dict[str, Any]:
    told = [known[name].as_json() for name in line.evidence if name in known]
    return {**line_json(line), "sources": told}


def _cells(line: Line, known: Mapping[str, Source], head: Source | None = None) -> tuple[object, ...]:
    """A line as a row; what the page's head says already is not said again."""
    names = [name for name in line.evidence if name in known and known[name] != head]
    told = "\n".join(f"{name} {known[name].said}" for name in names)
    return points_text(line.points), line.article, line.on, line.serial, line.because, told
