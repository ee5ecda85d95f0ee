"""Who signs a text without a label?

A dateline at its head, names in brackets at its end, a line of name and number, a credit line (M09).
Every word of such a form must be a name, a unit or a number, or nobody is named. Labelled names are
`byline`'s affair.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.people.person_names import is_name, names_in, phones_in, words_of

_TAIL_LINES = 14
_SIGNATURE = 40
"""Characters of the longest line that may be a signature."""
_REPORTER = re.compile(r"(?P<role>本报记者|特约记者|特约通讯员|实习记者|记者|通讯员|供稿)[:\s]*")
_DATELINE = re.compile(
    r"^\s*[○●◎□■◇◆]?\s*(?:本报讯|本网讯|本站讯|讯)?\s*\(?(?P<who>(?:本报|特约|实习)?(?:记者|通讯员)\s*[^()]{2,60})"
)
_ENDING = re.compile(r"\(([^()]{2,60})\)[。.]?\s*$")
_CREDIT = re.compile(
    r"^\s*(?P<names>[\u4e00-\u9fff·\s、,]{2,30}?)\s*(?:文[/、]图|图[/、]文|文图|图文|/文|文)\s*$"
)
_UNIT = re.compile(r"[\u4e00-\u9fff](?:局|处|科|室|队|站|所|中心|办|厅|委|段|公司)$")
_DIGITS = re.compile(r"[\d+-]{3,}(?:转\d+)?")
_CREDIT_WORDS = re.compile(r"办公电话|供稿|撰稿|文/图|图/文|通讯员|记者|手机|联系电话|联系方式|电话|联系")
_REVIEW = re.compile(r"审|编辑|责编|校对|监制|摄影")


class Signed(NamedTuple):
    """Names and numbers in their order, and by what form (Chinese)."""

    names: tuple[str, ...]
    phones: tuple[str, ...]
    because: str


def signed_by(lines: Sequence[str]) -> Signed | None:
    """Who signs a text, given as its lines in `half_width`, or None."""
    for line in lines:  # 本报讯(记者 X 通讯员 Y), ○本报讯 通讯员 X
        found = _DATELINE.match(line)
        if found is None:
            continue
        names: dict[str, None] = {}
        for part in _REPORTER.split(found["who"])[2::2]:
            names.update(dict.fromkeys(names_in(part, strict=True)))
        if names:
            numbers = tuple(phone.number for phone in phones_in(found["who"]))
            return Signed(tuple(names), numbers, "文首电头写明")
    signed = _signed_at_end(lines[-_TAIL_LINES:])
    if signed is not None:
        return signed
    for line in (*lines[:3], *lines[-3:]):  # 张三 李四 文/图
        found = _CREDIT.match(line)
        words = words_of(found["names"]) if found else []
        if words and all(is_name(word) for word in words):
            return Signed(tuple(dict.fromkeys(words)), (), "署名行写明")
    return None


def _signed_at_end(tail: Sequence[str]) -> Signed | None:
    """(李某某 史某某) or (某局 李四 139…) at the end; or such a line; or a name above a number."""
    for place in range(len(tail) - 1, -1, -1):
        line = tail[place]
        found = _ENDING.search(line)
        signed = _signature(found[1], "文末括号内署名") if found else None
        if signed is not None:
            return signed
        if len(line) > _SIGNATURE or not phones_in(line, local=True):
            continue
        # The number's own line, then with the line above it, then with the two above it.
        blocks = [line]
        if place and len(tail[place - 1]) <= _SIGNATURE:
            blocks.append(f"{tail[place - 1]} {line}")
        above = [text for text in tail[max(0, place - 2) : place] if len(text) <= _SIGNATURE]
        blocks.append(" ".join((*above, line)))
        for block in blocks:
            signed = _signature(block, "文末落款写明")
            if signed is not None:
                return signed
    return None


def _signature(text: str, because: str) -> Signed | None:
    """The people of a signature; every word of it must be a name, a unit or a number."""
    if _REVIEW.search(text):
        return None
    bare = _DIGITS.sub(" ", _CREDIT_WORDS.sub(" ", text))
    names = []
    for word in re.split(r"[\s、,;/:()]+", bare):
        if is_name(word):
            names.append(word)
        elif word and not _UNIT.search(word):
            return None
    if not names:
        return None
    numbers = tuple(phone.number for phone in phones_in(text, local=True))
    return Signed(tuple(dict.fromkeys(names)), numbers, because)
