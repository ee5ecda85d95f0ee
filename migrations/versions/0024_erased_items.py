"""Which items did an erasure of a person by name find, so that it finds them again in
an older copy?

There they may have stood with another unit. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column; of erasures before, none are known."""
    comment = "of a name: serials of its items, parted by blanks"
    op.add_column(
        "erasures",
        sa.Column(
            "serials", sa.Text, nullable=False, server_default="", comment=comment
        ),
    )


def downgrade() -> None:
    """Drops it: on an older copy an erasure then finds the items of its unit alone."""
    op.drop_column("erasures", "serials")
