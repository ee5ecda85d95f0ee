"""What did the office send upward?

上报 (Art. 4(3)): target and date; it earns nothing by itself, and the units hear of it.
"""

from typing import Any

import sqlalchemy as sa

from ledger.entries.events import Forwarding
from ledger.events import EventTable
from ledger.tables.events import forwardings


def _forwarding(row: sa.Row[Any]) -> Forwarding:
    return Forwarding(row.id, row.serial, row.target, row.happened_on, row.entered_at, row.note)


_FORWARDINGS = EventTable(forwardings, _forwarding)
add, of, of_days = _FORWARDINGS.add, _FORWARDINGS.of, _FORWARDINGS.of_days
serials_for, numbered = _FORWARDINGS.serials_for, _FORWARDINGS.numbered
