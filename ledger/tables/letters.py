"""Which tables hold the mail as it was read?

Originals by content, mailbox entries by place.
"""

from __future__ import annotations

import sqlalchemy as sa

from ledger.tables.columns import array, flag, metadata, moment, text

originals = sa.Table(
    "originals",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("zstd", sa.LargeBinary, nullable=False),
)

mailbox_entries = sa.Table(
    "mailbox_entries",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("folder", sa.Text, nullable=False),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("uid", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("role", sa.Text),
    text("reason"),
    text("because"),
    moment("arrived_at"),
    moment("seen_at"),
    sa.Column("size", sa.BigInteger, nullable=False, default=0, server_default="0"),
    sa.Column("sha256", sa.Text, index=True),
    sa.Column("message_id", sa.Text, index=True),
    array("ancestors"),
    text("from_address"),
    text("from_name"),
    text("subject"),
    array("attachments"),
    sa.Column("serial", sa.ForeignKey("submissions.serial"), index=True),
    flag("answerable", default=False),
    text("answer_to"),
    text("answer_because"),
    text("trust", "unverified"),
    sa.Column("mark", sa.Text),
    sa.Column("keyed_hash", sa.Text, index=True),
    sa.UniqueConstraint("account", "folder", "uidvalidity", "uid"),
)
