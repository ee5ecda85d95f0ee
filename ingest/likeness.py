"""Is this item another one's copy, correction, continuation or sister?

Only a word-for-word repetition is certain (`fingerprint`, F7). All other likeness is a proposal: a person
decides, and until then both items count. Within what days likeness is sought is left to whoever gathers
`Recent`.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ingest.subject import Mark
from ledger.entries import Proposal

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
    """How alike two titles are, 0 to 1: shared pairs of neighbouring characters (Dice)."""
    first, second = _bare(one), _bare(other)
    if first == second:
        return 1.0 if first else 0.0
    ours, theirs = _pairs(first), _pairs(second)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0


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
    best = _best(question, [r for r in same_unit if _same_numbers(r.title, question.title)], _ALIKE)
    if best is None or not question.unit_ids:
        return ()
    return (Proposal("resend", f"标题与本单位已报送的“{best.title}”几乎相同", best.serial),)


def _joint(question: Question, recent: Sequence[Recent]) -> tuple[Proposal, ...]:
    """Separate mails of several units on one matter: the earliest arrival leads (D1)."""
    others = [r for r in recent if r.unit_ids and not set(question.unit_ids) & set(r.unit_ids)]
    best = _best(question, [r for r in others if _same_numbers(r.title, question.title)], _ALIKE)
    if best is None or not question.unit_ids:
        return ()
    return (Proposal("joint", f"标题与其他单位先报送的“{best.title}”几乎相同，可能是联合报送", best.serial),)


def _best(question: Question, among: Sequence[Recent], least: float) -> Recent | None:
    """The most alike of at least `least`; of equals the earliest arrival."""
    rated = [(likeness(question.title, r.title), r) for r in among]
    good = [(rate, r) for rate, r in rated if rate >= least]
    if not good:
        return None
    top = max(rate for rate, _ in good)
    return min((r for rate, r in good if rate == top), key=lambda r: r.arrived_at)


def _same_numbers(one: str, other: str) -> bool:
    """Monthly reports differ in a number only, and are not each other's copies."""
    return _NUMBER.findall(_folded(one)) == _NUMBER.findall(_folded(other))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _bare(text: str) -> str:
    return _NOT_A_LETTER.sub("", _folded(text))


def _pairs(text: str) -> Counter[str]:
    return (
        Counter(text[i : i + 2] for i in range(len(text) - 1))
        if len(text) > 1
        else Counter((text,) * bool(text))
    )
