"""Where does the record keep points that a person gave or took?

One row for each, with its reason; one that is withdrawn stays and counts no more. This
step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
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


# made by a step before; named here for what refers to it
sa.Table("units", record, sa.Column("id", ID, primary_key=True))
sa.Table("submissions", record, sa.Column("serial", sa.Text, primary_key=True))

remarks = sa.Table(
    "remarks",
    record,
    sa.Column("id", ID, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    text("kind"),
    sa.Column(
        "points", sa.Text, comment="an exact number; none where the kind has one value"
    ),
    sa.Column("serial", sa.ForeignKey("submissions.serial"), index=True),
    sa.Column("happened_on", sa.Date, nullable=False, index=True),
    text("because"),
    sa.Column(
        "fingerprint",
        sa.Text,
        unique=True,
        comment="none once withdrawn: it may be said anew",
    ),
    sa.Column("entered_at", MOMENT, nullable=False),
    sa.Column("withdrawn_at", MOMENT),
)


def upgrade() -> None:
    """Makes the table."""
    record.create_all(op.get_bind(), tables=[remarks])


def downgrade() -> None:
    """Drops it."""
    record.drop_all(op.get_bind(), tables=[remarks])
