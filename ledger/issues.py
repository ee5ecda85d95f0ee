"""Which issues of the office's own publication were composed, of which items, in what
words?

Art. 4(2): an issue is a draft until it is published; then its adoptions are on record
(`ledger.events`). What may be placed and changed is `office.use_cases.own_issues`'s to
say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from ledger.entries.events import Adoption
from ledger.events import OWN_ISSUE
from ledger.statements import highest, insert_for
from ledger.tables.events import adoptions, issue_items, issues


class IssueState(StrEnum):
    """Whether an issue may still be changed."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Issue(NamedTuple):
    """One issue: 《宁夏交通信息》 2026年第3期, of a day."""

    id: int
    publication: str
    year: int
    number: int
    dated: date
    state: IssueState
    made_by: str
    made_at: datetime
    published_at: datetime | None = None
    version: int = 0
    """How often it was changed."""


class IssueItem(NamedTuple):
    """One item of an issue in the editor's words; `form` is 单条, 简讯 or 综合."""

    serial: str
    form: str
    heading: str
    text: str


def next_number(conn: sa.Connection, publication: str, year: int) -> int:
    """The number after the highest of the year."""
    return (
        highest(
            conn,
            issues.c.number,
            issues.c.publication == publication,
            issues.c.year == year,
        )
        + 1
    )


def add(conn: sa.Connection, new: Issue) -> Issue | None:
    """Writes an empty issue (its id is ours); None when there is one of this number and
    year already.
    """
    row = new._asdict()
    del row["id"]
    row["state"] = new.state.value
    statement = insert_for(conn, issues).values(row).on_conflict_do_nothing()
    number = conn.scalar(statement.returning(issues.c.id))
    return None if number is None else new._replace(id=number)


def everything(conn: sa.Connection) -> tuple[Issue, ...]:
    """Every issue, the newest first."""
    query = sa.select(issues).order_by(
        issues.c.year.desc(), issues.c.number.desc(), issues.c.id.desc()
    )
    return tuple(map(_issue, conn.execute(query)))


def one(conn: sa.Connection, number: int) -> Issue | None:
    """The issue with this id."""
    row = conn.execute(sa.select(issues).where(issues.c.id == number)).one_or_none()
    return None if row is None else _issue(row)


def items(conn: sa.Connection, number: int) -> tuple[IssueItem, ...]:
    """What stands in an issue, in its order."""
    query = (
        sa.select(issue_items)
        .where(issue_items.c.issue_id == number)
        .order_by(issue_items.c.position)
    )
    return tuple(
        IssueItem(row.serial, row.form, row.heading, row.text)
        for row in conn.execute(query)
    )


def set_items(conn: sa.Connection, number: int, wanted: Sequence[IssueItem]) -> None:
    """Replaces what stands in an issue, in this order."""
    conn.execute(issue_items.delete().where(issue_items.c.issue_id == number))
    rows = [
        {"issue_id": number, "position": position, **item._asdict()}
        for position, item in enumerate(wanted, 1)
    ]
    if rows:
        conn.execute(issue_items.insert(), rows)


def changing(conn: sa.Connection, number: int) -> Issue | None:
    """The issue, about to be changed: that is counted, and whoever else changes it
    waits for this commit.
    """
    counted = (
        issues.update()
        .where(issues.c.id == number)
        .values(version=issues.c.version + 1)
    )
    row = conn.execute(counted.returning(issues)).one_or_none()
    return None if row is None else _issue(row)


def placed_serials(conn: sa.Connection, publication: str) -> frozenset[str]:
    """The submissions that stand in any issue of the publication."""
    query = (
        sa.select(issue_items.c.serial)
        .join(issues)
        .where(issues.c.publication == publication)
    )
    return frozenset(conn.scalars(query))


def of_submission(conn: sa.Connection, serial: str) -> tuple[Issue, ...]:
    """The issues in which a submission stands."""
    query = (
        sa.select(issues)
        .join(issue_items)
        .where(issue_items.c.serial == serial)
        .order_by(issues.c.id)
    )
    return tuple(map(_issue, conn.execute(query)))


def set_state(conn: sa.Connection, number: int, published_at: datetime | None) -> None:
    """Notes that an issue was published at a moment or, with None, that it is a draft
    again.
    """
    state = IssueState.DRAFT if published_at is None else IssueState.PUBLISHED
    changed = issues.update().where(issues.c.id == number)
    conn.execute(changed.values(state=state.value, published_at=published_at))


def adoptions_of(conn: sa.Connection, issue: Issue) -> tuple[int, ...]:
    """The ids of the adoptions that publishing it has put on record and that stand."""
    of_issue = (adoptions.c.publication == issue.publication) & (
        adoptions.c.note == note_of(issue)
    )
    standing = of_issue & adoptions.c.withdrawn_at.is_(None)
    return tuple(
        conn.scalars(sa.select(adoptions.c.id).where(standing).order_by(adoptions.c.id))
    )


def adoption_of(issue: Issue, item: IssueItem, now: datetime) -> Adoption:
    """What publishing the issue says of one item."""
    return Adoption(
        id=0,
        serial=item.serial,
        publication=issue.publication,
        form=item.form,
        on=issue.dated,
        entered_at=now,
        issue=str(issue.number),
        note=note_of(issue),
    )


def note_of(issue: Issue) -> str:
    """The note by which an adoption is known to come from this issue, as its row stores
    it.
    """
    return f"{OWN_ISSUE} {issue.year}年第{issue.number}期"


def purge_of(conn: sa.Connection, serial: str) -> None:
    """Takes a submission that is sealed out of every issue, words and all (promise
    13).
    """
    conn.execute(issue_items.delete().where(issue_items.c.serial == serial))


def _issue(row: sa.Row[Any]) -> Issue:
    return Issue(**row._asdict() | {"state": IssueState(row.state)})
