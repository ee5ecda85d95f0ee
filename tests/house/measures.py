"""How does the code read, in figures, beside programs whose code is a pleasure to read?

`make house` prints the table; `python -m tests.house.measures FOLDER …` measures other
Python sources the same way. The figures are guides, not limits: docs/decisions/0027
says why. Tests are left out everywhere.
"""

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from tests.house.source import Module, functions, modules, read_module

LEFT_OUT = {
    "tests",
    "test",
    "docs",
    "examples",
    "migrations",
    "build",
    "node_modules",
    ".venv",
    "contrib",
}
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DECISIONS = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.match_case,
)
SHORT_FILE = 45
# More than these many ways, and more than these many for each hundred lines, is worth a
# second look.
DENSE_WAYS = 8
DENSE = 45

MEASURED = ("before", "fava", "healthchecks", "httpx", "sqlite-utils")
"""Ours before it was refurnished, and the models, by this very script on 2026-11-30."""
THEN: dict[str, tuple[str, ...]] = {
    "files": ("398", "61", "223", "23", "9"),
    "lines": ("43564", "10749", "16775", "8827", "11064"),
    "statements": ("22582", "4698", "8701", "3145", "3996"),
    "functions, median / p90 / max lines": (
        "6 / 16 / 43",
        "5 / 26 / 142",
        "8 / 32 / 181",
        "9 / 34 / 133",
        "13 / 76 / 482",
    ),
    "files, median / p90 / max lines": (
        "96 / 217 / 382",
        "127 / 408 / 938",
        "32 / 133 / 1584",
        "248 / 1023 / 2019",
        "76 / 5547 / 5547",
    ),
    "complexity per 100 lines of functions": ("45", "22", "22", "20", "23"),
    "comprehensions per 100 lines": ("4.0", "1.0", "0.2", "0.6", "2.2"),
    "private helpers named once, % of functions": ("27", "4", "1", "5", "8"),
    "classes that share a name": (
        "124 of 590",
        "6 of 220",
        "38 of 239",
        "0 of 87",
        "0 of 36",
    ),
    "anonymous tuple parameters": ("36", "0", "0", "12", "0"),
    "comment lines, %": ("0.2", "1.3", "4.3", "3.9", "3.2"),
    "depth of imports": ("27", "11", "7", "9", "5"),
    "files with one importer / of them short": (
        "99 / 14",
        "21 / 3",
        "55 / 30",
        "5 / 1",
        "5 / 2",
    ),
}
AIMS = {
    "statements": "fewer",
    "complexity per 100 lines of functions": "< 30",
    "private helpers named once, % of functions": "< 12",
    "classes that share a name": "0",
    "anonymous tuple parameters": "0",
    "depth of imports": "< 18",
    "files": "~ 300",
}


def program_in(folder: Path) -> list[Module]:
    """Read another program's package, tests left out; its modules import each other by
    the folder's name.
    """
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if not LEFT_OUT.intersection(parts) and not path.name.startswith("test_"):
            found.append(read_module(path, folder.parent))
    return found


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function takes, from `def` to its last."""
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def complexity(tree: ast.AST) -> int:
    """Count the ways through the functions of `tree`: McCabe's number, boolean
    operators counted as well.
    """
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS + DECISIONS):
            count += 1
        elif isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
    return count


def outermost(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions that stand in no other function, so that no line is counted
    twice.
    """
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, FUNCTIONS):
            yield node
        else:
            waiting.extend(ast.iter_child_nodes(node))


def one_use_helpers(house: list[Module]) -> list[str]:
    """Name the private functions that the file they stand in names only once."""
    found = []
    for module in house:
        named = Counter[str]()
        for node in module.nodes:
            if isinstance(node, ast.Name):
                named[node.id] += 1
            elif isinstance(node, ast.Attribute):
                named[node.attr] += 1
        for function in functions(module.tree):
            name = function.name
            if (
                name.startswith("_")
                and not name.startswith("__")
                and not function.decorator_list
                and named[name] == 1
            ):
                found.append(f"{module.name}.{name}")
    return found


def shared_class_names(house: list[Module]) -> list[str]:
    """Name the classes whose name another class of the same house bears too."""
    places: dict[str, list[str]] = {}
    for module in house:
        for node in module.nodes:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(f"{module.name}.{node.name}")
    return [
        place for several in places.values() if len(several) > 1 for place in several
    ]


def tuple_parameters(house: list[Module]) -> list[str]:
    """Name the parameters that take a tuple of unlike things: values a reader must know
    by position.
    """
    found = []
    for module in house:
        for function in functions(module.tree):
            arguments = function.args
            for argument in [
                *arguments.posonlyargs,
                *arguments.args,
                *arguments.kwonlyargs,
            ]:
                if argument.annotation is not None and _has_fixed_tuple(
                    argument.annotation
                ):
                    found.append(f"{module.name}.{function.name}({argument.arg})")
    return found


def _has_fixed_tuple(annotation: ast.expr) -> bool:
    for node in ast.walk(annotation):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) in {
            "tuple",
            "Tuple",
            "typing.Tuple",
        }:
            inside = node.slice
            if isinstance(inside, ast.Tuple) and ast.unparse(inside.elts[-1]) != "...":
                return True
    return False


def comment_lines(module: Module) -> int:
    """Count the lines that hold nothing but a comment."""
    count = 0
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT and token.line.strip().startswith("#"):
            count += 1
    return count


def statements(house: list[Module]) -> int:
    """Count the statements, docstrings left out."""
    count = 0
    for module in house:
        for node in module.nodes:
            if isinstance(node, ast.stmt) and not _is_docstring(node):
                count += 1
    return count


