"""Stories -> sections, and out of them again: every story ends in exactly one place, with its reason."""

from newsletter.layout.easing import ease, shelve
from newsletter.layout.sections import QUOTES, SENTENCES, lay_out

__all__ = ["QUOTES", "SENTENCES", "ease", "lay_out", "shelve"]
