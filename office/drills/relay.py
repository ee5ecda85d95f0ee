"""How does a drill stand between the service and its mailbox?

A relay on loopback hands every line on, both ways, and may tell one lie at a time on
the server's behalf. It may also be turned to another mailbox, and state the
UIDVALIDITY that it was told: as one server that was moved or rebuilt would.
"""

import re
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Self

from office.demo.mail_servers import HOST
from office.drills.lies import Lie, Then

_LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")
_UIDVALIDITY = re.compile(rb"UIDVALIDITY \d+")


class LyingRelay:
    """The relay, run by `with`; `port` is where the service finds its mailbox.

    `held` is set once the relay has fallen silent.
    """

    def __init__(self, mailbox_port: int) -> None:
        self.mailbox_port = mailbox_port
        self.uidvalidity: int | None = None
        self.held = threading.Event()
        self.port = 0
        self._lie: Lie | None = None
        self._known = 0
        self._lines: list[socket.socket] = []
        self._door = socket.create_server((HOST, 0))

    def __enter__(self) -> Self:
        """Begins to listen."""
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, name="relay", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cuts every line."""
        for line in (self._door, *self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def tell(self, lie: Lie, known: int) -> None:
        """Tells the lie once, at the first answer that it fits; `known` is the highest
        UID of a letter that is not new.
        """
        self.held.clear()
        self._known = known
        self._lie = lie

    def keep_to_the_truth(self) -> bool:
        """Tells no lie any more; whether the last one was told."""
        untold, self._lie = self._lie, None
        return untold is None

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
                server = socket.create_connection((HOST, self.mailbox_port))
            except OSError:  # the door was closed
                return
            for line in (client, server):
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._lines += [client, server]
            for work in (self._ask, self._answer):
                threading.Thread(
                    target=work, args=(client, server), daemon=True
                ).start()

    @staticmethod
    def _ask(client: socket.socket, server: socket.socket) -> None:
        """Hands on what the service says, until it hangs up."""
        with suppress(OSError):
            while said := client.recv(65536):
                server.sendall(said)
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)

    def _answer(self, client: socket.socket, server: socket.socket) -> None:
        """Hands on what the server says, with the lie in its place."""
        with suppress(OSError), server.makefile("rb") as said:
            while answer := read_answer(said):
                then = Then.GO_ON
                lie = self._lie
                altered = None if lie is None else lie.alter(answer, self._known)
                if lie is not None and altered is not None:
                    self._lie, answer, then = None, altered, lie.then
                if self.uidvalidity is not None:
                    stated = b"UIDVALIDITY %d" % self.uidvalidity
                    answer = _UIDVALIDITY.sub(stated, answer)
                client.sendall(answer)
                if then is Then.FALL_SILENT:
                    self.held.set()
                    return
                if then is Then.HANG_UP:
                    break
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


def read_answer(said: BinaryIO) -> bytes:
    """The next whole answer: a line and the literals that belong to it; b"" at the
    end.
    """
    answer = line = said.readline()
    while literal := _LITERAL.search(line):
        answer += said.read(int(literal[1]))
        line = said.readline()
        answer += line
    return answer
