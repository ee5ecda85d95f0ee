"""Is a policy file read strictly, in the order of its articles, and refused with the
way out?
"""

import re
import tomllib
from pathlib import Path

import pytest

from scoring.language import editions
from scoring.language.citation import Cover, articles_of, coverage, number_of, order_of
from scoring.language.datum import PolicyError
from scoring.language.edition import parse_edition
from tests.scoring.worlds import NINGXIA_ID, ningxia

FOLDER = Path(__file__).parents[2] / "scoring" / "policy" / "ningxia-transport"
TEXT = (FOLDER / "2021-03-19.toml").read_text(encoding="utf-8")
LAW = (FOLDER / "2021-03-19.md").read_text(encoding="utf-8")


def refused(old: str, new: str) -> str:
    """The one line with which the Ningxia file is refused after a change."""
    assert old in TEXT
    with pytest.raises(PolicyError) as caught:
        parse_edition(TEXT.replace(old, new, 1), "2021-03-19.toml", LAW)
    message = str(caught.value)
    assert message.startswith("2021-03-19.toml: ")
    assert "\n" not in message
    return message


def test_the_ningxia_edition_says_what_the_rule_says() -> None:
    edition = ningxia()
    assert edition.id == NINGXIA_ID
    assert edition.intake.categories == ("动态", "综合", "调研", "突发", "其他")
    assert edition.intake.lengths == {"动态": 500}
    assert edition.intake.required == ("author", "phone")
    worth = {
        outlet.name: [outlet.worth("单条"), outlet.worth("简讯")]
        for outlet in edition.outlets
    }
    assert worth["《宁夏交通信息》"] == [2, 1]
    assert worth["国务院办公厅"] == [10, 10]


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("宁夏交通信息", "《宁夏交通信息》"),
        ("《宁夏交通信息》", "《宁夏交通信息》"),
        (" 自治区党委办公厅《综合信息》 ", "《综合信息》"),
        ("中办", "中共中央办公厅"),
        ("国办", "国务院办公厅"),
        ("选报国务院办公厅", "选报国务院办公厅"),
    ],
)
def test_a_publication_is_known_by_name_alias_and_office(name: str, means: str) -> None:
    outlet = ningxia().publication(name)
    assert outlet is not None
    assert outlet.name == means


def test_c7_a_publication_the_rule_does_not_name_is_unmapped() -> None:
    assert ningxia().publication("《交通周刊》") is None


def test_every_citation_resolves_in_the_rule_text() -> None:
    places = {article.number for article in ningxia().articles}
    assert ningxia().citations <= places
    assert {"11(1)", "11(2)6", "12(1)", "12(2)", "7(2)1"} <= places


def test_the_file_runs_in_the_order_of_the_articles() -> None:
    cited = re.findall(r'\barticle = "([^"]+)"', TEXT)
    assert cited == sorted(cited, key=order_of)
    assert len(cited) > 30


def test_a_reading_stands_beside_the_table_that_it_concerns() -> None:
    readings = tomllib.loads(TEXT)["reading"]
    headers = re.findall(r"^\[([\w.]+)\]", TEXT, re.MULTILINE)
    above, strays = "", []
    for header in headers:
        name = header.removeprefix("reading.")
        if name == header:
            above = header
        elif not any(path.startswith(f"{above}.") for path in readings[name]["set"]):
            strays.append(name)
    assert strays == []
    assert len(readings) > 10


def test_the_file_is_short_enough_to_be_read_at_once() -> None:
    lines = TEXT.splitlines()
    assert len(lines) <= 175
    assert max(map(len, lines)) <= 140


def test_every_article_is_computed_or_said_not_to_be() -> None:
    found = {each.article: each.cover for each in coverage(ningxia())}
    assert list(found) == [str(number) for number in range(1, 18)]
    assert Cover.MISSING not in found.values()
    assert [article for article, cover in found.items() if cover is Cover.RULE] == [
        "7",
        "8",
        "10",
        "11",
        "12",
        "16",
        "17",
    ]


def test_an_article_nobody_speaks_of_is_missing() -> None:
    edition = parse_edition(
        TEXT.replace('["13", "14", "15"]', '["13", "15"]'), "x.toml", LAW
    )
    assert [
        each.article for each in coverage(edition) if each.cover is Cover.MISSING
    ] == ["14"]


def test_an_unknown_key_is_refused_with_the_allowed_ones() -> None:
    message = refused("on_met = { points = 5 }", "on_mett = { points = 5 }")
    assert "quota.monthly.on_mett: unknown key; allowed: " in message
    assert "on_met" in message


