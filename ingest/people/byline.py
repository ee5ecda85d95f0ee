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
from itertools import islice
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
    is_sentence,
    kinds_in,
    of_kind,
    read_words,
    texts_of,
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
_REACHES = (WordKind.PHONE, WordKind.EMAIL)
_CLOSED = re.compile(r"[,，;；、()（）]")
"""What makes a name and its number one phrase rather than two columns."""
_BEGINS_PERSON = (*NAMES, WordKind.UNIT, WordKind.POST)
_BEHIND_NAME = {WordKind.PHONE, WordKind.REMARK, WordKind.NAME}
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
_WRITTEN_FIRST = frozenset("〇零一")
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
_OPENED = re.compile(r"[(【][^)】]*\Z")
_CLOSES = re.compile(r"[^()】]*[)】]")
_BRACKET = re.compile(r"\([^)]*\)")
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
        return bool(self.names)

    @property
    def has_phone(self) -> bool:
        """Whether any author can be reached by telephone."""
        return any(author.phone for author in self.authors)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the authors in their order."""
        return _names_of(self.authors)

    @property
    def says_who_wrote(self) -> bool:
        """Whether a label names who wrote the text, not only who passed it on."""
        return self.labelled and not self.passed_on


def _names_of(authors: Iterable[Author]) -> tuple[str, ...]:
    return tuple(filter(None, (author.name for author in authors)))


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
        return texts_of(self.said, *NAMES)

    @property
    def authors(self) -> tuple[str, ...]:
        """The names in it of those who wrote."""
        return _authors_in(self.said)

    @property
    def stands_apart(self) -> bool:
        """Whether its line is all labels and what they ask for, no part of a
        sentence.
        """
        if len(self.line) > _VALUE_LINE:
            return False
        return WordKind.LEFTOVER not in kinds_in(read_words(self.line))

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


def _authors_in(words: Iterable[Word]) -> tuple[str, ...]:
    """The names among `words` of those who wrote."""
    return texts_of((word for word in words if word.role is BylineRole.AUTHOR), *NAMES)


def _asking_for(fields: Iterable[_Field], *kinds: LabelKind) -> list[_Field]:
    """Those of `fields` whose labels are of one of `kinds`."""
    return [field for field in fields if field.kind in kinds]


def _naming_authors(fields: Iterable[_Field]) -> list[_Field]:
    """Those of `fields` that ask for an author and name one."""
    return [field for field in _asking_for(fields, LabelKind.AUTHOR) if field.authors]


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
    if any(byline.says_who_wrote for byline in bylines):
        bylines = [
            replace(byline, labelled=byline.says_who_wrote) for byline in bylines
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
            found = tuple(author for author in found if author.name in {"", *labelled})
        else:
            evidence += [said for said in byline.evidence if said not in evidence]
            if byline.unsure not in ("", *unsure):
                unsure.append(byline.unsure)
            names_before = _names_of(authors)
            others = [name for name in byline.names if name not in names_before]
            if names_before and others:
                unsure.append(f"另一处写的是“{'、'.join(others[:_SHOWN])}”")
        authors = _merged_authors(authors, found)
    signer = next(filter(None, (byline.signer for byline in bylines)), "")
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
        len(lines) == 1 or WordKind.PHONE in kinds_in(signed.words)
    ):
        return Byline(
            paired(signed.words), unsure=_not_understood("署名", signed.leftover)
        )
    for line in lines[:_HEAD_LINES]:
        if len(line) >= _CONTACT_LINE or not phones_in(line, local=True):
            continue
        words = read_words(line)
        reached = of_kind(words, *_REACHES)
        if reached:
            names = [
                word for word in of_kind(words, WordKind.NAME) if is_name(word.text)
            ]
            return Byline(
                paired(with_roles([*names, *reached])), unsure=_doubt_of_answer(words)
            )
    return found


def _doubt_of_answer(words: Sequence[Word]) -> str:
    """What of a line of names and numbers that nothing labels may be a name all the
    same (小张 139…).
    """
    if is_sentence(words):
        return ""
    leftover = [
        word.text
        for word in words
        if word.kind is WordKind.DOUBTFUL
        or (
            not _IS.match(word.text)
            and (
                (word.kind is WordKind.LEFTOVER and len(word.text) > 1)
                or (word.kind is WordKind.NAME and not is_name(word.text))
            )
        )
    ]
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
        (at for at, line in enumerate(lines[1:], 1) if _SECOND_ITEM.match(line)), 0
    )
    if second:
        of_first = _fields(lines[:second], known)
        if _naming_authors(of_first):
            # Each of two items names its own author: the first item is the one that is
            # recorded.
            lines, fields, byline = lines[:second], of_first, _labelled_byline(of_first)
    news = news_byline(lines, known)
    if news is not None and (byline.labelled or not byline.has_name):
        byline = _with_news(byline, news, fields)
    if not byline.labelled:
        rest = lines
        if byline.has_name:
            said = {field.line for field in _asking_for(fields, LabelKind.CONTACT)}
            rest = [line for line in lines if line not in said]
        rows: Rows = {}  # of a short text both ask of the same lines
        signed = signed_at_end(rest[-_TAIL_LINES:], known, rows) or credit_at_head(
            rest, known, rows
        )
        if signed is not None and not byline.has_name:
            byline = _signed(byline, signed, fields)
        elif signed is not None and signed.is_labelled:
            # 张伟 文/图 says who wrote it, the contact only who is rung up.
            contacts = byline.authors
            byline = _signed(byline, signed, fields)
            authors = _merged_authors(byline.authors, contacts)
            byline = replace(byline, authors=authors)
    elif len(byline.names) == 1 and not byline.unsure:
        # A label that names one of two who sign: the other is not dropped in silence.
        (name,) = byline.names
        is_said_again = sum(name in line for line in lines) > 1
        signed = signed_at_end(lines[-_TAIL_LINES:], known) if is_said_again else None
        names = set(filter(is_name, _authors_in(signed.words if signed else ())))
        placed = {each for field in fields for each in field.names}
        others = sorted(names - placed - {name})
        if others and name in names:
            byline = replace(byline, unsure=f"落款还有“{'、'.join(others)}”")
    if not byline.has_name:
        # Whose only author says who they are, to begin with: 我是某处张三,电话139….
        people = _merged_authors(
            byline.authors, paired(with_roles(introduced(lines, known)))
        )
        if _names_of(people):
            byline = Byline(
                people, "", (*byline.evidence, "来信自我介绍写明"), unsure=byline.unsure
            )
    if byline.has_name and not byline.has_phone:
        byline = _with_closing_numbers(byline, lines[-_TAIL_LINES:], known)
    # Labels that name only who passed the text on (经办人, 信息员), nobody who wrote
    # it.
    labels = {field.label for field in _naming_authors(fields)}
    return replace(
        byline, signer=_signer(fields), passed_on=bool(labels) and labels <= SENDERS
    )


def _with_closing_numbers(byline: Byline, lines: Sequence[str], known: Known) -> Byline:
    """`byline` with the numbers that close the text below the report, whose people
    stand at its head.

    A number is theirs beside their name (张三手机:139…, even in a sentence), or alone
    on its line; one that stands beside anybody else's name is not.
    """
    owner_called = {name: name for name in byline.names}
    if len(byline.names) == 1:
        owner_called |= dict.fromkeys(_MYSELF, byline.names[0])
    reached: list[Word] = []
    alone: list[Word] = []
    is_of_another = False
    label_above: re.Match[str] | None = None
    for line in lines:
        last = 0
        for phone in phones_in(line, local=True):
            before = line[max(last, phone.span[0] - _CONTACT_LINE // 4) : phone.span[0]]
            before = _NUMBER_LABEL.sub("", before)
            last = phone.span[1]
            called = next((each for each in owner_called if before.endswith(each)), "")
            if called:
                owner = Word(
                    WordKind.NAME, owner_called[called], phone.span, BylineRole.AUTHOR
                )
                reached += [
                    owner,
                    owner._replace(kind=WordKind.PHONE, text=phone.number),
                ]
        label = LABEL.match(line)
        asks = _ASKS.match(line) if label_above else None
        label_above = label
        whose = asks or _OF_AUTHOR.match(line)
        said = line[whose.end() :] if whose else line
        if (whose or not label) and _is_number(said, known):
            if asks or not is_of_another:
                alone += [
                    word._replace(role=BylineRole.AUTHOR)
                    for word in of_kind(read_words(said, known), *_REACHES)
                ]
        else:
            is_of_another = bool(
                label
                or _HOTLINE.search(line)
                or _names_another(line, byline.names, known)
            )
    if not reached and WordKind.PHONE not in kinds_in(alone):
        return byline
    people = [
        Word(WordKind.NAME, name, (0, 0), BylineRole.AUTHOR) for name in byline.names
    ]
    email = {author.name: author.email for author in byline.authors}
    authors = tuple(
        author._replace(email=email[author.name] or author.email)
        for author in paired([*people, *(reached or alone)])
    )
    return replace(byline, authors=authors)


def _names_another(line: str, names: Sequence[str], known: Known) -> bool:
    """Whether a short line names somebody who is none of `names`: a number below it is
    theirs.
    """
    if len(line) > _VALUE_LINE:
        return False
    words = read_words(line, known)
    if is_sentence(words):
        return False
    return any(map(is_name, set(texts_of(words, *NAMES)).difference(names)))


def _with_news(byline: Byline, news: Signature, fields: Sequence[_Field]) -> Byline:
    """`byline` with the people of a news byline, who are authors beside those of
    labels.
    """
    if set(_authors_in(news.words)) <= set(byline.names):
        return byline
    found = _signed(Byline(), news, fields)
    if byline.has_name:
        others = [author for author in found.authors if author.name not in byline.names]
        authors = (*byline.authors, *others)
    else:
        authors = _merged_authors(found.authors, byline.authors)
    evidence = (
        (*byline.evidence, *found.evidence) if byline.has_name else found.evidence
    )
    return Byline(
        authors,
        evidence=evidence,
        labelled=True,
        unsure=byline.unsure or found.unsure,
    )


def _signed(byline: Byline, signed: Signature, fields: Sequence[_Field]) -> Byline:
    """The byline of who signs; a number that a label gives is theirs where the
    signature has none.
    """
    authors = paired(signed.words)
    names = _names_of(authors)
    if not names:
        return byline
    if not any(author.phone for author in authors):
        words = list(signed.words)
        for field in _without_strangers(fields, names):
            if field.kind is LabelKind.PHONE:
                words += of_kind(field.said, *_REACHES)
        authors = paired(words)
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
    is_sure = signed.is_labelled or WordKind.PHONE in kinds_in(signed.words)
    unsure = "" if is_sure else "只见于附件名"
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
        if len(line) > _LINE_BOUND:
            # Labels stand at a paragraph's head, a signature at its end.
            line = f"{line[: _LINE_BOUND // 2]}\n{line[-_LINE_BOUND // 2 :]}"
        elif _RUBBLE.fullmatch(line):
            continue
        # Most lines have none of the signs without which nothing is to be mended.
        closed = half_width(line)
        if ":" in closed:  # 撰 稿 人: → 撰稿人:
            closed = _SPACED_LABEL.sub(_closed_label, closed)
        if not _WRITTEN_FIRST.isdisjoint(closed):
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
    labels = list(
        islice(
            (label for label in LABEL.finditer(line) if _is_label(line, label, known)),
            _MOST_LABELS,
        )
    )
    bare, before, is_credit = _names_before(line, labels, known)
    if is_credit and not bare:
        labels = [label for label in labels if _has_colon(label)]  # 张伟 文/图 李静 图
        before = ()
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if label is not labels[-1] else len(line)
        lines_below = below if label is labels[-1] else ()
        value = _own_value(line[: label.start()], line[label.end() : end])
        # 电话(作者):139…, 电话(张三):139… say whose it is, 电话(必填): how to fill it
        # in.
        whose = read_words(label["whose"] or "", known)
        if of_kind(whose, WordKind.ROLE, WordKind.PHONE) or any(
            map(is_name, texts_of(whose, *NAMES))
        ):
            value = f"{label['whose']} {value}"
        kind = KIND_OF[label["word"].lower()]
        if kind is LabelKind.OTHER:
            yield _Field(line, kind, label["word"], (), ())
            continue
        number_below = ""
        if kind in (LabelKind.AUTHOR, LabelKind.CONTACT, LabelKind.PHONE):
            may_go_on = kind is LabelKind.AUTHOR and _has_colon(label)
            more = _value_below(value, lines_below, known, may_go_on=may_go_on)
            value = f"{value} {more}"
        elif not value.strip():
            value = _value_below("", lines_below, known)
        else:  # 撰稿:张三 审核:李四, and the number of both's office below
            for line_below in lines_below[:1]:
                if not LABEL.match(line_below) and _is_number(line_below, known):
                    number_below = line_below
        words = read_words(value, known)
        if place == bare and kind is LabelKind.AUTHOR:
            # 张伟 文/图 李静: who of them wrote it?
            words += tuple(word._replace(kind=WordKind.LEFTOVER) for word in before)
        name = label["word"].lower()
        if name in BIOGRAPHIES:
            # Of a note on the author the name it begins with, and the numbers in it.
            first = of_kind(words[:1], *NAMES, WordKind.LEFTOVER)
            words = (*first, *of_kind(words, *_REACHES))
        if name in REPORTERS:  # as in a news byline: 通讯员:张三 摄
            said = with_roles(
                (Word(WordKind.ROLE, name, label.span(), BylineRole.AUTHOR), *words)
            )
        else:
            said = with_roles(words, _ROLE_OF.get(kind, BylineRole.AUTHOR))
        is_told = not _has_colon(label) and line[: label.start()].endswith(
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
    people = of_kind(words, WordKind.ROLE, *NAMES)
    names = tuple(word for word in people if is_name(word.text))
    if (
        not names
        or people[-1].kind is WordKind.ROLE
        or WordKind.LEFTOVER in kinds_in(words)
    ):
        return _NamesBefore()
    behind = read_words(_BREAKS_ROW.split(line[labels[bare].end() :])[0], known)
    last = of_kind(behind, WordKind.ROLE, *NAMES)[-1:]
    is_credit = WordKind.ROLE in kinds_in(last)
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
    closed = _CLOSES.match(value)
    if closed and _OPENED.search(before):
        behind = value[closed.end() :]
        if len(behind) > _VALUE_LINE or "。" in behind:
            value = value[: closed.end() - 1]
    value = _IS.sub("", value)
    bracket = _BRACKET.match(value)
    if bracket is None:
        return value
    behind = value[bracket.end() :]
    is_prose = "。" in behind and len(behind) >= _LONGEST_NAME
    return bracket.group() if is_prose else value


def _is_label(line: str, found: re.Match[str], known: Known) -> bool:
    """Whether a label's word is one: behind a colon always, else if a name or number
    follows it at once.
    """
    if _has_colon(found):
        return True
    mark = found["mark"] or ""
    word = found["word"].lower()
    kind = KIND_OF[word]
    value = _IS.sub("", line[found.end() : found.end() + 40])
    before = line[found.start() - 1 : found.start()]
    if mark:  # 文/张三, 编辑|综合科, and not “文/旅融合”
        if found.end() == len(line):
            return False
        if kind is LabelKind.OTHER:
            return len(word) > 1
        words = read_words(value, known)
        if kind is LabelKind.PHONE or not words:
            return True
        is_apart = len(word) > 1 or not before.strip("(【|;,、 ")
        return is_apart and words[0].kind in (*_BEGINS_PERSON, WordKind.PHONE)
    if found.end() == len(line):
        return found.start() == 0  # a cell of a table, its value in the next one
    if before in ("/", "_"):
        return False  # 张三/文字 李四/图片
    if kind is LabelKind.PHONE:
        return re.match(r"[\d(+]", value) is not None
    if kind is LabelKind.OTHER or len(word) == 1 or word in ONLY_BEFORE_COLON:
        return False
    words = read_words(value, known)
    if not words or words[0].kind not in _BEGINS_PERSON:
        return False
    if words[0].kind in (WordKind.UNIT, WordKind.POST):  # 撰稿人 某局 张三
        line_kinds = kinds_in(read_words(line[found.end() :], known))
        stands_first = not before.strip("(【 ")
        return (
            stands_first
            and WordKind.LEFTOVER not in line_kinds
            and WordKind.NAME in line_kinds
        )
    # 撰稿人李明联系电话138…
    follows_well = kinds_in(words[1:2]) <= _BEHIND_NAME
    return is_name(words[0].text) or (kind is LabelKind.AUTHOR and follows_well)


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
        if not _CLOSED.search(beside):
            # 作者:张三   139… above 李四: names in one column, numbers in another.
            row = tuple(word for word in row if word.kind not in _REACHES)
        has_names_only = kinds_in(row) <= {*NAMES, WordKind.UNIT}
        may_go_on = has_names_only and bool(of_kind(row[-1:], *NAMES))
    value: list[str] = []
    for line in lines:
        if len(line) > _VALUE_LINE or LABEL.match(line) or "\n" in line:
            break
        words = read_words(line, known)
        kinds = kinds_in(words)
        is_first = is_empty and not value
        begins_well = is_first and words[0].kind is not WordKind.LEFTOVER
        if WordKind.LEFTOVER in kinds and not begins_well:
            break
        # The second author has a line of their own: 作者:张三 above 李四.
        is_next_author = (
            may_go_on
            and kinds == {WordKind.NAME}
            and all(map(is_name, texts_of(words, WordKind.NAME)))
            and line[0] not in "(【["
        )
        sizes = set(map(len, texts_of(words, WordKind.NAME)))
        is_reached = WordKind.PHONE in kinds and not sizes.isdisjoint((2, 3))
        is_one_more = is_next_author or is_reached or _is_number(line, known)
        if not is_first and not is_one_more:
            break
        value.append(line)
    return " ".join(value)


def _is_number(line: str, known: Known) -> bool:
    """Whether a line holds a number or an address, and nobody's name."""
    if len(line) > _VALUE_LINE:
        return False
    kinds = kinds_in(read_words(line, known))
    return not kinds.isdisjoint(_REACHES) and kinds <= {*_REACHES, WordKind.REMARK}


