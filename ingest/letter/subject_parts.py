"""Which parts of a subject are labels or name who wrote it, and which are its words?

A line is cut into pieces at plus signs, dashes, colons, blanks, brackets and telephone numbers, and every
piece is taken for what it is. What is neither a label nor of a byline are the words: unit and title, with
what joins them. A pair of quotation marks is never cut: “交通+旅游” is one piece.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import NamedTuple

from ingest.letter.label_words import is_label, says_nothing
from ingest.names.folding import TextSpan
from ingest.people.labels import KIND_OF, LabelKind
from ingest.people.person_names import is_common, is_name, may_be_name, phones_in

JOINTS = "#＃=＝﹕∶﹔+＋﹢-‐‑–—―－_＿:：;；|｜丨/／"
"""Signs that part unit, label and title; a comma or a full stop may stand within a title."""
_PLUS = "+＋﹢"
_SAME_LENGTH = str.maketrans("０１２３４５６７８９（）：　‐‑–—―－", "0123456789(): ------")
"""Forms of signs among which a number is found; each becomes one sign, so that places stay."""
_DIGITS = re.compile(r"\d{3}")
_PIECE = re.compile(
    r"(?P<quote>“[^“”]{1,60}”|《[^《》]{1,120}》|「[^「」]{1,60}」|『[^『』]{1,60}』|\"[^\"]{1,60}\")"
    r"|(?P<group>[（(][^（）()]{0,80}(?:[（(][^（）()]{0,40}[）)][^（）()]{0,40})?[）)]"
    r"|【[^【】]{0,80}】|〔[^〔〕]{0,80}〕|[【\[［〔〖][^【】\[\]［］〔〕〖〗]{0,80}[】\]］〕〗])"
    rf"|(?P<joint>[{re.escape(JOINTS)}\s!！]+)"
    rf"|(?P<text>[^{re.escape(JOINTS)}\s!！“《「『\"（(【\[［〔〖]+|.)",
    re.DOTALL,
)
_CUT_AT = re.compile(rf"[{re.escape(JOINTS)}\s!！《（(【\[［〔〖]|[\d０-９]{{3}}|撰稿|供稿|记者|通讯员")
"""Without one of these a text is one piece, and its words."""
_CATEGORY = re.compile(r"(?:动态|综合|调研|突发|其他|约稿)(?:类|事件|报告|类报告)?")
"""A category by itself between two separators is a label: +动态+, 突发：."""
_OWN_SERIES = re.compile(r"[\u4e00-\u9fff]{2,3}(?:动态|信息|快讯|简报|专报)")
"""A unit's own series in brackets before the title: 【盐池快讯】."""
_TOPICS = frozenset({"社情民意", "舆情信息", "问题建议"})
_YEAR = re.compile(r"20\d\d年?")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十月年日.,，、\s]*")

_WORD_BREAK = re.compile(r"[、,，;；/／|｜丨\s:：+＋()（）\-—–_。.☎]+")
_ROLE_WORDS = {
    word for word, kind in KIND_OF.items() if len(word) > 1 and kind not in (LabelKind.EVENT, LabelKind.OTHER)
}
_ROLE = re.compile("|".join(sorted(map(re.escape, _ROLE_WORDS), key=len, reverse=True)))
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]+(?:局|处|科|室|队|站|所|办|厅|委|部|组|省|市|县|区|镇|乡|路|中心|公司)"
)
_RARE_NAME_FROM = 3
"""Pieces before a rare name: a unit and a title at least, and what joins them."""
_SHOWN = 8
_SHORT_TITLE = 6
"""Characters of a title from which a short word after a further plus is hardly a part of it."""


class Part(Enum):
    """What a piece of a subject is."""

    WORDS = auto()
    JOINT = auto()
    LABEL = auto()
    BYLINE = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece as written; `inner` is what stands in its brackets, or all of it."""

    text: str
    part: Part
    form: str
    inner: str

    @property
    def is_blank(self) -> bool:
        return self.form == "joint" and not self.text.strip()


class Parts(NamedTuple):
    """A subject's words, the labels taken off them, who wrote it (as written) and what is doubtful (Chinese).

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
    pieces = [*_pieces(text)]
    pieces, unsure = _with_byline(pieces)
    pieces, doubt = _with_last_name(pieces)
    pieces = _with_labels(pieces)
    return Parts(
        words=_words(pieces),
        labels=tuple(piece.inner for piece in pieces if piece.part is Part.LABEL),
        byline=_byline(pieces),
        unsure=unsure or doubt,
    )


def numbers_in(text: str) -> list[TextSpan]:
    """Where telephone numbers stand in `text` as it is written."""
    plain = text.translate(_SAME_LENGTH)
    if not _DIGITS.search(plain):
        return []
    return [TextSpan(*phone.span) for phone in phones_in(plain)]


