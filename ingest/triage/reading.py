"""What does a letter say of itself: unit, title, manuscript?

Brings together what `subject`, `naming`, `manuscript` and `title` find. What follows from it is left to
`placing` and `judge`.
"""

import re
from dataclasses import dataclass

from ingest.letter.subject import Subject, SubjectMark, parse_subject
from ingest.names.naming import Naming, find_units
from ingest.names.unit_names import UnitNames
from ingest.similar.likeness import fingerprint, likeness
from ingest.triage.blocks import titles_in
from ingest.triage.manuscript import Manuscript, is_label_line, manuscript_in
from ingest.triage.title import find_title
from ledger.entries.letters import Letter

_SAME_LINE = 0.8
_NOTE = 300
"""Characters of a covering note in which it says what it replaces."""
_HEADING_LENGTH = range(4, 61)
_TITLES_SHOWN = 3
_SEVERAL = re.compile(
    r"(?<!第)([2-9]|1\d|[二两三四五六七八九十])\s*(?:篇|(?:条|则)(?:政务|动态|上报)?(?:信息|简讯|稿))"
)
_IN_PLACE_OF = re.compile(
    r"(?:以|按)(?:这|此|本)(?:个|份|件|稿|次|篇|版).{0,6}为准|(?:替换|代替|取代)(?:前|原|上|之前)"
    r"|(?:前|原|上)(?:一?(?:稿|件|封|篇)).{0,6}作废"
)


@dataclass(frozen=True, slots=True)
class LetterReading:
    """A letter's subject taken apart, the units it names, its manuscript (None: it brings none), its title.

    `on_convention` says whether the subject holds a title at all; `several` is the evidence, Chinese, that
    the letter brings more than one item (F2), else "". `marks` are those of subject, files and note.
    """

    subject: Subject
    naming: Naming
    manuscript: Manuscript | None
    title: str
    on_convention: bool
    fingerprint: str
    several: str = ""
    marks: frozenset[SubjectMark] = frozenset()


def interpret(
    letter: Letter, unit_names: UnitNames, known_files: frozenset[str] = frozenset()
) -> LetterReading:
    """What `letter` says; `known_files` are SHA-256 of files that are nothing new (see `manuscript_in`)."""
    subject = parse_subject(letter.subject)
    naming = find_units(subject.body, unit_names)
    words = letter.text
    if subject.is_forward:  # what is passed on is its own as well
        words = "\n".join(part for part in (words, letter.quoted, letter.attached_mail) if part)
    manuscript = manuscript_in(letter, words, known_files)
    title = find_title(letter.text, subject, naming, manuscript, unit_names)
    marks = set(subject.marks)
    for file in letter.attachments:
        marks |= parse_subject(file.name).marks
    if _IN_PLACE_OF.search(letter.text[:_NOTE]):  # F7
        marks.add(SubjectMark.CORRECTION)
    return LetterReading(
        subject=subject,
        naming=naming,
        manuscript=manuscript,
        title=title.text,
        on_convention=title.is_in_subject,
        fingerprint=fingerprint(title.text, letter.text, [file.sha256 for file in letter.attachments]),
        several=_several(subject, manuscript),
        marks=frozenset(marks),
    )


def counted_text(text: str, title: str) -> str:
    """The part of a manuscript whose length the rule limits (Art. 8): no heading, no labelled lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and len(lines[0]) in _HEADING_LENGTH and likeness(lines[0], title) >= _SAME_LINE:
        lines = lines[1:]
    return "\n".join(line for line in lines if not is_label_line(line))


def _several(subject: Subject, manuscript: Manuscript | None) -> str:
    """What says that the letter brings more than one item (Chinese), or ""."""
    if manuscript is not None:
        if len(manuscript.documents) > 1:
            return f"一封邮件带有{len(manuscript.documents)}份内容不同的稿件"
        titles = titles_in(manuscript.text)
        if titles:
            shown = "”“".join(titles[:_TITLES_SHOWN])
            return f"一份稿件中有{len(titles)}篇各有标题的信息：“{shown}”"
    found = _SEVERAL.search(subject.body)
    return f"主题中有“{found.group()}”" if found else ""