def _labelled_byline(fields: Sequence[_Field]) -> Byline:
    """The authors that labels name, failing these the contact, and how they are
    reached.
    """
    fields, doubt_of_owner = _with_owners(fields)
    # Whose works a sentence of the report tells of did not write the report.
    authors = _asking_for(fields, LabelKind.AUTHOR)
    lines_told = {field.line for field in authors if field.is_told}
    kept = [
        field
        for field in fields
        if field.kind is not LabelKind.AUTHOR or field.line not in lines_told
    ]
    if _naming_authors(kept):
        fields = kept
        authors = _asking_for(fields, LabelKind.AUTHOR)
    named = _naming_authors(authors)
    writers = [field for field in named if field.label not in SENDERS]
    contacts = [
        field for field in _asking_for(fields, LabelKind.CONTACT) if field.names
    ]
    fields = _with_own_numbers(fields)
    people = writers or named or contacts
    names = tuple(dict.fromkeys(name for field in people for name in field.authors))
    reached: list[Word] = []
    for field in _without_strangers(fields, names):
        if field.kind in (LabelKind.AUTHOR, LabelKind.CONTACT):
            # A contact's number is the author's only if the contact is the author, or
            # nobody in particular.
            is_theirs = not field.authors or not set(field.authors).isdisjoint(names)
        else:
            is_theirs = field.kind is LabelKind.PHONE
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
        asks_for_people = _asking_for(fields, LabelKind.AUTHOR, LabelKind.CONTACT)
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
        for word in of_kind(field.said, *NAMES)
    }
    found = list(fields)
    unsure = ""
    for at, field in enumerate(fields):
        if field.kind is not LabelKind.PHONE or not role_of:
            continue
        said: list[Word] = []
        role: BylineRole | None = None
        for word in field.said:
            if word.kind in _REACHES:
                said.append(word._replace(role=role or word.role))
                continue
            names = [name for name in role_of if name.startswith(word.text)]
            if word.text in role_of:
                names = [word.text]
            if len(names) == 1:
                role = role_of[names[0]]
                said.append(word._replace(kind=WordKind.NAME, text=names[0], role=role))
            elif names or word.kind is WordKind.OWNER or is_name(word.text):
                role = BylineRole.OTHER
                unsure = f"“{field.label}”一栏的“{word.text}”不知是哪一位"
        found[at] = field._replace(said=tuple(said))
    return found, unsure


