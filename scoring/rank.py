"""Who comes first, and what is each total worth as a share?

The conversion of Art. 12: total × full ÷ the group's first, the year as the mean of its quarters.
Arithmetic only; which lines make a total is `scoring.score`'s affair.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from ledger.rulebook import Conversion

NO_POSITIVE = "本组无正分"
"""The note of a group whose first has no points above zero (E2)."""


def shares(totals: Mapping[int, Fraction], rule: Conversion) -> dict[int, Fraction]:
    """Each unit's share of one group: 0 to `full`, rounded half up once (E2, E3, E4, E5)."""
    found = dict.fromkeys(totals, Fraction(0))
    if rule.tiers:
        for unit_id, total in totals.items():
            for tier in rule.tiers:
                if tier.holds(total):
                    found[unit_id] = rounded(tier.share, rule.decimals)
        return found
    top = max(totals.values(), default=Fraction(0))
    if top <= 0:
        return found
    if rule.per_place is not None:
        for unit_id, place in ranks(totals).items():
            left = rule.full - rule.per_place * (place - 1)
            found[unit_id] = rounded(max(left, Fraction(0)), rule.decimals)
        return found
    scale = rule.full / top
    for unit_id, total in totals.items():
        found[unit_id] = rounded(max(total * scale, Fraction(0)), rule.decimals)
    return found


def ranks(totals: Mapping[int, Fraction]) -> dict[int, int]:
    """Each unit's place, the highest total first; equal totals share a place: 1, 1, 3."""
    whole = _whole(totals)
    place_of: dict[int, int] = {}
    for place, number in enumerate(sorted(whole.values(), reverse=True), 1):
        place_of.setdefault(number, place)
    return {unit_id: place_of[number] for unit_id, number in whole.items()}


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


def _whole(totals: Mapping[int, Fraction]) -> dict[int, int]:
    """The totals times their common denominator: in the same order, and compared many times as fast."""
    common = lcm(*{total.denominator for total in totals.values()})
    return {unit_id: total.numerator * (common // total.denominator) for unit_id, total in totals.items()}
