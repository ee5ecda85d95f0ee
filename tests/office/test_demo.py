"""Does the demo tell a true story: every letter accounted for, and the record as it
says?
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from office.demo.letters import letters_of_quarter, moment
from office.demo.run import NotOurFolderError, rehearsal
from office.demo.sample_items import title_of
from office.demo.sample_mail import SampleMail, docx, labelled_gb2312, raw_gbk
from office.demo.story import START
from office.use_cases.imports.units import read_units

ROSTER = Path(__file__).parents[2] / "office" / "demo" / "units.csv"


def yishiyibao(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The program as installed, in a folder of its own."""
    command = [str(Path(sys.executable).parent / "yishiyibao"), *arguments]
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=os.environ | {"LANG": "C.UTF-8"},
    )


@pytest.mark.long
def test_the_story_accounts_for_every_letter_and_its_counts_are_those_of_letters_list(
    tmp_path: Path,
) -> None:
    told = yishiyibao("demo", "--once", "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    ending = json.loads(told.stdout)
    listed = yishiyibao(
        "--config",
        f"{ending['folder']}/yishiyibao.toml",
        "letters",
        "list",
        "--json",
        cwd=tmp_path,
    )
    letters = json.loads(listed.stdout)
    assert ending["letters"] == Counter(letter["state"] for letter in letters)
    assert len(letters) >= 60
    assert set(ending["letters"]) == {"recorded", "set-aside", "sealed", "oversize"}
    assert {letter.get("role") for letter in letters} >= {"new", "copy", "completion"}
    assert {
        letter["reason"] for letter in letters if letter["state"] == "set-aside"
    } >= {"robot", "bounce"}
    config = ("--config", f"{ending['folder']}/yishiyibao.toml")
    (asked,) = json.loads(
        yishiyibao(*config, "commissions", "list", "--json", cwd=tmp_path).stdout
    )
    assert asked["id"] == "YG2026-001"
    assert {one["unit"]: one["state"] for one in asked["units"]} == {
        "厅综合规划处": "done",
        "厅运输服务处": "done",
        "厅科技处": "missed",
    }
    assert ending["outbox"]["sent"] > len(letters)
    assert ending["outbox"]["refused"] == 1


def test_there_are_at_least_sixty_letters_of_at_least_twelve_kinds() -> None:
    units = [unit for unit in read_units(ROSTER) if unit.addresses]
    bag = letters_of_quarter(units)
    assert len(bag) >= 60
    assert len({letter.kind for letter in bag}) >= 12
    assert [letter.at for letter in bag] == sorted(letter.at for letter in bag)


def test_no_two_of_three_hundred_titles_are_the_same() -> None:
    assert len({title_of(number) for number in range(300)}) == 300


def test_a_demo_does_not_touch_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "annual-report.txt").write_text("keep me")
    with pytest.raises(NotOurFolderError), rehearsal(tmp_path, START):
        pass
    assert (tmp_path / "annual-report.txt").read_text() == "keep me"


def test_letters_that_no_library_would_write_are_what_they_claim_to_be() -> None:
    sheet = SampleMail("镕堃", "正文", "a@b.example", "堃")
    at = moment(1, 5)
    assert b"=?gb2312?B?" in labelled_gb2312(sheet, at, 1)
    assert "镕堃".encode("gbk") in raw_gbk(sheet, at, 1)
    assert docx(["一", "二"]).startswith(b"PK")
