"""How does each unit stand, what has it earned or would it, and why: quota, score, revisions, explain?

`score --what-if` scores a period under another edition, or with a reading turned, and sets both sheets side
by side; nothing is stored. What the comparison says is `scoring.explain`'s affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ledger import roster, scores, working_days
from ledger.database import Connection
from ledger.periods import Period, Span, local_day, parse_period
from ledger.rulebook import Edition, Rulebook
from ledger.scoresheet import Line, ScoreSheet, as_json, line_json, points_text, share_text
from notify.circular import CircularContents, circular_contents
from notify.workbook import workbook
from office.cli.authors import authors_of, sheet_of_authors, show_authors
from office.cli.output import json_option, say, show_json, show_table, told, visible, write_file
from office.cli.session import RefusedError, Session, with_session
from office.service.working_days import WorkingDays
from office.use_cases.explaining import (
    ExplainContext,
    ItemExplained,
    Source,
    explain_record,
    explain_unit_in_period,
    sources,
)
from office.use_cases.imports.rows import BadCellError, Finder
from office.use_cases.sheets import StoredScore, stored_scores, words_of_changes
from scoring.close import scored, what_if
from scoring.explain import UnitExplained, UnitResult, compare_sheets
from scoring.language.edition import with_names_of
from scoring.language.editions import edition_in
from scoring.quota import standings


@click.command()
@click.argument("period")
@json_option
@with_session
def quota(session: Session, period: str, as_json: bool) -> None:
    """What each unit owes in a period, what of it is done, and how it will end."""
    rulebook = session.rulebook(session.settings())
    asked = rulebook.period(period)
    edition = rulebook.for_period(asked)
    with session.database() as database, database.reading() as conn:
        facts = scores.facts_of(conn, asked)
        works = WorkingDays(working_days.everything(conn)).works
    found = standings(edition, facts, asked, local_day(session.moment()), works)
    if as_json:
        show_json([standing.as_json() for standing in found])
        return
    rows = []
    for standing in found:
        for duty in standing.duties:
            done = f"{duty.done}/{duty.need}"
            unit = (standing.group, standing.unit)
            rows.append((*unit, duty.title, duty.period, done, duty.outlook, standing.zero_months))
    show_table(("组别", "单位", "任务", "期间", "完成", "预计", "零报送"), rows)


@click.command()
@click.argument("period")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Also writes a workbook.")
@click.option(
    "--what-if", "turned", metavar="EDITION", help="Under another edition, or with a reading turned (ID,ID)."
)
@click.option("--people", is_flag=True, help="Shows authors in place of units; a year's workbook has both.")
@json_option
@with_session
def score(
    session: Session, period: str, xlsx: Path | None, turned: str | None, people: bool, as_json: bool
) -> None:
    """Scores a period as it stands now, or who would gain and lose (--what-if); nothing is stored."""
    asked = session.rulebook(session.settings()).period(period)
    sheet = sheet_of(session, asked, turned)
    if xlsx is not None:
        more = []
        if asked.span is Span.YEAR:
            more.append(sheet_of_authors(authors_of(session, sheet, asked)))
        write_file(xlsx, workbook(_contents_of(session, sheet, asked, turned), sheet, *more))
    if people:
        show_authors(authors_of(session, sheet, asked), as_json=as_json)
    elif turned is not None and as_json:
        show_json(_compared_as_json(sheet_of(session, asked), sheet))
    elif turned is not None:
        _show_compared(sheet_of(session, asked), sheet)
    elif as_json:
        show_json(sheet_as_json(sheet))
    else:
        rows = []
        for group in sheet.groups:
            for unit in group.units:
                points, share = points_text(unit.total), share_text(unit.share)
                # A unit may stand on one list for several months; its name is shown once.
                lists = list(dict.fromkeys(entry.name for entry in unit.named))
                rows.append((group.group, unit.rank, unit.unit, points, share, lists))
        show_table(("组别", "名次", "单位", "得分", "效能得分", "点名"), rows)


@click.command()
@click.argument("period")
@json_option
@with_session
def revisions(session: Session, period: str, as_json: bool) -> None:
    """Every stored score of a period: who made and approved it, why, and what differs from the one before."""
    with session.database() as database, database.reading() as conn:
        found = stored_scores(conn, parse_period(period).code)
    if as_json:
        show_json([_stored_as_json(stored) for stored in found])
        return
    rows = []
    for stored in found:
        revision = stored.revision
        approved = "未公布"
        if stored.approved_at:
            approved = f"{stored.approved_by} {visible(stored.approved_at)}"
        changes = "\n".join(words_of_changes(stored.changes))
        made = (revision.revision, revision.made_at, revision.made_by, revision.because)
        rows.append((*made, approved, changes))
    show_table(("稿次", "存档", "经办", "理由", "审定", "与上一稿不同"), rows)


def sheet_of(session: Session, period: Period, wanted: str | None = None) -> ScoreSheet:
    """The score sheet of a period as it stands at the session's moment, or would (--what-if)."""
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        if wanted is None:
            return scored(conn, rulebook, period, session.moment())
        return what_if(conn, edition_for(rulebook, period, wanted), period, session.moment())


