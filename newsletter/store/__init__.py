"""What we remember: archive, ledger, drafts, editions, patrons, deliveries; on SQLite or PostgreSQL."""

from __future__ import annotations

from newsletter.store.store import BUSY_WAIT, Store, open_store

__all__ = ["BUSY_WAIT", "Store", "open_store"]
