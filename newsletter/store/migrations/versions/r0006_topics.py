"""What editors chose for topics. What a topic is follows from the ledger and is stored nowhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsletter.store.columns import Instant, Key, Words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen anything so far."""
    op.create_table(
        "topics",
        sa.Column("review", Key(), nullable=False),
        sa.Column("id", Key(), nullable=False),
        sa.Column("entries", Words(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("titled_by", Words(), nullable=False),
        sa.Column("closed", sa.Date()),
        sa.Column("first", sa.Date()),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("review", "id", name="pk_topics"),
    )
