"""How is one letter fetched again: sealed by a false alarm, or never given whole?

Of a sealed one nothing was kept (promise 13), so it is fetched from where it lies and
known by the keyed hash that was. Read without asking for marks, it is judged as if it
had just come; a person answers for that.
"""

from ingest.intake.again import NotAgainError, RejudgeRequest, judge_anew
from ingest.intake.arrival import Arrival
from ingest.poll.context import PollContext
from ingest.poll.polling import logged_in
from ingest.poll.taking import why_doubted
from ledger import mailbox_entries
from ledger.entries.letters import MailboxEntry, MailboxEntryState

_GONE = (
    "it no longer lies in the mailbox where it was; ask the unit to send it once more"
)


def unseal(context: PollContext, number: int, person: RejudgeRequest) -> MailboxEntry:
    """Fetches the sealed letter `number` again and records what it is.

    `context.intake` must read without marks. Raises NotAgainError with nothing changed,
    and what `poll` raises.
    """
    with context.intake.database.reading() as conn:
        sealed = mailbox_entries.one(conn, number)
    if sealed is None:
        raise NotAgainError(number, "there is no such letter")
    if sealed.state is not MailboxEntryState.SEALED:
        raise NotAgainError(number, f"it is {sealed.state.value}, not sealed")
    if sealed.keyed_hash is None:
        raise NotAgainError(
            number,
            "it was sealed by hand; save it from the mailbox and `take` the file",
        )
    if sealed.place.account != context.account.name:
        raise NotAgainError(
            number, f"it came from {sealed.place.account}; `take` the file again"
        )
    with logged_in(context) as box:
        box.examine(sealed.place.folder)
        # Its size is looked at before its body is fetched: another letter may lie there
        # by now.
        listed = box.list_letters([sealed.place.uid])
        if not listed or listed[0].size > context.letter_bytes:
            raise NotAgainError(number, _GONE)
        bodies = box.bodies([sealed.place.uid])
        if not bodies or context.intake.keyed_hash(bodies[0].raw) != sealed.keyed_hash:
            raise NotAgainError(number, _GONE)
    raw = bodies[0].raw
    return judge_anew(
        context.intake,
        number,
        Arrival(sealed.place, sealed.arrived_at, len(raw), raw),
        person,
    )


def ask_once_more(
    context: PollContext, entry: MailboxEntry, person: RejudgeRequest
) -> MailboxEntry:
    """Fetches a letter again that is quarantined because the server did not give it
    whole.

    Raises NotAgainError with nothing changed, and what `poll` raises.
    """
    place = entry.place
    if place.account != context.account.name:
        raise NotAgainError(
            entry.id, f"it came from {place.account}; `take` it from a file"
        )
    with logged_in(context) as box:
        box.examine(place.folder)
        listed = box.list_letters([place.uid])
        size = listed[0].size if listed else 0
        if size > context.letter_bytes or (entry.size and size != entry.size):
            raise NotAgainError(entry.id, _GONE)
        bodies = box.bodies([place.uid])
    raw = bodies[0].raw if bodies else b""
    if doubt := why_doubted(size, raw):
        raise NotAgainError(
            entry.id,
            f"the server still does not give it whole ({doubt}); ask its provider",
        )
    arrived_at = listed[0].arrived_at if listed else None
    arrival = Arrival(place, arrived_at or entry.arrived_at, len(raw), raw)
    return judge_anew(context.intake, entry.id, arrival, person)
