"""How does a closed period become a circular, and the circular mail?

Drafted from a stored revision, its covering words edited, approved by a person - which publishes the score -
and only then queued, one message a unit. Nothing goes out unapproved (Art. 4(5), promise 10).
"""

from datetime import datetime

from ledger import circulars, journal, roster, scores
from ledger.circulars import Circular, CircularState
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.faults import ToldError
from ledger.journal import Entry
from ledger.notice import Notice
from ledger.outbox.queueing import Queued, queue, unprompted
from ledger.periods import Period, parse_period
from ledger.scoresheet import from_json
from notify.chinese import period_name
from notify.circular import Circular as Shown
from notify.circular import circular as shown
from office.gaps import addresses_of
from office.reminding import health_of
from office.wiring import Service


class CircularError(ToldError):
    """A circular is not there, or not so far that this can be done with it."""

    def __init__(self, period: str, what: str) -> None:
        super().__init__(f"circular {period}: {what}")


def draft(service: Service, conn: Connection, period: Period, now: datetime) -> Circular:
    """The draft of the period's newest revision; CircularError when the period was never closed."""
    stored = scores.revisions(conn, period.code)
    if not stored:
        raise CircularError(
            period.code, f"the period is not closed yet; run `yishiyibao close {period.code}`"
        )
    return circulars.draft(conn, stored[-1], _covering(service, period), now)


def current(conn: Connection, period: Period) -> Circular:
    """The newest circular of the period; CircularError when there is none."""
    found = circulars.latest(conn, period.code)
    if found is None:
        raise CircularError(period.code, f"there is none yet; run `yishiyibao circular draft {period.code}`")
    return found


def contents(conn: Connection, circular: Circular) -> Shown:
    """What the circular shows: tables, named lists, annex and readings of its stored revision."""
    revision = scores.revision_with(conn, circular.score_id)
    if revision is None:
        raise CircularError(circular.period, "its score is not in the record; close the period again")
    period = parse_period(circular.period)
    return shown(from_json(revision.sheet), period, scores.facts_of(conn, period))


def approve(conn: Connection, period: Period, who: str, now: datetime) -> Circular:
    """Approves the draft: from now on its score is published and frozen (C10)."""
    found = current(conn, period)
    if found.state is not CircularState.DRAFT:
        raise CircularError(period.code, f"it is {found.state.value} already; nothing was changed")
    circulars.approve(conn, found, who, now)
    journal.write(conn, Entry(now, who, "approved a circular", f"circular:{found.id}"))
    return current(conn, period)


def send(service: Service, conn: Connection, period: Period, now: datetime) -> int:
    """Queues one message for each address of each unit on the roster; how many are new."""
    found = current(conn, period)
    if found.state is CircularState.DRAFT:
        raise CircularError(
            period.code, f"it is not approved yet; `yishiyibao circular approve {period.code}` does it"
        )
    fresh, health = 0, health_of(service, conn)
    for unit in _readers(conn, period):
        for address in addresses_of(unit, health):
            about = {"period": period.code, "unit_id": str(unit.id)}
            notice = Notice("circular", address, f"{found.id}/{unit.id}", about)
            queued = queue(conn, notice, unprompted(address), now, service.limits)
            fresh += isinstance(queued, Queued) and queued.fresh
    circulars.mark_sent(conn, found, now)
    return fresh


def _readers(conn: Connection, period: Period) -> tuple[Unit, ...]:
    return tuple(unit for unit in roster.all_units(conn) if unit.assessed_on(period.last))


def _covering(service: Service, period: Period) -> str:
    office = service.settings.office.name
    return (
        f"各单位：\n现将{period_name(period.code)}政务信息报送、采用和考核得分情况通报如下，请对照查看。"
        f"如对本单位得分有疑问，请于五个工作日内与我们联系。\n{office}".rstrip()
    )
