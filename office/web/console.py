"""What are the pages handed?

One frozen `Console` of values and functions that `office.web.assembly` fills; a page takes it as its first
argument and knows nothing else. Each page module ends in a table of `Route`s, which also say who may open
them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from flask.typing import ResponseReturnValue

from ledger.database import Connection, Database
from ledger.entries.letters import MailboxEntry
from ledger.periods import Period
from ledger.rulebook import Rulebook
from ledger.scoresheet import ScoreSheet
from ledger.standing import Standing
from ledger.users import UserRole
from office.service.clock import Clock
from office.use_cases.decisions.decision import DecisionContext, DecisionResult
from office.use_cases.explaining import ItemExplained
from office.use_cases.remarking import RemarkKinds
from office.web.press import Press


class Unscored(NamedTuple):
    """No sheet or standing can be made for a period, and why (Chinese)."""

    because: str


class NotTaken(NamedTuple):
    """A letter could not be made a report, and why (Chinese)."""

    because: str


Standings = Callable[[Connection, Period, date], tuple[Standing, ...] | Unscored]
Score = Callable[[Connection, Period], ScoreSheet | Unscored]
Explain = Callable[[Connection, str], ItemExplained | None]
Seat = Callable[[str, datetime], DecisionContext]
JudgeAfter = Callable[[DecisionResult, DecisionContext], tuple[str, ...]]
KindsOn = Callable[[date], RemarkKinds]
Take = Callable[[int, str, str, datetime], MailboxEntry | NotTaken]


@dataclass(frozen=True, slots=True)
class Console:
    """Everything the pages need.

    `standings` sees a period from a day, `score` computes one as it stands now, `explain` finds every line
    that rests on a record, such as adoption:12 or a serial. `decision_context` is that of a person who
    decides at a moment. `kinds_on` are the remarks that the rule names on a day. `take_as_report` makes a
    letter that was set aside a report: its number, who wants it, why, when; `unseal` fetches one again that
    was sealed by a false alarm. `judge_after` records held items that a decision's lessons made clear and
    gives their serials. `press` is what pages of circulars need. `behind_proxy`: TLS ends before us, so that
    cookies are marked Secure and forwarded headers believed. `doubts` are the years near a day whose holidays
    are not known.
    """

    database: Database
    clock: Clock
    secret_key: bytes = field(repr=False)
    office: str
    categories: tuple[str, ...]
    rulebook: Rulebook
    standings: Standings
    score: Score
    explain: Explain
    decision_context: Seat
    kinds_on: KindsOn
    judge_after: JudgeAfter
    press: Press
    take_as_report: Take
    unseal: Take
    behind_proxy: bool = False
    own_addresses: frozenset[str] = frozenset()
    doubts: Callable[[date], tuple[int, ...]] = lambda _: ()
    troubles: Callable[[], tuple[str, ...]] = tuple
    """Codes of what is wrong with the service at this moment."""


class Route(NamedTuple):
    """One page: its address, its name, what answers (the console comes first), and who may open it."""

    rule: str
    name: str
    view: Callable[..., ResponseReturnValue]
    least: UserRole | None = UserRole.VIEWER
    """The least role; None: anybody, signed in or not."""
    method: str = "GET"
