"""What happens in the year that is rehearsed?

Letters, 约稿, adoptions, changes of the roster, days on which nothing runs, and pauses,
all drawn from a seed; plain values that the service and the oracle are both given.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

YEAR = 2026
ZONE = timezone(timedelta(hours=8))
STARTED = datetime(2025, 12, 31, 18, tzinfo=ZONE)
FIRST, SECOND = "第一组", "第二组"
OFFICE, ROBOT = "bangongshi@office.example", "xxbs@jtt.example"
MOMENTS = (time(9), time(17))
"""When the service is looked at on a day on which it runs; the mailbox is read first,
then the jobs.
"""
BURST = date(2026, 3, 24)


@dataclass(frozen=True, slots=True)
class Member:
    """A unit of the roster; `later` are officers who take over on a day, `dead` when
    its addresses bounce.
    """

    name: str
    group: str
    officer: str = ""
    principal: str = ""
    address: str = ""
    exempt: tuple[date, date] | None = None
    moves: tuple[date, str] | None = None
    until: date | None = None
    later: tuple[date, str] | None = None
    dead: date | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """One letter: when it lies in the mailbox, whose it is, and what it is about."""

    at: datetime
    unit: str
    sender: str
    title: str
    category: str
    asked: str = ""
    adopted: date | None = None
    """When 《宁夏交通信息》 used it, entered on that day."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One 约稿, told to the service on the day it is issued."""

    id: str
    title: str
    units: tuple[str, ...]
    issued_on: date
    due: date


@dataclass(frozen=True, slots=True)
class World:
    """The whole year."""

    members: tuple[Member, ...]
    letters: tuple[Posted, ...]
    briefs: tuple[Brief, ...]
    down: frozenset[date]
    pauses: tuple[tuple[datetime, datetime], ...]

    def moments(self) -> Iterator[datetime]:
        """When something is done, in order."""
        day = date(YEAR, 1, 1)
        while day.year == YEAR:
            if day not in self.down:
                yield from (datetime.combine(day, moment, ZONE) for moment in MOMENTS)
            day += timedelta(days=1)

    def paused(self, now: datetime) -> bool:
        """Whether all mail is stopped."""
        return any(since <= now < until for since, until in self.pauses)


def world(seed: int) -> World:
    """The year of this seed."""
    chance = random.Random(seed)
    members, briefs = _members(chance), _briefs(chance)
    letters = [
        *_monthly(members, chance),
        *_research(members, chance),
        *_answers(members, briefs, chance),
    ]
    letters += _burst(members[1])
    letters = [_adopted(letter, chance) for letter in letters]
    return World(
        members=members,
        letters=tuple(sorted(letters, key=lambda letter: (letter.at, letter.title))),
        briefs=briefs,
        down=frozenset(_down(chance)),
        pauses=(
            (_noon(3, 17), _noon(3, 20)),
            (_noon(6, 30), _noon(7, 2)),
            (_noon(8, 17), _noon(8, 28)),
            (_noon(10, 28), _noon(11, 3)),
        ),
    )


def _members(chance: random.Random) -> tuple[Member, ...]:
    def usual(number: int, name: str, group: str) -> Member:
        return Member(
            name,
            group,
            f"u{number:02d}@units.example",
            f"head{number:02d}@units.example",
        )

    spring = chance.choice((4, 5))
    return (
        usual(1, "银川市交通运输局", FIRST),
        replace(
            usual(2, "石嘴山市交通运输局", FIRST),
            later=(date(YEAR, 5, 11), "u02-new@units.example"),
        ),
        usual(3, "吴忠市交通运输局", FIRST),
        replace(
            usual(4, "固原市交通运输局", FIRST),
            exempt=(date(YEAR, spring, 1), date(YEAR, 7, 1)),
        ),
        usual(5, "中卫市交通运输局", FIRST),
        replace(
            usual(6, "宁夏公路管理中心", FIRST), officer="u05@units.example"
        ),  # shares 中卫's officer
        replace(
            usual(7, "宁夏交通学校", SECOND), officer="", address="school@units.example"
        ),
        usual(8, "自治区道路运输事务中心", SECOND),
        replace(usual(9, "科技处", SECOND), moves=(date(YEAR, 7, 1), FIRST)),
        Member("财务审计处", SECOND),  # nobody can write to it
        Member(
            *("海事港航处", SECOND, "u11@units.example"),
            dead=date(YEAR, 9, 10),
            later=(date(YEAR, 10, 20), "u11-new@units.example"),
        ),
        replace(usual(12, "自治区公路工程造价管理站", SECOND), until=date(YEAR, 10, 1)),
    )


def _briefs(chance: random.Random) -> tuple[Brief, ...]:
    names = [
        "银川市交通运输局",
        "石嘴山市交通运输局",
        "吴忠市交通运输局",
        "固原市交通运输局",
        "宁夏交通学校",
    ]

    def asked(count: int) -> tuple[str, ...]:
        return tuple(chance.sample(names, count))

    return (
        Brief(
            "YG-01", "春运保畅工作举措", asked(3), date(YEAR, 2, 2), date(YEAR, 2, 13)
        ),
        Brief(
            "YG-02",
            "两会期间信访安全稳定工作",
            asked(2),
            date(YEAR, 3, 2),
            date(YEAR, 3, 6),
        ),
        Brief(
            "YG-03",
            "汛期公路水毁防范工作",
            ("固原市交通运输局", "宁夏交通学校"),
            date(YEAR, 6, 1),
            date(YEAR, 6, 26),
        ),
        Brief(
            "YG-04",
            "国庆假期路网运行保障",
            asked(4),
            date(YEAR, 9, 14),
            date(YEAR, 10, 9),
        ),
        Brief(
            "YG-05",
            "冬季除雪保通物资储备",
            asked(3),
            date(YEAR, 11, 25),
            date(YEAR, 12, 4),
        ),
    )


