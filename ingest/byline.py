"""Who wrote it, how are they reached, and who signed it off?

Read from the sender's own words first, then from the manuscripts; never from quoted or attached mail (P22),
which is the caller's duty. Reviewers are not authors, and a contact for the event is not one either. In doubt
nobody is named: the receipt can ask, a wrong name cannot be recalled (Art. 16).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.labels import LABEL, ROLE_OF, Role
from ingest.people import emails_in, half_width, is_given_name, is_name, phones_in
from ledger.entries import Author

_HEAD_LINES = 8
_TAIL_LINES = 14
_SIGNATURE = 40
_LINE_BOUND = 400
_TEXT_BOUND = 200_000


_REPORTER = re.compile(r"(?P<role>本报记者|特约记者|特约通讯员|实习记者|记者|通讯员|供稿)[:\s]*")
_DATELINE = re.compile(
    r"^\s*[○●◎]?\s*(?:本报讯|本网讯|本站讯|讯)?\s*(?P<open>\()?(?P<who>(?:本报|特约|实习)?(?:记者|通讯员)\s*[^()]{2,60})"
)
_ENDING = re.compile(r"\(([^()]{2,60})\)[。.]?\s*$")
_CREDIT = re.compile(
    r"^\s*(?P<names>[\u4e00-\u9fff·\s、,]{2,30}?)\s*(?:文[/、]图|图[/、]文|文图|图文|/文|文)\s*$"
)
_SPLIT = re.compile(r"[、,，;；/|\s()+]+|以及|及|和|与")
_SPREAD = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \t]{1,4}([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_SPACED_LABEL = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \t]{1,4}[\u4e00-\u9fff]){1,3}(?=\s{0,4}:)"
)
_NOT_A_PHONE = re.compile(r"(?:传真|fax|qq号?|微信号?|邮编)[:\s]*[\d\s()-]{5,20}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in their order, the signer ("" if none is named) and what said so (Chinese)."""

    authors: tuple[Author, ...] = ()
    signer: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def has_phone(self) -> bool:
        """Whether any author can be reached by telephone."""
        return any(author.phone for author in self.authors)


class _Field(NamedTuple):
    """One labelled value of a line, or of the line after it."""

    role: Role
    label: str
    names: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]


def read_byline(texts: Iterable[str]) -> Byline:
    """The byline of a letter whose `texts` are given most trusted first: own words, then manuscripts.

    Authors come from the first text that names any; a telephone number or signer that it lacks, from the
    next.
    """
    whole = Byline()
    for text in texts:
        found = _of_text(text[:_TEXT_BOUND])
        whole = Byline(
            authors=_joined(whole.authors, found.authors),
            signer=whole.signer or found.signer,
            evidence=whole.evidence + tuple(e for e in found.evidence if e not in whole.evidence),
        )
    return replace(whole, authors=tuple(a for a in whole.authors if a.name))


def read_contact(text: str) -> tuple[Author, ...]:
    """Authors named in a short answer to our question, where name and number suffice: 张三 13900000000.

    A number alone gives an author without a name.
    """
    found = _of_text(text[:_TEXT_BOUND]).authors
    if found:
        return found
    for line in _lines(text)[:_HEAD_LINES]:
        phones = phones_in(line, local=True)
        if phones and len(line) < _HEAD_LINES * 10:
            names = _names(line[: phones[0].span[0]], strict=True)
            return _paired(names[:1] or ("",), [phone.number for phone in phones], emails_in(line))
    return ()


def _of_text(text: str) -> Byline:
    lines = _lines(text)
    shown = lines if len(lines) <= _HEAD_LINES + _TAIL_LINES else lines[:_HEAD_LINES] + lines[-_TAIL_LINES:]
    fields = tuple(_fields(shown))
    for reading in (_labelled(fields), _by_dateline(shown), _by_ending(shown), _by_credit(shown)):
        if any(author.name for author in reading.authors):
            return replace(reading, signer=_signer(fields))
    return replace(_labelled(fields), signer=_signer(fields))


