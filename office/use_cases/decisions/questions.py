"""What does the office have to decide about its items, and how is a proposal closed
that nobody follows?

Each proposal with the items it is about, how long it has been asked, and where their
words differ. Following one is a decision like any other (`deciding`).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ingest.similar.differing import Piece, SideBySide, side_by_side
from ingest.similar.pairs import likeness
from ledger import journal, proposals
from ledger.database import Connection
from ledger.entries.submissions import Submission, subject_of
from ledger.faults import ToldError
from ledger.journal import By, JournalEntry
from ledger.periods import local_day
from ledger.proposals import OpenProposal
from ledger.submissions import listing

_LITTLE = 0.5
"""How alike titles must be for their differing words to tell anything."""
DISMISSED = "dismissed: "
"""How the journal begins; the kind of the proposal follows."""


class NotAskedError(ToldError):
    """Proposals that there are none of, or that are settled; nothing was changed."""

    def __init__(self, numbers: Iterable[int]) -> None:
        named = ", ".join(str(number) for number in numbers)
        super().__init__(
            f"proposals: {named}: none of them, or settled already; nothing was changed; "
            "see `yishiyibao proposals list`"
        )


class Question(NamedTuple):
    """A proposal, the item it is about, the one it points to, and for how many days it
    has been asked.

    `titles` are the titles of both, and where they differ.
    """

    found: OpenProposal
    item: Submission
    other: Submission | None
    days: int
    titles: SideBySide


def questions(
    conn: Connection, today: date, *, lapsed: bool = False
) -> tuple[Question, ...]:
    """What waits for a person, newest first; or what lapsed undecided."""
    found = proposals.lapsed(conn, today) if lapsed else proposals.waiting(conn, today)
    return tuple(reversed(_with_items(conn, found, today)))


def question(conn: Connection, number: int, today: date) -> Question | None:
    """One open proposal, lapsed or not; None where there is none of that number."""
    for each in _with_items(conn, proposals.numbered(conn, [number]), today):
        return each
    return None


def words_of_both(conn: Connection, asked: Question) -> SideBySide:
    """What both items say, the covering words and the manuscript, and where that
    differs.
    """
    said: list[str] = []
    for item in (asked.item, asked.other):
        words = () if item is None else listing.words_of(conn, item.serial)
        said.append("\n\n".join(filter(None, map(str.strip, words))))
    ours, theirs = said
    return side_by_side(ours, theirs)


def dismiss(conn: Connection, numbers: Iterable[int], by: By) -> tuple[int, ...]:
    """Closes proposals without following them; gives the numbers of those that were
    open.
    """
    open_ones = proposals.numbered(conn, numbers)
    for found in open_ones:
        proposals.settle(conn, found.id, "dismissed", by.at)
        did = f"{DISMISSED}{found.proposal.kind}"
        journal.write(
            conn, JournalEntry(by.at, by.who, did, subject_of(found.serial), by.because)
        )
    return tuple(found.id for found in open_ones)


def dismiss_all(conn: Connection, numbers: Iterable[int], by: By) -> None:
    """Closes all of these proposals; NotAskedError, whereupon the caller takes it all
    back.
    """
    asked = tuple(dict.fromkeys(numbers))
    done = set(dismiss(conn, asked, by))
    if missing := [number for number in asked if number not in done]:
        raise NotAskedError(missing)


def _with_items(
    conn: Connection, found: Sequence[OpenProposal], today: date
) -> list[Question]:
    others = (each.proposal.other for each in found)
    items = listing.by_serial(conn, [*(each.serial for each in found), *others])
    asked = []
    for each in found:
        item, other = items[each.serial], items.get(each.proposal.other)
        theirs = "" if other is None else other.title
        if likeness(item.title, theirs) < _LITTLE:
            # Of two titles that have little in common nothing is marked, since most of
            # them differs.
            titles = SideBySide(
                (Piece(item.title, differs=False),), (Piece(theirs, differs=False),)
            )
        else:
            titles = side_by_side(item.title, theirs)
        asked.append(
            Question(each, item, other, (today - local_day(each.made_at)).days, titles)
        )
    return asked
