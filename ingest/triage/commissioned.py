"""Which commission (约稿) does a new item answer?

By the mail it answers, known by thread or by the unit's own token, whenever it comes: a
late answer is late (B2). By its title as long as the term runs. Whatever is less than
sure is a proposal: a second answer, a unit that was not asked, a title merely alike, a
title that comes after the term. What an answer earns is left to `scoring`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from typing import NamedTuple

from ingest.letter.thread import Answered
from ingest.similar.pairs import normalised, pairs
from ledger.entries.events import Commission, OpenCommission
from ledger.entries.submissions import Proposal

BELATED = timedelta(days=30)
"""How long after its last day a commission may still be answered by a title alone."""
_LEAST = 6
"""Characters of a commission's title from which it is enough that an item's title holds
them.
"""
_ALIKE = 0.6
"""What share of a commission's title, in pairs of characters, an item's title must hold
for a proposal.
"""
_PUNCTUATION = re.compile(r"[^\w]+")
_PREAMBLE = re.compile(r"^(?:关于)?(?:报送|提供|撰写|征集|约稿)?(?:关于)?")
_ENDING = re.compile(r"的?(?:约稿|征稿)(?:的?通知|函)?$|的通知$")


@dataclass(frozen=True, slots=True)
class PossibleAnswer:
    """An item as far as it may answer a commission: title, units, the day of its
    arrival, its subject.
    """

    title: str
    unit_ids: tuple[int, ...]
    day: date
    subject: str = ""


class CommissionMatch(NamedTuple):
    """The commission that is answered, what says so (Chinese), and what a person should
    look at.
    """

    commission: str | None = None
    evidence: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def match_commission(
    item: PossibleAnswer, known: Sequence[OpenCommission], answered: Answered | None
) -> CommissionMatch:
    """The commission that `item` answers, surely or perhaps."""
    current: list[OpenCommission] = []
    for each in known:
        # A title answers what asks its unit, runs on that day or ended not long ago,
        # and has a telling title.
        commission = each.commission
        is_asked = not set(item.unit_ids).isdisjoint(commission.unit_ids)
        runs = commission.issued_on <= item.day <= commission.due + BELATED
        if is_asked and runs and len(_matter(commission)) >= _LEAST:
            current.append(each)
    # Those whose matter the title holds; of nested ones only the longest.
    title = _bare(item.title)
    matters = {each: _matter(each.commission) for each in current}
    held_matters = {matter for matter in matters.values() if matter in title}
    nested = {one for one, other in permutations(held_matters, 2) if one in other}
    held = [each for each, matter in matters.items() if matter in held_matters - nested]
    if answered is not None:
        for asked in known:
            if asked.commission.id != answered.sent.commission:
                continue
            if held and asked not in held:
                return CommissionMatch(
                    proposals=_proposals((asked, *held), "标题含有约稿题目")
                )
            return _answer_to(asked, item, f"{answered.because}，是约稿邮件")
    if len(held) > 1:
        return CommissionMatch(proposals=_proposals(held, "标题含有几件约稿的题目"))
    if held:
        if item.day > held[0].commission.due:
            return CommissionMatch(
                proposals=_proposals(held, "标题含有约稿题目，但已过截止日")
            )
        return _answer_to(held[0], item, "标题含有约稿题目，在约稿期限内")

    # What share of the matter of each one still owed the title speaks of; titles of
    # items say more besides.
    owed: dict[OpenCommission, float] = {}
    for each in current:
        if (
            not set(item.unit_ids).intersection(each.commission.unit_ids)
            <= each.answered
        ):
            wanted = pairs(_matter(each.commission))
            owed[each] = len(wanted & pairs(item.title)) / max(1, len(wanted))
    best = max(owed.values(), default=0.0)
    if best >= _ALIKE:
        alike = [each for each, rate in owed.items() if rate == best]
        return CommissionMatch(proposals=_proposals(alike, "标题与约稿题目相近"))
    if "约稿" in item.subject and len(owed) == 1:
        return CommissionMatch(
            proposals=_proposals(tuple(owed), "主题写明是约稿，本单位只欠这一件")
        )
    return CommissionMatch()


def _answer_to(
    asked: OpenCommission, item: PossibleAnswer, because: str
) -> CommissionMatch:
    """The item as an answer to `asked`: sure while one of its units still owes it, else
    a proposal.
    """
    commission = asked.commission
    theirs = set(item.unit_ids).intersection(commission.unit_ids)
    if not theirs <= asked.answered:
        evidence = f"{because}：按约稿“{commission.title}”（{commission.id}）登记"
        return CommissionMatch(commission.id, (evidence,))
    doubt = "本单位已交过这件约稿" if theirs else "本单位不在约稿单位之列"
    doubt = f"但{doubt}" if item.unit_ids else "单位待核"
    return CommissionMatch(proposals=_proposals((asked,), f"{because}；{doubt}"))


def _matter(commission: Commission) -> str:
    """What a commission asks for: 关于报送…的约稿 without what every one says."""
    title = _bare(commission.title)
    matter = _ENDING.sub("", _PREAMBLE.sub("", title))
    return matter if len(matter) >= _LEAST else title


def _bare(title: str) -> str:
    return _PUNCTUATION.sub("", normalised(title))


def _proposals(
    possible: Sequence[OpenCommission], because: str
) -> tuple[Proposal, ...]:
    """For each commission that may be meant one proposal with this reason."""
    commissions = [asked.commission for asked in possible]
    return tuple(
        Proposal(
            "commission", f"{because}：“{each.title}”（{each.id}）", commission=each.id
        )
        for each in commissions
    )
