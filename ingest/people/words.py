"""What is each word of a line that names people, and what did whom it names do?

Such a line is consumed: every word of it is a name, a telephone number, a mail address,
a unit, a post, a role or a remark. What is none of these is left over
(`WordKind.LEFTOVER`), and whoever asked is then unsure. Where such lines stand, and
whether they may be trusted without a label, is left to `byline` and `signature`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from ingest.names.folding import fold_text
from ingest.names.unit_names import UnitNames
from ingest.people.person_names import (
    EMAIL,
    HAN,
    begins_with_family,
    has_compound_family,
    is_common,
    is_compound_family,
    is_name,
    may_be_name,
)
from ingest.people.phone_numbers import phones_in
from ingest.people.vocabulary import (
    INNER,
    LATIN_REMARKS,
    MEDIUM,
    OFFICE_STEM,
    PERHAPS_UNIT_AT_END,
    POST_AT_END,
    POST_AT_START,
    REMARK_AT_END,
    REMARKS,
    ROLES,
    UNIT_AT_END,
    BylineRole,
)
from ledger.entries.people import Unit


class WordKind(StrEnum):
    """What a word of a line that names people is."""

    NAME = "name"
    DOUBTFUL = "doubtful"
    """A name, or the name of a place or a thing."""
    OWNER = "owner"
    """The beginning of a name in brackets behind a number: 139…(张)."""
    PHONE = "phone"
    EMAIL = "email"
    UNIT = "unit"
    POST = "post"
    ROLE = "role"
    REMARK = "remark"
    LEFTOVER = "leftover"


_LONGEST_NAME = 4
NAMES = (WordKind.NAME, WordKind.DOUBTFUL)
_REACHED = (*NAMES, WordKind.OWNER, WordKind.PHONE, WordKind.EMAIL)


class Word(NamedTuple):
    """One word: what it is, what it says (a number in its usual writing), and where it
    stood (half-open).
    """

    kind: WordKind
    text: str
    span: tuple[int, int]
    role: BylineRole | None = None
    """Of a ROLE, and of a name behind which one stands in brackets (张三(摄影)).

    OTHER of what else stands before a colon: whose names stand behind it is not known.
    """


class Known(NamedTuple):
    """What the roster knows: whether a word is a unit or a place, and the names of its
    people.

    A hint, never a filter.
    """

    is_unit: Callable[[str], bool] = lambda _: False
    people: Collection[str] = frozenset()

    def is_person(self, word: str) -> bool:
        """Whether `word` reads like a name, or is that of somebody on the roster."""
        return is_name(word) or word in self.people


NOBODY_KNOWN = Known()


def known_of(names: UnitNames, units: Iterable[Unit]) -> Known:
    """What the roster knows of its units' names and places, and of the people of
    `units`.
    """
    people = frozenset(
        person.name for unit in units for person in unit.people if person.name
    )

    def is_unit(word: str) -> bool:
        folded = fold_text(word)
        return folded in names.names or folded in names.places

    return Known(is_unit, people)


def of_kind(words: Iterable[Word], *kinds: WordKind) -> list[Word]:
    """Those of `words` that are of one of `kinds`, in order."""
    return [word for word in words if word.kind in kinds]


def texts_of(words: Iterable[Word], *kinds: WordKind) -> tuple[str, ...]:
    """What those of `words` say that are of one of `kinds`, in order."""
    return tuple(word.text for word in of_kind(words, *kinds))


def kinds_in(words: Iterable[Word]) -> set[WordKind]:
    """The kinds of `words`."""
    return {word.kind for word in words}


def is_sentence(words: Iterable[Word]) -> bool:
    """Whether a word that is left over is too long to be anybody's name."""
    return any(len(text) > _LONGEST_NAME for text in texts_of(words, WordKind.LEFTOVER))


def roles_in(words: Iterable[Word]) -> set[BylineRole]:
    """What those whom `words` name did, as far as these say it."""
    return {word.role for word in of_kind(words, WordKind.ROLE, *NAMES) if word.role}


# --- numbers and what is none ---------------------------------------------------------

