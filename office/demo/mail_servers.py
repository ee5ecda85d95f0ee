"""How can a mailbox and a mail server stand inside this program?

pymap keeps the mailbox in memory, aiosmtpd takes what the service sends; both listen on
loopback only and end with the program. They are real servers of their protocols: the
service speaks to them as to any other.
"""

import asyncio
import imaplib
import socket
import threading
from argparse import ArgumentParser
from collections import deque
from collections.abc import Coroutine, Iterable
from contextlib import AsyncExitStack
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer, IMAPService
from pysasl.hashing import BuiltinHash

HOST = "127.0.0.1"
USER = "xinxi"
PASSWORD = "rehearsal"  # noqa: S105 - of a mailbox that lives in this process
T = TypeVar("T")


class ArrivingMail(NamedTuple):
    """One mail that is put into the mailbox, and the moment of its arrival."""

    raw: bytes
    at: datetime


class Delivered(NamedTuple):
    """One message that the service handed to the mail server."""

    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message as its reader's program understands it."""
        return message_from_bytes(self.raw, policy=policy.default)


class AtTheDot(Enum):
    """What the mail server may do with a message that it has, instead of saying so."""

    HANG_UP = "the line is cut"
    FALL_SILENT = "nothing is said any more"


class _Inbox:
    """What has been handed over, in order; `planned` is how the next ones end, as a
    refusal or worse.
    """

    def __init__(self) -> None:
        self.delivered: list[Delivered] = []
        self.planned: deque[str | AtTheDot] = deque()
        self.silent = threading.Event()

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd looks for
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Takes a message, unless something else is planned."""
        plan = self.planned.popleft() if self.planned else None
        if isinstance(plan, str):
            return plan
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        self.delivered.extend(Delivered(to, raw) for to in envelope.rcpt_tos)
        if plan is AtTheDot.FALL_SILENT:
            self.silent.set()
            await asyncio.Event().wait()  # until the other side has gone
        if plan is AtTheDot.HANG_UP and server.transport is not None:
            server.transport.close()
            raise asyncio.CancelledError  # ends the dialogue without a word in the log
        return "250 2.0.0 taken"


class DemoMailServers:
    """The embedded servers, started and stopped by `with`; `imap_port` and `smtp_port`
    are free ports.
    """

    def __init__(self, user: str = USER) -> None:
        self._user = user
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="demo-mail-servers", daemon=True
        )
        self._stack = AsyncExitStack()
        self._inbox = _Inbox()
        self._post: imaplib.IMAP4 | None = None
        self.imap_port = 0
        self.smtp_port = 0

    def __enter__(self) -> Self:
        """Starts both servers."""
        self._thread.start()
        self.imap_port, self.smtp_port = self._do(self._start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stops both."""
        if self._post is not None:
            self._post.logout()
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def delivered(self) -> tuple[Delivered, ...]:
        """Everything the service has sent so far."""
        return tuple(self._inbox.delivered)

    @property
    def silent(self) -> threading.Event:
        """Set once the mail server has fallen silent over a message."""
        return self._inbox.silent

    def plan(self, end: str | AtTheDot) -> None:
        """Lets the next message for which nothing is planned end so: with this reply,
        or worse.
        """
        self._inbox.planned.append(end)

    def deliver(self, letters: Iterable[ArrivingMail]) -> None:
        """Puts letters into the mailbox, each with the moment of its arrival."""
        if self._post is None:
            self._post = imaplib.IMAP4(HOST, self.imap_port)
            self._post.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._post.login(self._user, PASSWORD)
        for raw, at in letters:
            self._post.append("INBOX", "", imaplib.Time2Internaldate(at), raw)

    async def _start(self) -> tuple[int, int]:
        """Starts both; their ports, of IMAP and of SMTP."""
        # pymap is configured as its own command line would do it.
        parser = ArgumentParser()
        IMAPService.add_arguments(parser)
        DictBackend.add_subparser("dict", parser.add_subparsers(dest="backend"))
        parser.set_defaults(debug=False, skip_services=[], passlib_cfg=None)
        login = ["--demo-user", self._user, "--demo-password", PASSWORD]
        arguments = parser.parse_args(["--no-tls", "dict", *login])
        backend, config = await DictBackend.init(
            arguments, hash_context=BuiltinHash(rounds=1)
        )
        config.apply_context()
        await backend.start(self._stack)
        callback = ProxyProtocolReader(config.proxy_protocol).get_callback(
            IMAPServer(backend.login, config)
        )
        imap = await asyncio.start_server(callback, host=HOST, port=0)
        loop = asyncio.get_running_loop()
        smtp = await loop.create_server(
            lambda: SMTP(self._inbox, loop=loop, hostname=HOST), HOST, 0
        )
        return await self._opened(imap), await self._opened(smtp)

    async def _end(self) -> None:
        """Stops both, and hangs up on whoever is still connected."""
        await self._stack.aclose()
        dialogues = asyncio.all_tasks() - {asyncio.current_task()}
        for dialogue in dialogues:
            dialogue.cancel()
        await asyncio.gather(*dialogues, return_exceptions=True)

    async def _opened(self, server: asyncio.Server) -> int:
        await self._stack.enter_async_context(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)
