"""What can an office's rule say?

The types of a policy, dated edition by dated edition: categories and forms, quotas and
commissions, scoring events (publications, instructions), selection, joint shares, which
period an event counts in, points given outright or by hand, bounds, and conversion.
Every number is exact (`Fraction`). Reading a policy file is
`scoring.language.edition`'s affair, applying it `scoring.score`'s.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ledger.entries.people import Unit
from ledger.faults import ToldError
from ledger.measures import (
    ACCOUNTS,
    ALWAYS,
    Basis,
    Condition,
    FigureOf,
    Measure,
    Scale,
    Tally,
    Worth,
    is_within,
)
from ledger.periods import Period, Span, UnknownPeriodError, parse_period, period_of

# --- what the rule is -----------------------------------------------------------------


class Article(NamedTuple):
    """One citable place of the rule's text: "11", "11(2)" or "11(2)6", and its
    words.
    """

    number: str
    text: str
    is_chapter: bool = False
    """Whether the rule has no 条 and is cited by its chapters, 一、二、 instead."""


class Reading(NamedTuple):
    """How a sentence with two readings is read: `text` is the one in use, `other` the
    one that is not.
    """

    id: str
    article: str
    text: str
    other: str


class RequiredTrust(StrEnum):
    """How far a letter's sender must be vouched for before its item counts by itself
    (RFC 8601, R38).
    """

    ANY = "any"
    NOT_FAILED = "not-failed"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class IntakeRule:
    """What is asked of a letter: categories (Art. 7), lengths (8), 密级 marks (10),
    contact (16), trust.
    """

    categories: tuple[str, ...]
    lengths: Mapping[str, int]
    """Category → the most characters it should have; exceeding it warns, never refuses
    (F6).
    """
    marks: tuple[str, ...]
    required: tuple[str, ...]
    """Which of "author" and "phone" a letter must name."""
    trust: RequiredTrust = RequiredTrust.NOT_FAILED


# --- what is asked of a unit (Art. 11(1)) ---------------------------------------------


class Per(StrEnum):
    """How often an outcome is counted: once, for each item that did the duty, or for
    each one missing.
    """

    PERIOD = "period"
    ITEM = "item"
    MISSING = "missing"


class Consequence(NamedTuple):
    """What follows when a duty is met, late, short or wholly neglected: points, and a
    named list if any.
    """

    article: str
    points: Fraction = Fraction(0)
    per: Per = Per.PERIOD
    named: str | None = None
    counts: frozenset[str] | None = None
    """Only of `on_zero`: the categories that keep a unit from it; None: any (A3)."""


@dataclass(frozen=True, slots=True)
class GroupQuota:
    """How much a group owes in each period of one length, or of a calendar of the
    office's own.
    """

    count: int
    per: Span
    calendar: tuple[Period, ...] = ()
    units: Mapping[str, int] = field(default_factory=dict)
    """Unit → its own count, where the rule names one."""
    times: FigureOf | None = None
    """The figure of the unit, such as its people, for each of which `count` is owed."""

    def of(self, unit: Unit) -> int:
        """How much this unit owes; 0 where it is counted by a figure that the rule does
        not say of it.

        The rule may call it as it is called now, or was before.
        """
        count = self.units.get(unit.name_among(self.units), self.count)
        if self.times is not None:
            figures = self.times.units
            return int(count * figures.get(unit.name_among(figures), 0))
        return count


def periods_touching(
    per: Span, calendar: Sequence[Period], period: Period
) -> Iterator[Period]:
    """The periods of a length, or of a calendar where there is one, that have a day in
    common with `period`, in order.
    """
    if calendar:
        for each in calendar:
            if each.first < period.past and period.first < each.past:
                yield each
        return
    each = period_of(period.first, per)
    while each.first < period.past:
        yield each
        each = each.next()


@dataclass(frozen=True, slots=True)
class Quota:
    """A duty that returns every period; `code` is stable (monthly, research), `title`
    the office's word.
    """

    code: str
    title: str
    article: str
    owed: Mapping[str, GroupQuota]
    """Group → what it owes; a group that is absent owes nothing."""
    categories: frozenset[str]
    basis: Basis
    commissioned: bool
    """Whether a 约稿 also does this duty (B5)."""
    on_met: Consequence | None = None
    on_zero: Consequence | None = None
    on_short: Consequence | None = None
    when: Condition = ALWAYS
    """Of which items else it is done."""


class CommissionRule(NamedTuple):
    """What a 约稿 earns when done, and what follows when it is late or missing (B1,
    B2).
    """

    article: str
    title: str
    on_met: Consequence
    on_late: Consequence
    on_missed: Consequence
    least_late: int = 1
    """How many late ones a year it takes before they cost anything at all."""
    least_missed: int = 1


# --- events ---------------------------------------------------------------------------


class Form(NamedTuple):
    """A form of adoption, and how many items one of it counts as (A7)."""

    name: str
    article: str
    count_as: Fraction


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publication or office that adopts items; `forms` has the points of forms that
    differ.
    """

    name: str
    article: str
    level: str
    points: Fraction
    office: str = ""
    aliases: tuple[str, ...] = ()
    forms: Mapping[str, Fraction] = field(default_factory=dict)
    needs_forwarding: bool = False
    """Whether only an item that the office itself sent up earns the points."""

    def worth(self, form: str) -> Fraction:
        """The points of one item adopted in `form`."""
        return self.forms.get(form, self.points)

    def by_full_name(self) -> "Outlet":
        """The outlet, known by its name only with its office before it."""
        if not self.office or self.name.startswith(self.office):
            return self
        return replace(self, name=f"{self.office}{self.name}")

    def answers_to(self, name: str) -> bool:
        """Whether `name` means this outlet: name, alias, or the office before either;
        《》 are optional.
        """
        wanted = folded_name(name)
        office = folded_name(self.office)
        for own in (self.name, *self.aliases):
            if wanted in (folded_name(own), office + folded_name(own)):
                return True
        return False


