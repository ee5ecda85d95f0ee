"""What must be known before a message of each kind can be written?

The contract between templates and whoever gathers: one frozen value for each kind of
NOTICES, in FACTS. Its fields are the names a template may use; the office's own names
(`office`, `robot`, `contact`) come with the composer. Everything is said in the
office's words already where it is a text; what is a code (flags, states) is turned into
words by the templates.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from ledger.entries.submissions import Author
from ledger.standing import Duty, Standing
from notify.circular import CircularContents, UnitRow, plain

# --- parts ----------------------------------------------------------------------------


class FileFact(NamedTuple):
    """An attachment; `unread` says in Chinese why its text could not be read, and is
    empty when it was.
    """

    name: str
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """A submission as it was understood; empty where the letter does not say.

    `token` stands in the subject, so that a reply is found again. `flags` are the
    stable codes that `--json` shows. `length_limit` is the number of characters its
    category should not pass (Art. 8), None where there is none. `commission` is the
    title of the 约稿 it answers. `early` says since when is assessed, where the
    submission is from before that. `counts_on` is the day the office lets it count on,
    where that is another than its arrival's.
    """

    serial: str
    token: str
    unit: str
    title: str
    category: str
    arrived_at: datetime
    authors: tuple[Author, ...] = ()
    characters: int = 0
    co_units: tuple[str, ...] = ()
    files: tuple[FileFact, ...] = ()
    commission: str = ""
    flags: tuple[str, ...] = ()
    length_limit: int | None = None
    early: str = ""
    counts_on: date | None = None


class ItemLine(NamedTuple):
    """One letter in a list; `state` is its submission's, or "oversize" for one that
    became none.
    """

    serial: str
    title: str
    unit: str
    category: str
    arrived_at: datetime
    note: str = ""
    state: str = "recorded"


class Trouble(NamedTuple):
    """Something wrong with the service, and what the office can do about it."""

    what: str
    way_out: str


class ItemEvent(NamedTuple):
    """One adoption, instruction or forwarding: its kind, what happened, and what it is
    worth, in Chinese.
    """

    kind: str
    said: str
    worth: str


class ItemNews(NamedTuple):
    """What has become of an item, as told to `unit`, one of the `units` units that sent
    it together.

    `in_all` is what the item comes to, in Chinese; empty where the events say it
    already.
    """

    serial: str
    title: str
    unit: str
    authors: tuple[str, ...]
    happened: tuple[ItemEvent, ...]
    in_all: str = ""
    units: int = 1


class ItemCorrected(NamedTuple):
    """What a unit was told of an item and is no longer so; `now` is what stands
    instead, None for nothing.
    """

    serial: str
    title: str
    unit: str
    taken_back: tuple[str, ...]
    now: ItemEvent | None = None


class YearSoFar(NamedTuple):
    """What a unit's year has come to; `quarters` are the published ones, with the
    points printed.
    """

    year: int
    sent: int
    adopted: int
    instructed: int
    quarters: tuple[tuple[str, str], ...] = ()


class UnreachedUnit(NamedTuple):
    """A unit that nobody can write to, why, and what it would have been reminded of, in
    Chinese.
    """

    unit: str
    because: str
    owes: tuple[str, ...] = ()


class GroupMonth(NamedTuple):
    """One group's month: how many items were accepted, how many of its items adopted,
    who was silent.
    """

    group: str
    units: int
    sent: int
    adopted: int
    silent: tuple[str, ...] = ()


class CommissionProgress(NamedTuple):
    """One 约稿 in numbers of units: asked, answered in time, answered late, with an
    answer that is held.

    `missing` names the units without an answer; `over`: the last day has passed.
    """

    title: str
    due: date
    asked: int
    in_time: int
    late: int
    waiting: int
    missing: tuple[str, ...]
    over: bool = True


class Waiting(NamedTuple):
    """What waits for the office: held items, items with a proposal, circulars to be
    approved.

    And letters that were set aside and may be reports.
    """

    held: int
    proposals: int
    drafts: int
    possible: int = 0


class RosterLack(NamedTuple):
    """What the roster lacks of one unit; `unreached`: why nobody can write to it."""

    unit: str
    gaps: tuple[str, ...]
    unreached: str = ""


# --- one for each kind ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """receipt: `subject` is the sender's own; no standing and no year for an address
    off the roster (F3).

    `corrects` is the earlier item with which it counts once until the office decides
    (F7), told to the unit alone.
    """

    subject: str
    item: Understood
    standing: Standing | None = None
    year: YearSoFar | None = None
    corrects: ItemLine | None = None


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """receipt-held: `because` says what the office will look at; `candidates` are units
    it may be from.
    """

    subject: str
    item: Understood
    because: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedFacts:
    """decided: `state` is recorded, returned or superseded; `because` the office's
    reason.

    `was` is the state before; `changed` names what a recorded item is registered as
    now, such as 类别. `counted`: whether a recorded item counts for its unit's duties,
    which one that is no business of its own does not.
    """

    subject: str
    item: Understood
    state: str
    because: str
    standing: Standing | None = None
    counted: bool = True
    was: str = ""
    changed: tuple[str, ...] = ()
    year: YearSoFar | None = None


@dataclass(frozen=True, slots=True)
class CompletedFacts:
    """completed: `mended` names what the reply brought, such as 撰稿人."""

    subject: str
    item: Understood
    mended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """receipts-digest: the items of a day that got no receipt of their own."""

    day: date
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class BacklogFacts:
    """backlog: letters found late, when the service first saw an old mailbox or had
    long been away.
    """

    unit: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class OversizeFacts:
    """oversize: a letter that was not fetched; sizes in MiB."""

    subject: str
    arrived_at: datetime
    size: int
    limit: int


@dataclass(frozen=True, slots=True)
class HintFacts:
    """hint: a letter of a roster address that brought no manuscript."""

    subject: str
    unit: str
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """reminder: every duty due that day, still open when the message is written;
    `others` are owed later.
    """

    unit: str
    day: date
    duties: tuple[Duty, ...]
    others: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class CircularFacts:
    """circular: `covering` are the office's own words; `own` is the reader's row, if it
    has one.

    Everything is as approved but `standing`, which is where the reader's unit stands on
    the day of mailing.
    """

    unit: str
    covering: str
    circular: CircularContents
    own: UnitRow | None = None
    standing: Standing | None = None
    title: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncementFacts:
    """announcement: the office's own words, line by line, as approved."""

    unit: str
    title: str
    number: str
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommissionFacts:
    """commission: an item asked of the unit; `brief` line by line, `days_left` in
    working days.

    `change` is empty for the asking, else extended (`before`: the former last day),
    withdrawn or poor (`item`: the title of the answer); `because` the office's reason.
    `token` stands in the subject.
    """

    unit: str
    number: str
    token: str
    title: str
    issuer: str
    brief: tuple[str, ...]
    due: date
    days_left: int
    overdue: bool = False
    change: str = ""
    before: date | None = None
    because: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class PrincipalCopyFacts:
    """principal-copy: an item of the principal's own unit as registered, and from where
    it came.
    """

    item: Understood
    from_address: str


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """feedback: what became of a unit's items since they were told last."""

    day: date
    items: tuple[ItemNews, ...]


