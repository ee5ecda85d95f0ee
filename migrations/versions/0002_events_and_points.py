"""Which tables hold what happened to items and what they earned, to begin with?

A snapshot of the tables as they were then; later steps change them, this one is never
touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

record = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    },
)


def text(name: str, default: str = "") -> sa.Column[str]:
    """A text that may be empty but never null."""
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


# made by a step before; named here for what refers to them
sa.Table("submissions", record, sa.Column("serial", sa.Text, primary_key=True))
sa.Table("units", record, sa.Column("id", ID, primary_key=True))

EARLIER = frozenset(record.tables)

sa.Table(
    "adoptions",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), nullable=False, index=True
    ),
    text("publication"),
    text("form"),
    text("issue"),
    sa.Column("happened_on", sa.Date, nullable=False, index=True),
    text("note"),
    sa.Column("entered_at", MOMENT, nullable=False),
    sa.UniqueConstraint("serial", "publication", "form", "happened_on"),
)

sa.Table(
    "instructions",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), nullable=False, index=True
    ),
    text("leader"),
    text("level"),
    sa.Column("happened_on", sa.Date, nullable=False, index=True),
    text("note"),
    sa.Column("entered_at", MOMENT, nullable=False),
    sa.UniqueConstraint("serial", "leader", "happened_on"),
)

sa.Table(
    "forwardings",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), nullable=False, index=True
    ),
    text("target"),
    sa.Column("happened_on", sa.Date, nullable=False, index=True),
    text("note"),
    sa.Column("entered_at", MOMENT, nullable=False),
    sa.UniqueConstraint("serial", "target", "happened_on"),
)

sa.Table(
    "history",
    record,
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("total", sa.Text, nullable=False),
    sa.Column("share", sa.Text),
    text("note"),
)

sa.Table(
    "scores",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    text("edition"),
    sa.Column("sheet", JSON, nullable=False),
    text("facts_digest"),
    text("because"),
    text("made_by"),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("published_at", MOMENT),
    sa.UniqueConstraint("period", "revision"),
)

sa.Table(
    "circulars",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("period", sa.Text, nullable=False, index=True),
    sa.Column("score_id", sa.ForeignKey("scores.id"), nullable=False, unique=True),
    sa.Column("state", sa.Text, nullable=False),
    text("covering"),
    sa.Column("drafted_at", MOMENT, nullable=False),
    sa.Column("approved_at", MOMENT),
    text("approved_by"),
    sa.Column("sent_at", MOMENT),
)


OWN = [table for name, table in record.tables.items() if name not in EARLIER]


def upgrade() -> None:
    """Makes these tables."""
    record.create_all(op.get_bind(), tables=OWN)


def downgrade() -> None:
    """Drops these tables."""
    record.drop_all(op.get_bind(), tables=OWN)
