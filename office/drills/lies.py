"""Which lies do mail servers tell, and how does an answer look with one in it?

Each is what some server said once, and said right when it was asked again (R43). An
answer is a line of IMAP with the literals that belong to it; a lie fits some answers,
and only what concerns a letter that is new.
"""

import re
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from typing import NamedTuple

_BODY = re.compile(rb"BODY\[\] \{(\d+)\}\r\n")
_UID = re.compile(rb"\bUID (\d+)")


class Then(Enum):
    """What the server does after its answer."""

    GO_ON = auto()
    HANG_UP = auto()
    FALL_SILENT = auto()


class Lie(NamedTuple):
    """One lie: what the server does (Chinese), and how it makes it of an answer.

    `alter` is given an answer and the highest UID that was there before, and returns
    what is said instead, or None where the lie does not fit.
    """

    what: str
    alter: Callable[[bytes, int], bytes | None]
    then: Then = Then.GO_ON


def cut_body(answer: bytes, known: int, thirds: int) -> bytes | None:
    """A new letter's body of which only so many thirds are given, as if they were all
    of it.
    """
    body = _BODY.search(answer)
    if body is None or not _is_new(answer, known):
        return None
    size = int(body[1])
    kept = size * thirds // 3
    said = b"BODY[] {%d}\r\n" % kept + answer[body.end() : body.end() + kept]
    return answer[: body.start()] + said + answer[body.end() + size :]


def broken_off(answer: bytes, known: int) -> bytes | None:
    """The first half of a new letter, after which the line is cut."""
    if not _BODY.search(answer) or not _is_new(answer, known):
        return None
    return answer[: len(answer) // 2]


def leave_out(answer: bytes, known: int) -> bytes | None:
    """A list of UIDs without the first new one, where there are several."""
    uids = _searched(answer)
    new = [uid for uid in uids if uid > known]
    if len(new) < 2:
        return None
    return _as_searched([uid for uid in uids if uid != new[0]])


def find_nothing(answer: bytes, known: int) -> bytes | None:
    """An empty list of UIDs, where a new one should stand in it."""
    if not any(uid > known for uid in _searched(answer)):
        return None
    return _as_searched([])


def without_size(answer: bytes, known: int) -> bytes | None:
    """Nothing, where size and arrival of a new letter should be told."""
    return b"" if b"RFC822.SIZE" in answer and _is_new(answer, known) else None


def nothing(answer: bytes, known: int) -> bytes | None:
    """Nothing, where a new letter's body should come."""
    return b"" if _BODY.search(answer) and _is_new(answer, known) else None


LIES = (
    Lie("说信的正文是空的", partial(cut_body, thirds=0)),
    Lie("只给出信的三分之一，却说已经给全", partial(cut_body, thirds=1)),
    Lie("列信件时漏报一封", leave_out),
    Lie("列信件时说一封也没有", find_nothing),
    Lie("不说一封信的大小和到达时间", without_size),
    Lie("一封信传到一半断线", broken_off, Then.HANG_UP),
)
"""Each told once; the next time the server is asked, it tells the truth."""
SILENCE = Lie("收到一半没有下文", nothing, Then.FALL_SILENT)
"""What holds a reader where it is, so that it can be killed there."""


def _is_new(answer: bytes, known: int) -> bool:
    uid = _UID.search(answer)
    return uid is not None and int(uid[1]) > known


def _searched(answer: bytes) -> list[int]:
    if not answer.startswith(b"* SEARCH"):
        return []
    return [int(word) for word in answer.split()[2:]]


def _as_searched(uids: list[int]) -> bytes:
    return b" ".join([b"* SEARCH", *(b"%d" % uid for uid in uids)]) + b"\r\n"
