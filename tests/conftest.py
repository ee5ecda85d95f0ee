"""Which servers may a test ask for, which tests need none, and which examples does
Hypothesis try?

The fixtures stand in tests/fixtures/, one file per server.
"""

import gc

import pytest
from hypothesis import is_hypothesis_test, settings

from tests.fixtures.examples import PROFILE, examples

pytest_plugins = [
    "tests.fixtures.authority",
    "tests.fixtures.browser",
    "tests.fixtures.databases",
    "tests.fixtures.imap",
    "tests.fixtures.smtp",
]

# The gate tries the same examples in every run, and no example fails for being slow on
# a busy machine: a change lands or not by what it does, never by chance.
# HYPOTHESIS_PROFILE=search looks for new examples.
settings.register_profile("gate", derandomize=True, deadline=None)
# While at work (`make quick`) a tenth of them has to do.
settings.register_profile(
    "quick", derandomize=True, deadline=None, max_examples=examples(100)
)
settings.register_profile(
    "search", deadline=None, print_blob=True, max_examples=examples(100)
)
settings.load_profile(PROFILE)

WORLD = {
    "chromium",
    "cluster",
    "dovecot",
    "smtp_server",
    "tmp_path",
    "tmp_path_factory",
}
"""The fixtures that start a program of their own, or lend a place on the disk (so does
SQLite).
"""
STARTING = {
    "subprocess",
    "socket",
    "ingest.intake.reader",
    "tests.fixtures.office_suite",
    "tests.fixtures.scripted_imap",
}
"""What a file imports that starts a program itself, or speaks to one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the `law`s, and as `quick` what is of values alone and not `long`; put the
    long ones first.
    """
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        if not _touches_the_world(item) and item.get_closest_marker("long") is None:
            item.add_marker("quick")
        if is_hypothesis_test(item.obj):
            item.add_marker("law")
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not
    look through it.
    """
    gc.collect()
    gc.freeze()


def _touches_the_world(item: pytest.Function) -> bool:
    """Say whether a test needs more than values: by its fixtures, its database, or what
    its file imports.
    """
    if WORLD.intersection(item.fixturenames):
        return True
    if hasattr(item, "callspec") and {"postgresql", "sqlite"}.intersection(
        map(str, item.callspec.params.values())
    ):
        return True
    return any(_home(each) in STARTING for each in vars(item.module).values())


def _home(imported: object) -> str:
    """Return the module that something comes from; of a module, its own name."""
    return str(
        getattr(imported, "__module__", None) or getattr(imported, "__name__", "")
    )
