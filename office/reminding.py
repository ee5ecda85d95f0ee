"""Which units are reminded today, and who of them is told?

Standings by the one function, stages by `notify.reminders`, each stage once by the ledger: a service that was
down makes up the latest stage and no other. A unit without a working address is told to the office instead.
"""

from datetime import datetime
from typing import NamedTuple

from ledger import scores
from ledger.database import Connection
from ledger.entries.people import Role, Unit
from ledger.notice import Reminder
from ledger.outbox import reminding
from ledger.outbox.queueing import Queued
from ledger.periods import Span, local_day, period_of
from notify import reminders
from office.wiring import Service
from scoring.quota import standings


class Reminded(NamedTuple):
    """One unit to be reminded: at which addresses, of what.

    And how many messages were queued (0 in a dry run).
    """

    unit: str
    addresses: tuple[str, ...]
    covers: tuple[tuple[str, str, int], ...]
    queued: int


def due(service: Service, conn: Connection, now: datetime) -> tuple[tuple[Unit, Reminder], ...]:
    """Every reminder whose stage has come and that was not given yet, with its unit."""
    today = local_day(now)
    month = period_of(today, Span.MONTH)
    facts = scores.facts_of(conn, month)
    standing = standings(service.rulebook.for_period(month), facts, month, today, service.works)
    found = reminders.due(standing, service.stages, service.works, today)
    units = {unit.id: unit for unit in facts.units}
    return tuple((units[one.unit_id], one) for one in found if reminding.new_stages(conn, one))


def remind(service: Service, now: datetime) -> tuple[Reminded, ...]:
    """Queues what is due; doing it again queues nothing (promise 9)."""
    with service.database.writing() as conn:
        return tuple(
            _remind(service, conn, unit, reminder, now) for unit, reminder in due(service, conn, now)
        )


def preview(service: Service, now: datetime) -> tuple[Reminded, ...]:
    """What `remind` would queue."""
    with service.database.reading() as conn:
        return tuple(
            Reminded(unit.name, addresses_of(unit), tuple(reminder.covers), 0)
            for unit, reminder in due(service, conn, now)
        )


def addresses_of(unit: Unit) -> tuple[str, ...]:
    """Who is written to: the officers, else the unit's own addresses, in the roster's order, each once."""
    officers = [person.address for person in unit.people if person.role is Role.OFFICER and person.address]
    return tuple(dict.fromkeys(address.casefold() for address in (officers or unit.addresses)))


def _remind(service: Service, conn: Connection, unit: Unit, reminder: Reminder, now: datetime) -> Reminded:
    addresses = addresses_of(unit)
    results = reminding.remind(conn, reminder, addresses, now, service.limits)
    queued = sum(isinstance(result, Queued) for result in results)
    return Reminded(unit.name, addresses, tuple(reminder.covers), queued)
