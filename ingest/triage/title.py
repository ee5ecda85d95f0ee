"""What is an item called?

Several places may say it: the subject (Art. 16), a label (标题：…), 《…》 in the
covering note, the manuscript's heading, the name of its file. One test is asked of
whatever any of them says; the subject goes first, and the manuscript's heading
arbitrates where something else stands beside the title. Two that tell different things
make the title unsure. How a subject is taken apart is left to `ingest.letter.subject`.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.letter.label_words import is_label, label_tail, says_nothing
from ingest.letter.subject import Subject, parse_subject, remainder
from ingest.letter.subject_parts import JOINTS, LONGEST_NAME, is_byline, numbers_in
from ingest.names.folding import TextSpan, fold_text
from ingest.names.naming import Naming, find_units
from ingest.names.unit_names import RecognisedBy, UnitNames
from ingest.people.labels import is_label_line
from ingest.people.person_names import half_width, is_name
from ingest.people.phone_numbers import phones_in
from ingest.triage.report_text import Manuscript, report_words

NO_TITLE = "（无标题）"
HEADING_LENGTH = range(4, 81)
"""Characters of a line that may be a heading."""
_TITLE_LENGTH = range(2, 121)
_LEAST_HAN = 2
_LINES = 8
"""Filled lines of a manuscript among which its heading is sought."""
_PROSE = 25
"""Chinese characters of a sentence from which it is the report's text: no heading
stands below it.
"""
_OPENING = 40
_NOTE_HEAD = 400
"""Characters of a note or a manuscript in which it may name its title."""
_SERIES = 9
"""Characters before 信息 that say no more than whose it is: 彭阳公路信息3."""
_ALIKE = 0.4
"""What share of the shorter title's pairs of characters the other has, if both tell the
same.
"""
_FILE = "附件名称"
_SUBJECT = "主题"
_HEADING = "稿件标题"
_HEAD = 2_000
"""Characters of a manuscript in which its first filled lines are sought."""
_SETTLES = 6
"""Characters of a heading from which it says what in the subject is title and what is
not.
"""
_SECOND_LINE = 25
"""Characters of a heading's second line."""
_BESIDE = 6
"""Chinese characters of what may stand beside a title in the subject without being a
part of it.
"""
_ACROSS = 2
"""Characters on either side of a break that tell whether a word goes across it."""
_SHOWN = 30

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_HAN_RUN = re.compile(rf"{_HAN.pattern}+")
_POLITE = re.compile(
    r"^(?:感谢|谢谢|多谢|您好|你好|各位|附件请|烦请|麻烦|辛苦|收到)"
    r"(?:.{0,3}$|.{0,20}(?:信息|稿|附件|查收|审阅|审核|指导|支持|关照|邮件|按要求|请|好$))"
    r"|谢谢[!！。]?$|请(?:以|予|查收|审阅|审核|领导|老师)|(?:领导|老师|大家|各位|同志们?)好?[:：!！]?$"
)
_PAPER_NUMBER = re.compile(r"[〔\[［（(【]20\d\d[〕\]］）)】]\s*第?\s*\d+\s*[号期]$")
_NO_HEADING = re.compile(
    r"[:：。；;，,、]$|。.|^附件|^(?:内部资料|内部刊物)|20\d\d年\d{1,2}月\d{1,2}日$"
    r"|^(?:密级|紧急程度|缓急|[编期]号|主送|抄送|印发|关键词|字数|(?:报送|来稿)?(?:时间|日期|单位|部门|科室)"
    r"|信息(?:类别|类型|来源|编号))(?:名称)?\s*[:：]"
)
_PROSE_BEGINS = re.compile(
    r"(?:20\d\d年)?\d{1,2}月\d{1,2}日[^，,]{0,10}[，,]|(?:近日|日前|近期|近段时间|连日来|今年以来|入[春夏秋冬汛]以来)[，,]"
)
"""A line of a text that is broken at its width begins no heading:
6月20日，惠农至乌海公交化客.
"""
_NUMBER = re.compile(
    r"^(?:(?:信息|稿件)?[一二三四五六七八九十]{1,3}[、:：]|(?:信息|稿件)?\d{1,2}[、.．:：](?!\d))\s*"
)
_LABELLED = re.compile(
    r"^[ \t\u3000]*(?:信息|稿件|文章)?(?:标[ \u3000]{0,4}题|题[ \u3000]{0,4}目|信息名称)[ \u3000]*[:：\t]\s*"
    r"(?P<title>[^\n\t]{2,120})",
    re.MULTILINE,
)
_IN_MARKS = re.compile(
    r"(?:信息|稿件|现将|报送|上报|呈报|投稿|题为|撰写的?)[^《》。\n]{0,12}《(?P<sent>[^《》\n]{4,80})》"
    r"|《(?P<given>[^《》\n]{4,80})》[^《》。\n]{0,8}(?:报上|报送|上报|报来|呈上|呈报|请审|请查|附后|一文|一稿)"
)
_RULES = re.compile(
    r"(?:法|条例|办法|规定|通知|方案|意见|规划|决定|纲要|制度|细则|标准|规范|[的之]函)$"
)
"""How the names of papers end that a note cites without sending them."""
_ENDS_SENTENCE = re.compile(r"[。！!？?；;]|.{61}")
_OFFICE = re.compile(r"(?:局|处|科|室|组|委|站|所|中心|办|公司)$")
_SUBTITLE = re.compile(r"^\s*[—–―-]{2}\s*\S")
_BRACKETED_HEADING = re.compile(r"【([^【】]{6,40})】(?=.{40})")
"""【标题】 at the head of the text itself, as a short message has it."""
_ORNAMENTS = " \t\u3000\xa0★☆◆◇●○■□▲△※◎►▶•"
_CELL = re.compile(r"(?:\t|[ \u3000]{2,})([^\t]{2,40}?)\s*$")
"""What stands beside a heading, set off by more than a blank."""
_FIRST_SECTION = re.compile(r"[（(]?一[)）、.．]|1[、.．](?!\d)")
_SECOND_SECTION = re.compile(
    r"^[ \t\u3000]*(?:[（(]?二[)）、.．]|2[、.．](?!\d))", re.MULTILINE
)
"""Where there is a second section, what begins with a first number is the first one's
heading.
"""
_TEXT = 20_000
_SPREAD = re.compile(r"(?:\S[ \t\u3000]+){2,}\S")
_NAME_AGAIN = re.compile(r"([\u4e00-\u9fff]{4,30})\s*[+＋:：_|｜—–-]+\s*(?=\S{2})")
_NAME_LAST = re.compile(r"(?<=\S{2})\s*[+＋]\s*([\u4e00-\u9fff]{4,30})$")
_STAMP = re.compile(r"[（(]20\d\d[01]\d[0-3]\d[)）]")
"""A day as the name of a file bears it: 某局（20261112）开展…."""
_FILE_NAME = re.compile(r"^【[^【】]{1,80}\.\w{2,5}】$")
"""The line above each file that was taken out of an archive."""
_ONE_DOT = re.compile(r"(?<=[\u3400-\u9fff”》])[.．]$")
_UNKNOWN_UNIT = re.compile(
    r"[\u4e00-\u9fff]{3,28}(?:[局处站队所厅委科段院校]|中心|办公室|公司|集团|协会|支部)\s*[+＋➕]\s*(?=\S{4})"
)
"""What only a unit is written like, before a plus."""
_PREDICATE = re.compile(
    r"召开|开展|举办|举行|组织|启动|完成|部署|推[进动行]|做好|抓好|取得|实现|提升|助力|迎来|投入|获|荣获|顺利|全面|正式|圆满|通过|建成|开通|成效|有序|全力|扎实"
)
"""How the second line of a heading begins that goes on with the first."""
_LEADS_ON = re.compile(r"[的和与及、对为在以向将]$")
"""How a first line ends that is none by itself."""
_LISTED = re.compile(
    r"[2-9二两三四五六]\s*(?:[篇则]|条(?=(?:政务|动态)?(?:信息|简讯|稿)|\s*$|[，。,]))"
)
_TO_THE_OFFICE = re.compile(r"[我您你贵]|稿|信息|附件|邮件")
_CLAUSE_END = re.compile(r"[。；！？;!?]")
_CUT = re.compile(r"(?:\.{3,}|…+)$")
_APART = JOINTS.replace("；", "").replace(";", "") + "　 【】[]（）()《》！!"
"""Between a title and what stands beside it; of A；B both are title."""


