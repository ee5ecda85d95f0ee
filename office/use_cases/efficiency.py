"""Which numbers does the office file for the efficiency assessment of a period
(效能考核)?

Those of the published circular, so that what is filed is what was told; of a period
that is not published, what the record gives now, and the sheet says so. How it looks is
`notify.efficiency`'s affair.
"""

from __future__ import annotations

from ledger import circulars
from ledger.circulars import CircularFile
from ledger.database import Connection
from ledger.faults import ToldError
from ledger.periods import Period, local_day
from notify.chinese import full_day
from notify.efficiency import Filing, efficiency_sheet
from notify.spreadsheet import TYPE
from office.service.parts import Service
from office.use_cases.notice_facts.circulars import contents, contents_of_sheet


class NoSharesError(ToldError):
    """The rule converts the points of this period into no share."""

    def __init__(self, period: str) -> None:
        super().__init__(
            f"efficiency {period}: no unit has a 效能得分 then, nothing was written; name a quarter or a year"
        )


def efficiency_file(service: Service, conn: Connection, period: Period) -> CircularFile:
    """The sheet as a file; NoSharesError, NoEditionError."""
    now = service.clock()
    circular = circulars.published(conn, period.code)
    if circular is None:
        sheet = service.score_sheet(conn, period, now)
        shown = contents_of_sheet(conn, sheet, service.rulebook)
        basis = "尚未公布，按填报当天的记录试算，仅供核对"
    else:
        shown = contents(conn, circular, service.rulebook)
        dated = circular.dated or local_day(circular.approved_at or now)
        basis = f"依据：{circular.number or f'{full_day(dated)}的通报'}"
    if not shown.has_shares:
        raise NoSharesError(period.code)
    filed = efficiency_sheet(
        shown, Filing(service.settings.office.name, local_day(now), basis)
    )
    return CircularFile(f"效能考核得分表{period.code}.xlsx", TYPE, filed)