def _lines(text: str) -> list[str]:
    ends = (part for line in text.splitlines() for part in _ends(line.strip()))
    return [_SPREAD.sub(r"\1\2", _SPACED_LABEL.sub(_close_up, half_width(line))) for line in ends if line]


def _close_up(found: re.Match[str]) -> str:
    """撰 稿 人: → 撰稿人:."""
    return "".join(found.group().split())


def _ends(line: str) -> tuple[str, ...]:
    """A paragraph without its middle: labels stand at its head, a signature at its end."""
    return (line,) if len(line) <= _LINE_BOUND else (line[: _LINE_BOUND // 2], line[-_LINE_BOUND // 2 :])


# --- labelled fields --------------------------------------------------------------------------------


def _fields(lines: Sequence[str]) -> Iterator[_Field]:
    for number, line in enumerate(lines):
        labels = [m for m in LABEL.finditer(line) if m["mark"] or _speaks(line, m)]
        for place, found in enumerate(labels):
            end = labels[place + 1].start() if place + 1 < len(labels) else len(line)
            value = line[found.end() : end]
            if not value.strip() and end == len(line) and number + 1 < len(lines):
                following = lines[number + 1]
                value = "" if LABEL.match(following) else following
            yield _field(found["word"].lower(), value)


def _speaks(line: str, found: re.Match[str]) -> bool:
    """Whether a label without a colon is one: a name or number must follow it at once."""
    value = line[found.end() : found.end() + 20]
    first = _SPLIT.split(value.strip())[0] if value.strip() else ""
    role = ROLE_OF[found["word"].lower()]
    if role is Role.PHONE:
        return bool(re.match(r"[\d(+]", value))
    return role is not Role.OTHER and is_name(first)


def _field(label: str, value: str) -> _Field:
    role = ROLE_OF[label]
    value = _NOT_A_PHONE.sub(" ", value)
    asked = role in (Role.AUTHOR, Role.CONTACT, Role.PHONE)
    phones = tuple(phone.number for phone in phones_in(value, local=asked)) if asked else ()
    return _Field(role, label, _names(value, strict=role is not Role.AUTHOR), phones, emails_in(value))


def _names(value: str, *, strict: bool) -> tuple[str, ...]:
    """The names at the head of a label's value; a unit before them (银川市局 李四) is passed over."""
    names: list[str] = []
    words = [re.sub(r"[\d.@:：。;;\-]+.*$", "", word).strip() for word in _SPLIT.split(value)]
    words = [word for word in words if word]
    for place, word in enumerate(words):
        alone = not strict and len(words) == 1 and is_given_name(word)
        if is_name(word) or alone:
            names.append(word)
        elif names or place > 1:
            break
    return tuple(dict.fromkeys(names))


def _labelled(fields: Sequence[_Field]) -> Byline:
    authors = [f for f in fields if f.role is Role.AUTHOR and f.names]
    people = authors or [f for f in fields if f.role is Role.CONTACT and f.names]
    names = tuple(dict.fromkeys(name for f in people for name in f.names))
    reach = [f for f in fields if f.role in (Role.AUTHOR, Role.PHONE) or _same_person(f, names)]
    phones = list(dict.fromkeys(number for f in reach for number in f.phones))
    emails = tuple(dict.fromkeys(address for f in reach for address in f.emails))
    if not names:
        asked = [f for f in fields if f.role is Role.AUTHOR]
        return Byline(_paired(("",), phones, emails)) if phones and asked else Byline()
    return Byline(_paired(names, phones, emails), evidence=(f"“{people[0].label}”一栏写明",))


def _same_person(field: _Field, names: Sequence[str]) -> bool:
    """A contact's number is the author's only if the contact is the author, or nobody in particular."""
    return field.role is Role.CONTACT and (not field.names or bool(set(field.names) & set(names)))


def _signer(fields: Sequence[_Field]) -> str:
    """签发 before 审核 (Art. 9)."""
    for role, labels in ((Role.SIGNER, None), (Role.REVIEWER, ("审核人", "审核", "审核人员"))):
        for field in fields:
            if field.role is role and field.names and (labels is None or field.label in labels):
                return field.names[0]
    return ""


# --- forms without a label --------------------------------------------------------------------------


def _by_dateline(lines: Sequence[str]) -> Byline:
    """本报讯(记者 X 通讯员 Y), ○本报讯 通讯员 X."""
    for line in lines:
        if found := _DATELINE.match(line):
            names: list[str] = []
            for part in _REPORTER.split(found["who"])[2::2]:
                names += _names(part, strict=True)
            if names:
                return Byline(_paired(tuple(dict.fromkeys(names)), [], ()), evidence=("文首电头写明",))
    return Byline()


def _by_ending(lines: Sequence[str]) -> Byline:
    """(李某某 史某某) or (某局 李四 139…) at the end; or both on a line of their own."""
    for line in reversed(lines[-_TAIL_LINES:]):
        if (found := _ENDING.search(line)) and (authors := _signed(found[1])):
            return Byline(authors, evidence=("文末括号内署名",))
        if len(line) <= _SIGNATURE and phones_in(line, local=True) and (authors := _signed(line)):
            return Byline(authors, evidence=("文末落款写明",))
    return Byline()


def _signed(words_given: str) -> tuple[Author, ...]:
    """The people of a signature; every word of it must be a name, a unit or a number."""
    if _REVIEW.search(words_given):
        return ()
    numbers = [phone.number for phone in phones_in(words_given, local=True)]
    bare = _DIGITS.sub(" ", _CREDIT_WORDS.sub(" ", words_given))
    words = [word for word in re.split(r"[\s、,;/:()]+", bare) if word]
    names = tuple(dict.fromkeys(word for word in words if is_name(word)))
    sure = bool(names) and all(is_name(word) or _UNIT.search(word) for word in words)
    return _paired(names, numbers, ()) if sure else ()


_UNIT = re.compile(r"[\u4e00-\u9fff](?:局|处|科|室|队|站|所|中心|办|厅|委|段|公司)$")
_DIGITS = re.compile(r"[\d+-]{3,}(?:转\d+)?")
_CREDIT_WORDS = re.compile(r"供稿|撰稿|文/图|图/文|通讯员|记者|手机|电话|联系")
_REVIEW = re.compile(r"审|编辑|责编|校对|监制|摄影")


def _by_credit(lines: Sequence[str]) -> Byline:
    """张三 李四 文/图 on a line of its own."""
    for line in (*lines[:3], *lines[-3:]):
        if found := _CREDIT.match(line):
            words = [word for word in _SPLIT.split(found["names"]) if word]
            if words and all(map(is_name, words)):
                return Byline(_paired(tuple(dict.fromkeys(words)), [], ()), evidence=("署名行写明",))
    return Byline()


# --- who is reached where ---------------------------------------------------------------------------


def _paired(names: Sequence[str], phones: Sequence[str], emails: Sequence[str]) -> tuple[Author, ...]:
    """As many numbers as names are paired by order; else the first number is the first author's."""
    numbers = list(phones) if len(phones) == len(names) else [*phones[:1]]
    addresses = list(emails) if len(emails) == len(names) else [*emails[:1]]
    return tuple(
        Author(name, *(known[place] if place < len(known) else "" for known in (numbers, addresses)))
        for place, name in enumerate(names)
    )


def _joined(known: tuple[Author, ...], found: tuple[Author, ...]) -> tuple[Author, ...]:
    """`known` authors, with what `found` adds to those of one name or says of nobody in particular."""
    if not any(author.name for author in known):
        lone = next((a for a in known if a.phone), None)
        return tuple(a._replace(phone=a.phone or lone.phone) if lone else a for a in found) or known
    by_name = {author.name: author for author in found}
    return tuple(
        author._replace(
            phone=author.phone or by_name.get(author.name, _nobody(found)).phone,
            email=author.email or by_name.get(author.name, _nobody(found)).email,
        )
        for author in known
    )


def _nobody(found: tuple[Author, ...]) -> Author:
    """A number that came without a name."""
    return next((author for author in found if not author.name), Author(""))
