"""Does the record of an office that installed an earlier release come through `migrate`
whole?

Each folder of releases/ is a database as that release left it, with rows in every
table. Nothing here asks ledger's tables of today what was in it: the rows are read by
reflection before the upgrade and after.
"""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from ledger import (
    announcements,
    browsing,
    circulars,
    commissions,
    contents,
    issues,
    journal,
    mailbox_entries,
    originals,
    proposals,
    remarks,
    roster,
    runs,
    scores,
    switches,
    users,
    working_days,
)
from ledger.browsing import SubmissionSearch
from ledger.database import Database, open_database
from ledger.entries.letters import MailboxEntryState
from ledger.events import adoptions, forwardings, instructions
from ledger.outbox import bounces, pacing, prompting, tries
from ledger.outbox import listing as outbox
from ledger.submissions import listing
from ledger.tables.complete import metadata
from office.cli.main import run
from office.service.upgrade import Version, version_of

RELEASES = sorted(
    path for path in (Path(__file__).parent / "releases").iterdir() if path.is_dir()
)

# What the steps after a release changed on purpose, by the names that the release knew.
# A step that renames says so here; everything else must be found again as it was.
RENAMED_TABLES = {"sightings": "mailbox_entries"}
DERIVED_TABLES = {"grams"}
"""Made from other rows, and dropped since: search_texts holds more of the same."""
RENAMED_COLUMNS: dict[str, str] = {}
"""Table and column, such as "words.text" → the column's name now."""
REWORDED_VALUES: dict[str, dict[Any, Any]] = {
    "counters.name": {"sighting": "mailbox-entry"},
    "switches.name": {"smtp-brake": "smtp-back-off"},
}
"""Table and column → what a value is now."""

Row = dict[str, Any]


