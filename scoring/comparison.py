"""Who would gain and who would lose, were the same facts scored another way?

Two finished sheets of one period side by side, unit by unit. How the other came about, by another edition or
by a sentence read the other way, is `scoring.close`'s affair.
"""

from fractions import Fraction
from typing import NamedTuple

from ledger.scoresheet import ScoreSheet


class UnitResult(NamedTuple):
    """What a sheet says of one unit: nothing at all where the unit is not on it."""

    total: Fraction = Fraction(0)
    rank: int | None = None
    share: Fraction | None = None
    named: tuple[str, ...] = ()


class UnitComparison(NamedTuple):
    """One unit as it stands now and as it would then."""

    group: str
    unit_id: int
    unit: str
    now: UnitResult
    then: UnitResult

    @property
    def difference(self) -> Fraction:
        """The points gained, or lost below zero."""
        return self.then.total - self.now.total


def compare_sheets(now: ScoreSheet, then: ScoreSheet) -> tuple[UnitComparison, ...]:
    """Every unit of either sheet, in the order in which it stands now; newcomers come last."""
    results_now, results_then = _results(now), _results(then)
    nothing = UnitResult()
    found: dict[int, UnitComparison] = {}
    for group in (*now.groups, *then.groups):
        for unit in group.units:
            if unit.unit_id not in found:
                found[unit.unit_id] = UnitComparison(
                    group=group.group,
                    unit_id=unit.unit_id,
                    unit=unit.unit,
                    now=results_now.get(unit.unit_id, nothing),
                    then=results_then.get(unit.unit_id, nothing),
                )
    return tuple(found.values())


def _results(sheet: ScoreSheet) -> dict[int, UnitResult]:
    results: dict[int, UnitResult] = {}
    for unit in sheet.units:
        lists = tuple(dict.fromkeys(entry.name for entry in unit.named))
        results[unit.unit_id] = UnitResult(unit.total, unit.rank, unit.share, lists)
    return results


def changed_units(before: ScoreSheet, after: ScoreSheet) -> tuple[UnitComparison, ...]:
    """The units whose points, place, share or named lists differ."""
    return tuple(change for change in compare_sheets(before, after) if change.now != change.then)
