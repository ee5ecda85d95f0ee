"""Which items that wait for their unit has a lesson made clear?

They are judged again from their kept originals, between transactions, for reading is slow; only the unit and
what follows from it changes, and the sender gets the second receipt. What a person decided of an item, what
is recorded, and what now reads as sealed or cannot be read stays as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.intake import knowing
from ingest.intake.again import Person
from ingest.intake.arrival import IntakeContext
from ingest.letter.subject import parse_subject
from ingest.names.naming import find
from ingest.names.unit_names import UnitNames, unit_names_of
from ingest.screening import robots
from ingest.screening.returned import read_returned
from ingest.triage.judge import as_report, judge
from ingest.triage.known import Automatic, Known
from ingest.triage.verdict import Aside, Flag, HeldBecause, NewItem
from ledger import journal, mailbox_entries, originals, roster
from ledger.database import Connection
from ledger.entries.letters import Letter, MailboxEntry, SetAside
from ledger.entries.submissions import Submission, SubmissionState
from ledger.journal import JournalEntry
from ledger.submissions import changing, listing
from office.use_cases.decisions.deciding import DecisionContext, Done
from office.use_cases.decisions.telling import tell

_WAITING = frozenset({HeldBecause.UNIT_UNCLEAR, HeldBecause.UNIT_UNKNOWN})
_OF_THE_UNIT = frozenset(
    {Flag.ADDRESS_UNREGISTERED, Flag.INCOMPLETE_SUBJECT, Flag.ON_BEHALF, Flag.UNIT_INFERRED}
)
"""Flags that follow from which unit it is."""
_AT_ONCE = 20
"""Originals in memory at a time."""
_NAMED = 5
"""Decisions named in the journal as the teachers of an item."""


class _Waiting(NamedTuple):
    """An item whose unit is sought, and the letter it came with."""

    item: Submission
    letter: MailboxEntry


class _Cleared(NamedTuple):
    """An item and what its letter is judged to be now."""

    item: Submission
    verdict: NewItem


def judge_after(
    intake: IntakeContext, decisions: Sequence[Done], context: DecisionContext
) -> tuple[str, ...]:
    """Records what the lessons of these decisions, by now committed, have made clear; the serials."""
    taught = [done.submission.serial for done in decisions if done.learnt]
    if not taught:
        return ()
    because = f"因核定 {'、'.join(taught[:_NAMED])}{' 等件' if len(taught) > _NAMED else ''}，单位已可认定"
    return judge_again(intake, Person(context.who, context.now, because))


def judge_again(intake: IntakeContext, person: Person) -> tuple[str, ...]:
    """Records the held items whose unit the roster now knows; their serials, in the order they came.

    `person.because` names the decision that taught it.
    """
    with intake.database.reading() as conn:
        waiting = _waiting(conn)
    recorded: list[str] = []
    for start in range(0, len(waiting), _AT_ONCE):
        cleared = _judged(intake, waiting[start : start + _AT_ONCE], person)
        with intake.database.writing() as conn:
            recorded += [each.item.serial for each in cleared if _recorded(conn, intake, each, person)]
    return tuple(recorded)


def _waiting(conn: Connection) -> list[_Waiting]:
    """The items that may be clear now, as far as subject and sender tell: few, so few originals are read."""
    held = listing.listed(conn, listing.SubmissionFilter(state=SubmissionState.HELD))
    asked = [item for item in held if item.held_because in _WAITING and item.unit_id is None]
    letters = {
        letter.id: letter for letter in mailbox_entries.several(conn, [i.letter for i in asked if i.letter])
    }
    names = unit_names_of(roster.all_units(conn))
    found = [
        _Waiting(item, letters[item.letter])
        for item in asked
        if item.letter in letters and _may_be_clear(letters[item.letter], names)
    ]
    return sorted((each for each in found if not _decided(conn, each.item)), key=lambda e: e.item.arrived_at)


def _may_be_clear(letter: MailboxEntry, names: UnitNames) -> bool:
    naming = find(parse_subject(letter.subject).body, names)
    owners = {
        unit.id for unit in names.units if letter.from_address and unit.owns_address(letter.from_address)
    }
    unclear = {named.unit_id for named in naming.unclear}
    return bool(naming.named) or len(owners) == 1 or len(owners & unclear) == 1


def _decided(conn: Connection, item: Submission) -> bool:
    """Whether a person had a say in its units already."""
    return bool(_changed(conn, item) & {"unit_id", "co_unit_ids"})


def _changed(conn: Connection, item: Submission) -> set[str]:
    """The fields that were altered since the item came."""
    return {name for entry in journal.about(conn, changing.subject_of(item.serial)) for name in entry.details}


def _judged(intake: IntakeContext, waiting: Sequence[_Waiting], person: Person) -> list[_Cleared]:
    with intake.database.reading() as conn:
        raws = [originals.raw_of(conn, each.letter.sha256 or "") for each in waiting]
    kept = [(each, raw) for each, raw in zip(waiting, raws, strict=True) if raw is not None]
    read = intake.read([(raw, each.letter.arrived_at) for each, raw in kept])
    pairs = [
        (each.item, letter)
        for (each, _), letter in zip(kept, read, strict=True)
        if isinstance(letter, Letter)
    ]
    with intake.database.reading() as conn:
        known = knowing.gather(conn, intake, [letter for _, letter in pairs], person.now)
    return list(_clear_ones(intake, pairs, known))


def _clear_ones(
    intake: IntakeContext, pairs: Sequence[tuple[Submission, Letter]], known: Known
) -> Iterator[_Cleared]:
    """One after the other, so that the second of two identical letters is not recorded too (F7)."""
    for item, letter in pairs:
        verdict = _verdict(letter, known, intake)
        if verdict is not None and verdict.state is SubmissionState.RECORDED:
            known = known.with_item(item.serial, verdict, letter.arrived_at)
            yield _Cleared(item, verdict)


def _verdict(letter: Letter, known: Known, intake: IntakeContext) -> NewItem | None:
    may = robots.answerable(letter, intake.own_addresses)
    verdict = judge(letter, known, Automatic(robots.verdict(letter), read_returned(letter), may))
    if isinstance(verdict, Aside) and verdict.reason is SetAside.CORRESPONDENCE:
        return as_report(letter, known)  # an item it is already: a person said so
    return verdict if isinstance(verdict, NewItem) else None


def _recorded(conn: Connection, intake: IntakeContext, cleared: _Cleared, person: Person) -> bool:
    """Whether it was written: not where somebody changed the item meanwhile."""
    item, verdict = cleared
    if listing.one(conn, item.serial) != item:
        return False
    after = _after(item, verdict, titled="title" in _changed(conn, item))
    entry = JournalEntry(person.now, person.who, "judged again", "", person.because)
    changing.change(conn, item, after, entry)
    tell(conn, item, after, person.now, intake.limits)
    return True


def _after(item: Submission, verdict: NewItem, *, titled: bool) -> Submission:
    """The item with its unit, and its title without the unit's name unless it was mended (`titled`)."""
    told = (set(item.flags) - _OF_THE_UNIT) | (set(verdict.flags) & _OF_THE_UNIT)
    after = replace(
        item,
        state=SubmissionState.RECORDED,
        unit_id=verdict.unit_id,
        co_unit_ids=verdict.co_unit_ids,
        flags=tuple(flag.value for flag in Flag if flag in told),
        evidence=(*verdict.evidence[:1], *item.evidence[1:]),
        held_because="",
        candidates=(),
    )
    return after if titled else replace(after, title=verdict.title, fingerprint=verdict.fingerprint)
