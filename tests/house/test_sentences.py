"""Is every sentence of articles 11 and 12 said by the edition, at the place where a
reader looks?
"""

import re
import tomllib
from itertools import pairwise
from typing import Any

from scoring.language.citation import articles_of
from tests.house.sentences import (
    ARTICLES,
    POLICY,
    RULE,
    SAID_IN,
    lines,
    sentences,
    side_by_side,
)

DOCUMENT = tomllib.loads(POLICY.read_text(encoding="utf-8"))


def test_the_sentences_are_the_whole_of_the_two_articles() -> None:
    texts = {
        article.number: article.text
        for article in articles_of(RULE.read_text(encoding="utf-8"))
    }
    said = "".join(sentence.text for sentence in sentences())
    assert said == "".join(texts[number] for number in ARTICLES).replace("\n", "")


def test_every_sentence_has_its_lines_or_a_reason_why_it_has_none() -> None:
    begun = [
        sentence.text[: len(words)]
        for sentence, (words, _) in zip(sentences(), SAID_IN, strict=True)
    ]
    assert begun == [words for words, _ in SAID_IN]


def test_the_lines_shown_are_what_the_parser_reads_there() -> None:
    known = lines()
    for path in (
        path for _, said in SAID_IN if isinstance(said, tuple) for path in said
    ):
        value: Any = DOCUMENT
        for key, row in re.findall(r"(\w+)(?:\[(\d+)\])?", path):
            value = value[key][int(row) - 1] if row else value[key]
        code = known[path].code
        assert tomllib.loads(f"x = {code.removeprefix(f'{key} = ')}")["x"] == value


def test_the_lines_come_in_the_order_of_the_paragraphs_and_their_items() -> None:
    known = lines()
    spans: dict[str, list[int]] = {}
    for sentence, (_, said) in zip(sentences(), SAID_IN, strict=True):
        if isinstance(said, tuple):
            spans.setdefault(sentence.article, []).extend(
                known[path].number for path in said
            )
    ordered = list(spans.values())
    assert len(ordered) > 8
    assert all(max(above) < min(below) for above, below in pairwise(ordered))


def test_a_line_of_one_of_these_articles_that_no_sentence_calls_for_is_only_a_title_or_a_basis() -> (
    None
):
    """The other way round: nothing is computed under article 11 or 12 that the page
    does not show.
    """
    shown = {path for _, said in SAID_IN if isinstance(said, tuple) for path in said}
    under = (
        "quota.",
        "commission.",
        "silence.",
        "forms.",
        "instruction.",
        "selection.",
        "joint.",
        "landing.",
        "conversion.",
    )
    unseen = {path for path in lines() if path.startswith(under)} - shown
    assert {path.rpartition(".")[2] for path in unseen} == {"article", "title", "basis"}


def test_every_reading_of_these_articles_stands_beside_a_sentence() -> None:
    told = set(
        re.findall(
            r"\b[A-F]\d+\b",
            "".join(row.rpartition(" | ")[2] for row in side_by_side().splitlines()),
        )
    )
    assert told == set(DOCUMENT["reading"])
