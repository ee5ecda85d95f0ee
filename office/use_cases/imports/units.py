"""How is the roster of units written in a file?

Either in our own columns, as `units export` writes them, or as offices keep it: Chinese
headings, titles above them, merged cells, a line with the group's name above its units.
In our columns `;` separates several in one cell, in a list of an office's own 、 and ，
do too. Three columns hold what is dated: `exemptions`, such as `2026-03-01..2026-06-01
reason`, `former_groups` and `former_names`, such as `group..2026-07-01`, the first day
after it; a former name without a day was given up on the day of the import. Names are
checked here against each other, so that no two units have one name and no parent is
unknown; keeping the roster is left to `ledger.roster`, what a list changes to
`office.use_cases.roster_changes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from ledger.entries.people import Exemption, FormerGroup, FormerName, Person, Role, Unit
from office.use_cases.imports.refusals import Refusal, Wrong, listed
from office.use_cases.imports.rows import (
    SEMICOLON,
    BadCellError,
    BadRowsError,
    Fault,
    TableRow,
    parse_day,
)
from office.use_cases.imports.tables import (
    Columns,
    TableError,
    as_written,
    open_table,
    plain_heading,
)

PERSON_COLUMNS = {Role.PRINCIPAL: "principal", Role.OFFICER: "officer"}
HEADING = (
    "name",
    "short_names",
    "group",
    "kind",
    "parent",
    "own_business_only",
    "addresses",
    "principal",
    "principal_address",
    "principal_phone",
    "officer",
    "officer_address",
    "officer_phone",
    "since",
    "until",
)
DATED = ("former_names", "former_groups", "exemptions")
"""Columns that stand in a file only where some unit was renamed, has moved or is
excused.
"""
_NEEDED = ("name", "group", "since")

HEADINGS = {
    "name": ("单位名称", "单位", "单位全称", "报送单位", "名称", "部门", "单位部门"),
    "short_names": ("简称", "单位简称", "其他叫法"),
    "group": ("分组", "组别", "所在组", "考核分组", "考核组", "组"),
    "kind": ("类别", "单位类别", "单位性质", "性质"),
    "parent": ("上级单位", "上级", "主管单位"),
    "own_business_only": ("只报本单位业务", "仅报本单位业务"),
    "addresses": ("单位邮箱", "报送邮箱", "单位电子邮箱", "公共邮箱"),
    "principal": ("负责人", "主要负责人", "分管负责人", "分管领导", "负责人姓名"),
    "principal_address": ("负责人邮箱", "负责人电子邮箱"),
    "principal_phone": ("负责人电话", "负责人手机", "负责人联系电话"),
    "officer": ("信息员", "信息员姓名", "联络员", "信息报送员", "联系人", "报送人"),
    "officer_address": ("信息员邮箱", "信息员电子邮箱", "联络员邮箱"),
    "officer_phone": ("信息员电话", "信息员手机", "信息员联系电话", "联络员电话"),
    "since": ("起始日期", "纳入考核日期", "开始日期", "考核起始日期"),
    "until": ("截止日期", "退出考核日期", "结束日期"),
    "former_names": ("曾用名", "原名称", "原名", "旧名称"),
    "former_groups": ("曾在组别", "以前的组别"),
    "exemptions": ("免考核", "免考核时间"),
}
"""Column → its Chinese headings, the template's first."""
_BY_HEADING = {
    heading: column for column, headings in HEADINGS.items() for heading in headings
}
# Whose they are is said by the person whose column stands before them.
_PHONES = frozenset(
    {
        "电话",
        "联系电话",
        "手机",
        "手机号",
        "手机号码",
        "电话号码",
        "联系方式",
        "办公电话",
    }
)
_ADDRESSES = frozenset(
    {"邮箱", "电子邮箱", "邮箱地址", "电子信箱", "信箱", "电子邮件", "邮件地址"}
)
_ADDRESS = re.compile(r"\S+@[^\s@]*\.[^\s@]*")
_NOTE = re.compile(r"(注|说明|备注|合计|共计|总计|填报|填表|制表|报送时间|联系电话)")
_GROUP_LINE = re.compile(r"第?([一二三四五六七八九十]+)组")
_SIGNS = re.compile("[;；、，,\n]")
_LISTED = re.compile(r"(?P<name>\D*?)[\s:：(（]*(?P<phone>\+?\d[\d\-－— ]{5,}\d)[)）]?")


