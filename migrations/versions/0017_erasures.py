"""Where does the record keep whose contact was erased, so that it can be erased again
on an older copy?

This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SAID = "a name as it is; of a number or an address a digest"
MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Makes the table of erasures."""
    op.create_table(
        "erasures",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False, server_default=""),
        sa.Column("because", sa.Text, nullable=False, server_default=""),
        sa.Column("kind", sa.Text, nullable=False, server_default=""),
        sa.Column(
            "said",
            sa.Text,
            nullable=False,
            server_default="",
            comment="a name as it is; of a number or an address a digest",
        ),
        sa.Column("unit", sa.Text, nullable=False, server_default=""),
        sa.Column("salt", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )


def downgrade() -> None:
    """Drops it."""
    op.drop_table("erasures")
