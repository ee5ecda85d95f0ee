"""What does a letter say of itself: unit, title, manuscript?

The title is what its subject says, without the unit (Art. 16). Where that says nothing of the matter
(政务信息一篇), the letter's own words may (标题：…, 信息《…》), else the manuscript's heading, else the
name of its file, else its first words. How a subject is taken apart is left to `ingest.letter.subject`,
what follows from it all to `placing` and `judge`.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from ingest.letter.subject import Subject, SubjectMark, parse_subject, remainder, title_of
from ingest.names.naming import Naming, find_units
from ingest.names.unit_names import UnitNames
from ingest.people.person_names import is_name
from ingest.similar.likeness import fingerprint, likeness
from ingest.triage.manuscript import Manuscript, is_label_line, manuscript_in, titles_in
from ledger.entries.letters import Letter

_SAME_LINE = 0.8
_NOTE = 300
"""Characters of a covering note in which it says what it replaces."""
_HEADING_LENGTH = range(4, 61)
"""Characters of a heading."""
_TITLES_SHOWN = 3
_SEVERAL = re.compile(
    r"(?<!第)([2-9]|1\d|[二两三四五六七八九十])\s*(?:篇|(?:条|则)(?:政务|动态|上报)?(?:信息|简讯|稿))"
)
_IN_PLACE_OF = re.compile(
    r"(?:以|按)(?:这|此|本)(?:个|份|件|稿|次|篇|版).{0,6}为准|(?:替换|代替|取代)(?:前|原|上|之前)"
    r"|(?:前|原|上)(?:一?(?:稿|件|封|篇)).{0,6}作废"
)

# Of the title.
_LINES = 8
"""Filled lines of a manuscript among which its heading is sought."""
_OPENING = 40
_NOTE_HEAD = 400
"""Characters of a note or a manuscript in which it may name its title."""
_VAGUE_LENGTH = 22
_VAGUE = re.compile(
    r"[(（]?无主题[)）]?|no subject"
    r"|(?:20\d\d年)?.{0,9}(?:政务|动态|交通|工作)?信息(?:报送|上报|稿件?|材料)?(?:[\d一二两三四五六七八九十几]{1,3}[篇条则])?"
    r"(?:[(（](?:\d{1,2}月份?|第?[\d一二三四五六七八九十]{1,3}[篇期条则])[)）])?"
    r"(?:[,，]?(?:请|敬请|望)?(?:查收|审阅|审核|采用).{0,6})?"
    r"|(?:信息)?(?:稿件|信息|文章|材料|稿子)(?:[,，]?(?:请|敬请|望)(?:查收|审阅|审核|审|采用).{0,6}|[\d一二两三四五六七八九十几]{1,3}[篇条则份])?|投稿|来稿|报送|上报|附件|文件"
    r"|(?:工作|信息)?(?:简报|专报|快报|动态|快讯)(?:第?\d{1,4}期)?|来自.{1,8}(?:邮箱|邮件)的.{1,4}|.{0,6}分享.{0,4}文件"
    r"|新建.*|未命名.*",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"(?:感谢|谢谢|多谢|您好|你好|老师好|领导好|请(?:查收|审阅|审核)|附件请|烦请|麻烦|辛苦).{0,20}"
)
_NO_HEADING = re.compile(
    r"[:：]$|您好|你好|第.{1,6}期|签发|审核|密级|[。；;，,]$|^\d[\d\s.年月日-]*$|信息$|^附件"
    r"|[〔\[（(]20\d\d[〕\]）)]\s*第?\s*\d+\s*[号期]|20\d\d年\d{1,2}月\d{1,2}日$"
)
_NUMBER = re.compile(
    r"^(?:(?:信息|稿件)?[一二三四五六七八九十]{1,3}[、:：]|(?:信息|稿件)?\d{1,2}[、.．:：](?!\d))\s*"
)
_LABELLED = re.compile(r"^\s*(?:信息)?(?:标题|题目)\s*[:：]\s*(?P<title>.{4,80}?)\s*$", re.MULTILINE)
_IN_MARKS = re.compile(r"(?:信息|稿件|报送|上报|题为|撰写的?)\s*《(?P<title>[^《》\n]{4,80})》")
_SUBTITLE = re.compile(r"^\s*[—–―-]{2}\s*\S")
_SPREAD = re.compile(r"(?:\S[ \t\u3000]+){2,}\S")
_CUT = re.compile(r"(?:\.{3,}|…+)$")


@dataclass(frozen=True, slots=True)
class LetterReading:
    """A letter's subject taken apart, the units it names, its manuscript (None: it brings none), its title.

    `on_convention` says whether the subject holds a title at all; `several` is the evidence, Chinese, that
    the letter brings more than one item (F2), else "". `marks` are those of subject, files and note.
    `title_unsure` says why the title may be another one (Chinese), "" if nothing speaks against it.
    """

    subject: Subject
    naming: Naming
    manuscript: Manuscript | None
    title: str
    on_convention: bool
    fingerprint: str
    several: str = ""
    marks: frozenset[SubjectMark] = frozenset()
    title_unsure: str = ""


def interpret(
    letter: Letter, unit_names: UnitNames, known_files: frozenset[str] = frozenset()
) -> LetterReading:
    """What `letter` says; `known_files` are SHA-256 of files that are nothing new (see `manuscript_in`)."""
    subject = parse_subject(letter.subject)
    naming = find_units(subject.body, unit_names)
    manuscript = manuscript_in(letter, letter.text, known_files)
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
        title_unsure=title.unsure,
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
        if titles := titles_in(manuscript.text):
            shown = "”“".join(titles[:_TITLES_SHOWN])
            return f"一份稿件中有{len(titles)}篇各有标题的信息：“{shown}”"
    found = _SEVERAL.search(subject.body)
    return f"主题中有“{found.group()}”" if found else ""


# --- the title --------------------------------------------------------------------------------------


class ItemTitle(NamedTuple):
    """A title, whether the subject itself says it, and why it may be another one (Chinese, "" if nothing)."""

    text: str
    is_in_subject: bool
    unsure: str = ""


def find_title(
    words: str, subject: Subject, naming: Naming, manuscript: Manuscript | None, unit_names: UnitNames
) -> ItemTitle:
    """The title of a letter with these own `words`; "（无标题）" where nothing at all says one."""
    left = remainder(subject.body, naming.spans)
    if _is_title(left, subject, naming, manuscript):
        stem = _CUT.sub("", left)
        heading = _heading(manuscript, unit_names) if stem != left else ""
        # Where a mail program cut the subject short, the heading may have the rest.
        return ItemTitle(heading if heading and heading.startswith(stem) else left, is_in_subject=True)
    title = (
        _named_title(words, manuscript) or _heading(manuscript, unit_names) or title_of(subject, naming.spans)
    )
    if not title and manuscript is not None:  # then its first words
        opening = manuscript.text.strip()[:_OPENING]
        title = re.split(r"[。；！？;!?\n]", opening)[0].strip() or opening.strip()
    return ItemTitle(title or "（无标题）", is_in_subject=False)


def _is_title(left: str, subject: Subject, naming: Naming, manuscript: Manuscript | None) -> bool:
    """Whether what is left of the subject is a title, not thanks, a kind of mail or somebody's name."""
    if not left or (len(left) <= _VAGUE_LENGTH and _VAGUE.fullmatch(left)):
        return False
    if not naming.named and (subject.is_reply or _POLITE.fullmatch(left)):
        return False  # the title of a reply is that of what is answered
    return manuscript is None or not is_name(left)


