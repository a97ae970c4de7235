"""Run by Alembic: migrates over the connection that newsletter.store.migrate hands it, in that one's transaction."""

from __future__ import annotations

from alembic import context

from newsletter.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
