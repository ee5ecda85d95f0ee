"""Where does the roster keep what decisions taught it, with who and when?

Names learnt get a table of their own; addresses learnt, which were there before, get
who and when. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
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

aliases = sa.Table(
    "aliases",
    record,
    sa.Column("alias", sa.Text, primary_key=True, comment="one name means one unit"),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    text("learnt_because"),
    text("learnt_by"),
    sa.Column("learnt_at", MOMENT, nullable=False),
)


def upgrade() -> None:
    """Makes the table and the two columns."""
    record.create_all(op.get_bind(), tables=[aliases])
    op.add_column("addresses", text("learnt_by"))
    op.add_column("addresses", sa.Column("learnt_at", MOMENT))


def downgrade() -> None:
    """Drops them."""
    op.drop_column("addresses", "learnt_at")
    op.drop_column("addresses", "learnt_by")
    record.drop_all(op.get_bind(), tables=[aliases])
