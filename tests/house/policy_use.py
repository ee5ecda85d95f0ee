"""Which keys of the policy format do the editions at hand use, and how many of them?

Run `python -m tests.house.policy_use`. A key that one rule alone uses, or none, asks
whether the format has grown by a case instead of by an idea.
"""

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.house.policy_keys import EDITION, Kind, Names, Rows, Table
from tests.house.source import ROOT

FOLDERS = ("scoring/policy", "tests/policies")


class KeyUse(NamedTuple):
    """One key of one table, found at a value of it; None where only asked for."""

    key: int
    """Which key of the description it is: one wherever it stands, as in each `when`."""
    path: str


def keys_of(kind: Kind, path: str = "") -> Iterator[KeyUse]:
    """Yield every key, * in its path for a name that an office chooses."""
    match kind:
        case Table(keys):
            for key in keys:
                below = f"{path}.{key.name}" if path else key.name
                yield KeyUse(id(key), below)
                yield from keys_of(key.kind, below)
        case Names(of):
            yield from keys_of(of, f"{path}.*")
        case Rows(of):
            yield from keys_of(of, f"{path}[]")
        case _:
            return


def keys_in(kind: Kind, value: Any) -> Iterator[KeyUse]:  # noqa: ANN401 - a document is of any type
    """Yield every key that a document uses."""
    match kind:
        case Table(keys) if isinstance(value, dict):
            for key in keys:
                if key.name in value:
                    yield KeyUse(id(key), "")
                    yield from keys_in(key.kind, value[key.name])
        case Names(of):
            for each in value.values():
                yield from keys_in(of, each)
        case Rows(of):
            for row in value:
                yield from keys_in(of, row)
        case _:
            return


def editions() -> list[Path]:
    """The policy files at hand."""
    found: list[Path] = []
    for folder in FOLDERS:
        found += (ROOT / folder).rglob("*.toml")
    return sorted(file for file in found if not file.name.endswith(".cases.toml"))


def report() -> str:
    """How many keys there are, and which of them one edition uses, or none."""
    users: defaultdict[int, set[str]] = defaultdict(set)
    for file in editions():
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        for use in keys_in(EDITION, document):
            users[use.key].add(f"{file.parent.name}/{file.stem}")
    known: dict[int, str] = {}
    for use in keys_of(EDITION):
        known.setdefault(use.key, use.path)
    once: list[str] = []
    never: list[str] = []
    for key, path in known.items():
        if not users[key]:
            never.append(path)
        elif len(users[key]) == 1:
            once.append(f"{path}  ({', '.join(users[key])})")
    return "\n".join(
        [
            f"{len(known)} keys in {len(editions())} editions",
            f"used by one: {len(once)}",
            *(f"    {line}" for line in once),
            f"used by none: {len(never)}",
            *(f"    {line}" for line in never),
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(f"{report()}\n")