class ItemTitle(NamedTuple):
    """A title, whether the subject itself says it, and why it may be another one
    (Chinese, "" if nothing).
    """

    text: str
    is_in_subject: bool
    unsure: str = ""


class Named(NamedTuple):
    """The units that a subject names, and what is left of it without them."""

    naming: Naming
    rest: str


class _Candidate(NamedTuple):
    """What one place gives as title, and which place (Chinese)."""

    text: str
    place: str

    @property
    def saying(self) -> str:
        """That it is written so there (Chinese)."""
        return f"{self.place}写作“{self.text[:_SHOWN]}”"


def why_no_title(text: str) -> str:
    """Why nobody would call an item `text` (Chinese); "" if it may be a title, whatever
    place says it.
    """
    plain = half_width(text).strip()
    if len(plain) not in _TITLE_LENGTH or len(_HAN.findall(plain)) < _LEAST_HAN:
        return "字数不像标题"
    if phones_in(plain):
        return "含有电话号码"
    if is_label_line(plain) or is_byline(plain) or _is_name_alone(plain):
        return "是署名"
    if says_nothing(plain) or label_tail(plain, within=_SERIES):
        return "只写了来件是什么，没有写内容"
    if _POLITE.search(plain):
        return "是客套话"
    return "是文号" if _PAPER_NUMBER.search(plain) else ""


