"""Where does the record keep that a correction counts once, and which units sign a
joint item?

Both stand with the proposal that says so; proposals of before this step say neither,
and what they are about counts as it did. What is open, and what continues another item,
is found by an index. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_proposals_open": ("proposals", "serial", "settled_at IS NULL"),
    "ix_submissions_follows": ("submissions", "follows", "follows IS NOT NULL"),
}
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Adds the columns and the indexes of what is open and of what continues another
    item.
    """
    op.add_column(
        "proposals",
        sa.Column("counts_once", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "proposals", sa.Column("unit_ids", JSON, nullable=False, server_default="[]")
    )
    for name, (table, column, where) in INDEXES.items():
        op.create_index(
            name,
            table,
            [column],
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    """Drops them."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_column("proposals", "unit_ids")
    op.drop_column("proposals", "counts_once")
