"""Where does the record keep what tells near-duplicate texts apart?

Empty at first: what was there before is known by its title and its fingerprint. This
step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

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
sa.Table("submissions", record, sa.Column("serial", sa.Text, primary_key=True))

sketches = sa.Table(
    "sketches",
    record,
    sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), primary_key=True, index=True
    ),
    sqlite_with_rowid=False,
)


def upgrade() -> None:
    """Makes the table."""
    record.create_all(op.get_bind(), tables=[sketches])


def downgrade() -> None:
    """Drops it."""
    record.drop_all(op.get_bind(), tables=[sketches])
