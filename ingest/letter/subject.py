"""What do the parts of a subject say?

The convention is 单位名称+标题 (Art. 16); units write it with every dash, colon, bracket and blank there is,
or with none. `parse_subject` takes off what surrounds it; which unit stands in what is left is the question
of `ingest.names`, and with its answer `title_of` tells the title. A subject is never just split at `+`: a
title may hold one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ingest.letter.thread import without_tokens
from ingest.names.folding import TextSpan
from ingest.people.person_names import is_name

_BOUND = 1_000
"""Characters of a subject that are read; no real one is longer than a line or two."""


class SubjectMark(StrEnum):
    """What a subject says of an item's relation to an earlier one (F7)."""

    CORRECTION = "correction"
    FOLLOW_UP = "follow-up"
    RESENT = "resent"


# --- what stands between the parts --------------------------------------------------------------------

_CLOSERS = "》】〗〕]］)）」』”"
_OPENERS = "《【〖〔[［(（「『“"
_OPENER_OF = dict(zip(_CLOSERS, _OPENERS, strict=True))
_JOINTS = "#＃=＝﹕∶﹔+＋﹢-‐‑–—―－_＿:：;；|｜丨/／"
_WEAK_JOINTS = ",，、.．·•~～>→⇒。…"
_SEPARATORS = _JOINTS + _WEAK_JOINTS + _CLOSERS
_DANGLING = " +＋﹢-‐‑–—―－_＿:：;；|｜丨/／,，、·•~～"
_SEPARATOR = f"[{re.escape(_SEPARATORS)}\\s]"
# After one of these a title begins; a comma or a full stop may stand within one.
_STRONG_SEPARATOR = f"[{re.escape(_JOINTS)}\\s《【\\[［「]"

# --- before it: Re:, 转发：, 自动回执： ------------------------------------------------------------------

_REPLY = re.compile(r"(?:re|aw|回复|回覆|回復|答复|答覆|答復)(?![a-z])", re.IGNORECASE)
_OUR_RECEIPT = re.compile(r"自动回执")
_PREFIX = re.compile(
    r"\s*((?:re|aw|fwd?|回复|回覆|回復|答复|答覆|答復|转发|轉發|转寄|自动回执)"
    r"\s*(?:[\[(（]\s*\d+\s*[\])）]|\^\d+)?\s*[:：])",
    re.IGNORECASE,
)
# What mail gateways put before a subject.
_GATEWAY = re.compile(
    r"^\s*[【\[［(（](?:spam|external|外部邮件|外来邮件|外部|疑似垃圾邮件|垃圾邮件)[】\]］)）]\s*",
    re.IGNORECASE,
)

# --- marks of correction, continuation and sending again ----------------------------------------------

_MARK_WORDS = {
    SubjectMark.CORRECTION: (
        r"更正稿?|更正版|勘误|修改稿?|修改版|修改后|修订稿|修订版|订正稿?|更新稿|更新版"
        r"|第?[二三四五六2-9]稿|以此(?:件|稿)?为准"
    ),
    SubjectMark.FOLLOW_UP: r"续报|续[一二三四五六七八九十\d]+|后续情况",
    SubjectMark.RESENT: r"重发|重报|重新报送|再次报送|补发",
}
_COUNT = r"\s*(?:第?[一二三四五六七八九十\d]{1,3}[次号稿]?)?"
# 【更正】 anywhere, or 更正 between separators: inside a title such a word means something else.
_BRACKETED_MARK = {
    mark: re.compile(rf"[【\[［(（]\s*(?:{words}){_COUNT}\s*[】\]］)）]")
    for mark, words in _MARK_WORDS.items()
}
_SEPARATED_MARK = {
    mark: re.compile(rf"(?:^|(?<={_SEPARATOR}))(?:{words}){_COUNT}(?:(?={_STRONG_SEPARATOR})|$)")
    for mark, words in _MARK_WORDS.items()
}
_CONTINUED_AT_END = re.compile(r"的续报\s*[一二三四五六七八九十\d]{0,3}$")
_CORRECTED_AT_END = re.compile(r"(?<=.)(?:修改稿|修订稿|更正稿|订正稿)$")

