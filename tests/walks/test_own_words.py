"""Can every word that an item is registered under be put right, and does whoever must
know hear of it?
"""

import json
from datetime import datetime
from fractions import Fraction
from typing import Any

from ledger import switches
from ledger.periods import parse_period
from scoring.close import scored
from tests.walks.house import at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report
from tests.walks.shell import Shell

SERIAL = "2026-0001"
OTHER = "石嘴山市交通运输局"
BECAUSE = ("--because", "来电更正")


def says(shell: Shell, moment: datetime, *arguments: str) -> str:
    shell.house.hands.now = moment
    code, out, err = shell("--now", moment.isoformat(), *arguments)
    assert code == 0, err
    return out


def told(shell: Shell) -> str:
    """What the one message that leaves now says to the sender."""
    shell.house.dispatch()
    (message,) = shell.house.new_mail()
    assert str(message["To"]) == YINCHUAN_OFFICER
    return text_of(message)


def shown(shell: Shell, moment: datetime, serial: str = SERIAL) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        says(shell, moment, "submissions", "show", serial, "--json")
    )
    return document


def total(shell: Shell, moment: datetime, unit: str, period: str) -> Fraction:
    rulebook = shell.house.service.rulebook
    sheet = shell.house.read(
        lambda conn: scored(conn, rulebook, parse_period(period), moment)
    )
    return next(one.total for one in sheet.units if one.unit == unit)


def test_an_item_gets_its_own_words_day_unit_and_parts_and_the_sheet_and_the_sender_follow(
    shell: Shell,
) -> None:
    shell.house.turn(switches.REHEARSAL, "yes")
    shell.house.assess_only(8)
    shell.house.deliver(report(), at(3, 2))
    shell.house.poll()
    told(shell)

    words = (
        "--title",
        "养护开工",
        "--authors",
        "王小明 13900000000；李红 0951-6000002",
        "--signer",
        "陈局",
    )
    now = at(3, 3, 9)
    says(
        shell,
        now,
        "submissions",
        "decide",
        SERIAL,
        *words,
        "--counts-on",
        "2026-02-28",
        *BECAUSE,
    )
    said = told(shell)
    assert "登记的标题、计入日期有更正，现登记如下" in said
    assert "标题：养护开工" in said
    assert "计入：2026年2月28日（本办核定）" in said
    item = shown(shell, now)
    assert (item["author"], item["phone"]) == (
        "王小明、李红",
        "13900000000、0951-6000002",
    )
    assert (item["signer"], item["version"]) == ("陈局", 1)
    changes = item["history"][-1]["changes"]
    assert changes[0].endswith(" → 养护开工")
    assert changes[1:4] == [
        "撰稿人：王小明（电话尾号0000） → 王小明（电话尾号0000）、李红（电话尾号0002）",
        "签发人：无 → 陈局",
        "计入日期：收到那天 → 2026年2月28日",
    ]
    assert "details" not in says(shell, now, "submissions", "show", SERIAL)

    # The quarter stays, the month moves: February is done, and March is owed again.
    now = at(3, 4, 9)
    before = {unit: total(shell, now, unit, "2026Q1") for unit in (YINCHUAN, OTHER)}
    says(
        shell,
        now,
        "submissions",
        "decide",
        SERIAL,
        "--unit",
        OTHER,
        *BECAUSE,
        "--version",
        "1",
    )
    shell.house.dispatch()
    words_to = {
        str(message["To"]): text_of(message) for message in shell.house.new_mail()
    }
    assert "登记的报送单位有更正" in words_to.pop(YINCHUAN_OFFICER)
    ((to, said),) = (
        words_to.items()
    )  # the other unit did not send it, and hears that it has it
    assert shell.house.unit(OTHER).owns_address(to)
    assert "现记在贵单位名下，不必再报" in said
    assert f"单位：原为“{YINCHUAN}”，现为“{OTHER}”" in said
    after = {unit: total(shell, now, unit, "2026Q1") for unit in (YINCHUAN, OTHER)}
    assert after[OTHER] - before[OTHER] == before[YINCHUAN] - after[YINCHUAN] > 0
    assert shown(shell, now)["history"][-1]["changes"] == [
        f"单位：{YINCHUAN} → {OTHER}"
    ]
    late = (
        "submissions",
        "decide",
        SERIAL,
        "--title",
        "晚了一步",
        "--version",
        "1",
        *BECAUSE,
    )
    assert "又有改动" in shell.refused("--now", now.isoformat(), *late)
    both = (
        "submissions",
        "decide",
        SERIAL,
        "--author",
        "甲",
        "--authors",
        "乙",
        *BECAUSE,
    )
    assert "只写一种" in shell.refused("--now", now.isoformat(), *both)

    file = shell.write(
        "d.csv", f"serial,to_title,authors,because\n{SERIAL},开工两件事,李红,核实\n"
    )
    says(shell, now, "decisions", "import", file)
    parts = ("--split", "2", "--part-titles", "桥开工；路开工", "--because", "一信两事")
    assert "parts: 2026-0002, 2026-0003" in says(
        shell, now, "submissions", "decide", SERIAL, *parts
    )
    assert [each.title for each in shell.house.submissions()] == [
        "开工两件事",
        "桥开工",
        "路开工",
    ]
    assert [author.name for author in shell.house.submissions()[1].authors] == ["李红"]
