"""Where in a text does a known name stand, and does it count there?

A name counts at the head of a text or after its last separator; several may be joined by 、 和 与 联合. All
places are those of the folded text. Which units the names mean, and what else they may be, is left to
`naming`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ingest.names.folding import Folded
from ingest.names.unit_names import COMMON, GENERIC, GENERIC_LENGTH, BorneName, RecognisedBy, UnitNames

_BREAK = '#=﹕∶﹔+-‐‑–—―_:;|丨/,、。·•~>》】〗〕])」』《【〖〔[(「"“”'
_JOINER = re.compile(r"[,;]?(?:联报|协报|配合)(?:单位)?:|[、,/&]|以及|联合|会同|携手|协同|共同|和|与|及")
_NEXT_BRACKET = re.compile(r"[】\])〕][【\[(〔]")
_HEAD_ROLE = re.compile(r"(?:主报|首报|牵头)(?:单位)?:")
_LOOSE_JOINER = re.compile(r"[+\-—:]*")
_LEAD_AFTER = re.compile(r"[((]?(?:主报|首报|牵头)")
_CALLED_LEAD = re.compile(r"[((](?:主报|首报|牵头)[))]")
_LEAD_BEFORE = re.compile(r"(?:主报|首报|牵头)(?:单位)?[::]?$")
_HEAD_BRACKETS = re.compile(r"[《【〖〔\[(「“\"]*")
_HEAD_TAG = re.compile(r"[【\[(「][^】\])」]{1,20}[】\])」]")
_DATED = re.compile(r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?")
_BRANCH = re.compile(r"[\u4e00-\u9fff]{1,6}(?:分中心|分局|支队|大队|科|所|站)")
_SUPERIOR_BOUND = 20
_DEPARTMENT = 5
"""As many characters of a 厅's name tell it from another one: 交通运输厅."""
UNCLEAR = (RecognisedBy.SHARED, RecognisedBy.COMMON, RecognisedBy.INFORMAL)
"""Names that leave open which unit is meant, though only one bears them."""


class Hit(NamedTuple):
    """A name met in the folded text, [start, end)."""

    start: int
    end: int
    name: BorneName


