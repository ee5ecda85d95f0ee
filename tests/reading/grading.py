"""Was a field read exactly, left to a person, or wrongly?

`held` means that the office or the unit is asked: the item waits, or the receipt asks
for what is missing. `wrong` means that nobody would notice: something was stored that
the letter does not say. Wrong is worse.
"""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from tests.reading.judging import COPY
from tests.reading.labelled import Label

REPORTS = frozenset({"recorded", "held"})
FIELDS = ("state", "unit", "title", "author", "phone", "category", "proposals")


class Grade(StrEnum):
    """How well a field was read."""

    EXACT = "exact"
    HELD = "held"
    WRONG = "wrong"


def graded(found: Label, label: Label) -> dict[str, Grade]:
    """Field → grade, of the fields that the letter has: of what is no report only its
    state is looked at.
    """
    grades = {"state": _state(found, label)}
    if not {found.state, label.state} <= REPORTS:
        return grades
    if label.state == "held":
        # What a clerk would have to look at first says little for sure: only what its
        # label names is graded.
        silent = {name for name in FIELDS if not getattr(label, name)}
        return grades | {
            name: grade
            for name, grade in _fields(found, label).items()
            if name not in silent
        }
    return grades | _fields(found, label)


def _fields(found: Label, label: Label) -> dict[str, Grade]:
    if (
        COPY in found.proposals
    ):  # the very same item: it was read with the letter before
        same = "resend" in label.proposals
        return {"proposals": Grade.EXACT if same else Grade.WRONG}
    waits = found.state == "held"
    settled = _on_record(found, label)
    return {
        # Who signs a manuscript beside the unit that the subject names is proposed: the
        # office is asked.
        "unit": _value(
            _units(found),
            _units(label),
            waits=waits or ("joint" in found.proposals and found.unit == label.unit),
        ),
        "title": _value(
            _title(found.title, label.unit),
            _title(label.title, label.unit),
            waits=waits or "title" in found.unsure,
        ),
        "author": _several(found.author, label.author, unsure="author" in found.unsure),
        "phone": _several(found.phone, label.phone),
        "category": _value(
            found.category, label.category, waits=waits or "category" in found.unsure
        ),
        "proposals": _several(
            ";".join(sorted(found.proposals - settled)),
            ";".join(sorted(label.proposals - settled)),
        ),
    }


def _on_record(found: Label, label: Label) -> frozenset[str]:
    """What need not be proposed, for it is recorded so: the units of a joint item, the
    report continued.
    """
    kinds = {"joint"} if found.co_units and _units(found) == _units(label) else set()
    return frozenset(kinds | ({"follow-up"} if found.follows else set()))


def _state(found: Label, label: Label) -> Grade:
    if found.state == label.state:
        return Grade.EXACT
    return (
        Grade.HELD
        if found.state in {"held", "quarantined"} or found.possible
        else Grade.WRONG
    )


def _value(found: str, label: str, *, waits: bool) -> Grade:
    if found == label:
        return Grade.EXACT
    return Grade.HELD if waits else Grade.WRONG


def _several(found: str, label: str, *, unsure: bool = False) -> Grade:
    """Names or numbers: none where there are some is asked for, as is what is said to
    be unsure.

    A few of several, or one too many, is wrong: nobody would notice.
    """
    ours, theirs = _parts(found), _parts(label)
    if ours == theirs:
        return Grade.EXACT
    return Grade.HELD if unsure or not ours else Grade.WRONG


def _parts(text: str) -> list[str]:
    return [part for part in map(_plain, text.split(";")) if part]


def _units(label: Label) -> str:
    return ";".join((label.unit, *sorted(label.co_units)))


def _title(text: str, unit: str) -> str:
    """A title that begins with its unit's own name is the same one without it: the unit
    is on record.
    """
    return _plain(text).removeprefix(_plain(unit)) or _plain(text)


def _plain(text: str) -> str:
    """Width, blanks and kinds of quotation mark make no other title."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return folded.translate(str.maketrans("“”‘’", "\"\"''"))


def shares(grades: Iterable[Grade]) -> tuple[int, int, int]:
    """How many were exact, held, wrong."""
    counted = list(grades)
    return (
        counted.count(Grade.EXACT),
        counted.count(Grade.HELD),
        counted.count(Grade.WRONG),
    )