def _is_name_alone(plain: str) -> bool:
    words = re.findall(r"[^\s、,，]+", plain)
    return all(len(word) <= LONGEST_NAME and is_name(word) for word in words)


def find_title(
    words: str,
    subject: Subject,
    named: Named,
    manuscript: Manuscript | None,
    unit_names: UnitNames,
) -> ItemTitle:
    """The title of a letter with these own `words`; NO_TITLE where nothing at all says
    one.
    """
    said, doubt = _in_subject(subject, named, unit_names)
    if not said:
        found = [*_beside_subject(words, subject, manuscript, unit_names)]
        if found:
            return _of_several(found, manuscript, unit_names)
        matter = named.rest.removesuffix(label_tail(named.rest, within=_SERIES))
        matter = matter.removesuffix("的")
        if len(_HAN.findall(matter)) >= _SETTLES and not why_no_title(matter):
            # What stands before 信息 or 简讯 may be one: 除雪保畅连夜奋战的信息.
            unsure = _Candidate(named.rest, _SUBJECT).saying
            return ItemTitle(matter, is_in_subject=True, unsure=unsure)
        opening = _opening_of(manuscript, unit_names) if manuscript else ""
        unsure = "来件没有写标题，暂取正文开头" if opening else "来件没有写标题"
        return ItemTitle(opening or NO_TITLE, is_in_subject=False, unsure=unsure)
    if manuscript:
        if said in _filled_lines(manuscript):
            return ItemTitle(said, is_in_subject=True)
        # The lines as they stand are asked first: to find the units' names in them
        # takes far longer.
        lines = [line for line in _heading_lines(manuscript) if not why_no_title(line)]
        settled = _first_settled(said, lines)
        if settled or any(tell_the_same(said, line) for line in lines):
            # The manuscript settles what the subject says, or bears it out.
            return ItemTitle(settled or said, is_in_subject=True)
    # The name of a file is a reason to call an item so, none to doubt what the subject
    # says.
    others = [
        other
        for other in _beside_subject(words, subject, manuscript, unit_names)
        if other.place != _FILE
    ]
    if settled := _first_settled(said, [other.text for other in others]):
        return ItemTitle(settled, is_in_subject=True)
    unlike = _unlike(said, others)
    if len(unlike) < len(others):
        return ItemTitle(said, is_in_subject=True)
    if not others:
        return ItemTitle(said, is_in_subject=True, unsure=subject.unsure or doubt)
    best = unlike[0]
    # Without a unit a subject may read like a remark to the office rather than a title.
    if not named.naming.named and _TO_THE_OFFICE.search(said):
        unsure = _Candidate(said, _SUBJECT).saying
        return ItemTitle(best.text, is_in_subject=False, unsure=unsure)
    return ItemTitle(said, is_in_subject=True, unsure=best.saying)


