"""How is taken back or put right what was put on record: 采用, 批示, 上报, 加减分, and
files of them?
"""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from ledger import imports as book
from ledger.events import EVENT_TABLES, Which
from ledger.journal import By
from ledger.submissions import listing
from office.cli import documents, events
from office.cli.events import (
    adoptions_group,
    forwardings_group,
    instructions_group,
    remarks,
)
from office.cli.output import json_option, say, show_list
from office.cli.session import DAY, RECORD_NUMBER, Session, person, refuse, with_session
from office.cli.ways import tell, way_of, way_options
from office.use_cases import withdrawing
from office.use_cases.events import EventType
from office.use_cases.imports import taking_back
from office.use_cases.remarking import parse_points
from office.use_cases.withdrawing import EventChange, RemarkChange, Way

_GROUPS = {
    EventType.ADOPTION: adoptions_group,
    EventType.INSTRUCTION: instructions_group,
    EventType.FORWARDING: forwardings_group,
}
_NUMBER = click.argument("number", metavar="ID", type=RECORD_NUMBER)
_BECAUSE = click.option("--because", required=True, metavar="TEXT")


def _withdraw(session: Session, record: str, because: str, way: Way | None) -> None:
    """Takes back a record named as evidence names it, such as adoption:12, and says
    what came of it.
    """
    with session.service() as service, service.database.writing() as conn:
        by = By(person(), service.clock(), because)
        done = withdrawing.withdraw(service, conn, [record], way, by)
    say(f"{record} is withdrawn")
    tell(done)


def _event_commands(kind: EventType, group: click.Group) -> None:
    """Adds list, withdraw and change to the commands of a kind of event."""

    @group.command("list")
    @click.argument("serial", required=False)
    @json_option
    @with_session
    def list_events(session: Session, serial: str | None, as_json: bool) -> None:
        """Lists them with their ids, the withdrawn ones too; of one item, if it is
        named.
        """
        with (
            session.service(writes=False) as service,
            service.database.reading() as conn,
        ):
            serials = (
                [serial] if serial else [item.serial for item in listing.listed(conn)]
            )
            found = EVENT_TABLES[kind].of(conn, serials, Which.ALL)
            said = [withdrawing.words_of(service.rulebook, each) for each in found]
        rows = []
        for each, words in zip(found, said, strict=True):
            gone = (
                ""
                if each.withdrawn is None
                else f"{each.withdrawn.by}：{each.withdrawn.because}"
            )
            rows.append((each.id, each.serial, words, each.note, each.replaces, gone))
        show_list(
            (documents.event(each) for each in found),
            ("id", "编号", "内容", "备注", "更正自", "撤回"),
            rows,
            as_json=as_json,
        )

    @group.command("withdraw")
    @_NUMBER
    @_BECAUSE
    @way_options
    @with_session
    def withdraw_event(
        session: Session, number: int, because: str, correct: bool, carry: bool
    ) -> None:
        """Takes one back: it stays on record, with the reason, and counts no more."""
        _withdraw(
            session, f"{kind}:{number}", because, way_of(correct=correct, carry=carry)
        )

    change = group.command("change")
    what = {EventType.ADOPTION: "--publication", EventType.INSTRUCTION: "--leader"}.get(
        kind, "--target"
    )
    how = {EventType.ADOPTION: "--form", EventType.INSTRUCTION: "--level"}.get(kind)

    @_NUMBER
    @_BECAUSE
    @way_options
    @with_session
    def change_event(
        session: Session,
        number: int,
        because: str,
        correct: bool,
        carry: bool,
        **said: Any,  # noqa: ANN401 - options
    ) -> None:
        """Puts one right: the wrong one is withdrawn and the right one entered, in one
        act.
        """
        way = way_of(correct=correct, carry=carry)
        with session.service() as service, service.database.writing() as conn:
            by = By(person(), service.clock(), because)
            changed = EventChange(**said)
            done = withdrawing.change_event(
                service, conn, f"{kind}:{number}", changed, way, by
            )
        say(f"{kind}:{number} is now {done.new}")
        tell(done)

    command = change_event
    unscored = click.option(
        "--unscored/--scored", default=None, help="不计分, or as the rule says."
    )
    command = unscored(command)
    command = click.option("--note")(command)
    command = click.option("--on", type=DAY)(command)
    if kind is EventType.ADOPTION:
        command = click.option("--issue")(command)
    if how is not None:
        command = click.option(how, "how")(command)
    command = click.option(what, "what")(command)
    command = click.option(
        "--serial", help="The item it is about, where it was entered for another."
    )(command)
    change(command)


