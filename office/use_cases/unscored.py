"""Which adoptions, 批示 and 上报 earn nothing because the rule does not name their
words, and what is meant?

Those that somebody chose to keep without points (不计分; C5, C7), and those entered
before such words were refused, or named by no edition any more. Either is mapped to a
name of the rule, all that say the same word in one act: as a correction, so that a
published quarter is corrected or carried as `withdrawing` says.
"""

from dataclasses import dataclass
from typing import Any

from ledger.database import Connection
from ledger.events import EVENT_TABLES
from ledger.journal import By
from ledger.periods import Span, periods_between
from ledger.rulebook import Edition, Rulebook
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.closed_lists import (
    UnknownWord,
    edition_for,
    edition_of,
    printed_quarters,
    unknown_words,
)
from office.use_cases.events import EventError
from office.use_cases.withdrawing import Event, EventChange, Way, Withdrawn
from scoring.without import name_of


@dataclass(frozen=True, slots=True)
class UnscoredWord:
    """A word because of which what is on record earns nothing, and all that says it.

    `key` names it and the list that it is not of, such as level:厅领导.
    """

    key: str
    word: UnknownWord
    events: tuple[Event, ...]

    @property
    def not_chosen(self) -> int:
        """How many of its events nobody chose to keep without points."""
        return sum(not event.unscored for event in self.events)


def unscored_words(conn: Connection, rulebook: Rulebook) -> tuple[UnscoredWord, ...]:
    """Every such word, those first that stand where nobody chose 不计分."""
    printed = printed_quarters(conn)
    words: dict[str, UnknownWord] = {}
    events: dict[str, list[Event]] = {}
    for table in EVENT_TABLES.values():
        found: list[Event] = list(table.unscored(conn))
        for said_on in table.days_of_words(conn):
            # The editions of the quarters of those days, each once.
            editions: dict[str, Edition] = {}
            days = (said_on.first, said_on.last)
            for quarter in periods_between(*days, Span.QUARTER):
                edition = edition_of(rulebook, quarter)
                editions[edition.id] = edition
            if any(
                unknown_words(edition, said_on.sample) for edition in editions.values()
            ):
                for event in table.saying(conn, said_on.sample):
                    edition = edition_for(rulebook, event.on, event.entered_at, printed)
                    if any(word.may_be_kept for word in unknown_words(edition, event)):
                        found.append(event)
        for event in found:
            edition = edition_for(rulebook, event.on, event.entered_at, printed)
            # What the rule has come to name since is listed by its own word, till a
            # person maps it.
            column = table.listed[0]
            said = getattr(event, column)
            for word in unknown_words(edition, event) or (
                UnknownWord(column, said, (said,), (said,)),
            ):
                key = f"{word.column}:{word.word}"
                words.setdefault(key, word)
                events.setdefault(key, []).append(event)
    listed = [
        UnscoredWord(key, words[key], tuple(each)) for key, each in events.items()
    ]
    return tuple(sorted(listed, key=lambda one: not one.not_chosen))


def map_word(
    service: Service,
    conn: Connection,
    unscored: UnscoredWord,
    name: str | None,
    way: Way | None,
    by: By,
) -> Withdrawn:
    """Puts a name of the rule in the place of the word in all that says it; None keeps
    that without points.

    EventError where the rule has no such name; WithdrawalError and WayNeededError as of
    a correction.
    """
    printed, column = printed_quarters(conn), unscored.word.column
    changes: dict[str, EventChange] = {}
    for event in unscored.events:
        if name is None:
            if not event.unscored:
                changes[name_of(event)] = EventChange(unscored=True)
            continue
        edition = edition_for(service.rulebook, event.on, by.at, printed)
        renamed: dict[str, Any] = {column: name}
        unknown = {
            word.column: word
            for word in unknown_words(edition, event._replace(**renamed))
        }
        if column in unknown:
            raise EventError(event.serial, unknown[column].wrong().chinese)
        what, how = (
            (name, None) if column in ("publication", "target") else (None, name)
        )
        changes[name_of(event)] = EventChange(
            what=what, how=how, unscored=bool(unknown)
        )
    if not changes:
        raise EventError(unscored.word.word, "已经是不计分，没有要改的")
    return withdrawing.change_events(service, conn, changes, way, by)
