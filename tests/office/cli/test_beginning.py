"""From which day on is assessed, as `init` notes it and `begins` moves it?"""

from datetime import date
from pathlib import Path

import pytest

from ledger.entries.events import Beginning
from ledger.periods import parse_period
from office.use_cases.beginning import changed_by, usual_beginning
from tests.office.cli.conftest import Call


@pytest.mark.parametrize(
    ("start", "today", "first_day"),
    [
        ("now", date(2026, 2, 10), date(2026, 3, 1)),
        ("now", date(2026, 3, 1), date(2026, 3, 1)),
        ("now", date(2026, 12, 2), date(2027, 1, 1)),
        ("2026-02-10", date(2026, 3, 5), date(2026, 2, 1)),
        ("all", date(2026, 3, 5), date(2026, 1, 1)),
    ],
)
def test_assessed_is_from_the_first_month_of_which_all_mail_is_read(
    start: str, today: date, first_day: date
) -> None:
    assert usual_beginning(start, today) == first_day


def test_init_notes_the_beginning_and_once_said_it_is_moved_by_a_command_of_its_own(
    bare: Call,
) -> None:
    said = bare("--now", "2026-02-10T09:00", "init", "--rehearsal")
    assert "自2026年3月1日起考核" in said.out
    refused = bare("--now", "2026-02-11T09:00", "init", "--begins", "2026-02-01")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "begins 2026-02-01 --because TEXT" in refused.err

    for arguments in (["2026-02-01"], ["2026-03-01", "--because", "照旧"]):
        refused = bare("--now", "2026-02-11T09:00", "begins", *arguments)
        assert (refused.code, refused.err.count("\n")) == (2, 1)
    now = bare("begins", "--json").json()
    assert (now["begins"], now["begun_duties"]) == ("2026-03-01", False)

    moved = bare(
        "--now",
        "2026-02-11T09:00",
        "begins",
        "2026-02-01",
        "--because",
        "二月的来件已补齐",
    )
    assert moved.out == "自2026年2月1日起考核，此前已起算的任务不算\n"
    owed = bare(
        "--now",
        "2026-02-12T09:00",
        "begins",
        "--begun-duties",
        "yes",
        "--because",
        "上半年调研照算",
    )
    assert owed.out == "自2026年2月1日起考核，此前已起算的任务照算\n"
    first, *moves = bare("begins").out.splitlines()
    assert first == owed.out.strip()
    assert len(moves) == 3
    assert (
        "自2026年3月1日起考核，此前已起算的任务不算 → 自2026年2月1日起考核" in moves[1]
    )
    assert moves[1].endswith("（二月的来件已补齐）")


def test_the_day_may_be_said_at_once_and_another_start_of_the_mail_does_not_move_it(
    bare: Call,
) -> None:
    assert bare("init", "--begins", "2026-02-10").code == 0
    assert "自2026年2月10日起考核" in bare("init", "--from", "2026-01-01").out


def test_what_earns_nothing_or_is_told_twice_because_of_the_beginning_is_said(
    bare: Call, tmp_path: Path
) -> None:
    now = ("--now", "2026-05-15T09:00")
    assert bare(*now, "init", "--rehearsal", "--begins", "2026-05-10").code == 0
    files = {
        "units.csv": "name,group,since\n银川市交通运输局,第一组,2021-03-19\n",
        "history.csv": "period,unit,total\n2026-04,银川市交通运输局,5\n",
        "adoptions.csv": "serial,publication,form,on\n2026-0001,宁夏交通信息,单条,2026-05-13\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert bare(*now, "units", "import", str(tmp_path / "units.csv")).code == 0
    item = (
        "--unit",
        "银川市交通运输局",
        "--title",
        "早件",
        "--category",
        "动态",
        "--because",
        "补登",
    )
    assert (
        bare(*now, "submissions", "add", *item, "--arrived-at", "2026-05-02T10:00").code
        == 0
    )
    said = bare(*now, "adoptions", "import", str(tmp_path / "adoptions.csv")).out
    assert "1 are of items from before 2026-05-10 (考核前) and earn nothing" in said
    files["none.csv"] = "period,unit,total\n2026-04,银川市交通运输局,0\n"
    files["quarter.csv"] = "period,unit,total\n2026Q1,银川市交通运输局,9\n"
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert bare(*now, "history", "import", str(tmp_path / "history.csv")).code == 0
    assert bare(*now, "begins", "2026-05-01", "--because", "改").err == ""
    for day in ("2026-04-01", "2026-04-10"):
        refused = bare(*now, "begins", day, "--because", "改")
        assert (refused.code, refused.err.count("\n")) == (2, 1)
        assert "2026年4月的分已用 `history import` 录入" in refused.err
        assert (
            "就会算两遍；请从2026年5月1日起，或先把2026年4月的分改录为 0" in refused.err
        )
    assert bare(*now, "history", "import", str(tmp_path / "none.csv")).code == 0
    assert bare(*now, "history", "import", str(tmp_path / "quarter.csv")).code == 0
    # A quarter that was told is cut nowhere: it would be one thing by itself and
    # another in the year.
    refused = bare(*now, "begins", "2026-02-01", "--because", "改")
    assert (refused.code, "2026年第一季度的分已用" in refused.err) == (2, True)
    assert "请从2026年4月1日起，或从2026年1月1日起" in refused.err
    moved = bare(*now, "begins", "2026-01-01", "--because", "改")
    assert moved.code == 0
    assert (
        "totals of 2026Q1 were told by `history import` and stand as told" in moved.err
    )


MARCH, MAY = Beginning(date(2026, 3, 1)), Beginning(date(2026, 5, 1))


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (
            None,
            MARCH,
            ["2026-01", "2026Q1", "2026Q2"],
        ),  # the half-year's duty is told with the second quarter
        (MARCH, MAY, ["2026Q1", "2026Q2"]),  # past the first, into the second
        (MAY, MARCH, ["2026Q1", "2026Q2"]),  # what was not assessed would be
        (
            MARCH,
            MARCH._replace(owes_begun=True),
            ["2026Q1", "2026Q2"],
        ),  # the quarter, and the half-year
        (
            MARCH,
            Beginning(date(2026, 1, 1)),
            ["2026-01", "2026Q1", "2026Q2"],
        ),  # the half-year is owed then
        (MAY, Beginning(date(2026, 7, 1)), ["2026Q2"]),
    ],
)
def test_a_beginning_changes_the_periods_it_comes_into_or_past_and_those_in_which_a_begun_duty_ends(
    before: Beginning | None, after: Beginning, changed: list[str]
) -> None:
    periods = [parse_period(code) for code in ("2026-01", "2026Q1", "2026Q2", "2026Q3")]
    assert [period.code for period in changed_by(before, after, periods)] == changed
