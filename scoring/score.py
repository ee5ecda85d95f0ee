"""What did every unit earn in this period, under this rule?

`score` for one edition, `assess` for a rulebook in which the year's quarters may fall under several.
Lines come from `scoring.kinds`; `scoring.layout` sets them out; the year is `scoring.year`'s affair,
storing `scoring.close`'s.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from ledger.entries.events import Commission, Facts
from ledger.entries.people import Unit
from ledger.periods import Period, Span, period_of
from ledger.rulebook import Edition, NoEditionError, Rulebook
from ledger.scoresheet import Line, NamedListEntry, ScoreSheet, UnitScore
from scoring.credit import Event, events_by_serial
from scoring.facts import Item, ScoringFacts, asked_by_unit, items_by_unit, on_roster, remarks_by_unit
from scoring.formerly import as_credited
from scoring.kinds import KINDS
from scoring.layout import set_out
from scoring.limits import limited
from scoring.membership import as_in
from scoring.unit_context import Found, UnitContext
from scoring.year import year_of

NOTHING = Fraction(0)
NO_SHEETS: Mapping[str, ScoreSheet] = MappingProxyType({})


def score(edition: Edition, period: Period, facts: Facts, today: date | None = None) -> ScoreSheet:
    """The score sheet of a month, quarter, half or year under `edition`, whatever its date.

    `facts` are those from the year's beginning on. Seen on `today`, what has not ended is neither fined nor
    named; None: the period is over.
    """
    return _scorer(lambda _: edition, facts, today, NO_SHEETS).sheet(period)


def assess(
    rulebook: Rulebook,
    period: Period,
    facts: Facts,
    today: date | None = None,
    published: Mapping[str, ScoreSheet] = NO_SHEETS,
) -> ScoreSheet:
    """As `score`, each quarter under the edition of its first day (E8).

    Earlier quarters and a year's quarters are taken from `published` where they are there: a printed number
    stays (E6). NoEditionError when no edition covers the period itself; an earlier quarter that none covers
    counts as nothing.
    """
    return _scorer(rulebook.for_period, facts, today, published).sheet(period)


def _scorer(
    edition_of: Callable[[Period], Edition],
    facts: Facts,
    today: date | None,
    published: Mapping[str, ScoreSheet],
) -> "_Scorer":
    return _Scorer(edition_of, facts, items_by_unit(facts), asked_by_unit(facts), today, published)


@dataclass(frozen=True, slots=True)
class _Scorer:
    """Scores periods of one body of facts; `edition_of` says under which edition each is scored."""

    edition_of: Callable[[Period], Edition]
    facts: Facts
    items: Mapping[int, tuple[Item, ...]]
    asked: Mapping[int, tuple[Commission, ...]]
    today: date | None
    published: Mapping[str, ScoreSheet]
    happened: dict[str, Mapping[str, tuple[Event, ...]]] = field(default_factory=dict)
    """Every item's events by edition, made once."""
    worked_out: dict[str, list[UnitScore]] = field(default_factory=dict)
    """Periods scored already: a year asks for its first quarter's totals four times."""
    added_up: dict[str, dict[int, Fraction]] = field(default_factory=dict)
    """What the units of a period come to."""

    def sheet(self, period: Period) -> ScoreSheet:
        edition = self.edition_of(period)
        if period.span is Span.YEAR:
            return year_of(edition, period, self._quarters(period), self._facts_in(period))
        earlier, totals = self._earlier(period), self._own_totals(period)
        units = [
            replace(unit, year_to_date=earlier.get(unit.unit_id, NOTHING) + totals[unit.unit_id])
            for unit in self._units(period)
        ]
        return set_out(edition, period, self.facts.units, units)

    def _facts_in(self, period: Period) -> Facts:
        """The facts, each unit in its group of that period."""
        return replace(self.facts, units=as_in(self.facts.units, period))

    def _units(self, period: Period) -> list[UnitScore]:
        """Every unit's lines and named lists; units that were not there and earned nothing are left out."""
        if period.code not in self.worked_out:
            self._work_out([period])
        return self.worked_out[period.code]

    def _work_out(self, periods: Sequence[Period]) -> None:
        """Scores unit by unit, each in all the periods: what lies together in memory is used together."""
        benches = [self._benches(period) for period in periods]
        scored: list[list[UnitScore]] = [[] for _ in periods]
        for one_unit in zip(*benches, strict=True):
            for found, context in zip(scored, one_unit, strict=True):
                lines, named = _parted(each for kind in KINDS for each in limited(kind, context))
                if on_roster(context.unit, context.case.period) or any(line.points for line in lines):
                    found.append(UnitScore(context.unit.id, context.unit.name, lines, named))
        self.worked_out.update(zip((period.code for period in periods), scored, strict=True))

    def _benches(self, period: Period) -> Iterator[UnitContext]:
        """The context of every unit in the period."""
        edition = self.edition_of(period)
        case = ScoringFacts(edition, period, self.facts, self.items, self.today, self.asked)
        events, seen_by = self._events(edition), _seen(case)
        return (UnitContext(seen_by(unit), unit, events) for unit in self._facts_in(period).units)

    def _own_totals(self, period: Period) -> dict[int, Fraction]:
        if period.code not in self.added_up:
            self.added_up[period.code] = {unit.unit_id: unit.total for unit in self._units(period)}
        return self.added_up[period.code]

    def _events(self, edition: Edition) -> Mapping[str, tuple[Event, ...]]:
        if edition.id not in self.happened:
            credited = as_credited(edition, self.edition_of, lambda each: events_by_serial(each, self.facts))
            self.happened[edition.id] = credited
        return self.happened[edition.id]

    def _quarters(self, year: Period) -> list[ScoreSheet]:
        """The sheets of the year's quarters that have begun and that an edition covers."""
        begun = [
            quarter
            for quarter in year.split(Span.QUARTER)
            if (self.today is None or quarter.first <= self.today) and self._is_covered(quarter)
        ]
        self._work_out([quarter for quarter in begun if quarter.code not in self.published])
        return [self.published.get(quarter.code) or self.sheet(quarter) for quarter in begun]

    def _is_covered(self, quarter: Period) -> bool:
        """Whether it is published, or an edition covers it."""
        try:
            return quarter.code in self.published or bool(self.edition_of(quarter))
        except NoEditionError:
            return False

    def _earlier(self, period: Period) -> dict[int, Fraction]:
        """Each unit's points from the year's beginning to the period's."""
        totals: dict[int, Fraction] = {}
        for before in _before(period):
            for unit_id, points in self._totals(before).items():
                totals[unit_id] = totals.get(unit_id, NOTHING) + points
        return totals

    def _totals(self, period: Period) -> dict[int, Fraction]:
        """The points of a period; those of `history` where this installation had not begun."""
        known = {
            each.unit_id: Fraction(each.total) for each in self.facts.history if each.period == period.code
        }
        if period.code in self.published:
            return {unit.unit_id: unit.total for unit in self.published[period.code].units} | known
        try:
            return self._own_totals(period) | known
        except NoEditionError:
            return known


