"""Which unit does a text name?

A name counts where a reporter names itself: at the head of a subject, or after its last
separator; several may be joined, as by 、 or 联合. Names met elsewhere are hints, for a
title may speak of any unit (M10). Places are those of the folded text until a
`NamedUnit` is made. Whether the sender may speak for the unit named is left to
`triage`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.names.folding import Folded, TextSpan, fold
from ingest.names.unit_names import (
    COMMON,
    GENERIC,
    GENERIC_LENGTH,
    BorneName,
    RecognisedBy,
    UnitNames,
)

BOUND = 300
"""Characters of a text in which names are sought."""
_BREAK = '#=﹕∶﹔+-‐‑–—―_:;|丨/,、。·•~>》】〗〕])」』《【〖〔[(「"“”'
_JOINER = re.compile(
    r"[,;]?(?:联报|协报|配合)(?:单位)?:|[、,/&]|以及|联合|会同|携手|协同|共同|和|与|及"
)
_CLOSING = re.compile(r"[】\])〕]")
_NEXT_BRACKET = re.compile(r"[】\])〕][【\[(〔]")
_HEAD_ROLE = re.compile(r"(?:主报|首报|牵头)(?:单位)?:")
_LOOSE_JOINER = re.compile(r"[+\-—:]*")
_PLUS = re.compile(r"[+\-—:]")
_NUMBER_OF = {**dict(zip("二三四五六七八九", range(2, 10), strict=True)), "两": 2}
_ACT = r"(?:报送|上报|呈报|供稿|投稿)"
UNIT_COUNT = r"等?(?P<number>[两二三四五六七八九2-9])(?:[个家]?(?:单位|部门)|[家方])"
"""How many units report together, behind their names: 三家单位, 等四个部门."""
_TOGETHER = re.compile(
    rf"{UNIT_COUNT}(?:联合|共同|一并)?{_ACT}?|(?:联合|共同|一并){_ACT}"
)
"""Behind a list of units: 三家单位联合报送, 四个部门, 联合上报."""
_STRETCH = re.compile(
    rf"[(\[【]?(?P<more>[^:;《》【】\[\]()]{{0,60}}?)[(\[【]?(?P<together>{_TOGETHER.pattern})[)\]】]?"
)
"""What else is listed before that, and it."""
_LIST_JOINT = re.compile(r"[、,/&+\-—]|以及|会同|协同|[和与及]")
_BEFORE_LIST = "([【-—―_:+;"
_LISTED_UNIT = re.compile(
    r"[\u4e00-\u9fff]{2,16}(?:[局委厅院校队处所站办会]|中心|公司|集团|政府|办公室|街道|[乡镇])"
)
_LONGEST_LISTED = 10
"""Characters of what may stand for a unit in such a list."""
_REPORTS = re.compile(_ACT)
_CALLED_LEAD = re.compile(r"[((](?:主报|首报|牵头)[))]")
_HEAD_BRACKETS = '《【〖〔[(「“"'
_HEAD_TAG = re.compile(r"[【\[(「][^】\])」]{1,20}[】\])」]")
_DATED = re.compile(r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?")
_BRANCH = re.compile(r"[\u4e00-\u9fff]{1,6}(?:分中心|分局|支队|大队|科|所|站)")
_SUPERIOR_BOUND = 20
_DEPARTMENT = 5
"""As many characters of a 厅's name tell it from another one: 交通运输厅."""
UNCLEAR = (RecognisedBy.SHARED, RecognisedBy.COMMON, RecognisedBy.INFORMAL)
"""Names that leave open which unit is meant, though only one bears them."""

# How surely a name means its unit, 0 to 1.
_SURENESS = {
    RecognisedBy.OFFICIAL: 1.0,
    RecognisedBy.SHORT: 0.97,
    RecognisedBy.PARENT: 0.97,
    RecognisedBy.PLACELESS: 0.9,
    RecognisedBy.COMMON: 0.5,
}
_SURENESS_ALONE = 0.9
"""Of a name in an unclear list that only one unit bears."""
_SURENESS_MENTIONED = 0.4
_SURENESS_PLACE = 0.3

_SPELT = 4
"""Names up to this length are too short to tell a slip from another name."""
_LONG = 7
"""Names longer than this bear two slips, others one, before they may be quite
another's.
"""
_CHARACTERS_A_SLIP = 5
"""A misspelt name is only taken for meant if it has so many characters for each
slip.
"""
_MISSPELT_SHOWN = 5
_LEAD_AFTER = re.compile(r"[((]?(?:主报|首报|牵头)")
_LEAD_BEFORE = re.compile(r"(?:主报|首报|牵头)(?:单位)?[::]?$")


