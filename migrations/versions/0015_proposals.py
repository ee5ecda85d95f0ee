"""Where does the record keep that a correction counts once, and which units sign a joint item?

Both stand with the proposal that says so. Proposals of before this step say neither: what they are about
counts as it did. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Adds the columns."""
    op.add_column(
        "proposals", sa.Column("counts_once", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("proposals", sa.Column("unit_ids", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drops them."""
    op.drop_column("proposals", "unit_ids")
    op.drop_column("proposals", "counts_once")
