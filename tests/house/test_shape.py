"""Is every file made as a reader expects it?

How long it is, nobody checks here: docs/decisions/0027 says what replaced the limits of
size.
"""

import ast

from tests.house.measures import imports, longest_chain, places
from tests.house.source import ROOT, Module, dotted, listed, modules

MOST_IN_A_CHAIN = 17
"""Modules that stand one upon another: as many as when the rooms were redrawn
(docs/decisions/0028).
"""


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        module.at(1, "has no docstring")
        for module in [*modules(), *modules("tests")]
        if not _said(module)
    ]
    assert not silent, listed(
        silent, "begin the file with a docstring that says what it is for"
    )


def test_a_module_begins_with_the_question_it_answers() -> None:
    asking_nothing = []
    for module in modules():
        # A package shows the way to its modules, and a migration step states what it
        # changed.
        if module.path.name == "__init__.py" or "versions" in module.path.parts:
            continue
        first = _said(module).partition("\n\n")[0]
        if "?" not in first:
            asking_nothing.append(module.at(1, "its first paragraph holds no question"))
    assert not asking_nothing, listed(
        asking_nothing, "begin the docstring with the question the module answers"
    )


def test_a_package_file_holds_a_docstring_and_nothing_else() -> None:
    fuller = []
    for module in modules():
        if module.path.name == "__init__.py" and len(module.tree.body) != 1:
            fuller.append(module.at(1, f"holds {len(module.tree.body)} statements"))
    assert not fuller, listed(
        fuller,
        "one docstring is all a package file holds; move the code of __init__.py into a module with a name",
    )


def _said(module: Module) -> str:
    return ast.get_docstring(module.tree) or ""


def test_every_dataclass_is_frozen() -> None:
    soft = []
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.ClassDef):
                soft += [
                    module.at(node.lineno, f"{node.name} can be changed")
                    for decorator in node.decorator_list
                    if _dataclass(decorator) and not _frozen(decorator)
                ]
    assert not soft, listed(
        soft, "write @dataclass(frozen=True, slots=True); a change is a new value"
    )


def _dataclass(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(call).rpartition(".")[2] == "dataclass"


def _frozen(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call):
        return False
    given = {word.arg: word.value for word in decorator.keywords}
    return (
        isinstance(value := given.get("frozen"), ast.Constant) and value.value is True
    )


def test_nothing_is_nested_shared_or_told_by_position_that_a_reader_would_stumble_over() -> (
    None
):
    # What else `make house` measures is for a person to judge.
    judged = ("helper named once", "dense", "longest chain")
    stumbled = [place for place in places(modules()) if not place.startswith(judged)]
    assert not stumbled, listed(
        stumbled, "give a class a name of its own, a tuple's parts names, a loop lines"
    )


def test_no_chain_of_imports_is_so_long_that_a_reader_gets_lost_on_the_way() -> None:
    # Once in two weeks it grew from 17 to 20, a step at a time, because nobody saw it.
    chain = longest_chain(imports(modules()))
    assert len(chain) <= MOST_IN_A_CHAIN, listed(
        [f"{len(chain)} modules: {' > '.join(chain)}"],
        "where one needs only a word or a value of the next, put that where those below find it too",
    )


def test_nothing_is_left_unfinished() -> None:
    unfinished = []
    for module in modules():
        for node in module.nodes:
            # Only what is raised: to catch a library's is no sin.
            if isinstance(node, ast.Raise) and node.exc is not None:
                what = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                if dotted(what) == "NotImplementedError":
                    unfinished.append(
                        module.at(node.lineno, "raises NotImplementedError")
                    )
    assert not unfinished, listed(unfinished, "finish it, or leave it out")


def test_no_test_is_passed_over() -> None:
    words = {"skip", "skipif", "xfail", "importorskip"}
    passed_over = []
    for module in modules("tests"):
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and node.attr in words:
                name = dotted(node)
                if name.startswith("pytest."):
                    passed_over.append(module.at(node.lineno, name))
    assert not passed_over, listed(
        passed_over, "let the test run, or take it out; a missing server is a failure"
    )


def test_every_name_at_the_top_level_was_meant() -> None:
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert folders - {"tests"} == {
        "ingest",
        "scoring",
        "notify",
        "ledger",
        "office",
        "migrations",
    }
