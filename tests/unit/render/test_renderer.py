"""From an edition to its files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newsletter.model.base import StoryId
from newsletter.model.editions import (
    Audience,
    FiguresBlock,
    House,
    Insert,
    NoticeBlock,
    PictureBlock,
    ProseBlock,
)
from newsletter.model.feeds import Image
from newsletter.model.rendered import PLACEHOLDER, Rendered
from newsletter.model.rules import THEMES, Style
from newsletter.render import Renderer
from tests.support import editions
from tests.support.html import Tags


def _flat(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


@pytest.fixture(scope="module")
def whole(render: Renderer) -> Rendered:
    return render(editions.edition(10))


def test_every_headline_sentence_and_link_is_in_mail_and_text(whole: Rendered) -> None:
    """Whatever its style, a story is told in all outlets."""
    hrefs = Tags(whole.html).of("a", "href")
    text, html = _flat(whole.text), _flat(whole.html.replace("&#39;", "'"))
    for number in range(10):
        story = editions.story(number)
        assert story.headline.printed in html and story.headline.printed in text
        assert all(s.printed in html and s.printed in text for s in story.sentences)
        assert story.credit.url in hrefs and str(story.credit.url) in whole.text


def test_all_eight_kinds_of_blocks_are_printed(whole: Rendered) -> None:
    """Stories are tested above; the other seven leave their words."""
    words = editions.HOUSE["en"]
    for shown in (words["said"], words["speaker"], words["heading"], words["caption"], words["ours"], "attacks"):
        assert shown in whole.text and shown.replace("'", "&#39;") in whole.html.replace("'", "&#39;")
    assert "Good morning" in whole.html and "no editor has read it yet" in whole.html
    assert "Also reported by" in whole.html and "(in Ukrainian)" in whole.html
    assert "Russian state agency" in whole.html


@pytest.mark.parametrize("style", list(Style))
def test_each_style_prints_a_story_whole(render: Renderer, style: Style) -> None:
    """Headline, sentence, credit and time, in mail, text and page."""
    rendered = render(editions.bare(editions.section("s", editions.story(1), title="S", style=style)))
    for part in (rendered.html, rendered.text, rendered.web):
        flat = _flat(part)
        for words in ("Joint Forces count two attacks near Popasna", "opened fire twice", "Capital Post", "22:40"):
            assert words in flat


def test_headings_are_in_order(whole: Rendered) -> None:
    """One h1, and no level is skipped, for those who hear the page."""
    for page in (whole.html, whole.web):
        levels = [int(tag[1]) for tag, _ in Tags(page).tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


def test_the_mail_keeps_to_what_clients_can_do(whole: Rendered) -> None:
    """Tables with a role, px and hexadecimal colours; nothing that Outlook or Gmail drop."""
    page = Tags(whole.html)
    layout = [a for t, a in page.tags if t == "table" and a.get("class") != "figures"]
    assert layout and all(a.get("role") == "presentation" for a in layout)
    styles = " ".join(a.get("style") or "" for _, a in page.tags)
    for bad in ("flex", "grid", "rem", "var(", "rgb", "url(", "@import"):
        assert bad not in styles
    assert not {t for t, _ in page.tags} & {"script", "form", "iframe", "link", "object"}
    assert 'lang="en" dir="ltr"' in whole.html.split("<body")[1]
    for needed in (
        'name="color-scheme"',
        'name="supported-color-schemes"',
        "prefers-color-scheme: dark",
        "[data-ogsc]",
    ):
        assert needed in whole.html
    assert "data-premailer" not in whole.html


def test_the_mail_can_be_read_without_its_style_blocks(whole: Rendered) -> None:
    """Every rule of the first block stands in attributes, too."""
    bare = re.sub(r"<style.*?</style>", "", whole.html, flags=re.S)
    assert all("font-size" in (a.get("style") or "") for t, a in Tags(bare).tags if t in ("h1", "h2", "h3"))
    assert all("color:" in (a.get("style") or "") for t, a in Tags(bare).tags if t == "a")


def test_ten_stories_are_at_most_40_kilobytes(whole: Rendered) -> None:
    """Far below where Gmail cuts a message off."""
    assert len(whole.html.encode()) <= 40 * 1024


def test_the_preheader_is_hidden_and_long_enough(render: Renderer) -> None:
    """It is the first text of the body; a missing or short one is filled with date and number."""
    for words in ("", "Short", "Long words " * 30):
        html = render(editions.edition(1, preheader=words)).html
        start = html.index('class="preheader"')
        shown = re.split(r"[\u200c<]", html[html.index(">", start) + 1 :])[0]
        assert 40 <= len(shown) <= 130
        assert "display:none" in html[start : start + 400].replace(": ", ":")


def test_the_public_page_has_no_patrons_words(whole: Rendered) -> None:
    """Thanks, the way out and anything for patrons stay in the mail; the call stands on the page only."""
    assert "Thank you for being a patron" in whole.html and "Thank you for being a patron" not in whole.web
    assert "Our patrons find this review" in whole.web and "Our patrons find this review" not in whole.html
    assert PLACEHOLDER not in whole.web and "nsubscribe" not in whole.web


def test_subject_and_preheader_of_a_patrons_story_do_not_reach_the_page(render: Renderer) -> None:
    """Meta tags leak as easily as text."""
    secret = editions.section("deep", editions.story(0), title="For patrons", audience=Audience.PATRONS)
    headline = editions.story(0).headline.printed
    open_section = editions.section("open", editions.story(1), title="Open")
    rendered = render(editions.bare(secret, open_section, subject=headline, preheader=f"{headline[:30]} · More"))
    assert headline in rendered.html
    assert headline not in rendered.web and headline[:30] not in rendered.web and "For patrons" not in rendered.web


def test_an_editors_subject_is_public_only_where_all_of_its_words_are(render: Renderer) -> None:
    """A short lead about a patrons' story is no headline that could be looked for."""
    secret = editions.section("deep", editions.story(0), title="For patrons", audience=Audience.PATRONS)
    open_section = editions.section("open", editions.story(1), title="Open")
    told, kept = "Joint Forces count two attacks", "Geneva ends in nothing"
    for subject, public in ((told, True), (f"{told}; {kept}", False)):
        rendered = render(editions.bare(secret, open_section, subject=subject, preheader=""))
        assert subject in rendered.html
        assert (subject in rendered.web.split("<body>")[0]) is public and kept not in rendered.web