def _unlike(title: str, others: Sequence[_Candidate]) -> list[_Candidate]:
    """Those of `others` that tell something else than `title`; the name of a file says
    nothing against it.
    """
    return [
        other
        for other in others
        if other.place != _FILE and not tell_the_same(title, other.text)
    ]


def _of_several(
    found: Sequence[_Candidate], manuscript: Manuscript | None, unit_names: UnitNames
) -> ItemTitle:
    """The title of a letter whose subject says none: the first of those `found`."""
    best = found[0]
    unlike = _unlike(best.text, found[1:])
    if unlike or best.place != _HEADING or manuscript is None:
        unsure = unlike[0].saying if unlike else ""
        return ItemTitle(best.text, is_in_subject=False, unsure=unsure)
    second = _second_line(manuscript, best.text, unit_names)
    if not second:
        return ItemTitle(best.text, is_in_subject=False)
    both = f"{best.text}{second}"
    leads_on = _LEADS_ON.search(best.text)
    if leads_on or _stand_together(best.text, second, manuscript.text):
        return ItemTitle(both, is_in_subject=False)
    goes_on = _PREDICATE.match(second)
    unsure = f"稿件标题下一行是“{second}”，可能同是标题"
    return ItemTitle(both if goes_on else best.text, is_in_subject=False, unsure=unsure)


def _opening_of(manuscript: Manuscript, unit_names: UnitNames) -> str:
    """How the text begins, below lines that only say whose it is, if somebody would
    call an item so; else "".
    """
    for line in report_words(manuscript.text[:_HEAD]).splitlines():
        opening = _CLAUSE_END.split(line.strip()[:_OPENING])[0].strip()
        if len(opening) == _OPENING and "，" in opening:
            opening = opening.rpartition("，")[0]
        if not why_no_title(opening) and not why_no_title(
            _without_unit(opening, unit_names)
        ):
            return opening
    return ""


# --- what each place says -------------------------------------------------------------


def _is_named(words: str, naming: Naming, unit_names: UnitNames) -> bool:
    """Whether `words` are a name of a unit that `naming` has found already."""
    name = unit_names.names.get(fold_text(words.strip()))
    return name is not None and any(
        unit.unit_id in name.unit_ids for unit in naming.named
    )


def _in_subject(subject: Subject, named: Named, unit_names: UnitNames) -> _Candidate:
    """The title that the subject says, or ""; `place` says what of it was left out
    (Chinese).
    """
    naming = named.naming
    if subject.is_reply and not naming.named:
        return _Candidate("", "")  # the title of a reply is that of what is answered
    left = _STAMP.sub("", _ONE_DOT.sub("", named.rest.rstrip("。")))
    # The unit named twice: 某局信息：某局+标题, 某局：标题+某局.
    if (again := _NAME_AGAIN.match(left)) and _is_named(again[1], naming, unit_names):
        left = left[again.end() :]
    elif (last := _NAME_LAST.search(left)) and _is_named(last[1], naming, unit_names):
        left = left[: last.start()]
    marked = re.search(r"[《“]([^《》“”]{4,120})[》”]", subject.body)
    title = _as_headed(marked[1].strip(), unit_names) if marked else ""
    if marked and not why_no_title(title):
        # 报送某中心信息《标题》: beside the marks only labels and units.
        spans = [
            *naming.spans,
            *(hint.span for hint in naming.hints),
            TextSpan(*marked.span()),
        ]
        if says_nothing(_without_spans(subject.body, spans)):
            return _Candidate(title, "")
    numbers = numbers_in(left)
    cut = _without_spans(left, numbers) if numbers else left
    if not naming.named and (unknown := _UNKNOWN_UNIT.match(cut)):
        cut = cut[unknown.end() :]  # whose name it is, is left to `placing`
    places = [hint.span for hint in naming.hints if hint.how is RecognisedBy.PLACE]
    if why_no_title(cut) or (
        places and says_nothing(_without_spans(subject.body, places))
    ):
        return _Candidate("", "")
    return _Candidate(cut, "主题中的电话号码没有写入标题" if numbers else "")


