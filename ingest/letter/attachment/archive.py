"""What lies in a zip, and under which names, without bursting?

Count, size of a member and size of all together are capped before anything is unpacked (P14). Office
formats are zips too and are opened here. What the members say is left to their readers.
"""

import zipfile
from io import BytesIO
from typing import NamedTuple, Self

from ingest.letter.charset.text import decode_bytes

MOST_MEMBERS = 2_000
LARGEST_MEMBER = 16 * 1024 * 1024
LARGEST_TOTAL = 64 * 1024 * 1024

# Bits of a member's general purpose flag (APPNOTE.TXT 4.4.4).
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


class PackedFile(NamedTuple):
    """One file out of an archive or a winmail.dat: its name as its writer meant it, and its bytes."""

    name: str
    content: bytes


class BurstingArchiveError(Exception):
    """An archive that unpacks to more than is read."""

    def __init__(self, size: int, unit: str) -> None:
        super().__init__(f"archive refused: more than {size} {unit}; send the files one by one")


class Archive:
    """A zip opened within bounds; a context manager.

    Raises zipfile.BadZipFile for bytes that are no zip and BurstingArchiveError for too many members.
    """

    def __init__(self, raw: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(raw))
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._left = LARGEST_TOTAL
        if len(self._zip.infolist()) > MOST_MEMBERS:
            raise BurstingArchiveError(MOST_MEMBERS, "members")
        for info in self._zip.infolist():
            if info.is_dir():
                continue
            name = info.filename
            if not info.flag_bits & _UTF8_NAME:
                # Chinese packers write GB18030 and set no flag. zipfile reads such names as code page 437,
                # which loses nothing, so that the bytes can be had back (M08).
                name = decode_bytes(info.orig_filename.encode("cp437", "replace")).text
            self._members[name] = info

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names as their writer meant them, folders left out."""
        return tuple(self._members)

    @property
    def is_encrypted(self) -> bool:
        """Whether any member needs a password."""
        return any(info.flag_bits & _ENCRYPTED for info in self._members.values())

    def read(self, name: str) -> bytes:
        """The bytes of the member `name`; raises BurstingArchiveError past a bound."""
        bound = min(LARGEST_MEMBER, self._left)
        # The size a member states may be a lie: one byte more than allowed is asked for, and none beyond.
        with self._zip.open(self._members[name]) as member:
            content = member.read(bound + 1)
        if len(content) > bound:
            raise BurstingArchiveError(bound, "bytes")
        self._left -= len(content)
        return content