def _with_own_numbers(fields: Sequence[_Field]) -> list[_Field]:
    """`fields`, a number that stands behind a reviewer being theirs where those who
    wrote have their own.

    审核 李四 电话 6076601 above 撰稿 张三 电话 6076609; a single number behind both is
    the author's.
    """
    found = list(fields)
    has_own = False
    role: BylineRole | None = None
    """Of whom the last field names, if they did not write it."""
    for at, field in enumerate(fields):
        has_number = WordKind.PHONE in kinds_in(field.said)
        if field.kind is not LabelKind.PHONE:
            role = _ROLE_OF.get(field.kind) if field.names else None
            has_own |= has_number and field.kind in (
                LabelKind.AUTHOR,
                LabelKind.CONTACT,
            )
        elif role is None:
            has_own |= has_number
        else:
            said = tuple(word._replace(role=role) for word in field.said)
            found[at] = field._replace(said=said)
    return found if has_own else list(fields)


def _doubts(
    authors: Sequence[_Field], people: Sequence[_Field], fields: Sequence[_Field]
) -> str:
    """What of the fields that name authors or give their numbers is not understood
    (Chinese).
    """
    for field in dict.fromkeys((*authors, *people)):
        if doubt := _not_understood(f"“{field.label}”一栏", field.leftover):
            return doubt
    for field in _asking_for(fields, LabelKind.PHONE):
        # Digits behind 电话 that are no number one could dial.
        if kinds_in(field.words).isdisjoint((*_REACHES, WordKind.REMARK)):
            digits = tuple(filter(_DIALLED.fullmatch, field.leftover))
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
        if word.role in (None, BylineRole.AUTHOR):
            continue
        if said and word.kind not in NAMES:
            said[-1] += word.text
        else:
            said.append(f"{word.role.value}{word.text}")
    shown = list(dict.fromkeys(said))[:_ROLES_SHOWN]
    return (f"另有{'、'.join(shown)}，不计为撰稿人",) if shown else ()


