"""Which leaders wrote on which submissions?

批示 (Art. 4(3), 11(2)5), entered by the office; one per leader, item and day.
"""

from typing import Any

import sqlalchemy as sa

from ledger.entries.events import Instruction
from ledger.events import EventTable
from ledger.tables.events import instructions


def _instruction(row: sa.Row[Any]) -> Instruction:
    return Instruction(row.id, row.serial, row.leader, row.level, row.happened_on, row.entered_at, row.note)


_INSTRUCTIONS = EventTable(instructions, _instruction)
add, of, of_days = _INSTRUCTIONS.add, _INSTRUCTIONS.of, _INSTRUCTIONS.of_days
serials_for, numbered = _INSTRUCTIONS.serials_for, _INSTRUCTIONS.numbered
