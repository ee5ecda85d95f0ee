"""How are the facts of a message kept beside it?

As plain data in the outbox row, so that a reader can see years later what the words were made from.
"""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from notify.facts import Facts


def as_json(facts: Facts) -> dict[str, Any]:
    """The facts as plain data, for the outbox row that keeps what a message was made from."""
    plain = _plain(asdict(facts))
    assert isinstance(plain, dict)  # noqa: S101 - asdict gives a dictionary
    return plain


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value
