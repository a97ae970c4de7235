"""Stories -> sections, and out of them again: every story ends in exactly one place, with its reason."""

from newsletter.layout.cut import SENTENCES
from newsletter.layout.easing import ease, shelve
from newsletter.layout.figures import plan, put_figures, unshown
from newsletter.layout.must import must_read, unread
from newsletter.layout.sections import lay_out
from newsletter.layout.statements import QUOTES

__all__ = ["QUOTES", "SENTENCES", "ease", "lay_out", "must_read", "plan", "put_figures", "shelve", "unread", "unshown"]
