"""What do the parts of a subject say?

The convention is 单位名称+标题 (Art. 16); units write it with every dash, colon, bracket and blank there is,
or with none. `parse_subject` takes off what surrounds it; which unit stands in what is left is `naming`'s
question, and with its answer `title_of` tells the title. A subject is never just split at `+`: a title may
hold one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.letter.thread import without_tokens
from ingest.people.person_names import is_name

BOUND = 1_000
"""Characters of a subject that are read; no real one is longer than a line or two."""

CLOSERS = "》】〗〕]］)）」』”"
SEPARATORS = "#＃=＝﹕∶﹔+＋﹢-‐‑–—―－_＿:：;；|｜丨/／,，、.．·•~～>→⇒。…" + CLOSERS
OPENERS = "《【〖〔[［(（「『“"
_SEP = f"[{re.escape(SEPARATORS)}\\s]"
_STRONG = f"[{re.escape('#＃=＝﹕∶﹔+＋﹢-‐‑–—―－_＿:：;；|｜丨/／')}\\s《【\\[［「]"


_PAIRS = dict(zip("》】〗〕]］)）」』”", "《【〖〔[［(（「『“", strict=True))


class SubjectMark(StrEnum):
    """What a subject says of an item's relation to an earlier one (F7)."""

    CORRECTION = "correction"
    FOLLOW_UP = "follow-up"
    RESENT = "resent"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject taken apart; `body` is what remains: unit and title.

    `prefixes` are the reply and forward prefixes as written, outermost first. `tags` are bracketed labels at
    the head that name a kind of information (调研, 动态信息 …). `dates` are dates that stood apart from the
    title.
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
        return any(not _REPLY.match(p) and not _OUR_RECEIPT.match(p) for p in self.prefixes)


