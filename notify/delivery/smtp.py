"""How is a message handed to the submission server, and what did the server make of it?

One connection, kept for many messages; always encrypted and checked (R23), except to
this very machine. Each answer becomes one of the closed outcomes; nothing is tried
again here, and nothing is recorded. A server that refuses *us* - the login, the
certificate, the sender - bars all mail until a setting changes, and one that cannot be
reached is *away*: neither is any recipient's fault. Each time limit holds for the whole
answer: a server that sends a byte now and then is not waited for any longer.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

from ledger.outbox.outcomes import Away, Barred, TryLater, Unknown
from ledger.time_limit import Watch
from notify.delivery.replies import (
    Answer,
    OwnAnswer,
    answer_to,
    login_answer,
    on_this_machine,
    own_answer,
    short,
    stuffed,
    xtext,
)

_EHLO_AS = "[127.0.0.1]"
"""An address literal: the machine's own name is nobody's business and would cost a
look-up.
"""
_ABOUT_SIZE = frozenset({452, 552})
"""To MAIL FROM with its SIZE: this message is too big, now or ever (RFC 1870 §6)."""
_LONGEST_ENVID = 100
"""RFC 3461 §4.4."""
_Reply = tuple[int, bytes]
"""Code and words, as smtplib gives them."""
_GO_ON = 354
_DONE = 250
_CLOSING = 421
_STEPS_OF_OPENING = 5
"""Greeting, TLS, EHLO once more, two steps of a login: each may take its time."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds, at each step; the defaults are R21's least."""

    command: float = 300
    data: float = 120
    block: float = 180
    dot: float = 600

    @property
    def handing_over(self) -> float:
        """The longest time from MAIL FROM to the answer to the final dot."""
        return 2 * self.command + self.data + self.block + self.dot


@dataclass(frozen=True, slots=True)
class Server:
    """The submission server; `security` "none" is only for a server on this very
    machine.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: Path | None = None
    timeouts: Timeouts = Timeouts()


class SmtpEnvelope(NamedTuple):
    """Whom it is from and to; `envelope_id` comes back in a delivery report, `report`
    asks for one (R18).
    """

    sender: str
    to: str
    envelope_id: str = ""
    report: bool = False


class _Stopped(Exception):  # noqa: N818 - the way an answer leaves the dialogue early
    """The dialogue is over, and with what."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def _refuses(code: int) -> bool:
    """Whether a reply says no, for now or for good."""
    return 400 <= code < 600


class _PlainLine(smtplib.SMTP):
    """A connection that tells of its socket before a word is said over it."""

    def __init__(self, told: Callable[[socket.socket], None], **where: Any) -> None:  # noqa: ANN401 - as smtplib's
        self._told = told
        super().__init__(**where)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        # smtplib's own hook: SMTP_SSL wraps in TLS what it gives, and its handshake is
        # to end in time, too.
        line: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self._told(line)
        return line


class _TlsLine(smtplib.SMTP_SSL, _PlainLine):
    """The same, with TLS from the first byte."""

    def __init__(self, told: Callable[[socket.socket], None], **where: Any) -> None:  # noqa: ANN401 - as smtplib's
        self._told = told
        smtplib.SMTP_SSL.__init__(self, **where)


