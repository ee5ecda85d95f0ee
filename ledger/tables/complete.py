"""What is the whole schema?

Importing this module declares every table; `metadata` is then complete, for migrations and tests.
"""

from __future__ import annotations

from ledger.tables import events, issues, letters, office, outgoing, roster, service, submissions
from ledger.tables.columns import metadata

ROOMS = (office, roster, submissions, letters, events, issues, outgoing, service)

__all__ = ["ROOMS", "metadata"]
