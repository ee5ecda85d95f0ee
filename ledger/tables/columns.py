"""Of what columns are our tables made?

The one metadata with its naming convention, the type of a moment, and the column shapes
that recur. Instants go in aware and come out aware in UTC; a naive one is refused at
the door.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

# Every constraint has a name on both databases, so that a later step can rename or drop
# it.
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    },
)

SQLITE_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


class NaiveMomentError(ValueError):
    """A moment without a zone was about to be stored."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(
            f"{moment.isoformat()} has no zone; every stored moment is aware"
        )


class Instant(TypeDecorator[datetime]):
    """An aware moment: timestamptz on PostgreSQL, sortable text in UTC on SQLite."""

    # Text is as long as 2026-03-09T02:00:00.000000Z, always: so it sorts as time does.
    impl = sa.String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of each database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.DateTime(timezone=True))
        return dialect.type_descriptor(sa.String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - text or datetime
        """UTC in; NaiveMomentError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveMomentError(value)
        moment = value.astimezone(UTC)
        return (
            moment if dialect.name == "postgresql" else moment.strftime(SQLITE_FORMAT)
        )

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - as above
        """Aware out, in UTC."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
# SQLite numbers rows by itself only where the key is declared INTEGER.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment(name: str) -> sa.Column[datetime]:
    """An instant that is always known."""
    return sa.Column(name, Instant, nullable=False)


def text(name: str, default: str = "", comment: str | None = None) -> sa.Column[str]:
    """A text that may be empty but never null."""
    return sa.Column(
        name,
        sa.Text,
        nullable=False,
        default=default,
        server_default=default,
        comment=comment,
    )


def version(of: str) -> sa.Column[int]:
    """How often something was changed, from 0; a form says which version it was made
    from.
    """
    return sa.Column(
        "version",
        sa.Integer,
        nullable=False,
        default=0,
        server_default="0",
        comment=f"how often {of} was changed",
    )


def array(name: str) -> sa.Column[Any]:
    """A JSON array, empty unless told otherwise."""
    return sa.Column(name, Json, nullable=False, default=list, server_default="[]")


def flag(name: str, *, default: bool) -> sa.Column[bool]:
    """A truth value that is always known."""
    return sa.Column(
        name,
        sa.Boolean,
        nullable=False,
        default=default,
        server_default=sa.true() if default else sa.false(),
    )
