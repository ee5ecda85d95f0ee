"""Which tables hold the units and their people?

The dated roster of Art. 2 and 6.
"""

from __future__ import annotations

import sqlalchemy as sa

from ledger.tables.columns import Id, Instant, array, flag, metadata, moment, text

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
    sa.Column("until", sa.Date, primary_key=True, comment="the first day it was no longer in the group"),
    text("unit_group"),
)

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

exemptions = sa.Table(
    "exemptions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("units.id"), nullable=False, index=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    text("because"),
)