class Hit(NamedTuple):
    """A name met in the folded text, [start, end)."""

    start: int
    end: int
    name: BorneName


class _Head(NamedTuple):
    """A place where a reporter's name may stand: `seek` it here; with its superior's it
    began at `first`.
    """

    seek: int
    first: int


def _says_little(name: str) -> bool:
    """Whether a name is so short or general that any text might hold it."""
    return len(name) <= GENERIC_LENGTH or name in GENERIC


@dataclass(frozen=True, slots=True)
class NameMatcher:
    """One folded text in which the names of a roster are sought."""

    unit_names: UnitNames
    folded: Folded

    def reporters(self) -> tuple[Hit, ...]:
        """The names by which the text says who reports, in its order."""
        for head in self._heads():
            if names := self._joined_names(head):
                return names
        # A name after the last separator: 标题——盐池县交通运输局, 标题(盐池县交通局),
        # 标题 盐池县交通局.
        text = self.folded.text.rstrip(_BREAK)
        if joint := self._joint_at_end(text):
            return joint
        start = max(text.rfind(sign) for sign in _BREAK) + 1
        origin = self.folded.origin
        gaps = (
            at for at in range(len(text) - 1, 0, -1) if origin[at] > origin[at - 1] + 1
        )
        for place in filter(None, (start, next(gaps, 0))):
            hit = self._longest(place)
            if hit is not None and hit.end == len(text):
                if hit.name.how is not RecognisedBy.COMMON:
                    return (hit,)
        return ()

    def _joint_at_end(self, text: str) -> tuple[Hit, ...]:
        """The units that report together by what closes the text:
        标题（某局、某中心联合报送）.
        """
        lists = list(_TOGETHER.finditer(text))
        if not lists or lists[-1].end() < len(text):
            return ()
        found = lists[-1]
        for place in range(1, found.start()):
            if text[place - 1] in _BEFORE_LIST:
                names = self._joined_names(_Head(place, place))
                if names and (
                    self.stretch(names[-1].end) or names[-1].end == found.start()
                ):
                    return names
        return ()

    def mentions(self, start: int) -> Iterator[Hit]:
        """Unmistakable names in the running text from `start` on."""
        while start < len(self.folded.text):
            hit = self._longest(start)
            name = "" if hit is None else self.folded.text[hit.start : hit.end]
            if hit is None or _says_little(name) or name in COMMON:
                start += 1
                continue
            if len(hit.name.unit_ids) == 1:
                yield hit
            start = hit.end

    def windows(self) -> list[tuple[int, int]]:
        """Parts [start, end) of the head that may be a misspelt name: up to a 局, 处 …,
        or a separator.
        """
        text = self.folded.text
        first = self._first()
        bound = min(len(text), first + self.unit_names.longest + 2)
        found = []
        for end in range(first + GENERIC_LENGTH + 1, bound + 1):
            is_end = self._is_end_of_name(end)
            if is_end or text[end - 1] in "局处心站校会室办委厅":
                found.append((first, end))
            if is_end:
                break
        return found

    def _first(self) -> int:
        """Where the text begins, opening brackets left out."""
        return len(self.folded.text) - len(self.folded.text.lstrip(_HEAD_BRACKETS))

    def _heads(self) -> Iterator[_Head]:
        """Where a reporter's name may begin: at the head, in or after brackets, after a
        superior's name.
        """
        text = self.folded.text
        first = self._first()
        yield _Head(first, first)
        if tag := _HEAD_TAG.match(text):
            yield _Head(tag.end(), tag.end())
        if role := _HEAD_ROLE.match(text, first):
            yield _Head(role.end(), first)
        if dated := _DATED.match(text, first):
            yield _Head(dated.end(), first)
        for superior in self.unit_names.superiors:
            if text.startswith(superior, first):
                yield _Head(first + len(superior), first)
            elif len(superior) > _DEPARTMENT and superior.endswith("厅"):
                # 宁夏交通运输厅 for 宁夏回族自治区交通运输厅: only the department's own
                # name must be there.
                department = superior[-_DEPARTMENT:]
                place = text.find(department, first, first + _SUPERIOR_BOUND)
                if place >= 0:
                    yield _Head(place + len(department), first)

    def _joined_names(self, head: _Head) -> tuple[Hit, ...]:
        """The names at a head, joined by 、 和 联合 and the like; a superior's name is
        part of the first.
        """
        hit = self._longest(head.seek)
        if hit is None or not self._may_report(hit):
            return ()
        name = hit.name
        if name.how is RecognisedBy.COMMON and head.first < head.seek:
            name = name._replace(
                how=RecognisedBy.SHORT
            )  # 厅工会 is no longer anybody's 工会
        hits = [Hit(head.first, hit.end, name)]
        loose = 0
        hit = self._next_name(hit.end)
        # A department (办公室) after a name is a part of it, not another unit.
        while hit is not None and hit.name.how not in UNCLEAR and self._may_report(hit):
            if _PLUS.match(self.folded.text, hits[-1].end):
                loose = len(hits)
            hits.append(hit)
            hit = self._next_name(hit.end)
        # Behind a plus a title may begin with names: A+A联合B、C追缴通行费 is A's
        # alone.
        reports = _TOGETHER.match(self.folded.text, hits[-1].end) or _REPORTS.match(
            self.folded.text, hits[-1].end
        )
        if loose and not self._is_end_of_name(
            reports.end() if reports else hits[-1].end
        ):
            return tuple(hits[:loose])
        return tuple(hits)

    def _next_name(self, end: int) -> Hit | None:
        """The name that follows on one that ends at `end`."""
        text = self.folded.text
        if called_lead := _CALLED_LEAD.match(text, end):
            end = called_lead.end()
        if joiner := _JOINER.match(text, end):
            return self._longest(joiner.end())
        if bracket := _NEXT_BRACKET.match(text, end):
            hit = self._longest(bracket.end())
            closed = hit is not None and _CLOSING.match(text, hit.end)
            return hit if closed else None
        loose = _LOOSE_JOINER.match(text, end)
        hit = self._longest(loose.end() if loose else end)
        if hit is None:
            return None
        # A title may begin with a unit's name: after + - : or a blank, a further name
        # ends at a separator.
        ends = (
            self._is_end_of_name(hit.end)
            or _JOINER.match(text, hit.end)
            or self.together(hit.end)
        )
        return hit if ends else None

    def together(self, end: int) -> re.Match[str] | None:
        """The words right behind a list of units that say that they report together
        (三家联合报送).
        """
        found = _TOGETHER.match(self.folded.text, end)
        return found if found and self._is_end_of_name(found.end()) else None

    def stretch(self, end: int) -> re.Match[str] | None:
        """`together`, and what else is listed before it, of a list whose known names
        end at `end`.
        """
        found = _STRETCH.match(self.folded.text, end)
        if found is None:
            return None
        # 某局、某中心联合报送某事: of what is 上报 a title may tell.
        runs_on = not found["more"] and found["together"].endswith(
            ("联合报送", "共同报送", "联合供稿")
        )
        return found if runs_on or self._is_end_of_name(found.end()) else None

    def _longest(self, start: int) -> Hit | None:
        """The longest name that begins at `start`."""
        text, origin, unit_names = self.folded.text, self.folded.origin, self.unit_names
        for length in unit_names.lengths.get(text[start : start + 1], ()):
            # Near the text's end the word is shorter, and may be a name all the same.
            word = text[start : start + length]
            name = unit_names.names.get(word)
            end = start + len(word)
            if name is None:
                continue
            if name.how is RecognisedBy.PARENT:
                # Where a blank parts a parent's name from its child's, both are named.
                if any(
                    origin[gap] > origin[gap - 1] + 1
                    and text[start:gap] in unit_names.names
                    and text[gap:end] in unit_names.names
                    for gap in range(start + 1, end)
                ):
                    continue
            return Hit(start, end, name)
        return None

    def _may_report(self, hit: Hit) -> bool:
        """Whether a name at the head counts: a short or general one only before a
        separator.
        """
        name = self.folded.text[hit.start : hit.end]
        if not _says_little(name) and hit.name.how not in UNCLEAR:
            return True
        branch = _BRANCH.match(self.folded.text, hit.end)
        end = branch.end() if branch else hit.end
        joins = _JOINER.match(self.folded.text, end) or self.together(end)
        return self._is_end_of_name(end) or bool(joins)

    def _is_end_of_name(self, end: int) -> bool:
        """Whether a separator, a blank of the original or the text's end follows folded
        place `end`.
        """
        text, origin = self.folded
        return (
            end >= len(text) or text[end] in _BREAK or origin[end] > origin[end - 1] + 1
        )


