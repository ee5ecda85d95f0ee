"""How is a measurement shown?

One row a measurement: what was done, how often, in how many seconds, and what that is a
second; the table is laid out for eyes and for a document alike.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple


class WrongCountError(Exception):
    """A measurement did not do what it claims to have measured."""

    def __init__(self, what: str, found: int, wanted: int) -> None:
        super().__init__(
            f"bench: {what}: {found} instead of {wanted}; the figure would mean nothing"
        )


class Row(NamedTuple):
    """One measurement; `note` says what else must be known, such as a budget or a
    setting.
    """

    what: str
    many: int
    of: str
    seconds: float
    note: str = ""


@dataclass(slots=True)
class Watch:
    """What passed inside a `with timed()`."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Watch]:
    """Measures the block by a clock that only goes forward."""
    watch = Watch()
    began = time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - began


def require(what: str, found: int, wanted: int) -> None:
    """Raises WrongCountError unless the work was done that was timed."""
    if found != wanted:
        raise WrongCountError(what, found, wanted)


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    cells = [("what", "how many", "seconds", "a second", "note"), *map(_cells, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_line(row, widths) for row in (cells[0], rule, *cells[1:]))


def _cells(row: Row) -> tuple[str, ...]:
    rate = "" if row.many == 1 else f"{row.many / row.seconds:,.0f}"
    return row.what, f"{row.many:,} {row.of}", f"{row.seconds:.2f}", rate, row.note


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (
        "| "
        + " | ".join(
            cell.ljust(width) for cell, width in zip(cells, widths, strict=True)
        )
        + " |"
    )