def restore(url: str, release: Path) -> None:
    """Makes the database of a release in an empty one."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        assert parsed.database is not None
        connection = sqlite3.connect(parsed.database)
        connection.executescript((release / "sqlite.sql").read_text(encoding="utf-8"))
        connection.close()
    else:
        where = f"host={parsed.query['host']} user={parsed.username} dbname={parsed.database}"
        with psycopg.connect(where) as conn:
            conn.execute((release / "postgresql.sql").read_bytes())


def whole_record(database: Database) -> dict[str, list[Row]]:
    """Every row of every table; which version it is of is no row of the office's.

    They are read as they are, whatever the program of today thinks of them.
    """
    with database.reading() as conn:
        # All tables at once: one by one takes PostgreSQL many times as long.
        reflected = sa.MetaData()
        reflected.reflect(conn)
        found = {}
        for name, table in sorted(reflected.tables.items()):
            if name != "alembic_version":
                rows = conn.execute(sa.select(table)).mappings()
                found[name] = [dict(row) for row in rows]
        return found


def as_renamed(table: str, row: Row) -> Row:
    """A row as it must be found after the upgrade."""
    renamed = {}
    for column, value in row.items():
        place = f"{table}.{column}"
        now = value
        for before, after in REWORDED_VALUES.get(place, {}).items():
            if value == before:
                now = after
        renamed[RENAMED_COLUMNS.get(place, column)] = now
    return renamed


def lost_rows(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> list[str]:
    """What was there before the upgrade and is not found again; columns that are new do
    not matter.
    """
    lost = []
    for table, rows in before.items():
        if table in DERIVED_TABLES:
            continue
        found = after.get(RENAMED_TABLES.get(table, table), [])
        expected = [as_renamed(table, row) for row in rows]
        columns = list(expected[0])
        left = [{column: row.get(column) for column in columns} for row in found]
        for row in expected:
            if row in left:
                left.remove(row)
            else:
                lost.append(f"{table}: {row}")
        lost += [f"{table}: came from nowhere: {row}" for row in left]
    return lost


def migrate(url: str, folder: Path) -> None:
    """What an office types after it installed a newer program."""
    settings = folder / "yishiyibao.toml"
    settings.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    assert run(["--config", str(settings), "migrate"]) == 0


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def release(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def upgraded(release: Path, engine_url: str, tmp_path: Path) -> Iterator[Database]:
    restore(engine_url, release)
    migrate(engine_url, tmp_path)
    database = open_database(engine_url)
    yield database
    database.close()


def test_every_row_of_an_earlier_release_is_still_there(
    release: Path, engine_url: str, tmp_path: Path
) -> None:
    restore(engine_url, release)
    database = open_database(engine_url)
    before = whole_record(database)
    assert [table for table, rows in before.items() if not rows] == [], (
        "a frozen table without rows proves nothing"
    )
    migrate(engine_url, tmp_path)
    assert version_of(database) is Version.CURRENT
    assert lost_rows(before, whole_record(database)) == []
    database.close()


def test_its_tables_become_those_of_this_program(upgraded: Database) -> None:
    with upgraded.reading() as conn:
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []


def test_a_lost_or_changed_row_would_be_noticed() -> None:
    before = {
        "words": [
            {"serial": "2026-0001", "text": "甲"},
            {"serial": "2026-0002", "text": "乙"},
        ]
    }
    after = {
        "words": [
            {"serial": "2026-0001", "text": "甲", "new": ""},
            {"serial": "2026-0002", "text": "丙"},
        ]
    }
    assert lost_rows(before, {"words": []}) == [
        f"words: {row}" for row in before["words"]
    ]
    assert lost_rows(before, after) == [
        "words: {'serial': '2026-0002', 'text': '乙'}",
        "words: came from nowhere: {'serial': '2026-0002', 'text': '丙'}",
    ]


def test_what_was_received_is_read_as_before(upgraded: Database) -> None:
    with upgraded.reading() as conn:
        items = {each.serial: each for each in listing.listed(conn)}
        assert len(items) == 15
        assert items["2026-0001"].title == "银川市全面推行“不见面”办理道路运输证照"
        assert items["2026-0003"].counts_on == date(2026, 3, 20)
        assert items["2026-0003"].commission == "YG-2026-03"
        assert items["2026-0006"].co_unit_ids == (11,)
        assert items["2026-0012"].superseded_by == "2026-0002"
        sought = SubmissionSearch(text="证照 现报送")  # its title, and its words
        assert [each.serial for each in browsing.submissions_found(conn, sought)] == [
            "2026-0001"
        ]
        assert listing.words_of(conn, "2026-0001").text.startswith(
            "厅办公室：\n\n现报送"
        )
        assert [each.proposal.kind for each in proposals.about(conn, "2026-0012")] == [
            "correction"
        ]
        (letter,) = mailbox_entries.of_submission(conn, "2026-0002")
        assert letter.sha256 is not None
        raw = originals.raw_of(conn, letter.sha256)
        assert raw is not None
        assert raw.startswith(b"From: unit01@units.example\r\n")
        assert len(mailbox_entries.listed(conn)) == 20
        assert (
            mailbox_entries.possible_reports(conn) == ()
        )  # of years of correspondence nobody is asked
        (sealed,) = mailbox_entries.listed(conn, MailboxEntryState.SEALED)
        assert (sealed.mark, sealed.keyed_hash) == ("秘密", "5e" * 32)
        (mark,) = mailbox_entries.positions(conn)
        assert mark.last_uid == 214


def test_what_was_sent_is_read_as_before(upgraded: Database) -> None:
    with upgraded.reading() as conn:
        assert len(outbox.listed(conn)) == 4
        assert b"Subject: reminder" in (outbox.bytes_of(conn, 2) or b"")
        assert tries.of(conn, 3)[0].reply.startswith("451 4.7.1")
        assert {each.address for each in bounces.failing_addresses(conn)} == {
            "unit02@units.example",
            "unit07@units.example",
        }
        assert prompting.already_told(conn, ["adoption:1"]) == {
            prompting.News("adoption:1", 1)
        }
        (announced,) = announcements.everything(conn)
        assert announced.to == ("group:第一组", "unit:1")


def test_who_reports_and_who_decides_is_read_as_before(upgraded: Database) -> None:
    with upgraded.reading() as conn:
        units = {unit.id: unit for unit in roster.all_units(conn)}
        assert len(units) == 19
        assert units[2].exemptions[0].because == "机构改革"
        assert units[3].former_groups[0].group == "第二组"
        assert "银川运管" in units[1].short_names
        assert {lesson.what for lesson in roster.learnt_names(conn)} == {
            "银川运管",
            "unit05@units.example",
        }
        assert {user.name for user in users.everyone(conn)} == {
            "王主任",
            "赵敏",
            "访客",
        }
        assert working_days.everything(conn) == {
            date(2027, 1, 1): False,
            date(2027, 1, 3): True,
        }
        assert switches.value(conn, switches.ANSWERING) == "office"
        held = pacing.current_back_off(conn, datetime(2026, 3, 26, 1, 41, tzinfo=UTC))
        assert held is not None
        assert held.times == 2
        job = runs.one(conn, "remind", "2026-03-26")
        assert job is not None
        assert job.state is runs.RunState.FINISHED
        assert [entry.did for entry in journal.about(conn, "submission:2026-0001")] == [
            "decide: keep"
        ]


def test_what_was_counted_and_printed_is_read_as_before(upgraded: Database) -> None:
    with upgraded.reading() as conn:
        (adopted,) = adoptions.of(conn, ["2026-0001"])
        assert (adopted.publication, adopted.form, adopted.issue) == (
            "宁夏交通信息",
            "单条",
            "第 12 期",
        )
        (instructed,) = instructions.of(conn, ["2026-0001"])
        assert instructed.leader == "张三"
        (forwarded,) = forwardings.of(conn, ["2026-0002"])
        assert forwarded.target == "自治区党委办公厅"
        (commission,) = commissions.everything(conn)
        assert commission.unit_ids == (11, 12)
        (revision,) = scores.revisions(conn, "2025Q4")
        assert revision.sheet["period"] == "2025Q4"
        (circular,) = circulars.everything(conn)
        assert circulars.files_of(conn, circular.id)[0].content.endswith(b"\x00\xff")
        (total,) = scores.earlier_totals(conn)
        assert total.total == Decimal("37.5")
        (entered,) = remarks.everything(conn)
        assert entered.remark.because == "线索准确"
        (issue,) = issues.everything(conn)
        assert issues.items(conn, issue.id)[0].heading == "要闻"
        (list_,) = contents.everything(conn)
        assert contents.lines(conn, list_.id)[0].serial == "2026-0002"
