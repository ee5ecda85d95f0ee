"""Which parts of a subject are labels or name who wrote it, and which are its words?

A line is cut into pieces at plus signs, dashes, colons, blanks, brackets and telephone
numbers, and every piece is taken for what it is. What is neither a label nor of a
byline are the words: unit and title, with what joins them. A pair of quotation marks is
never cut: “交通+旅游” is one piece.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import NamedTuple

from ingest.letter.label_words import is_label, says_nothing
from ingest.names.folding import TextSpan
from ingest.people.labels import KIND_OF, LabelKind
from ingest.people.person_names import EMAIL, is_common, is_name, may_be_name
from ingest.people.phone_numbers import phones_in

JOINTS = "➕#＃=＝﹕∶﹔+＋﹢-‐‑–—―－_＿:：;；|｜丨/／"
"""Signs that part unit, label and title; a comma or a full stop may stand within a
title.
"""
_PLUS = "+＋﹢➕"
_LISTS = "+＋﹢➕_＿|｜"
"""Joints that only list unit, name and title."""
_SAME_LENGTH = str.maketrans(
    "０１２３４５６７８９（）：　‐‑–—―－", "0123456789(): ------"
)
"""Forms of signs among which a number is found; each becomes one sign, so that places
stay.
"""
_LOCAL_NUMBER = re.compile(r"(?!20[0-4]\d[01]\d[0-3]\d$)[2-8][0-9]{6,7}")
"""A number without its area: known for one only beside a name."""
_DATE = re.compile(
    r"(?:20\d\d[年.])?\d{1,2}[月.]\d{1,2}日?|20\d\d[01]\d[0-3]\d|(?:0[1-9]|1[0-2])[0-3]\d"
)
_DAY = re.compile(r"20\d\d[01]\d[0-3]\d")
_DIGITS = re.compile(r"\d{3}")
_PIECE = re.compile(
    r"(?P<quote>“[^“”]{1,60}”|《[^《》]{1,120}》|「[^「」]{1,60}」|『[^『』]{1,60}』|\"[^\"]{1,60}\")"
    r"|(?P<group>[（(][^（）()]{0,80}(?:[（(][^（）()]{0,40}[）)][^（）()]{0,40})?[）)]"
    r"|【[^【】]{0,80}】|〔[^〔〕]{0,80}〕|[【\[［〔〖][^【】\[\]［］〔〕〖〗]{0,80}[】\]］〕〗])"
    rf"|(?P<joint>[{re.escape(JOINTS)}\s!！]+)"
    rf"|(?P<text>[^{re.escape(JOINTS)}\s!！“《「『\"（(【\[［〔〖]+|.)",
    re.DOTALL,
)
_DATELINE = re.compile(r"[\u4e00-\u9fff]{1,7}(?<![短通快简电音资])讯")
"""盐池讯：, 本报讯; set off it is none of the title's words."""
# 某局办公室王小明报送, as far as a title begins behind it.
_HANDED_IN_BY = re.compile(
    r"(?P<office>.*(?:[局处科室队站所办厅委股]|中心|公司))(?P<name>[\u3400-\u9fff]{2,4}?)"
    r"(?P<act>报送|上报|供稿|投稿|来稿|撰稿|报道|撰写)?"
)
_ACTS = frozenset("报送 上报 供稿 投稿 来稿 撰稿 报道 撰写".split())  # noqa: SIM905 - read as words
_ENDS_AN_OFFICE = re.compile(r"(?:[局处科室队站所办厅委股]|中心|公司)$")
_BEFORE_TITLE = 3
"""Pieces of text among which somebody may be named before a title begins."""
_CUT_AT = re.compile(
    rf"[{re.escape(JOINTS)}\s!！《（(【\[［〔〖]|[\d０-９]{{3}}|撰稿|供稿|记者|通讯员"
)
"""Without one of these a text is one piece, and its words."""
_CATEGORY = re.compile(r"(?:动态|综合|调研|突发|其他|约稿)(?:类|事件|报告|类报告)?")
"""A category by itself between two separators is a label: +动态+, 突发：."""
_OWN_SERIES = re.compile(r"[\u4e00-\u9fff]{2,3}(?:动态|信息|快讯|简报|专报|讯)")
"""A unit's own series in brackets before the title: 【盐池快讯】."""
_HOW_MANY = re.compile(r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[期批次辑场讲]")
"""In brackets it counts what stands before it (系列讲堂（4期）); an issue's number says
第.
"""
_WITH_PARTNERS = re.compile(r"(?:与|和|同|会同|联合).{3,60}(?:报送|上报|呈报|供稿)")
"""（与某局、某中心联合报送） behind a title is none of its words."""
_IS_ISSUED = re.compile(r"(?:信息|简报|专报|快报|快讯|简讯|动态|稿件?)$")
_APPROVED = re.compile(
    r"[\u4e00-\u9fff]{0,8}(?:已阅|已审[核签定]?|已签发?|已同意|已把关)"
)
"""张局已阅: who has seen a text says nothing of it."""
_YEAR = re.compile(r"20\d\d年?")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十月年日.,，、\s]*")

