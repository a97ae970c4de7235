"""Corrections of published editions; what an edition was made with, each template set and configuration once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsletter.store.columns import Instant, Key, Words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was corrected so far; of older editions nobody knows what they were made with."""
    op.create_table(
        "corrections",
        sa.Column("review", Key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("story", Key(), nullable=False),
        sa.Column("entry", Key(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("audience", Key(), nullable=False),
        sa.Column("undone", sa.Integer()),
        sa.PrimaryKeyConstraint("review", "number", name="pk_corrections"),
    )
    op.create_table(
        "materials",
        sa.Column("hash", Key(), nullable=False),
        sa.Column("body", Words(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_materials"),
    )
    op.add_column("editions", sa.Column("manifest", Words()))
    op.add_column("editions", sa.Column("versions", Words()))
    op.add_column("editions", sa.Column("templates", Key()))
    op.add_column("editions", sa.Column("config", Key()))