def test_the_public_page_is_described_and_loads_nothing(whole: Rendered) -> None:
    """og tags, canonical address; no script, no request to anybody else."""
    page = Tags(whole.web)
    metas = {a.get("property") or a.get("name"): a.get("content") for t, a in page.tags if t == "meta"}
    assert metas["og:title"] == editions.NEWS["en"][0][0]
    assert metas["og:url"] == "https://review.example.org/2022-01-11/"
    assert metas["description"] and metas["og:type"] == "article"
    assert page.of("link", "href")[0] == "https://review.example.org/2022-01-11/"
    assert not {t for t, _ in page.tags} & {"script", "iframe", "object"}
    assert all(src.startswith(editions.SITE) for src in page.of("img", "src"))


@pytest.mark.parametrize(
    "image",
    [
        Image(url="https://elsewhere.example/a.jpg", width=100, height=100),
        Image(url="http://review.example.org/a.jpg", width=100, height=100),
        Image(url=f"{editions.SITE}/a.jpg"),
        Image(url=f"{editions.SITE}/pixel.gif", width=1, height=1),
        Image(url="javascript:alert(1)", width=100, height=100),
    ],
)
def test_a_picture_that_may_not_be_loaded_leaves_its_caption_and_no_hole(render: Renderer, image: Image) -> None:
    """No reader is shown to a third party's server."""
    block = PictureBlock(image=image, credit=editions.credit("p"), caption="A caption")
    rendered = render(editions.bare(editions.section("s", block, title="S")))
    assert "<img" not in rendered.html and "<img" not in rendered.web
    assert "A caption" in rendered.html and "A caption" in rendered.text