_REPLY = re.compile(r"(?:re|aw|回复|回覆|回復|答复|答覆|答復)(?![a-z])", re.IGNORECASE)
_OUR_RECEIPT = re.compile(r"自动回执")
_PREFIX = re.compile(
    r"\s*((?:re|aw|fwd?|回复|回覆|回復|答复|答覆|答復|转发|轉發|转寄|自动回执)\s*(?:[\[(（]\s*\d+\s*[\])）]|\^\d+)?\s*[:：])",
    re.IGNORECASE,
)
_MARK_WORDS = {
    SubjectMark.CORRECTION: (
        r"更正稿?|更正版|勘误|修改稿?|修改版|修改后|修订稿|修订版|订正稿?|更新稿|更新版"
        r"|第?[二三四五六2-9]稿|以此(?:件|稿)?为准"
    ),
    SubjectMark.FOLLOW_UP: r"续报|续[一二三四五六七八九十\d]+|后续情况",
    SubjectMark.RESENT: r"重发|重报|重新报送|再次报送|补发",
}
_COUNT = r"\s*(?:第?[一二三四五六七八九十\d]{1,3}[次号稿]?)?"
_BRACKETED = {m: re.compile(rf"[【\[［(（]\s*(?:{w}){_COUNT}\s*[】\]］)）]") for m, w in _MARK_WORDS.items()}
_BETWEEN = {
    m: re.compile(rf"(?:^|(?<={_SEP}))(?:{w}){_COUNT}(?:(?={_STRONG})|$)") for m, w in _MARK_WORDS.items()
}
_FOLLOWS = re.compile(r"的续报\s*[一二三四五六七八九十\d]{0,3}$")
_AT_END = re.compile(r"(?<=.)(?:修改稿|修订稿|更正稿|订正稿)$")
_TAG = re.compile(
    r"\s*[【\[［(（]\s*((?:工作)?(?:动态|综合|调研|突发|其他|政务|经验|约稿)?(?:类|信息|类信息|报告|类报告|事件|约稿|简报|专报)?|[\u4e00-\u9fff]{2,3}(?:动态|信息|快讯|简报|专报)|已审[签核定]?|已签发|定稿|终稿|加急)"
    r"\s*[】\]］)）]"
)
_KINDS = r"(?:动态|综合|调研|突发|其他|约稿)"
_TAG_WITHIN = re.compile(
    r"[【\[［]\s*(社情民意|舆情信息|问题建议)\s*[】\]］]|"
    rf"[【\[［(（]\s*({_KINDS}(?:类|信息|类信息|事件|报告|类报告)?)\s*[】\]］)）]"
    rf"|(?<=[+＋\-—:：])\s*[【\[［]\s*([\u4e00-\u9fff]{{2}}(?:动态|信息|快讯))\s*[】\]］]"
    rf"|(?<=[+＋\-—:：])\s*({_KINDS}(?:类|信息|类信息|类政务信息))\s*[+＋\-—:：]+"
)
# What mail gateways put before a subject.
_GATEWAY = re.compile(
    r"^\s*[【\[［(（](?:spam|external|外部邮件|外来邮件|外部|疑似垃圾邮件|垃圾邮件)[】\]］)）]\s*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"\s*[(（【\[](?:撰稿|供稿|作者|信息员|联系人|报送人)[^()（）【】\[\]]{1,60}[)）】\]]\s*$"
    r"|[\s+＋\-—(（]+[\u4e00-\u9fff]{2,4}[\s:：,，]{0,3}1[3-9]\d{9}[)）]?\s*$"
)
_PLUS = re.compile(r"[+＋]")
_LAST_PART = re.compile(r"\s*[+＋]\s*([\u4e00-\u9fff]{2,4})\s*$")
_ISSUE_LAST = re.compile(r"\s*[(（【\[]\s*(?:20\d\d年?)?\s*第?\s*\d{1,3}\s*期\s*[)）】\]]$")
_KIND_LAST = re.compile(r"\s*[(（【](?:政务|动态)?信息稿?[)）】]$")
_LEAD = re.compile(
    r"\s*(?:厅属单位[:：+＋\s]*(?=\S{4})|(?:\d{1,2}月份?)?(?:政务)?信息[+＋\-—–_:：|｜]+|(?:(?:政务|动态|工作)信息(?:报送|上报|稿)?|信息(?:报送|上报|稿)|报送信息)[+＋\-—–_:：|｜\s]+"
    r"|(?:信息|报送|上报|呈报|投稿|来稿|稿件|宣传|新闻|动态|简讯|代报|转报|补报)\s*[+＋\-—–_:：|｜]+|[+＋\-—–_:：|｜\s]+)"
)
_NUMBERING = re.compile(
    r"\s*(?:[(（]?\d{1,2}[)）、]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}\.(?!\d))\s*"
)
_DATE = (
    r"(?:20)?\d{2}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?"
    r"|20\d{2}[01]\d[0-3]\d|\d{1,2}\s*[月.]\s*\d{1,2}\s*日?"
)
_DATE_LAST = re.compile(
    rf"\s*(?:[(（【\[［]\s*({_DATE})\s*[)）】\]］]|[-_—+＋\s](20\d{{2}}(?:[01]\d[0-3]\d|[年.\-/]\d{{1,2}}[月.\-/]\d{{1,2}}日?)))\s*$"
)
_DATE_FIRST = re.compile(rf"\s*(?:[(（【\[［]\s*({_DATE})\s*[)）】\]］]|(20\d{{2}}[01]\d[0-3]\d)){_SEP}*")
_PLUS_LIKE = re.compile(r"^十(?![一二三四五六七八九余多几个项条家大佳件年月日天里米公名位次字堰])")
"""A 十 that somebody typed for a +."""
_ABOUT = re.compile(
    r"^(?:关于)?(?:报送|上报|呈报)《([^《》]{4,120})》的?(?:政务|动态)?(?:信息|报告|稿件)?(?:的报告|的函)?$"
)
_LABELLED = re.compile(r"^(?:报送)?单位(?:名称)?\s*[:：]\s*(\S{2,40}?)[\s+＋;；,，]*标题\s*[:：]\s*(?=\S)")
_SUFFIX = re.compile(r"\.(?:docx?|wps|pdf|ofd|txt|rtf|zip|rar)\s*$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_AFTER_UNIT = re.compile(
    rf"\s*(?:(?:党组|党委|党总支|党支部|办公室|工会|团委|妇联|[\u4e00-\u9fff]{{0,7}}[局科股室队站所处段]|[\u4e00-\u9fff]{{1,5}}中心)?"
    rf"(?:\s*[、和与及]\s*[\u4e00-\u9fff]{{2,14}}?(?:局|委|支队|大队|中队|公司|中心|处|院|校|政府))*"
    rf"\s*(?:联合|共同|联合报送|等单位|[(（](?:主报|首报|牵头|联合)[)）]|[(（][^()（）]{{0,24}}代(?:为)?报(?:送)?[)）]|牵头)?"
    rf"\s*(?:报送|上报|呈报|投稿|来稿|(?:政务|动态|工作)?信息|稿件|供稿|报送的?信息)?\s*(?:[(（]?第?\s*\d{{1,4}}\s*期[)）]?)?)(?={_STRONG})"
)
_WRAPPED = re.compile(r"[《【\[［(（「『“\"]([^《》【】\[\]［］(（）)「」『』“”\"]+)[》】\]］)）」』”\"]")


def parse_subject(text: str) -> Subject:
    """The parts of a subject; never fails, and `body` is empty only when nothing is left of it."""
    whole = " ".join(_CONTROL.sub(" ", text[:BOUND]).split())
    prefixes, rest = _take_prefixes(without_tokens(whole).strip())
    marks: set[SubjectMark] = set()
    rest = _ABOUT.sub(r"\1", rest)
    rest = _SUFFIX.sub("", _LABELLED.sub(r"\1+", rest))
    dates, rest = _take_dates(rest)
    byline, rest = _take_byline(rest)
    rest = _KIND_LAST.sub("", _take_marks(rest, marks))
    rest = _ISSUE_LAST.sub("", rest)
    late, rest = _take_dates(rest)
    tags, rest = _take_tags(rest)
    return Subject(
        text=whole,
        body=_trim(rest),
        prefixes=tuple(prefixes),
        tags=tuple(tags),
        byline=byline,
        marks=frozenset(marks),
        dates=(*dates, *late),
    )