_NO_PHONE = re.compile(
    r"(?:传真|fax|qq号?|微信号?|邮编)[:\s]*\(?[a-z\d_-]{2,20}\)?(?:[-\s]\d{3,8}(?!\d)){0,2}",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:20)?\d\d\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}(?!\d)\s?日?|20[0-4]\d[01]\d[0-3]\d(?!\d)"
    r"|\d{1,2}月\d{1,2}日|20\d\d年\d{1,2}月|\d{1,2}:\d\d(?!\d))"
    r"|[二〇零一三四五六七八九○]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_NO_TELEPHONES = {
    EMAIL: WordKind.EMAIL,
    _NO_PHONE: WordKind.REMARK,
    _DATE: WordKind.REMARK,
}
_HAS_NUMBER = re.compile(r"[\d@年]")
# A sign that no table knows is a word too: what was decoded to a private or a lost one
# must not vanish.
_PIECE = re.compile(
    rf"[{HAN}\ue000-\uf8ff\ufffd某×*Xx]*[{HAN}\ue000-\uf8ff\ufffd][{HAN}·×*Xx\ue000-\uf8ff\ufffd]*|[^\W\d_]+|\d+"
)
_HAN_RUN = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)*")

_TEXT_AND_PICTURE = re.compile(r"文/图|图/文")
_FIELD = re.compile(rf"\s?:\s*(?:[{HAN}]|\d{{1,5}}(?!\d))")
"""Behind a word: that it is a label, though no table knows it (顾问:王强, 点击:12)."""
_BEFORE_COLON = {
    WordKind.NAME: WordKind.LEFTOVER,
    WordKind.DOUBTFUL: WordKind.LEFTOVER,
    WordKind.POST: WordKind.POST,  # 科室负责人:王强
}
_COLON = re.compile(r"\s?:")
_FORM_FIELD = re.compile(
    rf"[{HAN}]{{0,4}}(?:时间|日期|单位|部门|地址|职务|科室|字数|次数|网址|来源|类别|编号|身份证号?码?|[账卡]号|开户行)"
)
_ORDINAL = re.compile(rf"\d{{1,2}}(?!\d)[.、)]?\s?[{HAN}]")
"""1.张三 2.李四"""
_NO_FULL_NAME = re.compile(
    rf"据.+|[不非并均请已仍系为是与及][{HAN}]{{2,3}}|[小老大阿][{HAN}]|[{HAN}][姐哥工总局处科办队]"
)
_POINTER = re.compile(
    rf"[{HAN}]{{0,2}}附后|(?:稿件?)?(?:请?[详参]?见|[附列写标注]?在|附于|列于)(?=[{HAN}]{{0,2}}[文稿末尾附件后下上前内中])[{HAN}]{{1,6}}"
)
"""Where it is told instead: 在文末, 见附件末尾, 附在稿后."""
_AS_BEFORE = re.compile(
    r"(?:[同如照按]|同于|参照|见)(?:[上前]|第[一二三1-3]|之前|以前)一?[篇条则稿文次期封件个月]?"
    r"(?:信息|邮件|稿件?|报送|所[报述列])?|[待后另暂容][补定填缺报告]|未[定填]|空缺?|暂[未缺]"
)
"""That it is told elsewhere, or not yet: 同上篇, 同前一条信息, 待补."""
_COUNTED = re.compile(
    r"(?:公里|千米|米|人|名|条|块|处|吨|辆|台|座|个|次|趟|篇|项|户|天|余|多)"
)
"""Right behind digits: that they count something."""
_PLACEHOLDER = re.compile(r"[xX×*]{2,}")

# --- words written without a blank between them ---------------------------------------

_UNIT_BEFORE = re.compile(
    rf"(?P<unit>[{HAN}]{{2,}}(?:[局处科室股队站所办厅委段]|中心|公司|工会|学校))(?P<rest>[{HAN}·]{{2,}})"
)
_AND = re.compile(
    rf"(?P<one>[{HAN}]{{2,4}})(?:以及|和|与|及|暨)(?P<other>[{HAN}]{{2,}})"
)


def read_words(text: str, known: Known = NOBODY_KNOWN) -> tuple[Word, ...]:
    """The words of `text` (of `half_width`, spread names closed up), in order.

    Every letter and digit of `text` belongs to exactly one of them. A name in brackets
    behind a number stands before it, since it says whose the number is.
    """
    words: list[Word] = []
    place = 0
    for taken in _numbers_in(text):
        if place < taken.span[0]:
            words += _words_between(text, place, taken.span[0], known)
        words.append(taken)
        place = taken.span[1]
    words += _words_between(text, place, len(text), known)
    return tuple(_with_asides(words, text, known) if "(" in text else words)


_ASIDE = re.compile(r"\((?P<said>[^()]{1,40})\)?")
_SAME_AS = re.compile(
    rf"[同与跟和][{HAN}]{{2,4}}(?:同|相同|一样)?|[同见如](?:上|前|左|右)[{HAN}]?"
)


