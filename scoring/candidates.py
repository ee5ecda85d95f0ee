"""Who might be put forward for the year's awards, and on what evidence?

Art. 12(2): 先进单位 are chosen by the ranking of the year's points, 先进个人 from those whom such units
recommend. Here both are only ranked, with what speaks for and against them beside; nothing is awarded, and
no line is drawn between those above and below. Points per author are `scoring.people`'s affair.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ledger.scoresheet import NamedListEntry, ScoreSheet
from scoring.language.citation import order_of
from scoring.people import AuthorScore, People
from scoring.rank import ranks


@dataclass(frozen=True, slots=True)
class UnitCandidate:
    """One unit's year: places by raw points (E7), where the points come from, and what it was named for.

    Places are None for a unit that was not assessed; `by_article` sums its lines, article by article in the
    order of the rule.
    """

    unit_id: int
    unit: str
    group: str
    points: Fraction
    share: Fraction | None
    rank: int | None
    rank_in_group: int | None
    by_article: Mapping[str, Fraction]
    named: tuple[NamedListEntry, ...]

    @property
    def lists(self) -> dict[str, int]:
        """How often the unit stood on each named list of the year."""
        return dict(Counter(entry.name for entry in self.named))


@dataclass(frozen=True, slots=True)
class Candidates:
    """The year's units and authors, most points first.

    `unsigned` are the serials of accepted items without an author.
    """

    year: str
    edition: str
    units: tuple[UnitCandidate, ...]
    persons: tuple[AuthorScore, ...]
    unsigned: tuple[str, ...]


def candidates(sheet: ScoreSheet, people: People) -> Candidates:
    """The candidates of a year's sheet and its authors."""
    rank_of = ranks({unit.unit_id: unit.total for unit in sheet.units if unit.rank is not None})
    units: list[UnitCandidate] = []
    for group in sheet.groups:
        for unit in group.units:
            points_of: defaultdict[str, Fraction] = defaultdict(Fraction)
            for line in unit.lines:
                if line.points:
                    points_of[line.article] += line.points
            candidate = UnitCandidate(
                unit_id=unit.unit_id,
                unit=unit.unit,
                group=group.group,
                points=unit.total,
                share=unit.share,
                rank=rank_of.get(unit.unit_id),
                rank_in_group=unit.rank,
                by_article={article: points_of[article] for article in sorted(points_of, key=order_of)},
                named=unit.named,
            )
            units.append(candidate)
    last = len(units) + 1
    units.sort(key=lambda unit: (unit.rank or last, unit.unit_id))
    return Candidates(sheet.period, sheet.edition, tuple(units), people.persons, people.unsigned)
