"""Is a slip of the pen refused before it makes wrong numbers, and in words that say
where it is?
"""

import shutil
from pathlib import Path

import pytest

from scoring.language import editions
from scoring.language.datum import PolicyError
from scoring.language.edition import parse_edition
from tests.scoring.worlds import POLICY

TEXT = POLICY.read_text(encoding="utf-8")
LAW = POLICY.with_suffix(".md").read_text(encoding="utf-8")
SET = 'set = { "joint.duty_of_all" = false }'
ROW = 'name = "a", first = 2026-01-01, last = 2026-01-05'
LIMIT = '[[limit]]\narticle = "11"\nof = {}\nper = "{}"\nmost = 5\n'
COUNT = '[measure.x]\narticle = "11"\ncount = "accepted"\n'
STEPS = f'{COUNT}[scale.s]\narticle = "11"\nof = "x"\nper = "month"\nsteps = '
KEEP = 'keep = [{ highest = 1, per = "item" }, { highest = 2, per = "level" }]'
CLASH = ROW.replace('"a"', '"2026Q1"')


def refused(old: str, new: str) -> str:
    assert old in TEXT
    with pytest.raises(PolicyError) as caught:
        parse_edition(TEXT.replace(old, new, 1), "f.toml", LAW)
    return str(caught.value)


