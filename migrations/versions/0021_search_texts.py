"""Where does the record keep what each submission says, folded so that it can be
searched?

In place of the pairs of characters of titles. What is on record is folded here. This
step is never touched again.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

AT_ONCE = 500
NO_LETTER = re.compile(r"[\W_]+")
EVERY_SERIAL = sa.text(
    "SELECT submissions.serial, title, authors, text, manuscript FROM submissions"
    " LEFT JOIN words ON words.serial = submissions.serial"
    " WHERE submissions.serial > :after ORDER BY submissions.serial LIMIT :count"
)


def folded(text: str | None) -> str:
    """Letters and digits alone, width and case folded."""
    return NO_LETTER.sub("", unicodedata.normalize("NFKC", text or "").casefold())


def submissions() -> Iterator[list[Any]]:
    """Every submission with its words, some at a time."""
    after = ""
    while True:
        rows = (
            op.get_bind()
            .execute(EVERY_SERIAL, {"after": after, "count": AT_ONCE})
            .all()
        )
        if not rows:
            return
        yield list(rows)
        after = rows[-1].serial


def upgrade() -> None:
    """Makes the table, fills it, and drops that of the pairs."""
    table = op.create_table(
        "search_texts",
        sa.Column("serial", sa.Text, nullable=False),
        sa.Column(
            "said",
            sa.Text,
            nullable=False,
            server_default="",
            comment="a line each for serial, title, authors, words, manuscript; only letters, digits",
        ),
        sa.PrimaryKeyConstraint("serial", name="pk_search_texts"),
        sa.ForeignKeyConstraint(
            ["serial"], ["submissions.serial"], name="fk_search_texts_serial"
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Measured on 40,000 texts: unpacked anew for each search, they take four times
        # as long.
        op.execute(
            sa.text("ALTER TABLE search_texts ALTER COLUMN said SET STORAGE EXTERNAL")
        )
    for rows in submissions():
        filled = []
        for row in rows:
            # SQLite gives what it keeps of JSON, a text.
            authors = (
                json.loads(row.authors) if isinstance(row.authors, str) else row.authors
            )
            names = [author[0] for author in authors]
            lines = [
                folded(part)
                for part in (row.serial, row.title, *names, row.text, row.manuscript)
            ]
            filled.append({"serial": row.serial, "said": "\n".join(lines)})
        op.bulk_insert(table, filled)
    op.drop_table("grams")


def downgrade() -> None:
    """Makes the pairs of titles again, and drops the table."""
    grams = op.create_table(
        "grams",
        sa.Column("gram", sa.Text, nullable=False),
        sa.Column("serial", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("gram", "serial", name="pk_grams"),
        sa.ForeignKeyConstraint(
            ["serial"], ["submissions.serial"], name="fk_grams_serial"
        ),
    )
    op.create_index("ix_grams_serial", "grams", ["serial"])
    for rows in submissions():
        pairs = []
        for row in rows:
            title = folded(row.title)
            found = {title[at : at + 2] for at in range(len(title) - 1)} or {title} - {
                ""
            }
            pairs += [{"gram": gram, "serial": row.serial} for gram in sorted(found)]
        op.bulk_insert(grams, pairs)
    op.drop_table("search_texts")
