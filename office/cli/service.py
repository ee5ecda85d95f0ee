"""How is the service run, and what does a newcomer see of it: run, demo?

`run` is worker and console in one process unless told otherwise. On SIGTERM every job
is told to stop; whatever has not stopped in time is left to its lease, which is as good
as a power cut and as harmless (promises 6, 8, 9).

`demo` plays a quarter on this machine with an embedded mailbox, says what happens, and
then leaves the console open; `--once` ends there. What it left behind can be asked with
every other command.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path

import click

from ledger.outbox import pacing
from office.cli.output import json_option, say, show_json
from office.cli.session import Session, refuse, refuse_unbegun, with_session
from office.service.alarm import keep_watch
from office.service.duties import jobs_for
from office.service.logs import set_up_logs
from office.service.schedule import at_work
from office.service.stopping import leave_in_time, stopping
from office.web.app import serving

_WORKER, _CONSOLE = "worker", "console"
_FOLDER = Path("yishiyibao-demo")


@click.command()
@click.option(
    "--only",
    type=click.Choice([_WORKER, _CONSOLE]),
    help="Only the jobs, or only the pages.",
)
@with_session
def run(session: Session, only: str | None) -> None:
    """Reads, answers, reminds and serves the console until it is told to stop."""
    if session.now is not None:
        refuse("run --now: the service lives in the present; rehearse with `demo`")
    stop = threading.Event()
    with stopping(stop), session.service() as service:
        refuse_unbegun(service)
        leave_in_time(stop)
        set_up_logs(service.settings.log)
        with ExitStack() as running:
            if only != _WORKER:
                # Nothing can be decided on a day that no edition covers: refused now,
                # not at the first page.
                service.rule_at(service.clock())
                web = service.settings.web
                try:
                    address = running.enter_context(
                        serving(service, web.host, web.port)
                    )
                except OSError as fault:
                    place = f"{web.host}:{web.port}"
                    refuse(
                        f"web.port: {place} cannot be opened: {fault.strerror}; set another"
                    )
                say(f"console: {address}")
            if only != _CONSOLE:
                with service.database.writing() as conn:
                    # Settings may have changed: ask the server at once.
                    pacing.end_back_off(conn, service.clock())
                running.enter_context(at_work(service, jobs_for(service), stop))
                say("worker: running")
            threading.Thread(
                target=keep_watch, args=(service, stop), name="alarm", daemon=True
            ).start()
            stop.wait()


@click.command()
@click.option(
    "--once", is_flag=True, help="Plays the story to its end, prints it, and exits."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="The console's.",
)
@click.option(
    "--folder", type=click.Path(path_type=Path), default=_FOLDER, show_default=True
)
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
