"""Which rooms may know the time, the machine and the network? The few named here; all
others are pure.

The directions of imports between rooms are held by the import contracts in
pyproject.toml.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT, Module, dotted, imported, listed, modules

# Adapters and shells of the three business packages. Whatever is not named is pure,
# tomorrow's modules too.
SPEAKS_TO_THE_WORLD = {
    "ingest": "intake letter mailbox poll",
    "scoring": "close language.editions",
    "notify": (
        "bounds compose delivery.couriers delivery.dispatch delivery.smtp document efficiency spreadsheet"
        " workbook"
    ),
}
# In the ledger it is the other way round: values are pure, all the rest are queries.
# The office is neither.
PURE = {
    "ledger": "entries faults measures notice outbox.outcomes periods refusals rulebook scoresheet standing width",
    "ingest": (
        "letter.charset letter.label_words letter.quotation letter.subject letter.subject_parts letter.thread"
        " names people screening similar triage"
    ),
    "scoring": "language.edition kinds layout quota score",
    "notify": "circular reminders",
}
# The one foreign library a pure room speaks: it computes, and nothing else.
FOREIGN = {"ingest.names.naming": {"rapidfuzz"}}
OURS = {"ingest", "scoring", "notify", "ledger", "office", "migrations"}
FORBIDDEN = """
    asyncio concurrent ctypes ftplib getpass glob http imaplib importlib locale logging mailbox mmap
    multiprocessing os pathlib pickle platform poplib pwd random runpy sched secrets select
    selectors shutil signal smtplib socket socketserver sqlite3 ssl subprocess sys tempfile
    threading time webbrowser
"""
TOUCHES_FILES = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "input",
    "print",
}
# Anything that answers "what time is it?" without having been told.
CLOCKS = {
    *(
        f"{owner}.{method}"
        for owner in ("datetime", "date", "datetime.datetime")
        for method in ("now", "today", "utcnow")
    ),
    *(
        f"time.{name}"
        for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")
    ),
    *(
        "func.now",
        "func.current_timestamp",
        "func.current_date",
        "sa.func.now",
        "sa.func.current_timestamp",
    ),
    *("utils.localtime", "email.utils.localtime"),
}
ENVIRONMENT = {"os.environ", "os.getenv", "os.environb"}
CLOCK = Path("office/service/clock.py")
SETTINGS = Path("office/settings")


def _pure(module: str) -> bool:
    """Say whether a module, or what is imported from one, belongs to a pure room."""
    package, _, rest = module.partition(".")
    if package == "ledger" or _in_one_of(rest, PURE.get(package, "")):
        return _in_one_of(rest, PURE[package])
    known = bool(rest) and package in SPEAKS_TO_THE_WORLD
    return known and not _in_one_of(rest, SPEAKS_TO_THE_WORLD[package])


def _in_one_of(rest: str, rooms: str) -> bool:
    return any(f"{rest}.".startswith(f"{room}.") for room in rooms.split())


def _pure_modules() -> list[Module]:
    return [module for module in modules() if _pure(module.name)]


def test_every_pure_room_of_the_plan_stands() -> None:
    gone = []
    for package, names in PURE.items():
        for name in names.split():
            path = ROOT / package / Path(*name.split("."))
            if not path.with_suffix(".py").exists() and not path.is_dir():
                gone.append(f"{package}.{name} is neither a file nor a folder")
    assert not gone, listed(gone, "name the room in PURE, above, as it is called now")


def _unwanted_imports(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for name in imported(node):
                if fault := _unwanted(module, name):
                    yield module.at(node.lineno, f"imports {name}{fault}")


def _unwanted(module: Module, name: str) -> str:
    """Say what is wrong with a pure module's import of `name`; nothing if it may."""
    top = name.partition(".")[0]
    if top in OURS:
        return "" if _pure(name) else ", which is not pure"
    if top in FORBIDDEN.split():
        return ", which reaches outside"
    if top in sys.stdlib_module_names or top in FOREIGN.get(module.name, ()):
        return ""
    return ", a foreign library"


def test_a_pure_module_imports_nothing_that_reaches_outside() -> None:
    reaching = [
        fault for module in _pure_modules() for fault in _unwanted_imports(module)
    ]
    assert not reaching, listed(
        reaching,
        "hand the value in as a parameter, or name the room in SPEAKS_TO_THE_WORLD if it is a shell",
    )


def test_a_pure_module_opens_no_file_and_prints_nothing() -> None:
    touching = [
        module.at(node.lineno, f"calls {dotted(node.func)}")
        for module in _pure_modules()
        for node in module.nodes
        if isinstance(node, ast.Call) and _last(node) in TOUCHES_FILES
    ]
    assert not touching, listed(
        touching, "let the shell read or write, and hand the value in or out"
    )


def _last(call: ast.Call) -> str:
    return dotted(call.func).rpartition(".")[2]


def _clocks(module: Module) -> Iterator[str]:
    """Look at every name, not only at calls: a clock handed on uncalled is a clock
    too.
    """
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS:
            yield module.at(node.lineno, dotted(node))
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            for alias in node.names:
                if f"time.{alias.name}" in CLOCKS:
                    yield module.at(node.lineno, f"time.{alias.name}")
        if isinstance(node, ast.Call) and _last(node) == "formatdate" and not node.args:
            yield module.at(node.lineno, "formatdate() of this moment")


def test_there_is_one_wall_clock_in_the_house() -> None:
    found = [
        clock
        for module in modules()
        if module.path != CLOCK
        for clock in _clocks(module)
    ]
    assert not found, listed(
        found, f"take `now` or `today` as a parameter; only {CLOCK} asks the time"
    )


def test_only_the_settings_read_the_environment() -> None:
    reading = []
    for module in modules():
        if SETTINGS in (module.path.with_suffix(""), *module.path.parents):
            continue
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and dotted(node) in ENVIRONMENT:
                reading.append(module.at(node.lineno, dotted(node)))
    assert not reading, listed(
        reading, f"read it in {SETTINGS}/, and hand the setting on"
    )


def test_nothing_runs_at_import() -> None:
    running = []
    for module in modules():
        # Alembic does not import env.py and the steps: it runs them.
        if module.path.parts[0] == "migrations":
            continue
        for node in module.tree.body:
            called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
            if called or isinstance(node, (ast.For, ast.While, ast.With)):
                running.append(
                    module.at(node.lineno, "runs when the module is imported")
                )
    assert not running, listed(running, "put it into a function that somebody calls")