def edition_for(rulebook: Rulebook, period: Period, wanted: str) -> Edition:
    """The edition with the id `wanted`, or that of the period with the readings that `wanted` names turned.

    Raises RefusedError where neither is known.
    """
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


def sheet_as_json(sheet: ScoreSheet) -> dict[str, Any]:
    """The sheet in the keys that `--json` promises, without those that only storage needs."""
    document = as_json(sheet)
    for group in document["groups"]:
        for unit in group["units"]:
            unit.pop("unit_id", None)
            unit.pop("named_because", None)
    return document


def _contents_of(session: Session, sheet: ScoreSheet, period: Period, turned: str | None) -> CircularContents:
    rulebook = session.rulebook(session.settings())
    edition = rulebook.for_period(period) if turned is None else edition_for(rulebook, period, turned)
    with session.database() as database, database.reading() as conn:
        return circular_contents(sheet, period, scores.facts_of(conn, period), edition)


def _compared_as_json(now: ScoreSheet, then: ScoreSheet) -> dict[str, Any]:
    """The sheet `then` as `score --json` shows it, each unit with how it stands `now` and the difference."""
    document = sheet_as_json(then)
    changes = {change.unit_id: change for change in compare_sheets(now, then)}
    for shown_group, group in zip(document["groups"], then.groups, strict=True):
        for shown_unit, unit in zip(shown_group["units"], group.units, strict=True):
            change = changes[unit.unit_id]
            shown_unit["difference"] = points_text(change.difference)
            shown_unit["now"] = _result_as_json(change.now)
    readings = [reading._asdict() for reading in now.readings]
    document["now"] = {"edition": now.edition, "readings": readings}
    return document


def _show_compared(now: ScoreSheet, then: ScoreSheet) -> None:
    """Say what is tried, and show every unit as it stands and as it would."""
    used = {reading.id: reading.text for reading in now.readings}
    turned = [reading for reading in then.readings if used.get(reading.id) != reading.text]
    if now.edition != then.edition:
        say(f"试算：{then.edition}（现用 {now.edition}），不存")
    elif not turned:
        say(f"试算：{then.edition} 即现用版本，不存")
    else:
        for reading in turned:
            say(f"试算 {reading.id}：{reading.text}（现用：{used.get(reading.id, '')}），不存")
    rows = []
    for change in compare_sheets(now, then):
        before, after = change.now, change.then
        lists = [f"+{name}" for name in after.named if name not in before.named]
        lists += [f"-{name}" for name in before.named if name not in after.named]
        rows.append(
            (
                change.group,
                change.unit,
                points_text(before.total),
                points_text(after.total),
                _signed(change.difference),
                before.rank,
                after.rank,
                share_text(before.share),
                share_text(after.share),
                lists,
            )
        )
    totals = ("组别", "单位", "现得分", "试算得分", "增减")
    show_table((*totals, "现名次", "试算名次", "现效能得分", "试算效能得分", "点名变化"), rows)


def _signed(points: Fraction) -> str:
    return f"+{points_text(points)}" if points > 0 else points_text(points)


def _stored_as_json(stored: StoredScore) -> dict[str, Any]:
    revision = stored.revision
    changes = []
    for change in stored.changes:
        before, after = _result_as_json(change.now), _result_as_json(change.then)
        changes.append({"unit": change.unit, "before": before, "after": after})
    return {
        "period": revision.period,
        "revision": revision.revision,
        "edition": revision.edition,
        "facts_digest": revision.facts_digest,
        "because": revision.because,
        "made_by": revision.made_by,
        "made_at": told(revision.made_at),
        "approved_by": stored.approved_by or None,
        "published_at": told(revision.published_at),
        "changes": changes,
    }


