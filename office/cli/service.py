"""How is the service run?

`run` is worker and console in one process unless told otherwise. On SIGTERM every job is told to stop;
whatever has not stopped in time is left to its lease, which is as good as a power cut and as harmless
(promises 6, 8, 9).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

import click

from ledger.outbox import pacing
from office.cli.output import say
from office.cli.session import RefusedError, Session, with_session
from office.service.alarm import keep_watch
from office.service.duties import jobs_for
from office.service.jobs import Stop
from office.service.logs import set_up_logs
from office.service.parts import Service
from office.service.schedule import jobs_running, watch
from office.service.stopping import leave_in_time, stopping
from office.web.app import serving

WORKER, CONSOLE = "worker", "console"


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
                ask = running.enter_context(jobs_running(jobs_for(service), service.job_context(), stop))
                _watch(service, partial(ask, "poll"), stop)
                say("worker: running")
            threading.Thread(target=keep_watch, args=(service, stop), name="alarm", daemon=True).start()
            stop.wait()


COMMANDS = (run,)


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
