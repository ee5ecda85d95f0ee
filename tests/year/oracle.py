"""What should have been told in the year, to whom and when?

Written from docs/codes/readings.md, docs/operations.md, docs/architecture.md and
decision 20 alone, with arithmetic and a table of working days of its own: nothing of
the service is imported. What is compared are the messages *sent*, as `Told` values.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tests.year.world import FIRST, OFFICE, SECOND, YEAR, Brief, Member, Posted, World

DAY = timedelta(days=1)
# 国务院办公厅关于2026年部分节假日安排的通知: weekdays off, and weekend days worked for
# them.
_OFF = {
    *(
        (1, 1),
        (1, 2),
        (2, 16),
        (2, 17),
        (2, 18),
        (2, 19),
        (2, 20),
        (2, 23),
        (4, 6),
        (5, 1),
        (5, 4),
        (5, 5),
    ),
    *((6, 19), (9, 25), (10, 1), (10, 2), (10, 5), (10, 6), (10, 7)),
}
_MADE_UP = {(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)}
_ALL = [date(YEAR, 1, 1) + DAY * number for number in range(400)]
WORKED = [
    day
    for day in _ALL
    if (day.weekday() < 5 and (day.year > YEAR or (day.month, day.day) not in _OFF))
    or (day.year == YEAR and (day.month, day.day) in _MADE_UP)
]
STAGES = {
    "month": (8, 3, 0),
    "longer": (20, 8, 3, 0),
    "commission": (5, 1, 0, -1),
}  # docs/operations.md
RECEIPTS, LATE = 30, timedelta(days=3)  # docs/operations.md
RECENT = timedelta(days=14)


class Told(NamedTuple):
    """One message sent: its kind, to whom, about which unit, what of it, and on which
    day.
    """

    kind: str
    to: str
    unit: str
    what: object
    on: date


class Stage(NamedTuple):
    """One stage of one duty of one period."""

    duty: str
    period: str
    days: int


@dataclass(frozen=True)
class Owed:
    """One duty of one unit as it stands at a moment."""

    code: str
    period: str
    need: int
    done: int
    since: date
    due: date
    stages: tuple[int, ...]

    def day_of(self, stage: int) -> date:
        """A stage's day: so many working days before the end, or after it."""
        if stage >= 0:
            return [day for day in WORKED if day <= self.due][-1 - stage]
        return [day for day in WORKED if day > self.due][-stage - 1]

    @property
    def last_day(self) -> date:
        """The day of its last stage."""
        return self.day_of(min(self.stages))

    def stage_on(self, today: date) -> int | None:
        """The latest stage that has come; None when nothing is due (decision 20)."""
        come = [stage for stage in self.stages if self.day_of(stage) <= today]
        if (
            self.done >= self.need
            or not come
            or today > self.last_day
            or today <= self.since
        ):
            return None
        stage = min(come)
        return None if stage > 0 and self._on_course(self.day_of(stage)) else stage

    def _on_course(self, day: date) -> bool:
        if self.code != "commission" and self.done == 0:
            return False
        term = [each for each in WORKED if self.since <= each <= self.due]
        length, gone = len(term), sum(each < day for each in term)
        return self.done >= (2 * self.need * gone + length) // (2 * length)


@dataclass
class Waiting:
    """A message that is queued: what it would tell, from when on; of a reminder its
    stages and last days.
    """

    kind: str
    to: str
    unit: str
    what: object
    due_at: datetime
    covers: dict[Stage, date] = field(default_factory=dict)


