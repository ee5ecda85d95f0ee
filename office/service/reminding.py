"""Which units are reminded today, and who of them is told?

Standings by the one function, stages by `notify.reminders`, each stage once by the ledger: a service that was
down makes up the latest stage and no other. Who of a unit is written to is known by `gaps`; a unit that
nobody can write to is told to the office instead, once for each stage.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from ledger import scores
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.notice import Notice, Reminder
from ledger.outbox import reminding
from ledger.outbox.queueing import Queued, queue, unprompted
from ledger.periods import Span, local_day, period_of
from ledger.standing import Duty, Forecast
from notify import reminders
from notify.reminders import Timetable
from office.use_cases.gaps import AddressHealth, addresses_of
from office.wiring import Service
from scoring.quota import forecast_of_duty, standings


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

    def seen(duty: Duty, day: date) -> Forecast:
        return forecast_of_duty(duty, day, service.works)

    found = reminders.due(standing, Timetable(service.stages, service.works, seen), today)
    units = {unit.id: unit for unit in facts.units}
    fresh = ((one, reminding.new_stages(conn, one)) for one in found)
    return tuple(
        Owing(units[one.unit_id], one, not one.closing.isdisjoint(stages)) for one, stages in fresh if stages
    )


def remind(service: Service, now: datetime) -> tuple[Reminded, ...]:
    """Queues what is due, and tells the office of whom nobody can write to.

    Doing it again queues nothing (promise 9).
    """
    with service.database.writing() as conn:
        health = service.address_health(conn)
        told = [_addressed(one, health) for one in due(service, conn, now)]
        done = tuple(_remind(service, conn, each, now) for each in told)
        missed = [owing.reminder.key for (owing, _), each in zip(told, done, strict=True) if not each.queued]
        _tell_office(service, conn, missed, now)
        return done


def preview(service: Service, now: datetime) -> tuple[Reminded, ...]:
    """What `remind` would queue."""
    with service.database.reading() as conn:
        health = service.address_health(conn)
        return tuple(_addressed(one, health)[1] for one in due(service, conn, now))


def _addressed(owing: Owing, health: AddressHealth) -> tuple[Owing, Reminded]:
    addresses = addresses_of(owing.unit, health, principal=owing.principal)
    return owing, Reminded(owing.unit.name, addresses, tuple(owing.reminder.covers), 0)


def _remind(service: Service, conn: Connection, told: tuple[Owing, Reminded], now: datetime) -> Reminded:
    owing, reminded = told
    results = reminding.remind(conn, owing.reminder, reminded.addresses, now, service.limits)
    return reminded._replace(queued=sum(isinstance(result, Queued) for result in results))


def _tell_office(service: Service, conn: Connection, missed: Sequence[str], now: datetime) -> None:
    """One message a day at most, and none while nothing is missed that was not told before."""
    office, day = service.settings.office.address, local_day(now).isoformat()
    if office and reminding.not_yet_told(conn, missed):
        about = {"day": day, "missed": "\n".join(missed)}
        queue(conn, Notice("unreached", office, day, about), unprompted(office), now, service.limits)
