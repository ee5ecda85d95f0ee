"""What does a worker do that dies at a step that was named before?

One poll and one round of sending, in a process that kills itself as the power would
(SIGKILL) right before its N-th step. Steps are what it writes into the record - each
statement, each commit, and the moment after each commit - and what it asks of a socket:
connect, TLS handshake, each send and each receive. What PostgreSQL's own library does
on its socket lies between a statement and the next step. Letters are read in the
process itself; the children that read them otherwise leave no state.
"""

import json
import multiprocessing
import os
import resource
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.default import DefaultDialect

from ingest.intake.reader import Read, read_one
from ingest.poll.polling import poll
from ledger.faults import ToldError
from office.cli.session import opened
from office.service.clock import wall_clock
from office.service.logs import set_up_logs
from office.settings.reading import load
from office.settings.sections import LogSettings
from office.use_cases.older_record import send_due
from office.wiring import assembled

WRITES = ("INSERT", "UPDATE", "DELETE")
_ASKED_OF_PLAIN = ("connect", "send", "sendall", "recv", "recv_into")
# What TLS asks of the socket below it is counted where it is asked of TLS.
_ASKED_OF_TLS = ("do_handshake", "send", "recv", "recv_into")


@dataclass(slots=True)
class Steps:
    """The steps done so far; the process ends before the one numbered `last`.

    `ports` names whose sockets are watched, `kinds` which statements count.
    """

    ports: dict[int, str]
    last: int = 0
    kinds: Sequence[str] = WRITES
    done: list[str] = field(default_factory=list)

    def next(self, what: str) -> None:
        """One more is about to be done."""
        self.done.append(what)
        if len(self.done) == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Counts from now on."""
        event.listen(sa.Engine, "before_cursor_execute", self._statement)
        commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

        def committed(dialect: DefaultDialect, connection: Any) -> None:  # noqa: ANN401 - the driver's own
            self.next("commit")
            commit(dialect, connection)
            self.next("committed")

        DefaultDialect.do_commit = committed  # type: ignore[method-assign]
        for name in _ASKED_OF_PLAIN:
            self._count(socket.socket, name)
        for name in _ASKED_OF_TLS:
            self._count(ssl.SSLSocket, name)

    def _statement(
        self, _conn: sa.Connection, _cursor: object, said: str, *_: object
    ) -> None:
        words = said.split()
        if words[0].upper() in self.kinds:
            self.next(" ".join(words[: 3 if words[0] == "INSERT" else 2]))

    def _count(self, kind: type[socket.socket], name: str) -> None:
        ordinary: Callable[..., Any] = getattr(kind, name)

        def counted(line: socket.socket, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever a socket is asked
            try:
                port = given[0][1] if name == "connect" else line.getpeername()[1]
            except (OSError, TypeError, IndexError):
                port = 0
            if port in self.ports:
                self.next(f"{self.ports[port]} {name}")
            return ordinary(line, *given, **named)

        setattr(kind, name, counted)


class ReadsItself:
    """Reads letters in this process."""

    def __init__(self, marks: Sequence[str]) -> None:
        self._marks = marks

    def read(self, batch: Sequence[tuple[bytes, datetime]]) -> list[Read]:
        """As `Reader.read`."""
        return [read_one(raw, at, self._marks) for raw, at in batch]


class Doom(NamedTuple):
    """What befalls a worker: it dies before its `last` step, its clock is `ahead`, no
    file of its may grow beyond `most_bytes`; the steps of one that ends are written to
    `trace`.
    """

    last: int = 0
    ahead: timedelta = timedelta()
    most_bytes: int = resource.RLIM_INFINITY
    trace: Path | None = None


def work(settings_file: Path, doom: Doom) -> None:
    """One poll and one round, as far as they come."""
    set_up_logs(LogSettings(level="error"))
    settings = load(settings_file)
    steps = Steps(
        {settings.mailbox.port: "imap", settings.smtp.port: "smtp"}, doom.last
    )
    resource.setrlimit(resource.RLIMIT_FSIZE, (doom.most_bytes, resource.RLIM_INFINITY))
    with opened(settings) as database:
        with assembled(
            settings, database, lambda: wall_clock() + doom.ahead
        ) as service:
            steps.watch()
            reader: Any = ReadsItself(("绝密", "机密", "秘密"))
            doomed = replace(service, reader=reader)
            try:
                poll(doomed.poll_context())
                send_due(doomed)
            except ToldError:  # a full disk, say: whoever comes next finds it
                sys.exit(1)
    if doom.trace is not None:
        doom.trace.write_text(json.dumps(steps.done), encoding="utf-8")


def begun(settings_file: Path, doom: Doom) -> BaseProcess:
    """`work` in a process of its own, which is forked from one that has imported
    everything.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.__main__"])
    child = context.Process(target=work, args=(settings_file, doom))
    child.start()
    return child
