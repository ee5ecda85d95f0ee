"""How does a session with a mail server begin?

Connected, made private, logged in, introduced; the folder is opened elsewhere. Nothing
is believed of what the server said before TLS, and no secret leaves without it (RFC
8314 §4, R53, R56).
"""

import socket
import ssl
from contextlib import suppress
from typing import NamedTuple

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS

from ingest.mailbox.account import Account, Security
from ingest.mailbox.exchange import exchange
from ingest.mailbox.faults import MisconfiguredError, mailbox_error
from ingest.mailbox.provider import Chosen, Provider, choose
from ledger.time_limit import Watch

_CONNECT_WITHIN = 30.0


class OpenedSession(NamedTuple):
    """A session, and whose server it turned out to be."""

    client: IMAPClient
    chosen: Chosen


def open_session(account: Account) -> OpenedSession:
    """A session that is logged in and has said who it is.

    Raises AccessRefusedError, TryLaterError or MisconfiguredError; the connection is
    then closed.
    """
    if account.security is Security.NONE and not account.on_loopback:
        raise MisconfiguredError(
            account,
            'security = "none" would send the password in clear text',
            "use tls or starttls; none is for servers on this machine",
        )
    if not all(
        said and said.isascii() and said.isprintable()
        for said in (account.user, account.secret)
    ):
        raise MisconfiguredError(
            account,
            "the user name or the password is empty or holds characters that LOGIN cannot carry",
            "use printable ASCII without line ends",
        )
    with exchange(account) as watch:
        context: ssl.SSLContext | None = None
        if account.security is not Security.NONE:
            # Certificate and host name are checked, against the system's authorities or
            # the one named.
            try:
                context = ssl.create_default_context(cafile=account.ca_file)
            except (OSError, ssl.SSLError) as fault:
                why = f"mailbox.ca_file {account.ca_file} cannot be used ({type(fault).__name__})"
                raise MisconfiguredError(
                    account, why, "name a PEM file of certificates"
                ) from None
        client = _client_under(watch)(
            account.host,
            account.port,
            ssl=account.security is Security.TLS,
            ssl_context=context,
            timeout=SocketTimeout(
                min(_CONNECT_WITHIN, account.timeout), account.timeout
            ),
        )
        try:
            client._imap.debug = 0  # noqa: SLF001 - its level 5 formats every literal twice: fetching took 5 times as long
            client.socket().setsockopt(
                socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
            )  # else Nagle holds a command 40 ms
            client.normalise_times = (
                False  # else INTERNALDATE comes back naive and local
            )
            greeting = _text(client.welcome)
            if account.security is Security.STARTTLS:
                # CapabilityError where the offer was stripped: never on in clear (R23).
                # TLS takes the socket over before its handshake is done.
                with client.socket().dup() as handle:
                    watch.over(handle)
                    client.starttls(context)
                    watch.over(client.socket())
                greeting = (
                    ""  # it came in clear, from whomever: it chooses nothing (R53)
                )
            provider = choose(account.host, greeting).provider
            _log_in(client, account, provider)
            named = _introduce(client, account, provider)
            chosen = choose(
                account.host, greeting, named, map(_text, client.capabilities())
            )
        except BaseException:
            with suppress(OSError):
                client.shutdown()
            raise
    return OpenedSession(client, chosen)


def _client_under(watch: Watch) -> type[IMAPClient]:
    """The library's client, whose line `watch` knows before the greeting is read."""

    class TlsLine(IMAP4_TLS):  # type: ignore[misc]  # the library has no types
        def _create_socket(self, timeout: float | None = None) -> socket.socket:
            plain = socket.create_connection((self.host, self.port), timeout)
            context: ssl.SSLContext = self.ssl_context
            # Shaking hands only once the watch knows the line: a server may drip there,
            # too.
            line = context.wrap_socket(
                plain, server_hostname=self.host, do_handshake_on_connect=False
            )
            watch.over(line)
            try:
                line.do_handshake()
            except BaseException:
                line.close()
                raise
            return line

    class PlainLine(IMAP4WithTimeout):  # type: ignore[misc]  # the library has no types
        def _create_socket(self, timeout: float | None = None) -> socket.socket:
            line: socket.socket = super()._create_socket(timeout)
            watch.over(line)
            return line

    class WatchedClient(IMAPClient):  # type: ignore[misc]  # the library has no types
        def _create_IMAP4(self) -> TlsLine | PlainLine:  # noqa: N802 - the library's own name
            within = self._timeout.connect
            if self.ssl:
                return TlsLine(self.host, self.port, self.ssl_context, within)
            return PlainLine(self.host, self.port, within)

    return WatchedClient


def _text(said: bytes | str) -> str:
    return said.decode("latin-1") if isinstance(said, bytes) else said


def _log_in(client: IMAPClient, account: Account, provider: Provider) -> None:
    if client.has_capability("LOGINDISABLED"):  # R56
        raise MisconfiguredError(
            account,
            "the server allows no password login",
            "ask its provider for IMAP access",
        )
    # The standard library quotes the password of LOGIN but not the user.
    user = account.user.replace("\\", "\\\\").replace('"', '\\"')
    try:
        client.login(f'"{user}"', account.secret)
    except LoginError as fault:
        if isinstance(fault.__context__, IMAPClientAbortError):
            raise fault.__context__ from None
        raise mailbox_error(account, fault, provider.note) from None
    client._cached_capabilities = None  # noqa: SLF001 - what was offered before the login is void (R53)


def _introduce(client: IMAPClient, account: Account, provider: Provider) -> str:
    """Says who we are where ID is offered, and gives who the server says it is.

    NetEase opens no folder before that (P23, R52).
    """
    identity = account.spoken_identity
    if not identity or not provider.send_id or not client.has_capability("ID"):
        return ""
    try:
        answer = client.id_(identity)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return ""  # a server that wants no introduction opens its folders all the same
    if not answer or not isinstance(answer[0], tuple):
        return ""
    return " ".join(_text(word) for word in answer[0] if isinstance(word, bytes | str))
