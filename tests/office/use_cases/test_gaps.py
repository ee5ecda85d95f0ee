"""Who of a unit is written to, and what does the roster lack?"""

from datetime import date

import pytest

from ledger.entries.people import Person, Role, Unit
from ledger.outbox.queueing import NotQueuedCode
from office.use_cases.gaps import addresses_of, gaps, units_with_gaps, unreached

TODAY = date(2026, 3, 19)
HEAD = Person(Role.PRINCIPAL, "马局", "head@jtj.example", "")
CLERK = Person(Role.OFFICER, "李娜", "Clerk@jtj.example", "")
SECOND = Person(Role.OFFICER, "王刚", "second@jtj.example", "")
OWN = "xxbs@jtt.example"


def unit(*people: Person, addresses: tuple[str, ...] = ()) -> Unit:
    return Unit(
        1,
        "银川市交通运输局",
        "第一组",
        date(2021, 3, 19),
        people=people,
        addresses=addresses,
    )


def disabled(*addresses: str) -> dict[str, NotQueuedCode]:
    return dict.fromkeys(addresses, NotQueuedCode.DISABLED) | {OWN: NotQueuedCode.OWN}


@pytest.mark.parametrize(
    "address", ["clerk@jtj_yc.example", "clerk@jtj..example/", "张三@单位.example"]
)
def test_an_address_that_mail_cannot_be_queued_for_is_no_way_to_reach_a_unit(
    address: str,
) -> None:
    lost = unit(CLERK._replace(address=address))
    assert addresses_of(lost, {}) == ()
    found = unreached(lost, {})
    assert found is not None
    assert found.because == "登记的邮箱无法辨认"


def test_officers_are_written_to_and_the_principal_only_when_asked_for() -> None:
    whole = unit(HEAD, CLERK, SECOND, addresses=("jtj@jtj.example",))
    assert addresses_of(whole, {}) == ("clerk@jtj.example", "second@jtj.example")
    assert addresses_of(whole, {}, principal=True) == (
        "clerk@jtj.example",
        "second@jtj.example",
        "head@jtj.example",
    )


def test_an_officer_who_is_the_principal_too_gets_one_message() -> None:
    both = unit(HEAD, HEAD._replace(role=Role.OFFICER))
    assert addresses_of(both, {}, principal=True) == ("head@jtj.example",)


def test_where_no_officer_works_the_units_own_address_is_used_and_at_last_the_principal() -> (
    None
):
    whole = unit(HEAD, CLERK, addresses=("jtj@jtj.example",))
    assert addresses_of(whole, disabled("clerk@jtj.example")) == ("jtj@jtj.example",)
    assert addresses_of(whole, disabled("clerk@jtj.example", "jtj@jtj.example")) == (
        "head@jtj.example",
    )


@pytest.mark.parametrize(
    ("silent", "code", "word"),
    [
        (unit(), NotQueuedCode.NO_ADDRESS, "没有信息员"),
        (
            unit(CLERK._replace(address="")),
            NotQueuedCode.NO_ADDRESS,
            "信息员没有登记邮箱",
        ),
        (
            unit(CLERK._replace(address="李娜 的邮箱")),
            NotQueuedCode.NO_ADDRESS,
            "无法辨认",
        ),
        (unit(CLERK), NotQueuedCode.DISABLED, "Clerk@jtj.example 多次退信"),
        (unit(addresses=(OWN,)), NotQueuedCode.OWN, "自己的地址"),
    ],
)
def test_a_unit_that_nobody_can_write_to_has_a_reason(
    silent: Unit, code: NotQueuedCode, word: str
) -> None:
    found = unreached(silent, disabled("clerk@jtj.example"))
    assert found is not None
    assert found.code is code
    assert word in found.because


def test_a_unit_with_one_address_that_works_is_reached() -> None:
    assert unreached(unit(CLERK, SECOND), disabled("clerk@jtj.example")) is None


def test_what_article_6_asks_and_the_roster_lacks_is_named() -> None:
    assert gaps(unit(HEAD, CLERK)) == ()
    assert gaps(unit()) == ("负责人", "信息员", "邮箱地址")
    assert gaps(unit(HEAD, CLERK, SECOND, CLERK._replace(name="第三人"))) == (
        "信息员多于2名",
    )
    assert gaps(unit(HEAD, CLERK), disabled("clerk@jtj.example")) == (
        "邮箱退信：Clerk@jtj.example",
    )


def test_only_units_on_the_roster_are_listed_and_those_out_of_reach_come_first() -> (
    None
):
    gone = Unit(3, "已撤销单位", "第一组", date(2021, 3, 19), until=date(2022, 1, 1))
    found = units_with_gaps([unit(CLERK), unit(HEAD, CLERK), gone, unit()], {}, TODAY)
    assert [(lack.gaps, lack.unreached) for lack in found] == [
        (("没有负责人",), "没有信息员，也没有登记邮箱"),
        (("没有负责人",), ""),
    ]
