"""Do the sums agree with a slow second reading of the articles, in every one of some
thousand little worlds?

Two units of one group; the second reader is `second_reading.py`, which knows nothing of
the software and reads what `stories.py` can tell.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import NamedTuple

import pytest

from ledger.periods import parse_period
from ledger.rulebook import Edition
from scoring.score import score
from tests.scoring.second_reading import Result, read
from tests.scoring.stories import Asked, Sent, Story, Used, Wrote
from tests.scoring.worlds import World, ningxia

pytestmark = pytest.mark.long  # some ten thousand little quarters, each scored twice

UNITS = ("甲", "乙")
QUARTERS = {"2026Q1": (2026, 1), "2026Q2": (2026, 2), "2026Q3": (2026, 3)}
NONE = ""


class Choice(NamedTuple):
    """What happens in one second quarter; April, May and June are 4, 5 and 6."""

    april: int = 0
    may: int = 0
    other_april: int = 0
    joint: str = NONE
    first: str = NONE
    second: str = NONE
    wrote: str = NONE
    asked: str = NONE
    study: bool = False


COUNTS = (0, 1, 2)
USES = {
    "单条": ("宁夏交通信息", "单条"),
    "简讯": ("宁夏交通信息", "简讯"),
    "高": ("综合信息", "单条"),
    "最高": ("国务院办公厅", "单条"),
    "未列": ("交通周刊", "单条"),
}
WROTE = {
    NONE: (),
    "两位": (("张", "自治区领导"), ("李", "交通运输部领导")),
    "未列": (("王", "厅领导"),),
}
ANSWERED = {"按时": date(2026, 5, 20), "逾期": date(2026, 5, 21)}


def second_quarter(choice: Choice) -> Story | None:
    """The story of a choice; None when it speaks of an item that there is not."""
    sent = [
        *(
            Sent(f"甲4-{n}", date(2026, 4, 5 + n), "动态", ("甲",))
            for n in range(choice.april)
        ),
        *(
            Sent(f"甲5-{n}", date(2026, 5, 5 + n), "综合", ("甲",))
            for n in range(choice.may)
        ),
        *(
            Sent(f"乙4-{n}", date(2026, 4, 5 + n), "动态", ("乙",))
            for n in range(choice.other_april)
        ),
    ]
    if choice.study:
        sent.append(Sent("调研", date(2026, 4, 20), "调研", ("甲",)))
    if choice.asked in ANSWERED:
        kind = "调研" if choice.study else "综合"
        sent.append(Sent("答", ANSWERED[choice.asked], kind, ("甲",), "约1"))
    if choice.joint:
        sent.insert(0, Sent("联", date(2026, 4, 10), choice.joint, UNITS))
    if not sent and (choice.first or choice.second or choice.wrote):
        return None
    key = sent[0].key if sent else NONE
    uses = ((choice.first, date(2026, 6, 12)), (choice.second, date(2026, 6, 20)))
    return Story(
        UNITS,
        date(2021, 3, 19),
        tuple(sent),
        tuple(Used(key, *USES[use], on, on) for use, on in uses if use),
        tuple(
            Wrote(key, *who, date(2026, 6, 25), date(2026, 6, 25))
            for who in WROTE[choice.wrote]
        ),
        (Asked("约1", "甲", date(2026, 5, 20)),) if choice.asked else (),
    )


def world_of_story(story: Story) -> World:
    """The same story as facts of the software."""
    world = World()
    for unit in story.units:
        world.unit(unit, since=story.since)
    serials = {
        item.key: world.sent(
            item.units[0],
            item.on,
            item.category,
            others=item.units[1:],
            commission=item.asked or None,
        )
        for item in story.sent
    }
    for used in story.used:
        world.adopted(serials[used.key], used.by, used.on, used.form, used.entered)
    for wrote in story.wrote:
        world.instructed(
            serials[wrote.key], wrote.on, wrote.leader, wrote.level, wrote.entered
        )
    for asked in story.asked:
        world.asked(asked.name, asked.due, asked.unit)
    for (year, number), on in story.closed:
        world.publish(f"{year}Q{number}", on)
    return world


def computed(edition: Edition, period: str, story: Story) -> dict[str, Result]:
    """What the software says of the story."""
    found = {}
    for unit in score(edition, parse_period(period), world_of_story(story).facts).units:
        assert unit.share is not None
        assert unit.rank is not None
        names = frozenset(entry.name for entry in unit.named)
        found[unit.unit] = Result(unit.total, unit.share, unit.rank, names)
    return found


def disagreements(
    stories: Iterable[Story], periods: Iterable[str], *turned: str
) -> Iterator[tuple[str, Story, dict[str, Result], dict[str, Result]]]:
    """Every world in which the two readers differ: what is computed, then what is
    read.
    """
    edition = ningxia(*turned)
    wanted = tuple(periods)
    for story in stories:
        for period in wanted:
            theirs = computed(edition, period, story)
            ours = read(story, QUARTERS[period], frozenset(turned))
            if theirs != ours:
                yield period, story, theirs, ours


def choices(**of: tuple[object, ...]) -> Iterator[Story]:
    """The stories of all combinations of the values given."""
    for values in product(*of.values()):
        story = second_quarter(Choice(**dict(zip(of, values, strict=True))))  # type: ignore[arg-type]
        if story is not None:
            yield story


def test_every_little_quarter_has_the_totals_shares_ranks_and_lists_of_the_second_reader() -> (
    None
):
    stories = choices(
        april=COUNTS,
        may=COUNTS,
        other_april=COUNTS,
        joint=(NONE, "动态"),
        first=(NONE, "单条", "简讯", "高"),
        second=(NONE, "单条", "最高"),
        wrote=(NONE, "两位"),
        asked=(NONE, "按时", "逾期", "未完成"),
    )
    assert next(disagreements(stories, ("2026Q2",)), None) is None


def of_readings() -> Iterator[Story]:
    """Quarters in which each of the ambiguous sentences comes to matter."""
    return choices(
        april=(0, 1),
        may=(1,),
        other_april=(1,),
        joint=(NONE, "动态", "突发", "调研"),
        first=(NONE, "高", "未列"),
        second=(NONE, "单条"),
        wrote=(NONE, "两位", "未列"),
        asked=(NONE, "按时"),
        study=(False, True),
    )


@pytest.mark.parametrize(
    "turned", [each.id for each in ningxia().readings if each.id != "C6"]
)
def test_every_little_quarter_agrees_also_when_a_sentence_is_read_the_other_way(
    turned: str,
) -> None:
    assert next(disagreements(of_readings(), ("2026Q2",), turned), None) is None


def test_every_little_quarter_agrees_on_sums_when_an_instruction_needs_an_adoption() -> (
    None
):
    for _, _, theirs, ours in disagreements(of_readings(), ("2026Q2",), "C6"):
        for unit in UNITS:
            assert theirs[unit]._replace(named=frozenset()) == ours[unit]._replace(
                named=frozenset()
            )


HAPPENED = (
    None,
    (date(2026, 3, 20), date(2026, 3, 20)),
    (date(2026, 3, 20), date(2026, 4, 20)),
    (date(2026, 5, 10), date(2026, 5, 10)),
    (date(2026, 8, 3), date(2026, 8, 3)),
)
"""On which day something happened, and when the office entered it."""


def two_quarters() -> Iterator[Story]:
    """An item of the first quarter, used twice and instructed, now or later; circulars
    approved or not.
    """
    sent = tuple(
        Sent(f"{unit}{month}-{n}", date(2026, month, 5 + n), "动态", (unit,))
        for unit, month, n in product(UNITS, (2, 4, 5), (0, 1))
    )
    lead = (
        Sent("联", date(2026, 3, 10), "调研", UNITS),
        Sent("甲", date(2026, 3, 10), "调研", ("甲",)),
    )
    first, second = ((2026, 1), date(2026, 4, 10)), ((2026, 2), date(2026, 7, 10))
    closes = ((), (first,), (first, second))
    for item, one, two, three, closed in product(
        lead, HAPPENED, HAPPENED, HAPPENED[::2], closes
    ):
        used = [(one, "宁夏交通信息"), (two, "国务院办公厅")]
        yield Story(
            UNITS,
            date(2021, 3, 19),
            (*sent, item),
            tuple(Used(item.key, by, "单条", *when) for when, by in used if when),
            (Wrote(item.key, "张", "自治区领导", *three),) if three else (),
            closed=closed,
        )


@pytest.mark.parametrize("turned", [(), ("C10",), ("C3",), ("E1",)])
def test_what_becomes_known_later_lands_where_the_second_reader_puts_it(
    turned: tuple[str, ...],
) -> None:
    assert next(disagreements(two_quarters(), QUARTERS, *turned), None) is None
