"""Which units are reminded today, and who of them is told?

Standings by the one function, stages by `notify.reminders`, each stage once by the ledger: a service that was
down makes up the latest stage and no other. `addresses_of` is the one place that knows who is written to,
whatever is written.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from ledger import scores
from ledger.database import Connection
from ledger.entries.people import Role, Unit
from ledger.notice import Reminder
from ledger.outbox import health as record
from ledger.outbox import reminding
from ledger.outbox.queueing import Code, Queued
from ledger.periods import ONE_DAY, Period, Span, local_day, period_of
from ledger.standing import Duty, Forecast
from notify import reminders
from notify.reminders import Timetable
from office.wiring import Service
from scoring.quota import forecast, standings

Health = Mapping[str, Code]
"""Address → why nothing is mailed there; whatever is not in it works, as far as is known."""
_FORM = re.compile(r"[!-?A-~]+@[!-?A-~]+")


class Reminded(NamedTuple):
    """One unit to be reminded: at which addresses, of what.

    And how many messages were queued (0 in a dry run).
    """

    unit: str
    addresses: tuple[str, ...]
    covers: tuple[tuple[str, str, int], ...]
    queued: int


class Owing(NamedTuple):
    """A unit to be reminded, of what, and whether its principal is told too."""

    unit: Unit
    reminder: Reminder
    principal: bool


def due(service: Service, conn: Connection, now: datetime) -> tuple[Owing, ...]:
    """Every reminder whose stage has come and that was not given yet, with its unit."""
    today = local_day(now)
    month = period_of(today, Span.MONTH)
    facts = scores.facts_of(conn, month)
    standing = standings(service.rulebook.for_period(month), facts, month, today, service.works)
    found = reminders.due(standing, Timetable(service.stages, service.works, outlook), today)
    units = {unit.id: unit for unit in facts.units}
    fresh = ((one, reminding.new_stages(conn, one)) for one in found)
    return tuple(
        Owing(units[one.unit_id], one, not one.closing.isdisjoint(stages)) for one, stages in fresh if stages
    )


def outlook(duty: Duty, day: date) -> Forecast:
    """How the duty would end, seen from a day, with what is done of it by now."""
    return forecast(duty.need, duty.done, Period(duty.since, duty.due + ONE_DAY, "", Span.NAMED), day)


def remind(service: Service, now: datetime) -> tuple[Reminded, ...]:
    """Queues what is due; doing it again queues nothing (promise 9)."""
    with service.database.writing() as conn:
        health = health_of(service, conn)
        return tuple(_remind(service, conn, _addressed(one, health), now) for one in due(service, conn, now))


def preview(service: Service, now: datetime) -> tuple[Reminded, ...]:
    """What `remind` would queue."""
    with service.database.reading() as conn:
        health = health_of(service, conn)
        return tuple(_addressed(one, health)[1] for one in due(service, conn, now))


def health_of(service: Service, conn: Connection) -> Health:
    """Where nothing is mailed: the service's own addresses, and those that were given up."""
    disabled = {one.address: Code.DISABLED for one in record.ailing(conn) if one.disabled}
    return MappingProxyType(disabled | dict.fromkeys(service.own_addresses, Code.OWN))


def addresses_of(unit: Unit, health: Health, *, principal: bool = False) -> tuple[str, ...]:
    """Who of the unit is written to: addresses that work, in the roster's order, each once.

    The officers; where none can be reached the unit's own addresses; where none of these, the principal,
    who is written to besides when `principal` is asked for (Art. 6).
    """
    heads = _working(_people(unit, Role.PRINCIPAL), health)
    clerks = _working(_people(unit, Role.OFFICER), health) or _working(unit.addresses, health)
    return tuple(dict.fromkeys((*clerks, *(heads if principal or not clerks else ()))))


def _people(unit: Unit, role: Role) -> tuple[str, ...]:
    return tuple(person.address for person in unit.people if person.role is role)


def _working(addresses: Iterable[str], health: Health) -> tuple[str, ...]:
    named = (address.strip().lower() for address in addresses)
    return tuple(address for address in named if _FORM.fullmatch(address) and address not in health)


def _addressed(owing: Owing, health: Health) -> tuple[Owing, Reminded]:
    addresses = addresses_of(owing.unit, health, principal=owing.principal)
    return owing, Reminded(owing.unit.name, addresses, tuple(owing.reminder.covers), 0)


def _remind(service: Service, conn: Connection, told: tuple[Owing, Reminded], now: datetime) -> Reminded:
    owing, reminded = told
    results = reminding.remind(conn, owing.reminder, reminded.addresses, now, service.limits)
    return reminded._replace(queued=sum(isinstance(result, Queued) for result in results))
