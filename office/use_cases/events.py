"""How does a person put one adoption, 批示 or 上报 on record?

One event of one item, journalled; files of many are `office.use_cases.imports`' affair. A publication is
written down under the name the rule has for it; one the rule does not name is kept as written and earns
nothing until it is mapped (C7), which whoever enters it is told. Shell and console refuse in the same
Chinese.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from ledger import journal, scores
from ledger.database import Connection
from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.entries.submissions import SubmissionState
from ledger.events import adoptions, forwardings, instructions
from ledger.faults import ToldError
from ledger.journal import JournalEntry
from ledger.periods import Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from ledger.submissions.changing import subject_of


class EventType(StrEnum):
    """What may happen to an item; the value is how the journal and the evidence of lines name it."""

    ADOPTION = "adoption"
    INSTRUCTION = "instruction"
    FORWARDING = "forwarding"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One event as a person says it.

    `what` is the publication, the leader or where the item was sent; `how` the form of an adoption or the
    leader's level.
    """

    kind: EventType
    serial: str
    on: date
    what: str
    how: str = ""
    issue: str = ""
    note: str = ""


class EnteredEvent(NamedTuple):
    """What came of it: `fresh` False where it was on record already; `doubts` what to mind, in Chinese."""

    fresh: bool
    doubts: tuple[str, ...]


class EventError(ToldError):
    """The event cannot be entered; nothing was changed."""

    def __init__(self, serial: str, what: str) -> None:
        super().__init__(f"{serial}：{what}")


def enter(conn: Connection, rulebook: Rulebook, given: NewEvent, entry: JournalEntry) -> EnteredEvent:
    """Puts the event on record; `entry` says who enters it and when. HappeningError when it is no event."""
    _check(conn, rulebook, given, local_day(entry.at))
    event, doubts = _MAKERS[given.kind](rulebook, given, entry)
    fresh = _SAVERS[given.kind](conn, [event]) == 1
    if fresh:
        said = " ".join(word for word in (given.what.strip(), given.how, given.on.isoformat()) if word)
        told = entry._replace(
            did=f"enter: {given.kind}", subject=subject_of(given.serial), details={given.kind.value: said}
        )
        journal.write(conn, told)
    quarter = period_of(given.on, Span.QUARTER).code
    if quarter in scores.published_revisions(conn) and given.kind is not EventType.FORWARDING:
        doubts = (*doubts, "这一天所在的季度已经通报，这一笔计入其后最早还没通报的季度")
    return EnteredEvent(fresh, doubts)


def forms_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The forms of adoption that any edition names."""
    return tuple(dict.fromkeys(form.name for edition in rulebook.editions for form in edition.forms))


def levels_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The levels of leaders that any edition names."""
    return tuple(dict.fromkeys(level for each in rulebook.editions for level in each.instruction.levels))


def _check(conn: Connection, rulebook: Rulebook, given: NewEvent, today: date) -> None:
    item = listing.one(conn, given.serial)
    if item is None:
        raise EventError(given.serial, "没有这个编号的报送件，可用 `submissions list` 查看")
    if item.state is SubmissionState.SUPERSEDED:
        raise EventError(given.serial, f"已被 {item.superseded_by} 替代，请记在那一件上")
    if not given.what.strip():
        raise EventError(given.serial, f"请写明{_ASKED[given.kind]}")
    if given.on > today:
        raise EventError(given.serial, f"{given.on}还没有到")
    if given.kind is EventType.ADOPTION and given.how and given.how not in forms_of(rulebook):
        known = "、".join(forms_of(rulebook))
        raise EventError(given.serial, f"办法里没有“{given.how}”这种采用形式，可选：{known}")


def _adoption(rulebook: Rulebook, given: NewEvent, entry: JournalEntry) -> tuple[Adoption, tuple[str, ...]]:
    written = given.what.strip()
    outlet = rulebook.publication(written)
    name, form = (written if outlet is None else outlet.name), given.how or next(iter(forms_of(rulebook)), "")
    doubts = () if outlet else (f"办法里没有“{written}”，照写记下，暂不计分",)
    return Adoption(0, given.serial, name, form, given.on, entry.at, given.issue.strip(), given.note), doubts


def _instruction(
    rulebook: Rulebook, given: NewEvent, entry: JournalEntry
) -> tuple[Instruction, tuple[str, ...]]:
    known = given.how in levels_of(rulebook)
    doubts = () if known else (f"办法里没有“{given.how or '（未写）'}”这一级，按办法对未列明领导的规定计分",)
    leader = given.what.strip()
    return Instruction(0, given.serial, leader, given.how, given.on, entry.at, given.note), doubts


def _forwarding(
    _rulebook: Rulebook, given: NewEvent, entry: JournalEntry
) -> tuple[Forwarding, tuple[str, ...]]:
    return Forwarding(0, given.serial, given.what.strip(), given.on, entry.at, given.note), ()


_ASKED: Mapping[EventType, str] = {
    EventType.ADOPTION: "采用的刊物",
    EventType.INSTRUCTION: "批示的领导",
    EventType.FORWARDING: "上报到哪里",
}
_MAKERS: Mapping[EventType, Callable[[Rulebook, NewEvent, JournalEntry], tuple[Any, tuple[str, ...]]]] = {
    EventType.ADOPTION: _adoption,
    EventType.INSTRUCTION: _instruction,
    EventType.FORWARDING: _forwarding,
}
_SAVERS: Mapping[EventType, Callable[[Connection, Sequence[Any]], int]] = {
    EventType.ADOPTION: adoptions.add,
    EventType.INSTRUCTION: instructions.add,
    EventType.FORWARDING: forwardings.add,
}