# --- which units the names mean -------------------------------------------------------


class NamedUnit(NamedTuple):
    """One unit named in a text: where (half-open range of the text), by what, and how
    surely (0 to 1).
    """

    unit_id: int
    span: TextSpan
    how: RecognisedBy
    confidence: float


class Naming(NamedTuple):
    """What a text names.

    `named` are the units it names clearly, in its order. `unclear` are candidates where
    it names one of several or misspells too much; `hints` are units that it merely
    mentions: both best first. `lead` is the unit that the text itself calls the lead of
    a joint item (D1), `not_found` what of a list of units that report together names
    none, or how many they should be.
    """

    named: tuple[NamedUnit, ...] = ()
    unclear: tuple[NamedUnit, ...] = ()
    hints: tuple[NamedUnit, ...] = ()
    lead: int | None = None
    not_found: str = ""

    @property
    def spans(self) -> tuple[TextSpan, ...]:
        """Where the units stand that the text names clearly, or else the unclear name
        at its head.
        """
        standing = self.named or self.unclear
        return tuple(
            dict.fromkeys(
                unit.span for unit in standing if unit.how is not RecognisedBy.PLACE
            )
        )


def find_units(text: str, unit_names: UnitNames) -> Naming:
    """Which units `text` names; only its first BOUND characters are read, and it never
    fails.
    """
    matcher = NameMatcher(unit_names, fold(text[:BOUND]))
    chain = matcher.reporters()
    hints = _hints(matcher, chain)
    if not chain:
        misspelt = _misspelt_names(matcher)
        undoubted = len(misspelt) == 1 and misspelt[0].is_undoubted
        units = tuple(each.as_unit(matcher) for each in misspelt[:_MISSPELT_SHOWN])
        return (
            Naming(named=units, hints=hints)
            if undoubted
            else Naming(unclear=units, hints=hints)
        )
    if any(len(hit.name.unit_ids) > 1 or hit.name.how in UNCLEAR for hit in chain):
        meant: dict[int, NamedUnit] = {}
        for hit in sorted(
            chain, key=lambda hit: len(hit.name.unit_ids)
        ):  # what is named most clearly first
            how, sure = hit.name.how, _SURENESS_ALONE
            if len(hit.name.unit_ids) > 1:
                how = RecognisedBy.SHARED
            if how in (RecognisedBy.SHARED, RecognisedBy.COMMON):
                sure = _SURENESS[RecognisedBy.COMMON]
            span = matcher.folded.span(hit.start, hit.end)
            for unit_id in hit.name.unit_ids:
                meant.setdefault(unit_id, NamedUnit(unit_id, span, how, sure))
        return Naming(unclear=tuple(meant.values()), hints=hints)
    text = matcher.folded.text
    named: dict[int, NamedUnit] = {}
    lead = None
    for hit in chain:
        unit_id = hit.name.unit_ids[0]
        span = matcher.folded.span(hit.start, hit.end)
        named.setdefault(
            unit_id, NamedUnit(unit_id, span, hit.name.how, _SURENESS[hit.name.how])
        )
        if lead is None and (
            _LEAD_AFTER.match(text, hit.end) or _LEAD_BEFORE.search(text[: hit.start])
        ):
            lead = unit_id
    naming = Naming(tuple(named.values()), hints=hints, lead=lead)
    found = matcher.stretch(chain[-1].end)
    return naming if found is None else _with_stretch(naming, found, matcher)