@dataclass(frozen=True, slots=True)
class FeedbackCorrectedFacts:
    """feedback-corrected: what units were told and the office has taken back; `because`
    is its reason.

    `quarters` are the published ones that counted it; `way`: they are corrected
    (correct) or stay as printed and a later one takes the points back (carry).
    """

    items: tuple[ItemCorrected, ...]
    because: str
    quarters: tuple[str, ...] = ()
    way: str = ""


class ItemChange(NamedTuple):
    """What of an item is registered otherwise, such as 标题, and how it was and is
    said.
    """

    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class ItemChangedFacts:
    """item-changed: an item is registered otherwise, which a unit of it hears that did
    not send it.

    `change` is what that is to the unit: gained, lost, or kept.
    """

    serial: str
    title: str
    arrived_at: datetime
    changes: tuple[ItemChange, ...]
    change: str
    because: str


@dataclass(frozen=True, slots=True)
class OfficeItemFacts:
    """office-item: a submission as registered, told at once; `state` is recorded or
    held.
    """

    item: Understood
    state: str
    from_address: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class OfficeDigestFacts:
    """office-digest: what came since the digest before, what waits for the office, and
    how mail went out.

    `counts` holds recorded, set-aside, sealed, oversize, quarantined, gone; `mail`
    sent, refused, unknown, and queued as it is now. `untold` late letters of
    unregistered addresses got no receipt, `possible` letters were set aside and may be
    reports.
    """

    day: date
    since: datetime
    counts: Mapping[str, int]
    held: tuple[ItemLine, ...] = ()
    proposals: int = 0
    mail: Mapping[str, int] | None = None
    addresses: tuple[str, ...] = ()
    untold: int = 0
    possible: int = 0


