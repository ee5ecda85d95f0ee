"""What does each job of the service do when its hour has come?

One function a job, filled into `jobs.Duties`: the work is done by use cases and the
packages below, here it is only given its moment and its sign to stop, and said in a few
words.
"""

from datetime import date, datetime, timedelta
from functools import partial

import structlog

from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError
from ingest.poll.context import GivenUpError
from ingest.poll.polling import poll, reconcile
from ledger.journal import MACHINE
from ledger.outbox import pacing
from ledger.periods import OFFICE_ZONE, Span, day_start, parse_period
from ledger.scores import revisions
from office.service.alarm import alert_office, queue_for_office
from office.service.feedback import feed_back
from office.service.health import MAILBOX
from office.service.jobs import Duties, Job, JobTurn, NotYetError, Times, jobs_of
from office.service.parts import Service
from office.service.reminding import remind
from office.use_cases.copying import copy_by_night
from office.use_cases.older_record import send_due
from office.use_cases.personal_data import forget
from office.use_cases.publishing.drafting import draft, drafted_spans
from scoring.close import Closed, ClosingObstacle, NotClosed, Order, close

log = structlog.get_logger(__name__)

NO_MAILBOX = "no mailbox is set up"
NO_SERVER = "no mail server is set up"
NO_SENDER = "no sender is set up, and the user of the mailbox is no address"


def duties_of(service: Service) -> Duties:
    """The service's jobs, each ready to be given a turn."""
    settings = service.settings

    def poll_mailbox(turn: JobTurn) -> str:
        if not settings.mailbox.host:
            return NO_MAILBOX
        try:
            polled = poll(service.poll_context(turn.stop.is_set))
        except (AccessRefusedError, GivenUpError, MisconfiguredError):
            alert_office(service, MAILBOX, turn.now)
            raise
        for doubt in polled.doubted:
            log.warning(
                "letter in doubt",
                folder=doubt.place.folder,
                uid=doubt.place.uid,
                tries=doubt.tries,
            )
        return f"seen {polled.tally.seen}, recorded {polled.tally.recorded}, held {polled.tally.held}"

    def send_mail(turn: JobTurn) -> str:
        if not settings.smtp.host:
            return NO_SERVER
        if not service.has_sender:
            return NO_SENDER
        if service.couriers.reached_otherwise():
            with service.database.writing() as conn:
                pacing.end_back_off(
                    conn, turn.now
                )  # whatever was refused before says nothing of this
        tally = send_due(service, turn.stop.is_set)
        return f"sent {tally.sent}, later {tally.later}, refused {tally.refused}, unknown {tally.unknown}"

    def remind_units(turn: JobTurn) -> str:
        return f"units {len(remind(service, turn.now))}"

    def queue_digest(turn: JobTurn) -> str:
        """What came today and what waits for the office."""
        if not settings.office.address or settings.office.confirm != "digest":
            return "no digest is wanted"
        since = datetime.combine(
            date.fromisoformat(turn.period), settings.reminders.digest_at, OFFICE_ZONE
        )
        queue_for_office(
            service, "office-digest", turn.period, {"on": turn.period}, turn.now, since
        )
        return "queued"

    def queue_overview(turn: JobTurn) -> str:
        """How the month went, what waits for the office, and what the roster and the
        calendar lack.
        """
        if not settings.office.address:
            return "no address of the office is set"
        since = day_start(parse_period(turn.period).past)
        queue_for_office(
            service, "overview", turn.period, {"month": turn.period}, turn.now, since
        )
        return "queued"

    def tell_of_events(turn: JobTurn) -> str:
        return f"messages {feed_back(service, turn.now)}"

    def forget_what_is_old(turn: JobTurn) -> str:
        """What was kept as long as the office wants it; and erasures, where an older
        copy was restored.
        """
        done = forget(service, turn.now, turn.stop.is_set)
        return f"authors {done.authors}, originals {done.originals}, messages {done.messages}"

    def compare_mailbox(turn: JobTurn) -> str:  # noqa: ARG001 - as all work is called
        """Every letter of the mailbox against its state; what does not fit stands in
        the record (P07).
        """
        if not settings.mailbox.host:
            return NO_MAILBOX
        found = reconcile(service.poll_context(), ask_again=True)
        if found.busy:
            raise NotYetError(f"another reader has {', '.join(found.busy)} in hand")
        return f"listed {found.listed}, differences {len(found.differences)}, mended {found.mended.seen}"

    def copy_record(turn: JobTurn) -> str:
        """Tonight's copy of the record, and an end to those that need not be kept."""
        if settings.backup.folder is None:
            return "no folder for copies is set"
        made = copy_by_night(
            service.database, settings, date.fromisoformat(turn.period), turn.now
        )
        return f"{made.file.name}, {made.rows} rows, removed {made.removed}"

    close_period = partial(close_and_draft, service)
    return Duties(
        poll=poll_mailbox,
        dispatch=send_mail,
        remind=remind_units,
        digest=queue_digest,
        close=close_period,
        close_month=close_period,
        close_year=close_period,
        overview=queue_overview,
        feedback=tell_of_events,
        forget=forget_what_is_old,
        reconcile=compare_mailbox,
        backup=copy_record,
    )


def close_and_draft(service: Service, turn: JobTurn) -> str:
    """Closes the period that ended and drafts its circular; NotYetError while something
    still waits.

    Which periods are told of the office chooses. A year waits until its quarters are
    published: its shares are the mean of theirs as printed (E6).
    """
    period = parse_period(turn.period)
    with service.database.writing() as conn:
        if period.span not in drafted_spans(service, conn):
            return "no circular is wanted"
        if period.span is Span.YEAR:
            unpublished: list[str] = []
            for quarter in period.split(Span.QUARTER):
                stored = revisions(conn, quarter.code)
                if stored and not any(each.published_at for each in stored):
                    unpublished.append(quarter.code)
            if unpublished:
                raise NotYetError(", ".join(unpublished))
        closed = close(conn, service.rulebook, period, Order(MACHINE, turn.now))
        if isinstance(closed, NotClosed) and closed.obstacle is ClosingObstacle.EARLY:
            return "it was over before the assessment began"
        if not isinstance(closed, Closed):
            raise NotYetError(closed.obstacle.value)
        drafted = draft(service, conn, period, turn.now)
    return f"revision {closed.revision.revision}, circular {drafted.id} drafted"


def jobs_for(service: Service) -> tuple[Job, ...]:
    """The table of jobs at the office's hours."""
    settings = service.settings
    times = Times(
        poll_every=timedelta(minutes=settings.mailbox.poll_minutes),
        remind_at=settings.reminders.at,
        digest_at=settings.reminders.digest_at,
        backup_at=settings.backup.at,
    )
    return jobs_of(duties_of(service), times)
