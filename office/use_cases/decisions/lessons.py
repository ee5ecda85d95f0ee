"""What does a decision teach the roster, and which held items does that make clear?

The sender's address speaks for the unit from now on, and the unknown name at the
subject's head means it (F3), each kept with who taught it, when and from which item.
Held items whose unit is sought are then judged again from their kept originals, between
transactions, for reading is slow. Only the unit and what follows from it changes, and
the sender gets the second receipt. What a person decided of an item, what is recorded,
and what now reads as sealed or cannot be read stays as it is.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.intake import judging
from ingest.intake.again import RejudgeRequest
from ingest.intake.arrival import IntakeContext
from ingest.letter.subject import parse_subject
from ingest.names.naming import find_units
from ingest.names.unit_names import unit_names_of
from ingest.screening import robots
from ingest.screening.returned import returned_by
from ingest.screening.trust import SenderTrust
from ingest.triage.facts import ScreeningResult
from ingest.triage.judge import judge, judge_as_report
from ingest.triage.unknown_name import learnable_name
from ingest.triage.verdict import Aside, Flag, HeldBecause, NewItem
from ledger import journal, mailbox_entries, originals, roster
from ledger.database import Connection
from ledger.entries.letters import Letter, MailboxEntry, SetAside
from ledger.entries.submissions import Submission, SubmissionState, subject_of
from ledger.journal import JournalEntry
from ledger.roster import LearntKind, LearntName
from ledger.submissions import listing, recording
from office.use_cases.decisions.decision import DecisionContext, DecisionResult
from office.use_cases.decisions.telling import tell

_UNIT_IS_SOUGHT = frozenset({HeldBecause.UNIT_UNCLEAR, HeldBecause.UNIT_UNKNOWN})
_NAME_IS_SOUGHT = HeldBecause.NAME_UNKNOWN
"""Such an item stands under its sender's unit meanwhile."""
_FLAGS_OF_THE_UNIT = frozenset(
    {
        Flag.ADDRESS_UNREGISTERED,
        Flag.INCOMPLETE_SUBJECT,
        Flag.ON_BEHALF,
        Flag.UNIT_INFERRED,
    }
)
"""Flags that follow from which unit it is."""
_AT_ONCE = 20
"""Originals in memory at a time."""
_NAMED = 5
"""Decisions named in the journal as the teachers of an item."""


class WaitingItem(NamedTuple):
    """An item that waits for the office, and the letter it came with."""

    item: Submission
    letter: MailboxEntry


def teach(
    conn: Connection,
    before: Submission,
    after: Submission,
    letter: MailboxEntry,
    entry: JournalEntry,
) -> tuple[LearntName, ...]:
    """Writes down what the roster learns when a person confirms the unit of an item
    that came with `letter`.

    `before` and `after` are the item as the decision found and left it, `entry` says
    who decided and when. Nothing is learnt of an item that is not recorded.
    """
    unit_id = after.unit_id
    if unit_id is None or after.state is not SubmissionState.RECORDED:
        return ()
    units = roster.all_units(conn)
    because = f"{entry.who} 核定 {after.serial}"
    wanted: list[LearntName] = []

    # Of a joint item no name is learnt: who of several is meant by it is not said.
    name = (
        ""
        if after.co_unit_ids
        else learnable_name(letter.subject, unit_id, unit_names_of(units))
    )
    if name:
        wanted.append(
            LearntName(unit_id, LearntKind.ALIAS, name, because, entry.who, entry.at)
        )

    # No address that speaks for a unit already, nor one that somebody else wrote under
    # (P39).
    address = letter.from_address
    unknown = "address-unregistered" in before.flags or before.unit_id is None
    speaks_already = any(unit.owns_address(address) for unit in units)
    forged = letter.trust == SenderTrust.FAILED
    if all((address, unknown, not speaks_already, not forged)):
        wanted.append(
            LearntName(
                unit_id, LearntKind.ADDRESS, address, because, entry.who, entry.at
            )
        )

    learnt = tuple(lesson for lesson in wanted if roster.learn_name(conn, lesson))
    for lesson in learnt:
        # An address is a person's and stays out of the journal (promise 14); a name is
        # a unit's.
        details = {"alias": lesson.what} if lesson.kind is LearntKind.ALIAS else {}
        did = f"learnt an {lesson.kind.value}"
        journal.write(
            conn,
            JournalEntry(entry.at, entry.who, did, f"unit:{unit_id}", because, details),
        )
    return learnt


def judge_after(
    intake: IntakeContext, decisions: Sequence[DecisionResult], context: DecisionContext
) -> tuple[str, ...]:
    """Records what the lessons of these decisions, by now committed, have made clear;
    the serials.
    """
    taught = [done.submission.serial for done in decisions if done.learnt]
    if not taught:
        return ()
    because = f"因核定 {'、'.join(taught[:_NAMED])}{' 等件' if len(taught) > _NAMED else ''}，单位已可认定"
    return judge_again(intake, RejudgeRequest(context.who, context.now, because))


