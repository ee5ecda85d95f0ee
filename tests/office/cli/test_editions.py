"""Does last year give last year's numbers after this year's edition has arrived
(E8)?
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.office.cli.conftest import Call, Said
from tests.scoring.worlds import POLICY

ROSTER = "name,group,addresses,since\n甲局,第一组,jia@units.example,2021-03-19\n乙局,第一组,,2021-03-19\n"


@pytest.fixture
def shelf(settings_file: Path, tmp_path: Path) -> Path:
    """The office's own folder of editions, with the one of 2021 in it."""
    folder = tmp_path / "policy" / POLICY.parent.name
    folder.mkdir(parents=True)
    for suffix in (".toml", ".md"):
        shutil.copy(POLICY.with_suffix(suffix), folder)
    with settings_file.open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[policy]\nfolder = "{tmp_path / "policy"}"\noffice = "{folder.name}"\n'
        )
    return folder


def begin_on(day: str, text: str, shelf: Path) -> None:
    """Put an edition that is in force from this day on into the folder."""
    text = text.replace("2021-03-19", day).replace("../../../docs", "docs")
    (shelf / f"{day}.toml").write_text(text, encoding="utf-8")
    shutil.copy(POLICY.with_suffix(".md"), shelf / f"{day}.md")


def arrive(shelf: Path) -> None:
    """The edition of 2026: another base, and a publication under another name."""
    text = POLICY.read_text(encoding="utf-8")
    assert text.count('name = "《宁夏交通信息》"') == 1
    text = text.replace(
        'name = "《宁夏交通信息》"',
        'name = "《宁夏交通要情》", aliases = ["宁夏交通信息"]',
    ).replace("on_met = { points = 5 }", "on_met = { points = 7 }")
    begin_on("2026-01-01", text, shelf)


def test_e8_last_year_is_the_same_to_the_cent_whatever_arrives_or_moves(
    shelf: Path, bare: Call, tmp_path: Path
) -> None:
    def at(moment: str, *arguments: str) -> Said:
        said = bare("--now", moment, *arguments)
        assert said.code == 0, said.err
        return said

    def last_year() -> list[object]:
        return [
            at("2026-02-10T09:00", "score", code, "--json").json()
            for code in ("2025Q4", "2025", "2025-11")
        ]

    def adopt(name: str, serial: str, on: str, moment: str) -> None:
        path = tmp_path / "adoptions.csv"
        path.write_text(
            f"serial,publication,form,on\n{serial},{name},单条,{on}\n", encoding="utf-8"
        )
        at(moment, "adoptions", "import", str(path))

    at("2025-10-01T08:00", "init", "--rehearsal", "--from", "all")
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    at("2025-10-01T09:00", "units", "import", str(tmp_path / "units.csv"))
    for number, month in enumerate((10, 10, 11, 11, 12), start=1):
        told = (
            "--unit",
            "甲局",
            "--category",
            "动态",
            "--title",
            f"第{number}件",
            "--because",
            "电话",
        )
        at(
            "2025-12-30T09:00",
            "submissions",
            "add",
            *told,
            "--arrived-at",
            f"2025-{month}-0{number}T10:00",
        )
    adopt("宁夏交通信息", "2025-0001", "2025-11-20", "2025-12-30T09:00")
    before = last_year()
    arrive(shelf)
    assert last_year() == before
    at(
        "2026-02-01T09:00",
        "units",
        "move",
        "甲局",
        "--group",
        "第二组",
        "--from",
        "2026-01-01",
        "--because",
        "改革",
    )
    at(
        "2026-02-01T09:00",
        "units",
        "exempt",
        "乙局",
        "--from",
        "2026-01-01",
        "--because",
        "撤并",
    )
    assert last_year() == before
    found = at("2026-02-10T09:00", "score", "2026Q1", "--json").json()
    assert (
        found["edition"].endswith("2026-01-01"),
        [group["group"] for group in found["groups"]],
    ) == (
        True,
        ["第一组", "第二组"],
    )
    adopt(
        "宁夏交通要情", "2025-0002", "2025-12-20", "2026-02-05T09:00"
    )  # told late, under today's name
    lines = at("2026-02-10T09:00", "explain", "2025-0002", "--json").json()["lines"]
    assert [
        (line["period"], line["points"]) for line in lines if "采用" in line["because"]
    ] == [("2025Q4", "2")]


def test_check_names_units_of_the_policy_that_the_roster_does_not_know_and_units_that_a_measure_leaves_out(
    shelf: Path, rehearsal: Call, tmp_path: Path
) -> None:
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    assert (
        rehearsal(
            "--now", "2026-01-02T08:00", "units", "import", str(tmp_path / "units.csv")
        ).code
        == 0
    )

    def found() -> list[tuple[bool, str]]:
        said = rehearsal("--now", "2026-01-02T08:00", "check", "--json").json()
        return [
            (each["ok"], each["what"]) for each in said if each["check"] == "policy"
        ]

    assert [ok for ok, _ in found()] == [True]
    file = shelf / POLICY.name
    text = file.read_text(encoding="utf-8")
    by_head = text.replace(
        'count = 2, per = "month"',
        'count = 2, per = "month", times = "人数", units = { "甲矩" = 3 }',
    )
    assert by_head != text
    file.write_text(
        by_head.replace(
            "[force]",
            '[measure."人数"]\narticle = "11"\nunits = { "甲局" = 4, "丁局" = 9 }\n[force]',
        ),
        encoding="utf-8",
    )
    amiss = [what for ok, what in found() if not ok]
    assert len(amiss) == 2
    assert "甲矩、丁局" in amiss[0] or "丁局、甲矩" in amiss[0]
    assert "乙局" in amiss[1]
    assert "甲局" not in amiss[1]


def test_the_service_does_not_start_before_any_edition_is_in_force(
    shelf: Path, bare: Call
) -> None:
    (shelf / POLICY.name).unlink()
    begin_on("2999-01-01", POLICY.read_text(encoding="utf-8"), shelf)
    bare("init")
    said = bare("run")
    assert said.code == 2
    assert "no edition of the policy covers" in said.err


def test_a_new_rule_begins_as_a_shipped_pair_is_said_back_and_never_written_over(
    bare: Call, tmp_path: Path
) -> None:
    file = tmp_path / "our" / "2026-01-01.toml"
    assert bare("policy", "new", str(file), "--like", "sample-bureau").code == 0
    assert bare("policy", "check", str(file)).out.startswith(f"{file}: ok")
    said = bare("policy", "explain", str(file)).out
    assert "一、对象\n  程序这样算：\n" in said
    again = bare("policy", "new", str(file))
    assert again.code == 2
    assert "is there already" in again.err
    strange = bare("policy", "new", str(tmp_path / "x.toml"), "--like", "county")
    assert "allowed: sample-bureau, sample-county" in strange.err
