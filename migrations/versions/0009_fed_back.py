"""Which units have been told of which event?

Empty at first: what happened before this step is nobody's news. This step is never
touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
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

# made by a step before; named here for what refers to it
sa.Table("units", record, sa.Column("id", ID, primary_key=True))

fed_back = sa.Table(
    "fed_back",
    record,
    sa.Column(
        "event", sa.Text, primary_key=True, comment="as evidence names it: adoption:12"
    ),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("told_at", MOMENT, nullable=False),
)


def upgrade() -> None:
    """Makes the table."""
    record.create_all(op.get_bind(), tables=[fed_back])


def downgrade() -> None:
    """Drops it."""
    record.drop_all(op.get_bind(), tables=[fed_back])
