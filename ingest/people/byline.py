"""Who wrote it, how are they reached, and who signed it off?

Read from the sender's own words first, then from the manuscripts; never from quoted or attached mail (P22),
which is the caller's duty. Reviewers are not authors, and a contact for the event is not one either. In doubt
nobody is named: the receipt can ask, a wrong name cannot be recalled (Art. 16).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.people.labels import LABEL, ROLE_OF, LabelKind
from ingest.people.person_names import (
    emails_in,
    half_width,
    is_given_name,
    is_name,
    names_in,
    phones_in,
    words_of,
)
from ingest.people.signature import signed_by
from ledger.entries.submissions import Author

_REACHING = (LabelKind.AUTHOR, LabelKind.PHONE)
_HEAD_LINES = 8
_TAIL_LINES = 14
_LINE_BOUND = 400
_TEXT_BOUND = 200_000
_ONE = r"[\u4e00-\u9fff]"
_SPREAD = re.compile(rf"(?<!{_ONE})({_ONE})[ \t]{{1,4}}({_ONE})(?:[ \t]{{1,4}}({_ONE}))?(?!{_ONE})")
_SPACED_LABEL = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \t]{1,4}[\u4e00-\u9fff]){1,3}(?=\s{0,4}:)"
)
_RUBBLE = re.compile(r"[\s|_=*-]*|签名由.{0,12}定制|(?:发自|来自)我?的?.{1,12}|从.{1,12}(?:发送|发出)")
"""What mail programs put around a signature: rules, bars of a table, their own name."""
_NOT_A_PHONE = re.compile(r"(?:传真|fax|qq号?|微信号?|邮编)[:\s]*[\d\s()-]{5,20}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in their order, the signer ("" if none is named) and what said so (Chinese)."""

    authors: tuple[Author, ...] = ()
    signer: str = ""
    evidence: tuple[str, ...] = ()
    labelled: bool = False
    """Whether a label says so, not a signature."""

    @property
    def has_phone(self) -> bool:
        """Whether any author can be reached by telephone."""
        return any(author.phone for author in self.authors)


class _Field(NamedTuple):
    """One labelled value of a line, or of the line after it."""

    role: LabelKind
    label: str
    names: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]


def read_byline(texts: Iterable[str]) -> Byline:
    """The byline of a letter whose `texts` are given most trusted first: own words, then manuscripts.

    Authors come from the first text that names any; a telephone number or signer that it lacks, from the
    next. Who is labelled as author anywhere outweighs whoever merely signs a covering note.
    """
    each = [_of_text(text[:_TEXT_BOUND]) for text in texts]
    labelled = {author.name for found in each if found.labelled for author in found.authors}
    whole = Byline()
    for found in each:
        if labelled and not found.labelled:
            found = replace(found, authors=_named(found.authors, labelled), evidence=())  # noqa: PLW2901
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
            names = names_in(line[: phones[0].span[0]], strict=True)
            return _paired(names[:1] or ("",), [phone.number for phone in phones], emails_in(line))
    return ()


def _of_text(text: str) -> Byline:
    lines = _lines(text)
    shown = lines if len(lines) <= _HEAD_LINES + _TAIL_LINES else lines[:_HEAD_LINES] + lines[-_TAIL_LINES:]
    fields = tuple(_fields(shown))
    byline = _labelled(fields)
    signed = None if any(author.name for author in byline.authors) else signed_by(shown)
    if signed is not None:
        told = [f for f in _of_nobody_else(fields, signed.names) if f.role is LabelKind.PHONE]
        phones = signed.phones or tuple(number for field in told for number in field.phones)
        byline = Byline(_paired(signed.names, phones, ()), evidence=(signed.because,))
    return replace(byline, signer=_signer(fields))


def _lines(text: str) -> list[str]:
    written = (line.strip() for line in text.splitlines())
    ends = (part for line in written if not _RUBBLE.fullmatch(line) for part in _ends(line))
    return [_SPREAD.sub(r"\1\2\3", _SPACED_LABEL.sub(_close_up, half_width(line))) for line in ends if line]


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
                value = " ".join((value, *_further(lines[number + 2 :]))) if value else ""
            yield _field(found["word"].lower(), value)


