"""What does an announcement say, and which paper goes with it?"""

from ledger import announcements
from ledger.announcements import Announcement
from ledger.circulars import CircularState
from notify import facts as say
from notify.document.paper import TYPE, Paper, PaperHead
from notify.mime import MessageFile
from office.use_cases.notice_facts.parts import FactContext


def announcement_facts(found: FactContext) -> say.Facts | None:
    """通知, as approved; moot while it is not."""
    stored = _stored(found)
    if stored is None or stored.state is CircularState.DRAFT:
        return None
    return facts_of(stored, found.units[int(found.about["unit_id"])].name)


def facts_of(stored: Announcement, unit: str) -> say.AnnouncementFacts:
    """Its words, for one unit."""
    return say.AnnouncementFacts(unit, stored.title, stored.number, tuple(stored.body.splitlines()))


def announcement_files(found: FactContext) -> tuple[MessageFile, ...]:
    """The paper that goes with it."""
    stored = _stored(found)
    return () if stored is None else (paper_of(stored, found.office),)


def paper_of(stored: Announcement, office: str) -> MessageFile:
    """The announcement as an official document, signed by the office."""
    paper = Paper(PaperHead(stored.title, stored.number, office, stored.dated))
    for line in stored.body.splitlines():
        if line.startswith(_CHAPTERS):
            paper.heading(line)
        else:
            paper.words(line)
    return MessageFile(f"{stored.title}.docx", TYPE, paper.bytes())


_CHAPTERS = tuple(f"{numeral}、" for numeral in "一二三四五六七八九十")
"""How a line begins that is a heading."""


def _stored(found: FactContext) -> Announcement | None:
    return announcements.one(found.conn, int(found.about["announcement"]))
