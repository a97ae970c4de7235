"""The outbox: editions and public pages as files, whole or absent, and the locks beside them."""

from newsletter.outbox.answers import LinkAnswers
from newsletter.outbox.editions import FolderOutbox, manifest_bytes
from newsletter.outbox.locks import lock
from newsletter.outbox.site import SiteFolder

__all__ = ["FolderOutbox", "LinkAnswers", "SiteFolder", "lock", "manifest_bytes"]
