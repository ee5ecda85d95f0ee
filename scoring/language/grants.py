"""What does a policy file give outright, leave to a person, or bound?

The tables that the Ningxia rule has no use for and other offices' rules do: a `Datum` in, a shape of
`ledger.rulebook` out.
"""

from collections.abc import Iterable
from fractions import Fraction

from ledger.periods import Span
from ledger.rulebook import Limited, PointLimit, RemarkRule, StartPoints, SubmissionRule
from scoring.language.clauses import Citations, length
from scoring.language.datum import Datum


def submission(row: Datum) -> SubmissionRule:
    """What an accepted item earns by itself."""
    if not (row.has("each") or row.has("unadopted")):
        row.refuse("is missing; write each or unadopted, or both", "each")
    each = row.points("each") if row.has("each") else Fraction(0)
    unadopted = row.points("unadopted") if row.has("unadopted") else Fraction(0)
    rule = SubmissionRule(row.cite(), each, unadopted)
    row.done()
    return rule


def remarks(table: Datum, cited: Citations) -> Iterable[RemarkRule]:
    """The kinds of points that a person gives or takes: `points`, or `least` and `most`."""
    for name in table.entries():
        row = cited.note(table.under(name))
        fixed = row.points("points") if row.has("points") else None
        if fixed is None and not (row.has("least") and row.has("most")):
            row.refuse("is missing; write points, or least and most", "points")
        least, most = (fixed, fixed) if fixed is not None else (row.points("least"), row.points("most"))
        if least > most:
            row.refuse(f"least {least} is more than most {most}", "least")
        named = row.text("named") if row.has("named") else None
        yield RemarkRule(
            name, row.cite(), least, most, named, row.flag("voids") if row.has("voids") else False
        )
        row.done()


def limits(rows: Iterable[Datum], cited: Citations) -> Iterable[PointLimit]:
    """The most or the least that lines of one kind come to."""
    known: set[tuple[Limited, Span]] = set()
    for row in rows:
        cited.note(row)
        limit = PointLimit(
            row.cite(),
            row.choice("of", Limited),
            length(row),
            row.points("most") if row.has("most") else None,
            row.points("least") if row.has("least") else None,
        )
        if limit.most is None and limit.least is None:
            row.refuse("is missing; write most or least, or both", "most")
        if limit.most is not None and limit.least is not None and limit.least > limit.most:
            row.refuse(f"least {limit.least} is more than most {limit.most}", "least")
        if (limit.of, limit.per) in known:
            row.refuse(f"{limit.of} by the {limit.per} is bounded already; write one limit of both", "per")
        known.add((limit.of, limit.per))
        row.done()
        yield limit


def start(row: Datum) -> StartPoints:
    """What every unit begins with."""
    rule = StartPoints(row.cite(), row.points("points"), length(row))
    row.done()
    return rule
