"""How does mail come in by hand: poll, take, reconcile?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from ingest.intake.arrival import FILE_ACCOUNT, Arrival, IntakeContext, IntakeCounts
from ingest.intake.batch import take_in
from ingest.letter.bounds import UnreadableLetter
from ingest.letter.read import arrival_of
from ingest.poll.context import Polled
from ingest.poll.polling import poll as poll_mailbox
from ingest.poll.reconciling import Reconciled
from ingest.poll.reconciling import reconcile as compare
from ledger import numbers
from ledger.entries.letters import Place
from office.cli.output import json_option, say, show_counts, show_json, show_table
from office.cli.session import RefusedError, Session, with_session
from office.use_cases.mail_files import FoundMail, in_batches, mails_in
from office.wiring import Service

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


COMMANDS = (poll, take, reconcile)


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
