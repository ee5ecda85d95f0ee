"""Which tables hold the office itself?

Its switches, counters, journal, users and its own working days.
"""

from __future__ import annotations

import sqlalchemy as sa

from ledger.tables.columns import Id, Instant, Json, metadata, moment, text

switches = sa.Table(
    "switches",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    text("value"),
    moment("set_at"),
    text("set_by"),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("id", Id, primary_key=True),
    moment("at"),
    text("who"),
    text("did"),
    sa.Column("subject", sa.Text, nullable=False, index=True),
    text("because"),
    sa.Column("details", Json, nullable=False, default=dict, server_default="{}"),
)

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    text("role", "clerk"),
    text("password_hash"),
    sa.Column("disabled_at", Instant),
    moment("made_at"),
)

working_days = sa.Table(
    "working_days",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("works", sa.Boolean, nullable=False),
    text("note"),
)
