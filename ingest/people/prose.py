"""Whom does a sentence about the text itself name as its author?

本文由张伟撰稿; 以上两条均由锁成林采写; 稿件系李静所写. The sentence must speak of the
text itself: that a plan was drafted by somebody is news.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.people.person_names import is_name
from ingest.people.vocabulary import BylineRole
from ingest.people.words import (
    NAMES,
    Known,
    Word,
    WordKind,
    kinds_in,
    of_kind,
    read_words,
    texts_of,
)

_ITSELF = (
    r"(?:本|此|该|这|以上|上述|上面|前述)(?:[一两二三四五六七八九十\d]{0,2}[篇条则份个]|文|稿件?|信息|简讯|报道|内容|材料|图文)"
    r"|(?:以上|上述|[两二三四五\d])(?:均|都)?[篇条则]|稿件|文稿|来稿|文章|文字|图文|照片|图片|(?:信息|稿子)(?=均?由|系|是)"
)
_SENTENCE = re.compile(
    rf"(?:{_ITSELF})(?:[^。;!?由系是]{{0,6}}不是我(?:本人)?[写编]的,)?[^。;!?由系是]{{0,8}}?(?:均|都|全|皆)?(?:由|系|是|为)(?P<who>[^。;:!?由]{{2,40}}?)"
    r"(?:共同|联合|合作|负责|亲自|所|合(?=写|撰))?(?P<verb>撰稿|撰写|采写|采编|执笔|供稿|起草|编写|拟稿|撰文|提供|写成|写的|写(?![\u4e00-\u9fff])|拍摄|摄影|摄制)"
)
_COMES_FROM = re.compile(r"[和与及、]?(?:借调|抽调|调|挂职|新)来?的")
"""安全科的张三和借调来的李四"""
_PICTURES = re.compile(r"照片|图片")
_OF_PHOTOGRAPHERS = ("拍摄", "摄影", "摄制")


_REACHED_AT = re.compile(
    r"[^。;我]{0,16}?(?:[他她其]的?|联系)(?:电话|手机|方式)[号码是为:]{0,3}\s?(?=(?P<number>[\d(+]))"
)
"""…写的,可直接打他的电话159…"""
_NUMBER_WITHIN = 24


_INTRODUCES = re.compile(
    r"(?<![\u4e00-\u9fff“\"「『'])(?:我是|我叫|本人是?)(?P<who>[^\s,。;:!?我是电手][^,。;:!?]{1,24})"
)
_FIRST_LINES = 3
_OF_PERSON = {*NAMES, WordKind.UNIT, WordKind.POST, WordKind.PHONE, WordKind.REMARK}


def introduced(lines: Sequence[str], known: Known) -> tuple[Word, ...]:
    """Who says at the head of `lines` who they are (我是某处张三,电话139…), with their
    number.

    Nothing but units, posts and one name may stand there: 我是上次来信的那位 names
    nobody.
    """
    for line in lines[:_FIRST_LINES]:
        found = _INTRODUCES.search(line)
        if found is None:
            continue
        words = read_words(found["who"], known)
        names = texts_of(words, *NAMES)
        if (
            len(names) != 1
            or not is_name(names[0])
            or not kinds_in(words) <= _OF_PERSON
        ):
            continue
        behind = read_words(line[found.end() : found.end() + _NUMBER_WITHIN], known)
        return (*words, *of_kind(behind, WordKind.PHONE))
    return ()


class NamesTold(NamedTuple):
    """The words between 由 and the verb, which is the `label`, and the part the people
    had in it.
    """

    label: str
    words: tuple[Word, ...]
    role: BylineRole


def names_told_of(line: str, known: Known) -> NamesTold | None:
    """Whom `line` (in half width) names as the author of the text it stands in."""
    if not any(sign in line for sign in "由系写"):
        return None
    found = _SENTENCE.search(line)
    if found is None:
        return None
    words = read_words(
        _COMES_FROM.sub(" ", found["who"]).replace("的", " "), known
    )  # 海事站的雷涛
    if not any(map(known.is_person, texts_of(words, *NAMES))):
        return None
    if words[-1].kind is WordKind.LEFTOVER:  # the verb belongs to a longer clause
        return None
    behind = _REACHED_AT.match(line, found.end())
    if behind is not None:
        at = behind.start("number")
        words += read_words(line[at : at + _NUMBER_WITHIN], known)[:1]
    is_picture = (
        found["verb"] in _OF_PHOTOGRAPHERS or _PICTURES.match(found.group()) is not None
    )
    return NamesTold(
        found["verb"], words, BylineRole.PHOTO if is_picture else BylineRole.AUTHOR
    )
