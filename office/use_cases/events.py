"""How does a person put one adoption, 批示 or 上报 on record?

One event of one item, journalled; files of many are `office.use_cases.imports`' affair.
Publication, form and level are written down under the names the rule has for them; what
it does not name is refused unless it shall be kept without points (C5, C7). Shell and
console refuse in the same Chinese.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, assert_never

from ledger import journal, scores, switches
from ledger.database import Connection
from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.entries.submissions import SubmissionState, subject_of
from ledger.events import EVENT_TABLES
from ledger.faults import ToldError
from ledger.journal import JournalEntry
from ledger.periods import Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.submissions import listing
from office.use_cases.closed_lists import (
    RuledEvent,
    adoption_under_rule,
    edition_for,
    forwarding_under_rule,
    instruction_under_rule,
    printed_quarters,
)


class EventType(StrEnum):
    """What may happen to an item; the value is how the journal and the evidence of
    lines name it.
    """

    ADOPTION = "adoption"
    INSTRUCTION = "instruction"
    FORWARDING = "forwarding"


_ASKED: Mapping[EventType, str] = {
    EventType.ADOPTION: "采用的刊物",
    EventType.INSTRUCTION: "批示的领导",
    EventType.FORWARDING: "上报到哪里",
}
_SAID: Mapping[EventType, tuple[str, ...]] = {
    EventType.ADOPTION: ("publication", "form"),
    EventType.INSTRUCTION: ("leader", "level"),
    EventType.FORWARDING: ("target",),
}
"""What the journal says of each, as it was put on record: by the rule's names, not as
somebody typed them.
"""
_NEEDLESS = "办法里列了，按办法计分；不必选“不计分”，去掉再记"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One event as a person says it.

    `what` is the publication, the leader or where the item was sent; `how` the form of
    an adoption or the leader's level. `unscored`: the rule does not name it, and it
    shall be kept without points.
    """

    kind: EventType
    serial: str
    on: date
    what: str
    how: str = ""
    issue: str = ""
    note: str = ""
    unscored: bool = False


class EnteredEvent(NamedTuple):
    """What came of it: `is_new` False where it was on record already; `doubts` what to
    mind, in Chinese.
    """

    is_new: bool
    doubts: tuple[str, ...]


class EventError(ToldError):
    """The event cannot be entered; nothing was changed."""

    def __init__(self, serial: str, what: str) -> None:
        super().__init__(f"{serial}：{what}")

    def at_shell(self) -> str:
        """A command has an option for what a page lets one tick."""
        return str(self).replace("选“不计分”", "加 --unscored（不计分）")


class CheckedEvent(NamedTuple):
    """An event as it may be put on record, and what to mind, in Chinese."""

    event: Adoption | Instruction | Forwarding
    doubts: tuple[str, ...]


def enter(
    conn: Connection, rulebook: Rulebook, new: NewEvent, entry: JournalEntry
) -> EnteredEvent:
    """Puts the event on record; `entry` says who enters it and when. EventError when it
    is no event.
    """
    event, doubts = checked(conn, rulebook, new, entry)
    if new.unscored and not event.unscored:
        raise EventError(new.serial, _NEEDLESS)
    is_new = EVENT_TABLES[new.kind].enter(conn, event) is not None
    if is_new:
        said = [str(getattr(event, name)) for name in _SAID[new.kind]]
        said += ["不计分" if event.unscored else "", new.on.isoformat()]
        words = " ".join(filter(None, said))
        subject, details = subject_of(new.serial), {new.kind.value: words}
        journal.write(
            conn,
            entry._replace(did=f"enter: {new.kind}", subject=subject, details=details),
        )
    quarter = period_of(new.on, Span.QUARTER).code
    if new.kind is not EventType.FORWARDING and quarter in scores.published_revisions(
        conn
    ):
        doubts += ("这一天所在的季度已经通报，这一笔计入其后最早还没通报的季度",)
    return EnteredEvent(is_new, doubts)


