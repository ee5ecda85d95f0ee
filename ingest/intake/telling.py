"""Who is told of a letter that has just been written down?

Its sender: at once, in the list of late letters, or not at all; the office; and where the office wants it the
unit's principal. Whether each notice may go out is the outbox' decision.
"""

from datetime import datetime

from ingest.intake.arrival import FILE_ACCOUNT, IntakeContext
from ingest.intake.outcome import Judged, Outcome, Oversize, TakenMail
from ingest.screening.trust import SenderTrust
from ingest.triage.verdict import Aside, Completion, NewItem
from ledger import roster
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry, MailboxEntryState
from ledger.entries.submissions import SubmissionState
from ledger.notice import Notice
from ledger.outbox import queueing
from ledger.outbox.queueing import queue, unprompted


def tell(
    conn: Connection, context: IntakeContext, mail: TakenMail, entry: MailboxEntry, now: datetime
) -> None:
    """Queues what is due because of one letter, written down as `entry`."""
    outcome = mail.outcome
    about = {"answers": str(entry.id)}
    if entry.serial:
        about["serial"] = entry.serial
    kind = _answer_due(outcome) if mail.arrival.answer else ""
    answered_at_once = False
    if kind and isinstance(outcome, Judged | Oversize):
        key = entry.serial if kind in ("receipt", "receipt-held") else None
        notice = Notice(kind, outcome.answerable.to, key or str(entry.id), about)
        answered_at_once = _answer(conn, context, mail, outcome, notice, now)

    if context.office_address and entry.state is MailboxEntryState.SEALED:
        notice = Notice("sealed-alert", context.office_address, f"sealed/{entry.id}", about)
        queue(conn, notice, unprompted(notice.to), now, context.limits)
    item = mail.new_item
    if item is None or entry.serial is None:
        return
    if context.office_address and context.tell_each:
        notice = Notice("office-item", context.office_address, entry.serial, about)
        queue(conn, notice, unprompted(notice.to), now, context.limits)
    # A copy for whoever answers for what the unit sends (Art. 9), unless they sent it themselves; only of
    # what is answered at once: nothing forged, held, late, or taken in without an answer.
    unit_id = item.draft.unit_id
    if context.copy_to_principal and unit_id is not None and kind == "receipt" and answered_at_once:
        for to in roster.principals_of(conn, unit_id):
            if to.lower() != entry.from_address.lower():
                notice = Notice("principal-copy", to, entry.serial, about)
                queue(conn, notice, unprompted(to), now, context.limits)


def _answer_due(outcome: Outcome) -> str:
    """Which kind of notice the sender is due; "" for none.

    A held item is confirmed to a roster address only; a forged letter is told nothing (P39).
    """
    match outcome:
        case Oversize():
            return "oversize"
        case Judged(verdict=NewItem() as item):
            if outcome.trust is SenderTrust.FAILED:
                return ""
            if item.draft.state is SubmissionState.HELD:
                return "receipt-held" if outcome.units else ""
            return "receipt"
        case Judged(verdict=Completion()):
            return "completed"
        case Judged(verdict=Aside(hint=True)):
            return "hint"
        case _:
            return ""


def _answer(
    conn: Connection,
    context: IntakeContext,
    mail: TakenMail,
    outcome: Judged | Oversize,
    notice: Notice,
    now: datetime,
) -> bool:
    """Answers the sender of one letter; True if by a mail of its own, at once.

    A late letter's sender is not answered so: an address of the roster finds it in the list of the item's
    unit (if the address is that unit's own) or of its own first unit, a stranger is told nothing. A hint that
    comes weeks later helps nobody. A stranger's old letter that a person takes in and wants answered is.
    """
    by_hand = mail.arrival.place.account == FILE_ACCOUNT
    is_late = now - mail.arrival.arrived_at > context.backlog_after
    if is_late and notice.kind == "hint":
        return False
    if is_late and outcome.units:
        unit_id = outcome.units[0]
        item = mail.new_item
        if item is not None and item.draft.unit_id in outcome.units:
            unit_id = item.draft.unit_id
        owed = queueing.LateAnswer(notice, outcome.answerable, at_once=by_hand)
        queueing.list_instead(conn, owed, unit_id, now, context.limits)
        return False
    if is_late and not by_hand:
        queueing.leave_untold(conn, queueing.LateAnswer(notice, outcome.answerable), now)
        return False
    queue(conn, notice, outcome.answerable, now, context.limits)
    return True