def _with_stretch(naming: Naming, found: re.Match[str], matcher: NameMatcher) -> Naming:
    """`naming` with the other units of a list of those who report together, and what
    that leaves open.

    A body that reads like a unit's name and is none of the roster's is nobody to ask
    about.
    """
    named = {unit.unit_id: unit for unit in naming.named}
    not_found = ""
    others = 0
    for part in filter(None, _LIST_JOINT.split(found["more"])):
        is_unit = _LISTED_UNIT.fullmatch(part) is not None
        if len(part) > _LONGEST_LISTED and not is_unit:
            return naming  # a title
        meant = find_units(part, matcher.unit_names)
        for unit in meant.named:
            named.setdefault(unit.unit_id, unit)
        if meant.named:
            continue
        if is_unit and not meant.unclear:
            others += 1
        else:
            not_found = not_found or part
    written = found["number"]
    if written and not not_found:
        number = _NUMBER_OF.get(written) or int(written)
        not_found = "" if number == len(named) + others else found["together"]
    # The last name ends with the list, so that nothing of it stays in the title.
    *before, last = naming.named
    span = TextSpan(
        last.span.start, matcher.folded.span(found.end() - 1, found.end()).end
    )
    rest = [unit._replace(span=span) for unit in named.values() if unit not in before]
    return naming._replace(named=(*before, *rest), not_found=not_found)


