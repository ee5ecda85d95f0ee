"""Do two titles that look alike tell of different things, and in which words do two
texts differ?

Titles share templates: 开展冬季养护专项行动 and 开展夏季养护专项行动, 春运保障提质增效
and 执法培训提质增效, one month's report and the next one's. What tells them apart is
what one says *instead* of the other's words; what is merely added (今日, 通, a mark)
tells nothing else. What follows for a proposal is left to `likeness`.
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from ingest.similar.pairs import letters_of

_BOUND = 120
"""Characters of a title that are compared; comparing takes the square of them."""
# What is counted or numbered: digits anywhere, and Chinese numerals before the word
# they count.
_NUMBER = re.compile(
    r"\d+|[〇零一二两三四五六七八九十百千万]+"
    r"(?=个?[月季年期次批周号届轮阶标场条起例站座处辆人名家户项篇件天]|半年)"
)
_FUNCTION_WORDS = frozenset("的了地得着在于和与及暨等并再又已将被把至")
"""Words that say nothing of the matter."""
_SENTENCE = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]|[^。！？；;!?\n]+")
_MOST_SENTENCES = 300
_SEARCHED = 250_000
"""Pairs of characters that are compared for one page: more would keep a person
waiting.
"""
_TEMPLATE = 4
"""Characters at the head or the end that two titles of one template have in common."""


def share_template(one: str, other: str) -> bool:
    """Whether two titles begin or end with the same words."""
    ours, theirs = letters_of(one[:_BOUND]), letters_of(other[:_BOUND])
    return (
        ours[:_TEMPLATE] == theirs[:_TEMPLATE]
        or ours[-_TEMPLATE:] == theirs[-_TEMPLATE:]
    )


def tell_apart(one: str, other: str) -> bool:
    """Whether each title says something in place of what the other says: another
    number, place or matter.
    """
    ours, theirs = letters_of(one[:_BOUND]), letters_of(other[:_BOUND])
    if _NUMBER.findall(ours) != _NUMBER.findall(theirs):
        return True
    ours, theirs = sorted((ours, theirs))
    # What both begin and end with is most of a template, and need not be searched.
    start = _alike_at_head(ours, theirs)
    ours, theirs = ours[start:], theirs[start:]
    end = _alike_at_head(ours[::-1], theirs[::-1])
    ours, theirs = ours[: len(ours) - end], theirs[: len(theirs) - end]
    if not ours or not theirs:
        return False
    only_ours: list[str] = []
    only_theirs: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(
        None, ours, theirs, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            only_ours += [sign for sign in ours[i1:i2] if sign not in _FUNCTION_WORDS]
            only_theirs += [
                sign for sign in theirs[j1:j2] if sign not in _FUNCTION_WORDS
            ]
    # The same words in another order are no other words.
    return bool(only_ours and only_theirs and sorted(only_ours) != sorted(only_theirs))


def _alike_at_head(one: str, other: str) -> int:
    """How many characters two texts have in common at their head."""
    for number, (ours, theirs) in enumerate(zip(one, other, strict=False)):
        if ours != theirs:
            return number
    return min(len(one), len(other))


# --- shown side by side ---------------------------------------------------------------


class Piece(NamedTuple):
    """A part of a text, and whether the other text has other words there."""

    text: str
    differs: bool


class SideBySide(NamedTuple):
    """Two texts, each in pieces that together are the whole of it."""

    one: tuple[Piece, ...]
    other: tuple[Piece, ...]


def side_by_side(one: str, other: str) -> SideBySide:
    """Two texts, and in which words they differ: sentence by sentence, and within those
    that were changed.
    """
    ours, theirs = _sentences(one), _sentences(other)
    pieces: list[Piece] = []
    their_pieces: list[Piece] = []
    left = _SEARCHED
    for tag, i1, i2, j1, j2 in SequenceMatcher(
        None, ours, theirs, autojunk=False
    ).get_opcodes():
        changed, to = "".join(ours[i1:i2]), "".join(theirs[j1:j2])
        cost = len(changed) * len(to)
        if tag == "replace" and cost <= left:
            left -= cost
            for kind, k1, k2, m1, m2 in SequenceMatcher(
                None, changed, to, autojunk=False
            ).get_opcodes():
                pieces.append(Piece(changed[k1:k2], kind != "equal"))
                their_pieces.append(Piece(to[m1:m2], kind != "equal"))
        else:
            pieces.append(Piece(changed, tag != "equal"))
            their_pieces.append(Piece(to, tag != "equal"))
    return SideBySide(
        tuple(piece for piece in pieces if piece.text),
        tuple(piece for piece in their_pieces if piece.text),
    )


def _sentences(text: str) -> list[str]:
    """The sentences of a text; of one of very many the rest as one."""
    parts = _SENTENCE.findall(text)
    if len(parts) <= _MOST_SENTENCES:
        return parts
    return [*parts[:_MOST_SENTENCES], "".join(parts[_MOST_SENTENCES:])]
