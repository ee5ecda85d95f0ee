"""How is a decision carried out?

Within the caller's transaction: the submission, its open proposals, what the decision
teaches the roster (`lessons`), and what sender and units are told (`telling`). A caller
that imports many decisions gives them one transaction. Where something was learnt, the
caller has held items judged again afterwards (`lessons.judge_after`).
"""

from dataclasses import replace

from ingest.screening.seal import mark_in
from ledger import commissions, journal, numbers, proposals, roster, switches
from ledger.database import Connection
from ledger.entries.submissions import Submission, SubmissionState, subject_of
from ledger.journal import JournalEntry
from ledger.outbox.settling import take_back
from ledger.periods import local_day
from ledger.roster import LearntName
from ledger.submissions import listing, recording, sealing
from notify.chinese import full_day, moment, period_name
from notify.lines import one_line
from office.use_cases.decisions.decision import (
    Action,
    Decision,
    DecisionContext,
    DecisionError,
    DecisionFacts,
    DecisionFault,
    DecisionObjection,
    DecisionResult,
    objection_to,
    submission_after,
    units_named,
)
from office.use_cases.decisions.lessons import teach
from office.use_cases.decisions.published import published_touched
from office.use_cases.decisions.telling import (
    letter_of,
    tell,
    tell_other_units,
    tell_units_of_poor_answer,
)

_SPLIT_INTO = "split into "
"""How the deed begins that the journal keeps of a split; the serials of the parts
follow.
"""


def decide(
    conn: Connection, serial: str, decision: Decision, context: DecisionContext
) -> DecisionResult:
    """Carries a decision out; DecisionError, with nothing changed, when it cannot
    be.
    """
    before = listing.to_change(conn, serial)
    if before is None:
        raise DecisionError(serial, DecisionObjection(DecisionFault.UNKNOWN_ITEM))
    if decision.version is not None and decision.version != before.version:
        deeds = recording.changes_since(conn, before, decision.version)
        who = dict.fromkeys(f"{deed.who} {moment(deed.at)}" for deed in deeds)
        now = f"现在的 version 是 {before.version}"
        raise DecisionError(
            serial, DecisionObjection(DecisionFault.CHANGED, "，".join((*who, now)))
        )
    unit_ids: dict[str, int] = {}
    for name in units_named(decision):
        unit = roster.unit_named(conn, name)
        if unit is not None:
            unit_ids[name] = unit.id
    continued = listing.one(conn, decision.follows)
    facts = DecisionFacts(
        categories=context.categories,
        unit_ids=unit_ids,
        other=listing.one(conn, decision.other),
        commission_exists=commissions.one(conn, decision.commission) is not None,
        units=roster.units_by_id(conn),
        marked=mark_in((decision.title or "", *decision.part_titles), context.marks)
        is not None,
        today=local_day(context.now),
        parts_standing=_parts_standing(conn, before),
        first_report=None if continued is None else continued.first_report,
    )
    objection = objection_to(before, decision, facts)
    if objection is not None:
        raise DecisionError(serial, objection)

    entry = JournalEntry(
        context.now,
        context.who,
        f"decide: {decision.action.value}",
        "",
        decision.because,
    )
    if decision.action is Action.SEAL:
        return DecisionResult(
            before, beyond_reach=sealing.seal(conn, before, "手工定密", entry)
        )
    after = submission_after(before, decision, facts)
    if not decision.although_published:
        published = published_touched(conn, before, after, decision.action)
        if published:
            said = "、".join(period_name(code) for code in published)
            raise DecisionError(
                serial, DecisionObjection(DecisionFault.PUBLISHED, said)
            )
    recording.change(conn, before, after, entry)
    if after.follows is not None and after.follows != before.follows:
        for item in listing.chain_of(
            conn, before
        ):  # what continued it continues the same event
            if item.follows == serial:
                recording.change(
                    conn, item, replace(item, follows=after.follows), entry
                )
    if decision.action is Action.SPLIT:
        return _split(conn, after, decision, context)

    _settle_proposals(conn, after, decision, context)
    _hand_commission_on(conn, after, entry)
    learnt: tuple[LearntName, ...] = ()
    letter = letter_of(conn, after)
    # Whoever accepts an item, takes it out of the held ones or gives it another unit
    # has said whose it is.
    says_whose = (
        decision.action is Action.ACCEPT or before.state is SubmissionState.HELD
    )
    if letter is not None and (says_whose or after.unit_id != before.unit_id):
        learnt = teach(conn, before, after, letter, entry)
    doubts: list[str] = []
    if decision.action is Action.RETURN:
        take_back(conn, serial, context.now, "报送件已退回")
        replaced = [item.serial for item in listing.replaced_by(conn, serial)]
        if replaced:
            doubts.append(
                f"被它替代的 {'、'.join(replaced)} 仍不计数；该算数的，请到那一件上恢复登记"
            )
    tell(conn, before, after, context.now, context.limits)
    tell_other_units(conn, before, after, entry, context.limits)
    tell_units_of_poor_answer(conn, before, after, entry, context.limits)
    beginning = switches.beginning(conn)
    if beginning is not None and after.day < beginning.on <= before.day:
        doubts.append(
            f"计入{full_day(after.day)}，是考核前的（{beginning.said}），从此不计分"
        )
    return DecisionResult(after, learnt=learnt, doubts=tuple(doubts))


