"""How is a copy of the record made, brought back, and kept for a while?

A copy says whose it is and of when; bringing it back replaces no other office's record
unless that is asked for, and leaves the present one beside it. A record that is brought
back does not know what was mailed since its copy was made: all mail is paused, and what
may have left is withheld (`older_record`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from ledger import copies, switches
from ledger.copies import CopyRefusedError, CopyStamp, FoundCopy, Identity
from ledger.database import Database, DatabaseAwayError, NotCopiedError
from ledger.journal import By
from ledger.outbox import withholding
from ledger.periods import OFFICE_ZONE
from ledger.personal_data import Erasure, noted
from ledger.switches import SwitchChange
from office.service.upgrade import Version, upgrade, version_of
from office.settings.reading import Settings
from office.use_cases import older_record
from office.use_cases.personal_data import listed, replay

_NAME = "yishiyibao-{}.sqlite"
_NAMED = re.compile(r"yishiyibao-(\d{4}-\d{2}-\d{2})\.sqlite")
_AWAY = (
    "move its file away (with -wal and -shm, where they are) and run `restore` again"
)


class Noted(NamedTuple):
    """How many messages that waited in an older record are withheld, and how many
    persons erased again.

    The record knows nothing of what was sent after `ends_at`.
    """

    held: int
    erased: int
    ends_at: datetime


class BroughtBack(NamedTuple):
    """What bringing a copy back came to; `before` is where the record went that was
    there.
    """

    copy: FoundCopy
    before: Path
    noted: Noted


class NightlyCopy(NamedTuple):
    """The copy of a night, how many rows it holds, and how many older copies were
    removed.
    """

    file: Path
    rows: int
    removed: int


def save_copy(
    database: Database, settings: Settings, file: Path, now: datetime
) -> CopyStamp:
    """Makes a copy of the whole record as a new file, and sees that it is whole;
    CopyRefusedError.
    """
    _make_room(file, "backup")
    try:
        return copies.write_copy(database, file, settings.office.name, now)
    except BaseException:
        file.unlink()
        raise


def copy_by_night(
    database: Database, settings: Settings, day: date, now: datetime
) -> NightlyCopy:
    """Makes the day's copy in the folder of the settings, then removes those that need
    not be kept.

    The file gets its name when it is whole. CopyRefusedError, with every older copy
    kept.
    """
    backup = settings.backup
    folder = backup.folder
    if folder is None or not folder.is_dir():
        raise CopyRefusedError(
            f"backup.folder: {folder} is not there; make it, or mount its disk"
        )
    file = folder / _NAME.format(day)
    if (
        file.exists()
    ):  # the record was brought back to before it knew that it had made this one
        found = copies.look_at(file)
        return NightlyCopy(file, 0 if found.stamp is None else found.stamp.rows, 0)
    unfinished = file.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    stamp = save_copy(database, settings, unfinished, now)
    unfinished.replace(file)
    there = copies_in(folder)
    kept = days_to_keep(there, backup.daily, backup.weekly, backup.monthly)
    unwanted = [older for copied_on, older in there.items() if copied_on not in kept]
    for older in unwanted:
        older.unlink()
    return NightlyCopy(file, stamp.rows, len(unwanted))


def copies_in(folder: Path) -> dict[date, Path]:
    """The copies that `copy_by_night` made there and that are left, by their days; no
    other file.
    """
    found: dict[date, Path] = {}
    for path in folder.iterdir():
        named = _NAMED.fullmatch(path.name)
        if named is not None:
            with suppress(ValueError):  # no day of the calendar: none of ours
                found[date.fromisoformat(named[1])] = path
    return found


def days_to_keep(
    days: Collection[date], daily: int, weekly: int, monthly: int
) -> frozenset[date]:
    """Of copies of these days the last ones, and the newest of each of the last weeks
    and months.
    """
    newest_first = sorted(days, reverse=True)
    kept = set(newest_first[:daily])
    by_week: dict[tuple[int, int], date] = {}
    by_month: dict[tuple[int, int], date] = {}
    for day in newest_first:
        by_week.setdefault(day.isocalendar()[:2], day)
        by_month.setdefault((day.year, day.month), day)
    kept.update(list(by_week.values())[:weekly])
    kept.update(list(by_month.values())[:monthly])
    return frozenset(kept)


def bring_back(
    database: Database,
    settings: Settings,
    file: Path,
    by: By,
    *,
    replace_other: bool = False,
) -> BroughtBack:
    """Makes the record what the copy holds, and keeps the present one beside the copy.

    CopyRefusedError for another office's copy, unless `replace_other`; DamagedError,
    NoRecordError.
    """
    listed(
        settings.privacy.erasures_file
    )  # a list that cannot be read is mended before anything changes
    found = copies.look_at(file)
    try:
        present, version = copies.identity_of(database), version_of(database)
    except (DatabaseAwayError, NotCopiedError) as fault:
        raise CopyRefusedError(
            f"the present record cannot be read ({fault}); {_AWAY}"
        ) from None
    if not replace_other:
        _refuse_another_office(found, present, settings, file)
    erased: tuple[Erasure, ...] = ()
    if version is Version.CURRENT:  # an older record cannot be asked
        with database.reading() as conn:
            erased = noted(conn)
    before = file.with_name(f"{file.name}.before-restore")
    _make_room(before, "restore")
    try:
        database.save_to(before)
    except NotCopiedError as fault:
        before.unlink()
        raise CopyRefusedError(
            f"the present record cannot be kept ({fault}); {_AWAY}"
        ) from None
    made_at, stamped = None, file
    try:
        if found.stamp is not None:
            made_at = found.stamp.made_at
        else:
            # It is in place before that is noted: were we killed in between, nobody
            # would know it for a copy.
            stamped = file.with_name(f"{file.name}.being-restored")
            copies.add_stamp(file, stamped, by.at)
        database.fill_from(stamped)
        if version_of(database) not in {Version.CURRENT, Version.OLDER}:
            raise copies.NoRecordError(file)
        upgrade(database)
        noted_so = note_brought_back(database, settings, by, made_at, erased)
    except NotCopiedError:  # nothing of it was written
        before.unlink()
        raise
    except (
        BaseException
    ):  # Ctrl-C too, which is heard when SQLite has written everything
        database.fill_from(before)
        before.unlink()
        raise
    finally:
        if stamped != file:
            stamped.unlink(missing_ok=True)
    return BroughtBack(found, before, noted_so)


def note_brought_back(
    database: Database,
    settings: Settings,
    by: By,
    made_at: datetime | None = None,
    erased: Collection[Erasure] = (),
) -> Noted:
    """Treats the record as an older copy of itself: pauses all mail, withholds, and
    erases again.

    `made_at` None: nobody can say of when it is. `erased` are those that the record
    before knew of.
    """
    with database.writing() as conn:
        held = older_record.hold_back(conn, older_record.RESTORED, by, made_at)
        switches.set_switch(conn, SwitchChange(switches.PAUSED, "yes", by.at, by.who))
        switches.forget(conn, copies.STAMP)
        older = withholding.current(conn)
    with database.writing() as conn:
        again = replay(conn, settings.privacy.erasures_file, by.at, erased)
    return Noted(held, again, by.at if older is None else older.ends_at)


def told(found: FoundCopy) -> str:
    """Whose copy it is and of when, in a few words."""
    if found.stamp is None:
        return "a copy from before copies said whose they are"
    name = found.stamp.office or "an office without a name"
    moment = "an unknown moment"
    if found.stamp.made_at is not None:
        moment = f"{found.stamp.made_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
    return f"the record of {name} as of {moment}, {found.stamp.rows} rows"


def _refuse_another_office(
    found: FoundCopy, present: Identity, settings: Settings, file: Path
) -> None:
    if found.identity.is_of_same_office(present):
        return
    mine = settings.office.name
    named = "" if found.stamp is None else found.stamp.office
    names = {mine, named} - {""}
    if present.bare and len(names) < 2:
        return  # a new installation, made to be filled
    if mine and named == mine:
        what = (
            f"{file}: is {told(found)}, begun {_begun(found.identity)}, while the present record of "
            f"an office of that name was begun {_begun(present)}: after a new `init` that may be the same "
            "office, and else is another"
        )
    else:
        what = f"{file}: is {told(found)}, and not of the office whose record this is ({mine or 'without a name'})"
    raise CopyRefusedError(
        f"{what}; nothing was changed; --replace puts it in its place all the same"
    )


def _begun(identity: Identity) -> str:
    """When the installation began, to the minute in the office's zone."""
    if not identity.began:
        return "at an unknown moment"
    moment = datetime.fromisoformat(identity.began).astimezone(OFFICE_ZONE)
    return f"{moment:%Y-%m-%d %H:%M}"


def _make_room(file: Path, what: str) -> None:
    """Makes an empty file for its owner alone, where none is."""
    if file.exists():
        raise CopyRefusedError(
            f"{what}: {file} is there already and is not overwritten; move it away or name another file"
        )
    try:
        file.touch(0o600)
    except OSError as fault:
        raise CopyRefusedError(
            f"{what}: {file}: cannot be written: {fault.strerror}"
        ) from None