@dataclass(frozen=True, slots=True)
class NameMatcher:
    """One folded text in which the names of a roster are sought."""

    unit_names: UnitNames
    folded: Folded

    def reporters(self) -> tuple[Hit, ...]:
        """The names by which the text says who reports, in its order."""
        heads = (self._chain(seek, shown) for seek, shown in self._heads())
        return next((chain for chain in heads if chain), ()) or self._tail()

    def mentions(self, start: int) -> Iterator[Hit]:
        """Unmistakable names in the running text from `start` on."""
        while start < len(self.folded.text):
            hit = self._longest(start)
            if hit is not None and len(hit.name.unit_ids) == 1 and self._long(hit):
                yield hit
            start = hit.end if hit is not None and self._long(hit) else start + 1

    def windows(self) -> Iterator[tuple[int, int]]:
        """Parts of the head that may be a misspelt name: up to the first separator, or to 局, 处 …."""
        text = self.folded.text
        first, _ = next(self._heads())
        bound = min(len(text), first + self.unit_names.longest + 2)
        for end in range(first + GENERIC_LENGTH + 1, bound + 1):
            if self._breaks(end):
                yield first, end
                return
            if text[end - 1] in "局处心站校会室办委厅":
                yield first, end

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
        if role := _HEAD_ROLE.match(text, first):
            yield role.end(), first
        if dated := _DATED.match(text, first):
            yield dated.end(), first
        yield from ((end, first) for end in self._superiors(first))

    def _superiors(self, first: int) -> Iterator[int]:
        """Where the name of a superior ends that stands at `first`: 自治区, 厅, 宁夏交通运输厅 …."""
        text = self.folded.text
        for superior in self.unit_names.superiors:
            if text.startswith(superior, first):
                yield first + len(superior)
            elif len(superior) > _DEPARTMENT and superior.endswith("厅"):
                own = superior[-_DEPARTMENT:]
                if (place := text.find(own, first, first + _SUPERIOR_BOUND)) >= 0:
                    yield place + len(own)

    def _chain(self, seek: int, shown: int) -> tuple[Hit, ...]:
        """The names at `seek`, joined by 、 和 与 联合 and the like; the first begins at `shown`."""
        hits: list[Hit] = []
        hit = self._longest(seek)
        while hit is not None and self._counts(hit):
            hits.append(hit if hits else _after_superior(hit, seek, shown))
            hit = self._next(hit.end)
        return tuple(hits)

    def _next(self, end: int) -> Hit | None:
        """The next name of the list; a department (办公室) after a name is a part of it, not another unit."""
        hit = self._joined(end)
        return hit if hit is not None and hit.name.how not in UNCLEAR else None

    def _joined(self, end: int) -> Hit | None:
        text = self.folded.text
        if called_lead := _CALLED_LEAD.match(text, end):
            end = called_lead.end()
        if joiner := _JOINER.match(text, end):
            return self._longest(joiner.end())
        if bracket := _NEXT_BRACKET.match(text, end):
            hit = self._longest(bracket.end())
            return hit if hit is not None and text[hit.end : hit.end + 1] in ("】", "]", ")", "〕") else None
        loose = _LOOSE_JOINER.match(text, end)
        hit = self._longest(loose.end() if loose else end)
        # A title may begin with a unit's name: after + - : or a blank, a further name ends at a separator.
        return hit if hit is not None and (self._breaks(hit.end) or _JOINER.match(text, hit.end)) else None

    def _tail(self) -> tuple[Hit, ...]:
        """A name after the text's last separator: 标题——盐池县交通运输局, 标题(盐池县交通局)."""
        text = self.folded.text.rstrip(_BREAK)
        for start in range(len(text) - 1, 0, -1):
            if text[start - 1] in _BREAK:
                hit = self._longest(start)
                if hit is not None and hit.end == len(text) and hit.name.how is not RecognisedBy.COMMON:
                    return (hit,)
                return ()
        return ()

    def _longest(self, start: int) -> Hit | None:
        text, unit_names = self.folded.text, self.unit_names
        for length in unit_names.lengths.get(text[start : start + 1], ()):
            name = unit_names.names.get(text[start : start + length])
            if name and not (name.how is RecognisedBy.PARENT and self._two_names(start, start + length)):
                return Hit(start, min(len(text), start + length), name)
        return None

    def _two_names(self, start: int, end: int) -> bool:
        """Whether a blank parts a parent's name from its child's: then both are named."""
        text, origin = self.folded
        names = self.unit_names.names
        gaps = (i for i in range(start + 1, end) if origin[i] > origin[i - 1] + 1)
        return any(text[start:gap] in names and text[gap:end] in names for gap in gaps)

    def _counts(self, hit: Hit) -> bool:
        """Whether a name at the head counts: a short or general one only before a separator."""
        name = self.folded.text[hit.start : hit.end]
        if len(name) > GENERIC_LENGTH and name not in GENERIC and hit.name.how not in UNCLEAR:
            return True
        branch = _BRANCH.match(self.folded.text, hit.end)
        end = branch.end() if branch else hit.end
        return self._breaks(end) or bool(_JOINER.match(self.folded.text, end))

    def _breaks(self, end: int) -> bool:
        """Whether a separator, a blank of the original or the text's end follows folded place `end`."""
        text, origin = self.folded
        return end >= len(text) or text[end] in _BREAK or origin[end] > origin[end - 1] + 1

    def _long(self, hit: Hit) -> bool:
        name = self.folded.text[hit.start : hit.end]
        return len(name) > GENERIC_LENGTH and name not in COMMON and name not in GENERIC


def _after_superior(hit: Hit, seek: int, shown: int) -> Hit:
    """A name with its superior's before it: 厅工会 is no longer anybody's 工会."""
    name = (
        hit.name._replace(how=RecognisedBy.SHORT)
        if hit.name.how is RecognisedBy.COMMON and shown < seek
        else hit.name
    )
    return Hit(shown, hit.end, name)
