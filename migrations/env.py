"""How does alembic come to its connection?

It is handed one, already in a transaction, by `office.service.upgrade` (or a test);
nothing is opened, read from a file or logged here. On PostgreSQL a lock makes a second
upgrader wait.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from ledger.postgres import LOCK
from ledger.tables.complete import metadata

connection: sa.Connection = context.config.attributes["connection"]

if connection.dialect.name == "postgresql":
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
context.configure(
    connection=connection, target_metadata=metadata, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
