"""Who wrote it, how are they reached, and who signed it off?

Read from the sender's own words first, then from the manuscripts; never from quoted or attached mail (P22),
which is the caller's duty. Labels, as offices write them (M09), come first; failing these a signature: a
dateline at the head, names in brackets at the end, a line of name and number, a credit line. Reviewers are
not authors, and a contact for the event is not one either. In doubt nobody is named: the receipt can ask, a
wrong name cannot be recalled (Art. 16).
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from ingest.people.person_names import (
    emails_in,
    half_width,
    is_given_name,
    is_name,
    names_in,
    phones_in,
    words_of,
)
from ledger.entries.submissions import Author


class LabelKind(StrEnum):
    """What a label in front of a name asks for."""

    AUTHOR = "author"
    CONTACT = "contact"
    PHONE = "phone"
    SIGNER = "signer"
    REVIEWER = "reviewer"
    EVENT = "event"
    OTHER = "other"


_LABELS: Mapping[LabelKind, str] = {
    LabelKind.AUTHOR: """
        撰稿人员 撰稿人 撰稿 撰写人 撰写 供稿通讯员 供稿人员 供稿人 供稿 投稿人 作者姓名 作者
        信息员 信息报送员 信息报送人 政务信息员 信息撰稿人 本文作者 经办人 文 图文 执笔人 执笔
        拟稿人 拟稿 起草人 起草 撰文 文字 报送人 编写人 编写 采写 填报人
    """,
    LabelKind.CONTACT: """
        联系人员 联系人 联络员 联络人 联系人及电话 联系人及联系方式 聯繫人 聯絡人
    """,
    LabelKind.PHONE: """
        撰稿人联系方式 撰稿人联系电话 撰稿人电话 作者电话 联系电话 联系方式 手机号码 手机号 手机
        电话号码 电话 办公电话 固定电话 座机 固话 联系手机 tel 邮箱 电子邮箱 电子邮件 e-mail
        email 電話 聯繫電話 聯絡電話 聯繫方式 手機
    """,
    LabelKind.SIGNER: """
        签发人 签发领导 签发 审签人 审签 审核签发人 审核签发
    """,
    LabelKind.REVIEWER: """
        责任编辑 责编 编审 编辑 初审 复审 终审 一审 二审 三审 审核人员 审核人 审核 审稿人 审稿
        核稿人 核稿 复核 监制 校对 校核 审阅 主编 总编 分管领导 负责人 主要负责人 单位负责人
        审批人 审批 校审
    """,
    LabelKind.EVENT: """
        活动联系人 报名联系人 活动报名联系人 咨询联系人 会务联系人 报名电话 咨询电话 监督电话 投诉电话
        举报电话 服务热线 热线电话 热线
    """,
    LabelKind.OTHER: """
        来源 稿件来源 信息来源 发布时间 发布日期 日期 时间 单位 报送单位 供稿单位 撰稿单位
        作者单位 部门 科室 摄影 图片 图 配图 制图 传真 fax qq qq号 微信 微信号 地址 邮编
        浏览次数 阅读 点击 标题 题目 主题 类别 字数 记者 职务
    """,
}
KIND_OF: Mapping[str, LabelKind] = {
    label: role for role, labels in _LABELS.items() for label in labels.split()
}
_WORDS = "|".join(sorted(map(re.escape, KIND_OF), key=len, reverse=True))
LABEL = re.compile(
    rf"(?<![\u4e00-\u9fffa-z])(?P<word>{_WORDS})(?:\(?(?:姓名|签字|签名|盖章)\)?)?(?:[及和、,](?:联系方式|联系电话|电话))?\s*"
    r"(?:(?P<mark>[:|_/]+)|(?P<none>(?=[\s\u4e00-\u9fff\d])|$))\s*",
    re.IGNORECASE,
)
"""A label: `word`, and `mark` unless nothing but a blank stands between it and its value."""
_HEAD_LINES = 8
_TAIL_LINES = 14
_LINE_BOUND = 400
_CONTACT_LINE = 80
"""A line of an answer that is longer is prose, and its number nobody's in particular."""
_TEXT_BOUND = 200_000
_ONE = r"[\u4e00-\u9fff]"
_SPREAD = re.compile(rf"(?<!{_ONE})({_ONE})[ \t]{{1,4}}({_ONE})(?:[ \t]{{1,4}}({_ONE}))?(?!{_ONE})")
"""张 三, as names of two characters are set to the width of three."""
_SPACED_LABEL = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \t]{1,4}[\u4e00-\u9fff]){1,3}(?=\s{0,4}:)"
)
_RUBBLE = re.compile(r"[\s|_=*-]*|签名由.{0,12}定制|(?:发自|来自)我?的?.{1,12}|从.{1,12}(?:发送|发出)")
"""What mail programs put around a signature: rules, bars of a table, their own name."""
_NOT_A_PHONE = re.compile(r"(?:传真|fax|qq号?|微信号?|邮编)[:\s]*[\d\s()-]{5,20}", re.IGNORECASE)
_SIGNS_BY_REVIEW = ("审核人", "审核", "审核人员")
"""The reviewer who signs a text off where nobody is named as 签发."""
_SIGNATURE = 40
"""Characters of the longest line that may be a signature."""
_REPORTER = re.compile(r"(?P<role>本报记者|特约记者|特约通讯员|实习记者|记者|通讯员|供稿)[:\s]*")
_DATELINE = re.compile(
    r"^\s*[○●◎□■◇◆]?\s*(?:本报讯|本网讯|本站讯|讯)?\s*\(?(?P<who>(?:本报|特约|实习)?(?:记者|通讯员)\s*[^()]{2,60})"
)
_ENDING = re.compile(r"\(([^()]{2,60})\)[。.]?\s*$")
_CREDIT = re.compile(
    r"^\s*(?P<names>[\u4e00-\u9fff·\s、,]{2,30}?)\s*(?:文[/、]图|图[/、]文|文图|图文|/文|文)\s*$"
)
_UNIT = re.compile(r"[\u4e00-\u9fff](?:局|处|科|室|队|站|所|中心|办|厅|委|段|公司)$")
_DIGITS = re.compile(r"[\d+-]{3,}(?:转\d+)?")
_CREDIT_WORDS = re.compile(r"办公电话|供稿|撰稿|文/图|图/文|通讯员|记者|手机|联系电话|联系方式|电话|联系")
_REVIEW = re.compile(r"审|编辑|责编|校对|监制|摄影")


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in their order, the signer ("" if none is named) and what said so (Chinese)."""

    authors: tuple[Author, ...] = ()
    signer: str = ""
    evidence: tuple[str, ...] = ()
    labelled: bool = False
    """Whether a label says so, not a signature."""
    unsure: str = ""
    """What of the lines that name authors was not understood (Chinese); "" if all of it was."""

    @property
    def has_phone(self) -> bool:
        """Whether any author can be reached by telephone."""
        return any(author.phone for author in self.authors)


class _LabelledValue(NamedTuple):
    """What stands behind a label, on its line or on the next."""

    kind: LabelKind
    label: str
    names: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]


class _Signature(NamedTuple):
    """Names and numbers in their order, and by what form (Chinese)."""

    names: tuple[str, ...]
    phones: tuple[str, ...]
    because: str


def read_byline(texts: Iterable[str]) -> Byline:
    """The byline of a letter whose `texts` are given most trusted first: own words, then manuscripts.

    Authors come from the first text that names any; a telephone number or signer that it lacks, from the
    next. Who is labelled as author anywhere outweighs whoever merely signs a covering note.
    """
    bylines = [_byline_of(text[:_TEXT_BOUND]) for text in texts]
    by_label = [byline.authors for byline in bylines if byline.labelled]
    labelled = {author.name for author in itertools.chain(*by_label)}
    authors: tuple[Author, ...] = ()
    signer = ""
    evidence: list[str] = []
    for byline in bylines:
        found = byline.authors
        if labelled and not byline.labelled:
            # Of a signature only people whom a label names too are kept, and a number without a name.
            found = tuple(author for author in found if not author.name or author.name in labelled)
        else:
            evidence += [said for said in byline.evidence if said not in evidence]
        authors = _merged_authors(authors, found)
        signer = signer or byline.signer
    return Byline(tuple(author for author in authors if author.name), signer, tuple(evidence))


def read_contact(text: str) -> tuple[Author, ...]:
    """Authors named in a short answer to our question, where name and number suffice: 张三 13900000000.

    A number alone gives an author without a name.
    """
    found = _byline_of(text[:_TEXT_BOUND]).authors
    if found:
        return found
    for line in _lines(text)[:_HEAD_LINES]:
        phones = phones_in(line, local=True)
        if phones and len(line) < _CONTACT_LINE:
            names = names_in(line[: phones[0].span[0]], strict=True)
            return _paired(names[:1] or ("",), [phone.number for phone in phones], emails_in(line))
    return ()


def _byline_of(text: str) -> Byline:
    """The byline of one text: by labels at its head or end, failing these by a signature."""
    lines = _lines(text)
    if len(lines) > _HEAD_LINES + _TAIL_LINES:
        lines = lines[:_HEAD_LINES] + lines[-_TAIL_LINES:]
    values = _labelled_values(lines)
    byline = _labelled_byline(values)
    if not any(author.name for author in byline.authors):
        signed = _signed_by(lines)
        if signed is not None:
            phones = list(signed.phones)
            if not phones:
                for value in _without_strangers(values, signed.names):
                    if value.kind is LabelKind.PHONE:
                        phones += value.phones
            byline = Byline(_paired(signed.names, phones, ()), evidence=(signed.because,))
    # 签发 before 审核 (Art. 9).
    named = [value for value in values if value.names]
    signers = [value.names[0] for value in named if value.kind is LabelKind.SIGNER]
    signers += [value.names[0] for value in named if value.label in _SIGNS_BY_REVIEW]
    return replace(byline, signer=signers[0] if signers else "")


def _lines(text: str) -> list[str]:
    """The lines of a text in half width, what mail programs add left out, spread names closed up."""
    found = []
    for raw in text.splitlines():
        line = raw.strip()
        if _RUBBLE.fullmatch(line):
            continue
        ends = [line]
        if len(line) > _LINE_BOUND:  # labels stand at a paragraph's head, a signature at its end
            ends = [line[: _LINE_BOUND // 2], line[-_LINE_BOUND // 2 :]]
        for end in ends:
            # 撰 稿 人: → 撰稿人:
            closed = _SPACED_LABEL.sub(lambda label: "".join(label.group().split()), half_width(end))
            found.append(_SPREAD.sub(r"\1\2\3", closed))
    return found


# --- labelled fields --------------------------------------------------------------------------------


def _labelled_values(lines: Sequence[str]) -> list[_LabelledValue]:
    found = []
    for number, line in enumerate(lines):
        labels = [m for m in LABEL.finditer(line) if m["mark"] or _is_label_without_colon(line, m)]
        for place, label in enumerate(labels):
            is_last = place + 1 == len(labels)
            value = line[label.end() :] if is_last else line[label.end() : labels[place + 1].start()]
            if is_last and not value.strip():
                value = _value_below(lines[number + 1 :])
            value = _NOT_A_PHONE.sub(" ", value)
            word = label["word"].lower()
            kind = KIND_OF[word]
            phones: tuple[str, ...] = ()
            if kind in (LabelKind.AUTHOR, LabelKind.CONTACT, LabelKind.PHONE):
                phones = tuple(phone.number for phone in phones_in(value, local=True))
            names = names_in(value, strict=kind is not LabelKind.AUTHOR)
            found.append(_LabelledValue(kind, word, names, phones, emails_in(value)))
    return found


def _is_label_without_colon(line: str, found: re.Match[str]) -> bool:
    """Whether a label's word without a colon is one: a name or number must follow it at once."""
    if found.end() == len(line):
        return found.start() == 0  # a cell of a table, its value in the next one
    value = line[found.end() : found.end() + 20]
    kind = KIND_OF[found["word"].lower()]
    if kind is LabelKind.PHONE:
        return bool(re.match(r"[\d(+]", value))
    words = words_of(value)
    if kind is LabelKind.OTHER or len(found["word"]) == 1 or not words:
        return False
    if is_name(words[0]):
        return True
    return kind is LabelKind.AUTHOR and bool(phones_in(value)) and is_given_name(words[0])


