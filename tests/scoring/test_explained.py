"""Does an explained edition say all that the file says, in words that an office reads?"""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ledger.rulebook import Edition
from scoring.language.citation import articles_of
from scoring.language.datum import PolicyError
from scoring.language.edition import parse_edition
from scoring.language.editions import edition_in, sample_pair, samples
from scoring.language.explained import explanation
from tests.house.schema import published, whole
from tests.house.test_schema import Place, at, tables, written
from tests.scoring.test_other_offices import edition_of, file_of
from tests.scoring.worlds import ningxia

SCHEMA = json.loads(published())
LATIN = re.compile(r"[A-Za-z_]{2,}")
RULE = "## 第一条\n\n一。\n\n(一)甲\n\n1.子\n\n## 第二条\n\n二。\n\n## 第一百零五条\n\n尾。\n"


def read(document: dict[str, Any], *otherwise: str) -> Edition:
    text = "\n".join(
        f"{json.dumps(key, ensure_ascii=False)} = {written(value)}"
        for key, value in document.items()
    )
    return parse_edition(text, "x.toml", otherwise=otherwise)


def told(document: dict[str, Any], *, turning: bool) -> tuple[list[Edition], str]:
    """The edition, `turning` with that of its other reading, and what is said of
    them.
    """
    edition = read(document)
    editions = [edition, read(document, "D3") if turning else edition]
    return editions, "\n".join(explanation(edition, {"D3": editions[1]}))


def others(value: object, rule: dict[str, Any]) -> Iterator[object]:
    """Other values that might stand in the place of one."""
    match value:
        case bool():
            yield not value
        case int() | Decimal():
            yield value + 1
            yield value - 1
        case date():
            yield value + timedelta(days=1)
        case list():
            yield value[:-1]
            yield from (["instruction"], ["adoption"], ["综合"], ["市领导"])
            yield value[::-1]
            yield "any"
        case "2021Q1":
            yield "2021Q2"
        case str():
            yield from (each for each in rule.get("enum", ()) if each != value)
            yield from ("1/3", f"{value}改", "篇数", "quarter", "综合")
        case _:
            return


def changes(
    document: dict[str, Any], place: Place, key: str, rule: dict[str, Any]
) -> Iterator[tuple[list[Edition], str]]:
    """What a document says without a key, and with the first other value of it that the
    parser takes.
    """
    held = at(document, place)[key]
    for value in (None, *others(held, rule)):
        if value == held:
            continue
        copied = copy.deepcopy(document)
        if value is None:
            del at(copied, place)[key]
        else:
            at(copied, place)[key] = value
        try:
            yield told(copied, turning="reading" in place)
        except PolicyError:
            continue
        if value is not None:
            return


def fullest() -> dict[str, Any]:
    """A document that has every key, in which any measure and category may be left by
    what uses it.
    """
    document: dict[str, Any] = whole()
    document["category"].append({"article": "1", "name": "综合"})
    document["groups"]["names"].append("第二组")
    for name in document["measure"]:
        step = {"least": Decimal(9), "named": "多"}
        scale = {"article": "1", "of": name, "per": "year", "steps": [step]}
        document["scale"][f"看{name}"] = scale
    return document


def test_two_editions_that_differ_in_a_datum_differ_in_words() -> None:
    document = fullest()
    as_written = {turning: told(document, turning=turning) for turning in (True, False)}
    keys, spoken = set[str](), set[str]()
    for place, kind, rule in tables(document, SCHEMA):
        editions, said = as_written["reading" in place]
        for key, held in at(document, place).items():
            name = f"{kind}.{key}"
            if name in spoken or isinstance(held, dict) or rows(held):
                continue
            keys.add(name)
            for other, then in changes(document, place, key, rule["properties"][key]):
                if other != editions:
                    assert then != said, f"{name} changed, and no word of it"
                    spoken.add(name)
    assert keys == spoken


def rows(value: object) -> bool:
    """Whether a value is a list of tables, each of which is looked at by itself."""
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def test_the_sample_office_reads_its_rule_again_article_by_article() -> None:
    turned = {each.id: ningxia(each.id) for each in ningxia().readings}
    said = "\n".join(explanation(ningxia(), turned))
    for line in (
        "第十一条(二)第1项　被《宁夏交通信息》采用,1条单条政务信息计2分,简讯计1分;\n  程序这样算：\n",
        "  · 被自治区交通运输厅办公室《宁夏交通信息》采用的，每条计2分，“简讯”计1分；归入“本厅”一级。",
        "  · “月度报送”：第一组每月应报2篇，第二组每月应报1篇。",
        "那样程序就改为：“调研报送”按数完成的，每1篇计5分。",
        "第十二条第2项　年度效能目标考核",
        "  这一条没有数，由人掌握：队伍、条件和培训。",
    ):
        assert line in said
    names = {each.id for each in ningxia().readings}
    assert {*LATIN.findall(said.replace(ningxia().id, ""))} <= names
    assert "没有登记" not in said


def test_an_article_that_nobody_accounts_for_says_so() -> None:
    document = whole()
    document["uncomputed"]["总则"] = ["105"]
    text = "\n".join(
        f"{json.dumps(key, ensure_ascii=False)} = {written(value)}"
        for key, value in document.items()
    )
    edition = parse_edition(text, "x.toml", RULE)
    lines = [*explanation(edition, {"D3": edition})]
    assert lines[lines.index("第二条　二。") + 1].startswith("  这一条没有登记")
    assert "第一条(一)　甲" in lines
    assert "第一条(一)第1项　子" in lines
    assert lines.index("  这里没有数。") > 0
    assert (
        lines[lines.index("第一百零五条　尾。") + 1]
        == "  这一条没有数，由人掌握：总则。"
    )


def test_a_rule_of_chapters_is_said_back_by_its_own_headings() -> None:
    places = articles_of("## 一、总则\n(一)甲\n## 十一、计分\n(二)乙\n1.子\n")
    edition = replace(ningxia(), articles=places, readings=())
    lines = [line.partition("\u3000")[0] for line in explanation(edition, {})]
    headings = [line for line in lines if line[:1] in "一十" and line]
    assert headings[0] == "一、总则"
    assert "十一、(二)" in headings
    assert not any(line.startswith("第") for line in lines)


def test_a_sample_says_back_what_its_text_says() -> None:
    said = "\n".join(explanation(edition_of("sample-county", []), {}))
    for sentence in (
        "“每月报送”：乡镇每月应报2篇，部门每月应报1篇。",
        "“千字以上调研加倍”：采用，凡类别是“调研”，且篇幅满1000字的，按2倍计。",
        "同一件信息的采用，先每个层级只取得分最高的1次，再从留下的当中只取得分最高的2次；最后留下的才计分。",
        "县采用每季度合计至多20分，超出的不计。",
        "“采用率”＝“采用篇数”÷“报送篇数”。",
    ):
        assert sentence in said


@pytest.mark.parametrize("name", samples())
def test_a_shipped_pair_is_read_with_its_text_and_loses_the_line_of_our_schema(
    name: str,
) -> None:
    assert edition_in(file_of(name)).articles
    pair = sample_pair(name)
    assert pair.policy.startswith("# 样例")
    assert "## " in pair.law
