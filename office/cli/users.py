"""Who of the office may sign in to the console: users add, list, passwd, disable?"""

from __future__ import annotations

import click

from ledger import users as people
from ledger.database import Connection
from ledger.journal import By
from ledger.users import NameTaken, User, UserRole
from office.cli import documents
from office.cli.output import json_option, say, show_list
from office.cli.session import Session, or_refuse, person, refuse, secret, with_session
from office.use_cases.passwords import SHORTEST, hash_password


@click.group()
def users() -> None:
    """The people of the office who use the console."""


@users.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in UserRole]),
    default=UserRole.CLERK.value,
)
@with_session
def add(session: Session, name: str, role: str) -> None:
    """Adds a person; the password is asked for, or read from standard input."""
    with session.database() as database:
        change = By(person(), session.moment_to_write(database))
        hashed = _new_password()
        with database.writing() as conn:
            added = people.add(conn, name, UserRole(role), hashed, change)
    if isinstance(added, NameTaken):
        refuse(
            f"users: {name!r} is there already; new password: `yishiyibao users passwd {name}`"
        )
    say(f"{name}: added as {role}")


@users.command("list")
@json_option
@with_session
def list_users(session: Session, as_json: bool) -> None:
    """Shows everyone, and who is shut out."""
    with session.reading() as conn:
        everyone = people.everyone(conn)
    show_list(
        (documents.user(each) for each in everyone),
        ("name", "role", "since", "disabled"),
        ((each.name, each.role, each.made_at, each.disabled_at) for each in everyone),
        as_json=as_json,
    )


@users.command()
@click.argument("name")
@with_session
def passwd(session: Session, name: str) -> None:
    """Gives a person a new password; open sessions end."""
    with session.database() as database:
        change = By(person(), session.moment_to_write(database))
        with database.reading() as conn:
            user = _named(conn, name)
        hashed = _new_password()
        with database.writing() as conn:
            people.set_password(conn, user, hashed, change)
    say(f"{name}: password changed")


@users.command()
@click.argument("name")
@with_session
def disable(session: Session, name: str) -> None:
    """Shuts a person out of the console from the next request on."""
    with session.writing() as (conn, now):
        people.disable(conn, _named(conn, name), By(person(), now))
    say(f"{name}: shut out")


COMMANDS = (users,)


def _named(conn: Connection, name: str) -> User:
    message = f"users: nobody is called {name!r}; see `yishiyibao users list`"
    return or_refuse(people.named(conn, name), message)


def _new_password() -> str:
    password = secret("password")
    if len(password) < SHORTEST:
        refuse(
            f"users: a password has {SHORTEST} characters or more; type it when asked, or pipe it in"
        )
    return hash_password(password)
