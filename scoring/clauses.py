"""What does each table of a policy file say?

One function per table, in the order of the Ningxia articles: a `Datum` in, a shape of `ledger.rulebook`
out. The document as a whole is `scoring.edition`'s affair, the readings `scoring.readings`'.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from ledger.periods import Span, UnknownPeriodError, parse_period
from ledger.rulebook import (
    Basis,
    CommissionRule,
    Conversion,
    Form,
    InstructionRule,
    Intake,
    Joint,
    LandsBy,
    Needed,
    OncePer,
    Outcome,
    Outlet,
    Owed,
    Per,
    Quota,
    ShareOf,
    Silence,
    Stacking,
    StackPer,
)
from scoring.datum import Datum

ANY = "any"
"""The word for "whatever category" and, of stacking, "all of them"."""


_NONE = Outcome("")
NO_COMMISSION = CommissionRule("", "约稿", _NONE, _NONE, _NONE)
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


def intake(top: Datum, cited: Citations) -> Intake:
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
    return Intake(categories, lengths, _marks(top, cited), _required(top, cited), _trust(top, cited))


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


def _trust(top: Datum, cited: Citations) -> Needed:
    """How far a sender must be vouched for (Art. 16); an edition that says nothing means the default."""
    if not top.has("trust"):
        return Needed.NOT_FAILED
    table = cited.note(top.under("trust"))
    counts = table.choice("counts", Needed)
    table.done()
    return counts


def groups(top: Datum, cited: Citations) -> tuple[str, ...]:
    """The names of the groups (Art. 11(1))."""
    groups = cited.note(top.under("groups"))
    names = groups.texts("names")
    groups.done()
    return names


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


# --- article 11(1): duties --------------------------------------------------------------------------


def quotas(
    table: Datum, groups: tuple[str, ...], categories: tuple[str, ...], cited: Citations
) -> Iterable[Quota]:
    """The duties that return every period (Art. 11(1)), in the order of the file."""
    for code in table.entries():
        row = cited.note(table.under(code))
        quota = Quota(
            code=code,
            title=row.text("title"),
            article=row.cite(),
            owed=_owed(row.under("owed"), groups),
            categories=row.some_of("categories", categories),
            basis=row.choice("basis", Basis),
            commissioned=row.flag("commissioned"),
            on_met=_outcome(row, "on_met"),
            on_zero=_outcome(row, "on_zero", categories),
            on_short=_outcome(row, "on_short"),
        )
        row.done()
        yield quota


def _owed(table: Datum, groups: tuple[str, ...]) -> dict[str, Owed]:
    owed: dict[str, Owed] = {}
    for group in table.entries():
        if group not in groups:
            table.refuse(f"is not a group of this file; declared: {', '.join(groups)}", group)
        row = table.under(group)
        owed[group] = Owed(row.count("count"), length(row))
        row.done()
    return owed


def length(row: Datum) -> Span:
    """A length of the calendar, never a named period."""
    per = row.choice("per", Span)
    if per is Span.NAMED:
        row.refuse("must be a calendar length: week, month, quarter, half or year", "per")
    return per


def _outcome(row: Datum, key: str, categories: tuple[str, ...] = ()) -> Outcome | None:
    if not row.has(key):
        return None
    table = row.under(key)
    outcome = Outcome(
        article=table.cite(),
        points=table.points("points"),
        per=table.choice("per", Per) if table.has("per") else Per.PERIOD,
        named=table.text("named") if table.has("named") else None,
        counts=_counts(table, categories) if categories else None,
    )
    table.done()
    return outcome


def _counts(table: Datum, categories: tuple[str, ...]) -> frozenset[str] | None:
    is_any = isinstance(table.either("counts"), str)
    if is_any:
        table.one_of("counts", (ANY,))
        return None
    return table.some_of("counts", categories)


def _must(row: Datum, key: str) -> Outcome:
    outcome = _outcome(row, key)
    if outcome is None:
        row.refuse("is missing; write { points = 0 } if nothing follows", key)
    return outcome


def commission(row: Datum) -> CommissionRule:
    """What a 约稿 earns, and what follows when it fails (Art. 11(1))."""
    rule = CommissionRule(
        row.cite(),
        row.text("title"),
        _must(row, "on_met"),
        _must(row, "on_late"),
        _must(row, "on_missed"),
        row.count("least_late") if row.has("least_late") else 1,
        row.count("least_missed") if row.has("least_missed") else 1,
    )
    row.done()
    return rule


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
    forms = tuple(Form(name, table.cite(), counts.points(name)) for name in counts.entries())
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
            points=row.points("points"),
            forms=_worths(row.under("forms"), names) if row.has("forms") else {},
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
        worths[form] = table.points(form)
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
            levels[level] = table.points(level)
    further = row.under("further") if row.has("further") else None
    rule = InstructionRule(
        article=row.cite(),
        levels=levels,
        unlisted=row.points("unlisted"),
        once_per=row.choice("once_per", OncePer),
        needs_adoption=row.flag("needs_adoption"),
        by_outlet=by_outlet,
        further={} if further is None else {level: further.points(level) for level in further.entries()},
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
        worths[outlet.name] = table.points(name)
    return worths


def stacking(row: Datum) -> Stacking:
    """What counts when one item is adopted repeatedly (Art. 11(2)6)."""
    keep = None if row.either("keep") == ANY else row.count("keep")
    rule = Stacking(row.cite(), keep, row.choice("per", StackPer), row.flag("instructions_add"))
    row.done()
    return rule


def joint(row: Datum) -> Joint:
    """What the other units of a joint item get (Art. 11(2)6)."""
    each = row.under("each") if row.has("each") else None
    rule = Joint(
        row.cite(),
        row.points("others"),
        row.flag("duty_of_all"),
        {} if each is None else {form: each.points(form) for form in each.entries()},
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
    """How totals become shares (Art. 12)."""
    rule = Conversion(
        row.cite(),
        length(row),
        row.points("full"),
        row.count("decimals"),
        row.choice("of", ShareOf),
        row.text("year_article"),
    )
    row.done()
    return rule


def uncomputed(table: Datum) -> dict[str, str]:
    """Article → why no rule computes it."""
    return {article: because for because in table.entries() for article in table.texts(because)}
