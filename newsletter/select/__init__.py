"""Which of the undecided entries an edition may use; what agencies say about entries. Pure."""

from __future__ import annotations

from newsletter.select.changes import Change, changes
from newsletter.select.choose import BEFORE_OUR_TIME, FIRST_VISIT, KILLED, LATE, PATIENCE, select, without_withdrawn
from newsletter.select.corrections import Correction, corrections, difference
from newsletter.select.notices import Kind, Notice, notice_of

__all__ = [
    "BEFORE_OUR_TIME",
    "FIRST_VISIT",
    "KILLED",
    "LATE",
    "PATIENCE",
    "Change",
    "Correction",
    "Kind",
    "Notice",
    "changes",
    "corrections",
    "difference",
    "notice_of",
    "select",
    "without_withdrawn",
]