_WORD_BREAK = re.compile(r"[、,，;；/／|｜丨\s:：+＋()（）\-—–_。.☎]+")
_ROLE_WORDS = {
    word
    for word, kind in KIND_OF.items()
    if len(word) > 1 and kind not in (LabelKind.EVENT, LabelKind.OTHER)
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_ROLE = re.compile("|".join(sorted(map(re.escape, _ROLE_WORDS), key=len, reverse=True)))
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]+(?:局|处|科|室|队|站|所|办|厅|委|部|组|省|市|县|区|镇|乡|路|中心|公司)"
)
_UNIT = re.compile(
    r"^[\u4e00-\u9fff]{3,}(?<=[局处科室队站所办厅委段院校])$|^[\u4e00-\u9fff]+(?:中心|公司|集团)$"
)
_RARE_NAME_FROM = 3
"""Pieces before a rare name: a unit and a title at least, and what joins them."""
_UNIT_TITLE_NAME = 3
"""Pieces of words of which one may be a name by itself."""
LONGEST_NAME = 10
"""Characters of a name; two longer words with a dot between them are none
(交通执法·夜查超限超载).
"""
_SHOWN = 8
_SHORT_TITLE = 6
"""Characters of a title from which a short word after a further plus is hardly a part
of it.
"""


class Part(Enum):
    """What a piece of a subject is."""

    WORDS = auto()
    JOINT = auto()
    LABEL = auto()
    BYLINE = auto()


@dataclass(frozen=True, slots=True)
class _SubjectPiece:
    """A piece as written; `inner` is what stands in its brackets, or all of it."""

    text: str
    part: Part
    form: str
    inner: str

    @property
    def is_blank(self) -> bool:
        return self.form == "joint" and not self.text.strip()


class Parts(NamedTuple):
    """A subject's words, the labels taken off them, who wrote it and what is doubtful
    (Chinese).

    `words` is "" when all of it is label or byline.
    """

    words: str
    labels: tuple[str, ...] = ()
    byline: str = ""
    unsure: str = ""


def parts_of(text: str) -> Parts:
    """`text` taken apart; linear in its length."""
    if not _CUT_AT.search(text):
        return Parts("" if is_label(text) else text)
    pieces = _with_reporter(_with_person_first([*_pieces(text)]))
    pieces, unsure = _with_byline(pieces)
    pieces = _with_labels(pieces)
    pieces, doubt = _with_lone_names(pieces)
    return Parts(
        words=_words(pieces),
        labels=tuple(piece.inner for piece in pieces if piece.part is Part.LABEL),
        byline=_byline(pieces),
        unsure=unsure or doubt,
    )


def numbers_in(text: str) -> list[TextSpan]:
    """Where telephone numbers and mail addresses stand in `text` as it is written."""
    plain = text.translate(_SAME_LENGTH)
    found = (
        [TextSpan(*address.span()) for address in EMAIL.finditer(plain)]
        if "@" in plain
        else []
    )
    if _DIGITS.search(plain):
        found += [TextSpan(*phone.span) for phone in phones_in(plain)]
    return sorted(found)


