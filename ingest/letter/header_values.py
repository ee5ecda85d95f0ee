"""Which addresses and which moment do the values of a header name?

Addresses are split on the raw bytes before any text is decoded, so that a decoded comma
or bracket can never become part of the syntax. One linear pass, whatever a stranger
wrote. Dates are read without failure, whatever they say (P20). Who an address belongs
to is left to `ingest.people`; when a letter counts is decided by its arrival on the
server, never by the sender's date.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from ingest.letter.charset.text import Decoded
from ingest.letter.charset.words import decode_header

# A quoted string, a comment, an address in angle brackets, a separator, or words
# between (RFC 5322 §3.4).
_TOKEN = re.compile(
    rb'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)?|<[^>]*>?|[,;]|[^"(<,;]+', re.DOTALL
)
# In GBK the second byte of a character may be a backslash, which then escapes nothing.
_TOKEN_8BIT = re.compile(
    rb'"(?:[\x81-\xfe][\x40-\xfe]|[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)?|<[^>]*>?|[,;]|[^"(<,;]+',
    re.DOTALL,
)
_BARE_ADDRESS = re.compile(rb"[^\s<>\"(),;:@]{1,200}@[^\s<>\"(),;:@]{1,200}")
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_MOST_ADDRESSES = 500
_LONGEST_ADDRESS = 320
_LONGEST_DATE = 200
_FIRST_YEAR, _LAST_YEAR = 1970, 9998  # a day of room on either side for any zone


class Address(NamedTuple):
    """One mailbox: the display name as decoded, and the address in lower case ("" if
    there is none).
    """

    name: Decoded
    address: str


def addresses_in(raw: bytes) -> tuple[Address, ...]:
    """The mailboxes that the raw header value `raw` names, at most 500; never
    raises.
    """
    if raw.count(b'"') % 2 and b"\\" not in raw:
        raw = raw.replace(b'"', b"")  # a quote never closed would swallow the address
    pattern = _TOKEN
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pattern = _TOKEN_8BIT
    found: list[Address] = []
    tokens: list[bytes] = []
    for match in pattern.finditer(raw):
        if match[0] not in (b",", b";"):
            tokens.append(match[0])
            continue
        _add(tokens, found)
        tokens = []
        if len(found) >= _MOST_ADDRESSES:
            return tuple(found)
    _add(tokens, found)
    return tuple(found)


def _add(tokens: list[bytes], found: list[Address]) -> None:
    """Add to `found` the mailbox that the tokens between two commas make, if they make
    any.
    """
    words: list[bytes] = []
    comments: list[bytes] = []
    in_brackets: bytes | None = None
    for token in tokens:
        if token.startswith(b"<"):
            in_brackets = token
        elif token.startswith(b"("):
            comments.append(token.strip(b"()"))
        else:
            words.append(token)

    address = b""
    if in_brackets is not None:
        address = in_brackets.strip(b"<> \t\r\n")
    else:
        for word in words:
            bare = _BARE_ADDRESS.search(word)
            if bare:
                address = bare[0]
                words = [other.replace(address, b"") for other in words]
                break

    names: list[bytes] = []
    for word in words:
        inner = word
        if word.startswith(b'"'):
            inner = word[1:-1] if len(word) > 1 and word.endswith(b'"') else word[1:]
            if inner.isascii():
                inner = _ESCAPE.sub(rb"\1", inner)
        names.append(inner)
    # Old programs write the name in a comment behind the address.
    name = decode_header(b"".join(names).strip() or b" ".join(comments))
    # Words of RFC 2047 are forbidden inside an address, and are written there all the
    # same.
    text = decode_header(address).text.removeprefix("mailto:").strip("<>\"' ")
    text = "".join(text.split()).lower()[:_LONGEST_ADDRESS]
    if name.text or text:
        found.append(Address(name, text))


def moment(raw: bytes | None) -> datetime | None:
    """The aware moment of a raw date value (RFC 5322 §3.3), or None; a missing zone is
    read as UTC.
    """
    if raw is None or len(raw) > _LONGEST_DATE:
        return None
    try:
        found = parsedate_to_datetime(decode_header(raw).text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def received_at(raw: bytes) -> datetime | None:
    """The moment in a raw Received value: what follows its last semicolon (RFC 5321
    §4.4).
    """
    return moment(raw.rpartition(b";")[2]) if b";" in raw else None
