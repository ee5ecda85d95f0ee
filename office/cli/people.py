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
from scoring.candidates import Candidates, UnitCandidate, candidates
from scoring.close import scored
from scoring.people import AuthorScore, People, people_of


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
def of_year(session: Session, year: str, as_json: bool) -> None:
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
        show_json(_candidates_json(found))
        return
    show_table(_UNIT_HEADINGS, (_unit_cells(unit) for unit in found.units))
    show_table(_HEADINGS, (_row(person) for person in found.persons))
    _tell_unsigned(found.unsigned)
    say("ranked only: nothing is awarded here")


COMMANDS = (of_year,)


def authors_of(session: Session, sheet: ScoreSheet, period: Period) -> People:
    """The authors of a sheet."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        return people_of(sheet, period, scores.facts_of(conn, period), rulebook.publication)


def show_people(found: People, *, as_json: bool) -> None:
    """The authors of a period, as one document or a table."""
    if as_json:
        people = [_person_json(person) for person in found.persons]
        show_json(
            {
                "period": found.period,
                "edition": found.edition,
                "people": people,
                "unsigned": list(found.unsigned),
            }
        )
        return
    show_table(_HEADINGS, (_row(person) for person in found.persons))
    _tell_unsigned(found.unsigned)


def sheet_of_authors(found: People) -> TableSheet:
    """The authors as one more sheet of a workbook for the office itself: it has telephone numbers."""
    rows = [
        (*_cells(person), number(points_text(person.points)), number(points_text(person.together)))
        for person in found.persons
    ]
    return TableSheet("撰稿人", _HEADINGS, rows)


_UNIT_HEADINGS = ("名次", "组别", "组内名次", "单位", "得分", "效能得分", "各条得分", "点名")
_HEADINGS = ("名次", "单位", "单位内名次", "撰稿人", "电话", "报送", "采用", "批示", "得分", "其中合作")


def _unit_cells(unit: UnitCandidate) -> tuple[object, ...]:
    return (
        unit.rank,
        unit.group,
        unit.rank_in_group,
        unit.unit,
        points_text(unit.points),
        share_text(unit.share),
        [f"{article}: {points_text(points)}" for article, points in unit.by_article.items()],
        _times(unit.lists),
    )


def _row(person: AuthorScore) -> tuple[object, ...]:
    return (*_cells(person), points_text(person.points), points_text(person.together))


def _cells(person: AuthorScore) -> tuple[str | int, ...]:
    """All but the points, which are texts on a screen and numbers in a workbook."""
    return (
        person.rank,
        person.unit,
        person.rank_in_unit,
        person.name,
        person.phone,
        len(person.items),
        "、".join(_times(person.adoptions)),
        person.instructions,
    )


def _times(counts: Mapping[str, int]) -> list[str]:
    return [f"{name}×{count}" for name, count in counts.items()]


def _tell_unsigned(serials: Sequence[str]) -> None:
    if serials:
        say(f"{len(serials)} items name no author, the first {serials[0]}; --json lists them")


def _candidates_json(found: Candidates) -> dict[str, Any]:
    return {
        "year": found.year,
        "edition": found.edition,
        "units": [_unit_json(unit) for unit in found.units],
        "people": [_person_json(person) for person in found.persons],
        "unsigned": list(found.unsigned),
    }


def _unit_json(unit: UnitCandidate) -> dict[str, Any]:
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


def _person_json(person: AuthorScore) -> dict[str, Any]:
    return {
        "unit": person.unit,
        "name": person.name,
        "phone": person.phone,
        "rank": person.rank,
        "rank_in_unit": person.rank_in_unit,
        "points": points_text(person.points),
        "together": points_text(person.together),
        "items": list(person.items),
        "adoptions": dict(person.adoptions),
        "instructions": person.instructions,
        "lines": [{**line_json(share.line), "together": share.together} for share in person.shares],
    }