def _pieces(text: str) -> Iterator[_SubjectPiece]:
    """The pieces of `text` in their order; a telephone number outside brackets is one
    of its own.
    """
    phones = numbers_in(text)
    at = 0
    while at < len(text):
        while phones and phones[0][0] < at:  # within brackets
            phones = phones[1:]
        if phones and phones[0][0] == at:
            end = phones[0][1]
            yield _SubjectPiece(text[at:end], Part.BYLINE, "phone", text[at:end])
            at = end
            phones = phones[1:]
            continue
        found = _PIECE.match(text, at)
        form = (found.lastgroup if found else None) or "text"
        end = found.end() if found else at + 1
        if form in ("text", "joint") and phones:
            end = min(end, phones[0][0])
        piece = text[at:end]
        at = end
        if form == "joint":
            yield _SubjectPiece(piece, Part.JOINT, form, piece)
        elif form == "group":
            inner = piece[1:-1].strip()
            yield _SubjectPiece(
                piece, Part.BYLINE if is_byline(inner) else Part.WORDS, form, inner
            )
        elif form == "quote":
            yield _SubjectPiece(piece, Part.WORDS, form, piece[1:-1])
        else:
            comma = max(map(piece.rfind, "，,。"))
            if comma > 0 and is_label(
                piece[comma + 1 :]
            ):  # the label at its end apart: 国道塌方，请审阅
                yield _SubjectPiece(piece[:comma], Part.WORDS, "text", piece[:comma])
                yield _SubjectPiece(piece[comma], Part.JOINT, "joint", piece[comma])
                piece = piece[comma + 1 :]
            is_number = _LOCAL_NUMBER.fullmatch(piece) is not None
            yield _SubjectPiece(
                piece, Part.WORDS, "number" if is_number else "text", piece
            )


# --- who wrote it ---------------------------------------------------------------------


class _Said(Enum):
    """What a word says of who wrote a text."""

    LABEL = auto()
    LABELLED_NAME = auto()
    NAME = auto()
    SHORT_NAME = auto()
    RARE_NAME = auto()
    OFFICE = auto()


_ONLY_BESIDE_OTHERS = frozenset({_Said.OFFICE, _Said.RARE_NAME})
"""What is of a byline only where a label, a number or a name beside it says so."""
_NAMES = frozenset({_Said.NAME, _Said.SHORT_NAME})
_PEOPLE = _NAMES | {_Said.LABEL, _Said.LABELLED_NAME}


def is_byline(inner: str) -> bool:
    """Whether what stands in brackets names people and how they are reached, and
    nothing else.
    """
    plain = inner.translate(_SAME_LENGTH)
    numbers = [phone.span for phone in phones_in(plain, local=True)]
    for start, end in reversed(numbers):
        plain = f"{plain[:start]} {plain[end:]}"
    said: list[_Said] = []
    for word in filter(None, _WORD_BREAK.split(plain)):
        each = _said_by(word)
        if each is None:
            return False  # most of what is asked about is a title
        said.append(each)
    kinds = frozenset(said)
    if numbers or _Said.LABELLED_NAME in kinds:
        return True
    if _Said.LABEL in kinds:
        return kinds != {_Said.LABEL}  # 审核 alone names nobody
    if _Said.OFFICE in kinds:
        return _Said.NAME in kinds and kinds <= {*_NAMES, _Said.OFFICE}
    # Two characters alone in brackets are as often a word: (夏粮).
    is_sure = len(said) > 1 or _Said.NAME in kinds
    return is_sure and kinds.isdisjoint(_ONLY_BESIDE_OTHERS)


def _said_by(word: str) -> _Said | None:
    """What `word` says of who wrote a text; None where it is no word of a byline."""
    role = _role_in(word)
    if role:
        return _Said.LABEL if role == word else _Said.LABELLED_NAME
    if len(word) <= LONGEST_NAME and is_name(word):
        return _Said.NAME if len(word) > 2 else _Said.SHORT_NAME
    if _OFFICE.fullmatch(word):
        return _Said.OFFICE
    # Its family name is not known, but where a name is looked for it may be one.
    is_rare = len(word) < 4 and may_be_name(word) and not is_common(word)
    return _Said.RARE_NAME if is_rare else None


def _role_in(word: str) -> str:
    """撰稿人 of 撰稿人 or 撰稿人张三, else ""."""
    role = _ROLE.match(word)
    if role is None or not (role.end() == len(word) or is_name(word[role.end() :])):
        return ""
    return role.group()


