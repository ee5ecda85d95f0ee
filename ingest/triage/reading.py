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
    manuscript = manuscript_in(letter, own_words(letter, subject), known_files)
    title, told = find_title(letter.text, subject, naming, manuscript, unit_names)
    return LetterReading(
        subject=subject,
        naming=naming,
        manuscript=manuscript,
        title=title,
        on_convention=told,
        fingerprint=fingerprint(title, letter.text, (a.sha256 for a in letter.attachments)),
        several=_several(subject, manuscript),
        marks=subject.marks | _marked(letter),
    )


def _marked(letter: Letter) -> frozenset[SubjectMark]:
    """What the names of its files and its covering note say of a letter's relation to an earlier one (F7)."""
    named = (mark for file in letter.attachments for mark in parse_subject(file.name).marks)
    replaces = _IN_PLACE_OF.search(letter.text[:_NOTE])
    return frozenset((*named, *((SubjectMark.CORRECTION,) if replaces else ())))


def own_words(letter: Letter, subject: Subject) -> str:
    """The words a letter brings: the sender's own; of one passed on, what it passes on as well."""
    if not subject.is_forward:
        return letter.text
    return "\n".join(part for part in (letter.text, letter.quoted, letter.attached_mail) if part)


def counted_text(text: str, title: str) -> str:
    """The part of a manuscript whose length the rule limits (Art. 8): no heading, no labelled lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and len(lines[0]) in _HEADING_LENGTH and likeness(lines[0], title) >= _SAME_LINE:
        lines = lines[1:]
    return "\n".join(line for line in lines if not is_label_line(line))


def _several(subject: Subject, manuscript: Manuscript | None) -> str:
    if manuscript is not None and len(manuscript.documents) > 1:
        return f"一封邮件带有{len(manuscript.documents)}份内容不同的稿件"
    titles = titles_in(manuscript.text) if manuscript is not None else ()
    if titles:
        named = "”“".join(titles[:_TITLES_SHOWN])
        return f"一份稿件中有{len(titles)}篇各有标题的信息：“{named}”"
    found = _SEVERAL.search(subject.body)
    return f"主题中有“{found.group()}”" if found else ""