def _seen(case: ScoringFacts) -> Callable[[Unit], ScoringFacts]:
    """The case as each unit sees it, remarks about others left out: no rule goes through all of them."""
    periods = tuple({total.period: total for total in case.facts.history}.values())
    facts = replace(case.facts, history=periods, remarks=())
    about, plain = remarks_by_unit(case.facts), replace(case, facts=facts)

    def seen_by(unit: Unit) -> ScoringFacts:
        remarks = about.get(unit.id)
        return plain if remarks is None else replace(plain, facts=replace(facts, remarks=remarks))

    return seen_by


def _before(period: Period) -> list[Period]:
    """The year's quarters before the period, and before a month the earlier months of its quarter."""
    year = period_of(period.first, Span.YEAR)
    quarters = [quarter for quarter in year.split(Span.QUARTER) if quarter.past <= period.first]
    if period.span is not Span.MONTH:
        return quarters
    months = period_of(period.first, Span.QUARTER).split(Span.MONTH)
    return [*quarters, *(month for month in months if month.past <= period.first)]


def _parted(found: Iterable[Found]) -> tuple[tuple[Line, ...], tuple[NamedListEntry, ...]]:
    """Lines in the order of days, and the named lists."""
    lines: list[Line] = []
    named: list[NamedListEntry] = []
    for each in found:
        match each:
            case Line():
                lines.append(each)
            case NamedListEntry():
                named.append(each)
    return tuple(sorted(lines, key=_place)), tuple(named)


def _place(line: Line) -> tuple[date, str, str, tuple[str, ...], Fraction]:
    return line.on, line.article, line.serial or "", line.evidence, -line.points if line.points else NOTHING
