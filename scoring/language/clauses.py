"""What does each table of a policy file say?

One function per table, in the order of the Ningxia articles: a `Datum` in, a shape of `ledger.rulebook`
out. The document as a whole is `edition`'s affair, the readings `readings`'.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from ledger.periods import Span, UnknownPeriodError, parse_period
from ledger.rulebook import (
    Conversion,
    Form,
    InstructionRule,
    IntakeRule,
    Joint,
    LandsBy,
    OncePer,
    Outlet,
    RequiredTrust,
    ShareOf,
    Silence,
    Stacking,
    StackPer,
    Tier,
)
from ledger.scoresheet import points_text
from scoring.language.datum import Datum

ANY = "any"
"""The word for "whatever category" and, of stacking, "all of them"."""


LENGTHS = tuple(str(span) for span in Span if span is not Span.NAMED)
"""The lengths of the calendar."""

NO_INSTRUCTION = InstructionRule("", {}, Fraction(0), OncePer.EACH, needs_adoption=False)
ALL_ADD = Stacking("", None, StackPer.ITEM, instructions_add=True)
ALL_ALIKE = Joint("", Fraction(1), duty_of_all=True)
"""What holds where a rule says nothing: no points, every adoption adds, every unit of a joint item alike."""


class Citations:
    """Collects what the data cite, so that coverage can be told."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def note(self, datum: Datum) -> Datum:
        """The datum itself, its citation noted."""
        self.found.add(datum.cite())
        return datum


# --- articles 7, 8, 10, 16: what is asked of a letter -----------------------------------------------


def intake(top: Datum, cited: Citations) -> IntakeRule:
    """Categories (Art. 7), lengths (Art. 8), marks (Art. 10) and contact (Art. 16)."""
    names: list[str] = []
    for row in top.each("category"):
        cited.note(row)
        names.append(row.text("name"))
        if names[-1] in names[:-1]:
            row.refuse(f"{names[-1]!r} is the name of another category; one name, one category", "name")
        row.done()
    categories = tuple(names)
    lengths: dict[str, int] = {}
    for row in top.each("length") if top.has("length") else ():
        cited.note(row)
        category = row.one_of("category", categories)
        if category in lengths:
            row.refuse(f"{category!r} has a length already; one length for a category", "category")
        lengths[category] = row.count("longest")
        row.done()
    return IntakeRule(categories, lengths, _marks(top, cited), _required(top, cited), _trust(top, cited))


def _marks(top: Datum, cited: Citations) -> tuple[str, ...]:
    """The 密级 marks that seal a letter (Art. 10)."""
    if not top.has("seal"):
        return ()
    seal = cited.note(top.under("seal"))
    marks = seal.texts("marks")
    seal.done()
    return marks


def _required(top: Datum, cited: Citations) -> tuple[str, ...]:
    """What a letter must name of its author (Art. 16)."""
    if not top.has("contact"):
        return ()
    contact = cited.note(top.under("contact"))
    required = contact.texts("required")
    if stray := [each for each in required if each not in ("author", "phone")]:
        contact.refuse(f"{stray[0]!r} is not known; allowed: author, phone", "required")
    contact.done()
    return required


def _trust(top: Datum, cited: Citations) -> RequiredTrust:
    """How far a sender must be vouched for (Art. 16); an edition that says nothing means the default."""
    if not top.has("trust"):
        return RequiredTrust.NOT_FAILED
    table = cited.note(top.under("trust"))
    counts = table.choice("counts", RequiredTrust)
    table.done()
    return counts


def groups(top: Datum, cited: Citations) -> tuple[str, ...]:
    """The names of the groups (Art. 11(1))."""
    groups = cited.note(top.under("groups"))
    names = groups.texts("names", some=True)
    groups.done()
    return names


def length(row: Datum) -> Span:
    """A length of the calendar, never a named period."""
    per = row.text("per")
    if per not in LENGTHS:
        row.refuse(f"{per!r} is not known; allowed: {', '.join(LENGTHS)}", "per")
    return Span(per)


def first_period(force: Datum) -> str | None:
    """The earliest quarter scored under the edition, where it names one (E8)."""
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


# --- article 11(1): what is said of those without an adoption ---------------------------------------


def silence(row: Datum) -> Silence:
    """The named list of those without an adoption (Art. 11(1))."""
    rule = Silence(
        row.cite(),
        row.text("named"),
        length(row),
        row.flag("joint_counts"),
        row.flag("instruction_counts"),
    )
    row.done()
    return rule


# --- article 11(2): events --------------------------------------------------------------------------


def forms(table: Datum) -> tuple[Form, ...]:
    """The forms of adoption, and how many items one of each counts as."""
    counts = table.under("count_as")
    forms = tuple(Form(name, table.cite(), counts.merit(name)) for name in counts.entries())
    table.done()
    return forms


