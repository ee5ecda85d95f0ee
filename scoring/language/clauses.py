"""What does each table of a policy file say?

One function per table, in the order of the Ningxia articles, then those that only other
offices' rules have: a `Datum` in, a value of `ledger.rulebook` out. Quotas and
commissions are `dues`' affair, the document as a whole `edition`'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from ledger.measures import is_within
from ledger.periods import Span, UnknownPeriodError, parse_period
from ledger.rulebook import (
    Conversion,
    Form,
    InstructionRule,
    IntakeRule,
    Joint,
    Outlet,
    PointLimit,
    RemarkRule,
    RequiredTrust,
    Selection,
    SelectionStep,
    SelectPer,
    ShareOf,
    Silence,
    StartPoints,
    SubmissionRule,
    Tier,
    Voids,
)
from ledger.scoresheet import points_text
from scoring.language.datum import Datum

ANY = "any"
"""The word for "whatever category"."""

LENGTHS = tuple(str(span) for span in Span if span is not Span.NAMED)
"""The lengths of the calendar."""

# What holds where a rule says nothing: no points for 批示, every adoption adds, every
# unit of a joint item gets the same.
_LENGTHS_IN_ORDER = (
    None,
    Span.WEEK,
    Span.MONTH,
    Span.QUARTER,
    Span.HALF,
    Span.YEAR,
)
PER_ITEM = "item"
"""The word for a limit that each item has by itself."""
OF_EVENTS = ("adoption", "instruction", "forwarding")
"""The heads of accounts of what becomes of an item."""
OF_ITEMS = (*OF_EVENTS, "submission")
"""The heads of accounts of which every line is about one item."""

NO_INTAKE = IntakeRule((), {}, (), ())
NO_INSTRUCTION = InstructionRule("", {}, Fraction(0), needs_adoption=False)
ALL_ALIKE = Joint("", Fraction(1), duty_of_all=True)


# --- articles 7, 8, 10, 16: what is asked of a letter ---------------------------------


def intake(top: Datum) -> IntakeRule:
    """Categories (Art. 7), lengths (Art. 8), 密级 marks (Art. 10), contact and trust
    (Art. 16).
    """
    categories: list[str] = []
    for row in top.each("category"):
        with row:
            row.cite()
            name = row.text("name")
            if name in categories:
                row.refuse(
                    f"{name!r} is the name of another category; one name, one category",
                    "name",
                )
            categories.append(name)
    lengths: dict[str, int] = {}
    if top.has("length"):
        for row in top.each("length"):
            with row:
                row.cite()
                category = row.one_of("category", tuple(categories))
                if category in lengths:
                    row.refuse(
                        f"{category!r} has a length already; one length for a category",
                        "category",
                    )
                lengths[category] = row.count("longest")
    return IntakeRule(
        categories=tuple(categories),
        lengths=lengths,
        marks=top.optional_table("seal", lambda seal: seal.texts("marks"), ()),
        required=top.optional_table("contact", required_of_author, ()),
        trust=top.optional_table(
            "trust",
            lambda table: table.choice("counts", RequiredTrust),
            RequiredTrust.NOT_FAILED,
        ),
    )


def required_of_author(contact: Datum) -> tuple[str, ...]:
    """What a letter must name of its author: author, phone or both (Art. 16)."""
    required = contact.texts("required")
    for each in required:
        if each not in ("author", "phone"):
            contact.refuse(f"{each!r} is not known; allowed: author, phone", "required")
    return required


def length(row: Datum) -> Span:
    """A length of the calendar, never a named period."""
    per = row.text("per")
    if per not in LENGTHS:
        row.refuse(f"{per!r} is not known; allowed: {', '.join(LENGTHS)}", "per")
    return Span(per)


class Force(NamedTuple):
    """From when on a rule holds, and the earliest quarter scored under it."""

    in_force_on: date
    first_period: str | None


def force(row: Datum) -> Force:
    """The day on which the rule comes into force (E8)."""
    return Force(row.day("from"), first_period(row))


def first_period(force: Datum) -> str | None:
    """The code of the earliest quarter scored under the edition, where it names one
    (E8).
    """
    if not force.has("first_period"):
        return None
    code = force.text("first_period")
    try:
        period = parse_period(code)
    except UnknownPeriodError as error:
        force.refuse(str(error), "first_period")
    if period.span is not Span.QUARTER:
        force.refuse("must be a quarter, such as 2021Q1", "first_period")
    return code


# --- article 11(1): what is said of those without an adoption -------------------------


def silence(row: Datum) -> Silence:
    """The named list of those without an adoption (Art. 11(1))."""
    return Silence(
        article=row.cite(),
        named=row.text("named"),
        per=length(row),
        joint_counts=row.flag("joint_counts"),
        instruction_counts=row.flag("instruction_counts"),
    )


# --- article 11(2): events ------------------------------------------------------------


def forms(table: Datum) -> tuple[Form, ...]:
    """The forms of adoption, and how many items one of each counts as."""
    counts = table.under("count_as")
    return tuple(
        Form(name, table.cite(), counts.not_negative(name)) for name in counts.entries()
    )


def outlets(table: Datum, forms: tuple[Form, ...]) -> tuple[Outlet, ...]:
    """The publications and their points (Art. 11(2)1-4); no name may mean two of
    them.
    """
    found: list[Outlet] = []
    for row in table.each("table"):
        with row:
            row.cite()
            outlet = Outlet(
                name=row.text("name"),
                article=row.cite(),
                office=row.optional("of", row.text, ""),
                aliases=row.optional("aliases", row.texts, ()),
                level=row.text("level"),
                points=row.not_negative("points"),
                forms=points_by_form(row.under("forms"), forms)
                if row.has("forms")
                else {},
                needs_forwarding=row.optional(
                    "needs_forwarding", row.flag, default=False
                ),
            )
            for number, other in enumerate(found):
                if outlet.name == other.name and outlet.office != other.office:
                    # Told apart by the office before the name, and by that alone.
                    outlet = outlet.by_full_name()
                    found[number] = other.by_full_name()
            for other in found:
                if any(
                    other.answers_to(name) for name in (outlet.name, *outlet.aliases)
                ):
                    row.refuse(
                        f"has a name that already means {other.name}; "
                        "write `of`, the office that each is of, or another name",
                        "name",
                    )
            found.append(outlet)
    return tuple(found)


def points_by_form(table: Datum, forms: tuple[Form, ...]) -> Mapping[str, Fraction]:
    """Form → points; only forms that the file declares."""
    names = [form.name for form in forms]
    points: dict[str, Fraction] = {}
    for form in table.entries():
        if form not in names:
            table.refuse(
                f"is not a form of this file; declared: {', '.join(names)}", form
            )
        points[form] = table.not_negative(form)
    return points


def instruction(row: Datum) -> InstructionRule:
    """The points of 批示 (Art. 11(2)5), by the leader's level."""
    table = row.under("levels")
    aliases = row.under("aliases") if row.has("aliases") else None
    rule = InstructionRule(
        article=row.cite(),
        levels={level: table.not_negative(level) for level in table.entries()},
        unlisted=row.not_negative("unlisted"),
        needs_adoption=row.flag("needs_adoption"),
        aliases={}
        if aliases is None
        else {level: aliases.texts(level) for level in aliases.entries()},
    )
    stray = sorted(set(rule.aliases) - rule.known)
    if stray:
        row.refuse(
            f"{stray[0]!r} is no level; declared: {', '.join(sorted(rule.known))}",
            "aliases",
        )
    for level, others in rule.aliases.items():
        for other in others:
            meant = rule.level_called(other)
            if meant != level:
                row.refuse(
                    f"{other!r} already means {meant}; one name, one level",
                    f"aliases.{level}",
                )
    return rule


