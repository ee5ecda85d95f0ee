"""Where does the record keep an issue of the office's own publication, and contents
lists of others?

An issue is composed of accepted submissions; a list's lines are matched to submissions
and confirmed by a person. This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

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
sa.Table("submissions", record, sa.Column("serial", sa.Text, primary_key=True))

issues = sa.Table(
    "issues",
    record,
    sa.Column("id", ID, primary_key=True),
    text("publication"),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("dated", sa.Date, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    text("made_by"),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("published_at", MOMENT),
    sa.UniqueConstraint("publication", "year", "number"),
)

issue_items = sa.Table(
    "issue_items",
    record,
    sa.Column("issue_id", sa.ForeignKey("issues.id"), primary_key=True),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), primary_key=True, index=True
    ),
    sa.Column("position", sa.Integer, nullable=False),
    text("form"),
    text("heading"),
    text("text"),
)

contents = sa.Table(
    "contents",
    record,
    sa.Column("id", ID, primary_key=True),
    text("publication"),
    text("issue"),
    sa.Column("dated", sa.Date, nullable=False),
    text("source"),
    text("entered_by"),
    sa.Column("entered_at", MOMENT, nullable=False),
)

contents_lines = sa.Table(
    "contents_lines",
    record,
    sa.Column("contents_id", sa.ForeignKey("contents.id"), primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True),
    text("title"),
    text("unit"),
    text("form"),
    sa.Column("serial", sa.ForeignKey("submissions.serial"), index=True),
    sa.Column("confidence", sa.Float, nullable=False, server_default="0"),
    text("settled"),
)


def upgrade() -> None:
    """Makes the tables."""
    record.create_all(
        op.get_bind(), tables=[issues, issue_items, contents, contents_lines]
    )


def downgrade() -> None:
    """Drops them."""
    record.drop_all(
        op.get_bind(), tables=[contents_lines, contents, issue_items, issues]
    )
