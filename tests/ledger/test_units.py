"""What does a unit of the roster answer of itself?"""

from datetime import date

import pytest

from ledger.entries.people import Person, Role, Unit


@pytest.mark.parametrize(
    ("address", "owns"),
    [
        ("office@unit.example", True),
        ("Office@Unit.example", True),
        ("li.na@163.example", True),
        ("other@unit.example", False),
        ("", False),
    ],
)
def test_a_unit_owns_the_addresses_of_its_roster_and_never_the_empty_one(
    address: str,
    owns: bool,  # noqa: FBT001 - the answer expected
) -> None:
    people = (
        Person(
            role=Role.OFFICER,
            name="李娜",
            address="Li.Na@163.example",
            phone="0951-6000001",
        ),
        Person(
            role=Role.PRINCIPAL, name="王强", address="", phone=""
        ),  # nobody told an address of his
    )
    unit = Unit(
        1,
        "银川市交通运输局",
        group="第一组",
        since=date(2021, 3, 19),
        people=people,
        addresses=("office@unit.example", ""),
    )
    assert unit.owns_address(address) is owns
