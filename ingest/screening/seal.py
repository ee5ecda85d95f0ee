"""Does a text bear a 密级 mark, so that the letter must be sealed (Art. 10)?

Knows the official forms: the star and term (机密★10年), brackets at the head of a text,
a line of its own, the prefix of a subject or file name, also behind the name of the
unit. Ordinary prose that merely uses the words bears no mark (保密工作, 商业秘密,
秘密调查), nor does prose that quotes one (印有“机密★启用前”的试卷). Which words are
marks is data of the policy (F5); what happens to a sealed letter is the affair of
`triage` and `reader`. What says in other words that it is secret is left to
`near_seal`.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ledger.width import nfkc

_HEAD_LINES = 30  # filled lines in which a mark may stand by itself
_LONGEST_LINE = 80  # a longer line is prose: its brackets are no mark
_LONGEST_SUBJECT = 200
_REPLY = re.compile(
    r"^(?:(?:re|fw|fwd|回复|答复|转发)(?:\[\d{1,3}\])?\s*:\s*)+", re.IGNORECASE
)
_TERM = r"(?:[0-9一二三四五六七八九十]{1,3}\s*(?:年|个月|月)|长期)"
_URGENCY = r"(?:特急|加急|急件|特提|平急|平件)"
_OFFICIAL_TERM = re.compile(rf"\s*{_TERM}?\s*")
_SEPARATORS = "+_—–-:"
_FRAMES = "《「『"
"""Quotation marks that also frame a mark at the head of a subject."""
_STAR = "[★☆✩✭⭐]"
_QUOTES = {"《": "》", "“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'}
_LONGEST_QUOTED = 12
"""Characters between a quoted mark and the closing quotation mark; a longer one is a
title that bears it.
"""
_TRADITIONAL = str.maketrans("絕機長級", "绝机长级")


class SecrecyMark(NamedTuple):
    """A mark: its class as the policy names it, and the form in which it stood, never
    the words beside it.
    """

    cls: str
    where: str


class _Forms(NamedTuple):
    """The letters of each mark in all their spellings, and the patterns of one set of
    marks.
    """

    letters: tuple[tuple[str, ...], ...]
    anywhere: re.Pattern[str]
    label: re.Pattern[str]
    line: re.Pattern[str]
    head: re.Pattern[str]
    first: re.Pattern[str]


def mark_in(texts: Iterable[str], marks: Sequence[str]) -> SecrecyMark | None:
    """The first mark in `texts` (subject, words, file names, manuscripts), or None.

    `marks` are the words of the policy, such as 绝密, 机密, 秘密.
    """
    if not marks:
        return None
    forms = _forms(tuple(marks))
    for text in texts:
        if mark := _mark_of(text, forms):
            return mark
    return None


def _mark_of(text: str, forms: _Forms) -> SecrecyMark | None:
    for spellings in forms.letters:
        if all(any(map(text.__contains__, letter)) for letter in spellings):
            break
    else:
        return None  # most texts lack some letter of every mark: no need to normalize and search them
    plain = nfkc(text).translate(_TRADITIONAL)
    if label := forms.label.search(plain):
        return _marked(label, "star")
    for star in forms.anywhere.finditer(plain):
        if not _is_quoted(star, plain):
            return _marked(star, "star")
    lines = (_REPLY.sub("", raw.strip()) for raw in plain.split("\n", 20 * _HEAD_LINES))
    for number, line in enumerate(islice(filter(None, lines), _HEAD_LINES)):
        if alone := forms.line.fullmatch(line):
            return _marked(alone, "line")
        if len(line) <= _LONGEST_LINE and (bracket := forms.head.search(line)):
            return _marked(bracket, "bracket")
        if number == 0 and (prefix := forms.first.search(line[:_LONGEST_SUBJECT])):
            return _marked(prefix, "prefix")
    return None


def _is_quoted(star: re.Match[str], plain: str) -> bool:
    """Whether running text only quotes the mark: “机密★启用前”, 《秘密★6个月》.

    Alone on its line it is a mark all the same, and with an official term at the head
    of a text or behind the unit; so is one in a longer quotation, which is a title that
    bears it.
    """
    before = plain[max(0, star.start() - _LONGEST_LINE) : star.start()].rstrip(" \t")
    closing = _QUOTES.get(before[-1:], "")
    end = (
        plain.find(closing, star.end(), star.end() + _LONGEST_QUOTED + 1)
        if closing
        else -1
    )
    if end < 0 or "\n" in plain[star.end() : end]:
        return False
    line_before = before[:-1].rpartition("\n")[2].strip()
    line_after = plain[end + 1 : end + 1 + _LONGEST_LINE].partition("\n")[0].strip()
    if not line_before and not line_after:
        return False
    in_first_line = (
        len(before) == len(plain[: star.start()].rstrip(" \t"))
        and "\n" not in before.strip()
    )
    at_head = (
        before[-1] in _FRAMES
        and in_first_line
        and (not line_before or line_before[-1] in _SEPARATORS)
    )
    return not (at_head and _OFFICIAL_TERM.fullmatch(plain, star.end(), end))


def _marked(found: re.Match[str], where: str) -> SecrecyMark:
    """The mark of a match, its letters closed up: 机　密 is 机密."""
    words = [group for group in found.groups() if group is not None]
    return SecrecyMark("".join(words[0].split()), where)


@lru_cache(maxsize=8)
def _forms(marks: tuple[str, ...]) -> _Forms:
    mark = (
        "(" + "|".join(r"[ \t]{0,6}".join(map(re.escape, mark)) for mark in marks) + ")"
    )
    closed = "(" + "|".join(map(re.escape, marks)) + ")"
    inside = rf"\s{{0,4}}{mark}\s{{0,4}}(?:{_STAR}\s{{0,4}})?{_TERM}?\s{{0,4}}"
    square = rf"【{inside}】|\[{inside}\]|〔{inside}〕"
    brackets = rf"{square}|\({inside}\)|〖{inside}〗"
    quoted = rf"「{inside}」|《{inside}》"
    # Each letter with its traditional form, as they may stand in a text not yet
    # normalized.
    traditional = {chr(new): chr(old) for old, new in _TRADITIONAL.items()}
    letters = []
    for word in marks:
        letters.append(
            tuple(
                letter + traditional.get(letter, "") for letter in "".join(word.split())
            )
        )
    return _Forms(
        letters=tuple(letters),
        anywhere=re.compile(rf"{mark}[ \t]{{0,6}}(?:{_STAR}|\*[ \t]{{0,4}}{_TERM})"),
        label=re.compile(rf"密[ \t]{{0,6}}级[ \t]{{0,6}}[::][ \t]{{0,6}}{mark}"),
        line=re.compile(
            rf"(?:\d{{1,8}}\s{{1,8}})?(?:密\s{{0,6}}级\s*[::]?\s*)?{mark}(?:\s{{0,20}}{_TERM})?(?:\s{{0,20}}{_URGENCY})?"
            rf"(?:\s{{1,40}}(?:第\s*\d{{1,8}}\s*号|\d{{1,8}}))?|{_URGENCY}\s{{1,20}}{mark}|{quoted}"
        ),
        head=re.compile(
            rf"^(?:{brackets})|(?:{brackets})$|(?:{brackets})\.[A-Za-z0-9]{{1,5}}$"
        ),
        # Behind the unit too: 某局+【机密】某事, 某局【机密】某事, 某局-机密：某事.
        first=re.compile(
            rf"(?:^|[+_—–\-]\s{{0,4}}){closed}\s{{0,4}}(?:[::_\-—–+·|]|{_TERM})|(?:{square})"
            rf"|(?:^|[+_—–\-:]\s{{0,4}})\({inside}\)|^(?:{quoted})"
        ),
    )