def _with_asides(words: Sequence[Word], text: str, known: Known) -> list[Word]:
    """`words` with what stands in brackets behind a name or a number known for what it
    says of it.

    张三(执笔) is a role and needs nothing; 计安邦(盐池) a place; 单于归(同欧阳慧) has
    the other's number; 转8107(端木磊) is whose number it is, and so is 139…(摄影). A
    second name behind a name is doubtful, another word left over.
    """
    found = list(words)
    for aside in _ASIDE.finditer(text):
        start, end = aside.span("said")
        inner = [
            at
            for at, word in enumerate(found)
            if start <= word.span[0] < word.span[1] <= end
        ]
        before = inner[0] - 1 if inner else -1
        if before < 0 or text[found[before].span[1] : start].strip() != "(":
            continue
        owner = found[before]
        if len(inner) > 1:
            is_remark = is_sentence(found[at] for at in inner)
            if is_remark and owner.kind is WordKind.NAME:
                # 哈立新(上期误登为“哈丽新”): what a remark tells of somebody names no
                # second one.
                for at in inner:
                    if found[at].kind in NAMES:
                        found[at] = found[at]._replace(kind=WordKind.LEFTOVER)
            continue
        (at,) = inner
        word = found[at]
        match owner.kind, word.kind:
            case (
                WordKind.NAME | WordKind.DOUBTFUL | WordKind.PHONE,
                WordKind.ROLE,
            ):
                found[before] = owner._replace(role=word.role)
                found[at] = Word(WordKind.REMARK, word.text, word.span)
            case WordKind.PHONE, WordKind.NAME:
                found[before], found[at] = word, owner
            case WordKind.PHONE, WordKind.DOUBTFUL | WordKind.LEFTOVER:
                if len(word.text) == 1 and begins_with_family(word.text):
                    found[before] = word._replace(kind=WordKind.OWNER)
                    found[at] = owner
            case (
                WordKind.NAME,
                WordKind.NAME | WordKind.DOUBTFUL | WordKind.LEFTOVER,
            ):
                kind = WordKind.LEFTOVER
                if _SAME_AS.fullmatch(word.text):
                    kind = WordKind.REMARK
                elif known.is_unit(word.text):
                    kind = WordKind.UNIT
                elif word.kind is not WordKind.LEFTOVER and is_name(word.text):
                    kind = WordKind.DOUBTFUL
                found[at] = word._replace(kind=kind)
            case _:
                pass
    return found


def _numbers_in(text: str) -> list[Word]:
    """Mail addresses, numbers that are no telephone's, days and telephone numbers; none
    overlaps another.
    """
    if not _HAS_NUMBER.search(text):
        return []
    found: list[Word] = []
    for pattern, kind in _NO_TELEPHONES.items():
        found += [
            Word(kind, each.group(), each.span()) for each in pattern.finditer(text)
        ]
    for phone in phones_in(text, local=True):
        found.append(Word(WordKind.PHONE, phone.number, phone.span))
    # Of two that overlap the first kind wins: the digits of an address are no number to
    # ring.
    kept: list[int] = []
    for at in sorted(range(len(found)), key=lambda at: (found[at].span[0], at)):
        if kept and found[at].span[0] < found[kept[-1]].span[1]:
            if kept[-1] < at:
                continue
            kept.pop()
        kept.append(at)
    return [found[at] for at in kept]


def _words_between(text: str, start: int, end: int, known: Known) -> Iterator[Word]:
    for piece in _PIECE.finditer(text, start, end):
        run = piece.group()
        if not _HAN_RUN.fullmatch(run):
            kind = WordKind.LEFTOVER
            if may_be_name(run):  # 王X, 李某某
                kind = WordKind.NAME
            elif (
                run.lower() in LATIN_REMARKS
                or _PLACEHOLDER.fullmatch(run)
                or _ORDINAL.match(text, piece.start())
            ):
                kind = WordKind.REMARK
            yield Word(kind, run, piece.span())
            continue
        place = piece.start()
        if _TEXT_AND_PICTURE.match(text, piece.end() - 1, end) and is_name(
            run[:-1]
        ):  # 张伟文/图
            yield Word(WordKind.NAME, run[:-1], (place, piece.end() - 1))
            place, run = piece.end() - 1, run[-1]
        if _FORM_FIELD.fullmatch(run) and _COLON.match(text, piece.end()):  # 报送时间:
            yield Word(WordKind.REMARK, run, piece.span())
            continue
        if (
            place > start and text[place - 1].isdigit() and _COUNTED.match(run)
        ):  # 41公里
            yield Word(WordKind.LEFTOVER, run, piece.span())
            continue
        is_field = _FIELD.match(text, piece.end(), end) is not None
        for kind, part, role in _parts_of(run, known):
            if is_field and kind in _BEFORE_COLON:
                kind, role = _BEFORE_COLON[kind], BylineRole.OTHER  # noqa: PLW2901
            yield Word(kind, part, (place, place + len(part)), role)
            place += len(part)


