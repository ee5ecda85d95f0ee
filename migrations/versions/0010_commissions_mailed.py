"""How is a commission followed from its mail to its answer?

Each unit asked has a token of its own; a proposal may name a commission. This step is
never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")

KNOWN_BY = "by which the unit's answer is known"


def text(name: str, default: str = "") -> sa.Column[str]:
    """A text that may be empty but never null."""
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def upgrade() -> None:
    """Adds the columns and the index."""
    op.add_column("commissions", text("made_by"))
    op.add_column("commissions", sa.Column("closed_at", MOMENT))
    op.add_column("commission_units", sa.Column("token", sa.Text, comment=KNOWN_BY))
    op.add_column("commission_units", sa.Column("mailed_at", MOMENT))
    op.add_column("commission_units", sa.Column("withdrawn_at", MOMENT))
    op.create_index(
        "ix_commission_units_token", "commission_units", ["token"], unique=True
    )
    op.add_column("proposals", text("commission"))


def downgrade() -> None:
    """Drops them."""
    op.drop_column("proposals", "commission")
    op.drop_index("ix_commission_units_token", "commission_units")
    op.drop_column("commission_units", "withdrawn_at")
    op.drop_column("commission_units", "mailed_at")
    op.drop_column("commission_units", "token")
    op.drop_column("commissions", "closed_at")
    op.drop_column("commissions", "made_by")
