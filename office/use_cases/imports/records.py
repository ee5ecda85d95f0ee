"""What does each of the office's files put on record?

Adoptions, instructions and forwardings of submissions; points given or taken by hand;
commissions; totals of quarters before this installation; the office's own working days.
Publications, forms and levels are written down under the names the rule has for them; a
row with another is refused, unless it says 不计分 (C5, C7).

A file of decisions about submissions has, beside the columns that name a submission,
the names of the options of `submissions decide`, with `-` or `_`. Since `unit` names
the submission where its serial is missing, `to_unit` is the unit decided on then, and
likewise `to_title` the title. The roster has a module of its own (`units`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeVar

from ledger.entries.events import (
    Adoption,
    Beginning,
    Commission,
    Forwarding,
    HistoryTotal,
    Instruction,
    Remark,
)
from ledger.periods import Span, UnknownPeriodError, local_day, parse_period, period_of
from ledger.rulebook import Edition, RemarkRule, Rulebook
from ledger.scoresheet import points_text
from ledger.working_days import WorkingDay
from office.use_cases.closed_lists import (
    RuledEvent,
    adoption_under_rule,
    edition_for,
    forwarding_under_rule,
    instruction_under_rule,
)
from office.use_cases.decisions.authors import AuthorsError, authors_of
from office.use_cases.decisions.decision import (
    Decision,
    TwoActionsError,
    decision_of_options,
)
from office.use_cases.imports.refusals import Both, Refusal, Wrong, listed
from office.use_cases.imports.rows import (
    WHICH,
    BadRowsError,
    Fault,
    Finder,
    TableRow,
    parse_rows,
)
from office.use_cases.imports.tables import columns_called, read_table
from office.use_cases.remarking import has_one_value, kinds_on, parse_points

UNSCORED = "不计分"
"""What the column `unscored` may be called, and say instead of 是."""
WHICH_HEADINGS = {
    "serial": ("编号",),
    "unit": ("单位", "报送单位", "来稿单位", "供稿单位", "单位名称"),
    "title": (
        "标题",
        "信息标题",
        "题目",
        "信息题目",
        "稿件标题",
        "信息名称",
        "约稿题目",
    ),
}
"""What offices call the columns that name a submission."""
HEADINGS = {
    **WHICH_HEADINGS,
    "publication": ("刊物", "采用刊物", "刊物名称"),
    "form": ("采用形式", "形式"),
    "issue": ("期号", "采用期号", "期数"),
    "leader": ("领导", "批示领导", "领导姓名"),
    "level": ("级别", "层级", "批示级别", "领导级别"),
    "target": ("上报去向", "去向", "报给谁"),
    "on": (
        "日期",
        "采用日期",
        "刊发日期",
        "批示日期",
        "上报日期",
        "采用时间",
        "批示时间",
        "上报时间",
    ),
    "unscored": (UNSCORED,),
    "kind": ("项目", "加减分项目"),
    "points": ("分值", "分", "加减分"),
    "because": ("理由", "事由"),
    "id": ("编号", "约稿编号"),
    "units": ("单位", "约稿单位"),
    "issued_on": ("约稿日期", "发出日期"),
    "due": ("截止日", "截止日期", "交稿期限"),
    "issuer": ("约稿人", "约稿方"),
    "brief": ("要求", "约稿要求"),
    "period": ("季度", "月份", "期间"),
    "total": ("得分", "总分"),
    "share": ("效能得分", "效能考核得分"),
    "day": ("日期",),
    "works": ("上班", "是否上班"),
    "note": ("备注", "说明"),
}
"""Column → its Chinese headings, the one that a refusal shows first."""
ADOPTIONS = columns_called(
    HEADINGS, ("publication", "on"), (*WHICH, "form", "issue", "note", "unscored")
)
INSTRUCTIONS = columns_called(
    HEADINGS, ("leader", "level", "on"), (*WHICH, "note", "unscored")
)
FORWARDINGS = columns_called(HEADINGS, ("target", "on"), (*WHICH, "note", "unscored"))
REMARKS = columns_called(HEADINGS, ("kind", "on", "because"), (*WHICH, "points"))
COMMISSIONS = columns_called(
    HEADINGS, ("id", "title", "units", "issued_on", "due"), ("issuer", "brief")
)
HISTORY = columns_called(HEADINGS, ("period", "unit", "total"), ("share", "note"))
WORKING_DAYS = columns_called(HEADINGS, ("day", "works"), ("note",))
_OPTIONS = (
    "to_unit",
    "to_title",
    "co_units",
    "lead",
    "category",
    "author",
    "phone",
    "authors",
    "signer",
    "follows",
    "commission",
    "own_business",
    "counts_on",
    "counts_on_arrival",
    "quality",
    "waive_lateness",
    "accept",
    "return",
    "supersede_by",
    "merge_into",
    "split",
    "part_titles",
    "seal",
    "although_published",
)
DECISIONS = columns_called(
    {
        **WHICH_HEADINGS,
        "because": HEADINGS["because"],
        "follows": ("续报哪一件", "续报"),
    },
    needed=("because",),
    allowed=(*WHICH, *_OPTIONS),
)
T = TypeVar("T", Adoption, Instruction, Forwarding)
_NOT_IN_ID = frozenset("/|\\?#%")
"""Signs that an address of a page, or a list of duties, takes for something else."""


class ImportContext(NamedTuple):
    """What a row is read against: the record, the rule, and the moment of entry."""

    finder: Finder
    rulebook: Rulebook
    now: datetime
    printed: Mapping[str, datetime] = {}
    """Quarter → since when it is published."""

    def edition_for(self, on: date) -> Edition:
        """The edition under which an event of that day counts, entered now."""
        return edition_for(self.rulebook, on, self.now, self.printed)


class DecisionRow(NamedTuple):
    """A submission, what was decided about it, and the number of the row that says
    so.
    """

    serial: str
    decision: Decision
    row: int


def read_adoptions(path: Path, context: ImportContext) -> list[Adoption]:
    """The adoptions of a file (Art. 11(2)); raises TableError or BadRowsError."""

    def adoption(row: TableRow) -> Adoption:
        said = Adoption(
            id=0,
            serial=context.finder.submission(row).serial,
            publication=row.needed("publication"),
            form=row.text("form"),
            on=row.day("on"),
            entered_at=context.now,
            issue=row.text("issue"),
            note=row.text("note"),
            unscored=_says_unscored(row),
        )
        return _taken(
            row, said, adoption_under_rule(context.edition_for(said.on), said)
        )

    return parse_rows(path, read_table(path, ADOPTIONS), adoption)


def read_instructions(path: Path, context: ImportContext) -> list[Instruction]:
    """The instructions of a file; raises TableError or BadRowsError."""

    def instruction(row: TableRow) -> Instruction:
        said = Instruction(
            id=0,
            serial=context.finder.submission(row).serial,
            leader=row.needed("leader"),
            level=row.needed("level"),
            on=row.day("on"),
            entered_at=context.now,
            note=row.text("note"),
            unscored=_says_unscored(row),
        )
        return _taken(
            row, said, instruction_under_rule(context.edition_for(said.on), said)
        )

    return parse_rows(path, read_table(path, INSTRUCTIONS), instruction)


def read_forwardings(path: Path, context: ImportContext) -> list[Forwarding]:
    """The forwardings of a file; raises TableError or BadRowsError."""

    def forwarding(row: TableRow) -> Forwarding:
        said = Forwarding(
            id=0,
            serial=context.finder.submission(row).serial,
            target=row.needed("target"),
            on=row.day("on"),
            entered_at=context.now,
            note=row.text("note"),
            unscored=_says_unscored(row),
        )
        return _taken(
            row, said, forwarding_under_rule(context.edition_for(said.on), said)
        )

    return parse_rows(path, read_table(path, FORWARDINGS), forwarding)


def read_remarks(
    path: Path, context: ImportContext, standing: Sequence[Remark]
) -> list[Remark]:
    """The remarks of a file; raises TableError or BadRowsError.

    Of a kind that the rule names on that day, within the values it allows, and never
    without a reason. A row is about a unit, or about an item and one of its units: the
    lead where it names none. What stands already (`standing`), or twice in the file,
    may be there again, but not with other points.
    """

    def read_remark(row: TableRow) -> Remark:
        unit_id, serial = _unit_and_item(row, context.finder)
        on = row.day("on")
        if on > local_day(context.now):
            row.refuse("on", Refusal.NOT_YET, day=on)
        rule = _remark_rule(row, context.rulebook, on)
        points = _remark_points(row, rule)
        return Remark(
            0,
            unit_id,
            rule.name,
            on,
            context.now,
            row.needed("because"),
            points,
            serial,
        )

    rows = read_table(path, REMARKS)
    remarks = parse_rows(path, rows, read_remark)

    def key_of(remark: Remark) -> Remark:
        """The same for two rows that say the same remark, whatever points they give."""
        return remark._replace(id=0, entered_at=context.now, points=None, replaces=None)

    points_on_record = {key_of(remark): remark.points for remark in standing}
    faults: list[Fault] = []
    good: list[Remark] = []
    for row, remark in zip(rows, remarks, strict=True):
        points = points_on_record.setdefault(key_of(remark), remark.points)
        if points == remark.points:
            good.append(remark)
        else:
            worth = Both("the value of its kind", "项目规定的分值")
            if points is not None:
                worth = Both(points_text(points), points_text(points))
            wrong = Wrong(Refusal.OTHER_POINTS, {"worth": worth}, "points")
            faults.append(Fault(row.number, wrong))
    if faults:
        raise BadRowsError(path, faults, good)
    return remarks


def read_commissions(path: Path, finder: Finder) -> list[Commission]:
    """The commissions (约稿) of a file; raises TableError or BadRowsError."""

    def commission(row: TableRow) -> Commission:
        issued_on, due = row.day("issued_on"), row.day("due")
        if due < issued_on:
            row.refuse("due", Refusal.DUE_BEFORE_ISSUED)
        row.needed("units")
        unit_ids = [finder.unit(name, "units").id for name in row.several("units")]
        number = row.needed("id")
        if set(number) & _NOT_IN_ID:
            row.refuse("id", Refusal.NO_COMMISSION_ID, said=number)
        return Commission(
            id=number,
            title=row.needed("title"),
            issuer=row.text("issuer"),
            unit_ids=tuple(dict.fromkeys(unit_ids)),
            issued_on=issued_on,
            due=due,
            brief=row.text("brief"),
        )

    rows = read_table(path, COMMISSIONS)
    commissions = parse_rows(path, rows, commission)
    _refuse_doubles(
        path, rows, [commission.id for commission in commissions], "id", commissions
    )
    return commissions


def read_history(
    path: Path, finder: Finder, beginning: Beginning | None = None
) -> list[HistoryTotal]:
    """The totals of quarters before this installation, and of months before the
    assessment began.

    A quarter of which some months are assessed is told by the others. Raises TableError
    or BadRowsError.
    """

    def history_total(row: TableRow) -> HistoryTotal:
        written = row.needed("period")
        try:
            period = parse_period(written)
        except UnknownPeriodError:
            row.refuse("period", Refusal.NO_QUARTER, said=written)
        if period.span is Span.MONTH and beginning is not None:
            if period.past > beginning.on:
                row.refuse(
                    "period", Refusal.ASSESSED_HERE, period=written, day=beginning.on
                )
        elif period.span is not Span.QUARTER:
            row.refuse("period", Refusal.MONTH_ALONE, said=written)
        elif beginning is not None and period.first < beginning.on < period.past:
            first = period_of(period.first, Span.MONTH).code
            row.refuse(
                "period",
                Refusal.ASSESSED_FROM,
                period=written,
                day=beginning.on,
                month=first,
            )
        unit = finder.unit(row.needed("unit"))
        if period.span is Span.MONTH and row.text("share"):
            row.refuse("share", Refusal.NO_SHARE, period=written)
        row.needed("total")
        total = row.number_or_none("total")
        if total is None or not total.is_finite():
            row.refuse("total", Refusal.NOT_FINITE)
        return HistoryTotal(
            period.code, unit.id, total, row.number_or_none("share"), row.text("note")
        )

    rows = read_table(path, HISTORY)
    totals = parse_rows(path, rows, history_total)
    keys = [
        f"{total.period} {row.text('unit')}"
        for row, total in zip(rows, totals, strict=True)
    ]
    _refuse_doubles(path, rows, keys, "unit", totals)
    return totals


def read_working_days(path: Path) -> list[WorkingDay]:
    """The office's own table of days; raises TableError or BadRowsError."""

    def working_day(row: TableRow) -> WorkingDay:
        row.needed("works")
        return WorkingDay(row.day("day"), bool(row.yes_no("works")), row.text("note"))

    rows = read_table(path, WORKING_DAYS)
    days = parse_rows(path, rows, working_day)
    _refuse_doubles(path, rows, [day.day.isoformat() for day in days], "day", days)
    return days


