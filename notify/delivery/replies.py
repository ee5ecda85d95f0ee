"""What does a reply of the submission server mean for the message, and how is what we
say to it written?

The first digit decides (RFC 5321 §4.2.1) and whether it was said of us or of the
recipient. Some providers say that they want less mail of us with codes that mean the
recipient's refusal elsewhere (M05): taken at their first digit, one throttled round
would be as many refusals, so their words are known here. The words of all other replies
are kept for people only. What we say takes the small changes RFC 5321 and RFC 3461 ask
for. The dialogue itself is `smtp`'s.
"""

import ipaddress
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import NamedTuple

from ledger.outbox.outcomes import (
    Accepted,
    Away,
    Barred,
    Refused,
    Throttled,
    TryLater,
    Unknown,
)

Answer = Accepted | Refused | TryLater | Throttled | Away | Unknown | Barred
OwnAnswer = Throttled | Away | Barred
"""What can be said of us, before any message is spoken of."""


class Whose(Enum):
    """Whose affair a reply is, whatever its first digit."""

    OURS = "we send too much: everybody waits"
    MESSAGE = "this message, or its recipient, later: it is tried again"
    SETTING = "the address we send under is not accepted: a setting must change"


class Meaning(NamedTuple):
    """Whose affair it is, and for how long the server wants to be left alone."""

    whose: Whose
    wait: timedelta = timedelta()


_QUARTER = timedelta(minutes=15)
_KNOWN: Mapping[str, Meaning] = {
    # QQ, ExMail: by address of the machine, connection, domain or sender; minutes,
    # hours or the day
    r"\b(?:ip|connection|domain|sender) frequency limited": Meaning(
        Whose.OURS, timedelta(minutes=30)
    ),
    r"mailbox unavailable or access denied": Meaning(
        Whose.MESSAGE
    ),  # the recipient gets too much mail
    r"\bDMARC check failed": Meaning(Whose.SETTING),
    # NetEase: by machine, by connection, by sender within a quarter of an hour
    r"\bHL:(?:REP|ICC|IFC|IFQ|MEP)\b": Meaning(Whose.OURS, _QUARTER),
    r"\b(?:MI:(?:SFQ|DMC)|RP:(?:DRC|QRC|TRC))\b": Meaning(Whose.OURS, _QUARTER),
    r"\bDT:SPM\b": Meaning(Whose.MESSAGE),  # by content: again in two minutes
    r"too much fail authentication": Meaning(Whose.OURS, _QUARTER),
}
"""Words of a reply, as a pattern in any case of letters → what the provider means."""

_LENGTH = 300
"""Characters of a reply that are kept."""


def answer_to(code: int, said: bytes | str) -> Answer:
    """A reply about the message or its recipient (R19)."""
    reply = _reply(code, said)
    if code // 100 == 2:  # RFC 5321 §4.2.1
        return Accepted(reply)
    meaning = _meaning_of(reply)
    if meaning is None:
        return Refused(reply) if code // 100 == 5 else TryLater(reply)
    match meaning.whose:
        case Whose.OURS:
            return Throttled(reply, meaning.wait)
        case Whose.SETTING:
            return _barred(reply)
        case Whose.MESSAGE:
            return TryLater(reply)


def own_answer(code: int, said: bytes | str) -> OwnAnswer:
    """A refusal of ourselves, at the greeting or the sender: later, or not before a
    setting is changed.
    """
    reply = _reply(code, said)
    meaning = _meaning_of(reply)
    if meaning is not None and meaning.whose is Whose.OURS:
        return Throttled(reply, meaning.wait)
    return _barred(reply) if code // 100 == 5 else Away(reply)


def login_answer(code: int, said: bytes | str) -> OwnAnswer:
    """A refusal of the login: RFC 4954 §6 parts 535, a refusal, from 454, a moment's
    trouble.
    """
    answer = own_answer(code, said)
    if isinstance(answer, Barred):
        return Barred(
            f"发信登录被拒绝，请核对 smtp.user 与授权码：{_reply(code, said)}"
        )
    return answer


def short(text: str) -> str:
    """One line of bounded length, without control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())[:_LENGTH]


def _reply(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return short(f"{code} {text}")


def _barred(reply: str) -> Barred:
    return Barred(f"发信服务器不接受本系统：{reply}")


def _meaning_of(reply: str) -> Meaning | None:
    """What a known provider means by a reply; None where the first digit says
    everything.
    """
    for words, meaning in _KNOWN.items():
        if re.search(words, reply, re.IGNORECASE):
            return meaning
    return None


def stuffed(content: bytes) -> bytes:
    """The message for DATA, ended by CRLF. RFC 5321 §4.5.2: a line that begins with a
    dot gets another.
    """
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended)


def xtext(text: str) -> str:
    """An ESMTP parameter value. RFC 3461 §4: what a parameter may not hold, as +XX."""
    return "".join(
        c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in text
    )


def on_this_machine(host: str) -> bool:
    """Whether the host is the loopback, by name or number."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
