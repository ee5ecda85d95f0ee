"""Which adoptions, 批示 and 上报 earn nothing because the rule does not name their words, and what is meant?

Those that somebody chose to keep without points (不计分; C5, C7), and those entered before such words were
refused, or named by no edition any more. Either is mapped to a name of the rule, all that say the same word
in one act: as a correction, so that a published quarter is corrected or carried as `withdrawing` says.
"""

from dataclasses import dataclass
from typing import assert_never

from ledger.database import Connection
from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.events import EVENT_TABLES
from ledger.journal import By
from ledger.rulebook import Edition, Rulebook
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.closed_lists import (
    UnknownWord,
    adoption_under_rule,
    edition_for,
    forwarding_under_rule,
    instruction_under_rule,
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
        for sample in table.one_for_each_word(conn):
            edition = edition_for(rulebook, sample.on, sample.entered_at, printed)
            if any(word.may_be_kept for word in unknown_words(edition, sample)):
                found += table.saying(conn, sample)
        for event in found:
            edition = edition_for(rulebook, event.on, event.entered_at, printed)
            # What the rule has come to name since is listed too, till a person maps it.
            for word in unknown_words(edition, event) or (_named_by_now(edition, event),):
                key = f"{word.column}:{word.word}"
                words.setdefault(key, word)
                events.setdefault(key, []).append(event)
    listed = [UnscoredWord(key, words[key], tuple(each)) for key, each in events.items()]
    return tuple(sorted(listed, key=lambda one: not one.not_chosen))


def map_word(
    service: Service, conn: Connection, unscored: UnscoredWord, name: str | None, way: Way | None, by: By
) -> Withdrawn:
    """Puts a name of the rule in the place of the word in all that says it; None keeps that without points.

    EventError where the rule has no such name; WithdrawalError and WayNeededError as of a correction.
    """
    printed, column = printed_quarters(conn), unscored.word.column
    changes: dict[str, EventChange] = {}
    for event in unscored.events:
        if name is None:
            if not event.unscored:
                changes[name_of(event)] = EventChange(unscored=True)
            continue
        edition = edition_for(service.rulebook, event.on, by.at, printed)
        unknown = {word.column: word for word in unknown_words(edition, _saying(event, column, name))}
        if column in unknown:
            raise EventError(event.serial, unknown[column].in_chinese())
        what, how = (name, None) if column in ("publication", "target") else (None, name)
        changes[name_of(event)] = EventChange(what=what, how=how, unscored=bool(unknown))
    if not changes:
        raise EventError(unscored.word.word, "已经是不计分，没有要改的")
    return withdrawing.change_events(service, conn, changes, way, by)


def _named_by_now(edition: Edition, event: Event) -> UnknownWord:
    """The word of what is kept without points though the edition names it, with its name there."""
    match event:
        case Adoption():
            name = adoption_under_rule(edition, event).event.publication
            return UnknownWord("publication", event.publication, (name,), (name,))
        case Instruction():
            name = instruction_under_rule(edition, event).event.level
            return UnknownWord("level", event.level, (name,), (name,))
        case Forwarding():
            name = forwarding_under_rule(edition, event).event.target
            return UnknownWord("target", event.target, (name,), (name,))
        case _ as never:
            assert_never(never)


def _saying(event: Event, column: str, word: str) -> Event:
    """The event with another word in that column."""
    match event:
        case Adoption():
            return event._replace(form=word) if column == "form" else event._replace(publication=word)
        case Instruction():
            return event._replace(level=word)
        case Forwarding():
            return event._replace(target=word)
        case _ as never:
            assert_never(never)