def _monthly(members: tuple[Member, ...], chance: random.Random) -> Iterator[Posted]:
    """动态 and 综合, from none to one more than is owed."""
    number = 0
    for month in range(1, 13):
        for member in members:
            if not _writes(member, month):
                continue
            for _ in range(
                chance.choice(
                    (0, 1, 1, 2, 2, 3) if member.group == FIRST else (0, 0, 1, 1, 2)
                )
            ):
                number += 1
                if chance.random() < 0.75:
                    title, category = f"第{number}号县道养护工程顺利完工", "动态"
                else:
                    title, category = f"推进第{number}号农村公路管护的主要做法", "综合"
                yield _posted(member, _moment(chance, month), title, category)


def _research(members: tuple[Member, ...], chance: random.Random) -> Iterator[Posted]:
    for half in (0, 6):
        for number, member in enumerate(members):
            month = half + chance.randint(2, 6)
            if chance.random() < 0.6 and _writes(member, month):
                title = f"关于第{half + number}片区城乡客运一体化的调研报告"
                yield _posted(member, _moment(chance, month), title, "调研")


def _answers(
    members: tuple[Member, ...], briefs: tuple[Brief, ...], chance: random.Random
) -> Iterator[Posted]:
    """Some in time, some some days late, some never."""
    named = {member.name: member for member in members}
    for brief in briefs:
        for unit in dict.fromkeys(brief.units):
            fate = chance.random()
            if fate > 0.7:
                continue
            first, last = (
                (brief.issued_on, brief.due)
                if fate < 0.45
                else (brief.due, brief.due + timedelta(4))
            )
            day = first + timedelta(days=chance.randint(1, (last - first).days))
            at = datetime.combine(
                day, time(chance.randint(0, 23), chance.randint(1, 59)), ZONE
            )
            yield _posted(named[unit], at, brief.title, "动态", brief.id)


def _burst(member: Member) -> Iterator[Posted]:
    """More in one day than are receipted one by one."""
    for number in range(34):
        at = datetime.combine(BURST, time(10), ZONE) + timedelta(minutes=number)
        yield _posted(member, at, f"大桥检测第{number + 1}项工作启动", "动态")


def _posted(
    member: Member, at: datetime, title: str, category: str, asked: str = ""
) -> Posted:
    sender = member.officer or member.address
    if member.later is not None and member.later[0] <= at.date():
        sender = member.later[1]
    return Posted(at, member.name, sender, title, category, asked)


def _writes(member: Member, month: int) -> bool:
    """Whether letters of the unit come in a month: it has an address, and is on the
    roster.
    """
    if not (member.officer or member.address) or (
        member.dead is not None and month in (9, 10)
    ):
        return False
    return member.until is None or month < member.until.month


def _moment(chance: random.Random, month: int) -> datetime:
    """Any minute of the month, none of those at which the service is looked at."""
    past = date(YEAR + month // 12, month % 12 + 1, 1)
    day = date(YEAR, month, 1) + timedelta(
        days=chance.randrange((past - date(YEAR, month, 1)).days)
    )
    return _minute(chance, day)


def _minute(chance: random.Random, day: date) -> datetime:
    return datetime.combine(
        day, time(chance.randint(0, 23), chance.randint(1, 59)), ZONE
    )


def _adopted(letter: Posted, chance: random.Random) -> Posted:
    """A third of them is used, some days later."""
    on = letter.at.date() + timedelta(days=chance.randint(3, 25))
    return replace(
        letter, adopted=on if chance.random() < 0.3 and on.year == YEAR else None
    )


def _down(chance: random.Random) -> Iterator[date]:
    """Nothing runs: in mid-month, over months' ends, a holiday and a quarter's end, and
    on single days.
    """
    for first, last in (
        (date(YEAR, 1, 20), date(YEAR, 1, 22)),
        (date(YEAR, 2, 25), date(YEAR, 3, 2)),
        (date(YEAR, 4, 29), date(YEAR, 5, 6)),
        (date(YEAR, 7, 1), date(YEAR, 7, 1)),
        (date(YEAR, 9, 30), date(YEAR, 10, 9)),
        (date(YEAR, 11, 27), date(YEAR, 11, 30)),
    ):
        yield from (
            first + timedelta(days=each) for each in range((last - first).days + 1)
        )
    kept = {
        (5, 11),
        (9, 10),
        (10, 20),
        (2, 2),
        (3, 2),
        (6, 1),
        (9, 14),
        (11, 25),
        (12, 31),
    }
    for _ in range(12):
        day = date(YEAR, 1, 1) + timedelta(days=chance.randint(8, 355))
        if (day.month, day.day) not in kept:
            yield day


def _noon(month: int, day: int) -> datetime:
    return datetime(YEAR, month, day, 12, tzinfo=ZONE)