def read_decisions(path: Path, finder: Finder) -> list[DecisionRow]:
    """The decisions of a file; raises TableError or BadRowsError."""

    def decision_row(row: TableRow) -> DecisionRow:
        serial = finder.submission(row).serial
        unit, column = row.text("to_unit"), "to_unit"
        if not unit and row.text("serial"):
            # Beside a serial, `unit` has nothing to find and so is the option of that
            # name; so with `title`.
            unit, column = row.text("unit"), "unit"
        if unit:
            finder.unit(unit, column)
        for name in row.several("co_units"):
            finder.unit(name, "co_units")
        if row.text("lead"):
            finder.unit(row.text("lead"), "lead")
        options: dict[str, object] = {name: row.text(name) or None for name in _OPTIONS}
        options["because"] = row.needed("because")
        options["unit"] = unit or None
        options["title"] = (
            row.text("to_title")
            or (row.text("title") if row.text("serial") else "")
            or None
        )
        options["co_units"] = row.several("co_units") or None
        options["part_titles"] = row.several("part_titles")
        try:
            options["authors"] = authors_of(row.text("authors")) or None
        except AuthorsError as fault:
            row.refuse("authors", Refusal.AS_SAID, said=fault)
        options["counts_on"] = row.day_or_none("counts_on")
        for name in (
            "own_business",
            "quality",
            "waive_lateness",
            "counts_on_arrival",
            "accept",
            "return",
            "seal",
            "although_published",
        ):
            options[name] = row.yes_no(name)
        parts = row.text("split")
        if parts:
            if re.fullmatch("[0-9]+", parts) is None:
                row.refuse("split", Refusal.NO_PARTS, said=parts)
            options["split"] = int(parts)
        try:
            decision = decision_of_options(options)
        except TwoActionsError as fault:
            row.refuse("", Refusal.TWO_ACTIONS, actions=listed(fault.actions, " and "))
        return DecisionRow(serial, decision, row.number)

    return parse_rows(path, read_table(path, DECISIONS), decision_row)