def _beside_subject(
    words: str, subject: Subject, manuscript: Manuscript | None, unit_names: UnitNames
) -> Iterator[_Candidate]:
    """What may be a title elsewhere than in the subject, the most explicit first; a
    file's name last.
    """
    for candidate in _explicit(words, manuscript):
        if not why_no_title(candidate.text):
            yield candidate
    if manuscript is None:
        return
    is_list = any(_LISTED.search(text) for text in (subject.text, words[:_NOTE_HEAD]))
    for line in _heading_lines(manuscript, is_list=is_list):
        above = parse_subject(line).body if numbers_in(line) else line
        if why_no_title(above):
            continue
        heading = _bare(_as_headed(above, unit_names))  # nor a byline beside it
        if len(heading) >= HEADING_LENGTH.start and not why_no_title(heading):
            yield _Candidate(heading, _HEADING)
            return
    for name in manuscript.documents[:1]:
        title = _as_headed(parse_subject(name).body, unit_names)
        if len(title) in HEADING_LENGTH and not why_no_title(title):
            yield _Candidate(title, _FILE)


def _explicit(words: str, manuscript: Manuscript | None) -> Iterator[_Candidate]:
    """What a label or the covering note calls the title."""
    for text in (words, manuscript.text if manuscript else ""):
        labelled = _LABELLED.search(text[:_NOTE_HEAD])
        if labelled:
            title = _bare(re.split(r"[ \u3000]{2,}", labelled["title"].strip())[0])
            yield _Candidate(re.sub(r"^《([^《》]+)》$", r"\1", title), "标题栏")
            break
    for marked in _IN_MARKS.finditer(words[:_NOTE_HEAD]) if manuscript else ():
        title = (marked["sent"] or marked["given"]).strip()
        if not _RULES.search(title):
            yield _Candidate(title, "来件说明")
            break


def _filled_lines(manuscript: Manuscript) -> list[str]:
    lines = [line.strip(_ORNAMENTS) for line in manuscript.text[:_HEAD].splitlines()]
    return [line for line in lines if line][:_LINES]


def _heading_lines(manuscript: Manuscript, *, is_list: bool = False) -> Iterator[str]:
    """The lines above the manuscript's text that may be its heading, a subtitle with
    its title.

    `is_list`: the letter says that it brings several items, which it may number like
    sections.
    """
    lines = _filled_lines(manuscript)
    if len(lines) > 1 and _FILE_NAME.match(lines[0]) and _may_be_heading(lines[1]):
        lines = lines[1:]  # the name of a file of an archive, and below it a heading
    for line, following in itertools.pairwise([*lines, ""]):
        if _PROSE_BEGINS.match(line):
            return
        if (
            not is_list
            and _FIRST_SECTION.match(line)
            and _SECOND_SECTION.search(manuscript.text[:_TEXT])
        ):
            return
        words = _NUMBER.sub("", line)
        if _SPREAD.fullmatch(words):
            words = "".join(words.split())  # 交 通 信 息
        beside = _CELL.search(words)
        if beside and (is_byline(beside[1]) or _is_name_alone(beside[1])):
            words = words[: beside.start()]
        if in_brackets := _BRACKETED_HEADING.match(words):
            yield in_brackets[1]
        elif _LABELLED.match(words):
            continue
        elif _may_be_heading(words):
            yield f"{words}{following}" if _SUBTITLE.match(following) else words
        if (
            _ENDS_SENTENCE.search(line)
            and sum(map(len, _HAN_RUN.findall(line))) >= _PROSE
            and report_words(line)
        ):
            return


def _may_be_heading(words: str) -> bool:
    """Whether a line may be a heading by how it looks."""
    return (
        len(words) in HEADING_LENGTH
        and "\t" not in words
        and not _NO_HEADING.search(words)
    )