OTHER_LEADERS = "其他领导"
"""The level of leaders whom the rule does not name, where it gives points for them
(`unlisted`).
"""


@dataclass(frozen=True, slots=True)
class InstructionRule:
    """What 批示 earn by the leader's level (Art. 11(2)5)."""

    article: str
    levels: Mapping[str, Fraction]
    unlisted: Fraction
    """Points of a leader no level names (C5)."""
    needs_adoption: bool
    """Whether only an adopted item can earn them (C6)."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Level → what else it is called."""

    @property
    def known(self) -> frozenset[str]:
        """Every level that the rule names."""
        return frozenset(self.levels)

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be written as a level, in the rule's order; with OTHER_LEADERS where
        others earn too.
        """
        others = (
            (OTHER_LEADERS,)
            if self.unlisted and OTHER_LEADERS not in self.known
            else ()
        )
        return (*self.levels, *others)

    def level_called(self, name: str) -> str | None:
        """The level that `name` means, itself or an alias; None where the rule does not
        name it (C5).
        """
        if name in self.levels:
            return name
        wanted = folded_name(name)
        for level in self.choices:
            if wanted in (
                folded_name(level),
                *(folded_name(alias) for alias in self.aliases.get(level, ())),
            ):
                return level
        return None


class SelectPer(StrEnum):
    """Among which events of an item the highest are kept: all of them, or those of one
    level, publication, form or leader (C1, C4).
    """

    ITEM = "item"
    LEVEL = "level"
    PUBLICATION = "publication"
    FORM = "form"
    LEADER = "leader"


class SelectionStep(NamedTuple):
    """How many are kept, those that bring most, and among which."""

    highest: int
    per: SelectPer


class Selection(NamedTuple):
    """What counts when one item is adopted, or written on, repeatedly: the events of
    these accounts are passed on from step to step (C2, C3).
    """

    name: str
    article: str
    of: tuple[str, ...]
    keep: tuple[SelectionStep, ...]
    """Empty: all of them count."""


class Joint(NamedTuple):
    """What the other units of a joint item get, a factor of the points (D2, D4); whose
    duty it does (D3).
    """

    article: str
    others: Fraction
    duty_of_all: bool


class LandsBy(StrEnum):
    """Which day assigns an event to a period: the event's own, or the item's (C10)."""

    EVENT = "event"
    ITEM = "item"


class Silence(NamedTuple):
    """The named list of units without an adoption in a quarter, and what else counts as
    one (C12).
    """

    article: str
    named: str
    per: Span
    joint_counts: bool
    instruction_counts: bool


# --- points outright, by hand, and bounds: the Ningxia rule has none, other offices' rules do ---


class SubmissionRule(NamedTuple):
    """What an accepted item earns as such: `each` whatever comes of it, `unadopted`
    while nobody used it.
    """

    article: str
    each: Fraction
    unadopted: Fraction


class Voids(StrEnum):
    """What a remark makes void: what its item earned, or what the unit's items earned in
    the month of the remark.
    """

    ITEM = "item"
    MONTH = "month"


class RemarkRule(NamedTuple):
    """Points that a person gives or takes, with a reason on record, between `least` and
    `most`.
    """

    name: str
    article: str
    least: Fraction
    most: Fraction
    named: str | None = None
    """The named list on which the unit appears."""
    voids: Voids | None = None


class PointLimit(NamedTuple):
    """The most, or the least, that lines of some accounts come to, or how many items
    count, in each period of one length or for each item.
    """

    article: str
    of: tuple[str, ...]
    per: Span | None
    """None: for each item by itself."""
    most: Fraction | None = None
    least: Fraction | None = None
    at_most: int | None = None
    """How many items count, those that bring most; None for all of them."""

    def bound(self, points: Fraction) -> Fraction:
        """The points as far as the limit lets them count."""
        if self.most is not None and points > self.most:
            return self.most
        if self.least is not None and points < self.least:
            return self.least
        return points

    def allowed(self, points_of: Mapping[str, Fraction]) -> Fraction:
        """What items and other causes count for together, given each one's points."""
        earned = sorted(points_of.values(), reverse=True)
        if self.at_most is not None:
            beyond = earned[self.at_most :]
            earned = earned[: self.at_most] + [each for each in beyond if each < 0]
        return self.bound(sum(earned, Fraction(0)))


