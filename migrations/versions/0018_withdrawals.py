"""Where does the record keep that an adoption, 批示, 上报 or remark was taken back, and
what file brought it?

Rows stay; of those that stand, no two say the same. Files handed in get a number of
their own. This step is never touched again.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDS = "withdrawn_at IS NULL"
SAME = {
    "adoptions": ("serial", "publication", "form", "happened_on"),
    "instructions": ("serial", "leader", "happened_on"),
    "forwardings": ("serial", "target", "happened_on"),
}
"""Table → by which columns two of its rows say the same."""


def text(name: str) -> sa.Column[str]:
    """A text that may be empty but never null."""
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def added() -> list[sa.Column[Any]]:
    """The columns that all four tables get, but for the moment, which remarks have
    already.
    """
    return [
        text("withdrawn_by"),
        text("withdrawn_because"),
        sa.Column("carried", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column(
            "replaces",
            sa.BigInteger,
            comment="the id of the row that this one corrects",
        ),
        sa.Column(
            "known_at",
            MOMENT,
            comment="decides its quarter in place of entered_at, where it is set",
        ),
        sa.Column("import_id", sa.BigInteger, comment="the import that brought it"),
    ]


def upgrade() -> None:
    """Adds the columns, the table of imports, and that only what stands is unique."""
    op.create_table(
        "imports",
        sa.Column("id", ID, primary_key=True),
        text("kind"),
        text("file"),
        text("entered_by"),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("taken_back_at", MOMENT),
    )
    for table, same in SAME.items():
        # SQLite cannot drop a constraint: the table is written anew.
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(f"uq_{table}_{'_'.join(same)}", type_="unique")
            changed.add_column(sa.Column("withdrawn_at", MOMENT))
            for column in added():
                changed.add_column(column)
        op.create_index(
            f"ux_{table}_standing",
            table,
            list(same),
            unique=True,
            sqlite_where=sa.text(STANDS),
            postgresql_where=sa.text(STANDS),
        )
        op.create_index(f"ix_{table}_import_id", table, ["import_id"])
    for column in added():
        op.add_column("remarks", column)
    op.create_index("ix_remarks_import_id", "remarks", ["import_id"])


def downgrade() -> None:
    """Drops them; what was withdrawn goes, for the earlier program would count it."""
    names = [column.name for column in added()]
    op.drop_index("ix_remarks_import_id", "remarks")
    for name in names:
        op.drop_column("remarks", name)
    for table, same in SAME.items():
        op.execute(sa.text(f"DELETE FROM {table} WHERE withdrawn_at IS NOT NULL"))  # noqa: S608 - our own names
        op.drop_index(f"ix_{table}_import_id", table)
        op.drop_index(f"ux_{table}_standing", table)
        with op.batch_alter_table(table) as changed:
            for name in ("withdrawn_at", *names):
                changed.drop_column(name)
            changed.create_unique_constraint(f"uq_{table}_{'_'.join(same)}", list(same))
    op.drop_table("imports")
