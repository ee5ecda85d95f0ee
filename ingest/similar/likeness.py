"""Is this item another one's copy, correction, continuation or sister?

Only a word-for-word repetition is certain (`fingerprint`, F7). All other likeness is a proposal: a person
decides, and until then both items count. Among which items, of which days, is left to `memory`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ingest.letter.subject import SubjectMark
from ingest.similar.index import dice, folded, pairs
from ingest.similar.known_items import KnownItems
from ledger.entries.letters import Letter
from ledger.entries.sketch import sketch_of
from ledger.entries.submissions import Proposal, Recent, SubmissionWords

_ALIKE = 0.85
"""How alike two titles must be for a proposal when nothing in the letter says that they belong together."""
_MARKED_ALIKE = 0.5
"""The same when the letter says that it corrects or continues something."""
_NEAR_TITLE = 0.7
_NEAR_WORDS = 0.2
"""How alike titles must be, and what share of the words the same, for a proposal that rests on both."""
_SAME_WORDS = 0.6
"""What share of their words two texts have in common that are proposed whatever their titles."""
_SAME_FORM = 0.9
"""The same where titles differ in a number only: a form filled in again repeats most of itself."""
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+(?=[月季年期次])")


@dataclass(frozen=True, slots=True)
class SimilarQuery:
    """The item for which likeness is sought."""

    unit_ids: tuple[int, ...]
    title: str
    marks: frozenset[SubjectMark] = frozenset()
    answers: str | None = None
    """The serial of the item whose receipt the letter answers, if any."""
    arrived_at: datetime | None = None
    """When the letter arrived; None: items of any time are looked at."""
    sketch: frozenset[int] = frozenset()
    """Of what it says (`ledger.entries.sketch`)."""


class SimilarItems(NamedTuple):
    """What was found: the serial of the first report that is continued, and proposals for a person."""

    follows: str | None
    proposals: tuple[Proposal, ...]


def fingerprint(title: str, text: str, attachment_hashes: Iterable[str]) -> str:
    """What an item says, as 40 hexadecimal digits: equal if two differ in blanks and width only (F7).

    The order of the attachments means nothing.
    """
    parts = [folded(title), folded(text), *sorted(attachment_hashes)]
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the share of their pairs of neighbouring characters (Dice)."""
    return dice(pairs(one), pairs(other))


def sketched(letter: Letter) -> frozenset[int]:
    """The sketch of what a letter says: as its reader made it, else made now."""
    return (
        sketch_of(SubmissionWords(letter.text, letter.manuscript)) if letter.sketch is None else letter.sketch
    )


def find_similar(question: SimilarQuery, memory: KnownItems) -> SimilarItems:
    """What `question` may repeat, correct, continue or share, with the evidence (F7, D1)."""
    if SubjectMark.FOLLOW_UP in question.marks:
        return _followed(question, memory)
    if SubjectMark.CORRECTION in question.marks or question.answers is not None:
        return SimilarItems(None, _corrected(question, memory))
    return SimilarItems(None, _repeated(question, memory) if question.unit_ids else ())


def _followed(question: SimilarQuery, memory: KnownItems) -> SimilarItems:
    best = _best(question, memory)
    if best is not None:
        return SimilarItems(best.serial, ())
    last = memory.latest(question.unit_ids, "突发", question.arrived_at)
    if last is None:
        return SimilarItems(None, ())
    evidence = f"主题注明续报；本单位最近的突发类信息是“{last.title}”"
    return SimilarItems(None, (Proposal("follow-up", evidence, last.serial),))


def _corrected(question: SimilarQuery, memory: KnownItems) -> tuple[Proposal, ...]:
    answers = question.answers
    answered = None if answers is None else memory.one(answers, question.arrived_at)
    if answered is not None and _shares_unit(question, answered):
        evidence = f"来件回复了“{answered.title}”的回执，并带来新的稿件"
        return (Proposal("correction", evidence, answers),)
    best = _best(question, memory)
    if best is not None:
        return (Proposal("correction", f"主题注明更正，标题与“{best.title}”相近", best.serial),)
    said = max((pair for pair in _said(question, memory) if _shares_unit(question, pair[1])), default=None)
    if said is None:
        return ()
    rate, other = said
    evidence = f"主题注明更正，正文约有{rate:.0%}与“{other.title}”相同"
    return (Proposal("correction", evidence, other.serial),)


