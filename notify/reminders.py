"""Which units are reminded today, and of what?

A stage is a number of working days before a duty's last day, a negative one after it. Only the latest stage
that has come is due, and none once the duty's last stage has passed, so that a stop of the service makes up
one reminder and no more (P36). What was reminded of before is `ledger.outbox.reminding`'s to know.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.notice import Covered, Reminder
from ledger.periods import ONE_DAY, working_days_before
from ledger.standing import Duty, Standing

Calendar = Callable[[date], bool]
_MONTH_DAYS = 31


@dataclass(frozen=True, slots=True)
class Stages:
    """The office's stages: for duties of a month or less, for longer ones, and for commissions (约稿)."""

    month: tuple[int, ...]
    longer: tuple[int, ...]
    commission: tuple[int, ...]

    def of(self, duty: Duty) -> tuple[int, ...]:
        """The stages of one duty."""
        if duty.code == "commission":
            return self.commission
        return self.month if (duty.due - duty.since).days < _MONTH_DAYS else self.longer


def due(standings: Iterable[Standing], stages: Stages, works: Calendar, today: date) -> tuple[Reminder, ...]:
    """One reminder for each unit that owes something whose stage has come, with every such duty in it."""
    found = (_of_unit(standing, stages, works, today) for standing in standings if not standing.exempt)
    return tuple(reminder for reminder in found if reminder is not None)


def stage_of(duty: Duty, stages: Sequence[int], works: Calendar, today: date) -> int | None:
    """The latest stage that has come by `today`.

    None before the first, after the last, and when all is done.
    """
    if not stages or not duty.left:
        return None
    days = {stage: stage_day(duty.due, stage, works) for stage in stages}
    if today > days[min(stages)]:
        return None
    return min((stage for stage, day in days.items() if day <= today), default=None)


def stage_day(last: date, stage: int, works: Calendar) -> date:
    """The day of a stage: `stage` working days before `last`.

    For a negative one so many working days after it.
    """
    if stage >= 0:
        return working_days_before(last, stage, works)
    day = last
    for _ in range(-stage):
        day += ONE_DAY
        while not works(day):
            day += ONE_DAY
    return day


def _of_unit(standing: Standing, stages: Stages, works: Calendar, today: date) -> Reminder | None:
    covers = tuple(
        Covered(duty.code, duty.period, stage)
        for duty in standing.duties
        if (stage := stage_of(duty, stages.of(duty), works, today)) is not None
    )
    if not covers:
        return None
    key = "|".join(f"{one.period}/{one.duty}/{one.stage}" for one in covers)
    duties = "|".join(f"{one.period}/{one.duty}" for one in covers)
    about = {"unit_id": str(standing.unit_id), "day": today.isoformat(), "duties": duties}
    return Reminder(standing.unit_id, key, covers, about)
