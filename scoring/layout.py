"""How are scored units set out in groups, with shares and places?

Arithmetic is `scoring.rank`'s affair; which lines a unit has, `scoring.score`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ledger.entries.people import Unit
from ledger.periods import Period
from ledger.rulebook import Edition, ShareOf
from ledger.scoresheet import GroupScore, ReadingUsed, ScoreSheet, UnitScore
from scoring.rank import NO_POSITIVE, ordered, ranks, shares


def grouped(edition: Edition, roster: Sequence[Unit], units: Sequence[UnitScore]) -> list[GroupScore]:
    """The units by group, in the edition's order of groups, the highest total first."""
    group_of = {unit.id: unit.group for unit in roster}
    strangers = sorted({group_of[unit.unit_id] for unit in units}.difference(edition.groups))
    groups: list[GroupScore] = []
    for name in (*edition.groups, *strangers):
        members = {unit.unit_id: unit for unit in units if group_of[unit.unit_id] == name}
        order = ordered({unit_id: unit.total for unit_id, unit in members.items()})
        if members:
            groups.append(GroupScore(name, tuple(members[unit_id] for unit_id in order)))
    return groups


def converted(edition: Edition, group: GroupScore, assessed: frozenset[int]) -> GroupScore:
    """The group with shares and places; a unit excused throughout has neither, nor is it a measure (A13)."""
    totals = {unit.unit_id: _basis(edition, unit) for unit in group.units if unit.unit_id in assessed}
    share_of = {} if edition.conversion is None else shares(totals, edition.conversion)
    note = NO_POSITIVE if totals and max(totals.values()) <= 0 else ""
    return placed(group, share_of, totals)._replace(note=note)


def placed(group: GroupScore, share_of: Mapping[int, Fraction], totals: Mapping[int, Fraction]) -> GroupScore:
    """The group with these shares, ranked and ordered by `totals`; a unit without a total comes last."""
    place_of = ranks(totals)
    units = [
        replace(unit, share=share_of.get(unit.unit_id), rank=place_of.get(unit.unit_id))
        for unit in group.units
    ]
    last = len(units) + 1
    units.sort(key=lambda unit: (unit.rank or last, unit.unit_id))
    return group._replace(units=tuple(units))


def laid_out(edition: Edition, period: Period, groups: Sequence[GroupScore]) -> ScoreSheet:
    """The whole sheet, with the readings it rests on."""
    readings = tuple(ReadingUsed(reading.id, reading.text) for reading in edition.readings)
    return ScoreSheet(period.code, edition.id, tuple(groups), readings)


def _basis(edition: Edition, unit: UnitScore) -> Fraction:
    """What is converted: the period's total or the year's so far (E1)."""
    so_far = edition.conversion is not None and edition.conversion.of is ShareOf.YEAR_TO_DATE
    return unit.year_to_date if so_far else unit.total
