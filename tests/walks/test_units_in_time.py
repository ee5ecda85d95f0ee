"""What do units receive when one is renamed, and another becomes part of it?

From the command to the mail and its spreadsheet: the first quarter is printed, the
renaming is of May, the merger of June; the second quarter knows one unit under its new
name, and both names are read.
"""

import io
import threading
from datetime import date

import openpyxl
import pytest

from ledger import switches
from ledger.circulars import Circular
from ledger.journal import By
from ledger.periods import parse_period
from office.service.duties import duties_of
from office.service.jobs import JobTurn
from office.use_cases.publishing import circulating, drafting
from office.use_cases.publishing.circulating import Mailing
from scoring.close import Closed, Order, close
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report
from tests.walks.remembered import walk_once
from tests.walks.shell import Shell
from tests.walks.test_quarter import UNITS, XLSX, adopt, files_of

NEW = "银川市综合交通局"
XINGQING, XINGQING_OFFICER = "兴庆区交通运输局", "unit02@units.example"
BECAUSE = ("--because", "机构改革")


def published(house: House, code: str, month: int) -> None:
    """The circular of a quarter is closed, drafted, approved, queued and sent on the
    first of a month.
    """
    period, moment = parse_period(code), at(month, 1)
    house.hands.now = moment
    service = house.service
    closed = house.write(
        lambda conn: close(conn, service.rulebook, period, Order("王主任", moment))
    )
    assert isinstance(closed, Closed)
    house.write(lambda conn: drafting.draft(service, conn, period, moment, "赵敏"))
    approved = house.write(
        lambda conn: circulating.approve(
            service, conn, drafting.current(conn, period), By("王主任", moment)
        )
    )
    assert isinstance(approved, Circular)
    sent = house.write(
        lambda conn: circulating.send(
            service, conn, drafting.current(conn, period), moment
        )
    )
    assert isinstance(sent, Mailing)
    house.dispatch()


@pytest.fixture
def first_quarter(shell: Shell) -> Shell:
    """Both units reported in March; the first quarter is in every unit's hands."""
    walk_once(shell.house, report_and_publish)
    return shell


def report_and_publish(house: House) -> None:
    house.turn(switches.REHEARSAL, "yes")
    house.assess_only(UNITS)
    for number in (1, 2):
        house.deliver(report(number), at(3, 2))
    house.deliver(report(3, XINGQING, XINGQING_OFFICER), at(3, 3))
    house.poll()
    house.dispatch()
    published(house, "2026Q1", 4)
    house.new_mail()


def typed(shell: Shell, *arguments: str, month: int = 6, day: int = 20) -> str:
    code, out, err = shell("--now", at(month, day).isoformat(), *arguments)
    assert code == 0, err
    return out


def test_a_unit_renamed_and_joined_by_another_gets_one_row_under_its_new_name(
    first_quarter: Shell,
) -> None:
    shell = first_quarter
    house = shell.house
    typed(shell, "units", "rename", YINCHUAN, NEW, "--from", "2026-05-11", *BECAUSE)
    typed(
        shell,
        "units",
        "merge",
        XINGQING,
        "--into",
        NEW,
        "--from",
        "2026-06-01",
        *BECAUSE,
    )

    # A letter with the old name is answered under the new one, and so is one of the
    # unit that is no more.
    house.hands.now = at(6, 22)
    (receipt,) = house.work(report(4))
    assert NEW in text_of(receipt)
    (receipt,) = house.work(report(5, XINGQING, XINGQING_OFFICER))
    assert NEW in text_of(receipt)
    assert "月度报送（2026年6月）：应报2篇，已报2篇，已完成" in text_of(receipt)
    assert "已登记5件" in text_of(receipt)
    units = [each.unit_id for each in house.submissions()]
    assert units[-2:] == [house.unit(NEW).id] * 2
    # What is adopted of an item it had before is a point of the unit that goes on.
    adopt(house, "2026-0003", "《宁夏交通信息》", date(2026, 6, 23), at(6, 23))
    now = at(6, 23, 17)
    house.hands.now = now
    house.new_mail()
    duties_of(house.service).feedback(
        JobTurn(now, now.date().isoformat(), threading.Event())
    )
    house.dispatch()
    told = {str(message["To"]): text_of(message) for message in house.new_mail()}
    # Both hear of it, whoever wrote for which.
    assert {YINCHUAN_OFFICER, XINGQING_OFFICER} <= set(told)
    assert all("计2分" in words for words in told.values())

    published(house, "2026Q2", 7)
    mail = {str(message["To"]): message for message in house.new_mail()}
    mine = mail[YINCHUAN_OFFICER]
    # April and May of both without any item: four times -5; June with two: 5; and 2 of
    # the adoption.
    assert "本季得分-13" in text_of(mine).replace("−", "-")
    book = openpyxl.load_workbook(io.BytesIO(files_of(mine)[XLSX]))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert NEW in cells
    assert XINGQING not in cells
    assert YINCHUAN not in cells
    # Whoever wrote for the unit that is no more hears of it as one of the unit that
    # goes on.
    assert XINGQING_OFFICER in mail

    rows = {
        code: shell("--now", at(7, 2).isoformat(), "score", code)[1]
        for code in ("2026Q1", "2026")
    }
    assert YINCHUAN in rows["2026Q1"]
    assert XINGQING in rows["2026Q1"]
    assert NEW in rows["2026"]
    assert XINGQING not in rows["2026"].replace(f"原{XINGQING}", "")


def test_a_day_in_a_printed_quarter_is_refused_unless_it_is_said_how(
    first_quarter: Shell,
) -> None:
    shell = first_quarter
    now = ("--now", at(6, 20).isoformat())
    rename = ("units", "rename", YINCHUAN, NEW, "--from", "2026-03-01", *BECAUSE)
    said = shell.refused(*now, *rename)
    assert (
        "2026Q1, which is published; give --from 2026-04-01 and it stays as printed, or --correct"
        in said
    )
    for other in (
        ("merge", XINGQING, "--into", YINCHUAN),
        ("split", YINCHUAN, "--into", "新局"),
        ("end", YINCHUAN),
        ("move", YINCHUAN, "--group", "第二组"),
    ):
        assert "which is published" in shell.refused(
            *now, "units", *other, "--from", "2026-03-01", *BECAUSE
        )

    told = typed(shell, *rename, "--correct")
    assert "yishiyibao circular settle 2026Q1 --because TEXT" in told
    typed(shell, "circular", "settle", "2026Q1", *BECAUSE)
    typed(shell, "circular", "approve", "2026Q1")
    shell.house.hands.now = at(6, 21)
    typed(shell, "circular", "send", "2026Q1", day=21)
    shell.house.dispatch()
    (mine,) = [
        message
        for message in shell.house.new_mail()
        if message["To"] == YINCHUAN_OFFICER
    ]
    assert mine["Subject"] == "关于更正2026年第一季度政务信息报送采用情况的通报"
    book = openpyxl.load_workbook(io.BytesIO(files_of(mine)[XLSX]))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert NEW in cells
    assert YINCHUAN not in cells
