"""What does this policy file say?

Text in, an `Edition` out, or a `PolicyError` of one line. Strict: an unknown key, a missing citation, a
name that the file never declares, a reading that would change nothing are all refused. Where files lie is
`scoring.shelf`'s affair; the shapes are `ledger.rulebook`'s.
"""

from collections.abc import Iterable, Mapping

from ledger.rulebook import Article, Edition, Reading
from scoring import clauses
from scoring.citation import articles_of, cited_at, main_article, order_of
from scoring.datum import Datum, PolicyError
from scoring.readings import readings_of
from scoring.syntax import document_of


def parse_edition(
    text: str,
    source: str,
    law: str | None = None,
    otherwise: Iterable[str] = (),
) -> Edition:
    """Read a policy file; `source` names it in errors, `law` is the rule's own text as Markdown.

    With `law`, every citation must resolve in it. `otherwise` lists the readings to be taken the other
    way, by id (what-if). Raises PolicyError.
    """
    document = document_of(text, source)
    readings = readings_of(document, source, frozenset(otherwise))
    articles = () if law is None else articles_of(law)
    edition = _edition(Datum(source, "", document), readings, articles)
    if law is not None:
        _resolve(edition, document, source)
    return edition


def _edition(top: Datum, readings: tuple[Reading, ...], articles: tuple[Article, ...]) -> Edition:
    top.has("reading")
    cited = clauses.Citations()
    intake = clauses.intake(top, cited)
    groups = clauses.groups(top, cited)
    force = cited.note(top.under("force"))
    forms = clauses.forms(cited.note(top.under("forms")))
    edition = Edition(
        id=top.text("id"),
        office=top.text("office"),
        title=top.text("title"),
        in_force_on=force.day("from"),
        first_period=clauses.first_period(force),
        source=top.source,
        groups=groups,
        intake=intake,
        forms=forms,
        quotas=tuple(clauses.quotas(top.under("quota"), groups, intake.categories, cited)),
        commission=clauses.commission(cited.note(top.under("commission"))),
        outlets=clauses.outlets(cited.note(top.under("publications")), forms, cited),
        instruction=clauses.instruction(cited.note(top.under("instruction"))),
        stacking=clauses.stacking(cited.note(top.under("stacking"))),
        joint=clauses.joint(cited.note(top.under("joint"))),
        lands_by=clauses.landing(cited.note(top.under("landing"))),
        silence=clauses.silence(cited.note(top.under("silence"))),
        conversion=clauses.conversion(cited.note(top.under("conversion"))),
        readings=readings,
        uncomputed=clauses.uncomputed(top.under("uncomputed")) if top.has("uncomputed") else {},
        citations=frozenset(cited.found),
        articles=articles,
    )
    force.done()
    top.done()
    return edition


def _resolve(edition: Edition, document: Mapping[str, object], source: str) -> None:
    known = {article.number for article in edition.articles}
    cited = {*edition.citations, *edition.uncomputed, edition.conversion.year_article}
    cited |= {reading.article for reading in edition.readings}
    if stray := sorted(cited - known):
        beside = {place for place in known if main_article(place) == main_article(stray[0])}
        places = ", ".join(sorted(beside or {*map(main_article, known)}, key=order_of))
        what = f"{stray[0]} is not in the rule's text; known: {places}"
        raise PolicyError(source, cited_at(document, stray[0]), what)
