"""What does this policy file say?

Text in, an `Edition` out, or a `PolicyError` of one line. Strict: an unknown key, a missing citation, a
name that the file never declares, a reading that would change nothing are all refused. Where files lie is
`shelf`'s affair; the shapes are `ledger.rulebook`'s.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from ledger.rulebook import Article, Edition, LandsBy, Reading
from scoring.language import clauses, dues, grants
from scoring.language.citation import articles_of, cited_at, main_article, order_of
from scoring.language.datum import Datum, PolicyError
from scoring.language.readings import readings_of
from scoring.language.syntax import document_of

T = TypeVar("T")


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
    forms = clauses.forms(cited.note(top.under("forms"))) if top.has("forms") else ()
    heads: dict[str, int] = _told(top, cited, "heads", dues.heads, {})
    calendars = dues.calendars(top.under("calendar"), cited) if top.has("calendar") else {}
    declared = dues.Declared(groups, intake.categories, calendars, heads)
    outlets = clauses.outlets(cited.note(top.under("publications")), forms, cited)
    told = partial(_told, top, cited)
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
        calendars=calendars,
        heads=heads,
        quotas=tuple(dues.quotas(top.under("quota"), declared, cited)) if top.has("quota") else (),
        commission=told("commission", dues.commission, dues.NO_COMMISSION),
        outlets=outlets,
        instruction=told(
            "instruction", lambda row: clauses.instruction(row, outlets), clauses.NO_INSTRUCTION
        ),
        stacking=told("stacking", clauses.stacking, clauses.ALL_ADD),
        joint=told("joint", lambda row: clauses.joint(row, forms), clauses.ALL_ALIKE),
        lands_by=told("landing", clauses.landing, LandsBy.EVENT),
        silence=told("silence", clauses.silence, None),
        conversion=told("conversion", clauses.conversion, None),
        readings=readings,
        uncomputed=clauses.uncomputed(top.under("uncomputed")) if top.has("uncomputed") else {},
        articles=articles,
    )
    edition = _granting(edition, top, cited)
    force.done()
    top.done()
    return replace(edition, citations=frozenset(cited.found))


def _granting(edition: Edition, top: Datum, cited: clauses.Citations) -> Edition:
    """The edition with what it gives outright, leaves to a person, or bounds."""
    told = partial(_told, top, cited)
    return replace(
        edition,
        forwardings=told("forwardings", lambda row: clauses.outlets(row, edition.forms, cited), ()),
        submission=told("submission", grants.submission, None),
        remarks=tuple(grants.remarks(top.under("remark"), cited)) if top.has("remark") else (),
        limits=tuple(grants.limits(top.each("limit"), cited)) if top.has("limit") else (),
        start=told("start", grants.start, None),
    )


def _told(top: Datum, cited: clauses.Citations, key: str, read: Callable[[Datum], T], otherwise: T) -> T:
    """What the table at `key` says, or what holds where the rule says nothing."""
    return read(cited.note(top.under(key))) if top.has(key) else otherwise


def _resolve(edition: Edition, document: Mapping[str, object], source: str) -> None:
    known = {article.number for article in edition.articles}
    if not known:
        raise PolicyError(
            source, "text", "the rule beside it holds no article; write each as a heading: ## 第一条"
        )
    cited = {*edition.citations, *edition.uncomputed}
    if edition.conversion is not None:
        cited.add(edition.conversion.year_article)
    cited |= {reading.article for reading in edition.readings}
    if stray := sorted(cited - known):
        beside = {place for place in known if main_article(place) == main_article(stray[0])}
        places = ", ".join(sorted(beside or {*map(main_article, known)}, key=order_of))
        what = f"{stray[0]} is not in the rule's text; known: {places}"
        raise PolicyError(source, cited_at(document, stray[0]), what)