def selections(table: Datum, accounts: Sequence[str]) -> tuple[Selection, ...]:
    """What counts when one item is adopted or written on repeatedly (Art. 11(2)6), in
    the order in which it is carried out: that of the file.
    """
    found: list[Selection] = []
    for name, row in table.each_named():
        with row:
            steps: list[SelectionStep] = []
            for step in row.each("keep"):
                per = step.choice("per", SelectPer)
                highest = step.count("highest")
                for before in steps:
                    if before.highest <= highest and before.per in (
                        per,
                        SelectPer.ITEM,
                    ):
                        step.refuse("keeps all that a step before it left", "highest")
                steps.append(SelectionStep(highest, per))
            of = event_accounts_in(row, accounts)
            found.append(Selection(name, row.cite(), of, tuple(steps)))
    return tuple(found)


def accounts_in(
    row: Datum, accounts: Sequence[str], key: str = "of"
) -> tuple[str, ...]:
    """The accounts that a list names, each one of the edition's, or the head of
    some.
    """
    of = row.texts(key, some=True)
    for name in of:
        if not any(is_within(each, (name,)) for each in accounts):
            known = ", ".join(dict.fromkeys((*accounts, *map(head_of, accounts))))
            row.refuse(
                f"{name!r} is no account; this file has: {known}", key, of_names=True
            )
    return of


def event_accounts_in(row: Datum, accounts: Sequence[str]) -> tuple[str, ...]:
    """The accounts that `of` names, each of events that become of an item."""
    of = accounts_in(row, accounts)
    for account in of:
        if head_of(account) not in OF_EVENTS:
            what = f"{account!r} is no event of an item; write {', '.join(OF_EVENTS)}"
            row.refuse(what, "of")
    return of


def refuse_crossed(row: Datum, least: Fraction | None, most: Fraction | None) -> None:
    """PolicyError where what is bounded could be nothing."""
    if least is not None and most is not None and least > most:
        row.refuse(f"least {least} is more than most {most}", "least")


def head_of(account: str) -> str:
    """The first word of an account: what its points are for, whichever of them."""
    return account.partition(".")[0]


