"""What does one table of a policy file hold, and is every key of it understood?

A `Datum` hands out each key, typed; `done` then refuses what nobody asked for. Which
keys an edition has is `edition`'s affair. Every fault is one line that names the file,
the key path and the way out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import TracebackType
from typing import NoReturn, Self, TypeVar

from ledger.faults import ToldError
from scoring.language.former import became_of

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


class PolicyError(ToldError, ValueError):
    """A policy file cannot be used; one line: file, line, key path, what is wrong, what
    is allowed.

    `of_names` tells that something is named which the file does not declare: where
    what would declare it is at fault itself, that is no fault of its own.
    """

    def __init__(
        self, source: str, where: str, what: str, *, of_names: bool = False
    ) -> None:
        super().__init__(f"{source}: {where}: {what}")
        self.source = source
        self.where = where
        self.what = what
        self.of_names = of_names


class SeveralPolicyError(PolicyError):
    """All that is wrong with a policy file, a line for each."""

    def __init__(self, faults: Sequence[PolicyError]) -> None:
        first = faults[0]
        super().__init__(first.source, first.where, first.what)
        self.args = ("\n".join(str(fault) for fault in faults),)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was noted while the tables of one file were read."""

    cited: dict[str, str] = field(default_factory=dict)
    """Table → what it cites, so that coverage and explanation can be told."""
    faults: list[PolicyError] = field(default_factory=list)


