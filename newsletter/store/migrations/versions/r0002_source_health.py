"""What a server asked for apart from our own interval, each feed's rhythm, and which trouble a person was told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsletter.store.columns import Instant, Words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns only; what is not known yet is null."""
    op.add_column("sources", sa.Column("asked_until", Instant()))
    op.add_column("sources", sa.Column("wishes", Words()))
    op.add_column("sources", sa.Column("rhythm", sa.Integer()))
    op.add_column("sources", sa.Column("overran", Instant()))
    op.add_column("sources", sa.Column("error_since", Instant()))
    op.add_column("sources", sa.Column("warned", Words()))
