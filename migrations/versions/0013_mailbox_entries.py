"""How does the table `sightings` come to its plain name, `mailbox_entries`?

With it go the names of its keys and indexes, and two rows that bore the old words: the
counter of its ids and the switch that holds mail back while the mail server is away.
This step is never touched again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OLD, NEW = "sightings", "mailbox_entries"
INDEXED = ("state", "sha256", "message_id", "serial", "keyed_hash")
# The end of each constraint's name; the table's own name stands in the middle.
CONSTRAINTS = {"pk": "", "uq": "_account_folder_uidvalidity_uid", "fk": "_serial"}
COUNTER = ("sighting", "mailbox-entry")
SWITCH = ("smtp-brake", "smtp-back-off")


def _rename(old: str, new: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.rename_table(old, new)
        for kind, end in CONSTRAINTS.items():
            op.execute(
                f"ALTER TABLE {new} RENAME CONSTRAINT {kind}_{old}{end} TO {kind}_{new}{end}"
            )
        for column in INDEXED:
            op.execute(f"ALTER INDEX ix_{old}_{column} RENAME TO ix_{new}_{column}")
    else:
        _rebuild(old, new)


def _rebuild(old: str, new: str) -> None:
    """SQLite renames neither constraint nor index: the table is made again, and its
    rows are copied.
    """
    conn = op.get_bind()
    made = conn.scalar(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :old"),
        {"old": old},
    )
    indexes = conn.scalars(
        sa.text(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :old AND sql IS NOT NULL"
        ),
        {"old": old},
    ).all()
    # Only names hold the word: of the table, its constraints and its indexes.
    op.execute(sa.text(made.replace(old, new)))
    op.execute(f"INSERT INTO {new} SELECT * FROM {old}")  # noqa: S608 - both names are ours
    op.execute(f"DROP TABLE {old}")
    for index in indexes:
        op.execute(sa.text(index.replace(old, new)))


def _reword(table: str, old: str, new: str) -> None:
    rows = sa.table(table, sa.column("name"))
    op.execute(rows.update().where(rows.c.name == old).values(name=new))


def upgrade() -> None:
    """Renames the table, its keys and indexes, and the two rows."""
    _rename(OLD, NEW)
    _reword("counters", *COUNTER)
    _reword("switches", *SWITCH)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "COMMENT ON COLUMN outbox.answers IS 'the mailbox entry it answers, if any'"
        )
        words = "the mailbox entry it came with; null when added by hand"
        op.execute(f"COMMENT ON COLUMN submissions.letter IS '{words}'")


def downgrade() -> None:
    """Gives everything its old name back."""
    _rename(NEW, OLD)
    _reword("counters", *reversed(COUNTER))
    _reword("switches", *reversed(SWITCH))
