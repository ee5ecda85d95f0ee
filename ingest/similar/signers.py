"""Which units sign a manuscript together?

A line that signs is used up by names of units, what joins them, a label and a date;
whatever is left over speaks of something else. One such line may name several units, or
lines below one another one each. What follows for a joint item is left to `judge`.
"""

import re

from ingest.names.folding import fold_text
from ingest.names.naming import UNCLEAR, UNIT_COUNT
from ingest.names.unit_names import GENERIC_LENGTH, RecognisedBy, UnitNames

_HEAD, _FOOT = 6, 8
"""Filled lines at the head and at the end of a manuscript that may sign."""
_LONGEST = 80
"""Characters of a line that may sign."""
_SENTENCE = re.compile(r"[，；：:]|。.")
_MOST = 5
"""More units in a row than these are a list of something else."""
_LABEL = re.compile(
    r"[(\[【]?(?:(?:供稿|报送|撰稿|来稿|署名|联合报送|联合供稿|联合)(?:单位)?|单位|来源):?"
)
_LABELLED = re.compile(r"\s*[(（\[【]?[^，；：:。]{2,6}[：:][^，；：:。]+$")
_JOINER = re.compile(r"[、,;/&+]|以及|联合|会同|和|与|及")
_DEPARTMENT = re.compile(r"办公室|综合科|党委|党总支")
_NOTE = 300
"""Characters of a covering note that are read."""
_PARTNERS = re.compile(
    rf"(?:会同|联合|[与和同])(?P<who>[\u4e00-\u9fff、]{{2,40}}?)(?:{UNIT_COUNT})?(?:联合|共同)(?:报送|上报|呈报|供稿|撰写|采写)"
)
_PARTED = re.compile(r"[、和与及]")
_END = re.compile(
    rf"(?:{UNIT_COUNT})?(?:联合|共同)?(?:供稿|报送|撰稿|上报)?[)\]】]?"
    r"(?:20\d\d(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}日?|二[〇零O○]二[一二三四五六七八九]年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)?[。.]?"
)


def signing_together(text: str, unit_names: UnitNames) -> tuple[int, ...]:
    """The ids of the units that sign `text` together, in its order; empty where one
    signs it, or none.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    parts = (lines,) if len(lines) <= _HEAD + _FOOT else (lines[:_HEAD], lines[-_FOOT:])
    for part in parts:
        block: dict[
            int, None
        ] = {}  # the units of signing lines that follow upon one another, each once
        for line in (*part, ""):
            units = _units_signing(line, unit_names)
            if not units:
                if 1 < len(block) <= _MOST:
                    return tuple(block)
                block = {}
            block.update(dict.fromkeys(units))
    return ()


def partners_in(note: str, unit_names: UnitNames) -> tuple[int, ...]:
    """The ids of the units with which a covering note says that it reports:
    与海事处联合报送，见附件.
    """
    found: list[int] = []
    for said in _PARTNERS.finditer(note[:_NOTE]):
        for name in _PARTED.split(said["who"]):
            borne = unit_names.names.get(fold_text(name))
            if borne is not None and len(borne.unit_ids) == 1:
                found += borne.unit_ids
    return tuple(dict.fromkeys(found))


def _units_signing(line: str, unit_names: UnitNames) -> list[int]:
    """The units that a line names, if it does nothing else."""
    # Most lines are sentences, and folding takes longer than seeing that.
    if len(line) > _LONGEST or (_SENTENCE.search(line) and not _LABELLED.match(line)):
        return []
    rest = fold_text(line)
    label = _LABEL.match(rest)
    rest = rest[label.end() :] if label else rest.lstrip("([【")
    units: list[int] = []
    while name := _longest(rest, unit_names):
        units.append(unit_names.names[name].unit_ids[0])
        rest = rest[len(name) :]
        if department := _DEPARTMENT.match(rest):
            rest = rest[department.end() :]
        if joiner := _JOINER.match(rest):
            rest = rest[joiner.end() :]
    return units if units and _END.fullmatch(rest) else []


def _longest(text: str, unit_names: UnitNames) -> str:
    """The longest name at the head of a folded text that means one unit whoever writes
    it; "" for none.
    """
    for length in unit_names.lengths.get(text[:1], ()):
        word = text[:length]
        name = unit_names.names.get(word)
        if name is None or len(word) <= GENERIC_LENGTH or len(name.unit_ids) > 1:
            continue
        if name.how not in (*UNCLEAR, RecognisedBy.PLACELESS):
            return word
    return ""
