"""Does the rule name the publication, form, level or target of an event, and what may
another word mean?

What the rule does not name earns nothing, so it is entered only where a person says
that it shall be kept without points (不计分; C5, C7). Asked is the edition under which
the event will count. A rule that lists no levels, or no targets, leaves them open. What
is kept so is `office.use_cases.unscored`'s affair.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar, assert_never

from rapidfuzz.distance import OSA

from ledger import scores
from ledger.database import Connection
from ledger.entries.events import Adoption, Facts, Forwarding, Instruction
from ledger.entries.people import Unit
from ledger.periods import Period, Span, period_of
from ledger.rulebook import (
    OTHER_LEADERS,
    Edition,
    NoEditionError,
    Outlet,
    Rulebook,
    folded_name,
)
from notify.lines import joined
from office.use_cases.imports.refusals import Both, Refusal, Wrong, like
from scoring.facts import event_day, published_quarters

T = TypeVar("T", Adoption, Instruction, Forwarding)
TICKED = Both("write 是 under 不计分", "请选“不计分”")
"""How a row, and how a form, says that it shall be kept without points."""
_SHOWN = 3
"""How many near names are proposed."""
_LEAST = 0.5
"""How like a word a name must be to be proposed at all."""
_BEHIND = 0.15
"""How far behind the likeliest another may be."""
_WITHIN = 0.8
"""How like each other a name and a part of it are at least."""
_SHORTEST_WITHIN = 2
"""Characters from which a part of a name may stand for it."""


class UnknownWord(NamedTuple):
    """A word that a list of the rule does not hold.

    `column` is that of a file, `near` are names of the list that are like it, the
    likeliest first, `allowed` all of them. Where the rule gives points for what it does
    not name, `may_be_kept` is False: nobody keeps such a one without them.
    """

    column: str
    word: str
    near: tuple[str, ...]
    allowed: tuple[str, ...]
    may_be_kept: bool = True

    def wrong(self, way: Both = TICKED) -> Wrong:
        """What is wrong with a form or a cell, and the `way` to keep it all the
        same.
        """
        kept = Both(
            f"; to keep the row without points {way.english}",
            f"；确实不在其中、只作记录的，{way.chinese}",
        )
        if not self.may_be_kept:
            kept = Both(
                f"; a leader whom it does not name earns points too, as {OTHER_LEADERS}",
                f"；未列明的领导也计分，请写“{OTHER_LEADERS}”",
            )
        values = {
            "kind": Both(f"{self.column} of the rule", _CHINESE[self.column]),
            "word": self.word or Both("(empty)", "（未写）"),
            "near": like(self.near),
            "allowed": Both(
                ", ".join(self.allowed) or "none", joined(self.allowed, "（没有）")
            ),
            "way": kept,
        }
        return Wrong(Refusal.UNKNOWN_WORD, values)


_CHINESE = {
    "publication": "刊物",
    "form": "采用形式",
    "level": "级别",
    "target": "上报去向",
}


@dataclass(frozen=True, slots=True)
class RuledEvent(Generic[T]):
    """An event under the rule's own names, and its words that the rule does not know.

    It is `unscored` no more where the rule names all of it.
    """

    event: T
    unknown: tuple[UnknownWord, ...]

    @property
    def refused(self) -> tuple[UnknownWord, ...]:
        """The words because of which it cannot be entered as it is."""
        return () if self.event.unscored else self.unknown


def printed_quarters(conn: Connection) -> dict[str, datetime]:
    """Quarter → since when it is published: an event of a day in it counts later
    (C10).
    """
    return published_quarters(
        Facts(
            published=scores.published_periods(conn),
            history=scores.earlier_totals(conn),
        )
    )


def edition_for(
    rulebook: Rulebook, on: date, entered_at: datetime, printed: Mapping[str, datetime]
) -> Edition:
    """The edition under which an event of that day counts (C10); NoEditionError where
    there is none.
    """
    return edition_of(
        rulebook, period_of(event_day(on, entered_at, printed), Span.QUARTER)
    )


def edition_of(rulebook: Rulebook, quarter: Period) -> Edition:
    """The edition of a quarter, the earliest where none covers it; NoEditionError where
    there is none.
    """
    try:
        return rulebook.for_period(quarter)
    except NoEditionError:
        if not rulebook.editions:
            raise
        return min(rulebook.editions, key=lambda edition: edition.applies_from)


def adoption_under_rule(edition: Edition, said: Adoption) -> RuledEvent[Adoption]:
    """The adoption as the edition names it, of the usual form where none was said."""
    unknown: list[UnknownWord] = []
    outlet = edition.publication(said.publication)
    if outlet is None:
        unknown.append(
            _unknown("publication", said.publication, _names_of(edition.outlets))
        )
    usual_form = edition.forms[0].name if edition.forms else ""
    form = said.form or usual_form
    if form and edition.form(form) is None:
        unknown.append(
            _unknown("form", form, {each.name: () for each in edition.forms})
        )
    publication = said.publication if outlet is None else outlet.name
    event = said._replace(
        publication=publication, form=form, unscored=said.unscored and bool(unknown)
    )
    return RuledEvent(event, tuple(unknown))


def instruction_under_rule(
    edition: Edition, said: Instruction
) -> RuledEvent[Instruction]:
    """The 批示 as the edition names its level; whatever it says where the edition names
    none.
    """
    rule = edition.instruction
    if not rule.choices:
        return RuledEvent(said, ())
    level = rule.level_called(said.level)
    if level is not None:
        return RuledEvent(said._replace(level=level, unscored=False), ())
    # By an alias 厅领导 would be near 部领导, and is nothing of the kind.
    word = _unknown("level", said.level, dict.fromkeys(rule.choices, ()))
    # Where other leaders earn points too, nobody keeps one of them without.
    word = word._replace(may_be_kept=not rule.unlisted)
    return RuledEvent(
        said._replace(unscored=said.unscored and word.may_be_kept), (word,)
    )


def forwarding_under_rule(edition: Edition, said: Forwarding) -> RuledEvent[Forwarding]:
    """The 上报 as the edition names where it went; whatever it says where the edition
    names no such place.
    """
    if not edition.forwardings:
        return RuledEvent(said, ())
    target = edition.forwarding(said.target)
    if target is not None:
        return RuledEvent(said._replace(target=target.name, unscored=False), ())
    return RuledEvent(
        said, (_unknown("target", said.target, _names_of(edition.forwardings)),)
    )


def unknown_words(
    edition: Edition, event: Adoption | Instruction | Forwarding
) -> tuple[UnknownWord, ...]:
    """The words of an event that the edition does not name."""
    match event:
        case Adoption():
            return adoption_under_rule(edition, event).unknown
        case Instruction():
            return instruction_under_rule(edition, event).unknown
        case Forwarding():
            return forwarding_under_rule(edition, event).unknown
        case _ as never:
            assert_never(never)


def near(word: str, names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The names that are like a word, the likeliest first; `names` is name → what else
    it is called.
    """
    wanted = folded_name(word)
    ratings: dict[str, float] = {}
    for name, others in names.items():
        for called in map(folded_name, (name, *others)):
            rating: float = OSA.normalized_similarity(wanted, called)
            short, long = sorted((wanted, called), key=len)
            if len(short) >= _SHORTEST_WITHIN and short in long:
                rating = max(rating, _WITHIN)
            if rating >= max(_LEAST, ratings.get(name, 0.0)):
                ratings[name] = rating
    best = max(ratings.values(), default=0.0)
    likely = [name for name, rating in ratings.items() if rating > best - _BEHIND]
    return tuple(sorted(likely, key=lambda name: -ratings[name])[:_SHOWN])


def near_units(word: str, units: Iterable[Unit]) -> tuple[str, ...]:
    """The names of units that are like a word, or of which another name is."""
    return near(word, {unit.name: unit.every_name for unit in units})


def _names_of(outlets: Iterable[Outlet]) -> dict[str, tuple[str, ...]]:
    return {outlet.name: outlet.aliases for outlet in outlets}


def _unknown(column: str, word: str, names: Mapping[str, Iterable[str]]) -> UnknownWord:
    return UnknownWord(column, word, near(word, names) if word else (), tuple(names))