def _value_below(lines: Sequence[str]) -> str:
    """The value of a label that stands alone: the next line, and those that go on, one person a line."""
    if not lines or LABEL.match(lines[0]):
        return ""
    value = [lines[0]]
    for line in lines[1:]:
        phones = phones_in(line, local=True)
        if LABEL.match(line) or not phones or not names_in(line[: phones[0].span[0]], strict=True):
            break
        value.append(line)
    return " ".join(value)


def _labelled_byline(values: Sequence[_LabelledValue]) -> Byline:
    """The authors that labels name, failing these the contact, and how they are reached."""
    authors = [value for value in values if value.kind is LabelKind.AUTHOR and value.names]
    people = authors or [value for value in values if value.kind is LabelKind.CONTACT and value.names]
    names = tuple(dict.fromkeys(name for value in people for name in value.names))
    phones: dict[str, None] = {}
    emails: dict[str, None] = {}
    for value in _without_strangers(values, names):
        # A contact's number is the author's only if the contact is the author, or nobody in particular.
        is_author = not value.names or not set(value.names).isdisjoint(names)
        is_contacts = value.kind is LabelKind.CONTACT and is_author
        if is_contacts or value.kind in (LabelKind.AUTHOR, LabelKind.PHONE):
            phones.update(dict.fromkeys(value.phones))
            emails.update(dict.fromkeys(value.emails))
    if names:
        evidence = f"“{people[0].label}”一栏写明"
        found = _paired(names, tuple(phones), tuple(emails))
        return Byline(found, evidence=(evidence,), labelled=bool(authors))
    if phones and any(value.kind is LabelKind.AUTHOR for value in values):
        return Byline(_paired(("",), tuple(phones), tuple(emails)))
    return Byline()


