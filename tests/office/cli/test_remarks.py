"""Do points given by hand come in, show, count, explain themselves and go again, from a
shell?
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ledger import users
from ledger.database import open_database
from ledger.journal import By
from ledger.users import UserRole
from office.service.clock import parse_moment, stopped_at
from office.settings.reading import load
from office.use_cases.passwords import hash_password
from office.web.app import create_app
from office.wiring import assembled
from tests.fixtures.remarks import FALSE, HELP, put_on_shelf
from tests.office.cli.conftest import Call, Said

ROSTER = """name,short_names,group,addresses,since
银川市交通运输局,银川局,第一组,yc@units.example,2021-03-19
石嘴山市交通运输局,,第一组,szs@units.example,2021-03-19
"""
HEAD = "unit,serial,kind,points,on,because\n"
YINCHUAN = "银川市交通运输局"


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path) -> Call:
    """A rehearsal under Ningxia's rule with two units, seen from April."""
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str) -> Said:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    assert call("units", "import", str(tmp_path / "units.csv")).code == 0
    return call


@pytest.fixture
def remarking(office: Call, settings_file: Path, tmp_path: Path) -> Call:
    """The same under a rule that names remarks, with one item that was adopted."""
    with settings_file.open("a", encoding="utf-8") as settings:
        settings.write(
            f'[policy]\noffice = "test"\nfolder = "{put_on_shelf(tmp_path / "policy")}"\n'
        )
    added = office(
        *(
            "submissions",
            "add",
            "--unit",
            "银川局",
            "--title",
            "水毁抢通",
            "--category",
            "动态",
        ),
        *("--arrived-at", "2026-03-05T10:00", "--because", "电话报送"),
    )
    assert added.out == "2026-0001\n"
    adopted = tmp_path / "adoptions.csv"
    adopted.write_text(
        "serial,publication,on\n2026-0001,《政务信息》,2026-03-09\n", encoding="utf-8"
    )
    assert office("adoptions", "import", str(adopted)).code == 0
    return office


def handed_in(call: Call, folder: Path, *rows: str) -> Said:
    path = folder / "remarks.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return call("remarks", "import", str(path))


def total(call: Call, unit: str = YINCHUAN) -> str:
    sheet = call("score", "2026Q1", "--json").json()
    return str(
        next(
            u["total"]
            for group in sheet["groups"]
            for u in group["units"]
            if u["unit"] == unit
        )
    )


def test_remarks_are_imported_listed_scored_and_explained(
    remarking: Call, tmp_path: Path
) -> None:
    before = float(total(remarking))
    said = handed_in(
        remarking,
        tmp_path,
        f"银川局,,{HELP},2.5,2026-02-03,派人到现场",
        f",2026-0001,{FALSE},,2026-03-20,抢通时间有误",
    )
    assert (said.code, said.err) == (0, ""), said.err
    assert "2 rows, 2 of them new" in said.out
    help_given, false = remarking("remarks", "list", "--json").json()
    assert (help_given["unit"], help_given["points"], help_given["serial"]) == (
        YINCHUAN,
        "2.5",
        None,
    )
    assert false == {
        "id": 2,
        "unit": YINCHUAN,
        "kind": FALSE,
        "points": "-10",
        "on": "2026-03-20",
        "serial": "2026-0001",
        "because": "抢通时间有误",
        "entered_at": "2026-04-02T09:00:00+08:00",
        "withdrawn_at": None,
        "withdrawn": None,
        "replaces": None,
    }
    assert "抢通时间有误" in remarking("remarks", "list").out
    assert float(total(remarking)) == before + 2.5 - 10 - 4

    lines = remarking("explain", "2026-0001", "--json").json()["lines"]
    evidence = {line["points"]: line["evidence"] for line in lines}
    assert evidence["-10"] == ["remark:2", "submission:2026-0001"]
    assert any("信息失实，本件不计分" in line["because"] for line in lines)
    explained = remarking("explain", "银川局", "2026Q1", "--json").json()
    by_hand = [
        line for line in explained["lines"] if line["evidence"][:1] == ["remark:1"]
    ]
    assert [(line["points"], line["article"], line["because"]) for line in by_hand] == [
        ("2.5", "11(2)6", "协助核实：派人到现场")
    ]
    assert [
        entry["name"] for entry in explained["named"] if entry["name"] == FALSE
    ] == [FALSE]


