"""Which tables hold the mail that came, the mail that goes, and the running service, to
begin with?

A snapshot of the tables as they were then; later steps change them, this one is never
touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
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


def flag(name: str, *, default: bool) -> sa.Column[bool]:
    """A truth value that is always known."""
    return sa.Column(
        name,
        sa.Boolean,
        nullable=False,
        server_default=sa.true() if default else sa.false(),
    )


# made by a step before; named here for what refers to them
sa.Table("submissions", record, sa.Column("serial", sa.Text, primary_key=True))
sa.Table("units", record, sa.Column("id", ID, primary_key=True))

EARLIER = frozenset(record.tables)

sa.Table(
    "originals",
    record,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("zstd", sa.LargeBinary, nullable=False),
)

sa.Table(
    "sightings",
    record,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("folder", sa.Text, nullable=False),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("uid", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("role", sa.Text),
    text("reason"),
    text("because"),
    sa.Column("arrived_at", MOMENT, nullable=False),
    sa.Column("seen_at", MOMENT, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("sha256", sa.Text, index=True),
    sa.Column("message_id", sa.Text, index=True),
    sa.Column("ancestors", JSON, nullable=False, server_default="[]"),
    text("from_address"),
    text("from_name"),
    text("subject"),
    sa.Column("attachments", JSON, nullable=False, server_default="[]"),
    sa.Column("serial", sa.ForeignKey("submissions.serial"), index=True),
    flag("answerable", default=False),
    text("answer_to"),
    text("answer_because"),
    text("trust", "unverified"),
    sa.Column("mark", sa.Text),
    sa.Column("keyed_hash", sa.Text, index=True),
    sa.UniqueConstraint("account", "folder", "uidvalidity", "uid"),
)

sa.Table(
    "outbox",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("recipient", sa.Text, nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("about", JSON, nullable=False),
    sa.Column(
        "serial", sa.Text, index=True, comment="the submission it is about, if any"
    ),
    sa.Column("answers", sa.BigInteger, comment="the sighting it answers, if any"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("queued_at", MOMENT, nullable=False),
    sa.Column("due_at", MOMENT, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lease_owner", sa.Text),
    sa.Column("lease_until", MOMENT),
    sa.Column("message_id", sa.Text, index=True),
    sa.Column("token", sa.Text, index=True),
    sa.Column("subject", sa.Text),
    sa.Column("template", sa.Text),
    sa.Column("facts", JSON),
    sa.Column("bytes", sa.LargeBinary),
    sa.Column("settled_at", MOMENT),
    text("outcome"),
    sa.UniqueConstraint("kind", "recipient", "key"),
    sa.Index("ix_outbox_state_due_at", "state", "due_at"),
)

sa.Table(
    "address_health",
    record,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    flag("disabled", default=False),
    text("because"),
    sa.Column("last_at", MOMENT, nullable=False),
)

sa.Table(
    "reminded",
    record,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("duty", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True, comment="of a commission its id"),
    sa.Column(
        "stage",
        sa.Integer,
        primary_key=True,
        comment="working days left; negative: days after",
    ),
    sa.Column("reminded_at", MOMENT, nullable=False),
)

sa.Table(
    "leases",
    record,
    sa.Column("name", sa.Text, primary_key=True),
    text("owner"),
    sa.Column("fence", sa.BigInteger, nullable=False),
    sa.Column("until", MOMENT, nullable=False),
)

sa.Table(
    "accounts",
    record,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("folder", sa.Text, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger),
    sa.Column("last_uid", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_arrived_at", MOMENT),
    sa.Column("last_size", sa.BigInteger),
    sa.Column("start_uid", sa.BigInteger),
    sa.Column("last_good_poll_at", MOMENT),
    sa.Column("renumbered_at", MOMENT),
    sa.Column("refusals", sa.Integer, nullable=False, server_default="0"),
    text("refused_because"),
    text("refused_secret"),
)

sa.Table(
    "runs",
    record,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    text("owner"),
    sa.Column("lease_until", MOMENT),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("started_at", MOMENT, nullable=False),
    sa.Column("finished_at", MOMENT),
    text("outcome"),
)


OWN = [table for name, table in record.tables.items() if name not in EARLIER]


def upgrade() -> None:
    """Makes these tables."""
    record.create_all(op.get_bind(), tables=OWN)


def downgrade() -> None:
    """Drops these tables."""
    record.drop_all(op.get_bind(), tables=OWN)
