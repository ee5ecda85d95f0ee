"""What does a roster change, and what becomes of a unit in time?

A list is first compared with what is known: who would be new, changed, gone, perhaps renamed. What it does
not tell stays: an office's own list without mail addresses takes none away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ledger import roster
from ledger.database import Connection
from ledger.entries.people import Person, Role, Unit
from ledger.periods import Span, period_of
from office.use_cases.imports.units import PERSON_COLUMNS, RosterFile


class UnitChange(NamedTuple):
    """What a list changes of one unit, in the office's words; no telephone number stands in them."""

    unit: str
    what: tuple[str, ...]


class Renaming(NamedTuple):
    """A unit that the list does not mention, and a new one that may be the same under another name."""

    before: str
    after: str
    because: str


class RosterPlan(NamedTuple):
    """What a list would change; `wanted` are its units as they are kept then."""

    wanted: tuple[Unit, ...]
    moved_on: date
    """The day from which a unit is in the group that the list names."""
    new: tuple[Unit, ...]
    changed: tuple[UnitChange, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    """On the roster, and not in the list: they stay as they are."""
    perhaps_renamed: tuple[Renaming, ...]
    moved: tuple[str, ...]

    def told(self) -> dict[str, list[str]]:
        """The same as the journal keeps it, in the office's words; what is empty is left out."""
        said = {
            "新增": [f"{unit.name}（{unit.group}，自{unit.since}）" for unit in self.new],
            "改动": [f"{change.unit}：{'；'.join(change.what)}" for change in self.changed],
            "表中没有、照旧保留": list(self.gone),
            "可能改了名": [
                f"{each.before} → {each.after}（{each.because}）" for each in self.perhaps_renamed
            ],
        }
        return {caption: lines for caption, lines in said.items() if lines}


def begins_on(known: Sequence[Unit], today: date) -> date:
    """The day from which a unit is on the roster whose list says none: the first list's with the year."""
    return today if known else period_of(today, Span.YEAR).first


def plan(known: Sequence[Unit], listed: RosterFile, today: date) -> RosterPlan:
    """What the list would change of the known roster; nothing is."""
    moved_on = period_of(today, Span.QUARTER).first
    by_name = {unit.name: unit for unit in known}
    wanted: list[Unit] = []
    new: list[Unit] = []
    changed: list[UnitChange] = []
    unchanged: list[str] = []
    moved: list[str] = []
    for unit in listed.units:
        before = by_name.get(unit.name)
        if before is None:
            wanted.append(unit)
            new.append(unit)
            continue
        complete = _completed(before, unit, listed.given)
        wanted.append(complete)
        after = roster.merged(before, complete, moved_on)
        if after.former_groups != before.former_groups:
            moved.append(unit.name)
        if roster.same(before, after):
            unchanged.append(unit.name)
        else:
            changed.append(UnitChange(unit.name, tuple(differences(before, after))))
    named = {unit.name for unit in listed.units}
    gone = [unit for unit in known if unit.name not in named and unit.assessed_on(today)]
    return RosterPlan(
        wanted=tuple(wanted),
        moved_on=moved_on,
        new=tuple(new),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        gone=tuple(unit.name for unit in gone),
        perhaps_renamed=tuple(_renamings(new, gone)),
        moved=tuple(moved),
    )


def carry_out(conn: Connection, planned: RosterPlan) -> None:
    """Keeps the roster as the list has it."""
    roster.save(conn, planned.wanted, planned.moved_on)


def _completed(known: Unit, unit: Unit, given: frozenset[str]) -> Unit:
    """The listed unit, with what is known of it where the list has no column for that."""
    people: list[Person] = []
    for role in Role:
        people += _completed_people(known, unit, role, given)
    return replace(
        unit,
        short_names=unit.short_names if "short_names" in given else known.listed_names,
        kind=unit.kind if "kind" in given else known.kind,
        parent=unit.parent if "parent" in given else known.parent,
        own_business_only=(
            unit.own_business_only if "own_business_only" in given else known.own_business_only
        ),
        addresses=unit.addresses if "addresses" in given else known.addresses,
        people=tuple(people),
        since=unit.since if "since" in given else known.since,
        until=unit.until if "until" in given else known.until,
    )


def _completed_people(known: Unit, unit: Unit, role: Role, given: frozenset[str]) -> list[Person]:
    column = PERSON_COLUMNS[role]
    before = [person for person in known.people if person.role is role]
    listed = [person for person in unit.people if person.role is role]
    if given.isdisjoint((column, f"{column}_address", f"{column}_phone")):
        return before
    found: list[Person] = []
    for person in listed:
        same = [each for each in before if each.name == person.name]
        if not same and len(listed) == len(before) == 1 and not (before[0].name and person.name):
            same = before  # one had no name so far
        if not same:
            found.append(person)
            continue
        name = person.name if column in given else same[0].name
        address = person.address if f"{column}_address" in given else same[0].address
        phone = person.phone if f"{column}_phone" in given else same[0].phone
        found.append(Person(role, name, address, phone))
    return found


def differences(before: Unit, after: Unit) -> list[str]:
    """What is another than before, in the office's words, and of telephone numbers only that they are."""
    found: list[str] = []
    for caption, old, new in (
        ("分组", before.group, after.group),
        ("类别", before.kind, after.kind),
        ("上级单位", before.parent, after.parent),
        ("只报本单位业务", _yes_no(before.own_business_only), _yes_no(after.own_business_only)),
        ("起始日期", before.since, after.since),
        ("截止日期", before.until, after.until),
    ):
        if old != new:
            found.append(f"{caption} {old or '（空）'} → {new or '（空）'}")
    for caption, olds, news in (
        ("简称", before.listed_names, after.listed_names),
        ("单位邮箱", before.addresses, after.addresses),
        ("负责人", *_both(before, after, Role.PRINCIPAL, _name)),
        ("负责人邮箱", *_both(before, after, Role.PRINCIPAL, _address)),
        ("信息员", *_both(before, after, Role.OFFICER, _name)),
        ("信息员邮箱", *_both(before, after, Role.OFFICER, _address)),
    ):
        came = [each for each in news if each not in olds]
        # Of the addresses those stay that a letter taught.
        went = [each for each in olds if each not in news and caption != "单位邮箱"]
        if came or went:
            parts = ([f"增 {'、'.join(came)}"] if came else []) + ([f"去 {'、'.join(went)}"] if went else [])
            found.append(f"{caption} {'，'.join(parts)}")
    phones = [[person.phone for person in unit.people] for unit in (before, after)]
    if phones[0] != phones[1]:
        found.append("电话有改动")
    if before.former_groups != after.former_groups and before.group == after.group:
        moves = [f"{former.until}前在{former.group}" for former in after.former_groups]
        found.append(f"以前的组别 {'、'.join(moves) or '（空）'}")
    if before.exemptions != after.exemptions:
        found.append("免考核有改动")
    return found or ["次序"]


def _both(
    before: Unit, after: Unit, role: Role, of: Callable[[Person], str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old = tuple(of(person) for person in before.people if person.role is role and of(person))
    return old, tuple(of(person) for person in after.people if person.role is role and of(person))


def _name(person: Person) -> str:
    return person.name


def _address(person: Person) -> str:
    return person.address


def _yes_no(value: bool) -> str:  # noqa: FBT001 - the value that is said
    return "是" if value else "否"


def _renamings(new: Iterable[Unit], gone: Sequence[Unit]) -> list[Renaming]:
    """Which new unit may be one that is gone: by a name, an address or a person of its own."""
    found: list[Renaming] = []
    for unit in new:
        for before in gone:
            why = _looks_the_same(before, unit)
            if why:
                found.append(Renaming(before.name, unit.name, why))
    return found


def _looks_the_same(before: Unit, after: Unit) -> str:
    """Why the two may be one unit, in the office's words; "" when nothing says so."""
    if after.name in before.short_names or before.name in after.short_names:
        return "名称曾是它的简称"
    names = [name for name in after.short_names if name in before.short_names]
    if names:
        return f"同一简称 {names[0]}"
    addresses = sorted(before.registered_addresses & after.registered_addresses)
    if addresses:
        return f"同一邮箱 {addresses[0]}"
    known = {(person.name, person.phone) for person in before.people if person.name and person.phone}
    if any((person.name, person.phone) in known for person in after.people):
        return "同一位联系人"
    return ""
