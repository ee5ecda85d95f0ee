"""Are items decided, added and scored from a shell, and bad facts refused whole?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.cli.conftest import Call, Said

ROSTER = """name,short_names,group,addresses,since
银川市交通运输局,银川局,第一组,yc@units.example,2021-03-19
石嘴山市交通运输局,,第一组,szs@units.example,2021-03-19
"""


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path) -> Call:
    """A rehearsal with two units, seen from April."""
    roster = tmp_path / "units.csv"
    roster.write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str) -> Said:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    assert call("units", "import", str(roster)).code == 0
    return call


def add(
    office: Call,
    title: str,
    *,
    unit: str = "银川局",
    category: str = "动态",
    month: int = 3,
) -> str:
    said = office(
        *(
            "submissions",
            "add",
            "--unit",
            unit,
            "--title",
            title,
            "--category",
            category,
        ),
        *("--arrived-at", f"2026-{month:02d}-05T10:00", "--because", "电话报送"),
    )
    assert said.code == 0, said.err
    return said.out.strip()


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_item_that_came_by_telephone_is_added_and_counts(office: Call) -> None:
    serial = add(office, "突发水毁抢通", category="突发")
    assert serial == "2026-0001"
    shown = office("submissions", "show", serial, "--json").json()
    assert (shown["unit"], shown["category"], shown["state"]) == (
        "银川市交通运输局",
        "突发",
        "recorded",
    )
    assert shown["letter"] is None
    assert [entry["because"] for entry in shown["history"]] == ["电话报送"]


@pytest.mark.parametrize(
    ("option", "value", "what"),
    [
        ("--category", "散文", "没有“散文”这一类"),
        ("--unit", "无此局", "无此局 is no unit of the roster"),
        ("--arrived-at", "2026-05-01", "还没有到"),
        ("--arrived-at", "soon", "is no moment"),
        ("--because", "", "请写明录入理由"),
        ("--title", "某部署（机密★1年）", "does not belong here"),
    ],
)
def test_an_item_that_cannot_be_added_leaves_nothing(
    office: Call, option: str, value: str, what: str
) -> None:
    told = {
        "--unit": "银川局",
        "--title": "某事",
        "--category": "动态",
        "--arrived-at": "2026-03-05",
        "--because": "电话",
    } | {option: value}
    said = office(
        "submissions", "add", *(part for pair in told.items() for part in pair)
    )
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert what in said.err
    assert office("submissions", "list", "--json").json() == []


def test_lists_are_narrowed_by_period_unit_and_state(office: Call) -> None:
    first = add(office, "一月的事", month=1)
    second = add(office, "三月的事", unit="石嘴山市交通运输局")
    office("submissions", "decide", second, "--return", "--because", "不属政务信息")

    def serials(*narrowed: str) -> list[str]:
        return [
            item["serial"]
            for item in office("submissions", "list", "--json", *narrowed).json()
        ]

    assert serials() == [first, second]
    assert serials("--period", "2026-01") == [first]
    assert serials("--unit", "石嘴山市交通运输局") == [second]
    assert serials("--state", "returned") == serials("--state", "已退回") == [second]
    wrong = office("submissions", "list", "--state", "退稿")
    assert (
        wrong.code,
        "退稿 is no state; allowed: 已登记 (recorded)、待核 (held)" in wrong.err,
    ) == (2, True)
    assert office("letters", "list", "--state", "非报送件", "--json").json() == []
    assert office("outbox", "list", "--state", "待发", "--json").json() == []


def test_a_decision_changes_what_it_names_and_is_journalled(office: Call) -> None:
    serial = add(office, "某事")
    said = office(
        *(
            "submissions",
            "decide",
            serial,
            "--category",
            "综合",
            "--author",
            "李四",
            "--phone",
            "0951-1234567",
        ),
        *(
            "--co-units",
            "石嘴山市交通运输局",
            "--counts-on",
            "2026-02-28",
            "--because",
            "与单位核实",
            "--json",
        ),
    )
    decided = said.json()
    assert (decided["category"], decided["author"], decided["phone"]) == (
        "综合",
        "李四",
        "0951-1234567",
    )
    assert decided["co_units"] == ["石嘴山市交通运输局"]
    history = office("submissions", "show", serial, "--json").json()["history"]
    assert history[-1]["because"] == "与单位核实"
    assert "0951-1234567" not in str(history)


def test_decisions_that_contradict_each_other_or_name_nothing_are_refused(
    office: Call,
) -> None:
    serial = add(office, "某事")
    said = office(
        "submissions", "decide", serial, "--accept", "--return", "--because", "x"
    )
    assert (said.code, "accept and return at once" in said.err) == (2, True)
    said = office("submissions", "decide", "2026-9999", "--accept", "--because", "x")
    assert (said.code, "2026-9999：没有这个编号的报送件" in said.err) == (2, True)
    said = office(
        "submissions", "decide", serial, "--own-business", "perhaps", "--because", "x"
    )
    assert (said.code, "is neither yes nor no" in said.err) == (2, True)


def test_many_decisions_are_taken_whole_or_not_at_all(
    office: Call, tmp_path: Path
) -> None:
    one, two = add(office, "甲事"), add(office, "乙事")
    bad = write(
        tmp_path,
        "d.csv",
        f"serial,category,because\n{one},综合,核实\n{two},散文,核实\n2026-0099,,x\n",
    )
    said = office("decisions", "import", bad)
    assert said.code == 2
    assert "row 4: serial: 2026-0099 is unknown" in said.err
    good = write(
        tmp_path,
        "d.csv",
        f"serial,unit,title,category,return,because\n{one},,,综合,,核实\n,银川局,乙事,,是,重复\n",
    )
    assert office("decisions", "import", good).code == 0
    found = {
        item["serial"]: item for item in office("submissions", "list", "--json").json()
    }
    assert (found[one]["category"], found[two]["state"]) == ("综合", "returned")
    for heading, first in (("follows", one), ("续报哪一件", "none")):
        linked = write(
            tmp_path, "d.csv", f"serial,{heading},because\n{two},{first},同一事件\n"
        )
        assert office("decisions", "import", linked).code == 0
        now = office("submissions", "show", two, "--json").json()["follows"]
        assert now == (None if first == "none" else one)
    unknown = write(
        tmp_path,
        "d.csv",
        f"serial,follows,because\n{one},,核实\n{two},2026-0099,同一事件\n",
    )
    said = office("decisions", "import", unknown)
    assert (said.code, f"row 3: {two}：没有编号为 2026-0099 的报送件" in said.err) == (
        2,
        True,
    )


def test_a_decision_the_record_refuses_undoes_the_whole_file(
    office: Call, tmp_path: Path
) -> None:
    one, two = add(office, "甲事"), add(office, "乙事")
    file = write(
        tmp_path,
        "d.csv",
        f"serial,category,because\n{one},综合,核实\n{two},散文,核实\n",
    )
    said = office("decisions", "import", file)
    assert (said.code, f"row 3: {two}：办法里没有“散文”这一类" in said.err) == (2, True)
    assert office("submissions", "show", one, "--json").json()["category"] == "动态"


def test_facts_naming_an_unknown_serial_leave_nothing(
    office: Call, tmp_path: Path
) -> None:
    serial = add(office, "甲事")
    head = "serial,publication,form,on\n"
    bad = write(
        tmp_path,
        "a.csv",
        f"{head}{serial},宁夏交通信息,单条,2026-03-20\n2026-0999,要情汇报,,2026-03-20\n",
    )
    said = office("adoptions", "import", bad)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "row 3: serial: 2026-0999 is unknown" in said.err
    lines = office("explain", serial, "--json").json()["lines"]
    assert not [line for line in lines if line["article"].startswith("11(2)")]


def test_a_quarter_is_entered_scored_explained_and_closed(
    office: Call, tmp_path: Path
) -> None:
    serials = [
        add(office, f"第{month}月第{turn}件", month=month)
        for month in (1, 2, 3)
        for turn in (1, 2)
    ]
    rows = f"{serials[0]},《宁夏交通信息》,单条,2026-03-20\n{serials[1]},中办,,2026-03-21\n"
    adopted = write(tmp_path, "a.csv", f"serial,publication,form,on\n{rows}")
    assert "2 rows, 2 of them new" in office("adoptions", "import", adopted).out
    again = write(tmp_path, "b.csv", f"编号,采用刊物,采用形式,采用日期\n{rows}")
    assert (
        "2 rows, 0 of them new; nothing was imported"
        in office("adoptions", "import", again).out
    )
    assert len(office("imports", "list", "--json").json()) == 1
    written = write(
        tmp_path,
        "i.csv",
        f"serial,leader,level,on\n{serials[0]},某主席,自治区领导,2026-03-22\n",
    )
    assert office("instructions", "import", written).code == 0
    score = office("score", "2026Q1", "--json").json()
    totals = {
        unit["unit"]: unit["total"]
        for group in score["groups"]
        for unit in group["units"]
    }
    assert totals == {"银川市交通运输局": "37", "石嘴山市交通运输局": "-15"}
    lines = office("explain", serials[0], "--json").json()["lines"]
    assert {(line["points"], line["article"][:2]) for line in lines} >= {
        ("2", "11"),
        ("10", "11"),
    }
    assert office("explain", "银川局", "2026Q1", "--json").json()["total"] == "37"
    assert office("close", "2026Q1", "--json").json()["revision"] == 1
    assert office("circular", "draft", "2026Q1").code == 0
    workbook = tmp_path / "c.xlsx"
    assert office("circular", "show", "2026Q1", "--xlsx", str(workbook)).code == 0
    assert workbook.read_bytes().startswith(b"PK")
    assert office("circular", "send", "2026Q1").code == 2
    assert office("circular", "approve", "2026Q1").code == 0
    assert "2 messages queued" in office("circular", "send", "2026Q1").out
    said = office("close", "2026Q1")
    assert (said.code, "a revision needs a reason" in said.err) == (2, True)


def test_commissions_show_where_each_unit_stands(office: Call, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "c.csv",
        "id,title,issuer,brief,units,issued_on,due\nY1,春运总结,厅办公室,,银川局;石嘴山市交通运输局,2026-03-01,2026-03-20\n",
    )
    assert office("commissions", "import", file).code == 0
    serial = add(office, "春运总结")
    office("submissions", "decide", serial, "--commission", "Y1", "--because", "约稿")
    (asked,) = office("commissions", "list", "--json").json()
    assert {each["unit"]: each["state"] for each in asked["units"]} == {
        "银川市交通运输局": "done",
        "石嘴山市交通运输局": "missed",
    }


def test_reminders_are_queued_once_and_only_listed_on_a_dry_run(
    rehearsal: Call, office: Call
) -> None:
    day = ("--now", "2026-03-19T09:30")
    assert len(rehearsal(*day, "remind", "--dry-run", "--json").json()) == 2
    assert office("outbox", "list", "--json").json() == []
    assert [each["queued"] for each in rehearsal(*day, "remind", "--json").json()] == [
        1,
        1,
    ]
    assert rehearsal(*day, "remind", "--json").json() == []


def test_what_is_shown_may_be_settled_and_a_switch_is_in_force_at_once(
    rehearsal: Call, office: Call
) -> None:
    rehearsal("--now", "2026-03-19T09:30", "remind")
    assert office("outbox", "settle", "1").code == 2
    assert (
        office("outbox", "settle", "1", "--drop", "--because", "不必").out
        == "outbox 1: dropped\n"
    )
    assert (
        "is dropped; sent is for messages that are unknown"
        in office("outbox", "settle", "1", "--sent").err
    )
    assert office("answering", "office").code == 0
    assert office("pause").code == 0
    assert office("resume").code == 0


def test_every_article_of_the_rule_is_accounted_for(office: Call) -> None:
    covered = office("policy", "coverage", "--json")
    assert covered.code == 0
    assert {row["cover"] for row in covered.json()} == {"rule", "not-computed"}


def test_every_fault_of_a_malformed_policy_is_a_line_that_names_file_and_key(
    office: Call, tmp_path: Path
) -> None:
    file = write(tmp_path, "2026-01-01.toml", 'id = "x/2026-01-01"\nofice = "x"\n')
    said = office("policy", "check", file)
    assert said.code == 2
    assert all("2026-01-01.toml" in line for line in said.err.splitlines())
    assert "ofice" in said.err


def test_a_record_is_shown_a_field_a_line_and_harmless_to_a_terminal(
    office: Call,
) -> None:
    serial = add(office, "某事\x1b[31m")
    office("submissions", "decide", serial, "--category", "综合", "--because", "核实")
    shown = office("submissions", "show", serial).out
    assert "category: 综合\n" in shown
    assert "flags:\n" in shown
    assert "    because: 核实\n" in shown
    assert "[{" not in shown
    assert "\x1b" not in shown
