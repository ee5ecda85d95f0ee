"""What has become of a unit's items: who used them, and how many points is that?

Points are the lines of the printed sheet where the quarter is published, else of the
sheet as it stands.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ledger import scores
from ledger.database import Connection
from ledger.entries.people import Unit, family_of
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import EVENT_TABLES
from ledger.outbox.prompting import News, corrections_in, news_in, serials_of
from ledger.periods import Period, Span, local_day, period_of, periods_between
from ledger.rulebook import NoEditionError
from ledger.scoresheet import Line, points_text, sum_of
from ledger.submissions import listing
from notify.chinese import period_name
from notify.facts import (
    Facts,
    FeedbackCorrectedFacts,
    FeedbackFacts,
    ItemCorrected,
    ItemEvent,
    ItemNews,
)
from office.use_cases.explaining import sources
from office.use_cases.notice_facts.parts import FactContext
from scoring.close import scored_from

LinesByQuarter = dict[str, tuple[Line, ...]]
"""Quarter → the unit's lines in it."""


class _Corrected(NamedTuple):
    """A unit's item of which something was told that is so no more, and what is
    instead, "" for nothing.
    """

    unit_id: int
    serial: str
    event_now: str


def feedback(context: FactContext) -> Facts | None:
    """采用反馈; moot once nothing it tells is true any more."""
    news = news_in(context.about["news"])
    serials = serials_of(context.conn, [one.event for one in news])
    items: dict[str, Submission] = {}
    events_by_item: dict[tuple[int, str], list[str]] = {}
    for one in news:
        item = living(context.conn, serials.get(one.event))
        if item is not None and one.unit_id in item.unit_ids:
            items[item.serial] = item
            events_by_item.setdefault((one.unit_id, item.serial), []).append(one.event)
    lines_by_unit: dict[int, LinesByQuarter] = {}
    told: list[ItemNews] = []
    for (unit_id, serial), events in events_by_item.items():
        unit, item = context.units[unit_id], items[serial]
        if unit_id not in lines_by_unit:
            lines_by_unit[unit_id] = _lines_of(context, unit, news)
        lines = lines_by_unit[unit_id]
        records = sources(context.conn, events)
        happened: list[ItemEvent] = []
        for event in events:
            if event in records:
                kind = event.partition(":")[0]
                happened.append(
                    ItemEvent(
                        kind, records[event].said, _worth(context.conn, event, lines)
                    )
                )
        told.append(
            ItemNews(
                serial=item.serial,
                title=item.title,
                unit=unit.name,
                authors=tuple(author.name for author in item.authors if author.name),
                happened=tuple(happened),
                in_all=_sum_of_item(item, events, lines),
                units=len(item.unit_ids),
            )
        )
    if not told:
        return None
    return FeedbackFacts(date.fromisoformat(context.about["day"]), tuple(told))


def feedback_corrected(context: FactContext) -> Facts | None:
    """What was told and the office has taken back since; moot once none of it is about
    a living item.
    """
    about = context.about
    conn = context.conn
    corrections = corrections_in(about)
    # A later correction may have followed: what is told is what stands by now.
    names_now: dict[str, str] = {}
    for name in {each.event_now for each in corrections}:
        kind, _, number = name.partition(":")
        event = EVENT_TABLES[kind].one(conn, int(number)) if number else None
        standing = (
            None if event is None else EVENT_TABLES[kind].standing_now(conn, event)
        )
        names_now[name] = "" if standing is None else f"{kind}:{standing.id}"
    records = sources(
        conn, [*(each.news.event for each in corrections), *names_now.values()]
    )
    taken_back: dict[_Corrected, list[str]] = {}
    items: dict[str, Submission] = {}
    for each in corrections:
        source = records.get(each.news.event)
        if source is None:
            continue
        item = living(conn, source.serial)
        if item is not None:
            items[item.serial] = item
            key = _Corrected(each.news.unit_id, item.serial, names_now[each.event_now])
            taken_back.setdefault(key, []).append(source.said)
    told: list[ItemCorrected] = []
    for (unit_id, serial, new), said in taken_back.items():
        unit, item = context.units[unit_id], items[serial]
        now = None
        if new in records and records[new].serial == serial:
            lines = _lines_of(context, unit, [News(new, unit_id)])
            now = ItemEvent(
                new.partition(":")[0], records[new].said, _worth(conn, new, lines)
            )
        told.append(ItemCorrected(serial, item.title, unit.name, tuple(said), now))
    if not told:
        return None
    quarters = tuple(map(period_name, about["quarters"].split()))
    return FeedbackCorrectedFacts(tuple(told), about["because"], quarters, about["way"])


