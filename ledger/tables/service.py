"""Which tables hold the running service?

Leases, what was read of each mailbox, and which job ran for which period.
"""

from __future__ import annotations

import sqlalchemy as sa

from ledger.tables.columns import Instant, metadata, moment, text

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    text("owner"),
    sa.Column("fence", sa.BigInteger, nullable=False),
    moment("until"),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("folder", sa.Text, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger),
    sa.Column("last_uid", sa.BigInteger, nullable=False, default=0, server_default="0"),
    sa.Column("last_arrived_at", Instant),
    sa.Column("last_size", sa.BigInteger),
    sa.Column("start_uid", sa.BigInteger),
    sa.Column("last_good_poll_at", Instant),
    sa.Column("renumbered_at", Instant),
    sa.Column("refusals", sa.Integer, nullable=False, default=0, server_default="0"),
    text("refused_because"),
    text("refused_secret"),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    text("owner"),
    sa.Column("lease_until", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, default=0, server_default="0"),
    moment("started_at"),
    sa.Column("finished_at", Instant),
    text("outcome"),
)
