"""What would scores rest on, were something taken back that the office had put on
record?

As if it had never been, or carried: then what an earlier quarter printed stays, and the
withdrawal counts in the earliest open one (C13). Named as evidence names them, such as
adoption:12. What that does to points is `scoring.score`'s to say.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from ledger.entries.events import (
    Adoption,
    Facts,
    Forwarding,
    Instruction,
    Remark,
    Withdrawal,
)

Recorded = Adoption | Instruction | Forwarding | Remark
"""What a person put on record and may take back."""
T = TypeVar("T", Adoption, Instruction, Forwarding, Remark)


def name_of(recorded: Recorded) -> str:
    """Its name as evidence, such as adoption:12."""
    match recorded:
        case Adoption():
            return f"adoption:{recorded.id}"
        case Instruction():
            return f"instruction:{recorded.id}"
        case Forwarding():
            return f"forwarding:{recorded.id}"
        case Remark():
            return f"remark:{recorded.id}"


def without(record: Facts, names: Collection[str]) -> Facts:
    """The facts as if these had never been put on record."""
    return replace(
        record,
        adoptions=_others(record.adoptions, names),
        instructions=_others(record.instructions, names),
        forwardings=_others(record.forwardings, names),
        remarks=_others(record.remarks, names),
    )


def carried(record: Facts, names: Collection[str], withdrawal: Withdrawal) -> Facts:
    """The facts with these taken back where the withdrawal counts; what was printed
    before it stays (C13).
    """
    return replace(
        record,
        adoptions=_carried(record.adoptions, names, withdrawal),
        instructions=_carried(record.instructions, names, withdrawal),
        forwardings=_carried(record.forwardings, names, withdrawal),
        remarks=_carried(record.remarks, names, withdrawal),
    )


def joined_by(record: Facts, new: Iterable[Recorded]) -> Facts:
    """The facts with these put on record too."""
    for each in new:
        match each:
            case Adoption():
                record = replace(record, adoptions=(*record.adoptions, each))
            case Instruction():
                record = replace(record, instructions=(*record.instructions, each))
            case Forwarding():
                record = replace(record, forwardings=(*record.forwardings, each))
            case Remark():
                record = replace(record, remarks=(*record.remarks, each))
    return record


def _others(recorded: Iterable[T], names: Collection[str]) -> tuple[T, ...]:
    return tuple(each for each in recorded if name_of(each) not in names)


def _carried(
    recorded: Iterable[T], names: Collection[str], withdrawal: Withdrawal
) -> tuple[T, ...]:
    found: list[T] = []
    for each in recorded:
        found.append(
            each._replace(withdrawn=withdrawal) if name_of(each) in names else each
        )
    return tuple(found)