def _says_unscored(row: TableRow) -> bool:
    """Whether the row says that the rule does not name it and it shall be kept without
    points.
    """
    return row.text("unscored") == UNSCORED or bool(row.yes_no("unscored"))


def _taken(row: TableRow, said: T, ruled: RuledEvent[T]) -> T:
    """The event of a row under the names of the rule; BadCellError where it has none
    for it.
    """
    if ruled.refused:
        first, *others = ruled.refused
        english, chinese = first.wrong().english, first.wrong().chinese
        for word in others:
            english += f"; {word.column}: {word.wrong().english}"
            chinese += f"；{word.wrong().chinese}"
        row.refuse(first.column, Refusal.AS_SAID, said=Both(english, chinese))
    if said.unscored and not ruled.event.unscored:
        row.refuse("unscored", Refusal.NAMED_BY_RULE)
    return ruled.event


def _unit_and_item(row: TableRow, finder: Finder) -> tuple[int, str | None]:
    """Whom a remark is about: the unit's number, and the serial of the item if it is
    about one.
    """
    if not row.text("serial") and not row.text("title"):
        if not row.text("unit"):
            row.refuse("unit", Refusal.NOBODY_NAMED)
        return finder.unit(row.text("unit")).id, None
    item = finder.submission(row)
    if not row.text("unit"):
        if item.unit_id is None:
            row.refuse("serial", Refusal.NO_UNIT_YET, serial=item.serial)
        return item.unit_id, item.serial
    unit = finder.unit(row.text("unit"))
    if unit.id not in item.unit_ids:
        row.refuse("unit", Refusal.NOT_ITS_UNIT, unit=unit.name, serial=item.serial)
    return unit.id, item.serial


