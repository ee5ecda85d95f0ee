"""What did every unit earn in this period, under this rule?

`score` for one edition, `assess` for a rulebook in which the year's quarters may fall
under several. Lines come from `scoring.kinds`; `scoring.layout` sets them out; the year
is `scoring.layout`'s affair, storing `scoring.close`'s.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from ledger.entries.events import Commission, Facts, HistoryTotal
from ledger.entries.people import going_on
from ledger.periods import Period, Span, parse_period, period_of
from ledger.rulebook import Edition, NoEditionError, Rulebook
from ledger.scoresheet import Line, NamedListEntry, ScoreSheet, UnitScore
from scoring.events import events_as_credited
from scoring.facts import (
    ZERO,
    Events,
    Item,
    ScoringFacts,
    UnitContext,
    commissions_by_unit,
    excused_before_beginning,
    items_by_unit,
    merged_units,
    on_roster,
    remarks_by_unit,
    units_in,
)
from scoring.kinds import results
from scoring.layout import one_row_each, set_out, year_of

NO_SHEETS: Mapping[str, ScoreSheet] = MappingProxyType({})


def score(
    edition: Edition, period: Period, record: Facts, today: date | None = None
) -> ScoreSheet:
    """The score sheet of a month, quarter, half or year under `edition`, whatever its
    date.

    `record` holds the facts from the year's beginning on. Seen on `today`, what has not
    ended is neither fined nor named; None: the period is over.
    """
    seen = excused_before_beginning(record, period)
    return _scorer(lambda _: edition, seen, today, NO_SHEETS).sheet(period)


def assess(
    rulebook: Rulebook,
    period: Period,
    record: Facts,
    today: date | None = None,
    published: Mapping[str, ScoreSheet] = NO_SHEETS,
) -> ScoreSheet:
    """As `score`, each quarter under the edition of its first day (E8).

    Earlier quarters and a year's quarters are taken from `published` where they are
    there: a printed number stays (E6). NoEditionError when no edition covers the period
    itself; an earlier quarter that none covers counts as nothing.
    """
    seen = excused_before_beginning(record, period)
    return _scorer(rulebook.for_period, seen, today, published).sheet(period)


def _scorer(
    edition_of: Callable[[Period], Edition],
    record: Facts,
    today: date | None,
    published: Mapping[str, ScoreSheet],
) -> "_Scorer":
    return _Scorer(
        edition_of,
        record,
        items_by_unit(record),
        commissions_by_unit(record),
        today,
        published,
    )


@dataclass(frozen=True, slots=True)
class _Scorer:
    """Scores periods of one record; `edition_of` says under which edition each is
    scored.

    What was worked out once is kept: a year asks for the totals of its first quarter
    four times.
    """

    edition_of: Callable[[Period], Edition]
    record: Facts
    items: Mapping[int, tuple[Item, ...]]
    commissions: Mapping[int, tuple[Commission, ...]]
    today: date | None
    published: Mapping[str, ScoreSheet]
    events: dict[str, Events] = field(default_factory=dict)
    """Edition id → every item's events."""
    scored: dict[str, list[UnitScore]] = field(default_factory=dict)
    """Period code → the units scored in it."""
    totals: dict[str, dict[int, Fraction]] = field(default_factory=dict)
    """Period code → what its units come to."""

    def sheet(self, period: Period) -> ScoreSheet:
        edition = self.edition_of(period)
        if period.span is Span.YEAR:
            record = replace(self.record, units=units_in(self.record.units, period))
            # The year's quarters that have begun and that are published or an edition
            # covers.
            quarters: list[Period] = []
            for quarter in period.split(Span.QUARTER):
                if self.today is not None and self.today < quarter.first:
                    break
                if quarter.code not in self.published:
                    try:
                        self.edition_of(quarter)
                    except NoEditionError:
                        continue
                quarters.append(quarter)
            self._score_units(
                [quarter for quarter in quarters if quarter.code not in self.published]
            )
            sheets = [
                self.published.get(quarter.code) or self.sheet(quarter)
                for quarter in quarters
            ]
            return year_of(edition, period, sheets, record)
        earlier, totals = self._earlier_totals(period), self._own_totals(period)
        units = [
            replace(
                unit,
                year_to_date=earlier.get(unit.unit_id, ZERO) + totals[unit.unit_id],
            )
            for unit in self._units(period)
        ]
        return set_out(edition, period, self.record, units)

    # --- the units of a period

    def _units(self, period: Period) -> list[UnitScore]:
        """Every unit's lines and named lists; units that were not there and earned
        nothing are left out.
        """
        if period.code not in self.scored:
            self._score_units([period])
        return self.scored[period.code]

    def _score_units(self, periods: Sequence[Period]) -> None:
        """Score every unit in each of the periods, for `_units` to give.

        Unit by unit, each in all the periods: what lies together in memory is used
        together.
        """
        scored: dict[str, list[UnitScore]] = {period.code: [] for period in periods}
        for contexts_of_unit in zip(*map(self._contexts, periods), strict=True):
            for context in contexts_of_unit:
                found = tuple(results(context))
                lines = [result for result in found if isinstance(result, Line)]
                named = [
                    result for result in found if isinstance(result, NamedListEntry)
                ]
                # By everything there is, so that the order of the facts never shows.
                lines.sort(
                    key=lambda line: (
                        line.on,
                        line.article,
                        line.serial or "",
                        line.evidence,
                        -line.points,
                    )
                )
                name = context.unit.name_on(context.period.last)
                unit = UnitScore(context.unit.id, name, tuple(lines), tuple(named))
                earned = any(line.points for line in unit.lines)
                if earned or on_roster(context.unit, context.period):
                    scored[context.period.code].append(unit)
        for period in periods:
            self.scored[period.code] = one_row_each(
                self.record.units, period.past, scored[period.code]
            )

    def _contexts(self, period: Period) -> Iterator[UnitContext]:
        """Every unit in the period, without the remarks about others: no rule goes
        through all of them.
        """
        edition = self.edition_of(period)
        if edition.id not in self.events:
            self.events[edition.id] = events_as_credited(
                edition, self.edition_of, self.record
            )
        # Of what was scored before this installation, rules ask which quarters it was,
        # and of months the unit's own.
        quarters: dict[str, HistoryTotal] = {}
        months: defaultdict[int, list[HistoryTotal]] = defaultdict(list)
        for total in self.record.history:
            if parse_period(total.period).span is Span.MONTH:
                months[total.unit_id].append(total)
            else:
                quarters[total.period] = total
        history = tuple(quarters.values())
        record = replace(self.record, history=history, remarks=())
        merged = merged_units(record)
        facts = ScoringFacts(
            edition, period, record, self.items, self.commissions, self.today, merged
        )
        remarks = remarks_by_unit(self.record)
        for unit in units_in(self.record.units, period):
            own = facts
            if unit.id in remarks or unit.id in months:
                told = (*history, *months[unit.id])
                own = replace(
                    facts,
                    record=replace(
                        record, remarks=remarks.get(unit.id, ()), history=told
                    ),
                )
            yield UnitContext(own, unit, self.events[edition.id])

    # --- what came before

    def _earlier_totals(self, period: Period) -> dict[int, Fraction]:
        """Each unit's points from the year's beginning to the period's."""
        quarters = period_of(period.first, Span.YEAR).split(Span.QUARTER)
        before = [quarter for quarter in quarters if quarter.past <= period.first]
        if period.span is Span.MONTH:
            months = period_of(period.first, Span.QUARTER).split(Span.MONTH)
            before += [month for month in months if month.past <= period.first]
        totals: defaultdict[int, Fraction] = defaultdict(Fraction)
        heirs = going_on(self.record.units, period.past)
        for earlier in before:
            points_of: dict[int, Fraction] = {}
            if earlier.code in self.published:
                points_of = {
                    unit.unit_id: unit.total
                    for unit in self.published[earlier.code].units
                }
            else:
                with suppress(NoEditionError):
                    points_of = dict(self._own_totals(earlier))
            # What was scored before this installation was told, and stands.
            for known in self.record.history:
                if known.period == earlier.code and earlier.span is Span.QUARTER:
                    points_of[known.unit_id] = Fraction(known.total)
            for unit_id, points in points_of.items():
                totals[heirs.get(unit_id, unit_id)] += points
        return totals

    def _own_totals(self, period: Period) -> dict[int, Fraction]:
        if period.code not in self.totals:
            self.totals[period.code] = {
                unit.unit_id: unit.total for unit in self._units(period)
            }
        return self.totals[period.code]
