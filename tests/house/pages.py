"""Which parts of the documents are made from the source, and what do they say?

The rooms of docs/architecture.md, the commands of docs/operations.md and the sentences
of docs/policy.md, and in which file a test that is cited lives. Run `python -m
tests.house.pages` after one came, went, moved or changed its words; `test_docs` holds
the pages to the source.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache

import click

from office.cli.main import program
from tests.house.sentences import side_by_side
from tests.house.source import PACKAGES, ROOT, Module, functions, modules

TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")


def rooms() -> str:
    """Return the rooms of every package, each with its question, as Markdown."""
    return "\n\n".join(
        f"### {package}\n\n| Room | Question |\n|---|---|\n" + "\n".join(_rows(package))
        for package in PACKAGES
    )


def commands() -> str:
    """Return every command of the command line with its first sentences, as
    Markdown.
    """
    rows = (
        f"| `{_usage(name, command)}` | {_first(command.help)} |"
        for name, command in every_command()
    )
    return "| Command | |\n|---|---|\n" + "\n".join(rows)


GENERATED: dict[str, tuple[str, Callable[[], str]]] = {
    "docs/architecture.md": ("rooms", rooms),
    "docs/operations.md": ("commands", commands),
    "docs/policy.md": ("sentences", side_by_side),
}
"""Page → the name of its part between the marks, and what makes it."""


def every_command(
    group: click.Group = program, before: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Yield ("units import", command) and its like, in order."""
    for name in sorted(group.list_commands(click.Context(group))):
        command = group.get_command(click.Context(group), name)
        assert command is not None, f"{name} is listed but not there"
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield " ".join((*before, name)), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*before, name))


def renewed(page: str) -> str:
    """Return the text of a page with its part as it should be."""
    name, make = GENERATED[page]
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = (ROOT / page).read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    return _brought_home(f"{before}{begin}\n\n{make()}\n\n{end}{after}")


@cache
def homes_of_tests() -> dict[str, list[str]]:
    """Return in which files a test of each name lives."""
    homes: dict[str, list[str]] = {}
    for module in modules("tests"):
        for function in functions(module.tree):
            homes.setdefault(function.name, []).append(str(module.path))
    return homes


def _brought_home(text: str) -> str:
    """Mend the path of every test that moved; one whose name is gone or doubled is left
    for a person.
    """
    homes = homes_of_tests()

    def mended(found: re.Match[str]) -> str:
        path, name = found.groups()
        places = homes.get(name, [])
        return f"{places[0] if len(places) == 1 else path}::{name}"

    return TEST.sub(mended, text)


def _rows(package: str) -> Iterator[str]:
    for module in modules():
        parts = module.path.parts
        if parts[0] == package and _is_room(parts[1:]):
            yield f"| `{'/'.join(parts).removesuffix('__init__.py')}` | {_question(module)} |"


def _is_room(inside: tuple[str, ...]) -> bool:
    """Say whether this is a file of the package's own, or the first page of a folder of
    it.
    """
    if len(inside) == 1:
        return inside[0] != "__init__.py"
    return len(inside) == 2 and inside[1] == "__init__.py"


def _question(module: Module) -> str:
    return _first(ast.get_docstring(module.tree))


def _first(text: str | None) -> str:
    return " ".join((text or "").partition("\n\n")[0].split()).replace("|", "\\|")


def _usage(name: str, command: click.Command) -> str:
    names = [
        p.human_readable_name for p in command.params if isinstance(p, click.Argument)
    ]
    return " ".join([name, *(given.upper() for given in names)])


if __name__ == "__main__":
    for page in GENERATED:
        (ROOT / page).write_text(renewed(page), encoding="utf-8")
