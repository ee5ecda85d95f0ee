"""Is every point explained, from the unit to its letter and back, and every revision
with who and why?
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.office.cli.conftest import Call, Said

ROSTER = """name,group,addresses,since
甲局,第一组,jia@units.example,2021-03-19
乙局,第一组,yi@units.example,2021-03-19
"""
MAIL = """From: 甲局 <jia@units.example>
To: <box@office.example>
Subject: 甲局+公路养护开工
Date: Tue, 06 Jan 2026 10:00:00 +0800
Content-Type: text/plain; charset=utf-8

连日来，组织养护人员对农村公路进行全面排查，清理边沟、修补坑槽，保障群众出行安全。各项工程进展顺利，群众普遍满意。
撰稿人：张三 0951-6000001
"""

At = Callable[..., Said]


@pytest.fixture
def at(rehearsal: Call) -> At:
    """The program at a moment of the rehearsal."""

    def call(moment: str, *arguments: str) -> Said:
        said = rehearsal("--now", moment, *arguments)
        assert said.code == 0, said.err
        return said

    return call


@pytest.fixture
def office(at: At, tmp_path: Path) -> Path:
    """甲局 mailed one 动态 in January and telephoned others; one is adopted twice and
    instructed.
    """
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "1.eml").write_text(MAIL, encoding="utf-8")
    at("2026-01-05T09:00", "units", "import", str(tmp_path / "units.csv"))
    at("2026-01-06T11:00", "take", str(tmp_path / "1.eml"))
    for number, category in enumerate(("动态", "突发", "动态", "动态"), start=2):
        told = (
            "--unit",
            "甲局",
            "--category",
            category,
            "--title",
            f"第{number}件",
            "--because",
            "电话",
        )
        at(
            "2026-01-20T09:00",
            "submissions",
            "add",
            *told,
            "--arrived-at",
            f"2026-01-{10 + number}T10:00",
        )
    at(
        "2026-01-20T10:00",
        "submissions",
        "decide",
        "2026-0005",
        "--return",
        "--because",
        "内容不实",
    )
    (tmp_path / "adoptions.csv").write_text(
        "serial,publication,form,on,issue\n2026-0001,宁夏交通信息,单条,2026-02-02,3\n2026-0001,综合信息,单条,2026-02-20,\n",
        encoding="utf-8",
    )
    (tmp_path / "instructions.csv").write_text(
        "serial,leader,level,on\n2026-0001,某副主席,自治区领导,2026-03-02\n",
        encoding="utf-8",
    )
    at("2026-03-03T09:00", "adoptions", "import", str(tmp_path / "adoptions.csv"))
    at("2026-03-03T09:00", "instructions", "import", str(tmp_path / "instructions.csv"))
    return tmp_path


def test_a_unit_hears_what_it_owed_what_counted_what_did_not_and_why(
    at: At, office: Path
) -> None:
    found = at("2026-02-10T09:00", "explain", "甲局", "2026-01", "--json").json()
    assert found["total"] == "5"
    monthly = next(duty for duty in found["duties"] if duty["code"] == "monthly")
    assert (monthly["need"], monthly["done"], monthly["outlook"]) == (2, 3, "已完成")
    reasons = {line["serial"]: line["because"] for line in found["uncounted"]}
    assert "超额报送不加分" in reasons["2026-0004"]
    assert "突发类，不计入报送篇数" in reasons["2026-0003"]
    assert "已退回，不计" in reasons["2026-0005"]


def test_a_month_that_still_runs_says_what_is_needed_and_by_when(
    at: At, office: Path
) -> None:
    found = at("2026-03-23T09:00", "explain", "甲局", "2026-03", "--json").json()
    monthly, research = found["duties"][:2]
    assert monthly["outlook"] == "还差2篇；还有6个工作日，3月31日截止"
    assert monthly["days_left"] == 6
    assert "6月30日截止" in research["outlook"]
    assert (
        "还差2篇；还有6个工作日，3月31日截止"
        in at("2026-03-23T09:00", "explain", "甲局", "2026-03").out
    )


def test_a_line_names_its_letter_the_issue_and_the_leader(at: At, office: Path) -> None:
    found = at("2026-04-02T09:00", "explain", "甲局", "2026Q1", "--json").json()
    told = {
        source["name"]: source for line in found["lines"] for source in line["sources"]
    }
    assert (
        told["submission:2026-0001"]["said"]
        == "2026-0001 2026-01-06 10:00 来件“甲局+公路养护开工”"
    )
    assert told["submission:2026-0001"]["letter"] == 1
    assert (
        told["submission:2026-0002"]["said"]
        == "2026-0002《第2件》，2026-01-12 10:00 手工登记"
    )
    (instruction,) = [
        one for name, one in told.items() if name.startswith("instruction:")
    ]
    assert instruction["said"] == "某副主席批示（自治区领导），2026年3月2日"
    assert {name for line in found["lines"] for name in line["evidence"]} == set(told)


def test_every_record_leads_to_the_lines_that_rest_on_it(at: At, office: Path) -> None:
    def lines(name: str) -> list[dict[str, Any]]:
        found: dict[str, Any] = at("2026-04-02T09:00", "explain", name, "--json").json()
        assert found["serial"] == "2026-0001"
        return found["lines"]  # type: ignore[no-any-return]

    of_item = lines("2026-0001")
    assert [line["points"] for line in of_item] == ["5", "0", "4", "10"]
    assert lines("letter:1") == of_item
    for line in of_item[1:]:
        (name,) = [
            name for name in line["evidence"] if not name.startswith("submission:")
        ]
        assert lines(name) == [line]
    told = at("2026-04-02T09:00", "explain", of_item[1]["evidence"][0]).out
    assert "第3期采用（单条），2026年2月2日" in told
    assert "只记最高分" in told


@pytest.mark.parametrize(
    "what", ["2026-9999", "adoption:99", "adoption:x", "letter:7", "nonsense:1", "甲局"]
)
def test_what_is_no_record_is_refused_with_the_way_out(
    rehearsal: Call, at: At, office: Path, what: str
) -> None:
    said = rehearsal("--now", "2026-04-02T09:00", "explain", what)
    assert (said.code, len(said.err.splitlines())) == (2, 1)
    assert "`explain UNIT PERIOD`" in said.err


def test_a_commission_leads_to_the_lines_of_every_unit_it_asked(
    at: At, office: Path
) -> None:
    (office / "commissions.csv").write_text(
        "id,title,issuer,brief,units,issued_on,due\nY-1,保畅做法,厅办公室,,甲局;乙局,2026-03-01,2026-03-10\n",
        encoding="utf-8",
    )
    at("2026-03-03T09:00", "commissions", "import", str(office / "commissions.csv"))
    found = at("2026-04-02T09:00", "explain", "commission:Y-1", "--json").json()
    assert found["record"]["said"] == "约稿“保畅做法”，2026年3月10日截止"
    assert {(line["unit"], line["points"]) for line in found["lines"]} == {
        ("甲局", "0"),
        ("乙局", "0"),
    }


@pytest.fixture
def published(at: At, office: Path) -> Path:
    """The first quarter's circular is approved."""
    at("2026-04-02T09:00", "close", "2026Q1")
    at("2026-04-02T10:00", "circular", "draft", "2026Q1")
    at("2026-04-03T09:00", "circular", "approve", "2026Q1")
    return office