def test_under_a_picture_that_stands_alone_is_one_line(render: Renderer) -> None:
    """What it shows, who brought it, who took it."""
    image = Image(url=f"{editions.SITE}/a.jpg", width=800, height=400, alt="A table", credit="Photo: Agency")
    block = PictureBlock(image=image, credit=editions.credit("p", "Capital Post"), caption="A caption")
    for theme in THEMES:
        rendered = render(editions.bare(editions.section("s", block, title="S"), theme=theme))
        for page in (rendered.html, rendered.web):
            below = " ".join(re.sub("<[^>]*>", "", page[page.index("<img") :].split("</p>")[0]).split())
            assert below == "A caption — Capital Post · Picture: Agency"


def test_what_is_said_of_one_of_several_stands_in_brackets(render: Renderer) -> None:
    """A label between commas would be taken for the next in the list, or for a label of it."""
    others = (
        editions.credit("a", "Bulletin", label="Russian state agency", language="ru"),
        editions.credit("b", "Kyiv Desk"),
    )
    rendered = render(editions.bare(editions.section("s", editions.story(0, also=others), title="S")))
    said = "Also reported by Bulletin (Russian state agency, in Russian), Kyiv Desk"
    for page in (rendered.html, rendered.web):
        assert said in _flat(re.sub("<[^>]*>", "", page))
    assert said in _flat(re.sub("<[^>]*>", "", rendered.text)).replace("by:", "by").replace(" ,", ",")


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_newsrooms_own_links_fit_a_line_of_the_text_part(render: Renderer, language: str) -> None:
    """76 columns; only a source's address may be longer than a line."""
    lines = render(editions.edition(5, language)).text.split("\n")
    own = [line for line in lines if "mailto:" in line or editions.SITE in line]
    assert len(own) > 5 and max(map(len, lines)) <= 76


def test_what_is_paid_for_does_not_look_like_the_newsrooms_own_call(render: Renderer) -> None:
    """A sponsor's words stand between lines, the call for support on a ground of its own, in every theme."""
    sponsor = editions.section("sponsor", ProseBlock(markdown="**A digest.**", slot="sponsor"), place="closing")
    for theme in THEMES:
        rendered = render(editions.bare(editions.standing("support"), sponsor, theme=theme))
        assert re.search(r'class="box".*?Open to everybody', rendered.html, re.S)
        assert re.search(r'class="paid"[^>]*>(?:(?!class="box").)*Partner of this review', rendered.html, re.S)
        assert 'class="paid"' in rendered.web


def test_a_wide_picture_is_scaled_with_its_height(whole: Rendered) -> None:
    """Outlook shows a picture at the size in its attributes."""
    image = next(a for t, a in Tags(whole.html).tags if t == "img")
    assert (image["width"], image["height"], bool(image["alt"])) == ("536", "268", True)


def test_inserts_are_printed_in_brackets(render: Renderer) -> None:
    """today [10 January]"""
    sentence = editions.extract("They meet today.", "entry-0", inserts=(Insert(at=15, text="10 January"),))
    rendered = render(editions.bare(editions.section("s", editions.story(0, sentences=(sentence,)), title="S")))
    assert "They meet today [10 January]." in rendered.html
    assert "They meet today [10 January]." in _flat(rendered.text)


def test_a_report_that_did_not_come_is_said(render: Renderer) -> None:
    """Silence would look like a quiet night."""
    block = FiguresBlock(figures=(), credit=editions.credit("f", "Joint Forces Report"))
    rendered = render(editions.bare(editions.section("s", block, title="S")))
    assert "No report by Joint Forces Report had come" in rendered.html and "No report by" in rendered.text


def test_the_editors_own_headline_is_printed(render: Renderer) -> None:
    """House words are words like others."""
    rendered = render(editions.bare(editions.section("s", editions.story(0, headline=House(text="Ours")), title="S")))
    assert ">Ours</a>" in rendered.html and "Ours. The first round" in rendered.text


def test_a_headline_that_is_an_address_is_not_linked(render: Renderer) -> None:
    """Its credit is, so that the required link stands."""
    story = editions.story(0, headline=House(text="bank.example.com"))
    html = render(editions.bare(editions.section("s", story, title="S"))).html
    assert ">bank.example.com</a>" not in html
    assert "https://example-wire.example/entry-0" in Tags(html).of("a", "href")


