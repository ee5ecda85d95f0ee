"""Which tables hold the submissions and what was noticed about them?

What happened to them afterwards is in `events`.
"""

import sqlalchemy as sa

from ledger.tables.columns import Id, Instant, array, flag, metadata, moment, text

_OPEN = "settled_at IS NULL"
_CONTINUES = "follows IS NOT NULL"

commissions = sa.Table(
    "commissions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    text("title"),
    text("issuer"),
    text("brief"),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("due", sa.Date, nullable=False),
    text("made_by"),
    sa.Column("closed_at", Instant),
)

commission_units = sa.Table(
    "commission_units",
    metadata,
    sa.Column("commission_id", sa.ForeignKey("commissions.id"), primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column(
        "token",
        sa.Text,
        unique=True,
        index=True,
        comment="by which the unit's answer is known",
    ),
    sa.Column("mailed_at", Instant),
    sa.Column("withdrawn_at", Instant),
)

submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("serial", sa.Text, primary_key=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column(
        "letter",
        sa.BigInteger,
        comment="the mailbox entry it came with; null when added by hand",
    ),
    sa.Column("unit_id", sa.ForeignKey("units.id"), index=True),
    text("title"),
    text("category"),
    text("category_because"),
    array("authors"),
    text("signer"),
    moment("arrived_at"),
    sa.Column("counts_on", sa.Date),
    sa.Column(
        "day",
        sa.Date,
        nullable=False,
        index=True,
        comment="counts_on, else the local day of arrival",
    ),
    sa.Column("characters", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Column("state", sa.Text, nullable=False, index=True),
    array("flags"),
    sa.Column("own_business", sa.Boolean),
    flag("quality", default=True),
    flag("lateness_waived", default=False),
    sa.Column("commission", sa.ForeignKey("commissions.id"), index=True),
    sa.Column("follows", sa.ForeignKey("submissions.serial")),
    sa.Column("superseded_by", sa.ForeignKey("submissions.serial")),
    sa.Column("fingerprint", sa.Text, nullable=False, default="", index=True),
    array("attachments"),
    array("evidence"),
    text("held_because"),
    array("candidates"),
    sa.Column(
        "version",
        sa.Integer,
        nullable=False,
        default=0,
        server_default="0",
        comment="how often it was changed; a form says which it was made from",
    ),
    # The reports of one event, of which there are few.
    sa.Index(
        "ix_submissions_follows",
        "follows",
        sqlite_where=sa.text(_CONTINUES),
        postgresql_where=sa.text(_CONTINUES),
    ),
)

words = sa.Table(
    "words",
    metadata,
    sa.Column("serial", sa.ForeignKey("submissions.serial"), primary_key=True),
    text("text"),
    text("manuscript"),
)

co_units = sa.Table(
    "co_units",
    metadata,
    sa.Column("serial", sa.ForeignKey("submissions.serial"), primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True, index=True),
    sa.Column("position", sa.Integer, nullable=False),
)

proposals = sa.Table(
    "proposals",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), nullable=False, index=True
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("other", sa.ForeignKey("submissions.serial")),
    text("evidence"),
    moment("made_at"),
    sa.Column("settled_at", Instant),
    text("settled"),
    text("commission"),
    flag("counts_once", default=False),
    array("unit_ids"),
    # The few that nobody has settled, out of all there ever were: every receipt asks
    # what counts once.
    sa.Index(
        "ix_proposals_open",
        "serial",
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    ),
)

search_texts = sa.Table(
    "search_texts",
    metadata,
    sa.Column("serial", sa.ForeignKey("submissions.serial"), primary_key=True),
    text(
        "said",
        comment="a line each for serial, title, authors, words, manuscript; only letters, digits",
    ),
)

sketches = sa.Table(
    "sketches",
    metadata,
    sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column(
        "serial", sa.ForeignKey("submissions.serial"), primary_key=True, index=True
    ),
    # The key is the whole row: with a row id of its own SQLite would store everything
    # twice.
    sqlite_with_rowid=False,
)
