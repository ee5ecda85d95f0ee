"""How is a letter brought back that was sealed by a false alarm?

Nothing of its content was kept (promise 13), so it is fetched again from where it lies and known by the keyed
hash that was. Read without asking for marks, it is judged as if it had just come; a person answers for that.
"""

from ingest.intake.again import NotAgainError, RejudgeRequest, judge_anew
from ingest.intake.arrival import Arrival
from ingest.poll.context import PollContext
from ingest.poll.polling import logged_in
from ledger import mailbox_entries
from ledger.entries.letters import MailboxEntry, MailboxEntryState

_GONE = "it no longer lies in the mailbox where it was; ask the unit to send it once more"


def unseal(context: PollContext, number: int, person: RejudgeRequest) -> MailboxEntry:
    """Fetches the sealed letter `number` again and records what it is.

    `context.intake` must read without marks. Raises NotAgainError with nothing changed, and what `poll`
    raises.
    """
    with context.intake.database.reading() as conn:
        sealed = mailbox_entries.one(conn, number)
    if sealed is None:
        raise NotAgainError(number, "there is no such letter")
    if sealed.state is not MailboxEntryState.SEALED:
        raise NotAgainError(number, f"it is {sealed.state.value}, not sealed")
    if sealed.keyed_hash is None:
        raise NotAgainError(number, "it was sealed by hand; save it from the mailbox and `take` the file")
    if sealed.place.account != context.account.name:
        raise NotAgainError(number, f"it came from {sealed.place.account}; `take` the file again")
    with logged_in(context) as box:
        box.examine(sealed.place.folder)
        # Its size is looked at before its body is fetched: another letter may lie there by now.
        listed = box.list_letters([sealed.place.uid])
        if not listed or listed[0].size > context.letter_bytes:
            raise NotAgainError(number, _GONE)
        bodies = box.bodies([sealed.place.uid])
        if not bodies or context.intake.keyed_hash(bodies[0].raw) != sealed.keyed_hash:
            raise NotAgainError(number, _GONE)
    raw = bodies[0].raw
    return judge_anew(context.intake, number, Arrival(sealed.place, sealed.arrived_at, len(raw), raw), person)
