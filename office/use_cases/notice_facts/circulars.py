"""What does a circular or an announcement say, and which files go with it?

A draft says what was kept when it was made from its stored revision and the facts
behind it, an approved one what was kept at its approval, and neither anything else,
whoever is told of it and however late (promise 10). What the record would say now is
worked out beside it, to be compared.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from ledger import announcements, circulars, scores
from ledger.announcements import Announcement
from ledger.circulars import ApprovedContents, Circular, CircularFile, CircularState
from ledger.database import Connection
from ledger.entries.events import Facts as ScoredFacts
from ledger.entries.events import HistoryTotal
from ledger.entries.people import going_on
from ledger.faults import ToldError
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import Conversion, Rulebook
from ledger.scoresheet import ScoreSheet, UnitScore, from_json, points_text, share_text
from notify import spreadsheet
from notify.chinese import full_day
from notify.circular import (
    NOTHING,
    CircularContents,
    Correction,
    QuarterShares,
    UnitChange,
    circular_contents,
    contents_as_json,
    contents_from_json,
    corrected,
    usual_title,
)
from notify.document import circular as document
from notify.document.paper import TYPE, Paper, PaperHead
from notify.facts import AnnouncementFacts, CircularFacts, Facts
from notify.lines import joined
from notify.mime import MessageFile
from notify.workbook import workbook
from office.use_cases.notice_facts.parts import FactContext, standing_of
from scoring.explain import UnitResult, changed_units
from scoring.layout import year_mean

_CHAPTERS = tuple(f"{numeral}、" for numeral in "一二三四五六七八九十")
"""How a line begins that is a heading."""


class LostScoreError(ToldError):
    """The score that a circular stands on is not in the record."""

    def __init__(self, period: str) -> None:
        super().__init__(
            f"circular {period}: its score is not in the record; run `yishiyibao close {period}` again"
        )


def contents(
    conn: Connection, circular: Circular, rulebook: Rulebook
) -> CircularContents:
    """What the circular shows: as approved, or as drafted; LostScoreError."""
    kept = circulars.contents_of(conn, circular.id)
    if kept is None:
        return worked_out(conn, circular, sheet_of(conn, circular), rulebook)
    shown = contents_from_json(kept)
    if circular.state is CircularState.DRAFT and shown.correction is not None:
        # Why a correction is made is the office's own word, and may be changed after it
        # was drafted.
        shown = replace(
            shown, correction=shown.correction._replace(because=circular.because)
        )
    return shown


def worked_out(
    conn: Connection, circular: Circular, sheet: ScoreSheet, rulebook: Rulebook
) -> CircularContents:
    """What the circular would show of this sheet by what is on record now."""
    shown = contents_of_sheet(conn, sheet, rulebook)
    first = circulars.one(conn, circular.corrects)
    if first is None:
        return shown
    marks = [first.number] if first.number else []
    day = first.dated or first.approved_at
    if day is not None:
        marks.append(full_day(day))
    name = f"《{first.title or usual_title(first.period)}》"
    if marks:
        name += f"（{'，'.join(marks)}）"
    changes: list[UnitChange] = []
    for unit in changed_units(sheet_of(conn, first), sheet):
        now, then = unit.now, unit.then
        changes.append(
            UnitChange(
                group=unit.group,
                unit=unit.unit,
                total=(points_text(now.total), points_text(then.total)),
                share=(
                    share_text(now.share) or NOTHING,
                    share_text(then.share) or NOTHING,
                ),
                rank=(_place(now), _place(then)),
                named=(joined(now.named), joined(then.named)),
            )
        )
    return corrected(shown, Correction(name, circular.because, tuple(changes)))


def contents_of_sheet(
    conn: Connection, sheet: ScoreSheet, rulebook: Rulebook
) -> CircularContents:
    """What a circular would show of a sheet, whether or not one is drafted."""
    period = rulebook.period(sheet.period)
    facts = scores.facts_of(conn, period)
    edition = rulebook.named(sheet.edition) or rulebook.for_period(period)
    shown = circular_contents(sheet, period, facts, edition)
    if period.span is Span.YEAR:
        shown = replace(
            shown, quarters=_shares_of_quarters(conn, period, facts, edition.conversion)
        )
    return shown


def _shares_of_quarters(
    conn: Connection, year: Period, facts: ScoredFacts, rule: Conversion | None
) -> tuple[QuarterShares, ...]:
    """The shares of the year's quarters as printed, or from before this installation;
    else as last closed.

    Of units that are one by the year's end the mean of theirs, as the year's own share
    takes it (E9).
    """
    heirs = going_on(facts.units, year.past)
    quarters: list[QuarterShares] = []
    for quarter in year.split(Span.QUARTER):
        totals = [total for total in facts.history if total.period == quarter.code]
        stored = scores.revisions(conn, quarter.code)
        given: Sequence[HistoryTotal | UnitScore]
        if totals:  # from before this installation
            given = totals
        elif stored:
            published = scores.printed_sheet(conn, quarter.code)
            given = (published or from_json(stored[-1].sheet)).units
        else:
            continue
        shares: defaultdict[int, list[Fraction]] = defaultdict(list)
        for each in given:
            if each.share is not None:
                heir = heirs.get(each.unit_id, each.unit_id)
                shares[heir].append(Fraction(each.share))
        told: list[tuple[int, str]] = []
        for unit_id, several in shares.items():
            share = (
                several[0]
                if len(several) == 1 or rule is None
                else year_mean(several, rule)
            )
            told.append((unit_id, share_text(share) or NOTHING))
        quarters.append(QuarterShares(quarter.code, tuple(told)))
    return tuple(quarters)


def _place(standing: UnitResult) -> str:
    return NOTHING if standing.rank is None else str(standing.rank)


def sheet_of(conn: Connection, circular: Circular) -> ScoreSheet:
    """The score that the circular stands on; LostScoreError."""
    revision = scores.revision_with(conn, circular.score_id)
    if revision is None:
        raise LostScoreError(circular.period)
    return from_json(revision.sheet)


def title_of(circular: Circular, shown: CircularContents) -> str:
    """The title: the office's own, else the usual one."""
    return circular.title or shown.title


