"""Which circulars does the service draft by itself, of which periods, and when does it
wait?
"""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from ledger import circulars, runs
from ledger.circulars import Circular
from ledger.entries.events import HistoryTotal
from ledger.journal import By
from ledger.periods import parse_period
from ledger.scores import save_history
from office.service.duties import duties_of
from office.service.jobs import JobContext, Times, jobs_of, run_if_due
from office.use_cases.notice_facts.circulars import contents
from office.use_cases.publishing import circulating, drafting
from scoring.close import Closed, Order, close
from tests.walks.house import House, at
from tests.walks.letters import YINCHUAN, report


def rung(house: House, name: str, moment: datetime) -> str | None:
    """The bell of one job."""
    house.hands.now = moment
    times = Times(timedelta(minutes=5), at(1, 1, 9).time(), at(1, 1, 17).time())
    (job,) = [
        job for job in jobs_of(duties_of(house.service), times) if job.name == name
    ]
    return run_if_due(
        job,
        JobContext(house.database, house.hands, house.service.works, "one"),
        threading.Event(),
    )


def circular_of(house: House, period: str) -> Circular:
    found = house.read(lambda conn: circulars.latest(conn, period))
    assert found is not None
    return found


@pytest.fixture
def reported(house: House) -> House:
    """Yinchuan reported twice in March."""
    house.assess_only(3)
    for number in (1, 2):
        house.deliver(report(number), at(3, 2))
    house.poll()
    return house


def test_a_month_is_drafted_on_the_first_working_day_after_it_without_shares(
    reported: House,
) -> None:
    assert "drafted" in str(rung(reported, "close_month", at(4, 1)))
    assert rung(reported, "close_month", at(4, 1, 10)) is None

    found = circular_of(reported, "2026-03")
    assert found.title == "关于2026年3月政务信息报送采用情况的通报"
    assert "报送、采用和计分情况通报如下" in found.covering
    shown = reported.read(lambda conn: contents(conn, found, reported.service.rulebook))
    assert shown.head == (
        "单位",
        "报送",
        "本厅采用",
        "上级采用",
        "批示",
        "本月得分",
        "累计得分",
    )
    assert [
        row.submitted
        for group in shown.groups
        for row in group.rows
        if row.unit == YINCHUAN
    ] == [2]


def test_a_month_whose_circular_is_published_leaves_its_quarter_to_be_scored_on_its_own(
    reported: House,
) -> None:
    rung(reported, "close_month", at(4, 1))
    month, by = circular_of(reported, "2026-03"), By("王主任", at(4, 1))
    reported.write(lambda conn: circulating.approve(reported.service, conn, month, by))

    assert "drafted" in str(rung(reported, "close", at(4, 1, 10)))
    shown = reported.read(
        lambda conn: contents(
            conn, circular_of(reported, "2026Q1"), reported.service.rulebook
        )
    )
    (row,) = [
        row for group in shown.groups for row in group.rows if row.unit == YINCHUAN
    ]
    assert row.total == "-5"  # two silent months, one month's duty done
    assert row.share == "0.00"


def test_an_office_that_wants_no_monthly_circular_gets_none(reported: House) -> None:
    told = reported.service.settings
    circular = told.circular.model_copy(update={"periods": ("quarter",)})
    service = replace(
        reported.service, settings=told.model_copy(update={"circular": circular})
    )
    assert (
        rung(replace(reported, service=service), "close_month", at(4, 1))
        == "no circular is wanted"
    )
    assert reported.read(circulars.everything) == ()


def test_e6_a_year_waits_for_its_quarters_to_be_published_and_is_the_mean_of_their_shares(
    reported: House,
) -> None:
    unit = reported.unit(YINCHUAN).id
    told = [
        HistoryTotal("2026Q1", unit, Decimal(10), Decimal(4)),
        HistoryTotal("2026Q2", unit, Decimal(10), Decimal(3)),
    ]
    reported.write(lambda conn: save_history(conn, told))
    january = datetime(2027, 1, 4, 9, 30, tzinfo=at(1, 1).tzinfo)
    for code in ("2026Q3", "2026Q4"):
        drafted(reported, code, january)

    assert rung(reported, "close_year", january) is None
    run = reported.read(lambda conn: runs.one(conn, "close_year", "2026"))
    assert run is not None
    assert "2026Q3, 2026Q4" in run.outcome

    for code in ("2026Q3", "2026Q4"):
        approved(reported, code, january)
    assert "drafted" in str(
        rung(reported, "close_year", january + timedelta(minutes=20))
    )
    year = circular_of(reported, "2026")
    assert year.title == "关于2026年度政务信息报送采用情况的通报"
    shown = reported.read(lambda conn: contents(conn, year, reported.service.rulebook))
    assert [quarter.period for quarter in shown.quarters] == [
        "2026Q1",
        "2026Q2",
        "2026Q3",
        "2026Q4",
    ]
    shares = [dict(quarter.shares)[unit] for quarter in shown.quarters]
    assert shares == ["4.00", "3.00", "0.00", "0.00"]
    assert [
        row.share for group in shown.groups for row in group.rows if row.unit_id == unit
    ] == ["1.75"]


def drafted(house: House, code: str, now: datetime) -> None:
    """A quarter closed and its circular drafted."""
    period = parse_period(code)
    with house.database.writing() as conn:
        done = close(conn, house.service.rulebook, period, Order("赵敏", now))
        assert isinstance(done, Closed)
        drafting.draft(house.service, conn, period, now, "赵敏")


def approved(house: House, code: str, now: datetime) -> None:
    """Its circular approved."""
    found = circular_of(house, code)
    with house.database.writing() as conn:
        assert isinstance(
            circulating.approve(house.service, conn, found, By("王主任", now)), Circular
        )