def test_a_missing_key_is_named_with_its_path() -> None:
    assert "joint.others: is missing" in refused('others = "1/2"\n', "")


def test_trust_is_one_of_three_words() -> None:
    message = refused('counts = "not-failed"', 'counts = "much"')
    assert "2021-03-19.toml" in message
    assert "trust.counts" in message
    assert "any, not-failed, verified" in message


def test_a_datum_without_an_article_is_refused() -> None:
    assert "contact.article: cites no article" in refused('article = "16"\n', "")


def test_the_article_of_what_follows_is_a_citation_like_any_other() -> None:
    said = refused(
        "on_met = { points = 5 }", 'on_met = { article = "11(9)", points = 5 }'
    )
    assert "quota.monthly.on_met.article: 11(9) is not in the rule's text" in said


def test_a_citation_that_resolves_nowhere_is_refused() -> None:
    said = refused('"11(2)6"', '"11(2)9"')
    assert (
        "selection.repeats.article: 11(2)9 is not in the rule's text; known: 11, 11(1), 11(2), 11(2)1,"
        in said
    )
    assert (
        "uncomputed.队伍、条件和培训[1]: 31 is not in the rule's text; known: 1, 2,"
        in refused('"13"', '"31"')
    )


def test_an_undeclared_category_form_or_group_is_refused_with_the_declared_ones() -> (
    None
):
    assert "'简报' is not declared in this file; declared: 动态" in refused(
        '["动态", "综合"]', '["简报", "综合"]'
    )
    assert "publications.table[1].forms.短讯: is not a form" in refused(
        'forms = { "简讯"', 'forms = { "短讯"'
    )
    assert "quota.monthly.owed.第三组: is not a group" in refused(
        'owed = { "第一组"', 'owed = { "第三组"'
    )


