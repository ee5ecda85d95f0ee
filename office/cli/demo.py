"""What does a newcomer see?

`demo` plays a quarter on this machine with an embedded mailbox, says what happens, and then leaves the
console open; `--once` ends there. What it left behind can be asked with every other command.
"""

import threading
from pathlib import Path

import click

from office.cli.output import json_option, say, show_json
from office.cli.session import RefusedError, Session, with_session
from office.service.stopping import leave_in_time, stopping

FOLDER = Path("yishiyibao-demo")


@click.command()
@click.option("--once", is_flag=True, help="Plays the story to its end, prints it, and exits.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="The console's.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default=True)
@json_option
@with_session
def demo(session: Session, once: bool, port: int, folder: Path, as_json: bool) -> None:
    """The whole service on this machine, with an embedded mailbox and sample units."""
    if session.now is not None:
        message = "demo --now: the story keeps its own time"
        raise RefusedError(message)
    try:
        from office.demo.run import play_and_serve, play_once  # noqa: PLC0415 - an extra the service does without
    except ModuleNotFoundError as missing:
        message = (
            f"demo: {missing.name} is not installed; install the extra with `pip install yishiyibao[demo]`"
        )
        raise RefusedError(message) from None
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


COMMANDS = (demo,)
