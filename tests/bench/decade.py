"""What do years of thousands of units look like on record?

A body made by chance, the same for the same seed and size: two items and a half a unit
and month, joint ones too, a third of them adopted, 批示, items sent up, commissions and
their answers, items returned, replaced and held. It goes into the tables as plain SQL,
so that making it costs less than what is measured.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from ledger.database import Connection, Database

FIRST_YEAR = 2026
_ITEMS_EACH_YEAR = 30
_CATEGORIES = ("动态", "动态", "动态", "动态", "综合", "综合", "调研", "突发", "其他")
_OUTLETS = ("《宁夏交通信息》",) * 6 + (
    "《综合信息》",
    "《政务信息》",
    "《要情汇报》",
    "国务院办公厅",
)
_COMMISSIONS_A_YEAR = 12
_ASKED = 12
"""Each commission is of every twelfth unit, so that each unit is asked once a year."""
_TIME = "T02:00:00.000000Z"
_AUTHOR = '[["王小明","13800000000",""]]'
_ATTACHMENT = (
    '[{"name":"稿件.docx","type":"docx","bytes":40960,"sha256":"%064x","unread":""}]'
)

Row = tuple[Any, ...]


@dataclass(slots=True)
class Body:
    """The rows made so far, by table."""

    units: int
    chance: Random
    rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def happens(self, one_in: int) -> bool:
        """Whether chance falls on something that befalls one item in so many."""
        return self.chance.random() * one_in < 1


def fill(database: Database, units: int, years: range) -> int:
    """Writes the units and their years; how many items there are."""
    body = Body(units, Random(units))
    count = 0
    with database.writing() as conn:
        _roster(body)
        _write(conn, body)
    for year in years:
        count += units * _ITEMS_EACH_YEAR
        _year(body, year)
        with database.writing() as conn:
            _write(conn, body)
    return count


def _roster(body: Body) -> None:
    for number in range(1, body.units + 1):
        group = "第一组" if number % 5 == 0 else "第二组"
        body.rows["units"].append(
            (number, f"第{number}单位", group, "2021-03-19", number)
        )
        body.rows["addresses"].append((number, f"unit{number}@example.org"))
        body.rows["persons"].append(
            (number, "officer", "王小明", f"unit{number}@example.org", "13800000000")
        )


def _year(body: Body, year: int) -> None:
    asked = list(_commissions(body, year))
    for number in range(body.units * _ITEMS_EACH_YEAR):
        unit = number % body.units + 1
        place = number // body.units
        day = date(
            year, place * 12 // _ITEMS_EACH_YEAR + 1, body.chance.randrange(1, 29)
        )
        _item(body, f"{year}-{number:06d}", unit, day)
    for serial, unit, day, commission in asked:
        _item(body, serial, unit, day, commission)


def _commissions(body: Body, year: int) -> Iterator[tuple[str, int, date, str]]:
    """A commission a month; of four units asked two answer in time, one is late, one
    never does.
    """
    for month in range(1, _COMMISSIONS_A_YEAR + 1):
        name, due = f"{year}-C{month:02d}", date(year, month, 25)
        body.rows["commissions"].append(
            (name, f"专题{month}", f"{year}-{month:02d}-01", due.isoformat())
        )
        for at, unit in enumerate(range(month, body.units + 1, _ASKED)):
            body.rows["commission_units"].append((name, unit))
            if at % 4:
                day = due + timedelta(days=at % 4 * 9 - 22)
                yield f"{year}-9{month:02d}{at:05d}", unit, day, name


def _item(
    body: Body, serial: str, unit: int, day: date, commission: str | None = None
) -> None:
    state = (
        "returned" if body.happens(100) else "held" if body.happens(100) else "recorded"
    )
    follower = f"{serial}-2" if state == "recorded" and body.happens(200) else None
    _submission(
        body,
        serial,
        unit,
        day,
        ("superseded" if follower else state, commission, follower),
    )
    if follower:
        _submission(
            body,
            follower,
            unit,
            day + timedelta(days=2),
            ("recorded", commission, None),
        )
    if state == "returned":
        subject, details = f"submission:{serial}", '{"state":"returned"}'
        body.rows["journal"].append(
            (f"{day + timedelta(days=9)}{_TIME}", "bench", "return", subject, details)
        )
    if body.happens(33) and body.units > 1:
        body.rows["co_units"].append((serial, unit % body.units + 1, 0))
    _events(body, serial, day)


def _submission(
    body: Body,
    serial: str,
    unit: int,
    day: date,
    told: tuple[str, str | None, str | None],
) -> None:
    state, commission, follower = told
    number = len(body.rows["submissions"])
    title, category = (
        f"第{unit}单位第{number}件报送件的标题",
        body.chance.choice(_CATEGORIES),
    )
    moment, attachment = f"{day}{_TIME}", _ATTACHMENT % number
    row = (
        serial,
        serial,
        serial,
        unit,
        title,
        category,
        _AUTHOR,
        moment,
        str(day),
        state,
        attachment,
    )
    body.rows["submissions"].append((*row, commission, follower))


def _events(body: Body, serial: str, day: date) -> None:
    moment = f"{day + timedelta(days=5)}{_TIME}"
    if body.happens(3):
        on = day + timedelta(days=body.chance.randrange(1, 20))
        body.rows["adoptions"].append(
            (serial, body.chance.choice(_OUTLETS), "单条", str(on), moment)
        )
        if body.happens(5):
            later = on + timedelta(days=body.chance.randrange(1, 60))
            body.rows["adoptions"].append(
                (serial, body.chance.choice(_OUTLETS), "简讯", str(later), moment)
            )
    if body.happens(50):
        on = day + timedelta(days=6)
        body.rows["instructions"].append(
            (serial, "张三", "自治区领导", str(on), moment)
        )
    if body.happens(20):
        body.rows["forwardings"].append((serial, "自治区党委办公厅", str(day), moment))


_COLUMNS = {
    "units": "id, name, unit_group, since, position",
    "addresses": "unit_id, address",
    "persons": "unit_id, role, name, address, phone",
    "commissions": "id, title, issued_on, due",
    "commission_units": "commission_id, unit_id",
    "submissions": "serial, token, fingerprint, unit_id, title, category, authors, arrived_at, day, state, "
    "attachments, commission, superseded_by",
    "co_units": "serial, unit_id, position",
    "journal": "at, who, did, subject, details",
    "adoptions": "serial, publication, form, happened_on, entered_at",
    "instructions": "serial, leader, level, happened_on, entered_at",
    "forwardings": "serial, target, happened_on, entered_at",
}
"""What is written, the tables in the order of their foreign keys; all else is as the
tables have it.
"""


def _write(conn: Connection, body: Body) -> None:
    """Writes the rows, successors before those they replaced, and forgets them."""
    body.rows["submissions"].sort(key=lambda row: row[-1] is not None)
    for table, columns in _COLUMNS.items():
        places = ", ".join("?" * len(columns.split(",")))
        if body.rows[table]:
            insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
            conn.exec_driver_sql(insert, body.rows[table])
    body.rows.clear()
