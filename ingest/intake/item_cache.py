"""Which items may the letters of a batch repeat, without reading them all anew for each batch?

The items of the last days are read and arranged once; then only what was added or altered is read again, so
that a single letter costs little however many items there are. Another process, the office at its console
and a purge by hand are all seen, since each leaves a letter or a journal entry.
"""

from datetime import datetime, timedelta
from threading import Lock

from ingest.similar.known_items import KnownItems, known_items_of
from ledger.database import Connection
from ledger.record_changes import SubmissionsCheckpoint, submissions_changed_since, submissions_checkpoint
from ledger.submissions import listing

_MOST_CHANGES = 2_000
"""With more of them at once the items are arranged anew."""
_MOST_GONE = 5_000
"""Items that live no longer and are still carried along."""
_TOO_LONG = timedelta(days=30)
"""How much longer than asked for items are kept in mind."""


class ItemCache:
    """What one process remembers of the items of one database; may be asked from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._memory: KnownItems | None = None
        self._since: datetime | None = None
        self._known = SubmissionsCheckpoint(0, 0)

    def since(self, conn: Connection, since: datetime, within: timedelta) -> KnownItems:
        """The living items that arrived since then, seen `within` that time of a letter."""
        with self._lock:
            changed = submissions_checkpoint(conn)
            memory = self._refreshed(conn, since, within, changed)
            if memory is None:
                memory, self._since = known_items_of(listing.recent(conn, since), within), since
            self._memory, self._known = memory, changed
            return memory

    def _refreshed(
        self, conn: Connection, since: datetime, within: timedelta, now: SubmissionsCheckpoint
    ) -> KnownItems | None:
        """The memory with what changed; None when it must be made anew."""
        memory, known = self._memory, self._known
        if memory is None or self._since is None or memory.within != within:
            return None
        if not self._since <= since <= self._since + _TOO_LONG:
            return None
        if now.entry < known.entry or now.letter < known.letter:  # another database took its place
            return None
        serials = submissions_changed_since(conn, known)
        if len(serials) > _MOST_CHANGES or memory.gone.bit_count() > _MOST_GONE:
            return None
        return memory.with_changes(serials, listing.recent_of(conn, serials)) if serials else memory
