"""The first schema: archive, ledger, drafts, patrons, deliveries; everything of an edition keyed by review and day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsletter.store.columns import Instant, Key, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables in the order of their foreign keys."""
    _sources()
    _entries()
    _identity()
    _ledger()
    _drafts()
    _patrons()


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("name", Key(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("moved_to", Words()),
        sa.Column("etag", Words()),
        sa.Column("last_modified", Words()),
        sa.Column("body_hash", sa.Text()),
        sa.Column("language", Words()),
        sa.Column("first_visit", Instant()),
        sa.Column("last_success", Instant()),
        sa.Column("last_new", Instant()),
        sa.Column("last_try", Instant()),
        sa.Column("next_at", Instant()),
        sa.Column("error", Words()),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sources"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", Key(), nullable=False),
        sa.Column("source", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_seen", Instant(), nullable=False),
        sa.Column("guid", Words()),
        sa.Column("url", Words()),
        sa.Column("clean_url", Words()),
        sa.Column("title", Words()),
        sa.Column("summary_html", Words()),
        sa.Column("summary_text", Words(), nullable=False),
        sa.Column("content_html", Words()),
        sa.Column("content_text", Words(), nullable=False),
        sa.Column("authors", Words(), nullable=False),
        sa.Column("published", Instant()),
        sa.Column("updated", Instant()),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("source_since", Instant(), nullable=False),
        sa.Column("language", Words()),
        sa.Column("tags", Words(), nullable=False),
        sa.Column("image", Words()),
        sa.Column("enclosures", Words(), nullable=False),
        sa.Column("original", Words()),
        sa.Column("repeat_of", Key()),
        sa.ForeignKeyConstraint(["repeat_of"], ["entries.id"], name="fk_entries_repeat_of"),
        sa.ForeignKeyConstraint(["source"], ["sources.name"], name="fk_entries_source"),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
    )
    op.create_index("entries_in_order", "entries", ["first_seen", "id"])
    op.create_index("entries_of_source", "entries", ["source", "first_seen", "id"])


def _identity() -> None:
    op.create_table(
        "entry_keys",
        sa.Column("source", Key(), nullable=False),
        sa.Column("kind", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("entry", Key(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_entry_keys_entry"),
        sa.PrimaryKeyConstraint("source", "kind", "key", name="pk_entry_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("entry_keys_anywhere", "entry_keys", ["kind", "key"])
    op.create_table(
        "entry_versions",
        sa.Column("entry", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seen", Instant(), nullable=False),
        sa.Column("title", Words()),
        sa.Column("summary_html", Words()),
        sa.Column("summary_text", Words(), nullable=False),
        sa.Column("content_html", Words()),
        sa.Column("content_text", Words(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_entry_versions_entry"),
        sa.PrimaryKeyConstraint("entry", "version", name="pk_entry_versions"),
    )


def _ledger() -> None:
    op.create_table(
        "editions",
        sa.Column("review", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", Key(), nullable=False),
        sa.Column("cutoff", Instant(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("files", Words(), nullable=False),
        sa.Column("subject", Words(), nullable=False),
        sa.Column("published_at", Instant()),
        sa.Column("by", Words(), nullable=False),
        sa.Column("edition", Words()),
        sa.PrimaryKeyConstraint("review", "day", "revision", name="pk_editions"),
    )
    op.create_index("editions_by_state", "editions", ["state"])
    op.create_table(
        "decisions",
        sa.Column("review", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entry", Key(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.Column("outcome", Key(), nullable=False),
        sa.Column("story", Key()),
        sa.Column("section", Words()),
        sa.Column("reason", Words(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_decisions_entry"),
        sa.PrimaryKeyConstraint("review", "day", "revision", "entry", name="pk_decisions"),
    )
    op.create_index("decisions_by_outcome", "decisions", ["review", "outcome", "valid", "entry", "day"])
    op.create_index("decisions_of_entry", "decisions", ["review", "entry", "valid", "day", "outcome"])


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("review", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens", Instant(), nullable=False),
        sa.Column("cutoff", Instant(), nullable=False),
        sa.Column("base", Words(), nullable=False),
        sa.Column("arrivals", Words(), nullable=False),
        sa.Column("approved", sa.Integer()),
        sa.Column("approved_by", Words(), nullable=False),
        sa.Column("approved_at", Instant()),
        sa.PrimaryKeyConstraint("review", "day", name="pk_drafts"),
    )
    op.create_table(
        "edits",
        sa.Column("review", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edit", Words(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("review", "day", "revision", name="pk_edits"),
    )


def _patrons() -> None:
    op.create_table(
        "patrons",
        sa.Column("id", Key(), nullable=False),
        sa.Column("email", Words(), nullable=False),
        sa.Column("address", Key(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("joined", Instant(), nullable=False),
        sa.Column("left", Instant()),
        sa.PrimaryKeyConstraint("id", name="pk_patrons"),
        sa.UniqueConstraint("address", name="patrons_address"),
    )
    op.create_table(
        "patron_reviews",
        sa.Column("patron", Key(), nullable=False),
        sa.Column("review", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("left", Instant()),
        sa.ForeignKeyConstraint(["patron"], ["patrons.id"], name="fk_patron_reviews_patron"),
        sa.PrimaryKeyConstraint("patron", "review", name="pk_patron_reviews"),
    )
    op.create_table(
        "deliveries",
        sa.Column("review", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("patron", Key(), nullable=False),
        sa.Column("state", Key(), nullable=False),
        sa.Column("message_id", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", Words()),
        sa.PrimaryKeyConstraint("review", "day", "patron", name="pk_deliveries"),
    )
