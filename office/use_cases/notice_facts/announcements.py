"""What does an announcement say, and which paper goes with it?"""

from ledger import announcements
from ledger.announcements import Announcement
from ledger.circulars import CircularState
from notify.document.paper import TYPE, Paper, PaperHead
from notify.facts import AnnouncementFacts, Facts
from notify.mime import MessageFile
from office.use_cases.notice_facts.parts import FactContext

_CHAPTERS = tuple(f"{numeral}、" for numeral in "一二三四五六七八九十")
"""How a line begins that is a heading."""


def announcement_facts(context: FactContext) -> Facts | None:
    """通知, as approved; moot while it is not."""
    stored = announcements.one(context.conn, int(context.about["announcement"]))
    if stored is None or stored.state is CircularState.DRAFT:
        return None
    return facts_of(stored, context.units[int(context.about["unit_id"])].name)


def announcement_files(context: FactContext) -> tuple[MessageFile, ...]:
    """The paper that goes with it."""
    stored = announcements.one(context.conn, int(context.about["announcement"]))
    return () if stored is None else (paper_of(stored, context.office),)


def facts_of(stored: Announcement, unit: str) -> AnnouncementFacts:
    """Its words, for one unit."""
    return AnnouncementFacts(unit, stored.title, stored.number, tuple(stored.body.splitlines()))


def paper_of(stored: Announcement, office: str) -> MessageFile:
    """The announcement as an official document, signed by the office."""
    paper = Paper(PaperHead(stored.title, stored.number, office, stored.dated))
    for line in stored.body.splitlines():
        if line.startswith(_CHAPTERS):
            paper.heading(line)
        else:
            paper.words(line)
    return MessageFile(f"{stored.title}.docx", TYPE, paper.bytes())
