"""Which items does the office's own register (台账) hold, and how are they taken in?

An office that starts within a year brings what was reported before: unit, title, category, day, author, and
what became of each item, under the headings that `register` writes or an office's own. What is on record
already is left alone; a row that says what the rule does not know, or of a quarter whose points are printed
or told as a whole, is refused. An item of a day before the beginning is 考核前, whichever way it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple, TypeVar

from ingest.screening.seal import mark_in
from ledger import imports, journal, numbers
from ledger.database import Connection
from ledger.entries.events import Adoption, Beginning, Forwarding, Instruction
from ledger.entries.submissions import Author, Submission, SubmissionState, SubmissionWords
from ledger.events import adoptions, forwardings, instructions
from ledger.journal import By, JournalEntry
from ledger.periods import OFFICE_ZONE, Span, local_day, period_of
from ledger.rulebook import Edition
from ledger.submissions import recording
from ledger.submissions.recording import NewSubmission
from office.use_cases.closed_lists import (
    RuledEvent,
    adoption_under_rule,
    forwarding_under_rule,
    instruction_under_rule,
    near,
)
from office.use_cases.imports.comparing import RowState
from office.use_cases.imports.records import UNSCORED, ImportContext
from office.use_cases.imports.rows import BadCellError, BadRowsError, Fault, TableRow, parse_day
from office.use_cases.imports.tables import Columns, Table, TableError, as_written, open_table

KIND = "submissions"
"""What such a file is called among the imports."""
HEADINGS = {
    "serial": ("编号",),
    "unit": ("单位", "报送单位", "来稿单位", "供稿单位", "单位名称"),
    "co_units": ("联合单位", "联合报送单位"),
    "title": ("标题", "信息标题", "题目", "信息题目", "稿件标题", "信息名称"),
    "category": ("类别", "信息类别", "信息类型", "类型"),
    "author": ("撰稿人", "作者", "撰写人", "供稿人", "报送人"),
    "phone": ("电话", "联系电话", "手机", "手机号码", "联系方式"),
    "signer": ("签发人", "审签人"),
    "arrived": ("到达时间", "报送日期", "报送时间", "收到日期", "收到时间", "来稿日期", "收稿日期", "日期"),
    "counts_on": ("计入日期",),
    "state": ("状态",),
    "adoptions": ("采用", "采用情况", "采用刊物", "刊用情况", "刊发情况"),
    "form": ("采用形式",),
    "issue": ("期号", "采用期号"),
    "adopted_on": ("采用日期", "采用时间", "刊发日期"),
    "instructions": ("批示", "批示情况", "领导批示"),
    "forwardings": ("上报", "上报情况"),
}
"""Column → its Chinese headings."""
_BY_HEADING = {heading: column for column, headings in HEADINGS.items() for heading in headings}
_COUNTS = frozenset({"", "已登记", "已采用", "采用", "未采用"})
_LEFT_OUT = frozenset({"已退回", "退回", "退稿", "已被替代", "重复"})
_DAY = re.compile(r"(?P<year>\d{4})[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?")
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")
_ISSUE = re.compile(r"第\s*(\w+?)\s*期")
_GAPS = re.compile(r"[\s()（）,，、:：]+")

Happened = TypeVar("Happened", Adoption, Instruction, Forwarding)


def _meant(heading: Sequence[str]) -> list[str]:
    """The columns that the cells of a heading mean, Chinese or our own; the rest stay as they are."""
    own = as_written(heading)
    plain = [re.sub(r"[\s*＊:：]|[(（].*?[)）]", "", text) for text in heading]
    found: list[str] = []
    for text, name, written in zip(heading, own, plain, strict=True):
        column = _BY_HEADING.get(written, name)
        # A second day or telephone is passed over, and named.
        found.append(text if column in found and written else column)
    return found


COLUMNS = Columns(
    needed=("unit", "title", "category", "arrived"),
    allowed=tuple(name for name in HEADINGS if name not in ("unit", "title", "category", "arrived")),
    meant=_meant,
    spread=frozenset({"unit"}),
    tolerant=True,
)


class EarlierItem(NamedTuple):
    """One row: the item without a serial, what became of it, and what the row is to the record.

    `because` says which item on record, or row above, says the same, or why the row is left out.
    """

    row: int
    state: RowState
    item: Submission
    events: tuple[Adoption | Instruction | Forwarding, ...] = ()
    because: str = ""
    early: bool = False
    """Whether it is from before the assessment began."""


class RegisterFile(NamedTuple):
    """What a register says, row by row; `faults` are rows that cannot be taken in, `passed_over` headings."""

    items: tuple[EarlierItem, ...]
    faults: tuple[Fault, ...]
    passed_over: tuple[str, ...]
    sheet: str

    @property
    def new(self) -> tuple[EarlierItem, ...]:
        """What would be put on record."""
        return tuple(each for each in self.items if each.state is RowState.NEW)


@dataclass(frozen=True, slots=True)
class RegisterContext:
    """What a register is read against; `published` are the quarters whose circulars were approved."""

    record: ImportContext
    beginning: Beginning | None
    published: Collection[str]


def read_register(path: Path, context: RegisterContext, sheet: str = "") -> RegisterFile:
    """What a file says; TableError where it is no register."""
    table = open_table(path, COLUMNS, sheet)
    if table.rivals:
        names = "、".join((table.sheet, *table.rivals))
        raise TableError(path, f"sheets {names} all hold a register; name one with --sheet")
    on_record = {
        (unit_id, item.title, item.day): item.serial
        for item in context.record.finder.submissions
        for unit_id in item.unit_ids
    }
    items: list[EarlierItem] = []
    faults: list[Fault] = []
    rows_said: dict[tuple[object, ...], EarlierItem] = {}
    for row in _rows_of_items(table):
        try:
            found = _EarlierReader(row, context).item()
        except BadCellError as fault:
            faults.append(Fault(row.number, str(fault)))
            continue
        key = (found.item.unit_id, found.item.title, found.item.day)
        if found.state is RowState.NEW:
            first = rows_said.setdefault(key, found)
            if key in on_record:
                found = found._replace(state=RowState.KNOWN, because=f"已有 {on_record[key]}")
            elif first.row != found.row and first._replace(row=found.row) == found:
                found = found._replace(state=RowState.KNOWN, because=f"与第{first.row}行相同")
            elif first.row != found.row:
                faults.append(Fault(found.row, f"contradicts row {first.row}: the same item said otherwise"))
                continue
        items.append(found)
    return RegisterFile(tuple(items), tuple(faults), table.passed_over, table.sheet)


def take_in(
    conn: Connection, path: Path, register: RegisterFile, new_token: Callable[[str], str], by: By
) -> int:
    """Puts the new items of a register on record as one act, and gives its number.

    BadRowsError where a row is wrong.
    """
    if register.faults:
        raise BadRowsError(path, register.faults)
    number = imports.add(conn, KIND, path.name, by.who, by.at)
    by_year: dict[int, list[EarlierItem]] = {}
    for each in register.new:
        by_year.setdefault(local_day(each.item.arrived_at).year, []).append(each)
    serials: list[str] = []
    fresh: list[NewSubmission] = []
    events: list[Adoption | Instruction | Forwarding] = []
    for year, of_year in sorted(by_year.items()):
        for serial, each in zip(numbers.take_serials(conn, year, len(of_year)), of_year, strict=True):
            evidence = (f"台账导入：{path.name} 第{each.row}行",)
            item = replace(each.item, serial=serial, token=new_token(serial), evidence=evidence)
            fresh.append(NewSubmission(item, SubmissionWords("", "")))
            events += [event._replace(serial=serial) for event in each.events]
            serials.append(serial)
    recording.add(conn, fresh, by.at)
    adoptions.add(conn, [event for event in events if isinstance(event, Adoption)], number)
    instructions.add(conn, [event for event in events if isinstance(event, Instruction)], number)
    forwardings.add(conn, [event for event in events if isinstance(event, Forwarding)], number)
    did = f"台账导入：{path.name}，新登记{len(serials)}件"
    entry = JournalEntry(by.at, by.who, did, imports.subject_of(number), by.because)
    journal.write(conn, entry._replace(details={"serials": serials}))
    return number


def serials_of(conn: Connection, number: int) -> tuple[str, ...]:
    """The items that a register brought."""
    found: list[str] = []
    for entry in journal.about(conn, imports.subject_of(number)):
        serials = entry.details.get("serials", ())
        if isinstance(serials, list):
            found += map(str, serials)
    return tuple(found)


def _rows_of_items(table: Table) -> list[TableRow]:
    """The rows but those of an office's own list that are no item's: totals, notes, numbers alone."""
    if not table.spoken:
        return table.rows
    return [row for row in table.rows if row.text("title") or row.text("arrived")]


class _EarlierReader:
    """Reads one row of a register."""

    def __init__(self, row: TableRow, context: RegisterContext) -> None:
        self._row = row
        self._context = context
        self._record = context.record

    def item(self) -> EarlierItem:
        """The row's item with what became of it; BadCellError."""
        row, finder = self._row, self._record.finder
        if any(row.surplus):
            row.refuse("", f"has more cells than the heading: {row.surplus[0]!r}")
        unit = finder.unit(row.needed("unit"))
        others = [finder.unit(name, "co_units").id for name in self._parts("co_units", r"[、;；,，\n]")]
        arrived_at = self._moment("arrived")
        counts_on = self._day(row.text("counts_on"), "counts_on") if row.text("counts_on") else None
        if counts_on == local_day(arrived_at):
            counts_on = None
        day = counts_on or local_day(arrived_at)
        edition = self._record.edition_for(day)
        authors: list[Author] = []
        split = r"[、;；,，\n]"
        for name, phone in zip_longest(
            self._parts("author", split), self._parts("phone", split), fillvalue=""
        ):
            authors.append(Author(name, phone))
        item = Submission(
            serial="",
            arrived_at=arrived_at,
            title=row.needed("title"),
            state=SubmissionState.RECORDED,
            unit_id=unit.id,
            co_unit_ids=tuple(dict.fromkeys(others)),
            category=self._category(edition),
            category_because="按台账录入",
            authors=tuple(authors),
            signer=row.text("signer"),
            counts_on=counts_on,
        )
        if mark_in((item.title,), edition.intake.marks) is not None:  # Art. 10
            row.refuse("title", "bears a 密级 mark and does not belong here; take the row out")
        if row.text("state") in _LEFT_OUT:
            return EarlierItem(
                row.number, RowState.KNOWN, item, because=f"状态为“{row.text('state')}”，不录入"
            )
        if row.text("state") not in _COUNTS:
            way = "decide it first, then write 已登记 or 已退回"
            row.refuse("state", f"{row.text('state')!r} is neither recorded nor returned; {way}")
        early = self._context.beginning is not None and day < self._context.beginning.on
        if not early:
            self._refuse_printed(day)
        events: list[Adoption | Instruction | Forwarding] = []
        events += self._adoptions(edition)
        events += self._instructions()
        events += self._forwardings()
        return EarlierItem(row.number, RowState.NEW, item, tuple(events), early=early)

    def _refuse_printed(self, day: date) -> None:
        """BadCellError where the points of the item's quarter stand already."""
        quarter = period_of(day, Span.QUARTER).code
        if quarter in self._context.published:
            way = "add it by itself (`submissions add`) and correct the circular"
            self._row.refuse("arrived", f"{quarter} is published, an item would change it; {way}")
        if quarter in self._record.printed:
            way = f"its items would count twice; begin after it (`begins`), or leave {quarter} out"
            self._row.refuse("arrived", f"{quarter} was told as a total by `history import`; {way}")

    def _category(self, edition: Edition) -> str:
        written, known = self._row.needed("category"), edition.intake.categories
        for name in known:
            if written in (name, f"{name}类", f"{name}信息"):
                return name
        alike = near(written, dict.fromkeys(known, ()))
        hint = f"{' or '.join(alike)} is near; " if alike else ""
        return self._row.refuse("category", f"{written} is no category; {hint}allowed: {', '.join(known)}")

    # --- what became of it

    def _adoptions(self, edition: Edition) -> list[Adoption]:
        row, found = self._row, list[Adoption]()
        forms = {form.name for form in edition.forms}
        texts = self._parts("adoptions", r"[;；\n]")
        if len(texts) == 1:
            # An office may keep form, issue and day in columns of their own.
            issue = row.text("issue")
            issue = f"第{issue}期" if issue.isdecimal() else issue
            texts = [" ".join((texts[0], issue, row.text("form"), row.text("adopted_on")))]
        for text in texts:
            said = _Said.of(text)
            form = next((word for word in said.words if word in forms), "")
            name = "".join(word for word in said.words if word != form)
            adoption = Adoption(
                0, "", name, form, self._day_of(said, "adoptions"), self._record.now, said.issue
            )
            adoption = adoption._replace(unscored=said.unscored)
            ruled = adoption_under_rule(self._record.edition_for(adoption.on), adoption)
            found.append(self._taken("adoptions", ruled))
        return found

    def _instructions(self) -> list[Instruction]:
        found = list[Instruction]()
        for text in self._parts("instructions", r"[;；\n]"):
            said = _Said.of(text)
            on = self._day_of(said, "instructions")
            edition = self._record.edition_for(on)
            words = [word.removesuffix("批示") for word in said.words if word != "批示"]
            if not words:
                self._row.refuse("instructions", f"{text!r} names no leader; write level, leader and day")
            rule = edition.instruction
            level = next((word for word in words if rule.level_called(word) is not None), words[0])
            leader = "".join(word for word in words if word != level) or level
            instruction = Instruction(0, "", leader, level, on, self._record.now, unscored=said.unscored)
            found.append(self._taken("instructions", instruction_under_rule(edition, instruction)))
        return found

    def _forwardings(self) -> list[Forwarding]:
        found = list[Forwarding]()
        for text in self._parts("forwardings", r"[;；\n]"):
            said = _Said.of(text)
            on = self._day_of(said, "forwardings")
            forwarding = Forwarding(0, "", "".join(said.words), on, self._record.now, unscored=said.unscored)
            ruled = forwarding_under_rule(self._record.edition_for(on), forwarding)
            found.append(self._taken("forwardings", ruled))
        return found

    def _taken(self, column: str, ruled: RuledEvent[Happened]) -> Happened:
        """The event under the rule's names; BadCellError where it has none for it."""
        if ruled.refused:
            said = "; ".join(word.in_english() for word in ruled.refused)
            self._row.refuse(
                column, said.replace(f"write 是 under {UNSCORED}", f"write {UNSCORED} behind it")
            )
        return ruled.event

    def _day_of(self, said: _Said, column: str) -> date:
        if not said.day:
            self._row.refuse(column, f"{said.text!r} has no day; write 《刊物》 单条 2026-02-03")
        on = self._day(said.day, column)
        if on > local_day(self._record.now):
            self._row.refuse(column, f"{on} has not come yet")
        return on

    # --- cells

    def _parts(self, column: str, signs: str) -> list[str]:
        parts = [part.strip() for part in re.split(signs, self._row.text(column))]
        return [part for part in parts if part]

    def _moment(self, column: str) -> datetime:
        text = self._row.needed(column)
        day = self._day(text, column)
        clock = _CLOCK.search(text)
        try:
            moment = time(int(clock["hour"]), int(clock["minute"])) if clock else time()
        except ValueError:
            self._row.refuse(column, f"{text!r} is no moment; write 2026-01-20 or 2026-01-20 10:32")
        arrived_at = datetime.combine(day, moment, OFFICE_ZONE)
        if arrived_at > self._record.now:
            self._row.refuse(column, f"{text} has not come yet")
        return arrived_at

    def _day(self, text: str, column: str) -> date:
        found = _DAY.search(text)
        return parse_day("-".join(found.groups()) if found else text, column)


class _Said(NamedTuple):
    """What a cell says of one event: its day as written, issue, the other words; and whether 不计分."""

    text: str
    day: str
    issue: str
    words: tuple[str, ...]
    unscored: bool

    @staticmethod
    def of(text: str) -> _Said:
        """The parts of a text such as 《宁夏交通信息》第3期 单条 2026-01-20."""
        day, issue = _DAY.search(text), _ISSUE.search(text)
        rest = text
        for found in (day, issue):
            if found:
                rest = rest.replace(found[0], " ")
        words = [word for word in _GAPS.split(rest.replace("《", " ").replace("》", " ")) if word]
        kept = tuple(word for word in words if word != UNSCORED)
        return _Said(text, day[0] if day else "", issue[1] if issue else "", kept, len(kept) < len(words))
