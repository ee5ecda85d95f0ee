"""Do the steps, from an empty database, end at the tables the program asks?"""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from ledger.database import Database, OtherVersionError, open_database
from ledger.tables.complete import metadata
from ledger.tables.office import switches
from office.service.upgrade import NewerDatabaseError, Version, upgrade, version_of

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
OURS = {"ingest", "scoring", "notify", "ledger", "office", "migrations"}


def differences(database: Database) -> list[object]:
    with database.reading() as conn:
        return list(compare_metadata(MigrationContext.configure(conn), metadata))


def constraint_names(database: Database) -> dict[str, set[object]]:
    with database.reading() as conn:
        looked = sa.inspect(conn)
        return {
            table: {
                looked.get_pk_constraint(table)["name"],
                *(key["name"] for key in looked.get_foreign_keys(table)),
                *(unique["name"] for unique in looked.get_unique_constraints(table)),
                *(index["name"] for index in looked.get_indexes(table)),
            }
            for table in metadata.tables
        }


def test_from_empty_to_head_equals_the_tables_of_the_program(engine_url: str) -> None:
    database = open_database(engine_url)
    assert version_of(database) is Version.EMPTY
    assert upgrade(database)
    assert version_of(database) is Version.CURRENT
    assert differences(database) == []
    database.close()


def test_every_constraint_has_the_name_the_program_knows(
    engine_url: str, tmp_path: Path
) -> None:
    stepped, declared = (
        open_database(engine_url),
        open_database(f"sqlite:///{tmp_path}/declared.sqlite"),
    )
    upgrade(stepped)
    with declared.writing() as conn:
        metadata.create_all(conn)
    assert constraint_names(stepped) == constraint_names(declared)
    stepped.close()
    declared.close()


def test_upgrading_twice_changes_nothing(engine_url: str) -> None:
    database = open_database(engine_url)
    assert upgrade(database)
    assert not upgrade(database)
    database.close()


def test_a_row_written_by_the_steps_own_defaults_reads_back_aware(
    engine_url: str,
) -> None:
    database = open_database(engine_url)
    upgrade(database)
    moment = datetime(2026, 3, 1, 1, 2, 3, 456, tzinfo=UTC)
    with database.writing() as conn:
        conn.execute(
            switches.insert().values(name="answering", value="off", set_at=moment)
        )
    with database.reading() as conn:
        assert conn.scalar(sa.select(switches.c.set_at)) == moment
    database.close()


def test_a_database_of_a_later_program_is_refused_with_the_way_out(
    engine_url: str,
) -> None:
    database = open_database(engine_url)
    upgrade(database)
    with database.writing() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert version_of(database) is Version.NEWER
    with pytest.raises(NewerDatabaseError, match="9999 is newer than this program"):
        upgrade(database)
    # Somebody brought it to that version while this program was running.
    for missing in ("SELECT 1 FROM no_table", "SELECT no_column FROM switches"):
        with pytest.raises(
            OtherVersionError,
            match="if it is older, bring it up with `yishiyibao migrate`",
        ):
            with database.reading() as conn:
                conn.execute(sa.text(missing))
    database.close()


def test_an_office_gets_a_schema_of_its_own_where_it_asks_for_one(
    postgresql_url: str,
) -> None:
    one, two = (
        open_database(postgresql_url, name) for name in ("office_one", "office_two")
    )
    assert upgrade(one)
    assert version_of(two) is Version.EMPTY
    assert upgrade(two)
    with one.reading() as conn:
        assert {"office_one", "office_two"} <= set(sa.inspect(conn).get_schema_names())
        assert sa.inspect(conn).get_table_names("public") == []
    one.close()
    two.close()


def test_a_step_imports_nothing_of_ours() -> None:
    for path in VERSIONS.glob("[0-9]*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {name.partition(".")[0] for name in names} & OURS, path
