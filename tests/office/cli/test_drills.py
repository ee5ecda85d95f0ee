"""Does a drill say what came of a fault, and does it leave the record and everybody
else alone?
"""

import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger import copies
from ledger.database import open_database
from ledger.tables.complete import metadata
from office.drills import faults
from office.drills.faults import DRILLS, Drill, DrillStep, so_said
from office.drills.lies import LIES, SILENCE
from office.drills.relay import read_answer
from office.drills.stage import (
    DrillStage,
    LetterFate,
    NoDrillError,
    as_toml,
    settings_over,
)
from office.settings.reading import Settings, environment_without_settings
from office.settings.sections import (
    BackupSettings,
    MailboxSettings,
    OfficeSettings,
    SmtpSettings,
    StorageSettings,
)
from tests.fixtures.databases import migrated_file
from tests.fixtures.sample.record import fill
from tests.office.cli.conftest import Call

LISTED = (
    b'* 3 FETCH (UID 7 RFC822.SIZE 9 INTERNALDATE "05-Jan-2026 09:00:00 +0800")\r\n'
)
GIVEN = b"* 3 FETCH (UID 7 BODY[] {9}\r\nabc\r\nefgh)\r\n"
FOUND = b"* SEARCH 5 6 7\r\n"


@pytest.mark.parametrize("name", ["outbox-unknown", "restore"])
def test_a_drill_says_what_it_did_and_leaves_the_record_as_it_was(
    call: Call,
    settings_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    url = tomllib.loads(settings_file.read_text(encoding="utf-8"))["database"]["url"]
    copies_in = tmp_path / "copies"
    copies_in.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies_in))
    before = everything(url)

    said = call("drill", name, "--json")

    assert (said.code, said.err) == (0, ""), said
    drill = said.json()
    assert (drill["drill"], drill["ok"]) == (name, True)
    assert all(
        set(step) == {"did", "expected", "happened", "ok"} for step in drill["steps"]
    )
    assert everything(url) == before
    assert list(copies_in.iterdir()) == []


def everything(url: str) -> dict[str, list[str]]:
    """Every row of a record."""
    with closing(open_database(url)) as record, record.reading() as conn:
        return {
            table.name: sorted(map(repr, conn.execute(sa.select(table))))
            for table in metadata.sorted_tables
        }


def test_without_a_name_the_drills_are_listed_a_line_each(call: Call) -> None:
    told = call("drill").out.splitlines()
    assert [line.split()[0] for line in told] == [drill.name for drill in DRILLS]
    assert {drill["name"] for drill in call("drill", "--json").json()} == {
        *("kill", "server-lies", "disk-full", "restore", "clock", "renumbered"),
        "outbox-unknown",
    }


def test_a_drill_that_cannot_be_held_is_refused_in_a_sentence(
    bare: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [bare("drill", "fire"), bare("drill", "kill")]
    assert bare("init").code == 0
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", "/proc")  # where nothing has room
        refusals.append(bare("drill", "kill"))
    ways_out = ("there are kill, server-lies", "yishiyibao init", "TMPDIR")
    for refused, way_out in zip(refusals, ways_out, strict=True):
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
        assert way_out in refused.err


def test_nothing_in_a_drills_settings_leads_to_the_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        office=OfficeSettings(
            name='"甲"\\办公室', alarm_command=Path("/usr/bin/tell"), confirm="each"
        ),
        database=StorageSettings(
            url="postgresql://office@db.example/live", schema="live"
        ),
        mailbox=MailboxSettings(
            host="imap.office.example", user="b@office.example", password="s1"
        ),
        smtp=SmtpSettings(
            host="smtp.office.example",
            user="b",
            password="s2",
            password_file=Path("/s"),
        ),
        backup=BackupSettings(folder=Path("/backups")),
    )
    monkeypatch.setenv(
        "YISHIYIBAO_DATABASE__URL", "postgresql://office@db.example/live"
    )

    over = settings_over(settings, tmp_path, 1143, 1025)

    told = as_toml(over)
    for theirs in (
        "db.example",
        "imap.office",
        "smtp.office",
        "s1",
        "s2",
        "/usr",
        "/s",
        "/backups",
        "live",
    ):
        assert f'"{theirs}' not in told.replace("@", '"'), theirs
    monkeypatch.delenv("YISHIYIBAO_DATABASE__URL")
    assert Settings(**tomllib.loads(told)).model_dump() == over.model_dump()
    monkeypatch.setenv("YISHIYIBAO_MAILBOX__HOST", "imap.office.example")
    assert not any(
        name.startswith("YISHIYIBAO") for name in environment_without_settings()
    )


def test_each_lie_fits_a_new_letter_only_and_its_answer_stays_well_formed() -> None:
    told = {}
    for lie in (*LIES, SILENCE):
        for answer in (LISTED, GIVEN, FOUND):
            assert lie.alter(answer, 7) is None, lie.what
            said = lie.alter(answer, 4)
            if said is not None:
                told[lie.what] = said
    assert list(told.values()) == [
        b"* 3 FETCH (UID 7 BODY[] {0}\r\n)\r\n",
        b"* 3 FETCH (UID 7 BODY[] {3}\r\nabc)\r\n",
        b"* SEARCH 6 7\r\n",
        b"* SEARCH\r\n",
        b"",
        GIVEN[: len(GIVEN) // 2],
        b"",
    ]


def test_an_answer_is_a_line_with_the_literals_that_belong_to_it() -> None:
    said = BytesIO(GIVEN + FOUND)
    assert [read_answer(said), read_answer(said), read_answer(said)] == [
        GIVEN,
        FOUND,
        b"",
    ]


def test_a_letter_that_is_not_well_is_named_with_what_became_of_it() -> None:
    well = LetterFate("甲站", ("recorded",), ("2026-0001",), intact=True, answers=1)
    twice = well._replace(unit="乙站", answers=2)
    lost = LetterFate("丙站", (), (), intact=False, answers=0)
    assert [well.well, twice.well, lost.well] == [True, False, False]
    assert so_said([well, twice, lost]) == (
        "3 封来件，登记 2 件，原文完整 2 封，回执 3 封"
        "；乙站：已登记，1 件，回执 2 封；丙站：没有登记，0 件，回执 0 封"
    )


def test_where_the_program_gives_up_the_drill_says_so_and_ends_with_exit_code_one(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gives_up(_: DrillStage) -> Iterator[DrillStep]:
        yield DrillStep("推了一下", "站得住", "站住了", ok=True)
        raise NoDrillError("it fell")

    monkeypatch.setattr(faults, "DRILLS", (Drill("fall", "跌倒", gives_up),))
    said = call("drill", "fall")
    assert (said.code, said.err) == (1, "")
    assert "做了什么：推了一下\n应当怎样：站得住\n实际怎样：站住了\n" in said.out
    assert "中途停下：drill: it fell" in said.out
    assert "共 2 步，1 步不符" in said.out


def test_a_record_on_postgresql_is_copied_row_by_row(
    migrated_postgresql: str, tmp_path: Path
) -> None:
    file = tmp_path / "copy.sqlite"
    file.write_bytes(migrated_file())
    with (
        closing(open_database(migrated_postgresql)) as record,
        closing(open_database(f"sqlite:///{file}")) as copy,
    ):
        fill(record)
        copies.fill_with_rows(copy, record)
    assert everything(f"sqlite:///{file}") == everything(migrated_postgresql)