def _repeated(question: SimilarQuery, memory: KnownItems) -> tuple[Proposal, ...]:
    """Sent again by the unit, or separate mails of several units on one matter: the earliest leads (D1).

    A unit that has part in another's joint item and sends it as well has not sent it again.
    """
    twins = _twins(question, memory)
    lead = question.unit_ids[0]
    own = _first(*([r for r in found if r.lead == lead] for found in twins))
    if own is not None:
        before, after = _how(own, *twins)
        return (Proposal("resend", f"{before}与本单位已报送的“{own.title}”{after}", own.serial),)
    other = _first(*([r for r in found if r.unit_ids and r.lead != lead] for found in twins))
    if other is None:
        return ()
    before, after = _how(other, *twins)
    evidence = f"{before}与其他单位先报送的“{other.title}”{after}，可能是联合报送"
    return (Proposal("joint", evidence, other.serial),)


def _twins(
    question: SimilarQuery, memory: KnownItems
) -> tuple[Mapping[Recent, float], Mapping[Recent, float]]:
    """The items of nearly the same title, and those of nearly the same words, with how much of these."""
    titled = memory.titled(question.title, _NEAR_TITLE, question.arrived_at)
    close = {r: rate for rate, r in titled if _same_numbers(r.title, question.title)}
    said = {r: rate for rate, r in memory.resembling(question.sketch, _NEAR_WORDS, question.arrived_at)}
    both = {r: rate for r, rate in said.items() if r in close or _says_it_all(question, r, rate)}
    return {r: rate for r, rate in close.items() if rate >= _ALIKE}, both


def _said(question: SimilarQuery, memory: KnownItems) -> list[tuple[float, Recent]]:
    """The items that say nearly the same whatever their titles, and about how much of it."""
    found = memory.resembling(question.sketch, _SAME_WORDS, question.arrived_at)
    return [(rate, r) for rate, r in found if _says_it_all(question, r, rate)]


def _says_it_all(question: SimilarQuery, item: Recent, rate: float) -> bool:
    """Whether words so much the same need no title; a form filled in again repeats most of itself."""
    form = not _same_numbers(item.title, question.title) and likeness(item.title, question.title) >= _ALIKE
    return rate >= (_SAME_FORM if form else _SAME_WORDS)


def _how(item: Recent, titled: Mapping[Recent, float], said: Mapping[Recent, float]) -> tuple[str, str]:
    """What of an item is the same, and how much: the words before and after what it is named by."""
    return ("标题", "几乎相同") if item in titled else ("正文", f"约有{said[item]:.0%}相同，标题不同")


def _first(*preferred: Iterable[Recent]) -> Recent | None:
    """The earliest of the first of these that hold any."""
    found = (min(items, key=lambda r: r.arrived_at, default=None) for items in preferred)
    return next((item for item in found if item is not None), None)


def _best(question: SimilarQuery, memory: KnownItems) -> Recent | None:
    """The unit's item of the most like title, where the letter says there is one; of equals the earliest."""
    own = memory.titled(question.title, _MARKED_ALIKE, question.arrived_at, question.unit_ids)
    return min(own, key=lambda found: (-found[0], found[1].arrived_at))[1] if own else None


def _shares_unit(question: SimilarQuery, item: Recent) -> bool:
    """Whether the item may be of the letter's unit; of an unknown one it always may."""
    return not question.unit_ids or not set(question.unit_ids).isdisjoint(item.unit_ids)


def _same_numbers(one: str, other: str) -> bool:
    """Monthly reports differ in a number only, and are not each other's copies."""
    return _NUMBER.findall(folded(one)) == _NUMBER.findall(folded(other))
