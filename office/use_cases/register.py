"""What stands in the register of a period (台账), item by item?

Every item that counts on a day of the period, whatever became of it, and every earlier one that the period's
score still gave or took something for: so the points of its rows, and what a unit got for no single item,
come to the unit's total. A published period has the points that were printed. How a table becomes a file is
`notify.spreadsheet`'s affair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple, TypeVar

from ledger import browsing, roster, scores, switches
from ledger.browsing import SubmissionSearch
from ledger.database import Connection
from ledger.entries.events import Adoption, Beginning, Forwarding, Instruction
from ledger.entries.people import going_on
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import adoptions, forwardings, instructions
from ledger.faults import ToldError
from ledger.periods import OFFICE_ZONE, Period
from ledger.scoresheet import ScoreSheet, points_text
from notify.chinese import moment, period_name
from notify.spreadsheet import TableSheet, Value, number, plain_workbook
from office.use_cases.explaining import ExplainContext, sheet_of
from scoring.people import AuthorScore, people_of

Happened = TypeVar("Happened", Adoption, Instruction, Forwarding)

STATE_WORDS: Mapping[str, str] = {
    SubmissionState.RECORDED: "已登记",
    SubmissionState.HELD: "待核",
    SubmissionState.RETURNED: "已退回",
    SubmissionState.SUPERSEDED: "已被替代",
}
"""What the office calls the states of an item."""
ITEM_HEAD = (
    *("编号", "单位", "联合单位", "标题", "类别", "撰稿人", "电话", "签发人", "到达时间", "计入日期"),
    *("状态", "约稿", "采用", "批示", "上报", "计分", "联合单位计分", "备注"),
)
"""The columns of the register, one row an item; whoever reads one in reads these."""
AUTHOR_HEAD = (
    *("名次", "单位", "单位内名次", "撰稿人", "电话"),
    *("报送", "采用", "批示", "得分", "其中合作"),
)
_UNIT_HEAD = ("单位", "报送", "已登记", "待核", "退回或被替代", "采用", "批示", "上报", "各件计分")
_REST_HEAD = ("不记在某一件上的得分", "合计得分")
_PUBLICATION_HEAD = ("刊物", "形式", "期号", "日期", "单位", "标题", "编号")
_UNSCORED = "不计分"
_EARLIER = "以前报送，本期计分"


class EmptyRegisterError(ToldError):
    """No item fits."""

    def __init__(self, period: str) -> None:
        super().__init__(
            f"register {period}: no item of it fits, nothing was written; ask for less, or for another period"
        )


class RegisterQuery(NamedTuple):
    """What a register is narrowed by: what a list is, an author's name or part of it, a publication."""

    period: Period
    sought: SubmissionSearch = SubmissionSearch()
    author: str = ""
    publication: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it holds everything of the period, so that sums are the units' totals."""
        return self == RegisterQuery(self.period)


class RegisteredItem(NamedTuple):
    """One item with what happened to it and what the period's score gives its units for it.

    `points` are those of the item's own unit, `co_points` unit id → points of the others; both are empty
    where the period has no score. `earlier`: it was reported before the period.
    """

    item: Submission
    adoptions: tuple[Adoption, ...]
    instructions: tuple[Instruction, ...]
    forwardings: tuple[Forwarding, ...]
    points: Fraction | None
    co_points: Mapping[int, Fraction]
    earlier: bool


@dataclass(frozen=True, slots=True)
class Register:
    """The items of a period in the order of arrival, and the score their points are from, if there is one.

    `names` are the units' on the period's last day, `heirs` says which unit's row one that was merged shares.
    `authors` are those of the items listed.
    """

    query: RegisterQuery
    items: tuple[RegisteredItem, ...]
    names: Mapping[int, str]
    heirs: Mapping[int, int]
    sheet: ScoreSheet | None
    printed: bool
    authors: tuple[AuthorScore, ...]
    beginning: Beginning | None


