"""Which units does a change touch, and whose scores stand?

A unit's lines rest on its own items, commissions and remarks; only shares and places
rest on others. So after a change the units it touches are scored again, and all are set
out again. Scoring is `scoring.score`'s affair, setting out `scoring.layout`'s; what
changed is found by whoever keeps a sheet.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from ledger.entries.events import Facts
from ledger.entries.submissions import Submission
from ledger.scoresheet import ScoreSheet, UnitScore


class Touched(NamedTuple):
    """Units that must be scored again, and submissions whose units must be."""

    unit_ids: frozenset[int]
    serials: frozenset[str]


def with_units_replaced(
    before: ScoreSheet, anew: ScoreSheet, touched: Collection[int]
) -> list[UnitScore]:
    """The units `touched` as they are on the sheet `anew`, if they are; all others as
    before.
    """
    return [
        *(unit for unit in before.units if unit.unit_id not in touched),
        *anew.units,
    ]


def touched_between(before: Facts, now: Facts) -> Touched:
    """What the roster, commissions and remarks say otherwise than before; all else is
    not looked at.
    """
    unit_ids = {unit.id for unit in {*before.units} ^ {*now.units}}
    for commission in {*before.commissions} ^ {*now.commissions}:
        unit_ids.update(commission.unit_ids)
    serials: set[str] = set()
    for remark in {*before.remarks} ^ {*now.remarks}:
        unit_ids.add(remark.unit_id)
        if remark.serial:
            serials.add(remark.serial)
    return Touched(frozenset(unit_ids), frozenset(serials))


def units_by_submission(
    submissions: Iterable[Submission],
) -> dict[str, tuple[int, ...]]:
    """Which units each submission may concern: its own, and those of what it replaced
    or was replaced by.
    """
    known = {submission.serial: submission for submission in submissions}
    # Submissions that replace each other, directly or not, share one list.
    linked: dict[str, list[Submission]] = {
        serial: [submission] for serial, submission in known.items()
    }
    for serial, submission in known.items():
        if submission.superseded_by in known:
            mine, theirs = linked[serial], linked[submission.superseded_by]
            if mine is not theirs:
                mine += theirs
                for each in theirs:
                    linked[each.serial] = mine
    found: dict[str, tuple[int, ...]] = {}
    for serial, together in linked.items():
        if (
            len(together) == 1
        ):  # most replace nothing, and there may be a hundred thousand of them
            found[serial] = together[0].unit_ids
            continue
        unit_ids: dict[int, None] = {}
        for submission in together:
            unit_ids.update(dict.fromkeys(submission.unit_ids))
        found[serial] = tuple(unit_ids)
    return found
