"""Which tables hold an issue of the office's own publication, and contents lists of others?

An issue is composed of accepted submissions (Art. 4(2)); the lines of a list are matched to submissions and
confirmed by a person.
"""

from __future__ import annotations

import sqlalchemy as sa

from ledger.tables.columns import Id, Instant, metadata, moment, text

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("id", Id, primary_key=True),
    text("publication"),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("dated", sa.Date, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    text("made_by"),
    moment("made_at"),
    sa.Column("published_at", Instant),
    sa.UniqueConstraint("publication", "year", "number"),
)

issue_items = sa.Table(
    "issue_items",
    metadata,
    sa.Column("issue_id", sa.ForeignKey("issues.id"), primary_key=True),
    sa.Column("serial", sa.ForeignKey("submissions.serial"), primary_key=True, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    text("form"),
    text("heading"),
    text("text"),
)

contents = sa.Table(
    "contents",
    metadata,
    sa.Column("id", Id, primary_key=True),
    text("publication"),
    text("issue"),
    sa.Column("dated", sa.Date, nullable=False),
    text("source"),
    text("entered_by"),
    moment("entered_at"),
)

contents_lines = sa.Table(
    "contents_lines",
    metadata,
    sa.Column("contents_id", sa.ForeignKey("contents.id"), primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True),
    text("title"),
    text("unit"),
    text("form"),
    sa.Column("serial", sa.ForeignKey("submissions.serial"), index=True),
    sa.Column("confidence", sa.Float, nullable=False, default=0, server_default="0"),
    text("settled"),
)