def checked(
    conn: Connection, rulebook: Rulebook, new: NewEvent, entry: JournalEntry
) -> CheckedEvent:
    """The event that a person means, under the rule's names; EventError when it is no
    event.

    What the rule names in full is never `unscored`.
    """
    serial, what = new.serial, new.what.strip()
    item = listing.one(conn, serial)
    if item is None:
        raise EventError(serial, "没有这个编号的报送件，可用 `submissions list` 查看")
    if item.state is SubmissionState.SUPERSEDED:
        raise EventError(serial, f"已被 {item.superseded_by} 替代，请记在那一件上")
    if not what:
        raise EventError(serial, f"请写明{_ASKED[new.kind]}")
    if new.on > local_day(entry.at):
        raise EventError(serial, f"{new.on}还没有到")

    edition = edition_for(rulebook, new.on, entry.at, printed_quarters(conn))
    how, note, unscored = new.how.strip(), new.note, new.unscored
    ruled: RuledEvent[Adoption] | RuledEvent[Instruction] | RuledEvent[Forwarding]
    match new.kind:
        case EventType.ADOPTION:
            issue = new.issue.strip()
            adoption = Adoption(
                0, serial, what, how, new.on, entry.at, issue, note, unscored=unscored
            )
            ruled = adoption_under_rule(edition, adoption)
        case EventType.INSTRUCTION:
            instruction = Instruction(
                0, serial, what, how, new.on, entry.at, note, unscored=unscored
            )
            ruled = instruction_under_rule(edition, instruction)
        case EventType.FORWARDING:
            forwarding = Forwarding(
                0, serial, what, new.on, entry.at, note, unscored=unscored
            )
            ruled = forwarding_under_rule(edition, forwarding)
        case _ as never:
            assert_never(never)
    if ruled.refused:
        raise EventError(
            serial, "；".join(word.wrong().chinese for word in ruled.refused)
        )
    doubts: tuple[str, ...] = ()
    if ruled.event.unscored:
        doubts = ("只作记录，不计分；以后要计分，在“不计分的记录”里改成办法里的名称",)
    beginning = switches.beginning(conn)
    if beginning is not None and item.day < beginning.on:
        doubts += (f"这一件是考核前的（{beginning.said}），照记，不计分",)
    return CheckedEvent(ruled.event, doubts)


def named_publication(
    conn: Connection,
    rulebook: Rulebook,
    written: str,
    on: date,
    now: datetime,
    *,
    unscored: bool = False,
) -> str:
    """The publication of an issue, or of a contents list, of that day by the name the
    rule has for it.

    EventError where it has none, unless its adoptions shall be kept without points.
    """
    said = Adoption(0, "", written.strip(), "", on, now, unscored=unscored)
    ruled = adoption_under_rule(
        edition_for(rulebook, on, now, printed_quarters(conn)), said
    )
    if ruled.refused:
        raise EventError(
            "刊物", "；".join(word.wrong().chinese for word in ruled.refused)
        )
    if unscored and not ruled.event.unscored:
        raise EventError("刊物", _NEEDLESS)
    return ruled.event.publication


def as_adopted(conn: Connection, rulebook: Rulebook, said: Adoption) -> Adoption:
    """An adoption of an issue or a contents list, without points where the rule does
    not name it.

    That this publication has none was chosen when the issue was begun, or the list
    handed in.
    """
    edition = edition_for(rulebook, said.on, said.entered_at, printed_quarters(conn))
    return adoption_under_rule(edition, said._replace(unscored=True)).event


def forms_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The forms of adoption that any edition names, the usual one first."""
    forms: list[str] = []
    for edition in rulebook.editions:
        forms += [form.name for form in edition.forms]
    return tuple(dict.fromkeys(forms))


def levels_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The levels of leaders that any edition names."""
    levels: list[str] = []
    for edition in rulebook.editions:
        levels += edition.instruction.choices
    return tuple(dict.fromkeys(levels))


def publications_of(rulebook: Rulebook) -> tuple[str, ...]:
    """What the rule calls the publications, those of the newest edition first."""
    names: list[str] = []
    for edition in reversed(rulebook.editions):
        names += [outlet.name for outlet in edition.outlets]
    return tuple(dict.fromkeys(names))


def targets_of(rulebook: Rulebook) -> tuple[str, ...]:
    """Where an item may be sent up to, if any edition gives points for that."""
    names: list[str] = []
    for edition in reversed(rulebook.editions):
        names += [target.name for target in edition.forwardings]
    return tuple(dict.fromkeys(names))
