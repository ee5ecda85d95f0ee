"""How does a person see what was stored of a period, by whom, why, and what differs: revisions?"""

from __future__ import annotations

from typing import Any

import click

from ledger.periods import parse_period
from ledger.scoresheet import points_text, share_text
from office.cli.output import json_option, show_json, show_table, told, visible
from office.cli.session import Session, with_session
from office.use_cases.sheets import StoredScore, stored_scores, words_of_changes
from scoring.comparison import UnitComparison, UnitResult


@click.command()
@click.argument("period")
@json_option
@with_session
def revisions(session: Session, period: str, as_json: bool) -> None:
    """Every stored score of a period: who made and approved it, why, and what differs from the one before."""
    with session.database() as database, database.reading() as conn:
        found = stored_scores(conn, parse_period(period).code)
    if as_json:
        show_json([_shape(each) for each in found])
        return
    show_table(
        ("稿次", "存档", "经办", "理由", "审定", "与上一稿不同"),
        (
            (
                each.revision.revision,
                each.revision.made_at,
                each.revision.made_by,
                each.revision.because,
                f"{each.approved_by} {visible(each.approved_at)}" if each.approved_at else "未公布",
                "\n".join(words_of_changes(each.changes)),
            )
            for each in found
        ),
    )


COMMANDS = (revisions,)


def _shape(revised: StoredScore) -> dict[str, Any]:
    revision = revised.revision
    return {
        "period": revision.period,
        "revision": revision.revision,
        "edition": revision.edition,
        "facts_digest": revision.facts_digest,
        "because": revision.because,
        "made_by": revision.made_by,
        "made_at": told(revision.made_at),
        "approved_by": revised.approved_by or None,
        "published_at": told(revision.published_at),
        "changes": [_change(each) for each in revised.changes],
    }


def _change(change: UnitComparison) -> dict[str, Any]:
    return {"unit": change.unit, "before": _standing(change.now), "after": _standing(change.then)}


def _standing(standing: UnitResult) -> dict[str, Any]:
    return {
        "total": points_text(standing.total),
        "share": share_text(standing.share),
        "rank": standing.rank,
        "named": list(standing.named),
    }
