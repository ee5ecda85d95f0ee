"""How far has each mailbox folder been read?

One row per (account = user@host, folder): the generation of UIDs, the last one taken, and by what that one
can be known again, since UIDVALIDITY alone cannot be believed (promise 5). The starting point becomes a UID
at the first poll.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from ledger.statements import upsert
from ledger.tables.office import accounts


@dataclass(frozen=True, slots=True)
class ReadPosition:
    """Where reading stands in one folder; `refusals` counts password refusals in a row (P26)."""

    account: str
    folder: str
    uidvalidity: int | None = None
    last_uid: int = 0
    last_arrived_at: datetime | None = None
    last_size: int | None = None
    start_uid: int | None = None
    last_good_poll_at: datetime | None = None
    renumbered_at: datetime | None = None
    refusals: int = 0
    refused_because: str = ""
    refused_secret: str = ""

    @property
    def floor(self) -> int:
        """The highest UID that needs no reading any more: read, or from before the starting point."""
        return max(self.last_uid, (self.start_uid or 1) - 1)


def position_of(conn: sa.Connection, account: str, folder: str) -> ReadPosition:
    """Where reading stands; a folder never read is at its beginning."""
    query = sa.select(accounts).where(accounts.c.account == account, accounts.c.folder == folder)
    row = conn.execute(query).one_or_none()
    return ReadPosition(account, folder) if row is None else ReadPosition(**row._asdict())


def positions(conn: sa.Connection) -> tuple[ReadPosition, ...]:
    """Where reading stands in every folder ever read."""
    query = sa.select(accounts).order_by(accounts.c.account, accounts.c.folder)
    return tuple(ReadPosition(**row._asdict()) for row in conn.execute(query))


def save_position(conn: sa.Connection, position: ReadPosition) -> None:
    """Notes where reading stands now."""
    upsert(conn, accounts, ("account", "folder"), [asdict(position)])