def _parts_standing(conn: Connection, whole: Submission) -> tuple[str, ...]:
    """The items into which this one was split and that count, or wait."""
    if whole.state is not SubmissionState.SUPERSEDED:
        return ()
    parts: list[str] = []
    for entry in journal.about(conn, subject_of(whole.serial)):
        if entry.did.startswith(_SPLIT_INTO):
            parts += entry.did.removeprefix(_SPLIT_INTO).split(", ")
    dead = (SubmissionState.RETURNED, SubmissionState.SUPERSEDED)
    return tuple(
        part.serial for part in listing.several(conn, parts) if part.state not in dead
    )


def _split(
    conn: Connection, whole: Submission, decision: Decision, context: DecisionContext
) -> DecisionResult:
    """The whole is superseded by its parts, which begin with its words.

    They have the titles that were given, else the whole's with a number (F2).
    """
    serials = numbers.take_serials(
        conn, local_day(whole.arrived_at).year, decision.parts or 0
    )
    words = listing.words_of(conn, whole.serial)
    titles = tuple(map(one_line, decision.part_titles)) or tuple(
        f"{whole.title}（{index}）" for index in range(1, len(serials) + 1)
    )
    settled = {"two-items", "unsure-title"} if decision.part_titles else {"two-items"}
    flags = tuple(flag for flag in whole.flags if flag not in settled)
    parts: list[recording.NewSubmission] = []
    for serial, title in zip(serials, titles, strict=True):
        part = replace(
            whole,
            serial=serial,
            token=context.new_token(serial),
            title=title,
            fingerprint="",  # a part is not the letter word for word: no later copy of the letter repeats it
            flags=flags,
        )
        parts.append(recording.NewSubmission(part, words))
    recording.add(conn, parts, context.now)
    for serial in serials:
        did = f"split from {whole.serial}"
        journal.write(
            conn,
            JournalEntry(
                context.now, context.who, did, subject_of(serial), decision.because
            ),
        )

    after = replace(whole, state=SubmissionState.SUPERSEDED, superseded_by=serials[0])
    entry = JournalEntry(
        context.now,
        context.who,
        f"{_SPLIT_INTO}{', '.join(serials)}",
        "",
        decision.because,
    )
    recording.change(conn, whole, after, entry)
    # The whole counts no more: whatever was proposed about it needs no answer of its
    # own.
    for found in proposals.about(conn, whole.serial):
        proposals.settle(conn, found.id, "accepted", context.now)
    return DecisionResult(after, parts=serials)


def _settle_proposals(
    conn: Connection, after: Submission, decision: Decision, context: DecisionContext
) -> None:
    """Closes what the decision answers.

    Superseding and merging answer the proposals between the two, a commission those
    about commissions, units those about who signs.
    """
    for found in proposals.about(conn, after.serial):
        proposal = found.proposal
        if proposal.kind == "commission" and decision.commission is not None:
            accepted = proposal.commission == decision.commission
        elif proposal.kind == "follow-up" and decision.follows is not None:
            accepted = after.follows is not None
        elif proposal.other is not None and proposal.other == decision.other:
            accepted = True
        elif proposal.unit_ids and set(proposal.unit_ids) <= set(after.unit_ids):
            accepted = True  # the units that sign it have been entered beside the lead
        else:
            continue
        state = "accepted" if accepted else "dismissed"
        proposals.settle(conn, found.id, state, context.now)
    if decision.other is not None:
        between = proposals.about(conn, decision.other)
        kinds = {
            found.proposal.kind
            for found in between
            if found.proposal.other == after.serial
        }
        for found in between:
            if found.proposal.other == after.serial:
                proposals.settle(conn, found.id, "accepted", context.now)
            elif found.proposal.kind == "correction" and "correction" in kinds:
                # Several items fitted what it corrects: it was this one, and so none of
                # the others.
                proposals.settle(conn, found.id, "dismissed", context.now)


def _hand_commission_on(
    conn: Connection, gone: Submission, entry: JournalEntry
) -> None:
    """What takes the place of an answer to a commission answers in its stead (F7).

    Not where it answers another commission already, or is none of the same units.
    """
    if (
        gone.state is not SubmissionState.SUPERSEDED
        or gone.commission is None
        or gone.superseded_by is None
    ):
        return
    heir = listing.to_change(conn, gone.superseded_by)
    if heir is None or heir.commission is not None:
        return
    if not set(heir.unit_ids) & set(gone.unit_ids):
        return
    recording.change(conn, heir, replace(heir, commission=gone.commission), entry)
    for found in proposals.about(conn, heir.serial):
        if found.proposal.commission == gone.commission:
            proposals.settle(conn, found.id, "accepted", entry.at)
