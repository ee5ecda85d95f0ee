"""On which line of a policy file does a key stand?

TOML's reader gives values without places. So the text is parted into its statements,
and of these as many are read as are needed until what is asked for is there; of a list
of tables the rows are counted. Only ever asked once a fault is known.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_STEP = re.compile(r"\[(\d+)\]$")


class Statement(NamedTuple):
    """The lines of one statement: from `first` on, before `past`."""

    first: int
    past: int


def line_at(text: str, path: str) -> int:
    """The line, from 1 on, on which the key at `path` begins; of a key that is not
    written, the table where it is missing.

    `text` can be read as TOML.
    """
    lines = text.splitlines()
    statements = _statements(text)
    steps = _steps_there(tomllib.loads(text), path)

    def is_there(count: int) -> bool:
        document = tomllib.loads("\n".join(lines[: statements[count].past]))
        return len(_steps_there(document, path)) == len(steps)

    # What is written is never taken back: as soon as it is there it stays.
    place = bisect_left(range(len(statements)), True, key=is_there)  # noqa: FBT003 - sorts after False
    if place == len(statements):
        return 1
    statement = statements[place]
    said = lines[statement.first : statement.past]
    return statement.first + 1 + _rows_before(said, steps)


@lru_cache(maxsize=2)
def _statements(text: str) -> tuple[Statement, ...]:
    """The statements of a text, each of as few lines as can be read alone."""
    found: list[Statement] = []
    lines = text.splitlines()
    begins = 0
    for past in range(1, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[begins:past]))
        except ValueError:
            continue
        first = begins
        while first < past - 1 and _says_nothing(lines[first]):
            first += 1
        found.append(Statement(first, past))
        begins = past
    return tuple(found)


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _steps_there(document: object, path: str) -> list[str | int]:
    """The keys, and numbers of rows, of the path as far as the document has them.

    A name may hold dots itself: the longest that is there is meant.
    """
    found: list[str | int] = []
    left = path
    place = document
    while left and isinstance(place, Mapping):
        for end in sorted(_ends(left), reverse=True):
            row = _STEP.search(left[:end])
            name = left[: row.start()] if row else left[:end]
            if name in place:
                break
        else:
            return found
        place = place[name]
        found.append(name)
        if row and isinstance(place, list):
            number = int(row[1])
            if number > len(place):
                return found
            found.append(number)
            place = place[number - 1]
        left = left[end + 1 :]
    return found


def _ends(path: str) -> list[int]:
    """Where a name at the beginning of a path may end: at every dot, and at its end."""
    return [*(found.start() for found in re.finditer(r"\.", path)), len(path)]


def _rows_before(lines: list[str], steps: list[str | int]) -> int:
    """How many lines of a statement stand before the row that the steps lead to."""
    rows = [step for step in steps if isinstance(step, int)]
    if not rows or len(lines) == 1:
        return 0
    seen = depth = 0
    for number, line in enumerate(lines):
        # Quoted words may hold brackets, and so may what is said about the line.
        bare = re.sub(r'"[^"]*"', "", line).partition("#")[0]
        for mark in bare:
            if mark == "{" and depth == 0:
                seen += 1
                if seen == rows[0]:
                    return number
            depth += {"{": 1, "}": -1}.get(mark, 0)
    return 0
