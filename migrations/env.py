"""How does alembic come to its connection?

It is handed one, already in a transaction, by `office.service.upgrade` (or a test); nothing is opened, read
from a file or logged here. On PostgreSQL the office's schema is made if it is missing, and a lock makes a
second upgrader wait.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from ledger.tables.complete import metadata

_LOCK = 0x7973_7962  # any number that nobody else in this database uses

connection: sa.Connection = context.config.attributes["connection"]
schema: str = context.config.attributes.get("schema", "")

if connection.dialect.name == "postgresql":
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    if schema:
        connection.execute(sa.schema.CreateSchema(schema, if_not_exists=True))
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
