"""What happened to submissions, as the office's files tell it?

Adoptions, instructions and forwardings. A publication is written down under the name the rule has for it,
where it has one; one the rule does not name is kept as it was written and earns nothing until the office
maps it (C7).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.rulebook import Rulebook
from office.use_cases.imports.finding import WHICH, Finder
from office.use_cases.imports.rows import Row, parsed
from office.use_cases.imports.tables import Columns, read_table

ADOPTIONS = Columns(needed=("publication", "on"), allowed=(*WHICH, "form", "issue", "note"))
INSTRUCTIONS = Columns(needed=("leader", "level", "on"), allowed=(*WHICH, "note"))
FORWARDINGS = Columns(needed=("target", "on"), allowed=(*WHICH, "note"))


class Known(NamedTuple):
    """What a row is read against: the record, the rule, and the moment of entry."""

    finder: Finder
    rulebook: Rulebook
    now: datetime


def read_adoptions(path: Path, known: Known) -> list[Adoption]:
    """The adoptions of a file (Art. 11(2)); raises TableError or BadRowsError."""
    return parsed(path, read_table(path, ADOPTIONS), lambda row: _adoption(row, known))


def read_instructions(path: Path, known: Known) -> list[Instruction]:
    """The instructions of a file; a level the rule does not name is kept, and earns what it says (C5)."""
    return parsed(path, read_table(path, INSTRUCTIONS), lambda row: _instruction(row, known))


def read_forwardings(path: Path, known: Known) -> list[Forwarding]:
    """The forwardings of a file; raises TableError or BadRowsError."""
    return parsed(path, read_table(path, FORWARDINGS), lambda row: _forwarding(row, known))


def _adoption(row: Row, known: Known) -> Adoption:
    written, form = row.needed("publication"), row.text("form")
    outlet = known.rulebook.publication(written)
    forms = dict.fromkeys(form.name for edition in known.rulebook.editions for form in edition.forms)
    if form and form not in forms:
        row.refuse("form", f"{form} is no form of adoption; allowed: {', '.join(forms)}")
    return Adoption(
        id=0,
        serial=known.finder.submission(row).serial,
        publication=outlet.name if outlet else written,
        form=form or next(iter(forms), ""),
        on=row.day("on"),
        entered_at=known.now,
        issue=row.text("issue"),
        note=row.text("note"),
    )


def _instruction(row: Row, known: Known) -> Instruction:
    serial = known.finder.submission(row).serial
    leader, level = row.needed("leader"), row.needed("level")
    return Instruction(0, serial, leader, level, row.day("on"), known.now, row.text("note"))


def _forwarding(row: Row, known: Known) -> Forwarding:
    serial = known.finder.submission(row).serial
    return Forwarding(0, serial, row.needed("target"), row.day("on"), known.now, row.text("note"))
