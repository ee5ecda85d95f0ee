"""What does the record hold of one person, and how is it left without how to reach
them?

Erasing blanks telephone numbers and mail addresses wherever they stand - items and
their words, letters, the roster, issues, messages - and purges the bytes that hold
them: originals and messages as they were sent. The item, its author's name and its
points stay. Each erasure is kept, so that it can be done again on a copy of the record
from before it.
"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from ledger import journal, mailbox_entries, originals, search
from ledger.database import mark_purge
from ledger.entries.contact import (
    Contact,
    Who,
    WhoKind,
    digits_of,
    numbers_in,
    phones_of,
    plain_name,
    value_without,
    without,
    without_tails,
)
from ledger.entries.letters import Answerable, MailboxEntry
from ledger.entries.submissions import UNSIGNED, Author, Submission, subject_of
from ledger.journal import JournalEntry
from ledger.notice import OutboxState
from ledger.statements import in_chunks, insert_new
from ledger.submissions import listing, recording
from ledger.tables.events import issue_items
from ledger.tables.mail import address_health, outbox
from ledger.tables.mail import mailbox_entries as letters_table
from ledger.tables.office import addresses, erasures, persons
from ledger.tables.submissions import proposals, submissions, words

ERASED_CONTACT = "erased contact"
"""What the journal of an item says of an erasure."""
_QUEUED = (
    OutboxState.QUEUED.value,
    OutboxState.SHOWN.value,
    OutboxState.WITHHELD.value,
)


class RosterLine(NamedTuple):
    """One person of the roster: number of the row, unit, role, name, address and
    telephone.
    """

    id: int
    unit_id: int
    role: str
    name: str
    address: str
    phone: str


class PersonalData(NamedTuple):
    """All that the record holds of one person.

    `units_own` are addresses the person wrote from that are the unit's by the roster,
    and stay. `letters` are those of the items and those from an address of the person's
    own; `messages` the ids of what was mailed about the items or to such an address.
    """

    who: Who
    contact: Contact
    items: tuple[Submission, ...]
    roster: tuple[RosterLine, ...]
    letters: tuple[MailboxEntry, ...]
    messages: tuple[int, ...]
    units_own: frozenset[str]

    @property
    def is_one(self) -> bool:
        """Whether it is one person's: a name that stands with several units may be
        several persons.
        """
        if self.who.kind is not WhoKind.NAME or self.who.unit_id is not None:
            return True
        return len(self.unit_ids) <= 1

    @property
    def unit_ids(self) -> frozenset[int | None]:
        """The units that items and roster have the person with; None: an item without
        one.
        """
        return frozenset(item.unit_id for item in self.items) | {
            line.unit_id for line in self.roster
        }

    def __bool__(self) -> bool:
        """Whether anything is held."""
        return bool(self.items or self.roster or self.letters or self.messages)


class Erasure(NamedTuple):
    """One erasure, as it is kept: by which it is done again.

    A name and a unit's name stand as they are; of a number or an address only a digest
    with its salt, for it is what was to be forgotten. Of a name `serials` are the items
    that it was erased in: an older copy may have them with another unit.
    """

    id: str
    at: datetime
    who: str
    because: str
    kind: WhoKind
    said: str
    unit: str = ""
    salt: str = ""
    serials: tuple[str, ...] = ()


class Erased(NamedTuple):
    """What an erasure came to: in how many items, letters and lines of the roster
    contact was blanked.

    `originals` are letters whose bytes went, `messages` those of ours whose bytes went,
    `beyond_reach` the ids of those among them that have left, or may have left, the
    house.
    """

    items: int
    letters: int
    roster: int
    originals: int
    messages: int
    beyond_reach: tuple[int, ...]


# --- what is held ---------------------------------------------------------------------


def held_of(
    conn: sa.Connection, who: Who, until: datetime | None = None
) -> PersonalData:
    """What the record holds of a person; of items and letters those that came up to
    `until`, None: all.
    """
    items = _items_of(conn, who, until)
    roster: list[RosterLine] = []
    for line in _roster_lines(conn):
        # A line of the roster says of a person what an item says of its author.
        if who.is_author(Author(line.name, line.phone, line.address), (line.unit_id,)):
            roster.append(line)
    phones: set[str] = set()
    own: set[str] = set()
    if who.kind is WhoKind.PHONE:
        phones.add(digits_of(who.said))
    elif who.kind is WhoKind.ADDRESS:
        own.add(who.said.casefold())
    for item in items:
        for author in who.authors_of(item):
            phones |= phones_of(author.phone)
            own.add(author.email.casefold())
    for line in roster:
        phones |= phones_of(line.phone)
        own.add(line.address.casefold())
    own.discard("")
    # An office writes from one mailbox of the unit, which is nobody's own.
    query = sa.select(addresses.c.address).where(addresses.c.learnt_because == "")
    units_own = own & frozenset(listed.casefold() for listed in conn.scalars(query))
    if who.kind is not WhoKind.ADDRESS:
        own -= units_own
    serials = {item.serial for item in items}
    numbers: set[int] = set()
    for chunk in in_chunks(serials):
        numbers.update(
            conn.scalars(
                sa.select(letters_table.c.id).where(letters_table.c.serial.in_(chunk))
            )
        )
    sender = sa.func.lower(letters_table.c.from_address)
    for chunk in in_chunks(own):
        numbers.update(
            conn.scalars(sa.select(letters_table.c.id).where(sender.in_(chunk)))
        )
    of_person = mailbox_entries.several(conn, numbers)
    letters = tuple(
        letter for letter in of_person if until is None or letter.arrived_at <= until
    )
    messages = _messages_of(conn, serials, own)
    contact = Contact(frozenset(phones), frozenset(own))
    return PersonalData(
        who,
        contact,
        items,
        tuple(roster),
        letters,
        messages,
        frozenset(units_own - own),
    )


def _items_of(
    conn: sa.Connection, who: Who, until: datetime | None
) -> tuple[Submission, ...]:
    # JSON spells Chinese in escapes on one database and not on the other: authors are
    # read, not searched.
    query = sa.select(submissions.c.serial, submissions.c.authors).order_by(
        submissions.c.serial
    )
    if until is not None:
        query = query.where(submissions.c.arrived_at <= until)
    likely: list[str] = []
    for row in conn.execute(query):
        authors = [Author(*author) for author in row.authors]
        if any(who._replace(unit_id=None).is_author(author, ()) for author in authors):
            likely.append(row.serial)
    items = listing.several(conn, likely)
    return tuple(item for item in items if who.authors_of(item))


def _roster_lines(conn: sa.Connection) -> tuple[RosterLine, ...]:
    columns = [persons.c[name] for name in RosterLine._fields]
    return tuple(
        RosterLine(*row)
        for row in conn.execute(sa.select(*columns).order_by(persons.c.id))
    )


def _messages_of(
    conn: sa.Connection, serials: Collection[str], own: Collection[str]
) -> tuple[int, ...]:
    numbers: set[int] = set()
    for chunk in in_chunks(serials):
        numbers.update(
            conn.scalars(sa.select(outbox.c.id).where(outbox.c.serial.in_(chunk)))
        )
    for chunk in in_chunks(own):
        numbers.update(
            conn.scalars(sa.select(outbox.c.id).where(outbox.c.recipient.in_(chunk)))
        )
    return tuple(sorted(numbers))


def known_contacts(conn: sa.Connection, kind: WhoKind) -> frozenset[str]:
    """Every number, as digits, or every address, in small letters, that stands in a
    field of its own.
    """
    found: set[str] = set()
    for row in conn.execute(sa.select(submissions.c.authors)):
        for fields in row.authors:
            author = Author(*fields)
            found |= (
                phones_of(author.phone)
                if kind is WhoKind.PHONE
                else {author.email.casefold()}
            )
    for line in _roster_lines(conn):
        found |= (
            phones_of(line.phone)
            if kind is WhoKind.PHONE
            else {line.address.casefold()}
        )
    if kind is WhoKind.ADDRESS:
        senders = conn.scalars(sa.select(letters_table.c.from_address).distinct())
        found.update(address.casefold() for address in senders)
    return frozenset(found - {""})


# --- erasing --------------------------------------------------------------------------


def erase(conn: sa.Connection, held: PersonalData, entry: JournalEntry) -> Erased:
    """Takes the contact of `held` out of the record; the items, the person's name and
    all points stay.
    """
    mark_purge(conn)
    touched: set[str] = set()
    for item in held.items:
        erased = held.who.authors_of(item)
        authors = tuple(
            author._replace(phone="", email="") if author in erased else author
            for author in item.authors
        )
        after = blanked(replace(item, authors=authors), held.contact)
        if after != item:
            recording.change(conn, item, after, entry)
            touched.add(item.serial)
    touched |= _blank_words(conn, held)
    lines = [line for line in held.roster if line.phone or line.address]
    for line in lines:
        conn.execute(
            persons.update().where(persons.c.id == line.id).values(phone="", address="")
        )
    own = sorted(held.contact.addresses)
    if own:
        conn.execute(
            addresses.delete().where(sa.func.lower(addresses.c.address).in_(own))
        )
        conn.execute(
            address_health.delete().where(
                sa.func.lower(address_health.c.address).in_(own)
            )
        )
    letters, purged = _blank_letters(conn, held, touched)
    messages, beyond_reach = _purge_messages(conn, held, touched, entry.at)
    for serial in sorted(touched):
        _blank_beside(conn, serial, held.contact)
    plain = {
        plain_name(author.name or UNSIGNED)
        for item in held.items
        for author in held.who.authors_of(item)
    }

    def taken_out(text: str) -> str:
        # The journal tells two numbers of an author apart by their last digits.
        return without_tails(without(text, held.contact), held.contact, plain)

    serials = touched.union(item.serial for item in held.items)
    journal.alter(
        conn,
        map(subject_of, sorted(serials)),
        lambda value: value_without(value, taken_out),
    )
    search.index_words(conn, touched)
    return Erased(len(touched), letters, len(lines), purged, messages, beyond_reach)


def blanked(item: Submission, contact: Contact) -> Submission:
    """The item with every text of its own as `without` leaves it."""
    return replace(
        item,
        title=without(item.title, contact),
        evidence=tuple(without(line, contact) for line in item.evidence),
        attachments=tuple(
            replace(each, name=without(each.name, contact)) for each in item.attachments
        ),
    )


def _blank_words(conn: sa.Connection, held: PersonalData) -> set[str]:
    """Takes the contact out of the words of the person's items, and of whatever else
    writes it as known.
    """
    serials = {item.serial for item in held.items}
    writings = set(held.contact.addresses)
    for item in held.items:
        for author in held.who.authors_of(item):
            writings.update(numbers_in(author.phone))
    writings.update(held.contact.phones)
    for writing in sorted(writings):
        said = words.c.text.contains(writing, autoescape=True)
        said |= words.c.manuscript.contains(writing, autoescape=True)
        serials.update(conn.scalars(sa.select(words.c.serial).where(said)))
    changed: set[str] = set()
    for chunk in in_chunks(serials):
        for row in conn.execute(
            sa.select(words).where(words.c.serial.in_(chunk))
        ).all():
            text, manuscript = (
                without(row.text, held.contact),
                without(row.manuscript, held.contact),
            )
            if (text, manuscript) != (row.text, row.manuscript):
                values = {"text": text, "manuscript": manuscript}
                conn.execute(
                    words.update().where(words.c.serial == row.serial).values(values)
                )
                changed.add(row.serial)
    return changed


def _blank_letters(
    conn: sa.Connection, held: PersonalData, touched: Collection[str]
) -> tuple[int, int]:
    """How many letters were blanked, and of how many the bytes went."""
    known = {letter.id: letter for letter in held.letters}
    for serial in touched:
        known.update(
            (letter.id, letter)
            for letter in mailbox_entries.of_submission(conn, serial)
        )
    changed = purged = 0
    for letter in known.values():
        from_person = letter.from_address.casefold() in held.contact.addresses
        says_so = from_person or letter.serial in touched
        contact = held.contact
        answerable = letter.answerable
        if answerable.to.casefold() in contact.addresses:
            answerable = Answerable(may=False, to="", because="erased")
        after = replace(
            letter,
            from_address="" if from_person else letter.from_address,
            from_name="" if from_person else without(letter.from_name, contact),
            subject=without(letter.subject, contact),
            because=without(letter.because, contact),
            attachments=tuple(without(name, contact) for name in letter.attachments),
            opening=without(letter.opening, contact),
            answerable=answerable,
        )
        if letter.sha256 is not None and says_so:
            originals.purge(conn, letter.sha256)
            purged += 1
        if after != letter:
            mailbox_entries.change(conn, after)
            changed += 1
    return changed, purged


def _purge_messages(
    conn: sa.Connection, held: PersonalData, touched: Collection[str], now: datetime
) -> tuple[int, tuple[int, ...]]:
    """Purges the words of what was mailed; how many, and ids of those that left the
    house, or may have.
    """
    numbers = {*held.messages, *_messages_of(conn, touched, held.contact.addresses)}
    purged = 0
    left: list[int] = []
    for chunk in in_chunks(numbers):
        kept = outbox.c.bytes.is_not(None).label("kept")
        query = sa.select(outbox.c.id, outbox.c.state, outbox.c.recipient, kept)
        for row in conn.execute(query.where(outbox.c.id.in_(chunk))).all():
            values: dict[str, object] = {
                "bytes": None,
                "facts": sa.null(),
                "subject": None,
            }
            if row.recipient.casefold() in held.contact.addresses:
                # The key must stay one of its own, so that what was told is not told
                # again.
                values["recipient"] = f"erased-{row.id}"
                if row.state in _QUEUED:
                    values |= {"state": OutboxState.DROPPED.value, "settled_at": now}
                    values["outcome"] = "收件人的联系方式已删除"
            elif row.state == OutboxState.QUEUED.value:
                continue  # it is composed anew, from what is left
            conn.execute(outbox.update().where(outbox.c.id == row.id).values(values))
            purged += 1
            if row.state not in _QUEUED and row.kept:
                left.append(row.id)
    return purged, tuple(left)


def _blank_beside(conn: sa.Connection, serial: str, contact: Contact) -> None:
    """Takes the contact out of what stands beside an item: issues and proposals."""
    mine = issue_items.c.serial == serial
    of_issues = sa.select(
        issue_items.c.issue_id, issue_items.c.heading, issue_items.c.text
    ).where(mine)
    for issue, heading, said in conn.execute(of_issues).all():
        shown = {"heading": without(heading, contact), "text": without(said, contact)}
        conn.execute(
            issue_items.update()
            .where(mine, issue_items.c.issue_id == issue)
            .values(shown)
        )
    of_proposals = sa.select(proposals.c.id, proposals.c.evidence).where(
        proposals.c.serial == serial
    )
    for number, evidence in conn.execute(of_proposals).all():
        left = without(evidence, contact)
        conn.execute(
            proposals.update().where(proposals.c.id == number).values(evidence=left)
        )


# --- what was erased ------------------------------------------------------------------


def digest_of(said: str, salt: str) -> str:
    """A keyed digest of a number or an address."""
    return hmac.new(bytes.fromhex(salt), said.encode(), hashlib.sha256).hexdigest()


def note(conn: sa.Connection, *done: Erasure) -> None:
    """Keeps erasures in the record; those that are there already stay."""
    rows = []
    for each in done:
        rows.append(
            each._asdict()
            | {"kind": each.kind.value, "serials": " ".join(each.serials)}
        )
    insert_new(conn, erasures, rows)


def newest(conn: sa.Connection) -> datetime | None:
    """When contact was last erased; None: never."""
    at: datetime | None = conn.scalar(
        sa.select(sa.func.max(erasures.c.at, type_=erasures.c.at.type))
    )
    return at


def noted(conn: sa.Connection) -> tuple[Erasure, ...]:
    """Every erasure that the record knows of, oldest first."""
    query = sa.select(erasures).order_by(erasures.c.at, erasures.c.id)
    found: list[Erasure] = []
    for row in conn.execute(query):
        values = row._asdict() | {
            "kind": WhoKind(row.kind),
            "serials": tuple(row.serials.split()),
        }
        found.append(Erasure(**values))
    return tuple(found)