def _is_docstring(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant):
        return False
    return isinstance(node.value.value, str)


def imports(house: list[Module]) -> dict[str, set[str]]:
    """Return module → the modules of the same house that it imports when it is
    loaded.
    """
    known = {module.name for module in house}
    graph: dict[str, set[str]] = {}
    for module in house:
        graph[module.name] = set()
        for node in module.tree.body:
            for name in _imported(node, module.name):
                target = name if name in known else name.rpartition(".")[0]
                if target in known and target != module.name:
                    graph[module.name].add(target)
    return graph


def _imported(node: ast.stmt, here: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        if node.level:
            above = here.split(".")[: -node.level]
            module = ".".join([*above, module]).strip(".")
        return [f"{module}.{alias.name}" for alias in node.names]
    return []


def longest_chain(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules that stand one upon another in the longest chain of imports,
    the highest first.

    Of several that are as long, the first in the alphabet; a module in a cycle counts
    once.
    """
    chains: dict[str, list[str]] = {}

    def chain_from(module: str, above: frozenset[str]) -> list[str]:
        if module in above:
            return []
        if module not in chains:
            below = [
                chain_from(other, above | {module}) for other in sorted(graph[module])
            ]
            chains[module] = [module, *max(below, key=len, default=[])]
        return chains[module]

    return max((chain_from(module, frozenset()) for module in sorted(graph)), key=len)


def measure(house: list[Module]) -> dict[str, str]:
    """Return every measure of a house, in words for the table."""
    everyone = [function for module in house for function in functions(module.tree)]
    outer = [function for module in house for function in outermost(module)]
    lines_of_functions = sum(length(function) for function in outer)
    lines = sum(module.lines for module in house)
    ways = sum(complexity(function) for function in outer)
    nodes = [node for module in house for node in module.nodes]
    classes = sum(isinstance(node, ast.ClassDef) for node in nodes)
    comprehensions = sum(isinstance(node, COMPREHENSIONS) for node in nodes)
    graph = imports(house)
    importers = Counter(target for targets in graph.values() for target in targets)
    single = [module for module in house if importers[module.name] == 1]
    named_once = len(one_use_helpers(house))
    short = sum(module.lines < SHORT_FILE for module in single)
    return {
        "files": str(len(house)),
        "lines": str(lines),
        "statements": str(statements(house)),
        "functions, median / p90 / max lines": spread(
            [length(function) for function in everyone]
        ),
        "files, median / p90 / max lines": spread([module.lines for module in house]),
        "complexity per 100 lines of functions": f"{100 * ways / lines_of_functions:.0f}",
        "comprehensions per 100 lines": f"{100 * comprehensions / lines:.1f}",
        "private helpers named once, % of functions": f"{100 * named_once / len(everyone):.0f}",
        "classes that share a name": f"{len(shared_class_names(house))} of {classes}",
        "anonymous tuple parameters": str(len(tuple_parameters(house))),
        "comment lines, %": f"{100 * sum(map(comment_lines, house)) / lines:.1f}",
        "depth of imports": str(len(longest_chain(graph))),
        "files with one importer / of them short": f"{len(single)} / {short}",
    }


def spread(sizes: list[int]) -> str:
    """Return median, 90th percentile and maximum."""
    return f"{median(sizes):.0f} / {quantiles(sizes, n=10)[-1]:.0f} / {max(sizes)}"


def places(house: list[Module]) -> Iterator[str]:
    """Yield what a reader of the code would stumble over, place by place."""
    chain = longest_chain(imports(house))
    yield f"longest chain of imports: {' > '.join(chain)}, {len(chain)} modules"
    yield from (f"helper named once: {name}" for name in one_use_helpers(house))
    yield from (f"class name used again: {name}" for name in shared_class_names(house))
    yield from (f"anonymous tuple: {name}" for name in tuple_parameters(house))
    for module in house:
        for function in outermost(module):
            yield from _nested(module, function)
            ways, lines = complexity(function), length(function)
            if ways >= DENSE_WAYS and 100 * ways / lines > DENSE:
                yield f"dense: {module.name}.{function.name}, {ways} ways in {lines} lines"


def _nested(
    module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[str]:
    """Yield the comprehensions that stand in comprehensions, and the conditionals in
    conditionals.
    """
    kinds = {"comprehension": COMPREHENSIONS, "conditional": (ast.IfExp,)}
    for node in ast.walk(function):
        for name, kind in kinds.items():
            if not isinstance(node, kind):
                continue
            if sum(isinstance(child, kind) for child in ast.walk(node)) > 1:
                yield f"{name} in a {name}: {module.name}.{function.name}, line {node.lineno}"


def main(arguments: list[str]) -> None:
    """Print the table, or with `--places [PREFIX]` the places; other arguments name
    folders to measure.
    """
    if arguments[:1] == ["--places"]:
        prefix = arguments[1] if len(arguments) > 1 else ""
        for place in places(modules()):
            if place.partition(": ")[2].startswith(prefix):
                print(place)
        return
    if arguments:
        rows = [measure(program_in(Path(folder).resolve())) for folder in arguments]
        heads = [Path(folder).name for folder in arguments]
        table = {name: [row[name] for row in rows] for name in rows[0]}
    else:
        heads = ["now", "aim", *MEASURED]
        table = {
            name: [now, AIMS.get(name, ""), *THEN[name]]
            for name, now in measure(modules()).items()
        }
    print(" " * 44, *(f"{head:>16}" for head in heads))
    for name, figures in table.items():
        print(f"{name:44}", *(f"{figure:>16}" for figure in figures))


if __name__ == "__main__":
    main(sys.argv[1:])
