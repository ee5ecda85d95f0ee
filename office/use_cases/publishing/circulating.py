"""How does the draft of a circular become mail?

Its words are edited, a person approves it - which publishes the score and keeps what
the circular says - and only then it is queued, one message a unit. Nothing goes out
unapproved (Art. 4(5), promise 10), nor after the record says otherwise than the draft
does (`staleness`): it is settled anew, and read again. Console and command line come in
by the same functions. What may speak against a draft, its number and the mailing are
the same for announcements (`announcing`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ledger import circulars, journal, roster, scores
from ledger.circulars import Circular, CircularFile, CircularState, Wording
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.journal import By, JournalEntry
from ledger.notice import Notice
from ledger.outbox.queueing import Queued, queue, unprompted
from ledger.periods import ONE_DAY, day_start, local_day
from notify.facts import CircularFacts
from notify.lines import one_line
from office.service.parts import Service
from office.use_cases.gaps import addresses_of
from office.use_cases.notice_facts import circulars as gathered
from office.use_cases.publishing.drafting import draft_anew, subject_of
from office.use_cases.publishing.staleness import Drift, drift
from scoring.close import NotClosed, Order, close


class Objection(StrEnum):
    """What may speak against approving a circular or an announcement, or sending it."""

    NOT_A_DRAFT = "not-a-draft"
    CHANGED = "changed"
    OUTDATED = "outdated"
    STALE = "stale"
    SAME_PERSON = "same-person"
    NO_REASON = "no-reason"
    NOT_APPROVED = "not-approved"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Mailing:
    """How many messages are new in the outbox, and which units could be written to
    nowhere.

    `withheld` of the new ones wait for a person, since they may have been sent before.
    """

    queued: int
    unreached: tuple[str, ...]
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """The message that one unit would get if it were sent now."""

    unit: str
    """The unit's official name; "" where there is none to send it to."""
    subject: str
    text: str
    html: str
    files: tuple[str, ...]
    """Names of the attached files."""


def settle_anew(
    service: Service,
    conn: Connection,
    circular: Circular,
    order: Order,
    as_read: int | None = None,
) -> Circular | NotClosed | Objection:
    """Closes the circular's period as it is on record now, and drafts it anew with the
    office's words kept.

    `as_read` is the version that was read; of one that was changed since, nothing is
    done: `CHANGED`. What is approved stays as it is: where the record says otherwise,
    the new draft corrects it. A reason is needed for that alone; that the office wrote
    into the draft of a correction holds where none is given.
    """
    if as_read not in {None, circular.version}:
        return Objection.CHANGED
    because = order.because.strip() or (
        circular.because if circular.state is CircularState.DRAFT else ""
    )
    if circular.corrects is None and circular.state is CircularState.DRAFT:
        because = because or "起草之后记录有变动"
    period = service.rulebook.period(circular.period)
    closed = close(conn, service.rulebook, period, order._replace(because=because))
    if isinstance(closed, NotClosed):
        return closed
    return draft_anew(service, conn, period, By(order.who, order.now))


def edit(
    service: Service, conn: Connection, circular: Circular, wording: Wording, by: By
) -> bool:
    """Changes the office's words of a draft.

    False, and nothing is changed, once it is approved, or where somebody has changed it
    since `circular` was read.
    """
    told = wording._replace(
        number=numbered(service, wording.number, by.at), title=one_line(wording.title)
    )
    if told == circular.wording:
        return circular.state is CircularState.DRAFT
    if not circulars.edit(conn, circular, told, by.who):
        return False
    details = journal.edited(
        circular.wording._asdict(), told._asdict(), circular.version + 1
    )
    journal.write(
        conn,
        JournalEntry(
            by.at, by.who, "edited a circular", subject_of(circular), "", details
        ),
    )
    return True


def preview(service: Service, conn: Connection, circular: Circular) -> Preview:
    """The circular's message as the first unit of the roster that is on its sheet gets
    it.

    Where none of the roster is on the sheet, as the first unit of the roster would.
    """
    shown = gathered.contents(conn, circular, service.rulebook)
    units = roster.all_units(conn)
    scored = [unit for unit in units if shown.row_of(unit.id) is not None]
    readers = [*scored, *units]
    name, own = "", None
    if readers:
        name, own = readers[0].name, shown.row_of(readers[0].id)
    facts = CircularFacts(
        unit=name,
        covering=circular.covering,
        circular=shown,
        own=own,
        title=gathered.title_of(circular, shown),
        number=circular.number,
    )
    words = service.composer.words("circular", facts)
    return Preview(
        facts.unit, words.subject, words.text, words.html, gathered.file_names(circular)
    )


