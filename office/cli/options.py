"""What may stand behind an option: a moment, a day, yes or no - and which decision do options make?"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from office.cli.session import RefusedError
from office.service.clock import BadMomentError, parse_moment
from office.use_cases.decisions.decision import Decision, decision_of_options
from office.use_cases.imports.rows import BadCellError, parse_day, parse_yes_no

T = TypeVar("T")
FILE = click.Path(path_type=Path, dir_okay=False)
"""A file that is written, or read by whoever says what is wrong with it."""
READABLE = click.Path(path_type=Path, dir_okay=False, exists=True)


class Said(click.ParamType[Any]):
    """A text that `parse` turns into a value, or refuses."""

    def __init__(self, name: str, parse: Callable[[str], object]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """The value, or a usage error that says what would be right."""
        try:
            return self._parse(value) if isinstance(value, str) else value
        except (BadMomentError, BadCellError) as fault:
            self.fail(str(fault), param, ctx)


def words_of(file: Path) -> str:
    """What a person wrote in a text file, as Chinese desks save them; RefusedError where it is no text."""
    raw = file.read_bytes()
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            if "\0" not in text:
                return text
    message = f"{file}: is no text file in UTF-8 or GB18030; save the words as .txt, then try again"
    raise RefusedError(message)


MOMENT = Said("ISO-8601", parse_moment)
DAY = Said("DATE", parse_day)
YES_NO = Said("yes|no", parse_yes_no)


def decision_of(options: Mapping[str, Any]) -> Decision:
    """The decision that the options of `submissions decide` make; TwoActionsError."""
    co_units = options["co_units"]
    if co_units is not None:
        co_units = tuple(name.strip() for name in co_units.split(";") if name.strip())
    return decision_of_options({**options, "co_units": co_units})