class Oracle:
    """The year, moment by moment."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._unread = list(world.letters)
        self._known: list[Posted] = []
        self._queue: list[Waiting] = []
        self._receipts: Counter[tuple[str, date]] = Counter()
        self._lists: set[tuple[str, str, date]] = set()
        self._given: defaultdict[str, set[Stage]] = defaultdict(set)
        self._done: defaultdict[str, set[object]] = defaultdict(set)
        self._missed: set[tuple[str, frozenset[Stage]]] = set()
        self._unreached: set[date] = set()
        self._printed: list[tuple[Posted, datetime]] = []
        self._fed_back: set[Posted] = set()

    def told(self) -> Iterator[Told]:
        """Every message sent, and every circular drafted, in order."""
        for now in self._world.moments():
            self._read(now)
            yield from self._jobs(now)
            if not self._world.paused(now):
                yield from self._send(now)

    # --- receipts (30 a day and address, then one digest; late letters in one list a unit)

    def _read(self, now: datetime) -> None:
        today = now.date()
        while self._unread and self._unread[0].at <= now:
            letter = self._unread.pop(0)
            self._known.append(letter)
            if now - letter.at > LATE:
                self._list("backlog", letter.sender, letter.unit, now)
            elif self._receipts[letter.sender, today] < RECEIPTS:
                self._receipts[letter.sender, today] += 1
                self._queue.append(
                    Waiting("receipt", letter.sender, letter.unit, letter.title, now)
                )
            else:
                self._list("receipts-digest", letter.sender, "", now)
        entered = {letter for letter, _ in self._printed}
        used = [
            each
            for each in self._known
            if each.adopted and each.adopted <= today and each not in entered
        ]
        self._printed += [(letter, now) for letter in used]

    def _list(self, kind: str, to: str, unit: str, now: datetime) -> None:
        """One list a day, which goes out the next morning at eight."""
        if (kind, to + unit, now.date()) not in self._lists:
            self._lists.add((kind, to + unit, now.date()))
            morning = (now + DAY).replace(hour=8)
            self._queue.append(Waiting(kind, to, unit, now.date(), morning))

    # --- jobs: once a period, after a stop the latest only (promise 9)

    def _jobs(self, now: datetime) -> Iterator[Told]:
        today = now.date()
        worked = [
            day for day in WORKED if day < today or (day == today and now.hour >= 9)
        ]
        if worked and self._first("remind", worked[-1]):
            self._remind(now)
        worked = [
            day for day in WORKED if day < today or (day == today and now.hour >= 17)
        ]
        if worked and self._first("digest", worked[-1]):
            self._queue.append(Waiting("office-digest", OFFICE, "", worked[-1], now))
            self._feed_back(now)
        month = _ended(today, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
        if month is not None and self._first("overview", month):
            code = f"{(month - DAY).year}-{(month - DAY).month:02d}"
            self._queue.append(Waiting("overview", OFFICE, "", code, now))
            yield Told("circular-draft", "", "", code, today)
        quarter = _ended(today, (1, 4, 7, 10))
        # a year's circular waits for its quarters to be published (E6), which nobody
        # here does
        if quarter is not None and self._first("close", quarter):
            last = quarter - DAY
            yield Told(
                "circular-draft", "", "", f"{last.year}Q{(last.month + 2) // 3}", today
            )

    def _first(self, job: str, period: object) -> bool:
        fresh = period not in self._done[job]
        self._done[job].add(period)
        return fresh

    # --- feedback (Art. 3(4), 4(3)): unit and sender, one message a day and address; old news is none

    def _feed_back(self, now: datetime) -> None:
        news: defaultdict[str, set[str]] = defaultdict(set)
        for letter, entered in self._printed:
            if letter in self._fed_back or now - entered > RECENT:
                continue
            (member,) = [
                each for each in self._world.members if each.name == letter.unit
            ]
            given_up = (
                member.dead is not None
                and now.date() >= member.dead
                and letter.sender == member.officer
            )
            for to in {
                *_addresses(member, now.date(), principal=False),
                *([] if given_up else [letter.sender]),
            }:
                news[to].add(letter.title)
                self._fed_back.add(letter)
        for to, titles in news.items():
            self._queue.append(Waiting("feedback", to, "", frozenset(titles), now))

    # --- reminders

    def _remind(self, now: datetime) -> None:
        today, missed = now.date(), set()
        for member in self._world.members:
            reached = [
                (duty, duty.stage_on(today)) for duty in self._owed(member, today)
            ]
            covers = {
                Stage(duty.code, duty.period, stage): duty.last_day
                for duty, stage in reached
                if stage is not None
            }
            fresh = covers.keys() - self._given[member.name]
            if not fresh:
                continue
            addresses = _addresses(
                member, today, principal=any(stage.days <= 0 for stage in fresh)
            )
            for to in addresses:
                self._queue.append(
                    Waiting("reminder", to, member.name, frozenset(covers), now, covers)
                )
            if addresses:
                self._given[member.name] |= covers.keys()
            else:
                missed.add((member.name, frozenset(covers)))
        if missed - self._missed and today not in self._unreached:
            self._unreached.add(today)
            self._missed = missed
            names = frozenset(unit for unit, _ in missed)
            self._queue.append(Waiting("unreached", OFFICE, "", names, now))

    def _owed(self, member: Member, today: date) -> Iterator[Owed]:
        """What a unit owes in the month (A4, A5, A13, B5-B7); excused, nothing."""
        first = today.replace(day=1)
        past = _months_after(first, 1)
        if _gone(member, first) or _excused(member, first):
            return
        own = [letter for letter in self._known if letter.unit == member.name]
        usual = [
            letter
            for letter in own
            if letter.category in {"动态", "综合"} and not letter.asked
        ]
        need = 2 if _group(member, today) == FIRST else 1
        month = f"{YEAR}-{today.month:02d}"
        yield Owed(
            "monthly",
            month,
            need,
            _within(usual, first, past),
            first,
            past - DAY,
            STAGES["month"],
        )
        yield self._research(member, today, own)
        for brief in self._world.briefs:
            if member.name in brief.units and _told_of(self._world, brief) <= today:
                yield from _commission(brief, member, own, first)

    def _research(self, member: Member, today: date, own: list[Posted]) -> Owed:
        """调研: the first group one a half-year, the second one a year."""
        studies = [
            letter for letter in own if letter.category == "调研" and not letter.asked
        ]
        if _group(member, today) == FIRST:
            half = 1 if today.month < 7 else 2
            since, code = date(YEAR, half * 6 - 5, 1), f"{YEAR}H{half}"
            past = _months_after(since, 6)
        else:
            since, code, past = date(YEAR, 1, 1), str(YEAR), date(YEAR + 1, 1, 1)
        return Owed(
            "research",
            code,
            1,
            _within(studies, since, past),
            since,
            past - DAY,
            STAGES["longer"],
        )

    # --- sending

    def _send(self, now: datetime) -> Iterator[Told]:
        """Everything due; a reminder that waited is told as of today, or not at all
        (decision 20).
        """
        today = now.date()
        waiting = [message for message in self._queue if message.due_at <= now]
        self._queue = [message for message in self._queue if message.due_at > now]
        for message in waiting:
            if message.kind == "reminder" and not self._still(message, today):
                continue
            if message.kind == "unreached" and not self._still_out_of_reach(
                message, today
            ):
                continue
            what = message.what
            if message.kind == "overview":
                what = (what, frozenset(self._month(date.fromisoformat(f"{what}-01"))))
            yield Told(message.kind, message.to, message.unit, what, today)

    def _month(self, first: date) -> Iterator[tuple[object, ...]]:
        """Group by group: units, items accepted, items adopted in the month, and who
        was silent (A3).
        """
        past = _months_after(first, 1)
        here = [each for each in self._world.members if not _gone(each, first)]
        for group in (FIRST, SECOND):
            members = {each.name: each for each in here if _group(each, first) == group}
            own = [letter for letter in self._known if letter.unit in members]
            sent = [letter for letter in own if first <= letter.at.date() < past]
            used = sum(
                each.adopted is not None and first <= each.adopted < past
                for each in own
            )
            heard = {letter.unit for letter in sent}
            silent = {
                name
                for name, each in members.items()
                if name not in heard and not _excused(each, first)
            }
            yield group, len(members), len(sent), used, frozenset(silent)

    def _still(self, message: Waiting, today: date) -> bool:
        """Whether a stage is left of whose duty something is owed, not past its last
        day, nor overtaken.
        """
        (member,) = [each for each in self._world.members if each.name == message.unit]
        owing = {
            (duty.code, duty.period)
            for duty in self._owed(member, today)
            if duty.done < duty.need
        }
        return any(
            (stage.duty, stage.period) in owing
            and today <= last
            and not self._overtaken(message.unit, stage)
            for stage, last in message.covers.items()
        )

    def _overtaken(self, unit: str, stage: Stage) -> bool:
        return any(
            given[:2] == stage[:2] and given.days < stage.days
            for given in self._given[unit]
        )

    def _still_out_of_reach(self, message: Waiting, today: date) -> bool:
        assert isinstance(message.what, frozenset)
        silent = {
            each.name
            for each in self._world.members
            if not _addresses(each, today, principal=True)
        }
        return bool(message.what & silent)


def _commission(
    brief: Brief, member: Member, own: list[Posted], first: date
) -> Iterator[Owed]:
    """One 约稿: current while due in the month or later, and in the month after its
    deadline if missing.
    """
    if member.exempt is not None and member.exempt[0] <= brief.due < member.exempt[1]:
        return
    answered = any(letter.asked == brief.id for letter in own)
    if brief.due >= first or (not answered and brief.due >= _months_after(first, -1)):
        stages = STAGES["commission"]
        yield Owed(
            "commission", brief.id, 1, int(answered), brief.issued_on, brief.due, stages
        )


def _told_of(world: World, brief: Brief) -> date:
    """The first day on which somebody could enter it."""
    day = brief.issued_on
    while day in world.down:
        day += DAY
    return day


def _addresses(member: Member, today: date, *, principal: bool) -> list[str]:
    """The officer, else the unit's own address, else the principal; with the principal
    when asked for.
    """
    officer = member.officer
    if member.dead is not None and today >= member.dead:
        officer = ""
    if member.later is not None and today >= member.later[0]:
        officer = member.later[1]
    clerk = officer or member.address
    found = [clerk] if clerk else []
    if member.principal and (principal or not clerk):
        found.append(member.principal)
    return found


def _gone(member: Member, first: date) -> bool:
    """Whether it is off the roster in the month."""
    return member.until is not None and member.until <= first


def _excused(member: Member, first: date) -> bool:
    """Whether the unit owes nothing in the month (A13)."""
    past = _months_after(first, 1)
    return (
        member.exempt is not None
        and member.exempt[0] < past
        and first < member.exempt[1]
    )


def _group(member: Member, today: date) -> str:
    """One group a quarter: that of its first day."""
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return (
        member.moves[1]
        if member.moves is not None and member.moves[0] <= quarter
        else member.group
    )


def _within(letters: list[Posted], first: date, past: date) -> int:
    """How many count in [first, past): by the day they arrived (A10)."""
    return sum(first <= letter.at.date() < past for letter in letters)


def _ended(today: date, months: tuple[int, ...]) -> date | None:
    """The first day after the latest period that has ended, if its first working day
    has come.
    """
    starts = [
        day for day in _ALL if day.day == 1 and day.month in months and day <= today
    ]
    come = [
        start for start in starts if min(day for day in WORKED if day >= start) <= today
    ]
    return max(come, default=None)


def _months_after(first: date, count: int) -> date:
    month = first.year * 12 + first.month - 1 + count
    return date(month // 12, month % 12 + 1, 1)