class _Part(NamedTuple):
    kind: WordKind
    text: str
    role: BylineRole | None = None


_AT_END = {REMARK_AT_END: WordKind.REMARK, POST_AT_END: WordKind.POST}
_APART_OF_ANY_NAME = {
    "等": _Part(WordKind.LEFTOVER, "等"),  # others whom it does not name
    "摄": _Part(WordKind.ROLE, "摄", BylineRole.PHOTO),
}
"""At the end of a run no part of it, though with it the run reads like a name."""


def _parts_of(run: str, known: Known) -> Sequence[_Part]:
    """The words of a run of characters without a blank (办公室主任张伟, 李明联系电话),
    in order.
    """
    if not run:
        return []
    whole = _known_word(run, known)
    if whole is not None:
        return [whole]
    inner = INNER.search(run)
    if inner is not None:
        word = inner.group()
        before, after = run[: inner.start()], run[inner.end() :]
        is_medium = word.endswith(("记者", "通讯员")) and not is_name(before)
        if before and (is_medium or MEDIUM.fullmatch(before)):
            parts = [_Part(WordKind.UNIT, before)]
        else:
            parts = [*_parts_of(before, known)]
        role = _Part(WordKind.ROLE, word, BylineRole.AUTHOR)
        return [*parts, _known_word(word, known) or role, *_parts_of(after, known)]
    for pattern, kind in _AT_END.items():
        last = pattern.search(run)
        if last is None or not last.start():
            continue
        before, word = run[: last.start()], last.group()
        if word not in _APART_OF_ANY_NAME and is_name(run):
            continue
        if len(before) == 1:
            return [_Part(WordKind.LEFTOVER, run)]  # 张主任: whoever that is
        part = _APART_OF_ANY_NAME.get(word, _Part(kind, word))
        return [*_parts_of(before, known), part]
    if _is_unit(run, known):
        return [_Part(WordKind.UNIT, run)]
    return _names_of(run, known)


def _known_word(word: str, known: Known) -> _Part | None:
    if word in known.people:
        return _Part(WordKind.NAME, word)
    if word in ROLES:
        return _Part(WordKind.ROLE, word, ROLES[word])
    if word in REMARKS or _POINTER.fullmatch(word) or _AS_BEFORE.fullmatch(word):
        return _Part(WordKind.REMARK, word)
    post = POST_AT_END.search(word)
    if post is not None and (
        post.start() == 0 or _is_unit(word[: post.start()], known)
    ):
        return _Part(WordKind.POST, word)
    if MEDIUM.fullmatch(word):
        return _Part(WordKind.UNIT, word)
    return None


def _is_unit(word: str, known: Known) -> bool:
    """Whether `word` is a unit, an office or a place, not somebody's name."""
    if known.is_unit(word) and not begins_with_family(word):
        return True
    if UNIT_AT_END.search(word):
        return len(word) > 2 or not begins_with_family(
            word
        )  # 王局 is a chief, 市局 an office
    if not PERHAPS_UNIT_AT_END.search(word) or len(word) == 2:
        return False
    if len(word) > 3:
        return not has_compound_family(word)
    # 李登科 is a name, 养护科 and 安监科 are offices, 平罗县 is a place.
    return (
        not begins_with_family(word)
        or is_common(word[:2])
        or bool(OFFICE_STEM.match(word))
    )