@dataclass(frozen=True, slots=True)
class SealedAlertFacts:
    """sealed-alert: where a stopped letter lies, without a word of it (promise 13).

    Of a letter that bears no mark but says that it is secret, `said` is what it says,
    in fixed words, `mark` is "" and `serial` the item it was recorded as, if it was.
    """

    account: str
    folder: str
    uid: int
    arrived_at: datetime
    from_address: str
    mark: str
    said: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """health: what is wrong with the service."""

    at: datetime
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class UnreachedFacts:
    """unreached: units whose reminder reached nobody, and all others that nobody can
    write to.
    """

    day: date
    units: tuple[UnreachedUnit, ...]


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """overview: a month that has ended, what waits, and what the roster and the
    calendar lack.

    `calendar` are years whose holidays are known neither to the library nor to the
    office's own table. `early` says since when is assessed, where that is later than
    the month's first day.
    """

    month: str
    groups: tuple[GroupMonth, ...]
    commissions: tuple[CommissionProgress, ...]
    waiting: Waiting
    lacks: tuple[RosterLack, ...]
    calendar: tuple[int, ...] = ()
    early: str = ""


Facts = (
    ReceiptFacts
    | HeldFacts
    | DecidedFacts
    | CompletedFacts
    | DigestFacts
    | BacklogFacts
    | OversizeFacts
    | HintFacts
    | ReminderFacts
    | CircularFacts
    | AnnouncementFacts
    | CommissionFacts
    | PrincipalCopyFacts
    | FeedbackFacts
    | FeedbackCorrectedFacts
    | ItemChangedFacts
    | OfficeItemFacts
    | OfficeDigestFacts
    | SealedAlertFacts
    | HealthFacts
    | UnreachedFacts
    | OverviewFacts
)

FACTS: Mapping[str, type] = {
    "receipt": ReceiptFacts,
    "receipt-held": HeldFacts,
    "decided": DecidedFacts,
    "completed": CompletedFacts,
    "receipts-digest": DigestFacts,
    "backlog": BacklogFacts,
    "oversize": OversizeFacts,
    "hint": HintFacts,
    "reminder": ReminderFacts,
    "circular": CircularFacts,
    "announcement": AnnouncementFacts,
    "commission": CommissionFacts,
    "principal-copy": PrincipalCopyFacts,
    "feedback": FeedbackFacts,
    "feedback-corrected": FeedbackCorrectedFacts,
    "item-changed": ItemChangedFacts,
    "office-item": OfficeItemFacts,
    "office-digest": OfficeDigestFacts,
    "sealed-alert": SealedAlertFacts,
    "health": HealthFacts,
    "unreached": UnreachedFacts,
    "overview": OverviewFacts,
}


def as_json(facts: Facts) -> dict[str, Any]:
    """The facts as plain data, for the outbox row: years later a reader sees what a
    message was made from.
    """
    return {name: plain(value) for name, value in asdict(facts).items()}
