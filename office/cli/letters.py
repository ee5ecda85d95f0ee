"""What became of each mail, and may it be judged again: letters list, show, retry, unseal …?"""

from __future__ import annotations

import click

from ingest.intake import again
from ingest.intake.again import RejudgeRequest
from ingest.poll.unsealing import unseal as fetched_again
from ledger import mailbox_entries, originals
from ledger.entries.letters import MailboxEntryState
from office.cli import documents
from office.cli.output import json_option, say, show_json, show_record, show_table
from office.cli.session import RefusedError, Session, person, with_session


class NoSuchLetterError(RefusedError):
    """No mail has this id."""

    def __init__(self, number: int) -> None:
        super().__init__(f"letters: no letter has the id {number}; see `yishiyibao letters list`")


@click.group()
def letters() -> None:
    """Every mail seen, whatever became of it."""


@letters.command("list")
@click.option("--state", type=click.Choice([state.value for state in MailboxEntryState]))
@json_option
@with_session
def list_letters(session: Session, state: str | None, as_json: bool) -> None:
    """Lists mails in the order they were seen."""
    with session.database() as database, database.reading() as conn:
        seen = mailbox_entries.listed(conn, None if state is None else MailboxEntryState(state))
    if as_json:
        show_json([documents.letter(each) for each in seen])
        return
    headings = ("id", "到达", "状态", "发件人", "主题", "编号", "原因")
    rows = (
        (s.id, s.arrived_at, s.state, s.from_address, s.subject, s.serial, s.reason or s.mark) for s in seen
    )
    show_table(headings, rows)


@letters.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--original", is_flag=True, help="The mail itself, byte for byte, on standard output.")
@json_option
@with_session
def show(session: Session, number: int, original: bool, as_json: bool) -> None:
    """Shows one mail and what was found out about it."""
    with session.database() as database, database.reading() as conn:
        seen = mailbox_entries.one(conn, number)
        if seen is None:
            raise NoSuchLetterError(number)
        raw = originals.raw_of(conn, seen.sha256) if original and seen.sha256 else None
    if original:
        if raw is None:
            message = f"letters: of letter {number} no original is kept ({seen.state.value})"
            raise RefusedError(message)
        click.echo(raw, nl=False)
    elif as_json:
        show_json(documents.letter_in_full(seen))
    else:
        show_record(documents.letter_in_full(seen))


@letters.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--because", metavar="TEXT", default="")
@with_session
def retry(session: Session, number: int, because: str) -> None:
    """Reads a quarantined letter again."""
    with session.service() as service:
        now = again.retry(
            service.intake_context(), number, RejudgeRequest(person(), service.clock(), because)
        )
    say(f"letter {now.id}: {now.state.value} {now.serial or now.reason}")


@letters.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--because", metavar="TEXT", required=True, help="Why the mark was a false alarm.")
@with_session
def unseal(session: Session, number: int, because: str) -> None:
    """Fetches a sealed mail again that bore no real mark."""
    with session.service() as service, service.unmarked_poll_context() as context:
        now = fetched_again(context, number, RejudgeRequest(person(), service.clock(), because))
    say(f"letter {now.id}: {now.state.value} {now.serial or now.reason}")


@letters.command("take-as-report")
@click.argument("number", metavar="ID", type=int)
@click.option("--because", metavar="TEXT", default="")
@with_session
def take_as_report(session: Session, number: int, because: str) -> None:
    """Makes a set-aside letter a submission."""
    with session.service() as service:
        now = again.take_as_report(
            service.intake_context(), number, RejudgeRequest(person(), service.clock(), because)
        )
    say(f"letter {now.id}: {now.state.value} {now.serial or now.reason}")


COMMANDS = (letters,)