def head_of(circular: Circular, shown: CircularContents, office: str) -> PaperHead:
    """The head of the paper; `office` signs."""
    return PaperHead(
        title_of(circular, shown), circular.number, signer=office, dated=circular.dated
    )


class FileNames(NamedTuple):
    """What the files of a circular are called."""

    paper: str
    workbook: str


def file_names(circular: Circular) -> FileNames:
    """What its files are called; those of a correction say so."""
    name = f"政务信息通报{circular.period}" + (
        "" if circular.corrects is None else "（更正）"
    )
    return FileNames(f"{name}.docx", f"{name}.xlsx")


def make_files(
    circular: Circular, shown: CircularContents, sheet: ScoreSheet, head: PaperHead
) -> tuple[CircularFile, ...]:
    """The paper that is filed and the workbook whose sums can be checked (Art.
    4(5)).
    """
    names = file_names(circular)
    return (
        CircularFile(
            names.paper, TYPE, document.document(shown, circular.covering, head)
        ),
        CircularFile(names.workbook, spreadsheet.TYPE, workbook(shown, sheet)),
    )


def freeze(
    circular: Circular, shown: CircularContents, sheet: ScoreSheet, head: PaperHead
) -> ApprovedContents:
    """What is kept when the circular is approved."""
    return ApprovedContents(
        contents_as_json(shown), make_files(circular, shown, sheet, head)
    )


def files(
    conn: Connection, circular: Circular, shown: CircularContents, office: str
) -> tuple[CircularFile, ...]:
    """The files as approved; made anew for a draft, and where a sealing has taken them
    away.
    """
    kept = circulars.files_of(conn, circular.id)
    if kept:
        return kept
    return make_files(
        circular, shown, sheet_of(conn, circular), head_of(circular, shown, office)
    )


def circular_facts(context: FactContext) -> Facts | None:
    """通报, as approved; moot while it is not approved, whatever the outbox says
    (promise 10).
    """
    circular = _circular_named_in(context)
    if circular is None or circular.state is CircularState.DRAFT:
        return None
    shown = contents(context.conn, circular, context.rulebook)
    unit_id = int(context.about["unit_id"])
    month = period_of(local_day(context.now), Span.MONTH)
    return CircularFacts(
        unit=context.units[unit_id].name,
        covering=circular.covering,
        circular=shown,
        own=shown.row_of(unit_id),
        standing=standing_of(context, unit_id, month),
        title=title_of(circular, shown),
        number=circular.number,
    )


def circular_files(
    context: FactContext, facts: CircularFacts
) -> tuple[MessageFile, ...]:
    """The files that go with the message."""
    circular = _circular_named_in(context)
    if circular is None:
        return ()
    kept = files(context.conn, circular, facts.circular, context.office)
    return tuple(MessageFile(file.name, file.type, file.content) for file in kept)


def _circular_named_in(context: FactContext) -> Circular | None:
    """The circular a notice names; one of an older version named it in its key
    alone.
    """
    number = context.about.get("circular") or context.entry.key.partition("/")[0]
    return circulars.one(context.conn, int(number)) if number.isdecimal() else None


def announcement_facts(context: FactContext) -> Facts | None:
    """通知, as approved; moot while it is not."""
    stored = announcements.one(context.conn, int(context.about["announcement"]))
    if stored is None or stored.state is CircularState.DRAFT:
        return None
    return announcement_for(stored, context.units[int(context.about["unit_id"])].name)


def announcement_files(context: FactContext) -> tuple[MessageFile, ...]:
    """The paper that goes with it."""
    stored = announcements.one(context.conn, int(context.about["announcement"]))
    return () if stored is None else (announcement_paper(stored, context.office),)


def announcement_for(stored: Announcement, unit: str) -> AnnouncementFacts:
    """Its words, for one unit."""
    return AnnouncementFacts(
        unit, stored.title, stored.number, tuple(stored.body.splitlines())
    )


def announcement_paper(stored: Announcement, office: str) -> MessageFile:
    """The announcement as an official document, signed by the office."""
    paper = Paper(PaperHead(stored.title, stored.number, office, stored.dated))
    for line in stored.body.splitlines():
        if line.startswith(_CHAPTERS):
            paper.heading(line)
        else:
            paper.words(line)
    return MessageFile(f"{stored.title}.docx", TYPE, paper.bytes())
