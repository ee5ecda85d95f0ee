"""What is the office told: at once, each day, and when a month has ended?

At once: an item, a sealed letter, a fault of the service, units that nobody can write
to. The daily digest covers everything since the digest before it, whatever day a letter
arrived on: evenings, weekends and a standstill lie in the next one.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from ledger import browsing, circulars, mailbox_entries, proposals, scores, switches
from ledger.browsing import SubmissionSearch, Window
from ledger.database import Connection
from ledger.entries.events import Commission
from ledger.entries.events import Facts as EventFacts
from ledger.entries.letters import MailboxEntryState
from ledger.entries.submissions import SubmissionState
from ledger.outbox import bounces
from ledger.outbox import listing as outbox
from ledger.outbox.listing import TimeRange
from ledger.periods import ONE_DAY, Period, Span, local_day, parse_period, period_of
from ledger.standing import Standing
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from notify.facts import (
    CommissionProgress,
    Facts,
    GroupMonth,
    HealthFacts,
    OfficeDigestFacts,
    OfficeItemFacts,
    OverviewFacts,
    RosterLack,
    SealedAlertFacts,
    Trouble,
    UnreachedFacts,
    UnreachedUnit,
    Waiting,
)
from office.use_cases.gaps import known_health, units_with_gaps, unreached_units
from office.use_cases.notice_facts.parts import (
    HELD_WORDS,
    FactContext,
    item_line,
    standing_of,
    understood,
)
from scoring.facts import scoring_facts
from scoring.quota import CommissionAnswer, commission_answers, standings

_NO_ROWS = Window(0, 0)
"""Of a page only its total is asked."""


def office_digest(context: FactContext) -> Facts | None:
    """每日汇总."""
    conn, entry = context.conn, context.entry
    # From the digest before this one; where there is none, from the installation's
    # beginning.
    since = outbox.previous_queued_at(conn, entry) or switches.moment(
        conn, switches.STARTED_AT
    )
    stretch = TimeRange(since or entry.queued_at - ONE_DAY, entry.queued_at)
    held = [
        item_line(item, context.units, HELD_WORDS.get(item.held_because, ""))
        for item in listing.listed(conn, SubmissionFilter(state=SubmissionState.HELD))
    ]
    return OfficeDigestFacts(
        day=date.fromisoformat(context.about["on"]),
        since=stretch.since,
        counts=mailbox_entries.counts_by_state(conn, stretch.since, stretch.until),
        held=tuple(held),
        proposals=proposals.count_items(conn, date.fromisoformat(context.about["on"])),
        mail={
            **outbox.settled_counts(conn, stretch),
            "queued": outbox.count_waiting(conn, entry),
        },
        addresses=bounces.disabled_addresses(conn),
        untold=outbox.count_untold(conn, stretch),
        possible=_count_possible(conn),
    )


def office_item(context: FactContext) -> Facts | None:
    """来件登记, told to the office at once."""
    about = context.item_and_letter
    if about is None:
        return None
    item, letter = about
    because = HELD_WORDS.get(item.held_because, "")
    return OfficeItemFacts(
        understood(context, item), item.state.value, letter.from_address, because
    )


def sealed_alert(context: FactContext) -> Facts | None:
    """涉密提醒: where the letter lies, without a word of it (promise 13).

    Moot of a letter that only came near a mark once it was sealed by hand.
    """
    letter = context.letter
    said = context.about.get("near_sealed", "")
    if letter is None or (said and letter.state is MailboxEntryState.SEALED):
        return None
    place = letter.place
    return SealedAlertFacts(
        account=place.account,
        folder=place.folder,
        uid=place.uid,
        arrived_at=letter.arrived_at,
        from_address=letter.from_address,
        mark=letter.mark or "",
        said=said,
        serial=letter.serial or "",
    )


def health_facts(context: FactContext) -> Facts | None:
    """运行提醒: what is wrong, as the job that noticed it said."""
    trouble = Trouble(context.about["what"], context.about.get("way_out", ""))
    return HealthFacts(context.entry.queued_at, (trouble,))


def unreached(context: FactContext) -> Facts | None:
    """联系不上的单位: first those whose reminder reached nobody, with what they owe,
    then all others.

    Moot once every unit that was missed can be written to again.
    """
    today = local_day(context.now)
    month = period_of(today, Span.MONTH)
    missed = {int(key.partition("/")[0]) for key in context.about["missed"].split("\n")}
    health = known_health(context.conn, context.own_addresses)
    first: list[UnreachedUnit] = []
    others: list[UnreachedUnit] = []
    for silent in unreached_units(context.units.values(), health, today):
        unit = silent.unit
        if unit.id not in missed:
            others.append(UnreachedUnit(unit.name, silent.because))
            continue
        owes: list[str] = []
        standing = standing_of(context, unit.id, month)
        if standing is not None and not standing.exempt:
            owes = [
                f"{duty.title}还差{duty.missing}"
                for duty in standing.duties
                if duty.owing
            ]
        first.append(UnreachedUnit(unit.name, silent.because, tuple(owes)))
    return UnreachedFacts(today, (*first, *others)) if first else None


def overview(context: FactContext) -> Facts | None:
    """每月情况: the month as it stands now, and what waits."""
    conn = context.conn
    month, today = parse_period(context.about["month"]), local_day(context.now)
    edition = context.rulebook.for_period(month)
    facts = scores.facts_of(conn, month)
    scoring = scoring_facts(edition, month, facts, today)
    answers: list[CommissionAnswer] = []
    for unit in facts.units:
        answers.extend(commission_answers(scoring, unit))
    progress = [
        _progress(context, commission, answers)
        for commission in facts.commissions
        if commission.issued_on < month.past and commission.due >= month.first
    ]
    lacks = units_with_gaps(
        context.units.values(), known_health(conn, context.own_addresses), today
    )
    held = SubmissionSearch(SubmissionFilter(state=SubmissionState.HELD))
    return OverviewFacts(
        month=month.code,
        groups=_groups(facts, month, standings(edition, facts, month, today)),
        commissions=tuple(progress),
        waiting=Waiting(
            held=browsing.submissions_page(conn, held, _NO_ROWS).total,
            proposals=proposals.count_items(conn, today),
            drafts=len(circulars.waiting(conn, today)),
            possible=_count_possible(conn),
        ),
        lacks=tuple(
            RosterLack(lack.unit.name, lack.gaps, lack.unreached) for lack in lacks
        ),
        calendar=context.doubts(today),
        early=facts.beginning.said
        if facts.beginning and month.first < facts.beginning.on
        else "",
    )


def _count_possible(conn: Connection) -> int:
    return browsing.possible_reports_page(conn, _NO_ROWS).total


def _groups(
    facts: EventFacts, month: Period, all_standings: Sequence[Standing]
) -> tuple[GroupMonth, ...]:
    """Group by group: items accepted in the month, and items of whatever month adopted
    in it, each once.
    """
    adopted = {adoption.serial for adoption in facts.adoptions if adoption.on in month}
    counted = [item for item in facts.submissions if item.is_accepted]
    by_group: defaultdict[str, list[Standing]] = defaultdict(list)
    for standing in all_standings:
        by_group[standing.group].append(standing)
    groups: list[GroupMonth] = []
    for name, members in by_group.items():
        unit_ids = {standing.unit_id for standing in members}
        items = [item for item in counted if item.unit_id in unit_ids]
        groups.append(
            GroupMonth(
                group=name,
                units=len(members),
                sent=sum(item.day in month for item in items),
                adopted=sum(item.serial in adopted for item in items),
                silent=tuple(
                    each.unit for each in members if month.code in each.zero_months
                ),
            )
        )
    return tuple(groups)


def _progress(
    context: FactContext, commission: Commission, answers: Sequence[CommissionAnswer]
) -> CommissionProgress:
    """How a 约稿 stands today; units that are excused are not counted."""
    asked = in_time = late = waiting = 0
    missing: list[str] = []
    for answer in answers:
        if answer.commission.id != commission.id or answer.excused:
            continue
        asked += 1
        if answer.in_time:
            in_time += 1
        if answer.item is not None:
            late += not answer.in_time
        elif answer.waiting:
            waiting += 1
        else:
            missing.append(context.units[answer.unit.id].name)
    return CommissionProgress(
        title=commission.title,
        due=commission.due,
        asked=asked,
        in_time=in_time,
        late=late,
        waiting=waiting,
        missing=tuple(missing),
        over=commission.due < local_day(context.now),
    )
