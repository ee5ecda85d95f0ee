"""Which tables hold what happened to submissions, and what it earned?

Adoptions, instructions, forwardings; remarks; scores, circulars, and totals from
before. Beside them the office's own publication, whose issues are composed of accepted
submissions (Art. 4(2)), and contents lists of others, whose lines are matched to
submissions and confirmed by a person.
"""

from typing import Any

import sqlalchemy as sa

from ledger.tables.columns import (
    Id,
    Instant,
    Json,
    flag,
    metadata,
    moment,
    text,
    version,
)

STANDS = "withdrawn_at IS NULL"
"""What was withdrawn stays on record, and the same may be entered anew."""


def _withdrawal() -> tuple[sa.Column[Any], ...]:
    """What a row says of its being taken back, of what it corrects, and of the file it
    came in.
    """
    return (
        sa.Column("withdrawn_at", Instant),
        text("withdrawn_by"),
        text("withdrawn_because"),
        flag("carried", default=False),
        sa.Column(
            "replaces",
            sa.BigInteger,
            comment="the id of the row that this one corrects",
        ),
        sa.Column(
            "known_at",
            Instant,
            comment="decides its quarter in place of entered_at, where it is set",
        ),
        sa.Column(
            "import_id", sa.BigInteger, index=True, comment="the import that brought it"
        ),
    )


def _event(name: str, *columns: sa.Column[Any], unique: tuple[str, ...]) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("id", Id, primary_key=True),
        sa.Column(
            "serial", sa.ForeignKey("submissions.serial"), nullable=False, index=True
        ),
        *columns,
        sa.Column("happened_on", sa.Date, nullable=False, index=True),
        text("note"),
        moment("entered_at"),
        *_withdrawal(),
        flag("unscored", default=False),
        sa.Index(
            f"ux_{name}_standing",
            "serial",
            *unique,
            "happened_on",
            unique=True,
            sqlite_where=sa.text(STANDS),
            postgresql_where=sa.text(STANDS),
        ),
    )


adoptions = _event(
    "adoptions",
    text("publication"),
    text("form"),
    text("issue"),
    unique=("publication", "form"),
)
instructions = _event("instructions", text("leader"), text("level"), unique=("leader",))
forwardings = _event("forwardings", text("target"), unique=("target",))

remarks = sa.Table(
    "remarks",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    text("kind"),
    sa.Column(
        "points", sa.Text, comment="an exact number; none where the kind has one value"
    ),
    sa.Column("serial", sa.ForeignKey("submissions.serial"), index=True),
    sa.Column("happened_on", sa.Date, nullable=False, index=True),
    text("because"),
    sa.Column(
        "fingerprint",
        sa.Text,
        unique=True,
        comment="none once withdrawn: it may be said anew",
    ),
    moment("entered_at"),
    *_withdrawal(),
)

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("id", Id, primary_key=True),
    text("kind"),
    text("file"),
    text("entered_by"),
    moment("entered_at"),
    sa.Column("taken_back_at", Instant),
)

# Totals and shares are text: SQLite has no decimal type, and what was entered must come
# back exactly.
history = sa.Table(
    "history",
    metadata,
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("total", sa.Text, nullable=False),
    sa.Column("share", sa.Text),
    text("note"),
)

scores = sa.Table(
    "scores",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    text("edition"),
    sa.Column("sheet", Json, nullable=False),
    text("facts_digest"),
    text("because"),
    text("made_by"),
    moment("made_at"),
    sa.Column("published_at", Instant),
    sa.UniqueConstraint("period", "revision"),
)

circulars = sa.Table(
    "circulars",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("period", sa.Text, nullable=False, index=True),
    sa.Column("score_id", sa.ForeignKey("scores.id"), nullable=False, unique=True),
    sa.Column("state", sa.Text, nullable=False),
    text("covering"),
    moment("drafted_at"),
    sa.Column("approved_at", Instant),
    text("approved_by"),
    sa.Column("sent_at", Instant),
    text("title"),
    text("number"),
    sa.Column("dated", sa.Date),
    sa.Column("corrects", sa.BigInteger, comment="the circular that this one corrects"),
    text("because"),
    text("drafted_by"),
    text("edited_by"),
    sa.Column("contents", Json, comment="what it says, as approved"),
    version("the draft"),
)

circular_files = sa.Table(
    "circular_files",
    metadata,
    sa.Column("circular_id", sa.ForeignKey("circulars.id"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    text("type"),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
)

announcements = sa.Table(
    "announcements",
    metadata,
    sa.Column("id", Id, primary_key=True),
    text("template"),
    text("title"),
    text("number"),
    sa.Column("dated", sa.Date),
    text("body"),
    sa.Column("to", Json, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    text("drafted_by"),
    moment("drafted_at"),
    text("edited_by"),
    text("approved_by"),
    sa.Column("approved_at", Instant),
    sa.Column("sent_at", Instant),
    version("the draft"),
)


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
    version("the issue"),
    sa.UniqueConstraint("publication", "year", "number"),
)

issue_items = sa.Table(
    "issue_items",
    metadata,
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
