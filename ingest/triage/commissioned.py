"""Which commission (约稿) does a new item answer?

By the mail it answers, known by thread or by the unit's own token, whenever it comes: a late answer is late
(B2). By its title as long as the term runs. Whatever is less than sure is a proposal: a second answer, a unit
that was not asked, a title merely alike, a title that comes after the term. What an answer earns is left to
`scoring`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ingest.letter.thread import Answered
from ingest.similar.index import folded, pairs
from ledger.entries.events import Commission, OpenCommission
from ledger.entries.submissions import Proposal

BELATED = timedelta(days=30)
"""How long after its last day a commission may still be answered by a title alone."""
_LEAST = 6
"""Characters of a commission's title from which it is enough that an item's title holds them."""
_ALIKE = 0.6
"""What share of a commission's title, in pairs of characters, an item's title must hold for a proposal."""
_PUNCTUATION = re.compile(r"[^\w]+")
_PREAMBLE = re.compile(r"^(?:关于)?(?:报送|提供|撰写|征集|约稿)?(?:关于)?")
_ENDING = re.compile(r"的?(?:约稿|征稿)(?:的?通知|函)?$|的通知$")


@dataclass(frozen=True, slots=True)
class PossibleAnswer:
    """An item as far as it may answer a commission: title, units, the day of its arrival, its subject."""

    title: str
    unit_ids: tuple[int, ...]
    day: date
    subject: str = ""


class CommissionMatch(NamedTuple):
    """The commission that is answered, what says so (Chinese), and what a person should look at."""

    commission: str | None = None
    evidence: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def match_commission(
    item: PossibleAnswer, known: Sequence[OpenCommission], answered: Answered | None
) -> CommissionMatch:
    """The commission that `item` answers, surely or perhaps."""
    told = None if answered is None else answered.sent.commission
    asked = next((each for each in known if each.commission.id == told), None)
    holding = _holding(item, known)
    if asked is not None and answered is not None:
        if holding and asked not in holding:
            return CommissionMatch(
                proposals=tuple(_proposal(each, "标题含有约稿题目") for each in (asked, *holding))
            )
        return _judged(item, asked, f"{answered.because}，是约稿邮件")
    if len(holding) > 1:
        return CommissionMatch(proposals=tuple(_proposal(each, "标题含有几件约稿的题目") for each in holding))
    if holding:
        return _by_title(item, holding[0])
    return CommissionMatch(proposals=_perhaps(item, known))


def _by_title(item: PossibleAnswer, asked: OpenCommission) -> CommissionMatch:
    if item.day > asked.commission.due:
        return CommissionMatch(proposals=(_proposal(asked, "标题含有约稿题目，但已过截止日"),))
    return _judged(item, asked, "标题含有约稿题目，在约稿期限内")


def _judged(item: PossibleAnswer, asked: OpenCommission, because: str) -> CommissionMatch:
    """Set if a unit of the item still owes the answer; else a person looks at it."""
    commission = asked.commission
    owing = set(item.unit_ids) & set(commission.unit_ids)
    if not item.unit_ids:
        return CommissionMatch(proposals=(_proposal(asked, f"{because}；单位待核"),))
    if not owing:
        return CommissionMatch(proposals=(_proposal(asked, f"{because}；但本单位不在约稿单位之列"),))
    if owing <= asked.answered:
        return CommissionMatch(proposals=(_proposal(asked, f"{because}；但本单位已交过这件约稿"),))
    return CommissionMatch(commission.id, (f"{because}：按约稿“{commission.title}”（{commission.id}）登记",))


def _holding(item: PossibleAnswer, known: Sequence[OpenCommission]) -> list[OpenCommission]:
    """Those that ask the item's unit and whose title it holds; of nested titles only the longest."""
    title = _bare(item.title)
    found = [each for each in _current(item, known) if _core(each.commission) in title]
    cores = {_core(each.commission) for each in found}
    within = {core for core in cores if any(core != other and core in other for other in cores)}
    return [each for each in found if _core(each.commission) not in within]


def _perhaps(item: PossibleAnswer, known: Sequence[OpenCommission]) -> tuple[Proposal, ...]:
    owed = [each for each in _current(item, known) if set(item.unit_ids) & _owing(each)]
    rates = [(_held(_core(each.commission), item.title), each) for each in owed]
    best = max((rate for rate, _ in rates), default=0.0)
    if best >= _ALIKE:
        return tuple(_proposal(each, "标题与约稿题目相近") for rate, each in rates if rate == best)
    if "约稿" in item.subject and len(owed) == 1:
        return (_proposal(owed[0], "主题写明是约稿，本单位只欠这一件"),)
    return ()


def _held(core: str, title: str) -> float:
    """How much of the commission's matter a title speaks of; titles of items say more besides."""
    wanted = pairs(core)
    return len(wanted & pairs(title)) / len(wanted) if wanted else 0.0


def _current(item: PossibleAnswer, known: Sequence[OpenCommission]) -> list[OpenCommission]:
    return [
        each
        for each in known
        if set(item.unit_ids) & set(each.commission.unit_ids)
        and each.commission.issued_on <= item.day <= each.commission.due + BELATED
        and len(_core(each.commission)) >= _LEAST
    ]


def _owing(asked: OpenCommission) -> set[int]:
    return set(asked.commission.unit_ids) - asked.answered


def _core(commission: Commission) -> str:
    """The matter of a commission: 关于报送…的约稿 without what every one says."""
    title = _bare(commission.title)
    core = _ENDING.sub("", _PREAMBLE.sub("", title))
    return core if len(core) >= _LEAST else title


def _bare(title: str) -> str:
    return _PUNCTUATION.sub("", folded(title))


def _proposal(asked: OpenCommission, because: str) -> Proposal:
    commission = asked.commission
    evidence = f"{because}：“{commission.title}”（{commission.id}）"
    return Proposal("commission", evidence, commission=commission.id)
