"""How is another publication's contents list handed in: adoptions match?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ledger import contents, roster
from ledger.contents import ContentsLine
from office.cli.options import DAY
from office.cli.output import json_option, show_json, show_table
from office.cli.session import Session, person, with_session
from office.use_cases.contents_lists import ListHead, confirm_all, read_contents, take_in
from office.use_cases.events import forms_of


@click.command("match")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--publication", required=True, metavar="P")
@click.option("--on", "dated", type=DAY, required=True, help="The day of the issue.")
@click.option("--issue", default="", metavar="N")
@click.option("--confirm", type=click.FloatRange(0.6, 1.0), metavar="0.95", help="Adopts what is so sure.")
@json_option
@with_session
def match_contents(
    session: Session,
    file: Path,
    publication: str,
    dated: date,
    issue: str,
    confirm: float | None,
    as_json: bool,
) -> None:
    """Matches a contents list (.txt, .docx, .xlsx, .csv) to submissions by title; the office confirms."""
    with session.service() as service:
        rulebook = service.rulebook
        context = service.decision_context(person(), service.clock())
        outlet = rulebook.publication(publication)
        where = ListHead(outlet.name if outlet else publication, dated, issue, file.name)
        with service.database.reading() as conn:
            units = roster.all_units(conn)
        names = [name for unit in units for name in (unit.name, *unit.short_names)]
        forms = forms_of(rulebook)
        entries = read_contents(file, names, forms)
        with service.database.writing() as conn:
            listed = take_in(conn, where, entries, context)
            if confirm is not None:
                confirm_all(conn, listed.id, confirm, forms, context)
            lines = contents.lines(conn, listed.id)
    if as_json:
        show_json({"id": listed.id, "lines": [_shape(line) for line in lines]})
        return
    rows = ((each.line, each.title, each.unit, each.serial, each.confidence, each.settled) for each in lines)
    show_table(("行", "标题", "单位", "编号", "把握", "处理"), rows)


def _shape(line: ContentsLine) -> dict[str, object]:
    return line._asdict() | {"settled": line.settled.value or "open"}