def _names_people(piece: _SubjectPiece, *, surely: bool) -> bool:
    """Whether a piece holds names, labels before them, and nothing else; `surely` by
    family name.
    """
    if piece.form != "text":
        return False
    said = {_said_by(word) for word in _WORD_BREAK.split(piece.text) if word}
    known = _PEOPLE if surely else _PEOPLE | {_Said.RARE_NAME}
    return bool(said) and said <= known


def _with_byline(pieces: list[_SubjectPiece]) -> tuple[list[_SubjectPiece], str]:
    """`pieces` with numbers, labels for people and the names beside them marked, and
    what is doubtful.
    """
    marked = list(pieces)
    unsure = ""
    for place, piece in enumerate(pieces):
        if marked[place].part is not piece.part:
            continue  # behind a label, and marked with it
        before = pieces[place - 1] if place else None
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        named: list[int] = []
        match piece.form:
            case "text" if role := _role_in(piece.text):
                behind = range(place + 1, len(pieces))
                named = _people_beside(pieces, behind, behind_label=True)
                if named or role != piece.text:
                    named.append(place)
            case "number":
                if place > 1 and _names_people(pieces[place - 2], surely=True):
                    named = [place - 2, place]
            case "phone":
                above = range(place - 1, -1, -1)
                named = _people_beside(pieces, above, behind_label=False)
                if not named and after and _names_people(after, surely=True):
                    named = [place + 1]  # 138…李明
            case _:
                pass
        for at in named:
            marked[at] = replace(pieces[at], part=Part.BYLINE)
        if piece.form != "phone" or named or before is None:
            continue
        if _is_running(before) and after and _is_running(after):
            # 开通0951-6012345热线: nobody's in particular
            marked[place] = replace(piece, part=Part.WORDS)
        elif before.form == "text" and marked[place - 1].part is Part.WORDS:
            # 边坡防护工程完工李明138…: the name is not set off from the title.
            name = _name_at_end(before.text.rstrip(",，、"))
            if name:
                kept = before.text.rstrip(",，、").removesuffix(name)
                marked[place - 1] = replace(before, text=kept, inner=kept)
                marked[place] = replace(piece, text=f"{name} {piece.text}")
                unsure = f"主题中“{kept[-_SHOWN:]}{name}”连写，按“{name}”是撰稿人读取"
    return marked, unsure


def _name_at_end(words: str) -> str:
    """The name that the last characters of `words` are, "" where they are none."""
    for length in (3, 2):
        if len(words) > length and is_name(words[-length:]):
            return words[-length:]
    return ""


def _with_person_first(pieces: list[_SubjectPiece]) -> list[_SubjectPiece]:
    """Who stands before the unit apart, the title behind it: 李晓梅（某局 139…）：标题,
    李晓梅-某局-标题.
    """
    if len(pieces) < _BEFORE_TITLE or not _names_people(pieces[0], surely=True):
        return pieces
    place = 1 if pieces[1].form == "group" else 2
    office, behind = pieces[place], pieces[place + 1 :]
    numbers = numbers_in(office.inner)
    name = office.inner[: numbers[0].start if numbers else None].rstrip(" ,，、")
    is_apart = office.form == "group" or (
        pieces[1].part is Part.JOINT and behind[:1] and behind[0].part is Part.JOINT
    )
    if not is_apart or not behind or not _UNIT.search(name):
        return pieces
    said = " ".join(
        [pieces[0].text, *(office.inner[start:end] for start, end in numbers)]
    )
    person = replace(pieces[0], text=said, inner=said, part=Part.BYLINE)
    unit = replace(office, text=name, inner=name, form="text", part=Part.WORDS)
    joint = (
        []
        if behind[0].part is Part.JOINT
        else [_SubjectPiece("+", Part.JOINT, "joint", "+")]
    )
    return [person, unit, *joint, *behind]


