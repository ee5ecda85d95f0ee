"""What is a copy of the record, whose is it, of when, and is it whole?

A copy is one SQLite file that says of itself which office's record it is, when it was
made, how many rows it holds and by which digest they are known. A copy made before
copies said so is told by what its record holds. PostgreSQL has tools of its own for
copies.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from ledger import switches
from ledger.database import Database, NotCopiedError, NotOneFileError
from ledger.faults import ToldError
from ledger.tables.columns import SQLITE_FORMAT
from ledger.tables.complete import metadata

STAMP = "copy"
"""The switch by which a copy says what it is; a record that is at work has none."""
_NOT_COPIED = "nothing was copied; look at its disk, and bring back the last whole copy with `restore`"
_ROWS = 200
"""Rows taken over at a time: some hold a whole mail."""
_FOUNDING = ("units", "users", "submissions", "outbox")
"""Tables of which one at least has rows as soon as an office works with its record."""


class CopyRefusedError(ToldError):
    """A copy cannot be made or brought back as asked; nothing was changed."""


class DamagedError(CopyRefusedError):
    """A database is damaged, or a copy is not what it was when it was made."""

    def __init__(self, what: str, how: str, way_out: str) -> None:
        super().__init__(f"{what}: is damaged ({how}); {way_out}")


class NoRecordError(CopyRefusedError):
    """A file is no copy of a record."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file}: is no record this program can use; the present one was left as it is"
        )


class RowsFound(NamedTuple):
    """How many rows the record holds, and a digest of all of them (SHA-256)."""

    rows: int
    digest: str


class CopyStamp(NamedTuple):
    """What a copy says of itself; `office` is the office's name as the settings then
    had it.

    `made_at` is None, and `office` empty, where it was made before copies said so.
    """

    office: str
    made_at: datetime | None
    rows: int
    digest: str


class Identity(NamedTuple):
    """Whose record a database holds.

    `began` is the moment, to the microsecond, at which the installation began: it tells
    one office's record from another's, whatever the office is called; "" where nobody
    said. `bare`: no office has worked with it.
    """

    began: str
    bare: bool

    def is_of_same_office(self, other: "Identity") -> bool:
        """Whether both are records of one office, as far as they can say."""
        return bool(self.began) and self.began == other.began


class FoundCopy(NamedTuple):
    """A copy that was looked at and is whole; `stamp` is None where it is from before
    copies had one.
    """

    identity: Identity
    stamp: CopyStamp | None


def write_copy(database: Database, file: Path, office: str, now: datetime) -> CopyStamp:
    """Writes the record to a new file, others going on meanwhile, and reads it again to
    see that it is whole.

    DamagedError, with nothing left of the file to be believed; NotOneFileError,
    NotCopiedError.
    """
    with database.copying() as mine, closing(sqlite3.connect(file)) as copy:
        mine.execute(
            "BEGIN"
        )  # one moment of the record: what is counted is what is copied
        try:
            there = _contents(mine)
            mine.backup(copy)
            damage = _damage(copy)
            if damage:
                raise DamagedError("database", damage, _NOT_COPIED)
        except sqlite3.OperationalError:  # a disk that is full is no damage
            raise
        except sqlite3.DatabaseError as fault:
            raise DamagedError("database", str(fault), _NOT_COPIED) from None
        finally:
            mine.rollback()
        found = _contents(copy)
        if found != there:
            raise DamagedError(
                str(file),
                "it is not what was written",
                "look at its disk, then try again",
            )
        # A copy that was put in place by hand, and not noticed yet, knows of nothing
        # since it was made.
        before = parsed(_switch(copy, STAMP))
        made_at: datetime | None = now
        if before is not None:
            made_at = None if before.made_at is None else min(before.made_at, now)
        stamp = CopyStamp(office, made_at, found.rows, found.digest)
        _put_stamp(copy, stamp, now)
        # One file, which may lie on a disk that is only read: a log beside it could not
        # be opened there.
        copy.execute("PRAGMA journal_mode = DELETE")
    return stamp


def add_stamp(file: Path, to: Path, now: datetime) -> None:
    """Writes a copy that says nothing of itself once more, as one that says that it is
    a copy: whoever finds it in the record's place knows what it is. NotCopiedError.
    """
    try:
        with _opened_to_read(file) as older, closing(sqlite3.connect(to)) as copy:
            older.backup(copy)
            _put_stamp(copy, CopyStamp("", None, *_contents(copy)), now)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as fault:
        raise NotCopiedError(fault) from None


def fill_with_rows(empty: Database, record: Database) -> None:
    """Writes every row of a record, as it is at one moment, into a database whose
    tables are made and empty; either may be of either kind.
    """
    with record.reading() as source, empty.writing() as target:
        for table in metadata.sorted_tables:
            rows = source.execute(sa.select(table).execution_options(yield_per=_ROWS))
            for some in rows.partitions():
                target.execute(table.insert(), [row._asdict() for row in some])


