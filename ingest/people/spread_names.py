"""Which characters that are set wide are one name?

Offices set names to one width (张 伟, 马 晓 红, 巩 俐莎), labels too (联 系 人). A row
of short words is cut into words again as cheaply as can be: a word of a table costs
least, then one that begins with a family name; a character left alone costs most. What
a word is, is left to `words`.
"""

import re
from collections.abc import Sequence

from ingest.people.labels import KIND_OF
from ingest.people.person_names import (
    HAN,
    begins_with_family,
    has_compound_family,
    is_compound_family,
)
from ingest.people.vocabulary import POST_AT_END, REMARKS, ROLES, UNIT_AT_END

_MOST_WORDS = 24
"""Words of the longest row that may still be names; a longer one is a heading set
wide.
"""
_ROW = re.compile(rf"(?<![{HAN}·])[{HAN}·]+(?:[ \t]{{1,6}}[{HAN}·]+)+")
_SINGLE = re.compile(rf"(?<![{HAN}·])[{HAN}](?![{HAN}·])")
_HALF_SPREAD = re.compile(
    rf"[局处科室股队站所办厅委部组心司长任记员人者稿][{HAN}][ \t]{{1,3}}[{HAN}]{{1,2}}(?![{HAN}])"
)
"""办公室巩 俐莎"""
_SPREAD_DOT = re.compile(rf"(?<=[{HAN}])[ \t]{{0,2}}·[ \t]{{0,2}}(?=[{HAN}])")

_ALONE = 50.0
_NO_FAMILY = 6.0
_WIDER = 8.0
"""A gap inside a word that is wider than others of its row."""
_HALF_CLOSED = 2.0
"""巩 俐莎: one of its words was not set wide."""
_WRITES = 1.5
"""张 伟 文: a name of three signs is likelier."""
_NO_NAME = 2.5
"""小红 alone, with a 张 before it."""


def close_up(line: str) -> str:
    """`line` with names and labels that are set wide closed up, each apart from the
    next.
    """
    if "·" in line:
        line = _SPREAD_DOT.sub("·", line)
    if " " not in line and "\t" not in line:
        return (
            line  # as most of what is read: to look for single signs takes far longer
        )
    if not _SINGLE.search(line) and not _HALF_SPREAD.search(line):
        return line
    return _ROW.sub(_closed, line)


def _closed(row: re.Match[str]) -> str:
    """张 勇  李 明 → 张勇  李明."""
    pieces = re.split(r"([ \t]+)", row.group())
    words, gaps = _with_units_apart(pieces[::2], pieces[1::2])
    if len(words) > _MOST_WORDS or all(len(word) > 1 for word in words):
        return row.group()
    is_divided = row.string[row.end() : row.end() + 1] == "/"
    cheapest: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    """Of the first so many words: what they cost at least, and where they are cut."""
    for end in range(1, len(words) + 1):
        ways = []
        for start in range(max(0, end - 4), end):
            cost, cuts = cheapest[start]
            cost += _cost(words, gaps, start, end, is_divided=is_divided)
            ways.append((cost, (*cuts, end)))
        cheapest.append(min(ways))
    closed = ""
    start = 0
    gaps_behind = [*gaps, ""]
    for end in cheapest[-1][1]:
        closed += "".join(words[start:end]) + gaps_behind[end - 1]
        start = end
    return closed


def _with_units_apart(
    pieces: Sequence[str], blanks: Sequence[str]
) -> tuple[list[str], list[str]]:
    """办公室张 伟 → 办公室 张 伟: what stands right before a spread name comes apart
    from its first sign.
    """
    words: list[str] = []
    gaps: list[str] = []
    for place, piece in enumerate(pieces):
        size = 2 if is_compound_family(piece[-2:]) else 1
        before, first = piece[:-size], piece[-size:]
        behind = "".join(pieces[place + 1 : place + 2])
        is_spread = len(before) > 1 and (
            len(behind) == 1 or (len(behind) == 2 and not _is_of_a_table(behind))
        )
        if (
            is_spread
            and _stands_before_names(before)
            and not _stands_before_names(piece)
        ):
            words += [before, first]
            gaps.append(" ")
        else:
            words.append(piece)
        gaps += blanks[place : place + 1]
    return words, gaps


def _cost(
    words: Sequence[str], gaps: Sequence[str], start: int, end: int, *, is_divided: bool
) -> float:
    """What it costs to take `words` from `start` to `end` for one."""
    word = "".join(words[start:end])
    if end - start == 1:
        if len(word) > 1:
            is_said = len(word) > 2 or begins_with_family(word) or _is_of_a_table(word)
            return 0.0 if is_said else _NO_NAME
        if word not in ROLES:
            return _ALONE
        is_role = words[0] in ROLES or (is_divided and end == len(words))
        return _WRITES if word == "文" and not is_role else 0.0
    parts = words[start:end]
    wide = [part for part in parts if len(part) > 1]
    if not wide and _is_of_a_table(word):
        return 0.1
    longest = 4 if has_compound_family(word) else 3
    if (
        len(word) > longest
        or "·" in word
        or len(wide) == len(parts)
        or any(map(_is_of_a_table, wide))
    ):
        return _ALONE * len(parts)
    inside = list(map(len, gaps[start : end - 1]))
    cost = float(sum(inside))
    if max(inside) > min(map(len, gaps)):
        cost += _WIDER
    if wide:
        cost += _HALF_CLOSED
    return cost if begins_with_family(word) else cost + _NO_FAMILY


def _stands_before_names(word: str) -> bool:
    """Whether a word is a label, a role, an office or a post."""
    return bool(
        _is_of_a_table(word) or UNIT_AT_END.search(word) or POST_AT_END.search(word)
    )


def _is_of_a_table(word: str) -> bool:
    return word in KIND_OF or word in ROLES or word in REMARKS
