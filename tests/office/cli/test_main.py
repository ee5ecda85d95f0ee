"""Is every fault one line, with the exit code that docs/operations.md promises?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import mailbox_entries
from ledger.database import open_database
from ledger.mailbox_entries import ReadPosition
from office.cli.main import run
from tests.office.cli.conftest import Call


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["bogus"], "No such command 'bogus'; see `yishiyibao --help`"),
        (
            ["units", "import"],
            "Missing argument 'FILE'; see `yishiyibao units import --help`",
        ),
        (
            ["--now", "soon", "units", "list"],
            "'soon' is no moment; write 2026-03-31T09:00",
        ),
        (
            ["--config", "absent.toml", "units", "list"],
            "absent.toml: no such settings file; write one with",
        ),
        (
            ["init", "--from", "soon"],
            "init --from: 'soon' is no day; write 2026-03-31, now or all",
        ),
    ],
)
def test_what_cannot_start_is_one_line_and_exit_2(
    arguments: list[str], what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capfd.readouterr()
    assert what in err
    assert (out, err.count("\n")) == ("", 1)


def test_a_database_that_holds_nothing_says_how_to_make_it(nothing_yet: Call) -> None:
    said = nothing_yet("units", "list")
    assert (said.code, said.out) == (2, "")
    assert "make it with `yishiyibao init`" in said.err


def test_a_password_in_the_databases_url_is_not_shown(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "yishiyibao.toml"
    path.write_text(
        '[database]\nurl = "postgresql://me:geheim@127.0.0.1:1/none"\n',
        encoding="utf-8",
    )
    assert run(["--config", str(path), "units", "list"]) == 2
    _, err = capfd.readouterr()
    assert "geheim" not in err
    assert err.count("\n") == 1


def test_a_database_of_an_unknown_kind_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "yishiyibao.toml"
    path.write_text('[database]\nurl = "mysql://x/y"\n', encoding="utf-8")
    assert run(["--config", str(path), "migrate"]) == 2
    assert "write sqlite:///FILE or postgresql://" in capfd.readouterr().err


def test_init_asks_nothing_and_may_be_repeated(nothing_yet: Call) -> None:
    first, second = nothing_yet("init"), nothing_yet("init")
    assert (first.code, second.code) == (0, 0)
    assert "database: made" in first.out
    assert "database: is up to date" in second.out
    assert "answering on" in first.out


def test_the_starting_point_may_be_chosen_anew_until_a_mailbox_was_read(
    call: Call,
) -> None:
    assert "init --from" in call("init").out
    said = call("init", "--from", "2026-01-01")
    assert (said.code, "mail counts from: 2026-01-01" in said.out) == (0, True)
    assert "mail counts from: 2026-01-01" in call("init").out


def test_the_starting_point_is_not_moved_once_a_mailbox_was_read(
    call: Call, migrated_url: str
) -> None:
    database = open_database(migrated_url)
    with database.writing() as conn:
        mailbox_entries.save_position(
            conn, ReadPosition("office@host", "INBOX", uidvalidity=7, last_uid=12)
        )
    database.close()
    said = call("init", "--from", "2026-01-01")
    assert said.code == 2
    assert "starts from now already" in said.err


def test_init_writes_a_settings_file_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--office", "某厅办公室"]) == 0
    path = tmp_path / "yishiyibao.toml"
    assert path.stat().st_mode & 0o077 == 0
    assert 'name = "某厅办公室"' in path.read_text(encoding="utf-8")
    assert (tmp_path / "yishiyibao.sqlite").exists()
    assert run(["init"]) == 0
    assert "is kept as it is" in capfd.readouterr().out


def test_promise_12_a_live_database_is_only_read_at_another_moment(
    call: Call, tmp_path: Path
) -> None:
    roster = tmp_path / "units.csv"
    roster.write_text("name,group,since\n甲局,第一组,2021-03-19\n", encoding="utf-8")
    assert call("--now", "2026-03-01", "units", "list").code == 0
    said = call("--now", "2026-03-01", "units", "import", str(roster))
    assert said.code == 2
    assert "--now only reads on a live database" in said.err
    assert call("units", "list", "--json").json() == []


def test_a_rehearsal_may_be_written_at_another_moment(
    rehearsal: Call, tmp_path: Path
) -> None:
    roster = tmp_path / "units.csv"
    roster.write_text("name,group,since\n甲局,第一组,2021-03-19\n", encoding="utf-8")
    assert rehearsal("--now", "2026-03-01", "units", "import", str(roster)).code == 0
    assert [unit["name"] for unit in rehearsal("units", "list", "--json").json()] == [
        "甲局"
    ]


def test_chinese_comes_out_whole_where_the_host_speaks_only_ascii() -> None:
    code = "import sys; from office.cli.main import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert "一事一报" in done.stdout.decode("utf-8")