def register(conn: Connection, context: ExplainContext, query: RegisterQuery) -> Register:
    """The register that is asked for; EmptyRegisterError."""
    period, sought = query.period, query.sought
    sheet = sheet_of(conn, context, period)
    given: defaultdict[str, defaultdict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for unit in () if sheet is None else sheet.units:
        for line in unit.lines:
            if line.serial is not None and line.points:
                given[line.serial][unit.unit_id] += line.points
    inside = sought._replace(wanted=sought.wanted._replace(period=period))
    found = {item.serial: item for item in browsing.submissions_found(conn, inside)}
    late = [serial for serial in given if serial not in found]
    anywhen = sought._replace(wanted=sought.wanted._replace(period=None))
    found.update((item.serial, item) for item in browsing.submissions_found(conn, anywhen, late))

    adopted = _by_serial(adoptions.of(conn, found))
    instructed = _by_serial(instructions.of(conn, found))
    forwarded = _by_serial(forwardings.of(conn, found))
    units = roster.all_units(conn)
    heirs = going_on(units, period.past)
    listed: list[RegisteredItem] = []
    for item in sorted(found.values(), key=lambda each: (each.arrived_at, each.serial)):
        if not _fits(item, adopted[item.serial], query, context):
            continue
        of_item = dict(given.get(item.serial, {}))
        lead = heirs.get(item.unit_id or 0, item.unit_id or 0)
        points = None if sheet is None else of_item.pop(lead, Fraction(0))
        events = (tuple(adopted[item.serial]), tuple(instructed[item.serial]), tuple(forwarded[item.serial]))
        listed.append(RegisteredItem(item, *events, points, of_item, earlier=item.day < period.first))
    if not listed:
        raise EmptyRegisterError(period.code)
    authors: tuple[AuthorScore, ...] = ()
    if sheet is not None:
        serials = {each.item.serial for each in listed}
        everybody = people_of(sheet, period, scores.facts_of(conn, period), context.rulebook.publication)
        authors = tuple(
            person for person in everybody.persons if query.is_whole or not serials.isdisjoint(person.items)
        )
    return Register(
        query=query,
        items=tuple(listed),
        names={unit.id: unit.name_on(period.last) for unit in units},
        heirs=heirs,
        sheet=sheet,
        printed=any(each.published_at is not None for each in scores.revisions(conn, period.code)),
        authors=authors,
        beginning=switches.beginning(conn),
    )


def _by_serial(events: Iterable[Happened]) -> defaultdict[str, list[Happened]]:
    found: defaultdict[str, list[Happened]] = defaultdict(list)
    for event in events:
        found[event.serial].append(event)
    return found


def _fits(
    item: Submission, adopted: Iterable[Adoption], query: RegisterQuery, context: ExplainContext
) -> bool:
    """Whether an item is of the author and of the publication that are asked for."""
    if query.author and not any(query.author in author.name for author in item.authors):
        return False
    if not query.publication:
        return True
    wanted = context.rulebook.publication(query.publication)
    for adoption in adopted:
        outlet = context.rulebook.publication(adoption.publication)
        if adoption.publication == query.publication or (wanted is not None and outlet == wanted):
            return True
    return False


# --- as tables ----------------------------------------------------------------------------------------------


def register_file(found: Register, made_at: datetime) -> bytes:
    """The .xlsx file: items, units, authors, publications, and how they are to be read."""
    tables = [
        TableSheet("台账", ITEM_HEAD, [_item_row(found, each) for each in found.items]),
        _sheet_of_units(found),
        sheet_of_authors(found.authors),
        _sheet_of_publications(found),
        TableSheet("说明", ("说明", "内容"), _notes(found, made_at)),
    ]
    return plain_workbook(f"{period_name(found.query.period.code)}政务信息台账", tables)


def file_name(period: Period) -> str:
    """What the file is called."""
    return f"政务信息台账{period.code}.xlsx"


def _item_row(found: Register, each: RegisteredItem) -> tuple[Value, ...]:
    item = each.item
    notes: list[str] = []
    if found.beginning is not None and item.day < found.beginning.on:
        notes.append("考核前")
    if each.earlier:
        notes.append(_EARLIER)
    if item.superseded_by is not None:
        notes.append(f"由 {item.superseded_by} 替代")
    co_points = [
        f"{found.names[unit_id]} {points_text(points)}" for unit_id, points in each.co_points.items()
    ]
    return (
        item.serial,
        found.names.get(item.unit_id or 0, ""),
        "、".join(found.names[unit_id] for unit_id in item.co_unit_ids),
        item.title,
        item.category,
        "、".join(author.name for author in item.authors if author.name),
        "；".join(author.phone for author in item.authors if author.phone),
        item.signer,
        f"{item.arrived_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}",
        item.day.isoformat(),
        STATE_WORDS[item.state],
        item.commission or "",
        "；".join(_adoption_text(adoption) for adoption in each.adoptions),
        "；".join(_instruction_text(one) for one in each.instructions),
        "；".join(f"{one.target} {one.on}" for one in each.forwardings),
        None if each.points is None else number(points_text(each.points)),
        "；".join(co_points),
        "；".join(notes),
    )


def _adoption_text(adoption: Adoption) -> str:
    issue = f"第{adoption.issue}期" if adoption.issue.isdecimal() else adoption.issue
    unscored = _UNSCORED if adoption.unscored else ""
    parts = (f"《{adoption.publication.strip('《》')}》{issue}", adoption.form, str(adoption.on), unscored)
    return " ".join(part for part in parts if part)


def _instruction_text(instruction: Instruction) -> str:
    unscored = _UNSCORED if instruction.unscored else ""
    parts = (instruction.level, instruction.leader, instruction.on.isoformat(), unscored)
    return " ".join(part for part in parts if part)


def _sheet_of_units(found: Register) -> TableSheet:
    """A row for each unit; of a whole register also what it got for no single item, and its total."""
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    points: defaultdict[int, Fraction] = defaultdict(Fraction)
    for each in found.items:
        item = each.item
        lead = found.heirs.get(item.unit_id or 0, item.unit_id or 0)
        if each.points is not None:
            points[lead] += each.points
        for unit_id, part in each.co_points.items():
            points[unit_id] += part
        for unit_id in {found.heirs.get(unit_id, unit_id) for unit_id in item.unit_ids}:
            count = counts[unit_id]
            count["采用"] += len(each.adoptions)
            count["批示"] += len(each.instructions)
            count["上报"] += len(each.forwardings)
            if not each.earlier:
                count["报送"] += 1
                count[item.state] += 1
    totals = {}
    if found.sheet is not None and found.query.is_whole:
        totals = {unit.unit_id: unit.total for unit in found.sheet.units}
    rows: list[tuple[Value, ...]] = []
    for unit_id in dict.fromkeys((*totals, *counts)):
        count = counts[unit_id]
        gone = count[SubmissionState.RETURNED] + count[SubmissionState.SUPERSEDED]
        row: list[Value] = [found.names[unit_id], count["报送"], count[SubmissionState.RECORDED]]
        row += [count[SubmissionState.HELD], gone, count["采用"], count["批示"], count["上报"]]
        row.append(number(points_text(points[unit_id])))
        if totals:
            total = totals.get(unit_id, Fraction(0))
            row += [number(points_text(total - points[unit_id])), number(points_text(total))]
        rows.append(tuple(row))
    return TableSheet("按单位", (*_UNIT_HEAD, *_REST_HEAD) if totals else _UNIT_HEAD, rows)


def sheet_of_authors(authors: Iterable[AuthorScore]) -> TableSheet:
    """A row for each author, with telephone: for the office itself."""
    rows: list[tuple[Value, ...]] = []
    for author in authors:
        sums = (number(points_text(author.points)), number(points_text(author.together)))
        rows.append((*author_cells(author), *sums))
    return TableSheet("撰稿人", AUTHOR_HEAD, rows)


def author_cells(author: AuthorScore) -> tuple[str | int, ...]:
    """All of an author's row but the points, which are texts on a screen and numbers in a workbook."""
    adopted = "、".join(f"{level}×{count}" for level, count in author.adoptions.items())
    return (
        *(author.rank, author.unit, author.rank_in_unit, author.name, author.phone),
        *(len(author.items), adopted, author.instructions),
    )


def _sheet_of_publications(found: Register) -> TableSheet:
    rows: list[tuple[str, ...]] = []
    for each in found.items:
        unit = found.names.get(each.item.unit_id or 0, "")
        for one in each.adoptions:
            about = (unit, each.item.title, each.item.serial)
            rows.append((one.publication.strip("《》"), one.form, one.issue, one.on.isoformat(), *about))
    return TableSheet("按刊物", _PUBLICATION_HEAD, sorted(rows))


def _notes(found: Register, made_at: datetime) -> list[tuple[str, str]]:
    """How the register is to be read."""
    query = found.query
    if found.sheet is None:
        scored = "这一期没有适用的考核办法，计分一栏空着"
    elif found.printed:
        scored = "按已公布的得分"
    else:
        scored = "尚未公布，按做表时的记录试算"
    narrowed = "全部报送件"
    if not query.is_whole:
        narrowed = "只列出一部分（按单位、状态、查找词、撰稿人或刊物挑选），不能与通报的合计核对"
    return [
        ("时期", period_name(query.period.code)),
        ("范围", narrowed),
        ("计分", scored),
        ("做表时间", moment(made_at)),
        ("各件计分", "这一期里因这一件得的或扣回的分；月度任务、约稿、扣分等不记在某一件上的，见“按单位”"),
        ("以前报送的", f"这一期才计分的，也列出，备注写“{_EARLIER}”，不算进报送件数"),
        ("保管", "有撰稿人电话，只供本办内部用"),
    ]
