"""What have units and authors earned, or would, and why: quota, score, revisions,
explain, candidates?

`score --what-if` scores a period under another edition, or with a reading turned, and
sets both sheets side by side; nothing is stored. What the comparison says is
`scoring.explain`'s affair, and whom to award the office's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click

from ledger import roster, scores, working_days
from ledger.database import Connection
from ledger.periods import Period, Span, local_day, parse_period
from ledger.rulebook import Edition, Rulebook
from ledger.scoresheet import Line, ScoreSheet, points_text, share_text
from notify.circular import circular_contents
from notify.workbook import workbook
from office.cli import documents
from office.cli.output import (
    json_option,
    say,
    show_json,
    show_list,
    show_table,
    visible,
    write_file,
)
from office.cli.session import WORKBOOK, Session, refuse, with_session
from office.service.working_days import WorkingDays
from office.use_cases.explaining import (
    ExplainContext,
    Source,
    explain_record,
    explain_unit_in_period,
    sources,
)
from office.use_cases.imports.rows import BadCellError, Finder
from office.use_cases.register_tables import AUTHOR_HEAD, author_cells, sheet_of_authors
from office.use_cases.sheets import stored_scores
from scoring.close import scored, what_if
from scoring.explain import compare_sheets, words_of_changes
from scoring.language.edition import with_names_of
from scoring.language.editions import edition_in
from scoring.people import AuthorScore, candidates, people_of
from scoring.quota import standings

_LINE_HEADINGS = ("分", "条款", "日期", "编号", "因由", "凭据")


@click.command()
@click.argument("period")
@json_option
@with_session
def quota(session: Session, period: str, as_json: bool) -> None:
    """What each unit owes in a period, what of it is done, and how it will end."""
    rulebook = session.rulebook(session.settings())
    asked = rulebook.period(period)
    edition = rulebook.for_period(asked)
    with session.reading() as conn:
        facts = scores.facts_of(conn, asked)
        works = WorkingDays(working_days.everything(conn)).works
    found = standings(edition, facts, asked, local_day(session.moment()), works)
    rows = []
    for each in found:
        for duty in each.duties:
            progress = (
                duty.title,
                duty.period,
                f"{duty.done}/{duty.need}",
                duty.outlook,
            )
            rows.append((each.group, each.unit, *progress, each.zero_months))
    show_list(
        (each.as_json() for each in found),
        ("组别", "单位", "任务", "期间", "完成", "预计", "零报送"),
        rows,
        as_json=as_json,
    )


@click.command()
@click.argument("period")
@click.option("--xlsx", type=WORKBOOK, help="Also writes a workbook.")
@click.option(
    "--what-if",
    "turned",
    metavar="EDITION",
    help="Under another edition, or with a reading turned (ID,ID).",
)
@click.option(
    "--people",
    is_flag=True,
    help="Shows authors in place of units; a year's workbook has both.",
)
@json_option
@with_session
def score(
    session: Session,
    period: str,
    xlsx: Path | None,
    turned: str | None,
    people: bool,
    as_json: bool,
) -> None:
    """Scores a period as it stands now, or who would gain and lose (--what-if); nothing
    is stored.
    """
    rulebook = session.rulebook(session.settings())
    asked = rulebook.period(period)
    edition = None if turned is None else edition_for(rulebook, asked, turned)
    with session.reading() as conn:
        if edition is None:
            sheet = scored(conn, rulebook, asked, session.moment())
        else:
            sheet = what_if(conn, edition, asked, session.moment())
        if people or xlsx is not None:
            facts = scores.facts_of(conn, asked)
            authors = people_of(sheet, asked, facts, rulebook.publication)
            if xlsx is not None:
                contents = circular_contents(
                    sheet, asked, facts, edition or rulebook.for_period(asked)
                )
                # The workbook is for the office itself: the sheet of authors has
                # telephone numbers.
                more = (
                    [sheet_of_authors(authors.persons)]
                    if asked.span is Span.YEAR
                    else []
                )
                write_file(xlsx, workbook(contents, sheet, *more))
            if people:
                if as_json:
                    show_json(documents.authors(authors))
                else:
                    _show_authors(authors.persons, authors.unsigned)
                return
        now = (
            None if edition is None else scored(conn, rulebook, asked, session.moment())
        )
    if now is not None:
        _show_compared(now, sheet, as_json=as_json)
        return
    if as_json:
        show_json(documents.sheet(sheet))
        return
    rows = []
    for group in sheet.groups:
        for unit in group.units:
            # A unit may stand on one list for several months; its name is shown once.
            lists = list(dict.fromkeys(entry.name for entry in unit.named))
            points, share = points_text(unit.total), share_text(unit.share)
            rows.append((group.group, unit.rank, unit.unit, points, share, lists))
    show_table(("组别", "名次", "单位", "得分", "效能得分", "点名"), rows)


@click.command()
@click.argument("period")
@json_option
@with_session
def revisions(session: Session, period: str, as_json: bool) -> None:
    """Every stored score of a period: who made and approved it, why, and what differs
    from the one before.
    """
    with session.reading() as conn:
        found = stored_scores(conn, parse_period(period).code)
    rows = []
    for stored in found:
        revision = stored.revision
        approved = "未公布"
        if stored.approved_at:
            approved = f"{stored.approved_by} {visible(stored.approved_at)}"
        changes = "\n".join(words_of_changes(stored.changes))
        made = (revision.revision, revision.made_at, revision.made_by, revision.because)
        rows.append((*made, approved, changes))
    show_list(
        (documents.stored_score(stored) for stored in found),
        ("稿次", "存档", "经办", "理由", "审定", "与上一稿不同"),
        rows,
        as_json=as_json,
    )


def edition_for(rulebook: Rulebook, period: Period, wanted: str) -> Edition:
    """The edition with the id `wanted`, or that of the period with the readings that
    `wanted` names turned.

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
        refuse(
            f"--what-if {wanted}: no edition ({editions}) and no reading ({', '.join(sorted(known))})"
        )
    return with_names_of(edition_in(Path(edition.source), readings), rulebook.editions)


