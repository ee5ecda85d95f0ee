"""Is this item another one's copy, correction, continuation or sister?

Only a word-for-word repetition is certain (`fingerprint`, F7). All other likeness is a
proposal: a person decides, and until then both items count. Among which items, of which
days, is left to `known_items`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from ingest.letter.subject import SubjectMark
from ingest.names.folding import fold_text
from ingest.names.unit_names import UnitNames
from ingest.similar.differing import share_template, tell_apart
from ingest.similar.known_items import AlikeItem, KnownItems
from ingest.similar.pairs import letters_of, likeness, normalised, pairs, title_pairs
from ingest.similar.sequel import Sequel
from ledger.entries.letters import Letter
from ledger.entries.sketch import sketch_of
from ledger.entries.submissions import Proposal, RecentSubmission

_ALIKE = 0.85
"""How alike two titles must be for a proposal when nothing in the letter says that they
belong together.
"""
_MARKED_ALIKE = 0.5
"""The same when the letter says that it corrects or continues something."""
_CLOSE = 0.1
"""A correction fits several items where others are as alike as the best, but for so
much.
"""
_CORRECTED_SHOWN = 3
_NEAR_TITLE = 0.7
_NEAR_WORDS = 0.2
"""How alike titles must be, and what share of the words the same, for a proposal that
rests on both.
"""
_SAME_WORDS = 0.6
"""What share of their words two texts have in common that are proposed whatever their
titles.
"""
_SAME_FORM = 0.9
"""The same where titles share a template and tell of different things: a form repeats
most of itself.
"""
_CAMPAIGN = 2
"""Other units that have used a title; from so many on it is a campaign's, and says
nothing of joint work.
"""
_ENDED = re.compile(
    r"(?=[抢恢全双单半解处救清应])"  # asked of each sign before the many ways are tried at it
    r"(?:抢通|(?:恢复|全面|双向|单幅|半幅|全幅)(?:双向|单幅|半幅|全幅|正常)?(?:通行|交通|通车|运营|运行)|解除|(?:抢险|处置|救援|清理)(?:完毕|结束|完成)|应急.{0,4}(?:终止|结束))"
)
"""How an event of some days before ended."""
_EVENT_LASTS = timedelta(days=15)
_OF_ONE_EVENT = 0.5
"""What share of an emergency's title a letter says again that tells of the same one."""
_NAMES_SOUGHT = 4_000
"""Characters of a text in which units are sought."""
_LONG_NUMBER = re.compile(r"\d{2,}")


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
    text: str = ""
    """What it says, as far as units are sought in it."""
    sequel: Sequel | None = None
    """Its mark of continuation, where it bears one that tells more than `marks`."""


class SimilarItems(NamedTuple):
    """What was found: the serial of the first report that is continued, and proposals
    for a person.
    """

    follows: str | None
    proposals: tuple[Proposal, ...]


def fingerprint(title: str, text: str, attachment_hashes: Iterable[str]) -> str:
    """What an item says, as 40 hexadecimal digits: equal if two differ in blanks and
    width only (F7).

    The order of the attachments means nothing.
    """
    parts = [normalised(title), normalised(text), *sorted(attachment_hashes)]
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def sketch_of_letter(letter: Letter) -> frozenset[int]:
    """The sketch of what a letter says: as its reader made it, else made now."""
    return (
        sketch_of(letter.text, letter.manuscript)
        if letter.sketch is None
        else letter.sketch
    )


def find_similar(
    query: SimilarQuery, known: KnownItems, unit_names: UnitNames | None = None
) -> SimilarItems:
    """What the item of `query` may repeat, correct, continue or share, with the
    evidence (F7, D1).
    """
    if query.sequel is not None or SubjectMark.FOLLOW_UP in query.marks:
        return _continued(query, known)
    if SubjectMark.CORRECTION in query.marks or query.answers is not None:
        return SimilarItems(None, _corrected(query, known))
    if not query.unit_ids:
        return SimilarItems(None, ())
    return SimilarItems(None, _repeated(query, known, unit_names))


# --- what is continued ----------------------------------------------------------------


def _continued(query: SimilarQuery, known: KnownItems) -> SimilarItems:
    """The first report that a 续报 continues: by its title, else perhaps the unit's
    latest emergency.

    A title may come closer to the report before than to the first: that leads on to the
    first one.
    """
    matter = query.title if query.sequel is None else query.sequel.matter or query.title
    titled: list[AlikeItem] = []
    for title in dict.fromkeys((query.title, matter)):
        titled += known.with_similar_title(
            title, _MARKED_ALIKE, query.arrived_at, query.unit_ids
        )
    titled = [
        alike
        for alike in titled
        if _is_earlier(alike.item, query)
        and _may_be_one_event(alike.item.title, query.title)
    ]
    if titled:
        closest = min(titled, key=_closest_first).item
        return SimilarItems(closest.follows or closest.serial, ())
    last = known.latest_of(query.unit_ids, "突发", query.arrived_at)
    if last is None:
        return SimilarItems(None, ())
    evidence = f"主题注明续报；本单位最近的突发类信息是“{last.title}”"
    return SimilarItems(
        None, (Proposal("follow-up", evidence, last.follows or last.serial),)
    )


