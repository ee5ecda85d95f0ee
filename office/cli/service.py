"""How is the service run?

`run` is worker and console in one process unless told otherwise. On SIGTERM every job is told to stop;
whatever has not stopped in time is left to its lease, which is as good as a power cut and as harmless
(promises 6, 8, 9).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import click

from ledger.outbox import pacing
from office.cli.output import say
from office.cli.session import RefusedError, Session, with_session
from office.service.alarm import keep_watch
from office.service.duties import job_context, jobs_for
from office.service.jobs import Stop
from office.service.logs import set_up_logs
from office.service.parts import Service
from office.service.schedule import jobs_running
from office.service.watching import watch
from office.web.serving import serving

WORKER, CONSOLE = "worker", "console"
_PATIENCE = 3.0
"""Seconds that work under way is given to stop by itself, of the five that SIGTERM promises."""


@click.command()
@click.option("--only", type=click.Choice([WORKER, CONSOLE]), help="Only the jobs, or only the pages.")
@with_session
def run(session: Session, only: str | None) -> None:
    """Reads, answers, reminds and serves the console until it is told to stop."""
    if session.now is not None:
        message = "run --now: the service lives in the present; rehearse with `demo`"
        raise RefusedError(message)
    stop = threading.Event()
    with stopping(stop), session.service() as service:
        leave_in_time(stop)
        set_up_logs(service.settings.log)
        with ExitStack() as running:
            if only != WORKER:
                say(f"console: {_serve(service, running)}")
            if only != CONSOLE:
                with service.database.writing() as conn:
                    pacing.end_back_off(
                        conn, service.clock()
                    )  # settings may have changed: ask the server at once
                ask = running.enter_context(jobs_running(jobs_for(service), job_context(service), stop))
                _watch(service, partial(ask, "poll"), stop)
                say("worker: running")
            threading.Thread(target=keep_watch, args=(service, stop), name="alarm", daemon=True).start()
            stop.wait()


COMMANDS = (run,)


@contextmanager
def stopping(stop: Stop) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; how they were handled before is restored.

    A handler runs within whatever the main thread was doing, taking a lock of `stop` for instance, and would
    wait for that lock for ever. So it only writes a byte, and a thread that reads it sets `stop`.
    """
    heard, said = os.pipe()
    signs = (signal.SIGTERM, signal.SIGINT)
    threading.Thread(target=_listen, args=(heard, stop), name="signals", daemon=True).start()
    kept = {sign: signal.signal(sign, lambda *_: os.write(said, b".")) for sign in signs}
    try:
        yield
    finally:
        for sign, handler in kept.items():
            signal.signal(sign, handler)
        os.close(said)


def _listen(heard: int, stop: Stop) -> None:
    """Sets `stop` at the first byte; ends when nothing more can come."""
    while os.read(heard, 1):
        stop.set()
    os.close(heard)


def leave_in_time(stop: Stop) -> None:
    """Once told to stop, the process has `_PATIENCE` seconds to end by itself; then it ends at once."""

    def leave() -> None:
        stop.wait()
        time.sleep(_PATIENCE)
        os._exit(0)

    threading.Thread(target=leave, name="leave", daemon=True).start()


def _watch(service: Service, ask: Callable[[], None], stop: Stop) -> None:
    """Waits for the server's word of new mail, where a mailbox is set up and waiting is wanted."""
    if service.account.host and service.account.idle:
        threading.Thread(target=watch, args=(service.account, ask, stop), name="watch", daemon=True).start()


def _serve(service: Service, running: ExitStack) -> str:
    told = service.settings.web
    try:
        return running.enter_context(serving(service, told.host, told.port))
    except OSError as fault:
        message = f"web.port: {told.host}:{told.port} cannot be opened: {fault.strerror}; set another"
        raise RefusedError(message) from None
