"""What do the labelled letters say, and what should be read out of them?

`tests/letters/labelled/*.toml` was written by hand in the shapes in which offices
really send; `aside/` is the third that was put aside while the readers were built.
Labels are what a careful clerk would say.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[1] / "letters" / "labelled"
_STORIES = FOLDER / "stories.toml"
KINDS = frozenset(
    "docx txt txt-gbk rtf html wordml odt pdf encrypted zip png xlsx".split()  # noqa: SIM905 - read as words
)
STATES = frozenset({"recorded", "held", "set-aside", "sealed"})


class MislabelledError(Exception):
    """A labelled letter is not written as this folder's letters are."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"{place}: {what}; see the other letters of tests/letters/labelled"
        )


class Enclosed(NamedTuple):
    """A file of a letter: its name, what kind of file it is, and the text it holds."""

    name: str
    kind: str
    text: str = ""


class Passed(NamedTuple):
    """A mail that is attached to a letter."""

    sender: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """What a careful clerk reads out of a letter; several authors and phones are parted
    by `;`.
    """

    state: str
    unit: str = ""
    co_units: tuple[str, ...] = ()
    title: str = ""
    author: str = ""
    phone: str = ""
    category: str = ""
    proposals: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    """Only of what was read: the fields of which sender and office are told that they
    may be wrong.
    """
    follows: bool = False
    """Only of what was read: whether it is recorded as the continuation of an earlier
    item.
    """
    possible: bool = False
    """Only of what was set aside: whether the office is shown it as a possible
    report.
    """


@dataclass(frozen=True, slots=True)
class Labelled:
    """One letter as it is to be made, and its label; `trait` is the shape it stands
    for.
    """

    id: str
    trait: str
    sender: str
    subject: str
    label: Label
    from_name: str = ""
    charset: str = "utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    html: str = ""
    files: tuple[Enclosed, ...] = ()
    mail: Passed | None = None
    after: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The first half of the trait."""
        return self.trait.partition("/")[0]


@cache
def built_on(folder: Path = FOLDER) -> tuple[Labelled, ...]:
    """The letters that were looked at while the readers were built."""
    return _read(sorted(folder.glob("*.toml")))


@cache
def put_aside(folder: Path = FOLDER) -> tuple[Labelled, ...]:
    """The letters that were put aside."""
    return _read(sorted((folder / "aside").glob("*.toml")))


def _read(files: list[Path]) -> tuple[Labelled, ...]:
    found: list[Labelled] = []
    stories = tomllib.loads(_STORIES.read_text(encoding="utf-8"))
    for file in files:
        if file.name == _STORIES.name:
            continue
        table = tomllib.loads(_told(file.read_text(encoding="utf-8"), stories))
        found += [
            _labelled(f"{file.name}, letter {n}", row)
            for n, row in enumerate(table["letter"], 1)
        ]
    return tuple(found)


def _told(text: str, stories: Mapping[str, str]) -> str:
    """`text` with the shared stories in the place of their names."""
    for name, story in stories.items():
        text = text.replace(f"{{{name}}}", story)
    return text


def _labelled(place: str, row: dict[str, Any]) -> Labelled:
    expect, mail = row.pop("expect", None), row.pop("mail", None)
    try:
        label = Label(
            **{k: v for k, v in expect.items() if k not in {"co_units", "proposals"}},
            co_units=tuple(expect.get("co_units", ())),
            proposals=frozenset(expect.get("proposals", ())),
        )
        made = Labelled(
            sender=row.pop("from"),
            label=label,
            files=tuple(Enclosed(**file) for file in row.pop("files", ())),
            mail=Passed(mail["from"], mail["subject"], mail["text"]) if mail else None,
            after=tuple(row.pop("after", ())),
            **row,
        )
    except (TypeError, KeyError, AttributeError) as fault:
        raise MislabelledError(place, f"{type(fault).__name__} {fault}") from None
    if label.state not in STATES or not {file.kind for file in made.files} <= KINDS:
        raise MislabelledError(place, "an unknown state or kind of file")
    return made
