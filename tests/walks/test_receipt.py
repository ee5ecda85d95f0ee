"""Does a receipt tell a unit's own address what the year has come to, and nobody
else?
"""

from datetime import date

from ledger import scores
from ledger.entries.events import Adoption, Instruction
from ledger.events import adoptions, instructions
from ledger.periods import parse_period
from scoring.close import Closed, Order, close
from tests.walks.house import House, at, text_of
from tests.walks.letters import report


def test_the_receipt_counts_the_years_items_adoptions_and_printed_points_for_the_roster_alone(
    house: House,
) -> None:
    for number in (1, 2):
        house.deliver(report(number), at(3, 2))
    house.poll()
    adopted = Adoption(
        0, "2026-0001", "《宁夏交通信息》", "单条", date(2026, 3, 9), at(3, 9)
    )
    noted = Instruction(
        0, "2026-0001", "某厅领导", "厅领导", date(2026, 3, 10), at(3, 10)
    )
    house.write(
        lambda conn: (adoptions.add(conn, [adopted]), instructions.add(conn, [noted]))
    )
    house.dispatch()
    house.new_mail()

    house.hands.now = at(4, 2)
    (receipt,) = house.work(report(3))
    assert "已登记3件，被采用1次，获批示1次" in text_of(receipt)
    assert "通报得分" not in text_of(receipt)

    closed = house.write(
        lambda conn: close(
            conn,
            house.service.rulebook,
            parse_period("2026Q1"),
            Order("王主任", at(4, 2)),
        )
    )
    assert isinstance(closed, Closed)
    house.write(lambda conn: scores.publish(conn, closed.revision.id, at(4, 2)))
    (receipt,) = house.work(report(4))
    assert "通报得分：2026年第一季度" in text_of(receipt)

    (strangers,) = house.work(report(5, sender="somebody@elsewhere.example"))
    assert "年以来" not in text_of(strangers)
    assert "应报" not in text_of(strangers)