def look_at(file: Path) -> FoundCopy:
    """Whose copy a file is and of when; DamagedError, NoRecordError."""
    way_out = "nothing was changed; take another copy"
    try:
        with _opened_to_read(file) as copy:
            if not _has_table(copy, "alembic_version") or not _has_table(
                copy, "switches"
            ):
                raise NoRecordError(file)
            damage = _damage(copy)
            if damage:
                raise DamagedError(str(file), damage, way_out)
            stamp = parsed(_switch(copy, STAMP))
            if stamp is not None and _contents(copy) != RowsFound(
                stamp.rows, stamp.digest
            ):
                raise DamagedError(
                    str(file), "its rows are not those that were copied", way_out
                )
            return FoundCopy(_identity(copy), stamp)
    except sqlite3.OperationalError as fault:
        raise NotCopiedError(fault) from None
    except sqlite3.DatabaseError as fault:
        raise DamagedError(str(file), str(fault), way_out) from None


def identity_of(database: Database) -> Identity:
    """Whose record this SQLite database holds, of whatever version."""
    with database.copying() as mine:
        return (
            _identity(mine) if _has_table(mine, "switches") else Identity("", bare=True)
        )


def damage_of(database: Database) -> str:
    """What SQLite finds wrong with the file in a quick look; "" for a sound one and for
    a server's.
    """
    try:
        with database.copying() as mine:
            return _damage(mine, "quick_check")
    except NotOneFileError:
        return ""
    except NotCopiedError as fault:
        return str(fault)


def parsed(said: str) -> CopyStamp | None:
    """What the switch STAMP says; None where a record has none."""
    if not said:
        return None
    stored = json.loads(said)
    if stored["made_at"] is not None:
        stored["made_at"] = datetime.fromisoformat(stored["made_at"])
    return CopyStamp(**stored)


def _put_stamp(copy: sqlite3.Connection, stamp: CopyStamp, now: datetime) -> None:
    made_at = None if stamp.made_at is None else stamp.made_at.isoformat()
    said = json.dumps({**stamp._asdict(), "made_at": made_at}, ensure_ascii=False)
    copy.execute(
        "REPLACE INTO switches (name, value, set_at, set_by) VALUES (?, ?, ?, ?)",
        (STAMP, said, now.astimezone(UTC).strftime(SQLITE_FORMAT), ""),
    )
    copy.commit()


@contextmanager
def _opened_to_read(file: Path) -> Iterator[sqlite3.Connection]:
    read_only = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(read_only, uri=True)) as copy:
        yield copy


def _contents(conn: sqlite3.Connection) -> RowsFound:
    """Every row of every table, the stamp left out; an index of words is no table of
    ours.
    """
    digest = hashlib.sha256()
    rows = 0
    ours = "type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = f"SELECT name, wr FROM pragma_table_list WHERE {ours} ORDER BY name"  # noqa: S608 - no value
    for table, lies_in_order_of_its_key in conn.execute(tables).fetchall():
        where = f"WHERE name <> '{STAMP}'" if table == "switches" else ""
        order = (
            "" if lies_in_order_of_its_key else "ORDER BY rowid"
        )  # the same in a copy
        digest.update(table.encode())
        for row in conn.execute(f'SELECT * FROM "{table}" {where} {order}'):  # noqa: S608 - named by the database
            plain = []
            for value in row:
                if isinstance(value, bytes):
                    digest.update(value)
                    plain.append(len(value))
                else:
                    plain.append(value)
            digest.update(
                ascii(plain).encode()
            )  # `repr` prints other letters in each Python
            rows += 1
    return RowsFound(rows, digest.hexdigest())


def _damage(conn: sqlite3.Connection, check: str = "integrity_check") -> str:
    """The first thing that SQLite finds wrong; "" where all is well."""
    try:
        (said,) = conn.execute(f"PRAGMA {check}(1)").fetchone()
    except sqlite3.DatabaseError as fault:
        return str(fault)
    return "" if said == "ok" else " ".join(str(said).split())


def _identity(conn: sqlite3.Connection) -> Identity:
    bare = True
    for table in _FOUNDING:
        if (
            _has_table(conn, table)
            and conn.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608
        ):
            bare = False
    return Identity(_switch(conn, switches.STARTED_AT), bare)


def _has_table(conn: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    return conn.execute(query, (name,)).fetchone() is not None


def _switch(conn: sqlite3.Connection, name: str) -> str:
    found = conn.execute(
        "SELECT value FROM switches WHERE name = ?", (name,)
    ).fetchone()
    return "" if found is None else str(found[0])
