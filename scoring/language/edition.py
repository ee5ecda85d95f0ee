"""What does this policy file say?

Text in, an `Edition` out, or a `PolicyError` of one line. Strict: an unknown key, a
missing citation, a name that the file never declares, a reading that would change
nothing are all refused. Where files lie is `editions`' affair; the values are
`ledger.rulebook`'s.

A reading is data: the words of both readings, and the keys that the other one sets.
Carrying one out changes the parsed document before anything else reads it, so that no
reading is ever a branch in the code. Beside other editions, an edition also knows its
publications by the names that those have for them.
"""

import copy
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.measures import FigureOf, Measure, Scale, Tally, is_within
from ledger.periods import Period
from ledger.rulebook import Article, Edition, Form, LandsBy, Outlet, PointLimit, Reading
from scoring.language import clauses, dues, scales
from scoring.language.citation import articles_of, cited_at, main_article, order_of
from scoring.language.datum import Datum, PolicyError, SeveralPolicyError
from scoring.language.places import line_at


def parse_edition(
    text: str,
    source: str,
    law: str | None = None,
    otherwise: Iterable[str] = (),
) -> Edition:
    """Read a policy file; `source` names it in errors, `law` is the rule's own text as
    Markdown.

    With `law`, every citation must resolve in it. `otherwise` lists the readings to be
    taken the other way, by id (what-if). Raises PolicyError.
    """
    document = _document(text, source)
    top = Datum(source, "", document)
    readings: tuple[Reading, ...] = top.noted(
        lambda: readings_of(top, document, frozenset(otherwise)), ()
    )
    articles = () if law is None else articles_of(law)
    edition = _edition(top, readings, articles)
    faults = [*_faults_by_themselves(top.findings.faults)]
    if law is not None:
        faults += _stray_citations(edition, document)
    if faults:
        raise SeveralPolicyError(_with_lines(faults, text))
    return edition


_DECLARING = ("category", "groups", "calendar", "forms", "publications", "instruction")
"""The tables that declare names which others write."""


def _faults_by_themselves(faults: Sequence[PolicyError]) -> list[PolicyError]:
    """The faults without those that only follow from others: where a table that
    declares names is at fault, names may seem not to be declared.
    """
    declaring = [
        fault
        for fault in faults
        if not fault.of_names and fault.where.startswith((*_DECLARING, "quota"))
    ]
    return [fault for fault in faults if not (declaring and fault.of_names)]


def _with_lines(faults: Sequence[PolicyError], text: str) -> list[PolicyError]:
    """The faults in the order of the file, each with the line of its key; those about
    the whole first.
    """
    found: list[tuple[int, PolicyError]] = []
    for fault in faults:
        if fault.where in ("syntax", "text", "top"):
            found.append((0, fault))
            continue
        line = line_at(text, fault.where)
        place = f"line {line}: {fault.where}"
        found.append((line, PolicyError(fault.source, place, fault.what)))
    found.sort(key=lambda each: each[0])
    return [fault for _, fault in found]


