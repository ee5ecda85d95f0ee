"""How does a quarter become a circular in every unit's hands?"""

import io
from datetime import date, datetime
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

import docx
import openpyxl
import pytest

from ledger import adoptions, instructions
from ledger.entries.events import Adoption, Instruction
from ledger.periods import Period, parse_period
from ledger.scoresheet import ScoreSheet, UnitScore
from office import circulating
from office.circulating import CircularError
from scoring.close import Closed, NotClosed, Obstacle, Order, close
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report

Q1, Q2 = parse_period("2026Q1"), parse_period("2026Q2")
UNITS = 8
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def closed(house: House, period: Period, moment: datetime, because: str = "") -> Closed | NotClosed:
    order = Order("王主任", moment, because)
    return house.write(lambda conn: close(conn, house.service.rulebook, period, order))


def revised(house: House, period: Period, moment: datetime, because: str = "") -> Closed:
    outcome = closed(house, period, moment, because)
    assert isinstance(outcome, Closed)
    return outcome


def adopt(house: House, serial: str, publication: str, on: date, entered_at: datetime) -> None:
    event = Adoption(0, serial, publication, "单条", on, entered_at)
    house.write(lambda conn: adoptions.add(conn, [event]))


def score_of(sheet: ScoreSheet, unit: str) -> UnitScore:
    return next(one for group in sheet.groups for one in group.units if one.unit == unit)


def files_of(message: EmailMessage) -> dict[str, Any]:
    return {part.get_content_type(): part.get_content() for part in message.iter_attachments()}


@pytest.fixture
def worked(house: House) -> House:
    """March is over: Yinchuan reported twice, was adopted, and a leader wrote on one of its items."""
    house.assess_only(UNITS)
    for number in (1, 2):
        house.deliver(report(number), at(3, 2))
    house.poll()
    house.dispatch()
    house.new_mail()
    adopt(house, "2026-0001", "《宁夏交通信息》", date(2026, 3, 20), at(3, 21))
    note = Instruction(0, "2026-0001", "某副主席", "自治区领导", date(2026, 3, 25), at(3, 26))
    house.write(lambda conn: instructions.add(conn, [note]))
    house.hands.now = at(4, 1)
    return house


@pytest.fixture
def published(worked: House) -> House:
    """The first quarter's circular is approved."""
    revised(worked, Q1, at(4, 1))
    worked.write(lambda conn: circulating.draft(worked.service, conn, Q1, at(4, 1)))
    worked.write(lambda conn: circulating.approve(conn, Q1, "王主任", at(4, 1)))
    return worked


def test_a_running_quarter_is_not_closed(worked: House) -> None:
    outcome = closed(worked, Q1, at(3, 31))

    assert isinstance(outcome, NotClosed)
    assert outcome.obstacle is Obstacle.RUNNING


def test_closing_stores_a_revision_with_every_point_explained(worked: House) -> None:
    done = revised(worked, Q1, at(4, 1))

    mine = score_of(done.sheet, YINCHUAN)
    # two silent months (-5 each), one month's duty (5), an adoption (2), an instruction (10)
    assert mine.total == 5 - 5 - 5 + 2 + 10
    assert sum(line.points for line in mine.lines) == mine.total
    assert all(line.article and line.because for line in mine.lines)
    assert mine.rank == 1
    assert Decimal(str(mine.share)) == 5


def test_the_same_facts_again_store_nothing(worked: House) -> None:
    revised(worked, Q1, at(4, 1))

    assert revised(worked, Q1, at(4, 2)).fresh is False


def test_nothing_is_mailed_while_the_circular_is_not_approved(worked: House) -> None:
    revised(worked, Q1, at(4, 1))
    worked.write(lambda conn: circulating.draft(worked.service, conn, Q1, at(4, 1)))

    with pytest.raises(CircularError, match="not approved"):
        worked.write(lambda conn: circulating.send(worked.service, conn, Q1, at(4, 1)))

    worked.dispatch()
    assert worked.new_mail() == []
    assert worked.outbox("circular") == ()


def test_an_approved_circular_goes_once_to_every_unit_with_paper_and_spreadsheet(
    published: House,
) -> None:
    for expected in (UNITS, 0):
        queued = published.write(lambda conn: circulating.send(published.service, conn, Q1, at(4, 1)))
        assert queued == expected
        published.dispatch()

    mail = {str(message["To"]): message for message in published.new_mail()}
    assert len(mail) == len(published.received()) - 2  # two receipts
    assert len(mail) == UNITS
    mine = mail[YINCHUAN_OFFICER]
    assert mine["Auto-Submitted"] is None  # a person approved it
    assert "得分7" in text_of(mine)
    paper = docx.Document(io.BytesIO(files_of(mine)[DOCX]))
    assert YINCHUAN in {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    book = openpyxl.load_workbook(io.BytesIO(files_of(mine)[XLSX]))
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert YINCHUAN in cells


def test_once_published_closing_again_without_a_reason_is_refused(published: House) -> None:
    again = closed(published, Q1, at(4, 5))

    assert isinstance(again, NotClosed)
    assert again.obstacle is Obstacle.PUBLISHED


def test_an_adoption_told_too_late_lands_in_the_next_quarter_and_the_printed_one_stays(
    published: House,
) -> None:
    adopt(published, "2026-0002", "《综合信息》", date(2026, 3, 28), at(4, 10))

    first = revised(published, Q1, at(7, 1), "再次核对")
    second = revised(published, Q2, at(7, 1))

    assert score_of(first.sheet, YINCHUAN).total == 7
    belated = [line.serial for line in score_of(second.sheet, YINCHUAN).lines if line.points == 4]
    assert belated == ["2026-0002"]


def test_a_closed_quarter_waits_for_what_is_held(worked: House) -> None:
    neither_parent_nor_child = report(9, "石嘴山市交通运输局", YINCHUAN_OFFICER)
    worked.deliver(neither_parent_nor_child, at(3, 20))
    worked.poll()

    outcome = closed(worked, Q1, at(4, 1))

    assert isinstance(outcome, NotClosed)
    assert outcome.obstacle is Obstacle.HELD
    assert outcome.serials == ("2026-0003",)
