"""What would taking something back change in quarters that are published already, and
by which of two ways?

A published quarter is either corrected - scored anew without it, a revision with a
circular that corrects - or stays as printed, and the earliest open quarter takes back
what was earned (*carry*, C13). Carrying is offered where it comes to the same points in
the end: not where a duty or a limit hangs on it. Nothing is changed here; that is
`office.use_cases.withdrawing`'s affair.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from ledger import roster, scores
from ledger.database import Connection
from ledger.entries.events import Facts, Remark, Withdrawal
from ledger.entries.people import Unit, families_of
from ledger.periods import Period, Span, local_day, periods_between
from ledger.rulebook import NoEditionError, Rulebook
from ledger.scoresheet import ScoreSheet, points_text
from ledger.submissions import listing
from notify.chinese import period_name
from scoring.close import scored_from
from scoring.explain import changed_units, words_of_changes
from scoring.layout import set_out
from scoring.renewal import units_by_submission, with_units_replaced
from scoring.without import Recorded, carried, joined_by, name_of, without


@dataclass(frozen=True, slots=True)
class PublishedEffect:
    """What a withdrawal changes of published quarters, in the office's words; empty
    where none counted it.

    `quarters` are their codes, `standing` the names of what they rest on; `corrected`
    says what each would become, `carried` what open quarters would take back instead,
    "" where that cannot be. `moves_places` tells whether a share or a place would
    change, `only_words` whether nothing would but days, issue numbers and other words
    of what is printed.
    """

    quarters: tuple[str, ...] = ()
    standing: frozenset[str] = frozenset()
    corrected: str = ""
    carried: str = ""
    moves_places: bool = False
    only_words: bool = False

    @property
    def is_usually_corrected(self) -> bool:
        """Whether correcting is the usual way: what moves no points is no reason to
        take points back.
        """
        return self.moves_places or self.only_words or not self.carried


class _Before(NamedTuple):
    """What the units concerned come to in one quarter as the record is now."""

    quarter: Period
    facts: Facts
    sheet: ScoreSheet


class _Change(NamedTuple):
    """What is taken back, by name, and what is put in its place, in either of the two
    ways.

    Corrected, the new one counts where the old one did (`in_its_place`); carried, it is
    news of the day of entry (`instead`, C10).
    """

    names: frozenset[str]
    instead: tuple[Recorded, ...]
    in_its_place: tuple[Recorded, ...]
    withdrawal: Withdrawal

    def corrected(self, facts: Facts) -> Facts:
        """What a quarter would rest on were it corrected."""
        return joined_by(without(facts, self.names), self.in_its_place)

    def carried(self, facts: Facts) -> Facts:
        """What a quarter would rest on were the points taken back in an open one."""
        return joined_by(carried(facts, self.names, self.withdrawal), self.instead)


class _CorrectedQuarter(NamedTuple):
    """A printed quarter as it would be corrected, and what that changes, in the
    office's words.
    """

    quarter: Period
    before: ScoreSheet
    after: ScoreSheet
    said: str
    moves_places: bool
    only_words: bool


def effect_of(
    conn: Connection,
    rulebook: Rulebook,
    taken: Sequence[Recorded],
    instead: Sequence[Recorded],
    withdrawal: Withdrawal,
) -> PublishedEffect:
    """What taking these back would change, with `instead` in their place, each naming
    what it replaces.
    """
    printed = _printed_quarters(conn)
    first = _first_day(conn, [*taken, *instead])
    touched = [quarter for quarter in printed if first < quarter.past]
    if not taken or not touched:
        return PublishedEffect()

    everyone = roster.all_units(conn)
    units = _units_of(conn, everyone, [*taken, *instead])
    now = withdrawal.at
    by_number = {each.id: each for each in taken}
    change = _Change(
        names=frozenset(name_of(each) for each in taken),
        instead=tuple(instead),
        in_its_place=tuple(_entered_with(each, by_number) for each in instead),
        withdrawal=withdrawal,
    )

    standing: set[str] = set()
    corrected: list[_CorrectedQuarter] = []
    for before in _scored(conn, rulebook, touched, units, now):
        standing |= _named_in(before.sheet, change.names)
        after = scored_from(
            conn, rulebook, before.quarter, change.corrected(before.facts), now
        )
        if _said_by(after) != _said_by(before.sheet):
            corrected.append(_correct(conn, rulebook, before, after, everyone))
    if not corrected:
        return PublishedEffect()

    # Whether carrying comes to the same in the end: what the printed quarters would
    # gain or lose by being corrected must be what the open ones give or take.
    points_due: defaultdict[int, Fraction] = defaultdict(Fraction)
    for each in corrected:
        _add(points_due, each.after, each.before)
    taken_back: list[str] = []
    for before in _scored(
        conn, rulebook, _open_quarters(printed, first, now), units, now, taken
    ):
        plain = scored_from(
            conn, rulebook, before.quarter, change.corrected(before.facts), now
        )
        sheet = scored_from(
            conn, rulebook, before.quarter, change.carried(before.facts), now
        )
        _add(points_due, plain, sheet)
        taken_back += _words_of_points(before, sheet)
    comes_to_the_same = not any(points_due.values())
    return PublishedEffect(
        quarters=tuple(each.quarter.code for each in corrected),
        standing=frozenset(standing),
        corrected="；".join(
            f"{period_name(each.quarter.code)}：{each.said}" for each in corrected
        ),
        carried=("；".join(taken_back) or "分数不变") if comes_to_the_same else "",
        moves_places=any(each.moves_places for each in corrected),
        only_words=all(each.only_words for each in corrected),
    )


def _correct(
    conn: Connection,
    rulebook: Rulebook,
    before: _Before,
    after: ScoreSheet,
    everyone: tuple[Unit, ...],
) -> _CorrectedQuarter:
    """The printed quarter with the units concerned as they are `after`, set out among
    all the others.
    """
    quarter = before.quarter
    printed = scores.printed_sheet(conn, quarter.code)
    assert printed is not None, "a printed revision is never deleted"  # noqa: S101
    replaced = with_units_replaced(
        printed, after, {unit.id for unit in before.facts.units}
    )
    whole = replace(before.facts, units=everyone)
    changes = changed_units(
        printed, set_out(rulebook.for_period(quarter), quarter, whole, replaced)
    )
    only_words = not changes and _numbers_of(after) == _numbers_of(before.sheet)
    said = "，".join(words_of_changes(changes)) or "分数不变，采用、批示的次数变动"
    if only_words:
        said = "分数、次数都不变，只是所列的日期、期号等字句变动"
    moves_places = any(
        (each.now.share, each.now.rank) != (each.then.share, each.then.rank)
        for each in changes
    )
    return _CorrectedQuarter(
        quarter, before.sheet, after, said, moves_places, only_words
    )


def _words_of_points(before: _Before, after: ScoreSheet) -> list[str]:
    """What the units gain or lose in an open quarter, in the office's words."""
    words: list[str] = []
    for unit in after.units:
        earlier = before.sheet.of(unit.unit_id)
        change = unit.total - (Fraction(0) if earlier is None else earlier.total)
        if change:
            sign = "+" if change > 0 else ""
            words.append(
                f"{period_name(before.quarter.code)}：{unit.unit} {sign}{points_text(change)} 分"
            )
    return words


