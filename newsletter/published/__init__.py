"""What can still be done with a published edition: correct it, and make it again."""

from newsletter.published.again import Rebuilt, rebuild
from newsletter.published.correct import Corrected, correct, may_notify, notify, undo

__all__ = ["Corrected", "Rebuilt", "correct", "may_notify", "notify", "rebuild", "undo"]
