"""Which items does the office's own register (台账) hold, and how are they taken in?

An office that starts within a year brings what was reported before: unit, title,
category, day, author, and what became of each item, under the headings that `register`
writes or an office's own. What is on record already is left alone; a row that says what
the rule does not know, or of a quarter whose points are printed or told as a whole, is
refused. An item of a day before the beginning is 考核前, whichever way it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from ingest.screening.seal import mark_in
from ledger import imports, journal, numbers, scores, switches
from ledger.database import Connection
from ledger.entries.events import Adoption, Beginning, Forwarding, Instruction
from ledger.entries.submissions import (
    NO_PHONE,
    SEVERAL_PHONES,
    UNSIGNED,
    Author,
    Submission,
    SubmissionState,
    SubmissionWords,
)
from ledger.events import EVENT_TABLES
from ledger.journal import By, JournalEntry
from ledger.periods import OFFICE_ZONE, Span, local_day, period_of
from ledger.rulebook import Rulebook
from ledger.submissions import recording
from ledger.submissions.recording import NewSubmission
from office.use_cases.closed_lists import near
from office.use_cases.decisions.authors import AuthorsError, authors_of
from office.use_cases.decisions.decision import why_not_then
from office.use_cases.imports.comparing import RowState, import_context
from office.use_cases.imports.happenings import (
    BETWEEN,
    adoptions_in,
    forwardings_in,
    instructions_in,
    written_day,
)
from office.use_cases.imports.records import WHICH_HEADINGS, ImportContext
from office.use_cases.imports.refusals import (
    NOTHING,
    Both,
    Refusal,
    Wrong,
    like,
    listed,
)
from office.use_cases.imports.rows import BadCellError, BadRowsError, Fault, TableRow
from office.use_cases.imports.tables import (
    Columns,
    TableError,
    as_written,
    open_table,
    plain_heading,
)
from scoring.without import name_of

KIND = "submissions"
"""What such a file is called among the imports."""
HEADINGS = {
    **WHICH_HEADINGS,
    "co_units": ("联合单位", "联合报送单位"),
    "category": ("类别", "信息类别", "信息类型", "类型"),
    "author": ("撰稿人", "作者", "撰写人", "供稿人", "报送人"),
    "phone": ("电话", "联系电话", "手机", "手机号码", "联系方式"),
    "signer": ("签发人", "审签人"),
    "arrived": (
        "到达时间",
        "报送日期",
        "报送时间",
        "收到日期",
        "收到时间",
        "来稿日期",
        "收稿日期",
        "日期",
    ),
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
EVENT_COLUMNS = {
    Adoption: "adoptions",
    Instruction: "instructions",
    Forwarding: "forwardings",
}
"""The column in which each kind of event stands."""
_BY_HEADING = {
    heading: column for column, headings in HEADINGS.items() for heading in headings
}
_COUNTS = frozenset({"", "已登记", "已采用", "采用", "未采用"})
_LEFT_OUT = frozenset({"已退回", "退回", "退稿", "已被替代", "重复"})
_CAME_BY = "台账导入："
"""How the evidence of an item begins that came in a register."""
_SAME_WITHIN = timedelta(days=90)
"""Within which the same title of the same unit is taken for the same item (F7)."""
_LISTED = re.compile(r"[、;；,，/／\n]")
_SEVERAL_NAMES = re.compile(r"[\u4e00-\u9fff·]{2,}(?:\s+[\u4e00-\u9fff·]{2,})+")
"""Chinese names with blanks between them; a blank beside a single character is within a
name.
"""
_NO_PHONE = frozenset({"", NO_PHONE, "-", "——", "/", "无"})
"""How a cell says that an author among several has no number."""
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")


def register_columns(heading: Sequence[str]) -> list[str]:
    """The columns that the cells of a heading mean, Chinese or our own; the rest stay
    as they are.
    """
    found: list[str] = []
    for text, name in zip(heading, as_written(heading), strict=True):
        column = _BY_HEADING.get(plain_heading(text), name)
        # A second day or telephone is passed over, and named.
        found.append(text if column in found and plain_heading(text) else column)
    return found


COLUMNS = Columns(
    needed=("unit", "title", "category", "arrived"),
    allowed=tuple(
        name
        for name in HEADINGS
        if name not in ("unit", "title", "category", "arrived")
    ),
    meant=register_columns,
    spread=frozenset({"unit"}),
    tolerant=True,
    headings=HEADINGS,
    captions={"arrived": "报送日期"},
)


class EarlierItem(NamedTuple):
    """One row: the item without a serial, what became of it, and what the row is to the
    record.

    `because` says which item on record, or row above, says the same, or why the row is
    left out.
    """

    row: int
    state: RowState
    item: Submission
    events: tuple[Adoption | Instruction | Forwarding, ...] = ()
    because: str = ""
    early: bool = False
    """Whether it is from before the assessment began."""


class RegisterFile(NamedTuple):
    """What a register says, row by row; `faults` are rows that cannot be taken in,
    `passed_over` headings.
    """

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
    """What a register is read against; `published` are the quarters whose circulars
    were approved.
    """

    record: ImportContext
    beginning: Beginning | None
    published: Collection[str]


def register_context(
    conn: Connection, rulebook: Rulebook, now: datetime
) -> RegisterContext:
    """What a register is read against on this record."""
    published = frozenset(scores.published_revisions(conn))
    return RegisterContext(
        import_context(conn, rulebook, now), switches.beginning(conn), published
    )


def read_register(
    path: Path, context: RegisterContext, sheet: str = ""
) -> RegisterFile:
    """What a file says; TableError where it is no register."""
    table = open_table(path, COLUMNS, sheet)
    if table.rivals:
        names = "、".join((table.sheet, *table.rivals))
        raise TableError(path, Refusal.SEVERAL_REGISTERS, names=names)
    on_record: dict[tuple[int | None, str], list[Submission]] = {}
    for item in context.record.finder.submissions:
        came_so = any(line.startswith(_CAME_BY) for line in item.evidence)
        if came_so and item.state is SubmissionState.RETURNED:
            continue  # a register that was taken back may be taken in again, put right
        for unit_id in item.unit_ids:
            on_record.setdefault((unit_id, item.title), []).append(item)
    items: list[EarlierItem] = []
    faults: list[Fault] = []
    rows_said: dict[tuple[object, ...], EarlierItem] = {}
    for row in table.rows:
        if table.spoken and not row.text("title") and not row.text("arrived"):
            continue  # of an office's own list: a total, a note
        try:
            found = earlier_item(row, context)
        except BadCellError as fault:
            faults.append(Fault(row.number, fault.wrong))
            continue
        key = (found.item.unit_id, found.item.title, found.item.day)
        if found.state is RowState.NEW:
            first = rows_said.setdefault(key, found)
            found = beside_record(
                found, on_record.get((found.item.unit_id, found.item.title), ())
            )
            said_twice = found.state is RowState.NEW and first.row != found.row
            if said_twice and first._replace(row=found.row) == found:
                found = found._replace(
                    state=RowState.KNOWN, because=f"与第{first.row}行相同"
                )
            elif said_twice:
                wrong = Wrong(Refusal.CONTRADICTS_ROW, {"row": first.row})
                faults.append(Fault(found.row, wrong))
                continue
        items.append(found)
    return RegisterFile(tuple(items), tuple(faults), table.passed_over, table.sheet)


def beside_record(found: EarlierItem, alike: Sequence[Submission]) -> EarlierItem:
    """The row beside items on record of its unit and title: known, of another day, or
    still new.
    """
    day = found.item.day
    known = min(alike, key=lambda item: abs(item.day - day), default=None)
    if known is None or abs(known.day - day) > _SAME_WITHIN:
        return found
    if known.day == day:
        return found._replace(state=RowState.KNOWN, because=f"已有 {known.serial}")
    other = f"已有 {known.serial}，计入日期是{known.day}；确是另一件的，请用 submissions add 补录"
    return found._replace(state=RowState.CHANGED, because=other)


def take_in(
    conn: Connection,
    path: Path,
    register: RegisterFile,
    new_token: Callable[[str], str],
    by: By,
) -> int | None:
    """Puts the new items of a register on record as one act, and gives its number; None
    where none is new.

    BadRowsError where a row is wrong.
    """
    if register.faults:
        raise BadRowsError(path, register.faults)
    if not register.new:
        return None
    number = imports.add(conn, KIND, path.name, by.who, by.at)
    by_year: dict[int, list[EarlierItem]] = {}
    for each in register.new:
        by_year.setdefault(local_day(each.item.arrived_at).year, []).append(each)
    serials: list[str] = []
    fresh: list[NewSubmission] = []
    events: list[Adoption | Instruction | Forwarding] = []
    for year, of_year in sorted(by_year.items()):
        for serial, each in zip(
            numbers.take_serials(conn, year, len(of_year)), of_year, strict=True
        ):
            evidence = (f"{_CAME_BY}{path.name} 第{each.row}行", *each.item.evidence)
            item = replace(
                each.item, serial=serial, token=new_token(serial), evidence=evidence
            )
            fresh.append(NewSubmission(item, SubmissionWords("", "")))
            events += [event._replace(serial=serial) for event in each.events]
            serials.append(serial)
    recording.add(conn, fresh, by.at)
    for kind, table in EVENT_TABLES.items():
        of_kind = [event for event in events if name_of(event).startswith(f"{kind}:")]
        table.add(conn, of_kind, number)
    did = f"{_CAME_BY}{path.name}，新登记{len(serials)}件"
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


def earlier_item(row: TableRow, context: RegisterContext) -> EarlierItem:
    """One row, as if nothing of it were on record yet; BadCellError."""
    item, finder = item_of(row, context.record), context.record.finder
    state = row.text("state")
    if state in _LEFT_OUT:
        return EarlierItem(
            row.number, RowState.KNOWN, item, because=f"状态为“{state}”，不录入"
        )
    if state not in _COUNTS:
        row.refuse("state", Refusal.STATE_UNCLEAR, said=state)
    units = {unit.id: unit for unit in finder.units}
    for unit_id in item.unit_ids:
        ended = why_not_then(units[unit_id], item.day, finder.units)
        if ended:
            row.refuse("unit", Refusal.UNIT_NOT_THEN, said=ended)
    early = context.beginning is not None and item.day < context.beginning.on
    quarter = period_of(item.day, Span.QUARTER).code
    if not early:
        if quarter in context.published:
            row.refuse("arrived", Refusal.QUARTER_PUBLISHED, quarter=quarter)
        if quarter in context.record.printed:
            row.refuse("arrived", Refusal.QUARTER_TOLD, quarter=quarter)
    events: list[Adoption | Instruction | Forwarding] = []
    events += adoptions_in(row, context.record)
    events += instructions_in(row, context.record)
    events += forwardings_in(row, context.record)
    came_on = min(item.day, local_day(item.arrived_at))
    for event in events:
        if event.on < came_on:
            column = EVENT_COLUMNS[type(event)]
            row.refuse(column, Refusal.BEFORE_IT_CAME, day=event.on, came=came_on)
    doubts = list(item.evidence)
    if not early and units[item.unit_ids[0]].own_business_only:
        doubts.append("录入后请核定是否与本单位业务有关，核定前不计")  # D6
    return EarlierItem(
        row.number, RowState.NEW, item, tuple(events), "；".join(doubts), early
    )


def item_of(row: TableRow, record: ImportContext) -> Submission:
    """The item of a row, without a serial; BadCellError."""
    row.refuse_surplus()
    unit = record.finder.unit(row.needed("unit"))
    others = [
        record.finder.unit(name, "co_units").id
        for name in row.several("co_units", _LISTED)
    ]
    arrived_at = arrival_of(row, record.now)
    came_on = local_day(arrived_at)
    day = written_day(row.text("counts_on") or came_on.isoformat(), "counts_on")
    intake = record.edition_for(day).intake
    title = row.needed("title")
    if mark_in((title,), intake.marks) is not None:  # Art. 10
        row.refuse("title", Refusal.MARKED)
    authors, doubt = authors_in(row)
    return Submission(
        serial="",
        arrived_at=arrived_at,
        title=title,
        state=SubmissionState.RECORDED,
        unit_id=unit.id,
        co_unit_ids=tuple(dict.fromkeys(other for other in others if other != unit.id)),
        category=category_of(row, intake.categories),
        category_because="按台账录入",
        authors=authors,
        signer=row.text("signer"),
        counts_on=None if day == came_on else day,
        evidence=(doubt,) if doubt else (),
    )


def authors_in(row: TableRow) -> tuple[tuple[Author, ...], str]:
    """The authors of a row, and what is doubtful about whose number is whose; "" if
    nothing is.

    Of one author all numbers are theirs. Of several the numbers stand in the authors'
    order, parted by semicolons, else by whatever parts them into as many. BadCellError.
    """
    named, phones = authors_named(row), [*row.several("phone", _LISTED)]
    doubt = ""
    if len(named) < 2:
        phones = [SEVERAL_PHONES.join(phones)]
    else:
        in_order = [*map(str.strip, BETWEEN.split(row.text("phone")))]
        if len(in_order) == len(named):
            phones = in_order
        elif phones and len(phones) != len(named):
            doubt = f"撰稿人{len(named)}位、电话{len(phones)}个，按顺序对应，请核对"
    named += [Author("")] * (len(phones) - len(named))
    phones += [""] * (len(named) - len(phones))
    found: list[Author] = []
    for author, phone in zip(named, phones, strict=True):
        numbers = [
            number for number in (author.phone, phone) if number not in _NO_PHONE
        ]
        if author.name or numbers:
            found.append(
                author._replace(phone=SEVERAL_PHONES.join(dict.fromkeys(numbers)))
            )
    return tuple(found), doubt


def authors_named(row: TableRow) -> list[Author]:
    """The authors that a cell names, with a number where it stands beside the name;
    BadCellError.
    """
    found: list[Author] = []
    for part in row.several("author", _LISTED):
        if any(sign.isdigit() for sign in part):
            try:
                found += authors_of(part)
            except AuthorsError as fault:
                row.refuse("author", Refusal.AS_SAID, said=fault)
        else:
            names = part.split() if _SEVERAL_NAMES.fullmatch(part) else [part]
            found += [Author("" if name == UNSIGNED else name) for name in names]
    return found


def category_of(row: TableRow, known: Sequence[str]) -> str:
    """The category of a row as the rule calls it: 动态类 is 动态; BadCellError."""
    written = row.needed("category")
    for name in known:
        if written in (name, f"{name}类", f"{name}信息"):
            return name
    alike = near(written, dict.fromkeys(known, ()))
    return row.refuse(
        "category",
        Refusal.UNKNOWN_WORD,
        word=written,
        kind=Both("category", "类别"),
        near=like(alike),
        allowed=listed(known),
        way=NOTHING,
    )


def arrival_of(row: TableRow, now: datetime) -> datetime:
    """When the item of a row came: a day, or a day and an hour; BadCellError."""
    text = row.needed("arrived")
    clock = _CLOCK.search(text)
    try:
        hour = time(int(clock["hour"]), int(clock["minute"])) if clock else time()
    except ValueError:
        row.refuse("arrived", Refusal.NO_MOMENT, said=text)
    arrived_at = datetime.combine(written_day(text, "arrived"), hour, OFFICE_ZONE)
    if arrived_at > now:
        row.refuse("arrived", Refusal.NOT_YET, day=text)
    return arrived_at
