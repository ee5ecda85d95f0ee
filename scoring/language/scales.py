"""What does a policy file measure, and what does it give for that?

The tables of conditions, worths, measures, scales and tallies: a `Datum` in, a value of
`ledger.measures` out. Each names only what stands before it in the order of the file:
accounts, then measures, then scales.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ledger.measures import (
    ALWAYS,
    Basis,
    Bounds,
    Condition,
    CountOf,
    FigureOf,
    JointRole,
    Measure,
    RatioOf,
    Scale,
    ScaleStep,
    Slope,
    StreakOf,
    SumOf,
    Tally,
    Worth,
)
from ledger.periods import Period, Span
from ledger.rulebook import Edition, Outlet
from ledger.scoresheet import points_text
from scoring.language.clauses import (
    LENGTHS,
    accounts_in,
    event_accounts_in,
    refuse_crossed,
)
from scoring.language.datum import Datum

TOTAL = "total"
"""The word for all accounts that are in the total."""
OF_ITEMS = ("category", "characters", "commissioned", "joint", "role")
"""The keys of a condition that ask of the item alone."""


class DeclaredNames(NamedTuple):
    """What the file declares and a condition or a measure may name."""

    groups: tuple[str, ...]
    categories: tuple[str, ...]
    forms: tuple[str, ...]
    outlets: tuple[Outlet, ...]
    levels: tuple[str, ...]
    calendars: Mapping[str, tuple[Period, ...]]


class Recurrence(NamedTuple):
    """What returns: with each period of a length, or of a calendar that the file
    declares.
    """

    per: Span
    calendar: tuple[Period, ...]


def recurrence(row: Datum, known: DeclaredNames) -> Recurrence:
    """What `per` says."""
    per = row.text("per")
    if per in known.calendars:
        return Recurrence(Span.NAMED, known.calendars[per])
    if per not in LENGTHS:
        allowed = ", ".join((*LENGTHS, *known.calendars))
        row.refuse(f"{per!r} is not known; allowed: {allowed}", "per")
    return Recurrence(Span(per), ())


# --- conditions and worths ------------------------------------------------------------


def condition(row: Datum, known: DeclaredNames, *, events: bool) -> Condition:
    """What `when` says; without `events`, of the item alone."""
    if not row.has("when"):
        return ALWAYS
    when = row.under("when")
    found = Condition(
        category=_names(when, "category", known.categories),
        characters=_bounds(when, "characters"),
        commissioned=when.optional("commissioned", when.flag, None),
        joint=when.optional("joint", when.flag, None),
        role=when.choice("role", JointRole) if when.has("role") else None,
    )
    if events:
        found = found._replace(
            level=_names(when, "level", known.levels),
            publication=_names(
                when, "publication", tuple(outlet.name for outlet in known.outlets)
            ),
            form=_names(when, "form", known.forms),
            leader=frozenset(when.texts("leader")) if when.has("leader") else None,
            nth=_bounds(when, "nth"),
            adopted=when.optional("adopted", when.flag, None),
            instructed=when.optional("instructed", when.flag, None),
        )
    when.done()
    if found == ALWAYS:
        when.refuse("asks nothing; leave it out, or write what it holds of")
    return found


def _names(row: Datum, key: str, declared: tuple[str, ...]) -> frozenset[str] | None:
    return row.some_of(key, declared) if row.has(key) else None


def _bounds(row: Datum, key: str) -> Bounds | None:
    return bounds(row.under(key)) if row.has(key) else None


def bounds(row: Datum) -> Bounds:
    """Numbers from `least` up to `below`, one of which at least must be there."""
    found = Bounds(
        row.optional("least", row.points, None), row.optional("below", row.points, None)
    )
    if found == Bounds():
        row.refuse("says nothing; write least, below or both")
    if found.least is not None and found.below is not None:
        if found.below <= found.least:
            row.refuse(f"is not above least {points_text(found.least)}", "below")
    row.done()
    return found


def worths(
    table: Datum, known: DeclaredNames, accounts: Sequence[str]
) -> tuple[Worth, ...]:
    """Other points for the events that a condition holds of, in the order of the
    file.
    """
    found: list[Worth] = []
    for name, row in table.each_named():
        with row:
            of = event_accounts_in(row, accounts)
            worth = Worth(
                name=name,
                article=row.cite(),
                of=of,
                when=condition(row, known, events=True),
                points=row.optional("points", row.points, None),
                times=row.optional("times", row.points, Fraction(1)),
                add=row.optional("add", row.points, Fraction(0)),
            )
            if worth.points is None and worth.times == 1 and worth.add == 0:
                row.refuse("changes nothing; write points, times or add", "points")
            found.append(worth)
    return tuple(found)


# --- measures -------------------------------------------------------------------------


def figures(table: Datum) -> dict[str, FigureOf]:
    """The measures that are a number of each unit, which a duty may be counted by."""
    found: dict[str, FigureOf] = {}
    for name in table.entries():
        row = table.under(name)
        if row.has("units"):
            found[name] = figure(row)
    return found


def figure(row: Datum) -> FigureOf:
    """A number of each unit."""
    units = row.under("units")
    return FigureOf({name: units.not_negative(name) for name in units.entries()})


def measures(
    table: Datum, known: DeclaredNames, accounts: Sequence[str], apart: Sequence[str]
) -> dict[str, Measure]:
    """Name → what is measured; `apart` are the accounts that are not in the total."""
    found: dict[str, Measure] = {}
    for name, row in table.each_named():
        with row:
            row.cite()
            ways = [
                key
                for key in ("count", "sum", "ratio", "streak", "units")
                if row.has(key)
            ]
            if len(ways) != 1:
                row.refuse("write one of count, sum, ratio, streak or units")
            rule: CountOf | SumOf | RatioOf | StreakOf | FigureOf
            match ways[0]:
                case "count":
                    basis = row.choice("count", Basis)
                    when = condition(row, known, events=basis is Basis.ADOPTED)
                    rule = CountOf(basis, when)
                case "sum" if row.texts("sum", some=True) == (TOTAL,):
                    rule = SumOf(tuple(each for each in accounts if each not in apart))
                case "sum":
                    rule = SumOf(accounts_in(row, accounts, "sum"))
                case "ratio":
                    pair = row.texts("ratio")
                    if len(pair) != 2:
                        row.refuse(
                            'names two measures, such as ["采用", "报送"]', "ratio"
                        )
                    for each in pair:
                        _declared(row, "ratio", each, found)
                    rule = RatioOf(*pair)
                case "streak":
                    of = row.text("streak")
                    _declared(row, "streak", of, found)
                    rule = StreakOf(of, bounds(row.under("within")))
                case _:
                    rule = figure(row)
            found[name] = Measure(name, row.cite(), rule)
    return found


def _declared(row: Datum, key: str, name: str, found: Mapping[str, Measure]) -> None:
    if name not in found:
        known = ", ".join(found) or "none"
        what = f"{name!r} is no measure above this one; declared there: {known}"
        row.refuse(what, key)


def refuse_unused(top: Datum, edition: Edition) -> None:
    """PolicyError when a measure is there for nothing."""
    used = {scale.of for scale in edition.scales}
    for measure in edition.measures.values():
        if isinstance(measure.rule, RatioOf):
            used.update((measure.rule.over, measure.rule.under))
        if isinstance(measure.rule, StreakOf):
            used.add(measure.rule.of)
    for quota in edition.quotas:
        for owed in quota.owed.values():
            for name, measure in edition.measures.items():
                if measure.rule == owed.times:
                    used.add(name)
    for name in edition.measures:
        if name not in used:
            top.refuse(
                "is used by nothing; write a scale of it, or leave it out",
                f"measure.{name}",
            )


# --- scales and tallies ---------------------------------------------------------------


def scales(
    table: Datum, known: DeclaredNames, measured: Mapping[str, Measure]
) -> tuple[Scale, ...]:
    """What each measure gives, in the order of the file."""
    found: list[Scale] = []
    for name, row in table.each_named():
        with row:
            row.cite()
            returns = recurrence(row, known)
            by_steps = row.has("steps")
            if by_steps == row.has("norm"):
                row.refuse("write steps, or norm and points: one of the two", "steps")
            of = row.one_of("of", tuple(measured))
            if returns.per is Span.NAMED and isinstance(measured[of].rule, StreakOf):
                row.refuse(
                    "is a calendar, which has no period before; write a length", "per"
                )
            scale = Scale(
                name=name,
                article=row.cite(),
                of=of,
                per=returns.per,
                calendar=returns.calendar,
                groups=tuple(_names(row, "groups", known.groups) or ()),
                steps=steps(row) if by_steps else (),
                slope=None if by_steps else slope(row),
            )
            found.append(scale)
    return tuple(found)


def steps(row: Datum) -> tuple[ScaleStep, ...]:
    """The steps, each from its `least` to that of the next: no gap can be between
    them.
    """
    found: list[ScaleStep] = []
    for each in row.each("steps"):
        least = each.optional("least", each.points, None)
        if least is None and found:
            each.refuse(
                "must say where the step begins; only the first begins with any number",
                "least",
            )
        if found and found[-1].least is not None and least is not None:
            if least <= found[-1].least:
                before = points_text(found[-1].least)
                what = f"is not above {before}, where the step before it begins"
                each.refuse(f"{what}: nothing would lie on that one", "least")
        named = each.optional("named", each.text, None)
        points = each.optional("points", each.points, Fraction(0))
        found.append(ScaleStep(least, points, named))
    if not any(step.points or step.named for step in found):
        row.refuse("gives nothing; write points or named in one of them", "steps")
    return tuple(found)


def slope(row: Datum) -> Slope:
    """So much for each one beyond a norm."""
    found = Slope(
        norm=row.points("norm"),
        points=row.points("points"),
        whole=row.optional("whole", row.flag, default=False),
        least=row.optional("least", row.points, None),
        most=row.optional("most", row.points, None),
    )
    refuse_crossed(row, found.least, found.most)
    return found


def tallies(table: Datum, accounts: Sequence[str]) -> tuple[Tally, ...]:
    """What is added up apart from the total."""
    found: list[Tally] = []
    for name, row in table.each_named():
        with row:
            of = accounts_in(row, accounts)
            found.append(
                Tally(name, row.cite(), of, row.optional("unit", row.text, "分"))
            )
    return tuple(found)
