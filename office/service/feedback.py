"""Who is told today that an item was adopted, sent up or written on?

The units of the item, and its author where the author's address is on the unit's roster or is the one the
letter came from (Art. 3(4), 4(3)): one message a day and address, however many events. Only events of this
quarter or the one before, entered within two weeks, are news; what was told is never told again.
"""

from datetime import datetime, timedelta

from ingest.screening.trust import SenderTrust
from ledger import mailbox_entries, roster, switches
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission
from ledger.outbox import prompting
from ledger.outbox.prompting import News
from ledger.periods import Span, local_day, period_of
from office.service.parts import Service
from office.use_cases.gaps import AddressHealth, addresses_of
from office.use_cases.notice_facts.feedback import living

RECENT = timedelta(days=14)
"""How long an event may have been entered before it is told: a week of holidays, and as much again."""


def feed_back(service: Service, now: datetime) -> int:
    """Queues what is news; how many messages. Doing it again queues nothing (promise 9)."""
    messages = 0
    told: list[News] = []
    with service.database.writing() as conn:
        # Nothing of quarters long over, nothing from before the installation.
        first = period_of(local_day(now), Span.QUARTER).previous().first
        started = switches.moment(conn, switches.STARTED_AT)
        if started is not None:
            first = max(first, local_day(started))
        events = prompting.events_since(conn, first, now - RECENT)
        health = service.address_health(conn)
        told_before = prompting.already_told(conn, [event.name for event in events])
        units = {unit.id: unit for unit in roster.all_units(conn)}
        news_by_address: dict[str, list[News]] = {}
        for event in events:
            item = living(conn, event.serial)
            if item is None:
                continue
            letter = None if item.letter is None else mailbox_entries.one(conn, item.letter)
            for unit_id in item.unit_ids:
                fresh = News(event.name, unit_id)
                if fresh not in told_before:
                    for address in _addressees(item, units[unit_id], letter, health):
                        news_by_address.setdefault(address, []).append(fresh)
        for address, news in news_by_address.items():
            if prompting.queue_feedback(conn, address, news, now, service.limits):
                messages += 1
                told += news
        prompting.mark_told(conn, told, now)
    return messages


def _addressees(
    item: Submission, unit: Unit, letter: MailboxEntry | None, health: AddressHealth
) -> tuple[str, ...]:
    """The unit's officers, and the item's author where we may know the address; each once, lower-case."""
    addresses = [address.lower() for address in addresses_of(unit, health)]
    sender = ""  # of a letter that was forged, handed in as a file, or sent by a robot
    if letter is not None and letter.trust != SenderTrust.FAILED and letter.place.account != "file":
        sender = letter.answerable.to.lower() if letter.answerable.may else ""
    for author in item.authors:
        email = author.email.lower()
        if email and (unit.owns_address(email) or email == sender):
            addresses.append(email)
    # Whoever sent the item speaks for its lead unit, and for another one only where its roster says so.
    if sender and (unit.owns_address(sender) or unit.id == item.unit_id):
        addresses.append(sender)
    return tuple(dict.fromkeys(address for address in addresses if address not in health))