def test_an_item_is_explained_by_a_remark_of_a_later_quarter_too(
    remarking: Call, tmp_path: Path
) -> None:
    handed_in(remarking, tmp_path, f",2026-0001,{FALSE},,2026-04-01,抢通时间有误")
    lines = remarking("explain", "2026-0001", "--json").json()["lines"]
    found = [
        (line["period"], line["points"])
        for line in lines
        if line["evidence"][:1] == ["remark:1"]
    ]
    assert found == [("2026Q2", "-10")]


def test_a_file_taken_in_twice_counts_once(remarking: Call, tmp_path: Path) -> None:
    row = f"银川局,,{HELP},2,2026-02-03,派人到现场"
    handed_in(remarking, tmp_path, row)
    assert "1 rows, 0 of them new" in handed_in(remarking, tmp_path, row).out
    assert len(remarking("remarks", "list", "--json").json()) == 1


def test_one_wrong_row_keeps_the_whole_file_out(
    remarking: Call, tmp_path: Path
) -> None:
    good = f"银川局,,{HELP},2,2026-02-03,派人到现场"
    said = handed_in(
        remarking,
        tmp_path,
        good,
        f"银川局,,{HELP},9,2026-02-03,x",
        good.replace(HELP, "嘉奖"),
    )
    assert (said.code, said.out) == (2, "")
    assert "row 3: points: 9 is out of range" in said.err
    assert (
        f"row 4: kind: 嘉奖 is no remark of the policy of 2026Q1; allowed: {FALSE}, {HELP}"
        in said.err
    )
    assert remarking("remarks", "list", "--json").json() == []


def test_ningxias_own_rule_names_none_and_says_so(office: Call, tmp_path: Path) -> None:
    said = handed_in(office, tmp_path, f"银川局,,{FALSE},,2026-02-03,x")
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith(
        "row 2: kind: the policy of 2026Q1 names no remarks; nothing was imported\n"
    )
    assert office("remarks", "list").out == "(none)\n"


def test_a_wrong_remark_is_withdrawn_with_a_reason_and_counts_no_more(
    remarking: Call, tmp_path: Path
) -> None:
    before = total(remarking)
    handed_in(remarking, tmp_path, f",2026-0001,{FALSE},,2026-03-20,抢通时间有误")
    assert "请写明理由" in remarking("remarks", "withdraw", "1", "--because", " ").err
    assert remarking("remarks", "withdraw", "1", "--because", "记错了单位").code == 0
    assert total(remarking) == before
    (gone,) = remarking("remarks", "list", "--json").json()
    assert gone["withdrawn_at"] == "2026-04-02T09:00:00+08:00"
    assert "不必再撤" in remarking("remarks", "withdraw", "1", "--because", "再来").err
    assert (
        "没有这一笔" in remarking("remarks", "withdraw", "9", "--because", "再来").err
    )


