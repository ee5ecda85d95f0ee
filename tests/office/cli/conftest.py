"""How is the program called from a test? As a shell would, within this process.

The commands are asked on SQLite in the gate; what they call is tested on both databases
in tests/ledger, tests/office/use_cases and tests/walks. EVERY_DATABASE=1 asks them on
PostgreSQL too, before a release.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from office.cli.main import run


class Said(NamedTuple):
    """What one call of the program came to."""

    code: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - whatever the document holds
        return json.loads(self.out)


Call = Callable[..., Said]


def settings_at(path: Path, url: str) -> Path:
    """Write a settings file that names this database."""
    path.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    return path


def program_at(settings: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    """Return the program as called with these settings."""

    def call(*arguments: str) -> Said:
        code = run(["--config", str(settings), *arguments])
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return call


_DATABASES = (
    ["sqlite", "postgresql"] if os.environ.get("EVERY_DATABASE") else ["sqlite"]
)


@pytest.fixture(params=_DATABASES)
def migrated_url(request: pytest.FixtureRequest) -> str:
    """An empty record with all tables."""
    url: str = request.getfixturevalue(f"migrated_{request.param}")
    return url


@pytest.fixture
def settings_file(tmp_path: Path, migrated_url: str) -> Path:
    """A settings file that names a database of the test's own, with its tables and
    without a row.
    """
    return settings_at(tmp_path / "yishiyibao.toml", migrated_url)


@pytest.fixture
def bare(settings_file: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    """The program before `init`; the tables are there already, so that not each test
    has to make them.
    """
    return program_at(settings_file, capfd)


@pytest.fixture
def nothing_yet(
    tmp_path: Path, engine_url: str, capfd: pytest.CaptureFixture[str]
) -> Call:
    """The program on a database that holds nothing, not even tables."""
    return program_at(settings_at(tmp_path / "yishiyibao.toml", engine_url), capfd)


@pytest.fixture
def call(bare: Call) -> Call:
    """The program after `init`."""
    assert bare("init").code == 0
    return bare


@pytest.fixture
def rehearsal(bare: Call) -> Call:
    """The program on a rehearsal that begins with the year 2026."""
    assert (
        bare("--now", "2026-01-01T08:00", "init", "--rehearsal", "--from", "all").code
        == 0
    )
    return bare
