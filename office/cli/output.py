"""How does a command show what it found?

One JSON document on standard output with `--json`, Chinese unescaped; otherwise a table
made for eyes. Mail text is shown as text: no markup, no control characters that a
terminal would obey (P40).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ledger.periods import OFFICE_ZONE
from office.cli.session import refuse

F = TypeVar("F", bound=Callable[..., object])
_PLAIN_WIDTH = 220
"""How wide a table is where no terminal says otherwise: wide enough that nothing is cut
for a pipe.
"""


def json_option(command: F) -> F:
    """The option --json, as the parameter `as_json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="One JSON document on standard output."
    )(command)


def show_json(value: object) -> None:
    """A JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def show_list(
    found: Iterable[object],
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    as_json: bool,
) -> None:
    """What a listing found: with --json `found`, else `rows` as a table; only that one
    is gone through.
    """
    if as_json:
        show_json(list(found))
    else:
        show_table(headings, rows)


def show_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on standard output."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    count = 0
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
        count += 1
    if not count:
        click.echo("(none)")
        return
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    Console(
        file=sys.stdout, width=width, highlight=False, markup=False, emoji=False
    ).print(table)


def show_counts(counts: Mapping[str, int | float], *, as_json: bool) -> None:
    """What a piece of work came to: a line for eyes; a JSON document for --json and for
    pipes.
    """
    if as_json or not sys.stdout.isatty():
        show_json(counts)
    else:
        say(" · ".join(f"{name} {count}" for name, count in counts.items()))


def show_one(record: Mapping[str, object], *, as_json: bool) -> None:
    """One record, as a JSON document or for eyes."""
    if as_json:
        show_json(record)
    else:
        show_record(record)


def show_record(record: Mapping[str, object], margin: str = "") -> None:
    """One record, a line for each of its fields; what a field holds several of stands
    below it.
    """
    for key, value in record.items():
        match value:
            case Mapping() if value:
                click.echo(f"{margin}{key}:")
                show_record(value, f"{margin}  ")
            case list() if value and isinstance(value[0], Mapping):
                click.echo(f"{margin}{key}:")
                for each in value:
                    click.echo(f"{margin}  -")
                    show_record(each, f"{margin}    ")
            case Mapping() | []:
                click.echo(f"{margin}{key}:")
            case _:
                lines = visible(value).splitlines() or [""]
                below = (
                    "".join(f"\n{margin}  {line}" for line in lines)
                    if len(lines) > 1
                    else f" {lines[0]}"
                )
                click.echo(f"{margin}{key}:{below}".rstrip())


def say(text: str) -> None:
    """One line on standard output."""
    click.echo(visible(text))


def write_file(path: Path, content: bytes) -> None:
    """A file at the place the person named; RefusedError when it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as fault:
        refuse(f"{path}: cannot be written: {fault.strerror}")


def told(moment: datetime | None) -> str | None:
    """A moment as ISO-8601 with the office's offset."""
    return (
        None
        if moment is None
        else moment.astimezone(OFFICE_ZONE).isoformat(timespec="seconds")
    )


def visible(cell: object) -> str:
    """A value as a person reads it, harmless to a terminal."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
        case bool():
            return "yes" if cell else "no"
        case list() | tuple():
            return ", ".join(visible(part) for part in cell)
        case _:
            return "".join(
                c if c in "\n\t" or c.isprintable() else " " for c in str(cell)
            )


def _plain(value: object) -> object:
    """What JSON has no word for: moments and days as ISO-8601, exact numbers as decimal
    strings.
    """
    match value:
        case datetime():
            return told(value)
        case date():
            return value.isoformat()
        case Fraction():
            return str(Decimal(value.numerator) / Decimal(value.denominator))
        case Decimal():
            return format(value.normalize(), "f")
        case frozenset() | set():
            return sorted(value)
        case _:
            return str(value)
