"""What does the program do with what stands on the command line?

Global options, the commands, and every fault as one line on standard error: what,
where, why, the way out. Exit codes: 0 done; 1 done, but something is wrong that the
office must see; 2 cannot start, or refused.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module

import click

from ledger.faults import ToldError
from office.cli.session import MOMENT, Session
from office.service.logs import set_up_logs
from office.settings.sections import LogSettings

PROGRAM = "yishiyibao"
SEEN, REFUSED = 1, 2

ROOMS = (
    ("setup", ("init", "migrate", "backup", "restore")),
    ("checking", ("check",)),
    ("service", ("run",)),
    ("roster", ("units", "working-days")),
    ("mail", ("poll", "take", "reconcile", "letters")),
    ("beginning", ("begins", "submissions", "decisions")),
    ("proposals", ("proposals",)),
    (
        "withdrawals",
        ("adoptions", "forwardings", "instructions", "history", "remarks", "imports"),
    ),
    ("unscored", ("unscored",)),
    ("commissions", ("commissions",)),
    ("issues", ("issues",)),
    ("points", ("quota", "score", "revisions", "explain", "candidates")),
    ("circulars", ("close", "circular", "announce")),
    (
        "outgoing",
        ("remind", "dispatch", "templates", "answering", "pause", "resume", "outbox"),
    ),
    ("policy", ("policy",)),
    ("users", ("users",)),
    ("people", ("people",)),
    ("taking_out", ("register", "efficiency", "export")),
    ("drills", ("drill",)),
    ("service", ("demo",)),
)
"""Each module of `office.cli` with commands it holds; it is imported when one of them
is wanted.
"""


class Commands(click.Group):
    """Finds a command in its room: starting one command must not cost the imports of
    all.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Every command, room by room."""
        return [name for _, names in ROOMS for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command, or None when there is none of this name."""
        for room, names in ROOMS:
            if cmd_name in names:
                held: tuple[click.Command, ...] = import_module(
                    f"office.cli.{room}"
                ).COMMANDS
                return next(command for command in held if command.name == cmd_name)
        return None


@click.group(
    name=PROGRAM, cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--config", metavar="FILE", help="Else $YISHIYIBAO_CONFIG, else ./yishiyibao.toml."
)
@click.option(
    "--now", type=MOMENT, help="Reads another moment; writes only in a rehearsal."
)
@click.version_option(package_name=PROGRAM, prog_name=PROGRAM)
@click.pass_context
def program(ctx: click.Context, config: str | None, now: datetime | None) -> None:
    """一事一报: reads the office's mailbox, answers, reminds, scores and drafts the
    circular.
    """
    ctx.obj = Session(config, now)


def main() -> None:
    """The program, as installed; whatever it writes is its user's alone (promise
    14).
    """
    os.umask(0o077)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """One call of the program, to its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Chinese comes out whole wherever the program is started, also under LANG=C.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    set_up_logs(
        LogSettings(level="error")
    )  # standard output is the command's own; `run` turns events on
    try:
        code = program.main(
            args=list(arguments), prog_name=PROGRAM, standalone_mode=False
        )
    except click.exceptions.NoArgsIsHelpError as wanted:
        click.echo(wanted.format_message())
        return REFUSED
    except click.ClickException as fault:
        told = fault.format_message()
        if isinstance(fault, click.UsageError) and fault.ctx is not None:
            told = f"{told.rstrip('.')}; see `{fault.ctx.command_path} --help`"
        _complain(told)
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        _complain("stopped")
        return REFUSED
    except BrokenPipeError:
        sys.stdout = None
        return SEEN
    except ToldError as fault:
        _complain(fault.at_shell())
        return REFUSED
    except Exception as fault:  # noqa: BLE001 - never a traceback before a person
        # The place, not the values: those may be words of a mail (promise 14).
        places = [
            p
            for p in traceback.extract_tb(fault.__traceback__)
            if "site-packages" not in p.filename
        ]
        place = (
            f"{places[-1].filename}, line {places[-1].lineno}"
            if places
            else "the program"
        )
        what = f"{type(fault).__name__} in {place}"
        _complain(
            f"fault of the program: {what}; nothing half-done was kept; report it"
        )
        return REFUSED
    return code if isinstance(code, int) else 0


def _complain(text: str) -> None:
    for line in text.splitlines():
        click.echo(f"{PROGRAM}: {line}", err=True)
