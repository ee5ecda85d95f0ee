"""Who of the office may sign in to the console: users add, list, passwd, disable?"""

from __future__ import annotations

import click

from ledger import users as people
from ledger.journal import By
from ledger.users import NameTaken, User, UserRole
from office.cli.output import json_option, say, show_json, show_table, told
from office.cli.session import RefusedError, Session, person, secret, with_session
from office.use_cases.passwords import hash_password

SHORTEST = 8


class NoSuchUserError(RefusedError):
    """Nobody has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"users: nobody is called {name!r}; see `yishiyibao users list`")


class ShortPasswordError(RefusedError):
    """The password is too easily guessed."""

    def __init__(self) -> None:
        super().__init__(
            f"users: a password has {SHORTEST} characters or more; type it when asked, or pipe it in"
        )


@click.group()
def users() -> None:
    """The people of the office who use the console."""


@users.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in UserRole]), default=UserRole.CLERK.value)
@with_session
def add(session: Session, name: str, role: str) -> None:
    """Adds a person; the password is asked for, or read from standard input."""
    with session.database() as database:
        change = By(person(), session.moment_to_write(database))
        hashed = _new_password()
        with database.writing() as conn:
            added = people.add(conn, name, UserRole(role), hashed, change)
    if isinstance(added, NameTaken):
        message = f"users: {name!r} is there already; new password: `yishiyibao users passwd {name}`"
        raise RefusedError(message)
    say(f"{name}: added as {role}")


@users.command("list")
@json_option
@with_session
def list_users(session: Session, as_json: bool) -> None:
    """Shows everyone, and who is shut out."""
    with session.database() as database, database.reading() as conn:
        everyone = people.everyone(conn)
    if as_json:
        show_json([_shape(user) for user in everyone])
        return
    show_table(
        ("name", "role", "since", "disabled"), ((u.name, u.role, u.made_at, u.disabled_at) for u in everyone)
    )


@users.command()
@click.argument("name")
@with_session
def passwd(session: Session, name: str) -> None:
    """Gives a person a new password; open sessions end."""
    with session.database() as database:
        change = By(person(), session.moment_to_write(database))
        with database.reading() as conn:
            user = _named(people.named(conn, name), name)
        hashed = _new_password()
        with database.writing() as conn:
            people.set_password(conn, user, hashed, change)
    say(f"{name}: password changed")


@users.command()
@click.argument("name")
@with_session
def disable(session: Session, name: str) -> None:
    """Shuts a person out of the console from the next request on."""
    with session.database() as database:
        change = By(person(), session.moment_to_write(database))
        with database.writing() as conn:
            people.disable(conn, _named(people.named(conn, name), name), change)
    say(f"{name}: shut out")


COMMANDS = (users,)


def _named(user: User | None, name: str) -> User:
    if user is None:
        raise NoSuchUserError(name)
    return user


def _new_password() -> str:
    password = secret("password")
    if len(password) < SHORTEST:
        raise ShortPasswordError
    return hash_password(password)


def _shape(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "role": user.role.value,
        "since": told(user.made_at),
        "disabled_at": told(user.disabled_at),
    }