def _may_be_one_event(one: str, other: str) -> bool:
    """Whether the long numbers of two titles, of roads and places on them, do not
    exclude one another.
    """
    ours, theirs = (
        set(_LONG_NUMBER.findall(normalised(one))),
        set(_LONG_NUMBER.findall(normalised(other))),
    )
    return not ours or not theirs or not ours.isdisjoint(theirs)


# --- what is corrected ----------------------------------------------------------------


def _corrected(query: SimilarQuery, known: KnownItems) -> tuple[Proposal, ...]:
    """What is corrected: the item whose receipt is answered, else by its title, else by
    its words.

    Where the letter itself is marked and one item alone fits, the two count once until
    somebody decides (F7); of several that fit, each is proposed.
    """
    is_marked = SubjectMark.CORRECTION in query.marks
    is_the_units = is_marked and bool(query.unit_ids)
    answered = (
        None
        if query.answers is None
        else known.by_serial(query.answers, query.arrived_at)
    )
    if answered is not None and _may_be_the_units(answered, query):
        evidence = f"来件回复了“{answered.title}”的回执，并带来新的稿件"
        return (
            Proposal("correction", evidence, answered.serial, counts_once=is_marked),
        )
    titled = _titles_corrected(query, known)
    if titled:
        alone = is_the_units and len(titled) == 1
        return tuple(
            Proposal(
                "correction",
                f"来件注明更正，标题与“{item.title}”相近",
                item.serial,
                counts_once=alone,
            )
            for item in titled[:_CORRECTED_SHOWN]
        )
    same_words = known.with_similar_words(query.sketch, _SAME_WORDS, query.arrived_at)
    worded = []
    for alike in same_words:
        if not _may_be_the_units(alike.item, query) or not _is_earlier(
            alike.item, query
        ):
            continue
        # Words that are so much the same need no title; but a form filled in again
        # repeats itself.
        title = alike.item.title
        is_form = _is_form(title, query.title, likeness(title, query.title))
        if alike.rate >= (_SAME_FORM if is_form else _SAME_WORDS):
            worded.append(alike)
    if not worded:
        return ()
    best = max(worded)
    evidence = f"来件注明更正，正文约有{best.rate:.0%}与“{best.item.title}”相同"
    alone = is_the_units and len(worded) == 1
    return (Proposal("correction", evidence, best.item.serial, counts_once=alone),)


def _titles_corrected(query: SimilarQuery, known: KnownItems) -> list[RecentSubmission]:
    """The unit's items whose titles fit, the closest first; of equal titles the latest
    alone.

    A second correction mends the first one; that in its turn is linked to what it
    mends.
    """
    own = known.with_similar_title(
        query.title, _MARKED_ALIKE, query.arrived_at, query.unit_ids
    )
    own = [alike for alike in own if _is_earlier(alike.item, query)]
    if not own:
        return []
    best = max(alike.rate for alike in own)
    fitting: dict[str, AlikeItem] = {}
    for alike in own:  # the newest first
        if alike.rate >= best - _CLOSE:
            fitting.setdefault(letters_of(alike.item.title), alike)
    exact = fitting.get(letters_of(query.title))
    if exact is not None:
        return [exact.item]
    return [alike.item for alike in sorted(fitting.values(), key=_closest_first)]


# --- what is repeated -----------------------------------------------------------------


class _Likeness(NamedTuple):
    """How an earlier item is like the letter: its title and its words, each from 0 to
    1.
    """

    item: RecentSubmission
    title: float
    words: float
    is_form: bool
    """Titles share a template, and tell of different things."""

    @property
    def is_titled(self) -> bool:
        """Whether the titles are alike enough by themselves."""
        return self.title >= _ALIKE and not self.is_form

    @property
    def is_worded(self) -> bool:
        """Whether the words are, seen with the titles."""
        if self.is_form:
            return self.words >= _SAME_FORM
        return self.words >= (_NEAR_WORDS if self.title >= _NEAR_TITLE else _SAME_WORDS)


