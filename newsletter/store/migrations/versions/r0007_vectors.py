"""What a language model made of entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsletter.store.columns import Key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whatever is missing is made again."""
    op.create_table(
        "vectors",
        sa.Column("model", Key(), nullable=False),
        sa.Column("entry", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "entry", name="pk_vectors"),
    )