def _document(text: str, source: str) -> dict[str, Any]:
    """The TOML document that the text writes, its numbers exact; PolicyError names the
    line at fault.

    For what is never closed, that is the line where it begins.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        what = str(error) + _about_names(text, str(error))
        end = " (at end of document)"
        if what.endswith(end):
            begun = _line_never_closed(text)
            what = f"{what.removesuffix(end)} (begun at line {begun}, open at the end of the file)"
    except RecursionError:
        what = "is nested too deeply"
    except ValueError as error:  # a number with thousands of digits
        what = str(error)
    raise PolicyError(source, "syntax", what)


def _about_names(text: str, fault: str) -> str:
    """What is to be said of a name in Chinese that stands without quotes where TOML
    gave up; nothing where there is none.
    """
    place = re.search(r"at line (\d+), column (\d+)", fault)
    if place is None:
        return ""
    line = text.splitlines()[int(place[1]) - 1]
    name = re.match(r"[^\s\]=.,{}\"]+", line[int(place[2]) - 1 :])
    if name is None or name[0].isascii():
        return ""
    return f'; a name in Chinese stands in quotes: "{name[0]}"'


def _line_never_closed(text: str) -> int:
    """The line that begins what is never closed: the one after the longest beginning
    that is whole.
    """
    lines = text.splitlines(keepends=True)
    for count in range(len(lines) - 1, 0, -1):
        try:
            tomllib.loads("".join(lines[:count]))
        except ValueError:
            continue
        return count + 1
    return 1


def _edition(
    top: Datum, readings: tuple[Reading, ...], articles: tuple[Article, ...]
) -> Edition:
    top.has("reading")  # a known key; `readings_of` has read it
    intake = top.noted(lambda: clauses.intake(top), clauses.NO_INTAKE)
    groups: tuple[str, ...] = top.table(
        "groups", lambda table: table.texts("names", some=True), ()
    )
    force = top.table("force", clauses.force, clauses.Force(date.min, None))
    forms: tuple[Form, ...] = top.optional_table("forms", clauses.forms, ())
    calendars: dict[str, tuple[Period, ...]] = top.named("calendar", dues.calendars, {})
    outlets: tuple[Outlet, ...] = top.table(
        "publications", lambda row: clauses.outlets(row, forms), ()
    )
    instruction = top.optional_table(
        "instruction", clauses.instruction, clauses.NO_INSTRUCTION
    )
    levels = (*(outlet.level for outlet in outlets), *instruction.choices)
    known = scales.DeclaredNames(
        groups,
        intake.categories,
        tuple(form.name for form in forms),
        outlets,
        levels,
        calendars,
    )
    figures: dict[str, FigureOf] = top.named("measure", scales.figures, {})
    edition = Edition(
        id=top.noted(lambda: top.text("id"), ""),
        office=top.noted(lambda: top.text("office"), ""),
        title=top.noted(lambda: top.text("title"), ""),
        in_force_on=force.in_force_on,
        first_period=force.first_period,
        source=top.source,
        groups=groups,
        intake=intake,
        forms=forms,
        calendars=calendars,
        quotas=top.named("quota", lambda table: dues.quotas(table, known, figures), ()),
        commission=top.optional_table(
            "commission", dues.commission, dues.NO_COMMISSION
        ),
        outlets=outlets,
        instruction=instruction,
        selections=(),
        joint=top.optional_table("joint", clauses.joint, clauses.ALL_ALIKE),
        lands_by=top.optional_table(
            "landing", lambda row: row.choice("by", LandsBy), LandsBy.EVENT
        ),
        silence=top.optional_table("silence", clauses.silence, None),
        conversion=top.optional_table("conversion", clauses.conversion, None),
        uncomputed=top.named("uncomputed", clauses.uncomputed, {}),
        forwardings=top.optional_table(
            "forwardings", lambda row: clauses.outlets(row, forms), ()
        ),
        submission=top.optional_table("submission", clauses.submission, None),
        remarks=top.named("remark", clauses.remarks, ()),
        start=top.optional_table("start", clauses.start, None),
        readings=readings,
        articles=articles,
    )
    edition = _with_what_is_made_of_accounts(edition, top, known)
    # The last of all: until then tables are read, and what they cite is noted.
    edition = replace(edition, cites=top.findings.cited)
    top.done()
    return edition


def _with_what_is_made_of_accounts(
    edition: Edition, top: Datum, known: scales.DeclaredNames
) -> Edition:
    """The edition with the tables that name its accounts, in the order in which they
    are carried out.
    """
    accounts = edition.accounts
    edition = replace(
        edition,
        worths=top.named(
            "worth", lambda table: scales.worths(table, known, accounts), ()
        ),
        selections=top.named(
            "selection", lambda table: clauses.selections(table, accounts), ()
        ),
    )
    # A scale weighs what those before it gave, and what it gives may be kept apart.
    with_scales = (*accounts, *(f"scale.{name}" for name in top.names_of("scale")))
    tallies: tuple[Tally, ...] = top.named(
        "tally", lambda table: scales.tallies(table, with_scales), ()
    )
    edition = replace(edition, tallies=tallies)
    of_tallies = [name for tally in edition.tallies for name in tally.of]
    apart = [each for each in with_scales if is_within(each, of_tallies)]
    measured: dict[str, Measure] = top.named(
        "measure", lambda table: scales.measures(table, known, with_scales, apart), {}
    )
    edition = replace(edition, measures=measured)
    found: tuple[Scale, ...] = top.named(
        "scale", lambda table: scales.scales(table, known, measured), ()
    )
    edition = replace(edition, scales=found)
    if not top.findings.faults:
        top.noted(lambda: scales.refuse_unused(top, edition), None)
    if top.has("limit"):
        limits: tuple[PointLimit, ...] = top.noted(
            lambda: clauses.limits(top.each("limit"), edition.accounts), ()
        )
        edition = replace(edition, limits=limits)
    return edition


def _stray_citations(
    edition: Edition, document: Mapping[str, object]
) -> Iterator[PolicyError]:
    """What in the file cites what is not in the rule's text, each as a fault."""
    known = {article.number for article in edition.articles}
    if not known:
        what = "the rule beside it holds no article; write each as a heading: ## 第一条"
        yield PolicyError(edition.source, "text", what)
        return
    cited = {*edition.citations, *edition.uncomputed}
    if edition.conversion is not None:
        cited.add(edition.conversion.year_article)
    cited.update(reading.article for reading in edition.readings)
    main_articles = {main_article(place) for place in known}
    for stray in sorted(cited - known):
        beside = {
            place for place in known if main_article(place) == main_article(stray)
        }
        places = ", ".join(sorted(beside or main_articles, key=order_of))
        what = f"{stray} is not in the rule's text; known: {places}"
        yield PolicyError(edition.source, cited_at(document, stray), what)


