"""How is a letter brought back that was sealed by a false alarm?

Nothing of its content was kept (promise 13), so it is fetched again from where it lies and known by the keyed
hash that was. Read without asking for marks, it is judged as if it had just come; a person answers for that.
"""

from ingest.intake.again import NotAgainError, RejudgeRequest, judge_anew
from ingest.intake.arrival import Arrival
from ingest.mailbox.reading import Mailbox
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
    seen = _sealed(context, number)
    with logged_in(context) as box:
        arrival = _fetched(context, box, seen)
    return judge_anew(context.intake, number, arrival, person)


def _sealed(context: PollContext, number: int) -> MailboxEntry:
    with context.intake.database.reading() as conn:
        seen = mailbox_entries.one(conn, number)
    if seen is None:
        raise NotAgainError(number, "there is no such letter")
    if seen.state is not MailboxEntryState.SEALED:
        raise NotAgainError(number, f"it is {seen.state.value}, not sealed")
    if seen.keyed_hash is None:
        raise NotAgainError(number, "it was sealed by hand; save it from the mailbox and `take` the file")
    if seen.place.account != context.account.name:
        raise NotAgainError(number, f"it came from {seen.place.account}; `take` the file again")
    return seen


def _fetched(context: PollContext, box: Mailbox, seen: MailboxEntry) -> Arrival:
    """The letter at its UID, if it is still the same one; its size is looked at before its body."""
    box.look(seen.place.folder)
    sizes = [header.size for header in box.sizes([seen.place.uid])]
    if not sizes or sizes[0] > context.letter_bytes:
        raise NotAgainError(seen.id, _GONE)
    raw = next((found.raw for found in box.bodies([seen.place.uid])), None)
    if raw is None or context.intake.keyed_hash(raw) != seen.keyed_hash:
        raise NotAgainError(seen.id, _GONE)
    return Arrival(seen.place, seen.arrived_at, len(raw), raw)
