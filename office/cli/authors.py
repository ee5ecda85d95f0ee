"""What did each author write, and who might be put forward for the year's awards: candidates?

Also how authors are shown wherever they are (`score --people`, the workbook); nothing is awarded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from ledger import scores
from ledger.periods import Period, Span, parse_period
from ledger.scoresheet import ScoreSheet, line_json, points_text, share_text
from notify.workbook import TableSheet, number
from office.cli.output import json_option, say, show_json, show_table
from office.cli.session import RefusedError, Session, with_session
from scoring.close import scored
from scoring.people import AuthorScore, People, UnitCandidate, candidates, people_of


class NoYearError(RefusedError):
    """Candidates were asked for of something else than a year."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            f"candidates {period.code}: the year decides; write `candidates {period.first.year}`, "
            f"or `score {period.code} --people` for the authors of this period"
        )


@click.command("candidates")
@click.argument("year")
@json_option
@with_session
def candidates_of_year(session: Session, year: str, as_json: bool) -> None:
    """Ranks a year's units and authors with their evidence; whom to award stays the office's decision."""
    asked = parse_period(year)
    if asked.span is not Span.YEAR:
        raise NoYearError(asked)
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        sheet = scored(conn, rulebook, asked, session.moment())
        facts = scores.facts_of(conn, asked)
    found = candidates(sheet, people_of(sheet, asked, facts, rulebook.publication))
    if as_json:
        show_json(
            {
                "year": found.year,
                "edition": found.edition,
                "units": [_unit_as_json(unit) for unit in found.units],
                "people": [_author_as_json(author) for author in found.persons],
                "unsigned": list(found.unsigned),
            }
        )
        return
    rows = []
    for unit in found.units:
        place = (unit.rank, unit.group, unit.rank_in_group, unit.unit)
        by_article = [f"{article}: {points_text(points)}" for article, points in unit.by_article.items()]
        earned = (points_text(unit.points), share_text(unit.share), by_article)
        rows.append((*place, *earned, _times(unit.lists)))
    show_table(("名次", "组别", "组内名次", "单位", "得分", "效能得分", "各条得分", "点名"), rows)
    _show_table_of(found.persons, found.unsigned)
    say("ranked only: nothing is awarded here")


COMMANDS = (candidates_of_year,)


def authors_of(session: Session, sheet: ScoreSheet, period: Period) -> People:
    """The authors of a sheet."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        return people_of(sheet, period, scores.facts_of(conn, period), rulebook.publication)


def show_authors(found: People, *, as_json: bool) -> None:
    """The authors of a period, as one document or a table."""
    if as_json:
        authors = [_author_as_json(author) for author in found.persons]
        unsigned = list(found.unsigned)
        document = {"period": found.period, "edition": found.edition, "people": authors, "unsigned": unsigned}
        show_json(document)
        return
    _show_table_of(found.persons, found.unsigned)


def sheet_of_authors(found: People) -> TableSheet:
    """The authors as one more sheet of a workbook for the office itself: it has telephone numbers."""
    rows = [
        (*_cells(author), number(points_text(author.points)), number(points_text(author.together)))
        for author in found.persons
    ]
    return TableSheet("撰稿人", _HEADINGS, rows)


_HEADINGS = ("名次", "单位", "单位内名次", "撰稿人", "电话", "报送", "采用", "批示", "得分", "其中合作")


def _show_table_of(authors: Sequence[AuthorScore], unsigned: Sequence[str]) -> None:
    rows = []
    for author in authors:
        rows.append((*_cells(author), points_text(author.points), points_text(author.together)))
    show_table(_HEADINGS, rows)
    if unsigned:
        say(f"{len(unsigned)} items name no author, the first {unsigned[0]}; --json lists them")


def _cells(author: AuthorScore) -> tuple[str | int, ...]:
    """All but the points, which are texts on a screen and numbers in a workbook."""
    return (
        author.rank,
        author.unit,
        author.rank_in_unit,
        author.name,
        author.phone,
        len(author.items),
        "、".join(_times(author.adoptions)),
        author.instructions,
    )


def _times(counts: Mapping[str, int]) -> list[str]:
    return [f"{name}×{count}" for name, count in counts.items()]


def _unit_as_json(unit: UnitCandidate) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "group": unit.group,
        "rank": unit.rank,
        "rank_in_group": unit.rank_in_group,
        "points": points_text(unit.points),
        "share": share_text(unit.share),
        "by_article": {article: points_text(points) for article, points in unit.by_article.items()},
        "named": [
            {"name": each.name, "article": each.article, "because": each.because} for each in unit.named
        ],
    }


def _author_as_json(author: AuthorScore) -> dict[str, Any]:
    return {
        "unit": author.unit,
        "name": author.name,
        "phone": author.phone,
        "rank": author.rank,
        "rank_in_unit": author.rank_in_unit,
        "points": points_text(author.points),
        "together": points_text(author.together),
        "items": list(author.items),
        "adoptions": dict(author.adoptions),
        "instructions": author.instructions,
        "lines": [{**line_json(share.line), "together": share.together} for share in author.shares],
    }