def test_two_publications_of_one_name_are_refused() -> None:
    assert "already means 国务院办公厅" in refused(
        'name = "国务院办公厅", aliases = ["国办"], level = "上级", points = 10 },',
        'name = "国务院办公厅", aliases = ["国办"], level = "上级", points = 10 },\n'
        '{ article = "11(2)4", name = "国办", level = "上级", points = 6 },',
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "points = -5",
            'points = "five"',
            "quota.monthly.on_zero.points: must be a number",
        ),
        ('others = "1/2"', 'others = "1/0"', "joint.others: must be a number"),
        (
            "highest = 1",
            "highest = 0",
            "selection.instructed.keep[1].highest: must be a whole number, 1 or more",
        ),
        (
            'per = "leader"',
            'per = "unit"',
            "per: 'unit' is not known; allowed: item, level",
        ),
        (
            'per = "month"',
            'per = "fortnight"',
            "owed.第一组.per: 'fortnight' is not known; allowed: week",
        ),
        ('per = "month"', 'per = "named"', "'named' is not known; allowed: week"),
        (
            'year_article = "12(2)"',
            (
                'year_article = "12(2)"\n'
                "tiers = [{ least = 60, share = 2 }, { least = 50, share = 5 }]"
            ),
            "conversion.tiers[2].least: is not above 60, where the tier before it begins",
        ),
        (
            'year_article = "12(2)"',
            'year_article = "12(2)"\ntiers = [{ least = 60, below = 70, share = 2 }]',
            "conversion.tiers[1].below: is left out now",
        ),
        (
            'year_article = "12(2)"',
            'year_article = "12(2)"\nper_place = 0.1\ntiers = [{ least = 0, share = 2 }]',
            "conversion.per_place: and tiers are two ways to convert; write one",
        ),
        (
            "[quota.monthly]",
            (
                '[calendar.term]\narticle = "11"\n'
                'periods = [{ name = "一", first = 2026-03-01, last = 2026-02-01 }]\n[quota.monthly]'
            ),
            "calendar.term.periods[1].last: ends before it begins",
        ),
        (
            "[quota.monthly]",
            (
                '[calendar.term]\narticle = "11"\n'
                'periods = [{ name = "一", first = 2026-03-01, last = 2026-03-09 }, '
                '{ name = "二", first = 2026-03-09, last = 2026-03-20 }]\n[quota.monthly]'
            ),
            "calendar.term.periods[2].first: begins before 一 has ended; periods do not overlap",
        ),
        (
            'per = "month"',
            'per = "month", times = "人数"',
            "times: '人数' is not declared in this file; declared: ",
        ),
        ("from = 2021-03-19", 'from = "2021-03-19"', "force.from: must be a date"),
        (
            "from = 2021-03-19",
            'from = 2021-03-19\nfirst_period = "2021"',
            "force.first_period: must be a quarter",
        ),
        (
            "from = 2021-03-19",
            'from = 2021-03-19\nfirst_period = "spring"',
            "is not a period; write",
        ),
        (
            'required = ["author", "phone"]',
            'required = ["fax"]',
            "contact.required: 'fax' is not known; allowed",
        ),
        ('marks = ["绝密",', 'marks = ["机密",', "seal.marks: names something twice"),
        (
            'set = { "joint.duty_of_all" = false }',
            'set = { "joint.duty_of_all" = true }',
            "changes nothing",
        ),
        (
            'set = { "joint.duty_of_all" = false }',
            'set = { "joint.dutyofall" = true }',
            "leads nowhere: no 'dutyofall'",
        ),
        (
            'set = { "joint.duty_of_all" = false }',
            'set = { "jiont.duty_of_all" = true }',
            "no 'jiont' is written",
        ),
        (
            'set = { "joint.duty_of_all" = false }',
            'set = { "joint.others.of" = 1 }',
            "holds 'of' is no table",
        ),
        (
            'aliases = ["国办"]',
            'aliases = ["国办", "国办"]',
            "table[11].aliases: names something twice",
        ),
        (
            'aliases = ["国办"]',
            'aliases = ["中办"]',
            "table[11].name: has a name that already means 中共中央办公厅",
        ),
        (
            'name = "综合"',
            'name = "动态"',
            "category[2].name: '动态' is the name of another category",
        ),
        (
            "longest = 500 }",
            'longest = 500 }, { article = "8", category = "动态", longest = 9 }',
            "length[2].category",
        ),
        (
            'per = "quarter"\njoint',
            'per = "named"\njoint',
            "silence.per: 'named' is not known; allowed: week",
        ),
        (
            'per = "quarter"\nfull',
            'per = "named"\nfull',
            "conversion.per: 'named' is not known; allowed: week",
        ),
        (
            "from = 2021-03-19",
            'from = 2021-03-19\nfirst_period = "2021Q5"',
            "'2021Q5' is not a period",
        ),
        ("[contact]", "[[contact]]", "contact: is not a table"),
        ("needs_adoption = false", 'needs_adoption = "no"', "must be true or false"),
        (
            '["部领导"]',
            '["自治区"]',
            "instruction.aliases.交通运输部领导: '自治区' already means 自治区领导",
        ),
        (
            '"交通运输部领导" = ["部',
            '"部长" = ["部',
            "instruction.aliases: '部长' is no level; declared: ",
        ),
        (
            "longest = 500",
            "longest = 500.5",
            "length[1].longest: must be a whole number",
        ),
    ],
)
def test_a_bad_value_is_refused_with_its_key_path(
    old: str, new: str, said: str
) -> None:
    assert said in refused(old, new)


def test_a_syntax_error_is_refused_with_its_line() -> None:
    message = refused("commissioned = false", "commissioned = flase")
    line = TEXT[: TEXT.index("commissioned = false")].count("\n") + 1
    assert f"at line {line}, column" in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "from = 2021-03-19",
            "from = 2021-02-30",
            "Invalid date or datetime (at line {line}, column 8)",
        ),
        (
            "[joint] ",
            "[instruction] ",
            "Cannot declare ('instruction',) twice (at line {line}, column 13)",
        ),
        (
            'title = "约稿"',
            "title = '''约稿",
            "Expected \"'''\" (begun at line {line}, open at the end",
        ),
        ("full = 5", f"full = {'5' * 5000}", "Exceeds the limit"),
        ("full = 5", f"full = {'[' * 5000}", "is nested too deeply"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(
    old: str, new: str, said: str
) -> None:
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    assert f"syntax: {said.format(line=line)}" in refused(old, new)


def test_what_is_never_closed_is_refused_with_the_line_that_begins_it() -> None:
    with pytest.raises(
        PolicyError, match=r"x\.toml: syntax: Unclosed array \(begun at line 5,"
    ):
        parse_edition('id = "x"\nn = [\n1]\n\ncategory = [\n1\n\n', "x.toml")


def test_a_reading_whose_other_value_cannot_be_is_refused_before_it_is_asked_for(
    tmp_path: Path,
) -> None:
    file = tmp_path / "2021-03-19.toml"
    file.write_text(
        TEXT.replace('highest = 1, per = "level"', 'highest = 1, per = "levle"'),
        encoding="utf-8",
    )
    with pytest.raises(PolicyError, match=r"2021-03-19\.md: file: is not there; put"):
        editions.checked_edition(file)
    file.with_suffix(".md").write_text(LAW, encoding="utf-8")
    with pytest.raises(
        PolicyError,
        match=r"reading\.C1\.set: cannot be: .*'levle' is not known; allowed: item",
    ):
        editions.checked_edition(file)
    file.write_text(TEXT, encoding="utf-8")
    assert editions.checked_edition(file).id == NINGXIA_ID


def test_an_unknown_reading_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        PolicyError, match=r"'Z9' is no reading of this file; declared: A3, A4"
    ):
        parse_edition(TEXT, "x.toml", LAW, ["Z9"])


