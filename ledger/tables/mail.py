"""Which tables hold the mail that came and the mail we send?

Originals by content, mailbox entries by place. Of ours one row a message and recipient,
each try to hand it over, and what is known of an address; which reminder and which
event was told.
"""

import sqlalchemy as sa

from ledger.tables.columns import Id, Instant, Json, array, flag, metadata, moment, text

originals = sa.Table(
    "originals",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("zstd", sa.LargeBinary, nullable=False),
)

_WAITS = "possible <> '' AND dismissed_at IS NULL"

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
    text("possible", comment="why it may be a report; empty: nothing says so"),
    text("opening", comment="its first words, of a possible report only"),
    sa.Column("dismissed_at", Instant, comment="when a person said it is no report"),
    sa.UniqueConstraint("account", "folder", "uidvalidity", "uid"),
    # The few that wait for a person, out of every mail there ever was: the first page
    # counts them each time.
    sa.Index(
        "ix_mailbox_entries_pile",
        "arrived_at",
        sqlite_where=sa.text(_WAITS),
        postgresql_where=sa.text(_WAITS),
    ),
)

doubted_letters = sa.Table(
    "doubted_letters",
    metadata,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("folder", sa.Text, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, primary_key=True),
    sa.Column("uid", sa.BigInteger, primary_key=True),
    sa.Column("tries", sa.Integer, nullable=False),
    text("because", comment="what was odd about the server's last answer"),
    moment("tried_at"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("recipient", sa.Text, nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("about", Json, nullable=False),
    sa.Column(
        "serial", sa.Text, index=True, comment="the submission it is about, if any"
    ),
    sa.Column("answers", sa.BigInteger, comment="the mailbox entry it answers, if any"),
    sa.Column("state", sa.Text, nullable=False),
    moment("queued_at"),
    moment("due_at"),
    sa.Column("attempts", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Column("lease_owner", sa.Text),
    sa.Column("lease_until", Instant),
    sa.Column("message_id", sa.Text, index=True),
    sa.Column("token", sa.Text, index=True),
    sa.Column("subject", sa.Text),
    sa.Column("template", sa.Text),
    sa.Column("facts", Json),
    # Made once: a retry sends the very same bytes under the same Message-ID (R12).
    sa.Column("bytes", sa.LargeBinary),
    sa.Column("settled_at", Instant),
    text("outcome"),
    # What makes saying it twice saying it once (promise 7).
    sa.UniqueConstraint("kind", "recipient", "key"),
    sa.Index("ix_outbox_state_due_at", "state", "due_at"),
)

address_health = sa.Table(
    "address_health",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    flag("disabled", default=False),
    text("because"),
    moment("last_at"),
    sa.Column(
        "alive_at",
        Instant,
        comment="when a letter or a delivery last showed that it exists",
    ),
)

tries = sa.Table(
    "tries",
    metadata,
    sa.Column("outbox_id", sa.ForeignKey("outbox.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("began_at", Instant, nullable=False, index=True),
    sa.Column("ended_at", Instant),
    text("state"),
    text("reply"),
    text("worker"),
)

fed_back = sa.Table(
    "fed_back",
    metadata,
    sa.Column(
        "event", sa.Text, primary_key=True, comment="as evidence names it: adoption:12"
    ),
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    moment("told_at"),
)

reminded = sa.Table(
    "reminded",
    metadata,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("duty", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True, comment="of a commission its id"),
    sa.Column(
        "stage",
        sa.Integer,
        primary_key=True,
        comment="working days left; negative: days after",
    ),
    moment("reminded_at"),
)
