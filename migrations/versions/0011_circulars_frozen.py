"""Where does the record keep a circular as it was approved, and free ones?

Title, number and day of the paper, what it corrects, who drafted it, its contents and
files as approved; and announcements, which rest on no score. This step is never touched
again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

CORRECTS = "the circular that this one corrects"
CONTENTS = "what it says, as approved"

record = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    },
)


def text(name: str, default: str = "") -> sa.Column[str]:
    """A text that may be empty but never null."""
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


# made by a step before; named here for what refers to it
sa.Table("circulars", record, sa.Column("id", ID, primary_key=True))

circular_files = sa.Table(
    "circular_files",
    record,
    sa.Column("circular_id", sa.ForeignKey("circulars.id"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    text("type"),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
)

announcements = sa.Table(
    "announcements",
    record,
    sa.Column("id", ID, primary_key=True),
    text("template"),
    text("title"),
    text("number"),
    sa.Column("dated", sa.Date),
    text("body"),
    sa.Column("to", JSON, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    text("drafted_by"),
    sa.Column("drafted_at", MOMENT, nullable=False),
    text("edited_by"),
    text("approved_by"),
    sa.Column("approved_at", MOMENT),
    sa.Column("sent_at", MOMENT),
)


def upgrade() -> None:
    """Makes the tables and adds the columns."""
    record.create_all(op.get_bind(), tables=[circular_files, announcements])
    op.add_column("circulars", text("title"))
    op.add_column("circulars", text("number"))
    op.add_column("circulars", sa.Column("dated", sa.Date))
    op.add_column("circulars", sa.Column("corrects", sa.BigInteger, comment=CORRECTS))
    op.add_column("circulars", text("because"))
    op.add_column("circulars", text("drafted_by"))
    op.add_column("circulars", text("edited_by"))
    op.add_column("circulars", sa.Column("contents", JSON, comment=CONTENTS))


def downgrade() -> None:
    """Drops them."""
    for name in (
        "contents",
        "edited_by",
        "drafted_by",
        "because",
        "corrects",
        "dated",
        "number",
        "title",
    ):
        op.drop_column("circulars", name)
    record.drop_all(op.get_bind(), tables=[announcements, circular_files])
