"""Who comes first, and what is each total worth as a share?

The conversion of Art. 12: total × full ÷ the group's first, the year as the mean of its quarters.
Arithmetic only; which lines make a total is `scoring.score`'s affair.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from ledger.rulebook import Conversion

NO_POSITIVE = "本组无正分"
"""The note of a group whose first has no points above zero (E2)."""


def shares(totals: Mapping[int, Fraction], rule: Conversion) -> dict[int, Fraction]:
    """Each unit's share of one group: 0 to `full`, rounded half up once (E2, E3, E4, E5)."""
    if rule.tiers:
        return {unit_id: _on_tier(total, rule) for unit_id, total in totals.items()}
    top = max(totals.values(), default=Fraction(0))
    if top <= 0:
        return dict.fromkeys(totals, Fraction(0))
    if rule.per_place is not None:
        lost = {unit_id: rule.per_place * (place - 1) for unit_id, place in ranks(totals).items()}
        return {
            unit_id: rounded(max(rule.full - off, Fraction(0)), rule.decimals)
            for unit_id, off in lost.items()
        }
    scale = rule.full / top
    return {
        unit_id: rounded(total * scale if total > 0 else Fraction(0), rule.decimals)
        for unit_id, total in totals.items()
    }


def _on_tier(total: Fraction, rule: Conversion) -> Fraction:
    """The share of the tier that a total lies on, 0 beside all of them."""
    return next((rounded(tier.share, rule.decimals) for tier in rule.tiers if tier.holds(total)), Fraction(0))


def ranks(totals: Mapping[int, Fraction]) -> dict[int, int]:
    """Each unit's place, the highest total first; equal totals share a place: 1, 1, 3."""
    whole = _whole(totals)
    descending = sorted(whole.values(), reverse=True)
    places = {number: place for place, number in reversed(list(enumerate(descending, 1)))}
    return {unit_id: places[number] for unit_id, number in whole.items()}


def year_mean(quarters: Sequence[Fraction], rule: Conversion) -> Fraction | None:
    """The mean of the published quarter shares, of the quarters in which the unit was assessed (E6)."""
    if not quarters:
        return None
    return rounded(sum(quarters, Fraction(0)) / len(quarters), rule.decimals)


def rounded(number: Fraction, decimals: int) -> Fraction:
    """`number`, 0 or more, to so many decimals; a half goes up."""
    scale = 10**decimals
    numerator, denominator = number.as_integer_ratio()
    return Fraction((2 * numerator * scale + denominator) // (2 * denominator), scale)


def ordered(totals: Mapping[int, Fraction]) -> Iterable[int]:
    """Unit ids, the highest total first; equal ones in the order of the roster."""
    return sorted(sorted(totals), key=_whole(totals).__getitem__, reverse=True)


def _whole(totals: Mapping[int, Fraction]) -> dict[int, int]:
    """The totals times their common denominator: in the same order, and compared many times as fast."""
    pairs = {unit_id: total.as_integer_ratio() for unit_id, total in totals.items()}
    common = lcm(*{denominator for _, denominator in pairs.values()})
    return {
        unit_id: numerator * (common // denominator) for unit_id, (numerator, denominator) in pairs.items()
    }
