"""How does mail come in by hand, and what became of each letter: poll, take, reconcile, letters?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from ingest.intake import again
from ingest.intake.again import RejudgeRequest
from ingest.intake.arrival import FILE_ACCOUNT, Arrival, IntakeContext, IntakeCounts
from ingest.intake.batch import take_in
from ingest.letter.bounds import UnreadableLetter
from ingest.letter.read import arrival_of
from ingest.poll.context import Polled
from ingest.poll.polling import Reconciled
from ingest.poll.polling import poll as poll_mailbox
from ingest.poll.polling import reconcile as compare
from ingest.poll.unsealing import unseal as fetched_again
from ledger import mailbox_entries, numbers, originals
from ledger.entries.letters import MailboxEntryState, Place
from office.cli import documents
from office.cli.output import json_option, say, show_counts, show_json, show_record, show_table
from office.cli.session import RefusedError, Session, person, with_session
from office.service.parts import Service
from office.use_cases.mail_files import FoundMail, in_batches, mails_in

_UIDS = "file-uid"
_MIB = 2**20
COUNTS = ("seen", "recorded", "set_aside", "sealed", "oversize", "quarantined", "gone", "held")


class NoMailboxError(RefusedError):
    """No mailbox is set up."""

    def __init__(self, source: Path) -> None:
        super().__init__(f"{source}: mailbox.host is empty; fill in [mailbox], then try `yishiyibao check`")


@click.command()
@json_option
@click.pass_context
@with_session
def poll(session: Session, ctx: click.Context, as_json: bool) -> None:
    """One poll now; exit code 1 when a letter had to be quarantined."""
    with session.service() as service:
        _check_mailbox(service)
        polled = poll_mailbox(service.poll_context())
    _remark(polled)
    show_counts(polled.as_document(), as_json=as_json)
    if polled.tally.quarantined:
        ctx.exit(1)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--answer", is_flag=True, help="Also answer the senders, within the limits.")
@json_option
@click.pass_context
@with_session
def take(session: Session, ctx: click.Context, paths: Sequence[Path], answer: bool, as_json: bool) -> None:
    """Takes in .eml and mbox files, Maildir folders, and folders of these; exit code 1 on quarantine."""
    tally = IntakeCounts()
    with session.service() as service:
        taking = _Taking(service.intake_context(), service.clock(), answer)
        bound = service.settings.intake.letter_mib * _MIB
        progress = sys.stderr
        for batch in in_batches(mails_in(paths, bound)):
            tally += taking.batch(batch)
            if progress.isatty():
                click.echo(f"\r{tally.seen} letters", err=True, nl=False)
    counts = {name: getattr(tally, name) for name in (*COUNTS, "skipped")}
    show_counts(counts, as_json=as_json)
    if tally.quarantined:
        ctx.exit(1)


@click.command()
@click.option("--mend", is_flag=True, help="Take in what is missing.")
@json_option
@click.pass_context
@with_session
def reconcile(session: Session, ctx: click.Context, mend: bool, as_json: bool) -> None:
    """Every UID on the server against its state; exit code 1 and the list where they differ."""
    with session.service() as service:
        _check_mailbox(service)
        found = compare(service.poll_context(), mend=mend)
    if as_json:
        show_json(_shape(found))
    else:
        say(f"{found.listed} letters on the server, {found.waiting} of them wait for the next poll")
        if found.differences:
            rows = (
                (d.place.folder, d.place.uidvalidity, d.place.uid, d.kind, d.letters)
                for d in found.differences
            )
            show_table(("folder", "uidvalidity", "uid", "amiss", "letters"), rows)
        for folder in found.busy:
            say(f"{folder}: another reader has it in hand; try again when it is done")
        if mend:
            say(f"taken in: {found.mended.seen}")
    if not found.sound:
        ctx.exit(1)


@dataclass(frozen=True, slots=True)
class _Taking:
    """One `take`: each batch is a short transaction of its own, as in a poll."""

    context: IntakeContext
    now: datetime
    answer: bool

    def batch(self, batch: Sequence[FoundMail]) -> IntakeCounts:
        """One batch, under running UIDs."""
        with self.context.database.writing() as conn:
            first = numbers.take(conn, _UIDS, len(batch))
        arrivals = [self._arrival(found, uid) for uid, found in enumerate(batch, start=first)]
        return take_in(self.context, arrivals, self.now)

    def _arrival(self, found: FoundMail, uid: int) -> Arrival:
        """Arrival: the topmost Received, else Date, else now (docs/operations.md)."""
        place = Place(FILE_ACCOUNT, str(found.given), 0, uid)
        arrived_at = self._moment(found.raw or found.head)
        return Arrival(place, arrived_at, found.size, found.raw, answer=self.answer, head=found.head)

    def _moment(self, raw: bytes) -> datetime:
        try:
            return arrival_of(raw) or self.now
        except UnreadableLetter:  # intake reads it once more and quarantines it
            return self.now


def _check_mailbox(service: Service) -> None:
    if not service.settings.mailbox.host:
        raise NoMailboxError(service.settings.source)


def _remark(polled: Polled) -> None:
    """What a person should know beside the counts."""
    for folder, uid in polled.started:
        click.echo(f"{folder}: reading begins at UID {uid}", err=True)
    for folder, reason in polled.renumbered:
        click.echo(f"{folder}: renumbered by the server ({reason}); letters are matched by content", err=True)
    for folder in polled.busy:
        click.echo(f"{folder}: another reader has it in hand", err=True)
    for folder in polled.missing:
        click.echo(
            f"{folder}: does not open; name the junk folder in mailbox.junk, or leave it out", err=True
        )


def _shape(found: Reconciled) -> dict[str, object]:
    return {
        "listed": found.listed,
        "waiting": found.waiting,
        "before_start": found.before_start,
        "differences": [
            {**d.place._asdict(), "amiss": d.kind.value, "letters": d.letters} for d in found.differences
        ],
        "busy": list(found.busy),
        "mended": found.mended.seen,
    }


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


COMMANDS = (poll, take, reconcile, letters)
