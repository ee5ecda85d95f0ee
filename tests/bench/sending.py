"""How many messages a second leave the house: claimed, composed, stored, handed over,
recorded?

Receipts of letters just taken in, with their facts gathered from the record, over one
connection to a server on loopback that takes everything. In an office the provider's
limit is far below this.
"""

from collections.abc import Iterator
from pathlib import Path

from ledger.outbox import listing
from notify.delivery.dispatch import dispatch
from tests.bench.letters import posts
from tests.bench.premises import Told, at_work, copied
from tests.bench.sink import HOST, listening
from tests.bench.table import Row, require, timed
from tests.bench.taking import taken

_COUNT = 200


def measured(office: Path, folder: Path) -> Iterator[Row]:
    """One round of receipts."""
    with listening() as port:
        told: Told = {"smtp": {"host": HOST, "port": port, "security": "none"}}
        with at_work(copied(office, folder / "sending", told)) as service:
            taken(service, posts(_COUNT, manuscripts=False))
            with service.database.reading() as conn:
                queued = len(listing.listed(conn))
            with timed() as watch:
                sent = dispatch(service.dispatch_context()).sent
    require("messages left to send", queued - sent, 0)
    yield Row(
        "dispatched to loopback",
        sent,
        "receipts",
        watch.seconds,
        "1 connection; no pace set",
    )
