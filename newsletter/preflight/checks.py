"""The table of checks: one line for each code. A new check is one function and one line here.

`docs/preflight.md` says the same in words, with what to do; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsletter.model.rendered import Finding, Severity
from newsletter.preflight import again, clients, links, names, numbers, page, speech, story, teasers, tolls, warn, whole
from newsletter.preflight.case import Case

Check = Callable[[Case], Iterator[Finding]]

BLOCKING, WARNING, NOTE = (Severity.BLOCKING,), (Severity.WARNING,), (Severity.NOTE,)
#: Blocking in an edition that no editor has read, a warning in one that somebody has.
UNREAD = (Severity.BLOCKING, Severity.WARNING)


class Line(NamedTuple):
    """One code."""

    code: str  #: a stable word
    run: Check  #: the function that finds it; one may find several
    severities: tuple[Severity, ...]


#: Those that cost a story, those that cost the edition, then those that are said.
TABLE: tuple[Line, ...] = (
    # cost a story
    Line("not-verbatim", story.not_verbatim, BLOCKING),
    Line("source-changed", story.not_verbatim, WARNING),
    Line("quote-too-long", story.quotes_too_long, BLOCKING),
    Line("no-credit", story.missing_credits, BLOCKING),
    Line("no-label", story.missing_credits, BLOCKING),
    Line("no-link", story.missing_links, BLOCKING),
    Line("bad-link", story.bad_links, BLOCKING),
    Line("untrusted-lead", story.labelled_leads, BLOCKING),
    Line("wrong-language", story.wrong_language, BLOCKING),
    Line("agency-notice", speech.agency_notices, BLOCKING),
    Line("told-again", again.told_again, UNREAD),
    Line("told-twice", again.told_twice, UNREAD),
    Line("outside-window", again.outside_window, UNREAD),
    Line("leans", speech.leaning, UNREAD),
    Line("disputed-headline", numbers.disputed_headline, UNREAD),
    Line("disputed-number", numbers.disputed_house, UNREAD),
    Line("placeholder-words", warn.placeholder_words, UNREAD),
    # cost the subject or the preheader
    Line("disputed-teaser", numbers.disputed_teaser, UNREAD),
    Line("sensitive-teaser", teasers.sensitive_words, UNREAD),
    Line("placeholder-teaser", warn.placeholder_teasers, UNREAD),
    # cost the edition
    Line("no-stories", whole.no_stories, BLOCKING),
    Line("no-subject", whole.no_subject, BLOCKING),
    Line("leak", whole.patron_words_in_public, BLOCKING),
    Line("leak", whole.lost_placeholders, BLOCKING),
    Line("no-leave-link", whole.lost_placeholders, BLOCKING),
    Line("split-placeholder", whole.lost_placeholders, BLOCKING),
    Line("not-7bit", whole.broken_message, BLOCKING),
    Line("line-ends", whole.broken_message, BLOCKING),
    Line("long-lines", whole.broken_message, BLOCKING),
    Line("too-large", whole.too_large, BLOCKING),
    # are said
    Line("long-subject", teasers.odd_subject, WARNING),
    Line("no-preheader", teasers.odd_preheader, WARNING),
    Line("long-preheader", teasers.odd_preheader, WARNING),
    Line("preheader-repeats", teasers.odd_preheader, WARNING),
    Line("same-headline", again.same_headline, WARNING),
    Line("number-without-source", numbers.unsourced_numbers, WARNING),
    Line("stale-toll", tolls.stale_tolls, WARNING),
    Line("two-wordings", speech.two_wordings, WARNING),
    Line("long-headline", warn.long_headlines, WARNING),
    Line("relative-day", warn.relative_days, WARNING),
    Line("passed-day", warn.passed_days, WARNING),
    Line("foreign-link", links.foreign_links, WARNING),
    Line("insecure-link", links.insecure_links, WARNING),
    Line("no-alt", page.pictures_without_words, WARNING),
    Line("no-size", page.pictures_without_size, WARNING),
    Line("no-lang", page.page_language, WARNING),
    Line("wrong-dir", page.page_language, WARNING),
    Line("heading-order", page.heading_order, WARNING),
    Line("table-role", page.layout_tables, WARNING),
    Line("link-words", page.link_words, WARNING),
    Line("parts-differ", page.parts_differ, WARNING),
    Line("long-mail", page.long_mail, WARNING),
    Line("client-support", clients.client_support, WARNING),
    Line("low-support", clients.client_support, WARNING),
    Line("heavy-message", page.long_mail, WARNING),
    Line("shortened", page.shortened, NOTE),
    Line("two-spellings", names.two_spellings, NOTE),
    Line("no-role", names.roleless, NOTE),
)

CHECKS: tuple[Check, ...] = tuple(dict.fromkeys(line.run for line in TABLE))
