"""What do circulars and announcements have in common on their way from a draft to the units?

What may speak against it, how a head is written, and the mailing: one message for each address of each unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.notice import Notice
from ledger.outbox.queueing import Queued, queue, unprompted
from ledger.periods import local_day
from notify.lines import one_line
from office.service.parts import Service
from office.use_cases.gaps import addresses_of


class Objection(StrEnum):
    """What may speak against approving a circular or an announcement, or sending it."""

    NOT_A_DRAFT = "not-a-draft"
    OUTDATED = "outdated"
    SAME_PERSON = "same-person"
    NO_REASON = "no-reason"
    NOT_APPROVED = "not-approved"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Mailing:
    """How many messages are new in the outbox, and which units could be written to nowhere."""

    queued: int
    unreached: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The message that one unit would get if it were sent now."""

    unit: str
    """The unit's official name; "" where there is none to send it to."""
    subject: str
    text: str
    html: str
    files: tuple[str, ...]
    """Names of the attached files."""


def numbered(service: Service, number: str, now: datetime) -> str:
    """The 发文字号, in one line: a bare running number gets the office's prefix and the year."""
    prefix, number = service.settings.circular.prefix, one_line(number)
    if prefix and number.isdecimal():
        return f"{prefix}〔{local_day(now).year}〕{number}号"
    return number


def queue_for_units(
    service: Service, conn: Connection, units: Iterable[Unit], now: datetime, *, kind: str, number: int
) -> Mailing:
    """Queues the circular or announcement for each address of each unit; doing it again queues none.

    `kind` is the kind of notice, `number` that of the circular or announcement.
    """
    health = service.address_health(conn)
    fresh = 0
    unreached: list[str] = []
    for unit in units:
        reached = False
        about = {kind: str(number), "unit_id": str(unit.id)}
        for address in addresses_of(unit, health):
            notice = Notice(kind, address, f"{number}/{unit.id}", about)
            queued = queue(conn, notice, unprompted(address), now, service.limits)
            if isinstance(queued, Queued):
                reached = True
                fresh += queued.fresh
        if not reached:
            unreached.append(unit.name)
    return Mailing(fresh, tuple(unreached))
