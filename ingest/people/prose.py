"""Whom does a sentence about the text itself name as its author?

本文由张伟撰稿; 以上两条均由锁成林采写; 稿件系李静所写. The sentence must speak of the text itself: that a
plan was drafted by somebody is news.
"""

import re
from typing import NamedTuple

from ingest.people.credits import NAMES
from ingest.people.person_names import is_name
from ingest.people.phone_numbers import phones_in
from ingest.people.vocabulary import Role
from ingest.people.words import Known, Word, WordKind, read_words

_ITSELF = (
    r"(?:本|此|该|这|以上|上述|上面|前述)(?:[一两二三四五六七八九十\d]{0,2}[篇条则份个]|文|稿件?|信息|简讯|报道|内容|材料|图文)"
    r"|(?:以上|上述|[两二三四五\d])(?:均|都)?[篇条则]|稿件|文稿|来稿|文章|文字|图文|照片|图片|(?:信息|稿子)(?=均?由|系|是)"
)
_WROTE = (
    r"撰稿|撰写|采写|采编|执笔|供稿|起草|编写|拟稿|撰文|提供|写成|写的|写(?![\u4e00-\u9fff])|拍摄|摄影|摄制"
)
_SENTENCE = re.compile(
    rf"(?:{_ITSELF})[^。;!?由系是]{{0,8}}?(?:均|都|全|皆)?(?:由|系|是|为)(?P<who>[^。;:!?由]{{2,40}}?)"
    rf"(?:共同|联合|合作|负责|亲自|所)?(?P<verb>{_WROTE})"
)
_DENIED = re.compile(r"不是|并非|非(?=我|本人)|不由")
_CLAUSE = re.compile(
    rf"(?<![不非])(?:由|系|是)(?P<who>[^。;:!?,由系是]{{2,30}}?)(?:共同|联合|合作|负责|亲自|所)?(?P<verb>{_WROTE})"
)
_SENTENCE_END = re.compile(r"[。;!?]")
_HIS_NUMBER = re.compile(
    r"(?:[他她其]|作者|撰稿人|该同志)(?:本人)?的?(?:联系|办公)?(?:电话|手机|号码|联系方式)(?:号码?)?[是为:\s]{0,3}$"
)
_DIGITS = re.compile(r"\d{7}|\d{3,4}-")
_PICTURES = re.compile(r"照片|图片")
_OF_PHOTOGRAPHERS = ("拍摄", "摄影", "摄制")


class NamesTold(NamedTuple):
    """The words between 由 and the verb, which is the `label`, and the part the people had in it."""

    label: str
    words: tuple[Word, ...]
    role: Role


def names_told_of(line: str, known: Known) -> NamesTold | None:
    """Whom `line` (in half width) names as the author of the text it stands in, with his number."""
    if "由" not in line and "系" not in line and "写" not in line:
        return None
    found = _SENTENCE.search(line)
    if found is None:
        return None
    told = _told_by(found, read_words(found["who"], known), known)
    if told is None:
        told = _told_after_denial(line, found.start(), known)
    if told is None or told.role is not Role.AUTHOR:
        return told
    reached = [
        Word(WordKind.PHONE, phone.number, phone.span)
        for phone in (phones_in(line, local=True) if _DIGITS.search(line) else ())
        if _HIS_NUMBER.search(line[found.start() : phone.span[0]])
    ]
    return told._replace(words=(*told.words, *reached))


def _told_by(found: re.Match[str], words: tuple[Word, ...], known: Known) -> NamesTold | None:
    names = [word for word in words if word.kind in NAMES]
    if not any(is_name(word.text) or word.text in known.people for word in names):
        return None
    if words[-1].kind is WordKind.LEFTOVER:  # the verb belongs to a longer clause
        return None
    is_picture = found["verb"] in _OF_PHOTOGRAPHERS or _PICTURES.match(found.group()) is not None
    return NamesTold(found["verb"], words, Role.PHOTO if is_picture else Role.AUTHOR)


def _told_after_denial(line: str, start: int, known: Known) -> NamesTold | None:
    """Whom a sentence names after it has said who it was not: 这条不是我写的,是地方海事站的雷涛写的."""
    sentence = _SENTENCE_END.split(line[start:], maxsplit=1)[0]
    if not _DENIED.search(sentence):
        return None
    for clause in _CLAUSE.finditer(sentence):
        # What stands before 的 says which of all people it is.
        words = read_words(clause["who"].rpartition("的")[2], known)
        if told := _told_by(clause, words, known):
            return told
    return None
