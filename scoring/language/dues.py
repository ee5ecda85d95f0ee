"""What does a policy file ask of a unit?

The tables of quotas, commissions, calendars of the office's own and head-counts: a `Datum` in, a shape of
`ledger.dues` out.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from ledger.dues import Basis, CommissionRule, Consequence, GroupQuota, Per, PerHead, Quota
from ledger.periods import ONE_DAY, Period, Span, UnknownPeriodError, parse_period
from scoring.language.clauses import ANY, LENGTHS, Citations
from scoring.language.datum import Datum

_NONE = Consequence("")
NO_COMMISSION = CommissionRule("", "约稿", _NONE, _NONE, _NONE)
"""What holds where a rule says nothing of 约稿."""


class Declared(NamedTuple):
    """What the file itself declares and its quotas may name."""

    groups: tuple[str, ...]
    categories: tuple[str, ...]
    calendars: Mapping[str, tuple[Period, ...]]
    heads: Mapping[str, int]


# --- calendars and people -------------------------------------------------------------------------


def calendars(table: Datum, cited: Citations) -> dict[str, tuple[Period, ...]]:
    """Periods of the office's own, such as half months of a term: name → first and last day."""
    found: dict[str, tuple[Period, ...]] = {}
    for name in table.entries():
        if name in LENGTHS:
            table.refuse("is the name of a length of the calendar; give it another", name)
        taken = {period.code for periods in found.values() for period in periods}
        found[name] = _calendar(cited.note(table.under(name)), taken)
    return found


def _calendar(row: Datum, taken: set[str]) -> tuple[Period, ...]:
    """The periods of one calendar; `taken` are the names of others', since a name means one period."""
    periods: list[Period] = []
    for each in row.each("periods"):
        first, past = each.day("first"), each.day("last") + ONE_DAY
        if past <= first:
            each.refuse("ends before it begins", "last")
        if periods and first < periods[-1].past:
            each.refuse(f"begins before {periods[-1].code} has ended; periods do not overlap", "first")
        periods.append(Period(first, past, _own_name(each, taken), Span.NAMED))
        taken.add(periods[-1].code)
        each.done()
    if not periods:
        row.refuse("holds no period; write at least one", "periods")
    row.done()
    return tuple(periods)


def _own_name(row: Datum, taken: set[str]) -> str:
    name = row.text("name")
    if name in taken:
        row.refuse(f"{name!r} is the name of another period; one name, one period", "name")
    with suppress(UnknownPeriodError):
        row.refuse(f"{name!r} means {parse_period(name).first} and on; give it another name", "name")
    return name


def heads(row: Datum) -> dict[str, int]:
    """How many people each unit has."""
    units = row.under("units")
    counted = {name: units.count(name) for name in units.entries()}
    row.done()
    return counted


# --- quotas ---------------------------------------------------------------------------------------


def quotas(table: Datum, declared: Declared, cited: Citations) -> Iterable[Quota]:
    """The duties that return every period (Art. 11(1)), in the order of the file."""
    for code in table.entries():
        row = cited.note(table.under(code))
        quota = Quota(
            code=code,
            title=row.text("title"),
            article=row.cite(),
            owed=_owed(row.under("owed"), declared),
            categories=row.some_of("categories", declared.categories),
            basis=row.choice("basis", Basis),
            commissioned=row.flag("commissioned"),
            on_met=_outcome(row, "on_met"),
            on_zero=_outcome(row, "on_zero", declared.categories),
            on_short=_outcome(row, "on_short"),
            on_over=_outcome(row, "on_over"),
            per_head=_per_head(row, declared),
        )
        row.done()
        yield quota


def _owed(table: Datum, declared: Declared) -> dict[str, GroupQuota]:
    owed: dict[str, GroupQuota] = {}
    for group in table.entries():
        if group not in declared.groups:
            table.refuse(f"is not a group of this file; declared: {', '.join(declared.groups)}", group)
        row = table.under(group)
        span, calendar = _length(row, declared.calendars)
        own = row.under("units") if row.has("units") else None
        owed[group] = GroupQuota(
            row.count("count"),
            span,
            calendar,
            {} if own is None else {unit: own.count(unit) for unit in own.entries()},
            row.flag("a_head") if row.has("a_head") else False,
        )
        if owed[group].a_head and not declared.heads:
            row.refuse("counts by head, and the file has no [heads] to say how many", "a_head")
        row.done()
    if not owed:
        table.refuse("names nothing; write at least one group")
    return owed


def _length(row: Datum, calendars: Mapping[str, tuple[Period, ...]]) -> tuple[Span, tuple[Period, ...]]:
    """A length of the calendar, or the periods of one that the file declares."""
    per = row.text("per")
    if per in calendars:
        return Span.NAMED, calendars[per]
    if per not in LENGTHS:
        row.refuse(f"{per!r} is not known; allowed: {', '.join((*LENGTHS, *calendars))}", "per")
    return Span(per), ()


def _per_head(row: Datum, declared: Declared) -> PerHead | None:
    if not row.has("per_head"):
        return None
    table = row.under("per_head")
    if not declared.heads:
        row.refuse("counts by head, and the file has no [heads] to say how many", "per_head")
    rule = PerHead(table.cite(), table.points("norm"), table.points("points"))
    table.done()
    return rule


def _outcome(row: Datum, key: str, categories: tuple[str, ...] = ()) -> Consequence | None:
    if not row.has(key):
        return None
    table = row.under(key)
    outcome = Consequence(
        article=table.cite(),
        points=table.points("points"),
        per=table.choice("per", Per) if table.has("per") else Per.PERIOD,
        named=table.text("named") if table.has("named") else None,
        counts=_counts(table, categories) if categories else None,
    )
    table.done()
    return outcome


def _counts(table: Datum, categories: tuple[str, ...]) -> frozenset[str] | None:
    is_any = isinstance(table.either("counts"), str)
    if is_any:
        table.one_of("counts", (ANY,))
        return None
    return table.some_of("counts", categories)


def _must(row: Datum, key: str) -> Consequence:
    outcome = _outcome(row, key)
    if outcome is None:
        row.refuse("is missing; write { points = 0 } if nothing follows", key)
    return outcome


def commission(row: Datum) -> CommissionRule:
    """What a 约稿 earns, and what follows when it fails (Art. 11(1))."""
    rule = CommissionRule(
        row.cite(),
        row.text("title"),
        _must(row, "on_met"),
        _must(row, "on_late"),
        _must(row, "on_missed"),
        row.count("least_late") if row.has("least_late") else 1,
        row.count("least_missed") if row.has("least_missed") else 1,
    )
    row.done()
    return rule
