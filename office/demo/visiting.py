"""How may a visitor look around when the story is over?

The service goes on where the story ended, its clock now moving: a mail sent to the office's address at the
embedded server lands in the mailbox, is read, and is answered within seconds.
"""

from datetime import timedelta
from time import monotonic

from ingest.poll.polling import poll
from notify.delivery.dispatch import dispatch
from office.demo.envelope import OFFICE
from office.demo.rehearsal import Rehearsal
from office.service.jobs import Stop

_PAUSE = 2.0


def keep_going(stage: Rehearsal, stop: Stop) -> None:
    """Reads and answers every two seconds until `stop` is set."""
    began, story_end = monotonic(), stage.clock.moment
    forwarded = len(stage.room.delivered)
    while not stop.wait(_PAUSE):
        stage.clock.moment = story_end + timedelta(seconds=monotonic() - began)
        handed_in = stage.room.delivered[forwarded:]
        forwarded += len(handed_in)
        stage.room.deliver((mail.raw, stage.clock.moment) for mail in handed_in if mail.to == OFFICE)
        poll(stage.service.poll_context(stop.is_set))
        dispatch(stage.service.dispatch_context(), stop.is_set)
