"""How does mail come in by hand, and what became of each letter: poll, take, reconcile,
letters?
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from ingest.intake import again
from ingest.intake.again import RejudgeRequest
from ingest.intake.arrival import FILE_ACCOUNT, Arrival, IntakeCounts
from ingest.intake.batch import take_in
from ingest.letter.bounds import UnreadableLetter
from ingest.letter.read import arrival_of
from ingest.mailbox.reading import in_batches
from ingest.poll.polling import poll as poll_mailbox
from ingest.poll.polling import reconcile as compare
from ingest.poll.taking import MOST_TRIES
from ingest.poll.unsealing import ask_once_more
from ingest.poll.unsealing import unseal as fetched_again
from ledger import journal, mailbox_entries, numbers, originals
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from ledger.journal import By
from office.cli import documents
from office.cli.output import (
    json_option,
    say,
    show_counts,
    show_json,
    show_list,
    show_one,
    show_table,
)
from office.cli.session import (
    RECORD_NUMBER,
    Session,
    StateWord,
    or_refuse,
    person,
    refuse,
    refuse_unbegun,
    with_session,
)
from office.service.heartbeat import alive
from office.service.parts import Service
from office.use_cases.mail_files import mails_in
from office.use_cases.possible_reports import dismiss_all, subject_of

_MIB = 2**20
COUNTS = (
    "seen",
    "recorded",
    "set_aside",
    "sealed",
    "oversize",
    "quarantined",
    "gone",
    "held",
)


@click.command()
@json_option
@click.pass_context
@with_session
def poll(session: Session, ctx: click.Context, as_json: bool) -> None:
    """One poll now; exit code 1 when a letter had to be quarantined."""
    with session.service() as service, alive(service):
        _check_mailbox(service)
        polled = poll_mailbox(service.poll_context())
    # What a person should know beside the counts.
    for folder, uid in polled.started:
        click.echo(f"{folder}: reading begins at UID {uid}", err=True)
    for folder, reason in polled.renumbered:
        click.echo(
            f"{folder}: renumbered by the server ({reason}); letters are matched by content",
            err=True,
        )
    for folder in polled.busy:
        click.echo(f"{folder}: another reader has it in hand", err=True)
    for doubt in polled.doubted:
        place = doubt.place
        click.echo(
            f"{place.folder}: UID {place.uid} did not come whole, try {doubt.tries} of {MOST_TRIES}; "
            f"it is asked for again at the next poll ({doubt.because})",
            err=True,
        )
    for folder in polled.missing:
        click.echo(
            f"{folder}: does not open; name the junk folder in mailbox.junk, or leave it out",
            err=True,
        )
    show_counts(polled.as_document(), as_json=as_json)
    if polled.tally.quarantined:
        ctx.exit(1)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--answer", is_flag=True, help="Also answer the senders, within the limits."
)
@json_option
@click.pass_context
@with_session
def take(
    session: Session,
    ctx: click.Context,
    paths: Sequence[Path],
    answer: bool,
    as_json: bool,
) -> None:
    """Takes in .eml and mbox files, Maildir folders, and folders of these; exit code 1
    on quarantine.
    """
    tally = IntakeCounts()
    with session.service() as service:
        refuse_unbegun(service)
        context, now = service.intake_context(), service.clock()
        bound = service.settings.intake.letter_mib * _MIB
        for batch in in_batches(mails_in(paths, bound)):
            with context.database.writing() as conn:
                first = numbers.take(conn, "file-uid", len(batch))
            arrivals = []
            for uid, found in enumerate(batch, start=first):
                # The topmost Received, else Date, else now (docs/operations.md).
                arrived_at = None
                with suppress(
                    UnreadableLetter
                ):  # intake reads it once more and quarantines it
                    arrived_at = arrival_of(found.raw or found.head)
                place = Place(FILE_ACCOUNT, str(found.given), 0, uid)
                arrivals.append(
                    Arrival(
                        place,
                        arrived_at or now,
                        found.size,
                        found.raw,
                        answer=answer,
                        head=found.head,
                    )
                )
            tally += take_in(context, arrivals, now)
            if sys.stderr.isatty():
                click.echo(f"\r{tally.seen} letters", err=True, nl=False)
    counts = {name: getattr(tally, name) for name in (*COUNTS, "skipped")}
    show_counts(counts, as_json=as_json)
    if tally.quarantined:
        ctx.exit(1)


@click.command()
@click.option("--mend", is_flag=True, help="Take in what is missing or waits.")
@json_option
@click.pass_context
@with_session
def reconcile(session: Session, ctx: click.Context, mend: bool, as_json: bool) -> None:
    """Every UID on the server against its state; exit code 1 and the list where they
    differ.
    """
    with session.service() as service, alive(service):
        _check_mailbox(service)
        found = compare(service.poll_context(), mend=mend)
    if as_json:
        show_json(documents.reconciled(found))
    else:
        say(
            f"{found.listed} letters on the server, {found.waiting} of them wait for the next poll"
        )
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


def _check_mailbox(service: Service) -> None:
    refuse_unbegun(service)
    if not service.settings.mailbox.host:
        source = service.settings.source
        refuse(
            f"{source}: mailbox.host is empty; fill in [mailbox], then try `yishiyibao check`"
        )


@click.group()
def letters() -> None:
    """Every mail seen, whatever became of it."""


@letters.command("list")
@click.option("--state", type=StateWord(MailboxEntryState))
@click.option(
    "--possible",
    is_flag=True,
    help="Those set aside that may be reports and wait for a person.",
)
@json_option
@with_session
def list_letters(
    session: Session, state: MailboxEntryState | None, possible: bool, as_json: bool
) -> None:
    """Lists mails in the order they were seen; possible reports newest first."""
    if possible and state is not None:
        refuse("letters: --possible are letters set aside; leave --state out")
    with session.reading() as conn:
        if possible:
            seen = mailbox_entries.possible_reports(conn)
        else:
            seen = mailbox_entries.listed(conn, state)
    if possible:
        show_list(
            (documents.letter(each) for each in seen),
            ("id", "到达", "发件人", "主题", "为什么可能是", "开头", "附件"),
            (
                (
                    s.id,
                    s.arrived_at,
                    s.from_address,
                    s.subject,
                    s.possible,
                    s.opening,
                    s.attachments,
                )
                for s in seen
            ),
            as_json=as_json,
        )
        return
    show_list(
        (documents.letter(each) for each in seen),
        ("id", "到达", "状态", "发件人", "主题", "编号", "原因"),
        (
            (
                s.id,
                s.arrived_at,
                s.state,
                s.from_address,
                s.subject,
                s.serial,
                s.reason or s.mark or s.because,
            )
            for s in seen
        ),
        as_json=as_json,
    )


@letters.command()
@click.argument("number", metavar="ID", type=RECORD_NUMBER)
@click.option(
    "--original",
    is_flag=True,
    help="The mail itself, byte for byte, on standard output.",
)
@json_option
@with_session
def show(session: Session, number: int, original: bool, as_json: bool) -> None:
    """Shows one mail and what was found out about it."""
    with session.reading() as conn:
        seen = or_refuse(
            mailbox_entries.one(conn, number),
            f"letters: no letter has the id {number}; see `yishiyibao letters list`",
        )
        raw = originals.raw_of(conn, seen.sha256) if original and seen.sha256 else None
        history = documents.history(journal.about(conn, subject_of(number)))
    if not original:
        show_one(documents.letter_in_full(seen) | {"history": history}, as_json=as_json)
        return
    gone = f"letters: of letter {number} no original is kept ({seen.state.value})"
    click.echo(or_refuse(raw, gone), nl=False)


@letters.command()
@click.argument("number", metavar="ID", type=RECORD_NUMBER)
@click.option("--because", metavar="TEXT", default="")
@with_session
def retry(session: Session, number: int, because: str) -> None:
    """Reads a quarantined letter again; one that the server did not give whole is
    fetched again.
    """
    with session.service() as service:
        asked = RejudgeRequest(person(), service.clock(), because)
        with service.database.reading() as conn:
            seen = mailbox_entries.one(conn, number)
        if seen is not None and seen.reason == mailbox_entries.NOT_GIVEN:
            _check_mailbox(service)
            _tell(ask_once_more(service.poll_context(), seen, asked))
        else:
            _tell(again.retry(service.intake_context(), number, asked))


@letters.command()
@click.argument("number", metavar="ID", type=RECORD_NUMBER)
@click.option(
    "--because", metavar="TEXT", required=True, help="Why the mark was a false alarm."
)
@with_session
def unseal(session: Session, number: int, because: str) -> None:
    """Fetches a sealed mail again that bore no real mark."""
    with session.service() as service, service.unmarked_poll_context() as context:
        _tell(
            fetched_again(
                context, number, RejudgeRequest(person(), service.clock(), because)
            )
        )


@letters.command("take-as-report")
@click.argument("number", metavar="ID", type=RECORD_NUMBER)
@click.option("--because", metavar="TEXT", default="")
@with_session
def take_as_report(session: Session, number: int, because: str) -> None:
    """Makes a set-aside letter a submission."""
    with session.service() as service:
        asked = RejudgeRequest(person(), service.clock(), because)
        _tell(again.take_as_report(service.intake_context(), number, asked))


@letters.command()
@click.argument("numbers", metavar="ID…", type=RECORD_NUMBER, nargs=-1, required=True)
@click.option("--because", metavar="TEXT", default="")
@with_session
def dismiss(session: Session, numbers: Sequence[int], because: str) -> None:
    """Says of possible reports that they are none; all of them or, where one is no
    longer asked, none.
    """
    with session.service() as service, service.database.writing() as conn:
        dismiss_all(conn, numbers, By(person(), service.clock(), because))
    say(f"dismissed: {len(set(numbers))}")


def _tell(seen: MailboxEntry) -> None:
    say(f"letter {seen.id}: {seen.state.value} {seen.serial or seen.reason}")


COMMANDS = (poll, take, reconcile, letters)