def _printed_quarters(conn: Connection) -> list[Period]:
    printed = scores.printed_periods(conn)
    return [period for period in printed if period.span is Span.QUARTER]


def _first_day(conn: Connection, recorded: Iterable[Recorded]) -> date:
    """The first day for which any of these may count."""
    found = list(recorded)
    days = [each.on for each in found]
    days += [item.day for item in listing.several(conn, _serials_of(found))]
    return min(days, default=date.max)


def _serials_of(recorded: Iterable[Recorded]) -> set[str]:
    return {each.serial for each in recorded if each.serial}


def _units_of(
    conn: Connection, everyone: Sequence[Unit], recorded: Iterable[Recorded]
) -> list[Unit]:
    """The units whose points any of these may change."""
    found = list(recorded)
    serials = _serials_of(found)
    ids = {each.unit_id for each in found if isinstance(each, Remark)}
    by_submission = units_by_submission(
        listing.several_outlined(conn, listing.linked(conn, serials))
    )
    for serial in serials:
        ids.update(by_submission.get(serial, ()))
    ids = families_of(everyone, ids)  # units that are one by now share a row
    return [unit for unit in everyone if unit.id in ids]


def _entered_with(new: Recorded, taken: dict[int, Recorded]) -> Recorded:
    former = taken.get(new.replaces or 0)
    return new if former is None else new._replace(entered_at=former.entered_at)


def _scored(
    conn: Connection,
    rulebook: Rulebook,
    quarters: Iterable[Period],
    units: Sequence[Unit],
    now: datetime,
    taken: Sequence[Recorded] = (),
) -> Iterable[_Before]:
    """The quarters as they are; each knows of what is `taken` back in it, though that
    is of another year.
    """
    serials = _serials_of(taken)
    for quarter in quarters:
        facts = scores.outlined_facts_of_units(conn, quarter, units, serials)
        known = {each.id for each in facts.remarks}
        of_another_year = [
            each for each in taken if isinstance(each, Remark) and each.id not in known
        ]
        facts = joined_by(facts, of_another_year)
        try:
            yield _Before(
                quarter, facts, scored_from(conn, rulebook, quarter, facts, now)
            )
        except NoEditionError:
            continue


def _open_quarters(
    printed: Collection[Period], first: date, now: datetime
) -> list[Period]:
    """The quarters from that day to today that are not published."""
    quarters = periods_between(first, local_day(now), Span.QUARTER)
    return [quarter for quarter in quarters if quarter not in printed]


def _named_in(sheet: ScoreSheet, names: Collection[str]) -> set[str]:
    found: set[str] = set()
    for line in sheet.lines:
        found.update(line.evidence)
    return found.intersection(names)


def _said_by(sheet: ScoreSheet) -> list[object]:
    """What a reader of the sheet goes by: days, issues and reasons too, not notes and
    our own numbers.
    """
    said: list[object] = []
    for unit in sheet.units:
        words = sorted(
            (line.serial or "", line.on, line.because) for line in unit.lines
        )
        said.append((unit.unit_id, words))
    return [_numbers_of(sheet), said]


def _numbers_of(sheet: ScoreSheet) -> list[object]:
    """Points and what they are for, without the words that say so."""
    said: list[object] = []
    for unit in sheet.units:
        lines: list[tuple[object, ...]] = []
        for line in unit.lines:
            kinds = tuple(name.partition(":")[0] for name in line.evidence)
            lines.append((line.points, line.article, line.serial or "", kinds))
        lines.sort(key=repr)
        said.append((unit.unit_id, lines, sorted(unit.named)))
    return said


def _add(sums: dict[int, Fraction], wanted: ScoreSheet, printed: ScoreSheet) -> None:
    """Adds for each unit how much `wanted` gives more than `printed`."""
    for sheet, sign in ((wanted, 1), (printed, -1)):
        for unit in sheet.units:
            sums[unit.unit_id] += sign * unit.total