def meant_columns(heading: Sequence[str]) -> list[str]:
    """The columns that the cells of a heading mean, Chinese or our own; the rest stay
    as they are.
    """
    found: list[str] = []
    person = ""
    for text, own in zip(heading, as_written(heading), strict=True):
        plain = plain_heading(text)
        column = _BY_HEADING.get(plain, own)
        if column in PERSON_COLUMNS.values():
            person = column
        elif plain in _PHONES:
            column = f"{person or 'officer'}_phone"
        elif plain in _ADDRESSES:
            column = f"{person}_address" if person else "addresses"
        if column in found and plain:
            column = text  # a second telephone: named as passed over
        found.append(column)
    return found


COLUMNS = Columns(
    needed=("name",),
    allowed=tuple(dict.fromkeys((*_NEEDED[1:], *HEADING[1:], *DATED))),
    meant=meant_columns,
    spread=frozenset({"name", "group", "kind", "parent"}),
    tolerant=True,
    headings=HEADINGS,
)


class RosterFile(NamedTuple):
    """What a file says of the roster: its units, in its order and with id 0, and what
    of them it tells.
    """

    units: tuple[Unit, ...]
    given: frozenset[str]
    """Columns that the file has; of an office's own list those in which something
    stands.
    """
    passed_over: tuple[str, ...] = ()
    """Headings that mean nothing to us."""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()


def read_units(path: Path, known: Iterable[str] = ()) -> list[Unit]:
    """The units of a file, in its order, with id 0; `known` are names on the roster (a
    parent may be one).

    Raises TableError or BadRowsError.
    """
    return list(read_roster(path, known).units)


class _ReadUnit(NamedTuple):
    """A unit as its row says it, and the number of that row."""

    row: int
    unit: Unit


def read_roster(
    path: Path,
    known: Iterable[str] = (),
    groups: Sequence[str] = (),
    begins: date | None = None,
    sheet: str = "",
) -> RosterFile:
    """What a file says of the roster; `groups` are those of the rule, none: any name is
    one.

    A unit whose row says no day is on the roster from `begins`. Raises TableError or
    BadRowsError.
    """
    table = open_table(path, COLUMNS, sheet)
    if table.rivals:
        names = "、".join((table.sheet, *table.rivals))
        raise TableError(path, Refusal.SEVERAL_ROSTERS, names=names)
    if not table.spoken:
        missing = [name for name in _NEEDED if name not in table.columns]
        if missing:
            said = COLUMNS.shown(missing)
            raise TableError(path, Refusal.MISSING_COLUMNS, columns=said)

    reader = _RosterReader(groups, begins, spoken=table.spoken)
    read: list[_ReadUnit] = []
    faults: list[Fault] = []
    for row in table.rows:
        try:
            row.refuse_surplus()
            if reader.is_between(row):
                continue
            unit = reader.unit(row)
        except BadCellError as fault:
            faults.append(Fault(row.number, fault.wrong))
            continue
        if "name" in row.from_above and read:
            # The second person of a unit whose name goes over several rows.
            first, before = read[-1]
            addresses = tuple(dict.fromkeys((*before.addresses, *unit.addresses)))
            people = tuple(dict.fromkeys((*before.people, *unit.people)))
            read[-1] = _ReadUnit(
                first, replace(before, addresses=addresses, people=people)
            )
        else:
            read.append(_ReadUnit(row.number, unit))
    if not faults:
        faults = _contradictions(read, known)
    if faults:
        raise BadRowsError(path, faults)

    given = frozenset(table.columns)
    if table.spoken:
        written: set[str] = set()
        for row in table.rows:
            written.update(name for name in given if row.text(name))
        given = frozenset(written)
    units = tuple(each.unit for each in read)
    return RosterFile(
        units,
        given | {"name", "group"},
        table.passed_over,
        table.sheet,
        table.other_sheets,
    )


