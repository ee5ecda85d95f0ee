"""What little world does a test speak of? Facts made from few words; every date is of
the office's zone.
"""

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from ledger.entries.events import (
    Adoption,
    Beginning,
    Commission,
    Facts,
    HistoryTotal,
    Instruction,
    PublishedPeriod,
    SentBack,
    UnseenLetter,
)
from ledger.entries.people import Unit
from ledger.entries.submissions import CountedOnce, Submission, SubmissionState
from ledger.periods import OFFICE_ZONE, parse_period
from ledger.rulebook import Edition
from ledger.scoresheet import ScoreSheet, UnitScore
from scoring.language.editions import edition_in
from scoring.score import score

SINCE = date(2021, 3, 19)
Q1 = ("2026-01", "2026-02", "2026-03")
Q2 = ("2026-04", "2026-05", "2026-06")
NINGXIA_ID = "ningxia-transport/2021-03-19"
POLICY = Path(__file__).parents[2] / "scoring" / "policy" / f"{NINGXIA_ID}.toml"


@cache
def ningxia(*otherwise: str) -> Edition:
    """The sample office's edition, read once for each way its sentences may be
    taken.
    """
    return edition_in(POLICY, otherwise)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), OFFICE_ZONE)


def day(text: str | date) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)


class World:
    """Grows by what is sent, adopted, instructed and asked for; `facts` is all of
    it.
    """

    def __init__(self, **groups: str) -> None:
        self.units: dict[str, Unit] = {}
        self.submissions: dict[str, Submission] = {}
        self.adoptions: list[Adoption] = []
        self.instructions: list[Instruction] = []
        self.commissions: list[Commission] = []
        self.published: list[PublishedPeriod] = []
        self.history: list[HistoryTotal] = []
        self.sent_back: list[SentBack] = []
        self.unseen: list[UnseenLetter] = []
        self.counted_once: list[CountedOnce] = []
        self.beginning: Beginning | None = None
        self.keys: dict[str, str] = {}
        self._number = count(1)
        for name, group in groups.items():
            self.unit(name, group)

    def unit(self, name: str, group: str = "第一组", **more: Any) -> Unit:  # noqa: ANN401 - fields of the value made
        self.units[name] = Unit(
            len(self.units) + 1, name, group, more.pop("since", SINCE), **more
        )
        return self.units[name]

    def sent(
        self,
        unit: str,
        on: str | date,
        category: str = "动态",
        **more: Any,  # noqa: ANN401 - fields of the value made
    ) -> str:
        others = tuple(self.units[name].id for name in more.pop("others", ()))
        when = day(on)
        serial = f"{when.year}-{next(self._number):04d}"
        state = SubmissionState(more.pop("state", SubmissionState.RECORDED))
        self.submissions[serial] = Submission(
            serial,
            more.pop("arrived_at", at(when)),
            f"{unit}的报送件",
            state,
            unit_id=self.units[unit].id,
            co_unit_ids=others,
            category=category,
            **more,
        )
        return serial

    def change(self, serial: str, **more: Any) -> None:  # noqa: ANN401 - fields of the value made
        self.submissions[serial] = replace(self.submissions[serial], **more)

    def month(self, unit: str, *months: str, times: int = 2) -> None:
        """So many 动态 in each of the months: a met month."""
        for code in months:
            for number in range(times):
                self.sent(unit, date.fromisoformat(f"{code}-{5 + number:02d}"))

    def adopted(
        self,
        serial: str,
        by: str,
        on: str | date,
        form: str = "单条",
        entered: str | date | None = None,
    ) -> int:
        number = next(self._number)
        self.adoptions.append(
            Adoption(number, serial, by, form, day(on), at(day(entered or on), 16))
        )
        return number

    def instructed(
        self,
        serial: str,
        on: str | date,
        leader: str = "甲",
        level: str = "自治区领导",
        entered: str | date | None = None,
    ) -> None:
        self.instructions.append(
            Instruction(
                next(self._number),
                serial,
                leader,
                level,
                day(on),
                at(day(entered or on), 17),
            )
        )

    def asked(
        self, key: str, due: str | date, *units: str, issued: str | date | None = None
    ) -> None:
        ids = tuple(self.units[name].id for name in units)
        start = day(issued) if issued else day(due).replace(day=1)
        self.commissions.append(
            Commission(key, f"专题{key}", "自治区党委办公厅", ids, start, day(due))
        )

    def corrects(self, serial: str, other: str) -> None:
        """An open proposal that the first corrects the other, with which it counts
        once.
        """
        self.counted_once.append(CountedOnce(serial, other))

    def publish(self, period: str, on: str | date) -> None:
        self.published.append(PublishedPeriod(period, at(day(on), 9)))

    def before(
        self, period: str, unit: str, total: str, share: str | None = None
    ) -> None:
        known = None if share is None else Decimal(share)
        self.history.append(
            HistoryTotal(period, self.units[unit].id, Decimal(total), known)
        )

    @property
    def facts(self) -> Facts:
        return Facts(
            tuple(self.units.values()),
            tuple(self.submissions.values()),
            tuple(self.adoptions),
            tuple(self.instructions),
            (),
            tuple(self.commissions),
            tuple(self.history),
            tuple(self.published),
            tuple(self.sent_back),
            counted_once=tuple(self.counted_once),
            unseen=tuple(self.unseen),
            beginning=self.beginning,
        )

    def sheet(
        self, period: str, *otherwise: str, today: date | None = None
    ) -> ScoreSheet:
        return score(ningxia(*otherwise), parse_period(period), self.facts, today)

    def of(
        self, unit: str, period: str, *otherwise: str, today: date | None = None
    ) -> UnitScore:
        found = self.sheet(period, *otherwise, today=today).of(self.units[unit].id)
        assert found is not None, f"{unit} is on the sheet"
        return found

    def total(self, unit: str, period: str, *otherwise: str) -> Fraction:
        return self.of(unit, period, *otherwise).total

    def lists(self, unit: str, period: str, *otherwise: str) -> set[str]:
        return {entry.name for entry in self.of(unit, period, *otherwise).named}


def world_of(case: dict[str, Any]) -> World:
    """The world that a file of tests/cases describes."""
    world = World()
    for name, more in case["units"].items():
        world.unit(name, **more)
    keys = world.keys
    for row in case.get("sent", []):
        days = row.pop("on")
        key = row.pop("key", None)
        for each in days:
            serial = world.sent(on=each, **row)
            keys[key or serial] = serial
    for row in case.get("adopted", []):
        world.adopted(keys[row.pop("item")], **row)
    for row in case.get("instructed", []):
        world.instructed(keys[row.pop("item")], **row)
    for row in case.get("asked", []):
        world.asked(row["key"], row["due"], *row["units"], issued=row["issued"])
    for period, on in case.get("published", {}).items():
        world.publish(period, on)
    return world


CASES = Path(__file__).parents[1] / "cases"
