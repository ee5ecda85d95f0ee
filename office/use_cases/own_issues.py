"""How does the office compose an issue of its own publication, and put its adoptions on record?

Art. 4(2): accepted items are placed, ordered and edited; publishing writes every adoption in one transaction,
and doing it again writes none twice. An issue is withdrawn as long as no published quarter rests on it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ingest.triage.manuscript import is_label_line
from ingest.triage.reading import counted_text
from ledger import issues, journal, remarks, roster
from ledger.database import Connection
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import adoptions
from ledger.faults import ToldError
from ledger.issues import Issue, IssueItem, IssueState
from ledger.journal import JournalEntry
from ledger.periods import ONE_DAY, Period, Span
from ledger.rulebook import Outlet, Rulebook
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from notify.document.bulletin import Article, Bulletin
from notify.lines import one_line
from office.use_cases.decisions.decision import DecisionContext

_BRACKETS = " \u3000()（）[]【】"
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_BYLINE = 60
"""Characters of a line that may be a byline: nobody's telephone number is to be printed."""
LOOKED_BACK = timedelta(days=92)
"""How old an item may be that is offered for an issue."""


class PublishingError(ToldError):
    """It cannot be done so; nothing was changed. Shell and console say it in the same Chinese."""

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"{named}：{what}")


class OfferedItem(NamedTuple):
    """An item that may be placed, and the names of its units."""

    item: Submission
    units: str


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What the editor changes of an item; None leaves it."""

    heading: str | None = None
    text: str | None = None
    form: str | None = None


def named(issue: Issue) -> str:
    """《宁夏交通信息》2026年第3期."""
    return f"《{issue.publication.strip('《》')}》{issue.year}年第{issue.number}期"


def subject_of(issue: Issue) -> str:
    """What the journal calls an issue."""
    return f"issue:{issue.id}"


def own_publication(rulebook: Rulebook, on: date) -> Outlet | None:
    """The first of the publications that the rule of that day names: the office's own stands first."""
    known = [each for each in rulebook.editions if each.in_force_on <= on] or list(rulebook.editions)
    newest = max(known, key=lambda edition: edition.in_force_on)
    return next(iter(newest.outlets), None)


