"""What was, is and would be mailed, and who lets it out: outbox, answering, pause, remind, dispatch …?"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import click

from ledger import roster, switches
from ledger.journal import By
from ledger.notice import NOTICES, Answering, OutboxState
from ledger.outbox import bounces, listing, pacing, settling, tries
from ledger.outbox.outcomes import Moot
from ledger.outbox.settling import NotSettled, Settlement
from ledger.switches import SwitchChange
from notify.compose import DRAFTS, PARTS, TEMPLATES, Composer, ComposingError
from notify.delivery.dispatch import dispatch as send_due
from notify.facts import Facts
from notify.samples import SAMPLES, variants
from office.cli import documents
from office.cli.output import json_option, say, show_counts, show_json, show_record, show_table, write_file
from office.cli.session import RefusedError, Session, person, with_session
from office.service import reminding
from office.service.parts import Service, composer_of
from office.service.reminding import Reminded
from office.use_cases.publishing.circulating import Mailing

MEANING = {
    Answering.OFF: "nobody is mailed; messages are kept to be looked at",
    Answering.OFFICE: "only the office is mailed",
    Answering.ON: "units and the office are mailed",
}


class NoSuchMessageError(RefusedError):
    """No message has this id."""

    def __init__(self, number: int) -> None:
        super().__init__(f"outbox: no message has the id {number}; see `yishiyibao outbox list`")


@click.command()
@click.argument("who", type=click.Choice([each.value for each in Answering]))
@with_session
def answering(session: Session, who: str) -> None:
    """Who is mailed from now on: nobody, only the office, or everybody; in force before the next send."""
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
@click.option("--state", type=click.Choice([state.value for state in OutboxState]))
@click.option("--count", type=click.IntRange(1), default=1000, show_default=True)
@json_option
@with_session
def list_messages(session: Session, state: str | None, count: int, as_json: bool) -> None:
    """Lists messages, the newest first."""
    with session.database() as database, database.reading() as conn:
        found = listing.listed(conn, None if state is None else OutboxState(state), count)
    if as_json:
        show_json([documents.message(each) for each in found])
        return
    rows = ((m.id, m.queued_at, m.kind, m.to, m.state, m.subject, m.serial, m.outcome) for m in found)
    show_table(("id", "入列", "种类", "收件人", "状态", "主题", "编号", "结果"), rows)


@outbox.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--original", is_flag=True, help="The message itself, byte for byte, on standard output.")
@json_option
@with_session
def show(session: Session, number: int, original: bool, as_json: bool) -> None:
    """Shows one message, and with --original as it goes, or would go, to the server."""
    with session.database() as database, database.reading() as conn:
        entry = listing.message(conn, number)
        raw = listing.bytes_of(conn, number)
        made = tries.of(conn, number)
    if entry is None:
        raise NoSuchMessageError(number)
    if original:
        if raw is None:
            message = f"outbox: message {number} is not composed yet, or was purged ({entry.state.value})"
            raise RefusedError(message)
        click.echo(raw, nl=False)
        return
    known = {"about": dict(entry.about), "facts": entry.facts}
    shown = documents.message(entry) | {"tries": [documents.attempt(each) for each in made]} | known
    if as_json:
        show_json(shown)
        return
    show_record(shown)


@outbox.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--sent", "how", flag_value=Settlement.SENT.value, help="It did arrive.")
@click.option("--resend", "how", flag_value=Settlement.RESEND.value, help="Send it again, the same bytes.")
@click.option("--drop", "how", flag_value=Settlement.DROP.value, help="Never send it.")
@click.option("--because", metavar="TEXT", default="")
@with_session
def settle(session: Session, number: int, how: str | None, because: str) -> None:
    """Decides about a message that the machine may not decide about (promise 8)."""
    if how is None:
        message = "outbox settle: say --sent, --resend or --drop"
        raise RefusedError(message)
    with session.database() as database:
        decision = By(person(), session.moment_to_write(database), because)
        with database.writing() as conn:
            done = settling.settle(conn, number, Settlement(how), decision)
    if isinstance(done, NotSettled):
        raise RefusedError(done.because)
    say(f"outbox {done.id}: {done.state.value}")


@outbox.command()
@click.option("--restore", metavar="ADDRESS", help="It works: write to it again.")
@click.option("--because", metavar="TEXT", default="", help="How that is known; needed with --restore.")
@json_option
@with_session
def addresses(session: Session, restore: str | None, because: str, as_json: bool) -> None:
    """Lists the addresses that returned mail and those written to no more; with --restore takes one back."""
    if restore is not None:
        _restore(session, restore, because)
        return
    with session.database() as database, database.reading() as conn:
        ailing, units = bounces.failing_addresses(conn), roster.all_units(conn)
    owners = [[unit.name for unit in units if unit.owns_address(one.address)] for one in ailing]
    if as_json:
        show_json([documents.address(one, names) for one, names in zip(ailing, owners, strict=True)])
        return
    rows = (
        (
            one.address,
            names,
            one.failures,
            "停用" if one.disabled else "",
            one.last_at,
            one.alive_at,
            one.because,
        )
        for one, names in zip(ailing, owners, strict=True)
    )
    show_table(("地址", "单位", "退信", "状态", "最近退信", "其后来过信", "原因"), rows)


def _turn(session: Session, switch: str, value: str) -> None:
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            switches.set_switch(conn, SwitchChange(switch, value, now, person()))


def _restore(session: Session, address: str, because: str) -> None:
    if not because.strip():
        message = f"outbox addresses --restore {address}: say with --because how you know that it works"
        raise RefusedError(message)
    with session.database() as database:
        now = session.moment_to_write(database)
        with database.writing() as conn:
            restored = bounces.restore(conn, address, person(), now, because)
    if not restored:
        message = f"outbox addresses: {address} never returned mail; see `yishiyibao outbox addresses`"
        raise RefusedError(message)
    say(f"{address}: written to again")


SHARED = "_base"
"""What the templates of all kinds are made of."""


class NoServerError(RefusedError):
    """No mail server is set up."""

    def __init__(self, source: object) -> None:
        super().__init__(f"{source}: smtp.host is empty; fill in [smtp], then try `yishiyibao check`")


class BarredError(RefusedError):
    """The mail server lets us send nothing until a setting is changed."""

    def __init__(self, because: str, source: object) -> None:
        super().__init__(
            f"smtp: {because}; check the login and ca_file under [smtp] in {source}; all mail stays queued"
        )


@click.command()
@click.option("--dry-run", is_flag=True, help="Only lists who would be reminded of what.")
@json_option
@with_session
def remind(session: Session, dry_run: bool, as_json: bool) -> None:
    """Queues the reminders that are due; each stage of each duty once."""
    with session.service(writes=not dry_run) as service:
        work = reminding.preview if dry_run else reminding.remind
        found = work(service, service.clock())
    if as_json:
        show_json([_shape(each) for each in found])
        return
    rows = (
        (
            each.unit,
            each.addresses,
            [f"{duty} {period} ({stage})" for duty, period, stage in each.covers],
            each.queued,
        )
        for each in found
    )
    show_table(("单位", "收件人", "任务(提前工作日)", "入列"), rows)


@click.command()
@json_option
@with_session
def dispatch(session: Session, as_json: bool) -> None:
    """Sends what is due now, within the pace; asks the server even where the service would still wait."""
    with session.service() as service:
        if not service.settings.smtp.host:
            raise NoServerError(service.settings.source)
        with service.database.writing() as conn:
            pacing.end_back_off(conn, service.clock())
        tally = send_due(service.dispatch_context())
        source = service.settings.source
    show_counts(tally.as_json(), as_json=as_json)
    if tally.away:
        click.echo(f"smtp: {tally.away}; what is left stays queued and is tried again", err=True)
    if tally.barred:
        raise BarredError(tally.barred, source)


@click.group()
def templates() -> None:
    """The words of each kind of message."""


@templates.command("check")
@click.pass_context
@with_session
def check_templates(session: Session, ctx: click.Context) -> None:
    """Renders every kind of notice with sample facts of every sort; exit code 1 names what failed."""
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
    """Shows a kind of notice with sample facts, or the one that SERIAL got or would get."""
    if serial is None:
        words = composer_of(session.settings()).words(kind, SAMPLES[kind])
    else:
        with session.service(writes=False) as service:
            words = service.composer.words(kind, _facts_for(service, kind, serial))
    say(words.subject)
    say("")
    say(words.html if html else words.text)


@templates.command()
@click.argument("kind", type=click.Choice([*NOTICES, SHARED, DRAFTS]))
@with_session
def copy(session: Session, kind: str) -> None:
    """Copies the program's templates of a kind (or _base, the shared parts) into the office's own folder."""
    settings = session.settings()
    folder = settings.templates.folder
    if folder is None:
        message = f"{settings.source}: templates.folder is empty; name a folder of the office's own there"
        raise RefusedError(message)
    made = [path for path in sorted((TEMPLATES / kind).iterdir()) if not (folder / kind / path.name).exists()]
    (folder / kind).mkdir(parents=True, exist_ok=True)
    for path in made:
        write_file(folder / kind / path.name, path.read_bytes())
        say(f"{folder / kind / path.name}: copied; change it, then `yishiyibao templates check`")
    if not made:
        say(f"{folder / kind}: everything is there already; nothing was changed")


def template_faults(composer: Composer) -> Sequence[str]:
    """What is wrong with the templates: missing or misspelt ones, and what some facts cannot be said with."""
    faults = [f"template {name} is missing" for name in composer.missing()]
    faults += [f"templates.folder {folder} is not there" for folder in composer.absent()]
    ours = [f"{kind}/{part}" for kind in NOTICES for part in PARTS]
    for name in composer.strays():
        close = get_close_matches(name, ours, n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        faults.append(f"template {name} is used by no kind of notice{meant}")
    for kind in NOTICES:
        for facts in variants(kind):
            try:
                composer.words(kind, facts)
            except ComposingError as fault:
                # Several facts may stumble over the same line of a template: it is named once.
                if str(fault) not in faults:
                    faults.append(str(fault))
    for name in composer.drafts():
        try:
            composer.first_words(name, month="2026-04", addressees="各单位")
        except ComposingError as fault:
            faults.append(str(fault))
    return faults


def _facts_for(service: Service, kind: str, serial: str) -> Facts:
    """What the newest notice of this kind about a submission is written from, as of now."""
    with service.database.reading() as conn:
        entries = [entry for entry in listing.about(conn, serial) if entry.kind == kind]
    if not entries:
        message = f"templates preview: no {kind} was queued about {serial}; see `yishiyibao outbox list`"
        raise RefusedError(message)
    found = service.gather(entries[-1])
    if isinstance(found, Moot):
        message = f"templates preview: {kind} about {serial} has nothing left to tell: {found.because}"
        raise RefusedError(message)
    return found.facts


def _shape(each: Reminded) -> dict[str, object]:
    covers = [{"code": duty, "period": period, "stage": stage} for duty, period, stage in each.covers]
    return {"unit": each.unit, "to": list(each.addresses), "covers": covers, "queued": each.queued}


def tell_sent(what: str, sent: Mailing) -> None:
    """Says how many messages of a paper wait to be mailed, and which units must be told otherwise."""
    say(f"{what}: {sent.queued} messages queued")
    if sent.unreached:
        say(f"no address that works, tell them otherwise: {'、'.join(sent.unreached)}")


COMMANDS = (answering, pause, resume, outbox, remind, dispatch, templates)