def _without_strangers(values: Sequence[_LabelledValue], names: Sequence[str]) -> Iterator[_LabelledValue]:
    """`values` without the numbers of a contact who is none of `names`, or an event's (报名联系人:李某)."""
    of_another = False
    for value in values:
        if value.kind is LabelKind.EVENT:
            of_another = True
        elif value.kind is LabelKind.AUTHOR and value.names:
            of_another = False
        elif value.kind is LabelKind.CONTACT and value.names:
            of_another = set(value.names).isdisjoint(names)
        if not (of_another and value.kind is LabelKind.PHONE):
            yield value


# --- signatures -------------------------------------------------------------------------------------


def _signed_by(lines: Sequence[str]) -> _Signature | None:
    """Who signs a text, given as its lines in `half_width`, or None."""
    for line in lines:  # 本报讯(记者 X 通讯员 Y), ○本报讯 通讯员 X
        found = _DATELINE.match(line)
        parts = _REPORTER.split(found["who"])[2::2] if found else []
        names = dict.fromkeys(itertools.chain(*(names_in(part, strict=True) for part in parts)))
        if found and names:
            numbers = tuple(phone.number for phone in phones_in(found["who"]))
            return _Signature(tuple(names), numbers, "文首电头写明")
    if signed := _signed_at_end(lines[-_TAIL_LINES:]):
        return signed
    for line in (*lines[:3], *lines[-3:]):  # 张三 李四 文/图
        found = _CREDIT.match(line)
        words = words_of(found["names"]) if found else []
        if words and all(is_name(word) for word in words):
            return _Signature(tuple(dict.fromkeys(words)), (), "署名行写明")
    return None


