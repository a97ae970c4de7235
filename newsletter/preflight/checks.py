"""The table of checks. Blocking ones on a story, blocking ones on the edition, then warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from newsletter.model.rendered import Finding
from newsletter.preflight.case import Case
from newsletter.preflight.story import (
    bad_links,
    labelled_leads,
    missing_credits,
    missing_links,
    not_verbatim,
    quotes_too_long,
    wrong_language,
)
from newsletter.preflight.warn import odd_subject, passed_days, placeholder_words, relative_days, teasers
from newsletter.preflight.whole import (
    broken_message,
    lost_placeholders,
    no_stories,
    no_subject,
    patron_words_in_public,
    too_large,
)

Check = Callable[[Case], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    # cost a story
    not_verbatim,
    quotes_too_long,
    missing_credits,
    missing_links,
    bad_links,
    labelled_leads,
    wrong_language,
    # cost the edition
    no_stories,
    no_subject,
    patron_words_in_public,
    lost_placeholders,
    broken_message,
    too_large,
    # are said
    odd_subject,
    teasers,
    placeholder_words,
    relative_days,
    passed_days,
)
