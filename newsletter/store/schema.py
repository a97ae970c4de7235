"""What we remember, as tables. One schema for both databases; migrations/ leads to exactly this (a test compares)."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from newsletter.store.columns import Instant, Key, Words

#: The newest migration. Known here so that an up-to-date database costs one query and no import of Alembic.
HEAD = "0008"

metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"})

sources = Table(
    "sources",
    metadata,
    Column("name", Key, nullable=False),
    Column("url", Words, nullable=False),
    Column("moved_to", Words),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_hash", Text),
    Column("language", Words),
    Column("first_visit", Instant),
    Column("last_success", Instant),
    Column("last_new", Instant),
    Column("last_try", Instant),
    Column("next_at", Instant),
    Column("error", Words),
    Column("errors", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("asked_until", Instant),
    Column("wishes", Words),  # JSON
    Column("rhythm", Integer),  # seconds
    Column("overran", Instant),
    Column("error_since", Instant),
    Column("warned", Words),  # the trouble that a person was told of last; no part of SourceState
    Column("entry_hashes", Text),  # of the entries of the last body; NULL when it could not be cut
    Column("found_on", Words),  # the page at its address that named `moved_to`
    PrimaryKeyConstraint("name"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Key, nullable=False),
    Column("source", Key, ForeignKey("sources.name"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("version_seen", Instant, nullable=False),  # when this version was first brought
    Column("guid", Words),
    Column("url", Words),
    Column("clean_url", Words),
    Column("title", Words),
    Column("summary_html", Words),
    Column("summary_text", Words, nullable=False),
    Column("content_html", Words),
    Column("content_text", Words, nullable=False),
    Column("authors", Words, nullable=False),  # JSON, as are tags, image, enclosures
    Column("published", Instant),
    Column("updated", Instant),
    Column("first_seen", Instant, nullable=False),
    Column("source_since", Instant, nullable=False),
    Column("language", Words),
    Column("tags", Words, nullable=False),
    Column("image", Words),
    Column("enclosures", Words, nullable=False),
    Column("original", Words),
    Column("repeat_of", Key, ForeignKey("entries.id")),
    PrimaryKeyConstraint("id"),
    Index("entries_in_order", "first_seen", "id"),
    Index("entries_of_source", "source", "first_seen", "id"),
)

#: What an entry is recognised by. The primary key is what keeps two processes from doubling an entry.
entry_keys = Table(
    "entry_keys",
    metadata,
    Column("source", Key, nullable=False),
    Column("kind", Key, nullable=False),  # guid, link, text, exact, piece, path: see identity.py
    Column("key", Key, nullable=False),  # a digest: guids and links may be longer than an index allows
    Column("entry", Key, ForeignKey("entries.id"), nullable=False),
    PrimaryKeyConstraint("source", "kind", "key"),
    Index("entry_keys_anywhere", "kind", "key"),
    sqlite_with_rowid=False,
)

#: Earlier versions: what an edition quoted can be proved after the source has changed it.
entry_versions = Table(
    "entry_versions",
    metadata,
    Column("entry", Key, ForeignKey("entries.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("title", Words),
    Column("summary_html", Words),
    Column("summary_text", Words, nullable=False),
    Column("content_html", Words),
    Column("content_text", Words, nullable=False),
    PrimaryKeyConstraint("entry", "version"),
)

#: What a person was told once and is not told again.
said = Table(
    "said",
    metadata,
    Column("key", Key, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("key"),
)

editions = Table(
    "editions",
    metadata,
    Column("review", Key, nullable=False),
    Column("day", Date, nullable=False),
    Column("revision", Integer, nullable=False),  # 0: the day was looked at and was quiet
    Column("number", Integer, nullable=False),
    Column("state", Key, nullable=False),
    Column("cutoff", Instant, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("files", Words, nullable=False),  # JSON
    Column("subject", Words, nullable=False),
    Column("published_at", Instant),
    Column("by", Words, nullable=False),
    Column("edition", Words),  # JSON of the Edition; NULL for a quiet day, and where a story of it was withdrawn
    Column("manifest", Words),  # manifest.json as it was written
    Column("versions", Words),  # JSON: of the program and its libraries
    Column("templates", Key),  # of `materials`
    Column("config", Key),  # of `materials`
    PrimaryKeyConstraint("review", "day", "revision"),
    Index("editions_by_state", "state"),
)

#: Corrections of published editions; `revision` was the first to say it, `undone` took it back.
corrections = Table(
    "corrections",
    metadata,
    Column("review", Key, nullable=False),
    Column("number", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("story", Key, nullable=False),
    Column("entry", Key, nullable=False),
    Column("text", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("audience", Key, nullable=False),
    Column("undone", Integer),
    PrimaryKeyConstraint("review", "number"),
)

#: Templates and configurations that editions were made with, each text once, by its own hash.
materials = Table(
    "materials",
    metadata,
    Column("hash", Key, nullable=False),
    Column("body", Words, nullable=False),
    PrimaryKeyConstraint("hash"),
)

#: The ledger, one row per edition's revision and entry; `valid` marks the day's newest revision.
decisions = Table(
    "decisions",
    metadata,
    Column("review", Key, nullable=False),
    Column("day", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("entry", Key, ForeignKey("entries.id"), nullable=False),
    Column("valid", Boolean, nullable=False),
    Column("outcome", Key, nullable=False),
    Column("story", Key),
    Column("section", Words),
    Column("reason", Words, nullable=False),
    Column("cause", Key),  # what kind of reason; NULL in rows that are older than kinds
    Column("rule", Words),  # the section whose limit it was
    PrimaryKeyConstraint("review", "day", "revision", "entry"),
    # Both answer their question from the index alone: what is the current outcome, what is held.
    Index("decisions_of_entry", "review", "entry", "valid", "day", "outcome"),
    Index("decisions_by_outcome", "review", "outcome", "valid", "entry", "day"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("review", Key, nullable=False),
    Column("day", Date, nullable=False),
    Column("opens", Instant, nullable=False),
    Column("cutoff", Instant, nullable=False),
    Column("base", Words, nullable=False),  # JSON of the Layout
    Column("arrivals", Words, nullable=False),  # JSON
    Column("approved", Integer),
    Column("approved_by", Words, nullable=False),
    Column("approved_at", Instant),
    PrimaryKeyConstraint("review", "day"),
)

#: Append-only. The primary key is the optimistic lock.
edits = Table(
    "edits",
    metadata,
    Column("review", Key, nullable=False),
    Column("day", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("edit", Words, nullable=False),  # JSON
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("review", "day", "revision"),
)

#: What editors chose for topics; which topics there are follows from the ledger.
topics = Table(
    "topics",
    metadata,
    Column("review", Key, nullable=False),
    Column("id", Key, nullable=False),
    Column("entries", Words, nullable=False),  # JSON; what the topic held when it was chosen
    Column("title", Words, nullable=False),
    Column("titled_by", Words, nullable=False),
    Column("closed", Date),
    Column("first", Date),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("review", "id"),
)

#: What editors said about entries for every later grouping. The edits of a draft make theirs together with themselves
#: (`revision` > 0), so an undo takes them back; revision 0 is what was said apart from a draft.
bonds = Table(
    "bonds",
    metadata,
    Column("review", Key, nullable=False),
    Column("day", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", Key, nullable=False),  # join, apart, lead, title
    Column("one", Key, nullable=False),
    Column("other", Key, nullable=False),
    Column("text", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("review", "day", "revision", "kind", "one", "other"),
)

#: What a language model made of an entry's text: 16-bit floats, as many as the model has dimensions.
vectors = Table(
    "vectors",
    metadata,
    Column("model", Key, nullable=False),
    Column("entry", Key, nullable=False),
    Column("version", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    PrimaryKeyConstraint("model", "entry"),
)

patrons = Table(
    "patrons",
    metadata,
    Column("id", Key, nullable=False),
    Column("email", Words, nullable=False),
    Column("address", Key, nullable=False),  # the address in lower case
    Column("name", Words, nullable=False),
    Column("joined", Instant, nullable=False),
    Column("left", Instant),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("address", name="patrons_address"),
)

patron_reviews = Table(
    "patron_reviews",
    metadata,
    Column("patron", Key, ForeignKey("patrons.id"), nullable=False),
    Column("review", Key, nullable=False),
    Column("position", Integer, nullable=False),
    Column("left", Instant),
    PrimaryKeyConstraint("patron", "review"),
)

#: The primary key is what keeps a patron from getting an edition twice.
deliveries = Table(
    "deliveries",
    metadata,
    Column("review", Key, nullable=False),
    Column("day", Date, nullable=False),
    Column("patron", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", Words),
    PrimaryKeyConstraint("review", "day", "patron"),
)
