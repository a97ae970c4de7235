"""Laws of preflight, whatever an edition, its archive and its pages are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.model.base import EntryId, StoryId
from newsletter.model.editions import (
    Audience,
    Block,
    Credit,
    Extract,
    HeadingBlock,
    House,
    LinkItem,
    LinksBlock,
    NoticeBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    Section,
    StoryBlock,
)
from newsletter.model.feeds import Entry, Image
from newsletter.model.rendered import Rendered, Severity
from newsletter.model.rules import Style
from newsletter.model.stories import Difference, Stated, ToldEntry
from newsletter.preflight import TABLE, Beside, check
from tests.support import editions, make

SAID = (
    "He|But|today|TK|{{ x }}|EMBARGOED until|122,000 troops|will|10 January|31 April|Riabkov|Ryabkov|“|”|«|»|сьогодні"
)
SAID += "|\x00|\ud800|\u202e|<b>|&amp;|https://[::1|http://a.example/b|Він|KILL:|%%|1 200,5|١٢٣|²|Joe Biden said|国"
words = st.lists(st.sampled_from(SAID.split("|")) | st.text(max_size=6), max_size=6).map(" ".join)
ids = st.sampled_from(["entry-0", "entry-1", "x"]).map(EntryId)
urls = (
    st.none() | words | st.sampled_from(["https://example-wire.example/a", "http://[bad", "https://a.example:99999/"])
)
times = st.none() | st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2023, 1, 1)).map(
    lambda t: t.replace(tzinfo=dt.UTC)
)
credits = st.builds(Credit, entry=ids, name=words, publisher=words, url=urls, at=times, label=words)


@st.composite
def extracts(draw: st.DrawFn) -> Extract:
    field = draw(st.sampled_from(["title", "summary", "content"]))
    return editions.extract(draw(words), draw(ids), field, draw(st.integers(0, 9)))


spoken = extracts() | st.builds(House, text=words)
images = st.builds(Image, url=words, alt=st.none() | words)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(
        StoryBlock,
        story=ids.map(StoryId),
        headline=spoken,
        credit=credits,
        sentences=st.lists(spoken, max_size=2).map(tuple),
        also=st.lists(credits, max_size=1).map(tuple),
        image=st.none() | images,
    ),
    st.builds(QuoteBlock, quote=extracts(), speaker=words, role=words, credit=credits, story=ids.map(StoryId)),
    st.builds(ProseBlock, markdown=words),
    st.builds(HeadingBlock, text=words),
    st.builds(PictureBlock, image=images, credit=credits, caption=words),
    st.builds(
        LinksBlock,
        label=st.sampled_from(["ours", "ahead", ""]),
        items=st.lists(st.builds(LinkItem, title=spoken, credit=credits), max_size=2).map(tuple),
    ),
    st.builds(NoticeBlock, notice=st.sampled_from(["unread", "short", "more"]), detail=words),
)
sections = st.builds(
    Section,
    key=st.sampled_from(["a", "b"]),
    title=words,
    style=st.sampled_from(Style),
    blocks=st.lists(blocks, max_size=3).map(tuple),
    audience=st.sampled_from(Audience),
)
entries = st.builds(
    lambda id, title, summary, content, lang: make.entry(title, id=id, lang=lang, text=summary, content_text=content),
    ids,
    st.none() | words,
    words,
    words,
    st.sampled_from([None, "en", "uk", ""]),
)


@st.composite
def besides(draw: st.DrawFn) -> Beside:
    stated = st.builds(Stated, value=words, members=st.lists(ids, max_size=2).map(tuple), sentence=words)
    differences = st.builds(
        Difference, kind=st.sampled_from(["date", "number"]), what=words, values=st.lists(stated, max_size=2).map(tuple)
    )
    told = st.builds(ToldEntry, entry=entries, story=ids.map(StoryId), day=st.dates())
    return Beside(
        told=draw(st.lists(told, max_size=2)),
        differences=draw(st.lists(differences, max_size=2)),
        stories=draw(st.dictionaries(ids, ids.map(StoryId))),
        within={"a": draw(st.timedeltas(dt.timedelta(0), dt.timedelta(days=9)))},
    )


PAGE = (
    '<!DOCTYPE html><html lang="en" dir="ltr"><body><h1>Daily Review</h1><p>News <a href="https://a.example/">a</a></p>'
)
BLANK = Rendered(
    html=PAGE, text="Daily Review\nNews a\nhttps://a.example/\n", web=PAGE, message=b"Subject: x\r\n", data="{}"
)


def known(some: list[Entry]) -> dict[str, Any]:
    return {"entries": {e.id: e for e in some}, "sources": make.sources("wire")}


@given(st.lists(sections, max_size=3), words, words, st.lists(entries, max_size=2), besides(), words)
@settings(max_examples=80, deadline=None)
def test_any_edition_is_checked_and_none_is_a_crash(
    made: list[Section], subject: str, preheader: str, some: list[Entry], beside: Beside, page: str
) -> None:
    """Findings of the table only, each with a remedy, in one line that can be written."""
    edition, rendered = editions.edition(2), BLANK
    wild = replace(edition, sections=tuple(made), subject=subject, preheader=preheader)
    odd = replace(rendered, html=rendered.html + page, web=page, text=page)
    table = {line.code: {s for o in TABLE if o.code == line.code for s in o.severities} for line in TABLE}
    for finding in check(wild, odd, beside=beside, **known(some)):
        assert finding.severity in table[finding.code]
        assert finding.remedy and finding.message
        assert not set("\r\n\x00") & set(finding.message + finding.remedy + finding.place)
        (finding.message + finding.place).encode()


@given(st.lists(sections, max_size=2), st.lists(entries, max_size=2), besides())
@settings(max_examples=25, deadline=None)
def test_an_editors_reading_only_ever_softens(made: list[Section], some: list[Entry], beside: Beside) -> None:
    """The same codes, and none graver than before."""
    edition, rendered = editions.edition(2), BLANK
    unread = replace(edition, sections=tuple(made), read_by="")
    before = check(unread, rendered, beside=beside, **known(some))
    after = check(replace(unread, read_by="Olena"), rendered, beside=beside, **known(some))
    assert {f.code for f in before} == {f.code for f in after}
    blocking = {f.code for f in before if f.severity is Severity.BLOCKING}
    assert {f.code for f in after if f.severity is Severity.BLOCKING} <= blocking
