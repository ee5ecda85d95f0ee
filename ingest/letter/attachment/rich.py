"""What does an RTF file say?

striprtf reads the groups and escapes; raw 8-bit text, which Chinese programs write into RTF, is turned into
characters before it gets there.
"""

from collections.abc import Callable

from striprtf.striprtf import rtf_to_text

from ingest.letter.charset.text import decode_bytes

_LARGEST = 8 * 1024 * 1024


def rtf_text(raw: bytes) -> str:
    """The text of an RTF file; raises ValueError, LookupError and the like on a broken one."""
    if len(raw) > _LARGEST:
        message = "RTF over 8 MiB"
        raise ValueError(message)
    read: Callable[..., str] = rtf_to_text
    return read(decode_bytes(raw).text, encoding="gb18030", errors="replace").strip()
