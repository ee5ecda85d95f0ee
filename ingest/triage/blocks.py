"""Does one text hold several reports, each with a title and a byline of its own?

Numbered sections (一、… 二、…) are parts of one report; what counts is that a person is named as author of
each block, or that the text itself numbers its items (信息一：…). What follows from it is left to `judge`.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.people.labels import LABEL, ROLE_OF, LabelKind
from ingest.people.person_names import half_width
from ingest.similar.likeness import likeness

_TEXT_BOUND = 200_000
_LINES = 2_000
_TITLE_LENGTH = range(4, 61)
_BODY_HAN = 40
"""Chinese characters from which what stands under a title is its report."""
_BYLINE_LENGTH = 80
_SAME_TITLE = 0.8
_HAN = re.compile(r"[\u3400-\u9fff]")
_NO_TITLE = re.compile(r"[:：。；;，,！!？?]$|您好|你好|请查收|^附件|^\d[\d\s.年月日-]*$")
_NAMED = re.compile(r"\s*[\u3400-\u9fff]")
_NUMBERED = re.compile(
    r"[(（【\[]?(?:信息|稿件|简讯)(?P<number>[一二三四五六七八九十]{1,2}|\d{1,2})[)）】\]]?[、:：.．\s]\s*(?P<title>.*)"
)
_NUMBER = re.compile(
    r"^[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．:：]?\s*(?=[\u3400-\u9fff“《])"
)


def titles_in(text: str) -> tuple[str, ...]:
    """The titles of the reports in `text` if it holds several, else nothing."""
    lines = [line.strip() for line in text[:_TEXT_BOUND].splitlines() if line.strip()][:_LINES]
    for found in (_numbered(lines), _signed_below(lines), _signed_above(lines)):
        apart: list[str] = []
        for title in found:
            if all(likeness(title, other) < _SAME_TITLE for other in apart):
                apart.append(title)
        if len(apart) > 1:
            return tuple(apart)
    return ()


def _numbered(lines: Sequence[str]) -> list[str]:
    """信息一：… 信息二：…, each with a report under it."""
    starts = [(at, found) for at, line in enumerate(lines) if (found := _NUMBERED.match(line))]
    numbers = [found["number"] for _, found in starts]
    if len(set(numbers)) < len(numbers):
        return []
    ends = [*(at for at, _ in starts[1:]), len(lines)]
    return [
        (found["title"] or lines[at + 1])[: _TITLE_LENGTH.stop]
        for (at, found), end in zip(starts, ends, strict=False)
        if _han(lines[at + 1 : end]) >= _BODY_HAN
    ]


def _signed_below(lines: Sequence[str]) -> list[str]:
    """Title, report, byline; and again."""
    titles, start = [], 0
    for at in _bylines(lines):
        block = [line for line in lines[start:at] if not _labelled(line)]
        start = at + 1
        place = next((n for n, line in enumerate(block) if _is_title(line)), None)
        if place is not None and _han(block[place + 1 :]) >= _BODY_HAN:
            titles.append(_bare(block[place]))
    return titles


def _signed_above(lines: Sequence[str]) -> list[str]:
    """Title, byline, report; and again."""
    places = [at for at in _bylines(lines) if at and _is_title(lines[at - 1])]
    ends = [*(at - 1 for at in places[1:]), len(lines)]
    return [
        _bare(lines[at - 1])
        for at, end in zip(places, ends, strict=False)
        if _han([line for line in lines[at + 1 : end] if not _labelled(line)]) >= _BODY_HAN
    ]


def _bylines(lines: Sequence[str]) -> Iterator[int]:
    """Where an author is named."""
    return (at for at, line in enumerate(lines) if _names_author(line))


def _names_author(line: str) -> bool:
    if len(line) > _BYLINE_LENGTH:
        return False
    written = half_width(line).lstrip("([ ")
    found = LABEL.match(written)
    author = found is not None and bool(found["mark"]) and ROLE_OF[found["word"].lower()] is LabelKind.AUTHOR
    return author and bool(_NAMED.match(written, found.end() if found else 0))


def _labelled(line: str) -> bool:
    found = LABEL.match(half_width(line).lstrip("([ ")) if len(line) <= _BYLINE_LENGTH else None
    return found is not None and bool(found["mark"])


def _is_title(line: str) -> bool:
    return len(line) in _TITLE_LENGTH and not _NO_TITLE.search(line) and not _labelled(line)


def _bare(title: str) -> str:
    return _NUMBER.sub("", title)


def _han(lines: Sequence[str]) -> int:
    return sum(len(_HAN.findall(line)) for line in lines)
