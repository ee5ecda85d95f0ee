"""What is told to whoever wrote a letter?

Receipts, decisions and completions, what units hear of an item of another sender, what
answers a letter that became no item, and the lists sent in place of single answers. A
function that finds nothing left to tell returns None. What a unit's year has come to is
told to its own addresses alone.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger import journal, mailbox_entries, proposals, scores
from ledger.database import Connection
from ledger.entries.letters import MailboxEntryState
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState, subject_of
from ledger.events import adoptions, instructions
from ledger.outbox import listing as outbox
from ledger.outbox.listing import OutboxEntry
from ledger.periods import Period, Span, local_day, period_of
from ledger.scoresheet import points_text
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from ledger.submissions.recording import CHANGES
from notify.chinese import full_day
from notify.facts import (
    BacklogFacts,
    CompletedFacts,
    DecidedFacts,
    DigestFacts,
    Facts,
    HeldFacts,
    HintFacts,
    ItemChange,
    ItemChangedFacts,
    ItemLine,
    OversizeFacts,
    PrincipalCopyFacts,
    ReceiptFacts,
    YearSoFar,
)
from office.use_cases.notice_facts.parts import (
    HELD_WORDS,
    FactContext,
    item_line,
    standing_for_reader,
    understood,
    unit_of_reader,
)

_MENDED_WORDS: Mapping[str, str] = {
    "title": "标题",
    "authors": "撰稿人及联系方式",
    "signer": "签发人",
}
"""Field of an item that a reply may mend → how a message says it."""
_REGISTERED_WORDS: Mapping[str, str] = {
    "title": "标题",
    "unit_id": "报送单位",
    "co_unit_ids": "联合报送单位",
    "category": "类别",
    "day": "计入日期",
}
"""Field of an item that a decision may change → how a message says it."""


def receipt(context: FactContext) -> Facts | None:
    """回执: what was understood, and where the unit stands."""
    about = context.item_and_letter
    if about is None:
        return None
    item, letter = about
    return ReceiptFacts(
        subject=letter.subject,
        item=understood(context, item),
        standing=standing_for_reader(context, item),
        year=_year_for_reader(context, item),
        corrects=_corrected(context, item),
    )


def _corrected(context: FactContext, item: Submission) -> ItemLine | None:
    """The item that this one corrects and counts once with; told to an address of its
    own unit alone.
    """
    if unit_of_reader(context, item) is None:
        return None
    for found in proposals.about(context.conn, item.serial):
        if found.proposal.counts_once and found.proposal.other:
            other = listing.one(context.conn, found.proposal.other)
            if other is not None and other.title:
                return item_line(other, context.units)
    return None


def receipt_held(context: FactContext) -> Facts | None:
    """待核回执; moot once the office has decided."""
    item, letter = context.item, context.letter
    if item is None or letter is None or item.state is not SubmissionState.HELD:
        return None
    candidates = tuple(context.units[number].name for number in item.candidates)
    because = HELD_WORDS.get(item.held_because, "")
    return HeldFacts(letter.subject, understood(context, item), because, candidates)


def decided(context: FactContext) -> Facts | None:
    """核定回执: what the office decided and why; moot once a later decision is told in
    its place.
    """
    about = context.item_and_letter
    if about is None:
        return None
    item, letter = about
    # A later decision has a message of its own, beside which this one would be out of
    # date.
    for other in outbox.about(context.conn, item.serial):
        if other.kind == "decided" and other.id > context.entry.id:
            return None
    decision = journal.numbered(context.conn, int(context.about.get("entry", 0)))
    counted = True
    if item.unit_id is not None and context.units[item.unit_id].own_business_only:
        counted = item.own_business is not False  # Art. 11(1)
    changed = context.about.get("changed", "").split("|")
    return DecidedFacts(
        subject=letter.subject,
        item=understood(context, item),
        state=item.state.value,
        because="" if decision is None else decision.because,
        standing=standing_for_reader(context, item),
        counted=counted,
        was=context.about.get("was", ""),
        changed=tuple(
            word for name, word in _REGISTERED_WORDS.items() if name in changed
        ),
        year=_year_for_reader(context, item),
    )


def item_changed(context: FactContext) -> Facts | None:
    """报送件更正: what is registered otherwise; moot once the item has other units
    again, or is no more.
    """
    item, about = context.item, context.about
    entry = journal.numbered(context.conn, int(about["entry"]))
    if (
        item is None
        or entry is None
        or item.state is not SubmissionState.RECORDED
        or not item.title
    ):
        return None
    if " ".join(map(str, item.unit_ids)) != about["units"]:
        return None

    def named(numbers: str) -> str:
        return "、".join(context.units[int(number)].name for number in numbers.split())

    changes: list[ItemChange] = []
    differing: Any = entry.details.get(CHANGES, {})
    if "title" in differing:
        changes.append(
            ItemChange("标题", *(title or "（无标题）" for title in differing["title"]))
        )
    if about["units"] != about["units_were"]:
        changes.append(
            ItemChange("单位", named(about["units_were"]), named(about["units"]))
        )
    if about["day"] != about["day_was"]:
        days = [
            full_day(date.fromisoformat(about[when])) for when in ("day_was", "day")
        ]
        changes.append(ItemChange("计入日期", *days))
    return ItemChangedFacts(
        item.serial,
        item.title,
        item.arrived_at,
        tuple(changes),
        about["change"],
        entry.because,
    )


def completed(context: FactContext) -> Facts | None:
    """补正回执: what the reply brought."""
    about = context.item_and_letter
    if about is None:
        return None
    item, letter = about
    changed: Mapping[str, object] = {}
    for entry in journal.about(context.conn, subject_of(item.serial)):
        if entry.did == "completed":
            changed = entry.details  # the last one says what this reply brought
    mended = tuple(word for name, word in _MENDED_WORDS.items() if name in changed)
    return CompletedFacts(letter.subject, understood(context, item), mended)


def oversize(context: FactContext) -> Facts | None:
    """来件过大."""
    letter = context.letter
    if letter is None:
        return None
    size = math.ceil(letter.size / 2**20)
    return OversizeFacts(letter.subject, letter.arrived_at, size, context.letter_limit)


def hint(context: FactContext) -> Facts | None:
    """报送提示, with the right subject for this very unit."""
    letter = context.letter
    if letter is None or letter.state is not MailboxEntryState.SET_ASIDE:
        return None
    for unit in context.units.values():
        if unit.owns_address(letter.from_address):
            return HintFacts(letter.subject, unit.name, letter.arrived_at)
    return None


def principal_copy(context: FactContext) -> Facts | None:
    """报送抄知: an item of the principal's own unit (Art. 9); moot when it is another's
    or no more.
    """
    about = context.item_and_letter
    if about is None or about.item.state is not SubmissionState.RECORDED:
        return None
    item, letter = about
    if unit_of_reader(context, item) is None:
        return None
    return PrincipalCopyFacts(understood(context, item), letter.from_address)


def _year_for_reader(context: FactContext, item: Submission) -> YearSoFar | None:
    """The year of the item's unit up to today, only for an address on that unit's own
    roster.
    """
    unit = unit_of_reader(context, item)
    if unit is None:
        return None
    conn, today = context.conn, local_day(context.now)
    year = period_of(today, Span.YEAR)
    recorded = SubmissionFilter(
        period=year, unit_id=unit.id, state=SubmissionState.RECORDED
    )
    serials = [each.serial for each in listing.listed(conn, recorded)]
    return YearSoFar(
        year=today.year,
        sent=len(serials),
        adopted=len(adoptions.of(conn, serials)),
        instructed=len(instructions.of(conn, serials)),
        quarters=_printed_quarters(conn, unit, year),
    )


def _printed_quarters(
    conn: Connection, unit: Unit, year: Period
) -> tuple[tuple[str, str], ...]:
    """The year's quarters whose circular is out; while there is none, the last one of
    the year before.

    Each with the points it gave the unit; a quarter whose sheet the unit is not on is
    left out.
    """
    published = scores.published_revisions(conn)
    codes = [
        quarter.code
        for quarter in year.split(Span.QUARTER)
        if quarter.code in published
    ]
    before = period_of(year.first, Span.QUARTER).previous()
    quarters: list[tuple[str, str]] = []
    for code in codes or [before.code]:
        sheet = scores.printed_sheet(conn, code)
        score = None if sheet is None else sheet.of(unit.id)
        if score is not None:
            quarters.append((code, points_text(score.total)))
    return tuple(quarters)


def receipts_digest(context: FactContext) -> Facts | None:
    """回执汇总: the items of one address that got no receipt of their own."""
    items = _items(context, outbox.deferred_of(context.conn, context.entry))
    if not items:
        return None
    return DigestFacts(date.fromisoformat(context.about["day"]), items)


def backlog(context: FactContext) -> Facts | None:
    """补录清单: what one address of a unit sent and the service found late."""
    items = _items(context, outbox.deferred_of(context.conn, context.entry))
    if not items:
        return None
    unit = context.units[int(context.about["unit_id"])]
    return BacklogFacts(unit.name, items)


def _items(context: FactContext, owed: Sequence[OutboxEntry]) -> tuple[ItemLine, ...]:
    """A line for each answer the list stands for; what was sealed since has none."""
    items = listing.by_serial(context.conn, (answer.serial for answer in owed))
    answered = (answer.answers for answer in owed)
    letters = mailbox_entries.by_number(context.conn, answered)
    # Two answers about one item, a receipt and a completion, are one line: the later
    # one's.
    lines: dict[str, ItemLine] = {}
    for answer in owed:
        item = items.get(answer.serial)
        letter = letters.get(answer.answers)
        if item is not None and item.title:
            note = "已按回复补正" if answer.kind == "completed" else ""
            if item.state is SubmissionState.HELD:
                note = HELD_WORDS.get(item.held_because, "")
            lines[item.serial] = item_line(item, context.units, note)
        elif answer.kind == "oversize" and letter is not None:
            size = math.ceil(letter.size / 2**20)
            note = f"约{size}MB，超过{context.letter_limit}MB的上限"
            lines[f"letter {letter.id}"] = ItemLine(
                "", letter.subject, "", "", letter.arrived_at, note, "oversize"
            )
    return tuple(lines.values())
