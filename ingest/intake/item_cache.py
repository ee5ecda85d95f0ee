"""Which items may the letters of a batch repeat, without reading them all anew for each
batch?

The items of the last days are read and arranged once; then only what was added or
altered is read again, so that a single letter costs little however many items there
are. Another process, the office at its console and a purge by hand are all seen, since
each leaves a letter or a journal entry.
"""

from datetime import datetime, timedelta
from threading import Lock

from ingest.similar.known_items import KnownItems, known_items_of
from ledger.database import Connection
from ledger.record_changes import (
    SubmissionsCheckpoint,
    submissions_changed_since,
    submissions_checkpoint,
)
from ledger.submissions import listing

_MOST_CHANGES = 2_000
"""With more of them at once the items are arranged anew."""
_MOST_GONE = 5_000
"""Items that live no longer and are still carried along."""
_TOO_LONG = timedelta(days=30)
"""How much longer than asked for items are kept in mind."""


class ItemCache:
    """The items of one database as one process knows them; may be asked from several
    threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._items: KnownItems | None = None
        self._since: datetime | None = None
        self._known = SubmissionsCheckpoint(0, 0)

    def items_since(
        self, conn: Connection, since: datetime, within: timedelta
    ) -> KnownItems:
        """The living items that arrived at `since` or later, perhaps some older ones.

        Each counts only for a letter that arrived `within` that time before or after
        it.
        """
        with self._lock:
            # The checkpoint first: what is recorded while the items are read is read
            # again, never missed.
            change = submissions_checkpoint(conn)
            items = self._refreshed(conn, since, within, change)
            if items is None:
                items = known_items_of(listing.recent(conn, since), within)
                self._since = since
            self._items, self._known = items, change
            return items

    def _refreshed(
        self,
        conn: Connection,
        since: datetime,
        within: timedelta,
        change: SubmissionsCheckpoint,
    ) -> KnownItems | None:
        """The items kept here with what changed; None when they must be read anew."""
        items, known = self._items, self._known
        if items is None or self._since is None or items.within != within:
            return None
        if not self._since <= since <= self._since + _TOO_LONG:
            return None
        # Numbers never go back in one database: another took its place, perhaps a
        # restored one.
        if change.entry < known.entry or change.letter < known.letter:
            return None
        serials = submissions_changed_since(conn, known)
        if len(serials) > _MOST_CHANGES or items.gone.bit_count() > _MOST_GONE:
            return None
        return (
            items.with_changes(serials, listing.recent_of(conn, serials))
            if serials
            else items
        )