def readings_of(
    top: Datum, document: dict[str, Any], otherwise: frozenset[str]
) -> tuple[Reading, ...]:
    """The readings of the file; those in `otherwise` are carried out in `document`."""
    # Each is checked against the file as it is written, whatever other readings have
    # changed before it.
    original = copy.deepcopy(document)
    if not top.has("reading"):
        document = {**document, "reading": {}}
    table = Datum(top.source, "reading", document["reading"], findings=top.findings)
    readings: list[Reading] = []
    for key, row in table.each_named():
        with row:
            reading = _reading(row, key, original)
            if key in otherwise:
                changes = row.under("set")
                for path in changes.entries():
                    *above, last = path.split(".")
                    place = document
                    for table_key in above:
                        place = place[table_key]
                    place[last] = changes.raw(path)
                reading = reading._replace(text=reading.other, other=reading.text)
            readings.append(reading)
    known = [reading.id for reading in readings]
    stray = sorted(otherwise.difference(known))
    if stray:
        what = f"{stray[0]!r} is no reading of this file; declared: {', '.join(known)}"
        raise PolicyError(top.source, "reading", what)
    return tuple(readings)


def _reading(row: Datum, key: str, document: dict[str, Any]) -> Reading:
    """One reading as the file has it; PolicyError when the other one would change
    nothing in `document`.

    Its article is its own, or else the one that the first key it changes stands under.
    """
    text, other, changes = row.text("text"), row.text("other"), row.under("set")
    paths = list(changes.entries())
    if not paths:
        changes.refuse(
            "changes nothing; write the key that the other reading sets, and its value"
        )
    article: str | None = None
    for path in paths:
        held, cited = _value_and_article_at(document, path, changes)
        value = changes.raw(path)
        if held == value:
            changes.refuse(
                "changes nothing: write another value than the one that the key has",
                path,
            )
        if isinstance(held, dict) and isinstance(value, dict) and "." not in path:
            # In TOML, a.b = 1 without quotes is a table a; it would take the place of
            # all that is written.
            whole = ".".join((path, *list(value)[:1]))
            changes.refuse(
                f'is a table; write the whole path in quotes, such as "{whole}"', path
            )
        article = article or cited
    article = row.optional("article", row.text, article)
    if article is None:
        tables = ", ".join(dict.fromkeys(path.partition(".")[0] for path in paths))
        row.refuse(
            f"changes {tables}, which cites no article; write article there, or in the reading",
            "set",
        )
    return Reading(key, article, text, other)


def _value_and_article_at(
    document: dict[str, Any], path: str, changes: Datum
) -> tuple[object, str | None]:
    """What the file holds at a dotted path, and the nearest citation above it;
    PolicyError if nothing.
    """
    place: object = document
    article: str | None = None
    for key in path.split("."):
        if not isinstance(place, dict):
            changes.refuse(f"leads nowhere: what holds {key!r} is no table", path)
        if key not in place:
            changes.refuse(
                f"leads nowhere: no {key!r} is written there; written: {', '.join(place)}",
                path,
            )
        article = place.get("article", article)
        place = place[key]
    return place, article


def with_shared_names(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """The editions, each knowing its publications by every name that any of them
    has.
    """
    known = tuple(editions)
    while True:
        # Again until nothing is new: a name may come by way of an edition between two
        # others.
        told = tuple(with_names_of(edition, known) for edition in known)
        if told == known:
            return known
        known = told


def with_names_of(edition: Edition, others: Iterable[Edition]) -> Edition:
    """The edition, its publications also known by the names that `others` have for
    them.
    """
    other_outlets = [outlet for other in others for outlet in other.outlets]
    outlets: list[Outlet] = []
    for outlet in edition.outlets:
        own_names = (outlet.name, *outlet.aliases)
        aliases = list(outlet.aliases)
        for other in other_outlets:
            names = (other.name, *other.aliases)
            known = any(outlet.answers_to(name) for name in names)
            if not (known or any(other.answers_to(name) for name in own_names)):
                continue
            for name in names:
                if edition.publication(name) is None and name not in aliases:
                    aliases.append(name)
        outlets.append(replace(outlet, aliases=tuple(aliases)))
    return replace(edition, outlets=tuple(outlets))