def added(table: str) -> str:
    return refused("[force]", f"{table}\n[force]")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"单条" = 1,', '"单条" = -1,', "forms.count_as.单条: must be 0 or more"),
        ('others = "1/2"', "others = -1", "joint.others: must be 0 or more"),
        ('others = "1/2"', "others = 3", "joint.others: must be 1 or less"),
        (
            'level = "本厅", points = 2',
            'level = "本厅", points = -2',
            "table[1].points: must be 0 or more",
        ),
        ('"简讯" = 1 } }', '"简讯" = -1 } }', "table[1].forms.简讯: must be 0 or more"),
        (
            '"自治区领导" = 10',
            '"自治区领导" = -10',
            "instruction.levels.自治区领导: must be 0 or more",
        ),
        ("full = 5", "full = 0", "conversion.full: must be more than 0"),
        ("full = 5", "tiers = []\nfull = 5", "conversion.tiers: holds no tier"),
        (
            "full = 5",
            "tiers = [{ least = 0, share = 9 }]\nfull = 5",
            "tiers[1].share: must be 5 or less",
        ),
        (
            "full = 5",
            "per_place = -1\nfull = 5",
            "conversion.per_place: must be 0 or more",
        ),
        (
            'categories = ["调研"]',
            "categories = []",
            "quota.research.categories: names nothing",
        ),
        ('names = ["第一组", "第二组"]', "names = []", "groups.names: names nothing"),
        (SET, "set = { joint.duty_of_all = false }", '"joint.duty_of_all"'),
        (SET, "set = {}", "reading.D3.set: changes nothing"),
        (
            '[instruction]                                  # 领导批示,1次加10分\narticle = "11(2)5"',
            "[instruction]",
            "changes instruction, which cites no article",
        ),
    ],
)
def test_a_slip_is_refused_with_its_key_path(old: str, new: str, said: str) -> None:
    assert said in refused(old, new)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            f'[calendar.month]\narticle = "11"\nperiods = [{{ {ROW} }}]',
            "calendar.month: is the name of a length",
        ),
        (
            f'[calendar.x]\narticle = "11"\nperiods = [{{ {CLASH} }}]',
            "periods[1].name: '2026Q1' means 2026-01-01",
        ),
        (
            "\n".join(
                f'[calendar.{name}]\narticle = "11"\nperiods = [{{ {ROW} }}]'
                for name in "xy"
            ),
            "calendar.y.periods[1].name: 'a' is the name of another period",
        ),
        (
            '[calendar.x]\narticle = "11"\nperiods = []',
            "calendar.x.periods: holds no period",
        ),
        (
            LIMIT.format(["adoption"], "month") * 2,
            "limit[2].per: adoption by the month is bounded already",
        ),
        (
            LIMIT.format(["credit"], "month"),
            "limit[1].of: 'credit' is no account; this file has: quota.monthly, ",
        ),
        (
            LIMIT.format(["adoption", "quota"], "month")
            + LIMIT.format(["adoption", "commission"], "year"),
            "limit[2].of: shares adoption.上级, adoption.本厅 with the limit of adoption, quota",
        ),
        (
            LIMIT.format(["quota"], "item"),
            "limit[1].per: 'quota' is not by the item",
        ),
        (
            '[worth.x]\narticle = "11"\nof = ["quota"]\ntimes = 2',
            "worth.x.of: 'quota' is no event of an item",
        ),
        (
            '[worth.x]\narticle = "11"\nof = ["adoption"]',
            "worth.x.points: changes nothing; write points, times or add",
        ),
        (
            '[worth.x]\narticle = "11"\nof = ["adoption"]\ntimes = 2\nwhen = {}',
            "worth.x.when: asks nothing",
        ),
        (
            '[worth.x]\narticle = "11"\nof = ["adoption"]\ntimes = 2\nwhen = { form = ["短讯"] }',
            "worth.x.when.form: '短讯' is not declared",
        ),
        (
            '[measure.x]\narticle = "11"',
            "measure.x: write one of count, sum, ratio, streak or units",
        ),
        (
            '[measure.x]\narticle = "11"\nratio = ["y", "z"]',
            "measure.x.ratio: 'y' is no measure above this one; declared there: none",
        ),
        (
            '[measure.x]\narticle = "11"\ncount = "accepted"\nwhen = { form = ["单条"] }',
            "measure.x.when.form: unknown key; allowed: category",
        ),
        (COUNT, "measure.x: is used by nothing; write a scale of it, or leave it out"),
        (
            f'[selection.x]\narticle = "11"\nof = ["adoption"]\n{KEEP}',
            "selection.x.keep[2].highest: keeps all that a step before it left",
        ),
        (
            f'{COUNT}[scale.s]\narticle = "11"\nof = "x"\nper = "month"',
            "scale.s.steps: write steps, or norm and points",
        ),
        (
            f'{COUNT}[scale.s]\narticle = "11"\nof = "y"\nper = "month"\nnorm = 1\npoints = 1',
            "scale.s.of: 'y' is not declared in this file; declared: x",
        ),
        (
            f"{STEPS}[{{ least = 3, points = 1 }}, {{ least = 3, points = 2 }}]",
            "scale.s.steps[2].least: is not above 3, where the step before it begins",
        ),
        (
            f"{STEPS}[{{ points = 1 }}, {{ points = 2 }}]",
            "scale.s.steps[2].least: must say where the step begins",
        ),
        (f"{STEPS}[{{ least = 1 }}]", "scale.s.steps: gives nothing"),
        (
            '[submission]\narticle = "11"',
            "submission.each: is missing; write each or unadopted",
        ),
        (
            '[remark.x]\narticle = "11"\nvoids = "item"',
            "remark.x.points: is missing; write points, or least and",
        ),
        (
            '[start]\narticle = "11"\npoints = 5\nper = "day"',
            "allowed: week, month, quarter, half, year",
        ),
    ],
)
def test_a_slip_in_a_table_of_other_offices_is_refused(table: str, said: str) -> None:
    message = added(table)
    assert said in message
    assert (
        "named" not in message.partition("allowed: ")[2].split(", ")
        or "voids" in message
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[joint] ",
            '[stacking]\narticle = "11(2)6"\nkeep = 1\n[joint] ',
            "stacking: is [selection.NAME] now",
        ),
        (
            "unlisted = 0",
            'unlisted = 0\nonce_per = "leader"',
            "instruction.once_per: is a [selection.NAME] now",
        ),
        (
            "duty_of_all = true",
            'duty_of_all = true\neach = { "短讯" = 1 }',
            "joint.each: is a [worth.NAME] now",
        ),
        (
            'count = 2, per = "month"',
            'count = 2, per = "month", a_head = true',
            "quota.monthly.owed.第一组.a_head: is times = ",
        ),
    ],
)
def test_a_former_key_is_refused_with_what_is_written_now(
    old: str, new: str, said: str
) -> None:
    assert said in refused(old, new)


