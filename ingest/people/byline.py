"""Who wrote it, how are they reached, and who signed it off?

Read from the sender's own words first, then from the manuscripts; never from quoted or
attached mail (P22), which is the caller's duty. Labels, as offices write them (M09),
and news bylines that say what they are come first; failing these a signature. Every
word behind a label is accounted for: what is no name, number, unit, post, role or
remark makes the authors unsure. Reviewers and photographers are not authors, and a
contact for the event is not one either. Where nothing names anybody the receipt asks; a
number is kept meanwhile (Art. 16).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.people.credits import paired
from ingest.people.cut_lines import joined_where_cut
from ingest.people.labels import (
    BIOGRAPHIES,
    KIND_OF,
    LABEL,
    ONLY_BEFORE_COLON,
    REPORTERS,
    SENDERS,
    SIGNS_BY_REVIEW,
    LabelKind,
    is_label_word,
)
from ingest.people.person_names import HAN, half_width, is_name
from ingest.people.phone_numbers import phones_in
from ingest.people.prose import introduced, names_told_of
from ingest.people.signature import (
    Rows,
    Signature,
    credit_at_head,
    news_byline,
    signed_at_end,
)
from ingest.people.spread_names import close_up
from ingest.people.vocabulary import BylineRole
from ingest.people.words import (
    NAMES,
    NOBODY_KNOWN,
    Known,
    Word,
    WordKind,
    read_words,
    with_roles,
)
from ledger.entries.submissions import SEVERAL_PHONES, Author

_HEAD_LINES = 8
_TAIL_LINES = 14
_LINE_BOUND = 400
_LONGEST_NAME = 4
_CONTACT_LINE = 80
"""A line of an answer that is longer is prose, and its number nobody's in
particular.
"""
_TEXT_BOUND = 200_000
_LINES_BELOW = 12
_VALUE_LINE = 60
"""Characters of the longest line that may be the value of the label above it."""
_MOST_LABELS = 40
"""Labels of one line that are read; a real one has a handful."""
_SHOWN = 3
_ROLES_SHOWN = 12
_SPACED_LABEL = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \t]{1,4}[\u4e00-\u9fff]){1,7}(?=\s{0,4}:)"
)
_RUBBLE = re.compile(
    r"[\s|_=*-]*|签名由.{0,12}定制|(?:发自|来自)我?的?.{1,12}|从.{1,12}(?:发送|发出)"
)
"""What mail programs put around a signature: rules, bars of a table, their own name."""
_ROLE_OF = {
    LabelKind.PHOTO: BylineRole.PHOTO,
    LabelKind.REVIEWER: BylineRole.EDITOR,
    LabelKind.SIGNER: BylineRole.SIGNER,
    LabelKind.EVENT: BylineRole.EDITOR,
}
_IS = re.compile(
    r"^(?:[均都全仍同即](?:[是为系]|由)|(?:还|仍|就)?是(?:我|本人)(?=\()|[还就]是|统一[是为]|[改应]为|改成|更[改正]为|[是为系])"
)
"""撰稿人是张三, 撰稿人均为张三"""
_SECOND_ITEM = re.compile(
    r"[(【]?(?:(?:信息|稿件|简讯)[二2](?![十\d])|第[二2][条篇则]|另报[一1]?[条篇则])[)】]?(?:[:、.]|$)"
)
_FOOTNOTE = re.compile(rf"^\*{{1,3}}(?=[{HAN}])|(?<=[{HAN}][{HAN}])\*$")
"""张三* above the text, *作者简介 below it."""
_READING = re.compile(
    rf"(?<=[{HAN}])\((?:[\"“”']{{0,2}}[{HAN}]?[\"“”']{{0,2}}(?:读音|读作|同音|音同|音|读|念)[:\"“”']{{0,2}}[{HAN}a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{{1,6}}[\"“”']?"
    r"|[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}[1-4]?)\)"
)
"""昝(zǎn)小溪, 𫖮之(“𫖮”音蚁): how a rare sign is read."""
_MYSELF = ("本人", "我", "我的", "作者", "撰稿人")
_WRITTEN_OUT = re.compile(
    r"(?<![\u3007\u4e00-\u9fff])(?:[〇零][〇零一二三四五六七八九]{2,3}[- ]?[〇零一二三四五六七八九]{7,8}"
    r"|一[三四五六七八九][〇零一二三四五六七八九]{9})(?![\u3007\u4e00-\u9fff])"
)
"""〇九五一-八〇一二六四三"""
_DIGIT_OF = str.maketrans("〇零一二三四五六七八九", "00123456789")
_WITHIN_SENTENCE = tuple("、》”“\"'」』")
_NUMBER_LABEL = re.compile(
    r"[\s:,(]*(?:的?(?:联系|办公|手机|座机)?(?:电话|手机|号码|方式|座机|固话)号?码?)?[\s:是为(]*$"
)
_OF_AUTHOR = re.compile(
    r"^(?:作者|撰稿人?|本人|记者|通讯员)(?=的?(?:联系|办公)?(?:电话|手机|方式))"
)
_HOTLINE = re.compile(
    r"(?:电话|热线|专线|号码|传真|联系|咨询|举报|投诉|报名)(?:为|是)?[:,]?$"
)
"""A line that says what the number below it is for."""
_ASKS = re.compile(r"咨询电话\s?:")
"""Below the lines of a page that say who made it: its office's number."""
_DIALLED = re.compile(r"\d{4,}|[〇零一二三四五六七八九]{4,}")
_BREAKS_ROW = re.compile(r"[()【】\[\]。!?;|:]")
"""Between one credit or sentence and the next."""
_FILE_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_FILE_MARKS = re.compile(r"[_+()【】\[\]]|(?<!\d)-|-(?!\d)")
_FILE_BYLINE = re.compile(
    r"[(【\[](?P<bracketed>[^()【】\[\]]{2,60})[)】\]]\s*$|[-_+](?P<last>[^-_+]{2,40})$"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in their order, the signer ("" if none is named) and what said so
    (Chinese).

    A number that stands beside nobody's name is that of an author whose name is "".
    """

    authors: tuple[Author, ...] = ()
    signer: str = ""
    evidence: tuple[str, ...] = ()
    labelled: bool = False
    """Whether a label says so, not a signature."""
    unsure: str = ""
    """What of the lines that name authors was not understood (Chinese); "" if all of it
    was.
    """
    passed_on: bool = False
    """Whether its labels name only who passed the text on: a text that says who wrote
    it outweighs it.
    """

    @property
    def has_name(self) -> bool:
        """Whether any author has a name."""
        return any(author.name for author in self.authors)

    @property
    def has_phone(self) -> bool:
        """Whether any author can be reached by telephone."""
        return any(author.phone for author in self.authors)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the authors in their order."""
        return tuple(author.name for author in self.authors if author.name)


class _Field(NamedTuple):
    """What stands behind a label, on its line or on the next; `words` are all of it,
    `said` who and how.
    """

    line: str
    kind: LabelKind
    label: str
    words: tuple[Word, ...]
    said: tuple[Word, ...]
    is_told: bool = False
    """Whether the label stands within a sentence (《雪夜》作者张三)."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it, whatever their role."""
        return tuple(word.text for word in self.said if word.kind in NAMES)

    @property
    def authors(self) -> tuple[str, ...]:
        """The names in it of those who wrote."""
        return tuple(
            word.text
            for word in self.said
            if word.kind in NAMES and word.role is BylineRole.AUTHOR
        )

    @property
    def stands_apart(self) -> bool:
        """Whether its line is all labels and what they ask for, no part of a
        sentence.
        """
        if len(self.line) > _VALUE_LINE:
            return False
        return all(word.kind is not WordKind.LEFTOVER for word in read_words(self.line))

    @property
    def leftover(self) -> tuple[str, ...]:
        """What of it is not understood."""
        is_of_person = self.label.endswith(("人", "员", "者", "作者姓名"))
        return tuple(
            word.text
            for word in self.words
            if word.kind is WordKind.LEFTOVER
            or (
                word.kind is WordKind.DOUBTFUL
                and (is_name(word.text) or not is_of_person)
            )
        )


def read_byline(
    texts: Iterable[str], *, file_names: Iterable[str] = (), known: Known = NOBODY_KNOWN
) -> Byline:
    """The byline of a letter whose `texts` are given most trusted first: own words,
    then manuscripts.

    Who is labelled as author anywhere outweighs whoever merely signs a covering note.
    Authors come from the first text that names any; a telephone number or signer that
    it lacks, from the next. `file_names` are asked where no text names anybody.
    """
    bylines = [_byline_of(text[:_TEXT_BOUND], known) for text in texts]
    if any(
        byline.labelled and byline.has_name and not byline.passed_on
        for byline in bylines
    ):
        bylines = [
            replace(byline, labelled=False) if byline.passed_on else byline
            for byline in bylines
        ]
    if not any(byline.has_name for byline in bylines):
        bylines += [_byline_of_file(name, known) for name in file_names]
    authors: tuple[Author, ...] = ()
    evidence: list[str] = []
    unsure: list[str] = []
    labelled = {name for byline in bylines if byline.labelled for name in byline.names}
    for byline in bylines:
        found = byline.authors
        if labelled and not byline.labelled:
            # Of a signature only people whom a label names too are kept, and a number
            # without a name.
            found = tuple(
                author for author in found if not author.name or author.name in labelled
            )
        else:
            evidence += [said for said in byline.evidence if said not in evidence]
            if byline.unsure and byline.unsure not in unsure:
                unsure.append(byline.unsure)
            known_names = {author.name for author in authors if author.name}
            others = [
                author.name
                for author in found
                if author.name and author.name not in known_names
            ]
            if known_names and others:
                unsure.append(f"另一处写的是“{'、'.join(others[:_SHOWN])}”")
        authors = _merged_authors(authors, found)
    signer = next((byline.signer for byline in bylines if byline.signer), "")
    return Byline(
        authors, signer, tuple(evidence), bool(labelled), "；".join(unsure[:_SHOWN])
    )


def read_contact(text: str) -> Byline:
    """Who is named in a short answer to our question, where name and number suffice:
    张三 13900000000.

    A number alone gives an author without a name; `unsure` is what the answer's line of
    authors leaves over.
    """
    lines = _lines(text[:_TEXT_BOUND])
    found = _labelled_byline(_fields(lines, NOBODY_KNOWN))
    if found.has_name or found.unsure:
        return found
    signed = signed_at_end(lines[-_TAIL_LINES:])
    if signed is not None and (
        len(lines) == 1 or any(word.kind is WordKind.PHONE for word in signed.words)
    ):
        return Byline(
            paired(signed.words), unsure=_not_understood("署名", signed.leftover)
        )
    for line in lines[:_HEAD_LINES]:
        words = (
            read_words(line)
            if len(line) < _CONTACT_LINE and phones_in(line, local=True)
            else ()
        )
        reached = [
            word for word in words if word.kind in (WordKind.PHONE, WordKind.EMAIL)
        ]
        if reached:
            names = [
                word
                for word in words
                if word.kind is WordKind.NAME and is_name(word.text)
            ]
            return Byline(
                paired(with_roles([*names, *reached])), unsure=_doubt_of_answer(words)
            )
    return found


def _doubt_of_answer(words: Sequence[Word]) -> str:
    """What of a line of names and numbers that nothing labels may be a name all the
    same (小张 139…).
    """
    if any(
        word.kind is WordKind.LEFTOVER and len(word.text) > _LONGEST_NAME
        for word in words
    ):
        return ""  # a sentence
    leftover = tuple(
        word.text
        for word in words
        if (
            word.kind is WordKind.LEFTOVER
            and len(word.text) > 1
            and not _IS.match(word.text)
        )
        or (
            word.kind is WordKind.NAME
            and not is_name(word.text)
            and not _IS.match(word.text)
        )
        or word.kind is WordKind.DOUBTFUL
    )
    return _not_understood("回复", leftover)


# --- one text -------------------------------------------------------------------------


def _byline_of(text: str, known: Known) -> Byline:
    """The byline of one text: by labels at its head or end, failing these by a
    signature.
    """
    lines = _lines(text)
    fields = _fields(lines, known)
    byline = _labelled_byline(fields)
    second = next(
        (at for at, line in enumerate(lines) if at and _SECOND_ITEM.match(line)), 0
    )
    if second:
        of_first = _fields(lines[:second], known)
        if any(field.kind is LabelKind.AUTHOR and field.authors for field in of_first):
            # Each of two items names its own author: the first item is the one that is
            # recorded.
            lines, fields, byline = lines[:second], of_first, _labelled_byline(of_first)
    news = news_byline(lines, known)
    if news is not None and (byline.labelled or not byline.has_name):
        byline = _with_news(byline, news, fields)
    if not byline.labelled:
        said = {field.line for field in fields if field.kind is LabelKind.CONTACT}
        rest = (
            [line for line in lines if line not in said] if byline.has_name else lines
        )
        rows: Rows = {}  # of a short text both ask of the same lines
        signed = signed_at_end(rest[-_TAIL_LINES:], known, rows) or credit_at_head(
            rest, known, rows
        )
        if signed is not None and not byline.has_name:
            byline = _signed(byline, signed, fields)
        elif signed is not None and signed.is_labelled:
            # 张伟 文/图 says who wrote it, the contact only who is rung up.
            reached = {author.name: author for author in byline.authors}
            byline = _signed(byline, signed, fields)
            merged = (
                _merged_authors((author,), (reached.get(author.name, author),))
                for author in byline.authors
            )
            byline = replace(byline, authors=tuple(author for (author,) in merged))
    elif len(byline.names) == 1 and not byline.unsure:
        # A label that names one of two who sign: the other is not dropped in silence.
        (name,) = byline.names
        is_said_again = sum(name in line for line in lines) > 1
        signed = signed_at_end(lines[-_TAIL_LINES:], known) if is_said_again else None
        words = signed.words if signed else ()
        names = {word.text for word in words if _is_author(word) and is_name(word.text)}
        placed = {each for field in fields for each in field.names}
        others = sorted(names - placed - {name})
        if others and name in names:
            byline = replace(byline, unsure=f"落款还有“{'、'.join(others)}”")
    if not byline.has_name:
        # Whose only author says who they are, to begin with: 我是某处张三,电话139….
        people = _merged_authors(
            byline.authors, paired(with_roles(introduced(lines, known)))
        )
        if any(author.name for author in people):
            byline = Byline(
                people, "", (*byline.evidence, "来信自我介绍写明"), unsure=byline.unsure
            )
    if byline.has_name and not byline.has_phone:
        byline = _with_closing_numbers(byline, lines[-_TAIL_LINES:], known)
    # Labels that name only who passed the text on (经办人, 信息员), nobody who wrote
    # it.
    labels = {
        field.label
        for field in fields
        if field.kind is LabelKind.AUTHOR and field.authors
    }
    return replace(
        byline, signer=_signer(fields), passed_on=bool(labels) and labels <= SENDERS
    )


def _with_closing_numbers(byline: Byline, lines: Sequence[str], known: Known) -> Byline:
    """`byline` with the numbers that close the text below the report, whose people
    stand at its head.

    A number is theirs beside their name (张三手机:139…, even in a sentence), or alone
    on its line; one that stands beside anybody else's name is not.
    """
    reached: list[Word] = []
    alone: list[Word] = []
    is_of_another = False
    for at, line in enumerate(lines):
        above = lines[at - 1] if at else ""
        last = 0
        for phone in phones_in(line, local=True):
            before = line[max(last, phone.span[0] - _CONTACT_LINE // 4) : phone.span[0]]
            before = _NUMBER_LABEL.sub("", before)
            last = phone.span[1]
            owner = next((name for name in byline.names if before.endswith(name)), "")
            if not owner and len(byline.names) == 1 and before.endswith(_MYSELF):
                owner = byline.names[0]
            if owner:
                number = Word(
                    WordKind.PHONE, phone.number, phone.span, BylineRole.AUTHOR
                )
                reached += [
                    Word(WordKind.NAME, owner, phone.span, BylineRole.AUTHOR),
                    number,
                ]
        asks = _ASKS.match(line) if LABEL.match(above) else None
        whose = asks or _OF_AUTHOR.match(line)
        said = line[whose.end() :] if whose else line
        if _is_number(said, known) if whose else _is_number_alone(said, known):
            if asks or not is_of_another:
                alone += [
                    word._replace(role=BylineRole.AUTHOR)
                    for word in read_words(said, known)
                ]
        else:
            is_of_another = (
                LABEL.match(line) is not None
                or _HOTLINE.search(line) is not None
                or _names_another(line, byline.names, known)
            )
    people = [
        Word(WordKind.NAME, name, (0, 0), BylineRole.AUTHOR) for name in byline.names
    ]
    numbers = [word for word in alone if word.kind in (WordKind.PHONE, WordKind.EMAIL)]
    if not reached and not any(word.kind is WordKind.PHONE for word in numbers):
        return byline
    found = paired([*people, *(reached or numbers)])
    email = {author.name: author.email for author in byline.authors}
    authors = tuple(
        author._replace(email=email[author.name] or author.email) for author in found
    )
    return Byline(
        authors, byline.signer, byline.evidence, byline.labelled, byline.unsure
    )


def _names_another(line: str, names: Sequence[str], known: Known) -> bool:
    """Whether a short line names somebody who is none of `names`: a number below it is
    theirs.
    """
    if len(line) > _VALUE_LINE:
        return False
    words = read_words(line, known)
    if any(
        word.kind is WordKind.LEFTOVER and len(word.text) > _LONGEST_NAME
        for word in words
    ):
        return False  # a sentence
    return any(
        word.kind in NAMES and is_name(word.text) and word.text not in names
        for word in words
    )


def _is_author(word: Word) -> bool:
    return word.kind in NAMES and word.role is BylineRole.AUTHOR


def _with_news(byline: Byline, news: Signature, fields: Sequence[_Field]) -> Byline:
    """`byline` with the people of a news byline, who are authors beside those of
    labels.
    """
    labelled = tuple(author.name for author in byline.authors if author.name)
    names = tuple(word.text for word in news.words if _is_author(word))
    if not names or set(names) <= set(labelled):
        return byline
    authors = _merged_authors(byline.authors, ()) if labelled else ()
    found = _signed(Byline(), news, fields)
    for author in found.authors:
        if author.name not in labelled:
            authors = (*authors, author)
    if labelled:
        unsure = byline.unsure or found.unsure
        return Byline(
            authors,
            "",
            (*byline.evidence, *found.evidence),
            labelled=True,
            unsure=unsure,
        )
    nameless = [author for author in byline.authors if not author.name]
    return Byline(
        _merged_authors(authors, tuple(nameless)),
        "",
        found.evidence,
        labelled=True,
        unsure=byline.unsure or found.unsure,
    )


def _signed(byline: Byline, signed: Signature, fields: Sequence[_Field]) -> Byline:
    """The byline of who signs; a number that a label gives is theirs where the
    signature has none.
    """
    authors = paired(signed.words)
    names = tuple(author.name for author in authors if author.name)
    if not names:
        return byline
    if not any(author.phone for author in authors):
        reached = [
            word
            for field in _without_strangers(fields, names)
            if field.kind is LabelKind.PHONE
            for word in field.said
            if word.kind not in NAMES
        ]
        authors = paired((*signed.words, *reached))
    unsure = _not_understood("署名", signed.leftover)
    evidence = (signed.because, *_other_roles(signed.words))
    return Byline(
        authors,
        "",
        evidence,
        labelled=signed.is_labelled,
        unsure=byline.unsure or unsure,
    )


def _byline_of_file(name: str, known: Known) -> Byline:
    """Who wrote a text, by the name of its file: …(撰稿人：张三 139…).docx,
    …-张三.docx.
    """
    stem = close_up(half_width(_FILE_ENDING.sub("", name[-_LINE_BOUND:])))
    labelled = _labelled_byline(_fields([_FILE_MARKS.sub(" ", stem)], known))
    if labelled.has_name:  # 信息-作者张三-电话139….docx
        return labelled
    found = _FILE_BYLINE.search(stem)
    if found is None:
        return Byline()
    part = found["bracketed"] or found["last"]
    signed = signed_at_end([f"({part})"], known)
    if signed is None:
        return Byline()
    unsure = (
        ""
        if signed.is_labelled
        or any(word.kind is WordKind.PHONE for word in signed.words)
        else "只见于附件名"
    )
    return Byline(paired(signed.words), "", ("附件名写明",), unsure=unsure)


def _lines(text: str) -> list[str]:
    """The filled lines at head and end of a text, in half width, what mail programs add
    left out.
    """
    raw = text.splitlines()
    head = _cleaned(raw, _HEAD_LINES + _TAIL_LINES + 1)
    if len(head) <= _HEAD_LINES + _TAIL_LINES:
        return joined_where_cut(head)
    tail = _cleaned(reversed(raw), _TAIL_LINES)
    return joined_where_cut([*head[:_HEAD_LINES], *reversed(tail)])


def _closed_label(found: re.Match[str]) -> str:
    """马 晓 红 手 机 → 马 晓 红 手机: the longest label that stands at the end of a row
    before a colon.
    """
    row = found.group()
    places = [place for place, sign in enumerate(row) if not sign.isspace()]
    for size in range(len(places), 1, -1):
        label = "".join(row[place] for place in places[-size:])
        if is_label_word(label):
            return row[: places[-size]] + label
    return "".join(row.split()) if len(places) < 5 else row


def _cleaned(raw: Iterable[str], most: int) -> list[str]:
    found: list[str] = []
    for each in raw:
        line = each.strip()
        if len(line) <= _LINE_BOUND:
            if not line or _RUBBLE.fullmatch(line):
                continue
        else:  # labels stand at a paragraph's head, a signature at its end
            line = f"{line[: _LINE_BOUND // 2]}\n{line[-_LINE_BOUND // 2 :]}"
        # Most lines have none of the signs without which nothing is to be mended.
        closed = half_width(line)
        if ":" in closed and (" " in closed or "\t" in closed):  # 撰 稿 人: → 撰稿人:
            closed = _SPACED_LABEL.sub(_closed_label, closed)
        if "〇" in closed or "零" in closed or "一" in closed:
            closed = _WRITTEN_OUT.sub(
                lambda found: found.group().translate(_DIGIT_OF), closed
            )
        if "(" in closed:
            closed = _READING.sub("", closed)
        if closed[0] in "(【[" and is_label_word(
            closed[1:-1]
        ):  # （作者）, the name below it
            closed = closed[1:-1]
        closed = close_up(closed)
        found.append(_FOOTNOTE.sub("", closed) if "*" in closed else closed)
        if len(found) == most:
            break
    return found


# --- labelled fields ------------------------------------------------------------------


def _fields(lines: Sequence[str], known: Known) -> list[_Field]:
    """What stands behind each label of `lines`."""
    found: list[_Field] = []
    for number, line in enumerate(lines):
        for part in line.split("\n"):
            found += _fields_of(
                part, lines[number + 1 : number + 1 + _LINES_BELOW], known
            )
            if told := names_told_of(part, known):
                found.append(
                    _Field(
                        part,
                        LabelKind.AUTHOR,
                        told.label,
                        told.words,
                        with_roles(told.words, told.role),
                    )
                )
    return found


def _fields_of(line: str, below: Sequence[str], known: Known) -> Iterator[_Field]:
    labels: list[re.Match[str]] = []
    for label in LABEL.finditer(line):
        if len(labels) == _MOST_LABELS:
            break
        if _is_label(line, label, known):
            labels.append(label)
    bare, before, is_credit = _names_before(line, labels, known)
    if is_credit and not bare:
        labels = [label for label in labels if _has_colon(label)]  # 张伟 文/图 李静 图
        before = ()
    for place, label in enumerate(labels):
        is_last = place + 1 == len(labels)
        value = (
            line[label.end() :]
            if is_last
            else line[label.end() : labels[place + 1].start()]
        )
        value = _own_value(line[: label.start()], value)
        # 电话(作者):139…, 电话(张三):139… say whose it is, 电话(必填): how to fill it
        # in.
        for word in read_words(label["whose"], known) if label["whose"] else ():
            if word.kind in (WordKind.ROLE, WordKind.PHONE) or (
                word.kind in NAMES and is_name(word.text)
            ):
                value = f"{label['whose']} {value}"
                break
        kind = KIND_OF[label["word"].lower()]
        if kind is LabelKind.OTHER:
            yield _Field(line, kind, label["word"], (), ())
            continue
        number_below = ""
        if is_last and kind in (LabelKind.AUTHOR, LabelKind.CONTACT, LabelKind.PHONE):
            may_go_on = kind is LabelKind.AUTHOR and ":" in (label["mark"] or "")
            value = f"{value} {_value_below(value, below, known, may_go_on=may_go_on)}"
        elif is_last and not value.strip():
            value = _value_below("", below, known)
        elif is_last and below and _is_number_alone(below[0], known):
            number_below = below[
                0
            ]  # 撰稿:张三 审核:李四, and the number of both's office below
        words = read_words(value, known)
        if (
            place == bare and kind is LabelKind.AUTHOR
        ):  # 张伟 文/图 李静: who of them wrote it?
            words += tuple(word._replace(kind=WordKind.LEFTOVER) for word in before)
        name = label["word"].lower()
        if (
            name in BIOGRAPHIES
        ):  # of a note on the author the name it begins with, and the numbers in it
            first = [
                word for word in words[:1] if word.kind in (*NAMES, WordKind.LEFTOVER)
            ]
            reached = [
                word for word in words if word.kind in (WordKind.PHONE, WordKind.EMAIL)
            ]
            words = (*first, *reached)
        if name in REPORTERS:  # as in a news byline: 通讯员:张三 摄
            said = with_roles(
                (Word(WordKind.ROLE, name, label.span(), BylineRole.AUTHOR), *words)
            )
        else:
            said = with_roles(words, _ROLE_OF.get(kind, BylineRole.AUTHOR))
        is_told = ":" not in (label["mark"] or "") and line[: label.start()].endswith(
            _WITHIN_SENTENCE
        )
        yield _Field(line, kind, name, words, said, is_told)
        if number_below:
            words = read_words(number_below, known)
            yield _Field(
                number_below,
                LabelKind.PHONE,
                "电话",
                words,
                with_roles(words, BylineRole.AUTHOR),
            )


class _NamesBefore(NamedTuple):
    """Which label of a line is the first without a colon, and the names before it that
    no label accounts for.

    `is_credit`: what stands behind it ends with a role, as in 张伟 文/图 李静 图.
    """

    label: int = -1
    names: tuple[Word, ...] = ()
    is_credit: bool = False


def _names_before(
    line: str, labels: Sequence[re.Match[str]], known: Known
) -> _NamesBefore:
    """Who stands before the first of `labels` that has no colon; nobody where the words
    are a sentence's.
    """
    bare = next(
        (place for place, label in enumerate(labels) if not _has_colon(label)), -1
    )
    if bare < 0:
        return _NamesBefore()
    words = read_words(_BREAKS_ROW.split(line[: labels[bare].start()])[-1], known)
    people = [
        word for word in words if word.kind in NAMES or word.kind is WordKind.ROLE
    ]
    names = tuple(word for word in people if is_name(word.text))
    is_sentence = any(word.kind is WordKind.LEFTOVER for word in words)
    if is_sentence or not names or people[-1].kind is WordKind.ROLE:
        return _NamesBefore()
    behind = read_words(_BREAKS_ROW.split(line[labels[bare].end() :])[0], known)
    said = [word for word in behind if word.kind in NAMES or word.kind is WordKind.ROLE]
    is_credit = bool(said) and said[-1].kind is WordKind.ROLE
    if bare:  # behind 审核: stands its own name, and only of further ones it is unclear whose they are
        names = names[1:] if is_credit else ()
    return _NamesBefore(bare, names, is_credit)


def _has_colon(label: re.Match[str]) -> bool:
    return ":" in (label["mark"] or "")


def _own_value(before: str, value: str) -> str:
    """What of the text behind a label belongs to it, the report going on behind it.

    Within the bracket that `before` opens it ends with that; of
    撰稿人还是我(张三)。原来的座机已经拆了… it is the bracket that the value begins
    with.
    """
    opened = max(before.rfind("("), before.rfind("【"))
    is_open = opened >= 0 and not any(sign in before[opened:] for sign in ")】")
    closing = re.search(r"[)】]", value) if is_open else None
    if closing is not None and not 0 <= value.find("(") < closing.start():
        goes_on = (
            len(value) - closing.end() > _VALUE_LINE or "。" in value[closing.end() :]
        )
        value = value[: closing.start()] if goes_on else value
    value = _IS.sub("", value)
    closed = value.find(")")
    is_prose_behind = "。" in value[closed:] and len(value) - closed > _LONGEST_NAME
    return (
        value[: closed + 1]
        if value.startswith("(") and closed > 0 and is_prose_behind
        else value
    )


def _is_label(line: str, found: re.Match[str], known: Known) -> bool:
    """Whether a label's word is one: behind a colon always, else if a name or number
    follows it at once.
    """
    mark = found["mark"] or ""
    word = found["word"].lower()
    if ":" in mark:
        return True
    kind = KIND_OF[word]
    if found.end() == len(line):
        return (
            found.start() == 0 and not mark
        )  # a cell of a table, its value in the next one
    value = _IS.sub("", line[found.end() : found.end() + 40])
    before = line[found.start() - 1 : found.start()]
    if before in ("/", "_") and not mark:
        return False  # 张三/文字 李四/图片
    if kind is LabelKind.PHONE:
        return bool(mark) or bool(re.match(r"[\d(+]", value))
    if kind is LabelKind.OTHER:
        return bool(mark) and len(word) > 1
    if not mark and (len(word) == 1 or word in ONLY_BEFORE_COLON):
        return False
    words = read_words(value, known)
    if not words:
        return bool(mark)
    if mark:  # 文/张三, 编辑|综合科, and not “文/旅融合”
        is_apart = len(word) > 1 or not before.strip("(【|;,、 ")
        return is_apart and words[0].kind in (
            *NAMES,
            WordKind.UNIT,
            WordKind.POST,
            WordKind.PHONE,
        )
    if words[0].kind in (WordKind.UNIT, WordKind.POST):  # 撰稿人 某局 张三
        line_kinds = {each.kind for each in read_words(line[found.end() :], known)}
        stands_first = not before.strip("(【 ")
        return (
            stands_first
            and WordKind.LEFTOVER not in line_kinds
            and WordKind.NAME in line_kinds
        )
    if words[0].kind not in NAMES:
        return False
    # 撰稿人李明联系电话138…
    follows = words[1].kind if len(words) > 1 else None
    return is_name(words[0].text) or (
        kind is LabelKind.AUTHOR
        and follows in (None, WordKind.PHONE, WordKind.REMARK, WordKind.NAME)
    )


def _value_below(
    beside: str, lines: Sequence[str], known: Known, *, may_go_on: bool = False
) -> str:
    """What the lines below a label add to the value `beside` it: all of it if that is
    empty.

    Then one person or number a line, and where it `may_go_on`, names below a value that
    ends with a name.
    """
    is_empty = not beside.strip()
    if may_go_on:
        row = read_words(beside, known)
        has_names_only = all(word.kind in (*NAMES, WordKind.UNIT) for word in row)
        may_go_on = has_names_only and bool(row) and row[-1].kind in NAMES
    value: list[str] = []
    for line in lines:
        if len(line) > _VALUE_LINE or LABEL.match(line) or "\n" in line:
            break
        words = read_words(line, known)
        kinds = {word.kind for word in words}
        is_first = is_empty and not value
        if WordKind.LEFTOVER in kinds and not (
            is_first and words[0].kind is not WordKind.LEFTOVER
        ):
            break
        is_person = any(
            word.kind is WordKind.NAME and len(word.text) in (2, 3) for word in words
        )
        # The second author has a line of their own: 作者:张三 above 李四.
        names_alone = all(
            word.kind is WordKind.NAME and is_name(word.text) for word in words
        )
        if may_go_on and words and names_alone and line[0] not in "(【[":
            value.append(line)
            continue
        if (
            not is_first
            and not (is_person and WordKind.PHONE in kinds)
            and not _is_number_alone(line, known)
        ):
            break
        value.append(line)
    return " ".join(value)


def _is_number_alone(line: str, known: Known) -> bool:
    """Whether a line holds a number or an address, and nobody's name."""
    return not LABEL.match(line) and _is_number(line, known)


def _is_number(line: str, known: Known) -> bool:
    if len(line) > _VALUE_LINE:
        return False
    kinds = {word.kind for word in read_words(line, known)}
    return bool(kinds & {WordKind.PHONE, WordKind.EMAIL}) and kinds <= {
        WordKind.PHONE,
        WordKind.EMAIL,
        WordKind.REMARK,
    }


def _labelled_byline(fields: Sequence[_Field]) -> Byline:
    """The authors that labels name, failing these the contact, and how they are
    reached.
    """
    if not fields:
        return Byline()
    fields, doubt_of_owner = _with_owners(fields)
    authors = [field for field in fields if field.kind is LabelKind.AUTHOR]
    if any(field.authors and not field.is_told for field in authors):
        # Whose works a sentence of the report tells of did not write the report.
        lines_told = {field.line for field in authors if field.is_told}
        kept = [field for field in authors if field.line not in lines_told]
        if any(field.authors for field in kept):
            fields = [
                field
                for field in fields
                if field.kind is not LabelKind.AUTHOR or field in kept
            ]
            authors = kept
    writers = [
        field for field in authors if field.label not in SENDERS and field.authors
    ]
    contacts = [
        field for field in fields if field.kind is LabelKind.CONTACT and field.names
    ]
    fields = _with_own_numbers(fields)
    people = writers or [field for field in authors if field.authors] or contacts
    names = tuple(dict.fromkeys(name for field in people for name in field.authors))
    reached: list[Word] = []
    for field in _without_strangers(fields, names):
        is_theirs = field in people or field.kind is LabelKind.PHONE
        if field.kind in (LabelKind.AUTHOR, LabelKind.CONTACT):
            # A contact's number is the author's only if the contact is the author, or
            # nobody in particular.
            is_theirs |= not field.authors or not set(field.authors).isdisjoint(names)
        if is_theirs:
            reached += [
                word
                for word in field.said
                if word.kind not in NAMES or word.text in names
            ]
    unsure = _doubts(authors, people, fields) or doubt_of_owner
    found = paired(reached)
    others = [
        field
        for field in fields
        if field not in people and field.kind is not LabelKind.CONTACT
    ]
    evidence = _other_roles(
        [word for field in (*people, *others) for word in field.said]
    )
    if not names:
        asks_for_people = any(
            field.kind in (LabelKind.AUTHOR, LabelKind.CONTACT) for field in fields
        )
        if not asks_for_people and not all(
            field.stands_apart for field in fields if field.said
        ):
            found = ()  # a number that the report itself tells its readers
        return Byline(found, evidence=evidence, unsure=unsure)
    evidence = (f"“{people[0].label}”一栏写明", *evidence)
    return Byline(
        found, evidence=evidence, labelled=people is not contacts, unsure=unsure
    )


def _with_owners(fields: Sequence[_Field]) -> tuple[list[_Field], str]:
    """`fields`, the numbers behind 电话 in the role of whom they are said to be of, and
    what is unclear.

    电话:139…(张三) 138…(李四), 139…(张) 138…(李): whose name stands in another field is
    the same person.
    """
    role_of = {
        word.text: word.role
        for field in fields
        if field.kind is not LabelKind.PHONE
        for word in field.said
        if word.kind in NAMES
    }
    found: list[_Field] = []
    unsure = ""
    for field in fields:
        if field.kind is not LabelKind.PHONE or not role_of:
            found.append(field)
            continue
        said: list[Word] = []
        role: BylineRole | None = None
        for word in field.said:
            if word.kind is WordKind.OWNER or word.kind in NAMES:
                names = [name for name in role_of if name.startswith(word.text)]
                if word.text in role_of:
                    names = [word.text]
                elif (
                    not names
                    and not is_name(word.text)
                    and word.kind is not WordKind.OWNER
                ):
                    continue  # a word of a sentence
                if len(names) == 1:
                    role = role_of[names[0]]
                    said.append(
                        word._replace(kind=WordKind.NAME, text=names[0], role=role)
                    )
                else:
                    role = BylineRole.OTHER
                    unsure = f"“{field.label}”一栏的“{word.text}”不知是哪一位"
            else:
                said.append(word if role is None else word._replace(role=role))
        found.append(field._replace(said=tuple(said)))
    return found, unsure


def _with_own_numbers(fields: Sequence[_Field]) -> list[_Field]:
    """`fields`, a number that stands behind a reviewer being theirs where those who
    wrote have their own.

    审核 李四 电话 6076601 above 撰稿 张三 电话 6076609; a single number behind both is
    the author's.
    """
    if not any(field.kind in _ROLE_OF for field in fields):
        return list(fields)
    theirs: list[int] = []
    has_own = False
    before: _Field | None = None
    for at, field in enumerate(fields):
        if field.kind is LabelKind.PHONE:
            if before is not None and before.kind in _ROLE_OF and before.names:
                theirs.append(at)
            elif any(word.kind is WordKind.PHONE for word in field.said):
                has_own = True
            continue
        before = field
        is_author = field.kind in (LabelKind.AUTHOR, LabelKind.CONTACT)
        has_own |= is_author and any(word.kind is WordKind.PHONE for word in field.said)
    if not has_own or not theirs:
        return list(fields)
    found = list(fields)
    for at in theirs:
        kind = next(
            each.kind
            for each in reversed(fields[:at])
            if each.kind is not LabelKind.PHONE
        )
        said = tuple(word._replace(role=_ROLE_OF[kind]) for word in fields[at].said)
        found[at] = fields[at]._replace(said=said)
    return found


def _doubts(
    authors: Sequence[_Field], people: Sequence[_Field], fields: Sequence[_Field]
) -> str:
    """What of the fields that name authors or give their numbers is not understood
    (Chinese).
    """
    for field in dict.fromkeys((*authors, *people)):
        if doubt := _not_understood(f"“{field.label}”一栏", field.leftover):
            return doubt
    for field in fields:
        # Digits behind 电话 that are no number one could dial.
        is_read = any(
            word.kind in (WordKind.PHONE, WordKind.EMAIL, WordKind.REMARK)
            for word in field.words
        )
        if field.kind is not LabelKind.PHONE or is_read:
            continue
        digits = tuple(text for text in field.leftover if _DIALLED.fullmatch(text))
        if digits:
            return _not_understood(f"“{field.label}”一栏", digits)
    return ""


def _not_understood(where: str, leftover: Sequence[str]) -> str:
    """The sentence that says so (Chinese), or ""."""
    if not leftover:
        return ""
    shown = "”“".join(word[:12] for word in leftover[:_SHOWN])
    return f"{where}中的“{shown}”没有读懂"


def _other_roles(words: Iterable[Word]) -> tuple[str, ...]:
    """Who else is named, and for what (Chinese)."""
    said: list[str] = []
    for word in words:
        if word.role is None or word.role is BylineRole.AUTHOR:
            continue
        if said and word.kind not in NAMES:
            said[-1] += word.text
        else:
            said.append(f"{word.role.value}{word.text}")
    shown = list(dict.fromkeys(said))[:_ROLES_SHOWN]
    return (f"另有{'、'.join(shown)}，不计为撰稿人",) if shown else ()


def _signer(fields: Sequence[_Field]) -> str:
    """Who signed it off: 签发 before 审核 (Art. 9)."""
    signers = [field for field in fields if field.kind is LabelKind.SIGNER]
    signers += [field for field in fields if field.label in SIGNS_BY_REVIEW]
    for field in signers:
        for name in field.names:
            if is_name(name) or field.label.endswith("人"):
                return name
    return ""


def _without_strangers(
    fields: Sequence[_Field], names: Sequence[str]
) -> Iterator[_Field]:
    """`fields` without the numbers of a contact who is none of `names`, or an event's
    (报名联系人:李某).
    """
    of_another = False
    for field in fields:
        if field.kind is LabelKind.EVENT:
            of_another = True
        elif field.kind is LabelKind.AUTHOR and field.names:
            of_another = False
        elif field.kind is LabelKind.CONTACT and field.names:
            of_another = set(field.names).isdisjoint(names)
        if not (of_another and field.kind is LabelKind.PHONE):
            yield field


# --- several texts --------------------------------------------------------------------


def _merged_authors(
    known: tuple[Author, ...], found: tuple[Author, ...]
) -> tuple[Author, ...]:
    """The authors of two texts as one: by the names of `known` if it has any, else of
    `found`.

    What is missing is filled in from the other text: from its author of the same name,
    or from what it says without a name (an `Author` whose name is empty).
    """
    if not any(author.name for author in known):
        if not any(author.name for author in found):
            return known or found
        known, found = found, known
    by_name = {author.name: author for author in found}
    merged = []
    for place, author in enumerate(known):
        other = (
            by_name.get(author.name)
            or (by_name.get("") if place == 0 else None)
            or Author("")
        )
        phone = author.phone or other.phone
        if author.name == other.name:
            phone = _both(author.phone, other.phone)
        merged.append(author._replace(phone=phone, email=author.email or other.email))
    return tuple(merged)


def _both(one: str, other: str) -> str:
    """The numbers of two texts, each once however it is written (6123456 is
    0951-6123456).
    """
    numbers = [number for number in one.split(SEVERAL_PHONES) if number]
    for number in other.split(SEVERAL_PHONES):
        digits = re.sub(r"\D", "", number)
        known = [re.sub(r"\D", "", each) for each in numbers]
        if digits and not any(
            digits.endswith(each) or each.endswith(digits) for each in known
        ):
            numbers.append(number)
    return SEVERAL_PHONES.join(numbers)