def _with_reporter(pieces: list[_SubjectPiece]) -> list[_SubjectPiece]:
    """The person apart who is named with the office before the title
    (某局办公室王小明报送：标题).
    """
    texts = [place for place, piece in enumerate(pieces[:-1]) if piece.form == "text"]
    for place in texts[:_BEFORE_TITLE]:
        piece, behind = pieces[place], pieces[place + 1]
        if 2 <= place < len(pieces) - 2 and is_name(piece.text):
            # A name between an office and what it did, set off by blanks: 某局办公室
            # 张三 报送：.
            office, act = pieces[place - 2].text, pieces[place + 2].text
            is_between = pieces[place - 1].is_blank and behind.is_blank
            if is_between and _ENDS_AN_OFFICE.search(office) and act in _ACTS:
                return [
                    *pieces[:place],
                    replace(piece, part=Part.BYLINE),
                    *pieces[place + 1 :],
                ]
        if behind.part is not Part.JOINT or behind.is_blank:
            continue
        found = _HANDED_IN_BY.fullmatch(piece.text)
        # Two characters behind an office are as often a word: 交通运输局安全：.
        if (
            found is None
            or not is_name(found["name"])
            or not (found["act"] or len(found["name"]) > 2)
        ):
            continue
        unit = replace(piece, text=found["office"], inner=found["office"])
        person = replace(
            piece, text=found["name"], inner=found["name"], part=Part.BYLINE
        )
        return [*pieces[:place], unit, person, *pieces[place + 1 :]]
    return pieces


def _is_running(piece: _SubjectPiece) -> bool:
    """Whether a piece is running text or in quotation marks."""
    return piece.form in ("text", "quote")


def _people_beside(
    pieces: Sequence[_SubjectPiece], places: Iterable[int], *, behind_label: bool
) -> list[int]:
    """Those of `places` that hold names, and behind a label (撰稿人：张三 138…) numbers
    and labels as well.

    They end with the first that holds anything else. The nearest name may be a rare
    one, more must be sure.
    """
    found: list[int] = []
    for at in places:
        piece = pieces[at]
        if piece.part is Part.JOINT:
            continue
        is_known = behind_label and (
            piece.form == "phone"
            or (piece.form == "text" and bool(_role_in(piece.text)))
        )
        # A short title may look like a rare name: 盐池县交通运输局+治超+138….
        surely = bool(found) or (at < _RARE_NAME_FROM and not behind_label)
        if not is_known and not _names_people(piece, surely=surely):
            break
        found.append(at)
    return found


def _with_lone_names(pieces: list[_SubjectPiece]) -> tuple[list[_SubjectPiece], str]:
    """Names that stand by themselves beside unit and title (某局+标题+张三), and what
    is doubtful of them.
    """
    marked = list(pieces)
    doubt = ""
    words = [place for place, piece in enumerate(pieces) if piece.part is Part.WORDS]
    if len(words) < _UNIT_TITLE_NAME:
        return marked, ""
    last = words[-1]
    if (piece := pieces[last]).form == "text" and pieces[last - 1].part is Part.JOINT:
        is_sure = _names_people(piece, surely=True)
        is_plus = any(sign in pieces[last - 1].text for sign in _PLUS)
        is_long = len(piece.text) > 2  # 高考, 夏粮: two characters are as often a word
        is_rare = is_plus and len(pieces[words[-2]].text) >= _SHORT_TITLE
        is_person = (is_sure and (is_plus or is_long)) or (
            is_rare and _names_people(piece, surely=False)
        )
        if is_person:
            marked[last] = replace(piece, part=Part.BYLINE)
            if not is_sure or pieces[last - 1].is_blank:
                doubt = f"主题末尾的“{piece.text}”按撰稿人读取"
    for place in words[:2]:
        piece = pieces[place]
        joints = [pieces[at].text.strip() for at in (place - 1, place + 1) if at >= 0]
        # A colon behind a word makes it a part of the title: 马家滩：小站点 大服务.
        is_apart = all(joint and set(joint) <= set(_LISTS) for joint in joints)
        if (
            is_apart
            and place != last
            and len(piece.text) > 2
            and _names_people(piece, surely=True)
        ):
            marked[place] = replace(piece, part=Part.BYLINE)
            break
    return marked, doubt


# --- labels ---------------------------------------------------------------------------


def _with_labels(pieces: list[_SubjectPiece]) -> list[_SubjectPiece]:
    marked = list(pieces)
    words = [place for place, piece in enumerate(pieces) if piece.part is Part.WORDS]
    is_edge = True
    for place in reversed(words):  # from the end up to the last words
        if not _is_label_at(marked, place, is_edge=is_edge):
            is_edge = False
            continue
        marked[place] = replace(pieces[place], part=Part.LABEL)
    for place in words:  # from the head up to the first words
        if marked[place].part is Part.LABEL:
            continue
        if not _is_label_at(marked, place, is_edge=True):
            break
        marked[place] = replace(pieces[place], part=Part.LABEL)
    return marked


