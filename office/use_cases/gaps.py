"""Whom of a unit can we write to, and what does the roster lack?

Art. 6 asks of each unit one 负责人 and one or two 信息员. `addresses_of` is the one
place that knows who is written to, whatever is written; a unit that nobody can write to
is the office's to call.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from ledger.database import Connection
from ledger.entries.people import Role, Unit
from ledger.outbox import bounces as record
from ledger.outbox.queueing import NotQueuedCode, is_writable

AddressHealth = Mapping[str, NotQueuedCode]
"""Address → why nothing is mailed there; whatever is not in it works, as far as is
known.
"""
_MOST_OFFICERS = 2  # Art. 6: 1-2名信息员
_LACKING = {"负责人": "没有负责人", "信息员": "没有信息员", "邮箱地址": "没有登记邮箱"}
"""How the console says what `gaps` names."""


class Unreached(NamedTuple):
    """A unit that nobody can write to: why, as a code and in the office's words."""

    unit: Unit
    code: NotQueuedCode
    because: str


class UnitGaps(NamedTuple):
    """What the roster lacks of one unit, in Chinese; `unreached`: why nobody can write
    to it.

    What makes a unit unreachable is not told again among the gaps.
    """

    unit: Unit
    gaps: tuple[str, ...]
    unreached: str = ""


def known_health(conn: Connection, own: Collection[str]) -> AddressHealth:
    """Where nothing is mailed: addresses that were given up, and the service's own."""
    health = dict.fromkeys(record.disabled_addresses(conn), NotQueuedCode.DISABLED)
    health.update(dict.fromkeys(own, NotQueuedCode.OWN))
    return MappingProxyType(health)


def addresses_of(
    unit: Unit, health: AddressHealth, *, principal: bool = False
) -> tuple[str, ...]:
    """Who of the unit is written to: addresses that work, in the roster's order, each
    once.

    The officers; where none can be reached the unit's own addresses; where none of
    these, the principal, who is written to besides when `principal` is asked for (Art.
    6).
    """
    addresses = _that_work(_of_role(unit, Role.OFFICER), health)
    if not addresses:
        addresses = _that_work(unit.addresses, health)
    if principal or not addresses:
        addresses += _that_work(_of_role(unit, Role.PRINCIPAL), health)
    return tuple(dict.fromkeys(addresses))


def unreached(unit: Unit, health: AddressHealth) -> Unreached | None:
    """Why nobody can write to the unit; None when somebody can."""
    if addresses_of(unit, health):
        return None
    registered = [
        *_of_role(unit, Role.OFFICER),
        *unit.addresses,
        *_of_role(unit, Role.PRINCIPAL),
    ]
    given_up = _given_up(registered, health)
    if given_up:
        return Unreached(
            unit, NotQueuedCode.DISABLED, f"{'、'.join(given_up)} 多次退信，已停用"
        )
    if any(health.get(address.lower()) is NotQueuedCode.OWN for address in registered):
        return Unreached(unit, NotQueuedCode.OWN, "登记的邮箱是报送系统自己的地址")
    if any(registered):
        return Unreached(unit, NotQueuedCode.NO_ADDRESS, "登记的邮箱无法辨认")
    if unit.people_in(Role.OFFICER):
        return Unreached(unit, NotQueuedCode.NO_ADDRESS, "信息员没有登记邮箱")
    return Unreached(unit, NotQueuedCode.NO_ADDRESS, "没有信息员，也没有登记邮箱")


def unreached_units(
    units: Iterable[Unit], health: AddressHealth, today: date
) -> tuple[Unreached, ...]:
    """Every unit on the roster today that nobody can write to."""
    assessed = (unit for unit in units if unit.assessed_on(today))
    found = (unreached(unit, health) for unit in assessed)
    return tuple(filter(None, found))


def gaps(unit: Unit, health: AddressHealth = MappingProxyType({})) -> tuple[str, ...]:
    """What the roster lacks of a unit, in the office's words (Art. 6)."""
    found: list[str] = []
    if not unit.people_in(Role.PRINCIPAL):
        found.append("负责人")
    officers = unit.people_in(Role.OFFICER)
    if not officers:
        found.append("信息员")
    if len(officers) > _MOST_OFFICERS:
        found.append("信息员多于2名")
    people = (person.address for person in unit.people)
    registered = [*filter(None, people), *unit.addresses]
    if not registered:
        found.append("邮箱地址")
    given_up = _given_up(registered, health)
    if given_up:
        found.append(f"邮箱退信：{'、'.join(given_up)}")
    return tuple(found)


def units_with_gaps(
    units: Iterable[Unit], health: AddressHealth, today: date
) -> tuple[UnitGaps, ...]:
    """Every unit on the roster today of which something is lacking, those nobody can
    write to first.
    """
    unreachable: list[UnitGaps] = []
    lacking: list[UnitGaps] = []
    for unit in units:
        if not unit.assessed_on(today):
            continue
        missing = [_LACKING.get(gap, gap) for gap in gaps(unit, health)]
        silent = unreached(unit, health)
        if silent is not None:
            others = [
                words
                for words in missing
                if "信息员" not in words and "邮箱" not in words
            ]
            unreachable.append(UnitGaps(unit, tuple(others), silent.because))
        elif missing:
            lacking.append(UnitGaps(unit, tuple(missing)))
    return (*unreachable, *lacking)


def _of_role(unit: Unit, role: Role) -> list[str]:
    return [*filter(None, (person.address for person in unit.people_in(role)))]


def _that_work(addresses: Iterable[str], health: AddressHealth) -> list[str]:
    lowered = [address.strip().lower() for address in addresses]
    return [
        address for address in lowered if is_writable(address) and address not in health
    ]


def _given_up(addresses: Iterable[str], health: AddressHealth) -> list[str]:
    """Those of the addresses, each once, to which nothing is mailed since mail came
    back from there.
    """
    return [
        address
        for address in dict.fromkeys(addresses)
        if health.get(address.lower()) is NotQueuedCode.DISABLED
    ]