def _pieces(text: str) -> Iterator[_Piece]:
    """The pieces of `text` in their order; a telephone number outside brackets is one of its own."""
    phones = numbers_in(text)
    at = 0
    while at < len(text):
        while phones and phones[0][0] < at:  # within brackets
            phones = phones[1:]
        if phones and phones[0][0] == at:
            end = phones[0][1]
            yield _Piece(text[at:end], Part.BYLINE, "phone", text[at:end])
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
            yield _Piece(piece, Part.JOINT, form, piece)
        elif form == "group":
            inner = piece[1:-1].strip()
            yield _Piece(piece, Part.BYLINE if is_byline(inner) else Part.WORDS, form, inner)
        else:
            yield _Piece(piece, Part.WORDS, form, piece[1:-1] if form == "quote" else piece)


# --- who wrote it -----------------------------------------------------------------------------------


def is_byline(inner: str) -> bool:
    """Whether what stands in brackets names people and how they are reached, and nothing else."""
    plain = inner.translate(_SAME_LENGTH)
    numbers = [phone.span for phone in phones_in(plain, local=True)]
    for start, end in reversed(numbers):
        plain = f"{plain[:start]} {plain[end:]}"
    words = [word for word in _WORD_BREAK.split(plain) if word]
    roles = [word for word in words if _role_in(word)]
    names = [word for word in words if is_name(word)]
    asked = bool(numbers or roles)
    for word in words:
        known = word in roles or word in names or (asked and _may_be_rare_name(word))
        if not known and not (asked and _OFFICE.fullmatch(word)):
            return False
    # Two characters alone in brackets are as often a word: (夏粮).
    return asked or len(names) > 1 or (len(names) == 1 and len(names[0]) > 2)


def _role_in(word: str) -> str:
    """撰稿人 of 撰稿人 or 撰稿人张三, else ""."""
    role = _ROLE.match(word)
    if role is None or not (role.end() == len(word) or is_name(word[role.end() :])):
        return ""
    return role.group()


def _may_be_rare_name(word: str) -> bool:
    """Whether a word where a name is looked for may be one though its family name is not known."""
    if is_name(word):
        return True
    return may_be_name(word) and len(word) < 4 and not is_common(word) and not _OFFICE.fullmatch(word)


def _names_people(piece: _Piece, *, surely: bool) -> bool:
    """Whether a piece beside a number or a label holds names and nothing else; `surely` by family name."""
    words = [word for word in _WORD_BREAK.split(piece.text) if word]
    if piece.form != "text" or not words:
        return False
    return all(is_name(word) or (not surely and _may_be_rare_name(word)) for word in words)


def _with_byline(pieces: list[_Piece]) -> tuple[list[_Piece], str]:
    """`pieces` with numbers, labels for people and the names beside them marked, and what is doubtful."""
    marked = list(pieces)
    unsure = ""
    for place, piece in enumerate(pieces):
        if marked[place].part is not piece.part:
            continue  # behind a label, and marked with it
        if piece.form == "text" and (role := _role_in(piece.text)):
            follow = _people_after(pieces, place)
            if follow or role != piece.text:
                for at in (place, *follow):
                    marked[at] = replace(pieces[at], part=Part.BYLINE)
        if piece.form != "phone":
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        beside = _people_before(pieces, place)
        if not beside and after is not None and _names_people(after, surely=True):
            beside = [place + 1]  # 138…李明
        if (
            not beside
            and place
            and _is_running(pieces[place - 1])
            and after is not None
            and _is_running(after)
        ):
            marked[place] = replace(piece, part=Part.WORDS)  # 开通0951-6012345热线: nobody's in particular
            continue
        for at in beside:
            marked[at] = replace(pieces[at], part=Part.BYLINE)
        glued = pieces[place - 1] if place and not beside and pieces[place - 1].form == "text" else None
        if glued is not None and marked[place - 1].part is Part.WORDS:
            # 边坡防护工程完工李明138…: the name is not set off from the title.
            words = glued.text.rstrip(",，、")
            ends = [words[-length:] for length in (3, 2) if len(words) > length and is_name(words[-length:])]
            if ends:
                kept = words[: -len(ends[0])]
                marked[place - 1] = replace(glued, text=kept, inner=kept)
                marked[place] = replace(piece, text=f"{ends[0]} {piece.text}")
                unsure = f"主题中“{kept[-_SHOWN:]}{ends[0]}”连写，按“{ends[0]}”是撰稿人读取"
    return marked, unsure


def _is_running(piece: _Piece) -> bool:
    """Whether a piece is running text or in quotation marks."""
    return piece.form in ("text", "quote")


