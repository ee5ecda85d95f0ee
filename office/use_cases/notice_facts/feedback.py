"""What has become of a unit's items: who used them, and how many points is that?

Points are the lines of the printed sheet where the quarter is published, else of the sheet as it stands.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from ledger import scores
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import EVENT_TABLES
from ledger.outbox.feedback import News, news_in, serials_of
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import NoEditionError
from ledger.scoresheet import Line, from_json, points_text, sum_of
from ledger.submissions import listing
from notify import facts as say
from notify.chinese import period_name
from office.use_cases.explaining import sources
from office.use_cases.notice_facts.parts import FactContext
from scoring.close import scored_from

Scored = dict[str, tuple[Line, ...]]
"""Quarter → the unit's lines in it."""


def feedback(found: FactContext) -> say.Facts | None:
    """采用反馈; moot once nothing it tells is true any more."""
    news = news_in(found.about["news"])
    serials = serials_of(found.conn, (one.event for one in news))
    by_item: dict[tuple[int, str], list[str]] = {}
    items: dict[str, Submission] = {}
    for one in news:
        item = living(found.conn, serials.get(one.event, ""))
        if item is not None and one.unit_id in item.unit_ids:
            items[item.serial] = item
            by_item.setdefault((one.unit_id, item.serial), []).append(one.event)
    lines = {unit_id: _lines(found, found.units[unit_id], news) for unit_id, _ in by_item}
    told = tuple(
        _item(found, items[serial], found.units[unit_id], events, lines[unit_id])
        for (unit_id, serial), events in by_item.items()
    )
    return say.FeedbackFacts(date.fromisoformat(found.about["day"]), told) if told else None


def living(conn: Connection, serial: str) -> Submission | None:
    """The recorded item an event is about, or the one that took its place; None when there is none."""
    seen: set[str] = set()
    item = listing.one(conn, serial)
    while item is not None and item.state is SubmissionState.SUPERSEDED and item.serial not in seen:
        seen.add(item.serial)
        item = listing.one(conn, item.superseded_by or "")
    return item if item is not None and item.state is SubmissionState.RECORDED and item.title else None


def _lines(found: FactContext, unit: Unit, news: Sequence[News]) -> Scored:
    """The unit's lines of every quarter from the first event to today."""
    days = [day for one in news for day in _day_of(found.conn, one.event)]
    quarter, last = period_of(min(days), Span.QUARTER), period_of(local_day(found.now), Span.QUARTER)
    lines: Scored = {}
    while quarter <= last:
        lines[quarter.code] = _of_quarter(found, unit, quarter)
        quarter = quarter.next()
    return lines


def _day_of(conn: Connection, event: str) -> Iterator[date]:
    kind, _, number = event.partition(":")
    yield from (one.on for one in EVENT_TABLES[kind].numbered(conn, [int(number)]))


def _of_quarter(found: FactContext, unit: Unit, quarter: Period) -> tuple[Line, ...]:
    revision = scores.revision_with(found.conn, scores.published_revisions(found.conn).get(quarter.code, 0))
    if revision is not None:
        sheet = from_json(revision.sheet)
    else:
        facts = scores.outlined_facts_of_units(found.conn, quarter, (unit,))
        try:
            sheet = scored_from(found.conn, found.rulebook, quarter, facts, found.now)
        except NoEditionError:
            return ()
    score = sheet.of(unit.id)
    return () if score is None else score.lines


def _item(
    found: FactContext, item: Submission, unit: Unit, events: Sequence[str], lines: Scored
) -> say.ItemNews:
    said = sources(found.conn, events)
    happened = tuple(
        say.ItemEvent(event.partition(":")[0], said[event].said, _worth(found.conn, event, lines))
        for event in events
        if event in said
    )
    authors = tuple(author.name for author in item.authors if author.name)
    return say.ItemNews(
        item.serial,
        item.title,
        unit.name,
        authors,
        happened,
        _in_all(item, events, lines),
        len(item.unit_ids),
    )


def _worth(conn: Connection, event: str, lines: Scored) -> str:
    """What the event earns by itself, in Chinese, and in which quarter where that is not its own."""
    its = [(code, line) for code, each in lines.items() for line in each if event in line.evidence]
    gains = [(code, line) for code, line in its if line.points > 0]
    if gains:
        code, points = gains[0][0], sum_of(line.points for at, line in its if at == gains[0][0])
        own = {period_of(day, Span.QUARTER).code for day in _day_of(conn, event)}
        late = "" if code in own else f"，计入{period_name(code)}"
        return f"计{points_text(points)}分{late}"
    if its:
        return f"不另计分，因{its[0][1].because.rpartition('；')[2]}"
    return "上报本身不另计分" if event.startswith("forwarding:") else "计分待通报时确定"


def _in_all(item: Submission, events: Sequence[str], lines: Scored) -> str:
    """What the item has come to in the quarters these events count in, where that says more than they do."""
    told: list[str] = []
    for code, each in lines.items():
        mine = [line for line in each if line.concerns(item.serial)]
        gained = [line for line in mine if line.points > 0 and set(events) & set(line.evidence)]
        if gained and len([line for line in mine if line.points]) > 1:
            told.append(f"{period_name(code)}合计{points_text(sum_of(line.points for line in mine))}分")
            if before := -sum_of(line.points for line in mine if _is_displaced(line)):
                told.append(f"已减去此前计过的{points_text(before)}分（只记最高分）")
    return "，".join(told)


def _is_displaced(line: Line) -> bool:
    """Whether the line takes back what an event had earned before a higher one came (C11)."""
    return line.points < 0 and any(name.partition(":")[0] in EVENT_TABLES for name in line.evidence)
