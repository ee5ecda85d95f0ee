"""Which unit does a text name?

A unit counts as named where a reporter names itself: at the head of a subject, or after the last separator.
Names met elsewhere are hints, for a title may speak of any unit (M10). Whether the sender may speak for the
unit named is left to `triage`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from ingest.names.folding import TextSpan, fold
from ingest.names.matching import UNCLEAR, Hit, NameMatcher
from ingest.names.unit_names import RecognisedBy, UnitNames

BOUND = 300
"""Characters of a text in which names are sought."""


class NamedUnit(NamedTuple):
    """One unit named in a text: where (half-open range of the text), by what, and how surely (0 to 1)."""

    unit_id: int
    span: TextSpan
    how: RecognisedBy
    confidence: float


class Naming(NamedTuple):
    """What a text names.

    `named` are the units it names clearly, in its order. `unclear` are candidates where it names one of
    several or misspells too much; `hints` are units that it merely mentions: both best first. `lead` is the
    unit that the text itself calls the lead of a joint item (D1).
    """

    named: tuple[NamedUnit, ...] = ()
    unclear: tuple[NamedUnit, ...] = ()
    hints: tuple[NamedUnit, ...] = ()
    lead: int | None = None

    @property
    def spans(self) -> tuple[TextSpan, ...]:
        """Where the units stand that the text names clearly, or else the unclear name at its head."""
        if self.named:
            return tuple(unit.span for unit in self.named)
        unclear = {unit.span for unit in self.unclear if unit.how is not RecognisedBy.PLACE}
        return tuple(unclear)


_SURENESS = {
    RecognisedBy.OFFICIAL: 1.0,
    RecognisedBy.SHORT: 0.97,
    RecognisedBy.PARENT: 0.97,
    RecognisedBy.PLACELESS: 0.9,
    RecognisedBy.COMMON: 0.5,
}
_SURENESS_UNKNOWN = 0.5
_SURENESS_ALONE = 0.9
"""Of a name in an unclear list that only one unit bears."""
_SURENESS_MENTIONED = 0.4
_SURENESS_PLACE = 0.3
_SPELT = 4
"""Names up to this length are too short to tell a slip from another name."""
_LONG = 7
"""Names longer than this bear two slips, others one, before they may be quite another's."""
_CHARACTERS_A_SLIP = 5
"""A misspelt name is only taken for meant if it has so many characters for each slip."""
_MISSPELT_SHOWN = 5
_LEAD_AFTER = re.compile(r"[((]?(?:主报|首报|牵头)")
_LEAD_BEFORE = re.compile(r"(?:主报|首报|牵头)(?:单位)?[::]?$")


def find_units(text: str, unit_names: UnitNames) -> Naming:
    """Which units `text` names; only its first BOUND characters are read, and it never fails."""
    matcher = NameMatcher(unit_names, fold(text[:BOUND]))
    chain = matcher.reporters()
    hints = _hints(matcher, chain)
    if not chain:
        misspelt = _misspelt_names(matcher)
        undoubted = len(misspelt) == 1 and misspelt[0].is_undoubted
        units = tuple(each.as_unit(matcher) for each in misspelt[:_MISSPELT_SHOWN])
        return Naming(named=units, hints=hints) if undoubted else Naming(unclear=units, hints=hints)
    for hit in chain:
        if len(hit.name.unit_ids) > 1 or hit.name.how in UNCLEAR:
            return Naming(unclear=_candidates(matcher, chain), hints=hints)
    text = matcher.folded.text
    named: dict[int, NamedUnit] = {}
    lead = None
    for hit in chain:
        unit_id = hit.name.unit_ids[0]
        span = matcher.folded.span(hit.start, hit.end)
        sure = _SURENESS.get(hit.name.how, _SURENESS_UNKNOWN)
        named.setdefault(unit_id, NamedUnit(unit_id, span, hit.name.how, sure))
        called_lead = _LEAD_AFTER.match(text, hit.end) or _LEAD_BEFORE.search(text[: hit.start])
        if lead is None and called_lead:
            lead = unit_id
    return Naming(tuple(named.values()), hints=hints, lead=lead)


