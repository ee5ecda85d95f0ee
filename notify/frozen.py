"""How is a circular kept as it was approved, and read again?

As plain data in its row: what was counted on the day of approval stays, whatever is decided later.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from ledger.scoresheet import ReadingUsed
from notify.circular import (
    AnnexItem,
    CircularContents,
    Correction,
    GroupTable,
    NamedList,
    Overall,
    QuarterShares,
    ShareRule,
    UnitChange,
    UnitRow,
)


def as_json(circular: CircularContents) -> dict[str, Any]:
    """The circular as plain data; `from_json` reads it again."""
    plain = asdict(circular)
    return plain | {
        "overall": circular.overall._asdict(),
        "groups": [
            {"group": group.group, "note": group.note, "rows": [row._asdict() for row in group.rows]}
            for group in circular.groups
        ],
        "named": [entry._asdict() for entry in circular.named],
        "annex": [item._asdict() | {"on": item.on.isoformat()} for item in circular.annex],
        "readings": [reading._asdict() for reading in circular.readings],
        "share_rule": None if circular.share_rule is None else circular.share_rule._asdict(),
        "quarters": [quarter._asdict() for quarter in circular.quarters],
        "correction": None
        if circular.correction is None
        else circular.correction._asdict()
        | {"changes": [change._asdict() for change in circular.correction.changes]},
    }


def from_json(data: Mapping[str, Any]) -> CircularContents:
    """The circular that `as_json` wrote; KeyError or TypeError when `data` is not one."""
    overall, rule, correction = data["overall"], data["share_rule"], data["correction"]
    return CircularContents(
        period=data["period"],
        edition=data["edition"],
        levels=tuple(data["levels"]),
        overall=Overall(**overall | {"adopted": tuple(overall["adopted"])}),
        groups=tuple(
            GroupTable(group["group"], tuple(_row(row) for row in group["rows"]), group["note"])
            for group in data["groups"]
        ),
        named=tuple(
            NamedList(entry["name"], tuple((unit, why) for unit, why in entry["units"]))
            for entry in data["named"]
        ),
        annex=tuple(AnnexItem(**item | {"on": date.fromisoformat(item["on"])}) for item in data["annex"]),
        readings=tuple(ReadingUsed(**reading) for reading in data["readings"]),
        share_rule=None if rule is None else ShareRule(**rule),
        quarters=tuple(
            QuarterShares(quarter["period"], tuple((unit_id, share) for unit_id, share in quarter["shares"]))
            for quarter in data["quarters"]
        ),
        correction=None
        if correction is None
        else Correction(
            correction["of"],
            correction["because"],
            tuple(_changed(change) for change in correction["changes"]),
        ),
    )


def _row(row: Mapping[str, Any]) -> UnitRow:
    return UnitRow(**dict(row) | {"adopted": tuple(row["adopted"])})


def _changed(change: Mapping[str, Any]) -> UnitChange:
    pairs = {name: tuple(change[name]) for name in ("total", "share", "rank", "named")}
    return UnitChange(**dict(change) | pairs)
