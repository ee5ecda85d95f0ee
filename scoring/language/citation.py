"""Which places of a rule's text can be cited, and is every article accounted for?

Splits the Markdown beside a policy file into its articles: 第十一条 is "11", its (二)
is "11(2)", item 6 under that is "11(2)6"; items right under an article are "12(1)",
"12(2)". Each main article is then computed by some datum, said not to be computed, or
missing (`policy coverage`).
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from ledger.rulebook import Article, Edition

_DIGITS = {character: number for number, character in enumerate("〇一二三四五六七八九")}
# A heading of an article, with or without marks of Markdown; the rest of the line is its
# text.
_HEADING = re.compile(
    r"[#\s\u3000*]*第\s*([一二三四五六七八九十百〇零两\d]+)\s*条(?:[*\s\u3000:\uff1a]+|$)"
)
_CHAPTER = re.compile(r"#+\s*([一二三四五六七八九十百]+)、")
# Both kinds of brackets and stops: a text may be typed full-width, as in print.
_PART = re.compile(r"[\s\u3000]*[(\uff08]([一二三四五六七八九十]+)[)\uff09]")
_ITEM = re.compile(r"[\s\u3000]*(\d{1,2})[.\uff0e、]?(?=[^\d.\uff0e])")


# --- the places of a text -------------------------------------------------------------


def number_of(chinese: str) -> int:
    """A Chinese numeral up to 999: 十一 is 11, 二十 is 20."""
    if chinese.isdigit():
        return int(chinese)
    total = digit = 0
    for character in chinese.replace("零", "").replace("〇", "").replace("两", "二"):
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def articles_of(markdown: str) -> tuple[Article, ...]:
    """Every article, paragraph and item in the order of the text; an article's words
    include its items'.
    """
    articles: list[Article] = []
    lines = markdown.splitlines()
    # A rule that has no 条 is cited by its chapters, 一、二、 and so on.
    pattern = _HEADING if any(map(_HEADING.match, lines)) else _CHAPTER
    number, body = "", list[str]()
    for line in (*lines, "# "):  # the last heading ends the last article
        heading = pattern.match(line)
        if heading is None and not line.startswith("#"):
            body.append(line)
            continue
        if number:
            whole = Article(number, _joined(body), pattern is _CHAPTER)
            articles += [whole, *_places_within(whole, body)]
        number = "" if heading is None else str(number_of(heading[1]))
        body = [] if heading is None else [line[heading.end() :]]
    return tuple(articles)


def _places_within(whole: Article, body: list[str]) -> Iterator[Article]:
    """The paragraphs and items of one article, in the order of the text."""
    number = whole.number
    part = ""
    lines_of: dict[str, list[str]] = {}
    for line in body:
        mark, item = _PART.match(line), _ITEM.match(line)
        if mark:
            part = f"{number}({number_of(mark[1])})"
            lines_of[part] = [line]
        elif item:
            count = int(item[1])
            lines_of[f"{part}{count}" if part else f"{number}({count})"] = [line]
        elif part:
            lines_of[part].append(line)
    for citation, lines in lines_of.items():
        yield Article(citation, _joined(lines), whole.is_chapter)


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line.strip())


# --- citations ------------------------------------------------------------------------


def main_article(citation: str) -> str:
    """The article a citation lies in: "11" of "11(2)6"."""
    return citation.partition("(")[0]


def order_of(citation: str) -> tuple[int, ...]:
    """A key that sorts citations as the text runs."""
    return tuple(int(part) for part in re.findall(r"\d+", citation))


def cited_at(value: object, citation: str, path: str = "") -> str:
    """The dotted path of the first key under which a document holds a citation; "" when
    there is none.
    """
    entries: list[tuple[str, object]] = []
    if isinstance(value, dict):
        entries = [
            (f"{path}.{key}" if path else str(key), each) for key, each in value.items()
        ]
    elif isinstance(value, list):
        entries = [(f"{path}[{number}]", each) for number, each in enumerate(value, 1)]
    elif value == citation:
        return path
    for key, each in entries:
        found = cited_at(each, citation, key)
        if found:
            return found
    return ""


# --- coverage -------------------------------------------------------------------------


class Cover(StrEnum):
    """What becomes of an article."""

    RULE = "rule"
    NOT_COMPUTED = "not-computed"
    MISSING = "missing"


class ArticleCoverage(NamedTuple):
    """One article: how it is covered, by which citations of the policy file, or why
    not.
    """

    article: str
    cover: Cover
    citations: tuple[str, ...]
    because: str


def coverage(edition: Edition) -> tuple[ArticleCoverage, ...]:
    """Every main article of the text, in its order; empty when the edition came without
    its text.
    """
    covered: list[ArticleCoverage] = []
    for article in edition.articles:
        number = article.number
        if number != main_article(number):
            continue
        citations = [each for each in edition.citations if main_article(each) == number]
        if citations:
            in_order = tuple(sorted(citations, key=order_of))
            covered.append(ArticleCoverage(number, Cover.RULE, in_order, ""))
        elif number in edition.uncomputed:
            because = edition.uncomputed[number]
            covered.append(ArticleCoverage(number, Cover.NOT_COMPUTED, (), because))
        else:
            because = "no datum cites it and [uncomputed] does not name it"
            covered.append(ArticleCoverage(number, Cover.MISSING, (), because))
    return tuple(covered)
