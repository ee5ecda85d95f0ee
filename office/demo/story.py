"""What happens in the quarter of the story?

Every third day and on each reminder day letters arrive, the mailbox is read, units are
reminded and mail goes out; on some days people act. At the quarter's end it is scored
and the circular drafted, which then waits for a person (nothing goes out unapproved).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ledger import circulars, mailbox_entries, scores
from ledger.outbox import listing as outbox
from ledger.periods import (
    OFFICE_ZONE,
    Span,
    local_day,
    parse_period,
    working_days_before,
)
from ledger.scoresheet import ScoreSheet, from_json, points_text, share_text
from notify.workbook import workbook
from office.demo import acts
from office.demo.letters import letters_of_quarter, moment
from office.demo.mail_servers import ArrivingMail
from office.demo.rehearsal import Rehearsal
from office.service.duties import close_and_draft
from office.service.jobs import JobTurn, Stop
from office.use_cases.notice_facts.circulars import contents

QUARTER = parse_period("2026Q1")
START = moment(1, 1, 8)
END = datetime(2026, 4, 1, 9, 30, tzinfo=OFFICE_ZONE)
Say = Callable[[str], None]
_MONTHS = QUARTER.split(Span.MONTH)
_REPLY, _BOUNCE, _ASKED = date(2026, 1, 14), date(2026, 1, 21), date(2026, 3, 2)
_ANSWERED = date(2026, 3, 9)
_DECISION_DAYS = (date(2026, 2, 13), date(2026, 3, 28))
_NOON, _INDENT = 12, " " * 14
_EACH = 3
"""Days between two evenings; a letter is never old when it is first seen."""


@dataclass(frozen=True, slots=True)
class StoryEnd:
    """How the record stands when the story is over; `states` counts letters as `letters
    list` would.
    """

    states: dict[str, int]
    mail: dict[str, int]
    sheet: ScoreSheet


def play(stage: Rehearsal, say: Say) -> StoryEnd:
    """Play the quarter, saying what happens day by day."""
    bag = letters_of_quarter(stage.units)
    kinds = {letter.kind for letter in bag}
    say(
        f"样例名册 {len(stage.units)} 个单位；一季度将有 {len(bag)} 封来件，{len(kinds)} 种情形。"
    )
    waiting = [ArrivingMail(letter.raw, letter.at) for letter in bag]
    for now in _moments(stage.service.works):
        # Letters that answer ours: a reply that completes a record, a bounce, a
        # manuscript.
        at = now - timedelta(hours=1)
        made = []
        if _is_evening_of(_REPLY, now):
            made.append(acts.reply_to_receipt(stage, at))
        if _is_evening_of(_BOUNCE, now):
            made.append(acts.bounced_reminder(stage, at))
        if _is_evening_of(_ANSWERED, now):
            made.append(acts.answer_commission(stage, at))
        arrived = [ArrivingMail(raw, at) for raw in made if raw is not None]
        while waiting and waiting[0].at <= now:
            arrived.append(waiting.pop(0))
        before = len(stage.servers.delivered)
        counts = stage.tick(now, sorted(arrived, key=lambda letter: letter.at))
        sent = len(stage.servers.delivered) - before
        say(
            f"{now:%m月%d日 %H:%M}  收 {counts.seen:3d} 封：收录 {counts.recorded}（待核 {counts.held}）"
            f" 非报送 {counts.set_aside} 涉密 {counts.sealed} 过大 {counts.oversize}；发出 {sent}"
        )
        _people(stage, now, say)
    return _closing(stage, say)


def _moments(works: Callable[[date], bool]) -> Iterator[datetime]:
    """When the service is watched: each third day in the evening, and on reminder days
    in the morning.
    """
    reminder_days = set()
    for month in _MONTHS:
        for working_days_left in (8, 3, 0):
            reminder_days.add(working_days_before(month.last, working_days_left, works))
    day = QUARTER.first
    while day in QUARTER:
        if day in reminder_days:
            yield datetime.combine(day, time(9), OFFICE_ZONE)
        if (day - QUARTER.first).days % _EACH == _EACH - 1 or day == QUARTER.last:
            yield datetime.combine(day, time(17, 30), OFFICE_ZONE)
        day += timedelta(days=1)


def _is_evening_of(day: date, now: datetime) -> bool:
    """Whether this is the first evening watched on or after `day`."""
    return now.hour > _NOON and 0 <= (local_day(now) - day).days < _EACH


def _people(stage: Rehearsal, now: datetime, say: Say) -> None:
    """What people of the office do on some evenings."""
    if any(_is_evening_of(day, now) for day in _DECISION_DAYS):
        decided = acts.decide_what_waits(stage)
        say(f"{_INDENT}本办核定 {decided} 件（待核、更正、约稿）")
    if _is_evening_of(_ASKED, now):
        asked = acts.ask(stage, local_day(now))
        say(
            f"{_INDENT}发出约稿《{asked.title}》，{len(asked.unit_ids)} 个单位，{asked.due:%m月%d日}截止"
        )
    if any(
        _is_evening_of(month.last - timedelta(days=_EACH - 1), now) for month in _MONTHS
    ):
        entered = acts.enter_adoptions(stage, local_day(now))
        say(f"{_INDENT}录入采用和批示 {entered} 条")


def _closing(stage: Rehearsal, say: Say) -> StoryEnd:
    """The first working morning after the quarter: scored, and the circular drafted."""
    stage.tick(END, [])
    acts.decide_what_waits(stage)
    looked_through = acts.look_through_the_pile(stage)
    say(f"{_INDENT}可能是报送的来件看过 {looked_through} 封，都不是报送件")
    close_and_draft(stage.service, JobTurn(END, QUARTER.code, Stop()))
    say(f"{END:%m月%d日 %H:%M}  一季度已计分、存档，通报已起草")
    with stage.service.database.reading() as conn:
        sheet = from_json(scores.revisions(conn, QUARTER.code)[-1].sheet)
        for group in sheet.groups:
            first_three = []
            for unit in group.units[:3]:
                points, share = points_text(unit.total), share_text(unit.share)
                first_three.append(
                    f"{unit.rank}. {unit.unit} {points} 分（效能 {share}）"
                )
            say(f"{_INDENT}{group.group}：{'，'.join(first_three)}")
        drafted = circulars.latest(conn, QUARTER.code)
        if drafted is not None:
            size = len(workbook(contents(conn, drafted, stage.service.rulebook), sheet))
            say(
                f"{_INDENT}通报已起草（附件 .xlsx {size} 字节），等待本办审核；未经批准不会发出"
            )
        states = Counter(entry.state.value for entry in mailbox_entries.listed(conn))
        return StoryEnd(dict(states), outbox.counts_by_state(conn), sheet)