def _is_label_at(pieces: Sequence[_SubjectPiece], place: int, *, is_edge: bool) -> bool:
    """Whether the piece is a label where it stands: in brackets, or set off from the
    words beside it.

    `is_edge`: no words stand before it, or none behind it.
    """
    piece = pieces[place]
    before = pieces[place - 1] if place else None
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    if piece.form == "group":
        return _is_label_in_brackets(piece.inner, before, after, is_edge=is_edge)
    if piece.form != "text":
        return False
    beside = [other for other in (before, after) if other is not None]
    if after is not None and _DATELINE.fullmatch(piece.text):
        return all(other.part is Part.JOINT for other in beside)
    is_category = _CATEGORY.fullmatch(piece.text) is not None
    if _DATE.fullmatch(piece.text):
        return is_edge and all(
            other.part is Part.JOINT and not other.is_blank for other in beside
        )
    if not is_category and not is_label(piece.text):
        return False
    if not all(_sets_off(other, strongly=is_category) for other in beside):
        return False
    is_between_blanks = len(beside) == 2 and all(other.is_blank for other in beside)
    return is_edge or not is_between_blanks


def _is_label_in_brackets(
    inner: str,
    before: _SubjectPiece | None,
    after: _SubjectPiece | None,
    *,
    is_edge: bool,
) -> bool:
    """Whether what stands in brackets between two pieces is a label."""
    if _YEAR.fullmatch(inner) and after is not None and is_label(after.text):
        return True  # 〔2026〕第7期
    if after is None and _WITH_PARTNERS.fullmatch(inner):
        return True
    if is_edge and (not inner or _OWN_SERIES.fullmatch(inner)):
        return True
    words = [other for other in (before, after) if other and other.part is Part.WORDS]
    if len(words) == 2 and all(map(_is_running, words)):
        return False  # 路域环境整治（二期）完工
    if before in words and _HOW_MANY.fullmatch(inner):
        return words[0].form == "text" and _IS_ISSUED.search(words[0].text) is not None
    if _APPROVED.fullmatch(inner):
        return True
    is_number = _NUMERAL.fullmatch(inner) and not _DAY.fullmatch(inner)
    return not is_number and says_nothing(inner)


def _sets_off(neighbour: _SubjectPiece, *, strongly: bool) -> bool:
    """Whether what stands beside a label parts it from the words; 《 does."""
    if neighbour.part is Part.JOINT:
        return not (strongly and neighbour.is_blank)
    return (
        neighbour.form == "group"
        or neighbour.text.startswith("《")
        or neighbour.part is Part.BYLINE
    )


# --- what is left ---------------------------------------------------------------------


def _words(pieces: Sequence[_SubjectPiece]) -> str:
    """The words with what joins them; a joint goes with the label or byline before it,
    at the end with it.
    """
    kept: list[str] = []
    joint = ""
    behind_gap = False
    for piece in pieces:
        if piece.part is Part.WORDS:
            kept.append(joint if kept else "")
            kept.append(piece.text)
            joint = ""
            behind_gap = False
        elif piece.part is Part.JOINT:
            # Of the joints on both sides of what was taken off the stronger one stays.
            joint = piece.text if not (behind_gap and joint.strip()) else joint
        else:
            behind_gap = True
    if joint.strip() in ("!", "！") and not behind_gap:
        kept.append(joint.strip())
    return "".join(kept)


def _byline(pieces: Sequence[_SubjectPiece]) -> str:
    """Who wrote it, as a text says it at its end: names alone in brackets, a number
    alone with its label.
    """
    written = [piece for piece in pieces if piece.part is Part.BYLINE]
    said = [piece.inner if piece.form == "group" else piece.text for piece in written]
    if not said:
        return ""
    if all(piece.form == "phone" for piece in written) and not any(
        map(_HAN.search, said)
    ):
        return f"电话：{'、'.join(said)}"
    if any(_DIGITS.search(text.translate(_SAME_LENGTH)) for text in said) or any(
        map(_ROLE.search, said)
    ):
        return " ".join(said)
    return f"（{'、'.join(said)}）"