def _second_line(manuscript: Manuscript, heading: str, unit_names: UnitNames) -> str:
    """The line below a heading that may go on with it, above the text; "" if there is
    none.
    """
    for line, following in itertools.pairwise(_filled_lines(manuscript)):
        if not line.endswith(heading):
            continue
        # Few characters are as often something else: they go on with it only if a word
        # goes across.
        is_short = len(following) < HEADING_LENGTH.start
        if is_short and not _stand_together(heading, following, manuscript.text):
            return ""
        is_own = (
            len(following) > _SECOND_LINE
            or following[0] in "（(—–―-"
            or _OFFICE.search(following)
        )
        is_own = is_own or _FIRST_SECTION.match(following)
        if is_own or not (is_short or _may_be_heading(following)):
            return ""
        if why_no_title(following) or why_no_title(
            _without_unit(following, unit_names)
        ):
            return ""
        return following
    return ""


def _stand_together(heading: str, second: str, text: str) -> bool:
    """Whether the words on both sides of a heading's break stand together in the text:
    公交 / 化客运班线.
    """
    across = f"{heading[-_ACROSS:]}{second[:_ACROSS]}"
    return (
        "".join(text[:_HEAD].split()).count(across) > 1
    )  # once where the heading itself breaks


def _without_unit(words: str, unit_names: UnitNames) -> str:
    return remainder(words, find_units(words, unit_names).spans)


def _as_headed(words: str, unit_names: UnitNames) -> str:
    """A heading without a unit that stands apart in it; one with which its sentence
    begins is a part of it: 路网中心发布路况图.
    """
    rest = _without_unit(words, unit_names)
    before = words.removesuffix(rest)
    runs_on = before != words and before[-1:].isalnum()
    is_sentence = len(rest) >= HEADING_LENGTH.start  # and no part of the unit's name
    return words if runs_on and is_sentence else rest


def _without_spans(text: str, spans: list[TextSpan]) -> str:
    """`text` without the characters of `spans`, which may overlap."""
    taken = {place for span in spans for place in range(span.start, span.end)}
    return "".join(sign for place, sign in enumerate(text) if place not in taken)


def _bare(words: str) -> str:
    """A heading as a subject would say it: without the ending of a file, a date or
    marks around it.
    """
    return parse_subject(words).body or words


# --- which of them it is --------------------------------------------------------------


def _first_settled(said: str, arbiters: Sequence[str]) -> str:
    """The title that the first of `arbiters` settles that settles any; else ""."""
    return next(filter(None, (_settled(said, each) for each in arbiters)), "")


def _settled(said: str, arbiter: str) -> str:
    """The title that a heading settles, where the subject says it with something beside
    it; else "".

    What a mail program cut off is completed; what stands before or behind a separator
    is left out.
    """
    stem = _CUT.sub("", said)
    if stem != said:
        return arbiter if arbiter.startswith(stem) else ""
    lead = arbiter.removesuffix(said)
    if lead != arbiter and lead[-1:] in ("+", "＋") and is_label(lead):
        return arbiter  # 信息+技术赋能: what looked like a label is a part of it
    place = said.find(arbiter)
    if place < 0 or arbiter == said or len(arbiter) < _SETTLES:
        return ""
    before, behind = said[:place], said[place + len(arbiter) :]
    if len(_HAN.findall(before + behind)) > _BESIDE:
        return ""  # so much is a part of the title that the heading lacks
    # Where nothing stands beside it, "" is in the signs as well.
    stands_apart = before[-1:] in _APART and behind[:1] in _APART
    return arbiter if stands_apart else ""


def tell_the_same(one: str, other: str) -> bool:
    """Whether one of two titles may be the other's short or full form."""
    pairs = [_pairs(one), _pairs(other)]
    shorter = min(len(found) for found in pairs)
    return shorter == 0 or len(pairs[0] & pairs[1]) >= _ALIKE * shorter


def _pairs(title: str) -> frozenset[str]:
    signs = re.sub(r"[\W_]+", "", half_width(title).lower())
    return frozenset(signs[at : at + 2] for at in range(len(signs) - 1))
