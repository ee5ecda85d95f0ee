"""How is the running service set at this moment?

A few named values that take effect before the next send or poll and that a person sets
by hand, each change journalled (promise 11). What rarely changes is a setting in the
file instead.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger import journal
from ledger.database import mark_mail_due
from ledger.entries.events import Beginning
from ledger.journal import By, JournalEntry
from ledger.notice import Answering
from ledger.statements import insert_new, upsert
from ledger.tables.office import switches

ANSWERING = "answering"
PAUSED = "paused"
REHEARSAL = "rehearsal"
STARTED_AT = "started-at"
START_FROM = "start-from"
BEGINS = "begins"
"""From which day on units are assessed; see `beginning`."""
_WITH_BEGUN = "with-begun-duties"
# Built once: a switch is asked for before every mail and every job.
_VALUE = sa.select(switches.c.value).where(switches.c.name == sa.bindparam("name"))


class SwitchChange(NamedTuple):
    """One switch set by a person: which, to what value, when, by whom and, where it is
    asked, why.
    """

    name: str
    value: str
    at: datetime
    by: str
    because: str = ""


SEALING_KEY = "sealing-key"
"""The secret that keys the hashes of sealed letters."""


def get_or_make_secret(conn: sa.Connection, name: str, fresh: str, at: datetime) -> str:
    """Keeps `fresh` as a secret of this installation, unless it has one; the one it
    has. Never journalled.
    """
    insert_new(
        conn,
        switches,
        [{"name": name, "value": fresh, "set_at": at, "set_by": journal.MACHINE}],
    )
    return value(conn, name)


def value(conn: sa.Connection, name: str, default: str = "") -> str:
    """What a switch is set to."""
    found = conn.scalar(_VALUE, {"name": name})
    return default if found is None else str(found)


def changed_at(conn: sa.Connection, name: str) -> datetime | None:
    """When a switch was last set; None where it never was."""
    return conn.scalar(sa.select(switches.c.set_at).where(switches.c.name == name))


def set_switch(conn: sa.Connection, change: SwitchChange) -> None:
    """Sets a switch and writes it into the journal."""
    _put(conn, change)
    if (change.name, change.value) == (PAUSED, "no"):
        mark_mail_due(conn)
    did = f"{change.name} = {change.value}"
    subject = f"switch:{change.name}"
    journal.write(
        conn, JournalEntry(change.at, change.by, did, subject, change.because)
    )


def forget(conn: sa.Connection, name: str) -> None:
    """Takes a switch away, as if it had never been set; not journalled."""
    conn.execute(switches.delete().where(switches.c.name == name))


def beginning(conn: sa.Connection) -> Beginning | None:
    """From when on units are assessed; None where nobody has said so, and everything
    is.
    """
    day, _, begun = value(conn, BEGINS).partition(" ")
    return Beginning(date.fromisoformat(day), begun == _WITH_BEGUN) if day else None


def set_beginning(conn: sa.Connection, wanted: Beginning, by: By) -> None:
    """Sets from when on units are assessed, and writes into the journal what held
    before and what holds.
    """
    before = beginning(conn)
    words = f"{wanted.on} {_WITH_BEGUN}" if wanted.owes_begun else wanted.on.isoformat()
    _put(conn, SwitchChange(BEGINS, words, by.at, by.who))
    did = f"{'未定考核起始日' if before is None else before.told} → {wanted.told}"
    journal.write(
        conn, JournalEntry(by.at, by.who, did, f"switch:{BEGINS}", by.because)
    )


def _put(conn: sa.Connection, change: SwitchChange) -> None:
    row = {
        "name": change.name,
        "value": change.value,
        "set_at": change.at,
        "set_by": change.by,
    }
    upsert(conn, switches, ("name",), [row])


def answering(conn: sa.Connection) -> Answering:
    """Who is mailed at all; a new installation answers nobody."""
    return Answering(value(conn, ANSWERING, Answering.OFF))


def paused(conn: sa.Connection) -> bool:
    """Whether all outgoing mail is stopped."""
    return value(conn, PAUSED) == "yes"


def rehearsing(conn: sa.Connection) -> bool:
    """Whether this database may be moved through time (promise 12)."""
    return value(conn, REHEARSAL) == "yes"


def moment(conn: sa.Connection, name: str) -> datetime | None:
    """A switch that holds a moment, such as STARTED_AT."""
    text = value(conn, name)
    return datetime.fromisoformat(text) if text else None
