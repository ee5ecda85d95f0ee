"""What must be known to judge a batch of letters, and what is each of them?

The roster, the messages of ours they may answer, the items they may repeat and the
commissions they may be are gathered with a few queries for the whole batch. Then no
transaction is open. What is known grows with each new item, so that the second of two
identical letters in one batch is seen as a copy; the same bytes twice are one letter,
wherever they lie (P08).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import assert_never

import structlog

from ingest.intake.arrival import (
    FILE_ACCOUNT,
    Arrival,
    Gone,
    IntakeContext,
    Judged,
    Outcome,
    Oversize,
    Quarantined,
    Repeated,
    TakenMail,
)
from ingest.intake.reader import Read, Sealed, Unreadable
from ingest.letter import thread
from ingest.letter.read import head_words
from ingest.letter.thread import OurMessage, numbered_elsewhere
from ingest.names.unit_names import UnitNames, unit_names_of
from ingest.screening import robots
from ingest.screening.near_seal import near_mark_of
from ingest.screening.returned import returned_by
from ingest.similar.known_items import KnownItems
from ingest.similar.likeness import sketch_of_letter
from ingest.triage.commissioned import BELATED
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge
from ledger import commissions, mailbox_entries, roster
from ledger.commissions import Request
from ledger.database import Connection
from ledger.entries.letters import Letter, MailboxEntry
from ledger.entries.people import Unit
from ledger.outbox import listing as outbox
from ledger.periods import local_day
from ledger.submissions import listing
from ledger.submissions.listing import resembling

_LOG = structlog.get_logger(__name__)


def judge_batch(
    context: IntakeContext,
    known: JudgingFacts,
    arrivals: Sequence[Arrival],
    read: Mapping[str, Read],
    seen: Mapping[str, MailboxEntry],
) -> list[TakenMail]:
    """What becomes of each arrival; a file taken before is left out.

    By content: `read` is what reading it came to, `seen` are letters of the record with
    the same bytes.
    """
    taken: list[TakenMail] = []
    firsts: dict[str, TakenMail] = {}  # of each content in this batch
    for number, arrival in enumerate(arrivals):
        name = f"#{number}"
        if arrival.gone:
            taken.append(TakenMail(name, arrival, Gone()))
            continue
        if arrival.doubt:
            taken.append(_doubted_mail(name, arrival, read.get(arrival.content)))
            continue
        content = arrival.content
        is_whole = arrival.raw is not None
        first = (seen.get(content) or firsts.get(content)) if is_whole else None
        if first is not None:
            if arrival.place.account != FILE_ACCOUNT:
                taken.append(TakenMail(name, arrival, Repeated(first)))
            continue
        mail = TakenMail(
            name, arrival, _outcome_of(arrival, read[content], context, known)
        )
        taken.append(mail)
        if is_whole:
            firsts[content] = mail
        if mail.new_item is not None:
            known = known.with_item(name, mail.new_item)
    return taken


def _doubted_mail(name: str, arrival: Arrival, found: Read | None) -> TakenMail:
    """A letter that did not come whole: what came is kept, unless it bears a 密级 mark
    (promise 13).
    """
    if isinstance(found, Sealed):
        arrival = arrival._replace(raw=None, head=b"")
    kept = arrival.content if arrival.raw else None
    head = head_words(arrival.fetched)
    return TakenMail(
        name, arrival, Quarantined(arrival.doubt, kept, head, mailbox_entries.NOT_GIVEN)
    )


def _outcome_of(
    arrival: Arrival, found: Read, context: IntakeContext, known: JudgingFacts
) -> Outcome:
    match found:
        case Sealed():
            return found
        case Unreadable(reason=because, head=head):
            return Quarantined(because, arrival.content, head)
        case Letter() if arrival.raw is None:
            foreign = numbered_elsewhere(found, known.sent)
            answerable = robots.answerable(
                found, context.own_addresses, numbered_elsewhere=foreign
            )
            return Oversize(found, answerable, known.unit_ids_of(found))
        case Letter():
            try:
                foreign = numbered_elsewhere(found, known.sent)
                robot = robots.find_robot(found, numbered_elsewhere=foreign)
                answerable = robots.answerable_of(found, context.own_addresses, robot)
                near_sealed = near_mark_of(found, known.intake.marks)
                screening = ScreeningResult(
                    robot, returned_by(found, robot), answerable, near_sealed
                )
                verdict = judge(found, known, screening)
                units = known.unit_ids_of(found)
                return Judged(
                    found,
                    verdict,
                    answerable,
                    known.sender_trust(found),
                    units,
                    near_sealed,
                )
            except Exception as fault:  # noqa: BLE001 - any fault of ours, whatever the letter did to cause it (P14)
                _LOG.error(
                    "letter-not-judged", sha256=found.sha256, fault=type(fault).__name__
                )
                return Quarantined(
                    f"判定时程序出错（{type(fault).__name__}）",
                    found.sha256,
                    head_words(arrival.fetched),
                )
        case _ as never:
            assert_never(never)


def gather_facts(
    conn: Connection, context: IntakeContext, letters: Sequence[Letter], now: datetime
) -> JudgingFacts:
    """Everything `triage.judge` may rest on besides the letters themselves."""
    sent = _messages_answered(conn, letters)
    # The commissions that a title may answer, and those whose mail is answered, however
    # late.
    first = min((letter.arrived_at for letter in letters), default=now)
    current = commissions.open_since(conn, local_day(first) - BELATED)
    answered = {
        message.commission
        for message in sent.values()
        if message.commission is not None
    }
    others = commissions.named(
        conn, answered.difference(each.commission.id for each in current)
    )
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
    """The items that one of the letters may repeat or resemble, by title or by text
    (F7).
    """
    within = context.copies_within
    first = min((letter.arrived_at for letter in letters), default=now)
    items = context.item_cache.items_since(conn, first - within, within)
    sketches = set()
    for letter in letters:
        # A letter on which this fails is quarantined when it is judged, and stops no
        # other (P14).
        with suppress(Exception):
            sketches.add(sketch_of_letter(letter))
    return replace(items, said=resembling(conn, sketches))


@lru_cache(maxsize=1)
def _unit_names(units: tuple[Unit, ...]) -> UnitNames:
    """The names of the roster, arranged again only when the roster changed."""
    return unit_names_of(units)


def _messages_answered(
    conn: Connection, letters: Sequence[Letter]
) -> dict[str, OurMessage]:
    """What we sent, by each name under which one of the letters may answer it (P31)."""
    names = set(chain.from_iterable(thread.references_of(letter) for letter in letters))
    messages = outbox.sent_by(conn, names, names) if names else ()
    serials = filter(None, (message.serial for message in messages))
    items = {item.serial: item for item in listing.several(conn, serials)}
    tokens = filter(None, (message.token for message in messages))
    requests = commissions.requests_with(conn, [*names, *tokens])

    sent = {token: _asking(requests[token]) for token in names & requests.keys()}
    for message in messages:
        request = requests.get(message.token or "")
        item = items.get(message.serial or "")
        ours = OurMessage(message.serial, message.to, message.kind)
        if request is not None:
            ours = _asking(request, message.to)
        elif item is not None:
            files = frozenset(attachment.sha256 for attachment in item.attachments)
            ours = OurMessage(
                item.serial, message.to, message.kind, item.unit_ids, files, item.title
            )
        sent[message.message_id] = ours
        if message.token:
            sent[message.token] = ours
    return sent


def _asking(request: Request, to: str = "") -> OurMessage:
    """A mail that asked a unit for an item."""
    return OurMessage(
        None, to, commissions.KIND, (request.unit_id,), commission=request.commission
    )