def _contradictions(read: Sequence[_ReadUnit], known: Iterable[str]) -> list[Fault]:
    """Where rows speak against each other, or name a parent that nobody is."""
    names = {each.unit.name for each in read}
    parents = names | set(known)
    first_rows: dict[str, int] = {}
    faults: list[Fault] = []
    for number, unit in read:
        first = first_rows.setdefault(unit.name, number)
        if first != number:
            values = {"unit": unit.name, "row": first}
            wrong = Wrong(Refusal.ONE_ROW_A_UNIT, values, "name")
            faults.append(Fault(number, wrong))
        for short in unit.short_names:
            if short in names and short != unit.name:
                wrong = Wrong(Refusal.ANOTHERS_NAME, {"name": short}, "short_names")
                faults.append(Fault(number, wrong))
        if unit.parent is not None and unit.parent not in parents:
            wrong = Wrong(Refusal.NO_PARENT, {"name": unit.parent}, "parent")
            faults.append(Fault(number, wrong))
    return faults


class _RosterReader:
    """Reads row by row, and remembers the line with a group's name above its units."""

    def __init__(
        self, groups: Sequence[str], begins: date | None, *, spoken: bool
    ) -> None:
        self._groups = groups
        self._begins = begins
        self._spoken = spoken
        self._group_above = ""

    def is_between(self, row: TableRow) -> bool:
        """Whether the row of an office's own list is no unit's: its group's line, a
        note, a number alone.
        """
        if not self._spoken:
            return False
        if len(row.written) == 1 and "name" not in row.from_above:
            (text,) = row.written
            line = _GROUP_LINE.match(text)
            if line or text in self._groups:
                self._group_above = self._group_called(
                    text if line is None else line[0]
                )
                return True
            return not row.text("name") or _NOTE.match(text) is not None
        return not any(row.cells.values())

    def unit(self, row: TableRow) -> Unit:
        """The unit of a row; BadCellError."""
        since, until = (
            row.day_or_none("since") or self._begins,
            row.day_or_none("until"),
        )
        if since is None:
            row.refuse("since", Refusal.EMPTY)
        if until is not None and until <= since:
            row.refuse("until", Refusal.NOT_AFTER_SINCE)

        former_names: list[FormerName] = []
        for text in self._several(row, "former_names"):
            called, _, day = text.partition("..")
            past = parse_day(day.strip(), "former_names") if day else date.max
            former_names.append(FormerName(called.strip(), past))

        former_groups: list[FormerGroup] = []
        for text in row.several("former_groups"):
            former, _, day = text.rpartition("..")
            if not former:
                row.refuse("former_groups", Refusal.NO_FORMER_GROUP, said=text)
            group = self._group_called(former.strip())
            self._refuse_unknown(row, "former_groups", group)
            former_groups.append(
                FormerGroup(group, parse_day(day.strip(), "former_groups"))
            )

        exemptions: list[Exemption] = []
        for text in row.several("exemptions"):
            days, _, because = text.partition(" ")
            first, dots, last = days.partition("..")
            if not dots or not because.strip():
                row.refuse("exemptions", Refusal.NO_EXEMPTION, said=text)
            begin = parse_day(first, "exemptions")
            end = parse_day(last, "exemptions") if last else None
            if end is not None and end <= begin:
                row.refuse("exemptions", Refusal.ENDS_BEFORE_IT_BEGINS, said=text)
            exemptions.append(Exemption(begin, end, because.strip()))

        name = row.needed("name")
        group = self._group_above
        if row.text("group") or not group:
            group = self._group_called(row.needed("group"))
        self._refuse_unknown(row, "group", group)
        return Unit(
            id=0,
            # A name that is broken over two lines of its cell is one name.
            name="".join(name.splitlines()) if self._spoken else name,
            group=group,
            since=since,
            short_names=self._several(row, "short_names"),
            kind=row.text("kind"),
            parent=row.text("parent") or None,
            own_business_only=bool(row.yes_no("own_business_only")),
            addresses=tuple(
                dict.fromkeys(filter(None, self._addresses(row, "addresses")))
            ),
            people=(
                *self._people(row, Role.PRINCIPAL),
                *self._people(row, Role.OFFICER),
            ),
            until=until,
            former_groups=tuple(sorted(former_groups, key=lambda each: each.until)),
            former_names=tuple(sorted(former_names, key=lambda each: each.until)),
            exemptions=tuple(sorted(exemptions, key=lambda each: each.since)),
        )

    def _refuse_unknown(self, row: TableRow, column: str, group: str) -> None:
        if self._groups and group not in self._groups:
            allowed = listed(self._groups, " or ")
            row.refuse(column, Refusal.NO_GROUP, group=group, groups=allowed)

    def _group_called(self, text: str) -> str:
        """The rule's own name of a group: 一组 is 第一组."""
        for name in (text, f"第{text}"):
            if name in self._groups:
                return name
        return text

    def _several(self, row: TableRow, column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, self._places(row, column))))

    def _places(self, row: TableRow, column: str) -> list[str]:
        """The parts of a cell, each at its place: the second telephone is that of the
        second name.
        """
        signs = _SIGNS if self._spoken else SEMICOLON
        found = [*map(str.strip, signs.split(row.text(column)))]
        return found if any(found) else []

    def _people(self, row: TableRow, role: Role) -> list[Person]:
        """One person for each name, address and phone at the same place of their
        cells.
        """
        column = PERSON_COLUMNS[role]
        names = self._places(row, column)
        addresses, phones = (
            self._addresses(row, f"{column}_address"),
            self._places(row, f"{column}_phone"),
        )
        found: list[Person] = []
        for name, address, phone in zip_longest(names, addresses, phones, fillvalue=""):
            listed = _LISTED.fullmatch(name) if self._spoken and not phone else None
            if listed:
                found.append(
                    Person(
                        role, listed["name"].strip(), address, listed["phone"].strip()
                    )
                )
            elif any((name, address, phone)):
                found.append(Person(role, name, address, phone))
        return found

    def _addresses(self, row: TableRow, column: str) -> list[str]:
        found: list[str] = []
        for address in self._places(row, column):
            if address and not _ADDRESS.fullmatch(address):
                row.refuse(column, Refusal.NO_ADDRESS, said=address)
            found.append(address.casefold())
        return found


