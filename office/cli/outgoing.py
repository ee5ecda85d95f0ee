"""What was, is and would be mailed, and who turns the tap: answering, pause, resume, outbox?"""

from __future__ import annotations

import click

from ledger import roster, switches
from ledger.journal import By
from ledger.notice import Answering, OutboxState
from ledger.outbox import bounces, listing, settling, tries
from ledger.outbox.settling import NotSettled, SettledMessage, Settlement
from ledger.switches import SwitchChange
from office.cli import documents
from office.cli.output import json_option, say, show_json, show_record, show_table
from office.cli.session import RefusedError, Session, person, with_session

MEANING = {
    Answering.OFF: "nobody is mailed; messages are kept to be looked at",
    Answering.OFFICE: "only the office is mailed",
    Answering.ON: "units and the office are mailed",
}


class NoSuchMessageError(RefusedError):
    """No message has this id."""

    def __init__(self, number: int) -> None:
        super().__init__(f"outbox: no message has the id {number}; see `yishiyibao outbox list`")


@click.command()
@click.argument("who", type=click.Choice([each.value for each in Answering]))
@with_session
def answering(session: Session, who: str) -> None:
    """Who is mailed from now on: nobody, only the office, or everybody; in force before the next send."""
    _turn(session, switches.ANSWERING, who)
    say(f"answering {who}: {MEANING[Answering(who)]}")


@click.command()
@with_session
def pause(session: Session) -> None:
    """Stops all outgoing mail at once; what waits stays queued."""
    _turn(session, switches.PAUSED, "yes")
    say("paused: nothing is sent until `yishiyibao resume`")


@click.command()
@with_session
def resume(session: Session) -> None:
    """Lets outgoing mail flow again."""
    _turn(session, switches.PAUSED, "no")
    say("resumed")


@click.group()
def outbox() -> None:
    """What was, is and would be mailed."""


@outbox.command("list")
@click.option("--state", type=click.Choice([state.value for state in OutboxState]))
@click.option("--count", type=click.IntRange(1), default=1000, show_default=True)
@json_option
@with_session
def list_messages(session: Session, state: str | None, count: int, as_json: bool) -> None:
    """Lists messages, the newest first."""
    with session.database() as database, database.reading() as conn:
        found = listing.listed(conn, None if state is None else OutboxState(state), count)
    if as_json:
        show_json([documents.message(each) for each in found])
        return
    rows = ((m.id, m.queued_at, m.kind, m.to, m.state, m.subject, m.serial, m.outcome) for m in found)
    show_table(("id", "入列", "种类", "收件人", "状态", "主题", "编号", "结果"), rows)


@outbox.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--original", is_flag=True, help="The message itself, byte for byte, on standard output.")
@json_option
@with_session
def show(session: Session, number: int, original: bool, as_json: bool) -> None:
    """Shows one message, and with --original as it goes, or would go, to the server."""
    with session.database() as database, database.reading() as conn:
        entry = listing.message(conn, number)
        raw = listing.bytes_of(conn, number)
        made = tries.of(conn, number)
    if entry is None:
        raise NoSuchMessageError(number)
    if original:
        if raw is None:
            message = f"outbox: message {number} is not composed yet, or was purged ({entry.state.value})"
            raise RefusedError(message)
        click.echo(raw, nl=False)
        return
    known = {"about": dict(entry.about), "facts": entry.facts}
    shown = documents.message(entry) | {"tries": [documents.attempt(each) for each in made]} | known
    if as_json:
        show_json(shown)
        return
    show_record(shown)


@outbox.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--sent", "how", flag_value=Settlement.SENT.value, help="It did arrive.")
@click.option("--resend", "how", flag_value=Settlement.RESEND.value, help="Send it again, the same bytes.")
@click.option("--drop", "how", flag_value=Settlement.DROP.value, help="Never send it.")
@click.option("--because", metavar="TEXT", default="")
@with_session
def settle(session: Session, number: int, how: str | None, because: str) -> None:
    """Decides about a message that the machine may not decide about (promise 8)."""
    if how is None:
        message = "outbox settle: say --sent, --resend or --drop"
        raise RefusedError(message)
    with session.database() as database:
        decision = By(person(), session.moment_to_write(database), because)
        with database.writing() as conn:
            done = settling.settle(conn, number, Settlement(how), decision)
    match done:
        case SettledMessage(entry):
            say(f"outbox {entry.id}: {entry.state.value}")
        case NotSettled(reason):
            raise RefusedError(reason)


@outbox.command()
@click.option("--restore", metavar="ADDRESS", help="It works: write to it again.")
@click.option("--because", metavar="TEXT", default="", help="How that is known; needed with --restore.")
@json_option
@with_session
def addresses(session: Session, restore: str | None, because: str, as_json: bool) -> None:
    """Lists the addresses that returned mail and those written to no more; with --restore takes one back."""
    if restore is not None:
        _restore(session, restore, because)
        return
    with session.database() as database, database.reading() as conn:
        ailing, units = bounces.failing_addresses(conn), roster.all_units(conn)
    owners = [[unit.name for unit in units if unit.owns_address(one.address)] for one in ailing]
    if as_json:
        show_json([documents.address(one, names) for one, names in zip(ailing, owners, strict=True)])
        return
    rows = (
        (
            one.address,
            names,
            one.failures,
            "停用" if one.disabled else "",
            one.last_at,
            one.alive_at,
            one.because,
        )
        for one, names in zip(ailing, owners, strict=True)
    )
    show_table(("地址", "单位", "退信", "状态", "最近退信", "其后来过信", "原因"), rows)


COMMANDS = (answering, pause, resume, outbox)


def _turn(session: Session, switch: str, value: str) -> None:
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            switches.set_switch(conn, SwitchChange(switch, value, now, person()))


def _restore(session: Session, address: str, because: str) -> None:
    if not because.strip():
        message = f"outbox addresses --restore {address}: say with --because how you know that it works"
        raise RefusedError(message)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            restored = bounces.restore(conn, address, person(), now, because)
    if not restored:
        message = f"outbox addresses: {address} never returned mail; see `yishiyibao outbox addresses`"
        raise RefusedError(message)
    say(f"{address}: written to again")
