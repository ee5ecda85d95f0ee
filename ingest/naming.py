"""Which unit does a text name?

A unit counts as named where a reporter names itself: at the head of a subject, or after the last separator.
Names met elsewhere are hints, for a title may speak of any unit. Whether the sender may speak for the unit
named is left to `triage`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from ingest.folding import Folded, fold
from ingest.gazetteer import COMMON, GENERIC, GENERIC_LENGTH, Gazetteer, How, Name

BOUND = 300
"""Characters of a text in which names are sought."""


class Named(NamedTuple):
    """One unit named in a text: where (half-open range of the text), by what, and how surely (0 to 1)."""

    unit_id: int
    span: tuple[int, int]
    how: How
    confidence: float


class Naming(NamedTuple):
    """What a text names.

    `named` are the units it names clearly, in its order. `unclear` are candidates where it names one of
    several or misspells too much; `hints` are units that it merely mentions: both best first. `lead` is the
    unit that the text itself calls the lead of a joint item (D1).
    """

    named: tuple[Named, ...] = ()
    unclear: tuple[Named, ...] = ()
    hints: tuple[Named, ...] = ()
    lead: int | None = None

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the units stand that the text names clearly, or else the unclear name at its head."""
        return tuple(n.span for n in self.named) or tuple(
            {n.span for n in self.unclear if n.how is not How.PLACE}
        )


_SURENESS = {How.OFFICIAL: 1.0, How.SHORT: 0.97, How.PARENT: 0.97, How.PLACELESS: 0.9, How.COMMON: 0.5}
_LONG = 7
_CHARACTERS_A_SLIP = 5
_BREAK = '+-‐‑–—―_:;|丨/,、。·•~>》】])」』《【[(「"“”'
_JOINER = re.compile(r"[、,/&]|以及|联合|会同|携手|协同|共同|和|与|及")
_LOOSE_JOINER = re.compile(r"[+\-—:]*")
_LEAD_AFTER = re.compile(r"[((]?(?:主报|首报|牵头)")
_CALLED_LEAD = re.compile(r"[((](?:主报|首报|牵头)[))]")
_LEAD_BEFORE = re.compile(r"(?:主报|首报|牵头)(?:单位)?[::]?$")
_HEAD_BRACKETS = re.compile(r"[《【\[(「“\"]*")
_HEAD_TAG = re.compile(r"[【\[(「][^】\])」]{1,20}[】\])」]")
_SUPERIOR = re.compile(r"[\u4e00-\u9fff]{2,12}?(?=厅)")


def find(text: str, gazetteer: Gazetteer) -> Naming:
    """Which units `text` names (see Naming); only its first BOUND characters are read, and it never fails."""
    return _Search(gazetteer, fold(text[:BOUND])).naming()


