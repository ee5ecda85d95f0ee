"""What do the parts of a subject say?

The convention is 单位名称+标题 (Art. 16); units write it with every dash, colon,
bracket and blank there is, or with none. `parse_subject` takes off what surrounds it;
which unit stands in what is left is the question of `ingest.names`, and with its answer
`title_of` tells the title. A subject is never just split at `+`: a title may hold one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ingest.letter.subject_parts import JOINTS, Parts, parts_of
from ingest.letter.thread import without_tokens
from ingest.names.folding import TextSpan

_TITLE_AT_LEAST = 4
"""Characters of a title from which a number before it is taken off."""
_BOUND = 1_000
"""Characters of a subject that are read; no real one is longer than a line or two."""


class SubjectMark(StrEnum):
    """What a subject says of an item's relation to an earlier one (F7)."""

    CORRECTION = "correction"
    FOLLOW_UP = "follow-up"
    RESENT = "resent"


# --- what stands between the parts ----------------------------------------------------

_CLOSERS = "》】〗〕]］)）」』”"
_OPENERS = "《【〖〔[［(（「『“"
_OPENER_OF = dict(zip(_CLOSERS, _OPENERS, strict=True))
_WEAK_JOINTS = ",，、.．·•~～>→⇒。…"
_SEPARATORS = JOINTS + _WEAK_JOINTS + _CLOSERS
_DANGLING = " +＋﹢-‐‑–—―－_＿:：;；|｜丨/／,，、·•~～"
_SEPARATOR = f"[{re.escape(_SEPARATORS)}\\s]"
# After one of these a title begins; a comma or a full stop may stand within one.
_STRONG_SEPARATOR = f"[{re.escape(JOINTS)}\\s《【\\[［「]"

# --- before it: Re:, 转发：, 自动回执： -------------------------------------------------------

_REPLY = re.compile(r"(?:re|aw|回复|回覆|回復|答复|答覆|答復)(?![a-z])", re.IGNORECASE)
_OUR_RECEIPT = re.compile(r"自动回执")
_PREFIX = re.compile(
    r"\s*((?:re|aw|fwd?|回复|回覆|回復|答复|答覆|答復|转发|轉發|转寄|自动回执)"
    r"\s*(?:[\[(（]\s*\d+\s*[\])）]|\^\d+)?\s*[:：]"
    r"|[【\[［(（](?:fwd?|转发|轉發|转寄)[】\]］)）]\s*[:：]?)",
    re.IGNORECASE,
)
# What mail gateways put before a subject.
_GATEWAY = re.compile(
    r"^\s*[【\[［(（](?:spam|external|外部邮件|外来邮件|外部|疑似垃圾邮件|垃圾邮件)[】\]］)）]\s*",
    re.IGNORECASE,
)

# --- marks of correction, continuation and sending again ------------------------------

_MARK_WORDS = {
    SubjectMark.CORRECTION: (
        r"更正稿?|更正版|勘误|修改稿?(?!\s*《)|修改版|修改后|修订稿|修订版|订正稿?|更新稿|更新版"
        r"|第?[二三四五六2-9]稿|第?[一二三四五六1-9]次(?:修改|修订|更正|订正)稿?|请?以[此本这](?:[件稿篇版]|份|封)?为准|(?:替换|代替)[前原上](?:[稿件]|一[稿件])"
    ),
    SubjectMark.FOLLOW_UP: r"续报|续[一二三四五六七八九十\d]+|后续情况|终报",
    SubjectMark.RESENT: (
        r"[重再]发|[重再]报|重新(?:报送|发送|上报)|再次(?:报送|发送|上报)|[再重]发一[次遍]|补发"
        r"|补(?:上|充|写|加)?(?:署名|作者|撰稿人|落款|电话|联系电话|联系方式|图片|照片|附件)"
    ),
}
_ANY_MARK = re.compile("|".join(_MARK_WORDS.values()))
_COUNT = r"\s*(?:第?[一二三四五六七八九十\d]{1,3}[次号稿]?)?"
# （更正稿，以此为准）
_FURTHER = rf"(?:{_ANY_MARK.pattern}){_COUNT}"
# 【更正】 anywhere, or 更正 between separators: inside a title such a word means
# something else.
_BRACKETED_MARK = {
    mark: re.compile(
        rf"[【\[［(（]\s*(?:{words}){_COUNT}(?:[\s,，、;；]{{1,2}}{_FURTHER}){{0,2}}\s*[】\]］)）]"
    )
    for mark, words in _MARK_WORDS.items()
}
_SEPARATED_MARK = {
    mark: re.compile(
        rf"(?:^|(?<={_SEPARATOR}))(?:{words}){_COUNT}(?:(?={_STRONG_SEPARATOR})|$)"
    )
    for mark, words in _MARK_WORDS.items()
}
_CONTINUED_AT_END = re.compile(
    r"(?:的|情况)(?:续报|终报)\s*[(（]?[一二三四五六七八九十\d]{0,3}[)）]?$"
)
# …改造完工等2条信息, …（外一则) names one item, and says that there are more.
_ITEMS = r"(?:政务|动态|工作)?(?:信息|简讯|稿件?)"
_HOW_MANY = r"(?:[2-9]|1\d|[二两三四五六七八九十])\s*"
_AND_MORE = re.compile(
    rf"(?<=[\u3400-\u9fff”》）])(?:等\s*{_HOW_MANY}(?:[篇则](?:{_ITEMS})?|[条个份]{_ITEMS})"
    rf"|{_HOW_MANY}[篇则条个份]{_ITEMS})$"
)
_STATE_AT_END = re.compile(
    r"(?<=..)(?:终稿|定稿|送审稿|审定稿|最终稿|最终版|(?<=[\u3400-\u9fff”》])[vV]\d{1,2}(?:\.\d{1,2})?)$"
)
_CORRECTED_AT_END = re.compile(r"(?<=.)(?:修改稿|修订稿|更正稿|订正稿)$")

