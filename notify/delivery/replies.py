"""What does a reply of the submission server mean for the message?

The first digit decides (RFC 5321 §4.2.1) and whether it was said of us or of the recipient, except where a
provider is known to mean something else (`throttling`); the words are kept for people. The dialogue itself is
`smtp`'s.
"""

import re

from ledger.outbox.outcomes import Accepted, Away, Barred, Refused, Throttled, TryLater, Unknown
from notify.delivery.throttling import Whose, meaning_of

Answer = Accepted | Refused | TryLater | Throttled | Away | Unknown | Barred
OwnAnswer = Throttled | Away | Barred
"""What can be said of us, before any message is spoken of."""

_LENGTH = 300
_FINAL = 5


def answer_to(code: int, said: bytes | str) -> Answer:
    """A reply about the message or its recipient (R19)."""
    reply = _reply(code, said)
    if code // 100 == 2:  # RFC 5321 §4.2.1
        return Accepted(reply)
    meaning = meaning_of(reply)
    match None if meaning is None else meaning.whose:
        case Whose.OURS if meaning is not None:
            return Throttled(reply, meaning.wait)
        case Whose.SETTING:
            return _barred(reply)
        case Whose.MESSAGE:
            return TryLater(reply)
        case _:
            return Refused(reply) if code // 100 == _FINAL else TryLater(reply)


def own_answer(code: int, said: bytes | str) -> OwnAnswer:
    """A refusal of ourselves, at the greeting or the sender: later, or not before a setting is changed."""
    reply = _reply(code, said)
    meaning = meaning_of(reply)
    if meaning is not None and meaning.whose is Whose.OURS:
        return Throttled(reply, meaning.wait)
    return _barred(reply) if code // 100 == _FINAL else Away(reply)


def login_answer(code: int, said: bytes | str) -> OwnAnswer:
    """A refusal of the login: RFC 4954 §6 parts 535, a refusal, from 454, a moment's trouble."""
    answer = own_answer(code, said)
    if isinstance(answer, Barred):
        return Barred(f"发信登录被拒绝，请核对 smtp.user 与授权码：{_reply(code, said)}")
    return answer


def _barred(reply: str) -> Barred:
    return Barred(f"发信服务器不接受本系统：{reply}")


def short(text: str) -> str:
    """One line of bounded length, without control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())[:_LENGTH]


def _reply(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return short(f"{code} {text}")
