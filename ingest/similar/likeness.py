"""Is this item another one's copy, correction, continuation or sister?

Only a word-for-word repetition is certain (`fingerprint`, F7). All other likeness is a proposal: a person
decides, and until then both items count. Among which items, of which days, is left to `known_items`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ingest.letter.subject import SubjectMark
from ingest.similar.known_items import AlikeItem, KnownItems, dice, normalised, pairs
from ledger.entries.letters import Letter
from ledger.entries.sketch import sketch_of
from ledger.entries.submissions import Proposal, RecentSubmission

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
    parts = [normalised(title), normalised(text), *sorted(attachment_hashes)]
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the share of their pairs of neighbouring characters (Dice)."""
    return dice(pairs(one), pairs(other))


def sketch_of_letter(letter: Letter) -> frozenset[int]:
    """The sketch of what a letter says: as its reader made it, else made now."""
    return sketch_of(letter.text, letter.manuscript) if letter.sketch is None else letter.sketch


def find_similar(query: SimilarQuery, known: KnownItems) -> SimilarItems:
    """What the item of `query` may repeat, correct, continue or share, with the evidence (F7, D1)."""
    if SubjectMark.FOLLOW_UP in query.marks:
        return _continued(query, known)
    if SubjectMark.CORRECTION in query.marks or query.answers is not None:
        return SimilarItems(None, _corrected(query, known))
    return SimilarItems(None, _repeated(query, known) if query.unit_ids else ())


def _continued(query: SimilarQuery, known: KnownItems) -> SimilarItems:
    """The first report that a 续报 continues: by its title, else perhaps the unit's latest emergency."""
    titled = _most_alike_title(query, known)
    if titled is not None:
        return SimilarItems(titled.serial, ())
    last = known.latest_of(query.unit_ids, "突发", query.arrived_at)
    if last is None:
        return SimilarItems(None, ())
    evidence = f"主题注明续报；本单位最近的突发类信息是“{last.title}”"
    return SimilarItems(None, (Proposal("follow-up", evidence, last.serial),))


def _corrected(query: SimilarQuery, known: KnownItems) -> tuple[Proposal, ...]:
    """What is corrected: the item whose receipt is answered, else by its title, else by its words."""
    answered = None if query.answers is None else known.by_serial(query.answers, query.arrived_at)
    if answered is not None and _may_be_the_units(answered, query):
        evidence = f"来件回复了“{answered.title}”的回执，并带来新的稿件"
        return (Proposal("correction", evidence, answered.serial),)
    titled = _most_alike_title(query, known)
    if titled is not None:
        evidence = f"主题注明更正，标题与“{titled.title}”相近"
        return (Proposal("correction", evidence, titled.serial),)
    same_words = known.with_similar_words(query.sketch, _SAME_WORDS, query.arrived_at)
    worded = [
        alike
        for alike in same_words
        if _needs_no_title(alike, query) and _may_be_the_units(alike.item, query)
    ]
    if not worded:
        return ()
    best = max(worded)
    evidence = f"主题注明更正，正文约有{best.rate:.0%}与“{best.item.title}”相同"
    return (Proposal("correction", evidence, best.item.serial),)


def _repeated(query: SimilarQuery, known: KnownItems) -> tuple[Proposal, ...]:
    """That the unit sends an item again, or else that another unit reported the same matter before (D1).

    A unit that has part in another's joint item and sends it as well has not sent it again.
    """
    near = known.with_similar_title(query.title, _NEAR_TITLE, query.arrived_at)
    rates = {item: rate for rate, item in near if _has_same_numbers(item.title, query.title)}
    titled = [item for item, rate in rates.items() if rate >= _ALIKE]
    worded: dict[RecentSubmission, float] = {}  # of nearly the same words, and how much of them
    for alike in known.with_similar_words(query.sketch, _NEAR_WORDS, query.arrived_at):
        if alike.item in rates or _needs_no_title(alike, query):
            worded[alike.item] = alike.rate

    lead = query.unit_ids[0]
    own = _earliest(item for item in titled if item.lead == lead)
    own = own or _earliest(item for item in worded if item.lead == lead)
    if own is not None:
        said = _said_of(own, "本单位已报送的", titled, worded)
        return (Proposal("resend", said, own.serial),)
    other = _earliest(item for item in titled if item.lead not in (None, lead))
    other = other or _earliest(item for item in worded if item.lead not in (None, lead))
    if other is None:
        return ()
    said = _said_of(other, "其他单位先报送的", titled, worded)
    return (Proposal("joint", f"{said}，可能是联合报送", other.serial),)


def _earliest(items: Iterable[RecentSubmission]) -> RecentSubmission | None:
    return min(items, key=lambda item: item.arrived_at, default=None)


def _said_of(
    item: RecentSubmission,
    whose: str,
    titled: Sequence[RecentSubmission],
    worded: Mapping[RecentSubmission, float],
) -> str:
    """What the letter has in common with an item, and how much (Chinese)."""
    if item in titled:
        return f"标题与{whose}“{item.title}”几乎相同"
    return f"正文与{whose}“{item.title}”约有{worded[item]:.0%}相同，标题不同"


def _needs_no_title(alike: AlikeItem, query: SimilarQuery) -> bool:
    """Whether words are so much the same that titles need not be; a form filled in again repeats itself."""
    title = alike.item.title
    is_form = not _has_same_numbers(title, query.title) and likeness(title, query.title) >= _ALIKE
    return alike.rate >= (_SAME_FORM if is_form else _SAME_WORDS)


def _most_alike_title(query: SimilarQuery, known: KnownItems) -> RecentSubmission | None:
    """The unit's item of the most like title, where the letter says there is one; of equals the earliest."""
    own = known.with_similar_title(query.title, _MARKED_ALIKE, query.arrived_at, query.unit_ids)
    if not own:
        return None
    return min(own, key=lambda alike: (-alike.rate, alike.item.arrived_at)).item


def _may_be_the_units(item: RecentSubmission, query: SimilarQuery) -> bool:
    """Whether the item may be of the letter's unit; of an unknown one it always may."""
    return not query.unit_ids or not set(query.unit_ids).isdisjoint(item.unit_ids)


def _has_same_numbers(one: str, other: str) -> bool:
    """Whether two titles hold the same numbers: two months' reports differ in one, and are no copies."""
    return _NUMBER.findall(normalised(one)) == _NUMBER.findall(normalised(other))
