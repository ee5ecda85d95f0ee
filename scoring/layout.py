"""How are scored units set out in groups, with shares and places?

Arithmetic is `scoring.rank`'s affair; which lines a unit has, `scoring.score`'s.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ledger.entries.people import Unit
from ledger.periods import Period
from ledger.rulebook import Edition, ShareOf
from ledger.scoresheet import GroupScore, ReadingUsed, ScoreSheet, UnitScore
from scoring.membership import assessed_in, units_in
from scoring.rank import NO_POSITIVE, ranks, shares


def set_out(
    edition: Edition, period: Period, roster: Sequence[Unit], units: Sequence[UnitScore]
) -> ScoreSheet:
    """The sheet of a month, quarter or half in which these units scored; shares where the rule has them."""
    totals = {unit.unit_id: unit.total for unit in units}
    groups = grouped(edition, units_in(roster, period), units, totals)
    if edition.conversion is None or period.span is edition.conversion.per:
        assessed = frozenset(unit.id for unit in roster if assessed_in(unit, period))
        groups = [converted(edition, group, totals, assessed) for group in groups]
    return sheet_of(edition, period, groups)


def grouped(
    edition: Edition, roster: Sequence[Unit], units: Sequence[UnitScore], totals: Mapping[int, Fraction]
) -> list[GroupScore]:
    """The units by group, in the edition's order of groups, the highest total first.

    Groups that the edition does not know come last, by their names; a group without units is left out.
    """
    group_of = {unit.id: unit.group for unit in roster}
    members: defaultdict[str, list[UnitScore]] = defaultdict(list)
    for unit in units:
        members[group_of[unit.unit_id]].append(unit)
    groups: list[GroupScore] = []
    for name in dict.fromkeys([*edition.groups, *sorted(members)]):
        if name in members:
            rank_of = ranks({unit.unit_id: totals[unit.unit_id] for unit in members[name]})
            members[name].sort(key=lambda unit: (rank_of[unit.unit_id], unit.unit_id))
            groups.append(GroupScore(name, tuple(members[name])))
    return groups


def converted(
    edition: Edition, group: GroupScore, totals: Mapping[int, Fraction], assessed: frozenset[int]
) -> GroupScore:
    """The group with shares and places; a unit excused throughout has neither, nor is it a measure (A13).

    What is converted is the period's total, or the year's so far (E1).
    """
    rule = edition.conversion
    measured: dict[int, Fraction] = {}
    for unit in group.units:
        if unit.unit_id not in assessed:
            continue
        if rule is not None and rule.of is ShareOf.YEAR_TO_DATE:
            measured[unit.unit_id] = unit.year_to_date
        else:
            measured[unit.unit_id] = totals[unit.unit_id]
    share_of = {} if rule is None else shares(measured, rule)
    note = NO_POSITIVE if measured and max(measured.values()) <= 0 else ""
    return placed(group, share_of, measured)._replace(note=note)


def placed(group: GroupScore, share_of: Mapping[int, Fraction], totals: Mapping[int, Fraction]) -> GroupScore:
    """The group with these shares, ranked and ordered by `totals`; a unit without a total comes last."""
    rank_of = ranks(totals)
    units: list[UnitScore] = []
    for unit in group.units:
        share, rank = share_of.get(unit.unit_id), rank_of.get(unit.unit_id)
        units.append(replace(unit, share=share, rank=rank))
    last = len(units) + 1
    units.sort(key=lambda unit: (unit.rank or last, unit.unit_id))
    return group._replace(units=tuple(units))


def sheet_of(edition: Edition, period: Period, groups: Sequence[GroupScore]) -> ScoreSheet:
    """The groups as a sheet, with the readings that it rests on."""
    readings = tuple(ReadingUsed(reading.id, reading.text) for reading in edition.readings)
    return ScoreSheet(period.code, edition.id, tuple(groups), readings)
