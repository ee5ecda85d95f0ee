"""What does a letter say of itself: unit, title, manuscript?

How a subject is taken apart is left to `ingest.letter.subject`, which of several titles
it is to `title`, what follows from it all to `placing` and `judge`.
"""

import re
from dataclasses import dataclass, replace

from ingest.letter.label_words import is_label
from ingest.letter.subject import Subject, SubjectMark, marks_in, parse_subject, rest_of
from ingest.names.folding import TextSpan
from ingest.names.naming import Naming, find_units, mentioned_in
from ingest.names.unit_names import UnitNames
from ingest.people.labels import is_label_line
from ingest.similar.likeness import fingerprint
from ingest.similar.pairs import likeness
from ingest.triage.manuscript import manuscript_in, titles_in, titles_joined
from ingest.triage.report_text import Manuscript
from ingest.triage.title import HEADING_LENGTH, Named, find_title
from ingest.triage.unknown_name import unknown_name_span
from ledger.entries.letters import Letter

_SAME_LINE = 0.8
_NOTE = 300
"""Characters of a covering note in which it says what it replaces."""
_TITLES_SHOWN = 3
_LOOKED_THROUGH = 3_000
"""Characters of a manuscript, and half as many of its end, in which it may name a
unit.
"""
_SOME_ITEM = r"(?:(?:政务|动态|工作)?(?:信息|稿件?|简讯))?"
_ANOTHER = re.compile(
    r"^[ \t\u3000【（(]*(?P<begins>(?:另外?|再|还)(?:补?报送?|上报|呈报|附上?|发|有)?"
    rf"{_SOME_ITEM}[ \t]*[一二两三\d][ \t]*[条篇则份]{_SOME_ITEM})[】）)]?[ \t]*[:：。]?[ \t]*$"
    rf"|(?P<counts>以上[二两三四五2-9][条篇则份]{_SOME_ITEM}[均都由为][^。\n]{{0,12}}?"
    r"(?:撰|供稿|采写|报送|作者))",
    re.MULTILINE,
)
"""A line between two items, or one that speaks of those above it."""
_ONE_OF_THEM = re.compile(
    r"(?:政务|动态|工作)?(?:信息|稿件?)?\s*(?:之|中的?\s*第?|[—\-,，、（(]*\s*第)\s*[\d一二三四五六七八九十]"
)
"""两篇之一, 共2篇，第1篇: there are several, but this letter brings one of them."""
_SEVERAL = re.compile(
    r"(?<![第\d一二三四五六七八九十百])(?:[2-9]|1\d|[二两三四五六七八九十])\s*"
    r"(?:篇(?!章|幅)|(?:条|则|份|个)(?:政务|动态|上报|工作)?(?:信息|简讯|稿))"
    r"|(?:信息|简讯|动态|稿件|新闻)\s*(?:[2-9]|[二两三四五六七八九十])\s*(?:篇|条|则|份)"
    r"|信息一[^。\n]{0,60}信息二|[（(]外\s*[\d一二两三四]\s*[篇条则][)）]"
)
_COUNTED = re.compile("[篇条则份个]|信息一")
"""Without one of these words nothing says how many items there are."""
_SENTENCE_ENDS = re.compile(r"[。！!\n]")
# A代报：B+标题; A（代B）+标题; A代B报送：标题.
_ON_BEHALF = re.compile(r"代为?(?:报送|上报|呈报|报)\s*[:：+＋\-—–\s]*")
_ON_BEHALF_OF = re.compile(
    r"[（(]\s*(?:代|受|为)\s*(?P<inside>[^（）()]{2,30}?)(?:委托)?代?(?:报送|上报|呈报|报)?\s*[)）]"
    r"|代\s*(?P<open>[^（）()：:+＋\s]{3,30}?)(?:报送|上报|呈报|报)\s*[:：+＋\-—–\s]"
)
_FIRST_PERSON = re.compile(r"（?(?P<name>[\u3400-\u9fff]{2,4})(?=[、）\s]|$)")
_SENTENCE = 6
"""Characters behind a word from which it stands in a sentence."""
_HANDED_IN = re.compile(
    r"(?:现将|现)?(?:报送|上报|呈报|转报|转交|转送|转呈|代转|推送)\s*[:：]?\s*(?=\S{4})"
)
_IN_PLACE_OF = re.compile(
    r"(?=[特更勘订以按替代取前原上之刚昨今先])"  # asked of each sign before the many ways are tried at it
    r"(?:(?<![^\n])(?:更正|勘误|订正)[:：]|特此(?:更正|勘误|订正)|(?:更正|勘误|订正)(?:予以?)?如下[:：]"
    r"|(?:以|按)(?:(?:以?下|此|后|附件|本次|本邮件|新|更正|修改|重发)[^。\n]{0,8}|这[次封])为准"
    r"|(?:以|按)(?:这|此|本)(?:个|份|件|稿|次|篇|版).{0,6}为准|(?:替换|代替|取代)(?:前|原|上|之前)"
    r"|(?:前|原|上)(?:一?(?:稿|件|封|篇)).{0,6}作废"
    r"|(?:[前上]一?|之前|刚才?|昨天|今天|先前)那?[^。\n，,]{0,6}(?:[封稿次篇件份条]|信息|邮件|[发报]的)[^。\n]{0,20}?"
    r"(?:写错|报错|有误|有错|错误|不准|弄错|打错|作废))"
)
"""Of a note: that the letter stands for an earlier one."""


