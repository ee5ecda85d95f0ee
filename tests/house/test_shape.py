"""Is every file made as a reader expects it?

How long it is, nobody checks here: docs/decisions/0027 says what replaced the limits of size.
"""

import ast
from pathlib import Path

import pytest

from tests.house.source import Module, dotted, modules

SHIPPED = modules()
TESTS = modules("tests")


@pytest.mark.parametrize("module", [*SHIPPED, *TESTS], ids=str)
def test_every_module_says_what_it_is_for(module: Module) -> None:
    assert ast.get_docstring(module.tree)


@pytest.mark.parametrize("module", [m for m in SHIPPED if m.path.name != "__init__.py"], ids=str)
def test_a_module_begins_with_the_question_it_answers(module: Module) -> None:
    # A migration step states what it changed.
    if "versions" not in module.path.parts:
        first = (ast.get_docstring(module.tree) or "").partition("\n\n")[0]
        assert "?" in first


@pytest.mark.parametrize("module", [m for m in SHIPPED if m.path.name == "__init__.py"], ids=str)
def test_a_package_file_holds_a_docstring_and_nothing_else(module: Module) -> None:
    assert len(module.tree.body) == 1


@pytest.mark.parametrize("module", SHIPPED, ids=str)
def test_every_dataclass_is_frozen(module: Module) -> None:
    classes = [node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    soft = [c.name for c in classes for d in c.decorator_list if _dataclass(d) and not _frozen(d)]
    assert soft == []


def _dataclass(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(call).rpartition(".")[2] == "dataclass"


def _frozen(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call):
        return False
    given = {word.arg: word.value for word in decorator.keywords}
    return isinstance(value := given.get("frozen"), ast.Constant) and value.value is True


@pytest.mark.parametrize("module", SHIPPED, ids=str)
def test_nothing_is_left_unfinished(module: Module) -> None:
    # To catch a library's is no sin.
    raised = (
        node.exc for node in ast.walk(module.tree) if isinstance(node, ast.Raise) and node.exc is not None
    )
    names = {dotted(what.func if isinstance(what, ast.Call) else what) for what in raised}
    assert "NotImplementedError" not in names


@pytest.mark.parametrize("module", TESTS, ids=str)
def test_no_test_is_passed_over(module: Module) -> None:
    names = {dotted(node) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
    passed_over = {"skip", "skipif", "xfail", "importorskip"}
    assert {
        name for name in names if name.startswith("pytest.") and name.rpartition(".")[2] in passed_over
    } == set()


def test_every_name_at_the_top_level_was_meant() -> None:
    here = Path(__file__).parents[2]
    folders = {p.name for p in here.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert folders - {"tests"} == {"ingest", "scoring", "notify", "ledger", "office", "migrations"}
