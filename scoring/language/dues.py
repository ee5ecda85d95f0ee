"""What does a policy file ask of a unit?

The tables of quotas, commissions, calendars of the office's own and head-counts: a
`Datum` in, a value of `ledger.rulebook` out.
"""

from collections.abc import Mapping
from contextlib import suppress

from ledger.measures import Basis, FigureOf
from ledger.periods import ONE_DAY, Period, Span, UnknownPeriodError, parse_period
from ledger.rulebook import (
    CommissionRule,
    Consequence,
    GroupQuota,
    Per,
    Quota,
)
from scoring.language.clauses import ANY, LENGTHS
from scoring.language.datum import Datum
from scoring.language.scales import DeclaredNames, condition, recurrence

_NOTHING_FOLLOWS = Consequence("")
NO_COMMISSION = CommissionRule(
    "", "约稿", _NOTHING_FOLLOWS, _NOTHING_FOLLOWS, _NOTHING_FOLLOWS
)
"""What holds where a rule says nothing of 约稿."""


# --- calendars and people -------------------------------------------------------------


def calendars(table: Datum) -> dict[str, tuple[Period, ...]]:
    """Calendars of the office's own, such as half months of a term: name → its periods,
    in order.
    """
    found: dict[str, tuple[Period, ...]] = {}
    taken: set[str] = set()
    for name, row in table.each_named():
        with row:
            if name in LENGTHS:
                row.refuse("is the name of a length of the calendar; give it another")
            row.cite()
            periods: list[Period] = []
            for each in row.each("periods"):
                first, past = each.day("first"), each.day("last") + ONE_DAY
                if past <= first:
                    each.refuse("ends before it begins", "last")
                if periods and first < periods[-1].past:
                    each.refuse(
                        f"begins before {periods[-1].code} has ended; periods do not overlap",
                        "first",
                    )
                code = each.text("name")
                if code in taken:
                    each.refuse(
                        f"{code!r} is the name of another period; one name, one period",
                        "name",
                    )
                with suppress(UnknownPeriodError):
                    meant = parse_period(code).first
                    each.refuse(
                        f"{code!r} means {meant} and on; give it another name", "name"
                    )
                periods.append(Period(first, past, code, Span.NAMED))
                taken.add(code)
            if not periods:
                row.refuse("holds no period; write at least one", "periods")
            found[name] = tuple(periods)
    return found


# --- quotas ---------------------------------------------------------------------------


def quotas(
    table: Datum, known: DeclaredNames, figures: Mapping[str, FigureOf]
) -> tuple[Quota, ...]:
    """The duties that return every period (Art. 11(1)), in the order of the file."""
    found: list[Quota] = []
    for code, row in table.each_named():
        with row:
            row.cite()
            quota = Quota(
                code=code,
                title=row.text("title"),
                article=row.cite(),
                owed=owed(row.under("owed"), known, figures),
                categories=row.some_of("categories", known.categories),
                basis=row.choice("basis", Basis),
                commissioned=row.flag("commissioned"),
                on_met=_outcome(row, "on_met"),
                on_zero=_outcome(row, "on_zero", known.categories),
                on_short=_outcome(row, "on_short"),
                when=condition(row, known, events=False),
            )
            found.append(quota)
    return tuple(found)


def owed(
    table: Datum, known: DeclaredNames, figures: Mapping[str, FigureOf]
) -> dict[str, GroupQuota]:
    """Group → how much it owes in each period of a length, or of a calendar that the
    file declares.
    """
    found: dict[str, GroupQuota] = {}
    for group, row in table.each_named():
        with row:
            if group not in known.groups:
                row.refuse(
                    f"is not a group of this file; known: {', '.join(known.groups)}"
                )
            returns = recurrence(row, known)
            own_counts = row.under("units") if row.has("units") else None
            rule = GroupQuota(
                count=row.count("count"),
                per=returns.per,
                calendar=returns.calendar,
                units={}
                if own_counts is None
                else {u: own_counts.count(u) for u in own_counts.entries()},
                times=figures[row.one_of("times", tuple(figures))]
                if row.has("times")
                else None,
            )
            found[group] = rule
    if not found:
        table.refuse("names nothing; write at least one group")
    return found


def _outcome(
    row: Datum, key: str, categories: tuple[str, ...] = ()
) -> Consequence | None:
    """What follows in the case `key`; with `categories`, the table says which of them
    keep a unit from it.
    """
    if not row.has(key):
        return None
    table = row.under(key)
    outcome = Consequence(
        article=table.cite(),
        points=table.points("points"),
        per=Per.PERIOD if not table.has("per") else table.choice("per", Per),
        named=table.optional("named", table.text, None),
    )
    if categories:
        if isinstance(table.raw("counts"), str):
            table.one_of("counts", (ANY,))
        else:
            outcome = outcome._replace(counts=table.some_of("counts", categories))
    table.done()
    return outcome


def commission(row: Datum) -> CommissionRule:
    """What a 约稿 earns, and what follows when it fails (Art. 11(1))."""

    def outcome(key: str) -> Consequence:
        found = _outcome(row, key)
        if found is None:
            row.refuse("is missing; write { points = 0 } if nothing follows", key)
        return found

    return CommissionRule(
        article=row.cite(),
        title=row.text("title"),
        on_met=outcome("on_met"),
        on_late=outcome("on_late"),
        on_missed=outcome("on_missed"),
        least_late=row.optional("least_late", row.count, 1),
        least_missed=row.optional("least_missed", row.count, 1),
    )
