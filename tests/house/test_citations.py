"""Does every citation in the source lead somewhere?

Articles lead to the text of the rule beside its policy file, RFCs to the index standards.txt beside this
file; P-numbers are the failures the house must survive, R-numbers its rules for mail.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, Module, modules

RULE = ROOT / "scoring/policy/ningxia-transport/2021-03-19.md"
STANDARDS = Path(__file__).with_name("standards.txt")
FAILURES = range(1, 41)
MAIL_RULES = range(1, 58)
HEADING = re.compile(r"^#+\s*第([一二三四五六七八九十]+)条", re.MULTILINE)
PARAGRAPH = re.compile(r"^\(([一二三四五六七八九十]+)\)", re.MULTILINE)
ITEM = re.compile(r"^(\d)\.?(?=\D)", re.MULTILINE)
ARTICLE = re.compile(r"\b[Aa]rts?\. ?(\d+)(?:\((\d+)\))?")
RFC = re.compile(r"\bRFC (\d+)")
FAILURE = re.compile(r"\bP(\d\d)\b|\btest_p(\d\d)_")
MAIL_RULE = re.compile(r"\bR(\d\d)b?\b|\btest_r(\d\d)_")
CITING = [
    m
    for m in modules("ingest", "scoring", "notify", "ledger", "office", "migrations", "tests")
    if m.path.stem != "test_citations"
]


def _number(numeral: str) -> int:
    """Read 一 … 九十九, as articles are counted."""
    tens, ten, ones = numeral.rpartition("十")
    digits = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
    return (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones, 0)


def _articles() -> dict[int, set[int]]:
    """Return the numbered paragraphs of each article; one counts 1, 2 instead of (一), (二)."""
    text = RULE.read_text(encoding="utf-8")
    _preface, *parts = HEADING.split(text)
    bodies = zip(parts[::2], parts[1::2], strict=True)
    return {_number(n): _paragraphs(body) for n, body in bodies}


def _paragraphs(body: str) -> set[int]:
    return {_number(p) for p in PARAGRAPH.findall(body)} or {int(item) for item in ITEM.findall(body)}


def _standards() -> set[int]:
    return {int(line.split()[0]) for line in STANDARDS.read_text(encoding="utf-8").splitlines() if line}


def _cited(module: Module, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for found in pattern.finditer(module.text):
        yield module.text.count("\n", 0, found.start()) + 1, found


def test_the_numerals_of_articles_are_read() -> None:
    assert [_number(n) for n in ("一", "九", "十", "十一", "二十", "三十四")] == [1, 9, 10, 11, 20, 34]


def test_the_rule_has_its_seventeen_articles() -> None:
    assert sorted(_articles()) == list(range(1, 18))


@pytest.mark.parametrize("module", CITING, ids=str)
def test_every_article_cited_stands_in_the_rule(module: Module) -> None:
    articles = _articles()
    for line, found in _cited(module, ARTICLE):
        article, paragraph = int(found[1]), found[2]
        assert article in articles, f"line {line}"
        if paragraph:
            assert int(paragraph) in articles[article], f"line {line}"


@pytest.mark.parametrize("module", CITING, ids=str)
def test_every_rfc_cited_is_in_the_index(module: Module) -> None:
    unknown = {
        f"line {line}: {found[0]}" for line, found in _cited(module, RFC) if int(found[1]) not in _standards()
    }
    assert unknown == set()


@pytest.mark.parametrize("module", CITING, ids=str)
@pytest.mark.parametrize(("pattern", "known"), [(FAILURE, FAILURES), (MAIL_RULE, MAIL_RULES)], ids=["P", "R"])
def test_every_numbered_failure_and_mail_rule_exists(
    module: Module, pattern: re.Pattern[str], known: range
) -> None:
    cited = [(line, int(found[1] or found[2])) for line, found in _cited(module, pattern)]
    assert [f"line {line}: {number}" for line, number in cited if number not in known] == []