def mentioned_in(text: str, unit_names: UnitNames) -> tuple[int, ...]:
    """The ids of the units whose unmistakable names stand anywhere in `text`, each
    once, in its order.
    """
    matcher = NameMatcher(unit_names, fold(text))
    found = [unit_id for hit in matcher.mentions(0) for unit_id in hit.name.unit_ids]
    return tuple(dict.fromkeys(found))


def _hints(matcher: NameMatcher, chain: Sequence[Hit]) -> tuple[NamedUnit, ...]:
    """Units of names in the running text, and of a place at its head (盐池推动…), each
    once.
    """
    reporting = {unit_id for hit in chain for unit_id in hit.name.unit_ids}
    found: dict[int, NamedUnit] = {}
    for hit in matcher.mentions(chain[-1].end if chain else 0):
        span = matcher.folded.span(hit.start, hit.end)
        for unit_id in hit.name.unit_ids:
            hint = NamedUnit(unit_id, span, RecognisedBy.MENTIONED, _SURENESS_MENTIONED)
            found.setdefault(unit_id, hint)
    if not chain:
        places = matcher.unit_names.places
        place = next(filter(matcher.folded.text.startswith, places), "")
        for unit_id in places.get(place, ()):
            span = matcher.folded.span(0, len(place))
            hint = NamedUnit(unit_id, span, RecognisedBy.PLACE, _SURENESS_PLACE)
            found.setdefault(unit_id, hint)
    return tuple(hint for unit_id, hint in found.items() if unit_id not in reporting)


# --- misspelt names -------------------------------------------------------------------


class _Misspelt(NamedTuple):
    """A unit's name that the text nearly spells: how many slips, where in the folded
    text, both spellings.
    """

    slips: int
    span: tuple[int, int]
    name: str
    written: str
    unit_id: int

    @property
    def rank(self) -> tuple[int, int, tuple[int, int], str, str, int]:
        """Fewest slips first, of equals the longest name, then the earliest place."""
        return (
            self.slips,
            -len(self.name),
            self.span,
            self.name,
            self.written,
            self.unit_id,
        )

    @property
    def is_undoubted(self) -> bool:
        """Whether the name is meant: few slips, none in what tells units apart, its
        beginning and its end.
        """
        few = self.slips * _CHARACTERS_A_SLIP <= len(self.name)
        return (
            few
            and self.written[:2] == self.name[:2]
            and self.written[-1:] == self.name[-1:]
        )

    def as_unit(self, matcher: NameMatcher) -> NamedUnit:
        """The unit named, the surer the fewer slips."""
        sure = round(1 - self.slips / len(self.name), 2)
        return NamedUnit(
            self.unit_id, matcher.folded.span(*self.span), RecognisedBy.MISSPELT, sure
        )


def _misspelt_names(matcher: NameMatcher) -> list[_Misspelt]:
    """The nearest official or short name of each unit that the head spells with a slip
    or two; best first.

    Those that are as near as the nearest of all, which may be none.
    """
    unit_names = matcher.unit_names
    found: list[_Misspelt] = []
    for start, end in matcher.windows():
        written = matcher.folded.text[start:end]
        for length in range(max(_SPELT + 1, len(written) - 1), len(written) + 2):
            names = unit_names.spelt.get(length, ())
            tolerated = 2 if length > _LONG else 1
            near = process.extract(
                written, names, scorer=OSA.distance, score_cutoff=tolerated, limit=None
            )
            for name, slips, _ in near:
                unit_id = unit_names.names[name].unit_ids[0]
                found.append(
                    _Misspelt(int(slips), (start, end), name, written, unit_id)
                )
    found.sort(key=lambda misspelt: misspelt.rank)
    best: dict[int, _Misspelt] = {}
    for misspelt in found:
        best.setdefault(misspelt.unit_id, misspelt)
    return [misspelt for misspelt in best.values() if misspelt.slips == found[0].slips]
