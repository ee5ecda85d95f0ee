"""Where does the record keep the group a unit was in before it moved?

Empty at first: every unit has been in its group from the beginning. This step is never
touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

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

former_groups = sa.Table(
    "former_groups",
    record,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column(
        "until",
        sa.Date,
        primary_key=True,
        comment="the first day it was no longer in the group",
    ),
    sa.Column("unit_group", sa.Text, nullable=False, server_default=""),
)


def upgrade() -> None:
    """Makes the table."""
    record.create_all(op.get_bind(), tables=[former_groups])


def downgrade() -> None:
    """Drops it."""
    record.drop_all(op.get_bind(), tables=[former_groups])
