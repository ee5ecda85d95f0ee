"""What does the office do about a person's data: show it, hand it out, erase it, and
keep none for ever?

An erasure is written into a list of its own before anything is changed. The list lies
in a file apart from the record, so that it is still there when an older copy is
restored, and the erasures are done again on it. How long anything is kept is a setting;
nothing is forgotten until the office has chosen.
"""

from __future__ import annotations

import json
import os
import secrets
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ledger import journal, originals, personal_data, retention, roster
from ledger.database import Connection
from ledger.entries.contact import Who, WhoKind, digits_of, who_is
from ledger.faults import ToldError
from ledger.journal import MACHINE, By, JournalEntry
from ledger.periods import day_start, local_day
from ledger.personal_data import ERASED_CONTACT, Erased, Erasure, PersonalData
from ledger.retention import Forgotten
from office.service.parts import Service

_ITEMS_AT_ONCE = 100
"""Items of one transaction: readers and senders wait no longer than about a second."""
_NOBODYS = 0
"""The number of no unit."""
SUBJECT = "personal-data"
"""What the journal calls all of this."""


class UnknownPersonError(ToldError):
    """Nobody of this name, number or address is on record."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"people: nothing of {said} is on record; give the name as it stands on the item or the roster, "
            "or a telephone number, or an address"
        )


class ErasuresFileError(ToldError):
    """The list of erasures cannot be read or written; nothing was changed."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: {what}; nothing was erased; mend it, or name another privacy.erasures_file"
        )


def person(conn: Connection, said: str, unit: str | None) -> PersonalData:
    """What is held of the person whom a name, number or address means;
    UnknownPersonError.
    """
    if not said.strip():
        raise UnknownPersonError(
            "a person without a name"
        )  # else everybody would be meant who stands without a name
    unit_id = None
    if unit is not None:
        found = roster.unit_named(conn, unit)
        if found is None:
            raise UnknownPersonError(f"{said}（{unit}）")
        unit_id = found.id
    held = personal_data.held_of(conn, who_is(said, unit_id))
    if not held:
        raise UnknownPersonError(said)
    return held


def units_of(conn: Connection, held: PersonalData) -> list[str]:
    """The units that the record has a person with, in the roster's order; an item may
    have none yet.
    """
    found = [
        name
        for unit_id, name in roster.unit_names(conn).items()
        if unit_id in held.unit_ids
    ]
    return [*found, "单位待核的件"] if None in held.unit_ids else found


def document(conn: Connection, held: PersonalData) -> dict[str, Any]:
    """All that is held of a person, as plain data to be handed out."""
    names = roster.unit_names(conn)
    items = []
    for item in held.items:
        ours = [
            author
            for author in item.authors
            if held.who.is_author(author, item.unit_ids, item.serial)
        ]
        items.append(
            {
                "serial": item.serial,
                "arrived_at": item.arrived_at.isoformat(),
                "counts_on": item.day.isoformat(),
                "unit": names.get(item.unit_id or 0, ""),
                "title": item.title,
                "state": item.state.value,
                "author": [author._asdict() for author in ours],
            }
        )
    kept = originals.kept(
        conn, [letter.sha256 for letter in held.letters if letter.sha256 is not None]
    )
    return {
        "person": held.who.said,
        "phones": sorted(held.contact.phones),
        "addresses": sorted(held.contact.addresses),
        "unit_addresses": sorted(held.units_own),
        "roster": [
            {"unit": names.get(line.unit_id, ""), **line._asdict()}
            for line in held.roster
        ],
        "items": items,
        "letters": [
            {
                "letter": letter.id,
                "arrived_at": letter.arrived_at.isoformat(),
                "from_address": letter.from_address,
                "from_name": letter.from_name,
                "subject": letter.subject,
                "original_kept": letter.sha256 in kept,
            }
            for letter in held.letters
        ],
        "messages": list(held.messages),
    }


