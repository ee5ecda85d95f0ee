"""What can go wrong with a mailbox, and is it worth trying again?

Three answers, three classes (R55, P26): the login was refused, so stop after a few tries and tell people; the
server or the line is out of order, so come back later; something is set up wrongly, so somebody must mend it.
The messages name what, where and the way out; they hold no secret.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from ingest.mailbox.account import Account
from ledger.faults import ToldError

_CODE = re.compile(r"\[([A-Z][A-Z-]*)")
_LATER_CODES = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA"})
_SECRET = re.compile(r"passw|secret|authori[sz]ation code|credential|密码|授权码|口令", re.IGNORECASE)
_BUSY = re.compile(
    r"try (?:again )?later|too many|temporar|busy|frequen|unavailable|timed? ?out|稍后|频繁|繁忙",
    re.IGNORECASE,
)
_SAID = 200


class MailboxError(ToldError):
    """Something is the matter with a mailbox; always one of the three below."""


class AccessRefusedError(MailboxError):
    """The server refused the login; trying again and again would only have the address blocked (P26)."""

    def __init__(self, account: Account, said: str, note: str = "") -> None:
        self.said = said
        super().__init__(
            f"imap {account.name}: login refused ({said}); "
            f"check mailbox.user and the password or authorization code{_and(note)}"
        )


class TryLaterError(MailboxError):
    """The server or the way to it is out of order for now; nothing is lost, the next poll tries again."""

    def __init__(self, account: Account, why: str) -> None:
        super().__init__(
            f"imap {account.host}:{account.port}: {why}; nothing was lost, the next poll tries again"
        )


class MisconfiguredError(MailboxError):
    """The settings and the server do not fit together; a person must mend one of them."""

    def __init__(self, account: Account, why: str, way_out: str) -> None:
        super().__init__(f"imap {account.host}:{account.port}: {why}; {way_out}")


@contextmanager
def speaking(account: Account) -> Iterator[None]:
    """Whatever goes wrong while speaking with the server of `account` leaves as one of the three."""
    try:
        yield
    except MailboxError:
        raise
    except (OSError, IMAPClientError) as fault:
        raise judged(account, fault) from fault


def judged(account: Account, fault: OSError | IMAPClientError, note: str = "") -> MailboxError:
    """Which of the three `fault` is; `note` is the provider's advice for refusals."""
    match fault:
        case ssl.SSLCertVerificationError():
            why = f"the certificate is not accepted ({fault.verify_message})"
            return MisconfiguredError(
                account, why, "check mailbox.host, or name the authority in mailbox.ca_file"
            )
        case ssl.SSLError() if fault.reason in ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST"):
            return MisconfiguredError(
                account, "the port speaks no TLS", "check mailbox.port and mailbox.security"
            )
        case socket.gaierror() if fault.errno == socket.EAI_NONAME:
            return MisconfiguredError(account, "no such host", "check mailbox.host and the name service")
        case OSError():
            return TryLaterError(account, said_by(fault))
        case CapabilityError():
            return MisconfiguredError(account, said_by(fault), "check mailbox.security")
        case IMAPClientAbortError():
            return TryLaterError(account, f"the connection ended ({said_by(fault)})")
        case LoginError() if not _for_now(fault):
            return AccessRefusedError(account, said_by(fault), note)
        case _:
            return TryLaterError(account, f"the server refused ({said_by(fault)})")


def said_by(fault: Exception) -> str:
    """The server's or system's own words on one bounded line, without Python's dressing."""
    words = (
        str(fault.args[-1] if isinstance(fault, OSError) and fault.args else fault) or type(fault).__name__
    )
    words = re.sub(r"(?:^|(?<=[\s:(]))b(['\"])(.*)\1", r"\2", words)
    return " ".join(words.split())[:_SAID]


def _for_now(fault: LoginError) -> bool:
    """Whether a refused login is only a busy server.

    Words count where neither a code nor a password is named.
    """
    words = str(fault)
    code = _CODE.search(words)
    if code and code[1] not in ("ALERT", "CAPABILITY"):
        return code[1] in _LATER_CODES
    return _BUSY.search(words) is not None and _SECRET.search(words) is None


def _and(note: str) -> str:
    return f" - {note}" if note else ""