def files(
    service: Service, conn: Connection, circular: Circular
) -> tuple[CircularFile, ...]:
    """The paper and the workbook that go out with it: as approved, or as a draft would
    have them now.
    """
    shown = gathered.contents(conn, circular, service.rulebook)
    return gathered.files(conn, circular, shown, service.settings.office.name)


def objection(
    service: Service, conn: Connection, circular: Circular, by: By, drifted: Drift
) -> Objection | None:
    """What speaks against this person's approving it now; `drifted` is what `drift`
    gives at this moment.
    """
    if circular.state is not CircularState.DRAFT:
        return Objection.NOT_A_DRAFT
    if scores.revisions(conn, circular.period)[-1].id != circular.score_id:
        return Objection.OUTDATED
    if drifted:
        return Objection.STALE
    if service.settings.circular.second_person and by.who in {
        circular.drafted_by,
        circular.edited_by,
    }:
        return Objection.SAME_PERSON
    if circular.corrects is not None and not circular.because.strip():
        return Objection.NO_REASON
    return None


def approve(
    service: Service,
    conn: Connection,
    circular: Circular,
    by: By,
    as_read: int | None = None,
) -> Circular | Objection:
    """Approves the draft: from now on its score is published and what it says is frozen
    (C10).

    `as_read` is the version that was read through; of one that was changed since,
    nothing is approved.
    """
    if circular.state is not CircularState.DRAFT:
        return Objection.NOT_A_DRAFT
    if as_read not in {None, circular.version}:
        return Objection.CHANGED
    drifted = drift(service, conn, circular, by.at, anew=True)
    against = objection(service, conn, circular, by, drifted)
    if against is not None:
        return against
    dated = circular._replace(dated=circular.dated or local_day(by.at))
    shown, sheet = (
        gathered.contents(conn, dated, service.rulebook),
        gathered.sheet_of(conn, dated),
    )
    frozen = gathered.freeze(
        dated,
        shown,
        sheet,
        gathered.head_of(dated, shown, service.settings.office.name),
    )
    if not circulars.approve(conn, dated, frozen, by):
        return Objection.CHANGED
    journal.write(
        conn,
        JournalEntry(
            by.at, by.who, "approved a circular", subject_of(circular), circular.because
        ),
    )
    approved = circulars.one(conn, circular.id)
    assert approved is not None, "circulars are never deleted"  # noqa: S101
    return approved


def send(
    service: Service, conn: Connection, circular: Circular, now: datetime
) -> Mailing | Objection:
    """Queues one message for each address of each unit assessed in the period; doing it
    again queues none.
    """
    if circular.state is CircularState.DRAFT:
        return Objection.NOT_APPROVED
    last = service.rulebook.period(circular.period).last
    readers = [unit for unit in roster.all_units(conn) if unit.assessed_on(last)]
    sent = queue_for_units(
        service,
        conn,
        readers,
        now,
        kind="circular",
        number=circular.id,
        came_about=day_start(last + ONE_DAY),
    )
    circulars.mark_sent(conn, circular, now)
    return sent


def release(
    service: Service,
    conn: Connection,
    circular: Circular,
    by: By,
    as_read: int | None = None,
) -> Mailing | Objection:
    """Approves and sends at once: the office's last word; `as_read` as of `approve`."""
    approved = approve(service, conn, circular, by, as_read)
    return (
        approved
        if isinstance(approved, Objection)
        else send(service, conn, approved, by.at)
    )


def numbered(service: Service, number: str, now: datetime) -> str:
    """The 发文字号, in one line: a bare running number gets the office's prefix and the
    year.
    """
    prefix, number = service.settings.circular.prefix, one_line(number)
    if prefix and number.isdecimal():
        return f"{prefix}〔{local_day(now).year}〕{number}号"
    return number


def queue_for_units(
    service: Service,
    conn: Connection,
    units: Iterable[Unit],
    now: datetime,
    *,
    kind: str,
    number: int,
    came_about: datetime | None = None,
) -> Mailing:
    """Queues the circular or announcement for each address of each unit; doing it again
    queues none.

    `kind` is the kind of notice, `number` that of the circular or announcement,
    `came_about` as of `Notice`.
    """
    health = service.address_health(conn)
    fresh = withheld = 0
    unreached: list[str] = []
    for unit in units:
        reached = False
        about = {kind: str(number), "unit_id": str(unit.id)}
        for address in addresses_of(unit, health):
            notice = Notice(kind, address, f"{number}/{unit.id}", about, came_about)
            queued = queue(conn, notice, unprompted(address), now, service.limits)
            if isinstance(queued, Queued):
                reached = True
                fresh += queued.fresh
                withheld += queued.withheld
        if not reached:
            unreached.append(unit.name)
    return Mailing(fresh, tuple(unreached), withheld)
