"""Can a clerk bring in what was reported before, look first, and take a whole file
back, all by page?
"""

import io
import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from ledger import imports, journal, scores, switches
from ledger.database import Database
from ledger.entries.events import Beginning
from ledger.entries.submissions import SubmissionState
from ledger.events import adoptions
from ledger.journal import By
from ledger.submissions import listing
from office.use_cases.imports.earlier_items import COLUMNS
from office.use_cases.imports.records import HISTORY
from office.use_cases.imports.rows import BadRowsError, Fault
from office.use_cases.imports.tables import TableError
from office.web.imports import faults_in_chinese
from tests.fixtures.sample.roster import NOW
from tests.office.use_cases.imports.test_unknown_words import (
    READERS,
    SOUND,
    Read,
    Row,
    handed_in,
)
from tests.web.forms import typed

SHI = "石嘴山市交通运输局"
REGISTER = (
    "序号,标题,单位,类别,报送日期,撰稿人,采用\n"
    f"1,一月的事,{SHI},动态,2026-01-20,王强,《宁夏交通信息》 单条 2026-01-28\n"
    f"2,二月的事,{SHI},动态,2026-02-03,王强,\n"
)


def file_of(text: str, name: str = "台账.csv") -> dict[str, Any]:
    return {"file": (io.BytesIO(text.encode()), name)}


