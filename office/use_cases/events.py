"""How does a person put one adoption, 批示 or 上报 on record?

One event of one item, journalled; files of many are `office.use_cases.imports`' affair. A publication is
written down under the name the rule has for it; one the rule does not name is kept as written and earns
nothing until it is mapped (C7), which whoever enters it is told. Shell and console refuse in the same
Chinese.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, assert_never

from ledger import journal, scores
from ledger.database import Connection
from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.entries.submissions import SubmissionState
from ledger.events import EVENT_TABLES
from ledger.faults import ToldError
from ledger.journal import JournalEntry
from ledger.periods import Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from ledger.submissions.recording import subject_of


class EventType(StrEnum):
    """What may happen to an item; the value is how the journal and the evidence of lines name it."""

    ADOPTION = "adoption"
    INSTRUCTION = "instruction"
    FORWARDING = "forwarding"


_ASKED: Mapping[EventType, str] = {
    EventType.ADOPTION: "采用的刊物",
    EventType.INSTRUCTION: "批示的领导",
    EventType.FORWARDING: "上报到哪里",
}


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
    """What came of it: `is_new` False where it was on record already; `doubts` what to mind, in Chinese."""

    is_new: bool
    doubts: tuple[str, ...]


class EventError(ToldError):
    """The event cannot be entered; nothing was changed."""

    def __init__(self, serial: str, what: str) -> None:
        super().__init__(f"{serial}：{what}")


class CheckedEvent(NamedTuple):
    """An event as it may be put on record, and what to mind, in Chinese."""

    event: Adoption | Instruction | Forwarding
    doubts: tuple[str, ...]


def enter(conn: Connection, rulebook: Rulebook, new: NewEvent, entry: JournalEntry) -> EnteredEvent:
    """Puts the event on record; `entry` says who enters it and when. EventError when it is no event."""
    event, doubts = checked(conn, rulebook, new, entry)
    is_new = EVENT_TABLES[new.kind].enter(conn, event) is not None
    if is_new:
        words = " ".join(word for word in (new.what.strip(), new.how, new.on.isoformat()) if word)
        subject, details = subject_of(new.serial), {new.kind.value: words}
        journal.write(conn, entry._replace(did=f"enter: {new.kind}", subject=subject, details=details))
    quarter = period_of(new.on, Span.QUARTER).code
    if new.kind is not EventType.FORWARDING and quarter in scores.published_revisions(conn):
        doubts += ("这一天所在的季度已经通报，这一笔计入其后最早还没通报的季度",)
    return EnteredEvent(is_new, doubts)


def checked(conn: Connection, rulebook: Rulebook, new: NewEvent, entry: JournalEntry) -> CheckedEvent:
    """The event that a person means, under the rule's names; EventError when it is no event."""
    serial, what, forms = new.serial, new.what.strip(), forms_of(rulebook)
    item = listing.one(conn, serial)
    if item is None:
        raise EventError(serial, "没有这个编号的报送件，可用 `submissions list` 查看")
    if item.state is SubmissionState.SUPERSEDED:
        raise EventError(serial, f"已被 {item.superseded_by} 替代，请记在那一件上")
    if not what:
        raise EventError(serial, f"请写明{_ASKED[new.kind]}")
    if new.on > local_day(entry.at):
        raise EventError(serial, f"{new.on}还没有到")

    doubts: list[str] = []
    event: Adoption | Instruction | Forwarding
    match new.kind:
        case EventType.ADOPTION:
            if new.how and new.how not in forms:
                raise EventError(serial, f"办法里没有“{new.how}”这种采用形式，可选：{'、'.join(forms)}")
            outlet = rulebook.publication(what)
            if outlet is None:
                doubts.append(f"办法里没有“{what}”，照写记下，暂不计分")
            event = Adoption(
                id=0,
                serial=serial,
                publication=what if outlet is None else outlet.name,
                form=new.how or usual_form(rulebook),
                on=new.on,
                entered_at=entry.at,
                issue=new.issue.strip(),
                note=new.note,
            )
        case EventType.INSTRUCTION:
            if new.how not in levels_of(rulebook):
                doubts.append(f"办法里没有“{new.how or '（未写）'}”这一级，按办法对未列明领导的规定计分")
            event = Instruction(0, serial, what, new.how, new.on, entry.at, new.note)
        case EventType.FORWARDING:
            event = Forwarding(0, serial, what, new.on, entry.at, new.note)
        case _ as never:
            assert_never(never)
    return CheckedEvent(event, tuple(doubts))


def publication_name(rulebook: Rulebook, written: str) -> str:
    """A publication by the name the rule has for it; by what was written where the rule does not know it."""
    outlet = rulebook.publication(written)
    return written if outlet is None else outlet.name


def forms_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The forms of adoption that any edition names, the usual one first."""
    forms: list[str] = []
    for edition in rulebook.editions:
        forms += [form.name for form in edition.forms]
    return tuple(dict.fromkeys(forms))


def usual_form(rulebook: Rulebook) -> str:
    """The form of an adoption of which none was said; "" where the rule names none."""
    forms = forms_of(rulebook)
    return forms[0] if forms else ""


def levels_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The levels of leaders that any edition names."""
    levels: list[str] = []
    for edition in rulebook.editions:
        levels += edition.instruction.levels
    return tuple(dict.fromkeys(levels))