def _candidates(matcher: NameMatcher, chain: Sequence[Hit]) -> tuple[NamedUnit, ...]:
    """The units that an unclear chain may mean, those it names most clearly first."""
    found: dict[int, NamedUnit] = {}
    for hit in sorted(chain, key=lambda h: len(h.name.unit_ids)):
        alone = len(hit.name.unit_ids) == 1
        how = hit.name.how if alone else RecognisedBy.SHARED
        sure = _SURENESS[RecognisedBy.COMMON]
        if alone and how is not RecognisedBy.COMMON:
            sure = _SURENESS_ALONE
        span = matcher.folded.span(hit.start, hit.end)
        for unit_id in hit.name.unit_ids:
            found.setdefault(unit_id, NamedUnit(unit_id, span, how, sure))
    return tuple(found.values())


def _hints(matcher: NameMatcher, chain: Sequence[Hit]) -> tuple[NamedUnit, ...]:
    """Units of names in the running text, and of a place at its head (盐池推动…), each once."""
    reporting = {unit_id for hit in chain for unit_id in hit.name.unit_ids}
    found: dict[int, NamedUnit] = {}
    for hit in matcher.mentions(chain[-1].end if chain else 0):
        span = matcher.folded.span(hit.start, hit.end)
        for unit_id in hit.name.unit_ids:
            hint = NamedUnit(unit_id, span, RecognisedBy.MENTIONED, _SURENESS_MENTIONED)
            found.setdefault(unit_id, hint)
    if not chain:
        for place, unit_ids in matcher.unit_names.places.items():
            if not matcher.folded.text.startswith(place):
                continue
            span = matcher.folded.span(0, len(place))
            for unit_id in unit_ids:
                found.setdefault(unit_id, NamedUnit(unit_id, span, RecognisedBy.PLACE, _SURENESS_PLACE))
            break
    return tuple(hint for unit_id, hint in found.items() if unit_id not in reporting)


# --- misspelt names ---------------------------------------------------------------------------------


class _Misspelt(NamedTuple):
    """A unit's name that the text nearly spells: how many slips, where in the folded text, both spellings."""

    slips: int
    span: tuple[int, int]
    name: str
    written: str
    unit_id: int

    @property
    def rank(self) -> tuple[int, int, tuple[int, int], str, str, int]:
        """Fewest slips first, of equals the longest name, then the earliest place."""
        return self.slips, -len(self.name), self.span, self.name, self.written, self.unit_id

    @property
    def is_undoubted(self) -> bool:
        """Whether the name is meant: few slips, none in what tells units apart, its beginning and its end."""
        few = self.slips * _CHARACTERS_A_SLIP <= len(self.name)
        return few and self.written[:2] == self.name[:2] and self.written[-1:] == self.name[-1:]

    def as_unit(self, matcher: NameMatcher) -> NamedUnit:
        """The unit named, the surer the fewer slips."""
        sure = round(1 - self.slips / len(self.name), 2)
        return NamedUnit(self.unit_id, matcher.folded.span(*self.span), RecognisedBy.MISSPELT, sure)


def _misspelt_names(matcher: NameMatcher) -> list[_Misspelt]:
    """The nearest official or short name of each unit that the head spells with a slip or two; best first.

    Those that are as near as the nearest of all, which may be none.
    """
    windows = matcher.windows()
    best: dict[int, _Misspelt] = {}
    for name, borne in matcher.unit_names.names.items():
        if len(name) <= _SPELT or borne.how not in (RecognisedBy.OFFICIAL, RecognisedBy.SHORT):
            continue
        unit_id = borne.unit_ids[0]
        tolerated = 2 if len(name) > _LONG else 1
        for start, end in windows:
            if abs(end - start - len(name)) > 1:
                continue
            written = matcher.folded.text[start:end]
            slips = OSA.distance(name, written, score_cutoff=tolerated)
            if slips > tolerated:
                continue
            found = _Misspelt(slips, (start, end), name, written, unit_id)
            if unit_id not in best or found.rank < best[unit_id].rank:
                best[unit_id] = found
    least = min((found.slips for found in best.values()), default=0)
    nearest = [found for found in best.values() if found.slips == least]
    return sorted(nearest, key=lambda found: found.rank)
