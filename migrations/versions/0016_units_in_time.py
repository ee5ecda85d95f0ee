"""Where does the record keep what a unit was called before, and which unit goes on for
one that is no more?

Both are empty at first: every unit has had its name from the beginning. This step is
never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
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

former_names = sa.Table(
    "former_names",
    record,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column(
        "until",
        sa.Date,
        primary_key=True,
        comment="the first day it was no longer called so",
    ),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
)

mergers = sa.Table(
    "mergers",
    record,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("into_id", sa.ForeignKey("units.id"), nullable=False, index=True),
)


def upgrade() -> None:
    """Makes the tables."""
    record.create_all(op.get_bind(), tables=[former_names, mergers])


def downgrade() -> None:
    """Drops them."""
    record.drop_all(op.get_bind(), tables=[former_names, mergers])
