"""Where does the record keep that an adoption, 批示 or 上报 was chosen to be kept
without points (C5, C7)?

What was entered before was never chosen so. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("adoptions", "instructions", "forwardings")


def upgrade() -> None:
    """Adds the column; nothing is marked."""
    for table in TABLES:
        op.add_column(
            table,
            sa.Column(
                "unscored", sa.Boolean, nullable=False, server_default=sa.false()
            ),
        )


def downgrade() -> None:
    """Drops it; what the rule does not name earns nothing in the earlier program
    either.
    """
    for table in TABLES:
        op.drop_column(table, "unscored")
