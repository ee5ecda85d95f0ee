"""Who is told today that an item was adopted, sent up or written on?

The units of the item, and its author where the author's address is on the unit's roster or is the one the
letter came from (Art. 3(4), 4(3)): one message a day and address, however many events. Only events of this
quarter or the one before, entered within two weeks, are news; what was told is never told again.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ingest.screening.trust import SenderTrust
from ledger import mailbox_entries, roster, switches
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission
from ledger.outbox import feedback
from ledger.outbox.feedback import News
from ledger.periods import Span, local_day, period_of
from office.use_cases.gaps import AddressHealth, addresses_of
from office.use_cases.notice_facts.feedback import living
from office.wiring import Service

RECENT = timedelta(days=14)
"""How long an event may have been entered before it is told: a week of holidays, and as much again."""


def feed_back(service: Service, now: datetime) -> int:
    """Queues what is news; how many messages. Doing it again queues nothing (promise 9)."""
    with service.database.writing() as conn:
        by_address = _by_address(conn, service.address_health(conn), now)
        sent = {
            address: news
            for address, news in by_address.items()
            if feedback.queue_feedback(conn, address, news, now, service.limits)
        }
        feedback.mark_told(conn, (one for news in sent.values() for one in news), now)
        return len(sent)


def _by_address(conn: Connection, health: AddressHealth, now: datetime) -> dict[str, list[News]]:
    units = {unit.id: unit for unit in roster.all_units(conn)}
    events = _events(conn, now)
    known = feedback.already_told(conn, (event.name for event in events))
    found: dict[str, list[News]] = {}
    for event in events:
        item = living(conn, event.serial)
        if item is None:
            continue
        letter = None if item.letter is None else mailbox_entries.one(conn, item.letter)
        for unit_id in item.unit_ids:
            news = News(event.name, unit_id)
            if news in known:
                continue
            for address in _addressees(item, units[unit_id], letter, health):
                found.setdefault(address.lower(), []).append(news)
    return found


def _events(conn: Connection, now: datetime) -> tuple[feedback.FeedbackEvent, ...]:
    """What is news: nothing of quarters long over, nothing from before the installation."""
    first = period_of(local_day(now), Span.QUARTER).previous().first
    started = switches.moment(conn, switches.STARTED_AT)
    if started is not None:
        first = max(first, local_day(started))
    return feedback.events_since(conn, first, now - RECENT)


def _addressees(
    item: Submission, unit: Unit, letter: MailboxEntry | None, health: AddressHealth
) -> tuple[str, ...]:
    """The unit's officers, and its author; each once."""
    officers = addresses_of(unit, health)
    named = (*officers, *_authors(item, unit, letter))
    return tuple(dict.fromkeys(address.lower() for address in named if address.lower() not in health))


def _authors(item: Submission, unit: Unit, letter: MailboxEntry | None) -> Iterator[str]:
    answer_to = _answer_to(letter)
    for author in item.authors:
        if author.email and (unit.owns_address(author.email) or author.email.lower() == answer_to):
            yield author.email
    if answer_to and (unit.owns_address(answer_to) or unit.id == item.unit_id):
        yield answer_to


def _answer_to(letter: MailboxEntry | None) -> str:
    """Where the letter's sender is answered; nowhere if it was forged, handed in as a file, or a robot's."""
    if letter is None or letter.trust == SenderTrust.FAILED or letter.place.account == "file":
        return ""
    return letter.answerable.to.lower() if letter.answerable.may else ""
