"""How are reported items listed, shown, added and decided: submissions …, decisions
import?
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from ingest.letter.attachment.read import read_attachment
from ingest.screening.seal import mark_in
from ledger import journal, proposals, roster, switches
from ledger.database import Connection
from ledger.entries.letters import Attachment
from ledger.entries.submissions import SubmissionState, subject_of
from ledger.periods import parse_period
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from office.cli import documents
from office.cli.output import json_option, say, show_json, show_list, show_one
from office.cli.session import (
    DAY,
    FILE,
    MOMENT,
    RECORD_NUMBER,
    YES_NO,
    Session,
    StateWord,
    or_refuse,
    person,
    refuse,
    with_session,
)
from office.use_cases.decisions.adding import ItemByHand
from office.use_cases.decisions.adding import add as add_by_hand
from office.use_cases.decisions.authors import authors_of
from office.use_cases.decisions.deciding import decide as carry_out
from office.use_cases.decisions.decision import (
    DecisionContext,
    DecisionError,
    DecisionResult,
    decision_of_options,
)
from office.use_cases.decisions.lessons import judge_after
from office.use_cases.imports.records import read_decisions
from office.use_cases.imports.refusals import Refusal, Wrong
from office.use_cases.imports.rows import (
    BadCellError,
    BadRowsError,
    Fault,
    Finder,
    separated,
)


@click.group()
def submissions() -> None:
    """What was reported."""


@submissions.command("list")
@click.option("--period", metavar="P", help="Counting in 2026-03, 2026Q1, 2026 …")
@click.option("--unit", metavar="U", help="Of this unit, as lead or beside others.")
@click.option("--state", type=StateWord(SubmissionState))
@json_option
@with_session
def list_items(
    session: Session,
    period: str | None,
    unit: str | None,
    state: SubmissionState | None,
    as_json: bool,
) -> None:
    """Lists items in the order of arrival."""
    span = None if period is None else parse_period(period)
    with session.reading() as conn:
        unit_id = None if unit is None else unit_called(conn, unit)
        asked = SubmissionFilter(span, unit_id, state)
        found = listing.listed(conn, asked)
        names = roster.unit_names(conn)
        beginning = switches.beginning(conn)
    first_day = date.min if beginning is None else beginning.on
    show_list(
        (
            documents.submission(item, names) | {"early": item.day < first_day}
            for item in found
        ),
        ("编号", "到达", "单位", "类别", "标题", "状态", "标记"),
        (
            (
                *(
                    i.serial,
                    i.arrived_at,
                    names.get(i.unit_id or 0, "?"),
                    i.category,
                    i.title,
                    i.state,
                ),
                [*(["考核前"] if i.day < first_day else []), *i.flags],
            )
            for i in found
        ),
        as_json=as_json,
    )


@submissions.command()
@click.argument("serial")
@json_option
@with_session
def show(session: Session, serial: str, as_json: bool) -> None:
    """Shows one item with its words, the evidence, open proposals and what was done to
    it.
    """
    with session.reading() as conn:
        item = or_refuse(
            listing.one(conn, serial),
            f"submissions: {serial} is unknown; see `yishiyibao submissions list`",
        )
        words = listing.words_of(conn, serial)
        shown = documents.submission_in_full(item, roster.unit_names(conn), words) | {
            "chain": [each.serial for each in listing.chain_of(conn, item)],
            "proposals": documents.proposals(proposals.about(conn, serial)),
            "history": documents.history(journal.about(conn, subject_of(serial))),
        }
    if not as_json:
        # For eyes `changes` says the same in words.
        for entry in shown["history"]:
            if entry["changes"]:
                entry.pop("details", None)
    show_one(shown, as_json=as_json)


@submissions.command()
@click.option("--unit", required=True, metavar="U")
@click.option("--title", required=True, metavar="T")
@click.option("--category", required=True, metavar="C")
@click.option("--arrived-at", required=True, type=MOMENT)
@click.option("--file", type=FILE, help="The manuscript.")
@click.option("--text", default="", help="What it says, where there is no file.")
@click.option("--author", default="", metavar="A")
@click.option("--phone", default="", metavar="P")
@click.option("--because", required=True, metavar="TEXT")
@with_session
def add(
    session: Session,
    unit: str,
    title: str,
    category: str,
    arrived_at: datetime,
    file: Path | None,
    text: str,
    author: str,
    phone: str,
    because: str,
) -> None:
    """Records an item that did not come by mail (Art. 16); prints its serial."""
    with session.service() as service:
        manuscript = None
        if file is not None:
            try:
                raw = file.read_bytes()
            except OSError as fault:
                refuse(f"{file}: cannot be read: {fault.strerror}")
            read = read_attachment(raw)
            digest = hashlib.sha256(raw).hexdigest()
            kind = "application/octet-stream"
            manuscript = Attachment(
                file.name, kind, len(raw), digest, read.text, read.unread, read.sure
            )
        words = (
            title,
            text,
            file.name if file else "",
            (manuscript.text or "") if manuscript else "",
        )
        if mark_in(words, service.rule_at(service.clock()).marks) is not None:
            # Art. 10, promise 13
            refuse(
                "submissions add: the item bears a 密级 mark and does not belong here; nothing was kept"
            )
        context = service.decision_context(person(), service.clock())
        with service.database.writing() as conn:
            unit_id = unit_called(conn, unit)
            item = ItemByHand(
                unit_id,
                title,
                category,
                arrived_at,
                because,
                text,
                author,
                phone,
                manuscript,
            )
            serial = add_by_hand(conn, item, context)
    say(serial)


@submissions.command()
@click.argument("serial")
@click.option("--unit", metavar="U")
@click.option("--co-units", metavar="U;U", help="All other units of a joint item.")
@click.option("--lead", metavar="U", help="Which of its units is the 主报 one (D1).")
@click.option("--title", metavar="T")
@click.option("--category", metavar="C")
@click.option("--author", metavar="A", help="The first author's name.")
@click.option("--phone", metavar="P", help="The first author's telephone.")
@click.option(
    "--authors",
    metavar="A P;A P",
    help="All authors, each with telephone; '' for none.",
)
@click.option("--signer", metavar="S", help="Who signed it off; '' for nobody.")
@click.option(
    "--follows",
    metavar="SERIAL",
    help="Which report it continues (续报); 'none' for none.",
)
@click.option("--commission", metavar="ID")
@click.option("--own-business", type=YES_NO)
@click.option("--counts-on", type=DAY)
@click.option(
    "--counts-on-arrival", is_flag=True, help="It counts on the day it came again."
)
@click.option("--quality", type=YES_NO)
@click.option("--waive-lateness/--no-waive-lateness", default=None)
@click.option("--accept", is_flag=True)
@click.option("--return", "return", is_flag=True)
@click.option("--seal", is_flag=True, help="It is 涉密: purge it.")
@click.option("--supersede-by", metavar="SERIAL")
@click.option("--merge-into", metavar="SERIAL")
@click.option("--split", type=click.IntRange(2), metavar="N")
@click.option(
    "--part-titles", metavar="T;T", help="What the parts are called, one title each."
)
@click.option(
    "--version",
    type=RECORD_NUMBER,
    metavar="N",
    help="Refused if it was changed since.",
)
@click.option(
    "--although-published",
    is_flag=True,
    help="What is published stays; a correction is due.",
)
@click.option("--because", required=True, metavar="TEXT")
@json_option
@with_session
def decide(session: Session, serial: str, as_json: bool, **options: object) -> None:
    """Decides what the machine could not, or overrules it; what is not named stays as
    it is.
    """
    for name in ("co_units", "part_titles"):
        several = options[name]
        if isinstance(several, str):
            options[name] = separated(several)
    if isinstance(options["authors"], str):
        options["authors"] = authors_of(options["authors"])
    decision = decision_of_options(options)
    with session.service() as service:
        context = service.decision_context(person(), service.clock())
        with service.database.writing() as conn:
            done = carry_out(conn, serial, decision, context)
            names = roster.unit_names(conn)
        cleared = judge_after(service.intake_context(), [done], context)
    if as_json:
        came_of_it = {
            "parts": done.parts,
            "beyond_reach": done.beyond_reach,
            "doubts": done.doubts,
        }
        show_json(documents.submission(done.submission, names) | came_of_it)
        return
    _tell(done)
    say(f"{serial}: {done.submission.state.value}")
    _tell_lessons([done], cleared)


@click.group()
def decisions() -> None:
    """Many decisions at once."""


@decisions.command("import")
@click.argument("file", type=FILE)
@with_session
def import_decisions(session: Session, file: Path) -> None:
    """Columns: serial (or unit, title), because, and any option of `submissions
    decide`; all or nothing.
    """
    with session.service() as service:
        context = service.decision_context(person(), service.clock())
        with service.database.writing() as conn:
            done = decide_all(conn, file, context)
        cleared = judge_after(service.intake_context(), done, context)
    for each in done:
        _tell(each)
    say(f"{file}: {len(done)} decisions")
    _tell_lessons(done, cleared)


COMMANDS = (submissions, decisions)


def unit_called(conn: Connection, name: str) -> int:
    """The id of the unit of this official or short name; RefusedError."""
    try:
        return Finder(roster.all_units(conn)).unit(name, "--unit").id
    except BadCellError as fault:
        refuse(str(fault))


def decide_all(
    conn: Connection, file: Path, context: DecisionContext
) -> list[DecisionResult]:
    """Every decision of a file within the caller's transaction; BadRowsError lists
    those that cannot be.
    """
    finder = Finder(roster.all_units(conn), listing.listed(conn))
    done: list[DecisionResult] = []
    faults: list[Fault] = []
    for ruling in read_decisions(file, finder):
        try:
            done.append(carry_out(conn, ruling.serial, ruling.decision, context))
        except DecisionError as fault:
            said = Wrong(Refusal.AS_SAID, {"said": fault})
            faults.append(Fault(ruling.row, said))
    if faults:
        raise BadRowsError(file, faults)
    return done


def _tell(done: DecisionResult) -> None:
    if done.parts:
        say(f"parts: {', '.join(done.parts)}")
    if done.beyond_reach:
        numbers = ", ".join(str(number) for number in done.beyond_reach)
        say(f"sent messages and backups cannot be called back; messages: {numbers}")
    for doubt in done.doubts:
        say(f"{done.submission.serial}：{doubt}")


def _tell_lessons(decisions: Sequence[DecisionResult], cleared: Sequence[str]) -> None:
    for done in decisions:
        for lesson in done.learnt:
            say(
                f"learnt {lesson.kind.value}: {lesson.what}; undo it with `units forget`"
            )
    if cleared:
        say(f"clear by that and recorded: {', '.join(cleared)}")
