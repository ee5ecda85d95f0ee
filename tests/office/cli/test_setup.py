"""Is the record kept whole by a backup, and does bringing it back send nothing twice?"""

from pathlib import Path

import pytest

from tests.office.cli.conftest import Call

on_sqlite = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)


@on_sqlite
def test_a_backup_brought_back_is_the_record_as_it_was_and_all_mail_is_paused(
    rehearsal: Call, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    assert rehearsal("--now", "2026-02-01T09:00", "answering", "office").code == 0
    assert rehearsal("backup", str(copy)).code == 0
    assert rehearsal("--now", "2026-02-02T09:00", "answering", "on").code == 0
    said = rehearsal("restore", str(copy))
    assert (said.code, said.err) == (0, "")
    looked = rehearsal("check").out
    assert "answering: office" in looked
    assert "paused" in looked
    assert (tmp_path / "copy.sqlite.before-restore").stat().st_mode & 0o077 == 0


@on_sqlite
def test_a_backup_overwrites_nothing(rehearsal: Call, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("precious", encoding="utf-8")
    said = rehearsal("backup", str(there))
    assert (said.code, said.err.count("\n"), there.read_text(encoding="utf-8")) == (2, 1, "precious")


@on_sqlite
@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_what_is_no_record_is_not_brought_back(rehearsal: Call, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy").write_bytes(content)
    said = rehearsal("restore", str(tmp_path / "copy"))
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert rehearsal("letters", "list", "--json").json() == []
    assert not (tmp_path / "copy.before-restore").exists()


@on_postgresql
def test_postgresql_is_left_to_its_own_tools(rehearsal: Call, tmp_path: Path) -> None:
    said = rehearsal("backup", str(tmp_path / "copy"))
    assert (said.code, "pg_dump" in said.err) == (2, True)
    assert not (tmp_path / "copy").exists()
