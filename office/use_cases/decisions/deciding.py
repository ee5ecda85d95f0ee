"""How is a decision carried out?

Within the caller's transaction: the submission, its open proposals, what the decision teaches the roster
(`teaching`), and the second receipt of a held item (`telling`). A caller that imports many decisions gives
them one transaction. Where something was learnt, the caller has held items judged again afterwards
(`rejudging`).
"""

from dataclasses import replace

from ledger import commissions, journal, numbers, roster
from ledger.database import Connection
from ledger.entries.submissions import Proposal, Submission, SubmissionState
from ledger.journal import JournalEntry
from ledger.learnt_names import LearntName
from ledger.outbox.settling import take_back
from ledger.periods import local_day
from ledger.submissions import changing, listing, recording, sealing
from ledger.submissions.changing import subject_of
from office.use_cases.decisions.commissioned import hand_on, tell_poor
from office.use_cases.decisions.decision import (
    NO_COMMISSION,
    Action,
    Decision,
    DecisionContext,
    DecisionError,
    DecisionResult,
    Resolved,
    decided,
)
from office.use_cases.decisions.lessons import teach
from office.use_cases.decisions.telling import letter_of, tell


def decide(conn: Connection, serial: str, decision: Decision, context: DecisionContext) -> DecisionResult:
    """Carries a decision out; DecisionError, with nothing changed, when it cannot be."""
    before = listing.one(conn, serial)
    if before is None:
        raise DecisionError(serial, "没有这个编号的报送件，可用 `submissions list` 查看")
    _check(conn, before, decision, context)
    entry = JournalEntry(context.now, context.who, f"decide: {decision.action.value}", "", decision.because)
    if decision.action is Action.SEAL:
        purged = sealing.seal(conn, before, "手工定密", entry)
        return DecisionResult(before, beyond_reach=purged.beyond_reach)
    after = decided(before, decision, _resolve(conn, serial, decision))
    changing.change(conn, before, after, entry)
    if decision.action is Action.SPLIT:
        return _split(conn, after, decision, context)
    _settle_proposals(conn, after, decision, context)
    hand_on(conn, after, entry)
    learnt = _learn(conn, before, after, entry) if _confirms(before, after, decision) else ()
    if decision.action is Action.RETURN:
        take_back(conn, serial, context.now, "报送件已退回")
    tell(conn, before, after, context.now, context.limits)
    tell_poor(conn, before, after, entry, context.limits)
    return DecisionResult(after, learnt=learnt)


def _check(conn: Connection, before: Submission, decision: Decision, context: DecisionContext) -> None:
    serial = before.serial
    if not decision.because.strip():
        raise DecisionError(serial, "请写明理由（--because TEXT）")
    if before.state is SubmissionState.SUPERSEDED:
        raise DecisionError(serial, f"已被 {before.superseded_by} 替代，请到那一件上办理")
    if decision.category and decision.category not in context.categories:
        known = "、".join(context.categories)
        raise DecisionError(serial, f"办法里没有“{decision.category}”这一类，可选：{known}")
    if decision.other and listing.one(conn, decision.other) is None:
        raise DecisionError(serial, f"没有编号为 {decision.other} 的报送件")
    named = decision.commission if decision.commission != NO_COMMISSION else None
    if named and commissions.one(conn, named) is None:
        raise DecisionError(serial, f"没有编号为 {decision.commission} 的约稿，可用 `commissions list` 查看")
    if decision.action is Action.SPLIT and (decision.parts or 0) < 2:  # two is what a split is
        raise DecisionError(serial, "拆分至少拆成两件（--split N）")


def _resolve(conn: Connection, serial: str, decision: Decision) -> Resolved:
    def number(name: str) -> int:
        unit = roster.unit_named(conn, name)
        if unit is None:
            raise DecisionError(serial, f"名册中没有，或不止一个单位叫“{name}”，可用 `units list` 查看")
        return unit.id

    return Resolved(
        unit_id=None if decision.unit is None else number(decision.unit),
        co_unit_ids=None if decision.co_units is None else tuple(number(name) for name in decision.co_units),
        lead_id=None if decision.lead is None else number(decision.lead),
    )


def _split(
    conn: Connection, whole: Submission, decision: Decision, context: DecisionContext
) -> DecisionResult:
    """The whole is superseded by its parts, which begin with its words and are told apart by number (F2)."""
    count = decision.parts or 0
    serials = numbers.take_serials(conn, local_day(whole.arrived_at).year, count)
    words = listing.words_of(conn, whole.serial)
    flags = tuple(flag for flag in whole.flags if flag != "two-items")
    parts = [
        recording.NewSubmission(
            replace(
                whole,
                serial=serial,
                token=context.new_token(serial),
                title=f"{whole.title}（{index}）",
                fingerprint="",
                flags=flags,
            ),
            words,
        )
        for index, serial in enumerate(serials, start=1)
    ]
    recording.add(conn, parts, context.now)
    origin = JournalEntry(context.now, context.who, f"split from {whole.serial}", "", decision.because)
    journal.write(conn, *(origin._replace(subject=subject_of(part)) for part in serials))
    after = replace(whole, state=SubmissionState.SUPERSEDED, superseded_by=serials[0])
    entry = JournalEntry(context.now, context.who, f"split into {', '.join(serials)}", "", decision.because)
    changing.change(conn, whole, after, entry)
    _settle_all(conn, whole.serial, "accepted", context)
    return DecisionResult(after, parts=serials)


def _settle_proposals(
    conn: Connection, after: Submission, decision: Decision, context: DecisionContext
) -> None:
    """Superseding or merging answers the proposals between the two, a commission those about commissions."""
    if decision.commission is not None:
        for found in listing.proposals_of(conn, after.serial):
            if found.proposal.kind == "commission":
                accepted = found.proposal.commission == decision.commission
                changing.settle_proposal(conn, found.id, "accepted" if accepted else "dismissed", context.now)
    if decision.other is None:
        return
    for mine, theirs in ((after.serial, decision.other), (decision.other, after.serial)):
        for found in listing.proposals_of(conn, mine):
            if found.proposal.other == theirs:
                changing.settle_proposal(conn, found.id, "accepted", context.now)


def _settle_all(conn: Connection, serial: str, settled: str, context: DecisionContext) -> None:
    for found in listing.proposals_of(conn, serial):
        changing.settle_proposal(conn, found.id, settled, context.now)


def _confirms(before: Submission, after: Submission, decision: Decision) -> bool:
    """Whether a person said with it whose item it is."""
    settled = decision.action is Action.ACCEPT or before.state is SubmissionState.HELD
    return settled or after.unit_id != before.unit_id


def _learn(
    conn: Connection, before: Submission, after: Submission, entry: JournalEntry
) -> tuple[LearntName, ...]:
    letter = letter_of(conn, after)
    return () if letter is None else teach(conn, before, after, letter, entry)


def dismiss(conn: Connection, serial: str, proposal: Proposal, context: DecisionContext) -> None:
    """Closes an open proposal without acting on it."""
    for found in listing.proposals_of(conn, serial):
        if found.proposal == proposal:
            changing.settle_proposal(conn, found.id, "dismissed", context.now)
