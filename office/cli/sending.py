"""How does mail go out by hand: remind, dispatch, templates check, preview and copy?"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import click

from ledger.notice import NOTICES
from ledger.outbox import listing, pacing
from ledger.outbox.outcomes import Moot
from notify.compose import DRAFTS, PARTS, TEMPLATES, Composer, ComposingError
from notify.delivery.dispatch import dispatch as send_due
from notify.facts import Facts
from notify.samples import SAMPLES
from notify.variants import variants
from office.cli.output import json_option, say, show_counts, show_json, show_table, write_file
from office.cli.session import RefusedError, Session, with_session
from office.service import reminding
from office.service.reminding import Reminded
from office.use_cases.publishing.release import Mailing
from office.wiring import Service, composer_of

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


COMMANDS = (remind, dispatch, templates)


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
