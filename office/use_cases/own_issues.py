"""How does the office compose an issue of its own publication, and put its adoptions on
record?

Art. 4(2): accepted items are placed, ordered and edited; publishing writes every
adoption in one transaction, and doing it again writes none. Withdrawing an issue takes
its adoptions back as `withdrawing` says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ingest.people.labels import is_label_line
from ingest.triage.reading import counted_text
from ledger import issues, journal, roster
from ledger.database import Connection
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import adoptions
from ledger.faults import ToldError
from ledger.issues import Issue, IssueItem, IssueState
from ledger.journal import By, JournalEntry
from ledger.periods import ONE_DAY, Period, Span
from ledger.rulebook import Outlet, Rulebook
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from notify.document.bulletin import Bulletin, BulletinItem
from notify.lines import one_line
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.events import as_adopted, forms_of
from office.use_cases.stated import stated
from office.use_cases.withdrawing import Way, Withdrawn

_BRACKETS = " \u3000()（）[]【】"
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_LONGEST_BYLINE = 60
"""Characters of a line that may be a byline and is left out for the telephone number in
it.

A longer line is part of the report, whatever number stands in it.
"""
LOOKED_BACK = timedelta(days=92)
"""How old an item may be that is offered for an issue."""


class PublishingError(ToldError):
    """It cannot be done so; nothing was changed. Shell and console say it in the same
    Chinese.
    """

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"{named}：{what}")


class UnknownIssueError(PublishingError):
    """There is none of this number."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number), "没有这一期，可用 `issues list` 查看")


class IssueChangedError(PublishingError):
    """Somebody else has changed it since it was read; nothing was changed."""

    def __init__(self, named: str) -> None:
        super().__init__(named, "您打开之后，有人改过。请看过改动再办")


