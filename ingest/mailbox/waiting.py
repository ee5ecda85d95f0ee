"""Has the server anything new to say?

IDLE, and nothing but DONE during it (RFC 2177 §3). A line that has died in silence looks like no news: so
IDLE is renewed within nine minutes, and a socket closed by the other side is noticed at once instead of being
asked again and again (P27).
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from imapclient import IMAPClient

RENEW_AFTER = 9 * 60.0  # seconds
_GLANCE = 1.0  # seconds after which `stop` is asked again
_DONE_WITHIN = 2.0  # seconds
_CLOSED, _BYE = "closed the line", "said BYE"


class LineEndedError(OSError):
    """The server ended the session while we waited."""

    def __init__(self, how: str) -> None:
        super().__init__(f"the server {how} while we waited for news")


def await_news(client: IMAPClient, known: int, seconds: float, stop: Callable[[], bool]) -> bool:
    """True when the server announced letters, False after `seconds` or when `stop` says so.

    `known` is how many letters the folder held. Raises OSError or IMAPClientError when the line is dead.
    """
    ends_at = time.monotonic() + seconds
    while not stop() and time.monotonic() < ends_at:
        # What came since the last question would be told together with IDLE's own answer, and be overheard.
        if any(count > known for count in _counts_in(client.noop()[1])):
            return True
        if _idle_once(client, min(ends_at, time.monotonic() + RENEW_AFTER), stop):
            return True
    return False


def _idle_once(client: IMAPClient, ends_at: float, stop: Callable[[], bool]) -> bool:
    """One IDLE from its beginning to its DONE; whether letters were announced meanwhile."""
    client.idle()
    news = False
    while not news and not stop() and time.monotonic() < ends_at:
        asked_at = time.monotonic()
        glance = min(_GLANCE, max(0.05, ends_at - asked_at))
        said = client.idle_check(timeout=glance)
        if not said and time.monotonic() - asked_at < glance / 2:
            raise LineEndedError(_CLOSED)  # an empty answer before its time
        if any(response and response[0] == b"BYE" for response in said):
            raise LineEndedError(_BYE)
        news = bool(_counts_in(said))
    # A server that has died in silence must not keep us: DONE is answered soon or never.
    line = client.socket()
    usual = line.gettimeout()
    line.settimeout(_DONE_WITHIN)
    client.idle_done()
    line.settimeout(usual)
    return news


def _counts_in(said: Sequence[Any]) -> list[int]:
    """The counts of EXISTS responses; keep-alives and flags are no news."""
    return [int(response[0]) for response in said if len(response) > 1 and response[1] == b"EXISTS"]
