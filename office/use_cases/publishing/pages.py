"""What do the pages of circulars and announcements do, and what is said to the person who did it?

The deeds are those of `circulating` and `announcing`; here they are said in the office's words, and a message
is shown as the first of its readers would get it.
"""

from collections.abc import Sequence

from ledger import roster
from ledger.announcements import Announcement, Text
from ledger.circulars import Circular, CircularFile, Wording
from ledger.database import Connection
from ledger.entries.people import Unit
from ledger.journal import By
from notify.circular import Circular as Shown
from notify.compose import ComposingError
from notify.facts import CircularFacts
from office.use_cases.notice_facts import circulars as context
from office.use_cases.notice_facts.announcements import facts_of, paper_of
from office.use_cases.publishing import announcing, circulating
from office.use_cases.publishing.announcing import AnnouncementError
from office.use_cases.publishing.circulating import CircularError
from office.use_cases.publishing.release import Mailing, Objection
from office.web.press import Announcements, Circulars, Done, Mail, Press
from office.wiring import Service

OBJECTIONS = {
    Objection.NOT_A_DRAFT: "已经审定，不能再改；如有差错，请另发更正。",
    Objection.OUTDATED: "起草之后，本期又结算过一次。请先点“按最新得分重拟”，再通读、审定。",
    Objection.SAME_PERSON: "按本办规定须由第二人审定：起草或最后修改的人不能自己审定，请另一位管理员办理。",
    Objection.NO_REASON: "更正通报须写明更正原因，请先补上。",
    Objection.NOT_APPROVED: "还没有审定，不能寄出。",
    Objection.UNFINISHED: "还有没写完的地方（【】里的提示），请写好再审定。",
}


def press_of(service: Service) -> Press:
    """The press of the assembled service."""
    do = _Circulars(service)
    tell = _Announcements(service)
    return Press(
        Circulars(do.mail, do.files, do.draft, do.edit, do.against, do.release),
        Announcements(
            templates=lambda: announcing.templates(service),
            mail=tell.mail,
            paper=tell.paper,
            said_to=announcing.said_to,
            draft=tell.draft,
            edit=tell.edit,
            against=tell.against,
            release=tell.release,
        ),
    )


class _Circulars:
    """The deeds, with the service at hand."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def mail(self, conn: Connection, found: Circular) -> Mail:
        shown = context.contents(conn, found, self._service.rulebook)
        reader = _reader(conn, shown)
        facts = CircularFacts(
            unit="" if reader is None else reader.name,
            covering=found.covering,
            circular=shown,
            own=None if reader is None else shown.row_of(reader.id),
            title=context.title_of(found, shown),
            number=found.number,
        )
        words = self._service.composer.words("circular", facts)
        names = context.names(found)
        return Mail(facts.unit, words.subject, words.text, words.html, names)

    def files(self, conn: Connection, found: Circular) -> tuple[CircularFile, ...]:
        shown = context.contents(conn, found, self._service.rulebook)
        return context.files(conn, found, shown, self._service.settings.office.name)

    def draft(self, conn: Connection, found: Circular, by: By) -> Done:
        period = self._service.rulebook.period(found.period)
        try:
            circulating.draft(self._service, conn, period, by.at, by.who)
        except CircularError:
            return Done(good=False, said="本期还没有结算，不能起草。")
        return Done(good=True, said="已按最新得分重拟，正文、标题和文号保留。请再通读一遍。")

    def edit(self, conn: Connection, found: Circular, wording: Wording, by: By) -> Done:
        if circulating.edit(self._service, conn, found, wording, by):
            return Done(good=True, said="已保存。")
        return Done(good=False, said=OBJECTIONS[Objection.NOT_A_DRAFT])

    def against(self, conn: Connection, found: Circular, who: str) -> str:
        objection = circulating.objection(self._service, conn, found, who)
        return "" if objection is None else OBJECTIONS[objection]

    def release(self, conn: Connection, found: Circular, by: By) -> Done:
        match circulating.release(self._service, conn, found, by):
            case Objection() as objection:
                return Done(good=False, said=OBJECTIONS[objection])
            case Mailing() as sent:
                return Done(good=True, said=_told(sent))


class _Announcements:
    """The same for what rests on no score."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def mail(self, conn: Connection, found: Announcement) -> Mail:
        readers = announcing.readers(conn, found, self._service.clock())
        facts = facts_of(found, readers[0].name if readers else "")
        words = self._service.composer.words("announcement", facts)
        return Mail(facts.unit, words.subject, words.text, words.html, (f"{found.title}.docx",))

    def paper(self, found: Announcement) -> CircularFile:
        return CircularFile(*paper_of(found, self._service.settings.office.name))

    def draft(self, conn: Connection, template: str, to: Sequence[str], by: By) -> Announcement | Done:
        try:
            return announcing.draft(self._service, conn, template, to, by)
        except AnnouncementError:
            return Done(good=False, said=_NOBODY)
        except ComposingError:
            return Done(
                good=False, said="没有起草：这个样式的文件写得不对，请管理员运行 templates check 查看。"
            )

    def edit(
        self, conn: Connection, found: Announcement, changed: tuple[Text, Sequence[str]], by: By
    ) -> Done:
        text, names = changed
        try:
            to = announcing.audience(conn, names)
        except AnnouncementError:
            return Done(good=False, said=_NOBODY)
        if announcing.edit(self._service, conn, found, (text, to), by):
            return Done(good=True, said="已保存。")
        return Done(good=False, said=_SENT_OUT)

    def against(self, found: Announcement, who: str) -> str:
        objection = announcing.objection(self._service, found, who)
        return "" if objection is None else OBJECTIONS[objection]

    def release(self, conn: Connection, found: Announcement, by: By) -> Done:
        match announcing.release(self._service, conn, found, by):
            case Objection.NOT_A_DRAFT:
                return Done(good=False, said=_SENT_OUT)
            case Objection() as objection:
                return Done(good=False, said=OBJECTIONS[objection])
            case Mailing() as sent:
                return Done(good=True, said=f"已审定，{_queued(sent, '通知')}")


_NOBODY = "未作更改：请选一种样式，并选至少一个现有的组或单位。"
_SENT_OUT = "已经审定，不能再改；确需补充的，请另发一件。"


def _told(sent: Mailing) -> str:
    return f"已审定。本期得分就此公布，{_queued(sent, '通报')}"


def _queued(sent: Mailing, what: str) -> str:
    said = f"{sent.queued} 封{what}已放入发件箱，随即寄出。"
    if sent.unreached:
        said += f"没有可用邮箱、须另行告知的单位：{'、'.join(sent.unreached)}。"
    return said


def _reader(conn: Connection, shown: Shown) -> Unit | None:
    """The first unit of the roster that is on the sheet, else simply the first."""
    units = roster.all_units(conn)
    return next((unit for unit in units if shown.row_of(unit.id)), next(iter(units), None))
