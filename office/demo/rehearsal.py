"""How is the service moved through time?

A rehearsal is the real service on a rehearsal database, the embedded servers in place
of the provider's, and a clock that is set by hand. Setting one up is `run`'s affair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.intake.arrival import IntakeCounts
from ingest.poll.polling import poll
from ledger.entries.people import Unit
from notify.delivery.dispatch import dispatch
from office.demo.mail_servers import ArrivingMail, Delivered, DemoMailServers
from office.service.parts import Service
from office.service.reminding import remind


class RehearsalClock:
    """A clock that says what it was told last."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The moment it was told."""
        return self.moment


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The service, its clock, and the servers around it."""

    service: Service
    clock: RehearsalClock
    servers: DemoMailServers
    units: tuple[Unit, ...]

    def tick(self, now: datetime, letters: Sequence[ArrivingMail]) -> IntakeCounts:
        """One moment: letters arrive, the mailbox is read, units are reminded, mail
        goes out.
        """
        self.clock.moment = now
        self.servers.deliver(letters)
        counts = poll(self.service.poll_context()).tally
        remind(self.service, now)
        dispatch(self.service.dispatch_context())
        return counts

    def message_to(self, address: str, subject: str) -> Delivered | None:
        """Return the newest message to an address whose subject holds `subject`."""
        for delivered in reversed(self.servers.delivered):
            if delivered.to == address and subject in str(delivered.message["Subject"]):
                return delivered
        return None
