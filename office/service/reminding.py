"""Which units are reminded today, and who of them is told?

What units owe is said by `scoring.quota`, which stage has come by `notify.reminders`,
and that each stage is told once by the ledger: a service that was down makes up the
latest stage and no other. Who of a unit is written to is known by `gaps`; a unit that
nobody can write to is told to the office instead, once for each stage.
"""

from datetime import date, datetime
from typing import NamedTuple

from ledger import scores
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.notice import Notice, Reminder, ReminderStage
from ledger.outbox import prompting
from ledger.outbox.queueing import Queued, queue, unprompted
from ledger.periods import Span, day_start, local_day, period_of
from ledger.standing import Duty, Forecast
from notify import reminders
from notify.reminders import Timetable
from office.service.parts import Service
from office.use_cases.gaps import addresses_of
from scoring.quota import forecast_of_duty, standings


class Reminded(NamedTuple):
    """One unit that is reminded: by its name, at which addresses, of which stages of
    its duties.

    `queued` is how many messages were queued, 0 in a preview.
    """

    unit: str
    addresses: tuple[str, ...]
    covers: tuple[ReminderStage, ...]
    queued: int = 0


def remind(service: Service, now: datetime) -> tuple[Reminded, ...]:
    """Queues what is due, and tells the office of whom nobody can write to.

    Doing it again queues nothing (promise 9).
    """
    reminded: list[Reminded] = []
    missed: list[str] = []
    with service.database.writing() as conn:
        for due in _due_reminders(service, conn, now):
            results = prompting.remind(
                conn, due.reminder, due.addresses, now, service.limits
            )
            queued = sum(isinstance(result, Queued) for result in results)
            reminded.append(
                Reminded(due.unit.name, due.addresses, due.reminder.covers, queued)
            )
            if not queued:
                missed.append(due.reminder.key)
        office = service.settings.office.address
        if office and prompting.not_yet_told(conn, missed):
            # One message a day at most: its key is the day.
            day = local_day(now).isoformat()
            about = {"day": day, "missed": "\n".join(missed)}
            notice = Notice("unreached", office, day, about, day_start(local_day(now)))
            queue(conn, notice, unprompted(office), now, service.limits)
    return tuple(reminded)


def preview(service: Service, now: datetime) -> tuple[Reminded, ...]:
    """What `remind` would queue."""
    with service.database.reading() as conn:
        found = _due_reminders(service, conn, now)
    return tuple(
        Reminded(due.unit.name, due.addresses, due.reminder.covers) for due in found
    )


class _DueReminder(NamedTuple):
    """A unit to be reminded, of what, and at which addresses."""

    unit: Unit
    reminder: Reminder
    addresses: tuple[str, ...]


def _due_reminders(
    service: Service, conn: Connection, now: datetime
) -> list[_DueReminder]:
    """Every reminder whose stage has come and that was not given yet."""
    today = local_day(now)
    month = period_of(today, Span.MONTH)
    facts = scores.facts_of(conn, month)
    owed = standings(
        service.rulebook.for_period(month), facts, month, today, service.works
    )

    def forecast(duty: Duty, day: date) -> Forecast:
        return forecast_of_duty(duty, day, service.works)

    timetable = Timetable(service.stages, service.works, forecast)
    units = {unit.id: unit for unit in facts.units}
    health = service.address_health(conn)
    found: list[_DueReminder] = []
    for reminder in reminders.due(owed, timetable, today):
        new_stages = prompting.new_stages(conn, reminder)
        if new_stages:
            unit = units[reminder.unit_id]
            # The principal is told too at the last stage of a duty (Art. 6).
            tell_principal = not reminder.closing.isdisjoint(new_stages)
            addresses = addresses_of(unit, health, principal=tell_principal)
            found.append(_DueReminder(unit, reminder, addresses))
    return found
