"""Is a person's data shown, exported and erased from a shell, and erased again on an
older copy?
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.office.cli.conftest import Call, Said
from tests.office.cli.test_setup import on_sqlite

ROSTER = """name,group,officer,officer_phone,officer_address,since
银川市交通运输局,第一组,李娜,0951-6000001,li.na@163.example,2021-03-19
石嘴山市交通运输局,第一组,李娜,0952-6000002,,2021-03-19
"""
PHONE = "139-0951-0001"


@pytest.fixture
def filled(rehearsal: Call, tmp_path: Path) -> Call:
    """Two units, each with a 李娜, and an item of the first's."""
    roster = tmp_path / "units.csv"
    roster.write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str, now: str = "2026-03-02T09:00") -> Said:
        return rehearsal("--now", now, *arguments)

    assert call("units", "import", str(roster)).code == 0
    item = (
        "--unit",
        "银川市交通运输局",
        "--title",
        "一件",
        "--category",
        "动态",
        "--author",
        "李娜",
    )
    words = (
        "--phone",
        PHONE,
        "--text",
        f"撰稿人李娜，电话{PHONE}",
        "--because",
        "补登",
    )
    said = call("submissions", "add", *item, *words, "--arrived-at", "2026-03-01T10:00")
    assert said.code == 0, said.err
    return call


def erase(filled: Call, *more: str) -> Said:
    unit = ("--unit", "银川市交通运输局")
    return filled(
        "people",
        "erase",
        "李娜",
        *unit,
        "--because",
        "本人要求",
        *more,
        now="2026-03-03T09:00",
    )


def test_all_that_is_kept_is_shown_and_written_to_a_file(
    filled: Call, tmp_path: Path
) -> None:
    shown = filled("people", "show", "李娜", "--json").json()
    assert [item["serial"] for item in shown["items"]] == ["2026-0001"]
    assert len(shown["roster"]) == 2
    assert shown["phones"] == ["09516000001", "09526000002", "13909510001"]
    one = filled("people", "show", "13909510001", "--json").json()
    assert [item["serial"] for item in one["items"]] == ["2026-0001"]
    file = tmp_path / "李娜.json"
    assert (
        filled("people", "export", "李娜", str(file), "--unit", "银川市交通运输局").code
        == 0
    )
    assert json.loads(file.read_text(encoding="utf-8"))["phones"] == [
        "09516000001",
        "13909510001",
    ]


def test_nobody_a_name_of_two_units_and_no_reason_are_refused_and_change_nothing(
    filled: Call,
) -> None:
    nobody = filled("people", "show", "查无此人")
    assert (nobody.code, "nothing of 查无此人 is on record" in nobody.err) == (2, True)
    unnamed = filled(
        "people", "erase", " ", "--unit", "银川市交通运输局", "--because", "本人要求"
    )
    assert (unnamed.code, "nothing of a person without a name" in unnamed.err) == (
        2,
        True,
    )
    two = filled("people", "erase", "李娜", "--because", "本人要求")
    assert two.code == 2
    assert (
        "stands with several units (银川市交通运输局、石嘴山市交通运输局); say which: --unit U"
        in two.err
    )
    unsaid = filled(
        "people", "erase", "李娜", "--unit", "银川市交通运输局", "--because", " "
    )
    assert (unsaid.code, "--because TEXT" in unsaid.err) == (2, True)
    before = filled("people", "show", "李娜", "--json").out
    assert "nothing was changed" in erase(filled, "--preview").out
    assert filled("people", "show", "李娜", "--json").out == before


def test_erasing_blanks_the_contact_of_this_one_and_says_what_it_cannot_reach(
    filled: Call,
) -> None:
    said = erase(filled)
    assert said.code == 0
    assert "contact blanked in 1 items" in said.out
    assert "backups from before today" in said.out
    shown = filled("people", "show", "李娜", "--json").json()
    assert shown["phones"] == ["09526000002"]
    item = filled("submissions", "show", "2026-0001", "--json")
    assert "0951-0001" not in item.out
    assert item.json()["author"] == "李娜"
    assert "erasures: 1, listed in" in filled("check").out


