"""Where does the record keep what a server did not give whole, and what comparing it
with the record found?

A letter in doubt has no state yet; how often it was asked for is counted here. This
step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Adds the table, and to each folder when it was compared and how many letters did
    not fit.
    """
    op.create_table(
        "doubted_letters",
        sa.Column("account", sa.Text, primary_key=True),
        sa.Column("folder", sa.Text, primary_key=True),
        sa.Column("uidvalidity", sa.BigInteger, primary_key=True),
        sa.Column("uid", sa.BigInteger, primary_key=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column(
            "because",
            sa.Text,
            nullable=False,
            server_default="",
            comment="what was odd about the server's last answer",
        ),
        sa.Column("tried_at", MOMENT, nullable=False),
    )
    op.add_column(
        "accounts",
        sa.Column(
            "compared_at", MOMENT, comment="when server and record were last compared"
        ),
    )
    op.add_column(
        "accounts",
        sa.Column(
            "unaccounted",
            sa.Integer,
            nullable=False,
            server_default="0",
            comment="how many letters did not fit then",
        ),
    )


def downgrade() -> None:
    """Drops them; a letter in doubt is then found by `reconcile`."""
    op.drop_column("accounts", "unaccounted")
    op.drop_column("accounts", "compared_at")
    op.drop_table("doubted_letters")
