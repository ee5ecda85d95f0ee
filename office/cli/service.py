"""How is the service run, and what does a newcomer see of it: run, demo?

`run` is worker and console in one process unless told otherwise. On SIGTERM every job is told to stop;
whatever has not stopped in time is left to its lease, which is as good as a power cut and as harmless
(promises 6, 8, 9).

`demo` plays a quarter on this machine with an embedded mailbox, says what happens, and then leaves the
console open; `--once` ends there. What it left behind can be asked with every other command.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import click

from ledger.outbox import pacing
from office.cli.output import json_option, say, show_json
from office.cli.session import Session, refuse, with_session
from office.service.alarm import keep_watch
from office.service.duties import job_context, jobs_for
from office.service.jobs import Stop
from office.service.logs import set_up_logs
from office.service.schedule import jobs_running
from office.service.watching import watch
from office.web.serving import serving

_WORKER, _CONSOLE = "worker", "console"
_FOLDER = Path("yishiyibao-demo")
_PATIENCE = 3.0
"""Seconds that work under way is given to stop by itself, of the five that SIGTERM promises."""


@click.command()
@click.option("--only", type=click.Choice([_WORKER, _CONSOLE]), help="Only the jobs, or only the pages.")
@with_session
def run(session: Session, only: str | None) -> None:
    """Reads, answers, reminds and serves the console until it is told to stop."""
    if session.now is not None:
        refuse("run --now: the service lives in the present; rehearse with `demo`")
    stop = threading.Event()
    with stopping(stop), session.service() as service:
        leave_in_time(stop)
        set_up_logs(service.settings.log)
        with ExitStack() as running:
            if only != _WORKER:
                web = service.settings.web
                try:
                    address = running.enter_context(serving(service, web.host, web.port))
                except OSError as fault:
                    place = f"{web.host}:{web.port}"
                    refuse(f"web.port: {place} cannot be opened: {fault.strerror}; set another")
                say(f"console: {address}")
            if only != _CONSOLE:
                with service.database.writing() as conn:
                    # Settings may have changed: ask the server at once.
                    pacing.end_back_off(conn, service.clock())
                ask = running.enter_context(jobs_running(jobs_for(service), job_context(service), stop))
                if service.account.host and service.account.idle:
                    # Waits for the server's word of new mail.
                    heard = (service.account, partial(ask, "poll"), stop)
                    threading.Thread(target=watch, args=heard, name="watch", daemon=True).start()
                say("worker: running")
            threading.Thread(target=keep_watch, args=(service, stop), name="alarm", daemon=True).start()
            stop.wait()


@click.command()
@click.option("--once", is_flag=True, help="Plays the story to its end, prints it, and exits.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="The console's.")
@click.option("--folder", type=click.Path(path_type=Path), default=_FOLDER, show_default=True)
@json_option
@with_session
def demo(session: Session, once: bool, port: int, folder: Path, as_json: bool) -> None:
    """The whole service on this machine, with an embedded mailbox and sample units."""
    if session.now is not None:
        refuse("demo --now: the story keeps its own time")
    try:
        from office.demo.run import play_and_serve, play_once  # noqa: PLC0415 - an extra the service does without
    except ModuleNotFoundError as missing:
        refuse(
            f"demo: {missing.name} is not installed; install the extra with `pip install yishiyibao[demo]`"
        )
    stop = threading.Event()
    with stopping(stop):
        if once:
            if as_json:
                # The one document is all there is on standard output.
                show_json(play_once(folder, lambda _: None))
            else:
                play_once(folder, say)
            return
        leave_in_time(stop)
        play_and_serve(folder, port, say, stop)


COMMANDS = (run, demo)


@contextmanager
def stopping(stop: Stop) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; how they were handled before is restored.

    A handler runs within whatever the main thread was doing, taking a lock of `stop` for instance, and would
    wait for that lock for ever. So it only writes a byte, and a thread that reads it sets `stop`.
    """
    heard, said = os.pipe()

    def listen() -> None:
        """Ends when nothing more can come."""
        while os.read(heard, 1):
            stop.set()
        os.close(heard)

    signs = (signal.SIGTERM, signal.SIGINT)
    threading.Thread(target=listen, name="signals", daemon=True).start()
    kept = {sign: signal.signal(sign, lambda *_: os.write(said, b".")) for sign in signs}
    try:
        yield
    finally:
        for sign, handler in kept.items():
            signal.signal(sign, handler)
        os.close(said)


def leave_in_time(stop: Stop) -> None:
    """Once told to stop, the process has `_PATIENCE` seconds to end by itself; then it ends at once."""

    def leave() -> None:
        stop.wait()
        time.sleep(_PATIENCE)
        os._exit(0)

    threading.Thread(target=leave, name="leave", daemon=True).start()
