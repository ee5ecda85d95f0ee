"""How does the record know that a draft or an issue was changed while somebody read it
or wrote in its form?

Circulars, announcements and issues count their changes. This step is never touched
again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

COUNTED = {
    "circulars": "the draft",
    "announcements": "the draft",
    "issues": "the issue",
}
"""Table → what its rows are changes of."""


def upgrade() -> None:
    """Adds the counts; what was changed before counts as not yet."""
    for table, what in COUNTED.items():
        comment = f"how often {what} was changed"
        op.add_column(
            table,
            sa.Column(
                "version",
                sa.Integer,
                nullable=False,
                server_default="0",
                comment=comment,
            ),
        )


def downgrade() -> None:
    """Drops them."""
    for table in COUNTED:
        op.drop_column(table, "version")