def living(conn: Connection, serial: str | None) -> Submission | None:
    """The recorded item an event is about, or the one that took its place; None when
    there is none.
    """
    seen: set[str] = set()
    item = listing.one(conn, serial)
    # `seen`: should two items ever be said to take each other's place, the search still
    # ends.
    while (
        item is not None
        and item.state is SubmissionState.SUPERSEDED
        and item.serial not in seen
    ):
        seen.add(item.serial)
        item = listing.one(conn, item.superseded_by)
    if item is None or item.state is not SubmissionState.RECORDED or not item.title:
        return None
    return item


def _lines_of(context: FactContext, unit: Unit, news: Sequence[News]) -> LinesByQuarter:
    """The unit's lines of every quarter from the first event to today."""
    days: list[date] = []
    for one in news:
        days.extend(_days_of(context.conn, one.event))
    # An event that became known after its quarter was published counts in a later one.
    quarters = periods_between(min(days), local_day(context.now), Span.QUARTER)
    return {each.code: _lines_of_quarter(context, unit, each) for each in quarters}


def _lines_of_quarter(
    context: FactContext, unit: Unit, quarter: Period
) -> tuple[Line, ...]:
    """The unit's lines, or those of the unit that goes on for it where it has no row of
    its own any more.
    """
    family = family_of(context.units.values(), unit.id, quarter.past)
    sheet = scores.printed_sheet(context.conn, quarter.code)
    if sheet is None:
        facts = scores.outlined_facts_of_units(context.conn, quarter, family)
        try:
            sheet = scored_from(
                context.conn, context.rulebook, quarter, facts, context.now
            )
        except NoEditionError:
            return ()
    score = sheet.of(unit.id) or sheet.of(family[0].id)
    return () if score is None else score.lines


def _days_of(conn: Connection, event: str) -> list[date]:
    """The day of an event such as adoption:12; none when it is gone."""
    kind, _, number = event.partition(":")
    return [one.on for one in EVENT_TABLES[kind].numbered(conn, [int(number)])]


def _worth(conn: Connection, event: str, lines: LinesByQuarter) -> str:
    """What the event earns by itself, in Chinese, and in which quarter where that is
    not its own.
    """
    idle: list[Line] = []
    for code, lines_of_quarter in lines.items():
        its = [line for line in lines_of_quarter if event in line.evidence]
        if any(line.points > 0 for line in its):
            points = points_text(sum_of(line.points for line in its))
            quarters = {
                period_of(day, Span.QUARTER).code for day in _days_of(conn, event)
            }
            late = "" if code in quarters else f"，计入{period_name(code)}"
            return f"计{points}分{late}"
        idle += its
    if idle:
        return f"不另计分，因{idle[0].because.rpartition('；')[2]}"
    return "上报本身不另计分" if event.startswith("forwarding:") else "计分待通报时确定"


def _sum_of_item(item: Submission, events: Sequence[str], lines: LinesByQuarter) -> str:
    """What the item has come to in the quarters these events count in, where that says
    more than they do.
    """
    told: list[str] = []
    for code, lines_of_quarter in lines.items():
        mine = [
            line
            for line in lines_of_quarter
            if line.points and line.concerns(item.serial)
        ]
        gained = any(
            line.points > 0 and not set(events).isdisjoint(line.evidence)
            for line in mine
        )
        if not gained or len(mine) == 1:
            continue
        told.append(
            f"{period_name(code)}合计{points_text(sum_of(line.points for line in mine))}分"
        )
        # A negative line of an event takes back what it had earned before a higher one
        # came (C11).
        lost = [line for line in mine if line.points < 0]
        displaced = -sum_of(line.points for line in lost if line.events(*EVENT_TABLES))
        if displaced:
            told.append(f"已减去此前计过的{points_text(displaced)}分（只记最高分）")
    return "，".join(told)
