"""How does the office tell its units something that rests on no score?

A free circular (报送要点, 征稿) begins with a template's words, is edited, approved by
a person - a second one where that is set - and only then queued, one message a unit.
Console and command line come in by the same functions.
"""

from collections.abc import Sequence
from datetime import datetime

from ledger import announcements, journal, roster
from ledger.announcements import ALL, Announcement, AnnouncementText
from ledger.circulars import CircularFile, CircularState
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.faults import ToldError
from ledger.journal import By, JournalEntry
from ledger.periods import Span, local_day, period_of
from notify.lines import one_line
from office.service.parts import Service
from office.use_cases.notice_facts.circulars import announcement_for, announcement_paper
from office.use_cases.publishing.circulating import (
    Mailing,
    Objection,
    Preview,
    numbered,
    queue_for_units,
)

_GROUP, _UNIT = "group:", "unit:"
_EVERYBODY = frozenset({ALL, "全体", "全体单位"})
BLANK = "【"
"""What a template leaves for the office to write begins so."""


class AnnouncementError(ToldError):
    """An announcement cannot be drafted, or is not there."""


def audience(conn: Connection, wanted: Sequence[str]) -> tuple[str, ...]:
    """Names of groups and units as they are kept; AnnouncementError names the one that
    is neither.
    """
    units = roster.all_units(conn)
    groups = {unit.group for unit in units}
    found: list[str] = []
    for written in wanted:
        name = written.strip()
        unit = roster.unit_named(conn, name)
        if name in _EVERYBODY:
            found.append(ALL)
        elif name in groups:
            found.append(f"{_GROUP}{name}")
        elif unit is not None:
            found.append(f"{_UNIT}{unit.id}")
        else:
            known = "、".join(sorted(groups))
            message = f"announce --to {name}: no group ({known}) and no unit of the roster, nor `all`"
            raise AnnouncementError(message)
    return tuple(dict.fromkeys(found))


def draft(
    service: Service, conn: Connection, template: str, to: Sequence[str], by: By
) -> Announcement:
    """Makes a draft with a template's first words; AnnouncementError,
    ComposingError.
    """
    known = service.composer.drafts()
    if template not in known:
        message = f"announce --template {template}: there is none of this name; known: {'、'.join(known)}"
        raise AnnouncementError(message)
    month = period_of(local_day(by.at), Span.MONTH).code
    to_whom = service.settings.circular.addressees
    first = service.composer.first_words(template, month=month, addressees=to_whom)
    title, _, body = first.partition("\n")
    text = AnnouncementText(title.strip(), body.strip())
    found = announcements.draft(conn, template, audience(conn, to), text, by)
    journal.write(
        conn, JournalEntry(by.at, by.who, "drafted an announcement", subject_of(found))
    )
    return found


def edit(
    service: Service,
    conn: Connection,
    found: Announcement,
    text: AnnouncementText,
    to: Sequence[str],
    by: By,
) -> bool:
    """Changes the words and the readers of a draft; `to` are readers as `audience`
    gives them.

    False, and nothing is changed, once it is approved, or where somebody has changed it
    since it was read.
    """
    text = text._replace(
        number=numbered(service, text.number, by.at), title=one_line(text.title)
    )
    if text == found.text and tuple(to) == found.to:
        return found.state is CircularState.DRAFT
    if not announcements.edit(conn, found, text, to, by.who):
        return False
    before = {**found.text._asdict(), "to": list(said_to(conn, found))}
    after = {**text._asdict(), "to": list(said_to(conn, found._replace(to=tuple(to))))}
    details = journal.edited(before, after, found.version + 1)
    journal.write(
        conn,
        JournalEntry(
            by.at, by.who, "edited an announcement", subject_of(found), "", details
        ),
    )
    return True


def preview(service: Service, conn: Connection, found: Announcement) -> Preview:
    """The announcement's message as the first of its readers gets it."""
    units = readers(conn, found, service.clock())
    facts = announcement_for(found, units[0].name if units else "")
    words = service.composer.words("announcement", facts)
    return Preview(
        facts.unit, words.subject, words.text, words.html, (f"{found.title}.docx",)
    )


def paper(service: Service, found: Announcement) -> CircularFile:
    """The official document that goes out with it."""
    return CircularFile(*announcement_paper(found, service.settings.office.name))


def objection(service: Service, found: Announcement, who: str) -> Objection | None:
    """What speaks against this person's approving it now."""
    if found.state is not CircularState.DRAFT:
        return Objection.NOT_A_DRAFT
    if BLANK in f"{found.title}{found.body}" or not found.body.strip():
        return Objection.UNFINISHED
    if service.settings.circular.second_person and who in {
        found.drafted_by,
        found.edited_by,
    }:
        return Objection.SAME_PERSON
    return None


def approve(
    service: Service,
    conn: Connection,
    found: Announcement,
    by: By,
    as_read: int | None = None,
) -> Announcement | Objection:
    """Approves the draft: from now on it is as it is.

    `as_read` is the version that was read through; of one that was changed since,
    nothing is approved.
    """
    is_draft = found.state is CircularState.DRAFT
    if is_draft and as_read not in {None, found.version}:
        return Objection.CHANGED
    against = objection(service, found, by.who)
    if against is not None:
        return against
    if not announcements.approve(conn, found, found.dated or local_day(by.at), by):
        return Objection.CHANGED
    journal.write(
        conn, JournalEntry(by.at, by.who, "approved an announcement", subject_of(found))
    )
    return announcements.one(conn, found.id) or found


def send(
    service: Service, conn: Connection, found: Announcement, now: datetime
) -> Mailing | Objection:
    """Queues one message for each address of each unit it is for; doing it again queues
    none.
    """
    if found.state is CircularState.DRAFT:
        return Objection.NOT_APPROVED
    units = readers(conn, found, now)
    sent = queue_for_units(
        service, conn, units, now, kind="announcement", number=found.id
    )
    announcements.mark_sent(conn, found, now)
    return sent


def release(
    service: Service,
    conn: Connection,
    found: Announcement,
    by: By,
    as_read: int | None = None,
) -> Mailing | Objection:
    """Approves and sends at once; `as_read` as of `approve`."""
    approved = approve(service, conn, found, by, as_read)
    return (
        approved
        if isinstance(approved, Objection)
        else send(service, conn, approved, by.at)
    )


def readers(conn: Connection, found: Announcement, now: datetime) -> tuple[Unit, ...]:
    """The units it is for, as far as they are on the roster today."""
    today = local_day(now)
    wanted = set(found.to)
    units: list[Unit] = []
    for unit in roster.all_units(conn):
        named = {ALL, f"{_UNIT}{unit.id}", f"{_GROUP}{unit.group_on(today)}"}
        if unit.assessed_on(today) and not wanted.isdisjoint(named):
            units.append(unit)
    return tuple(units)


def said_to(conn: Connection, found: Announcement) -> tuple[str, ...]:
    """Whom it is for, in the office's words."""
    names = {f"{_UNIT}{unit.id}": unit.name for unit in roster.all_units(conn)}
    names[ALL] = "全体单位"
    return tuple(names.get(reader, reader.removeprefix(_GROUP)) for reader in found.to)


def subject_of(found: Announcement) -> str:
    """Its name in the journal."""
    return f"announcement:{found.id}"
