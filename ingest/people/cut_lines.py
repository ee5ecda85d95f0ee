"""Which lines were cut in the middle of a name, a number or a label?

Old mail programs and notepads break lines after so many characters, whatever stands
there: 撰稿人:上官 / 云 电话0951-60 / 76233. Two lines are joined only where neither of
the two makes sense at the cut and both together do. Other lines stay as they are.
"""

import re
from collections.abc import Sequence

from ingest.people.labels import KIND_OF, LABEL
from ingest.people.person_names import HAN, is_compound_family, is_name
from ingest.people.phone_numbers import phones_in
from ingest.people.vocabulary import REMARKS, ROLES

_MOST_DIGITS = 20
_DIGITS_AT_END = re.compile(r"[\d()+·. -]*\d\Z")
_DIGITS_AT_START = re.compile(r"\d[\d()·. -]{0,13}")
_WORD_AT_END = re.compile(rf"(?<![{HAN}])[{HAN}]{{1,3}}$")
_WORD_AT_START = re.compile(rf"[{HAN}]{{1,2}}(?![{HAN}·])")
_HEAD_AT_END = re.compile(rf"[{HAN}]{{1,5}}$")
_LABEL_REST_AT_START = re.compile(rf"[{HAN}]{{1,5}}\s?:")
_LABEL_REST = 7
_LABELS = tuple(word for word in KIND_OF if len(word) > 1)
_NO_NAMES = {*KIND_OF, *ROLES, *REMARKS}


def joined_where_cut(lines: Sequence[str]) -> list[str]:
    """`lines` (in half width, filled), those joined that were cut within a word."""
    joined: list[str] = []
    for line in lines:
        above = joined[-1] if joined else ""
        end = _DIGITS_AT_END.search(above[-_MOST_DIGITS:])
        start = _DIGITS_AT_START.match(line)
        if end and start:
            is_cut = _cuts_number(end.group(), start.group())
        else:
            is_cut = _cuts_name(above, line) or _cuts_label(above, line)
        if is_cut:
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _cuts_number(end: str, start: str) -> bool:
    """Whether digits of both lines make one number, and those of neither do."""
    if any(phones_in(part, local=True) for part in (end, start)):
        return False
    seam = phones_in(end + start, local=True)
    return any(phone.span[0] < len(end) < phone.span[1] for phone in seam)


def _cuts_name(above: str, below: str) -> bool:
    """Whether a line of people ends in half a name (…上官, …张), or the next begins
    with its last sign.
    """
    start = _WORD_AT_START.match(below)
    end = _WORD_AT_END.search(above, max(0, len(above) - 4)) if start else None
    if end is None or start is None or LABEL.search(above) is None:
        return False
    head, rest = end.group(), start.group()
    is_known = head in KIND_OF or rest in _NO_NAMES
    if is_known or not is_name(head + rest):
        return False
    is_half = len(head) == 1 or is_compound_family(head)
    return is_half or (len(rest) == 1 and is_name(head))


def _cuts_label(above: str, below: str) -> bool:
    """Whether a label stands across the cut (…联系电 / 话:139…)."""
    start = _LABEL_REST_AT_START.match(below)
    end = _HEAD_AT_END.search(above, max(0, len(above) - 5)) if start else None
    if end is None or LABEL.match(below):
        return False
    head = end.group()
    if head in KIND_OF or head.endswith(_LABELS):
        return False
    for size in range(len(head), 0, -1):
        label = LABEL.match(head[-size:] + below[:_LABEL_REST])
        if label and label["mark"] and label["word"].startswith(head[-size:]):
            if label.end("word") > size:
                return True
    return False
