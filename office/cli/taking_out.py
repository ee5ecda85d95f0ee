"""How does what is on record leave as files of the office's own: register, efficiency,
export?
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ledger import working_days
from ledger.browsing import SubmissionSearch
from ledger.entries.submissions import SubmissionState
from ledger.submissions.listing import SubmissionFilter
from office.cli.items import unit_called
from office.cli.output import json_option, say, show_counts, write_file
from office.cli.session import WORKBOOK, Session, StateWord, with_session
from office.service.working_days import WorkingDays
from office.use_cases.efficiency import efficiency_file
from office.use_cases.explaining import ExplainContext
from office.use_cases.exporting import export
from office.use_cases.register import RegisterQuery, register
from office.use_cases.register_tables import register_file


@click.command("register")
@click.argument("period")
@click.argument("file", type=WORKBOOK)
@click.option("--unit", metavar="U", help="Of this unit, as lead or beside others.")
@click.option(
    "--author", default="", metavar="A", help="Of authors with this in their name."
)
@click.option(
    "--publication", default="", metavar="P", help="Used by this publication."
)
@click.option("--state", type=StateWord(SubmissionState))
@click.option("--text", default="", help="With these words, as the console's search.")
@with_session
def write_register(
    session: Session,
    period: str,
    file: Path,
    unit: str | None,
    author: str,
    publication: str,
    state: SubmissionState | None,
    text: str,
) -> None:
    """Writes every item of a period with unit, author, telephone, adoptions, 批示 and
    points (.xlsx).
    """
    rulebook = session.rulebook(session.settings())
    asked = rulebook.period(period)
    now = session.moment()
    with session.reading() as conn:
        unit_id = None if unit is None else unit_called(conn, unit)
        wanted = SubmissionFilter(None, unit_id, state)
        query = RegisterQuery(
            asked, SubmissionSearch(wanted, text), author.strip(), publication.strip()
        )
        context = ExplainContext(
            rulebook, now, WorkingDays(working_days.everything(conn))
        )
        found = register(conn, context, query)
    write_file(file, register_file(found, now))
    if found.sheet is None:
        say(f"no edition of the rule covers {asked.code}: the points are left empty")
    say(
        f"{file}: {len(found.items)} items; it holds telephone numbers, keep it within the office"
    )


@click.command()
@click.argument("period")
@click.argument("file", type=WORKBOOK)
@with_session
def efficiency(session: Session, period: str, file: Path) -> None:
    """Writes the sheet that is filed for 效能考核 (.xlsx): as published, else as the
    record stands.
    """
    with session.service(writes=False) as service, service.database.reading() as conn:
        filed = efficiency_file(service, conn, service.rulebook.period(period))
    write_file(file, filed.content)
    say(f"{file}: written")


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@with_session
def export_everything(session: Session, folder: Path, as_json: bool) -> None:
    """Writes everything on record as open files into a new folder, with a manifest
    (SHA-256).
    """

    def tell(what: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"{what} …", err=True)

    with session.service(writes=False) as service, service.database.reading() as conn:
        done = export(service, conn, folder, tell)
    show_counts(done._asdict(), as_json=as_json)
    if not as_json:
        click.echo(
            f"{folder}: it holds names, telephone numbers and addresses, keep it safe",
            err=True,
        )


COMMANDS = (write_register, efficiency, export_everything)
