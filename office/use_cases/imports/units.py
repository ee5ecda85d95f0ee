"""How is the roster of units written in a file?

Columns as in the sample; `;` separates several. Two more hold what is dated: `exemptions`, such as
`2026-03-01..2026-06-01 reason`, and `former_groups`, such as `group..2026-07-01`, the first day after it.
Names are checked here against each other, so that no two units have one name and no parent is unknown;
keeping the roster is left to `ledger.roster`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path

from ledger.entries.people import Exemption, FormerGroup, Person, Role, Unit
from office.use_cases.imports.rows import BadRowsError, Fault, TableRow, parse_day, parse_rows
from office.use_cases.imports.tables import Columns, read_table

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
DATED = ("former_groups", "exemptions")
"""Columns that stand in a file only where some unit has moved or is excused."""
_NEEDED = ("name", "group", "since")
COLUMNS = Columns(needed=_NEEDED, allowed=tuple({*HEADING, *DATED} - set(_NEEDED)))


def read_units(path: Path, known: Iterable[str] = ()) -> list[Unit]:
    """The units of a file, in its order, with id 0; `known` are names on the roster (a parent may be one).

    Raises TableError or BadRowsError.
    """
    rows = read_table(path, COLUMNS)
    units = parse_rows(path, rows, _unit)
    names = {unit.name for unit in units}
    parents = names | set(known)
    first_rows: dict[str, int] = {}
    faults: list[Fault] = []
    for row, unit in zip(rows, units, strict=True):
        first = first_rows.setdefault(unit.name, row.number)
        if first != row.number:
            what = f"name: {unit.name} stands in row {first} already; a unit has one row"
            faults.append(Fault(row.number, what))
        for short in unit.short_names:
            if short in names and short != unit.name:
                what = f"short_names: {short} is the official name of another unit"
                faults.append(Fault(row.number, what))
        if unit.parent is not None and unit.parent not in parents:
            what = f"parent: {unit.parent} is no unit of this file or of the roster"
            faults.append(Fault(row.number, what))
    if faults:
        raise BadRowsError(path, faults)
    return units


def unit_rows(units: Sequence[Unit]) -> tuple[tuple[str, ...], list[list[str]]]:
    """A heading and a row for each unit, with DATED where there is anything; `read_units` reads it back."""
    dated = any(unit.former_groups or unit.exemptions for unit in units)
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
                because = " ".join(exemption.because.replace(";", "，").replace("\uff1b", "，").split())
                exemptions.append(f"{exemption.since}..{exemption.until or ''} {because}")
            row.append(";".join(f"{former.group}..{former.until}" for former in unit.former_groups))
            row.append(";".join(exemptions))
        rows.append(row)
    return (*HEADING, *DATED) if dated else HEADING, rows


def _unit(row: TableRow) -> Unit:
    since, until = row.day("since"), row.day_or_none("until")
    if until is not None and until <= since:
        row.refuse("until", "is not after since")

    former_groups: list[FormerGroup] = []
    for text in row.several("former_groups"):
        group, dots, day = text.rpartition("..")
        if not group or not dots:
            row.refuse("former_groups", f"{text!r} is no group and day; write 第一组..2026-07-01")
        former_groups.append(FormerGroup(group.strip(), parse_day(day.strip(), "former_groups")))

    exemptions: list[Exemption] = []
    for text in row.several("exemptions"):
        days, _, because = text.partition(" ")
        first, dots, past = days.partition("..")
        if not dots or not because.strip():
            way = "write 2026-03-01..2026-06-01 and the reason, or 2026-03-01.. while no end is known"
            row.refuse("exemptions", f"{text!r} is no time and reason; {way}")
        begin = parse_day(first, "exemptions")
        end = parse_day(past, "exemptions") if past else None
        if end is not None and end <= begin:
            row.refuse("exemptions", f"{text!r} ends before it begins")
        exemptions.append(Exemption(begin, end, because.strip()))

    return Unit(
        id=0,
        name=row.needed("name"),
        group=row.needed("group"),
        since=since,
        short_names=row.several("short_names"),
        kind=row.text("kind"),
        parent=row.text("parent") or None,
        own_business_only=bool(row.yes_no("own_business_only")),
        addresses=_addresses(row, "addresses"),
        people=(*_people(row, Role.PRINCIPAL), *_people(row, Role.OFFICER)),
        until=until,
        former_groups=tuple(sorted(former_groups, key=lambda former: former.until)),
        exemptions=tuple(sorted(exemptions, key=lambda exemption: exemption.since)),
    )


def _people(row: TableRow, role: Role) -> list[Person]:
    """One person for each name, address and phone at the same place of their cells."""
    column = PERSON_COLUMNS[role]
    addresses, phones = _addresses(row, f"{column}_address"), row.several(f"{column}_phone")
    cells = zip_longest(row.several(column), addresses, phones, fillvalue="")
    return [Person(role, *values) for values in cells]


def _addresses(row: TableRow, column: str) -> tuple[str, ...]:
    found: list[str] = []
    for address in row.several(column):
        local, at, domain = address.rpartition("@")
        if not local or not at or "." not in domain or len(address.split()) > 1:
            row.refuse(column, f"{address!r} is no mail address")
        found.append(address.casefold())
    return tuple(found)


def _person_cells(unit: Unit, role: Role) -> tuple[str, str, str]:
    people = [person for person in unit.people if person.role is role]
    return (
        ";".join(person.name for person in people),
        ";".join(person.address for person in people),
        ";".join(person.phone for person in people),
    )
