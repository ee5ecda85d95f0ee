"""Which units does a change touch, and whose scores stand?

A unit's lines rest on its own items, commissions and remarks; only shares and places rest on others. So after
a change the units it touches are scored again, and all are set out again. Scoring is `scoring.score`'s
affair, setting out `scoring.layout`'s; what changed is found by whoever keeps a sheet.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import chain
from typing import NamedTuple, TypeVar

from ledger.entries.events import Facts
from ledger.entries.submissions import Submission
from ledger.scoresheet import ScoreSheet, UnitScore

T = TypeVar("T", bound=Hashable)


class Touched(NamedTuple):
    """Units that must be scored again, and submissions whose units must be."""

    unit_ids: frozenset[int]
    serials: frozenset[str]


def with_units_replaced(before: ScoreSheet, anew: ScoreSheet, touched: Collection[int]) -> list[UnitScore]:
    """The units `touched` as they are on the sheet `anew`, if they are; all others as before."""
    return [*(unit for unit in before.units if unit.unit_id not in touched), *anew.units]


def touched_between(before: Facts, now: Facts) -> Touched:
    """What the roster, commissions and remarks say otherwise than before; all else is not looked at."""
    remarks = _differing(before.remarks, now.remarks)
    units = {unit.id for unit in _differing(before.units, now.units)}
    asked = chain.from_iterable(each.unit_ids for each in _differing(before.commissions, now.commissions))
    return Touched(
        frozenset(units.union(asked, (remark.unit_id for remark in remarks))),
        frozenset(remark.serial for remark in remarks if remark.serial),
    )


def units_by_submission(submissions: Iterable[Submission]) -> dict[str, tuple[int, ...]]:
    """Which units each submission may concern: its own, and those of what it replaced or was replaced by."""
    known = {submission.serial: submission for submission in submissions}
    near: defaultdict[str, set[str]] = defaultdict(set)
    for submission in known.values():
        if submission.superseded_by in known:
            near[submission.serial].add(submission.superseded_by)
            near[submission.superseded_by].add(submission.serial)
    own = {serial: submission.unit_ids for serial, submission in known.items()}
    linked = {
        serial: {unit_id for each in _reached(serial, near) for unit_id in own[each]} for serial in near
    }
    return own | {serial: tuple(unit_ids) for serial, unit_ids in linked.items()}


def _reached(serial: str, near: Mapping[str, set[str]]) -> set[str]:
    """What is linked to the submission, directly or not, and itself."""
    found = fresh = {serial}
    while fresh:
        fresh = {other for each in fresh for other in near.get(each, ())} - found
        found = found | fresh
    return found


def _differing(before: Iterable[T], now: Iterable[T]) -> set[T]:
    return set(before) ^ set(now)
