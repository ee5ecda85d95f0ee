"""What does each job of the service do when its hour has come?

One function a job, filled into `jobs.Duties`: the work is done by the rooms below, here it is only given its
moment and its sign to stop, and said in a few words.
"""

from datetime import date

from ingest.poll.polling import poll
from ledger.journal import MACHINE
from ledger.notice import Notice
from ledger.outbox.queueing import queue, unprompted
from ledger.periods import parse_period
from notify.dispatch import dispatch
from office.circulating import draft
from office.jobs import Duties, Turn
from office.reminding import remind
from office.wiring import Service
from scoring.close import Closed, Order, close

NO_MAILBOX = "no mailbox is set up"
NO_SERVER = "no mail server is set up"


def duties_of(service: Service) -> Duties:
    """The service's jobs, each ready to be given a turn."""

    def poll_now(turn: Turn) -> str:
        if not service.settings.mailbox.host:
            return NO_MAILBOX
        polled = poll(service.postman(turn.stop.is_set))
        return f"seen {polled.tally.seen}, recorded {polled.tally.recorded}, held {polled.tally.held}"

    def dispatch_now(turn: Turn) -> str:
        if not service.settings.smtp.host:
            return NO_SERVER
        tally = dispatch(service.mailroom(), turn.stop.is_set)
        return f"sent {tally.sent}, later {tally.later}, refused {tally.refused}, unknown {tally.unknown}"

    def remind_now(turn: Turn) -> str:
        return f"units {len(remind(service, turn.now))}"

    def digest_now(turn: Turn) -> str:
        return digest(service, turn)

    def close_now(turn: Turn) -> str:
        return close_and_draft(service, turn)

    return Duties(poll_now, dispatch_now, remind_now, digest_now, close_now)


def digest(service: Service, turn: Turn) -> str:
    """Tells the office once a working day what came and what waits for it."""
    office = service.settings.office.address
    if not office:
        return "no office address is set"
    day = date.fromisoformat(turn.period)
    notice = Notice("office-digest", office, day.isoformat(), {"on": day.isoformat()})
    with service.database.writing() as conn:
        queue(conn, notice, unprompted(office), turn.now, service.limits)
    return "queued"


def close_and_draft(service: Service, turn: Turn) -> str:
    """Closes the quarter that ended and drafts its circular, unless something waits for the office."""
    period = parse_period(turn.period)
    with service.database.writing() as conn:
        closed = close(conn, service.rulebook, period, Order(MACHINE, turn.now))
        if not isinstance(closed, Closed):
            return f"not closed: {closed.obstacle.value}"
        drafted = draft(service, conn, period, turn.now)
    return f"revision {closed.revision.revision}, circular {drafted.id} drafted"