def _signed_at_end(tail: Sequence[str]) -> _Signature | None:
    """(李某某 史某某) or (某局 李四 139…) at the end; or such a line; or a name above a number."""
    for place in range(len(tail) - 1, -1, -1):
        line = tail[place]
        found = _ENDING.search(line)
        if found and (signed := _signature(found[1], "文末括号内署名")):
            return signed
        if len(line) > _SIGNATURE or not phones_in(line, local=True):
            continue
        # The number's own line, then with the line above it, then with the two above it.
        blocks = [line]
        if place and len(tail[place - 1]) <= _SIGNATURE:
            blocks.append(f"{tail[place - 1]} {line}")
        above = [text for text in tail[max(0, place - 2) : place] if len(text) <= _SIGNATURE]
        blocks.append(" ".join((*above, line)))
        for block in blocks:
            if signed := _signature(block, "文末落款写明"):
                return signed
    return None


def _signature(text: str, because: str) -> _Signature | None:
    """The people of a signature; every word of it must be a name, a unit or a number."""
    if _REVIEW.search(text):
        return None
    bare = _DIGITS.sub(" ", _CREDIT_WORDS.sub(" ", text))
    names = []
    for word in re.split(r"[\s、,;/:()]+", bare):
        if is_name(word):
            names.append(word)
        elif word and not _UNIT.search(word):
            return None
    if not names:
        return None
    numbers = tuple(phone.number for phone in phones_in(text, local=True))
    return _Signature(tuple(dict.fromkeys(names)), numbers, because)


# --- who is reached where ---------------------------------------------------------------------------


def _paired(names: Sequence[str], phones: Sequence[str], emails: Sequence[str]) -> tuple[Author, ...]:
    """Authors with what reaches them: as many numbers as names by order, else the first by the first."""
    if len(phones) != len(names):
        phones = phones[:1]
    if len(emails) != len(names):
        emails = emails[:1]
    return tuple(Author(*parts) for parts in itertools.zip_longest(names, phones, emails, fillvalue=""))


def _merged_authors(known: tuple[Author, ...], found: tuple[Author, ...]) -> tuple[Author, ...]:
    """The authors of two texts as one: by the names of `known` if it has any, else of `found`.

    What is missing is filled in from the other text: from its author of the same name, or from what it says
    without a name (an `Author` whose name is empty).
    """
    if not any(author.name for author in known):
        number = known[0].phone if known else ""
        return tuple(author._replace(phone=author.phone or number) for author in found) or known
    by_name = {author.name: author for author in found}
    nobody = by_name.get("", Author(""))
    more = [by_name.get(author.name, nobody) for author in known]
    return tuple(
        author._replace(phone=author.phone or other.phone, email=author.email or other.email)
        for author, other in zip(known, more, strict=True)
    )
