"""What does the office hear of units that nobody can write to, and of a month that has ended?"""

from collections.abc import Iterator, Sequence

from ledger import browsing, circulars, scores
from ledger.browsing import SubmissionSearch, Window
from ledger.circulars import CircularState
from ledger.entries.events import Commission, Facts
from ledger.entries.submissions import Submission, SubmissionState
from ledger.periods import Period, Span, local_day, parse_period, period_of
from ledger.standing import Standing
from ledger.submissions.listing import SubmissionFilter
from ledger.submissions.recording import day_of
from notify import facts as say
from office.use_cases.gaps import known_health, units_with_gaps, unreached_units
from office.use_cases.notice_facts.parts import FactContext, standing_of
from scoring.facts import scoring_facts
from scoring.quota import CommissionAnswer, commission_answers, standings

_NONE = Window(0, 0)


def unreached(found: FactContext) -> say.Facts | None:
    """联系不上的单位; moot once every unit that was missed can be written to again."""
    today = local_day(found.now)
    missed = {int(key.partition("/")[0]) for key in found.about["missed"].split("\n")}
    health = known_health(found.conn, found.own_addresses)
    silent = unreached_units(found.units.values(), health, today)
    if missed.isdisjoint(one.unit.id for one in silent):
        return None
    units = tuple(
        say.UnreachedUnit(
            one.unit.name, one.because, _owed(found, one.unit.id) if one.unit.id in missed else ()
        )
        for one in sorted(silent, key=lambda one: one.unit.id not in missed)
    )
    return say.UnreachedFacts(today, units)


def overview(found: FactContext) -> say.Facts | None:
    """每月情况: the month as it stands now, and what waits."""
    month, today = parse_period(found.about["month"]), local_day(found.now)
    edition = found.rulebook.for_period(month)
    facts = scores.facts_of(found.conn, month)
    standing = standings(edition, facts, month, today)
    case = scoring_facts(edition, month, facts, today)
    given = [answer for unit in facts.units for answer in commission_answers(case, unit)]
    health = known_health(found.conn, found.own_addresses)
    return say.OverviewFacts(
        month=month.code,
        groups=tuple(_groups(facts, month, standing)),
        commissions=tuple(_asked(found, each, given) for each in facts.commissions if _touches(each, month)),
        waiting=_waiting(found),
        lacks=tuple(
            say.RosterLack(lack.unit.name, lack.gaps, lack.unreached)
            for lack in units_with_gaps(found.units.values(), health, today)
        ),
        calendar=found.doubts(today),
    )


def _owed(found: FactContext, unit_id: int) -> tuple[str, ...]:
    """What the unit would have been reminded of: everything it owes."""
    standing = standing_of(found, unit_id, period_of(local_day(found.now), Span.MONTH))
    duties = () if standing is None or standing.exempt else standing.duties
    return tuple(f"{duty.title}还差{duty.missing}" for duty in duties if duty.owing)


def _groups(facts: Facts, month: Period, found: Sequence[Standing]) -> Iterator[say.GroupMonth]:
    """Group by group: items accepted in the month, and items of whatever month adopted in it, each once."""
    adopted = {each.serial for each in facts.adoptions if each.on in month}
    counted = [each for each in facts.submissions if _counts(each)]
    for name in dict.fromkeys(standing.group for standing in found):
        members = [standing for standing in found if standing.group == name]
        own = {standing.unit_id for standing in members}
        items = [each for each in counted if each.unit_id in own]
        yield say.GroupMonth(
            group=name,
            units=len(members),
            sent=sum(day_of(each) in month for each in items),
            adopted=sum(each.serial in adopted for each in items),
            silent=tuple(each.unit for each in members if month.code in each.zero_months),
        )


def _counts(item: Submission) -> bool:
    """Whether an item is accepted in the rule's sense (A8, D6)."""
    return item.state is SubmissionState.RECORDED and item.own_business is not False


def _touches(asked: Commission, month: Period) -> bool:
    return asked.issued_on < month.past and asked.due >= month.first


def _asked(
    found: FactContext, asked: Commission, given: Sequence[CommissionAnswer]
) -> say.CommissionProgress:
    """How a 约稿 stands today; units that are excused are not counted."""
    mine = [each for each in given if each.commission.id == asked.id and not each.excused]
    return say.CommissionProgress(
        title=asked.title,
        due=asked.due,
        asked=len(mine),
        in_time=sum(each.in_time for each in mine),
        late=sum(each.item is not None and not each.in_time for each in mine),
        waiting=sum(each.item is None and each.waiting for each in mine),
        missing=tuple(
            found.units[each.unit.id].name for each in mine if each.item is None and not each.waiting
        ),
        over=asked.due < local_day(found.now),
    )


def _waiting(found: FactContext) -> say.Waiting:
    held = SubmissionSearch(SubmissionFilter(state=SubmissionState.HELD))
    return say.Waiting(
        held=browsing.submissions_page(found.conn, held, _NONE).total,
        proposals=browsing.submissions_page(found.conn, SubmissionSearch(proposed=True), _NONE).total,
        drafts=sum(each.state is CircularState.DRAFT for each in circulars.everything(found.conn)),
    )