# --- numbers and dates ----------------------------------------------------------------

# 1. (一) 3、
_NUMBERING = re.compile(
    r"\s*(?:[(（]?\d{1,2}[)）]|\d{1,2}、(?!\d)|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}\.(?!\d))\s*"
)
_NEXT_NUMBER = re.compile(r"[\s；;，,。](?:2[.、．)）](?!\d)|[（(][2二][)）])")
"""Behind it: 1.召开例会 2.开展排查 tells of two items, and the numbers are part of
that.
"""
_PAPER_NUMBER = re.compile(
    r"\s*[\u4e00-\u9fff]{1,8}[〔\[［【(（]20\d\d[〕\]］】)）]\s*第?\s*\d{1,4}\s*号[\s:：+＋]*(?=\S{4})"
)
_SORT_OF_UNIT = re.compile(r"(?:厅属(?:事业)?单位|来自|这是)[:：+＋\s]*(?=\S{4})")
_DATE = (
    r"(?:20)?\d{2}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?"
    r"|20\d{2}[01]\d[0-3]\d|\d{1,2}\s*[月.]\s*\d{1,2}\s*日?"
)
_DATE_LAST = re.compile(
    rf"\s*(?:[(（【\[［]\s*({_DATE})\s*[)）】\]］]"
    r"|[-_—+＋\s](20\d{2}(?:[01]\d[0-3]\d|[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?))"
    r"|(?<=[\u4e00-\u9fff”》])(20\d{2}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|[.\-]\d{1,2}[.\-]\d{1,2})))\s*$"
)
_DATE_FIRST = re.compile(
    rf"\s*(?:[(（【\[［]\s*({_DATE})\s*[)）】\]］]|(20\d{{2}}[01]\d[0-3]\d"
    rf"|\d{{1,2}}\.\d{{1,2}}(?=[\u4e00-\u9fff]{{2,14}}(?:局|中心|处|站)))){_SEPARATOR}*"
)
_SUFFIX = re.compile(
    r"(?:\s*[(（]\d[)）]|\s*[-—]\s*副本)?\.(?:docx?|wps|pdf|ofd|odt|txt|rtf|zip|rar)\s*$",
    re.IGNORECASE,
)

# --- the whole of it ------------------------------------------------------------------

# 关于报送《标题》的报告
_ABOUT = re.compile(
    r"^(?:关于)?(?:报送|上报|呈报)[《“](?P<marked>[^《》“”]{4,120})[》”]的?(?:政务|动态)?(?:信息|报告|稿件)?(?:的报告|的函)?$"
    r"|^(?:报送关于|上报关于|呈报关于|关于报送|关于上报|关于呈报)(?P<open>[^《》]{6,120}?)的(?:政务|动态)?(?:信息|稿件)$"
)
# 报送单位：某局 标题：某事
_LABELLED = re.compile(
    r"^(?:报送)?单位(?:名称)?\s*[:：]\s*(\S{2,40}?)[\s+＋;；,，]*标题\s*[:：]\s*(?=\S)"
)
_LABELLED_LAST = re.compile(
    r"^(?:信息)?标题\s*[:：]\s*(\S.{3,100}?)[\s+＋;；,，]*(?:报送)?单位(?:名称)?\s*[:：]\s*(\S{4,40})$"
)
_WRAPPED = re.compile(
    r"[《【\[［(（「『“\"]([^《》【】\[\]［］(（）)「」『』“”\"]+)[》】\]］)）」』”\"]"
)
_ANGLED = re.compile(r"^\s*[<＜]([^<>＜＞]{1,8})[>＞]")
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)