class _Hit(NamedTuple):
    """A name met in the folded text, [start, end)."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True, slots=True)
class _Search:
    """One text being searched."""

    gazetteer: Gazetteer
    folded: Folded

    def naming(self) -> Naming:
        text = self.folded.text
        chain = (
            next((c for seek, shown in self._heads() if (c := self._chain(seek, shown))), ()) or self._tail()
        )
        clear = [h for h in chain if len(h.name.unit_ids) == 1 and h.name.how not in (How.SHARED, How.COMMON)]
        hints = self._mentions(chain)
        if clear and len(clear) == len(chain):
            return Naming(tuple(self._named(h) for h in _once(clear)), hints=hints, lead=_lead(text, clear))
        if chain:
            return Naming(unclear=self._candidates(chain), hints=hints)
        misspelt, sure = self._misspelt()
        if sure:
            return Naming(named=misspelt, hints=hints)
        return Naming(unclear=misspelt, hints=hints)

    def _heads(self) -> Iterator[tuple[int, int]]:
        """Where a reporter's name may begin: the head, in or after brackets there, after a superior's name.

        Pairs of where to seek and where the name then begins, the superior's included.
        """
        text = self.folded.text
        brackets = _HEAD_BRACKETS.match(text)
        first = brackets.end() if brackets else 0
        yield first, first
        if tag := _HEAD_TAG.match(text):
            yield tag.end(), tag.end()
        if superior := _SUPERIOR.match(text, first):
            yield superior.end(), first
            yield superior.end() + 1, first

    def _chain(self, seek: int, shown: int) -> tuple[_Hit, ...]:
        """The names at `seek`, joined by 、 和 与 联合 and the like; the first begins at `shown`."""
        hits: list[_Hit] = []
        hit = self._longest(seek)
        while hit is not None and self._counts(hit):
            hits.append(hit if hits else hit._replace(start=shown))
            hit = self._next(hit.end)
        return tuple(hits)

    def _next(self, end: int) -> _Hit | None:
        """The next name of the list; a department (办公室) after a name is a part of it, not another unit."""
        hit = self._joined(end)
        return hit if hit is not None and hit.name.how not in (How.COMMON, How.SHARED) else None

    def _joined(self, end: int) -> _Hit | None:
        text = self.folded.text
        if called_lead := _CALLED_LEAD.match(text, end):
            end = called_lead.end()
        if joiner := _JOINER.match(text, end):
            return self._longest(joiner.end())
        loose = _LOOSE_JOINER.match(text, end)
        hit = self._longest(loose.end() if loose else end)
        # A title may begin with a unit's name: after + - : or a blank, a further name ends at a separator.
        return hit if hit is not None and (self._breaks(hit.end) or _JOINER.match(text, hit.end)) else None

    def _tail(self) -> tuple[_Hit, ...]:
        """A name after the text's last separator: 标题——盐池县交通运输局, 标题(盐池县交通局)."""
        text = self.folded.text.rstrip(_BREAK)
        for start in range(len(text) - 1, 0, -1):
            if text[start - 1] in _BREAK:
                hit = self._longest(start)
                if hit is not None and hit.end == len(text) and hit.name.how is not How.COMMON:
                    return (hit,)
                return ()
        return ()

    def _longest(self, start: int) -> _Hit | None:
        text, names = self.folded.text, self.gazetteer.names
        for end in range(min(len(text), start + self.gazetteer.longest), start + 1, -1):
            if name := names.get(text[start:end]):
                return _Hit(start, end, name)
        return None

    def _counts(self, hit: _Hit) -> bool:
        """Whether a name at the head counts: a short or general one only before a separator."""
        name = self.folded.text[hit.start : hit.end]
        general = len(name) <= GENERIC_LENGTH or name in GENERIC or hit.name.how in (How.COMMON, How.SHARED)
        return not general or self._breaks(hit.end) or bool(_JOINER.match(self.folded.text, hit.end))

    def _breaks(self, end: int) -> bool:
        """Whether a separator, a blank of the original or the text's end follows folded place `end`."""
        text, origin = self.folded
        return end >= len(text) or text[end] in _BREAK or origin[end] > origin[end - 1] + 1

    def _named(self, hit: _Hit) -> Named:
        how = hit.name.how
        return Named(hit.name.unit_ids[0], self.folded.span(hit.start, hit.end), how, _SURENESS.get(how, 0.5))

    def _candidates(self, chain: Sequence[_Hit]) -> tuple[Named, ...]:
        """The units that an unclear chain may mean, those it names clearly first."""
        found: dict[int, Named] = {}
        for hit in sorted(chain, key=lambda h: len(h.name.unit_ids)):
            for unit_id in hit.name.unit_ids:
                sure = 0.9 if len(hit.name.unit_ids) == 1 and hit.name.how is not How.COMMON else 0.5
                how = hit.name.how if len(hit.name.unit_ids) == 1 else How.SHARED
                found.setdefault(unit_id, Named(unit_id, self.folded.span(hit.start, hit.end), how, sure))
        return tuple(found.values())

    def _mentions(self, chain: Sequence[_Hit]) -> tuple[Named, ...]:
        """Names in the running text, and a place at its head (盐池推动…)."""
        text, found = self.folded.text, {unit_id: None for hit in chain for unit_id in hit.name.unit_ids}
        hints: list[Named] = []
        start = chain[-1].end if chain else 0
        while start < len(text):
            hit = self._longest(start)
            if hit is not None and len(hit.name.unit_ids) == 1 and self._long(hit):
                hints.append(self._named(hit)._replace(how=How.MENTIONED, confidence=0.4))
                start = hit.end
            else:
                start += 1
        if not chain:
            hints += self._places()
        return tuple({h.unit_id: h for h in reversed(hints) if h.unit_id not in found}.values())[::-1]

    def _long(self, hit: _Hit) -> bool:
        name = self.folded.text[hit.start : hit.end]
        return len(name) > GENERIC_LENGTH and name not in COMMON and name not in GENERIC

    def _places(self) -> list[Named]:
        for place, unit_ids in self.gazetteer.places.items():
            if self.folded.text.startswith(place):
                span = self.folded.span(0, len(place))
                return [Named(unit_id, span, How.PLACE, 0.3) for unit_id in unit_ids]
        return []

    def _misspelt(self) -> tuple[tuple[Named, ...], bool]:
        """Units whose name the head nearly spells, best first; whether the first is meant without doubt."""
        windows = tuple(self._windows())
        rated: dict[int, tuple[int, int, tuple[int, int], str, str]] = {}
        for name, entry in self.gazetteer.names.items():
            if entry.how not in (How.OFFICIAL, How.SHORT) or len(name) <= GENERIC_LENGTH + 1:
                continue
            for start, end in windows:
                seen = self.folded.text[start:end]
                far = OSA.distance(name, seen, score_cutoff=2)
                if far <= _tolerated(name) and abs(len(seen) - len(name)) <= 1:
                    rate = (far, -len(name), (start, end), name, seen)
                    rated[entry.unit_ids[0]] = min(rate, rated.get(entry.unit_ids[0], rate))
        least = min((far for far, *_ in rated.values()), default=0)
        ranking = sorted((r for r in rated.items() if r[1][0] == least), key=lambda item: item[1])
        named = tuple(
            Named(unit_id, self.folded.span(*span), How.MISSPELT, round(1 - far / -size, 2))
            for unit_id, (far, size, span, _, _) in ranking
        )
        return (named[:1], True) if _undoubted([rate for _, rate in ranking]) else (named[:5], False)

    def _windows(self) -> Iterator[tuple[int, int]]:
        """Parts of the head that may be a misspelt name: up to the first separator, or to 局, 处 …."""
        text = self.folded.text
        first, _ = next(self._heads())
        bound = min(len(text), first + self.gazetteer.longest + 2)
        for end in range(first + GENERIC_LENGTH + 1, bound + 1):
            if self._breaks(end):
                yield first, end
                return
            if text[end - 1] in "局处心站校会室办委厅":
                yield first, end


def _tolerated(name: str) -> int:
    """How many slips a name of that length bears before it may be quite another's."""
    return 2 if len(name) > _LONG else 1


def _undoubted(ranking: Sequence[tuple[int, int, tuple[int, int], str, str]]) -> bool:
    """Whether the best match is meant: few slips, none in what tells units apart, no rival as near."""
    if not ranking:
        return False
    far, size, _, name, seen = ranking[0]
    rival = len(ranking) > 1 and ranking[1][0] <= far
    few = far * _CHARACTERS_A_SLIP <= -size
    return few and not rival and seen[:2] == name[:2] and seen[-1:] == name[-1:]


def _once(hits: Sequence[_Hit]) -> list[_Hit]:
    return list({hit.name.unit_ids[0]: hit for hit in reversed(hits)}.values())[::-1]


def _lead(text: str, hits: Sequence[_Hit]) -> int | None:
    for hit in hits:
        if _LEAD_AFTER.match(text, hit.end) or _LEAD_BEFORE.search(text[: hit.start]):
            return hit.name.unit_ids[0]
    return None