def test_what_a_published_quarter_counted_is_corrected_or_carried(
    remarking: Call, tmp_path: Path
) -> None:
    handed_in(remarking, tmp_path, f"银川局,,{HELP},3,2026-03-20,申诉成立")
    handed_in(remarking, tmp_path, f",2026-0001,{FALSE},,2026-03-20,抢通时间有误")
    for command in ("close", "circular draft", "circular approve"):
        done = remarking("--now", "2026-04-03T09:00", *command.split(), "2026Q1")
        assert done.code == 0, done.err

    def later(*arguments: str) -> Said:
        return remarking("--now", "2026-04-08T09:00", *arguments)

    # What an item did not earn because of it would have to be given anew: no line of a
    # later quarter does.
    wrong_unit = ("remarks", "withdraw", "2", "--because", "记错了单位")
    said = later(*wrong_unit)
    assert (said.code, said.out) == (2, "")
    assert "2026年第一季度已经通报，算过这一笔，请写明 --correct" in said.err
    assert "不能冲回" in said.err
    assert "不能冲回" in later(*wrong_unit, "--carry").err

    assert "-3 分" in later("remarks", "withdraw", "1", "--because", "不该记").err
    done = later("remarks", "withdraw", "1", "--because", "不该记", "--carry")
    assert "冲回：2026年第二季度：银川市交通运输局 -3 分" in done.out
    sheet = later("score", "2026Q2", "--json").json()
    lines = [
        line
        for group in sheet["groups"]
        for unit in group["units"]
        for line in unit["lines"]
    ]
    assert [line["points"] for line in lines if "remark:1" in line["evidence"]] == [
        "-3"
    ]


def test_points_are_put_right_in_one_act(remarking: Call, tmp_path: Path) -> None:
    before = float(total(remarking))
    handed_in(remarking, tmp_path, f"银川局,,{HELP},2,2026-02-03,派人到现场")
    assert (
        "2至5"
        in remarking("remarks", "change", "1", "--points", "9", "--because", "录错").err
    )
    said = remarking("remarks", "change", "1", "--points", "3", "--because", "录错")
    assert said.out == "remark:1 is now remark:2\n"
    assert float(total(remarking)) == before + 3
    old, new = remarking("remarks", "list", "--json").json()
    assert (old["withdrawn"]["because"], new["replaces"], new["points"]) == (
        "录错",
        1,
        "3",
    )


@pytest.fixture
def clerk(
    remarking: Call, settings_file: Path, migrated_url: str
) -> Iterator[FlaskClient]:
    """Someone at the console of that installation, on the same morning."""
    now = parse_moment("2026-04-02T09:05")
    database = open_database(migrated_url)
    with database.writing() as conn:
        users.add(
            conn, "赵敏", UserRole.CLERK, hash_password("zhengwu-2026"), By("test", now)
        )
    with assembled(load(settings_file), database, stopped_at(now)) as service:
        app = create_app(service)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        client.post("/sign-in", data={"name": "赵敏", "password": "zhengwu-2026"})
        yield client
    database.close()


def test_points_by_file_and_points_by_console_stand_in_one_sheet(
    remarking: Call, clerk: FlaskClient, tmp_path: Path
) -> None:
    before = float(total(remarking))
    handed_in(remarking, tmp_path, f"银川局,,{HELP},2.5,2026-02-03,派人到现场")
    form = {"unit": "1", "kind": FALSE, "on": "2026-03-20", "because": "抢通时间有误"}
    said = clerk.post(
        "/submissions/2026-0001/remarks", data=form, follow_redirects=True
    ).text
    assert "已记“信息失实”-10分" in said
    assert float(total(remarking)) == before + 2.5 - 10 - 4

    page = clerk.get("/points/2026Q1/1").text
    assert "协助核实：派人到现场" in page
    assert '<a href="/remarks/1">协助核实：派人到现场，2026年2月3日</a>' in page
    assert "列入“信息失实”：信息失实：抢通时间有误（第十一条（二）第6项）" in page
    listed = remarking("remarks", "list", "--json").json()
    assert [(each["kind"], each["points"]) for each in listed] == [
        (HELP, "2.5"),
        (FALSE, "-10"),
    ]
    explained = remarking("explain", "银川局", "2026Q1", "--json").json()
    proofs = {proof for line in explained["lines"] for proof in line["evidence"]}
    assert {"remark:1", "remark:2"} <= proofs
    assert (
        "已撤回"
        in clerk.post(
            "/remarks/2/withdraw", data={"because": "记错了"}, follow_redirects=True
        ).text
    )
    assert float(total(remarking)) == before + 2.5
