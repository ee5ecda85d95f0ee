"""Which moment does a date in a header mean?

Any value, or none, is read without failure (P20); what cannot be read is None. When a letter counts is
decided by its arrival on the server, never by the sender's date.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ingest.letter.charset.words import decode_header

_LONGEST = 200
_FIRST_YEAR, _LAST_YEAR = 1970, 9998  # a day of room on either side for any zone


def moment(raw: bytes | None) -> datetime | None:
    """The aware moment of a raw date value (RFC 5322 §3.3), or None; a missing zone is read as UTC."""
    if raw is None or len(raw) > _LONGEST:
        return None
    try:
        found = parsedate_to_datetime(decode_header(raw).text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def received_at(raw: bytes) -> datetime | None:
    """The moment in a raw Received value: what follows its last semicolon (RFC 5321 §4.4)."""
    return moment(raw.rpartition(b";")[2]) if b";" in raw else None
