"""Which message of ours does a letter answer?

A message of ours is known by its Message-ID or by a token in its subject. A token is a
serial and at least 40 random bits, `[2026-0123-k7f3q9xw]`, of a commission with YG
before it, `[YG2026-003-k7f3q9xw]`; the number alone never matches, for anybody can
guess it. Other messages to units bear one with FX at their foot, by which they are
known when they come back. Whether the sender may change anything is left to
`triage.reply`.
"""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from ledger.entries.letters import Letter

_ALPHABET = (
    "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: people read tokens aloud
)
_BITS_A_SIGN = 5
_LEAST_BYTES = 5
_TOKEN = re.compile(
    rf"(?<![0-9A-Za-z-])(?:\d{{4}}-\d{{4,9}}|(?:YG|FX)\d{{4}}-\d{{3,9}})-[{_ALPHABET}]{{8,32}}(?![0-9A-Za-z-])",
    re.IGNORECASE | re.ASCII,
)
_BRACKETED_TOKEN = re.compile(
    rf"\s*[\[【［(（]?{_TOKEN.pattern}[\]】］)）]?", _TOKEN.flags
)
_SUBJECT_BOUND = 2_000


class OurMessage(NamedTuple):
    """A message of ours that may be answered.

    `serial` and `unit_ids` are those of the item it was about (None and empty for a
    reminder), `to` the address it went to, `kind` its notice kind, `attachments` the
    SHA-256 of the item's files: sent again, they are nothing new. `commission` is the
    id of the one it asked for, of the unit in `unit_ids`.
    """

    serial: str | None
    to: str
    kind: str
    unit_ids: tuple[int, ...] = ()
    attachments: frozenset[str] = frozenset()
    title: str = ""
    commission: str | None = None


class Answered(NamedTuple):
    """The message a letter answers, and what said so (Chinese)."""

    sent: OurMessage
    because: str


class TooFewRandomBytesError(ValueError):
    """A token was to be made of fewer than 40 random bits."""

    def __init__(self, given: int) -> None:
        super().__init__(
            f"new_token: {given} random bytes given, at least {_LEAST_BYTES} are needed lest it be "
            "guessed; pass secrets.token_bytes(5)"
        )


def new_token(serial: str, random_bytes: bytes) -> str:
    """The token of `serial`, without its brackets: `2026-0123-k7f3q9xw` from five
    bytes.

    Raises TooFewRandomBytesError for fewer than five bytes (40 bits).
    """
    if len(random_bytes) < _LEAST_BYTES:
        raise TooFewRandomBytesError(len(random_bytes))
    number = int.from_bytes(random_bytes, "big")
    signs = []
    for _ in range(len(random_bytes) * 8 // _BITS_A_SIGN):
        number, rest = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[rest])
    return f"{serial}-{''.join(signs)}"


def tokens_in(text: str) -> tuple[str, ...]:
    """The tokens that `text` holds, lower-case, without brackets, each once, in
    order.
    """
    # Full-width characters and dashes are taken for what they stand for.
    half_width = unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-")
    return tuple(
        dict.fromkeys(found[0].lower() for found in _TOKEN.finditer(half_width))
    )


def without_tokens(text: str) -> str:
    """`text` without its tokens and the brackets round them; other characters as they
    are.
    """
    return _BRACKETED_TOKEN.sub("", text)


def references_of(letter: Letter) -> tuple[str, ...]:
    """The keys of messages of ours that `letter` may answer: Message-IDs without <>,
    then tokens.

    In-Reply-To first, then References and the subject's tokens from the latest back
    (RFC 5322 §3.6.4): the nearest ancestor counts.
    """
    return tuple(dict.fromkeys(key for key, _ in _keys(letter)))


def find(letter: Letter, sent: Mapping[str, OurMessage]) -> Answered | None:
    """The message of ours that `letter` answers, or None (P31); `sent` is keyed as
    `references_of` says.
    """
    for key, because in _keys(letter):
        if key in sent:
            return Answered(sent[key], because)
    return None


def numbered_elsewhere(letter: Letter, sent: Container[str]) -> bool:
    """Whether its subject bears a receipt's token that is none of those `sent`: another
    of our kind wrote it.

    A number in the same form without a letter in it, such as a date's, is nobody's
    token.
    """
    for token in tokens_in(letter.subject[:_SUBJECT_BOUND]):
        of_receipt = token[0].isdigit()
        has_letter = not token.rpartition("-")[2].isdigit()
        if of_receipt and has_letter and token not in sent:
            return True
    return False


def _keys(letter: Letter) -> Iterator[tuple[str, str]]:
    """Every key under which a message of ours may be known, with what says so
    (Chinese), nearest first.
    """
    for name in letter.in_reply_to:
        yield name.strip().strip("<>"), "回复的是本系统发出的邮件"
    for name in reversed(letter.references):
        yield name.strip().strip("<>"), "同一往来中有本系统发出的邮件"
    for token in reversed(tokens_in(letter.subject[:_SUBJECT_BOUND])):
        yield (
            token,
            "主题带有约稿编号" if token.startswith("yg") else "主题带有回执编号",
        )
