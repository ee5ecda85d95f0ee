"""Do the labelled letters hold together, and are they graded as they should be?"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.reading.grading import FIELDS, Grade, graded, shares
from tests.reading.judging import ARRIVED, found_in, known_at_first
from tests.reading.labelled import Label, Labelled, built_on, put_aside
from tests.reading.making import made

REPORT = Label(
    "recorded", "盐池县交通运输局", (), "除雪保畅", "张三;李四", "13900000000", "动态"
)


def test_there_are_three_hundred_letters_and_half_as_many_as_that_put_aside() -> None:
    assert len(built_on()) + len(put_aside()) >= 450
    assert len(put_aside()) >= 130


def test_every_letter_has_a_name_of_its_own_and_its_earlier_ones_are_there() -> None:
    names = [letter.id for letter in (*built_on(), *put_aside())]
    assert len(set(names)) == len(names)
    for letters in (built_on(), put_aside()):
        assert {name for letter in letters for name in letter.after} <= {
            letter.id for letter in letters
        }


def test_every_label_names_units_and_categories_that_there_are() -> None:
    known = known_at_first()
    units = {unit.name for unit in known.unit_names.units} | {""}
    for letter in (*built_on(), *put_aside()):
        assert {letter.label.unit, *letter.label.co_units} <= units, letter.id
        assert letter.label.category in {*known.intake.categories, ""}, letter.id


OTHER = Label("recorded", "中宁县交通运输局", (), "除雪", "王五", "13900000001", "综合")
WAITING = Label("held", "", (), "除雪", "", "", "综合")
READ = ("unit", "title", "author", "phone", "category")


@pytest.mark.parametrize(
    ("found", "grades"),
    [
        (REPORT, {}),
        (WAITING, dict.fromkeys(("state", *READ), Grade.HELD)),
        (OTHER, dict.fromkeys(READ, Grade.WRONG)),
        (replace(REPORT, author="张三"), {"author": Grade.WRONG}),
        (
            replace(REPORT, author="张三", unsure=frozenset({"author"})),
            {"author": Grade.HELD},
        ),
        (
            replace(REPORT, title="除", unsure=frozenset({"title"})),
            {"title": Grade.HELD},
        ),
        (
            replace(REPORT, category="综合", unsure=frozenset({"category"})),
            {"category": Grade.HELD},
        ),
        (Label("set-aside", possible=True), {"state": Grade.HELD}),
        (Label("set-aside"), {"state": Grade.WRONG}),
        (Label("quarantined"), {"state": Grade.HELD}),
    ],
)
def test_what_is_asked_is_held_and_what_nobody_notices_is_wrong(
    found: Label, grades: dict[str, Grade]
) -> None:
    missed = {
        name: grade
        for name, grade in graded(found, REPORT).items()
        if grade is not Grade.EXACT
    }
    assert missed == grades


JOINT = replace(REPORT, co_units=("中宁县交通运输局",), proposals=frozenset({"joint"}))


def test_a_joint_item_and_a_continuation_on_record_need_not_be_proposed_and_a_proposal_asks() -> (
    None
):
    recorded = graded(replace(JOINT, proposals=frozenset()), JOINT)
    proposed = graded(replace(REPORT, proposals=frozenset({"joint"})), JOINT)
    continued = graded(
        replace(REPORT, follows=True),
        replace(REPORT, proposals=frozenset({"follow-up"})),
    )
    missed = graded(REPORT, JOINT)
    assert (recorded["unit"], recorded["proposals"]) == (Grade.EXACT, Grade.EXACT)
    assert (proposed["unit"], proposed["proposals"]) == (Grade.HELD, Grade.EXACT)
    assert continued["proposals"] is Grade.EXACT
    assert (missed["unit"], missed["proposals"]) == (Grade.WRONG, Grade.HELD)


@pytest.mark.parametrize(
    "charset", ["gb2312", "gb18030", "gbk", "raw-gbk", "raw-utf-8"]
)
def test_a_letter_says_the_same_in_every_charset(charset: str) -> None:
    words = "一月以来，全局出行平安，交通工作有序展开。" * 6
    plain = Labelled(
        "a", "subject/plus", "unit16@units.example", "盐池+元月大事", REPORT, text=words
    )
    assert made(plain, ARRIVED) != made(replace(plain, charset=charset), ARRIVED)
    assert found_in([replace(plain, charset=charset)]) == found_in([plain])


@pytest.mark.parametrize(
    "labelled", [built_on, put_aside], ids=["built on", "put aside"]
)
def test_few_fields_are_held_and_hardly_one_is_wrong(
    labelled: Callable[[], tuple[Labelled, ...]],
) -> None:
    letters = labelled()
    found = found_in(letters)
    for name in FIELDS:
        grades = [
            g[name]
            for letter in letters
            if name in (g := graded(found[letter.id], letter.label))
        ]
        _, held, wrong = shares(grades)
        assert held <= 0.05 * len(grades), name
        assert wrong <= 0.01 * len(grades), name