@remarks.command("withdraw")
@_NUMBER
@_BECAUSE
@way_options
@with_session
def withdraw_remark(
    session: Session, number: int, because: str, correct: bool, carry: bool
) -> None:
    """Takes a wrong remark back: it stays on record, with the reason, and counts no
    more.
    """
    _withdraw(
        session, f"remark:{number}", because, way_of(correct=correct, carry=carry)
    )


@remarks.command("change")
@_NUMBER
@_BECAUSE
@click.option("--kind", help="As the policy names it.")
@click.option("--points", metavar="P", help="Such as -5, 2.5 or 1/3.")
@click.option("--on", type=DAY)
@click.option(
    "--reason",
    metavar="TEXT",
    help="The reason of the points themselves, as the sheet gives it.",
)
@way_options
@with_session
def change_remark(
    session: Session,
    number: int,
    because: str,
    kind: str | None,
    points: str | None,
    on: date | None,
    reason: str | None,
    correct: bool,
    carry: bool,
) -> None:
    """Puts a remark right: the wrong one is withdrawn and the right one entered, in one
    act.
    """
    worth = None if points is None else parse_points(points)
    if points is not None and worth is None:
        refuse(f"remarks change --points {points}: is no number; write -5, 2.5 or 1/3")
    way = way_of(correct=correct, carry=carry)
    with session.service() as service, service.database.writing() as conn:
        by = By(person(), service.clock(), because)
        change = RemarkChange(kind, worth, on, reason)
        done = withdrawing.change_remark(service, conn, number, change, way, by)
    say(f"remark:{number} is now {done.new}")
    tell(done)


@click.group("imports")
def imports_group() -> None:
    """Files of adoptions, 批示, 上报, remarks and earlier items (台账) that were taken
    in.
    """


@imports_group.command("list")
@json_option
@with_session
def list_imports(session: Session, as_json: bool) -> None:
    """Lists the files taken in, the newest first, and how much of each still stands."""
    with session.reading() as conn:
        found = []
        for each in book.everything(conn):
            serials, events = taking_back.standing_of(conn, each)
            found.append((each, len(serials) + len(events)))
    rows = [
        (
            each.id,
            each.kind,
            each.file,
            each.entered_at,
            each.entered_by,
            standing,
            each.taken_back_at,
        )
        for each, standing in found
    ]
    show_list(
        (documents.taken_import(each, standing) for each, standing in found),
        ("id", "种类", "文件", "导入", "经办", "仍有效", "收回"),
        rows,
        as_json=as_json,
    )


@imports_group.command("take-back")
@_NUMBER
@_BECAUSE
@way_options
@with_session
def take_back_import(
    session: Session, number: int, because: str, correct: bool, carry: bool
) -> None:
    """Takes back everything that a file brought and that still stands."""
    way = way_of(correct=correct, carry=carry)
    with session.service() as service, service.database.writing() as conn:
        by = By(person(), service.clock(), because)
        done = taking_back.take_back(service, conn, number, way, by)
    say(f"import {number}: {done.rows} rows withdrawn")
    tell(done)


def _with_events() -> tuple[click.Command, ...]:
    """The groups of `office.cli.events`, those of events with the commands that list
    and take back.
    """
    for kind, group in _GROUPS.items():
        _event_commands(kind, group)
    return events.COMMANDS


COMMANDS = (*_with_events(), imports_group)
