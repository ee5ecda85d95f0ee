"""What must be known before a batch of letters can be judged?

The roster, the messages of ours they may answer, the items they may repeat and the commissions they may be:
a few queries for the whole batch.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from ingest.intake.arrival import IntakeContext
from ingest.letter import thread
from ingest.letter.thread import OurMessage
from ingest.names.unit_names import UnitNames, unit_names_of
from ingest.similar.known_items import KnownItems
from ingest.similar.likeness import sketch_of_letter
from ingest.triage.commissioned import BELATED
from ingest.triage.facts import JudgingFacts
from ledger import commissions, roster
from ledger.commissions import Request
from ledger.database import Connection
from ledger.entries.letters import Letter
from ledger.entries.people import Unit
from ledger.outbox import listing as outbox
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.submissions.listing import resembling


def gather_facts(
    conn: Connection, context: IntakeContext, letters: Sequence[Letter], now: datetime
) -> JudgingFacts:
    """Everything `triage.judge` may rest on besides the letters themselves."""
    sent = _messages_answered(conn, letters)
    # The commissions that a title may answer, and those whose mail is answered, however late.
    first = min((letter.arrived_at for letter in letters), default=now)
    current = commissions.open_since(conn, local_day(first) - BELATED)
    answered = {message.commission for message in sent.values() if message.commission is not None}
    others = commissions.named(conn, answered.difference(each.commission.id for each in current))
    return JudgingFacts(
        unit_names=_unit_names(roster.all_units(conn)),
        intake=context.rule(now),
        own_addresses=context.own_addresses,
        authserv_ids=context.authserv_ids,
        sent=sent,
        items=similar_candidates(conn, context, letters, now),
        commissions=(*current, *others),
    )


def similar_candidates(
    conn: Connection, context: IntakeContext, letters: Sequence[Letter], now: datetime
) -> KnownItems:
    """The items that one of the letters may repeat or resemble, by title or by text (F7)."""
    within = context.copies_within
    first = min((letter.arrived_at for letter in letters), default=now)
    items = context.item_cache.since(conn, first - within, within)
    sketches = set()
    for letter in letters:
        # A letter on which this fails is quarantined when it is judged, and stops no other (P14).
        with suppress(Exception):
            sketches.add(sketch_of_letter(letter))
    return replace(items, said=resembling(conn, sketches))


@lru_cache(maxsize=1)
def _unit_names(units: tuple[Unit, ...]) -> UnitNames:
    """The names of the roster, arranged again only when the roster changed."""
    return unit_names_of(units)


def _messages_answered(conn: Connection, letters: Sequence[Letter]) -> dict[str, OurMessage]:
    """What we sent, by each name under which one of the letters may answer it (P31)."""
    names: set[str] = set()
    for letter in letters:
        names.update(thread.references_of(letter))
    messages = outbox.sent_by(conn, names, names) if names else ()
    serials = [message.serial for message in messages if message.serial]
    items = {item.serial: item for item in listing.several(conn, serials)}
    tokens = [message.token for message in messages if message.token]
    requests = commissions.requests_with(conn, [*names, *tokens])

    sent = {token: _asking(request) for token, request in requests.items() if token in names}
    for message in messages:
        request = requests.get(message.token or "")
        item = items.get(message.serial or "")
        ours = OurMessage(message.serial, message.to, message.kind)
        if request is not None:
            ours = _asking(request, message.to)
        elif item is not None:
            files = frozenset(attachment.sha256 for attachment in item.attachments)
            ours = OurMessage(item.serial, message.to, message.kind, item.unit_ids, files, item.title)
        sent[message.message_id] = ours
        if message.token:
            sent[message.token] = ours
    return sent


def _asking(request: Request, to: str = "") -> OurMessage:
    """A mail that asked a unit for an item."""
    return OurMessage(None, to, commissions.KIND, (request.unit_id,), commission=request.commission)