def _repeated(
    query: SimilarQuery, known: KnownItems, unit_names: UnitNames | None
) -> tuple[Proposal, ...]:
    """That the unit sends an item again, or else that another unit reported the same
    matter before (D1).

    A unit that has part in another's joint item and sends it as well has not sent it
    again.
    """
    near = {
        alike.item: alike.rate
        for alike in known.with_similar_title(
            query.title, _NEAR_TITLE, query.arrived_at
        )
    }
    words = {
        alike.item: alike.rate
        for alike in known.with_similar_words(
            query.sketch, _NEAR_WORDS, query.arrived_at
        )
    }
    lead = query.unit_ids[0]
    titled = {item for item, rate in near.items() if rate >= _ALIKE}
    both = sorted(
        titled | words.keys(), key=lambda item: (item.arrived_at, item.serial)
    )
    own = [item for item in both if item.lead == lead]
    repeated = _first_alike(own, query, near, words)
    if (repeated is None or not repeated.is_titled) and (
        continued := _aftermath(query, known)
    ) is not None:
        said = f"本单位报送过突发类信息“{continued.title}”，来件说的可能是同一事件的后续情况"
        return (Proposal("follow-up", said, continued.follows or continued.serial),)
    if repeated is not None:
        said = _said_of(repeated, "本单位已报送的")
        return (Proposal("resend", said, repeated.item.serial),)

    others = [item for item in both if item.lead not in (None, lead)]
    bearers = {item.lead for item in others if item in titled}
    if query.sketch and len(bearers) >= _CAMPAIGN:
        others = [item for item in others if item in words]
    candidates: list[RecentSubmission] = []
    # Folded only where it is asked of, and once: a campaign has many candidates.
    text = ""
    tells_of_own = False
    for item in others:
        is_alike = item in titled or words[item] >= 1
        if not is_alike and item.lead is not None and unit_names is not None:
            # A text that tells of the letter's own unit and nothing of the other is its
            # own version of what a superior hands to all its units, each of which puts
            # its own name in.
            if not text:
                text = fold_text(query.text[:_NAMES_SOUGHT])
                tells_of_own = _is_named(text, lead, unit_names)
            if tells_of_own and not _is_named(text, item.lead, unit_names):
                continue
        candidates.append(item)
    if (shared := _first_alike(candidates, query, near, words)) is None:
        return ()
    said = _said_of(shared, "其他单位先报送的")
    return (Proposal("joint", f"{said}，可能是联合报送", shared.item.serial),)


def _aftermath(query: SimilarQuery, known: KnownItems) -> RecentSubmission | None:
    """The unit's emergency of the last days of whose end the letter tells without
    calling itself a 续报.
    """
    events = known.all_of(query.unit_ids[:1], "突发", query.arrived_at)
    # Most units have none, and whole texts are searched for how one ended.
    if not events or not (
        _ENDED.search(query.title) or _ENDED.search(query.text[:_NAMES_SOUGHT])
    ):
        return None
    told = pairs(f"{query.title}\n{query.text[:_NAMES_SOUGHT]}")
    for item in events:
        if not _is_earlier(item, query) or not _may_be_one_event(
            item.title, f"{query.title}{query.text}"
        ):
            continue
        if (
            query.arrived_at is not None
            and query.arrived_at - item.arrived_at > _EVENT_LASTS
        ):
            break
        event = title_pairs(item.title)
        if len(event & told) >= _OF_ONE_EVENT * len(event):
            return item
    return None


def _first_alike(
    items: Sequence[RecentSubmission],
    query: SimilarQuery,
    titles: Mapping[RecentSubmission, float],
    words: Mapping[RecentSubmission, float],
) -> _Likeness | None:
    """The earliest of the items that is like enough; what a title alone says goes
    before what words say.
    """
    worded = None
    for item in items:
        rate = titles.get(item, 0.0)
        is_form = _is_form(item.title, query.title, rate)
        like = _Likeness(item, rate, words.get(item, 0.0), is_form)
        if like.is_titled:
            return like
        if worded is None and like.is_worded:
            worded = like
    return worded


def _is_named(folded: str, unit_id: int, unit_names: UnitNames) -> bool:
    """Whether a folded text holds a name of the unit or the place it is of."""
    unit = unit_names.by_id.get(unit_id)
    if unit is None:
        return False
    if any(
        _folded(name) in folded
        for name in (unit.name, *unit.short_names)
        if name.strip()
    ):
        return True
    return any(
        place in folded for place, ids in unit_names.places.items() if unit_id in ids
    )


@lru_cache(maxsize=4096)  # the names of a large roster
def _folded(name: str) -> str:
    return fold_text(name)


def _said_of(like: _Likeness, whose: str) -> str:
    """What the letter has in common with an item, and how much (Chinese)."""
    title, rate = like.item.title, f"{like.words:.0%}"
    if like.is_titled:
        words = f"，正文约有{rate}相同" if like.words else ""
        return f"标题与{whose}“{title}”几乎相同{words}"
    return f"正文与{whose}“{title}”约有{rate}相同，标题不同"


def _is_form(one: str, other: str, rate: float) -> bool:
    """Whether titles, alike by `rate`, share a template and tell of different
    things.
    """
    return (rate >= _NEAR_TITLE or share_template(one, other)) and tell_apart(
        one, other
    )


def _closest_first(alike: AlikeItem) -> tuple[float, datetime]:
    return -alike.rate, alike.item.arrived_at


def _is_earlier(item: RecentSubmission, query: SimilarQuery) -> bool:
    return query.arrived_at is None or item.arrived_at <= query.arrived_at


def _may_be_the_units(item: RecentSubmission, query: SimilarQuery) -> bool:
    """Whether the item may be of the letter's unit; of an unknown one it always may."""
    return not query.unit_ids or not set(query.unit_ids).isdisjoint(item.unit_ids)
