"""Is the record kept whole by a backup, and does bringing it back send nothing
twice?
"""

import sqlite3
from contextlib import closing
from os import SEEK_END
from pathlib import Path

import pytest

from tests.fixtures.databases import migrated_file
from tests.office.cli.conftest import Call, program_at, settings_at

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
def test_a_copy_says_whose_it_is_and_replaces_no_other_offices_record_unasked(
    rehearsal: Call, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy, database = tmp_path / "copy.sqlite", tmp_path / "other.sqlite"
    assert rehearsal("--now", "2026-02-01T09:00", "backup", str(copy)).code == 0
    database.write_bytes(migrated_file())
    settings = settings_at(tmp_path / "other.toml", f"sqlite:///{database}")
    with settings.open("a", encoding="utf-8") as more:
        more.write('\n[office]\nname = "某市局办公室"\n')
    other = program_at(settings, capfd)
    assert (
        other("--now", "2026-01-02T08:00", "init", "--rehearsal", "--from", "all").code
        == 0
    )

    # A new installation may be filled; one that an office works with is replaced on
    # request only.
    assert other("units", "import", "office/demo/units.csv").code == 0
    said = other("restore", str(copy))
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "an office without a name as of 2026-02-01 09:00" in said.err
    assert "某市局办公室" in said.err
    assert other("units", "list", "--json").json()
    done = other("restore", str(copy), "--replace")
    assert (done.code, done.err) == (0, "")
    assert "as of 2026-02-01 09:00" in done.out
    assert other("units", "list", "--json").json() == []

    # From now on it is that office's record, also of a copy from before copies said
    # whose they are.
    (tmp_path / "copy.sqlite.before-restore").unlink()
    with closing(sqlite3.connect(copy)) as older:
        older.execute("DELETE FROM switches WHERE name = 'copy'")
        older.commit()
    assert other("restore", str(copy)).code == 0


def test_where_both_records_bear_one_name_a_restore_says_when_each_was_begun(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.sqlite"
    programs: list[Call] = []
    for name, begun in (("old", "2026-01-02T08:00"), ("new", "2026-03-03T10:15")):
        database = tmp_path / f"{name}.sqlite"
        database.write_bytes(migrated_file())
        settings = settings_at(tmp_path / f"{name}.toml", f"sqlite:///{database}")
        with settings.open("a", encoding="utf-8") as more:
            more.write('\n[office]\nname = "某市局办公室"\n')
        program = program_at(settings, capfd)
        program("--now", begun, "init", "--rehearsal", "--from", "all")
        assert program("units", "import", "office/demo/units.csv").code == 0
        programs.append(program)
    old, new = programs
    assert old("--now", "2026-02-01T09:00", "backup", str(copy)).code == 0

    said = new("restore", str(copy))

    assert said.code == 2
    assert "as of 2026-02-01 09:00" in said.err
    assert "begun 2026-01-02 08:00, while the present record" in said.err
    assert "was begun 2026-03-03 10:15" in said.err
    assert "--replace" in said.err
    assert new("restore", str(copy), "--replace").code == 0


@on_sqlite
def test_what_is_damaged_is_neither_copied_nor_brought_back(
    rehearsal: Call, tmp_path: Path
) -> None:
    whole, altered, torn = (tmp_path / name for name in ("whole", "altered", "torn"))
    assert rehearsal("backup", str(whole)).code == 0
    altered.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(altered)) as copy:
        copy.execute("UPDATE switches SET value = 'on' WHERE name = 'start-from'")
        copy.commit()
    raw = bytearray(whole.read_bytes())
    raw[-4096:] = b"\xff" * 4096
    torn.write_bytes(raw)
    for file in (altered, torn):
        said = rehearsal("restore", str(file))
        assert (said.code, said.err.count("\n"), "is damaged" in said.err) == (
            2,
            1,
            True,
        ), file
        assert not file.with_name(f"{file.name}.before-restore").exists()
    assert "!!" not in rehearsal("check").out.partition("database:")[0]

    (record,) = tmp_path.glob("*.sqlite")
    with record.open("r+b") as pages:
        pages.seek(-4096, SEEK_END)
        pages.write(b"\xff" * 4096)
    said = rehearsal("backup", str(tmp_path / "again"))
    assert (said.code, said.err.count("\n"), "is damaged" in said.err) == (2, 1, True)
    assert not (tmp_path / "again").exists()
    assert "is damaged" in rehearsal("check").out


@on_sqlite
def test_a_copy_put_in_place_by_hand_counts_as_brought_back(
    rehearsal: Call, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.sqlite"
    assert rehearsal("--now", "2026-02-01T09:00", "backup", str(copy)).code == 0
    by_hand = program_at(
        settings_at(tmp_path / "hand.toml", f"sqlite:///{copy}"), capfd
    )
    again = tmp_path / "again.sqlite"
    assert (
        by_hand("backup", str(again)).code == 0
    )  # knows no more than the copy that it is made of
    assert "as of 2026-02-01 09:00" in rehearsal("restore", str(again)).out
    assert (
        "knows nothing of what was sent from 2026-02-01 09:00" in by_hand("check").out
    )


@on_sqlite
def test_check_says_of_when_the_newest_copy_is_and_misses_one_that_is_late(
    rehearsal: Call, tmp_path: Path, settings_file: Path
) -> None:
    with settings_file.open("a", encoding="utf-8") as more:
        more.write('\n[backup]\nfolder = "copies"\n')
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "yishiyibao-2026-03-02.sqlite").touch()
    (folder / "yishiyibao-2026-99-99.sqlite").touch()
    looked = f"backup: the newest copy in {folder} is of 2026-03-02"
    assert f"ok  {looked}\n" in rehearsal("--now", "2026-03-04T09:00", "check").out
    assert f"!!  {looked}" in rehearsal("--now", "2026-03-05T09:00", "check").out


@on_sqlite
def test_a_backup_overwrites_nothing(rehearsal: Call, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("precious", encoding="utf-8")
    said = rehearsal("backup", str(there))
    assert (said.code, said.err.count("\n"), there.read_text(encoding="utf-8")) == (
        2,
        1,
        "precious",
    )


@on_sqlite
@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_what_is_no_record_is_not_brought_back(
    rehearsal: Call, tmp_path: Path, content: bytes
) -> None:
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
    assert rehearsal("restore").code == 2
    done = rehearsal("restore", "--in-place")  # after pg_restore
    assert (done.code, done.err) == (0, "")
    looked = rehearsal("check").out
    assert "paused" in looked
    assert "knows nothing of what was sent" in looked