def _show_compared(now: ScoreSheet, then: ScoreSheet, *, as_json: bool) -> None:
    """Says what is tried, and shows every unit as it stands and as it would."""
    changes = compare_sheets(now, then)
    if as_json:
        show_json(documents.compared_sheet(now, then, changes))
        return
    used = {reading.id: reading.text for reading in now.readings}
    turned = [
        reading for reading in then.readings if used.get(reading.id) != reading.text
    ]
    if now.edition != then.edition:
        say(f"试算：{then.edition}（现用 {now.edition}），不存")
    elif not turned:
        say(f"试算：{then.edition} 即现用版本，不存")
    else:
        for reading in turned:
            say(
                f"试算 {reading.id}：{reading.text}（现用：{used.get(reading.id, '')}），不存"
            )
    rows = []
    for change in changes:
        before, after = change.now, change.then
        lists = [f"+{name}" for name in after.named if name not in before.named]
        lists += [f"-{name}" for name in before.named if name not in after.named]
        signed = points_text(change.difference)
        if change.difference > 0:
            signed = f"+{signed}"
        rows.append(
            (
                change.group,
                change.unit,
                points_text(before.total),
                points_text(after.total),
                signed,
                before.rank,
                after.rank,
                share_text(before.share),
                share_text(after.share),
                lists,
            )
        )
    totals = ("组别", "单位", "现得分", "试算得分", "增减")
    show_table(
        (*totals, "现名次", "试算名次", "现效能得分", "试算效能得分", "点名变化"), rows
    )