def erase(conn: Connection, held: PersonalData, by: By, file: Path) -> Erased:
    """Takes a person's contact out of the record, and lists it; ErasuresFileError, with
    nothing changed.
    """
    who = held.who
    said, salt = who.said, ""
    if who.kind is not WhoKind.NAME:
        salt = secrets.token_hex(16)
        plain = digits_of(said) if who.kind is WhoKind.PHONE else said.casefold()
        said = personal_data.digest_of(plain, salt)
    unit = "" if who.unit_id is None else _name_for_good(conn, who.unit_id)
    erasure = Erasure(
        secrets.token_hex(8), by.at, by.who, by.because, who.kind, said, unit, salt
    )
    if who.kind is WhoKind.NAME:
        erasure = erasure._replace(serials=tuple(item.serial for item in held.items))
    # Listed first: what is listed and not done is done again, what is done and not
    # listed would come back.
    _list(file, erasure)
    return _carry_out(conn, held, erasure, by)


def pending(
    conn: Connection, file: Path, also: Iterable[Erasure] = ()
) -> tuple[Erasure, ...]:
    """The erasures that must be done again: an older copy was restored, or letters were
    taken in again.

    `also` are erasures that another copy of the record knows of.
    """
    noted = personal_data.noted(conn)
    known = {each.id for each in noted}
    everything = {each.id: each for each in (*listed(file), *also, *noted)}
    found: list[Erasure] = []
    for erasure in sorted(everything.values(), key=lambda each: (each.at, each.id)):
        who = _who_of(conn, erasure)
        due = erasure.id not in known
        if who is not None and not due:
            # An item from before may hold the person's contact again.
            for item in personal_data.held_of(conn, who, erasure.at).items:
                for author in item.authors:
                    is_person = who.is_author(author, item.unit_ids, item.serial)
                    due |= is_person and bool(author.phone or author.email)
        if due:
            found.append(erasure)
    return tuple(found)


def replay(
    conn: Connection, file: Path, now: datetime, also: Iterable[Erasure] = ()
) -> int:
    """Does again what must be, on items and letters from before each erasure; how many
    erasures.
    """
    known = {each.id for each in personal_data.noted(conn)}
    again = pending(conn, file, also)
    for erasure in again:
        who = _who_of(conn, erasure)
        if who is not None:
            held = personal_data.held_of(conn, who, erasure.at)
            if erasure.id in known:
                # The roster is as the office has imported it since.
                held = held._replace(roster=())
            _carry_out(conn, held, erasure, By(MACHINE, now, erasure.because))
        personal_data.note(conn, erasure)
    apart = {each.id for each in listed(file)}
    for erasure in personal_data.noted(conn):
        if erasure.id not in apart:
            _list(file, erasure)
    return len(again)


def forget(
    service: Service, now: datetime, stop: Callable[[], bool] = lambda: False
) -> Forgotten:
    """Forgets what was kept as long as the settings say, batch by batch, and does
    pending erasures again.
    """
    with service.database.writing() as conn:
        replay(conn, service.settings.privacy.erasures_file, now)
    cuts = cut_offs(service, now)
    done = Forgotten()
    works: Mapping[str, Callable[[Connection, date], int]] = {
        "originals": lambda conn, day: retention.forget_originals(conn, day_start(day)),
        "messages": lambda conn, day: retention.forget_messages(conn, day_start(day)),
    }
    day = cuts["authors"]
    if day is not None:
        with service.database.reading() as conn:
            serials = retention.with_contact(conn, day)
        entry = JournalEntry(now, MACHINE, ERASED_CONTACT, "", "按保存期限清除")
        for at in range(0, len(serials), _ITEMS_AT_ONCE):
            if stop():
                break
            with service.database.writing() as conn:
                count = retention.forget_contact(
                    conn, serials[at : at + _ITEMS_AT_ONCE], entry
                )
            done = done._replace(authors=done.authors + count)
    for name, work in works.items():
        day = cuts[name]
        while day is not None and not stop():
            with service.database.writing() as conn:
                count = work(conn, day)
            if not count:
                break
            done = done._replace(**{name: getattr(done, name) + count})
    if done:
        said = (
            f"按保存期限清除：{done.authors} 件的撰稿人联系方式，"
            f"{done.originals} 封来信原件，{done.messages} 封发信原文"
        )
        with service.database.writing() as conn:
            journal.write(conn, JournalEntry(now, MACHINE, said, SUBJECT))
    return done