def unit_rows(units: Sequence[Unit]) -> tuple[tuple[str, ...], list[list[str]]]:
    """A heading and a row for each unit, with DATED where there is anything;
    `read_units` reads it back.
    """
    dated = any(
        (*unit.former_names, *unit.former_groups, *unit.exemptions) for unit in units
    )
    rows: list[list[str]] = []
    for unit in units:
        row = [
            unit.name,
            ";".join(unit.listed_names),
            unit.group,
            unit.kind,
            unit.parent or "",
            "yes" if unit.own_business_only else "",
            ";".join(unit.addresses),
            *_person_cells(unit, Role.PRINCIPAL),
            *_person_cells(unit, Role.OFFICER),
            unit.since.isoformat(),
            "" if unit.until is None else unit.until.isoformat(),
        ]
        if dated:
            exemptions: list[str] = []
            for exemption in unit.exemptions:
                # Of the reason, without the signs that separate several in a cell.
                because = " ".join(
                    exemption.because.replace(";", "，").replace("\uff1b", "，").split()
                )
                exemptions.append(
                    f"{exemption.since}..{exemption.until or ''} {because}"
                )
            row.append(
                ";".join(
                    f"{former.name}..{former.until}" for former in unit.former_names
                )
            )
            row.append(
                ";".join(
                    f"{former.group}..{former.until}" for former in unit.former_groups
                )
            )
            row.append(";".join(exemptions))
        rows.append(row)
    return (*HEADING, *DATED) if dated else HEADING, rows


def spoken_heading(columns: Iterable[str]) -> tuple[str, ...]:
    """The Chinese headings of these columns."""
    return tuple(HEADINGS[column][0] for column in columns)


def _person_cells(unit: Unit, role: Role) -> list[str]:
    """Names, addresses and telephones, each at the place of its person."""
    cells: list[str] = []
    for field in ("name", "address", "phone"):
        values = [getattr(person, field) for person in unit.people_in(role)]
        cells.append(";".join(values) if any(values) else "")
    return cells