class OfferedItem(NamedTuple):
    """An item that may be placed, and the names of its units."""

    item: Submission
    units: str


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What the editor changes of an item; None leaves it.

    `was` is the item as the editor saw it; where it is another by now, nothing is
    changed.
    """

    heading: str | None = None
    text: str | None = None
    form: str | None = None
    was: IssueItem | None = None


def issue_name(issue: Issue) -> str:
    """《宁夏交通信息》2026年第3期."""
    return f"《{issue.publication.strip('《》')}》{issue.year}年第{issue.number}期"


def subject_of(issue: Issue) -> str:
    """What the journal calls an issue."""
    return f"issue:{issue.id}"


def own_publication(rulebook: Rulebook, on: date) -> Outlet | None:
    """The first of the publications that the rule of that day names: the office's own
    stands first.
    """
    in_force = [edition for edition in rulebook.editions if edition.in_force_on <= on]
    newest = max(in_force or rulebook.editions, key=lambda edition: edition.in_force_on)
    return newest.outlets[0] if newest.outlets else None


def new(
    conn: Connection,
    publication: str,
    dated: date,
    number: int | None,
    context: DecisionContext,
) -> Issue:
    """Makes an empty issue, numbered after the last of its year unless a number is
    given.
    """
    name = one_line(publication)
    given = number or issues.next_number(conn, name, dated.year)
    draft = Issue(
        0, name, dated.year, given, dated, IssueState.DRAFT, context.who, context.now
    )
    made = issues.add(conn, draft)
    if made is None:
        raise PublishingError(issue_name(draft), "这一期已经有了，请换一个期号")
    _journal(conn, made, "new", context, {})
    return made


def offered(conn: Connection, issue: Issue) -> tuple[OfferedItem, ...]:
    """Accepted items of the last three months that the publication has not used yet,
    the newest first.
    """
    three_months = Period(
        issue.dated - LOOKED_BACK, issue.dated + ONE_DAY, "offered", Span.NAMED
    )
    found = listing.listed(
        conn, SubmissionFilter(period=three_months, state=SubmissionState.RECORDED)
    )
    taken = set(issues.placed_serials(conn, issue.publication))
    for adoption in adoptions.of(conn, [item.serial for item in found]):
        if adoption.publication == issue.publication:
            taken.add(adoption.serial)
    names = roster.unit_names(conn)
    offers: list[OfferedItem] = []
    for item in reversed(found):
        if item.serial not in taken and item.own_business is not False:
            units = "、".join(names[unit_id] for unit_id in item.unit_ids)
            offers.append(OfferedItem(item, units))
    return tuple(offers)


def form_named(rulebook: Rulebook, form: str) -> str:
    """The form as it is, the usual one where none was said; PublishingError where the
    rule has none such.
    """
    known = forms_of(rulebook)
    if form and form not in known:
        raise PublishingError(form, f"办法里没有这种采用形式，可选：{'、'.join(known)}")
    return form or next(iter(known), "")


def place(
    conn: Connection,
    number: int,
    serials: Sequence[str],
    form: str,
    context: DecisionContext,
) -> Issue:
    """Puts items at the end of an issue, under their own titles and in their own
    words.
    """
    issue = _draft(conn, number)
    known = listing.by_serial(conn, serials)
    standing = issues.items(conn, number)
    serials_there = {item.serial for item in standing}
    added: list[IssueItem] = []
    for serial in dict.fromkeys(serials):
        item = known.get(serial)
        if item is None:
            raise PublishingError(serial, "没有这个编号的报送件")
        if item.state is not SubmissionState.RECORDED:
            raise PublishingError(serial, "还没有登记（或已退回、被替代），不能编入")
        if serial in serials_there:
            raise PublishingError(serial, f"已在{issue_name(issue)}里")
        # What the item says, without its own heading and the lines that name its
        # author.
        words = listing.words_of(conn, item.serial)
        kept: list[str] = []
        for line in counted_text(
            words.manuscript or words.text, item.title
        ).splitlines():
            is_byline = len(line) <= _LONGEST_BYLINE and _PHONE.search(line) is not None
            if not is_byline and not is_label_line(line.strip(_BRACKETS)):
                kept.append(line)
        added.append(IssueItem(serial, form, item.title, "\n".join(kept).strip()))
    issues.set_items(conn, number, (*standing, *added))
    _journal(
        conn, issue, "place", context, {"serials": [item.serial for item in added]}
    )
    return issue


def move(
    conn: Connection, number: int, serial: str, position: int, context: DecisionContext
) -> None:
    """Puts an item at another place, counted from 1; beyond either end means the
    end.
    """
    issue = _draft(conn, number)
    item = _item_of(conn, issue, serial)
    wanted = [other for other in issues.items(conn, number) if other.serial != serial]
    wanted.insert(max(position, 1) - 1, item)
    issues.set_items(conn, number, wanted)
    _journal(conn, issue, "move", context, {"serials": [serial]})


def edit(
    conn: Connection,
    number: int,
    serial: str,
    change: ItemEdit,
    context: DecisionContext,
) -> None:
    """Changes heading, words or form of an item in the issue; the submission stays as
    it came.
    """
    issue = _draft(conn, number)
    item = _item_of(conn, issue, serial)
    if change.was not in {None, item}:
        raise IssueChangedError(issue_name(issue))
    after = item._replace(
        **stated(heading=change.heading, text=change.text, form=change.form or None)
    )
    after = after._replace(heading=one_line(after.heading), text=after.text.strip())
    if not after.heading:
        raise PublishingError(serial, "标题不能为空")
    standing = issues.items(conn, number)
    issues.set_items(
        conn, number, [after if each.serial == serial else each for each in standing]
    )
    # What an item says is a unit's text, which no entry of the journal repeats (promise
    # 14).
    changed = [
        name
        for name in IssueItem._fields
        if getattr(item, name) != getattr(after, name)
    ]
    _journal(conn, issue, "edit", context, {"serials": [serial], "changed": changed})


def take_out(
    conn: Connection, number: int, serial: str, context: DecisionContext
) -> None:
    """Takes an item out of a draft."""
    issue = _draft(conn, number)
    item = _item_of(conn, issue, serial)
    issues.set_items(
        conn, number, [other for other in issues.items(conn, number) if other != item]
    )
    _journal(conn, issue, "take-out", context, {"serials": [serial]})


def publish(
    conn: Connection,
    number: int,
    rulebook: Rulebook,
    context: DecisionContext,
    as_read: int | None = None,
) -> int:
    """Puts the adoptions on record; how many were new. Doing it again puts none there.

    So one of them that was withdrawn since stays withdrawn. `as_read` is the version
    that was read through; IssueChangedError where it was changed since.
    """
    if _issue(conn, number).state is IssueState.PUBLISHED:
        return 0
    issue = _draft(conn, number)
    if as_read not in {None, issue.version - 1}:
        raise IssueChangedError(issue_name(issue))
    standing = issues.items(conn, number)
    if not standing:
        raise PublishingError(issue_name(issue), "还没有编入任何报送件")
    items = listing.several(conn, [each.serial for each in standing])
    gone = [item.serial for item in items if item.state is not SubmissionState.RECORDED]
    if gone:
        raise PublishingError(
            issue_name(issue), f"{'、'.join(gone)} 已退回或被替代，请先取出"
        )
    adopted = [
        as_adopted(conn, rulebook, issues.adoption_of(issue, each, context.now))
        for each in standing
    ]
    # The issue finds its adoptions again by the name it was begun under.
    new = adoptions.add(
        conn, [each._replace(publication=issue.publication) for each in adopted]
    )
    issues.set_state(conn, number, context.now)
    _journal(conn, issue, "publish", context, {"adoptions": new})
    return new


def withdraw(
    service: Service, conn: Connection, number: int, way: Way | None, by: By
) -> Withdrawn:
    """Makes a published issue a draft again and takes its adoptions back.

    PublishingError where it is none or no reason is given, WayNeededError where a
    published quarter has counted one of its adoptions and `way` says nothing.
    """
    issue = _issue(conn, number)
    if issue.state is not IssueState.PUBLISHED:
        raise PublishingError(issue_name(issue), "还没有编发，不必撤回")
    if not by.because.strip():
        raise PublishingError(issue_name(issue), "请写明理由")
    names = [f"adoption:{adoption}" for adoption in issues.adoptions_of(conn, issue)]
    done = withdrawing.withdraw(service, conn, names, way, by)
    issues.set_state(conn, number, None)
    details = {"adoptions": done.rows}
    entry = JournalEntry(
        by.at, by.who, "issue: withdraw", subject_of(issue), by.because, details
    )
    journal.write(conn, entry)
    return done


def bulletin_of(conn: Connection, number: int, office: str) -> Bulletin:
    """The issue as its paper shows it."""
    issue = _issue(conn, number)
    standing = issues.items(conn, number)
    serials = [each.serial for each in standing]
    known = listing.by_serial(conn, serials)
    names = roster.unit_names(conn)
    articles: list[BulletinItem] = []
    for each in standing:
        item = known[each.serial]
        units = "、".join(names[unit_id] for unit_id in item.unit_ids)
        authors = "、".join(author.name for author in item.authors if author.name)
        articles.append(
            BulletinItem(
                each.heading, each.text, units, authors, brief=each.form == "简讯"
            )
        )
    title = issue.publication.strip("《》")
    return Bulletin(
        title, issue.year, issue.number, issue.dated, office, tuple(articles)
    )


def _issue(conn: Connection, number: int) -> Issue:
    found = issues.one(conn, number)
    if found is None:
        raise UnknownIssueError(number)
    return found


def _draft(conn: Connection, number: int) -> Issue:
    """A draft that is about to be changed, as of after the change."""
    found = issues.changing(conn, number)
    if found is None:
        raise UnknownIssueError(number)
    if found.state is not IssueState.DRAFT:
        raise PublishingError(issue_name(found), "已经编发，不能再改；要改，请先撤回")
    return found


def _item_of(conn: Connection, issue: Issue, serial: str) -> IssueItem:
    for item in issues.items(conn, issue.id):
        if item.serial == serial:
            return item
    raise PublishingError(serial, f"不在{issue_name(issue)}里")


def _journal(
    conn: Connection,
    issue: Issue,
    did: str,
    context: DecisionContext,
    details: dict[str, object],
) -> None:
    subject = subject_of(issue)
    details = {journal.VERSION: issue.version, **details}
    journal.write(
        conn,
        JournalEntry(context.now, context.who, f"issue: {did}", subject, "", details),
    )
