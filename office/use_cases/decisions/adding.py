"""How does an item enter that did not come by mail?

Art. 16 sends only routine items by mail; what came by telephone or OA is added by hand
and counts alike. It has no letter, so nobody is answered; who added it and why is in
the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ledger import journal, numbers, roster
from ledger.database import Connection
from ledger.entries.letters import Attachment
from ledger.entries.submissions import (
    Author,
    Submission,
    SubmissionState,
    SubmissionWords,
    subject_of,
)
from ledger.faults import ToldError
from ledger.journal import JournalEntry
from ledger.periods import local_day
from ledger.submissions import recording
from ledger.submissions.recording import NewSubmission
from notify.lines import one_line
from office.use_cases.decisions.decision import DecisionContext, why_not_then


@dataclass(frozen=True, slots=True)
class ItemByHand:
    """An item as a person enters it; `manuscript` is the file it came as, if any."""

    unit_id: int
    title: str
    category: str
    arrived_at: datetime
    because: str
    text: str = ""
    author: str = ""
    phone: str = ""
    manuscript: Attachment | None = None


class NotAddedError(ToldError):
    """The item cannot be added so; nothing was changed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"submissions add：{what}")


def add(conn: Connection, item: ItemByHand, context: DecisionContext) -> str:
    """Records the item and returns its serial.

    NotAddedError when title, category, day or reason fail, or the unit was on the
    roster no more by that day.
    """
    if not item.title.strip():
        raise NotAddedError("请写明标题（--title TEXT）")
    if not item.because.strip():
        raise NotAddedError("请写明录入理由（--because TEXT）")
    if item.category not in context.categories:
        known = "、".join(context.categories)
        raise NotAddedError(f"办法里没有“{item.category}”这一类，可选：{known}")
    if item.arrived_at > context.now:
        raise NotAddedError(
            f"收到时间 {item.arrived_at.isoformat()} 还没有到（--arrived-at）"
        )
    units = roster.units_by_id(conn)
    ended = why_not_then(
        units[item.unit_id], local_day(item.arrived_at), units.values()
    )
    if ended:
        raise NotAddedError(f"{ended}；请选那一天在册的单位（--unit）")
    serial = numbers.take_serials(conn, local_day(item.arrived_at).year, 1)[0]
    words = SubmissionWords(item.text, "")
    files: tuple[Attachment, ...] = ()
    if item.manuscript is not None:
        words = words._replace(manuscript=item.manuscript.text or "")
        files = (item.manuscript,)
    submission = Submission(
        serial=serial,
        arrived_at=item.arrived_at,
        title=one_line(item.title),
        state=SubmissionState.RECORDED,
        unit_id=item.unit_id,
        category=item.category,
        category_because="本办录入",
        authors=(Author(item.author, item.phone),) if item.author or item.phone else (),
        characters=len("".join((words.text or words.manuscript).split())),
        token=context.new_token(serial),
        attachments=files,
        evidence=(f"本办录入：{item.because}",),
    )
    recording.add(conn, [NewSubmission(submission, words)], context.now)
    journal.write(
        conn,
        JournalEntry(
            context.now, context.who, "added by hand", subject_of(serial), item.because
        ),
    )
    return serial
