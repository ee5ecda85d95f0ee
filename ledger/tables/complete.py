"""What is the whole schema?

Importing this module declares every table; `metadata` is then complete, for migrations
and tests.
"""

from ledger.tables import events, mail, office, submissions
from ledger.tables.columns import metadata

ROOMS = (office, submissions, mail, events)

__all__ = ["ROOMS", "metadata"]
