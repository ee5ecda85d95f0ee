"""Is every article of the rule accounted for?

Article by article: computed by which data, or said not to be computed and why, or missing (`policy
coverage`). The text itself is read by `citation`.
"""

from enum import StrEnum
from typing import NamedTuple

from ledger.rulebook import Edition
from scoring.language.citation import main_article, order_of


class Cover(StrEnum):
    """What becomes of an article."""

    RULE = "rule"
    NOT_COMPUTED = "not-computed"
    MISSING = "missing"


class ArticleCoverage(NamedTuple):
    """One article: how it is covered, by which citations of the policy file, or why not."""

    article: str
    cover: Cover
    citations: tuple[str, ...]
    because: str


def coverage(edition: Edition) -> tuple[ArticleCoverage, ...]:
    """Every main article of the text, in its order; empty when the edition came without its text."""
    return tuple(
        _covered(edition, each.number)
        for each in edition.articles
        if each.number == main_article(each.number)
    )


def _covered(edition: Edition, article: str) -> ArticleCoverage:
    citations = sorted((each for each in edition.citations if main_article(each) == article), key=order_of)
    if citations:
        return ArticleCoverage(article, Cover.RULE, tuple(citations), "")
    because = edition.uncomputed.get(article)
    if because is None:
        return ArticleCoverage(
            article, Cover.MISSING, (), "no datum cites it and [uncomputed] does not name it"
        )
    return ArticleCoverage(article, Cover.NOT_COMPUTED, (), because)