class Datum:
    """One table of the policy file `source`, found at the dotted key `path`.

    `article` is the citation it stands under, for a table without its own. As a context
    (`with row:`) it notes a fault among the `findings` of its file and goes on after it.
    """

    def __init__(
        self,
        source: str,
        path: str,
        table: object,
        article: str | None = None,
        findings: Findings | None = None,
    ) -> None:
        self.source = source
        self.path = path
        self.findings = Findings() if findings is None else findings
        if not isinstance(table, Mapping):
            self.refuse("is not a table; write key = value pairs under it")
        self._table: Mapping[str, object] = table
        self._asked: set[str] = set()
        self._article = article
        self._failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(fault, PolicyError):
            return False
        self._failed = True
        self.findings.faults.append(fault)
        return True

    def noted(self, read: Callable[[], Value], default: Value) -> Value:
        """What `read` gives; `default` where it finds a fault, which is noted."""
        try:
            return read()
        except PolicyError as fault:
            self.findings.faults.append(fault)
            return default

    def refuse(
        self, what: str, key: str | None = None, *, of_names: bool = False
    ) -> NoReturn:
        """PolicyError: something at `key` of this table is wrong."""
        where = ".".join(part for part in (self.path, key) if part)
        raise PolicyError(
            self.source, where or "top", what, of_names=of_names
        ) from None

    def has(self, key: str) -> bool:
        """Whether the optional `key` is written."""
        self._asked.add(key)
        return key in self._table

    def done(self) -> None:
        """Note each key that nobody asked for, unless the table was not read to its
        end.
        """
        if self._failed:
            return
        for key in self._table:
            if key in self._asked:
                continue
            became = became_of(self._path(key))
            what = f"unknown key; allowed: {', '.join(sorted(self._asked))}"
            fault = PolicyError(self.source, self._path(key), became or what)
            self.findings.faults.append(fault)

    # --- typed values

    def optional(self, key: str, read: Callable[[str], Value], default: Value) -> Value:
        """What `read`, one of the methods below, makes of `key`; `default` where it is
        not written.
        """
        return read(key) if self.has(key) else default

    def text(self, key: str) -> str:
        """The value of `key`, a text that is not blank."""
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse("must be a text in quotes", key)
        return value

    def texts(self, key: str, *, some: bool = False) -> tuple[str, ...]:
        """A list of texts without repetition; with `some`, of at least one."""
        value = self.raw(key)
        if not isinstance(value, list) or not all(
            isinstance(each, str) and each.strip() for each in value
        ):
            self.refuse('must be a list of texts, such as ["动态", "综合"]', key)
        if len(set(value)) != len(value):
            self.refuse("names something twice", key)
        if some and not value:
            self.refuse("names nothing; write at least one", key)
        return tuple(value)

    def points(self, key: str) -> Fraction:
        """The value of `key`, an exact number: 2, 0.5 or "1/3"."""
        value = self.raw(key)
        if isinstance(value, int | Decimal | str) and not isinstance(value, bool):
            with suppress(ValueError, ZeroDivisionError, OverflowError):
                return Fraction(value)
        return self.refuse('must be a number: 2, 0.5 or "1/3"', key)

    def not_negative(self, key: str, most: int | Fraction | None = None) -> Fraction:
        """An exact number, 0 or more, and no more than `most`."""
        value = self.points(key)
        if value < 0:
            self.refuse("must be 0 or more", key)
        if most is not None and value > most:
            self.refuse(f"must be {most} or less", key)
        return value

    def count(self, key: str) -> int:
        """The value of `key`, a whole number of 1 or more."""
        value = self.raw(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.refuse("must be a whole number, 1 or more", key)
        return value

    def flag(self, key: str) -> bool:
        """The value of `key`, true or false."""
        value = self.raw(key)
        if not isinstance(value, bool):
            self.refuse("must be true or false", key)
        return value

    def day(self, key: str) -> date:
        """The value of `key`, a date written without quotes."""
        value = self.raw(key)
        if type(value) is not date:
            self.refuse("must be a date such as 2021-03-19, without quotes", key)
        return value

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """One of a closed list of words."""
        value = self.raw(key)
        try:
            return kind(str(value))
        except ValueError:
            self.refuse(f"{value!r} is not known; allowed: {', '.join(kind)}", key)

    def one_of(self, key: str, names: tuple[str, ...]) -> str:
        """One of the names that the file itself declares."""
        value = self.text(key)
        if value not in names:
            self.refuse(
                f"{value!r} is not declared in this file; declared: {', '.join(names)}",
                key,
                of_names=True,
            )
        return value

    def some_of(self, key: str, names: tuple[str, ...]) -> frozenset[str]:
        """Several of the names that the file itself declares."""
        values = self.texts(key, some=True)
        stray = [value for value in values if value not in names]
        if stray:
            self.refuse(
                f"{stray[0]!r} is not declared in this file; declared: {', '.join(names)}",
                key,
                of_names=True,
            )
        return frozenset(values)

    # --- tables within

    def under(self, key: str) -> "Datum":
        """The table at `key`, which cites this table's article unless it cites its
        own.
        """
        return Datum(
            self.source, self._path(key), self.raw(key), self._article, self.findings
        )

    def table(
        self, key: str, read: Callable[["Datum"], Value], default: Value
    ) -> Value:
        """What `read` makes of the table at `key`, which must cite an article and hold
        nothing more; `default` where a fault is noted.
        """

        def found() -> Value:
            table = self.under(key)
            table.cite()
            value = read(table)
            table.done()
            return value

        return self.noted(found, default)

    def optional_table(
        self, key: str, read: Callable[["Datum"], Value], default: Value
    ) -> Value:
        """As `table`; `default` where there is no such table."""
        return self.table(key, read, default) if self.has(key) else default

    def names_of(self, key: str) -> tuple[str, ...]:
        """The keys of the table at `key`, which are names; none where there is no such
        table.
        """
        table = self._table.get(key)
        return tuple(table) if isinstance(table, Mapping) else ()

    def named(
        self, key: str, read: Callable[["Datum"], Value], default: Value
    ) -> Value:
        """What `read` makes of the table at `key`, whose keys are names; `default`
        where there is none, or a fault is noted.
        """
        if not self.has(key):
            return default
        return self.noted(lambda: read(self.under(key)), default)

    def each(self, key: str) -> Iterator["Datum"]:
        """The tables of the list at `key`; each must hold nothing more when the next is
        asked for, unless a fault of it was noted.
        """
        value = self.raw(key)
        if not isinstance(value, list):
            self.refuse("must be a list of tables", key)
        for number, each in enumerate(value, 1):
            table = Datum(
                self.source,
                f"{self._path(key)}[{number}]",
                each,
                self._article,
                self.findings,
            )
            yield table
            table.done()

    def each_named(self) -> Iterator[tuple[str, "Datum"]]:
        """As `each`, of a table whose keys are names: every name with its table."""
        for name in self.entries():
            table = self.under(name)
            yield name, table
            table.done()

    def entries(self) -> Iterator[str]:
        """The keys of a table whose keys are names, each to be asked for by the
        caller.
        """
        yield from self._table

    def cite(self) -> str:
        """The article this table rests on, its own or the one above, noted as cited.

        PolicyError when there is none.
        """
        if self.has("article"):
            self._article = self.text("article")
        if self._article is None:
            self.refuse(
                'cites no article; write article = "11(2)6" or the like', "article"
            )
        self.findings.cited[self.path] = self._article
        return self._article

    def raw(self, key: str) -> object:
        """The value at `key` as it stands; PolicyError when it is not written."""
        if not self.has(key):
            self.refuse(
                f"is missing; required beside: {', '.join(self._table) or 'nothing yet'}",
                key,
            )
        return self._table[key]

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
