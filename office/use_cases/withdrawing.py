"""How is something taken back, or put right, that a person put on record: 采用, 批示,
上报, 加减分?

Nothing is deleted: what is withdrawn stays with who, when and why, and counts no more.
A correction is a withdrawal and a new record in one act. Where a published quarter has
counted it the person says which way: `Way.CORRECT` scores that quarter anew and drafts
the circular that corrects it, `Way.CARRY` leaves it as printed and takes the points
back in the earliest open quarter (C13). Whoever was told of it is told again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, assert_never

from ledger import contents, journal, remarks, roster, scores
from ledger.contents import LineState
from ledger.database import Connection, record_number
from ledger.entries.events import Adoption, Forwarding, Instruction, Remark, Withdrawal
from ledger.entries.submissions import subject_of
from ledger.events import EVENT_TABLES, adoptions
from ledger.faults import ToldError
from ledger.journal import By, JournalEntry
from ledger.notice import Notice
from ledger.outbox import prompting
from ledger.outbox.queueing import queue, unprompted
from ledger.periods import Span, local_day, parse_period, period_of
from ledger.rulebook import Rulebook
from ledger.scoresheet import points_text
from notify.chinese import full_day, period_name
from notify.lines import joined
from office.service.parts import Service
from office.use_cases.events import EventType, NewEvent, checked
from office.use_cases.publishing import drafting
from office.use_cases.remarking import kinds_on, points_of_remark
from office.use_cases.stated import stated
from office.use_cases.withdrawal_effects import PublishedEffect, effect_of
from scoring.close import NotClosed, Order, close
from scoring.without import Recorded, name_of

Event = Adoption | Instruction | Forwarding
"""What happened to an item, as it is on record."""


class Way(StrEnum):
    """What becomes of a published quarter that has counted what is taken back."""

    CORRECT = "correct"
    CARRY = "carry"


class WithdrawalError(ToldError):
    """It cannot be taken back so; nothing was changed. Shell and console say it in the
    same Chinese.
    """

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"{named}：{what}")


class WayNeededError(WithdrawalError):
    """A published quarter has counted it, and nobody said what shall become of that
    quarter.
    """

    def __init__(self, named: str, effect: PublishedEffect) -> None:
        self.effect = effect
        quarters = "、".join(map(period_name, effect.quarters))
        correct = f"--correct 更正已通报的得分（{effect.corrected}）"
        if effect.carried:
            usual = "更正" if effect.is_usually_corrected else "冲回"
            carry = f"，或 --carry 已通报的不动、在还没通报的季度冲回（{effect.carried}）；通常选{usual}"
        else:
            carry = "；任务或限额也随它变，不能冲回"
        super().__init__(
            named, f"{quarters}已经通报，算过这一笔，请写明 {correct}{carry}"
        )


@dataclass(frozen=True, slots=True)
class EventChange:
    """What is put right of an adoption, 批示 or 上报; None leaves it. The fields are
    those of `NewEvent`.
    """

    serial: str | None = None
    on: date | None = None
    what: str | None = None
    how: str | None = None
    issue: str | None = None
    note: str | None = None
    unscored: bool | None = None


@dataclass(frozen=True, slots=True)
class RemarkChange:
    """What is put right of points given by hand; None leaves it."""

    kind: str | None = None
    points: Fraction | None = None
    on: date | None = None
    because: str | None = None


class Withdrawn(NamedTuple):
    """What came of it: how many rows were taken back, what was drafted or is carried,
    who is told.

    `drafted` are the published quarters whose correction waits for approval, `carried`
    says in Chinese what open quarters take back, `told` are addresses that get a
    correction, `new` is the name of what stands now, of several that of the first.
    """

    rows: int
    drafted: tuple[str, ...] = ()
    carried: str = ""
    told: tuple[str, ...] = ()
    new: str = ""
    doubts: tuple[str, ...] = ()


def one_named(conn: Connection, name: str) -> Recorded | None:
    """What has this name as evidence, such as adoption:12, withdrawn or not."""
    kind, _, key = name.partition(":")
    number = record_number(key)
    if number is None:
        return None
    if kind == "remark":
        found = remarks.one(conn, number)
        return None if found is None else found.remark
    table = EVENT_TABLES.get(kind)
    event: Event | None = None if table is None else table.one(conn, number)
    return event


def effect_on(
    service: Service, conn: Connection, names: Sequence[str], by: By
) -> PublishedEffect:
    """What withdrawing these would change of published quarters."""
    found = [one_named(conn, name) for name in names]
    taken = [each for each in found if each and not each.withdrawn]
    return effect_of(
        conn,
        service.rulebook,
        taken,
        (),
        Withdrawal(by.at, by.who, by.because, carried=True),
    )


def withdraw(
    service: Service, conn: Connection, names: Sequence[str], way: Way | None, by: By
) -> Withdrawn:
    """Takes these back, journalled each; `by.because` is the reason.

    WithdrawalError for what is unknown or withdrawn already, or where no reason is
    given; WayNeededError where a published quarter has counted one of them and `way`
    says nothing.
    """
    return _take_back(
        service, conn, [_standing(conn, name) for name in names], {}, way, by
    )


def change_event(
    service: Service,
    conn: Connection,
    name: str,
    change: EventChange,
    way: Way | None,
    by: By,
) -> Withdrawn:
    """Puts an adoption, 批示 or 上报 right: the wrong one is withdrawn, the right one
    is on record.

    As `withdraw`; EventError where what it shall become is none.
    """
    return change_events(service, conn, {name: change}, way, by)


def change_events(
    service: Service,
    conn: Connection,
    changes: Mapping[str, EventChange],
    way: Way | None,
    by: By,
) -> Withdrawn:
    """Puts several right in one act, as `change_event`; by their names as evidence."""
    taken: list[Recorded] = []
    instead: dict[str, Recorded] = {}
    doubts: list[str] = []
    for name, change in changes.items():
        old = _standing(conn, name)
        if isinstance(old, Remark):
            raise WithdrawalError(name, "这是加减分，请在加减分里更正")
        said = as_said(old)
        new = replace(said, **stated(**asdict(change)))
        event, minded = checked(
            conn, service.rulebook, new, JournalEntry(by.at, by.who, "", "")
        )
        event = event._replace(replaces=old.id)
        if as_said(event) == said:
            raise WithdrawalError(name, "和原来一样，没有要改的")
        taken.append(old)
        instead[name] = event
        doubts += minded
    done = _take_back(service, conn, taken, instead, way, by)
    return done._replace(doubts=tuple(dict.fromkeys((*doubts, *done.doubts))))


def change_remark(
    service: Service,
    conn: Connection,
    number: int,
    change: RemarkChange,
    way: Way | None,
    by: By,
) -> Withdrawn:
    """Puts points given by hand right, as `change_event`."""
    name = remarks.subject_of(number)
    old = _standing(conn, name)
    assert isinstance(old, Remark), "a remark's name names a remark"  # noqa: S101
    said = old._replace(**stated(**asdict(change)))
    on, kind, points = said.on, said.kind, said.points
    if on > local_day(by.at):
        raise WithdrawalError(name, f"{on}还没有到")
    kinds = kinds_on(service.rulebook, on)
    rule = kinds.named(kind)
    if rule is None:
        allowed = joined(each.name for each in kinds.rules or ())
        raise WithdrawalError(name, f"办法里没有“{kind}”这一项，可选：{allowed}")
    if rule.least == rule.most:
        points = None
    elif points is None or not rule.least <= points <= rule.most:
        span = f"{points_text(rule.least)}至{points_text(rule.most)}"
        raise WithdrawalError(name, f"{kind}的分值是{span}分，请写明")
    said = said._replace(points=points, because=said.because.strip())
    if said == old:
        raise WithdrawalError(name, "和原来一样，没有要改的")
    new = said._replace(id=0, entered_at=by.at, replaces=old.id)
    return _take_back(service, conn, [old], {name: new}, way, by)


def score_anew(
    service: Service, conn: Connection, quarters: Iterable[str], by: By
) -> tuple[str, ...]:
    """Scores published quarters again, whatever else is held or open, and drafts what
    corrects them.

    Which published years rest on them is said in Chinese: they can follow only once
    that is approved.
    """
    published = scores.published_revisions(conn)
    years: dict[str, None] = {}
    for period in map(parse_period, quarters):
        year = period_of(period.first, Span.YEAR).code
        if year in published:
            years[
                f"{period_name(year)}度的通报也已公布，季度的更正审定以后，请再起草它的更正"
            ] = None
        order = Order(by.who, by.at, by.because.strip(), force=True)
        closed = close(conn, service.rulebook, period, order)
        assert not isinstance(closed, NotClosed), "forced with a reason"  # noqa: S101
        drafting.draft(service, conn, period, by.at, by.who)
    return tuple(years)


def words_of(rulebook: Rulebook, recorded: Recorded) -> str:
    """What is on record, in the office's words: 《宁夏交通信息》第3期 单条
    2026年3月9日.
    """
    parts: list[str] = []
    match recorded:
        case Adoption():
            parts = [f"{recorded.publication}{recorded.issue_said}采用", recorded.form]
        case Instruction():
            parts = [f"{recorded.leader}批示", recorded.level]
        case Forwarding():
            parts = [f"上报{recorded.target}"]
        case Remark():
            points = points_of_remark(kinds_on(rulebook, recorded.on), recorded)
            parts = [
                recorded.kind,
                "" if points is None else f"{points_text(points)}分",
                recorded.because,
            ]
        case _ as never:
            assert_never(never)
    if not isinstance(recorded, Remark) and recorded.unscored:
        parts.append("不计分")
    return " ".join(filter(None, (*parts, full_day(recorded.on))))


def as_said(recorded: Event) -> NewEvent:
    """An event as a person would say it anew."""
    kind = EventType(name_of(recorded).partition(":")[0])
    what, how, issue = "", "", ""
    match recorded:
        case Adoption():
            what, how, issue = recorded.publication, recorded.form, recorded.issue
        case Instruction():
            what, how = recorded.leader, recorded.level
        case Forwarding():
            what = recorded.target
        case _ as never:
            assert_never(never)
    return NewEvent(
        kind,
        recorded.serial,
        recorded.on,
        what,
        how,
        issue,
        recorded.note,
        recorded.unscored,
    )


# --- taking back ----------------------------------------------------------------------


def _standing(conn: Connection, name: str) -> Recorded:
    found = one_named(conn, name)
    if found is None:
        raise WithdrawalError(
            name, "没有这一笔，可用 `submissions show 编号` 或该件页面查看"
        )
    if found.withdrawn is not None:
        raise WithdrawalError(name, f"已于{full_day(found.withdrawn.at)}撤回，不必再撤")
    return found


def _take_back(
    service: Service,
    conn: Connection,
    taken: Sequence[Recorded],
    instead: Mapping[str, Recorded],
    way: Way | None,
    by: By,
) -> Withdrawn:
    """Withdraws all of `taken`; of `instead` each takes the place of the one that its
    key names.
    """
    if not taken:
        return Withdrawn(0)
    named = f"{len(taken)}笔"
    if len(taken) == 1:
        named = words_of(service.rulebook, taken[0])
    if not by.because.strip():
        raise WithdrawalError(named, "请写明理由")
    withdrawal = Withdrawal(by.at, by.who, by.because.strip(), carried=True)
    effect = effect_of(
        conn, service.rulebook, taken, tuple(instead.values()), withdrawal
    )
    if effect.quarters and way is None:
        raise WayNeededError(named, effect)
    carries = bool(effect.quarters) and way is Way.CARRY
    if carries and not effect.carried:
        raise WithdrawalError(
            named, "任务或限额也随它变，不能冲回，请用 --correct 更正已通报的季度"
        )

    names_now: dict[str, str] = {}
    for each in taken:
        name, new = name_of(each), instead.get(name_of(each))
        standing = carries and name in effect.standing
        before = words_of(service.rulebook, each)
        after = "" if new is None else words_of(service.rulebook, new)
        _withdraw_one(conn, each, withdrawal._replace(carried=standing), before, after)
        if isinstance(each, Adoption) and not _is_of_the_same(each, new):
            _reopen_line(conn, each)
        if new is not None:
            names_now[name] = _enter_instead(
                conn, new, each, before=before, carries=carries, by=by
            )

    told = _tell(
        service, conn, [name_of(each) for each in taken], names_now, effect, way, by
    )
    drafted = () if carries else effect.quarters
    doubts = score_anew(service, conn, drafted, by)
    first_now = next(iter(names_now.values()), "")
    return Withdrawn(
        len(taken), drafted, effect.carried if carries else "", told, first_now, doubts
    )


def _withdraw_one(
    conn: Connection,
    recorded: Recorded,
    withdrawal: Withdrawal,
    before: str,
    after: str,
) -> None:
    """Takes one back, journalled about its item; `after` is what stands in its place,
    "" for nothing.
    """
    did = "change" if after else "withdraw"
    words = f"{before} → {after}" if after else before
    if isinstance(recorded, Remark):
        entry = JournalEntry(
            withdrawal.at, withdrawal.by, f"remark: {did}", "", withdrawal.because
        )
        remarks.withdraw(conn, recorded, entry, carried=withdrawal.carried)
        return
    kind = name_of(recorded).partition(":")[0]
    details = {kind: words}
    entry = JournalEntry(
        withdrawal.at,
        withdrawal.by,
        f"{did}: {kind}",
        subject_of(recorded.serial),
        withdrawal.because,
        details,
    )
    EVENT_TABLES[kind].withdraw(conn, recorded, withdrawal, entry)


def _enter_instead(
    conn: Connection,
    new: Recorded,
    old: Recorded,
    *,
    before: str,
    carries: bool,
    by: By,
) -> str:
    """Puts what is right on record; its name. It counts where the wrong one did, unless
    that is carried.
    """
    known_at = None if carries else old.entered_at
    if isinstance(new, Remark):
        entry = JournalEntry(by.at, by.who, "remark: enter", "")
        added = remarks.add(conn, [new], entry, known_at=known_at)
        number = added[0].id if added else None
    else:
        kind = name_of(new).partition(":")[0]
        number = EVENT_TABLES[kind].enter(conn, new, known_at=known_at)
        if new.serial != old.serial and number is not None:
            subject, details = (
                subject_of(new.serial),
                {kind: f"{before}（原记在{old.serial}）"},
            )
            journal.write(
                conn,
                JournalEntry(
                    by.at, by.who, f"enter: {kind}", subject, by.because, details
                ),
            )
    if number is None:
        raise WithdrawalError(before, "改成的那一笔已经记过，请直接撤回这一笔")
    return name_of(new._replace(id=number))


def _is_of_the_same(adoption: Adoption, new: Recorded | None) -> bool:
    """Whether what takes its place says that the same publication used the same
    item.
    """
    said = (adoption.serial, adoption.publication)
    return isinstance(new, Adoption) and (new.serial, new.publication) == said


def _reopen_line(conn: Connection, adoption: Adoption) -> None:
    """A line of a contents list that was confirmed as this adoption waits for a person
    again.
    """
    former: Adoption | None = adoption
    days: set[date] = set()
    while former is not None:  # the day may have been put right since
        days.add(former.on)
        former = (
            None if former.replaces is None else adoptions.one(conn, former.replaces)
        )
    for listed in contents.everything(conn):
        if listed.publication != adoption.publication or listed.dated not in days:
            continue
        for line in contents.lines(conn, listed.id):
            if line.settled is LineState.CONFIRMED and line.serial == adoption.serial:
                contents.change(conn, listed.id, line._replace(settled=LineState.OPEN))


# --- telling --------------------------------------------------------------------------


def _tell(
    service: Service,
    conn: Connection,
    names: Sequence[str],
    names_now: Mapping[str, str],
    effect: PublishedEffect,
    way: Way | None,
    by: By,
) -> tuple[str, ...]:
    """Takes feedback back that has not left the house, and queues a correction of what
    has; to whom.

    `names_now`: the name of each that was put right → of what stands in its place.
    """
    news_by_address = prompting.take_back_news(conn, names, by.at)
    health = service.address_health(conn)
    units = roster.unit_names(conn)
    told: list[str] = []
    for address, news in news_by_address.items():
        known = [each for each in news if each.unit_id in units]
        if address in health or not known:
            continue
        about = {
            "news": " ".join(f"{each.event}@{each.unit_id}" for each in known),
            "because": by.because.strip(),
            "new": " ".join(names_now[each.event] for each in known)
            if names_now
            else "",
            "quarters": " ".join(effect.quarters),
            "way": "" if way is None or not effect.quarters else way.value,
        }
        notice = Notice(
            prompting.FEEDBACK_CORRECTED,
            address,
            f"{by.at.isoformat()} {known[0].event}",
            about,
        )
        queue(conn, notice, unprompted(address), by.at, service.limits)
        told.append(address)
        # The correction says what stands instead: the day's feedback need not say it
        # again.
        if names_now:
            said_now = [each._replace(event=names_now[each.event]) for each in known]
            prompting.mark_told(conn, said_now, by.at)
    return tuple(told)
