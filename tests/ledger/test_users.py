"""Who may sign in, on both databases?"""

from datetime import UTC, datetime, timedelta

from ledger import journal, users
from ledger.database import Database
from ledger.journal import By
from ledger.users import SIGN_IN_REFUSED, SIGNED_IN, NameTaken, User, UserRole

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BY = By("cli", NOW)


def added(database: Database, name: str = "王芳") -> User:
    with database.writing() as conn:
        user = users.add(conn, name, UserRole.CLERK, "hash", BY)
    assert isinstance(user, User)
    return user


def test_an_added_user_is_found_by_name_and_by_id(database: Database) -> None:
    user = added(database)
    with database.reading() as conn:
        assert users.named(conn, "王芳") == user
        assert users.with_id(conn, user.id) == user
        assert users.everyone(conn) == (user,)


def test_a_name_is_given_only_once(database: Database) -> None:
    added(database)
    with database.writing() as conn:
        assert users.add(conn, "王芳", UserRole.ADMIN, "other", BY) == NameTaken("王芳")


def test_every_change_of_a_user_is_journalled_without_the_hash(
    database: Database,
) -> None:
    user = added(database)
    with database.writing() as conn:
        users.set_password(conn, user, "secret-hash", BY)
        users.disable(conn, user, BY)
        users.enable(conn, user, BY)
        entries = journal.about(conn, "user:王芳")
    assert [entry.did for entry in entries] == [
        "added as clerk",
        "password changed",
        "disabled",
        "enabled",
    ]
    assert "secret-hash" not in repr(entries)


def test_a_disabled_user_says_since_when(database: Database) -> None:
    user = added(database)
    with database.writing() as conn:
        users.disable(conn, user, BY)
        found = users.named(conn, "王芳")
    assert found is not None
    assert found.disabled_at == NOW


def test_refused_guesses_are_counted_since_the_last_success_and_within_the_window(
    database: Database,
) -> None:
    user = added(database)
    with database.writing() as conn:
        for minute, did in enumerate(
            (SIGN_IN_REFUSED, SIGNED_IN, SIGN_IN_REFUSED, SIGN_IN_REFUSED)
        ):
            users.note_sign_in(conn, user, did, NOW + timedelta(minutes=minute))
        assert users.refusals_since(conn, user, NOW) == 2
        assert users.refusals_since(conn, user, NOW + timedelta(minutes=3)) == 1