def send_back_after_printing(at: At) -> None:
    """The item whose points are printed turns out to be untrue."""
    decision = (
        "submissions",
        "decide",
        "2026-0001",
        "--return",
        "--because",
        "失实",
        "--although-published",
    )
    at("2026-04-10T09:00", *decision)


def test_a_published_quarter_is_explained_as_it_was_printed(
    at: At, published: Path
) -> None:
    before = at("2026-04-10T09:00", "explain", "甲局", "2026Q1", "--json").json()
    send_back_after_printing(at)
    after = at("2026-04-10T09:00", "explain", "甲局", "2026Q1", "--json").json()
    assert (after["total"], after["lines"]) == (before["total"], before["lines"])
    assert (
        at("2026-04-10T09:00", "explain", "2026-0001", "--json").json()["lines"][-1][
            "points"
        ]
        == "10"
    )


def test_a_revision_needs_a_reason_and_stands_with_who_made_and_approved_it(
    rehearsal: Call, at: At, published: Path
) -> None:
    send_back_after_printing(at)
    for arguments in (
        (),
        ("--force",),
        ("--because", " "),
        ("--force", "--because", " "),
    ):
        refused = rehearsal("--now", "2026-04-10T10:00", "close", "2026Q1", *arguments)
        assert (refused.code, "reason" in refused.err) == (2, True)
    at("2026-04-10T10:00", "close", "2026Q1", "--because", "退回一件失实信息")
    first, second = at("2026-04-10T11:00", "revisions", "2026Q1", "--json").json()
    assert (first["revision"], first["because"], first["changes"]) == (1, "", [])
    assert first["approved_by"]
    assert first["published_at"].startswith("2026-04-03T09:00")
    assert (second["because"], second["approved_by"], second["published_at"]) == (
        "退回一件失实信息",
        None,
        None,
    )
    assert second["facts_digest"] != first["facts_digest"]
    (change,) = [each for each in second["changes"] if each["unit"] == "甲局"]
    assert float(change["before"]["total"]) - float(change["after"]["total"]) == 4 + 10
    at("2026-04-10T12:00", "circular", "draft", "2026Q1")
    at("2026-04-11T09:00", "circular", "approve", "2026Q1")
    said = at("2026-04-11T10:00", "revisions", "2026Q1").out
    assert "退回一件失实信息" in said
    assert "未公布" not in said
    assert "甲局：" in said
    assert (
        at("2026-04-11T10:00", "explain", "甲局", "2026Q1", "--json").json()["total"]
        == change["after"]["total"]
    )


def test_a_period_never_closed_has_no_revisions(at: At, office: Path) -> None:
    assert at("2026-04-02T09:00", "revisions", "2026Q1", "--json").json() == []
