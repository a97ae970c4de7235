"""What editors said about entries for every later grouping, and what kind of reason a decision has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsletter.store.columns import Instant, Key, Words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Decisions that were made before have no kind: their reason stands in words."""
    op.add_column("decisions", sa.Column("cause", Key()))
    op.add_column("decisions", sa.Column("rule", Words()))
    op.create_table(
        "bonds",
        sa.Column("review", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", Key(), nullable=False),
        sa.Column("one", Key(), nullable=False),
        sa.Column("other", Key(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("review", "day", "revision", "kind", "one", "other", name="pk_bonds"),
    )
