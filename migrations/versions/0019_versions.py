"""How does the record know that an item was changed while somebody's form lay open?

Each submission counts its changes. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the count; what was changed before counts as not yet."""
    comment = "how often it was changed; a form says which it was made from"
    version = sa.Column(
        "version", sa.Integer, nullable=False, server_default="0", comment=comment
    )
    op.add_column("submissions", version)


def downgrade() -> None:
    """Drops it."""
    op.drop_column("submissions", "version")
