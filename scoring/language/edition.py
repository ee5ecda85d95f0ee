"""What does this policy file say?

Text in, an `Edition` out, or a `PolicyError` of one line. Strict: an unknown key, a missing citation, a
name that the file never declares, a reading that would change nothing are all refused. Where files lie is
`editions`' affair; the values are `ledger.rulebook`'s.
"""

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ledger.rulebook import Article, Edition, Form, LandsBy, Reading
from scoring.language import clauses, dues, grants
from scoring.language.citation import articles_of, cited_at, main_article, order_of
from scoring.language.datum import Datum, PolicyError
from scoring.language.readings import readings_of


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
    document = _document(text, source)
    readings = readings_of(document, source, frozenset(otherwise))
    if law is None:
        return _edition(Datum(source, "", document), readings, ())
    edition = _edition(Datum(source, "", document), readings, articles_of(law))
    _refuse_stray_citations(edition, document)
    return edition


def _document(text: str, source: str) -> dict[str, Any]:
    """The TOML document that the text writes, its numbers exact; PolicyError names the line at fault.

    For what is never closed, that is the line where it begins.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        what = str(error)
        end = " (at end of document)"
        if what.endswith(end):
            begun = _line_never_closed(text)
            what = f"{what.removesuffix(end)} (begun at line {begun}, open at the end of the file)"
    except RecursionError:
        what = "is nested too deeply"
    except ValueError as error:  # a number with thousands of digits
        what = str(error)
    raise PolicyError(source, "syntax", what)


def _line_never_closed(text: str) -> int:
    """The line that begins what is never closed: the one after the longest beginning that is whole."""
    lines = text.splitlines(keepends=True)
    for count in range(len(lines) - 1, 0, -1):
        try:
            tomllib.loads("".join(lines[:count]))
        except ValueError:
            continue
        return count + 1
    return 1


def _edition(top: Datum, readings: tuple[Reading, ...], articles: tuple[Article, ...]) -> Edition:
    top.has("reading")  # a known key; `readings_of` has read it
    intake = clauses.intake(top)
    groups = top.table("groups", clauses.groups)
    force = top.under("force")
    force.cite()
    forms: tuple[Form, ...] = top.optional_table("forms", clauses.forms, ())
    heads: dict[str, int] = top.optional_table("heads", dues.heads, {})
    calendars = dues.calendars(top.under("calendar")) if top.has("calendar") else {}
    declared = dues.Declared(groups, intake.categories, calendars, heads)
    outlets = top.table("publications", lambda row: clauses.outlets(row, forms))
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
        quotas=dues.quotas(top.under("quota"), declared) if top.has("quota") else (),
        commission=top.optional_table("commission", dues.commission, dues.NO_COMMISSION),
        outlets=outlets,
        instruction=top.optional_table(
            "instruction", lambda row: clauses.instruction(row, outlets), clauses.NO_INSTRUCTION
        ),
        stacking=top.optional_table("stacking", clauses.stacking, clauses.ALL_ADD),
        joint=top.optional_table("joint", lambda row: clauses.joint(row, forms), clauses.ALL_ALIKE),
        lands_by=top.optional_table("landing", clauses.counting_day, LandsBy.EVENT),
        silence=top.optional_table("silence", clauses.silence, None),
        conversion=top.optional_table("conversion", clauses.conversion, None),
        uncomputed=clauses.uncomputed(top.under("uncomputed")) if top.has("uncomputed") else {},
        forwardings=top.optional_table("forwardings", lambda row: clauses.outlets(row, forms), ()),
        submission=top.optional_table("submission", grants.submission, None),
        remarks=grants.remarks(top.under("remark")) if top.has("remark") else (),
        limits=grants.limits(top.each("limit")) if top.has("limit") else (),
        start=top.optional_table("start", grants.start, None),
        readings=readings,
        articles=articles,
        # The last of all: until then tables are read, and what they cite is noted.
        citations=frozenset(top.cited),
    )
    force.done()
    top.done()
    return edition


def _refuse_stray_citations(edition: Edition, document: Mapping[str, object]) -> None:
    """PolicyError when something in the file cites what is not in the rule's text."""
    known = {article.number for article in edition.articles}
    if not known:
        what = "the rule beside it holds no article; write each as a heading: ## 第一条"
        raise PolicyError(edition.source, "text", what)
    cited = {*edition.citations, *edition.uncomputed}
    if edition.conversion is not None:
        cited.add(edition.conversion.year_article)
    cited.update(reading.article for reading in edition.readings)
    stray = sorted(cited - known)
    if stray:
        main_articles = {main_article(place) for place in known}
        beside = {place for place in known if main_article(place) == main_article(stray[0])}
        places = ", ".join(sorted(beside or main_articles, key=order_of))
        what = f"{stray[0]} is not in the rule's text; known: {places}"
        raise PolicyError(edition.source, cited_at(document, stray[0]), what)
