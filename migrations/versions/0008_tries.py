"""Where does the record keep each try to hand a message over?

One row a try, with what the server said; and when an address was last known to be
alive. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ALIVE = "when a letter or a delivery last showed that it exists"

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
sa.Table("outbox", record, sa.Column("id", ID, primary_key=True))

tries = sa.Table(
    "tries",
    record,
    sa.Column("outbox_id", sa.ForeignKey("outbox.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("began_at", MOMENT, nullable=False, index=True),
    sa.Column("ended_at", MOMENT),
    text("state"),
    text("reply"),
    text("worker"),
)


def upgrade() -> None:
    """Makes the table and the column."""
    record.create_all(op.get_bind(), tables=[tries])
    op.add_column("address_health", sa.Column("alive_at", MOMENT, comment=ALIVE))


def downgrade() -> None:
    """Drops them."""
    op.drop_column("address_health", "alive_at")
    record.drop_all(op.get_bind(), tables=[tries])
