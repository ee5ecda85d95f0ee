"""Who signs a text where no label says who wrote it?

A news byline at the head (本报讯(记者 张三 通讯员 李四), 【全媒体记者 张三】), the same
in brackets at the end, a credit line (张三 文/图), or what closes a text: a name above
a date above a number. Every word of it must be understood, else it is none; only where
a byline says that it is one (记者, 本报讯) is what is left over told.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.people.person_names import begins_with_family, is_common, is_name
from ingest.people.vocabulary import LEADER_AT_END, BylineRole
from ingest.people.words import (
    NAMES,
    NOBODY_KNOWN,
    Known,
    Word,
    WordKind,
    kinds_in,
    of_kind,
    read_words,
    roles_in,
    texts_of,
    with_roles,
)

_SIGNATURE = 40
"""Characters of the longest line that may be a signature, those of its numbers not
counted.
"""
_BRACKET = 80
"""Characters of the longest byline in brackets."""
_HEAD = 4
"""Lines at the head among which a news byline is sought."""
_BLOCK = 4
"""Lines of the longest signature: unit, name, date, number."""
_BRACKETS = 2
_REPORTER = re.compile(r"记者|通讯员")
_DATELINE = re.compile(
    r"^[^\w(【\[]{0,4}(?:(?P<source>[\u4e00-\u9fff]{0,12}(?:讯|消息))|[\u4e00-\u9fff\d]{2,20}电)?"
    r"[\s:,]{0,4}[(【\[](?P<who>[^()【】\[\]]{2,80})[)】\]]"
)
_BARE_DATELINE = re.compile(
    r"^[^\w(【\[]{0,4}(?:[\u4e00-\u9fff]{0,10}讯)?[\s:,]{0,4}(?P<who>(?:[\u4e00-\u9fff]{0,6})(?:记者|通讯员)[\s:]*\S.{1,60})"
)
_ENDING = re.compile(r"[(【\[](?P<who>[^()【】\[\]]{2,80})[)】\]][。.]?\s*$")
_SENTENCES = re.compile(r"[。!?]")
_DIGITS = re.compile(r"[\d\s()+-]")
_NUMBER = re.compile(r"\d{7}")
_BULLET = re.compile(r"^[^\w\s(【\[]{1,3}\s*\w")
_SAYS_WHO = re.compile(r"记者|通讯员|供稿|撰|作者|文|报道")
_REPORTERS = ("记者", "通讯员")
_OF_OTHERS = (BylineRole.EDITOR, BylineRole.SIGNER)
_NOT_UNDERSTOOD = (WordKind.LEFTOVER, WordKind.DOUBTFUL)
_PROSE = re.compile(r"[。!?!?]|[,;]\s*[^\s\d]{5,}")


Rows = dict[str, tuple[Word, ...] | None]
"""Line → its words, None of prose, as far as it was read: kept by who asks of one text
twice.
"""


class Signature(NamedTuple):
    """Who signs, as words with their roles, by what form (Chinese), and what of it is
    not understood.

    `is_labelled`: the byline itself says that its people are the authors (记者, 讯,
    供稿).
    """

    words: tuple[Word, ...]
    because: str
    is_labelled: bool = False
    leftover: tuple[str, ...] = ()


def news_byline(lines: Sequence[str], known: Known = NOBODY_KNOWN) -> Signature | None:
    """The byline that says itself to be one, at the head of `lines` (in half width) or
    in brackets.
    """
    for line in lines[:_HEAD]:
        found = _DATELINE.match(line)
        if found and (found["source"] or _REPORTER.search(found["who"])):
            signed = _labelled(
                found["who"], "文首电头写明", known, is_source=bool(found["source"])
            )
            if signed is not None:
                return signed
        bare = _BARE_DATELINE.match(line)
        if bare and (signed := _running(bare["who"], known)):
            return signed
    for line in reversed(lines):
        found = _ENDING.search(line)
        if found and _REPORTER.search(found["who"]):
            signed = _labelled(found["who"], "文末括号内署名", known, is_source=False)
            if signed is not None:
                return signed
    return None


def _labelled(
    text: str, because: str, known: Known, *, is_source: bool
) -> Signature | None:
    """The people of a byline in brackets; None if it names nobody or is a sentence."""
    words = read_words(text, known)
    said = with_roles(words)
    names = texts_of(said, *NAMES)
    roles = roles_in(words)
    if not names or not roles.isdisjoint(_OF_OTHERS):
        return None
    if not roles and not (is_source and any(map(known.is_person, names))):
        return None  # 本报讯(续前)
    leftover = texts_of(words, *_NOT_UNDERSTOOD)
    return Signature(said, because, is_labelled=True, leftover=leftover)


def _running(text: str, known: Known) -> Signature | None:
    """记者 张三 通讯员 李四 今日开工…: the names right behind each role, of a line that
    runs on.
    """
    words = read_words(text, known)
    kept: list[Word] = []
    leftover: list[str] = []
    is_open = False
    role_before = ""
    # Right behind a role of a line that is all byline stands a name, though no list has
    # its family.
    is_whole = kinds_in(words).isdisjoint(_NOT_UNDERSTOOD)
    for word in words:
        if word.kind is WordKind.ROLE:
            if role_before in _REPORTERS:  # 记者 通讯员 X, and not 文/图
                leftover.append(role_before)
            kept.append(word)
            role_before, is_open = word.text, True
            continue
        if is_open and word.kind in NAMES:
            if (is_whole and role_before) or known.is_person(word.text):
                kept.append(word)
                role_before = ""
                continue
            if role_before in _REPORTERS:
                leftover.append(word.text)
        if is_open and word.kind is WordKind.PHONE:
            kept.append(word)
        elif word.kind is not WordKind.UNIT or role_before:
            is_open, role_before = False, ""
    while kept and kept[-1].kind is WordKind.ROLE:
        if kept[-1].role is BylineRole.PHOTO:
            break
        kept.pop()
    said = with_roles(kept)
    if not of_kind(said, *NAMES):
        return None
    return Signature(said, "文首电头写明", is_labelled=True, leftover=tuple(leftover))


def signed_at_end(
    lines: Sequence[str], known: Known = NOBODY_KNOWN, read: Rows | None = None
) -> Signature | None:
    """Who signs `lines`, the last of a text: in brackets, in a credit line, or in the
    lines that close it.
    """
    read = {} if read is None else read
    rows = [_row(line, known, read) for line in lines]
    is_prose_below = False
    for place in range(len(lines) - 1, -1, -1):
        row = rows[place]
        found = _ENDING.search(lines[place])
        for _ in range(_BRACKETS):  # (张三)(编辑:李四)
            if found is None:
                break
            beside = kinds_in(w for w in row or () if w.span[1] <= found.start())
            if not beside.isdisjoint((*NAMES, WordKind.PHONE)):
                break  # it only says whose a number of its line is, or what somebody in it did
            if signed := _signature(
                read_words(found["who"], known), "文末括号内署名", known
            ):
                return signed
            found = _ENDING.search(lines[place][: found.start()])
        if row is None:
            is_prose_below = True
            continue
        kinds = kinds_in(row)
        is_credit = WordKind.ROLE in kinds or _names_author(row)
        if is_credit and (signed := _signature(row, "署名行写明", known)):
            return signed
        if WordKind.PHONE not in kinds:
            names = texts_of(row, *NAMES)
            stands_below = bool(names) and place > 0 and not is_prose_below
            if not stands_below or not all(map(known.is_person, names)):
                continue
        block: tuple[Word, ...] = ()
        for above in range(place, max(-1, place - _BLOCK), -1):
            line_above = rows[above]
            if line_above is None:
                break
            block = (*line_above, *block)
            if _signature(block, "文末落款写明", known):
                more = rows[max(0, above - _BLOCK) : above]
                return _signature(
                    (*_more_people(more, known), *block), "文末落款写明", known
                )
    return None


def _more_people(
    rows: Sequence[tuple[Word, ...] | None], known: Known
) -> tuple[Word, ...]:
    """The words of the last of `rows` as far as each names somebody: one person a
    line.
    """
    found: tuple[Word, ...] = ()
    for row in reversed(rows):
        if row is None:
            break
        names = texts_of(row, *NAMES)
        kinds = kinds_in(row)
        may_be = {*NAMES, WordKind.PHONE, WordKind.POST}
        if WordKind.PHONE in kinds:  # units that sign one text together: 某局 张三 139…
            may_be.add(WordKind.UNIT)
        if _names_author(row):  # 张三(执笔) 李四(审定)
            may_be.add(WordKind.ROLE)
        if not names or not kinds <= may_be or not all(map(known.is_person, names)):
            break
        found = (*row, *found)
    return found


def _names_author(words: Sequence[Word]) -> bool:
    return any(word.role is BylineRole.AUTHOR for word in words)


def credit_at_head(
    lines: Sequence[str], known: Known = NOBODY_KNOWN, read: Rows | None = None
) -> Signature | None:
    """A credit line (张三 李四 文/图) or names alone (□ 张三, 某局 张三) between the
    title and the report.
    """
    read = {} if read is None else read
    with_below = zip(lines[:_HEAD], [*lines[1:], ""], strict=False)
    for place, (line, below) in enumerate(with_below):
        row = _row(line, known, read)
        if not row:
            continue
        if row[-1].kind is WordKind.ROLE and (
            signed := _signature(row, "署名行写明", known)
        ):
            return signed
        names = texts_of(row, *NAMES)
        is_apart = place > 0 or WordKind.UNIT in kinds_in(row) or _BULLET.match(line)
        # Half of the longest signature is prose as well where it ends like a sentence.
        longest = _SIGNATURE // 2 if below.endswith("。") else _SIGNATURE
        if names and is_apart and len(below) > longest and all(map(is_name, names)):
            # Right below the title stands who wrote it, though it be the chief.
            return _signature(row, "署名行写明", known, may_lead=place == 1)
    return None


def _row(line: str, known: Known, read: Rows) -> tuple[Word, ...] | None:
    """The words of a line that may close a text; None of prose."""
    if line not in read:
        read[line] = _closing_words(line, known)
    return read[line]


def _closing_words(line: str, known: Known) -> tuple[Word, ...] | None:
    if len(line) > 4 * _SIGNATURE:
        return None
    if len(line) > 2 * _SIGNATURE and len(_DIGITS.sub("", line)) > _SIGNATURE:
        return None
    if _PROSE.search(line):
        line = _SENTENCES.split(line)[-1]  # 见附件。张三,139…
        if not _NUMBER.search(line):
            return None
    if len(_DIGITS.sub("", line)) > _SIGNATURE:
        return None
    words = read_words(line, known)
    is_understood = kinds_in(words).isdisjoint((WordKind.LEFTOVER, WordKind.OWNER))
    return words if is_understood else None


def _signature(
    words: Sequence[Word], because: str, known: Known, *, may_lead: bool = False
) -> Signature | None:
    """The people of a signature; every word of it must be a name, a unit, a post or a
    number.
    """
    roles = roles_in(words)
    if BylineRole.AUTHOR not in roles and not roles.isdisjoint(_OF_OTHERS):
        return None
    kinds = kinds_in(words)
    named = of_kind(words, *NAMES)
    if not named or WordKind.LEFTOVER in kinds:
        return None
    posts = texts_of(words, WordKind.POST)
    if any(map(LEADER_AT_END.search, posts)) and not may_lead:
        return None
    names = texts_of(named, *NAMES)
    hinted = set(filter(known.is_person, names))
    says_who = any(map(_SAYS_WHO.search, texts_of(words, WordKind.ROLE)))
    if not hinted and not says_who and not _names_author(named):
        # Not so (高速), (待续).
        if WordKind.PHONE not in kinds or not all(map(begins_with_family, names)):
            return None
    if any(map(is_common, set(names) - hinted)):
        return None
    # Beside a role a sign at the end of a name may be one too: 张伟文 李静图.
    is_pictured = any(name.endswith("图") for name in names)
    perhaps = ("文", "图") if is_pictured and (roles or len(names) > 1) else ()
    leftover = tuple(
        word.text
        for word in named
        if word.kind is WordKind.DOUBTFUL or word.text.endswith(perhaps)
    )
    return Signature(
        with_roles(words), because, is_labelled=bool(roles), leftover=leftover
    )
