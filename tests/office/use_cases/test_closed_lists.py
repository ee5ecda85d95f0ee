"""Is what the rule does not name refused with the names it has, unless it shall be kept
without points?
"""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries.events import Adoption, Forwarding, Instruction
from ledger.rulebook import Rulebook
from office.use_cases.closed_lists import (
    adoption_under_rule,
    edition_for,
    forwarding_under_rule,
    instruction_under_rule,
    near,
)
from scoring.language.edition import parse_edition
from scoring.language.editions import bundled
from tests.house.source import ROOT

NOW = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
ON = date(2026, 3, 9)
NINGXIA = bundled().editions[0]
FORWARDING_POLICY = ROOT / "tests/policies/01-lianyungang.toml"
WRITTEN = (
    "".join(level for level in NINGXIA.instruction.choices) + "厅市政府党委某《》 "
)


def adopted(
    publication: str, form: str = "单条", *, unscored: bool = False
) -> Adoption:
    return Adoption(0, "2026-0001", publication, form, ON, NOW, unscored=unscored)


def wrote(level: str, *, unscored: bool = False) -> Instruction:
    return Instruction(0, "2026-0001", "某领导", level, ON, NOW, unscored=unscored)


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("自治区", "自治区领导"),
        ("区领导", "自治区领导"),
        ("部领导", "交通运输部领导"),
        (" 自治区领导 ", "自治区领导"),
    ],
)
def test_an_alias_of_the_edition_is_written_down_as_its_level(
    written: str, level: str
) -> None:
    ruled = instruction_under_rule(NINGXIA, wrote(written))
    assert (ruled.event.level, ruled.refused) == (level, ())


@given(level=st.text(WRITTEN, max_size=8), unscored=st.booleans())
def test_c5_a_level_is_one_of_the_rule_or_refused_or_kept_without_points(
    *, level: str, unscored: bool
) -> None:
    ruled = instruction_under_rule(NINGXIA, wrote(level, unscored=unscored))
    is_named = NINGXIA.instruction.level_called(level) is not None
    assert ruled.event.unscored == (unscored and not is_named)
    assert bool(ruled.refused) == (not unscored and not is_named)
    if is_named:
        assert ruled.event.level in NINGXIA.instruction.levels


@given(
    publication=st.text(WRITTEN + "宁夏交通信息综合", max_size=8),
    form=st.sampled_from(["单条", "头条", ""]),
    unscored=st.booleans(),
)
def test_c7_a_publication_or_form_is_one_of_the_rule_or_refused_or_kept_without_points(
    *, publication: str, form: str, unscored: bool
) -> None:
    ruled = adoption_under_rule(NINGXIA, adopted(publication, form, unscored=unscored))
    is_named = NINGXIA.publication(publication) is not None and form != "头条"
    assert ruled.event.unscored == (unscored and not is_named)
    assert bool(ruled.refused) == (not unscored and not is_named)


def test_both_words_that_are_unknown_are_told_with_what_is_near_and_allowed() -> None:
    publication, form = adoption_under_rule(
        NINGXIA, adopted("宁夏交通信", "短讯")
    ).refused
    assert (publication.near, form.near) == (("《宁夏交通信息》",), ("简讯",))
    assert form.allowed == ("单条", "简讯", "综合")
    assert form.wrong().english.startswith(
        "短讯 is no form of the rule; 简讯 is near; allowed: 单条, 简讯, 综合; "
    )
    assert form.wrong().chinese.startswith(
        "办法里没有“短讯”这个采用形式，是不是简讯？可选：单条、简讯、综合；"
    )


def test_near_names_are_those_most_like_the_word_and_none_where_nothing_is_like_it() -> (
    None
):
    names = {
        "银川市交通运输局": ("银川局",),
        "石嘴山市交通运输局": (),
        "厅机关党委": (),
    }
    assert near("银川交通局", names) == ("银川市交通运输局",)
    assert near("银川局", names) == ("银川市交通运输局",)
    assert near("教育厅", names) == ()
    assert near("", names) == ()


def test_where_a_rule_gives_points_to_other_leaders_they_have_a_level_and_are_never_without() -> (
    None
):
    source = (ROOT / "scoring/policy/ningxia-transport/2021-03-19.toml").read_text(
        encoding="utf-8"
    )
    generous = parse_edition(source, "x.toml", None, ["C5"])
    assert generous.instruction.unlisted == Fraction(10)
    assert instruction_under_rule(generous, wrote("其他领导")).refused == ()
    (word,) = instruction_under_rule(generous, wrote("厅领导", unscored=True)).refused
    assert "其他领导" in word.allowed
    assert "请写“其他领导”" in word.wrong().chinese


def test_targets_are_closed_only_where_the_rule_gives_points_for_them() -> None:
    up = Forwarding(0, "2026-0001", "市委办公室", ON, NOW)
    assert forwarding_under_rule(NINGXIA, up).refused == ()
    paying = parse_edition(
        FORWARDING_POLICY.read_text(encoding="utf-8"), FORWARDING_POLICY.name
    )
    named = paying.forwardings[0].name
    assert forwarding_under_rule(paying, up._replace(target=named)).refused == ()
    assert (
        forwarding_under_rule(paying, up._replace(target="某某办公室"))
        .refused[0]
        .allowed[0]
        == named
    )
    assert forwarding_under_rule(
        paying, up._replace(target="某某办公室", unscored=True)
    ).event.unscored


def test_c10_asked_is_the_edition_under_which_the_event_counts() -> None:
    source = (ROOT / "scoring/policy/ningxia-transport/2021-03-19.toml").read_text(
        encoding="utf-8"
    )
    later = parse_edition(source.replace("2021-03-19", "2026-01-01"), "y.toml")
    rulebook = Rulebook((later, NINGXIA))
    december = date(2025, 12, 30)
    assert edition_for(rulebook, december, NOW, {}) == NINGXIA
    assert (
        edition_for(
            rulebook, december, NOW, {"2025Q4": datetime(2026, 1, 9, tzinfo=UTC)}
        )
        == later
    )
    assert edition_for(rulebook, date(2019, 1, 1), NOW, {}) == NINGXIA