# --- labels and lead words before the unit ------------------------------------------------------------

_KINDS = r"(?:动态|综合|调研|突发|其他|约稿)"
_TAG_FIRST = re.compile(
    r"\s*[【\[［(（]\s*"
    r"((?:工作)?(?:动态|综合|调研|突发|其他|政务|经验|约稿)?(?:类|信息|类信息|报告|类报告|事件|约稿|简报|专报)?"
    r"|[\u4e00-\u9fff]{2,3}(?:动态|信息|快讯|简报|专报)|已审[签核定]?|已签发|定稿|终稿|加急)"
    r"\s*[】\]］)）]"
)
_TAG_WITHIN = re.compile(
    r"[【\[［]\s*(社情民意|舆情信息|问题建议)\s*[】\]］]|"
    rf"[【\[［(（]\s*({_KINDS}(?:类|信息|类信息|事件|报告|类报告)?)\s*[】\]］)）]"
    rf"|(?<=[+＋\-—:：])\s*[【\[［]\s*([\u4e00-\u9fff]{{2}}(?:动态|信息|快讯))\s*[】\]］]"
    rf"|(?<=[+＋\-—:：])\s*({_KINDS}(?:类|信息|类信息|类政务信息))\s*[+＋\-—:：]+"
)
# 1. (一) 3、
_NUMBERING = re.compile(
    r"\s*(?:[(（]?\d{1,2}[)）、]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}\.(?!\d))\s*"
)
# 政务信息报送: 信息+ 代报- 厅属单位:
_LEAD = re.compile(
    r"\s*(?:厅属单位[:：+＋\s]*(?=\S{4})"
    r"|(?:\d{1,2}月份?)?(?:政务)?信息[+＋\-—–_:：|｜]+"
    r"|(?:(?:政务|动态|工作)信息(?:报送|上报|稿)?|信息(?:报送|上报|稿)|报送信息)[+＋\-—–_:：|｜\s]+"
    r"|(?:信息|报送|上报|呈报|投稿|来稿|稿件|宣传|新闻|动态|简讯|代报|转报|补报)\s*[+＋\-—–_:：|｜]+"
    r"|[+＋\-—–_:：|｜\s]+)"
)
_MOST_LEAD_WORDS = 8

# --- after the title: who wrote it, when, in which issue ----------------------------------------------

# (撰稿人:张三), or 张三13900000000
_BYLINE = re.compile(
    r"\s*[(（【\[](?:撰稿|供稿|作者|信息员|联系人|报送人)[^()（）【】\[\]]{1,60}[)）】\]]\s*$"
    r"|[\s+＋\-—(（]+[\u4e00-\u9fff]{2,4}[\s:：,，]{0,3}1[3-9]\d{9}[)）]?\s*$"
)
_PLUS = re.compile(r"[+＋]")
_LAST_PART = re.compile(r"\s*[+＋]\s*([\u4e00-\u9fff]{2,4})\s*$")
_ISSUE_LAST = re.compile(r"\s*[(（【\[]\s*(?:20\d\d年?)?\s*第?\s*\d{1,3}\s*期\s*[)）】\]]$")
_KIND_LAST = re.compile(r"\s*[(（【](?:政务|动态)?信息稿?[)）】]$")
_DATE = (
    r"(?:20)?\d{2}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?"
    r"|20\d{2}[01]\d[0-3]\d|\d{1,2}\s*[月.]\s*\d{1,2}\s*日?"
)
_DATE_LAST = re.compile(
    rf"\s*(?:[(（【\[［]\s*({_DATE})\s*[)）】\]］]"
    r"|[-_—+＋\s](20\d{2}(?:[01]\d[0-3]\d|[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?)))\s*$"
)
_DATE_FIRST = re.compile(
    rf"\s*(?:[(（【\[［]\s*({_DATE})\s*[)）】\]］]|(20\d{{2}}[01]\d[0-3]\d)){_SEPARATOR}*"
)
_SUFFIX = re.compile(r"\.(?:docx?|wps|pdf|ofd|txt|rtf|zip|rar)\s*$", re.IGNORECASE)

