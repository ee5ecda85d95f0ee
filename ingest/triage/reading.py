"""What does a letter say of itself: unit, title, manuscript?

Brings together what `subject`, `naming` and `manuscript` find. What follows from it is left to `placing` and
`judge`.
"""

import re
from dataclasses import dataclass

from ingest.gazetteer import Gazetteer
from ingest.likeness import fingerprint, likeness
from ingest.naming import Naming, find
from ingest.subject import Mark, Subject, parse_subject, remainder, title_of
from ingest.triage.blocks import titles_in
from ingest.triage.manuscript import Manuscript, is_label_line, manuscript_in
from ledger.entries.letters import Letter

_SAME_LINE = 0.8
_OPENING = 40
_NOTE = 300
"""Characters of a covering note in which it says what it replaces."""
_HEADING_LINES = 6
_HEADING_LENGTH = range(4, 61)
_VAGUE = re.compile(
    r"[(（]?无主题[)）]?|no subject"
    r"|.{0,9}(?:政务|动态|交通|工作)?信息(?:报送|上报|稿件?|材料)?(?:[\d一二两三四五六七八九十几]{1,3}[篇条则])?"
    r"(?:[(（]\d{1,2}月份?[)）])?(?:[,，]?(?:请|敬请|望)?(?:查收|审阅|审核|采用).{0,6})?"
    r"|稿件|投稿|来稿|报送|上报|附件|文件|材料|稿子|文章|新建.*|未命名.*",
    re.IGNORECASE,
)
_VAGUE_LENGTH = 16
_POLITE = re.compile(
    r"(?:感谢|谢谢|多谢|您好|你好|老师好|领导好|请(?:查收|审阅|审核)|附件请|烦请|麻烦|辛苦).{0,20}"
)
_TITLES_SHOWN = 3
_NO_HEADING = re.compile(
    r"[:：]$|您好|你好|第.{1,6}期|签发|审核|密级|[。；;，,]$|^\d[\d\s.年月日-]*$|信息$|^附件"
)
_SEVERAL = re.compile(
    r"(?<!第)([2-9]|1\d|[二两三四五六七八九十])\s*(?:篇|(?:条|则)(?:政务|动态|上报)?(?:信息|简讯|稿))"
)
_ITEM_NUMBER = re.compile(
    r"^(?:(?:信息|稿件)?[一二三四五六七八九十]{1,3}[、:：]|(?:信息|稿件)?\d{1,2}[、.．:：](?!\d))\s*"
)
_IN_PLACE_OF = re.compile(
    r"(?:以|按)(?:这|此|本)(?:个|份|件|稿|次|篇|版).{0,6}为准|(?:替换|代替|取代)(?:前|原|上|之前)"
    r"|(?:前|原|上)(?:一?(?:稿|件|封|篇)).{0,6}作废"
)


@dataclass(frozen=True, slots=True)
class Reading:
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
    marks: frozenset[Mark] = frozenset()


def read(letter: Letter, gazetteer: Gazetteer, known_files: frozenset[str] = frozenset()) -> Reading:
    """What `letter` says; `known_files` are SHA-256 of files that are nothing new (see `manuscript_in`)."""
    subject = parse_subject(letter.subject)
    naming = find(subject.body, gazetteer)
    manuscript = manuscript_in(letter, own_words(letter, subject), known_files)
    left = remainder(subject.body, naming.spans)
    answers = subject.is_reply and not naming.named  # the title is that of what is answered
    polite = not naming.named and _POLITE.fullmatch(left)
    told = bool(left) and not (answers or polite)
    told = told and not (len(left) <= _VAGUE_LENGTH and _VAGUE.fullmatch(left))
    title = (
        left
        if told
        else _heading(manuscript, gazetteer) or title_of(subject, naming.spans) or _opening(manuscript)
    )
    return Reading(
        subject=subject,
        naming=naming,
        manuscript=manuscript,
        title=title,
        on_convention=told,
        fingerprint=fingerprint(title, letter.text, (a.sha256 for a in letter.attachments)),
        several=_several(subject, manuscript),
        marks=subject.marks | _marked(letter),
    )


def _marked(letter: Letter) -> frozenset[Mark]:
    """What the names of its files and its covering note say of a letter's relation to an earlier one (F7)."""
    named = (mark for file in letter.attachments for mark in parse_subject(file.name).marks)
    replaces = _IN_PLACE_OF.search(letter.text[:_NOTE])
    return frozenset((*named, *((Mark.CORRECTION,) if replaces else ())))


def own_words(letter: Letter, subject: Subject) -> str:
    """The words a letter brings: the sender's own; of one passed on, what it passes on as well."""
    if not subject.is_forward:
        return letter.text
    return "\n".join(part for part in (letter.text, letter.quoted, letter.attached_mail) if part)


def measured(text: str, title: str) -> str:
    """The part of a manuscript whose length the rule limits (Art. 8): no heading, no labelled lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and len(lines[0]) in _HEADING_LENGTH and likeness(lines[0], title) >= _SAME_LINE:
        lines = lines[1:]
    return "\n".join(line for line in lines if not is_label_line(line))


def _heading(manuscript: Manuscript | None, gazetteer: Gazetteer) -> str:
    """The first heading of the manuscript, else the name of its file."""
    if manuscript is None:
        return ""
    for line in manuscript.text.splitlines()[:_HEADING_LINES]:
        words = _ITEM_NUMBER.sub("", line.strip())
        if len(words) in _HEADING_LENGTH and not _NO_HEADING.search(words):
            bare = remainder(words, find(words, gazetteer).spans)
            if len(bare) in _HEADING_LENGTH and not _VAGUE.fullmatch(bare):
                return bare
    name = parse_subject(manuscript.documents[0]).body if manuscript.documents else ""
    name = remainder(name, find(name, gazetteer).spans)
    return "" if _VAGUE.fullmatch(name) or len(name) not in _HEADING_LENGTH else name


def _opening(manuscript: Manuscript | None) -> str:
    """The first words of a manuscript that has no heading, for a letter without a subject."""
    words = manuscript.text.strip()[:_OPENING] if manuscript else ""
    return re.split(r"[。；！？;!?\n]", words)[0].strip() or words.strip() or "（无标题）"


def _several(subject: Subject, manuscript: Manuscript | None) -> str:
    if manuscript is not None and len(manuscript.documents) > 1:
        return f"一封邮件带有{len(manuscript.documents)}份内容不同的稿件"
    titles = titles_in(manuscript.text) if manuscript is not None else ()
    if titles:
        named = "”“".join(titles[:_TITLES_SHOWN])
        return f"一份稿件中有{len(titles)}篇各有标题的信息：“{named}”"
    found = _SEVERAL.search(subject.body)
    return f"主题中有“{found.group()}”" if found else ""
