"""Where are the bytes of each mail kept?

One row per content, compressed; named by SHA-256, never by a header (P08). One database
file is the whole record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa
import zstandard

from ledger.database import mark_purge
from ledger.statements import in_chunks, insert_new
from ledger.tables.mail import originals

LEVEL = 3
"""zstd's own default: what is attached is mostly compressed already."""
MAX_BYTES = 256 * 1024 * 1024
"""More is never unpacked, whatever a row claims."""


class Original(NamedTuple):
    """The bytes of one mail as they are stored."""

    sha256: str
    size: int
    zstd: bytes


def pack(raw: bytes) -> Original:
    """Compresses a mail's bytes; done before the transaction opens."""
    return Original(
        hashlib.sha256(raw).hexdigest(), len(raw), zstandard.compress(raw, LEVEL)
    )


def store(conn: sa.Connection, packed: Sequence[Original]) -> None:
    """Stores the originals that are not there yet."""
    insert_new(conn, originals, [original._asdict() for original in packed])


def raw_of(conn: sa.Connection, sha256: str) -> bytes | None:
    """The bytes of a mail, or None when they were never kept or have been purged."""
    packed = conn.scalar(
        sa.select(originals.c.zstd).where(originals.c.sha256 == sha256)
    )
    return None if packed is None else unpack(packed)


def unpack(packed: bytes) -> bytes:
    """The bytes of a mail as `pack` was given them."""
    return zstandard.decompress(packed, MAX_BYTES)


def kept(conn: sa.Connection, hashes: Iterable[str]) -> frozenset[str]:
    """Which of these are kept still."""
    found: set[str] = set()
    for chunk in in_chunks(hashes):
        found.update(
            conn.scalars(
                sa.select(originals.c.sha256).where(originals.c.sha256.in_(chunk))
            )
        )
    return frozenset(found)


def purge(conn: sa.Connection, sha256: str) -> None:
    """Forgets the bytes (promise 13)."""
    mark_purge(conn)
    conn.execute(originals.delete().where(originals.c.sha256 == sha256))
