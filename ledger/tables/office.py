"""Which tables hold the office, its units with their people, and the running service?

Switches, counters, journal, users and working days; the dated roster of Art. 2 and 6;
leases, what was read of each mailbox, and which job ran for which period.
"""

import sqlalchemy as sa

from ledger.tables.columns import Id, Instant, Json, array, flag, metadata, moment, text

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
    sa.Column(
        "compared_at", Instant, comment="when server and record were last compared"
    ),
    sa.Column(
        "unaccounted",
        sa.Integer,
        nullable=False,
        default=0,
        server_default="0",
        comment="how many letters did not fit then",
    ),
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


units = sa.Table(
    "units",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    array("short_names"),
    text("unit_group"),
    text("kind"),
    sa.Column("parent", sa.Text),
    flag("own_business_only", default=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("position", sa.Integer, nullable=False, default=0, server_default="0"),
)

former_groups = sa.Table(
    "former_groups",
    metadata,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column(
        "until",
        sa.Date,
        primary_key=True,
        comment="the first day it was no longer in the group",
    ),
    text("unit_group"),
)

former_names = sa.Table(
    "former_names",
    metadata,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column(
        "until",
        sa.Date,
        primary_key=True,
        comment="the first day it was no longer called so",
    ),
    text("name"),
)

mergers = sa.Table(
    "mergers",
    metadata,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("into_id", sa.ForeignKey("units.id"), nullable=False, index=True),
)
"""Which unit goes on for one that is no more; since when, its `until` says."""

addresses = sa.Table(
    "addresses",
    metadata,
    sa.Column("unit_id", sa.ForeignKey("units.id"), primary_key=True),
    sa.Column("address", sa.Text, primary_key=True),
    text("learnt_because"),
    text("learnt_by"),
    sa.Column("learnt_at", Instant),
)

aliases = sa.Table(
    "aliases",
    metadata,
    sa.Column("alias", sa.Text, primary_key=True, comment="one name means one unit"),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    text("learnt_because"),
    text("learnt_by"),
    moment("learnt_at"),
)

persons = sa.Table(
    "persons",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    sa.Column("role", sa.Text, nullable=False),
    text("name"),
    text("address"),
    text("phone"),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    moment("at"),
    text("who"),
    text("because"),
    text("kind"),
    text("said", comment="a name as it is; of a number or an address a digest"),
    text("unit"),
    text("salt"),
    text("serials", comment="of a name: serials of its items, parted by blanks"),
)

exemptions = sa.Table(
    "exemptions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    text("because"),
)
