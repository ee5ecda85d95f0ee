"""Which office takes in the letters of these tests?"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pytest

from ingest.intake.arrival import IntakeContext
from ingest.intake.reader import Read, read_one
from ledger import roster
from ledger.database import open_database
from ledger.entries.people import Unit
from ledger.outbox.queueing import Limits
from ledger.rulebook import IntakeRule

RULE = IntakeRule(
    ("动态", "综合", "调研", "突发", "其他"),
    {"动态": 500},
    ("绝密", "机密", "秘密"),
    ("author", "phone"),
)


def read(batch: Sequence[tuple[bytes, datetime]]) -> list[Read]:
    return [read_one(raw, at, RULE.marks) for raw, at in batch]


@pytest.fixture
def context(migrated_url: str) -> Iterator[IntakeContext]:
    """An office with one unit on its roster, which writes from
    yinchuan@units.example.
    """
    database = open_database(migrated_url)
    unit = Unit(
        0,
        "银川市交通运输局",
        "第一组",
        date(2021, 3, 19),
        addresses=("yinchuan@units.example",),
    )
    with database.writing() as conn:
        roster.save(conn, [unit])
    yield IntakeContext(
        database=database,
        read=read,
        rule=lambda _: RULE,
        limits=Limits(frozenset({"office@jtt.example"}), 30, 2, 2),
        random=lambda count: bytes(range(count)),
        sealing_key=b"k" * 32,
        own_addresses=frozenset({"office@jtt.example"}),
        office_address="staff@jtt.example",
    )
    database.close()
