"""Which units are reminded today, and of what?

A stage is a number of working days before a duty's last day, a negative one after it.
Only the latest stage that has come is due, and none once the duty's last stage has
passed, so that a stop of the service makes up one reminder and no more (P36). A duty
that was on course when its stage came is spared, until the closing stage warns whoever
still owes. What was reminded of before is `ledger.outbox.prompting`'s to know.
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
    """The office's stages: for duties of a month or less, for longer ones, and for
    commissions (约稿).
    """

    month: tuple[int, ...]
    longer: tuple[int, ...]
    commission: tuple[int, ...]

    def of(self, duty: Duty) -> tuple[int, ...]:
        """The stages of one duty."""
        if duty.code == "commission":
            return self.commission
        return self.month if (duty.due - duty.since).days < _MONTH_DAYS else self.longer

    def closing(self, duty: Duty) -> int:
        """The last stage while there is still time, of which the principal is told
        too.
        """
        stages = self.of(duty)
        in_time = [stage for stage in stages if stage >= 0]
        return min(in_time) if in_time else max(stages)


@dataclass(frozen=True, slots=True)
class Timetable:
    """When units are reminded: the stages, the calendar, and how a duty would end seen
    from a day.
    """

    stages: Stages
    works: Calendar
    outlook: Callable[[Duty, date], Forecast]

    def days(self, duty: Duty) -> dict[int, date]:
        """Stage → its day."""
        return {
            stage: stage_day(duty.due, stage, self.works)
            for stage in self.stages.of(duty)
        }


def due(
    standings: Iterable[Standing], timetable: Timetable, today: date
) -> tuple[Reminder, ...]:
    """One reminder for each unit that owes something whose stage has come, with every
    such duty in it.
    """
    reminders: list[Reminder] = []
    for standing in standings:
        if standing.exempt:
            continue
        stages: list[ReminderStage] = []
        closing: set[ReminderStage] = set()
        names: list[str] = []
        covers: list[list[object]] = []
        came_on: dict[ReminderStage, date] = {}
        for duty in standing.duties:
            stage = stage_of(duty, timetable, today)
            if stage is None:
                continue
            reached = ReminderStage(duty.code, duty.period, stage)
            stages.append(reached)
            if stage <= timetable.stages.closing(duty):
                closing.add(reached)
            # The name tells a stage from every other; the last day of a commission may
            # be put off.
            name = f"{duty.period}/{duty.code}/{stage}"
            names.append(f"{name}/{duty.due}" if duty.code == "commission" else name)
            days = timetable.days(duty)
            came_on[reached] = days[stage]
            covers.append([*reached, max(days.values()).isoformat()])
        if not stages:
            continue
        about = {
            "unit_id": str(standing.unit_id),
            "day": today.isoformat(),
            "covers": json.dumps(covers, ensure_ascii=False),
        }
        key = f"{standing.unit_id}/{'|'.join(names)}"
        reminder = Reminder(
            standing.unit_id, key, tuple(stages), about, frozenset(closing), came_on
        )
        reminders.append(reminder)
    return tuple(reminders)


def stage_of(duty: Duty, timetable: Timetable, today: date) -> int | None:
    """The latest stage that has come by `today`.

    None before the first, after the last, on the duty's first day, when all is done,
    and when the unit was on course as the stage came: when it had sent something and
    kept pace. Of a 约稿 nothing can be half done; a unit is on course while the first
    half of its time lasts. The closing stage spares nobody.
    """
    days = timetable.days(duty)
    if not days or not duty.left or not duty.since < today <= days[min(days)]:
        return None
    come = [stage for stage, day in days.items() if day <= today]
    if not come:
        return None
    stage = min(come)
    has_begun = duty.done or duty.code == "commission"
    if stage > timetable.stages.closing(duty) and has_begun:
        if timetable.outlook(duty, days[stage]) is not Forecast.SHORT:
            return None
    return stage


def stage_day(last: date, stage: int, works: Calendar) -> date:
    """The day of a stage: `stage` working days before `last`, or after it where `stage`
    is negative.
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
    """The stages of a reminder, queued earlier, of which it may still speak on `day`.

    A message may wait, for the pace or a pause; a duty whose last stage has passed
    meanwhile is not told of.
    """
    covers: list[tuple[str, str, int, str]] = json.loads(about.get("covers", "[]"))
    still_open = [each for each in covers if day <= date.fromisoformat(each[3])]
    return frozenset(
        ReminderStage(duty, period, stage) for duty, period, stage, _last in still_open
    )
