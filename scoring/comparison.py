"""Who would gain and who would lose, were the same facts scored another way?

Two finished sheets of one period side by side, unit by unit; how the other came about, by another edition
or by a sentence read the other way, is `scoring.close`'s affair.
"""

from fractions import Fraction
from typing import NamedTuple

from ledger.scoresheet import ScoreSheet, UnitScore

NOTHING = Fraction(0)


class UnitResult(NamedTuple):
    """What a sheet says of one unit: nothing at all where the unit is not on it."""

    total: Fraction = NOTHING
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
    found = [
        UnitComparison(
            group.group, unit.unit_id, unit.unit, _standing(unit), _standing(then.of(unit.unit_id))
        )
        for group in now.groups
        for unit in group.units
    ]
    known = {change.unit_id for change in found}
    newcomers = [
        UnitComparison(group.group, unit.unit_id, unit.unit, UnitResult(), _standing(unit))
        for group in then.groups
        for unit in group.units
        if unit.unit_id not in known
    ]
    return (*found, *newcomers)


def _standing(unit: UnitScore | None) -> UnitResult:
    if unit is None:
        return UnitResult()
    named = tuple(dict.fromkeys(entry.name for entry in unit.named))
    return UnitResult(unit.total, unit.rank, unit.share, named)
