"""Do a unit and its author hear what became of an item: once, with the publication and
the points?
"""

import threading
from dataclasses import replace
from datetime import date, datetime

from ledger import scores
from ledger.database import Connection
from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.events import adoptions, forwardings, instructions
from ledger.journal import By, JournalEntry
from ledger.outbox.prompting import already_told
from ledger.periods import parse_period
from ledger.submissions import listing, recording
from office.service.clock import wall_clock
from office.service.duties import duties_of
from office.service.feedback import feed_back
from office.service.jobs import JobTurn
from office.use_cases import withdrawing
from scoring.close import Closed, Order, close
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, Mail, report
from tests.walks.shell import Shell

OWN, STATE = "《宁夏交通信息》", "国务院办公厅"
STRANGER = "author@mail.example"


def adopt(
    house: House, serial: str, on: date, publication: str = OWN, form: str = "单条"
) -> None:
    event = Adoption(0, serial, publication, form, on, house.hands.now, "3")
    house.write(lambda conn: adoptions.add(conn, [event]))


def taken(house: House, *letters: bytes) -> None:
    for raw in letters:
        house.deliver(raw)
    house.poll()
    house.dispatch()
    house.new_mail()


def joint(house: House, serial: str, other: int) -> None:
    """Another unit reported the item as well."""

    def deed(conn: Connection) -> None:
        before = listing.one(conn, serial)
        assert before is not None
        entry = JournalEntry(house.hands.now, "walk", "decide", "", "联合报送")
        recording.change(conn, before, replace(before, co_unit_ids=(other,)), entry)

    house.write(deed)


def withdraw(house: House, serial: str) -> None:
    """Takes back the latest adoption of the item."""

    def deed(conn: Connection) -> None:
        latest = adoptions.of(conn, [serial])[-1]
        by = By("walk", house.hands.now, "录错")
        withdrawing.withdraw(house.service, conn, [f"adoption:{latest.id}"], None, by)

    house.write(deed)


def told_at(house: House, moment: datetime) -> dict[str, str]:
    """Address → what it is told when the job rings."""
    house.hands.now = moment
    duties_of(house.service).feedback(
        JobTurn(moment, moment.date().isoformat(), threading.Event())
    )
    house.dispatch()
    return {str(message["To"]): text_of(message) for message in house.new_mail()}


def test_an_adoption_a_forwarding_and_a_leaders_words_are_one_message_a_day_with_their_points(
    house: House,
) -> None:
    taken(house, report(1), report(2))
    house.hands.now = at(3, 9)
    adopt(house, "2026-0001", date(2026, 3, 6))
    adopt(house, "2026-0002", date(2026, 3, 6), form="简讯")
    up = Forwarding(
        0, "2026-0001", "自治区党委办公厅", date(2026, 3, 9), house.hands.now
    )
    said = Instruction(
        0, "2026-0001", "某厅领导", "厅领导", date(2026, 3, 9), house.hands.now
    )
    house.write(
        lambda conn: (forwardings.add(conn, [up]), instructions.add(conn, [said]))
    )

    messages = told_at(house, at(3, 9, 17))

    (words,) = messages.values()
    assert set(messages) == {YINCHUAN_OFFICER}
    assert "采用2次，批示1次，上报1次" in words
    assert f"{OWN}第3期采用（单条），2026年3月6日：计2分" in words
    assert "上报自治区党委办公厅，2026年3月9日：上报本身不另计分" in words
    assert "某厅领导批示" in words
    assert "撰稿王小明" in words
    assert told_at(house, at(3, 9, 18)) == {}
    assert told_at(house, at(3, 10, 17)) == {}
    events = ("adoption:1", "adoption:2", "instruction:1", "forwarding:1")
    known = house.read(lambda conn: already_told(conn, events))
    assert len(known) == 4


def test_only_the_highest_counts_and_the_message_says_why_the_other_does_not(
    house: House,
) -> None:
    taken(house, report(1))
    house.hands.now = at(3, 9)
    adopt(house, "2026-0001", date(2026, 3, 6))
    told_at(house, at(3, 9, 17))
    house.hands.now = at(3, 12)
    adopt(house, "2026-0001", date(2026, 3, 11), form="简讯")
    (words,) = told_at(house, at(3, 12, 17)).values()
    assert "不另计分，因只记最高分，不重复计" in words


def test_c10_what_comes_to_light_after_the_circular_counts_in_the_next_quarter_and_is_told_so(
    house: House,
) -> None:
    taken(house, report(1))
    house.hands.now = at(4, 8)
    order = Order("王主任", at(4, 8))
    closed = house.write(
        lambda conn: close(conn, house.service.rulebook, parse_period("2026Q1"), order)
    )
    assert isinstance(closed, Closed)
    house.write(lambda conn: scores.publish(conn, closed.revision.id, at(4, 8)))
    house.hands.now = at(4, 10)
    adopt(house, "2026-0001", date(2026, 3, 26))
    (words,) = told_at(house, at(4, 10, 17)).values()
    assert "计2分，计入2026年第二季度" in words


