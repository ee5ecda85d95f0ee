"""What do several kinds of message need to know?

An item as it was understood, a unit's standing, a line of a list, and the words of
codes that a template does not know. What a single kind says besides is left to the
files beside this one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from ingest.screening.trust import SenderTrust
from ledger import commissions, mailbox_entries, scores, switches
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.people import Unit, family_of
from ledger.entries.submissions import Submission
from ledger.outbox.listing import OutboxEntry
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.standing import Standing
from ledger.submissions import listing
from notify.facts import FileFact, ItemLine, Understood
from scoring.quota import standings

HELD_WORDS: Mapping[str, str] = {
    "own-business": "需确认是否属于本单位业务",
    "not-kin": "发件单位与主题中的单位不一致",
    "unit-unclear": "单位名称不够明确",
    "unit-unknown": "未写明报送单位",
    "untrusted": "发件人身份待核实",
    "manuscript-missing": "没有读到稿件文字，可以文字版重发",
    "maybe-correspondence": "需确认是报送信息还是往来函件",
    "name-unknown": "单位名称与登记的名称不同",
}
"""Why an item is held → what the office will look at."""


class ItemAndLetter(NamedTuple):
    """The submission that a notice names, and the letter it answers."""

    item: Submission
    letter: MailboxEntry


@dataclass(frozen=True, slots=True)
class FactContext:
    """A notice about to become a message, and what its facts are gathered from.

    `works` says whether a day is a working day, `doubts` gives the years near a day
    whose holidays are not known, `letter_limit` is in MiB, `office` signs.
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

    @property
    def about(self) -> Mapping[str, str]:
        """What the notice is about."""
        return self.entry.about

    @property
    def item(self) -> Submission | None:
        """The submission it names."""
        return listing.one(self.conn, self.entry.serial)

    @property
    def letter(self) -> MailboxEntry | None:
        """The letter it answers."""
        return mailbox_entries.one(self.conn, self.entry.answers)

    @property
    def item_and_letter(self) -> ItemAndLetter | None:
        """Both; None where one is no more, or of the submission no word is left."""
        item, letter = self.item, self.letter
        if item is None or letter is None or not item.title:
            return None
        return ItemAndLetter(item, letter)


def understood(context: FactContext, item: Submission) -> Understood:
    """The submission as a receipt tells it."""
    asked = commissions.one(context.conn, item.commission)
    rule = context.rulebook.for_period(
        period_of(local_day(item.arrived_at), Span.MONTH)
    ).intake
    beginning = switches.beginning(context.conn)
    return Understood(
        serial=item.serial,
        token=item.token,
        unit=_unit_name(item, context.units),
        title=item.title,
        category=item.category,
        arrived_at=item.arrived_at,
        authors=item.authors,
        characters=item.characters,
        co_units=tuple(context.units[number].name for number in item.co_unit_ids),
        files=tuple(
            FileFact(attachment.name, attachment.unread or "")
            for attachment in item.attachments
        ),
        commission="" if asked is None else asked.title,
        flags=item.flags,
        length_limit=rule.lengths.get(item.category),
        counts_on=item.counts_on if item.day != local_day(item.arrived_at) else None,
        early="" if beginning is None or item.day >= beginning.on else beginning.said,
    )


def item_line(item: Submission, units: Mapping[int, Unit], note: str = "") -> ItemLine:
    """The submission in a list."""
    return ItemLine(
        item.serial,
        item.title,
        _unit_name(item, units),
        item.category,
        item.arrived_at,
        note,
        item.state.value,
    )


def _unit_name(item: Submission, units: Mapping[int, Unit]) -> str:
    return "" if item.unit_id is None else units[item.unit_id].name


def standing_of(context: FactContext, unit_id: int, month: Period) -> Standing | None:
    """Where a unit, or the one that goes on for it, stands in the month, seen today;
    None: nowhere.
    """
    edition = context.rulebook.for_period(month)
    units = family_of(context.units.values(), unit_id, month.past)
    if edition.counts_events:
        facts = scores.outlined_facts_of_units(context.conn, month, units)
    else:
        facts = scores.duty_facts_of(context.conn, units, month)
    found = standings(edition, facts, month, local_day(context.now), context.works)
    return found[0] if found else None


def unit_of_reader(context: FactContext, item: Submission) -> Unit | None:
    """The item's unit, if the message goes to an address on that unit's own roster
    (F3).

    None where the letter was forged (P39): its sender is told nothing of the unit.
    """
    if item.unit_id is None:
        return None
    letter = context.letter
    if letter is not None and letter.trust == SenderTrust.FAILED:
        return None
    unit = context.units[item.unit_id]
    return unit if unit.owns_address(context.entry.to) else None


def standing_for_reader(context: FactContext, item: Submission) -> Standing | None:
    """The standing of the item's unit, only for an address on that unit's own
    roster.
    """
    unit = unit_of_reader(context, item)
    if unit is None:
        return None
    month = period_of(item.counts_on or local_day(item.arrived_at), Span.MONTH)
    return standing_of(context, unit.id, month)