def test_an_edition_read_by_an_editor_still_says_where_to_write(render: Renderer) -> None:
    """Without the notice the question moves to the foot."""
    rendered = render(editions.bare(editions.section("s", editions.story(0), title="S"), read_by="Editor"))
    assert "See something wrong?" in rendered.html and "See something wrong?" in rendered.text
    assert "See something wrong?" in rendered.web


@pytest.mark.parametrize("notice", ["unread", "short", "no-report", "test"])
def test_every_notice_has_words(render: Renderer, notice: Any) -> None:
    """In both languages."""
    for language in ("en", "uk"):
        section = editions.section("n", NoticeBlock(notice=notice, detail="Wire"), editions.story(0))
        assert 'class="notice"' in render(editions.bare(section, language=language)).html


def test_a_supporter_whose_link_is_the_leads_is_named_without_it(render: Renderer) -> None:
    """A feed that points to the report itself would lead readers to the same page twice."""
    others = tuple(
        editions.credit(f"also-{n}", f"Outlet {n}", url=url)
        for n, url in enumerate(["http://www.example-wire.example/entry-0/", "https://other.example/a"])
    )
    rendered = render(editions.bare(editions.section("s", editions.story(0, also=others), title="S")))
    hrefs = Tags(rendered.html).of("a", "href")
    assert "Outlet 0" in rendered.html and "Outlet 0" in rendered.text
    assert not [h for h in hrefs if "www.example-wire" in h] and "https://other.example/a" in hrefs


def test_quotations_belong_to_the_story_before_them(render: Renderer) -> None:
    """They stand between its credit and who else reports it."""
    others = (editions.credit("also", "Kontynent"),)
    said = editions.HOUSE["en"]["said"]
    quote = next(b for s in editions.edition(10).sections for b in s.blocks if b.kind == "quote")
    story = editions.story(0, also=others)
    section = editions.section("s", story, replace(quote, story=StoryId(story.story)), title="S", style=Style.CARDS)
    text = render(editions.bare(section)).text
    assert text.index("Example Wire") < text.index(said[:20]) < text.index("Also reported by")


# --- edition.json ---------------------------------------------------------------------------------


def _extracts(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        if data.get("voice") == "extract" and "entry" in data:
            yield data
        for value in data.values():
            yield from _extracts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _extracts(value)


def test_edition_json_proves_every_extract(whole: Rendered) -> None:
    """Entry, version, field and span stand beside the text."""
    data = json.loads(whole.data)
    assert list(data)[:4] == ["day", "review", "number", "revision"]
    assert data["cutoff"] == "2022-01-11T04:30:00Z"
    found = list(_extracts(data))
    assert len(found) >= 20
    for one in found:
        assert list(one)[:7] == ["voice", "entry", "version", "field", "start", "end", "text"]
        assert one["end"] - one["start"] == len(one["text"])
    assert {b["kind"] for s in data["sections"] for b in s["blocks"]} == {
        "story", "prose", "quote", "heading", "picture", "figures", "links", "notice",
    }  # fmt: skip
    assert whole.data.endswith("}\n") and whole.data.startswith('{\n "day"')


# --- the same edition, the same bytes --------------------------------------------------------------

_HASH = """
import hashlib, sys
from pathlib import Path
from newsletter.render import Renderer
from tests.support import editions
from tests.support.html import Tags
files = Renderer([Path(sys.argv[1])])(editions.edition(10, "uk")).files()
print([hashlib.sha256(b).hexdigest() for b in files.values()])
"""


def test_two_processes_make_the_same_bytes(templates: Path) -> None:
    """Whatever the seed of Python's hashes; no clock, no chance."""
    outs = [
        subprocess.run(
            [sys.executable, "-c", _HASH, str(templates)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=templates.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outs[0] == outs[1] and len(outs[0]) > 300


def test_a_new_revision_is_another_message(render: Renderer) -> None:
    """Else mail programs would take the correction for what they have."""
    first, second = (render(editions.edition(1, revision=n)).message for n in (1, 2))
    assert re.findall(rb"Message-ID: .*", first) != re.findall(rb"Message-ID: .*", second)
