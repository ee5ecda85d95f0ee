"""How is the program called from a test? As a shell would, within this process."""

from __future__ import annotations

import json
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


@pytest.fixture
def settings_file(tmp_path: Path, engine_url: str) -> Path:
    """A settings file that names an empty database of the test's own."""
    path = tmp_path / "yishiyibao.toml"
    path.write_text(f'[database]\nurl = "{engine_url}"\n', encoding="utf-8")
    return path


@pytest.fixture
def bare(settings_file: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    """The program on a database that holds nothing yet."""

    def call(*arguments: str) -> Said:
        code = run(["--config", str(settings_file), *arguments])
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return call


@pytest.fixture
def call(bare: Call) -> Call:
    """The program on a database that `init` made."""
    assert bare("init").code == 0
    return bare


@pytest.fixture
def rehearsal(bare: Call) -> Call:
    """The program on a rehearsal that begins with the year 2026."""
    assert bare("--now", "2026-01-01T08:00", "init", "--rehearsal", "--from", "all").code == 0
    return bare
