"""Which unit does a text name?

A unit counts as named where a reporter names itself: at the head of a subject, or after the last separator.
Names met elsewhere are hints, for a title may speak of any unit (M10). Whether the sender may speak for the
unit named is left to `triage`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from ingest.names.folding import fold
from ingest.names.matching import UNCLEAR, Hit, NameMatcher
from ingest.names.unit_names import RecognisedBy, UnitNames

BOUND = 300
"""Characters of a text in which names are sought."""


class NamedUnit(NamedTuple):
    """One unit named in a text: where (half-open range of the text), by what, and how surely (0 to 1)."""

    unit_id: int
    span: tuple[int, int]
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
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the units stand that the text names clearly, or else the unclear name at its head."""
        return tuple(n.span for n in self.named) or tuple(
            {n.span for n in self.unclear if n.how is not RecognisedBy.PLACE}
        )


_SURENESS = {
    RecognisedBy.OFFICIAL: 1.0,
    RecognisedBy.SHORT: 0.97,
    RecognisedBy.PARENT: 0.97,
    RecognisedBy.PLACELESS: 0.9,
    RecognisedBy.COMMON: 0.5,
}
_ALONE, _MENTIONED, _PLACE = 0.9, 0.4, 0.3
_LONG = 7
_SPELT = 4
"""Names up to this length are too short to tell a slip from another name."""
_SHOWN = 5
_CHARACTERS_A_SLIP = 5
_LEAD_AFTER = re.compile(r"[((]?(?:主报|首报|牵头)")
_LEAD_BEFORE = re.compile(r"(?:主报|首报|牵头)(?:单位)?[::]?$")


def find_units(text: str, unit_names: UnitNames) -> Naming:
    """Which units `text` names (see Naming); only its first BOUND characters are read, and it never fails."""
    matcher = NameMatcher(unit_names, fold(text[:BOUND]))
    chain = matcher.reporters()
    clear = [hit for hit in chain if len(hit.name.unit_ids) == 1 and hit.name.how not in UNCLEAR]
    hints = _hints(matcher, chain)
    if clear and len(clear) == len(chain):
        named = {hit.name.unit_ids[0]: _named(matcher, hit) for hit in reversed(clear)}
        return Naming(tuple(named.values())[::-1], hints=hints, lead=_lead(matcher, clear))
    if chain:
        return Naming(unclear=_candidates(matcher, chain), hints=hints)
    ranking = _ranking(matcher)
    misspelt = tuple(_misspelt(matcher, near) for near in ranking[:_SHOWN])
    if _undoubted(ranking):
        return Naming(named=misspelt, hints=hints)
    return Naming(unclear=misspelt, hints=hints)


def _named(matcher: NameMatcher, hit: Hit) -> NamedUnit:
    how = hit.name.how
    return NamedUnit(
        hit.name.unit_ids[0], matcher.folded.span(hit.start, hit.end), how, _SURENESS.get(how, 0.5)
    )


def _lead(matcher: NameMatcher, hits: Sequence[Hit]) -> int | None:
    text = matcher.folded.text
    for hit in hits:
        if _LEAD_AFTER.match(text, hit.end) or _LEAD_BEFORE.search(text[: hit.start]):
            return hit.name.unit_ids[0]
    return None


def _candidates(matcher: NameMatcher, chain: Sequence[Hit]) -> tuple[NamedUnit, ...]:
    """The units that an unclear chain may mean, those it names most clearly first."""
    found: dict[int, NamedUnit] = {}
    for hit in sorted(chain, key=lambda h: len(h.name.unit_ids)):
        alone = len(hit.name.unit_ids) == 1
        for unit_id in hit.name.unit_ids:
            sure = (
                _ALONE
                if alone and hit.name.how is not RecognisedBy.COMMON
                else _SURENESS[RecognisedBy.COMMON]
            )
            how = hit.name.how if alone else RecognisedBy.SHARED
            found.setdefault(unit_id, NamedUnit(unit_id, matcher.folded.span(hit.start, hit.end), how, sure))
    return tuple(found.values())


def _hints(matcher: NameMatcher, chain: Sequence[Hit]) -> tuple[NamedUnit, ...]:
    """Names in the running text, and a place at its head (盐池推动…), each unit once."""
    told = {unit_id for hit in chain for unit_id in hit.name.unit_ids}
    mentions = matcher.mentions(chain[-1].end if chain else 0)
    hints = [
        _named(matcher, hit)._replace(how=RecognisedBy.MENTIONED, confidence=_MENTIONED) for hit in mentions
    ]
    if not chain:
        hints += _places(matcher)
    return tuple({h.unit_id: h for h in reversed(hints) if h.unit_id not in told}.values())[::-1]


def _places(matcher: NameMatcher) -> list[NamedUnit]:
    for place, unit_ids in matcher.unit_names.places.items():
        if matcher.folded.text.startswith(place):
            span = matcher.folded.span(0, len(place))
            return [NamedUnit(unit_id, span, RecognisedBy.PLACE, _PLACE) for unit_id in unit_ids]
    return []


# --- misspelt names ---------------------------------------------------------------------------------


class _Near(NamedTuple):
    """A name that the text nearly spells: slips, its length negated, where, both spellings."""

    far: int
    size: int
    span: tuple[int, int]
    name: str
    seen: str
    unit_id: int


def _ranking(matcher: NameMatcher) -> list[_Near]:
    """The nearest name of each unit that the head nearly spells, as far as none is nearer; best first."""
    best: dict[int, _Near] = {}
    for near in _near(matcher):
        if near.unit_id not in best or near < best[near.unit_id]:
            best[near.unit_id] = near
    least = min((near.far for near in best.values()), default=0)
    return sorted(near for near in best.values() if near.far == least)


def _misspelt(matcher: NameMatcher, near: _Near) -> NamedUnit:
    sure = round(1 - near.far / len(near.name), 2)
    return NamedUnit(near.unit_id, matcher.folded.span(*near.span), RecognisedBy.MISSPELT, sure)


def _near(matcher: NameMatcher) -> Iterator[_Near]:
    """Names that a part of the head differs from by a slip or two."""
    windows = tuple(matcher.windows())
    lengths = {end - start + slip for start, end in windows for slip in (-1, 0, 1)}
    for name, entry in matcher.unit_names.names.items():
        if (
            len(name) in lengths
            and len(name) > _SPELT
            and entry.how in (RecognisedBy.OFFICIAL, RecognisedBy.SHORT)
        ):
            for start, end in windows:
                seen = matcher.folded.text[start:end]
                far = OSA.distance(name, seen, score_cutoff=_tolerated(name))
                if far <= _tolerated(name) and abs(len(seen) - len(name)) <= 1:
                    yield _Near(far, -len(name), (start, end), name, seen, entry.unit_ids[0])


def _tolerated(name: str) -> int:
    """How many slips a name of that length bears before it may be quite another's."""
    return 2 if len(name) > _LONG else 1


def _undoubted(ranking: Sequence[_Near]) -> bool:
    """Whether the best match is meant: few slips, none in what tells units apart, no rival as near."""
    if not ranking:
        return False
    best = ranking[0]
    few = best.far * _CHARACTERS_A_SLIP <= len(best.name)
    alike = best.seen[:2] == best.name[:2] and best.seen[-1:] == best.name[-1:]
    return few and alike and len(ranking) == 1
