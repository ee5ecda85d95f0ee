"""Which mailboxes does an address header name?

Addresses are split on the raw bytes before any text is decoded, so that a decoded comma or bracket can
never become part of the syntax. One linear pass, whatever a stranger wrote. Who a mailbox belongs to is
`naming`'s affair.
"""

import re
from typing import NamedTuple

from ingest.letter.charset.text import Decoded
from ingest.letter.charset.words import decode_header

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)?|<[^>]*>?|[,;]|[^"(<,;]+', re.DOTALL)
# in GBK the second byte of a character may be a backslash, which then escapes nothing
_TOKEN_8BIT = re.compile(
    rb'"(?:[\x81-\xfe][\x40-\xfe]|[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)?|<[^>]*>?|[,;]|[^"(<,;]+', re.DOTALL
)
_BARE = re.compile(rb"[^\s<>\"(),;:@]{1,200}@[^\s<>\"(),;:@]{1,200}")
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_MOST = 500
_LONGEST = 320


class Address(NamedTuple):
    """One mailbox: the display name as decoded, and the address in lower case ("" if there is none)."""

    name: Decoded
    address: str


def mailboxes(raw: bytes) -> tuple[Address, ...]:
    """The mailboxes of the raw header value `raw`, at most 500; never raises."""
    if raw.count(b'"') % 2 and b"\\" not in raw:
        raw = raw.replace(b'"', b"")  # a quote never closed would swallow the address
    found: list[Address] = []
    tokens: list[bytes] = []
    for match in _tokens_of(raw).finditer(raw):
        if match[0] not in (b",", b";"):
            tokens.append(match[0])
            continue
        _add(tokens, found)
        tokens = []
        if len(found) >= _MOST:
            return tuple(found)
    _add(tokens, found)
    return tuple(found)


def _tokens_of(raw: bytes) -> re.Pattern[bytes]:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _TOKEN_8BIT
    return _TOKEN


def _add(tokens: list[bytes], found: list[Address]) -> None:
    mailbox = _mailbox(tokens)
    if mailbox.name.text or mailbox.address:
        found.append(mailbox)


def _mailbox(tokens: list[bytes]) -> Address:
    angle = next((token for token in reversed(tokens) if token.startswith(b"<")), None)
    words = [token for token in tokens if token[:1] not in b"<("]
    comments = [token for token in tokens if token.startswith(b"(")]
    if angle is not None:
        address = angle.strip(b"<> \t\r\n")
    else:
        bare = next((match for word in words if (match := _BARE.search(word))), None)
        address = bare[0] if bare else b""
        words = [word.replace(address, b"") for word in words] if address else words
    name = b"".join(_unquoted(word) for word in words).strip()
    if not name and comments:
        name = b" ".join(comment.strip(b"()") for comment in comments)
    return Address(decode_header(name), _address(address))


def _unquoted(word: bytes) -> bytes:
    if not word.startswith(b'"'):
        return word
    inner = word[1:-1] if word.endswith(b'"') and len(word) > 1 else word[1:]
    return _ESCAPE.sub(rb"\1", inner) if inner.isascii() else inner


def _address(raw: bytes) -> str:
    text = decode_header(raw).text.removeprefix("mailto:").strip("<>\"' ")
    return "".join(text.split()).lower()[:_LONGEST]
