"""What does a reply of the submission server mean for the message?

The first digit decides (RFC 5321 §4.2.1) and whether it was said of us or of the recipient; the words are
kept for people and never read by the program. The dialogue itself is `smtp`'s.
"""

import re

from ledger.outbox.outcomes import Barred, Refused, Sent, TryLater, Unknown

Answer = Sent | Refused | TryLater | Unknown | Barred

_LENGTH = 300
_FINAL = 5


def answer_to(code: int, said: bytes | str) -> Answer:
    """A reply about the message or its recipient (R19)."""
    reply = _reply(code, said)
    match code // 100:
        case 2:
            return Sent(reply)
        case 5:
            return Refused(reply)
        case _:
            return TryLater(reply)


def own_answer(code: int, said: bytes | str) -> TryLater | Barred:
    """A refusal of ourselves, at the greeting or the sender: later, or not before a setting is changed."""
    reply = _reply(code, said)
    return Barred(f"发信服务器不接受本系统：{reply}") if code // 100 == _FINAL else TryLater(reply)


def login_answer(code: int, said: bytes | str) -> TryLater | Barred:
    """A refusal of the login: RFC 4954 §6 parts 535, a refusal, from 454, a moment's trouble."""
    reply = _reply(code, said)
    if code // 100 == _FINAL:
        return Barred(f"发信登录被拒绝，请核对 smtp.user 与授权码：{reply}")
    return TryLater(reply)


def short(text: str) -> str:
    """One line of bounded length, without control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())[:_LENGTH]


def _reply(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return short(f"{code} {text}")