def joint(row: Datum) -> Joint:
    """What the other units of a joint item get (Art. 11(2)6)."""
    return Joint(
        article=row.cite(),
        others=row.not_negative("others", most=1),
        duty_of_all=row.flag("duty_of_all"),
    )


# --- article 12: periods and conversion -----------------------------------------------


def conversion(row: Datum) -> Conversion:
    """How totals become shares (Art. 12): in proportion to the first, by tiers or by
    places.
    """
    full = row.not_negative("full")
    if not full:
        row.refuse("must be more than 0", "full")
    tiers: list[Tier] = []
    if row.has("tiers"):
        for step in row.each("tiers"):
            tiers.append(tier(step, full, tiers))
        if not tiers:
            row.refuse("holds no tier; write at least one, or leave it out", "tiers")
    rule = Conversion(
        article=row.cite(),
        per=length(row),
        full=full,
        decimals=row.count("decimals"),
        of=row.choice("of", ShareOf),
        year_article=row.text("year_article"),
        tiers=tuple(tiers),
        per_place=row.optional("per_place", row.not_negative, None),
    )
    if tiers and rule.per_place is not None:
        row.refuse("and tiers are two ways to convert; write one", "per_place")
    return rule


def tier(row: Datum, full: Fraction, others: list[Tier]) -> Tier:
    """A step of totals with its share, up to where the next begins."""
    step = Tier(row.points("least"), row.not_negative("share", most=full))
    if others and step.least <= others[-1].least:
        before = points_text(others[-1].least)
        row.refuse(f"is not above {before}, where the tier before it begins", "least")
    return step


def uncomputed(table: Datum) -> dict[str, str]:
    """Article → why no rule computes it."""
    found: dict[str, str] = {}
    for because in table.entries():
        found.update(dict.fromkeys(table.texts(because), because))
    return found


def submission(row: Datum) -> SubmissionRule:
    """What an accepted item earns by itself."""
    if not (row.has("each") or row.has("unadopted")):
        row.refuse("is missing; write each or unadopted, or both", "each")
    each = row.optional("each", row.points, Fraction(0))
    unadopted = row.optional("unadopted", row.points, Fraction(0))
    return SubmissionRule(row.cite(), each, unadopted)


def remarks(table: Datum) -> tuple[RemarkRule, ...]:
    """The kinds of points that a person gives or takes: `points`, or `least` and
    `most`.
    """
    found: list[RemarkRule] = []
    for name, row in table.each_named():
        with row:
            row.cite()
            if row.has("points"):
                least = most = row.points("points")
            elif row.has("least") and row.has("most"):
                least, most = row.points("least"), row.points("most")
            else:
                row.refuse("is missing; write points, or least and most", "points")
            refuse_crossed(row, least, most)
            rule = RemarkRule(
                name=name,
                article=row.cite(),
                least=least,
                most=most,
                named=row.optional("named", row.text, None),
                voids=row.optional("voids", partial(row.choice, kind=Voids), None),
            )
            found.append(rule)
    return tuple(found)


def limits(rows: Iterable[Datum], accounts: Sequence[str]) -> tuple[PointLimit, ...]:
    """The most or the least that lines of some accounts come to, the inner ones first.

    Two limits share no account, or one lies within the other, so that what the inner
    one leaves is what the outer one weighs, whichever is written first.
    """
    found: list[tuple[frozenset[str], PointLimit]] = []
    for row in rows:
        with row:
            of = accounts_in(row, accounts)
            per_item = row.raw("per") == PER_ITEM
            limit = PointLimit(
                article=row.cite(),
                of=of,
                per=None if per_item else length(row),
                most=row.optional("most", row.points, None),
                least=row.optional("least", row.points, None),
                at_most=row.optional("at_most", row.count, None),
            )
            for name in of:
                if per_item and head_of(name) not in OF_ITEMS:
                    what = f"{name!r} is not by the item; of one item are: {', '.join(OF_ITEMS)}"
                    row.refuse(what, "per")
            if limit.most is None and limit.least is None and limit.at_most is None:
                row.refuse("is missing; write most, least or at_most", "most")
            refuse_crossed(row, limit.least, limit.most)
            bounded = frozenset(each for each in accounts if is_within(each, of))
            for others, other in found:
                if others == bounded and other.per is limit.per:
                    by = "item" if limit.per is None else limit.per
                    what = f"{', '.join(of)} by the {by} is bounded already; write one limit of both"
                    row.refuse(what, "per")
                if others & bounded and not (others <= bounded or bounded <= others):
                    both = ", ".join(sorted(others & bounded))
                    what = (
                        f"shares {both} with the limit of {', '.join(other.of)}; "
                        "one limit lies within the other, or they share nothing"
                    )
                    row.refuse(what, "of")
            found.append((bounded, limit))
    found.sort(key=lambda each: (len(each[0]), _LENGTHS_IN_ORDER.index(each[1].per)))
    return tuple(limit for _, limit in found)


def start(row: Datum) -> StartPoints:
    """What every unit begins with."""
    return StartPoints(row.cite(), row.points("points"), length(row))
