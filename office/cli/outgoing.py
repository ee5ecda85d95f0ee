"""What was, is and would be mailed, and who lets it out: outbox, answering, pause,
remind, dispatch …?
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import click

from ledger import roster, switches
from ledger.journal import By
from ledger.notice import NOTICES, Answering, OutboxState
from ledger.outbox import bounces, listing, pacing, tries, withholding
from ledger.outbox.outcomes import Moot
from ledger.outbox.settling import Settlement
from ledger.periods import OFFICE_ZONE
from ledger.switches import SwitchChange
from notify.compose import DRAFTS, PARTS, TEMPLATES, Composer, ComposingError
from notify.samples import SAMPLES, variants
from office.cli import documents
from office.cli.output import (
    json_option,
    say,
    show_counts,
    show_list,
    show_one,
    write_file,
)
from office.cli.session import (
    RECORD_NUMBER,
    Session,
    StateWord,
    or_refuse,
    person,
    refuse,
    with_session,
)
from office.service import reminding
from office.service.heartbeat import alive
from office.service.parts import composer_of
from office.use_cases import older_record

MEANING = {
    Answering.OFF: "nobody is mailed; messages are kept to be looked at",
    Answering.OFFICE: "only the office is mailed",
    Answering.ON: "units and the office are mailed",
}
SHARED = "_base"
"""What the templates of all kinds are made of."""


@click.command()
@click.argument("who", type=click.Choice([each.value for each in Answering]))
@with_session
def answering(session: Session, who: str) -> None:
    """Who is mailed from now on: nobody, only the office, or everybody; in force before
    the next send.
    """
    _turn(session, switches.ANSWERING, who)
    say(f"answering {who}: {MEANING[Answering(who)]}")


@click.command()
@with_session
def pause(session: Session) -> None:
    """Stops all outgoing mail at once; what waits stays queued."""
    _turn(session, switches.PAUSED, "yes")
    say("paused: nothing is sent until `yishiyibao resume`")


@click.command()
@with_session
def resume(session: Session) -> None:
    """Lets outgoing mail flow again."""
    _turn(session, switches.PAUSED, "no")
    say("resumed")


@click.group()
def outbox() -> None:
    """What was, is and would be mailed."""


@outbox.command("list")
@click.option("--state", type=StateWord(OutboxState))
@click.option("--count", type=click.IntRange(1), default=1000, show_default=True)
@json_option
@with_session
def list_messages(
    session: Session, state: OutboxState | None, count: int, as_json: bool
) -> None:
    """Lists messages, the newest first."""
    with session.reading() as conn:
        found = listing.listed(conn, state, count)
    show_list(
        (documents.message(each) for each in found),
        ("id", "入列", "种类", "收件人", "状态", "主题", "编号", "结果"),
        (
            (m.id, m.queued_at, m.kind, m.to, m.state, m.subject, m.serial, m.outcome)
            for m in found
        ),
        as_json=as_json,
    )


@outbox.command()
@click.argument("number", metavar="ID", type=RECORD_NUMBER)
@click.option(
    "--original",
    is_flag=True,
    help="The message itself, byte for byte, on standard output.",
)
@json_option
@with_session
def show(session: Session, number: int, original: bool, as_json: bool) -> None:
    """Shows one message, and with --original as it goes, or would go, to the server."""
    with session.reading() as conn:
        entry = or_refuse(
            listing.message(conn, number),
            f"outbox: no message has the id {number}; see `yishiyibao outbox list`",
        )
        raw = listing.bytes_of(conn, number)
        made = tries.of(conn, number)
    if original:
        gone = f"outbox: message {number} is not composed yet, or was purged ({entry.state.value})"
        click.echo(or_refuse(raw, gone), nl=False)
        return
    shown = documents.message(entry) | {
        "tries": [documents.attempt(each) for each in made],
        "about": dict(entry.about),
        "facts": entry.facts,
    }
    show_one(shown, as_json=as_json)


@outbox.command()
@click.option(
    "--end",
    "ends",
    is_flag=True,
    help="All is settled: from now on everything is mailed as ever.",
)
@click.option("--because", metavar="TEXT", default="")
@json_option
@with_session
def withheld(session: Session, ends: bool, because: str, as_json: bool) -> None:
    """Lists what may have left before the record was brought back; it waits until
    `settle` says more.
    """
    if ends:
        with session.service() as service, service.database.writing() as conn:
            older_record.end(service, conn, By(person(), service.clock(), because))
        say("nothing is withheld any more: everything is mailed as ever")
        return
    with session.reading() as conn:
        found = listing.listed(conn, OutboxState.WITHHELD, None)
        older = withholding.current(conn)
    show_list(
        (documents.message(each) for each in found),
        ("id", "入列", "种类", "收件人", "编号"),
        ((m.id, m.queued_at, m.kind, m.to, m.serial) for m in found),
        as_json=as_json,
    )
    if as_json:
        return
    if older is None:
        say("the record lacks nothing: nothing is withheld")
        return
    first, last = (
        f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
        for at in (older.ends_at, older.until)
    )
    say(f"the record knows nothing of what was sent from {first} until {last}")
    say(
        "each may have left then; `outbox settle ID… --sent` or `--resend`, or --withheld for all of them"
    )
    if not found:
        say("none is left; when all is settled, `yishiyibao outbox withheld --end`")


@outbox.command()
@click.argument("numbers", metavar="ID…", type=RECORD_NUMBER, nargs=-1)
@click.option(
    "--withheld",
    "all_withheld",
    is_flag=True,
    help="All that are withheld, in place of their ids.",
)
@click.option("--sent", "how", flag_value=Settlement.SENT.value, help="It did arrive.")
@click.option(
    "--resend",
    "how",
    flag_value=Settlement.RESEND.value,
    help="Send it again, the same bytes.",
)
@click.option("--drop", "how", flag_value=Settlement.DROP.value, help="Never send it.")
@click.option("--because", metavar="TEXT", default="")
@with_session
def settle(
    session: Session,
    numbers: Sequence[int],
    all_withheld: bool,
    how: str | None,
    because: str,
) -> None:
    """Decides about messages that the machine may not decide about (promise 8); all of
    them, or none.
    """
    if how is None:
        refuse("outbox settle: say --sent, --resend or --drop")
    if bool(numbers) == all_withheld:
        refuse(
            "outbox settle: name messages by their ids, or say --withheld for all that are"
        )
    with session.writing() as (conn, now):
        chosen = list(numbers)
        if all_withheld:
            chosen = [
                entry.id for entry in listing.listed(conn, OutboxState.WITHHELD, None)
            ]
        older_record.settle_all(
            conn, chosen, Settlement(how), By(person(), now, because)
        )
        done = [listing.message(conn, number) for number in chosen]
    for entry in done:
        if entry is not None:
            say(f"outbox {entry.id}: {entry.state.value}")
    if not done:
        say("outbox settle: nothing is withheld")


@outbox.command()
@click.option("--restore", metavar="ADDRESS", help="It works: write to it again.")
@click.option(
    "--because",
    metavar="TEXT",
    default="",
    help="How that is known; needed with --restore.",
)
@json_option
@with_session
def addresses(
    session: Session, restore: str | None, because: str, as_json: bool
) -> None:
    """Lists the addresses that returned mail and those written to no more; with
    --restore takes one back.
    """
    if restore is not None:
        if not because.strip():
            refuse(
                f"outbox addresses --restore {restore}: say with --because how you know that it works"
            )
        with session.writing() as (conn, now):
            restored = bounces.restore(conn, restore, person(), now, because)
        if not restored:
            refuse(
                f"outbox addresses: {restore} never returned mail; see `yishiyibao outbox addresses`"
            )
        say(f"{restore}: written to again")
        return
    with session.reading() as conn:
        ailing, units = bounces.failing_addresses(conn), roster.all_units(conn)
    found, rows = [], []
    for one in ailing:
        owners = [unit.name for unit in units if unit.owns_address(one.address)]
        found.append(documents.address(one, owners))
        state = "停用" if one.disabled else ""
        rows.append(
            (
                one.address,
                owners,
                one.failures,
                state,
                one.last_at,
                one.alive_at,
                one.because,
            )
        )
    show_list(
        found,
        ("地址", "单位", "退信", "状态", "最近退信", "其后来过信", "原因"),
        rows,
        as_json=as_json,
    )


def _turn(session: Session, switch: str, value: str) -> None:
    with session.writing() as (conn, now):
        switches.set_switch(conn, SwitchChange(switch, value, now, person()))


@click.command()
@click.option(
    "--dry-run", is_flag=True, help="Only lists who would be reminded of what."
)
@json_option
@with_session
def remind(session: Session, dry_run: bool, as_json: bool) -> None:
    """Queues the reminders that are due; each stage of each duty once."""
    with session.service(writes=not dry_run) as service:
        work = reminding.preview if dry_run else reminding.remind
        found = work(service, service.clock())
    rows = []
    for each in found:
        covers = [f"{duty} {period} ({stage})" for duty, period, stage in each.covers]
        rows.append((each.unit, each.addresses, covers, each.queued))
    show_list(
        (documents.reminded(each) for each in found),
        ("单位", "收件人", "任务(提前工作日)", "入列"),
        rows,
        as_json=as_json,
    )


@click.command()
@json_option
@with_session
def dispatch(session: Session, as_json: bool) -> None:
    """Sends what is due now, within the pace; asks the server even where the service
    would still wait.
    """
    with session.service() as service, alive(service):
        source = service.settings.source
        if not service.settings.smtp.host:
            refuse(
                f"{source}: smtp.host is empty; fill in [smtp], then try `yishiyibao check`"
            )
        if not service.has_sender:
            refuse(
                f"{source}: smtp.sender is empty and mailbox.user is no address; "
                "write the address that messages come from"
            )
        with service.database.writing() as conn:
            pacing.end_back_off(conn, service.clock())
        tally = older_record.send_due(service)
    show_counts(tally.as_json(), as_json=as_json)
    if tally.away:
        click.echo(
            f"smtp: {tally.away}; what is left stays queued and is tried again",
            err=True,
        )
    if tally.barred:
        mend = f"check the login and ca_file under [smtp] in {source}; all mail stays queued"
        refuse(f"smtp: {tally.barred}; {mend}")


@click.group()
def templates() -> None:
    """The words of each kind of message."""


@templates.command("check")
@click.pass_context
@with_session
def check_templates(session: Session, ctx: click.Context) -> None:
    """Renders every kind of notice with sample facts of every sort; exit code 1 names
    what failed.
    """
    faults = template_faults(composer_of(session.settings()))
    for fault in faults:
        say(fault)
    if faults:
        ctx.exit(1)
    say(f"{len(NOTICES)} kinds of notice: ok")


@templates.command()
@click.argument("kind", type=click.Choice(list(NOTICES)))
@click.argument("serial", required=False)
@click.option("--html", is_flag=True, help="The html instead of the text.")
@with_session
def preview(session: Session, kind: str, serial: str | None, html: bool) -> None:
    """Shows a kind of notice with sample facts, or the one that SERIAL got or would
    get.
    """
    if serial is None:
        words = composer_of(session.settings()).words(kind, SAMPLES[kind])
    else:
        with session.service(writes=False) as service:
            with service.database.reading() as conn:
                entries = [
                    entry for entry in listing.about(conn, serial) if entry.kind == kind
                ]
            if not entries:
                refuse(
                    f"templates preview: no {kind} was queued about {serial}; see `yishiyibao outbox list`"
                )
            found = service.gather(entries[-1])
            if isinstance(found, Moot):
                refuse(
                    f"templates preview: {kind} about {serial} has nothing left to tell: {found.because}"
                )
            words = service.composer.words(kind, found.facts)
    say(f"{words.subject}\n\n{words.html if html else words.text}")


@templates.command()
@click.argument("kind", type=click.Choice([*NOTICES, SHARED, DRAFTS]))
@with_session
def copy(session: Session, kind: str) -> None:
    """Copies the program's templates of a kind (or _base, the shared parts) into the
    office's own folder.
    """
    settings = session.settings()
    folder = settings.templates.folder
    if folder is None:
        refuse(
            f"{settings.source}: templates.folder is empty; name a folder of the office's own there"
        )
    made = [
        path
        for path in sorted((TEMPLATES / kind).iterdir())
        if not (folder / kind / path.name).exists()
    ]
    (folder / kind).mkdir(parents=True, exist_ok=True)
    for path in made:
        write_file(folder / kind / path.name, path.read_bytes())
        say(
            f"{folder / kind / path.name}: copied; change it, then `yishiyibao templates check`"
        )
    if not made:
        say(f"{folder / kind}: everything is there already; nothing was changed")


def template_faults(
    composer: Composer, kinds: Iterable[str] = NOTICES
) -> Sequence[str]:
    """What is wrong with the templates: missing or misspelt ones, and what some facts
    cannot be said with.

    Facts are tried for the `kinds` only.
    """
    faults = [f"template {name} is missing" for name in composer.missing()]
    faults += [
        f"templates.folder {folder} is not there" for folder in composer.absent()
    ]
    ours = [f"{kind}/{part}" for kind in NOTICES for part in PARTS]
    for name in composer.strays():
        close = get_close_matches(name, ours, n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        faults.append(f"template {name} is used by no kind of notice{meant}")
    for kind in kinds:
        for facts in variants(kind):
            try:
                composer.words(kind, facts)
            except ComposingError as fault:
                # Several facts may stumble over the same line of a template: it is
                # named once.
                if str(fault) not in faults:
                    faults.append(str(fault))
    for name in composer.drafts():
        try:
            composer.first_words(name, month="2026-04", addressees="各单位")
        except ComposingError as fault:
            faults.append(str(fault))
    return faults


COMMANDS = (answering, pause, resume, outbox, remind, dispatch, templates)