def outlets(table: Datum, forms: tuple[Form, ...], cited: Citations) -> tuple[Outlet, ...]:
    """The publications and their points (Art. 11(2)1-4); no name may mean two of them."""
    names = tuple(form.name for form in forms)
    outlets: list[Outlet] = []
    for row in table.each("table"):
        cited.note(row)
        outlet = Outlet(
            name=row.text("name"),
            article=row.cite(),
            office=row.text("of") if row.has("of") else "",
            aliases=row.texts("aliases") if row.has("aliases") else (),
            level=row.text("level"),
            points=row.merit("points"),
            forms=_worths(row.under("forms"), names) if row.has("forms") else {},
            needs_forwarding=row.flag("needs_forwarding") if row.has("needs_forwarding") else False,
        )
        row.done()
        taken = next(
            (
                each.name
                for each in outlets
                for name in (outlet.name, *outlet.aliases)
                if each.answers_to(name)
            ),
            "",
        )
        if taken:
            row.refuse(f"has a name that already means {taken}; one name, one publication", "name")
        outlets.append(outlet)
    table.done()
    return tuple(outlets)


def _worths(table: Datum, forms: tuple[str, ...]) -> Mapping[str, Fraction]:
    worths: dict[str, Fraction] = {}
    for form in table.entries():
        if form not in forms:
            table.refuse(f"is not a form of this file; declared: {', '.join(forms)}", form)
        worths[form] = table.merit(form)
    return worths


def instruction(row: Datum, outlets: tuple[Outlet, ...]) -> InstructionRule:
    """The points of 批示 (Art. 11(2)5), by the leader's level, and where the rule says so by publication."""
    table = row.under("levels")
    levels: dict[str, Fraction] = {}
    by_outlet: dict[str, Mapping[str, Fraction]] = {}
    for level in table.entries():
        if isinstance(table.either(level), Mapping):
            by_outlet[level] = _by_outlet(table.under(level), outlets)
        else:
            levels[level] = table.merit(level)
    further = row.under("further") if row.has("further") else None
    rule = InstructionRule(
        article=row.cite(),
        levels=levels,
        unlisted=row.merit("unlisted"),
        once_per=row.choice("once_per", OncePer),
        needs_adoption=row.flag("needs_adoption"),
        by_outlet=by_outlet,
        further={} if further is None else {level: further.merit(level) for level in further.entries()},
    )
    if stray := sorted(set(rule.further) - rule.known):
        row.refuse(f"{stray[0]!r} is no level; declared: {', '.join(sorted(rule.known))}", "further")
    row.done()
    return rule


def _by_outlet(table: Datum, outlets: tuple[Outlet, ...]) -> Mapping[str, Fraction]:
    worths: dict[str, Fraction] = {}
    for name in table.entries():
        outlet = next((each for each in outlets if each.answers_to(name)), None)
        if outlet is None:
            known = ", ".join(each.name for each in outlets)
            table.refuse(f"is no publication of this file; declared: {known}", name)
        worths[outlet.name] = table.merit(name)
    return worths


def stacking(row: Datum) -> Stacking:
    """What counts when one item is adopted repeatedly (Art. 11(2)6)."""
    keep = None if row.either("keep") == ANY else row.count("keep")
    rule = Stacking(row.cite(), keep, row.choice("per", StackPer), row.flag("instructions_add"))
    row.done()
    return rule


def joint(row: Datum, forms: tuple[Form, ...]) -> Joint:
    """What the other units of a joint item get (Art. 11(2)6)."""
    names = tuple(form.name for form in forms)
    rule = Joint(
        row.cite(),
        row.merit("others", most=1),
        row.flag("duty_of_all"),
        _worths(row.under("each"), names) if row.has("each") else {},
    )
    row.done()
    return rule


# --- article 12: periods and conversion -------------------------------------------------------------


def landing(row: Datum) -> LandsBy:
    """Which day assigns an event to a period (Art. 12)."""
    by = row.choice("by", LandsBy)
    row.done()
    return by


def conversion(row: Datum) -> Conversion:
    """How totals become shares (Art. 12): in proportion to the first, by tiers or by places."""
    full = row.merit("full")
    if not full:
        row.refuse("must be more than 0", "full")
    tiers = _tiers(row.each("tiers"), full) if row.has("tiers") else ()
    if row.has("tiers") and not tiers:
        row.refuse("holds no tier; write at least one, or leave it out", "tiers")
    rule = Conversion(
        row.cite(),
        length(row),
        full,
        row.count("decimals"),
        row.choice("of", ShareOf),
        row.text("year_article"),
        tiers,
        row.merit("per_place") if row.has("per_place") else None,
    )
    if tiers and rule.per_place is not None:
        row.refuse("and tiers are two ways to convert; write one", "per_place")
    row.done()
    return rule


def _tiers(rows: Iterable[Datum], full: Fraction) -> tuple[Tier, ...]:
    """Steps of totals, each with its share; no total may lie on two of them."""
    tiers: list[Tier] = []
    for row in rows:
        below = row.points("below") if row.has("below") else None
        tier = Tier(row.points("least"), below, row.merit("share", most=full))
        if below is not None and below <= tier.least:
            row.refuse(f"is not above least {points_text(tier.least)}", "below")
        if overlapped := next((each for each in tiers if each.meets(tier)), None):
            row.refuse(
                f"overlaps the tier from {points_text(overlapped.least)}; no total lies on two", "least"
            )
        row.done()
        tiers.append(tier)
    return tuple(tiers)


def uncomputed(table: Datum) -> dict[str, str]:
    """Article → why no rule computes it."""
    return {article: because for because in table.entries() for article in table.texts(because)}
