"""Is this item another one's copy, correction, continuation or sister?

Only a word-for-word repetition is certain (`fingerprint`, F7). All other likeness is a proposal: a person
decides, and until then both items count. Within what days likeness is sought is left to whoever gathers
`Recent`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ingest.subject import Mark
from ledger.entries.submissions import Proposal

_ALIKE = 0.85
"""How alike two titles must be for a proposal when nothing in the letter says that they belong together."""
_MARKED_ALIKE = 0.5
"""The same when the letter says that it corrects or continues something."""
_NOT_A_LETTER = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+(?=[月季年期次])")


class Recent(NamedTuple):
    """An item recorded or held a short while ago, as far as likeness needs it."""

    serial: str
    unit_ids: tuple[int, ...]
    title: str
    category: str
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """The item for which likeness is sought."""

    unit_ids: tuple[int, ...]
    title: str
    marks: frozenset[Mark] = frozenset()
    answers: str | None = None
    """The serial of the item whose receipt the letter answers, if any."""


class Alike(NamedTuple):
    """What was found: the serial of the first report that is continued, and proposals for a person."""

    follows: str | None
    proposals: tuple[Proposal, ...]


def fingerprint(title: str, text: str, attachment_hashes: Iterable[str]) -> str:
    """What an item says, as 40 hexadecimal digits: equal if two differ in blanks and width only (F7).

    The order of the attachments means nothing.
    """
    parts = [_folded(title), _folded(text), *sorted(attachment_hashes)]
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the share of their pairs of neighbouring characters (Dice)."""
    return _dice(_pairs(one), _pairs(other))


def alike(question: Question, recent: Sequence[Recent]) -> Alike:
    """What `question` may repeat, correct, continue or share, with the evidence (F7, D1)."""
    same_unit = [r for r in recent if not question.unit_ids or set(question.unit_ids) & set(r.unit_ids)]
    if Mark.FOLLOW_UP in question.marks:
        return _followed(question, same_unit)
    if Mark.CORRECTION in question.marks or question.answers is not None:
        return Alike(None, _corrected(question, same_unit))
    return Alike(None, _resent(question, same_unit) or _joint(question, recent))


def _followed(question: Question, same_unit: Sequence[Recent]) -> Alike:
    best = _best(question, same_unit, _MARKED_ALIKE)
    if best is not None:
        return Alike(best.serial, ())
    sudden = [r for r in same_unit if r.category == "突发"]
    if not sudden:
        return Alike(None, ())
    evidence = f"主题注明续报；本单位最近的突发类信息是“{sudden[0].title}”"
    return Alike(None, (Proposal("follow-up", evidence, sudden[0].serial),))


def _corrected(question: Question, same_unit: Sequence[Recent]) -> tuple[Proposal, ...]:
    answered = [r for r in same_unit if r.serial == question.answers]
    if answered:
        return (
            Proposal(
                "correction", f"来件回复了“{answered[0].title}”的回执，并带来新的稿件", question.answers
            ),
        )
    best = _best(question, same_unit, _MARKED_ALIKE)
    if best is None:
        return ()
    return (Proposal("correction", f"主题注明更正，标题与“{best.title}”相近", best.serial),)


def _resent(question: Question, same_unit: Sequence[Recent]) -> tuple[Proposal, ...]:
    best = _twin(question, same_unit)
    if best is None or not question.unit_ids:
        return ()
    return (Proposal("resend", f"标题与本单位已报送的“{best.title}”几乎相同", best.serial),)


def _joint(question: Question, recent: Sequence[Recent]) -> tuple[Proposal, ...]:
    """Separate mails of several units on one matter: the earliest arrival leads (D1)."""
    others = (r for r in recent if r.unit_ids and not set(question.unit_ids) & set(r.unit_ids))
    best = _twin(question, others)
    if best is None or not question.unit_ids:
        return ()
    return (Proposal("joint", f"标题与其他单位先报送的“{best.title}”几乎相同，可能是联合报送", best.serial),)


def _best(question: Question, among: Iterable[Recent], least: float) -> Recent | None:
    """The most alike of at least `least`; of equals the earliest arrival."""
    good = _alike(question, among, least)
    return min(good, key=lambda rated: (-rated[0], rated[1].arrived_at))[1] if good else None


def _twin(question: Question, among: Iterable[Recent]) -> Recent | None:
    """The item that says the same in almost the same words, the earliest arrival of several."""
    good = [r for _, r in _alike(question, among, _ALIKE) if _same_numbers(r.title, question.title)]
    return min(good, key=lambda r: r.arrived_at, default=None)


def _alike(question: Question, among: Iterable[Recent], least: float) -> list[tuple[float, Recent]]:
    ours = _pairs(question.title)
    rated = ((_dice(ours, _title_pairs(r.title)), r) for r in among)
    return [(rate, r) for rate, r in rated if rate >= least]


def _same_numbers(one: str, other: str) -> bool:
    """Monthly reports differ in a number only, and are not each other's copies."""
    return _NUMBER.findall(_folded(one)) == _NUMBER.findall(_folded(other))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _dice(ours: frozenset[str], theirs: frozenset[str]) -> float:
    total = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / total if total else 0.0


@lru_cache(maxsize=4_096)
def _title_pairs(title: str) -> frozenset[str]:
    """The pairs of an earlier item's title, kept: every letter of a batch meets the same thousands."""
    return _pairs(title)


def _pairs(text: str) -> frozenset[str]:
    bare = _NOT_A_LETTER.sub("", _folded(text))
    return frozenset({bare[i : i + 2] for i in range(len(bare) - 1)} or {bare} - {""})
