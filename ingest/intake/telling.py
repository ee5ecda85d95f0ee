"""Who is told of a letter that has just been written down?

Its sender, as the outcome says: at once, in the list of late letters, or not at all; the office; and where
the office wants it the unit's principal. Whether each notice may go out is the outbox' decision.
"""

from datetime import datetime

from ingest.intake.arrival import IntakeContext
from ingest.intake.outcome import BY_HAND, Outcome
from ledger import roster
from ledger.database import Connection
from ledger.entries.letters import MailboxEntryState
from ledger.notice import Notice
from ledger.outbox import late_letters
from ledger.outbox.queueing import queue, unprompted

_ABOUT_THE_ITEM = frozenset({"receipt", "receipt-held"})


def tell(conn: Connection, context: IntakeContext, number: int, outcome: Outcome, now: datetime) -> None:
    """Queues what is due because of one letter; `number` is its mailbox entry's id."""
    about = {"answers": str(number)} | ({"serial": outcome.serial} if outcome.serial else {})
    if outcome.arrival.answer:
        for kind in outcome.tell:
            _answer(conn, context, _notice(kind, outcome, about), outcome, now)
    for notice in _for_the_office(context, number, outcome, about):
        queue(conn, notice, unprompted(notice.to), now, context.limits)
    for notice in _for_the_principal(conn, context, outcome, about):
        queue(conn, notice, unprompted(notice.to), now, context.limits)


def _notice(kind: str, outcome: Outcome, about: dict[str, str]) -> Notice:
    key = outcome.serial if kind in _ABOUT_THE_ITEM else about["answers"]
    return Notice(kind, outcome.answerable.to, key or about["answers"], about)


def _answer(
    conn: Connection, context: IntakeContext, notice: Notice, outcome: Outcome, now: datetime
) -> None:
    if outcome.untold:
        late_letters.leave_untold(conn, late_letters.LateAnswer(notice, outcome.answerable), now)
    elif outcome.listed_for is not None:
        by_hand = outcome.arrival.place.account == BY_HAND
        owed = late_letters.LateAnswer(notice, outcome.answerable, at_once=by_hand)
        late_letters.list_instead(conn, owed, outcome.listed_for, now, context.limits)
    else:
        queue(conn, notice, outcome.answerable, now, context.limits)


def _for_the_principal(
    conn: Connection, context: IntakeContext, outcome: Outcome, about: dict[str, str]
) -> list[Notice]:
    """A copy for whoever answers for what the unit sends (Art. 9), unless they sent it themselves.

    Of what is answered at once only: nothing forged, held, late, or taken in without an answer.
    """
    item, serial = outcome.item, outcome.serial
    late = outcome.untold or outcome.listed_for is not None
    if item is None or serial is None or item.unit_id is None or late or not context.copy_to_principal:
        return []
    if not outcome.arrival.answer or outcome.tell != ("receipt",):
        return []
    heads = roster.principals_of(conn, item.unit_id)
    others = (to for to in heads if to.lower() != outcome.sender.lower())
    return [Notice("principal-copy", to, serial, about) for to in others]


def _for_the_office(
    context: IntakeContext, number: int, outcome: Outcome, about: dict[str, str]
) -> list[Notice]:
    office = context.office_address
    if not office:
        return []
    if outcome.state is MailboxEntryState.SEALED:
        return [Notice("sealed-alert", office, f"sealed/{number}", {"answers": str(number)})]
    if outcome.item is not None and context.tell_each and outcome.serial:
        return [Notice("office-item", office, outcome.serial, about)]
    return []