def _remark_rule(row: TableRow, rulebook: Rulebook, on: date) -> RemarkRule:
    name, kinds = row.needed("kind"), kinds_on(rulebook, on)
    quarter = kinds.quarter.code
    if kinds.rules is None:
        row.refuse("on", Refusal.NO_EDITION, quarter=quarter)
    if not kinds.rules:
        row.refuse("kind", Refusal.NO_REMARKS, quarter=quarter)
    rule = kinds.named(name)
    if rule is None:
        allowed = listed([rule.name for rule in kinds.rules])
        row.refuse(
            "kind", Refusal.NO_REMARK, name=name, quarter=quarter, allowed=allowed
        )
    return rule


def _remark_points(row: TableRow, rule: RemarkRule) -> Fraction | None:
    """The points as the row says them; None where the kind has one value."""
    text = row.text("points")
    points = parse_points(text)
    if text and points is None:
        row.refuse("points", Refusal.NO_POINTS, said=text)
    if has_one_value(rule):
        if points is not None and points != rule.least:
            worth = points_text(rule.least)
            row.refuse("points", Refusal.ONE_VALUE, name=rule.name, points=worth)
        return None
    least, most = points_text(rule.least), points_text(rule.most)
    span = Both(f"{least} to {most}", f" {least} 到 {most}")
    if points is None:
        row.refuse("points", Refusal.POINTS_MISSING, name=rule.name, span=span)
    if not rule.least <= points <= rule.most:
        said = points_text(points)
        row.refuse(
            "points", Refusal.OUT_OF_RANGE, points=said, name=rule.name, span=span
        )
    return points


def _refuse_doubles(
    path: Path,
    rows: Sequence[TableRow],
    keys: Sequence[str],
    column: str,
    values: Sequence[object],
) -> None:
    """BadRowsError where the keys of two rows are the same; `values` are what the rows
    say.
    """
    first_rows: dict[str, int] = {}
    faults: list[Fault] = []
    good: list[object] = []
    for row, key, value in zip(rows, keys, values, strict=True):
        first = first_rows.setdefault(key, row.number)
        if first == row.number:
            good.append(value)
        else:
            values_said = {"said": key, "row": first}
            wrong = Wrong(Refusal.STANDS_ALREADY, values_said, column)
            faults.append(Fault(row.number, wrong))
    if faults:
        raise BadRowsError(path, faults, good)
