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
from scoring.facts import assessed_in
from scoring.membership import as_in
from scoring.rank import NO_POSITIVE, ordered, ranks, shares


def set_out(
    edition: Edition, period: Period, roster: Sequence[Unit], units: Sequence[UnitScore]
) -> ScoreSheet:
    """The sheet of a month, quarter or half in which these units scored; shares where the rule has them."""
    totals = {unit.unit_id: unit.total for unit in units}
    groups = grouped(edition, as_in(roster, period), units, totals)
    if edition.conversion is None or period.span is edition.conversion.per:
        assessed = frozenset(unit.id for unit in roster if assessed_in(unit, period))
        groups = [converted(edition, group, totals, assessed) for group in groups]
    return laid_out(edition, period, groups)


def grouped(
    edition: Edition, roster: Sequence[Unit], units: Sequence[UnitScore], totals: Mapping[int, Fraction]
) -> list[GroupScore]:
    """The units by group, in the edition's order of groups, the highest total first."""
    group_of = {unit.id: unit.group for unit in roster}
    strangers = sorted({group_of[unit.unit_id] for unit in units}.difference(edition.groups))
    groups: list[GroupScore] = []
    for name in (*edition.groups, *strangers):
        members = {unit.unit_id: unit for unit in units if group_of[unit.unit_id] == name}
        order = ordered({unit_id: totals[unit_id] for unit_id in members})
        if members:
            groups.append(GroupScore(name, tuple(members[unit_id] for unit_id in order)))
    return groups


def converted(
    edition: Edition, group: GroupScore, totals: Mapping[int, Fraction], assessed: frozenset[int]
) -> GroupScore:
    """The group with shares and places; a unit excused throughout has neither, nor is it a measure (A13).

    What is converted is the period's total, or the year's so far (E1).
    """
    so_far = edition.conversion is not None and edition.conversion.of is ShareOf.YEAR_TO_DATE
    measured = {
        unit.unit_id: unit.year_to_date if so_far else totals[unit.unit_id]
        for unit in group.units
        if unit.unit_id in assessed
    }
    share_of = {} if edition.conversion is None else shares(measured, edition.conversion)
    note = NO_POSITIVE if measured and max(measured.values()) <= 0 else ""
    return placed(group, share_of, measured)._replace(note=note)


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
