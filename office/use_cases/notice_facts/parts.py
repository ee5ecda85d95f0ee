"""What do several kinds of message need to know?

An item as it was understood, a unit's standing, lines of lists. The office's names for codes are the
templates'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ingest.screening.trust import SenderTrust
from ledger import commissions, mailbox_entries, scores
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission
from ledger.outbox.listing import OutboxEntry
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.standing import Standing
from ledger.submissions import listing
from notify.facts import FileFact, ItemLine, Understood
from scoring.quota import standings


@dataclass(frozen=True, slots=True)
class FactContext:
    """One notice about to become a message.

    The record it is gathered from, the moment, the rule, the roster, and the office that signs.
    """

    conn: Connection
    entry: OutboxEntry
    now: datetime
    rulebook: Rulebook
    works: Callable[[date], bool]
    letter_limit: int
    units: Mapping[int, Unit]
    office: str = ""
    own_addresses: frozenset[str] = frozenset()
    doubts: Callable[[date], tuple[int, ...]] = lambda _: ()
    """The years near a day whose holidays are not known."""

    @property
    def about(self) -> Mapping[str, str]:
        """What the notice is about."""
        return self.entry.about

    @property
    def item(self) -> Submission | None:
        """The submission it names."""
        return None if self.entry.serial is None else listing.one(self.conn, self.entry.serial)

    @property
    def letter(self) -> MailboxEntry | None:
        """The letter it answers."""
        return None if self.entry.answers is None else mailbox_entries.one(self.conn, self.entry.answers)


def understood(context: FactContext, item: Submission) -> Understood:
    """The submission as a receipt tells it."""
    asked = None if item.commission is None else commissions.one(context.conn, item.commission)
    rule = context.rulebook.for_period(period_of(local_day(item.arrived_at), Span.MONTH)).intake
    return Understood(
        serial=item.serial,
        token=item.token,
        unit="" if item.unit_id is None else context.units[item.unit_id].name,
        title=item.title,
        category=item.category,
        arrived_at=item.arrived_at,
        authors=item.authors,
        characters=item.characters,
        co_units=tuple(context.units[number].name for number in item.co_unit_ids),
        files=tuple(FileFact(attachment.name, attachment.unread or "") for attachment in item.attachments),
        commission="" if asked is None else asked.title,
        flags=item.flags,
        length_limit=rule.lengths.get(item.category),
    )


def line(item: Submission, units: Mapping[int, Unit], note: str = "") -> ItemLine:
    """The submission in a list."""
    unit = "" if item.unit_id is None else units[item.unit_id].name
    return ItemLine(item.serial, item.title, unit, item.category, item.arrived_at, note, item.state.value)


def standing_of(context: FactContext, unit_id: int, month: Period) -> Standing | None:
    """Where a unit stands in the month, seen today; None when it is not on the roster then."""
    edition, unit = context.rulebook.for_period(month), context.units[unit_id]
    facts = (
        scores.outlined_facts_of_units(context.conn, month, (unit,))
        if edition.counts_events
        else scores.duty_facts_of(context.conn, unit, month)
    )
    found = standings(edition, facts, month, local_day(context.now), context.works)
    return next(iter(found), None)


def unit_of_reader(context: FactContext, item: Submission) -> Unit | None:
    """The item's unit, if the address is on that unit's own roster (F3) and the letter not forged (P39)."""
    if item.unit_id is None or (context.letter is not None and context.letter.trust == SenderTrust.FAILED):
        return None
    unit = context.units[item.unit_id]
    return unit if unit.owns_address(context.entry.to) else None


def standing_for_reader(context: FactContext, item: Submission) -> Standing | None:
    """The standing of the item's unit, only for an address on that unit's own roster."""
    unit = unit_of_reader(context, item)
    month = period_of(item.counts_on or local_day(item.arrived_at), Span.MONTH)
    return None if unit is None else standing_of(context, unit.id, month)
