"""Does an edition, said back in sentences, leave nothing out?"""

import pytest

from ledger.rulebook import Edition
from scoring.language.citation import main_article
from scoring.language.editions import edition_in, sample_pair, samples
from scoring.language.retold import retold
from tests.scoring.test_other_offices import OFFICES, edition_of, file_of
from tests.scoring.worlds import POLICY, ningxia

EDITIONS = [POLICY.stem, *OFFICES]


def edition(name: str) -> Edition:
    return ningxia() if name == POLICY.stem else edition_of(name, [])


@pytest.mark.parametrize("name", EDITIONS)
def test_everything_that_earns_fines_or_names_is_in_some_sentence(name: str) -> None:
    rule = edition(name)
    words = "".join(saying.text for saying in retold(rule))
    names = [
        *(outlet.name for outlet in (*rule.outlets, *rule.forwardings)),
        *(quota.title for quota in rule.quotas),
        *(remark.name for remark in rule.remarks),
        *rule.instruction.levels,
        *(worth.name for worth in rule.worths),
        *(scale.name for scale in rule.scales),
        *(tally.name for tally in rule.tallies),
        *rule.measures,
        *(reading.other for reading in rule.readings),
    ]
    assert [each for each in names if each not in words] == []
    assert "None" not in words
    assert "Fraction" not in words


def test_the_articles_that_give_points_are_each_said_in_the_order_of_the_rule() -> None:
    said = [main_article(saying.article) for saying in retold(ningxia())]
    assert [*dict.fromkeys(said)] == ["", "11", "12"]


def test_a_sample_says_back_what_its_text_says() -> None:
    said = {saying.text for saying in retold(edition("sample-county"))}
    assert {
        "每月报送：乡镇每月应报2篇；部门每月应报1篇。计入的是信息、调研，约稿也算。",
        "千字以上调研加倍：采用，类别为调研、字数1000以上的，乘以2。",
        "同一条信息的采用放在一起，每个层级取最高的1次，再一共取最高的2次。",
        "县采用每季度合计，最多计20分。",
        "“采用率”是“采用篇数”除以“报送篇数”。",
        "全年采用率：每年末看“采用率”，不到0.1的列入“采用率偏低”；0.1以上不到0.5的不计；0.5以上的加10分。",
    } <= said


@pytest.mark.parametrize("name", samples())
def test_a_shipped_pair_is_read_with_its_text_and_loses_the_line_of_our_schema(
    name: str,
) -> None:
    assert edition_in(file_of(name)).articles
    pair = sample_pair(name)
    assert pair.policy.startswith("# 样例")
    assert "## " in pair.law
