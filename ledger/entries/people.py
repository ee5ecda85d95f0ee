"""Who reports, and who speaks for a unit?

The dated roster of Art. 2 and 6 as frozen values; how it is kept is `ledger.roster`'s affair.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a person does for the unit's reports (Art. 6)."""

    PRINCIPAL = "principal"
    OFFICER = "officer"


class Person(NamedTuple):
    """One person of a unit; empty strings where the roster leaves a field blank."""

    role: Role
    name: str
    address: str
    phone: str


class Exemption(NamedTuple):
    """Days [since, until) on which a unit owes nothing and is fined nothing (A13); until None: open."""

    since: date
    until: date | None
    because: str

    def holds_on(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.since <= day and (self.until is None or day < self.until)


class FormerGroup(NamedTuple):
    """The group a unit was in on the days before `until`, back to the move before that one."""

    group: str
    until: date


@dataclass(frozen=True, slots=True)
class Unit:
    """One reporting unit of the dated roster: it is assessed on days [since, until).

    `group` is the one it is in now, `former_groups` are those before, in the order of their days.
    `learnt_names` are those of `short_names` that no list gave but a person's decision taught (F3).
    """

    id: int
    name: str
    group: str
    since: date
    short_names: tuple[str, ...] = ()
    kind: str = ""
    parent: str | None = None
    own_business_only: bool = False
    addresses: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    until: date | None = None
    exemptions: tuple[Exemption, ...] = ()
    learnt_names: tuple[str, ...] = ()
    former_groups: tuple[FormerGroup, ...] = ()

    @property
    def listed_names(self) -> tuple[str, ...]:
        """The short names that the office's own list gives."""
        return tuple(name for name in self.short_names if name not in self.learnt_names)

    def assessed_on(self, day: date) -> bool:
        """Whether the unit is on the roster on `day`."""
        return self.since <= day and (self.until is None or day < self.until)

    def exempt_on(self, day: date) -> bool:
        """Whether the unit is excused on `day` (A13)."""
        return any(exemption.holds_on(day) for exemption in self.exemptions)

    def group_on(self, day: date) -> str:
        """The group the unit is in on `day`."""
        for former in self.former_groups:
            if day < former.until:
                return former.group
        return self.group

    def as_on(self, day: date) -> Unit:
        """The unit with the group it is in on `day`."""
        return replace(self, group=self.group_on(day)) if self.former_groups else self

    def moved(self, group: str, on: date) -> Unit:
        """The unit in another group from the day `on`; what it was in before that day stays."""
        # Moves on that day or later are undone by this one.
        former = [each for each in self.former_groups if each.until < on]
        last = self.group_on(on - timedelta(days=1))
        if last != group and self.since < on:
            former.append(FormerGroup(last, on))
        return replace(self, group=group, former_groups=tuple(former))

    @property
    def registered_addresses(self) -> frozenset[str]:
        """Every address of this unit's roster, its people's included, case-folded."""
        stated = [*self.addresses, *(person.address for person in self.people)]
        return frozenset(address.casefold() for address in stated if address)

    def owns_address(self, address: str) -> bool:
        """Whether `address` is on this unit's roster, its people's included."""
        wanted = address.casefold()
        return wanted in self.addresses or any(person.address.casefold() == wanted for person in self.people)
