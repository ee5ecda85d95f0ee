"""What can go wrong with a mailbox, and is it worth trying again?

Three answers, three classes (R55, P26): the login was refused, so stop after a few
tries and tell people; the server or the line is out of order, so come back later;
something is set up wrongly, so somebody must mend it. The messages name what, where and
the way out; they hold no secret.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import (
    CapabilityError,
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
)

from ingest.mailbox.account import Account
from ledger.faults import ToldError

_CODE = re.compile(r"\[([A-Z][A-Z-]*)")
# Response codes that mean "come back later" (RFC 5530 §3), and those that stand beside
# any answer.
_CODES_OF_LATER = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA"})
_CODES_OF_NO_REASON = frozenset({"ALERT", "CAPABILITY"})
_SECRET = re.compile(
    r"passw|secret|authori[sz]ation code|credential|密码|授权码|口令", re.IGNORECASE
)
_BUSY = re.compile(
    r"try (?:again )?later|too many|temporar|busy|frequen|unavailable|timed? ?out|稍后|频繁|繁忙",
    re.IGNORECASE,
)
# imapclient puts the server's bytes into its messages as Python writes them: b'...'.
_BYTES_LITERAL = re.compile(r"(?:^|(?<=[\s:(]))b(['\"])(.*)\1")
_LONGEST_SAID = 200


class MailboxError(ToldError):
    """Something is the matter with a mailbox; always one of the three below."""


class AccessRefusedError(MailboxError):
    """The server refused the login; trying again and again would only have the address
    blocked (P26).
    """

    def __init__(self, account: Account, said: str, note: str = "") -> None:
        self.said = said
        super().__init__(
            f"imap {account.name}: login refused ({said}); "
            f"check mailbox.user and the password or authorization code"
            + (f" - {note}" if note else "")
        )


class TryLaterError(MailboxError):
    """The server or the way to it is out of order for now; nothing is lost, the next
    poll tries again.
    """

    def __init__(self, account: Account, why: str) -> None:
        super().__init__(
            f"imap {account.host}:{account.port}: {why}; nothing was lost, the next poll tries again"
        )


class MisconfiguredError(MailboxError):
    """The settings and the server do not fit together; a person must mend one of
    them.
    """

    def __init__(self, account: Account, why: str, way_out: str) -> None:
        super().__init__(f"imap {account.host}:{account.port}: {why}; {way_out}")


@contextmanager
def mailbox_errors(account: Account) -> Iterator[None]:
    """Whatever goes wrong while speaking with the server of `account` leaves as one of
    the three.
    """
    try:
        yield
    except MailboxError:
        raise
    except (OSError, IMAPClientError) as fault:
        raise mailbox_error(account, fault) from fault
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        AssertionError,
    ) as fault:
        # The library expects what the standard demands, and stumbles over anything
        # else.
        raise TryLaterError(
            account, f"an answer makes no sense ({type(fault).__name__})"
        ) from fault


def mailbox_error(
    account: Account, fault: OSError | IMAPClientError, note: str = ""
) -> MailboxError:
    """Which of the three `fault` is; `note` is the provider's advice for refusals."""
    match fault:
        case ssl.SSLCertVerificationError():
            return MisconfiguredError(
                account,
                f"the certificate is not accepted ({fault.verify_message})",
                "check mailbox.host, or name the authority in mailbox.ca_file",
            )
        case ssl.SSLError() if fault.reason in (
            "WRONG_VERSION_NUMBER",
            "UNKNOWN_PROTOCOL",
            "HTTP_REQUEST",
        ):
            return MisconfiguredError(
                account,
                "the port speaks no TLS",
                "check mailbox.port and mailbox.security",
            )
        case socket.gaierror() if fault.errno == socket.EAI_NONAME:
            return MisconfiguredError(
                account, "no such host", "check mailbox.host and the name service"
            )
        case OSError():
            return TryLaterError(account, said_by(fault))
        case CapabilityError():
            return MisconfiguredError(account, said_by(fault), "check mailbox.security")
        case IMAPClientAbortError():
            return TryLaterError(account, f"the connection ended ({said_by(fault)})")
        case LoginError() if not _is_busy(fault):
            return AccessRefusedError(account, said_by(fault), note)
        case _:
            return TryLaterError(account, f"the server refused ({said_by(fault)})")


def said_by(fault: Exception) -> str:
    """The server's or system's own words on one bounded line, without Python's
    dressing.
    """
    # The last argument of an OSError is its text, the first its number.
    words = (
        str(fault.args[-1]) if isinstance(fault, OSError) and fault.args else str(fault)
    )
    words = _BYTES_LITERAL.sub(r"\2", words or type(fault).__name__)
    return " ".join(words.split())[:_LONGEST_SAID]


def _is_busy(fault: LoginError) -> bool:
    """Whether a refused login is only a busy server.

    The response code decides; its words do only where it gives no reason and no
    password is mentioned.
    """
    words = str(fault)
    code = _CODE.search(words)
    if code and code[1] not in _CODES_OF_NO_REASON:
        return code[1] in _CODES_OF_LATER
    return _BUSY.search(words) is not None and _SECRET.search(words) is None
