"""Who would gain and who would lose, were a period scored another way (`score --what-if`)?

Which other edition or reading is meant, and both sheets side by side; what they say is
`scoring.comparison`'s affair. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from ledger.periods import Period
from ledger.rulebook import Edition, Rulebook
from ledger.scoresheet import ScoreSheet, points_text, share_text
from office.cli.output import say, show_table
from office.cli.session import RefusedError
from scoring.comparison import UnitComparison, UnitResult, compare_sheets
from scoring.language.editions import edition_in
from scoring.renaming import with_names_of


def edition_for(rulebook: Rulebook, period: Period, wanted: str) -> Edition:
    """The edition with the id `wanted`, or that of the period with the readings `wanted` names turned."""
    named = rulebook.named(wanted)
    if named is not None:
        return named
    edition = rulebook.for_period(period)
    readings = [part.strip() for part in wanted.split(",")]
    known = {reading.id for reading in edition.readings}
    if not known.issuperset(readings):
        editions = ", ".join(each.id for each in rulebook.editions)
        message = f"--what-if {wanted}: no edition ({editions}) and no reading ({', '.join(sorted(known))})"
        raise RefusedError(message)
    return with_names_of(edition_in(Path(edition.source), readings), rulebook.editions)


def beside(shown: dict[str, Any], now: ScoreSheet, then: ScoreSheet) -> dict[str, Any]:
    """The sheet `then` as it is `shown`, and with each unit how it stands `now` and the difference."""
    changes = {change.unit_id: change for change in compare_sheets(now, then)}
    for group, of_group in zip(shown["groups"], then.groups, strict=True):
        for unit, of_unit in zip(group["units"], of_group.units, strict=True):
            change = changes[of_unit.unit_id]
            unit["difference"] = points_text(change.difference)
            unit["now"] = _as_json(change.now)
    return shown | {"now": {"edition": now.edition, "readings": [each._asdict() for each in now.readings]}}


def show_beside(now: ScoreSheet, then: ScoreSheet) -> None:
    """What is tried, and a table of every unit as it stands and as it would."""
    for line in _tried(now, then):
        say(line)
    show_table(_HEADINGS, (_cells(change) for change in compare_sheets(now, then)))


_HEADINGS = (
    *("组别", "单位", "现得分", "试算得分", "增减"),
    *("现名次", "试算名次", "现效能得分", "试算效能得分", "点名变化"),
)


def _tried(now: ScoreSheet, then: ScoreSheet) -> Sequence[str]:
    if now.edition != then.edition:
        return (f"试算：{then.edition}（现用 {now.edition}），不存",)
    used = {reading.id: reading.text for reading in now.readings}
    turned = [reading for reading in then.readings if used.get(reading.id) != reading.text]
    if not turned:
        return (f"试算：{then.edition} 即现用版本，不存",)
    return [f"试算 {each.id}：{each.text}（现用：{used.get(each.id, '')}），不存" for each in turned]


def _cells(change: UnitComparison) -> tuple[object, ...]:
    now, then = change.now, change.then
    return (
        *(change.group, change.unit, points_text(now.total), points_text(then.total)),
        *(_signed(change.difference), now.rank, then.rank, share_text(now.share), share_text(then.share)),
        _lists(now, then),
    )


def _signed(points: Fraction) -> str:
    return f"+{points_text(points)}" if points > 0 else points_text(points)


def _lists(now: UnitResult, then: UnitResult) -> list[str]:
    """The named lists that a unit would come on to (+) and off (-)."""
    return [f"+{name}" for name in then.named if name not in now.named] + [
        f"-{name}" for name in now.named if name not in then.named
    ]


def _as_json(standing: UnitResult) -> dict[str, Any]:
    return {
        "total": points_text(standing.total),
        "share": share_text(standing.share),
        "rank": standing.rank,
        "named": list(standing.named),
    }