# --- the whole of it ----------------------------------------------------------------------------------

# 关于报送《标题》的报告
_ABOUT = re.compile(
    r"^(?:关于)?(?:报送|上报|呈报)《([^《》]{4,120})》的?(?:政务|动态)?(?:信息|报告|稿件)?(?:的报告|的函)?$"
)
# 报送单位：某局 标题：某事
_LABELLED = re.compile(r"^(?:报送)?单位(?:名称)?\s*[:：]\s*(\S{2,40}?)[\s+＋;；,，]*标题\s*[:：]\s*(?=\S)")
_WRAPPED = re.compile(r"[《【\[［(（「『“\"]([^《》【】\[\]［］(（）)「」『』“”\"]+)[》】\]］)）」』”\"]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

# --- between unit and title ---------------------------------------------------------------------------

# What may follow the name of a unit before its title begins: 办公室、灵武市水务局联合报送（第3期）+…
_AFTER_UNIT = re.compile(
    r"\s*(?:(?:党组|党委|党总支|党支部|办公室|工会|团委|妇联"
    r"|[\u4e00-\u9fff]{0,7}[局科股室队站所处段]|[\u4e00-\u9fff]{1,5}中心)?"
    r"(?:\s*[、和与及]\s*[\u4e00-\u9fff]{2,14}?(?:局|委|支队|大队|中队|公司|中心|处|院|校|政府))*"
    r"\s*(?:联合|共同|联合报送|等单位|[(（](?:主报|首报|牵头|联合)[)）]"
    r"|[(（][^()（）]{0,24}代(?:为)?报(?:送)?[)）]|牵头)?"
    r"\s*(?:报送|上报|呈报|投稿|来稿|(?:政务|动态|工作)?信息|稿件|供稿|报送的?信息)?"
    rf"\s*(?:[(（]?第?\s*\d{{1,4}}\s*期[)）]?)?)(?={_STRONG_SEPARATOR})"
)
# A 十 that somebody typed for a +, and no number or word that begins with one.
_PLUS_LIKE = re.compile(r"^十(?![一二三四五六七八九余多几个项条家大佳件年月日天里米公名位次字堰])")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject taken apart; `body` is what remains: unit and title.

    `prefixes` are the reply and forward prefixes as written, outermost first. `tags` are bracketed labels at
    the head that name a kind of information (调研, 动态信息 …). `dates` are dates that stood apart from the
    title, `byline` is who wrote it, as written.
    """

    text: str
    body: str
    prefixes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    byline: str = ""
    marks: frozenset[SubjectMark] = frozenset()
    dates: tuple[str, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether the subject itself says that the letter answers another."""
        return any(_REPLY.match(prefix) for prefix in self.prefixes)

    @property
    def is_forward(self) -> bool:
        """Whether the letter passes another on; often a real report (M06)."""
        return not all(_REPLY.match(prefix) or _OUR_RECEIPT.match(prefix) for prefix in self.prefixes)


class _Taken(NamedTuple):
    """What was taken off a subject, and the rest of it."""

    found: tuple[str, ...]
    rest: str


def parse_subject(text: str) -> Subject:
    """The parts of a subject; never fails, and `body` is empty only when nothing is left of it."""
    whole = " ".join(_CONTROL.sub(" ", text[:_BOUND]).split())
    rest = without_tokens(whole).strip()
    prefixes: list[str] = []
    while prefix := _PREFIX.match(rest):
        prefixes.append(prefix[1])
        rest = rest[prefix.end() :]
    rest = _ABOUT.sub(r"\1", rest)
    rest = _LABELLED.sub(r"\1+", rest)
    rest = _SUFFIX.sub("", rest)
    dates, rest = _take_dates(rest)

    byline = _BYLINE.search(rest)
    if byline is None:
        named = _LAST_PART.search(rest)  # 某局+标题+张三: a name after a second plus
        if named and is_name(named[1]) and _PLUS.search(rest[: named.start()]):
            byline = named
    written_by = ""
    if byline and byline.start():
        written_by, rest = byline[0], rest[: byline.start()]

    marks: set[SubjectMark] = set()
    if _CONTINUED_AT_END.search(rest):
        marks.add(SubjectMark.FOLLOW_UP)  # a word of the title: it stays
    for mark in SubjectMark:
        rest, bracketed = _BRACKETED_MARK[mark].subn("", rest)
        rest, separated = _SEPARATED_MARK[mark].subn("", rest)
        if bracketed or separated:
            marks.add(mark)
    rest, count = _CORRECTED_AT_END.subn("", rest)
    if count:
        marks.add(SubjectMark.CORRECTION)

    rest = _KIND_LAST.sub("", rest)
    rest = _ISSUE_LAST.sub("", rest)
    more_dates, rest = _take_dates(rest)  # what stood behind them may have hidden some
    tags, rest = _take_tags(rest)
    return Subject(
        text=whole,
        body=_trim(rest),
        prefixes=tuple(prefixes),
        tags=tags,
        byline=written_by,
        marks=frozenset(marks),
        dates=dates + more_dates,
    )


def remainder(body: str, spans: Sequence[TextSpan]) -> str:
    """What is left of `body` without the unit names at `spans` and their joints; may be empty."""
    inside = [span for span in spans if span.start < span.end and span.start < len(body)]
    if not inside:
        return _unwrap(_trim(body))
    before = body[: max(0, min(span.start for span in inside))]
    after = body[max(span.end for span in inside) :]
    behind_name = _AFTER_UNIT.match(after)
    if behind_name:
        after = after[behind_name.end() :]
    after = _PLUS_LIKE.sub("", after.lstrip(_SEPARATORS + " "))
    after = _ABOUT.sub(r"\1", after)
    # Brackets that were closed before the name belong to what they enclose, opened ones enclosed the name.
    before = before.rstrip(_JOINTS + _WEAK_JOINTS + _OPENERS + " ")
    if not after:
        return _unwrap(_trim(before))
    if before.strip(_SEPARATORS + _OPENERS + " "):
        after = before + after
    return _unwrap(_trim(after))


def title_of(subject: Subject, spans: Sequence[TextSpan]) -> str:
    """The title: what remains of the subject's body without the unit names at `spans`.

    Falls back to the body, then the whole subject: empty only when the subject is.
    """
    return remainder(subject.body, spans) or subject.body or subject.text


def _take_dates(text: str) -> _Taken:
    """A date at the end of `text` and one at its beginning, unless it is all there is."""
    dates: list[str] = []
    last = _DATE_LAST.search(text)
    if last and last.start():
        dates.append(last[1] or last[2])
        text = text[: last.start()]
    first = _DATE_FIRST.match(text)
    if first and first.end() < len(text):
        dates.append(first[1] or first[2])
        text = text[first.end() :]
    return _Taken(tuple(dates), text)


def _take_tags(text: str) -> _Taken:
    """Labels, numbering and lead words (政务信息报送: …) before the unit; plain labels anywhere."""
    tags: list[str] = []
    for found in _TAG_WITHIN.finditer(text):
        tags.extend(filter(None, found.groups()))
    without_tags = _TAG_WITHIN.sub("", text)
    if without_tags.strip(_SEPARATORS + " "):
        text = without_tags
    text = _GATEWAY.sub("", text) or text
    for _ in range(_MOST_LEAD_WORDS):
        lead = _TAG_FIRST.match(text)
        if lead and lead[1]:
            tags.append(lead[1])
        else:
            lead = _NUMBERING.match(text) or _LEAD.match(text)
        if lead is None or lead.end() == len(text):
            break
        text = text[lead.end() :]
    return _Taken(tuple(tags), text)


def _trim(text: str) -> str:
    """`text` without blanks and dangling separators at its ends; closing brackets that were opened stay."""
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
