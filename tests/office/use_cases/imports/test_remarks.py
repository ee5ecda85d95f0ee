"""Are rows of points given by hand read exactly, and is every row that the rule does
not allow named?
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from ledger.entries.events import Remark
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from office.use_cases.imports.records import ImportContext, read_remarks
from office.use_cases.imports.rows import BadRowsError, Finder
from scoring.language.editions import bundled
from tests.fixtures.remarks import FALSE, HELP, rulebook

NOW = datetime(2026, 4, 1, 2, tzinfo=UTC)
UNITS = (
    Unit(1, "银川市交通运输局", "第一组", date(2021, 3, 19), short_names=("银川局",)),
    Unit(2, "石嘴山市交通运输局", "第一组", date(2021, 3, 19)),
    Unit(3, "固原市交通运输局", "第一组", date(2021, 3, 19)),
)
ITEMS = (
    Submission(
        "2026-0001",
        NOW,
        "春运开局良好",
        SubmissionState.RECORDED,
        unit_id=1,
        co_unit_ids=(2,),
    ),
    Submission("2026-0002", NOW, "看不出单位", SubmissionState.HELD),
)
KNOWN = ImportContext(Finder(UNITS, ITEMS), rulebook(), NOW)
HEAD = "unit,serial,title,kind,points,on,because\n"


def read(
    folder: Path,
    *rows: str,
    known: ImportContext = KNOWN,
    standing: tuple[Remark, ...] = (),
) -> list[Remark]:
    path = folder / "remarks.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_remarks(path, known, standing)


def told(
    folder: Path,
    *rows: str,
    known: ImportContext = KNOWN,
    standing: tuple[Remark, ...] = (),
) -> list[str]:
    with pytest.raises(BadRowsError) as error:
        read(folder, *rows, known=known, standing=standing)
    return [fault.what for fault in error.value.faults]


def test_a_row_is_about_a_unit_or_about_an_item_and_one_of_its_units(
    tmp_path: Path,
) -> None:
    rows = (
        f"银川局,,,{HELP},2.5,2026-03-05,派人到现场",
        f",2026-0001,,{FALSE},,2026-03-06,数字有误",
        f"石嘴山市交通运输局,2026-0001,,{FALSE},-10,2026-03-06,数字有误",
        f"石嘴山市交通运输局,,春运开局良好,{FALSE},,2026-03-07,数字有误",
    )
    found = read(tmp_path, *rows)
    assert [(each.unit_id, each.serial, each.points) for each in found] == [
        (1, None, Fraction(5, 2)),
        (1, "2026-0001", None),
        (2, "2026-0001", None),
        (2, "2026-0001", None),
    ]
    assert found[0] == Remark(
        0, 1, HELP, date(2026, 3, 5), NOW, "派人到现场", Fraction(5, 2), None
    )


def test_points_are_exact_and_may_bear_the_signs_a_chinese_keyboard_writes(
    tmp_path: Path,
) -> None:
    rows = [
        f"银川局,,,{HELP},{points},2026-03-05,第{points}次"
        for points in ("7/3", "＋3", "２．５", " 4 ")
    ]
    values = [Fraction(7, 3), Fraction(3), Fraction(5, 2), Fraction(4)]
    assert [each.points for each in read(tmp_path, *rows)] == values
    (fine,) = read(tmp_path, f"银川局,,,{FALSE},－10,2026-03-05,失实")
    assert fine.points is None


def test_every_row_the_rule_does_not_allow_is_named_with_what_it_allows(
    tmp_path: Path,
) -> None:
    rows = {
        "银川局,,,散文奖,1,2026-03-05,x": f"kind: 散文奖 is no remark of the policy of 2026Q1; "
        f"allowed: {FALSE}, {HELP}",
        f"银川局,,,{HELP},,2026-03-05,x": f"points: is empty; {HELP} takes 2 to 5",
        f"银川局,,,{HELP},5.01,2026-03-05,x": f"points: 5.01 is out of range; {HELP} takes 2 to 5",
        f"银川局,,,{HELP},很多,2026-03-05,x": "points: '很多' is no number; write -5, 2.5 or 1/3",
        f"银川局,,,{HELP},1e9,2026-03-05,x": "points: '1e9' is no number; write -5, 2.5 or 1/3",
        f"银川局,,,{FALSE},10,2026-03-05,x": f"points: {FALSE} is -10; write that or nothing",
        f"银川局,,,{FALSE},,2026-03-05,": "because: is empty",
        f"银川局,,,{FALSE},,,x": "on: is empty",
        f"银川局,,,{FALSE},,2026-05-01,x": "on: 2026-05-01 has not come yet",
        f"银川局,,,{FALSE},,2019-05-01,x": "on: no edition of the policy covers 2019Q2",
        f"无此局,,,{FALSE},,2026-03-05,x": "unit: 无此局 is no unit of the roster; "
        "see `yishiyibao units list`",
        f",,,{FALSE},,2026-03-05,x": "unit: is empty, and so is serial; "
        "name the unit, or the item and so its unit",
        f",2026-0002,,{FALSE},,2026-03-05,x": "serial: 2026-0002 has no unit yet; decide it first",
        f"固原市交通运输局,2026-0001,,{FALSE},,2026-03-05,x": "unit: 固原市交通运输局 is no unit of "
        "2026-0001; leave the serial out if it is meant",
    }
    assert told(tmp_path, *rows) == list(rows.values())


def test_an_edition_without_remarks_says_so(tmp_path: Path) -> None:
    ningxia = KNOWN._replace(rulebook=bundled())
    assert told(tmp_path, f"银川局,,,{FALSE},,2026-03-05,x", known=ningxia) == [
        "kind: the policy of 2026Q1 names no remarks"
    ]


def test_kinds_are_those_of_the_edition_of_that_day(tmp_path: Path) -> None:
    (with_kinds,) = rulebook().editions
    later = replace(with_kinds, id="later", in_force_on=date(2026, 4, 1), remarks=())
    known = KNOWN._replace(
        rulebook=replace(KNOWN.rulebook, editions=(with_kinds, later))
    )
    assert len(read(tmp_path, f"银川局,,,{FALSE},,2026-03-31,x", known=known)) == 1
    assert told(tmp_path, f"银川局,,,{FALSE},,2026-04-01,x", known=known) == [
        "kind: the policy of 2026Q2 names no remarks"
    ]


def test_the_same_remark_with_other_points_is_refused_not_dropped(
    tmp_path: Path,
) -> None:
    row = f"银川局,,,{HELP},2,2026-03-05,派人到现场"
    standing = tuple(read(tmp_path, row))
    assert read(tmp_path, row, row, standing=standing) == [*standing, *standing]
    said = (
        "points: the same remark stands with 2; put that one right (`remarks change`)"
    )
    other = row.replace(",2,", ",3,")
    assert told(tmp_path, other, standing=standing) == [said]
    assert told(tmp_path, row, other) == [said]