def cut_offs(service: Service, now: datetime) -> dict[str, date | None]:
    """Before which day each kind is forgotten; None: it is kept for good."""
    privacy = service.settings.privacy
    months = {
        "authors": privacy.author_contact_months,
        "originals": privacy.original_months,
        "messages": privacy.sent_months,
    }
    today = local_day(now)
    found: dict[str, date | None] = dict.fromkeys(months)
    for name, count in months.items():
        if count:
            years, month = divmod(today.year * 12 + today.month - 1 - count, 12)
            found[name] = date(
                years, month + 1, min(today.day, monthrange(years, month + 1)[1])
            )
    return found


def _carry_out(
    conn: Connection, held: PersonalData, erasure: Erasure, by: By
) -> Erased:
    entry = JournalEntry(by.at, by.who, ERASED_CONTACT, "", by.because)
    done = personal_data.erase(conn, held, entry)
    personal_data.note(conn, erasure)
    # Of a number or an address the journal says no more than that it was one.
    name = erasure.said if erasure.kind is WhoKind.NAME else "（号码或邮箱）"
    said = f"删除{name}的联系方式：{done.items} 件，原件 {done.originals} 封，名册 {done.roster} 处"
    journal.write(conn, JournalEntry(by.at, by.who, said, SUBJECT, by.because))
    return done


def _name_for_good(conn: Connection, unit_id: int) -> str:
    """A unit's first name, by which a copy from before it was renamed knows it; else
    the present one.
    """
    unit = roster.units_by_id(conn)[unit_id]
    for former in unit.former_names:
        meant = roster.unit_named(conn, former.name)
        if meant is not None and meant.id == unit_id:
            return former.name
    return unit.name


def _who_of(conn: Connection, erasure: Erasure) -> Who | None:
    """The person an erasure was about, if anything of theirs is on record."""
    if erasure.kind is WhoKind.NAME:
        unit = roster.unit_named(conn, erasure.unit)
        unit_id = None if unit is None else unit.id
        if erasure.unit and unit is None:
            # A copy from before the unit was on the roster: others of that name are not
            # meant.
            unit_id = _NOBODYS
        return Who(WhoKind.NAME, erasure.said, unit_id, frozenset(erasure.serials))
    for said in personal_data.known_contacts(conn, erasure.kind):
        if personal_data.digest_of(said, erasure.salt) == erasure.said:
            return Who(erasure.kind, said)
    return None


# --- the list apart -------------------------------------------------------------------


def listed(path: Path) -> tuple[Erasure, ...]:
    """The erasures of the list apart; ErasuresFileError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as fault:
        raise ErasuresFileError(
            path, f"cannot be read ({type(fault).__name__})"
        ) from None
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            kind = WhoKind(row.pop("kind"))
            serials = tuple(row.pop("serials", ()))
            values = row | {
                "at": datetime.fromisoformat(row["at"]),
                "kind": kind,
                "serials": serials,
            }
            found.append(Erasure(**values))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ErasuresFileError(path, f"line {number} is no erasure") from None
    return tuple(found)


def _list(path: Path, erasure: Erasure) -> None:
    row = erasure._asdict() | {
        "at": erasure.at.astimezone(UTC).isoformat(),
        "kind": erasure.kind.value,
    }
    line = json.dumps(row, ensure_ascii=False) + "\n"
    try:
        # Appended in one write, and on the disk before the record is touched.
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as fault:
        raise ErasuresFileError(path, f"cannot be written: {fault.strerror}") from None
