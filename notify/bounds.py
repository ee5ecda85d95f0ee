"""What may a template do, and how much of it?

Templates are the office's own and are mended by its administrators; what is bounded
here are slips (P40). They run in Jinja's sandbox, an undefined name is an error, a
rendering gives at most LONGEST characters and takes at most SECONDS. Which words are
rendered, and from which facts, is `compose`'s affair.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from fractions import Fraction
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    nodes,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 600_000
"""Characters of one rendering; a circular of 300 units and 1,000 adoptions has
440,000.
"""
SECONDS = 2.0
"""Of processor time, so that a busy machine stops no message; that circular takes
0.2.
"""

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
"""When the rendering that this thread is at has to be over, by `time.thread_time`."""


class CompiledTemplates(BytecodeCache):
    """What this process has compiled of templates, for whichever composer asks next.

    Jinja keeps them for one environment only, and compiling a notice with all it
    includes takes 40 ms.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of this file while it read as it reads now."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = CompiledTemplates()


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates from `folders`, the first that has one wins; html is escaped."""

    # Products, powers and formats may build much out of little in one step, which no
    # clock interrupts.
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._loader = FileSystemLoader(folders)
        super().__init__(
            loader=self._loader,
            bytecode_cache=_COMPILED,
            undefined=StrictUndefined,
            autoescape=select_autoescape(enabled_extensions=("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters["in_time"] = _in_time

    def rendered(self, name: str, known: Mapping[str, Any]) -> str:
        """The output of the template; SecurityError where it becomes too long or takes
        too long.
        """
        token = _deadline.set(time.thread_time() + SECONDS)
        try:
            pieces: list[str] = []
            length = 0
            for piece in self.get_template(name).generate(known):
                pieces.append(piece)
                length += len(piece)
                if length > LONGEST:
                    fault = f"more than {LONGEST} characters of output"
                    raise SecurityError(fault)
            return "".join(pieces)
        finally:
            _deadline.reset(token)

    def source(self, name: str) -> str:
        """The text of the template; TemplateNotFound, or UnicodeDecodeError where it is
        not UTF-8.
        """
        return self._loader.get_source(self, name)[0]

    def _parse(
        self, source: str, name: str | None, filename: str | None
    ) -> nodes.Template:
        """The template's tree, with a look at the clock in each round of a loop: it may
        give no output.
        """
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(
                loop.iter, "in_time", [], [], None, None, lineno=loop.lineno
            )
        return tree

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Jinja's own types
        """Any call; macros that call themselves look at the clock here."""
        _check_the_clock()
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as above
        """The operators above: of numbers only, and no powers."""
        numbers = isinstance(left, int | float | Fraction) and isinstance(
            right, int | float | Fraction
        )
        if operator == "**" or not numbers:
            fault = f"{operator} is not for messages, or for numbers only"
            raise SecurityError(fault)
        return super().call_binop(context, operator, left, right)


def _in_time(members: Iterable[Any]) -> Iterator[Any]:
    for member in members:
        _check_the_clock()
        yield member


def _check_the_clock() -> None:
    deadline = _deadline.get()
    if deadline is not None and time.thread_time() > deadline:
        fault = f"more than {SECONDS:g} seconds of work"
        raise SecurityError(fault)
