"""Which report of one event does a letter say that it is: 续报, 续报（二）, 终报?

Such a mark stands at the head of a subject, at its end or in brackets; within a title
续报 is a word like any other (做好突发事件续报工作). What it continues is left to
`likeness`.
"""

import re
from typing import NamedTuple

_BOUND = 300
"""Characters of a subject that are read; the mark stands at its head or its end."""
_DIGITS = "一二三四五六七八九十"
_NUMERAL = rf"[{_DIGITS}]{{1,2}}|\d{{1,2}}"
_WORD = "续报|后续报告|后续情况|终报|终结报告|最终报告"
# 第二次续报, 续报（二）, 续报二, 续报; and 续二 where it stands by itself.
_MARK = re.compile(
    rf"(?:第(?P<before>{_NUMERAL})[次号期])?(?P<word>{_WORD})"
    rf"(?:\s*[（(【\[]\s*第?\s*(?P<bracketed>{_NUMERAL})\s*[次号期]?\s*[)）】\]]"
    rf"|\s*第?\s*(?P<behind>{_NUMERAL})\s*[次号期]?)?"
    rf"|续\s*(?P<short>{_NUMERAL})(?=\s*(?:[)）】\]:：+＋]|$))"
)
_CONTINUES = re.compile("[续终]")
"""A sign that every mark has."""
_FINAL = frozenset({"终报", "终结报告", "最终报告"})
_ANYBODYS = frozenset({"后续报告", "后续情况", "终结报告", "最终报告"})
"""Words that any title may end with: 整改后续情况; they are marks only where they stand
apart.
"""
_BEFORE = re.compile(r"[\s+＋\-—–_:：|｜、,，。;；【\[（(〔《》】)）\]]$")
_AFTER = re.compile(r"\s*(?:[+＋\-—–_:：|｜、,，。;；】)）\]》〕]|$)")
# 做好续报 speaks of the work; a title of an event goes on to its 续报 without more.
_SPOKEN_OF = re.compile(
    r"(?:年|做好|加强|开展|及时|落实|规范|信息|要求|严格|强化|的信息|和|与|及)$"
)
_LEFT_OVER = re.compile(
    r"(?:(?:最新|后续|处置|进展|有关|相关)*情况)?的?\s*[（(【\[]?\s*$"
)


# Of a text's beginning: 续报7月14日某处滑坡情况：…, 现将某处滑坡处置情况续报如下。
_BEGINS = re.compile(
    rf"[（(【]?(?:{_WORD})(?:[（(]?(?P<number>{_NUMERAL})(?![月日年时\d])[）)]?)?[】）)]?[:：]?\s*(?P<matter>[^，。；：:,;]{{4,60}})"
)
_AS_FOLLOWS = re.compile(
    rf"(?:现将|现就|关于)?(?P<matter>[^，。；\n]{{2,80}}?)(?:情况)?(?:的)?(?P<word>{_WORD}|继续报告)(?:情况|报告)?如下"
)
_LINES = 3
"""Filled lines of a text in which it says what it continues: an addressee stands above
that.
"""
_HEADING = 60
"""Characters of a heading."""
_SENTENCE = re.compile(r"[，。；,;]")
_LABEL = re.compile(r"[^：:]{2,10}[：:]")


class Sequel(NamedTuple):
    """A mark of continuation: the number it bears, whether it says that it is the last,
    and the words before.

    `number` is None where the mark bears none; `matter` is the text without the mark
    and its 情况, 的.
    """

    number: int | None
    final: bool
    matter: str

    @property
    def name(self) -> str:
        """What the report is called in its chain: 续报, 续报（二）, 终报."""
        word = "终报" if self.final else "续报"
        if self.number is None:
            return word
        if self.number > 10:
            return f"{word}（{self.number}）"
        return f"{word}（{_DIGITS[self.number - 1] if self.number else '零'}）"


def sequel_in(text: str) -> Sequel | None:
    """The mark in a subject, a title or a heading; None where it bears none."""
    text = text[:_BOUND]
    if not _CONTINUES.search(text):
        return None
    for found in _MARK.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if not _AFTER.match(after):
            continue
        stands_apart = not before or _BEFORE.search(before)
        is_word = (
            found["short"] or found["word"] in _ANYBODYS or _SPOKEN_OF.search(before)
        )
        if not stands_apart and (is_word or after.strip(" 。)）】]")):
            continue
        number = (
            found["before"] or found["bracketed"] or found["behind"] or found["short"]
        )
        rest = _LEFT_OVER.sub("", before) + after.lstrip(" )）】]:：+＋-—_")
        return Sequel(_value(number), found["word"] in _FINAL, rest.strip())
    return None


def sequel_in_opening(text: str) -> Sequel | None:
    """The mark in the heading of a manuscript, or before its text (续报：…).

    A first report ends with 后续情况续报: no sentence is searched for marks, but what
    it begins with counts, and that something is told 续报如下.
    """
    opening = text.lstrip()[:_BOUND]
    if not _CONTINUES.search(opening):
        return None
    lines = [line.strip() for line in opening.splitlines() if line.strip()][:_LINES]
    line = lines[0] if lines else ""
    if begins := _BEGINS.match(line):
        matter = _LEFT_OVER.sub("", begins["matter"])
        return Sequel(
            _value(begins["number"]),
            line.lstrip("（(【").startswith(tuple(_FINAL)),
            matter,
        )
    for each in lines:
        if told := _AS_FOLLOWS.match(each):
            return Sequel(
                None, told["word"] in _FINAL, _LEFT_OVER.sub("", told["matter"])
            )
    if len(line) <= _HEADING and not _SENTENCE.search(line):
        return sequel_in(line)
    labelled = _LABEL.match(line)
    return sequel_in(labelled[0]) if labelled else None


def called(position: int, sequel: Sequel | None) -> str:
    """What the report at a place of its chain is called, the first being 0: by its own
    mark, else counted.
    """
    if position == 0 and sequel is None:
        return "首报"
    if sequel is not None and (sequel.final or sequel.number is not None):
        return sequel.name
    return Sequel(position, final=False, matter="").name if position else "续报"


def _value(number: str | None) -> int | None:
    if number is None:
        return None
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _DIGITS.index(number[0]) + 1
    return (_DIGITS.index(tens[0]) + 1 if tens else 1) * 10 + (
        _DIGITS.index(ones) + 1 if ones else 0
    )
