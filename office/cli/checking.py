"""Is everything ready: check?

A line for each thing, ok or how to mend it. Mailbox and mail server are only greeted:
nothing is written there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

import click

from ingest.mailbox.faults import MailboxError
from ingest.poll.polling import MOST_REFUSALS, fingerprint, logged_in
from ledger import browsing, mailbox_entries, roster, server_place, switches
from ledger.copies import damage_of
from ledger.entries.letters import MailboxEntryState
from ledger.entries.people import Unit
from ledger.notice import Answering
from ledger.outbox import pacing, withholding
from ledger.outbox.outcomes import Barred
from ledger.periods import OFFICE_ZONE, Span, local_day, period_of
from ledger.personal_data import noted
from ledger.rulebook import Edition, NoEditionError
from notify.delivery.smtp import SmtpSession
from office.cli.outgoing import template_faults
from office.cli.output import json_option, say, show_json
from office.cli.session import Session, with_session
from office.service.health import (
    MAILBOX,
    MAILBOX_UNSET,
    RECONCILE,
    SENDER_UNSET,
    SMTP,
    SMTP_UNSET,
    WITHHELD,
    troubles,
)
from office.service.parts import Service, mail_server
from office.use_cases.copying import copies_in
from office.use_cases.personal_data import ErasuresFileError, pending

_COPY_AGE = timedelta(days=2)
"""A copy is made each night; older than this it is missed."""


class Finding(NamedTuple):
    """One thing looked at: whether it is in order, and what was found or how to mend
    it.
    """

    check: str
    ok: bool
    what: str


@click.command()
@json_option
@click.pass_context
@with_session
def check(session: Session, ctx: click.Context, as_json: bool) -> None:
    """Looks at settings, database, policy, roster, mailbox, mail server, templates and
    calendar.
    """
    with session.service(writes=False) as service:
        findings = [Finding("settings", ok=True, what=str(session.path))]
        with service.database.reading() as conn:
            elsewhere = session.now is not None and not switches.rehearsing(conn)
        for look in LOOKS:
            if elsewhere and look in {_mailbox, _server}:
                # A refused login is counted, and that would be written (promise 12).
                what = "is asked at the present moment only: `check` without --now"
                name = "mailbox" if look is _mailbox else "smtp"
                findings.append(Finding(name, ok=True, what=what))
            else:
                findings.extend(look(service))
    if as_json:
        show_json([finding._asdict() for finding in findings])
    else:
        for finding in findings:
            say(f"{'ok' if finding.ok else '!!'}  {finding.check}: {finding.what}")
    if not all(finding.ok for finding in findings):
        ctx.exit(1)


COMMANDS = (check,)


def _database(service: Service) -> Iterator[Finding]:
    with service.database.reading() as conn:
        start = switches.value(conn, switches.START_FROM)
        rehearsal = switches.rehearsing(conn)
        beginning = switches.beginning(conn)
    kind = f"{service.database.dialect}{', a rehearsal' if rehearsal else ''}"
    what = kind
    if start:  # else `_troubles` says that there is none
        assessed = (
            "everything is assessed"
            if beginning is None
            else f"assessed from {beginning.on}"
        )
        what += f"; mail counts from {start}; {assessed}"
    yield Finding("database", ok=True, what=what)
    if (
        service.database.dialect == "postgresql"
        and server_place.whereabouts(service.database).found is None
    ):
        what = (
            "the server does not say on which timeline it is, so that a promoted standby goes unnoticed; "
            "pause before one is promoted (docs/operations.md, PostgreSQL)"
        )
        yield Finding("standby", ok=True, what=what)
    damage = damage_of(service.database)
    if damage:
        way_out = "keep its file, and bring back the last whole copy with `yishiyibao restore`"
        yield Finding("database", ok=False, what=f"is damaged ({damage}); {way_out}")


def _policy(service: Service) -> Iterator[Finding]:
    today = local_day(service.clock())
    try:
        edition = service.rulebook.for_period(period_of(today, Span.QUARTER))
    except NoEditionError as fault:
        yield Finding("policy", ok=False, what=str(fault))
        return
    with service.database.reading() as conn:
        units = roster.all_units(conn)
    faults = list(_misnamed(edition, units, today)) if units else []
    yield from (
        Finding("policy", ok=False, what=f"{edition.id}: {fault}") for fault in faults
    )
    if not faults:
        yield Finding("policy", ok=True, what=edition.id)
    strangers = [unit.name for unit in units if unit.group not in edition.groups]
    if not units:
        yield Finding(
            "roster", ok=False, what="no units yet; `yishiyibao units import FILE`"
        )
    elif strangers:
        what = f"groups the policy does not know: {'、'.join(strangers)}; mend them in the roster's file"
        yield Finding("roster", ok=False, what=what)
    else:
        yield Finding("roster", ok=True, what=f"{len(units)} units")


def _misnamed(edition: Edition, units: Iterable[Unit], today: date) -> Iterator[str]:
    """Units that the policy names and the roster does not know; units counted by head
    without a number.
    """
    known = {unit.name for unit in units}
    strangers = sorted(edition.units_named - known)
    if strangers:
        yield (
            f"names units that the roster does not: {'、'.join(strangers)}; "
            "write each as the roster does, under owed and in the measures"
        )
    for quota in edition.quotas:
        without = []
        for unit in units:
            owed = quota.owed.get(unit.group_on(today))
            if owed is not None and unit.assessed_on(today) and not owed.of(unit):
                without.append(unit.name)
        if without:
            yield (
                f"quota.{quota.code} is counted by a measure that leaves out "
                f"{'、'.join(without)}, who thus owe nothing"
            )


def _mailbox(service: Service) -> Iterator[Finding]:
    if not service.settings.mailbox.host:
        yield Finding(
            "mailbox",
            ok=False,
            what=f"mailbox.host is empty in {service.settings.source}",
        )
        return
    try:
        # Counted with the logins of the poll: what a check tries makes no fourth (P26).
        with logged_in(service.poll_context()) as box:
            looked = [box.examine(folder) for folder in service.account.folders]
            chosen = box.chosen
    except MailboxError as fault:
        yield Finding("mailbox", ok=False, what=str(fault))
        return
    folders = ", ".join(
        f"{folder.name} holds {folder.exists} letters" for folder in looked
    )
    yield Finding("mailbox", ok=True, what=f"{service.account.name}: {folders}")
    yield Finding("provider", ok=True, what=f"{chosen.provider.name}, {chosen.because}")


def _server(service: Service) -> Iterator[Finding]:
    if not service.settings.smtp.host:
        yield Finding(
            "smtp", ok=False, what=f"smtp.host is empty in {service.settings.source}"
        )
        return
    smtp = service.settings.smtp
    server = mail_server(service.settings)
    # Known again by all that it may be refused for.
    whose = (
        f"{server.user}@{server.host}:{server.port} {server.security} {server.ca_file}"
    )
    login = fingerprint(server.password, whose)
    with service.database.reading() as conn:
        refusals = pacing.refused_logins(conn, login)
    if refusals >= MOST_REFUSALS:
        way_out = (
            "put [smtp] or its password right; `yishiyibao dispatch` tries at once"
        )
        what = f"refused {refusals} times, and not tried again with the same login; {way_out}"
        yield Finding("smtp", ok=False, what=f"{smtp.host}:{smtp.port}: {what}")
    else:
        with SmtpSession(server) as session:
            refusal = session.greet()
        if isinstance(refusal, Barred):
            # Counted with the logins of the service: what a check tries makes no fourth.
            with service.database.writing() as conn:
                now = service.clock()
                pacing.count_refused_login(conn, refusal.because, now, login)
        found = f"{smtp.user}@{smtp.host}:{smtp.port}"
        if refusal is not None:
            found = f"{smtp.host}:{smtp.port}: {refusal[0]}"
        yield Finding("smtp", ok=refusal is None, what=found)
    with service.database.reading() as conn:
        held = pacing.current_back_off(conn, service.clock())
    if held is not None:
        until = held.until.astimezone(OFFICE_ZONE)
        what = f"mail waits until {until:%H:%M}: {held.because}; `yishiyibao dispatch` tries at once"
        yield Finding("delivery", ok=False, what=what)
    if not service.has_sender:
        what = f"smtp.sender is empty in {service.settings.source} and mailbox.user is no address; write one"
        yield Finding("sender", ok=False, what=what)


def _office(service: Service) -> Iterator[Finding]:
    address = service.settings.office.address
    what = (
        address
        or f"office.address is empty in {service.settings.source}; the office is told nothing"
    )
    yield Finding("office", ok=bool(address), what=what)


def _templates(service: Service) -> Iterator[Finding]:
    faults = template_faults(service.composer)
    yield Finding(
        "templates", ok=not faults, what="; ".join(faults) or "every kind renders"
    )


def _calendar(service: Service) -> Iterator[Finding]:
    today = local_day(service.clock())
    doubts = service.doubts(today)
    for year in doubts:
        when = (
            ""
            if year == today.year
            else " yet; the arrangement is published in November"
        )
        mend = "bring them with `yishiyibao working-days import FILE`; until then Monday to Friday is assumed"
        yield Finding(
            "calendar", ok=False, what=f"holidays of {year} are not known{when}; {mend}"
        )
    if not doubts:
        yield Finding("calendar", ok=True, what=f"holidays of {today.year} are known")


def _answering(service: Service) -> Iterator[Finding]:
    with service.database.reading() as conn:
        answering, paused = switches.answering(conn), switches.paused(conn)
    words = {
        Answering.OFF: "off: nobody is mailed; when all is well, `yishiyibao answering on`",
        Answering.OFFICE: "office: only the office is mailed",
        Answering.ON: "on: units and the office are mailed",
    }
    yield Finding(
        "answering", ok=True, what=words[answering] + ("; paused" if paused else "")
    )


def _letters(service: Service) -> Iterator[Finding]:
    """What waits for a person among the letters: daily work, so that it is told and is
    no fault.
    """
    with service.database.reading() as conn:
        possible = len(mailbox_entries.possible_reports(conn))
        unread = browsing.letter_counts(conn).get(MailboxEntryState.QUARANTINED, 0)
    waiting = []
    if possible:
        waiting.append(
            f"{possible} set aside may be reports, `yishiyibao letters list --possible`"
        )
    if unread:
        waiting.append(
            f"{unread} could not be read, `yishiyibao letters list --state quarantined`"
        )
    yield Finding(
        "letters", ok=True, what="; ".join(waiting) or "none waits for a person"
    )


def _erasures(service: Service) -> Iterator[Finding]:
    """Whom the office has erased; again on record where an older copy was restored."""
    file = service.settings.privacy.erasures_file
    try:
        with service.database.reading() as conn:
            again = pending(conn, file)
            known = noted(conn)
    except ErasuresFileError as fault:
        yield Finding("erasures", ok=False, what=str(fault))
        return
    if again:
        what = f"{len(again)} persons were erased and are on record again; run `yishiyibao people replay`"
        yield Finding("erasures", ok=False, what=what)
    elif known:
        yield Finding(
            "erasures",
            ok=True,
            what=f"{len(known)}, listed in {file}; back that file up apart",
        )


def _troubles(service: Service) -> Iterator[Finding]:
    """What stands still, or is not as it should be; silent where nothing is (P38).

    What has a look of its own is left to that.
    """
    asked_apart = {MAILBOX, MAILBOX_UNSET, RECONCILE, WITHHELD}
    asked_apart |= {SMTP, SMTP_UNSET, SENDER_UNSET}
    for trouble in troubles(service):
        if trouble not in asked_apart:
            yield Finding(trouble.code, ok=False, what=trouble.in_short)


def _reconciled(service: Service) -> Iterator[Finding]:
    """What comparing the mailbox with the record last found (P07); silent where it
    never was.
    """
    with service.database.reading() as conn:
        compared = mailbox_entries.positions(conn, service.account.name)
    moments = [each.compared_at for each in compared if each.compared_at is not None]
    amiss = sum(each.unaccounted for each in compared)
    if amiss:
        what = f"{amiss} letters do not fit the record; `yishiyibao reconcile` lists them, --mend takes them in"
        yield Finding("reconcile", ok=False, what=what)
    elif moments:
        when = min(moments).astimezone(OFFICE_ZONE)
        yield Finding(
            "reconcile",
            ok=True,
            what=f"every letter has its state, as of {when:%Y-%m-%d %H:%M}",
        )


def _copies(service: Service) -> Iterator[Finding]:
    """The newest copy of the record that the service made; silent where it makes
    none.
    """
    folder = service.settings.backup.folder
    if folder is None:
        return
    if service.database.dialect != "sqlite":
        what = "backup.folder is set, and only SQLite is copied so; use pg_dump, and leave the setting empty"
        yield Finding("backup", ok=False, what=what)
    elif not folder.is_dir():
        yield Finding(
            "backup",
            ok=False,
            what=f"backup.folder {folder} is not there; make it, or mount its disk",
        )
    else:
        newest = max(copies_in(folder), default=None)
        late = newest is None or local_day(service.clock()) - newest > _COPY_AGE
        what = f"the newest copy in {folder} is {'none yet' if newest is None else f'of {newest}'}"
        way_out = "; is `yishiyibao run` running, and what does it log?" if late else ""
        yield Finding("backup", ok=not late, what=f"{what}{way_out}")


def _withheld(service: Service) -> Iterator[Finding]:
    """What may have been sent before an older copy was brought back; silent where none
    was.
    """
    with service.database.reading() as conn:
        older = withholding.current(conn)
        waiting = withholding.count(conn)
    if older is None:
        return
    first, last = (
        f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
        for at in (older.ends_at, older.until)
    )
    lacks = f"the record knows nothing of what was sent from {first} until {last}"
    if waiting:
        what = f"{lacks}; {waiting} messages are withheld, settle them: `yishiyibao outbox withheld`"
        yield Finding("withheld", ok=False, what=what)
    else:
        end = "when nothing more is to come, `yishiyibao outbox withheld --end`"
        yield Finding(
            "withheld",
            ok=True,
            what=f"{lacks}; what tells of that time is withheld; {end}",
        )


Look = Callable[[Service], Iterator[Finding]]

LOOKS: tuple[Look, ...] = (
    _database,
    _policy,
    _mailbox,
    _server,
    _office,
    _templates,
    _calendar,
    _answering,
    _letters,
    _erasures,
    _troubles,
    _reconciled,
    _withheld,
    _copies,
)