def test_the_editions_of_the_package_and_of_a_folder_are_the_same() -> None:
    assert editions.bundled() == editions.in_folder(FOLDER)
    assert editions.bundled().named(NINGXIA_ID) == ningxia()


def test_a_folder_without_editions_and_a_file_that_is_not_utf8_are_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(PolicyError, match="holds no policy file"):
        editions.in_folder(tmp_path)
    (tmp_path / "2030-01-01.toml").write_bytes('id = "厅"'.encode("gbk"))
    with pytest.raises(PolicyError, match=r"is not UTF-8 but, it seems, GBK .*save it"):
        editions.in_folder(tmp_path)
    (tmp_path / "2030-01-01.toml").write_text('id = "厅"', encoding="utf-16")
    with pytest.raises(PolicyError, match=r"is not UTF-8 but UTF-16"):
        editions.in_folder(tmp_path)
    (tmp_path / "2030-01-01.toml").write_bytes(b'\xff = "\xff"')
    with pytest.raises(PolicyError, match=r"is not UTF-8 at byte 0; save it"):
        editions.in_folder(tmp_path)
    with pytest.raises(PolicyError, match="cannot be read"):
        editions.edition_in(tmp_path / "2031-01-01.toml")


def test_a_chinese_numeral_is_read() -> None:
    assert [
        number_of(text)
        for text in (
            "一",
            "十",
            "十一",
            "二十",
            "三十七",
            "一百零八".replace("零", "〇"),
        )
    ] == [
        1,
        10,
        11,
        20,
        37,
        108,
    ]


def test_items_right_under_an_article_are_cited_in_brackets() -> None:
    law = "### 第三条\n\n总则:\n\n1.甲;\n\n2乙。\n\n### 第四条\n\n(二)丙:\n\n3.丁\n"
    assert [article.number for article in articles_of(law)] == [
        "3",
        "3(1)",
        "3(2)",
        "4",
        "4(2)",
        "4(2)3",
    ]


def test_what_notepad_puts_before_a_text_is_no_part_of_it(tmp_path: Path) -> None:
    file = tmp_path / "2021-03-19.toml"
    for each, words in ((file, TEXT), (file.with_suffix(".md"), LAW)):
        each.write_text(words, encoding="utf-8-sig")
    assert editions.checked_edition(file).id == NINGXIA_ID


@pytest.mark.parametrize(
    ("law", "places"),
    [
        ("## 第1条\n\u3000\u3000（一）甲\n\u3000\u30001．乙\n", ["1", "1(1)", "1(1)1"]),
        ("第十条 甲\n第一百零二条\n", ["10", "102"]),
        ("**第二条**\u3000甲\n第一条所称乙\n", ["2"]),
        (
            "# 办法\n## 一、总则\n\u3000(一)甲\n## 二、计分\n1. 乙\n",
            ["1", "1(1)", "2", "2(1)"],
        ),
        ("## 第一章\n## 一、总则\n### 第三条\n", ["3"]),
    ],
)
def test_articles_are_found_however_a_text_is_typed(
    law: str, places: list[str]
) -> None:
    assert [article.number for article in articles_of(law)] == places


def test_the_text_of_an_article_may_begin_on_the_line_of_its_heading() -> None:
    assert articles_of("第一条 为了做好\n政务信息")[0].text == "为了做好\n政务信息"


def test_a_text_typed_full_width_has_the_same_places() -> None:
    law = "### 第四条\n\n\uff08二\uff09丙:\n\n\uff13\uff0e丁\n"
    assert [article.number for article in articles_of(law)] == ["4", "4(2)", "4(2)3"]
