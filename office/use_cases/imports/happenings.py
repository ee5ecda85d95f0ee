"""What does a cell of a register say of adoptions, 批示 and 上报?

Several stand in one cell, each with its day: 《交通信息》第3期 单条 2026-01-20；….
Form, issue and day of a single adoption may stand in columns of their own. What the
rule does not name is refused, unless 不计分 stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.periods import local_day
from office.use_cases.closed_lists import (
    RuledEvent,
    adoption_under_rule,
    forwarding_under_rule,
    instruction_under_rule,
)
from office.use_cases.imports.records import UNSCORED, ImportContext
from office.use_cases.imports.refusals import Both, Refusal
from office.use_cases.imports.rows import BadCellError, TableRow, parse_day

Happened = TypeVar("Happened", Adoption, Instruction, Forwarding)
BETWEEN = re.compile(r"[;；\n]")
"""What stands between several in one cell."""
_NOTHING = frozenset({"无", "否", "未采用", "无批示", "未上报", "—", "-", "/", "×"})
"""How a cell says that nothing happened to its item."""
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_ISSUE = re.compile(r"第\s*(\w+?)\s*期")
_GAPS = re.compile(r"[\s()（）《》,，、:：]+")


class SaidOfEvent(NamedTuple):
    """What a text says of one event: its day, issue and other words, and whether it
    says 不计分.
    """

    text: str
    on: date
    issue: str
    words: tuple[str, ...]
    unscored: bool


def written_day(text: str, column: str) -> date:
    """The first day in a text, as 2026-01-20, 2026.1.20 or 2026年1月20日;
    BadCellError.
    """
    found = _DAY.search(text)
    return parse_day("-".join(found.groups()) if found else text, column)


def adoptions_in(row: TableRow, context: ImportContext) -> list[Adoption]:
    """The adoptions of a row; BadCellError."""
    texts = _said_to_have_happened(row, "adoptions")
    if len(texts) == 1:
        issue = row.text("issue")
        issue = f"第{issue}期" if issue.isdecimal() else issue
        texts = [" ".join((texts[0], issue, row.text("form"), row.text("adopted_on")))]
    found: list[Adoption] = []
    for text in texts:
        said = said_of_event(row, "adoptions", text, context)
        edition = context.edition_for(said.on)
        form = _first_known(said.words, edition.form)
        name = _without(said.words, form)
        publication = _first_known(said.words, edition.publication)
        if publication and edition.publication(name) is None:
            # What stands beside a publication that the rule knows is a form that it
            # does not.
            name, form = publication, _without(said.words, publication)
        adoption = Adoption(
            0, "", name, form, said.on, context.now, said.issue, unscored=said.unscored
        )
        found.append(under_rule("adoptions", adoption_under_rule(edition, adoption)))
    return found


def instructions_in(row: TableRow, context: ImportContext) -> list[Instruction]:
    """The 批示 of a row: the level and the leader, or the level alone; BadCellError."""
    found: list[Instruction] = []
    for text in _said_to_have_happened(row, "instructions"):
        said = said_of_event(row, "instructions", text, context)
        edition = context.edition_for(said.on)
        words = [word.removesuffix("批示") for word in said.words if word != "批示"]
        if not words:
            row.refuse("instructions", Refusal.NO_LEADER, said=text)
        level = words[0]
        for word in words:
            if edition.instruction.level_called(word) is not None:
                level = word
        leader = _without(words, level) or level
        instruction = Instruction(
            0, "", leader, level, said.on, context.now, unscored=said.unscored
        )
        found.append(
            under_rule("instructions", instruction_under_rule(edition, instruction))
        )
    return found


def forwardings_in(row: TableRow, context: ImportContext) -> list[Forwarding]:
    """Where the item of a row was sent up to; BadCellError."""
    found: list[Forwarding] = []
    for text in _said_to_have_happened(row, "forwardings"):
        said = said_of_event(row, "forwardings", text, context)
        forwarding = Forwarding(
            0, "", "".join(said.words), said.on, context.now, unscored=said.unscored
        )
        ruled = forwarding_under_rule(context.edition_for(said.on), forwarding)
        found.append(under_rule("forwardings", ruled))
    return found


def _said_to_have_happened(row: TableRow, column: str) -> list[str]:
    return [text for text in row.several(column, BETWEEN) if text not in _NOTHING]


def _first_known(words: Sequence[str], find: Callable[[str], object]) -> str:
    """The first word that the rule has in one of its lists; "" where it has none."""
    return next((word for word in words if find(word) is not None), "")


def _without(words: Sequence[str], left_out: str) -> str:
    """All other words, one behind another."""
    return "".join(word for word in words if word != left_out)


def said_of_event(
    row: TableRow, column: str, text: str, context: ImportContext
) -> SaidOfEvent:
    """What a text says of one event; BadCellError."""
    day, issue = _DAY.search(text), _ISSUE.search(text)
    if day is None:
        row.refuse(column, Refusal.NO_DAY_BEHIND, said=text.strip())
    on = written_day(text, column)
    if on > local_day(context.now):
        row.refuse(column, Refusal.NOT_YET, day=on)
    rest = _ISSUE.sub(" ", text.replace(day[0], " "), count=1)
    words = [*filter(None, _GAPS.split(rest))]
    kept = tuple(word for word in words if word != UNSCORED)
    return SaidOfEvent(
        text, on, issue[1] if issue else "", kept, len(kept) < len(words)
    )


def under_rule(column: str, ruled: RuledEvent[Happened]) -> Happened:
    """The event under the rule's names; BadCellError where it has none for it."""
    if ruled.refused:
        way = Both(f"write {UNSCORED} behind it", f"在后面写“{UNSCORED}”")
        wrong = [word.wrong(way) for word in ruled.refused]
        english = "; ".join(each.english for each in wrong)
        said = Both(english, "；".join(each.chinese for each in wrong))
        raise BadCellError(column, Refusal.AS_SAID, said=said)
    return ruled.event
