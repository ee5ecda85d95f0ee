"""What does a policy file give outright, leave to a person, or bound?

The tables that the Ningxia rule has no use for and other offices' rules do: a `Datum` in, a value of
`ledger.rulebook` out.
"""

from collections.abc import Iterable
from fractions import Fraction

from ledger.rulebook import Limited, PointLimit, RemarkRule, StartPoints, SubmissionRule
from scoring.language.clauses import length
from scoring.language.datum import Datum


def submission(row: Datum) -> SubmissionRule:
    """What an accepted item earns by itself."""
    if not (row.has("each") or row.has("unadopted")):
        row.refuse("is missing; write each or unadopted, or both", "each")
    each = row.optional("each", row.points, Fraction(0))
    unadopted = row.optional("unadopted", row.points, Fraction(0))
    return SubmissionRule(row.cite(), each, unadopted)


def remarks(table: Datum) -> tuple[RemarkRule, ...]:
    """The kinds of points that a person gives or takes: `points`, or `least` and `most`."""
    found: list[RemarkRule] = []
    for name, row in table.each_named():
        row.cite()
        if row.has("points"):
            least = most = row.points("points")
        elif row.has("least") and row.has("most"):
            least, most = row.points("least"), row.points("most")
        else:
            row.refuse("is missing; write points, or least and most", "points")
        if least > most:
            row.refuse(f"least {least} is more than most {most}", "least")
        rule = RemarkRule(
            name=name,
            article=row.cite(),
            least=least,
            most=most,
            named=row.optional("named", row.text, None),
            voids=row.optional("voids", row.flag, default=False),
        )
        found.append(rule)
    return tuple(found)


def limits(rows: Iterable[Datum]) -> tuple[PointLimit, ...]:
    """The most or the least that lines of one kind come to; one limit for a kind and a length."""
    found: list[PointLimit] = []
    for row in rows:
        limit = PointLimit(
            article=row.cite(),
            of=row.choice("of", Limited),
            per=length(row),
            most=row.optional("most", row.points, None),
            least=row.optional("least", row.points, None),
        )
        if limit.most is None and limit.least is None:
            row.refuse("is missing; write most or least, or both", "most")
        if limit.most is not None and limit.least is not None and limit.least > limit.most:
            row.refuse(f"least {limit.least} is more than most {limit.most}", "least")
        if any(other.of is limit.of and other.per is limit.per for other in found):
            row.refuse(f"{limit.of} by the {limit.per} is bounded already; write one limit of both", "per")
        found.append(limit)
    return tuple(found)


def start(row: Datum) -> StartPoints:
    """What every unit begins with."""
    return StartPoints(row.cite(), row.points("points"), length(row))
