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
    read_words,
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
_SAYS_SO = re.compile(r"记者|通讯员|讯|消息")
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
        if not _SAYS_SO.search(line):
            continue
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
    names = [word for word in said if word.kind in NAMES]
    roles = {word.role for word in words if word.kind in (WordKind.ROLE, *NAMES)} - {
        None
    }
    if (
        not names
        or not (roles or is_source)
        or roles & {BylineRole.EDITOR, BylineRole.SIGNER}
    ):
        return None
    if not roles and not any(
        is_name(word.text) or word.text in known.people for word in names
    ):
        return None  # 本报讯(续前)
    leftover = tuple(
        word.text
        for word in words
        if word.kind in (WordKind.LEFTOVER, WordKind.DOUBTFUL)
    )
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
    is_whole = not any(
        word.kind in (WordKind.LEFTOVER, WordKind.DOUBTFUL) for word in words
    )
    for word in words:
        if word.kind is WordKind.ROLE:
            if role_before in {"记者", "通讯员"}:  # 记者 通讯员 X, and not 文/图
                leftover.append(role_before)
            kept.append(word)
            role_before, is_open = word.text, True
        elif (
            is_open
            and word.kind in NAMES
            and (
                (is_whole and role_before)
                or is_name(word.text)
                or word.text in known.people
            )
        ):
            kept.append(word)
            role_before = ""
        elif word.kind is WordKind.PHONE and kept and is_open:
            kept.append(word)
        elif word.kind is not WordKind.UNIT or role_before:
            if role_before and role_before in {"记者", "通讯员"} and word.kind in NAMES:
                leftover.append(word.text)
            is_open, role_before = False, ""
    while (
        kept
        and kept[-1].kind is WordKind.ROLE
        and kept[-1].role is not BylineRole.PHOTO
    ):
        kept.pop()
    said = with_roles(kept)
    if not any(word.kind in NAMES for word in said):
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
            beside = {word.kind for word in row or () if word.span[1] <= found.start()}
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
        is_reached = any(word.kind is WordKind.PHONE for word in row)
        is_credit = any(
            word.kind is WordKind.ROLE or word.role is BylineRole.AUTHOR for word in row
        )
        if is_credit and (signed := _signature(row, "署名行写明", known)):
            return signed
        names = [word for word in row if word.kind in NAMES]
        if not is_reached and (is_prose_below or not names or not place):
            continue
        if not is_reached and not all(
            is_name(word.text) or word.text in known.people for word in names
        ):
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
        names = [word for word in row or () if word.kind in NAMES]
        kinds = {word.kind for word in row or ()}
        is_person = names and all(
            is_name(word.text) or word.text in known.people for word in names
        )
        is_reached = (
            WordKind.PHONE in kinds
        )  # units that sign one text together: 某局 张三 139…
        may_be = {*NAMES, WordKind.PHONE, WordKind.POST}
        if is_reached:
            may_be.add(WordKind.UNIT)
        if any(
            word.role is BylineRole.AUTHOR for word in row or ()
        ):  # 张三(执笔) 李四(审定)
            may_be.add(WordKind.ROLE)
        if row is None or not is_person or not kinds <= may_be:
            break
        found = (*row, *found)
    return found


def credit_at_head(
    lines: Sequence[str], known: Known = NOBODY_KNOWN, read: Rows | None = None
) -> Signature | None:
    """A credit line (张三 李四 文/图) or names alone (□ 张三, 某局 张三) between the
    title and the report.
    """
    read = {} if read is None else read
    for place, line in enumerate(lines[:_HEAD]):
        row = _row(line, known, read)
        if not row:
            continue
        if row[-1].kind is WordKind.ROLE and (
            signed := _signature(row, "署名行写明", known)
        ):
            return signed
        names = [word for word in row if word.kind in NAMES]
        has_unit = any(word.kind is WordKind.UNIT for word in row)
        below = lines[place + 1] if place + 1 < len(lines) else ""
        is_above_report = len(below) > _SIGNATURE or (
            len(below) > _SIGNATURE // 2 and below.endswith("。")
        )
        is_apart = place > 0 or has_unit or _BULLET.match(line)
        if (
            names
            and is_apart
            and is_above_report
            and all(is_name(word.text) for word in names)
        ):
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
    return (
        None
        if any(word.kind in (WordKind.LEFTOVER, WordKind.OWNER) for word in words)
        else words
    )


def _signature(
    words: Sequence[Word], because: str, known: Known, *, may_lead: bool = False
) -> Signature | None:
    """The people of a signature; every word of it must be a name, a unit, a post or a
    number.
    """
    roles = {word.role for word in words if word.kind in (WordKind.ROLE, *NAMES)} - {
        None
    }
    if (
        roles & {BylineRole.EDITOR, BylineRole.SIGNER}
        and BylineRole.AUTHOR not in roles
    ):
        return None
    if any(word.kind is WordKind.LEFTOVER for word in words):
        return None
    leads = any(
        word.kind is WordKind.POST and LEADER_AT_END.search(word.text) for word in words
    )
    if leads and not may_lead:
        return None
    names = [word for word in words if word.kind in NAMES]
    if not names:
        return None
    hinted = [word for word in names if is_name(word.text) or word.text in known.people]
    is_reached = any(word.kind is WordKind.PHONE for word in words)
    is_said = any(
        word.kind is WordKind.ROLE and _SAYS_WHO.search(word.text) for word in words
    )
    is_said |= any(word.role is BylineRole.AUTHOR for word in names)
    if (
        not hinted
        and not is_said
        and not (is_reached and all(begins_with_family(w.text) for w in names))
    ):
        return None  # (高速), (待续)
    if any(is_common(word.text) for word in names if word not in hinted):
        return None
    said = with_roles(words)
    # Beside a role a sign at the end of a name may be one too: 张伟文 李静图.
    pictured = any(word.text.endswith("图") for word in names)
    perhaps = ("文", "图") if pictured and (roles or len(names) > 1) else ()
    leftover = tuple(
        word.text
        for word in names
        if word.kind is WordKind.DOUBTFUL or word.text.endswith(perhaps)
    )
    return Signature(said, because, is_labelled=bool(roles), leftover=leftover)
