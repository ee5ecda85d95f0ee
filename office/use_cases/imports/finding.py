"""Which unit or submission does a row of a file mean?

Everything that rows may name is read once and looked up here; what it cannot find is a `BadCellError` that
says where to look. Finding a unit in a mail's words is `ingest.names.naming`'s affair: in a file a name is
exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from office.use_cases.imports.rows import BadCellError, Row

WHICH = ("serial", "unit", "title")
"""The columns that name a submission: its serial, or unit and title."""

_DEAD = (SubmissionState.RETURNED, SubmissionState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Finder:
    """The units and submissions a file may speak of."""

    units: tuple[Unit, ...]
    submissions: tuple[Submission, ...] = ()

    def unit(self, name: str, column: str = "unit") -> Unit:
        """The unit of this official or short name."""
        exact = [unit for unit in self.units if unit.name == name]
        found = exact or [unit for unit in self.units if name in unit.short_names]
        if not found:
            raise BadCellError(column, f"{name} is no unit of the roster; see `yishiyibao units list`")
        if len(found) > 1:
            names = ", ".join(unit.name for unit in found)
            raise BadCellError(column, f"{name} may be {names}; write the full name")
        return found[0]

    def units_named(self, names: Iterable[str], column: str) -> tuple[Unit, ...]:
        """The units of several names, each once, in order."""
        return tuple({unit.id: unit for unit in (self.unit(name, column) for name in names)}.values())

    def submission(self, row: Row) -> Submission:
        """The submission a row names, by its serial or by unit and title."""
        if serial := row.text("serial"):
            return self.with_serial(serial)
        if not (row.text("unit") and row.text("title")):
            row.refuse(
                "serial", "is empty, and so is unit or title; name the submission by one or by both others"
            )
        unit, title = self.unit(row.text("unit")), row.text("title")
        found = self._titled()[unit.id, title]
        if not found:
            row.refuse("title", f"{unit.name} has reported nothing of this title; give the serial instead")
        if len(found) > 1:
            serials = ", ".join(submission.serial for submission in found)
            row.refuse("title", f"{unit.name} has reported it as {serials}; give the serial instead")
        return found[0]

    def with_serial(self, serial: str, column: str = "serial") -> Submission:
        """The submission with this serial."""
        found = next((item for item in self.submissions if item.serial == serial), None)
        if found is None:
            raise BadCellError(column, f"{serial} is unknown; see `yishiyibao submissions list`")
        return found

    def _titled(self) -> defaultdict[tuple[int, str], list[Submission]]:
        found: defaultdict[tuple[int, str], list[Submission]] = defaultdict(list)
        for submission in self.submissions:
            if submission.state not in _DEAD:
                for unit_id in submission.unit_ids:
                    found[unit_id, submission.title].append(submission)
        return found
