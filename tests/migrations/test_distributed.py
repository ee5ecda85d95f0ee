"""Does a schema hold nothing that could not be distributed over several machines
(docs/scale.md)?

Citus keeps each distributed schema on one machine and takes nearly all of PostgreSQL
there. What it does not take is listed here; the steps are watched while they make a
schema, and the questions are read.
"""

import re
from collections.abc import Iterable
from contextlib import closing

import sqlalchemy as sa
from sqlalchemy import event

from ledger.database import open_database
from office.service.upgrade import upgrade
from tests.house.source import modules

# From "SQL Support and Workarounds" of its manual, and what its schema_based_sharding.c
# and trigger.c refuse.
IN_STEPS = {
    r"CREATE (OR REPLACE )?(CONSTRAINT )?TRIGGER": "triggers are refused",
    r"CREATE (OR REPLACE )?RULE": "the rule system is not supported",
    r"\bINHERITS\b": "a table may neither inherit nor be inherited",
    r"\bPARTITION (BY|OF)\b": "partitions are for distribution itself",
    r"CREATE FOREIGN TABLE|CREATE SERVER": "a foreign table is not moved",
    r"^\s+\w+ (SMALL)?SERIAL\b": "a sequence smaller than BIGINT has no numbers for other machines",
    r"\bREFERENCES \w+\.": "a key may point to no other schema",
    r"CREATE (TABLE|INDEX) \w+\.": "the schema is said by the transaction alone",
    r"CREATE (MATERIALIZED )?VIEW": "a view is not moved with its tables",
    r"CREATE EXTENSION": "a plain role may not",
    r"\bCONCURRENTLY\b": "the steps are one transaction",
    r"ADD CONSTRAINT [^;]*, ADD ": "a constraint is added by a statement of its own",
}
IN_QUESTIONS = {
    r"\bbegin_nested\b|\bSAVEPOINT\b": "a part of a transaction that was undone on one machine only",
    r"\bSERIALIZABLE\b": "no machine knows what another's transactions have read",
    r"\bfunc\.(random|clock_timestamp|nextval)\b": "no VOLATILE function in what is written",
    r"\btablesample\b": "it is no sample of a table that lies elsewhere",
    r"\bpg_(try_)?advisory_(?!xact)": "a lock of a session is lost behind a pooler",
    r"\bSET SESSION\b|\bset_config\([^)]*false\)": "nothing is set for a session",
}


def found_in(words: str, forbidden: dict[str, str]) -> Iterable[str]:
    for pattern, why in forbidden.items():
        for found in re.finditer(pattern, words, re.IGNORECASE | re.MULTILINE):
            yield f"{found[0]!r}: {why}"


def test_the_steps_make_nothing_that_a_distributed_schema_refuses(
    postgresql_url: str,
) -> None:
    said: list[str] = []

    def listen(*told: object) -> None:
        said.append(str(told[2]))

    event.listen(sa.Engine, "before_cursor_execute", listen)
    try:
        with closing(open_database(postgresql_url, "jiaotong")) as database:
            upgrade(database)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", listen)
    made = [statement for statement in said if "CREATE TABLE" in statement]
    assert len(made) > 30
    assert [
        fault for statement in said for fault in found_in(statement, IN_STEPS)
    ] == []
    # The schema is there, and committed, before the first table.
    assert said.index("CREATE SCHEMA jiaotong") < said.index(made[0])


def test_no_question_or_change_needs_what_a_distributed_schema_or_a_pooler_lacks() -> (
    None
):
    rooms = modules("ledger")
    assert [
        module.at(1, fault)
        for module in rooms
        for fault in found_in(module.text, IN_QUESTIONS)
    ] == []