def judge_again(intake: IntakeContext, request: RejudgeRequest) -> tuple[str, ...]:
    """Records the held items whose unit the roster now knows; their serials, in the
    order they came.

    `request.because` names the decision that taught it.
    """
    with intake.database.reading() as conn:
        waiting = _waiting_items(conn)
    recorded: list[str] = []
    for start in range(0, len(waiting), _AT_ONCE):
        clear = _judge_items(intake, waiting[start : start + _AT_ONCE], request)
        with intake.database.writing() as conn:
            for item, verdict in clear:
                # Somebody may have changed the item while its letter was read: then it
                # stays as it is.
                if listing.to_change(conn, item.serial) != item:
                    continue
                after = _with_unit(
                    item,
                    verdict,
                    title_was_mended="title" in _changed_fields(conn, item),
                )
                entry = JournalEntry(
                    request.now, request.who, "judged again", "", request.because
                )
                recording.change(conn, item, after, entry)
                tell(conn, item, after, request.now, intake.limits)
                recorded.append(item.serial)
    return tuple(recorded)


def _waiting_items(conn: Connection) -> list[WaitingItem]:
    """The items that may be clear now, in the order they came, each with the letter it
    came with.

    As far as subject and sender tell: few, so few originals are read.
    """
    held = listing.listed(conn, listing.SubmissionFilter(state=SubmissionState.HELD))
    sought = [
        item
        for item in held
        if item.held_because == _NAME_IS_SOUGHT
        or (item.held_because in _UNIT_IS_SOUGHT and item.unit_id is None)
    ]
    letters = mailbox_entries.by_number(conn, (item.letter for item in sought))
    names = unit_names_of(roster.all_units(conn))
    found: list[WaitingItem] = []
    for item in sorted(sought, key=lambda each: each.arrived_at):
        letter = letters.get(item.letter)
        if letter is None:
            continue
        # The subject names a unit, or the sender speaks for one, alone or among those
        # that it may name.
        naming = find_units(parse_subject(letter.subject).body, names)
        owners = {
            unit.id for unit in names.units if unit.owns_address(letter.from_address)
        }
        unclear = {named.unit_id for named in naming.unclear}
        if not naming.named and 1 not in {len(owners), len(owners & unclear)}:
            continue
        if _changed_fields(conn, item) & {"unit_id", "co_unit_ids"}:
            continue  # a person had a say in its units already
        found.append(WaitingItem(item, letter))
    return found


def _changed_fields(conn: Connection, item: Submission) -> set[str]:
    """The fields that were altered since the item came, as the journal tells."""
    fields: set[str] = set()
    for entry in journal.about(conn, subject_of(item.serial)):
        fields.update(entry.details)
    return fields


def _judge_items(
    intake: IntakeContext, waiting: Sequence[WaitingItem], request: RejudgeRequest
) -> list[tuple[Submission, NewItem]]:
    """Reads and judges the letters of these items; those that would be recorded now,
    with the verdict.
    """
    kept: list[Submission] = []
    sources = []
    with intake.database.reading() as conn:
        for item, entry in waiting:
            raw = originals.raw_of(conn, entry.sha256 or "")
            if raw is not None:
                kept.append(item)
                sources.append((raw, entry.arrived_at))
    items: list[Submission] = []
    letters: list[Letter] = []
    for item, letter in zip(kept, intake.read(sources), strict=True):
        if isinstance(
            letter, Letter
        ):  # what cannot be read now, or reads as sealed, is left alone
            items.append(item)
            letters.append(letter)
    with intake.database.reading() as conn:
        known = judging.gather_facts(conn, intake, letters, request.now)
    clear: list[tuple[Submission, NewItem]] = []
    # One after the other, so that the second of two identical letters is not recorded
    # too (F7).
    for item, letter in zip(items, letters, strict=True):
        robot = robots.find_robot(letter)
        answerable = robots.answerable_of(letter, intake.own_addresses, robot)
        screening = ScreeningResult(robot, returned_by(letter, robot), answerable)
        verdict = judge(letter, known, screening)
        if isinstance(verdict, Aside) and verdict.reason is SetAside.CORRESPONDENCE:
            verdict = judge_as_report(
                letter, known
            )  # an item it is already: a person said so
        if (
            isinstance(verdict, NewItem)
            and verdict.draft.state is SubmissionState.RECORDED
        ):
            known = known.with_item(item.serial, verdict)
            clear.append((item, verdict))
    return clear


def _with_unit(
    item: Submission, verdict: NewItem, *, title_was_mended: bool
) -> Submission:
    """The item recorded with its unit, and its title without the unit's name unless a
    person mended it.
    """
    flags = (set(item.flags) - _FLAGS_OF_THE_UNIT) | (
        set(verdict.draft.flags) & _FLAGS_OF_THE_UNIT
    )
    after = replace(
        item,
        state=SubmissionState.RECORDED,
        unit_id=verdict.draft.unit_id,
        co_unit_ids=verdict.draft.co_unit_ids,
        flags=tuple(flag.value for flag in Flag if flag in flags),
        # The first sentence says how the unit was known.
        evidence=(*verdict.draft.evidence[:1], *item.evidence[1:]),
        held_because="",
        candidates=(),
    )
    if not title_was_mended:
        after = replace(
            after, title=verdict.draft.title, fingerprint=verdict.draft.fingerprint
        )
    return after
