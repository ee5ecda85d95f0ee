"""What does a circular show of a stored score?

Tables, named lists and the annex of adopted items, worked out from the score sheet and the facts it rests on;
no point is computed here. The words around them are templates, the spreadsheet is `workbook`'s.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.entries.events import Adoption, Facts, Instruction
from ledger.entries.submissions import Submission, SubmissionState
from ledger.periods import Period, local_day
from ledger.scoresheet import Line, ReadingUsed, ScoreSheet, UnitScore, points_text, share_text


class Row(NamedTuple):
    """One unit's line in the table of its group; numbers that are points are texts, exact to the last digit.

    `rank` and `share` are None for a month and for a unit that was not assessed.
    """

    unit_id: int
    unit: str
    submitted: int
    adopted: int
    instructions: int
    total: str
    year_to_date: str
    share: str | None
    rank: int | None


class GroupTable(NamedTuple):
    """The table of one group, best first; `note` says what is peculiar, such as 本组无正分 (E2)."""

    group: str
    rows: tuple[Row, ...]
    note: str = ""


class NamedList(NamedTuple):
    """The units named for one thing, such as 零报送, each with what it is named for."""

    name: str
    units: tuple[tuple[str, str], ...]


class AnnexItem(NamedTuple):
    """One item that earned points in the period: where it was adopted, or who wrote on it."""

    unit: str
    title: str
    what: str
    on: date
    points: str


@dataclass(frozen=True, slots=True)
class Circular:
    """Everything a circular shows of one period."""

    period: str
    edition: str
    groups: tuple[GroupTable, ...]
    named: tuple[NamedList, ...]
    annex: tuple[AnnexItem, ...]
    readings: tuple[ReadingUsed, ...]

    def row_of(self, unit_id: int) -> Row | None:
        """One unit's row; None when it is not on the sheet."""
        rows = (row for group in self.groups for row in group.rows)
        return next((row for row in rows if row.unit_id == unit_id), None)


def circular(sheet: ScoreSheet, period: Period, facts: Facts) -> Circular:
    """The circular of a score sheet; `facts` are those it was scored from."""
    groups = tuple(
        GroupTable(group.group, tuple(_row(unit, period, facts) for unit in group.units), group.note)
        for group in sheet.groups
    )
    return Circular(
        sheet.period, sheet.edition, groups, _named(sheet), tuple(_annex(sheet, facts)), sheet.readings
    )


def _row(unit: UnitScore, period: Period, facts: Facts) -> Row:
    earning = [line for line in unit.lines if line.points > 0]
    return Row(
        unit_id=unit.unit_id,
        unit=unit.unit,
        submitted=sum(1 for item in facts.submissions if _is_of(item, unit.unit_id, period)),
        adopted=len({line.serial for line in earning if _ids(line, "adoption")}),
        instructions=len({number for line in earning for number in _ids(line, "instruction")}),
        total=points_text(unit.total),
        year_to_date=points_text(unit.year_to_date),
        share=share_text(unit.share),
        rank=unit.rank,
    )


def _is_of(item: Submission, unit_id: int, period: Period) -> bool:
    """Whether the item counts as sent by the unit in the period (A8, D6)."""
    return (
        item.state is SubmissionState.RECORDED
        and unit_id in item.unit_ids
        and item.own_business is not False
        and (item.counts_on or local_day(item.arrived_at)) in period
    )


def _named(sheet: ScoreSheet) -> tuple[NamedList, ...]:
    lists: dict[str, list[tuple[str, str]]] = {}
    for unit in sheet.units:
        for entry in unit.named:
            lists.setdefault(entry.name, []).append((unit.unit, entry.because))
    return tuple(NamedList(name, tuple(units)) for name, units in lists.items())


def _annex(sheet: ScoreSheet, facts: Facts) -> Iterator[AnnexItem]:
    """A line for each line of the sheet that an adoption or instruction earned, group by group."""
    titles = {item.serial: item.title for item in facts.submissions}
    adoptions = {one.id: one for one in facts.adoptions}
    instructions = {one.id: one for one in facts.instructions}
    for unit in sheet.units:
        for line in unit.lines:
            said = _said(line, adoptions, instructions)
            if line.points > 0 and line.serial and said:
                yield AnnexItem(
                    unit.unit, titles.get(line.serial, ""), said, line.on, points_text(line.points)
                )


def _said(line: Line, adoptions: Mapping[int, Adoption], instructions: Mapping[int, Instruction]) -> str:
    said = [_adopted(adoptions[number]) for number in _ids(line, "adoption") if number in adoptions]
    said += [
        f"{instructions[number].leader}批示" for number in _ids(line, "instruction") if number in instructions
    ]
    return "，".join(said)


def _adopted(adoption: Adoption) -> str:
    issue = f"第{adoption.issue}期" if adoption.issue.isdecimal() else adoption.issue
    form = f"（{adoption.form}）" if adoption.form else ""
    name = adoption.publication.strip("《》")
    title = name if name.endswith("办公厅") else f"《{name}》"  # an office adopts too, and is no journal
    return f"{title}{issue}{form}"


def _ids(line: Line, kind: str) -> tuple[int, ...]:
    """The numbers of the events of `kind` among a line's evidence, such as adoption:12."""
    parts = (name.partition(":") for name in line.evidence)
    return tuple(int(number) for name, _, number in parts if name == kind and number.isdecimal())
