"""Which table tells submissions apart by what they say?"""

from __future__ import annotations

import sqlalchemy as sa

from ledger.tables.columns import metadata

sketches = sa.Table(
    "sketches",
    metadata,
    sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("serial", sa.ForeignKey("submissions.serial"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