def test_c11_a_higher_use_of_a_later_quarter_says_what_was_counted_before(
    house: House,
) -> None:
    taken(house, report(1))
    house.hands.now = at(3, 9)
    adopt(house, "2026-0001", date(2026, 3, 6))
    told_at(house, at(3, 9, 17))
    house.hands.now = at(4, 13)
    adopt(house, "2026-0001", date(2026, 4, 10), publication="国务院办公厅")
    (words,) = told_at(house, at(4, 13, 17)).values()
    assert "2026年4月10日：计10分" in words
    assert "2026年第二季度合计8分，已减去此前计过的2分（只记最高分）" in words


def test_the_author_is_told_at_the_address_the_letter_came_from_or_one_of_the_roster_and_nowhere_else(
    house: House,
) -> None:
    raw = Mail(
        f"{YINCHUAN}+公路养护提质增效",
        "近日，我局组织养护力量排查整改。" * 20
        + f"\n\n撰稿人：李红 联系电话：13900000001 邮箱：{STRANGER}\n",
        STRANGER,
    ).raw
    taken(house, raw)
    house.hands.now = at(3, 9)
    adopt(house, "2026-0001", date(2026, 3, 6))
    assert set(told_at(house, at(3, 9, 17))) == {YINCHUAN_OFFICER, STRANGER}

    taken(house, report(2))
    other = Mail(
        f"{YINCHUAN}+桥梁检测全部完成",
        "近日，我局完成桥梁检测任务。" * 20
        + "\n\n撰稿人：赵强 联系电话：13900000002 邮箱：zhao@elsewhere.example\n",
    ).raw
    taken(house, other)
    house.hands.now = at(3, 10)
    adopt(house, "2026-0003", date(2026, 3, 9))
    assert set(told_at(house, at(3, 10, 17))) == {YINCHUAN_OFFICER}


def test_both_units_of_a_joint_item_are_told_each_its_own_points(house: House) -> None:
    taken(house, report(1))
    joint(house, "2026-0001", house.unit("石嘴山市交通运输局").id)
    house.hands.now = at(3, 9)
    adopt(house, "2026-0001", date(2026, 3, 6))
    messages = told_at(house, at(3, 9, 17))
    assert set(messages) == {YINCHUAN_OFFICER, "unit08@units.example"}
    assert (
        "2026年第一季度合计1分（联合报送，按办法分计）"
        in messages["unit08@units.example"]
    )
    assert "合计" not in messages[YINCHUAN_OFFICER]


def test_an_import_of_past_quarters_and_of_years_before_the_installation_tells_nobody(
    house: House,
) -> None:
    taken(house, report(1))
    house.hands.now = at(8, 3)
    adopt(house, "2026-0001", date(2026, 3, 6))  # two quarters ago
    adopt(house, "2026-0001", date(2025, 12, 20), STATE)  # before the installation
    assert told_at(house, at(8, 3, 17)) == {}
    adopt(
        house, "2026-0001", date(2026, 6, 20), STATE
    )  # the quarter before: whoever reports late is told
    assert set(told_at(house, at(8, 4, 17))) == {YINCHUAN_OFFICER}


def test_what_is_withdrawn_or_sealed_before_the_mail_leaves_is_not_told(
    house: House,
) -> None:
    taken(house, report(1), report(2))
    house.hands.now = at(3, 9)
    adopt(house, "2026-0001", date(2026, 3, 6))
    adopt(house, "2026-0002", date(2026, 3, 6))
    assert feed_back(house.service, house.hands.now) == 1
    withdraw(house, "2026-0001")
    house.dispatch()
    (message,) = house.new_mail()
    assert "2026-0002" in text_of(message)
    assert "2026-0001" not in text_of(message)

    house.hands.now = at(3, 10)
    adopt(house, "2026-0002", date(2026, 3, 9), STATE)
    assert feed_back(house.service, house.hands.now) == 1
    withdraw(house, "2026-0002")
    house.dispatch()
    assert house.new_mail() == []
    assert house.outbox("feedback")[-1].state.value == "dropped"


def test_an_event_typed_in_a_shell_is_entered_once_under_the_rules_name_and_told(
    shell: Shell,
) -> None:
    house, today = shell.house, wall_clock()
    house.hands.now = today
    taken(house, report(1))
    on = today.date().isoformat()
    adopted = (
        "adoptions",
        "add",
        f"{today.year}-0001",
        "--publication",
        "宁夏交通信息",
        "--form",
        "单条",
    )
    assert shell(*adopted, "--on", on, "--issue", "7")[:2] == (
        0,
        f"{today.year}-0001: entered\n",
    )
    assert "was entered before" in shell(*adopted, "--on", on)[1]
    said = (
        "instructions",
        "add",
        f"{today.year}-0001",
        "--leader",
        "某厅领导",
        "--level",
        "厅领导",
    )
    assert "自治区领导、交通运输部领导" in shell.refused(*said, "--on", on)
    assert shell(*said, "--on", on, "--unscored")[0] == 0
    sent = ("forwardings", "add", f"{today.year}-0001", "--target", "自治区党委办公厅")
    assert shell(*sent, "--on", on)[0] == 0
    assert "还没有到" in shell.refused(*sent, "--on", "2099-01-01")
    house.hands.now = wall_clock()
    (words,) = told_at(house, wall_clock()).values()
    assert "《宁夏交通信息》第7期采用（单条）" in words
    assert "采用1次，批示1次，上报1次" in words
