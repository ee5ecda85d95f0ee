"""What does a circular say, and which files go with it?

A draft is worked out from its stored revision and the facts behind it; an approved one says what was kept at
its approval and nothing else, whoever is told of it and however late (promise 10).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ledger import circulars, scores
from ledger.circulars import ApprovedContents, Circular, CircularFile, CircularState
from ledger.database import Connection
from ledger.entries.events import HistoryTotal
from ledger.faults import ToldError
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import Edition, Rulebook
from ledger.scoresheet import ScoreSheet, from_json, points_text, share_text
from notify import facts as say
from notify import frozen, workbook
from notify.chinese import full_day
from notify.circular import (
    NOTHING,
    CircularContents,
    Correction,
    QuarterShares,
    UnitChange,
    circular_contents,
    corrected,
    usual_title,
)
from notify.document import circular as document
from notify.document.paper import TYPE, PaperHead
from notify.mime import MessageFile
from office.use_cases.notice_facts.parts import FactContext, standing_of
from office.use_cases.sheets import changed_units
from scoring.comparison import UnitComparison, UnitResult


class LostScoreError(ToldError):
    """The score that a circular stands on is not in the record."""

    def __init__(self, period: str) -> None:
        super().__init__(
            f"circular {period}: its score is not in the record; run `yishiyibao close {period}` again"
        )


def contents(conn: Connection, found: Circular, rulebook: Rulebook) -> CircularContents:
    """What the circular shows: as approved, or for a draft as things stand; LostScoreError."""
    kept = circulars.contents_of(conn, found.id)
    if kept is not None:
        return frozen.from_json(kept)
    sheet = sheet_of(conn, found)
    period = rulebook.period(found.period)
    facts = scores.facts_of(conn, period)
    shown = circular_contents(sheet, period, facts, edition_of(rulebook, sheet))
    if period.span is Span.YEAR:
        shown = replace(shown, quarters=tuple(_quarters(conn, period, facts.history)))
    first = None if found.corrects is None else circulars.one(conn, found.corrects)
    return shown if first is None else corrected(shown, _correction(conn, found, first, sheet))


def _quarters(conn: Connection, year: Period, history: Sequence[HistoryTotal]) -> Iterator[QuarterShares]:
    """The shares of the year's quarters as printed, or from before this installation; else as last closed."""
    for quarter in year.split(Span.QUARTER):
        told = {each.unit_id: each.share for each in history if each.period == quarter.code}
        stored = scores.revisions(conn, quarter.code)
        if told:
            shares = {unit_id: format(share, ".2f") for unit_id, share in told.items() if share is not None}
        elif stored:
            printed = [each for each in stored if each.published_at] or stored
            units = from_json(printed[-1].sheet).units
            shares = {unit.unit_id: share for unit in units if (share := share_text(unit.share))}
        else:
            continue
        yield QuarterShares(quarter.code, tuple(shares.items()))


def sheet_of(conn: Connection, found: Circular) -> ScoreSheet:
    """The score that the circular stands on; LostScoreError."""
    revision = scores.revision_with(conn, found.score_id)
    if revision is None:
        raise LostScoreError(found.period)
    return from_json(revision.sheet)


def edition_of(rulebook: Rulebook, sheet: ScoreSheet) -> Edition:
    """The edition that a sheet was made under."""
    return rulebook.named(sheet.edition) or rulebook.for_period(rulebook.period(sheet.period))


def title_of(found: Circular, shown: CircularContents) -> str:
    """The title: the office's own, else the usual one."""
    return found.title or shown.title


def head_of(found: Circular, shown: CircularContents, office: str) -> PaperHead:
    """The head of the paper; `office` signs."""
    return PaperHead(title_of(found, shown), number=found.number, signer=office, dated=found.dated)


def names(found: Circular) -> tuple[str, str]:
    """What its files are called."""
    name = f"政务信息通报{found.period}" + ("" if found.corrects is None else "（更正）")
    return f"{name}.docx", f"{name}.xlsx"


def made(
    found: Circular, shown: CircularContents, sheet: ScoreSheet, head: PaperHead
) -> tuple[CircularFile, ...]:
    """The paper that is filed and the workbook whose sums can be checked (Art. 4(5))."""
    paper, book = names(found)
    return (
        CircularFile(paper, TYPE, document.document(shown, found.covering, head)),
        CircularFile(book, workbook.TYPE, workbook.workbook(shown, sheet)),
    )


def freezing(
    found: Circular, shown: CircularContents, sheet: ScoreSheet, head: PaperHead
) -> ApprovedContents:
    """What is kept when the circular is approved."""
    return ApprovedContents(frozen.as_json(shown), made(found, shown, sheet, head))


def circular_facts(found: FactContext) -> say.Facts | None:
    """通报, as approved; moot while it is not approved, whatever the outbox says (promise 10)."""
    stored = _stored(found)
    if stored is None or stored.state is CircularState.DRAFT:
        return None
    shown = contents(found.conn, stored, found.rulebook)
    unit_id = int(found.about["unit_id"])
    standing = standing_of(found, unit_id, period_of(local_day(found.now), Span.MONTH))
    return say.CircularFacts(
        unit=found.units[unit_id].name,
        covering=stored.covering,
        circular=shown,
        own=shown.row_of(unit_id),
        standing=standing,
        title=title_of(stored, shown),
        number=stored.number,
    )


def circular_files(found: FactContext, facts: say.CircularFacts) -> tuple[MessageFile, ...]:
    """The files that go with the message."""
    stored = _stored(found)
    if stored is None:
        return ()
    kept = files(found.conn, stored, facts.circular, found.office)
    return tuple(MessageFile(file.name, file.type, file.content) for file in kept)


def files(
    conn: Connection, found: Circular, shown: CircularContents, office: str
) -> tuple[CircularFile, ...]:
    """The files as approved; made anew for a draft, and where a sealing has taken them away."""
    kept = circulars.files_of(conn, found.id)
    return kept or made(found, shown, sheet_of(conn, found), head_of(found, shown, office))


def _stored(found: FactContext) -> Circular | None:
    """The circular a notice names; one of an older version named it in its key alone."""
    number = found.about.get("circular") or found.entry.key.partition("/")[0]
    return circulars.one(found.conn, int(number)) if number.isdecimal() else None


def _correction(conn: Connection, found: Circular, first: Circular, sheet: ScoreSheet) -> Correction:
    said = changed_units(sheet_of(conn, first), sheet)
    earlier = first.title or usual_title(first.period)
    beside = [text for text in (first.number, _day_of(first)) if text]
    of = f"《{earlier}》" + (f"（{'，'.join(beside)}）" if beside else "")
    return Correction(of, found.because, tuple(_changed(change) for change in said))


def _day_of(first: Circular) -> str:
    day = first.dated or first.approved_at
    return "" if day is None else full_day(day)


def _changed(change: UnitComparison) -> UnitChange:
    now, then = change.now, change.then
    return UnitChange(
        group=change.group,
        unit=change.unit,
        total=(points_text(now.total), points_text(then.total)),
        share=(share_text(now.share) or NOTHING, share_text(then.share) or NOTHING),
        rank=(_place(now), _place(then)),
        named=("、".join(now.named) or "无", "、".join(then.named) or "无"),
    )


def _place(standing: UnitResult) -> str:
    return NOTHING if standing.rank is None else str(standing.rank)
