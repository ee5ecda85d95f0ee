"""What does the house's own source say? Its modules as syntax trees, for the tests
beside this file.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("ingest", "scoring", "notify", "ledger", "office", "migrations")


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the top, its dotted name, its text, its tree and
    all nodes of that.
    """

    path: Path
    name: str
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return self.text.count("\n")

    def at(self, line: int, what: str) -> str:
        """Return "path:line: what", as editors jump to it."""
        return f"{self.path}:{line}: {what}"

    def __str__(self) -> str:
        return str(self.path)


@cache
def modules(*folders: str) -> list[Module]:
    """Return the modules under `folders`, by default all that is shipped, in order."""
    found = (
        path for folder in folders or PACKAGES for path in (ROOT / folder).rglob("*.py")
    )
    read = [read_module(path) for path in sorted(found)]
    assert read, "a loop over no file would prove nothing"
    return read


@cache
def read_module(path: Path, top: Path = ROOT) -> Module:
    """Read one file, once; its dotted name begins below `top`, from where the program's
    imports name it.
    """
    here = path.relative_to(top)
    parts = here.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    return Module(here, name, text, tree, tuple(ast.walk(tree)))


def listed(offenders: Iterable[str], mend: str) -> str:
    """Return what a failing test of the house says: every offender, a line each, and
    how to mend them.
    """
    return "\n".join([*offenders, f"To mend: {mend}"])


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for an attribute chain, with a blank first part if it hangs on a
    call or the like.
    """
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=owner, attr=name):
            return f"{dotted(owner)}.{name}"
        case _:
            return ""


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield every module the tree imports; `from a import b` yields `a.b`, for b may be
    a module.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method, however deep."""
    yield from (
        n
        for n in ast.walk(tree)
        if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