@dataclass(frozen=True, slots=True)
class LetterReading:
    """A letter's subject taken apart, the units it names, its manuscript (None: it
    brings none), its title.

    `on_convention` says whether the subject holds a title at all; `several` is the
    evidence, Chinese, that the letter brings more than one item (F2), else "". `marks`
    are those of subject, files and note. `title_unsure` says why the title may be
    another one (Chinese), "" if nothing speaks against it.
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
    letter: Letter,
    unit_names: UnitNames,
    known_files: frozenset[str] = frozenset(),
    *,
    passed: str = "",
) -> LetterReading:
    """What `letter` says.

    `known_files` are SHA-256 of files that are nothing new (see `manuscript_in`);
    `passed` are the words at its end of a mail that it passes on: they are the
    manuscript, what stands before them the covering note.
    """
    subject = parse_subject(letter.subject)
    naming = _naming(subject.body, unit_names)
    handed_in = _HANDED_IN.match(subject.body)
    if handed_in and not naming.named:  # 报送某局信息《标题》
        body = subject.body[handed_in.end() :]
        named = _naming(body, unit_names)
        if named.named:
            subject, naming = replace(subject, body=body), named
    spans = naming.spans
    if not spans and (unknown := unknown_name_span(subject.body, unit_names)):
        spans = (unknown,)
    rest = rest_of(subject.body, spans)
    if rest.labels:
        subject = replace(subject, tags=(*subject.tags, *rest.labels))
    if rest.byline:
        subject = replace(
            subject, byline=" ".join(filter(None, (rest.byline, subject.byline)))
        )
    manuscript = manuscript_in(letter, passed or letter.text, known_files)
    title = find_title(
        letter.text, subject, Named(naming, rest.words), manuscript, unit_names
    )
    first = _FIRST_PERSON.match(subject.byline)
    if first is not None and manuscript is not None and not title.unsure:
        name = first["name"]
        told = rf"{name}[^\n)）、\s]{{{_SENTENCE},}}"
        # 连心桥（某局）：…, and the text tells of it
        if subject.text.startswith(name) and re.search(told, manuscript.text):
            title = title._replace(unsure=f"主题开头的“{name}”按撰稿人读取")
    marks = set(subject.marks)
    for file in letter.attachments:
        marks |= marks_in(file.name)
    if _IN_PLACE_OF.search(letter.text[:_NOTE]):  # F7
        marks.add(SubjectMark.CORRECTION)
    return LetterReading(
        subject=subject,
        naming=naming,
        manuscript=manuscript,
        title=title.text,
        on_convention=title.is_in_subject,
        fingerprint=fingerprint(
            title.text, letter.text, [file.sha256 for file in letter.attachments]
        ),
        several=_several(letter.text, subject, title.text, manuscript),
        title_unsure=title.unsure,
        marks=frozenset(marks),
    )


def units_mentioned(
    letter: Letter, reading: LetterReading, unit_names: UnitNames
) -> tuple[int, ...]:
    """The units of the roster, former ones too, that subject, sender, files or the text
    name anywhere.
    """
    text = reading.manuscript.text if reading.manuscript else letter.text
    places = [
        letter.subject,
        letter.from_name,
        *(file.name for file in letter.attachments),
    ]
    places.append(text[:_LOOKED_THROUGH])
    places.append(text[_LOOKED_THROUGH:][-_LOOKED_THROUGH // 2 :])
    found: dict[int, None] = {}
    for place in places:
        found.update(dict.fromkeys(mentioned_in(place[:_LOOKED_THROUGH], unit_names)))
    return tuple(found)


def counted_text(text: str, title: str) -> str:
    """The part of a manuscript whose length the rule limits (Art. 8): no heading, no
    labelled lines.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if (
        lines
        and len(lines[0]) in HEADING_LENGTH
        and (lines[0] == title or likeness(lines[0], title) >= _SAME_LINE)
    ):
        lines = lines[1:]
    return "\n".join(line for line in lines if not is_label_line(line))