class SmtpSession:
    """One connection to the server, opened at the first message and opened again when
    it was lost.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None
        self._line: socket.socket | None = None
        self._watch: Watch | None = None
        self._greeted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def stands(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._connection is not None

    def close(self) -> None:
        """End the connection politely, if there is one."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            with self._within(self._server.timeouts.command):
                connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()
        finally:
            self._let_go()

    def greet(self) -> OwnAnswer | None:
        """Connect and log in, or find that the connection still stands; None when all
        is well.
        """
        try:
            self._ready()
        except _Stopped as stopped:
            return stopped.answer if isinstance(stopped.answer, OwnAnswer) else None
        self._greeted = True
        return None

    def send(self, envelope: SmtpEnvelope, content: bytes) -> Answer:
        """Hand over one message to one recipient; never raises for what a server does.

        The lines of `content` end in CRLF.
        """
        try:
            connection = self._connection if self._greeted else None
            self._greeted = False
            connection = connection or self._ready()
            self._address(connection, envelope, len(content))
            answer = self._hand_over(connection, content)
        except _Stopped as stopped:
            answer = stopped.answer
        if isinstance(answer, Unknown) or self._connection is None:
            self._drop()
        return answer

    # --- the dialogue -----------------------------------------------------------------

    def _ready(self) -> smtplib.SMTP:
        """A connection that is logged in and between two messages."""
        if self._connection is not None:
            try:
                # The server may have closed it since: RFC 5321 §4.1.1.5 lets RSET do no
                # harm at any time.
                with self._within(self._server.timeouts.command):
                    code, _said = self._connection.rset()
            except (smtplib.SMTPException, OSError):
                code = _CLOSING
            if code == _DONE:
                return self._connection
            self._drop()
        self._connection = self._open()
        return self._connection

    def _open(self) -> smtplib.SMTP:
        """A new connection; every fault of it is an answer."""
        server = self._server
        place = f"{server.host}:{server.port}"
        if server.security == "none" and not on_this_machine(server.host):
            raise _Stopped(
                Barred(
                    f"smtp.security：“none”只用于本机的邮件服务器，{server.host} 不是本机"
                )
            )
        answer: Answer
        connection: smtplib.SMTP | None = None
        try:
            with self._within(_STEPS_OF_OPENING * server.timeouts.command):
                connection = self._connect()
            return connection
        except smtplib.SMTPAuthenticationError as fault:
            answer = login_answer(fault.smtp_code, fault.smtp_error)
        except smtplib.SMTPResponseException as fault:
            answer = own_answer(fault.smtp_code, fault.smtp_error)
        except smtplib.SMTPNotSupportedError as fault:
            answer = Barred(f"{place} 不支持所需的 STARTTLS 或登录方式：{fault}")
        except ssl.SSLCertVerificationError as fault:
            answer = Barred(f"{place} 的证书不可信：{fault.verify_message}")
        except ssl.SSLError as fault:
            answer = Barred(f"{place} 无法建立 TLS 连接（{fault.reason}）")
        except (smtplib.SMTPException, OSError) as fault:
            answer = Away(f"无法连接 {place}：{short(str(fault))}")
        if connection is not None:
            connection.close()
        self._let_go()
        raise _Stopped(answer)

    def _connect(self) -> smtplib.SMTP:
        """Connect, encrypt and log in; raises what smtplib and ssl raise."""
        server = self._server
        wait = server.timeouts.command
        trust = None
        if server.security != "none":
            trust = ssl.create_default_context(
                cafile=None if server.ca_file is None else str(server.ca_file)
            )
        where = {
            "host": server.host,
            "port": server.port,
            "local_hostname": _EHLO_AS,
            "timeout": wait,
        }
        connection: smtplib.SMTP
        if server.security == "tls":
            connection = _TlsLine(self._keep, **where, context=trust)
        else:
            connection = _PlainLine(self._keep, **where)
        try:
            if connection.sock is not None:
                # Nagle's wait costs 40 ms a message where the dot goes alone.
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if server.security == "starttls":
                # RFC 8314 §3.3: no way back to clear text; smtplib passes over a
                # refusal in silence.
                code, said = connection.starttls(context=trust)
                if not isinstance(connection.sock, ssl.SSLSocket):
                    raise smtplib.SMTPResponseException(code, said)
            connection.ehlo_or_helo_if_needed()
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _address(
        self, connection: smtplib.SMTP, envelope: SmtpEnvelope, size: int
    ) -> None:
        """MAIL and RCPT: what is held against the sender bars us, against the recipient
        it refuses him.
        """
        reports = connection.has_extn("dsn")
        options = [f"SIZE={size}"] if connection.has_extn("size") else []
        name = xtext(envelope.envelope_id)
        if reports and 0 < len(name) <= _LONGEST_ENVID:
            options += ["RET=HDRS", f"ENVID={name}"]  # RFC 3461 §4.3, §4.4
        code, said = self._ask(
            lambda: connection.mail(envelope.sender, options), lost=Away
        )
        if code != _DONE:
            raise _Stopped(
                answer_to(code, said) if code in _ABOUT_SIZE else own_answer(code, said)
            )
        wishes: list[str] = []
        if reports:  # R18
            original = f"ORCPT=rfc822;{xtext(envelope.to)}"
            wishes = (
                ["NOTIFY=FAILURE", original] if envelope.report else ["NOTIFY=NEVER"]
            )
        code, said = self._ask(lambda: connection.rcpt(envelope.to, wishes))
        if code not in {
            _DONE,
            251,
            252,
        }:  # RFC 5321 §4.2.3: taken, forwarded, taken unverified
            raise _Stopped(
                answer_to(code, said)
                if _refuses(code)
                else self._out_of_step(code, said)
            )

    def _hand_over(self, connection: smtplib.SMTP, content: bytes) -> Answer:
        """DATA to the final dot; silence after the dot is *unknown* (R22, P33)."""
        times = self._server.timeouts
        self._wait(connection, times.data)
        code, said = self._ask(lambda: connection.docmd("DATA"), within=times.data)
        if code != _GO_ON:
            return (
                answer_to(code, said)
                if _refuses(code)
                else self._out_of_step(code, said)
            )
        self._wait(connection, times.block)

        def say_all_but_the_dot() -> _Reply:
            connection.send(stuffed(content))
            return 0, b""  # no reply comes before the dot

        self._ask(say_all_but_the_dot, within=times.block)
        self._wait(connection, times.dot)
        try:
            with self._within(times.dot):
                connection.send(b".\r\n")
                code, said = connection.getreply()
        except (smtplib.SMTPException, OSError) as fault:
            # From here on nobody knows whether the server has the message.
            self._drop()
            return Unknown(f"内容已交出，未收到答复：{short(str(fault))}")
        if code // 100 != 2 and not _refuses(
            code
        ):  # RFC 5321 §4.2.1: the true answer may be still to come
            self._drop()
            return Unknown("内容已交出，答复无法辨认")
        self._wait(connection, times.command)
        return answer_to(code, said)

    def _ask(
        self,
        command: Callable[[], _Reply],
        lost: type[Away | TryLater] = TryLater,
        within: float | None = None,
    ) -> _Reply:
        """One command before the dot; _Stopped with `lost` when the connection breaks:
        nothing was taken.

        `within`: the seconds for all of it, where they are not those of a command.

        Once the recipient is named that is TryLater: it may be this very message that
        the server cannot stand.
        """
        try:
            with self._within(within or self._server.timeouts.command):
                code, said = command()
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            raise _Stopped(lost(f"连接中断：{short(str(fault))}")) from None
        if code == _CLOSING:
            self._drop()
        return code, said

    def _out_of_step(self, code: int, said: bytes) -> TryLater:
        """What a reply is that fits nothing we said: a message is not taken before its
        final dot.
        """
        self._drop()
        words = said.decode("utf-8", "replace")
        return TryLater(f"答复对不上：{short(f'{code} {words}')}")

    @staticmethod
    def _wait(connection: smtplib.SMTP, seconds: float) -> None:
        if connection.sock is not None:
            connection.sock.settimeout(seconds)

    def _keep(self, line: socket.socket) -> None:
        # A handle of our own: TLS takes the socket over, and gives none back before its
        # handshake is done.
        self._line = line.dup()
        if self._watch is not None:
            self._watch.over(self._line)

    def _let_go(self) -> None:
        """Close that handle, too, so that the server sees the end."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Ends the line and raises TimeoutError where the block takes longer than so
        many seconds in all.
        """
        with Watch(seconds, self._line) as self._watch:
            yield
        if self._watch.is_over:
            # What came by then was cut in the middle, and smtplib takes half a line for
            # an answer.
            raise self._watch.too_late()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        self._let_go()