def remainder(body: str, spans: Sequence[tuple[int, int]]) -> str:
    """What is left of `body` without the half-open `spans` of unit names and their joints; may be empty."""
    inside = sorted((max(0, a), min(len(body), b)) for a, b in spans if a < b and a < len(body))
    if not inside:
        return _unwrap(_trim(body))
    before, after = body[: inside[0][0]], body[max(end for _, end in inside) :]
    tail = _AFTER_UNIT.match(after)
    after = _PLUS_LIKE.sub("", _strip_joint(after[tail.end() :] if tail else after))
    after = _ABOUT.sub(r"\1", after)
    before = before.rstrip(SEPARATORS.translate({ord(sign): None for sign in CLOSERS}) + OPENERS + " ")
    if not after:
        return _unwrap(_trim(before))
    return _unwrap(_trim(f"{before}{after}" if before.strip(SEPARATORS + OPENERS + " ") else after))


def title_of(subject: Subject, spans: Sequence[tuple[int, int]]) -> str:
    """The title: what remains of the subject's body without the unit names at `spans`.

    Falls back to the body, then the whole subject: empty only when the subject is.
    """
    return remainder(subject.body, spans) or subject.body or subject.text


def _take_prefixes(text: str) -> tuple[list[str], str]:
    prefixes = []
    while found := _PREFIX.match(text):
        prefixes.append(found.group(1))
        text = text[found.end() :]
    return prefixes, text


def _take_dates(text: str) -> tuple[list[str], str]:
    dates = []
    for pattern in (_DATE_LAST, _DATE_FIRST):
        found = pattern.search(text) if pattern is _DATE_LAST else pattern.match(text)
        if found and found.end() - found.start() < len(text):
            dates.append(found.group(1) or found.group(2))
            text = text[: found.start()] + text[found.end() :]
    return dates, text


def _take_marks(text: str, marks: set[SubjectMark]) -> str:
    if _FOLLOWS.search(text):
        marks.add(SubjectMark.FOLLOW_UP)  # a word of the title: it stays
    for mark in SubjectMark:
        for pattern in (_BRACKETED[mark], _BETWEEN[mark]):
            text, count = pattern.subn("", text)
            if count:
                marks.add(mark)
    text, count = _AT_END.subn("", text)
    if count:
        marks.add(SubjectMark.CORRECTION)
    return text


def _take_byline(text: str) -> tuple[str, str]:
    """(撰稿人:张三) or 张三13900000000 at the end belongs to no title."""
    found = _BYLINE.search(text) or _named_last(text)
    return (found.group(), text[: found.start()]) if found and found.start() else ("", text)


def _named_last(text: str) -> re.Match[str] | None:
    """某局+标题+张三: a name after a second plus."""
    found = _LAST_PART.search(text)
    return found if found and is_name(found[1]) and _PLUS.search(text[: found.start()]) else None


def _take_tags(text: str) -> tuple[list[str], str]:
    """Labels, numbering and lead words (政务信息报送: …) before the unit; plain labels anywhere."""
    tags = [next(filter(None, found.groups())) for found in _TAG_WITHIN.finditer(text)]
    text = _TAG_WITHIN.sub("", text) if _TAG_WITHIN.sub("", text).strip(SEPARATORS + " ") else text
    text = _GATEWAY.sub("", text) or text
    for _ in range(8):
        if (found := _TAG.match(text)) and found.group(1):
            tags.append(found.group(1))
        else:
            found = _NUMBERING.match(text) or _LEAD.match(text)
        if found is None or found.end() == len(text):
            break
        text = text[found.end() :]
    return tags, text


def _strip_joint(text: str) -> str:
    """`text` without the separators that join it to what stood before it."""
    return text.lstrip(SEPARATORS + " ")


def _trim(text: str) -> str:
    """`text` without blanks and dangling separators at its ends; closing brackets that were opened stay."""
    text = text.strip(" +＋﹢-‐‑–—―－_＿:：;；|｜丨/／,，、·•~～")
    while text and text[0] in CLOSERS:
        text = text[1:].lstrip()
    while text and text[-1] in OPENERS:
        text = text[:-1].rstrip()
    if text and text[-1] in _PAIRS and _PAIRS[text[-1]] not in text:
        text = text[:-1].rstrip()
    return text


def _unwrap(text: str) -> str:
    """《标题》 → 标题, when the brackets hold all of it."""
    found = _WRAPPED.fullmatch(text)
    return found.group(1).strip() if found and found.group(1).strip() else text