def _naming(body: str, unit_names: UnitNames) -> Naming:
    """Which units a subject names as reporting; one for which another posts it is alone
    in that.
    """
    naming = find_units(body, unit_names)
    if "代" not in body:
        return naming
    posted = _ON_BEHALF.search(body)
    if posted and "（" not in body[: posted.start()].replace("(", "（"):
        owner = find_units(body[posted.end() :], unit_names)
        if owner.named and (not posted.start() or naming.named):
            return _posted_for(owner, posted.end(), naming)
    posted = _ON_BEHALF_OF.search(body)
    if posted and naming.named:
        which = "inside" if posted["inside"] else "open"
        owner = find_units(posted[which], unit_names)
        if owner.named:
            ends = [
                unit._replace(span=TextSpan(0, posted.end() - posted.start(which)))
                for unit in owner.named
            ]
            return _posted_for(
                owner._replace(named=tuple(ends)), posted.start(which), naming
            )
    return naming


def _posted_for(owner: Naming, place: int, poster: Naming) -> Naming:
    """The naming of `owner`, found from `place` on; its span holds the poster's name as
    well.
    """
    named = [
        unit._replace(span=TextSpan(0, place + unit.span.end)) for unit in owner.named
    ]
    ids = {unit.unit_id for unit in named}
    hints = [unit for unit in (*poster.named, *poster.hints) if unit.unit_id not in ids]
    return Naming(tuple(named), hints=tuple(hints), lead=owner.lead)


def _several(
    words: str, subject: Subject, title: str, manuscript: Manuscript | None
) -> str:
    """What says that the letter brings more than one item (Chinese), or ""."""
    if manuscript is not None:
        if len(manuscript.documents) > 1:
            return f"一封邮件带有{len(manuscript.documents)}份内容不同的稿件"
        if titles := titles_in(manuscript.text):
            shown = "”“".join(titles[:_TITLES_SHOWN])
            return f"一份稿件中有{len(titles)}篇各有标题的信息：“{shown}”"
        if _COUNTED.search(manuscript.text) and (
            another := _ANOTHER.search(manuscript.text)
        ):
            return f"稿件中写有“{another['begins'] or another['counts']}”"
        if joined := titles_joined(title, manuscript.text):
            shown = "”“".join(joined[:_TITLES_SHOWN])
            return f"标题并列写了{len(joined)}件事：“{shown}”"
    found = _SEVERAL.search(subject.text) if _COUNTED.search(subject.text) else None
    if found and not _ONE_OF_THEM.match(subject.text, found.end()):
        return f"主题中有“{found.group()}”"
    if manuscript is None:
        return ""
    for text in dict.fromkeys((words[:_NOTE], manuscript.text[:_NOTE])):
        if not _COUNTED.search(text) or not _SEVERAL.search(text):
            continue
        for sentence in _SENTENCE_ENDS.split(text):
            # 报送信息两篇，请审阅; of what was written or printed a report may tell as
            # well.
            found = _SEVERAL.search(sentence)
            if found and is_label(sentence):
                return f"来件写明“{found.group()}”"
    return ""
