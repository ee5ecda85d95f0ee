"""Which units are reminded today, and of what?

A stage is a number of working days before a duty's last day, a negative one after it. Only the latest stage
that has come is due, and none once the duty's last stage has passed, so that a stop of the service makes up
one reminder and no more (P36). A duty that was on course when its stage came is spared, until the closing
stage warns whoever still owes. What was reminded of before is `ledger.outbox.reminding`'s to know.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.notice import Reminder, ReminderStage
from ledger.periods import ONE_DAY, working_days_before
from ledger.standing import Duty, Forecast, Standing

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

    def closing(self, duty: Duty) -> int:
        """The last stage while there is still time, of which the principal is told too."""
        stages = self.of(duty)
        return min((stage for stage in stages if stage >= 0), default=max(stages))


@dataclass(frozen=True, slots=True)
class Timetable:
    """When units are reminded: the stages, the calendar, and how a duty would end seen from a day."""

    stages: Stages
    works: Calendar
    outlook: Callable[[Duty, date], Forecast]

    def days(self, duty: Duty) -> dict[int, date]:
        """Stage → its day."""
        return {stage: stage_day(duty.due, stage, self.works) for stage in self.stages.of(duty)}


def due(standings: Iterable[Standing], timetable: Timetable, today: date) -> tuple[Reminder, ...]:
    """One reminder for each unit that owes something whose stage has come, with every such duty in it."""
    found = (_of_unit(standing, timetable, today) for standing in standings if not standing.exempt)
    return tuple(reminder for reminder in found if reminder is not None)


def stage_of(duty: Duty, timetable: Timetable, today: date) -> int | None:
    """The latest stage that has come by `today`.

    None before the first, after the last, on the duty's first day, when all is done, and when the unit was
    on course as the stage came.
    """
    days = timetable.days(duty)
    if not days or not duty.left or not duty.since < today <= days[min(days)]:
        return None
    stage = min((stage for stage, day in days.items() if day <= today), default=None)
    if stage is None or _spared(duty, stage, timetable):
        return None
    return stage


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


def open_on(about: Mapping[str, str], day: date) -> frozenset[ReminderStage]:
    """Of what a reminder, queued earlier, may still speak on `day`.

    A message may wait, for the pace or a pause; what its last stage has left behind is not told any more.
    """
    told: list[tuple[str, str, int, str]] = json.loads(about.get("covers", "[]"))
    return frozenset(
        ReminderStage(duty, period, stage)
        for duty, period, stage, last in told
        if day <= date.fromisoformat(last)
    )


def _spared(duty: Duty, stage: int, timetable: Timetable) -> bool:
    """Whether the unit was on course as the stage came: it had sent something and kept pace.

    Of a 约稿 nothing can be half done: it is on course while the first half of its time lasts.
    """
    if stage <= timetable.stages.closing(duty) or not (duty.done or duty.code == "commission"):
        return False
    return timetable.outlook(duty, timetable.days(duty)[stage]) is not Forecast.SHORT


def _named(duty: Duty, stage: int) -> str:
    """What tells a stage from every other; a commission's last day may be put off."""
    term = f"/{duty.due}" if duty.code == "commission" else ""
    return f"{duty.period}/{duty.code}/{stage}{term}"


def _of_unit(standing: Standing, timetable: Timetable, today: date) -> Reminder | None:
    reached = [(duty, stage_of(duty, timetable, today)) for duty in standing.duties]
    pressing = [(duty, stage) for duty, stage in reached if stage is not None]
    if not pressing:
        return None
    covers = tuple(ReminderStage(duty.code, duty.period, stage) for duty, stage in pressing)
    last = [stage <= timetable.stages.closing(duty) for duty, stage in pressing]
    until = [max(timetable.days(duty).values()).isoformat() for duty, _ in pressing]
    about = {
        "unit_id": str(standing.unit_id),
        "day": today.isoformat(),
        "covers": json.dumps(
            [[*one, day] for one, day in zip(covers, until, strict=True)], ensure_ascii=False
        ),
    }
    stages = "|".join(_named(duty, stage) for duty, stage in pressing)
    closing = frozenset(one for one, is_last in zip(covers, last, strict=True) if is_last)
    return Reminder(standing.unit_id, f"{standing.unit_id}/{stages}", covers, about, closing)
