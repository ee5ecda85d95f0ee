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
    plain["overall"] = circular.overall._asdict()
    plain["groups"] = []
    for group in circular.groups:
        rows = [row._asdict() for row in group.rows]
        plain["groups"].append({"group": group.group, "note": group.note, "rows": rows})
    plain["named"] = [entry._asdict() for entry in circular.named]
    plain["annex"] = []
    for item in circular.annex:
        plain["annex"].append({**item._asdict(), "on": item.on.isoformat()})
    plain["readings"] = [reading._asdict() for reading in circular.readings]
    plain["quarters"] = [quarter._asdict() for quarter in circular.quarters]
    if circular.share_rule is not None:
        plain["share_rule"] = circular.share_rule._asdict()
    if circular.correction is not None:
        plain["correction"] = circular.correction._asdict()
        plain["correction"]["changes"] = [change._asdict() for change in circular.correction.changes]
    return plain


def from_json(data: Mapping[str, Any]) -> CircularContents:
    """The circular that `as_json` wrote; KeyError or TypeError when `data` is not one."""
    groups: list[GroupTable] = []
    for group in data["groups"]:
        rows = tuple(UnitRow(**{**row, "adopted": tuple(row["adopted"])}) for row in group["rows"])
        groups.append(GroupTable(group["group"], rows, group["note"]))
    named: list[NamedList] = []
    for entry in data["named"]:
        named.append(NamedList(entry["name"], tuple((unit, why) for unit, why in entry["units"])))
    annex: list[AnnexItem] = []
    for item in data["annex"]:
        annex.append(AnnexItem(**{**item, "on": date.fromisoformat(item["on"])}))
    quarters: list[QuarterShares] = []
    for quarter in data["quarters"]:
        shares = tuple((unit_id, share) for unit_id, share in quarter["shares"])
        quarters.append(QuarterShares(quarter["period"], shares))
    rule = data["share_rule"]
    return CircularContents(
        period=data["period"],
        edition=data["edition"],
        levels=tuple(data["levels"]),
        overall=Overall(**{**data["overall"], "adopted": tuple(data["overall"]["adopted"])}),
        groups=tuple(groups),
        named=tuple(named),
        annex=tuple(annex),
        readings=tuple(ReadingUsed(**reading) for reading in data["readings"]),
        share_rule=None if rule is None else ShareRule(**rule),
        quarters=tuple(quarters),
        correction=_correction(data["correction"]),
    )


def _correction(data: Mapping[str, Any] | None) -> Correction | None:
    if data is None:
        return None
    changes: list[UnitChange] = []
    for change in data["changes"]:
        before_and_after = {name: tuple(change[name]) for name in ("total", "share", "rank", "named")}
        changes.append(UnitChange(**{**change, **before_and_after}))
    return Correction(data["of"], data["because"], tuple(changes))
