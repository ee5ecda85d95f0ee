"""Which publications used which submissions?

Entered by the office (Art. 11(2)); what an adoption earns is `scoring`'s affair.
"""

from typing import Any

import sqlalchemy as sa

from ledger.entries.events import Adoption
from ledger.happenings import Happenings
from ledger.tables.events import adoptions


def _adoption(row: sa.Row[Any]) -> Adoption:
    return Adoption(
        row.id, row.serial, row.publication, row.form, row.happened_on, row.entered_at, row.issue, row.note
    )


_ADOPTIONS = Happenings(adoptions, _adoption)
add, of, of_days = _ADOPTIONS.add, _ADOPTIONS.of, _ADOPTIONS.of_days
serials_for = _ADOPTIONS.serials_for