def _named_title(words: str, manuscript: Manuscript | None) -> str:
    """The title that a label or the covering note names."""
    for text in (words, manuscript.text if manuscript else ""):
        if labelled := _LABELLED.search(text[:_NOTE_HEAD]):
            return _bare(labelled["title"])
    if manuscript is None or not manuscript.documents:
        return ""
    in_marks = _IN_MARKS.search(words[:_NOTE_HEAD])
    return in_marks["title"].strip() if in_marks else ""


def _heading(manuscript: Manuscript | None, unit_names: UnitNames) -> str:
    """The first heading of the manuscript, a subtitle with it, else the name of its file."""
    if manuscript is None:
        return ""
    lines = [line for line in manuscript.text.splitlines() if line.strip()][:_LINES]
    for number, line in enumerate(lines):
        words = _NUMBER.sub("", line.strip())
        if _SPREAD.fullmatch(words):
            words = "".join(words.split())  # 交 通 信 息
        if len(words) not in _HEADING_LENGTH or _NO_HEADING.search(words) or is_label_line(words):
            continue
        heading = _bare(_without_unit(words, unit_names))
        if len(heading) not in _HEADING_LENGTH or _VAGUE.fullmatch(heading):
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        return heading + following.strip() if _SUBTITLE.match(following) else heading
    if not manuscript.documents:
        return ""
    name = _without_unit(parse_subject(manuscript.documents[0]).body, unit_names)
    return "" if len(name) not in _HEADING_LENGTH or _VAGUE.fullmatch(name) else name


def _without_unit(words: str, unit_names: UnitNames) -> str:
    return remainder(words, find_units(words, unit_names).spans)


def _bare(words: str) -> str:
    """A heading as a subject would say it: without the ending of a file, a date or marks around it."""
    return parse_subject(words).body or words
