"""Is a name learnt only where a subject can mean nothing but the unit, and is a title
never taken for one?
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names.naming import find_units
from ingest.names.unit_names import unit_names_of
from ingest.triage.unknown_name import learnable_name
from tests.ingest.roster import YANCHI, YINCHUAN, unit_names

NAMES = unit_names()


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("盐州交通执法所+查处超限车辆", "盐州交通执法所"),
        ("盐州路政大队：雪后保通", "盐州路政大队"),
        ("【盐州应急保障中心】雪后保通", "盐州应急保障中心"),
        ("转发: 盐州路政大队——雪后保通", "盐州路政大队"),
        ("【更正】盐州安全监督处-雪后保通(3月2日)", "盐州安全监督处"),
        ("监池县交通运输局+雪后保通", "监池县交通运输局"),
        ("盐池局+雪后保通", "盐池局"),
        ("盐州县 路政大队+雪后保通", "盐州县路政大队"),
    ],
)
def test_f3_a_name_alone_before_a_separator_is_offered(subject: str, name: str) -> None:
    assert learnable_name(subject, YANCHI.id, NAMES) == name


@pytest.mark.parametrize(
    "subject",
    [
        "盐州路政大队雪后保通",  # no separator
        "雪后保通——盐州路政大队",  # not at the head
        "召开全市交通推进会：部署春运",
        "交通开新局：春运首日平稳",
        "为民办实事落到实处：修通村路",
        "青年突击队：雪后保通",
        "路畅心暖：雪后保通",
        "盐州路政大队和养护中心：雪后保通",  # two names
        "盐州路政大队召开养护工作会办公室+雪后保通",
        "办公室+雪后保通",  # every office has one
        "服务中心+雪后保通",
        "人事教育科+雪后保通",
        "安全监督处：雪后保通",
        "县局+雪后保通",
        "大队：雪",
        "YZ大队：雪后保通",
        "盐州" * 16 + "局：雪后保通",
        "",
        "+",
    ],
)
def test_what_may_be_a_title_or_anybodys_is_never_offered(subject: str) -> None:
    assert learnable_name(subject, YANCHI.id, NAMES) == ""


@pytest.mark.parametrize(
    "subject",
    [
        "盐池县交通运输局+甲",  # known as this unit
        "银川市交通运输局+甲",  # another's
        "银川局+甲",  # may be another's
        "银川市交通运输局金凤分局+甲",  # a known name is a part of it
        "交通运输局+甲",  # several may be meant
    ],
)
def test_what_is_known_or_anothers_is_never_offered(subject: str) -> None:
    assert learnable_name(subject, YANCHI.id, NAMES) == ""


def test_a_name_once_learnt_is_found_and_not_offered_again() -> None:
    subject = "盐州路政大队：雪后保通"
    name = learnable_name(subject, YANCHI.id, NAMES)
    wiser = unit_names_of(
        [YINCHUAN, replace(YANCHI, short_names=(*YANCHI.short_names, name))]
    )
    assert [named.unit_id for named in find_units(subject, wiser).named] == [YANCHI.id]
    assert (
        learnable_name(subject, YANCHI.id, wiser)
        == learnable_name(subject, YINCHUAN.id, wiser)
        == ""
    )


@given(
    st.one_of(
        st.text(max_size=80), st.text("盐州路政大队局中心+：:【】 和", max_size=40)
    )
)
def test_whatever_the_subject_an_offer_is_a_name_of_it(subject: str) -> None:
    name = learnable_name(subject, YANCHI.id, NAMES)
    assert name in "".join(subject.split())
    assert not name or len(name) in range(3, 31)
