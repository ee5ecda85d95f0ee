"""What is a unit still reminded of when its message is written?"""

from ledger.outbox.reminding import overtaken
from ledger.periods import Span, local_day, period_of
from notify import facts as say
from notify.reminders import open_on
from office.use_cases.notice_facts.parts import FactContext, standing_of


def reminder(found: FactContext) -> say.Facts | None:
    """催报: as of the day it is sent, whatever of it is still open; what else is owed stands below.

    A stage that waited until a later one of the same duty was reminded of is not told besides.
    """
    today = local_day(found.now)
    unit_id, open_still = int(found.about["unit_id"]), open_on(found.about, today)
    fresh = open_still - overtaken(found.conn, unit_id, open_still)
    asked = {(one.period, one.duty) for one in fresh}
    standing = standing_of(found, unit_id, period_of(today, Span.MONTH))
    if standing is None or standing.exempt:
        return None
    owed = [duty for duty in standing.duties if duty.left]
    pressing = tuple(duty for duty in owed if (duty.period, duty.code) in asked)
    still = (duty for duty in owed if duty.owing or duty.code == "commission")
    others = tuple(duty for duty in still if duty not in pressing)
    return say.ReminderFacts(standing.unit, today, pressing, others) if pressing else None