def _signer(fields: Sequence[_Field]) -> str:
    """Who signed it off: 签发 before 审核 (Art. 9)."""
    signers = _asking_for(fields, LabelKind.SIGNER)
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
        elif field.names and field.kind in (LabelKind.AUTHOR, LabelKind.CONTACT):
            is_contact = field.kind is LabelKind.CONTACT
            of_another = is_contact and set(field.names).isdisjoint(names)
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
    if not _names_of(known):
        if not _names_of(found):
            return known or found
        known, found = found, known
    by_name = {author.name: author for author in found}
    nobody = Author("")
    nameless = by_name.pop("", nobody)
    merged = []
    for author in known:
        other = by_name.get(author.name, nameless)
        nameless = nobody  # What is said without a name is the first author's.
        phone = author.phone or other.phone
        if author.name == other.name:
            phone = _both(author.phone, other.phone)
        merged.append(author._replace(phone=phone, email=author.email or other.email))
    return tuple(merged)


def _both(one: str, other: str) -> str:
    """The numbers of two texts, each once however it is written (6123456 is
    0951-6123456).
    """
    numbers = list(filter(None, one.split(SEVERAL_PHONES)))
    for number in filter(None, other.split(SEVERAL_PHONES)):
        digits = re.sub(r"\D", "", number)
        known = [re.sub(r"\D", "", each) for each in numbers]
        if not any(digits.endswith(each) or each.endswith(digits) for each in known):
            numbers.append(number)
    return SEVERAL_PHONES.join(numbers)
