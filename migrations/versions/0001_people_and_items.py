"""Which tables hold the office, its units and their items, to begin with?

A snapshot of the tables as they were then; later steps change them, this one is never
touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
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


sa.Table(
    "switches",
    record,
    sa.Column("name", sa.Text, primary_key=True),
    text("value"),
    sa.Column("set_at", MOMENT, nullable=False),
    text("set_by"),
)

sa.Table(
    "counters",
    record,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

sa.Table(
    "journal",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("at", MOMENT, nullable=False),
    text("who"),
    text("did"),
    sa.Column("subject", sa.Text, nullable=False, index=True),
    text("because"),
    sa.Column("details", JSON, nullable=False, server_default="{}"),
)

sa.Table(
    "users",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    text("role", "clerk"),
    text("password_hash"),
    sa.Column("disabled_at", MOMENT),
    sa.Column("made_at", MOMENT, nullable=False),
)

sa.Table(
    "working_days",
    record,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("works", sa.Boolean, nullable=False),
    text("note"),
)

sa.Table(
    "units",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("short_names", JSON, nullable=False, server_default="[]"),
    text("unit_group"),
    text("kind"),
    sa.Column("parent", sa.Text),
    flag("own_business_only", default=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
)

sa.Table(
    "addresses",
    record,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("address", sa.Text, primary_key=True),
    text("learnt_because"),
)

sa.Table(
    "persons",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    sa.Column("role", sa.Text, nullable=False),
    text("name"),
    text("address"),
    text("phone"),
)

sa.Table(
    "exemptions",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    text("because"),
)

sa.Table(
    "commissions",
    record,
    sa.Column("id", sa.Text, primary_key=True),
    text("title"),
    text("issuer"),
    text("brief"),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("due", sa.Date, nullable=False),
)

sa.Table(
    "commission_units",
    record,
    sa.Column("commission_id", sa.ForeignKey("commissions.id"), primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
)

sa.Table(
    "submissions",
    record,
    sa.Column("serial", sa.Text, primary_key=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column(
        "letter",
        sa.BigInteger,
        comment="the sighting it came with; null when added by hand",
    ),
    sa.Column("unit_id", sa.ForeignKey("units.id"), index=True),
    text("title"),
    text("category"),
    text("category_because"),
    sa.Column("authors", JSON, nullable=False, server_default="[]"),
    text("signer"),
    sa.Column("arrived_at", MOMENT, nullable=False),
    sa.Column("counts_on", sa.Date),
    sa.Column(
        "day",
        sa.Date,
        nullable=False,
        index=True,
        comment="counts_on, else the local day of arrival",
    ),
    sa.Column("characters", sa.Integer, nullable=False, server_default="0"),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("flags", JSON, nullable=False, server_default="[]"),
    sa.Column("own_business", sa.Boolean),
    flag("quality", default=True),
    flag("lateness_waived", default=False),
    sa.Column("commission", sa.ForeignKey("commissions.id"), index=True),
    sa.Column("follows", sa.ForeignKey("submissions.serial")),
    sa.Column("superseded_by", sa.ForeignKey("submissions.serial")),
    sa.Column("fingerprint", sa.Text, nullable=False, index=True),
    sa.Column("attachments", JSON, nullable=False, server_default="[]"),
    sa.Column("evidence", JSON, nullable=False, server_default="[]"),
    text("held_because"),
    sa.Column("candidates", JSON, nullable=False, server_default="[]"),
)

sa.Table(
    "words",
    record,
    sa.Column("serial", sa.ForeignKey("submissions.serial"), primary_key=True),
    text("text"),
    text("manuscript"),
)

sa.Table(
    "co_units",
    record,
    sa.Column("serial", sa.ForeignKey("submissions.serial"), primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True, index=True),
    sa.Column("position", sa.Integer, nullable=False),
)

sa.Table(
    "proposals",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), nullable=False, index=True
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("other", sa.ForeignKey("submissions.serial")),
    text("evidence"),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("settled_at", MOMENT),
    text("settled"),
)

sa.Table(
    "grams",
    record,
    sa.Column("gram", sa.Text, primary_key=True),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), primary_key=True, index=True
    ),
)


def upgrade() -> None:
    """Makes these tables."""
    record.create_all(op.get_bind())


def downgrade() -> None:
    """Drops these tables."""
    record.drop_all(op.get_bind())
