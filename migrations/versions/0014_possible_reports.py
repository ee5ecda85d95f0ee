"""Where does the record keep why a letter set aside may be a report all the same?

With it go its first words, for whoever leafs through such letters, and when a person
said that it is none. Letters of before this step say nothing of it, so that no office
finds years of correspondence in that pile. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")

POSSIBLE = "why it may be a report; empty: nothing says so"
OPENING = "its first words, of a possible report only"
DISMISSED = "when a person said it is no report"
INDEX = "ix_mailbox_entries_pile"
WAITS = "possible <> '' AND dismissed_at IS NULL"


def text(name: str, default: str = "", comment: str | None = None) -> sa.Column[str]:
    """A text that may be empty but never null."""
    return sa.Column(
        name, sa.Text, nullable=False, server_default=default, comment=comment
    )


def upgrade() -> None:
    """Adds the columns and the index of what waits."""
    op.add_column("mailbox_entries", text("possible", comment=POSSIBLE))
    op.add_column("mailbox_entries", text("opening", comment=OPENING))
    op.add_column(
        "mailbox_entries", sa.Column("dismissed_at", MOMENT, comment=DISMISSED)
    )
    op.create_index(
        INDEX,
        "mailbox_entries",
        ["arrived_at"],
        sqlite_where=sa.text(WAITS),
        postgresql_where=sa.text(WAITS),
    )


def downgrade() -> None:
    """Drops them."""
    op.drop_index(INDEX, "mailbox_entries")
    op.drop_column("mailbox_entries", "dismissed_at")
    op.drop_column("mailbox_entries", "opening")
    op.drop_column("mailbox_entries", "possible")
