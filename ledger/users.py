"""Who may sign in to the console, and as what?

Names, roles and password hashes of the office's people. Hashes are made and compared in
`office.use_cases.passwords`; what a role may do is the console's affair.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from ledger import journal
from ledger.journal import By
from ledger.statements import count_rows, first_of, highest
from ledger.tables.office import journal as journal_table
from ledger.tables.office import users

SIGNED_IN = "signed in"
SIGN_IN_REFUSED = "sign-in refused"


class UserRole(StrEnum):
    """What a person of the office may do: see, see and decide, or everything."""

    VIEWER = "viewer"
    CLERK = "clerk"
    ADMIN = "admin"


class User(NamedTuple):
    """One person of the office; with `disabled_at` set the name no longer opens the
    console.
    """

    id: int
    name: str
    role: UserRole
    password_hash: str
    made_at: datetime
    disabled_at: datetime | None = None


class NameTaken(NamedTuple):
    """A user of this name is there already; nothing was changed."""

    name: str


def everyone(conn: sa.Connection) -> tuple[User, ...]:
    """Every user, disabled ones included, by name."""
    return _read(conn, sa.true())


def named(conn: sa.Connection, name: str) -> User | None:
    """The user of this name."""
    return first_of(_read(conn, users.c.name == name))


def with_id(conn: sa.Connection, number: int) -> User | None:
    """The user with this id."""
    return first_of(_read(conn, users.c.id == number))


def add(
    conn: sa.Connection, name: str, role: UserRole, password_hash: str, by: By
) -> User | NameTaken:
    """Adds a user, journalled."""
    if named(conn, name) is not None:
        return NameTaken(name)
    row = {
        "name": name,
        "role": role.value,
        "password_hash": password_hash,
        "made_at": by.at,
    }
    number: int = conn.execute(
        users.insert().values(row).returning(users.c.id)
    ).scalar_one()
    _journal(conn, name, f"added as {role}", by)
    return User(number, name, role, password_hash, by.at)


def set_password(conn: sa.Connection, user: User, password_hash: str, by: By) -> None:
    """Gives a user a new password, journalled; open sessions end, since they are bound
    to the old hash.
    """
    conn.execute(
        users.update().where(users.c.id == user.id).values(password_hash=password_hash)
    )
    _journal(conn, user.name, "password changed", by)


def disable(conn: sa.Connection, user: User, by: By) -> None:
    """Shuts a user out from the next request on, journalled; the name stays for the
    journal's sake.
    """
    conn.execute(users.update().where(users.c.id == user.id).values(disabled_at=by.at))
    _journal(conn, user.name, "disabled", by)


def enable(conn: sa.Connection, user: User, by: By) -> None:
    """Lets a disabled user in again, journalled."""
    conn.execute(users.update().where(users.c.id == user.id).values(disabled_at=None))
    _journal(conn, user.name, "enabled", by)


def note_sign_in(conn: sa.Connection, user: User, did: str, now: datetime) -> None:
    """Journals SIGNED_IN or SIGN_IN_REFUSED."""
    journal.write(
        conn, journal.JournalEntry(now, user.name, did, _sign_in_subject(user))
    )


def refusals_since(conn: sa.Connection, user: User, since: datetime) -> int:
    """How often the password was wrong at or after `since`, counted from the last
    success on.
    """
    of_user = journal_table.c.subject == _sign_in_subject(user)
    last_success = highest(
        conn, journal_table.c.id, of_user, journal_table.c.did == SIGNED_IN
    )
    return count_rows(
        conn,
        journal_table,
        of_user,
        journal_table.c.did == SIGN_IN_REFUSED,
        journal_table.c.at >= since,
        journal_table.c.id > last_success,
    )


def _sign_in_subject(user: User) -> str:
    return f"sign-in:{user.name}"


def _journal(conn: sa.Connection, name: str, did: str, by: By) -> None:
    journal.write(conn, journal.JournalEntry(by.at, by.who, did, f"user:{name}"))


def _read(conn: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[User, ...]:
    query = sa.select(users).where(where).order_by(users.c.name)
    return tuple(
        User(
            row.id,
            row.name,
            UserRole(row.role),
            row.password_hash,
            row.made_at,
            row.disabled_at,
        )
        for row in conn.execute(query)
    )