def test_a_register_is_looked_at_taken_in_and_taken_back_by_page(
    clerk: FlaskClient, viewer: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        switches.set_beginning(conn, Beginning(date(2026, 2, 1)), By("王主任", NOW))
    assert "导入以前的台账" in clerk.get("/submissions").text
    assert "先看看" not in viewer.get("/imports").text
    assert viewer.post("/imports/items", data=file_of(REGISTER)).status_code == 403

    bad = clerk.post(
        "/imports/items", data=file_of(REGISTER.replace("动态", "消息", 1))
    ).text
    assert "有 1 行不能录入，整张表都不会录" in bad
    assert "类别：办法里没有“消息”这个类别" in bad
    assert "录入这" not in bad
    seen = clerk.post("/imports/items", data=file_of(REGISTER)).text
    assert (
        "会新登记 <b>2</b> 件，连同采用、批示、上报 <b>1</b> 笔。其中 <b>1</b> 件在考核开始"
        in seen
    )
    assert "没有读的栏目：序号" in seen
    with database.reading() as conn:
        assert imports.everything(conn) == ()

    sent = typed(seen, "/imports/items/taken")
    stale = clerk.post("/imports/items/taken", data=sent | {"seen": "x"})
    assert (stale.status_code, "记录刚才有了变动" in stale.text) == (409, True)
    assert typed(stale.text, "/imports/items/taken")["seen"] == sent["seen"]
    done = clerk.post("/imports/items/taken", data=sent, follow_redirects=True).text
    assert "已录入 2 件，这是第 1 次导入" in done
    assert "一月的事" in done
    again = clerk.post("/imports/items/taken", data=sent)
    assert (again.status_code, "没有新的" in again.text) == (409, True)
    with database.reading() as conn:
        (entry,) = journal.about(conn, "import:1")
        assert (entry.who, entry.did) == ("赵敏", "台账导入：台账.csv，新登记2件")
        serials = [
            item.serial
            for item in listing.listed(conn)
            if item.title in ("一月的事", "二月的事")
        ]
        assert len(adoptions.of(conn, serials)) == 1

    assert "请写明理由" in clerk.post("/imports/1/take-back", data={"because": ""}).text
    back = clerk.post(
        "/imports/1/take-back", data={"because": "选错了文件"}, follow_redirects=True
    ).text
    assert "已收回 3 笔" in back
    assert "已整张收回：选错了文件" in back
    assert "收回的报送件<small>2 件" in back
    assert "已收回" in clerk.get("/imports").text
    refused = clerk.post("/imports/1/take-back", data={"because": "再收"})
    assert (refused.status_code, "没有可收回的" in refused.text) == (422, True)
    with database.reading() as conn:
        assert {item.state for item in listing.several(conn, serials)} == {
            SubmissionState.RETURNED
        }
        assert adoptions.of(conn, serials) == ()


def test_earlier_totals_are_looked_at_taken_in_and_replaced_by_page(
    clerk: FlaskClient, database: Database
) -> None:
    head = "季度,单位,得分,效能得分\n"
    bad = clerk.post(
        "/imports/totals", data=file_of(f"{head}2025年,{SHI},12,\n", "分.csv")
    ).text
    assert "季度：“2025年”不是季度，请写成 2026Q1" in bad
    sent: dict[str, Any] = {}
    for total, said in (("12", "会新录 <b>1</b> 个分"), ("13.5", "得分 12 → 13.5")):
        seen = clerk.post(
            "/imports/totals", data=file_of(f"{head}2025Q4,{SHI},{total},\n", "分.csv")
        ).text
        assert said in seen
        sent = typed(seen, "/imports/totals/taken")
        assert (
            "已录入 1 个分"
            in clerk.post(
                "/imports/totals/taken", data=sent, follow_redirects=True
            ).text
        )
    assert clerk.post("/imports/totals/taken", data=sent).status_code == 409
    known = clerk.post(
        "/imports/totals", data=file_of(f"{head}2025Q4,{SHI},13.5,\n", "分.csv")
    ).text
    assert "一个不差" in known
    with database.reading() as conn:
        assert [str(each.total) for each in scores.earlier_totals(conn)] == ["13.5"]
        first, second = journal.about(conn, "history")
    assert (first.who, second.details) == (
        "赵敏",
        {"改动": [f"{SHI} 2025Q4：得分 12 → 13.5"]},
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("台账.xls", "x", "请选 .xlsx 或 .csv 文件"),
        ("台账.xlsx", "x", "打不开，不是完好的表格"),
        ("台账.csv", "", "是空的"),
        ("台账.csv", "标题,单位\n", "缺“类别”“报送日期”这几栏"),
    ],
)
def test_a_file_that_is_no_register_is_refused_in_one_chinese_sentence(
    clerk: FlaskClient, name: str, text: str, said: str
) -> None:
    answer = clerk.post("/imports/items", data=file_of(text, name))
    assert (answer.status_code, said in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("kind", "sound"), [each for each in SOUND if each[0] in ("register", "history")]
)
def test_every_refusal_of_a_row_is_said_in_chinese(
    tmp_path: Path, kind: str, sound: Row
) -> None:
    columns = COLUMNS if kind == "register" else HISTORY
    asked = 0
    for column, word in sound.items():
        for unknown in ("", "没有的词", f"{word}某", f"某{word}"):
            path = handed_in(tmp_path, kind, {**sound, column: unknown})
            with suppress(TableError):
                for said in faults_in_chinese(faults_in(READERS[kind], path), columns):
                    assert not re.search("[a-z]{2}", said.what), said
                    asked += 1
    assert asked


def faults_in(read: Read, path: Path) -> tuple[Fault, ...]:
    try:
        read(path)
    except BadRowsError as refusal:
        return refusal.faults
    return ()


def test_no_total_takes_the_place_of_a_published_quarter_and_of_a_month_of_it_is_said_what_stays(
    admin: FlaskClient, database: Database
) -> None:
    admin.post("/circulars/1/settle")
    assert admin.post("/circulars/1/approve", data={"read": "yes"}).status_code == 302
    head = "季度,单位,得分\n"
    bad = admin.post(
        "/imports/totals", data=file_of(f"{head}2025Q4,{SHI},12\n", "分.csv")
    ).text
    assert "季度：2025Q4 已经通报，不能再录总分；有误的，更正通报" in bad
    with database.writing() as conn:
        switches.set_beginning(conn, Beginning(date(2025, 11, 1)), By("王主任", NOW))
    seen = admin.post(
        "/imports/totals", data=file_of(f"{head}2025-10,{SHI},12\n", "分.csv")
    ).text
    assert "2025年第四季度已经通报，算过这些分" in seen
    done = admin.post(
        "/imports/totals/taken", data=typed(seen, "/imports/totals/taken")
    )
    assert "印好的不变" in admin.get(done.location).text
