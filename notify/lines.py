"""What may stand in a line that others read?

Mail text is only ever a value: before it comes near a header or a template, everything
that ends a line, turns the direction of writing or is invisible is taken out (R16,
P34). How a line is encoded is `mime`'s affair.
"""

import re
import unicodedata
from collections.abc import Iterable

_ELLIPSIS = "…"
_TOKEN = re.compile(r"\s*\[\d{4}-\d{4,}-[0-9a-z]{8,}\]", re.IGNORECASE)
_REPLY = re.compile(
    r"(?:\s*(?:re|回复|答复|自动回执)\s*[:：]\s*(?:（(?:[待已][核定补正退回合并]{1,2}|登记有更正)）)?)+",
    re.IGNORECASE,
)
_GONE = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories: control, format (bidi, zero width), lone surrogates."""
_BLANK = frozenset({"Zl", "Zp", "Zs"})
_CONTROL_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x85"
"""Control characters that Python, too, takes for the end of a line or for a blank."""


def joined(names: Iterable[str], none: str = "无") -> str:
    """Names one after another; `none` where there are none."""
    return "、".join(names) or none


def one_line(text: str, length: int = 500) -> str:
    """`text` as one line of at most `length` characters, without control, bidi and
    zero-width characters.
    """
    return shortened(" ".join(_shown(text, keep="").split()), length)


def many_lines(text: str, length: int = 20_000) -> str:
    """`text` with its own lines, at most `length` characters, without control, bidi and
    zero-width ones.
    """
    ended = text.replace("\r\n", "\n").replace("\r", "\n")
    return shortened(_shown(ended, keep="\n"), length)


def shortened(text: str, length: int) -> str:
    """`text` if it has at most `length` characters, else its beginning with an
    ellipsis.
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + _ELLIPSIS


def without_ours(subject: str) -> str:
    """A subject as its sender first wrote it, without reply marks, our token and the
    words of our receipts.

    Otherwise a receipt for a reply to a receipt would carry the token twice.
    """
    bare = _TOKEN.sub("", subject).strip()
    marks = _REPLY.match(bare)
    return bare if marks is None else bare[marks.end() :].strip()


def _shown(text: str, keep: str) -> str:
    """The text without what is invisible; every kind of blank but those of `keep` is a
    space.
    """
    shown: list[str] = []
    for character in text:
        category = unicodedata.category(character)
        if character in keep:
            shown.append(character)
        elif category in _BLANK or character in _CONTROL_BLANKS:
            shown.append(" ")
        elif category not in _GONE:
            shown.append(character)
    return "".join(shown)
