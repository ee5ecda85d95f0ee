"""Does one text hold several reports, each with a title and a byline of its own?

Numbered sections (一、… 二、…) are parts of one report; what counts is that a person is named as author of
each block, or that the text itself numbers its items (信息一：…). What follows from it is left to `judge`.
"""

import re
from collections.abc import Sequence

from ingest.people.labels import KIND_OF, LABEL, LabelKind
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
    for find_titles in (_numbered_titles, _titles_above_reports, _titles_above_bylines):
        titles: list[str] = []
        for title in find_titles(lines):
            if all(likeness(title, other) < _SAME_TITLE for other in titles):
                titles.append(title)
        if len(titles) > 1:
            return tuple(titles)
    return ()


def _numbered_titles(lines: Sequence[str]) -> list[str]:
    """The titles of a text that numbers its items (信息一：… 信息二：…), each with a report under it."""
    starts = {}
    for at, line in enumerate(lines):
        found = _NUMBERED.match(line)
        if found:
            starts[at] = found
    if len({found["number"] for found in starts.values()}) < len(starts):
        return []  # a number that occurs twice counts something else
    titles = []
    ends = [*starts, len(lines)][1:]
    for (at, found), end in zip(starts.items(), ends, strict=True):
        if _is_report(lines[at + 1 : end]):
            title = found["title"] or lines[at + 1]
            titles.append(title[: _TITLE_LENGTH.stop])
    return titles


def _titles_above_reports(lines: Sequence[str]) -> list[str]:
    """The titles of a text of several parts: title, report, byline; title, report, byline …."""
    titles, start = [], 0
    for at, line in enumerate(lines):
        if not _names_author(line):
            continue
        block = [words for words in lines[start:at] if _label_of(words) is None]
        start = at + 1
        for place, words in enumerate(block):
            if _is_title(words):
                if _is_report(block[place + 1 :]):
                    titles.append(_NUMBER.sub("", words))
                break
    return titles


def _titles_above_bylines(lines: Sequence[str]) -> list[str]:
    """The titles of a text of several parts: title, byline, report; title, byline, report …."""
    bylines = []
    for at in range(1, len(lines)):
        if _names_author(lines[at]) and _is_title(lines[at - 1]):
            bylines.append(at)
    titles = []
    for number, at in enumerate(bylines, start=1):
        end = bylines[number] - 1 if number < len(bylines) else len(lines)
        if _is_report([line for line in lines[at + 1 : end] if _label_of(line) is None]):
            titles.append(_NUMBER.sub("", lines[at - 1]))
    return titles


def _label_of(line: str) -> re.Match[str] | None:
    """The label with a colon that `line` begins with; a long line is running text and has none."""
    if len(line) > _BYLINE_LENGTH:
        return None
    found = LABEL.match(half_width(line).lstrip("([ "))
    return found if found is not None and found["mark"] else None


def _names_author(line: str) -> bool:
    label = _label_of(line)
    if label is None or KIND_OF[label["word"].lower()] is not LabelKind.AUTHOR:
        return False
    return _NAMED.match(label.string, label.end()) is not None


def _is_title(line: str) -> bool:
    return len(line) in _TITLE_LENGTH and not _NO_TITLE.search(line) and _label_of(line) is None


def _is_report(lines: Sequence[str]) -> bool:
    """Whether so much is said that it is a report of its own."""
    return sum(len(_HAN.findall(line)) for line in lines) >= _BODY_HAN