def _further(lines: Sequence[str]) -> Iterator[str]:
    """Lines that go on with a list of names and numbers, one person a line."""
    for line in lines:
        phones = phones_in(line, local=True)
        if LABEL.match(line) or not phones or not names_in(line[: phones[0].span[0]], strict=True):
            return
        yield line


def _speaks(line: str, found: re.Match[str]) -> bool:
    """Whether a label without a colon is one: a name or number must follow it at once."""
    if found.end() == len(line):
        return found.start() == 0  # a cell of a table, its value in the next one
    value = line[found.end() : found.end() + 20]
    words = words_of(value)
    role = ROLE_OF[found["word"].lower()]
    if role is LabelKind.PHONE:
        return bool(re.match(r"[\d(+]", value))
    if role is LabelKind.OTHER or len(found["word"]) == 1 or not words:
        return False
    reachable = role is LabelKind.AUTHOR and bool(phones_in(value))
    return is_name(words[0]) or (reachable and is_given_name(words[0]))


def _field(label: str, value: str) -> _Field:
    role = ROLE_OF[label]
    value = _NOT_A_PHONE.sub(" ", value)
    asked = role in (LabelKind.AUTHOR, LabelKind.CONTACT, LabelKind.PHONE)
    phones = tuple(phone.number for phone in phones_in(value, local=asked)) if asked else ()
    return _Field(role, label, names_in(value, strict=role is not LabelKind.AUTHOR), phones, emails_in(value))


def _labelled(fields: Sequence[_Field]) -> Byline:
    authors = [f for f in fields if f.role is LabelKind.AUTHOR and f.names]
    people = authors or [f for f in fields if f.role is LabelKind.CONTACT and f.names]
    names = tuple(dict.fromkeys(name for f in people for name in f.names))
    reach = [f for f in _of_nobody_else(fields, names) if f.role in _REACHING or _same_person(f, names)]
    phones = list(dict.fromkeys(number for f in reach for number in f.phones))
    emails = tuple(dict.fromkeys(address for f in reach for address in f.emails))
    if not names:
        asked = [f for f in fields if f.role is LabelKind.AUTHOR]
        return Byline(_paired(("",), phones, emails)) if phones and asked else Byline()
    return Byline(
        _paired(names, phones, emails), evidence=(f"“{people[0].label}”一栏写明",), labelled=bool(authors)
    )


def _of_nobody_else(fields: Sequence[_Field], names: Sequence[str]) -> Iterator[_Field]:
    """`fields` without the numbers of a contact who is somebody else, or an event's (报名联系人:李某)."""
    of_another = False
    for field in fields:
        if field.role is LabelKind.EVENT:
            of_another = True
        elif field.role in (LabelKind.AUTHOR, LabelKind.CONTACT) and field.names:
            of_another = field.role is LabelKind.CONTACT and not set(field.names) & set(names)
        if not (of_another and field.role is LabelKind.PHONE):
            yield field


def _same_person(field: _Field, names: Sequence[str]) -> bool:
    """A contact's number is the author's only if the contact is the author, or nobody in particular."""
    return field.role is LabelKind.CONTACT and (not field.names or bool(set(field.names) & set(names)))


def _signer(fields: Sequence[_Field]) -> str:
    """签发 before 审核 (Art. 9)."""
    for role, labels in ((LabelKind.SIGNER, None), (LabelKind.REVIEWER, ("审核人", "审核", "审核人员"))):
        for field in fields:
            if field.role is role and field.names and (labels is None or field.label in labels):
                return field.names[0]
    return ""


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


def _named(authors: tuple[Author, ...], names: Collection[str]) -> tuple[Author, ...]:
    """Those of one of these names, and numbers that came without a name."""
    return tuple(author for author in authors if not author.name or author.name in names)


def _nobody(found: tuple[Author, ...]) -> Author:
    """A number that came without a name."""
    return next((author for author in found if not author.name), Author(""))
