"""Under which name may a file from a mail be shown and saved?

The sender's name is a hint (R35, RFC 2183 §2.3): no path, no control character, no reserved name, bounded in
length. What the file is, is asked of its content.
"""

import re

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_LONGEST = 120


def safe_name(name: str, otherwise: str) -> str:
    """`name` made harmless, or `otherwise` where nothing of it is left."""
    last = re.split(r"[/\\]", name)[-1]
    kept = _FORBIDDEN.sub("_", " ".join(last.split())).strip(" .")
    if not kept:
        return otherwise
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    if len(kept) <= _LONGEST:
        return kept
    extension = _EXTENSION.search(kept)
    tail = extension[0] if extension else ""
    return kept[: _LONGEST - len(tail)] + tail