@click.command()
@click.argument("what")
@click.argument("period", required=False)
@json_option
@with_session
def explain(session: Session, what: str, period: str | None, as_json: bool) -> None:
    """Every line of a SERIAL, or of a UNIT in a PERIOD, with article, reason and
    evidence.

    A record that lines rest on may stand for the serial: letter:7, adoption:12,
    instruction:3, forwarding:4, commission:ID or remark:5. A published quarter is
    explained as it was printed.
    """
    rulebook = session.rulebook(session.settings())
    with session.reading() as conn:
        calendar = WorkingDays(working_days.everything(conn))
        question = ExplainContext(rulebook, session.moment(), calendar)
        if period is None:
            record = explain_record(conn, question, what)
            if record is None:
                _refuse_to_explain(
                    what, "no submission has this serial, and no record this name"
                )
            known = _sources(conn, (each.line for each in record.lines))
            if as_json:
                show_json(documents.explained_record(what, record, known))
                return
            say(f"{record.source.name}: {record.source.said}")
            if not record.lines:
                say("还没有哪一分、哪一条说明出自这里。")
                return
            rows = [
                (each.period, each.unit, *_cells(each.line, known, record.source))
                for each in record.lines
            ]
            show_table(("期间", "单位", *_LINE_HEADINGS), rows)
            return
        try:
            unit = Finder(roster.all_units(conn)).unit(what)
        except BadCellError as fault:
            _refuse_to_explain(what, str(fault))
        asked = rulebook.period(period)
        found = explain_unit_in_period(conn, question, unit, asked)
        if found is None:
            _refuse_to_explain(what, f"it is not assessed in {asked.code}")
        lines = (*found.counted, *found.uncounted)
        known = _sources(conn, lines)
        if as_json:
            show_json(documents.explained_unit(found, known))
            return
        say(f"{found.unit} {found.period}: {points_text(found.total)} 分")
        duties = [
            (duty.title, duty.period, duty.progress, duty.outlook)
            for duty in found.duties
        ]
        show_table(("任务", "期间", "进度", "预计"), duties)
        if lines:
            show_table(_LINE_HEADINGS, (_cells(line, known) for line in lines))
        for entry in found.named:
            say(f"{entry.name}: {entry.because} ({entry.article})")


def _refuse_to_explain(what: str, why: str) -> NoReturn:
    refuse(
        f"explain {what}: {why}; write `explain SERIAL`, `explain adoption:12` (or letter:, "
        "instruction:, forwarding:, commission:, remark:) or `explain UNIT PERIOD`"
    )


def _sources(conn: Connection, lines: Iterable[Line]) -> Mapping[str, Source]:
    return sources(conn, (name for line in lines for name in line.evidence))


def _cells(
    line: Line, known: Mapping[str, Source], head: Source | None = None
) -> tuple[object, ...]:
    """A line as a row; what the page's head says already is not said again."""
    names = [name for name in line.evidence if name in known and known[name] != head]
    told = "\n".join(f"{name} {known[name].said}" for name in names)
    return (
        points_text(line.points),
        line.article,
        line.on,
        line.serial,
        line.because,
        told,
    )


@click.command("candidates")
@click.argument("year")
@json_option
@with_session
def candidates_of_year(session: Session, year: str, as_json: bool) -> None:
    """Ranks a year's units and authors with their evidence; whom to award stays the
    office's decision.
    """
    asked = parse_period(year)
    if asked.span is not Span.YEAR:
        refuse(
            f"candidates {asked.code}: the year decides; write `candidates {asked.first.year}`, "
            f"or `score {asked.code} --people` for the authors of this period"
        )
    rulebook = session.rulebook(session.settings())
    with session.reading() as conn:
        sheet = scored(conn, rulebook, asked, session.moment())
        facts = scores.facts_of(conn, asked)
    found = candidates(sheet, people_of(sheet, asked, facts, rulebook.publication))
    if as_json:
        show_json(documents.candidates(found))
        return
    rows = []
    for unit in found.units:
        place = (unit.rank, unit.group, unit.rank_in_group, unit.unit)
        by_article = [
            f"{article}: {points_text(points)}"
            for article, points in unit.by_article.items()
        ]
        lists = [f"{name}×{count}" for name, count in unit.lists.items()]
        rows.append(
            (
                *place,
                points_text(unit.points),
                share_text(unit.share),
                by_article,
                lists,
            )
        )
    show_table(
        ("名次", "组别", "组内名次", "单位", "得分", "效能得分", "各条得分", "点名"),
        rows,
    )
    _show_authors(found.persons, found.unsigned)
    say("ranked only: nothing is awarded here")


def _show_authors(authors: Sequence[AuthorScore], unsigned: Sequence[str]) -> None:
    rows = [
        (
            *author_cells(author),
            points_text(author.points),
            points_text(author.together),
        )
        for author in authors
    ]
    show_table(AUTHOR_HEAD, rows)
    if unsigned:
        say(
            f"{len(unsigned)} items name no author, the first {unsigned[0]}; --json lists them"
        )


COMMANDS = (quota, score, revisions, explain, candidates_of_year)
