"""The page that named a source's feed, and what a person was told once: feeds that were found, rewritten stories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsletter.store.columns import Instant, Key, Words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was found so far, and nothing said."""
    op.add_column("sources", sa.Column("found_on", Words()))
    op.create_table(
        "said",
        sa.Column("key", Key(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_said"),
    )