def _people_before(pieces: Sequence[_Piece], phone: int) -> list[int]:
    """The places of the names before a number: the nearest may be a rare one, more must be sure."""
    found: list[int] = []
    for at in range(phone - 1, -1, -1):
        piece = pieces[at]
        if piece.part is Part.JOINT:
            continue
        # A short title may look like a rare name: 盐池县交通运输局+治超+138….
        if not _names_people(piece, surely=bool(found) or at < _RARE_NAME_FROM):
            break
        found.append(at)
    return found


def _people_after(pieces: Sequence[_Piece], role: int) -> list[int]:
    """The places of names and numbers behind a label (撰稿人：张三 138…)."""
    found: list[int] = []
    for at in range(role + 1, len(pieces)):
        piece = pieces[at]
        if piece.part is Part.JOINT:
            continue
        is_known = piece.form == "phone" or (piece.form == "text" and _role_in(piece.text))
        if not is_known and not _names_people(piece, surely=bool(found)):
            break
        found.append(at)
    return found


def _with_last_name(pieces: list[_Piece]) -> tuple[list[_Piece], str]:
    """A name after a further plus: 某局+标题+张三; what only looks like one is said to be doubtful."""
    filled = [place for place, piece in enumerate(pieces) if piece.part is not Part.JOINT]
    if len(filled) < 3 or pieces[filled[-1]].form != "text":
        return pieces, ""
    last = filled[-1]
    joints = [piece.text for piece in pieces[:last] if piece.part is Part.JOINT and not piece.is_blank]
    words = [word for word in _WORD_BREAK.split(pieces[last].text) if word]
    behind_joint = pieces[last - 1].part is Part.JOINT and not pieces[last - 1].is_blank
    if len(joints) < 2 or not behind_joint or not words or is_label(pieces[last].text):
        return pieces, ""
    is_plus = any(sign in pieces[last - 1].text for sign in _PLUS)
    doubt = ""
    if not all(is_name(word) for word in words) or (len(words) == 1 and not is_plus and len(words[0]) < 3):
        title = len(pieces[filled[-2]].text)
        is_like_names = all(_may_be_rare_name(word) for word in words)
        if not is_plus or not is_like_names or title < _SHORT_TITLE:
            return pieces, ""
        doubt = f"主题末尾的“{pieces[last].text}”按撰稿人读取"
    return [*pieces[:last], replace(pieces[last], part=Part.BYLINE), *pieces[last + 1 :]], doubt


# --- labels -----------------------------------------------------------------------------------------


def _with_labels(pieces: list[_Piece]) -> list[_Piece]:
    marked = list(pieces)
    is_first = True
    for place, piece in enumerate(pieces):
        if piece.part is not Part.WORDS:
            continue
        if _is_label_at(pieces, place, is_first=is_first):
            marked[place] = replace(piece, part=Part.LABEL)
        else:
            is_first = False
    return marked


def _is_label_at(pieces: Sequence[_Piece], place: int, *, is_first: bool) -> bool:
    """Whether the piece is a label where it stands: in brackets, or set off from the words beside it.

    `is_first`: no words stand before it.
    """
    piece = pieces[place]
    before = pieces[place - 1] if place else None
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    if piece.form == "group":
        if _YEAR.fullmatch(piece.inner) and after is not None and is_label(after.text):
            return True  # 〔2026〕第7期
        if is_first and (not piece.inner or _OWN_SERIES.fullmatch(piece.inner)):
            return True
        is_number = _NUMERAL.fullmatch(piece.inner) is not None
        return not is_number and (is_label(piece.inner) or says_nothing(piece.inner))
    if piece.form != "text":
        return False
    is_category = _CATEGORY.fullmatch(piece.text) is not None
    if not is_category and not is_label(piece.text):
        return False
    is_set_off = [_sets_off(neighbour, strongly=is_category) for neighbour in (before, after)]
    if not all(is_set_off):
        return False
    within = before is not None and after is not None and before.is_blank and after.is_blank
    return not within or is_first


def _sets_off(neighbour: _Piece | None, *, strongly: bool) -> bool:
    """Whether what stands beside a label parts it from the words; the line's end does, 《 does."""
    if neighbour is None:
        return True
    if neighbour.part is Part.JOINT:
        return not (strongly and neighbour.is_blank)
    return neighbour.form == "group" or neighbour.text.startswith("《") or neighbour.part is Part.BYLINE


# --- what is left -----------------------------------------------------------------------------------


def _words(pieces: Sequence[_Piece]) -> str:
    """The words with what joins them; a joint goes with the label or byline before it, at the end with it."""
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
    return "".join(kept)


def _byline(pieces: Sequence[_Piece]) -> str:
    """The byline as written, from its first piece to its last where nothing else stands between them."""
    said = []
    for piece in pieces:
        if piece.part is Part.BYLINE:
            said.append(piece.inner if piece.form == "group" else piece.text)
    return " ".join(said)