# --- between unit and title -----------------------------------------------------------

# What may follow the name of a unit before its title begins:
# 办公室、灵武市水务局联合报送（第3期）+…
_AFTER_UNIT = re.compile(
    r"\s*(?:(?:局?(?:机关|直属|第[一二三四五六七八九十]{1,2}){0,2}"
    r"(?:党组|党委|党总支|党支部|纪委|纪检组|工会|团委|团支部|妇联|妇委会)|(?:党[委组])?办公室"
    r"|[\u4e00-\u9fff]{4,8}(?:执法|路政)[大中支]队|[\u4e00-\u9fff]{0,7}[局科股室队站所处段]|[\u4e00-\u9fff]{1,5}中心)?"
    r"(?:\s*[、和与及]\s*[\u4e00-\u9fff]{2,14}?(?:局|委|支队|大队|中队|公司|中心|处|院|校|政府))*"
    r"\s*(?:联合|共同|联合报送|等单位|[(（](?:主报|首报|牵头|联合)[)）]"
    r"|[(（][^()（）]{0,24}代(?:为)?报(?:送)?[)）]|牵头)?"
    r"\s*(?:报送|上报|呈报|投稿|来稿|(?:政务|动态|工作)?信息|稿件|供稿|报送的?信息)?"
    rf"\s*(?:[(（]?第?\s*\d{{1,4}}\s*期[)）]?)?)(?={_STRONG_SEPARATOR})"
)
# A 十 that somebody typed for a +, and no number or word that begins with one.
_PLUS_LIKE = re.compile(
    r"^十(?![一二三四五六七八九余多几个项条家大佳件年月日天里米公名位次字堰])"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject taken apart; `body` is what remains: unit and title.

    `prefixes` are the reply and forward prefixes as written, outermost first. `tags`
    are the labels that were set off from unit and title (调研, 动态信息, 定稿 …).
    `dates` are dates that stood apart from the title, `byline` is who wrote it, as a
    text says it at its end; `unsure` says what of all that is doubtful (Chinese).
    """

    text: str
    body: str
    prefixes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    byline: str = ""
    marks: frozenset[SubjectMark] = frozenset()
    dates: tuple[str, ...] = ()
    unsure: str = ""

    @property
    def is_reply(self) -> bool:
        """Whether the subject itself says that the letter answers another;
        转发：回复：… passes one on.
        """
        return bool(self.prefixes) and _REPLY.match(self.prefixes[0]) is not None

    @property
    def is_forward(self) -> bool:
        """Whether the letter passes another on; often a real report (M06)."""
        return not all(
            _REPLY.match(prefix) or _OUR_RECEIPT.match(prefix)
            for prefix in self.prefixes
        )


class _Taken(NamedTuple):
    """What was taken off a subject, and the rest of it."""

    found: tuple[str, ...]
    rest: str


def parse_subject(text: str) -> Subject:
    """The parts of a subject; never fails, and `body` is empty only when nothing is
    left of it.
    """
    whole = " ".join(_CONTROL.sub(" ", text[:_BOUND]).split())
    rest = without_tokens(whole).strip()
    prefixes: list[str] = []
    while prefix := _PREFIX.match(rest):
        prefixes.append(prefix[1])
        rest = rest[prefix.end() :]
    rest = _about(rest)
    if "标题" in rest:
        rest = _LABELLED_LAST.sub(r"\2+\1", _LABELLED.sub(r"\1+", rest))
    rest = _SUFFIX.sub("", rest)
    dates, rest = _take_dates(rest)

    marks: set[SubjectMark] = set()
    for mark in SubjectMark if _ANY_MARK.search(rest) else ():
        rest, bracketed = _BRACKETED_MARK[mark].subn("", rest)
        rest, separated = _SEPARATED_MARK[mark].subn("", rest)
        if bracketed or separated:
            marks.add(mark)
    rest = _GATEWAY.sub("", rest) or rest
    rest = _ANGLED.sub(r"【\1】", rest)
    for before_unit in (_PAPER_NUMBER, _SORT_OF_UNIT):
        if found := before_unit.match(rest):
            rest = rest[found.end() :]
    parts = parts_of(rest)
    # Where it is all label (信息两则) the label is the body.
    rest = parts.words or ("、".join(parts.labels) if parts.byline else rest)
    if _CONTINUED_AT_END.search(rest):
        marks.add(SubjectMark.FOLLOW_UP)  # a word of the title: it stays
    rest = _AND_MORE.sub("", _STATE_AT_END.sub("", rest))
    rest, count = _CORRECTED_AT_END.subn("", rest)
    if count:
        marks.add(SubjectMark.CORRECTION)

    more_dates, rest = _take_dates(rest)  # what stood behind them may have hidden some
    numbering = _NUMBERING.match(rest)
    if numbering and numbering.end() < len(rest):
        rest = rest[numbering.end() :]
    return Subject(
        text=whole,
        body=_trim(rest),
        prefixes=tuple(prefixes),
        tags=parts.labels if parts.words else (),
        byline=parts.byline,
        marks=frozenset(marks),
        dates=dates + more_dates,
        unsure=parts.unsure,
    )


def marks_in(name: str) -> frozenset[SubjectMark]:
    """The marks that the name of a file bears as a subject does."""
    return parse_subject(name).marks if _ANY_MARK.search(name) else frozenset()


def remainder(body: str, spans: Sequence[TextSpan]) -> str:
    """What is left of `body` without the unit names at `spans` and their joints; may be
    empty.
    """
    return rest_of(body, spans).words


def rest_of(body: str, spans: Sequence[TextSpan]) -> Parts:
    """`remainder`, and who is named between the units and it (某局信息员张三：标题)."""
    inside = [
        span for span in spans if span.start < span.end and span.start < len(body)
    ]
    if not inside:
        return Parts(_unwrap(_trim(body)))
    before = body[: max(0, min(span.start for span in inside))]
    after = body[max(span.end for span in inside) :]
    behind_name = _AFTER_UNIT.match(after)
    if behind_name:
        after = after[behind_name.end() :]
    after = _PLUS_LIKE.sub("", after.lstrip(_SEPARATORS + " "))
    after = _about(after)
    numbering = _NUMBERING.match(after)
    is_number = numbering and not _NEXT_NUMBER.search(after)
    if numbering and is_number and len(after) - numbering.end() >= _TITLE_AT_LEAST:
        after = after[numbering.end() :]
    parts = parts_of(after)
    after = parts.words
    # Brackets that were closed before the name belong to what they enclose, opened ones
    # enclosed the name.
    before = before.rstrip(JOINTS + _WEAK_JOINTS + _OPENERS + " ")
    if not after:
        return parts._replace(words=_unwrap(_trim(before)))
    if before.strip(_SEPARATORS + _OPENERS + " "):
        after = before + after
    return parts._replace(words=_unwrap(_trim(after)))


def title_of(subject: Subject, spans: Sequence[TextSpan]) -> str:
    """The title: what remains of the subject's body without the unit names at `spans`.

    Falls back to the body, then the whole subject: empty only when the subject is.
    """
    return remainder(subject.body, spans) or subject.body or subject.text


def _about(text: str) -> str:
    """What a text says it hands in: 关于报送《标题》的报告, 关于报送某事的信息."""
    return _ABOUT.sub(lambda found: found["marked"] or found["open"], text)


def _take_dates(text: str) -> _Taken:
    """A date at the end of `text` and one at its beginning, unless it is all there
    is.
    """
    dates: list[str] = []
    last = _DATE_LAST.search(text)
    if last and last.start():
        dates.append(last[1] or last[2] or last[3])
        text = text[: last.start()]
    first = _DATE_FIRST.match(text)
    if first and first.end() < len(text):
        dates.append(first[1] or first[2])
        text = text[first.end() :]
    return _Taken(tuple(dates), text)


def _trim(text: str) -> str:
    """`text` without blanks and dangling separators at its ends; closing brackets that
    were opened stay.
    """
    text = text.strip(_DANGLING)
    while text and text[0] in _CLOSERS:
        text = text[1:].lstrip()
    while text and text[-1] in _OPENERS:
        text = text[:-1].rstrip()
    opener = _OPENER_OF.get(text[-1:])
    if opener is not None and opener not in text:
        text = text[:-1].rstrip()
    return text


def _unwrap(text: str) -> str:
    """《标题》 → 标题, when the brackets hold all of it."""
    wrapped = _WRAPPED.fullmatch(text)
    inner = wrapped[1].strip() if wrapped else ""
    return inner or text
