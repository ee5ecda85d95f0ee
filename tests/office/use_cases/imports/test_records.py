"""Do rows about submissions find the submission they mean, or say why not?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.entries.events import Beginning, HistoryTotal
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState
from office.use_cases.imports.records import (
    ImportContext,
    read_commissions,
    read_forwardings,
    read_history,
    read_instructions,
    read_working_days,
)
from office.use_cases.imports.rows import BadRowsError, Finder
from scoring.language.editions import bundled

NOW = datetime(2026, 4, 1, tzinfo=UTC)
UNITS = (
    Unit(
        1,
        "银川市交通运输局",
        "第一组",
        date(2021, 3, 19),
        short_names=("银川局", "交通局"),
    ),
    Unit(2, "石嘴山市交通运输局", "第一组", date(2021, 3, 19), short_names=("交通局",)),
)
ITEMS = (
    Submission("2026-0001", NOW, "春运开局良好", SubmissionState.RECORDED, unit_id=1),
    Submission(
        "2026-0002", NOW, "同题", SubmissionState.RECORDED, unit_id=1, co_unit_ids=(2,)
    ),
    Submission("2026-0003", NOW, "同题", SubmissionState.HELD, unit_id=1),
    Submission("2026-0004", NOW, "旧稿", SubmissionState.SUPERSEDED, unit_id=1),
)
FINDER = Finder(UNITS, ITEMS)
KNOWN = ImportContext(FINDER, bundled(), NOW)


def write(folder: Path, text: str) -> Path:
    path = folder / "facts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(error: pytest.ExceptionInfo[BadRowsError]) -> str:
    return "\n".join(fault.what for fault in error.value.faults)


def test_a_serial_names_a_submission(tmp_path: Path) -> None:
    path = write(tmp_path, "serial,target,on\n2026-0001,自治区政府办公厅,2026-03-05\n")
    (forwarding,) = read_forwardings(path, KNOWN)
    assert (forwarding.serial, forwarding.on, forwarding.entered_at) == (
        "2026-0001",
        date(2026, 3, 5),
        NOW,
    )


def test_unit_and_title_name_a_submission_too_by_short_name(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "unit,title,leader,level,on\n银川局,春运开局良好,某副主席,自治区领导,2026-03-05\n",
    )
    assert read_instructions(path, KNOWN)[0].serial == "2026-0001"


def test_a_co_unit_finds_the_joint_item(tmp_path: Path) -> None:
    path = write(
        tmp_path, "unit,title,target,on\n石嘴山市交通运输局,同题,厅领导,2026-03-05\n"
    )
    assert read_forwardings(path, KNOWN)[0].serial == "2026-0002"


def test_every_row_that_names_nothing_is_listed_with_the_way_out(
    tmp_path: Path,
) -> None:
    rows = (
        "2026-9999,,",
        ",银川局,没有这篇",
        ",银川局,同题",
        ",交通局,春运开局良好",
        ",无此局,春运开局良好",
        ",,春运开局良好",
        ",银川局,旧稿",
    )
    path = write(
        tmp_path,
        "serial,unit,title,target,on\n"
        + "".join(f"{row},x,2026-03-05\n" for row in rows),
    )
    with pytest.raises(BadRowsError) as error:
        read_forwardings(path, KNOWN)
    told = faults(error).splitlines()
    assert told[0] == "serial: 2026-9999 is unknown; see `yishiyibao submissions list`"
    assert (
        told[1]
        == "title: 银川市交通运输局 has reported nothing of this title; give the serial instead"
    )
    assert (
        told[2]
        == "title: 银川市交通运输局 has reported it as 2026-0002, 2026-0003; give the serial instead"
    )
    assert (
        told[3]
        == "unit: 交通局 may be 银川市交通运输局, 石嘴山市交通运输局; write the full name"
    )
    assert (
        told[4] == "unit: 无此局 is no unit of the roster; see `yishiyibao units list`"
    )
    assert told[5].startswith("serial: is empty")
    assert told[6] == told[1]


def test_a_commission_names_its_units_and_is_due_after_it_was_issued(
    tmp_path: Path,
) -> None:
    head = "id,title,issuer,brief,units,issued_on,due\n"
    (commission,) = read_commissions(
        write(
            tmp_path,
            head
            + "Y1,约稿,厅办公室,请报,银川局;石嘴山市交通运输局;银川局,2026-03-01,2026-03-10\n",
        ),
        FINDER,
    )
    assert commission.unit_ids == (1, 2)
    with pytest.raises(BadRowsError, match="due: is before issued_on"):
        read_commissions(
            write(tmp_path, head + "Y1,约稿,,,银川局,2026-03-11,2026-03-10\n"), FINDER
        )
    with pytest.raises(BadRowsError, match="id: Y1 stands in row 2 already"):
        read_commissions(
            write(tmp_path, head + "Y1,约稿,,,银川局,2026-03-01,2026-03-10\n" * 2),
            FINDER,
        )


def test_earlier_totals_are_exact_and_belong_to_quarters(tmp_path: Path) -> None:
    (total,) = read_history(
        write(tmp_path, "period,unit,total,share\n2025Q4,银川局,12.5,3.13\n"), FINDER
    )
    assert (total.period, total.unit_id, total.total, total.share) == (
        "2025Q4",
        1,
        Decimal("12.5"),
        Decimal("3.13"),
    )
    for row in (
        "2025-10,银川局,1,",
        "sometime,银川局,1,",
        "2025Q4,银川局,NaN,",
        "2025Q4,银川局,,",
    ):
        with pytest.raises(BadRowsError):
            read_history(write(tmp_path, f"period,unit,total,share\n{row}\n"), FINDER)


def test_months_are_told_only_before_the_beginning_and_then_in_place_of_their_quarter(
    tmp_path: Path,
) -> None:
    beginning = Beginning(date(2026, 5, 1))

    def read(row: str) -> list[HistoryTotal]:
        return read_history(
            write(tmp_path, f"period,unit,total\n{row}\n"), FINDER, beginning
        )

    assert [total.period for total in read("2026-04,银川局,3\n2026Q1,银川局,15")] == [
        "2026-04",
        "2026Q1",
    ]
    with pytest.raises(
        BadRowsError, match="2026-05 is assessed here; only a month before"
    ):
        read("2026-05,银川局,3")
    with pytest.raises(
        BadRowsError, match="2026Q2 is assessed from 2026-05-01 on; tell its months"
    ):
        read("2026Q2,银川局,3")


def test_the_offices_own_days_are_read(tmp_path: Path) -> None:
    days = read_working_days(
        write(tmp_path, "day,works,note\n2027-02-08,否,春节\n2027-02-14,yes,调休\n")
    )
    assert [(day.day, day.works) for day in days] == [
        (date(2027, 2, 8), False),
        (date(2027, 2, 14), True),
    ]