def test_all_that_is_wrong_is_told_at_once_with_the_line_of_each() -> None:
    text = (
        TEXT.replace("on_met = { points = 5 }", "on_mett = { points = 5 }", 1)
        .replace('level = "本厅", points = 2', 'level = "本厅", points = "two"')
        .replace("unlisted = 0", "unlisted = 0\nonce = 1")
        .replace('article = "16"', 'article = "61"', 1)
        .replace('per = "item"', 'per = "unit"')
        .replace("decimals = 2\n", "")
    )
    with pytest.raises(PolicyError) as caught:
        parse_edition(text, "f.toml", LAW)
    lines = text.splitlines()
    found = []
    for said in str(caught.value).splitlines():
        _, place, key, _ = said.split(": ", 3)
        found.append((key, lines[int(place.removeprefix("line ")) - 1][:12]))
    assert found == [
        ("quota.monthly.on_mett", "on_mett = { "),
        ("publications.table[1].points", "    { articl"),
        ("instruction.once", "once = 1"),
        ("selection.repeats.keep[1].per", "keep = [{ hi"),
        ("conversion.decimals", "[conversion]"),
        ("contact.article", 'article = "6'),
    ]


def test_a_name_that_a_broken_table_would_declare_is_no_fault_of_its_own() -> None:
    said = refused('name = "动态", article = "7(1)"', 'nam = "动态", article = "7(1)"')
    assert [line.split(": ")[2] for line in said.splitlines()] == ["category[1].name"]


def test_a_chinese_name_without_quotes_is_told_to_stand_in_them() -> None:
    said = refused("[quota.monthly]", "[quota.月度]")
    assert said.endswith('; a name in Chinese stands in quotes: "月度"')
    said = refused('levels = { "自治区领导"', "levels = { 自治区领导")
    assert said.endswith('; a name in Chinese stands in quotes: "自治区领导"')


def test_publications_of_one_name_are_told_apart_by_the_office_before_it() -> None:
    edition = parse_edition(
        TEXT.replace('name = "《政务信息》"', 'name = "《综合信息》"'), "f.toml", LAW
    )
    for office in ("自治区党委办公厅", "自治区政府办公厅"):
        found = edition.publication(f"{office}《综合信息》")
        assert found is not None
        assert found.office == office
    assert edition.publication("《综合信息》") is None


def test_a_duty_that_nobody_owes_is_refused() -> None:
    start = TEXT.index("owed = ")
    end = TEXT.index("\n", start)
    assert "quota.monthly.owed: names nothing" in refused(TEXT[start:end], "owed = {}")


def test_two_editions_of_one_id_are_refused_with_both_files(tmp_path: Path) -> None:
    for day in ("2021-03-19", "2027-01-01"):
        text = TEXT.replace("from = 2021-03-19", f"from = {day}")
        (tmp_path / f"{day}.toml").write_text(text, encoding="utf-8")
        shutil.copy(POLICY.with_suffix(".md"), tmp_path / f"{day}.md")
    with pytest.raises(
        PolicyError, match=r"2027-01-01.toml: id: .*2021-03-19.toml has it already"
    ):
        editions.in_folder(tmp_path)


def test_two_editions_of_one_day_are_refused_with_both_files(tmp_path: Path) -> None:
    for name, number in (("2021-03-19", ""), ("2027-01-01", "b")):
        text = TEXT.replace('id = "ningxia-transport/2021-03-19"', f'id = "x{number}"')
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        shutil.copy(POLICY.with_suffix(".md"), tmp_path / f"{name}.md")
    with pytest.raises(
        PolicyError, match=r"2027-01-01.toml: force.from: .*2021-03-19.toml"
    ):
        editions.in_folder(tmp_path)


def test_a_text_without_headings_is_refused_with_how_to_write_them() -> None:
    with pytest.raises(PolicyError, match=r"f.toml: text: .*## 第一条"):
        parse_edition(TEXT, "f.toml", "总则\n\n为做好政务信息工作,制定本办法。\n")