def _result_as_json(result: UnitResult) -> dict[str, Any]:
    return {
        "total": points_text(result.total),
        "share": share_text(result.share),
        "rank": result.rank,
        "named": list(result.named),
    }


class NothingToExplainError(RefusedError):
    """Neither a record nor a unit and its period."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(
            f"explain {what}: {why}; write `explain SERIAL`, `explain adoption:12` (or letter:, "
            "instruction:, forwarding:, commission:, remark:) or `explain UNIT PERIOD`"
        )


@click.command()
@click.argument("what")
@click.argument("period", required=False)
@json_option
@with_session
def explain(session: Session, what: str, period: str | None, as_json: bool) -> None:
    """Every line of a SERIAL, or of a UNIT in a PERIOD, with article, reason and evidence.

    A record that lines rest on may stand for the serial: letter:7, adoption:12, instruction:3, forwarding:4,
    commission:ID or remark:5. A published quarter is explained as it was printed.
    """
    rulebook = session.rulebook(session.settings())
    with session.database() as database, database.reading() as conn:
        calendar = WorkingDays(working_days.everything(conn))
        question = ExplainContext(rulebook, session.moment(), calendar)
        if period is None:
            found = explain_record(conn, question, what)
            if found is None:
                raise NothingToExplainError(what, "no submission has this serial, and no record this name")
            _show_record(conn, what, found, as_json=as_json)
        else:
            _show_unit(conn, _unit(conn, question, what, period), as_json=as_json)


def _unit(conn: Connection, question: ExplainContext, name: str, period: str) -> UnitExplained:
    try:
        unit = Finder(roster.all_units(conn)).unit(name)
    except BadCellError as fault:
        raise NothingToExplainError(name, str(fault)) from None
    asked = question.rulebook.period(period)
    found = explain_unit_in_period(conn, question, unit, asked)
    if found is None:
        raise NothingToExplainError(name, f"it is not assessed in {asked.code}")
    return found


def _show_record(conn: Connection, what: str, found: ItemExplained, *, as_json: bool) -> None:
    known = _sources(conn, (each.line for each in found.lines))
    if as_json:
        lines = [
            {"period": each.period, "unit": each.unit, **_line(each.line, known)} for each in found.lines
        ]
        serial = found.source.serial or (None if ":" in what else what)
        show_json({"serial": serial, "record": found.source._asdict(), "lines": lines})
        return
    say(f"{found.source.name}: {found.source.said}")
    if not found.lines:
        say("还没有哪一分、哪一条说明出自这里。")
        return
    rows = ((each.period, each.unit, *_cells(each.line, known, found.source)) for each in found.lines)
    show_table(("期间", "单位", *_HEADINGS), rows)


def _show_unit(conn: Connection, found: UnitExplained, *, as_json: bool) -> None:
    known = _sources(conn, (*found.counted, *found.uncounted))
    if as_json:
        show_json(
            {
                "unit": found.unit,
                "period": found.period,
                "total": points_text(found.total),
                "duties": [duty.as_json() for duty in found.duties],
                "lines": [_line(line, known) for line in found.counted],
                "uncounted": [_line(line, known) for line in found.uncounted],
                "named": [{"name": e.name, "article": e.article, "because": e.because} for e in found.named],
            }
        )
        return
    say(f"{found.unit} {found.period}: {points_text(found.total)} 分")
    show_table(
        ("任务", "期间", "进度", "预计"), ((d.title, d.period, d.progress, d.outlook) for d in found.duties)
    )
    lines = (*found.counted, *found.uncounted)
    if lines:
        show_table(_HEADINGS, (_cells(line, known) for line in lines))
    for entry in found.named:
        say(f"{entry.name}: {entry.because} ({entry.article})")


_HEADINGS = ("分", "条款", "日期", "编号", "因由", "凭据")


def _sources(conn: Connection, lines: Iterable[Line]) -> Mapping[str, Source]:
    return sources(conn, (name for line in lines for name in line.evidence))


def _line(line: Line, known: Mapping[str, Source]) -> dict[str, Any]:
    told = [known[name]._asdict() for name in line.evidence if name in known]
    return {**line_json(line), "sources": told}


def _cells(line: Line, known: Mapping[str, Source], head: Source | None = None) -> tuple[object, ...]:
    """A line as a row; what the page's head says already is not said again."""
    names = [name for name in line.evidence if name in known and known[name] != head]
    told = "\n".join(f"{name} {known[name].said}" for name in names)
    return points_text(line.points), line.article, line.on, line.serial, line.because, told


COMMANDS = (quota, score, revisions, explain)
