"""What do units receive of an office that starts in the middle of a quarter?

From the command to the mail and its spreadsheet: the service is begun on 10 February,
assessed is from March on. What came in February is answered and costs nobody anything;
the first quarter counts its one month.
"""

import io
import json
from datetime import date

import openpyxl

from ledger import switches
from tests.walks.house import at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report
from tests.walks.shell import Shell
from tests.walks.test_closing import rung
from tests.walks.test_quarter import UNITS, XLSX, adopt, files_of
from tests.walks.test_units_in_time import published, typed

BEGINS = "自2026年3月1日起考核"


def test_an_office_that_starts_in_february_fines_nobody_for_january_and_february(
    shell: Shell,
) -> None:
    house = shell.house
    house.turn(switches.REHEARSAL, "yes")
    house.assess_only(UNITS)
    typed(
        shell,
        "begins",
        "2026-03-01",
        "--because",
        "二月十日启用，三月起考核",
        month=2,
        day=10,
    )

    house.hands.now = at(2, 12)
    (receipt,) = house.work(report(1))
    assert f"考核前：{BEGINS}" in text_of(receipt)
    assert "报送进度" not in text_of(receipt)
    (early,) = [
        line
        for line in typed(shell, "submissions", "list").splitlines()
        if "2026-0001" in line
    ]
    assert "考核前" in early
    assert "2026-02" not in typed(shell, "quota", "2026-02")
    assert "before the assessment began" in shell.refused(
        "--now", at(3, 2).isoformat(), "close", "2026-02"
    )
    assert (
        rung(house, "close_month", at(3, 2))
        == "it was over before the assessment began"
    )

    house.hands.now = at(3, 3)
    for number in (2, 3):
        (receipt,) = house.work(report(number))
    assert "考核前" not in text_of(receipt)
    assert "应报2篇，已报2篇，已完成" in text_of(receipt)
    adopt(house, "2026-0001", "《宁夏交通信息》", date(2026, 3, 20), at(3, 21))

    # What was reported in January, from the office's own register: once too much, and
    # so taken back.
    row = f"一月的事,{YINCHUAN},动态,2026-01-20,《宁夏交通信息》 单条 2026-01-28"
    rows = f"标题,单位,类别,报送日期,采用\n{row}\n"
    file = shell.write("台账.csv", rows)
    assert "考核前" in typed(
        shell, "submissions", "import", file, "--preview", month=3, day=22
    )
    said = typed(shell, "submissions", "import", file, month=3, day=22)
    assert (
        "1 new, 0 known or left out, 0 refused; import 1\n1 are from before 2026-03-01"
        in said
    )
    said = typed(shell, "submissions", "import", file, month=3, day=22)
    assert "0 new, 1 known or left out, 0 refused; nothing was imported" in said
    assert len(json.loads(typed(shell, "imports", "list", "--json"))) == 1
    shell.write("台账.csv", rows.replace("动态", "消息"))
    assert "消息 is no category" in shell.refused(
        "--now", at(3, 22).isoformat(), "submissions", "import", file
    )
    typed(shell, "imports", "take-back", "1", "--because", "一月不录", month=3, day=23)
    (taken,) = [
        line
        for line in typed(shell, "submissions", "list").splitlines()
        if "一月的事" in line
    ]
    assert "returned" in taken

    published(house, "2026Q1", 4)
    (circular,) = [
        each for each in house.new_mail() if YINCHUAN_OFFICER in str(each["To"])
    ]
    # March's duty, 5; nothing for the adoption of an item from before, which is not
    # counted either.
    assert "报送2篇，本厅采用0条" in text_of(circular)
    assert "本季得分5，" in text_of(circular)
    assert f"{BEGINS}，此前的来件只登记，不计分、不扣分" in text_of(circular)
    assert "1月" not in text_of(circular).split("【零报送】")[1].split("【")[0]
    book = openpyxl.load_workbook(io.BytesIO(files_of(circular)[XLSX]))
    assert any(
        BEGINS in str(cell.value)
        for row in book["计分口径"].iter_rows()
        for cell in row
    )

    for day in ("2026-01-01", "2026-05-01"):
        said = shell.refused(
            "--now", at(4, 2).isoformat(), "begins", day, "--because", "改期"
        )
        assert "2026年第一季度已经通报" in said
        assert "units exempt" in said
