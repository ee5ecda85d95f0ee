"""What may a template do, and how much of it?

Jinja's sandbox bounds neither the strings an expression builds nor the rounds of its loops (P40). Here every
rendering has a budget: of characters built, whether or not they are ever put out, and of steps, which are
rounds of loops, calls and members of lists. What could build much out of little in a single step is refused
or told beforehand how much it may be. Which words are rendered is `compose`'s affair.
"""

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 600_000
"""Characters of one string, and of a rendering's output: more than any message of ours."""
CHARACTERS = 6_000_000
STEPS = 500_000
_A_CALL = 20
SOURCE_BYTES = 200_000
_FACTOR = 10_000
_WIDTH = 200
_ROUNDS = 100_000
_DROPPED = (
    *("attr", "center", "format", "pprint", "random", "tojson", "urlize", "wordwrap", "xmlattr"),
    *("filesizeformat", "urlencode"),
)
"""Filters nobody needs for a message and that build much out of little, or differ each time."""
_METHODS = frozenset(
    {
        *("strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "partition", "rpartition"),
        *("startswith", "endswith", "removeprefix", "removesuffix", "find", "count", "index"),
        *("upper", "lower", "title", "capitalize", "isdigit", "isdecimal", "isascii", "isspace"),
        *("get", "items", "keys", "values", "weekday", "isoweekday", "isoformat", "date"),
    }
)
"""What may be called of the plain types; `'{:>9999}'.format`, `ljust`, `to_bytes` and their like may not."""
_PLAIN = (str, bytes, int, float, Fraction, date, tuple, list, dict, range)


class _Budget:
    """What is left to one rendering."""

    def __init__(self) -> None:
        self.characters = CHARACTERS
        self.steps = STEPS


_LEFT: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget() -> Iterator[None]:
    """One rendering, from its template's compilation to its last word; not shared between threads."""
    token = _LEFT.set(_Budget())
    try:
        yield
    finally:
        _LEFT.reset(token)


def built(length: int) -> None:
    """So many characters are about to be built; SecurityError where that is too much."""
    left = _LEFT.get()
    if left is not None:
        left.characters -= length
    if length > LONGEST or (left is not None and left.characters < 0):
        fault = f"more than {LONGEST} characters in one string, or {CHARACTERS} in all"
        raise SecurityError(fault)


def step(count: int = 1) -> None:
    """So many rounds, calls or members; SecurityError where there were too many."""
    left = _LEFT.get()
    if left is not None:
        left.steps -= count
        if left.steps < 0:
            fault = f"more than {STEPS} rounds of loops, calls and members of lists"
            raise SecurityError(fault)


class Folders(ChoiceLoader):
    """Templates from folders, the first that has one; none larger than SOURCE_BYTES."""

    def __init__(self, folders: Iterable[Path]) -> None:
        super().__init__([_Folder(folder) for folder in folders])


class _Folder(FileSystemLoader):
    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        for folder in self.searchpath:
            path = Path(folder, *template.split("/"))
            if ".." not in template and path.is_file() and path.stat().st_size > SOURCE_BYTES:
                fault = f"the file is larger than {SOURCE_BYTES} bytes"
                raise SecurityError(fault)
        return super().get_source(environment, template)


class _Generator(CodeGenerator):
    """Concatenation by the environment, which counts it; Jinja itself lets only operators be intercepted."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja finds it by this name
        self.write("environment.joined(context, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a budget."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's own
        super().__init__(**options)
        self.filters["counted"] = _counted
        for name in _DROPPED:
            del self.filters[name]
        self.filters = {name: _bounded(name, call) for name, call in self.filters.items()}
        del self.globals["lipsum"]
        self.globals["range"] = _range

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template with the rounds of its loops counted."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            if loop.recursive:
                fault = "recursive loops are not for messages"
                raise SecurityError(fault)
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return tree

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """What a macro or a block puts together."""
        pieces = list(parts)
        built(sum(map(len, pieces)))
        return "".join(pieces)

    def joined(self, context: Context, parts: tuple[Any, ...]) -> str:
        """The operator ~."""
        built(sum(len(part) for part in parts if isinstance(part, str)))
        return markup_join(parts) if context.eval_ctx.autoescape else str_join(parts)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's own types
        """Numbers, of which large ones are not multiplied; and what is put together by +."""
        if not all(isinstance(value, int | float | Fraction) for value in (left, right)):
            alike = next((kind for kind in (str, list, tuple) if isinstance(left, kind)), None)
            if operator != "+" or alike is None or not isinstance(right, alike):
                fault = f"{operator} is for numbers"
                raise SecurityError(fault)
            (built if alike is str else step)(len(left) + len(right))
        elif operator == "**" or (operator == "*" and max(abs(left), abs(right)) > _FACTOR):
            fault = f"{operator} is for small numbers only"
            raise SecurityError(fault)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Any call, a macro's too; it costs as much as several rounds of a loop."""
        step(_A_CALL)
        return super().call(context, obj, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - as above
        """Facts show what they have, plain values only what is known to be small."""
        if callable(value) and isinstance(obj, _PLAIN) and attr not in _METHODS and not _is_fact(obj):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:  # noqa: ANN401 - as above
        """`format` of a string has widths without end."""
        if getattr(value, "__name__", "") in {"format", "format_map"} and isinstance(
            getattr(value, "__self__", None), str
        ):
            fault = "format is not for messages; write the parts one after the other"
            raise SecurityError(fault)
        return None


def _is_fact(obj: object) -> bool:
    """Whether a tuple is one of our named ones, whose methods are ours."""
    return isinstance(obj, tuple) and hasattr(obj, "_fields")


@pass_context
def _counted(_context: Context, members: Iterable[Any]) -> Iterator[Any]:
    for member in members:
        step()
        yield member


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > _ROUNDS:
        fault = f"range is for at most {_ROUNDS} rounds"
        raise SecurityError(fault)
    return numbers


def _bounded(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that pays for the members it is given and the characters it gives back."""
    before = _BEFORE.get(name)
    place = 1 if hasattr(call, "jinja_pass_arg") else 0

    def filtered(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the filter takes
        value = args[place]
        if isinstance(value, Sized) and not isinstance(value, str):
            step(len(value))
        if before is not None:
            args = (*args[:place], *before(*args[place:], **kwargs))
            kwargs = {} if name in _POSITIONAL else kwargs
        result = call(*args, **kwargs)
        if isinstance(result, str) and result is not value:
            built(len(result))
        return result

    for mark in ("jinja_pass_arg", "jinja_async_variant"):
        if hasattr(call, mark):
            setattr(filtered, mark, getattr(call, mark))
    return filtered


def _before_replace(text: Any, old: Any, new: Any, count: Any = None) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    found = str(text).count(str(old)) if str(old) else len(str(text)) + 1
    built(len(str(text)) + found * len(str(new)))
    return text, old, new, count


def _before_join(members: Any, between: Any = "", attribute: Any = None) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    known = list(members)
    step(len(known))
    built(len(str(between)) * len(known) + sum(len(each) for each in known if isinstance(each, str)))
    return known, between, attribute


def _before_sum(members: Any, attribute: Any = None, start: Any = 0) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    if not isinstance(start, int | float | Fraction):
        fault = "sum is for numbers"
        raise SecurityError(fault)
    return members, attribute, start


def _before_indent(text: Any, width: Any = 4, *more: Any, **_named: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    _narrow(len(width) if isinstance(width, str) else width)
    return text, width, *more


def _before_parts(members: Any, count: Any, fill: Any = None) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    _narrow(count)
    return members, count, fill


def _before_round(number: Any, precision: Any = 0, method: Any = "common") -> tuple[Any, ...]:  # noqa: ANN401 - as above
    _narrow(abs(precision) + 1)
    return number, precision, method


def _narrow(width: Any) -> None:  # noqa: ANN401 - as above
    if not isinstance(width, int) or not 0 < width <= _WIDTH:
        fault = f"widths and numbers of parts are from 1 to {_WIDTH}"
        raise SecurityError(fault)


_BEFORE: dict[str, Callable[..., tuple[Any, ...]]] = {
    "replace": _before_replace,
    "join": _before_join,
    "sum": _before_sum,
    "indent": _before_indent,
    "round": _before_round,
    "batch": _before_parts,
    "slice": _before_parts,
}
_POSITIONAL = frozenset(_BEFORE) - {"indent"}
"""Their `before` has put every argument in its place."""
