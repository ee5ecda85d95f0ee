"""What does the record say otherwise than a circular does?

A draft was made from the record of its day, and an approved circular is printed; the
record goes on: an item is returned, a title mended, an adoption entered. What a
circular says is set beside what it would say now, unit by unit, in the words of its own
columns, with the lines of points that make the difference and what was done to their
items meanwhile. What follows of it is `circulating`'s affair.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ledger import journal
from ledger.circulars import Circular
from ledger.database import Connection
from ledger.entries.submissions import subject_of
from ledger.journal import JournalEntry
from ledger.personal_data import ERASED_CONTACT
from ledger.scoresheet import ScoreSheet, points_text, says_the_same
from notify.circular import (
    RANK,
    AnnexItem,
    CircularContents,
    changed_annex,
    changed_rows,
)
from notify.lines import joined
from office.service.parts import Service
from office.use_cases.notice_facts import circulars as gathered
from scoring.close import scored
from scoring.explain import UnitDifference, unit_differences

_ITEM = subject_of("")
"""How the name of an item begins in the journal."""


class Reason(NamedTuple):
    """One line of points that makes a difference, in the office's words, and the items
    it rests on.
    """

    said: str
    serials: tuple[str, ...]


class UnitNow(NamedTuple):
    """One unit of which the record says otherwise: the numbers before and after, and
    why.
    """

    unit: str
    numbers: tuple[str, ...]
    """Such as 本季得分 7 → 2."""
    why: tuple[Reason, ...]


class Deed(NamedTuple):
    """What a person did to an item since, and why."""

    serial: str
    entry: JournalEntry


@dataclass(frozen=True, slots=True)
class Drift:
    """All that the record says otherwise; nothing where it says the same."""

    units: tuple[UnitNow, ...] = ()
    only_moved: int = 0
    """How many units only have another place."""
    others: tuple[str, ...] = ()
    """What is different beside the units' numbers: entries of the annex, the rule."""
    deeds: tuple[Deed, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return any((self.units, self.only_moved, self.others))


class Told(NamedTuple):
    """A circular's contents with the sheet that they show."""

    contents: CircularContents
    sheet: ScoreSheet


def drift(
    service: Service,
    conn: Connection,
    circular: Circular,
    now: datetime,
    *,
    anew: bool = False,
) -> Drift:
    """What the record says otherwise than the circular as it was drafted or approved.

    `anew`: everybody is scored again, whatever was kept of an earlier scoring; else
    what a page needs.
    """
    period = service.rulebook.period(circular.period)
    if anew:
        sheet = scored(conn, service.rulebook, period, now)
    else:
        sheet = service.score_sheet(conn, period, now)
    shown = gathered.contents(conn, circular, service.rulebook)
    before = Told(shown, gathered.sheet_of(conn, circular))
    after = Told(gathered.worked_out(conn, circular, sheet, service.rulebook), sheet)
    found = difference(before, after)
    if not found:
        return found
    serials: set[str] = set()
    for unit in found.units:
        for reason in unit.why:
            serials.update(reason.serials)
    gone, new = changed_annex(before.contents, after.contents)
    serials.update(item.serial for item in (*gone, *new) if item.serial)
    since = circular.approved_at or circular.drafted_at
    subjects = [subject_of(serial) for serial in sorted(serials)]
    entries: list[JournalEntry] = []
    for entry in journal.about_several(conn, subjects):
        if entry.at >= since and entry.did != ERASED_CONTACT:  # which changes no points
            entries.append(entry)
    entries.sort(key=lambda each: each.at)
    deeds = tuple(Deed(entry.subject.removeprefix(_ITEM), entry) for entry in entries)
    return Drift(found.units, found.only_moved, found.others, deeds)


def difference(before: Told, after: Told) -> Drift:
    """What the second says otherwise than the first; the same values give nothing."""
    lines = {
        each.change.unit_id: each
        for each in unit_differences(before.sheet, after.sheet)
    }
    rows = {row.unit_id: row for row in changed_rows(before.contents, after.contents)}
    units: list[UnitNow] = []
    only_moved = 0
    for unit_id in dict.fromkeys((*rows, *lines)):
        row, unit = rows.get(unit_id), lines.get(unit_id)
        name = ""
        why: tuple[Reason, ...] = ()
        heads: set[str] = set()
        numbers: list[str] = []
        naming: list[str] = []
        if unit is not None:
            name, why, naming = unit.change.unit, _reasons(unit), _naming(unit)
        if row is not None:
            name, heads = row.unit, {cell.head for cell in row.cells}
            numbers = [
                f"{cell.head} {cell.before} → {cell.after}" for cell in row.cells
            ]
        if heads == {RANK} and not why:
            only_moved += 1
        else:
            units.append(UnitNow(name, (*numbers, *naming), why))
    found = Drift(tuple(units), only_moved, _others(before, after))
    as_before = before.contents == after.contents
    if found or (as_before and says_the_same(before.sheet, after.sheet)):
        return found
    return Drift(others=("排列、小计或读法有变动",))


def words_of_drift(found: Drift) -> tuple[str, ...]:
    """The differences as lines of text: a unit with its numbers, and below it why."""
    lines: list[str] = []
    for unit in found.units:
        numbers = "，".join(unit.numbers) or "得分不变，缘由有变动"
        lines.append(f"{unit.unit}：{numbers}")
        for reason in unit.why:
            items = f"（{'、'.join(reason.serials)}）" if reason.serials else ""
            lines.append(f"  {reason.said}{items}")
    if found.only_moved:
        lines.append(f"另有{found.only_moved}个单位只是名次变动")
    lines.extend(found.others)
    for deed in found.deeds:
        because = f"：{deed.entry.because}" if deed.entry.because else ""
        lines.append(
            f"{deed.entry.at:%Y-%m-%d} {deed.entry.who} 办理 {deed.serial}{because}"
        )
    return tuple(lines)


def _naming(unit: UnitDifference) -> list[str]:
    """On which lists the unit was named and is now, where these are others."""
    # The sheet that was compared first is `now`.
    before, after = unit.change.now.named, unit.change.then.named
    if before == after:
        return []
    return [f"点名 {joined(before)} → {joined(after)}"]


def _reasons(unit: UnitDifference) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    for word, lines in (("原有", unit.gone), ("现为", unit.new)):
        for line in lines:
            said = f"{word} {points_text(line.points)} 分：{line.because}"
            reasons.append(Reason(said, line.items))
    return tuple(reasons)


def _others(before: Told, after: Told) -> tuple[str, ...]:
    gone, new = changed_annex(before.contents, after.contents)
    others = [f"附件目录原有：{_entry(item)}" for item in gone] + [
        f"附件目录现为：{_entry(item)}" for item in new
    ]
    if before.contents.edition != after.contents.edition:
        others.append(
            f"依据的考核办法由 {before.contents.edition} 改为 {after.contents.edition}"
        )
    elif before.contents.readings != after.contents.readings:
        others.append("考核办法的读法有变动")
    return tuple(others)


def _entry(item: AnnexItem) -> str:
    return f"{item.unit}《{item.title}》{item.what}"
