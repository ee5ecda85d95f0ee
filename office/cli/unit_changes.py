"""How is a unit put into another group, or excused for a time: units move, units exempt?

What was published before stays as it was printed; the roster itself is `office.cli.roster`'s.
"""

from __future__ import annotations

from datetime import date, datetime

import click

from ledger import journal, roster
from ledger.database import Connection
from ledger.entries.people import Exemption, Unit
from ledger.journal import JournalEntry
from ledger.periods import Span, period_of
from office.cli.options import DAY
from office.cli.output import say
from office.cli.session import RefusedError, Session, person, with_session


@click.command("move")
@click.argument("name")
@click.option("--group", required=True, metavar="G", help="As the edition names it.")
@click.option("--from", "on", required=True, type=DAY, help="The first day in the new group.")
@click.option("--because", required=True, metavar="TEXT")
@with_session
def move_unit(session: Session, name: str, group: str, on: date, because: str) -> None:
    """Puts a unit into another group from a day on; earlier quarters keep the group they had."""
    editions = session.rulebook(session.settings()).editions
    groups = dict.fromkeys(group for edition in editions for group in edition.groups)
    if group not in groups or not because.strip():
        message = f"units move: --group is one of {', '.join(groups)}, and --because says why"
        raise RefusedError(message)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            unit = _named(conn, "move", name)
            roster.move(conn, unit, group, on)
            about = {"group": group, "from": on.isoformat()}
            journal.write(conn, _entry(now, "moved to another group", unit, because, about))
    quarter = period_of(on, Span.QUARTER)
    first = quarter if on == quarter.first else quarter.next()
    say(f"{unit.name}: {group} from {on} on; it counts from {first.code} on, earlier quarters stay")


@click.command("exempt")
@click.argument("name")
@click.option("--from", "since", required=True, type=DAY, help="The first day it owes nothing.")
@click.option("--until", type=DAY, help="The first day it owes again; without it no end is known yet.")
@click.option("--withdraw", is_flag=True, help="Takes back the exemption that begins on that day.")
@click.option("--because", required=True, metavar="TEXT")
@with_session
def exempt_unit(
    session: Session, name: str, since: date, until: date | None, withdraw: bool, because: str
) -> None:
    """Excuses a unit: a month that an exemption touches asks nothing of it and fines nothing (A13)."""
    if not because.strip() or (until is not None and until <= since):
        message = "units exempt: --until lies after --from, and --because says why"
        raise RefusedError(message)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            unit = _named(conn, "exempt", name)
            known = roster.withdraw_exemption(conn, unit.id, since)
            if withdraw and not known:
                message = f"units exempt: no exemption of {unit.name} begins on {since}; see `units list`"
                raise RefusedError(message)
            if not withdraw:
                roster.excuse(conn, unit.id, Exemption(since, until, because.strip()))
            about = {"from": since.isoformat(), "until": "" if until is None else until.isoformat()}
            did = "exemption withdrawn" if withdraw else "exempt"
            journal.write(conn, _entry(now, did, unit, because, about))
    end = "on" if until is None else f"until {until}"
    told = "the exemption is withdrawn" if withdraw else f"exempt from {since} {end}"
    say(f"{unit.name}: {told}; published quarters stay as they were printed")


def _entry(now: datetime, did: str, unit: Unit, because: str, about: dict[str, str]) -> JournalEntry:
    return JournalEntry(now, person(), did, f"unit:{unit.id}", because, about)


def _named(conn: Connection, command: str, name: str) -> Unit:
    unit = roster.unit_named(conn, name)
    if unit is None:
        message = f"units {command}: {name} is no unit of the roster; see `yishiyibao units list`"
        raise RefusedError(message)
    return unit
