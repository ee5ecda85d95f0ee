"""Whom of a unit can we write to, and what does the roster lack?

Art. 6 asks of each unit one 负责人 and one or two 信息员. `addresses_of` is the one place that knows who is
written to, whatever is written; a unit that nobody can write to is the office's to call.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from ledger.database import Connection
from ledger.entries.people import Role, Unit
from ledger.outbox import bounces as record
from ledger.outbox.queueing import Code, is_writable

Health = Mapping[str, Code]
"""Address → why nothing is mailed there; whatever is not in it works, as far as is known."""
_OFFICERS = 2  # Art. 6: 1-2名信息员
_SAID = {"负责人": "没有负责人", "信息员": "没有信息员", "邮箱地址": "没有登记邮箱"}


class Unreached(NamedTuple):
    """A unit that nobody can write to: why, as a code and in the office's words."""

    unit: Unit
    code: Code
    because: str


class Lack(NamedTuple):
    """What the roster lacks of one unit, in Chinese; `unreached`: why nobody can write to it.

    What makes a unit unreachable is not told again among the gaps.
    """

    unit: Unit
    gaps: tuple[str, ...]
    unreached: str = ""


def known_health(conn: Connection, own: Collection[str]) -> Health:
    """Where nothing is mailed: addresses that were given up, and the service's own."""
    disabled = {one.address: Code.DISABLED for one in record.failing_addresses(conn) if one.disabled}
    return MappingProxyType(disabled | dict.fromkeys(own, Code.OWN))


def addresses_of(unit: Unit, health: Health, *, principal: bool = False) -> tuple[str, ...]:
    """Who of the unit is written to: addresses that work, in the roster's order, each once.

    The officers; where none can be reached the unit's own addresses; where none of these, the principal,
    who is written to besides when `principal` is asked for (Art. 6).
    """
    heads = _working(_of(unit, Role.PRINCIPAL), health)
    clerks = _working(_of(unit, Role.OFFICER), health) or _working(unit.addresses, health)
    return tuple(dict.fromkeys((*clerks, *(heads if principal or not clerks else ()))))


def unreached(unit: Unit, health: Health) -> Unreached | None:
    """Why nobody can write to the unit; None when somebody can."""
    if addresses_of(unit, health):
        return None
    named = dict.fromkeys((*_of(unit, Role.OFFICER), *unit.addresses, *_of(unit, Role.PRINCIPAL)))
    given_up = [address for address in named if health.get(address.lower()) is Code.DISABLED]
    if given_up:
        return Unreached(unit, Code.DISABLED, f"{'、'.join(given_up)} 多次退信，已停用")
    if any(health.get(address.lower()) is Code.OWN for address in named):
        return Unreached(unit, Code.OWN, "登记的邮箱是报送系统自己的地址")
    if any(named):
        return Unreached(unit, Code.NO_ADDRESS, "登记的邮箱无法辨认")
    officer = any(each.role is Role.OFFICER for each in unit.people)
    lacks = "信息员没有登记邮箱" if officer else "没有信息员，也没有登记邮箱"
    return Unreached(unit, Code.NO_ADDRESS, lacks)


def unreached_units(units: Iterable[Unit], health: Health, today: date) -> tuple[Unreached, ...]:
    """Every unit on the roster today that nobody can write to."""
    found = (unreached(unit, health) for unit in units if unit.assessed_on(today))
    return tuple(one for one in found if one is not None)


def gaps(unit: Unit, health: Health = MappingProxyType({})) -> tuple[str, ...]:
    """What the roster lacks of a unit, in the office's words (Art. 6)."""
    officers = [each for each in unit.people if each.role is Role.OFFICER]
    named = dict.fromkeys((*(each.address for each in unit.people if each.address), *unit.addresses))
    bounced = [address for address in named if health.get(address.lower()) is Code.DISABLED]
    found = {
        "负责人": not any(each.role is Role.PRINCIPAL for each in unit.people),
        "信息员": not officers,
        "信息员多于2名": len(officers) > _OFFICERS,
        "邮箱地址": not named,
        f"邮箱退信：{'、'.join(bounced)}": bool(bounced),
    }
    return tuple(words for words, lacking in found.items() if lacking)


def lacks(units: Iterable[Unit], health: Health, today: date) -> tuple[Lack, ...]:
    """Every unit on the roster today of which something is lacking, those nobody can write to first."""
    found = (_lack(unit, health) for unit in units if unit.assessed_on(today))
    lacking = (lack for lack in found if lack.gaps or lack.unreached)
    return tuple(sorted(lacking, key=lambda lack: not lack.unreached))


def _lack(unit: Unit, health: Health) -> Lack:
    silent = unreached(unit, health)
    missing = [_SAID.get(gap, gap) for gap in gaps(unit, health)]
    if silent is None:
        return Lack(unit, tuple(missing))
    others = (said for said in missing if "信息员" not in said and "邮箱" not in said)
    return Lack(unit, tuple(others), silent.because)


def _of(unit: Unit, role: Role) -> tuple[str, ...]:
    return tuple(person.address for person in unit.people if person.role is role and person.address)


def _working(addresses: Iterable[str], health: Health) -> tuple[str, ...]:
    named = (address.strip().lower() for address in addresses)
    return tuple(address for address in named if is_writable(address) and address not in health)
