"""How is a header of ours written?

The library's own folding wraps long message identifiers in encoded words and makes encoded words that are too
long or hold part of a character's neighbour; these three kinds of header are folded here instead (RFC 2047
§2, §5; R15). What stands in them has been cleaned before, by `lines`.
"""

import base64
import email.policy
from email.headerregistry import (
    BaseHeader,
    HeaderRegistry,
    UniqueAddressHeader,
    UniqueUnstructuredHeader,
    UnstructuredHeader,
)
from email.utils import quote

_OCTETS = 39
"""An encoded word of so many octets is 64 characters long, so that a line with `Subject: ` before it has 73.

RFC 2047 §2 allows 76."""
_PLAIN = 64
"""Characters of a text that stands as it is: as long as one encoded word."""


def encoded(text: str) -> list[str]:
    """The words of `text` as it may stand in a header.

    Short ASCII is itself; anything else becomes encoded words, each of whole characters (RFC 2047 §5).
    """
    if text.isascii() and len(text) <= _PLAIN and "=?" not in text:
        return [text]
    words, held = [], b""
    for character in text:
        octets = character.encode()
        if len(held) + len(octets) > _OCTETS:
            words.append(held)
            held = b""
        held += octets
    return [f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in (*words, held)]


class _Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # the registry mixes them so
    """A line for people."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        return _folded(self, encoded(str(self)), policy)


class _Mailboxes(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # as above
    """Addresses, each with or without a name."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        pieces: list[str] = []
        for address in self.addresses:
            name = address.display_name
            if not name:
                pieces.append(f"{address.addr_spec},")
                continue
            words = encoded(name)
            if words == [name]:
                words = [f'"{quote(name)}"']
            pieces += [*words, f"<{address.addr_spec}>,"]
        pieces[-1] = pieces[-1].removesuffix(",")
        return _folded(self, pieces, policy)


class _Identifiers(UnstructuredHeader, BaseHeader):
    """Message identifiers, one a line."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        return _folded(self, str(self).split(), policy)


def _folded(header: BaseHeader, pieces: list[str], policy: email.policy.Policy) -> str:
    return f"{header.name}: " + (policy.linesep + " ").join(pieces) + policy.linesep


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("In-Reply-To", "References", "Message-ID"):
        registry.map_to_type(name, _Identifiers)
    for name in ("From", "To", "Reply-To"):
        registry.map_to_type(name, _Mailboxes)
    registry.map_to_type("Subject", _Subject)
    return registry


POLICY = email.policy.SMTP.clone(header_factory=_registry())
"""How our messages become octets: CRLF, and headers folded as above."""