def _names_of(run: str, known: Known) -> Sequence[_Part]:
    """What is no known word: a name, or a unit and a name, or two names; else it is
    left over.
    """
    if "·" in run:
        return [_Part(WordKind.NAME if may_be_name(run) else WordKind.LEFTOVER, run)]
    may_be_two = len(run) == 4 and not has_compound_family(run)
    if may_be_two:
        one, other = run[:2], run[2:]
        if is_name(other):
            if OFFICE_STEM.match(one):
                return [_Part(WordKind.UNIT, one), _Part(WordKind.NAME, other)]
            if POST_AT_START.fullmatch(one):
                return [_Part(WordKind.POST, one), _Part(WordKind.NAME, other)]
            if is_name(one):
                return [_Part(WordKind.DOUBTFUL, each) for each in (one, other)]
        if UNIT_AT_END.search(run[:-1]):  # 办公室张
            return [_Part(WordKind.UNIT, run[:-1]), _Part(WordKind.LEFTOVER, run[-1])]
    if may_be_name(run):
        if (
            is_compound_family(run)
            or _NO_FULL_NAME.fullmatch(run)
            or UNIT_AT_END.search(run)
        ):
            return [_Part(WordKind.LEFTOVER, run)]  # 上官, 小张, 王局, 据张三
        is_doubtful = is_common(run) or (known.is_unit(run) and not is_name(run))
        # 李静负责: of four signs behind a family name of one, two may be a verb.
        is_doubtful |= may_be_two and is_name(run[:2])
        return [_Part(WordKind.DOUBTFUL if is_doubtful else WordKind.NAME, run)]
    behind_unit = _UNIT_BEFORE.fullmatch(run)
    if behind_unit is not None and _is_unit(behind_unit["unit"], known):
        rest = _parts_of(behind_unit["rest"], known)
        # Right behind a unit's name a verb may look like a rare name: 交通运输厅获悉.
        if not any(
            part.kind is WordKind.LEFTOVER
            or (
                part.kind is WordKind.NAME
                and not begins_with_family(part.text)
                and part.text not in known.people
            )
            for part in rest
        ):
            return [_Part(WordKind.UNIT, behind_unit["unit"]), *rest]
    post = POST_AT_START.match(run)
    if post is not None:
        return [
            _Part(WordKind.POST, post.group()),
            *_parts_of(run[post.end() :], known),
        ]
    both = _AND.fullmatch(run)
    if both is not None:
        joint = run[both.end("one") : both.start("other")]
        return [
            *_parts_of(both["one"], known),
            _Part(WordKind.REMARK, joint),
            *_parts_of(both["other"], known),
        ]
    return [_Part(WordKind.LEFTOVER, run)]


# --- who did what: 记者 张三, 张三 摄 --------------------------------------------------------


def with_roles(
    words: Sequence[Word], labelled_as: BylineRole | None = None
) -> tuple[Word, ...]:
    """The names, numbers and addresses among `words`, each with the role of the person
    it belongs to.

    Behind a label that gives a role (撰稿：张三 李四 摄) and wherever a role stands
    first, a role counts for the names behind it; where a name stands first (张三 文
    李四 图), for those before it. One that ends the words counts for the names before
    it.
    """
    words = _with_both_roles(words)
    said: list[Word] = []
    group: list[int] = []
    """Where in `said` the names since the last role stand, and the numbers behind
    them.
    """
    role = labelled_as or BylineRole.AUTHOR
    first = of_kind(words, WordKind.ROLE, *NAMES)[:1]
    is_behind = labelled_as is None and bool(of_kind(first, *NAMES))
    last_name = max(
        (at for at, word in enumerate(words) if word.kind in NAMES), default=-1
    )
    own: BylineRole | None = None
    """The role that stands in brackets behind the last name: 燕翔(摄影)."""
    for at, word in enumerate(words):
        if word.kind in NAMES:
            own = word.role
        if word.role is not None and word.kind in (WordKind.PHONE, *NAMES):
            said.append(word)  # 139…(摄影), 燕翔(摄影)
            continue
        if word.role is not None:
            own = None
            if word.kind is WordKind.ROLE and (is_behind or at > last_name):
                names = [place for place in group if said[place].kind in NAMES]
                if labelled_as is not None:
                    # What the label says of one person stands; of several, the last did
                    # something else.
                    group = (
                        group[group.index(names[-1]) :]
                        if len({said[place].text for place in names}) > 1
                        else []
                    )
                for place in group:
                    said[place] = said[place]._replace(role=word.role)
            elif (
                at == 0 or words[at - 1].role is not BylineRole.AUTHOR
            ):  # 文/图 is both
                role = word.role
            group = []
        elif word.kind in _REACHED:
            if word.kind in NAMES or group:
                group.append(len(said))
            said.append(word._replace(role=own or role))
    return tuple(said)


def _with_both_roles(words: Sequence[Word]) -> Sequence[Word]:
    """`words`, 图/文 being said of somebody who wrote as well."""
    found = list(words)
    for at, (one, other) in enumerate(pairwise(words)):
        is_both = (
            one.kind is other.kind is WordKind.ROLE and one.span[1] + 1 == other.span[0]
        )
        if is_both and (one.role, other.role) == (BylineRole.PHOTO, BylineRole.AUTHOR):
            found[at] = one._replace(role=BylineRole.AUTHOR)
    return found
