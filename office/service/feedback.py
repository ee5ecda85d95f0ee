"""Who is told today that an item was adopted, sent up or written on?

The units of the item, and its author where the author's address is on the unit's roster
or is the one the letter came from (Art. 3(4), 4(3)): one message a day and address,
however many events. Only events of this quarter or the one before, entered within two
weeks, are news; what was told is never told again.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from ingest.screening.trust import SenderTrust
from ledger import mailbox_entries, roster, switches
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import Unit, going_on
from ledger.entries.submissions import Submission
from ledger.outbox import prompting
from ledger.outbox.prompting import News
from ledger.periods import ONE_DAY, Span, local_day, period_of
from office.service.parts import Service
from office.use_cases.gaps import AddressHealth, addresses_of
from office.use_cases.notice_facts.feedback import living

RECENT = timedelta(days=14)
"""How long an event may have been entered before it is told: a week of holidays, and as
much again.
"""


def feed_back(service: Service, now: datetime) -> int:
    """Queues what is news; how many messages. Doing it again queues nothing (promise
    9).
    """
    messages = 0
    told: list[News] = []
    with service.database.writing() as conn:
        news_by_address = _news_by_address(conn, service.address_health(conn), now)
        for address, (first_on, news) in news_by_address.items():
            if prompting.queue_feedback(
                conn, address, news, first_on, now, service.limits
            ):
                messages += 1
                told += news
        prompting.mark_told(conn, told, now)
    return messages


class AddressNews(NamedTuple):
    """What an address is told today, and on which day the earliest of it happened."""

    first_on: date
    news: list[News]


def _news_by_address(
    conn: Connection, health: AddressHealth, now: datetime
) -> dict[str, AddressNews]:
    # Nothing of quarters long over, nothing from before the installation.
    first = period_of(local_day(now), Span.QUARTER).previous().first
    started = switches.moment(conn, switches.STARTED_AT)
    if started is not None:
        first = max(first, local_day(started))
    events = prompting.events_since(conn, first, now - RECENT)

    told_before = prompting.already_told(conn, [event.name for event in events])
    units = roster.units_by_id(conn)
    heirs = going_on(units.values(), local_day(now) + ONE_DAY)
    found: dict[str, AddressNews] = {}
    for event in events:  # in the order of days
        item = living(conn, event.serial)
        if item is None:
            continue
        letter = mailbox_entries.one(conn, item.letter)
        for unit_id in item.unit_ids:
            news = News(event.name, unit_id)
            if news not in told_before:
                reader = units[heirs.get(unit_id, unit_id)]
                sender = _answerable_sender(letter)
                addresses = _addressees(item, reader, sender, health)
                # Whoever sent the item speaks for its lead unit, and for others only
                # where a roster says so.
                if sender and sender not in health and unit_id == item.unit_id:
                    addresses = tuple(dict.fromkeys((*addresses, sender)))
                for address in addresses:
                    found.setdefault(address, AddressNews(event.on, [])).news.append(
                        news
                    )
    return found


def _addressees(
    item: Submission, unit: Unit, sender: str, health: AddressHealth
) -> tuple[str, ...]:
    """The unit's officers, its sender, and the item's author where we may know the
    address; lower-case.
    """
    addresses = [address.lower() for address in addresses_of(unit, health)]
    for author in item.authors:
        email = author.email.lower()
        if email and (unit.owns_address(email) or email == sender):
            addresses.append(email)
    if unit.owns_address(sender):
        addresses.append(sender)
    return tuple(address for address in addresses if address not in health)


def _answerable_sender(letter: MailboxEntry | None) -> str:
    """Where the letter's sender is answered; "" if it was forged, handed in as a file,
    or a robot's.
    """
    if (
        letter is None
        or letter.trust == SenderTrust.FAILED
        or letter.place.account == "file"
    ):
        return ""
    return letter.answerable.to.lower() if letter.answerable.may else ""
