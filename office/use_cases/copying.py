"""How is a copy of the record made, brought back, and kept for a while?

A copy says whose it is and of when; bringing it back replaces no other office's record unless that is asked
for, and leaves the present one beside it. A record that is brought back does not know what was mailed since
its copy was made: all mail is paused, and what may have left is withheld (`older_record`).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ledger import copies, switches
from ledger.copies import CopyStamp, FoundCopy, Identity
from ledger.database import Database, DatabaseAwayError, NotCopiedError
from ledger.faults import ToldError
from ledger.journal import By
from ledger.periods import OFFICE_ZONE
from ledger.personal_data import Erasure, noted
from ledger.switches import SwitchChange
from office.service.upgrade import Version, upgrade, version_of
from office.settings.reading import Settings
from office.use_cases import older_record
from office.use_cases.personal_data import listed, replay

_AWAY = "move its file away (with -wal and -shm, where they are) and run `restore` again"


class CopyRefusedError(ToldError):
    """A copy cannot be made or brought back as asked; nothing was changed."""


class BroughtBack(NamedTuple):
    """What bringing a copy back came to.

    `before` is where the record went that was there; `held` messages that waited in the copy are withheld,
    `erased` persons were erased again.
    """

    copy: FoundCopy
    before: Path
    held: int
    erased: int


def save_copy(database: Database, settings: Settings, file: Path, now: datetime) -> CopyStamp:
    """Makes a copy of the whole record as a new file, and sees that it is whole; CopyRefusedError."""
    _make_room(file, "backup")
    try:
        return copies.write_copy(database, file, settings.office.name, now)
    except BaseException:
        file.unlink()
        raise


def bring_back(
    database: Database, settings: Settings, file: Path, by: By, *, replace_other: bool = False
) -> BroughtBack:
    """Makes the record what the copy holds, and keeps the present one beside the copy.

    CopyRefusedError for another office's copy, unless `replace_other`; DamagedError, NoRecordError.
    """
    erasures = settings.privacy.erasures_file
    listed(erasures)  # a list that cannot be read is mended before anything changes
    found = copies.look_at(file)
    try:
        present, version = copies.identity_of(database), version_of(database)
    except (DatabaseAwayError, NotCopiedError) as fault:
        raise CopyRefusedError(f"the present record cannot be read ({fault}); {_AWAY}") from None
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
        raise CopyRefusedError(f"the present record cannot be kept ({fault}); {_AWAY}") from None
    try:
        database.fill_from(file)
    except BaseException:
        before.unlink()
        raise
    if version_of(database) not in {Version.CURRENT, Version.OLDER}:
        database.fill_from(before)
        before.unlink()
        raise copies.NoRecordError(file)
    upgrade(database)
    with database.writing() as conn:
        made_at = None if found.stamp is None else found.stamp.made_at
        held = older_record.hold_back(conn, older_record.RESTORED, by, made_at)
        switches.set_switch(conn, SwitchChange(switches.PAUSED, "yes", by.at, by.who))
        switches.forget(conn, copies.STAMP)
    with database.writing() as conn:
        again = replay(conn, erasures, by.at, erased)
    return BroughtBack(found, before, held, again)


def told(found: FoundCopy) -> str:
    """Whose copy it is and of when, in a few words."""
    if found.stamp is None:
        return "a copy from before copies said whose they are"
    made_at = found.stamp.made_at.astimezone(OFFICE_ZONE)
    name = found.stamp.office or "an office without a name"
    return f"the record of {name} as of {made_at:%Y-%m-%d %H:%M}, {found.stamp.rows} rows"


def _refuse_another_office(found: FoundCopy, present: Identity, settings: Settings, file: Path) -> None:
    if found.identity.is_of_same_office(present):
        return
    mine = settings.office.name
    named = "" if found.stamp is None else found.stamp.office
    if present.bare and (not mine or not named or mine == named):
        return  # a new installation, made to be filled
    what = (
        f"{file}: is {told(found)}, and not of the office whose record this is ({mine or 'without a name'})"
    )
    raise CopyRefusedError(f"{what}; nothing was changed; --replace puts it in its place all the same")


def _make_room(file: Path, what: str) -> None:
    """Makes an empty file for its owner alone, where none is."""
    if file.exists():
        raise CopyRefusedError(
            f"{what}: {file} is there already and is not overwritten; move it away or name another file"
        )
    try:
        file.touch(0o600)
    except OSError as fault:
        raise CopyRefusedError(f"{what}: {file}: cannot be written: {fault.strerror}") from None
