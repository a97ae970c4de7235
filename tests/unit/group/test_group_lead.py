"""Who leads a story."""

from __future__ import annotations

from typing import Any

import pytest

from newsletter.group import group
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source, Trust
from tests.support.make import entry, source

HEAD = "Talks end without result"


def leads(*entries: Entry, known: tuple[Source, ...]) -> str:
    (story,) = group(entries, told=(), sources={s.name: s for s in known}, language="en")
    assert story.title == HEAD
    return next(e.source for e in entries if e.id == story.lead)


def report(name: str, **more: Any) -> Entry:
    return entry(HEAD, source=name, url="https://wire.example/geneva", **more)


@pytest.mark.parametrize("trust", [Trust.LABELLED, Trust.SUPPORT_ONLY])
def test_who_is_not_fully_trusted_does_not_lead(trust: Trust) -> None:
    """Whatever its weight, and although it was first."""
    state = source("bulletin", trust=trust, weight=9.0)
    early = report("bulletin", at="2022-01-10T10:00Z")
    assert leads(early, report("wire"), known=(state, source("wire"))) == "wire"
    assert leads(early, known=(state,)) == "bulletin"


def test_a_source_that_was_taken_out_of_the_config_does_not_lead() -> None:
    """Nobody knows its terms."""
    assert leads(report("gone", at="2022-01-10T10:00Z"), report("wire"), known=(source("wire"),)) == "wire"


def test_the_editions_language_leads() -> None:
    """What cannot be printed supports."""
    known = (source("kontynent", weight=9.0), source("wire"))
    assert leads(report("kontynent", lang="uk"), report("wire"), known=known) == "wire"
    assert leads(report("kontynent", lang="uk"), report("wire", lang="en-GB"), known=known) == "wire"


def test_our_own_article_leads_only_if_nobody_else_can() -> None:
    """It is no voice; but it goes before what cannot be printed."""
    own = source("review", ours=True, weight=9.0)
    assert leads(report("review"), report("wire"), known=(own, source("wire"))) == "wire"
    foreign = report("kontynent", lang="uk")
    assert leads(report("review"), foreign, known=(own, source("kontynent"))) == "review"


def test_weight_then_completeness_then_the_first_report_decide() -> None:
    """In this order."""
    heavy, light = source("wire", weight=1.2), source("post")
    assert leads(report("post", text="Long.", at="2022-01-10T10:00Z"), report("wire"), known=(heavy, light)) == "wire"
    known = (source("wire"), source("post"))
    assert leads(report("post", text="Long."), report("wire", at="2022-01-10T10:00Z"), known=known) == "post"
    assert leads(report("post"), report("wire", at="2022-01-10T10:00Z"), known=known) == "wire"


def test_an_entry_without_a_headline_does_not_lead() -> None:
    """A story needs one."""
    untitled = entry(None, source="wire", text="Eight hours.", url="https://wire.example/geneva")
    assert leads(untitled, report("post"), known=(source("wire", weight=9.0), source("post"))) == "post"