def forms_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The forms in which an item may stand, the usual one first."""
    return tuple(dict.fromkeys(form.name for edition in rulebook.editions for form in edition.forms))


def new(
    conn: Connection, publication: str, dated: date, number: int | None, context: DecisionContext
) -> Issue:
    """An empty issue, numbered after the last of its year unless a number is given."""
    name = one_line(publication)
    given = number or issues.next_number(conn, name, dated.year)
    draft = Issue(0, name, dated.year, given, dated, IssueState.DRAFT, context.who, context.now)
    made = issues.add(conn, draft)
    if made is None:
        raise PublishingError(named(draft), "这一期已经有了，请换一个期号")
    journal.write(conn, JournalEntry(context.now, context.who, "issue: new", subject_of(made)))
    return made


def offered(conn: Connection, issue: Issue) -> tuple[OfferedItem, ...]:
    """Accepted items of the last three months that the publication has not used yet, the newest first."""
    term = Period(issue.dated - LOOKED_BACK, issue.dated + ONE_DAY, "offered", Span.NAMED)
    found = listing.listed(conn, SubmissionFilter(period=term, state=SubmissionState.RECORDED))
    used = {
        one.serial
        for one in adoptions.of(conn, [item.serial for item in found])
        if one.publication == issue.publication
    }
    away = used | issues.placed_serials(conn, issue.publication)
    names = {unit.id: unit.name for unit in roster.all_units(conn)}
    fit = [item for item in found if item.serial not in away and item.own_business is not False]
    return tuple(
        OfferedItem(item, "、".join(names[unit_id] for unit_id in item.unit_ids)) for item in reversed(fit)
    )


def place(
    conn: Connection, number: int, serials: Sequence[str], form: str, context: DecisionContext
) -> Issue:
    """Puts items at the end of an issue, under their own titles and in their own words."""
    issue = _draft(conn, number)
    known = {item.serial: item for item in listing.several(conn, serials)}
    standing = issues.items(conn, number)
    there = {item.serial for item in standing}
    for serial in serials:
        item = known.get(serial)
        if item is None:
            raise PublishingError(serial, "没有这个编号的报送件")
        if item.state is not SubmissionState.RECORDED:
            raise PublishingError(serial, "还没有登记（或已退回、被替代），不能编入")
        if serial in there:
            raise PublishingError(serial, f"已在{named(issue)}里")
    added = [IssueItem(s, form, known[s].title, _words(conn, known[s])) for s in dict.fromkeys(serials)]
    issues.set_items(conn, number, (*standing, *added))
    _journal(conn, issue, "place", context, {"serials": [item.serial for item in added]})
    return issue


def move(conn: Connection, number: int, serial: str, position: int, context: DecisionContext) -> None:
    """Puts an item at another place, counted from 1."""
    issue = _draft(conn, number)
    item, others = _taken(conn, issue, serial)
    at = min(max(position, 1), len(others) + 1) - 1
    issues.set_items(conn, number, (*others[:at], item, *others[at:]))
    _journal(conn, issue, "move", context, {"serials": [serial]})


def edit(conn: Connection, number: int, serial: str, change: ItemEdit, context: DecisionContext) -> None:
    """Changes heading, words or form of an item in the issue; the submission stays as it came."""
    issue = _draft(conn, number)
    item, _ = _taken(conn, issue, serial)
    heading = item.heading if change.heading is None else one_line(change.heading)
    text = item.text if change.text is None else change.text.strip()
    if not heading:
        raise PublishingError(serial, "标题不能为空")
    after = IssueItem(serial, change.form or item.form, heading, text)
    standing = issues.items(conn, number)
    issues.set_items(conn, number, [after if each.serial == serial else each for each in standing])
    _journal(conn, issue, "edit", context, {"serials": [serial]})


def take_out(conn: Connection, number: int, serial: str, context: DecisionContext) -> None:
    """Takes an item out of a draft."""
    issue = _draft(conn, number)
    _, others = _taken(conn, issue, serial)
    issues.set_items(conn, number, others)
    _journal(conn, issue, "take-out", context, {"serials": [serial]})


def publish(conn: Connection, number: int, context: DecisionContext) -> int:
    """Puts the adoptions on record; how many were new. Doing it again finds them there."""
    issue = _found(conn, number)
    standing = issues.items(conn, number)
    if not standing:
        raise PublishingError(named(issue), "还没有编入任何报送件")
    gone = [i.serial for i in listing.several(conn, [s.serial for s in standing]) if not _stands(i)]
    if gone:
        raise PublishingError(named(issue), f"{'、'.join(gone)} 已退回或被替代，请先取出")
    new_ones = adoptions.add(conn, [issues.adoption_of(issue, item, context.now) for item in standing])
    if issue.state is IssueState.DRAFT:
        issues.set_state(conn, number, context.now)
        _journal(conn, issue, "publish", context, {"adoptions": new_ones})
    return new_ones


def withdraw(conn: Connection, number: int, because: str, context: DecisionContext) -> int:
    """Makes a published issue a draft again and takes its adoptions back, unless a printed quarter has them.

    How many were taken back.
    """
    issue = _found(conn, number)
    if issue.state is not IssueState.PUBLISHED:
        raise PublishingError(named(issue), "还没有编发，不必撤回")
    if not because.strip():
        raise PublishingError(named(issue), "请写明理由")
    names = {f"adoption:{each}" for each in issues.adoptions_of(conn, issue)}
    printed = [
        sheet.period
        for sheet in remarks.published_sheets(conn)
        if any(names & set(line.evidence) for unit in sheet.units for line in unit.lines)
    ]
    if printed:
        raise PublishingError(named(issue), f"{'、'.join(printed)} 已经通报，算过它的采用，不能撤回")
    taken = issues.take_back_adoptions(conn, issue)
    issues.set_state(conn, number, None)
    entry = JournalEntry(
        context.now, context.who, "issue: withdraw", subject_of(issue), because, {"adoptions": taken}
    )
    journal.write(conn, entry)
    return taken


def bulletin_of(conn: Connection, number: int, office: str) -> Bulletin:
    """The issue as its paper shows it."""
    issue = _found(conn, number)
    standing = issues.items(conn, number)
    known = {item.serial: item for item in listing.several(conn, [each.serial for each in standing])}
    names = {unit.id: unit.name for unit in roster.all_units(conn)}
    articles = [
        Article(
            each.heading,
            each.text,
            "、".join(names[unit_id] for unit_id in known[each.serial].unit_ids),
            "、".join(author.name for author in known[each.serial].authors if author.name),
            brief=each.form == "简讯",
        )
        for each in standing
    ]
    title = issue.publication.strip("《》")
    return Bulletin(title, issue.year, issue.number, issue.dated, office, tuple(articles))


def _stands(item: Submission) -> bool:
    return item.state is SubmissionState.RECORDED


def _words(conn: Connection, item: Submission) -> str:
    """What the item says, without its own heading and the lines that name its author."""
    words = listing.words_of(conn, item.serial)
    text = counted_text(words.manuscript or words.text, item.title)
    lines = (line for line in text.splitlines() if not is_label_line(line.strip(_BRACKETS)))
    return "\n".join(line for line in lines if not _PHONE.search(line) or len(line) > _BYLINE).strip()


def _found(conn: Connection, number: int) -> Issue:
    found = issues.one(conn, number)
    if found is None:
        raise PublishingError(str(number), "没有这一期，可用 `issues list` 查看")
    return found


def _draft(conn: Connection, number: int) -> Issue:
    found = _found(conn, number)
    if found.state is not IssueState.DRAFT:
        raise PublishingError(named(found), "已经编发，不能再改；要改，请先撤回")
    return found


def _taken(conn: Connection, issue: Issue, serial: str) -> tuple[IssueItem, list[IssueItem]]:
    """One item of the issue, and the others in their order."""
    standing = issues.items(conn, issue.id)
    item = next((each for each in standing if each.serial == serial), None)
    if item is None:
        raise PublishingError(serial, f"不在{named(issue)}里")
    return item, [each for each in standing if each.serial != serial]


def _journal(
    conn: Connection, issue: Issue, did: str, context: DecisionContext, details: dict[str, object]
) -> None:
    journal.write(
        conn, JournalEntry(context.now, context.who, f"issue: {did}", subject_of(issue), "", details)
    )
