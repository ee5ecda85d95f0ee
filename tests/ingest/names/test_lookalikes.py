"""Are units told apart whose names are nearly one another's?

A roster of our own, full of look-alikes: a city and its district of one place name, a
county and a city of another, the traffic bureau and the traffic police, a highway
bureau and its branch, a station and a centre.
"""

import pytest

from ingest.names.naming import Naming, find_units
from ingest.names.unit_names import unit_names_of
from ledger.entries.people import Unit
from tests.ingest.roster import SINCE

_ROWS: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
    ("南山市交通运输局", ("南山市交通局", "市交通局", "南山市局"), None),
    ("南山区交通运输局", ("南山区交通局", "区交通局"), "南山市交通运输局"),
    ("南江县交通运输局", ("南江县交通局", "县交通局"), "南山市交通运输局"),
    ("南汀县交通运输局", ("南汀县交通局", "县交通局"), "南山市交通运输局"),
    ("南山市公安局交通警察支队", ("南山市交警支队", "交警支队"), None),
    ("南江县公安局交通警察大队", ("南江县交警大队", "交警大队"), None),
    ("南山市公路局", ("市公路局",), None),
    ("南山市公路局城区分局", ("城区公路分局", "城区分局"), "南山市公路局"),
    ("南山市公路养护中心", ("养护中心",), None),
    ("南山市公路养护站", ("养护站",), None),
    ("南山市道路运输管理处", ("市运管处", "运管处"), None),
    ("南山市道路运输服务中心", ("运输服务中心",), None),
    ("南山市交通运输综合行政执法支队", ("执法支队", "市交通执法支队"), None),
    (
        "南山市交通运输综合行政执法支队一大队",
        ("执法一大队",),
        "南山市交通运输综合行政执法支队",
    ),
)
UNITS = tuple(
    Unit(number, name, "第一组", SINCE, short_names=short, parent=parent)
    for number, (name, short, parent) in enumerate(_ROWS, 1)
)
NAMES = unit_names_of(UNITS)
_NUMBER = {unit.name: unit.id for unit in UNITS}


def named(text: str) -> list[str]:
    found: Naming = find_units(text, NAMES)
    return [UNITS[one.unit_id - 1].name for one in found.named]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
@pytest.mark.parametrize("joint", ["+", "：", "——", " ", "-"])
def test_every_official_name_means_its_own_unit(unit: Unit, joint: str) -> None:
    assert named(f"{unit.name}{joint}开展安全检查") == [unit.name]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("南山市交通局+治超", "南山市交通运输局"),
        ("南山区交通局+治超", "南山区交通运输局"),
        ("市交通局+治超", "南山市交通运输局"),
        ("区交通局：治超", "南山区交通运输局"),
        ("南山市交警支队+治超", "南山市公安局交通警察支队"),
        ("交警大队：治超", "南江县公安局交通警察大队"),
        ("南江县交警大队+治超", "南江县公安局交通警察大队"),
        ("市公路局+养护", "南山市公路局"),
        ("城区公路分局+养护", "南山市公路局城区分局"),
        ("南山市公路局城区分局+养护", "南山市公路局城区分局"),
        ("市运管处+客运", "南山市道路运输管理处"),
        ("执法一大队+夜查", "南山市交通运输综合行政执法支队一大队"),
        ("南山市交通运输综合行政执法支队+夜查", "南山市交通运输综合行政执法支队"),
        ("养护站：春灌", "南山市公路养护站"),
        ("养护中心：春灌", "南山市公路养护中心"),
    ],
)
def test_short_names_mean_the_unit_that_bears_them(text: str, unit: str) -> None:
    assert named(text) == [unit]


@pytest.mark.parametrize(
    "text", ["县交通局+治超", "交通局+治超", "南口县交通运输局+治超"]
)
def test_what_may_be_several_units_is_never_guessed(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("南江县交通运输局联合交警大队开展治超", "南汀县交通运输局"),
        ("南山区交通运输局+与南山市公路局座谈", "南山市公路局"),
        ("南山市交通运输局+交警支队来访", "南山市公安局交通警察支队"),
        ("南山市公路养护站+学习养护中心经验", "南山市公路养护中心"),
    ],
)
def test_a_unit_that_a_title_speaks_of_does_not_report(text: str, never: str) -> None:
    assert never not in named(text)


def test_one_slip_between_two_counties_is_left_to_a_person() -> None:
    found = find_units("南氵县交通运输局+治超", NAMES)
    assert found.named == ()
    assert {one.unit_id for one in found.unclear} <= {
        _NUMBER["南江县交通运输局"],
        _NUMBER["南汀县交通运输局"],
    }
