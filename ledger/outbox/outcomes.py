"""What can become of handing a message to a server?

The words `notify.delivery.smtp` speaks and `sending.record` understands; temporary and
permanent are different types, so that nobody reads a reply's text to decide whether to
try again.
"""

from datetime import timedelta
from typing import NamedTuple


class Accepted(NamedTuple):
    """The server took the message over: 2yz in answer to the final dot."""

    reply: str


class Refused(NamedTuple):
    """5yz: final for this recipient (R19)."""

    reply: str


class TryLater(NamedTuple):
    """Nothing was taken, later it may be: 4yz about this message or its recipient
    (R19).

    A connection that was lost while the server was told of them counts as such too.
    """

    reply: str


class Throttled(NamedTuple):
    """The server wants less mail of us for the time `wait`, whether it says so with a
    4yz or a 5yz.

    No recipient is refused by that, and no message has used up a try.
    """

    reply: str
    wait: timedelta


class Away(NamedTuple):
    """The server could not be reached, or has no time for us: nobody's attempt,
    everybody waits.
    """

    because: str


class Unknown(NamedTuple):
    """Silence after the final dot: the server may have the message, or not (R22,
    P33).
    """

    because: str


class Barred(NamedTuple):
    """Login refused, certificate wrong or no TLS (R23): nothing can be sent until a
    setting is changed.
    """

    because: str


class Unmade(NamedTuple):
    """The message could not be composed, since a template or a fact is at fault;
    nothing was handed over.
    """

    because: str


class Moot(NamedTuple):
    """There is nothing left to tell: what the notice was about is gone or settled."""

    because: str


Outcome = (
    Accepted | Refused | TryLater | Throttled | Away | Unknown | Barred | Unmade | Moot
)
