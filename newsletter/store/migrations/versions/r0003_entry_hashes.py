"""Hashes of the entries of each source's last body, so that only unknown ones are read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Null: every entry is read once more, and found to be stored."""
    op.add_column("sources", sa.Column("entry_hashes", sa.Text()))
