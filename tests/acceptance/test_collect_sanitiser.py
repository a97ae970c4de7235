"""Whatever stands in a feed can do nothing but be read: in the archive, in the mail, on the web page."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from newsletter.app import bundled_templates
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.editions import Credit, Extract, Span, StoryBlock
from newsletter.model.feeds import Fetched, ParsedEntry
from newsletter.model.rules import Style
from newsletter.model.sample import sample
from newsletter.parse import parse
from newsletter.render import Renderer
from tests.support.html import Tags
from tests.support.make import at, review
from tests.support.newsroom import piece

#: What takes a reader's input, loads, or runs; and what could overlay or leave the place where it stands.
_ACTIVE = {
    *("script", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button", "textarea"),
    *(
        "select",
        "svg",
        "math",
        "video",
        "audio",
        "source",
        "base",
        "noscript",
        "template",
        "xml",
        "plaintext",
        "portal",
    ),
}
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "background", "cite", "data", "xlink:href", "longdesc")
NASTY = (
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">press</a>',
    '<a href=" java\tscript:alert(1)">press</a>',
    '<svg><a xlink:href="javascript:alert(1)"><text>press</text></a></svg>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><input name="password"></form>',
    '<p style="position:fixed;background:url(javascript:alert(1))">over</p>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<object data="data:text/html;base64,PHNjcmlwdD4="></object><embed src="x"><base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example"><link rel="stylesheet" href="//evil.example/x">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
)


def faults(page: str, *, ours: bool) -> list[str]:
    """What in a piece of HTML could do something. `ours`: a whole page, whose styles and head are our own."""
    found = []
    for tag, attributes in Tags(page).tags:
        if tag in _ACTIVE or (not ours and tag in ("style", "link", "meta")):
            found.append(f"<{tag}>")
        for name, value in attributes.items():
            if name.startswith("on") or name == "srcdoc" or (name == "style" and not ours):
                found.append(f"{tag} {name}")
            scheme = urlsplit(re.sub(r"[\x00-\x20]", "", value or "")).scheme.lower()
            if name in _ADDRESSES and scheme not in ("", "http", "https", "mailto", "cid"):
                found.append(f"{tag} {name}={scheme}:")
    return found


def read(payload: str) -> ParsedEntry:
    """An entry whose headline and text hold `payload`, as its feed would bring it."""
    made = piece(f"Ferry {payload} sails", text=f"The council bought a ferry. {payload} It sails on Friday.")
    body = f'<rss version="2.0"><channel><title>Wire</title>{made.rss()}</channel></rss>'.encode()
    (entry,) = parse(Fetched(source=SourceName("wire"), body=body, url="https://wire.example/feed")).entries
    return entry


def assert_inert_in_an_edition(entries: list[ParsedEntry]) -> None:
    """Forty entries to an edition: headline and text of each in a story, its headline in the list of links, too."""
    render = Renderer((bundled_templates(),))
    made = sample(review(), at("2022-01-11T04:30Z"))
    credit = next(b for s in made.sections for b in s.blocks if isinstance(b, StoryBlock)).credit
    for start in range(0, len(entries), 40):
        blocks = tuple(_story(n, entry, credit) for n, entry in enumerate(entries[start : start + 40]))
        section = replace(made.sections[0], style=Style.CARDS, blocks=blocks)
        links = replace(made.sections[0], key="links", style=Style.LINKS, blocks=blocks)
        rendered = render(replace(made, sections=(section, links)))
        for page in (rendered.html, rendered.web):
            assert page.count("Ferry") >= len(blocks)
            assert not faults(page, ours=True)
            assert not re.search(
                r"expression\s*\(|-moz-binding|behavior\s*:|url\(\s*['\"]?\s*javascript", _styles(page), re.I
            )


def _styles(page: str) -> str:
    """What a browser reads as styles."""
    return " ".join([*re.findall(r"(?is)<style.*?</style>", page), *(a.get("style") or "" for _, a in Tags(page).tags)])


def _story(number: int, entry: ParsedEntry, credit: Credit) -> StoryBlock:
    name, title, text = EntryId(f"e{number}"), entry.title or "", entry.summary_text
    return StoryBlock(
        story=StoryId(name),
        headline=Extract(text=title, span=Span(entry=name, version=1, field="title", start=0, end=len(title))),
        sentences=(Extract(text=text, span=Span(entry=name, version=1, field="summary", start=0, end=len(text))),),
        credit=replace(credit, entry=name, url=entry.url),
    )


def test_hostile_html_is_inert_in_a_rendered_edition() -> None:
    """In headlines and in texts, once and twice escaped."""
    assert all(faults(nasty, ours=False) for nasty in NASTY)  # who looks sees them
    entries = [read(text) for nasty in NASTY for text in (nasty, html.escape(nasty))]
    assert not [e for e in entries if faults(e.summary_html or "", ours=False)]
    assert_inert_in_an_edition(entries)


def test_the_sanitiser_cases_of_feedparser_are_inert_in_a_rendered_edition(shared: Path) -> None:
    """What each of them holds, in a headline and in a text; and each read as the feed that it is."""
    cases = sorted((shared / "feeds" / "feedparser" / "wellformed" / "sanitize").glob("*.xml"))
    assert len(cases) >= 700
    held = [payload(case.read_text(encoding="utf-8", errors="replace")) for case in cases]
    entries = [read(one) for one in held if one]
    assert len(entries) >= 550
    for case in cases:
        feed = parse(Fetched(source=SourceName("case"), body=case.read_bytes(), url="https://case.example/"))
        entries += [replace(e, title=f"Ferry {e.title}") for e in feed.entries]
    for entry in entries:
        assert not faults(f"{entry.summary_html or ''}{entry.content_html or ''}", ours=False), entry
    assert_inert_in_an_edition(entries)


def payload(text: str) -> str:
    """The markup that a case is about: the longest of its texts."""
    found = re.findall(r"<(description|content:encoded|summary|content|title|body)\b[^>]*>(.*?)</\1>", text, re.DOTALL)
    inner = max((words for _, words in found), key=len, default="")
    inner = inner.replace("<![CDATA[", "").replace("]]>", "")
    return html.unescape(inner) if "&lt;" in inner else inner
