"""Which publications used which submissions?

Entered by the office (Art. 11(2)); what an adoption earns is `scoring`'s affair.
"""

from collections.abc import Sequence
from typing import Any

from ledger.entries.events import Adoption
from ledger.events import EventTable
from ledger.tables.events import adoptions


def _adoption(row: Sequence[Any]) -> Adoption:
    number, serial, publication, form, issue, on, note, entered_at = row
    return Adoption(number, serial, publication, form, on, entered_at, issue, note)


_ADOPTIONS = EventTable(adoptions, _adoption)
add, of, of_days = _ADOPTIONS.add, _ADOPTIONS.of, _ADOPTIONS.of_days
serials_for, numbered = _ADOPTIONS.serials_for, _ADOPTIONS.numbered