class StartPoints(NamedTuple):
    """What every unit begins each period of that length with."""

    article: str
    points: Fraction
    per: Span


# --- conversion -----------------------------------------------------------------------


class ShareOf(StrEnum):
    """What is converted to a share: the period's total, or the year's total so far
    (E1).
    """

    PERIOD = "period"
    YEAR_TO_DATE = "year-to-date"


class Tier(NamedTuple):
    """Totals from `least` on, up to the next tier, are worth `share`."""

    least: Fraction
    share: Fraction


class Conversion(NamedTuple):
    """How totals become shares: total × full ÷ the group's first (Art. 12(1)); the
    year's mean (12(2)).

    Other rules give a share by `tiers`, or take `per_place` off the full one for each
    place after the first.
    """

    article: str
    per: Span
    full: Fraction
    decimals: int
    of: ShareOf
    year_article: str
    tiers: tuple[Tier, ...] = ()
    per_place: Fraction | None = None


# --- the whole ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated version of one office's rule."""

    id: str
    office: str
    title: str
    in_force_on: date
    source: str
    groups: tuple[str, ...]
    intake: IntakeRule
    forms: tuple[Form, ...]
    quotas: tuple[Quota, ...]
    commission: CommissionRule
    outlets: tuple[Outlet, ...]
    instruction: InstructionRule
    selections: tuple[Selection, ...]
    joint: Joint
    lands_by: LandsBy
    silence: Silence | None
    conversion: Conversion | None
    forwardings: tuple[Outlet, ...] = ()
    submission: SubmissionRule | None = None
    remarks: tuple[RemarkRule, ...] = ()
    limits: tuple[PointLimit, ...] = ()
    start: StartPoints | None = None
    calendars: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)
    """Name → periods of the office's own, in order."""
    worths: tuple[Worth, ...] = ()
    """In the order in which they are given."""
    measures: Mapping[str, Measure] = field(default_factory=dict)
    """Name → measure; each rests on those before it only."""
    scales: tuple[Scale, ...] = ()
    tallies: tuple[Tally, ...] = ()
    readings: tuple[Reading, ...] = ()
    cites: Mapping[str, str] = field(default_factory=dict)
    """Table of the file, such as "groups" or "category[1]" → the article that it
    cites.
    """
    uncomputed: Mapping[str, str] = field(default_factory=dict)
    """Article → why no rule computes it (`policy coverage`)."""
    articles: tuple[Article, ...] = ()
    """The rule's text, where it was given along with the file."""
    first_period: str | None = None

    @property
    def citations(self) -> frozenset[str]:
        """Every article some datum cites."""
        return frozenset(self.cites.values())

    @property
    def applies_from(self) -> date:
        """The first day of the first quarter that may be scored under this edition
        (E8).
        """
        if self.first_period is None:
            return self.in_force_on
        return parse_period(self.first_period).first

    def publication(self, name: str) -> Outlet | None:
        """The outlet that `name` means, 《》 optional; None while it is unmapped
        (C7).
        """
        return _outlet_called(name, self.outlets)

    def forwarding(self, target: str) -> Outlet | None:
        """What sending an item up to `target` earns; None where the rule gives nothing
        for it.
        """
        return _outlet_called(target, self.forwardings)

    def remark(self, name: str) -> RemarkRule | None:
        """The kind of remark called `name`."""
        return {rule.name: rule for rule in self.remarks}.get(name)

    def form(self, name: str) -> Form | None:
        """The form of adoption called `name`."""
        return {form.name: form for form in self.forms}.get(name)

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every account that a line of this edition may belong to, limits left out."""
        found = [f"quota.{quota.code}" for quota in self.quotas]
        if self.commission.article:
            found.append("commission")
        found += [f"adoption.{outlet.level}" for outlet in self.outlets]
        found += [f"instruction.{level}" for level in self.instruction.choices]
        found += [f"forwarding.{outlet.level}" for outlet in self.forwardings]
        if self.submission is not None:
            found.append("submission")
        found += [f"remark.{rule.name}" for rule in self.remarks]
        voiding = [rule for rule in self.remarks if rule.voids is Voids.MONTH]
        found += [f"void.{rule.name}" for rule in voiding]
        if self.start is not None:
            found.append("start")
        found += [f"scale.{scale.name}" for scale in self.scales]
        return (*dict.fromkeys(found), "told")

    def article_selecting(self, account: str) -> str:
        """The article of the last selection that events of the account pass; "" where
        they pass none.
        """
        for selection in reversed(self.selections):
            if is_within(account, selection.of):
                return selection.article
        return ""

    def name_of_account(self, account: str) -> str:
        """What the office calls an account: 月度报送, 本厅采用, 批示."""
        head, _, which = account.partition(".")
        if head == "quota":
            quota = self.quota(which)
            return ACCOUNTS[head] if quota is None else quota.title
        if head in ("remark", "scale", "tally"):
            return which or ACCOUNTS[head]
        return f"{which}{ACCOUNTS.get(head, head)}"

    @property
    def counts_events(self) -> bool:
        """Whether some quota counts adoptions or points rather than items."""
        return any(quota.basis.of_events for quota in self.quotas)

    @property
    def units_named(self) -> frozenset[str]:
        """The units that it names, each with a number of its own."""
        named: set[str] = set()
        for quota in self.quotas:
            for owed in quota.owed.values():
                named.update(owed.units)
        for measure in self.measures.values():
            if isinstance(measure.rule, FigureOf):
                named.update(measure.rule.units)
        return frozenset(named)

    def quota(self, code: str) -> Quota | None:
        """The quota with the stable code `code`."""
        return {quota.code: quota for quota in self.quotas}.get(code)


class NoEditionError(ToldError, LookupError):
    """No edition covers a period."""

    def __init__(self, period: Period, editions: tuple[Edition, ...]) -> None:
        known = (
            "; ".join(f"{each.id} from {each.applies_from}" for each in editions)
            or "none at all"
        )
        super().__init__(
            f"no edition of the policy covers {period.code}; known: {known}; "
            f"activate an older one, or name an earlier first_period in the policy file",
        )


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All editions of one office's rule, in any order."""

    editions: tuple[Edition, ...]

    def for_period(self, period: Period) -> Edition:
        """The edition a period is scored under: that of its last quarter's first day
        (E8); NoEditionError.
        """
        first = period_of(period.last, Span.QUARTER).first
        fitting = [
            edition for edition in self.editions if edition.applies_from <= first
        ]
        if not fitting:
            raise NoEditionError(period, self.editions)
        return max(
            fitting, key=lambda edition: (edition.applies_from, edition.in_force_on)
        )

    def period(self, text: str) -> Period:
        """Reads a period's code, or the name that an edition gives to one of its own;
        UnknownPeriodError.
        """
        own = {}
        for edition in self.editions:
            for calendar in edition.calendars.values():
                for period in calendar:
                    own[period.code] = period
        try:
            return own.get(text.strip()) or parse_period(text)
        except UnknownPeriodError:
            raise UnknownPeriodError(text, own) from None

    def named(self, edition_id: str) -> Edition | None:
        """The edition with the id `edition_id`."""
        return {edition.id: edition for edition in self.editions}.get(edition_id)

    def publication(self, name: str) -> Outlet | None:
        """The outlet that `name` means in the newest edition that knows it."""
        for edition in sorted(
            self.editions, key=lambda edition: edition.in_force_on, reverse=True
        ):
            outlet = edition.publication(name)
            if outlet is not None:
                return outlet
        return None


_QUOTES = frozenset("《》〈〉<>“”\"'")


def _outlet_called(name: str, outlets: Sequence[Outlet]) -> Outlet | None:
    for outlet in outlets:
        if outlet.answers_to(name):
            return outlet
    return None


@lru_cache(
    maxsize=4_096
)  # the rule's few hundred names are compared with one another at every start
def folded_name(name: str) -> str:
    """A name without its quotation marks and blanks, full-width folded."""
    folded = unicodedata.normalize("NFKC", name)
    return "".join(c for c in folded if c not in _QUOTES and not c.isspace())