def test_numbers_that_only_the_journal_still_tells_are_erased_from_it(
    filled: Call,
) -> None:
    for phone in ("139-0951-8888", "0951-6000001"):
        decided = filled(
            "submissions", "decide", "2026-0001", "--phone", phone, "--because", "订正"
        )
        assert decided.code == 0, decided.err
    assert "8888" in filled("submissions", "show", "2026-0001", "--json").out
    assert erase(filled).code == 0
    shown = filled("submissions", "show", "2026-0001", "--json").json()
    assert [entry["because"] for entry in shown["history"]].count("订正") == 2
    assert "8888" not in str(shown)
    assert "尾号0001" not in str(shown)


@on_sqlite
def test_an_older_copy_brought_back_is_erased_again(
    filled: Call, rehearsal: Call, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    assert rehearsal("backup", str(copy)).code == 0
    assert erase(filled).code == 0
    said = rehearsal("restore", str(copy))
    assert (said.code, said.err) == (0, "")
    assert (
        "erased again, since the copy is from before: 1; the copy itself still holds it"
        in said.out
    )
    assert filled("people", "show", "李娜", "--json").json()["phones"] == [
        "09526000002"
    ]


@on_sqlite
def test_a_copy_put_in_place_by_hand_is_noticed_by_check_and_mended(
    filled: Call, rehearsal: Call, tmp_path: Path, settings_file: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    assert rehearsal("backup", str(copy)).code == 0
    assert erase(filled).code == 0
    # As on another machine: the copy, and the list of erasures that was kept apart.
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(
        text.replace(
            text.partition('url = "')[2].partition('"')[0], f"sqlite:///{copy}"
        ),
        encoding="utf-8",
    )
    looked = filled("check")
    assert looked.code == 1
    assert (
        "1 persons were erased and are on record again; run `yishiyibao people replay`"
        in looked.out
    )
    assert "erased again: 1" in filled("people", "replay").out
    assert "erasures: 1, listed in" in filled("check").out
    assert filled("people", "show", "李娜", "--json").json()["phones"] == [
        "09526000002"
    ]


def test_how_long_anything_is_kept_is_shown_and_applied(
    filled: Call, settings_file: Path
) -> None:
    said = filled("people", "retention").out
    assert said.count("kept for good") == 3
    with settings_file.open("a", encoding="utf-8") as more:
        more.write("\n[privacy]\nauthor_contact_months = 12\n")
    late = "2027-03-02T09:00"
    assert (
        "authors: forgotten from before 2026-03-02"
        in filled("people", "retention", now=late).out
    )
    applied = filled("people", "retention", "--apply", now=late)
    assert applied.code == 0
    assert '"authors": 1' in applied.out
    assert "0951-0001" not in filled("submissions", "show", "2026-0001", "--json").out


@on_sqlite
def test_nothing_is_restored_while_the_list_of_erasures_cannot_be_read(
    filled: Call, rehearsal: Call, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    assert rehearsal("backup", str(copy)).code == 0
    assert erase(filled).code == 0
    (apart,) = [path for path in tmp_path.rglob("*erasures*") if path.is_file()]
    apart.write_text("no list\n", encoding="utf-8")
    said = rehearsal("restore", str(copy))
    assert (said.code, "line 1 is no erasure" in said.err) == (2, True)
    assert filled("people", "show", "李娜", "--json").json()["phones"] == [
        "09526000002"
    ]


@on_sqlite
def test_who_was_erased_is_erased_on_a_copy_from_before_the_unit_was_renamed(
    filled: Call, rehearsal: Call, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    assert rehearsal("backup", str(copy)).code == 0
    renamed = (
        "units",
        "rename",
        "银川市交通运输局",
        "银川市交通局",
        "--from",
        "2026-03-02",
        "--because",
        "改名",
    )
    said = filled(*renamed)
    assert said.code == 0, said.err
    assert (
        filled(
            "people", "erase", "李娜", "--unit", "银川市交通局", "--because", "本人要求"
        ).code
        == 0
    )
    assert "erased again" in rehearsal("restore", str(copy)).out
    assert filled("people", "show", "李娜", "--json").json()["phones"] == [
        "09526000002"
    ]
