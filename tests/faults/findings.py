"""What became of the letters and of their receipts?

A letter is lost where it has not exactly one state, or no submission; a receipt where
it neither reached the mail server nor stands in the record as unknown, refused or
waiting for a person. Doubled is what there is twice. Unknown is a loss of nothing, but
only where the state table of docs/architecture.md lets a message become so.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from ledger.notice import OutboxState
from ledger.outbox.listing import OutboxEntry
from tests.faults.grounds import Grounds
from tests.walks.house import OFFICE, House

_NUMBER = re.compile(r"第(\d+)批")
_UNSENT = {OutboxState.UNKNOWN, OutboxState.REFUSED, OutboxState.WITHHELD}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a campaign's table: `runs` worlds, each with `letters` letters.

    `unknown` counts messages, and `unaccountable` those among them that the state table
    does not let become so.
    """

    case: str
    runs: int = 1
    letters: int = 0
    lost: int = 0
    doubled: int = 0
    unknown: int = 0
    unaccountable: int = 0
    note: str = ""

    @property
    def in_words(self) -> str:
        """One line for whoever watches."""
        counts = f"{self.lost} lost, {self.doubled} doubled, {self.unknown} unknown"
        return f"{self.case}: {self.runs} worlds, {self.letters} letters: {counts}"

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, doubled, or became unknown without a reason."""
        return not (self.lost or self.doubled or self.unaccountable)

    def and_also(self, other: "Finding") -> "Finding":
        """The two as one line, named and annotated as this one."""
        return replace(
            self,
            runs=self.runs + other.runs,
            letters=self.letters + other.letters,
            lost=self.lost + other.lost,
            doubled=self.doubled + other.doubled,
            unknown=self.unknown + other.unknown,
            unaccountable=self.unaccountable + other.unaccountable,
        )


class NotRunError(Exception):
    """A campaign cannot be run on this machine; says why."""


Campaign = Callable[[Grounds], Iterator[Finding]]
"""What yields a finding for each line of its table; NotRunError."""


class Expected(NamedTuple):
    """What a world must come to.

    Letters 1 to `letters`, made by `tests.walks.letters.report`, each of a sender of
    its own; `unknown` messages may be so, at most; `turned_away` messages the mail
    server read to the final dot and then refused.
    """

    letters: int
    unknown: int = 0
    turned_away: int = 0


def receipts_of(house: House) -> tuple[OutboxEntry, ...]:
    """What answers a letter, also one that is held."""
    return tuple(e for e in house.outbox() if e.kind.startswith("receipt"))


def found_in(house: House, expected: Expected, case: str) -> Finding:
    """What became of the letters of a house whose work is done."""
    wanted = range(1, expected.letters + 1)
    submissions = Counter(
        int(number)
        for each in house.submissions()
        for number in _NUMBER.findall(each.title)[:1]
    )
    states = Counter((e.place.uidvalidity, e.place.uid) for e in house.letters())
    lost = sum(1 for number in wanted if not submissions[number])
    doubled = sum(count - 1 for count in submissions.values())
    lost += max(0, expected.letters - len(states))
    doubled += sum(count - 1 for count in states.values())

    receipts = receipts_of(house)
    # What the office itself is told about its day answers nobody.
    told = [message.recipients[0] for message in house.smtp.messages]
    taken = Counter(to for to in told if to != OFFICE)
    accepted = taken.total() - expected.turned_away
    doubled += max(0, accepted - len(taken))
    lost += sum(
        1 for entry in receipts if not taken[entry.to] and entry.state not in _UNSENT
    )
    unknown = sum(1 for entry in receipts if entry.state is OutboxState.UNKNOWN)
    return Finding(
        case,
        letters=expected.letters,
        lost=lost + max(0, expected.letters - len(receipts)),
        doubled=doubled + max(0, len(receipts) - expected.letters),
        unknown=unknown,
        unaccountable=max(0, unknown - expected.unknown),
    )
