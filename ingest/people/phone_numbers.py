"""Which telephone numbers does a line hold?

A number is written in groups of digits (139 0951 3308, 0951-6076 950, +86-951-5918066,
6076 950). Groups that stand close enough to each other are put together until they make
a number that can be dialled; what stands behind it may be an extension (转8012) or the
last digits of a sister (6000642/43). Whose number it is, is left to `credits`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LINE = re.compile(r"\d{7,8}")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_SERVICE = re.compile(r"[48]00\d{7}")
_LIKE_A_DATE = re.compile(r"20[0-4]\d[01]\d[0-3]\d")
_LIKE_A_YEAR = re.compile(r"(?:19|20)\d\d")
_AREA = re.compile(r"0(?:10|2\d|[3-9]\d\d)")
_AREA_WITHOUT_ZERO = re.compile(r"(?:10|2\d|[3-9]\d\d)(?=\d{7,8}$)")

_DIGITS = re.compile(r"\d{1,20}")
_SOME_DIGITS = re.compile(r"\d\d")
_JOINT = re.compile(r"\s?[-·.]?\s?")
"""Between the groups of one number."""
_AREA_JOINT = re.compile(r"\s{0,2}\)?\s{0,3}[-·.一ー~_=:/、,*]{0,3}\s{0,3}\(?\s?")
"""Behind the code of an area or a country: people set all kinds of marks, and a Chinese
one for a dash.
"""
_MOST_GROUPS = 5

_EXTENSION = re.compile(
    r"\s*[(,]?\s*(?:转(?:分机|内线)?号?|分机号?|内线|-|ext\.?|x)\s?[:.]?\s*(?P<number>\d{1,6})(?!\d)\)?",
    re.IGNORECASE,
)
_SISTER_EXTENSION = re.compile(r"\s?[/、或]\s?(?:转)?(?P<number>\d{2,6})(?!\d)")
_SISTER = re.compile(r"\s?/\s?(?P<number>\d{1,4})(?!\d)|、(?P<last>\d{2,4})(?![\d\w])")
_ZEROS = "oO〇○"
_BEGINS = re.compile(r"0|1[3-9]\d|86|[48]00")
_BEGINS_LOCAL = re.compile(rf"{_BEGINS.pattern}|[2-8]\d\d")
_WITHIN_ANOTHER = re.compile(r"(?:\.|\d-)\Z")
"""Before what is part of a decimal, a day or a longer number."""
_COUNTS = re.compile(r"%|\.\d")
"""Behind a share, an amount."""
_LOCAL_GROUPS = {(3, 4), (4, 3), (4, 4)}
"""Digits of the two groups of a number without its area code."""
_LETTER_O = re.compile(r"(?<=[\d-])[oO〇○]{1,4}(?=[\d-])|(?<![a-zA-Z])[oO](?=\d{3})")


_MEASURE = re.compile(
    r"\s?[亿万余多]{0,2}(?:元|美元|吨|立方|平方|公里|千米|人次|车次|辆次|千瓦)"
)
"""Behind eleven digits it tells that they count something: 13895671008元."""


class Phone(NamedTuple):
    """A telephone number in its usual writing, and where in the line it stood
    (half-open).
    """

    number: str
    span: tuple[int, int]


class _Found(NamedTuple):
    """A number that begins with one group of digits, and how many groups it takes."""

    number: str
    groups: int
    can_be_extended: bool


def phones_in(line: str, *, local: bool = False) -> tuple[Phone, ...]:
    """The telephone numbers in `line` (of `half_width`), in order; with `local`, those
    of 7 digits too.

    `local` is for places where a number is asked for: elsewhere seven digits are
    anything.
    """
    if not _SOME_DIGITS.search(line):
        return ()
    if any(sign in line for sign in _ZEROS):
        line = _LETTER_O.sub(lambda found: "0" * len(found.group()), line)
    groups = list(_DIGITS.finditer(line))
    found: list[Phone] = []
    at = 0
    while at < len(groups):
        number = _number_at(groups, at, line, local=local)
        if number is None or _MEASURE.match(line, groups[at + number.groups - 1].end()):
            at += 1
            continue
        start, end = groups[at].start(), groups[at + number.groups - 1].end()
        beside = at + number.groups
        is_alone = (
            beside == len(groups)
            or _number_at(groups, beside, line, local=True) is None
        )
        found += _with_what_follows(number, start, end, line, may_have_sister=is_alone)
        while at < len(groups) and groups[at].start() < found[-1].span[1]:
            at += 1
    return tuple(found)


def _number_at(
    groups: Sequence[re.Match[str]], at: int, line: str, *, local: bool
) -> _Found | None:
    """The number that begins with the group `at`, of as few groups as make one."""
    first = groups[at]
    start = first.start()
    before = line[max(0, start - 1) : start]
    if before.isdigit():  # the rest of a run too long for a number
        return None
    begins = _BEGINS_LOCAL if local else _BEGINS
    if not begins.match(first.group()):
        return None
    near = [first.group()]
    marks: list[str] = []
    for one, other in zip(
        groups[at : at + _MOST_GROUPS],
        groups[at + 1 : at + 1 + _MOST_GROUPS],
        strict=False,
    ):
        mark = line[one.end() : other.start()]
        if mark and not _AREA_JOINT.fullmatch(mark):
            break
        near.append(other.group())
        marks.append(mark)
    is_free = not _WITHIN_ANOTHER.search(line[max(0, start - 2) : start])
    for count in range(1, len(near) + 1):
        end = groups[at + count - 1].end()
        if line[end : end + 1].isdigit():
            return None
        parts = near[:count]
        digits = "".join(parts)
        if len(digits) > 16:
            return None
        if count > 1 and len(parts[-1]) < 2:
            continue
        number = _international(parts, marks[: count - 1], before) or _national(
            parts, marks[: count - 1]
        )
        if number is not None:
            return _Found(number, count, can_be_extended=number.startswith("0"))
        if (
            local
            and is_free
            and _is_local(parts, marks[: count - 1], line[end : end + 2])
        ):
            return _Found(digits, count, can_be_extended=True)
    return None


def _international(
    parts: Sequence[str], marks: Sequence[str], before: str
) -> str | None:
    """+86 139 0951 3308, 0086-951-5918066, 8613909513308."""
    digits = "".join(parts)
    for code in ("0086", "86"):
        rest = digits.removeprefix(code)
        if not parts[0].startswith(code):
            continue
        if _MOBILE.fullmatch(rest):
            return rest
        is_said = code == "0086" or before == "+"
        if not is_said:
            continue
        kept = list(filter(None, (parts[0].removeprefix(code), *parts[1:])))
        number = _national(kept, marks[len(marks) - len(kept) + 1 :])
        if number is not None:
            return number
        rest = rest.removeprefix("0")
        area = _AREA_WITHOUT_ZERO.match(rest)
        if area is not None and _LINE.fullmatch(rest[area.end() :]):
            return f"0{area.group()}-{rest[area.end() :]}"
    return None


def _national(parts: Sequence[str], marks: Sequence[str]) -> str | None:
    digits = "".join(parts)
    if (
        _MOBILE.fullmatch(digits)
        and len(parts[0]) > 2
        and all(map(_JOINT.fullmatch, marks))
    ):
        return digits
    if (
        _SERVICE.fullmatch(digits)
        and len(parts[0]) in {3, 10}
        and all(map(_JOINT.fullmatch, marks))
    ):
        return "-".join(parts)
    area = _AREA.match(digits)
    if area is None or not _LINE.fullmatch(digits[area.end() :]):
        return None
    if len(parts[0]) < area.end():
        return None
    inner = marks[1:] if len(parts[0]) == area.end() else marks
    if not all(map(_JOINT.fullmatch, inner)):
        return None
    return f"{area.group()}-{digits[area.end() :]}"


def _is_local(parts: Sequence[str], marks: Sequence[str], behind: str) -> bool:
    """Whether `parts` are seven or eight digits one could dial (6076213, 6076 213), no
    day and no amount.
    """
    digits = "".join(parts)
    if not _LOCAL.fullmatch(digits) or _LIKE_A_DATE.fullmatch(digits):
        return False
    if _COUNTS.match(behind):
        return False
    if len(parts) == 1:
        return True
    if tuple(map(len, parts)) not in _LOCAL_GROUPS:
        return False
    mark = marks[0]
    if mark not in {" ", "-", "·"}:
        return False
    return mark != "-" or not _LIKE_A_YEAR.fullmatch(parts[0])


def _with_what_follows(
    found: _Found, start: int, end: int, line: str, *, may_have_sister: bool
) -> list[Phone]:
    """A number with its extension, and those that are told by their last digits
    only.
    """
    if not found.can_be_extended:
        return [Phone(found.number, (start, end))]
    extension = _EXTENSION.match(line, end)
    if extension is not None:
        phones = [
            Phone(f"{found.number}转{extension['number']}", (start, extension.end()))
        ]
        end = extension.end()
        sister = _SISTER_EXTENSION.match(line, end)
        if sister is not None and len(sister["number"]) == len(extension["number"]):
            phones.append(
                Phone(f"{found.number}转{sister['number']}", (end, sister.end()))
            )
        return phones
    phones = [Phone(found.number, (start, end))]
    sister = _SISTER.match(line, end)
    if sister is not None and may_have_sister:
        last = sister["number"] or sister["last"]
        phones.append(Phone(found.number[: -len(last)] + last, (end, sister.end())))
    return phones
