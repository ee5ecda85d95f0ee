"""What must be known before a batch of letters can be judged?

The roster, the messages of ours they may answer, and the items they may repeat: a few queries for the whole
batch.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from ingest import thread
from ingest.gazetteer import Gazetteer, gazetteer_of
from ingest.intake.arrival import Desk
from ingest.likeness import sketched
from ingest.memory import Memory
from ingest.thread import Sent
from ingest.triage.known import Known
from ledger import roster
from ledger.database import Connection
from ledger.entries.letters import Letter
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission
from ledger.outbox import listing as outbox
from ledger.submissions import listing
from ledger.submissions.resembling import resembling


def gather(conn: Connection, desk: Desk, letters: Sequence[Letter], now: datetime) -> Known:
    """Everything `triage.judge` may rest on besides the letters themselves."""
    return Known(
        gazetteer=_gazetteer(roster.all_units(conn)),
        intake=desk.rule(now),
        own_addresses=desk.own_addresses,
        authserv_ids=desk.authserv_ids,
        sent=_sent(conn, letters),
        memory=kindred(conn, desk, letters, now),
    )


def kindred(conn: Connection, desk: Desk, letters: Sequence[Letter], now: datetime) -> Memory:
    """The items that one of the letters may repeat or resemble, by title or by text (F7)."""
    within = desk.copies_within
    arrivals = [letter.arrived_at for letter in letters] or [now]
    memory = desk.recollection.since(conn, min(arrivals) - within, within)
    return replace(memory, said=resembling(conn, {_sketch(letter) for letter in letters}))


@lru_cache(maxsize=1)
def _gazetteer(units: tuple[Unit, ...]) -> Gazetteer:
    """The names of the roster, arranged again only when the roster changed."""
    return gazetteer_of(units)


def _sketch(letter: Letter) -> frozenset[int]:
    try:
        return sketched(letter)
    except Exception:  # noqa: BLE001 - it is quarantined when it is judged, and stops no other (P14)
        return frozenset()


def _sent(conn: Connection, letters: Sequence[Letter]) -> dict[str, Sent]:
    """What we sent, by each name under which one of the letters may answer it (P31)."""
    names = {name for letter in letters for name in thread.references_of(letter)}
    found = outbox.sent_by(conn, names, names) if names else ()
    items = {item.serial: item for item in listing.several(conn, [m.serial for m in found if m.serial])}
    sent: dict[str, Sent] = {}
    for message in found:
        value = _about(message, items.get(message.serial or ""))
        sent[message.message_id] = value
        if message.token:
            sent[message.token] = value
    return sent


def _about(message: outbox.SentMessage, item: Submission | None) -> Sent:
    if item is None:
        return Sent(message.serial, message.to, message.kind)
    files = frozenset(attachment.sha256 for attachment in item.attachments)
    return Sent(item.serial, message.to, message.kind, item.unit_ids, files, item.title)
