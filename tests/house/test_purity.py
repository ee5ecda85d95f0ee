"""Which rooms may know the time, the machine and the network? The few named here; all others are pure.

The directions of imports between rooms are held by the import contracts in pyproject.toml.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import Module, dotted, imported, modules

# Adapters and shells of the three business packages. Whatever is not named is pure, tomorrow's modules too.
SPEAKS_TO_THE_WORLD = {
    "ingest": "attachment intake letter mailbox poll provider providers reader",
    "scoring": "close language.shelf",
    "notify": "bounds compose delivery.couriers delivery.dispatch delivery.smtp document workbook",
}
# In the ledger it is the other way round: values are pure, all the rest are queries. The office is neither.
PURE = {
    "ledger": "dues entries faults grants notice outbox.outcomes periods refusals rulebook scoresheet "
    "standing",
    "ingest": "byline category charset likeness memory naming refusal returned robots seal subject thread "
    "triage trust",
    "scoring": "language.edition kinds quota rank score",
    "notify": "circular reminders",
}
# The one foreign library a pure room speaks: it computes, and nothing else.
FOREIGN = {"ingest.names.naming": {"rapidfuzz"}, "ingest.similar.likeness": {"rapidfuzz"}}
OURS = {"ingest", "scoring", "notify", "ledger", "office", "migrations"}
FORBIDDEN = """
    asyncio concurrent ctypes ftplib getpass glob http imaplib importlib locale logging mailbox mmap
    multiprocessing os pathlib pickle platform poplib pwd random runpy sched secrets select
    selectors shutil signal smtplib socket socketserver sqlite3 ssl subprocess sys tempfile
    threading time webbrowser
"""
TOUCHES_FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "input", "print"}
# Anything that answers "what time is it?" without having been told.
CLOCKS = {
    *(
        f"{owner}.{method}"
        for owner in ("datetime", "date", "datetime.datetime")
        for method in ("now", "today", "utcnow")
    ),
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")),
    *("func.now", "func.current_timestamp", "func.current_date", "sa.func.now", "sa.func.current_timestamp"),
    *("utils.localtime", "email.utils.localtime"),
}
CLOCK = Path("office/service/clock.py")
SETTINGS = Path("office/settings")


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _pure(module: str) -> bool:
    """Say whether a module, or what is imported from one, belongs to a pure room."""
    package, _, rest = module.partition(".")
    if package == "ledger":
        return _in_one_of(rest, PURE[package])
    known = bool(rest) and package in SPEAKS_TO_THE_WORLD
    return known and not _in_one_of(rest, SPEAKS_TO_THE_WORLD[package])


def _in_one_of(rest: str, rooms: str) -> bool:
    return any(f"{rest}.".startswith(f"{room}.") for room in rooms.split())


PURE_MODULES = [module for module in modules() if _pure(module.name)]


@pytest.mark.parametrize(
    "room", [f"{package}.{name}" for package, names in PURE.items() for name in names.split()]
)
def test_every_pure_room_of_the_plan_stands(room: str) -> None:
    path = Path(*room.split("."))
    assert path.with_suffix(".py").exists() or path.is_dir()


def _unwanted_imports(module: Module) -> Iterator[str]:
    for name in imported(module.tree):
        top = name.partition(".")[0]
        if top in OURS:
            if not _pure(name):
                yield f"{name}, which is not pure"
        elif top in FORBIDDEN.split():
            yield name
        elif top not in sys.stdlib_module_names and top not in FOREIGN.get(_room(module.name), ()):
            yield f"{name}, a foreign library"


@pytest.mark.parametrize("module", PURE_MODULES, ids=str)
def test_a_pure_module_imports_nothing_that_reaches_outside(module: Module) -> None:
    assert list(_unwanted_imports(module)) == []


@pytest.mark.parametrize("module", PURE_MODULES, ids=str)
def test_a_pure_module_opens_no_file_and_prints_nothing(module: Module) -> None:
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    found = [f"line {call.lineno}: {dotted(call.func)}" for call in calls if _last(call) in TOUCHES_FILES]
    assert found == []


def _last(call: ast.Call) -> str:
    return dotted(call.func).rpartition(".")[2]


def _clocks(module: Module) -> Iterator[str]:
    """Look at every name, not only at calls: a clock handed on uncalled is a clock too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS:
            yield f"line {node.lineno}: {dotted(node)}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (
                f"line {node.lineno}: time.{a.name}" for a in node.names if f"time.{a.name}" in CLOCKS
            )
        if isinstance(node, ast.Call) and _last(node) == "formatdate" and not node.args:
            yield f"line {node.lineno}: formatdate() of this moment"


@pytest.mark.parametrize("module", modules(), ids=str)
def test_there_is_one_wall_clock_in_the_house(module: Module) -> None:
    if module.path != CLOCK:
        assert list(_clocks(module)) == []


@pytest.mark.parametrize("module", modules(), ids=str)
def test_only_the_settings_read_the_environment(module: Module) -> None:
    if SETTINGS not in (module.path.with_suffix(""), *module.path.parents):
        names = {dotted(node) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
        assert names.isdisjoint({"os.environ", "os.getenv", "os.environb"})


@pytest.mark.parametrize("module", modules(), ids=str)
def test_nothing_runs_at_import(module: Module) -> None:
    # Alembic does not import env.py and the steps: it runs them.
    if module.path.parts[0] == "migrations":
        return
    running = [
        node for node in module.tree.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    loops = [node for node in module.tree.body if isinstance(node, (ast.For, ast.While, ast.With))]
    assert [f"line {node.lineno}" for node in [*running, *loops]] == []
