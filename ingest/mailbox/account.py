"""Which mailbox is read, and how is it reached?

Plain values, as the settings give them; nothing is connected here.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

AUTO = "auto"
_NOT_PRINTABLE = re.compile(r"[^ -~]")
_MOST_PAIRS, _LONGEST_KEY, _LONGEST_VALUE = 30, 30, 1024


class Security(StrEnum):
    """How the connection is kept private; NONE is for loopback hosts only (RFC 8314
    §3).
    """

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox on one server.

    `ca_file` is an authority to trust instead of the system's. `timeout` are the
    seconds any one network call may take, `exchange` those that a question and its
    whole answer may take (None: five times as long). `identity` is what RFC 2971's ID
    says of us; true values, nothing secret. `folders` are what units mail into; `junk`
    is the junk folder's name, "auto" to look for it, "" to leave it out. `idle`: wait
    for news with IDLE.
    """

    host: str
    user: str
    secret: str = field(repr=False)
    port: int = 993
    security: Security = Security.TLS
    ca_file: Path | None = None
    timeout: float = 60.0
    identity: tuple[tuple[str, str], ...] = (("name", "yishiyibao"),)
    folders: tuple[str, ...] = ("INBOX",)
    junk: str = AUTO
    idle: bool = True
    exchange: float | None = None

    @property
    def name(self) -> str:
        """What the record calls this account."""
        return f"{self.user}@{self.host.lower()}"

    @property
    def exchange_seconds(self) -> float:
        """How long one question and its whole answer may take."""
        return 5 * self.timeout if self.exchange is None else self.exchange

    @property
    def on_loopback(self) -> bool:
        """Whether the server runs on this very machine."""
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return self.host.lower() in ("localhost", "localhost.localdomain")

    @property
    def spoken_identity(self) -> dict[str, str]:
        """`identity` within the bounds of RFC 2971 §3.3.

        Printable, at most 30 pairs of bounded length (R52).
        """
        spoken: dict[str, str] = {}
        for key, value in self.identity:
            key_spoken = _printable(key, _LONGEST_KEY)
            value_spoken = _printable(value, _LONGEST_VALUE)
            if key_spoken and value_spoken and len(spoken) < _MOST_PAIRS:
                spoken[key_spoken] = value_spoken
        return spoken


def _printable(text: str, most: int) -> str:
    return _NOT_PRINTABLE.sub("", text)[:most].strip()
