"""What must be known before a batch of letters can be judged?

The roster, the messages of ours they may answer, the items they may repeat and the commissions they may be:
a few queries for the whole batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from ingest.intake.arrival import IntakeContext
from ingest.letter import thread
from ingest.letter.thread import OurMessage
from ingest.names.unit_names import UnitNames, unit_names_of
from ingest.similar.known_items import KnownItems
from ingest.similar.likeness import sketched
from ingest.triage.commissioned import BELATED
from ingest.triage.facts import JudgingFacts
from ledger import commissions, roster
from ledger.commissions import Request
from ledger.database import Connection
from ledger.entries.events import OpenCommission
from ledger.entries.letters import Letter
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission
from ledger.outbox import listing as outbox
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.submissions.resembling import resembling


def gather_facts(
    conn: Connection, context: IntakeContext, letters: Sequence[Letter], now: datetime
) -> JudgingFacts:
    """Everything `triage.judge` may rest on besides the letters themselves."""
    sent = _sent(conn, letters)
    return JudgingFacts(
        unit_names=_unit_names(roster.all_units(conn)),
        intake=context.rule(now),
        own_addresses=context.own_addresses,
        authserv_ids=context.authserv_ids,
        sent=sent,
        items=similar_candidates(conn, context, letters, now),
        commissions=_commissions(conn, sent, letters, now),
    )


def similar_candidates(
    conn: Connection, context: IntakeContext, letters: Sequence[Letter], now: datetime
) -> KnownItems:
    """The items that one of the letters may repeat or resemble, by title or by text (F7)."""
    within = context.copies_within
    arrivals = [letter.arrived_at for letter in letters] or [now]
    memory = context.item_cache.since(conn, min(arrivals) - within, within)
    return replace(memory, said=resembling(conn, {_sketch(letter) for letter in letters}))


@lru_cache(maxsize=1)
def _unit_names(units: tuple[Unit, ...]) -> UnitNames:
    """The names of the roster, arranged again only when the roster changed."""
    return unit_names_of(units)


def _sketch(letter: Letter) -> frozenset[int]:
    try:
        return sketched(letter)
    except Exception:  # noqa: BLE001 - it is quarantined when it is judged, and stops no other (P14)
        return frozenset()


def _sent(conn: Connection, letters: Sequence[Letter]) -> dict[str, OurMessage]:
    """What we sent, by each name under which one of the letters may answer it (P31)."""
    names = {name for letter in letters for name in thread.references_of(letter)}
    found = outbox.sent_by(conn, names, names) if names else ()
    items = {item.serial: item for item in listing.several(conn, [m.serial for m in found if m.serial])}
    asked = commissions.requests_with(conn, [*names, *(m.token for m in found if m.token)])
    sent = {token: _asking(request) for token, request in asked.items() if token in names}
    for message in found:
        value = _about(message, items.get(message.serial or ""), asked)
        sent[message.message_id] = value
        if message.token:
            sent[message.token] = value
    return sent


def _commissions(
    conn: Connection, sent: Mapping[str, OurMessage], letters: Sequence[Letter], now: datetime
) -> tuple[OpenCommission, ...]:
    """Those whose mail is answered, and those that a title may answer."""
    told = {message.commission for message in sent.values() if message.commission is not None}
    first = min((letter.arrived_at for letter in letters), default=now)
    current = commissions.open_since(conn, local_day(first) - BELATED)
    known = {each.commission.id for each in current}
    return (*current, *commissions.named(conn, told - known))


def _asking(request: Request, to: str = "") -> OurMessage:
    """A mail that asked a unit for an item."""
    return OurMessage(None, to, commissions.KIND, (request.unit_id,), commission=request.commission)


def _about(message: outbox.SentMessage, item: Submission | None, asked: Mapping[str, Request]) -> OurMessage:
    request = asked.get(message.token or "")
    if request is not None:
        return _asking(request, message.to)
    if item is None:
        return OurMessage(message.serial, message.to, message.kind)
    files = frozenset(attachment.sha256 for attachment in item.attachments)
    return OurMessage(item.serial, message.to, message.kind, item.unit_ids, files, item.title)
