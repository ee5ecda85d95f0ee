"""Does the office hear once a month how it went, what waits, and what the roster and
the calendar lack?
"""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

from ledger import commissions, roster
from ledger.entries.events import Adoption, Commission
from ledger.events import adoptions
from office.service.duties import duties_of
from office.service.jobs import JobContext, Times, jobs_of, run_if_due
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN, report


def rung(house: House, moment: datetime) -> str | None:
    """The bell of the overview."""
    house.hands.now = moment
    times = Times(timedelta(minutes=5), at(1, 1, 9).time(), at(1, 1, 17).time())
    (job,) = [
        job
        for job in jobs_of(duties_of(house.service), times)
        if job.name == "overview"
    ]
    return run_if_due(
        job,
        JobContext(house.database, house.hands, house.service.works, "one"),
        threading.Event(),
    )


def overview(house: House) -> str:
    """What it says."""
    house.dispatch()
    (message,) = [
        each for each in house.new_mail() if "政务信息情况" in str(each["Subject"])
    ]
    return text_of(message)


def test_the_month_is_told_on_the_first_working_day_after_it_and_once(
    house: House,
) -> None:
    house.assess_only(3)
    house.hands.now = at(3, 3)
    for number in (1, 2):
        house.deliver(report(number))
    house.poll()
    house.dispatch()
    house.new_mail()
    serials = [item.serial for item in house.submissions()]
    adopted = Adoption(
        0, serials[0], "宁夏交通信息", "单条", date(2026, 3, 20), at(3, 20)
    )
    both = tuple(house.unit(name).id for name in (YINCHUAN, "兴庆区交通运输局"))
    asked = Commission(
        "YG-1", "春季保畅做法", "厅办公室", both, date(2026, 3, 2), date(2026, 3, 20)
    )
    mute = replace(house.unit("金凤区交通运输局"), people=(), addresses=())
    house.write(lambda conn: adoptions.add(conn, [adopted]))
    house.write(lambda conn: commissions.save(conn, [asked]))
    house.write(lambda conn: roster.save(conn, [mute]))

    assert rung(house, at(4, 1, 8)) == "queued", (
        "that of February, which nobody had rung for"
    )
    assert rung(house, at(4, 1)) == "queued"
    assert rung(house, at(4, 1, 10)) is None
    assert [entry.key for entry in house.outbox("overview")] == ["2026-02", "2026-03"]

    house.dispatch()
    said = text_of(
        [each for each in house.new_mail() if "2026年3月" in str(each["Subject"])][-1]
    )
    assert (
        "第一组（3个单位）：报送2篇，被采用1篇；零报送2个单位：兴庆区交通运输局、金凤区交通运输局"
        in said
    )
    assert (
        f"春季保畅做法（3月20日截止）：约2个单位，按时0，未交2：{YINCHUAN}、兴庆区交通运输局"
        in said
    )
    assert "金凤区交通运输局：联系不上，没有信息员，也没有登记邮箱；没有负责人" in said
    assert "放假调休" not in said


def test_from_november_on_it_warns_that_next_years_holidays_are_not_known(
    house: House,
) -> None:
    house.assess_only(1)
    assert rung(house, at(11, 2)) == "queued"
    assert "还不知道2027年的放假调休安排" in overview(house)
