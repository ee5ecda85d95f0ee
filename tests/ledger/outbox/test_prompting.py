"""Is a stage of a duty reminded of once, whoever asks and how often?"""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from ledger.notice import Notice, Reminder, ReminderStage
from ledger.outbox.listing import listed
from ledger.outbox.prompting import new_stages, not_yet_told, overtaken, remind
from ledger.outbox.queueing import NotQueued, Queued, queue, unprompted
from ledger.tables.office import units
from tests.ledger.outbox.conftest import LIMITS, NOW, UNIT

OFFICE = "bangongshi@office.example"
REMINDER = Reminder(
    1,
    "2026-03/monthly/8",
    (ReminderStage("monthly", "2026-03", 8),),
    {"unit": "1", "day": "2026-03-19"},
)


@pytest.fixture(autouse=True)
def unit(conn: sa.Connection) -> None:
    conn.execute(
        units.insert().values(id=1, name="银川市交通运输局", since=date(2020, 1, 1))
    )


def test_p35_the_same_stage_is_reminded_of_once_however_many_schedulers_ask(
    conn: sa.Connection,
) -> None:
    results = [
        remind(conn, REMINDER, [UNIT, "second@example.cn"], NOW, LIMITS)
        for _ in range(4)
    ]
    assert [len(result) for result in results] == [2, 0, 0, 0]
    assert len(listed(conn)) == 2


def test_a_new_stage_of_another_duty_sends_one_notice_that_covers_both(
    conn: sa.Connection,
) -> None:
    remind(conn, REMINDER, [UNIT], NOW, LIMITS)
    research = ReminderStage("research", "2026H1", 20)
    both = replace(
        REMINDER,
        key="2026-03/monthly/8|2026H1/research/20",
        covers=(*REMINDER.covers, research),
    )
    assert new_stages(conn, both) == (research,)
    assert [type(result) for result in remind(conn, both, [UNIT], NOW, LIMITS)] == [
        Queued
    ]


def test_a_unit_without_a_working_address_stays_to_be_reminded(
    conn: sa.Connection,
) -> None:
    assert remind(conn, REMINDER, [], NOW, LIMITS) == ()
    assert [
        type(result) for result in remind(conn, REMINDER, ["broken"], NOW, LIMITS)
    ] == [NotQueued]
    assert new_stages(conn, REMINDER) == REMINDER.covers


def test_two_units_that_share_an_address_are_each_reminded(conn: sa.Connection) -> None:
    conn.execute(
        units.insert().values(id=2, name="银川市公路中心", since=date(2020, 1, 1))
    )
    first = replace(REMINDER, key="1/2026-03/monthly/8")
    second = replace(REMINDER, unit_id=2, key="2/2026-03/monthly/8")
    for reminder in (first, second):
        assert remind(conn, reminder, [UNIT], NOW, LIMITS)[0][2:] == (True, False)
    assert len(listed(conn)) == 2


def test_what_the_office_was_told_last_is_not_told_again(conn: sa.Connection) -> None:
    assert not_yet_told(conn, []) == frozenset()
    assert not_yet_told(conn, ["1/a/8", "2/a/8"]) == {"1/a/8", "2/a/8"}
    about = {"day": "2026-03-19", "missed": "1/a/8\n2/a/8"}
    queue(
        conn,
        Notice("unreached", OFFICE, "2026-03-19", about),
        unprompted(OFFICE),
        NOW,
        LIMITS,
    )
    assert not_yet_told(conn, ["1/a/8"]) == frozenset()
    assert not_yet_told(conn, ["1/a/3", "2/a/8"]) == {"1/a/3"}


def test_a_stage_that_waited_is_overtaken_by_a_later_one_of_the_same_duty(
    conn: sa.Connection,
) -> None:
    remind(conn, REMINDER, [UNIT], NOW, LIMITS)
    (eighth,) = REMINDER.covers
    assert overtaken(conn, 1, [eighth]) == frozenset()
    third = eighth._replace(stage=3)
    remind(
        conn,
        replace(REMINDER, key="1/2026-03/monthly/3", covers=(third,)),
        [UNIT],
        NOW,
        LIMITS,
    )
    assert overtaken(conn, 1, [eighth, third, eighth._replace(period="2026-04")]) == {
        eighth
    }
