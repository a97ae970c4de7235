"""What only patrons may see is found in public bytes, wherever it hides; what everybody may see is not."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from newsletter.model.editions import Audience, Edition, Insert, PictureBlock
from newsletter.model.feeds import Image
from newsletter.preflight.public import Printed, leak, secrets_of
from newsletter.render.data import data
from tests.support import editions

HEADLINE = editions.NEWS["en"][4][0]
SENTENCE = editions.NEWS["en"][4][1]
LINK = "https://kyiv-desk.example/entry-4"
UPPER = "https://KYIV-desk.example/entry-4"
PICTURE = f"{editions.SITE}/2022-01-11/images/parade.jpg"
PAGE = "<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"


def edition(**more: Any) -> Edition:
    """One story for everybody, one with a picture for patrons, whose headline is in the mail's preheader, too."""
    image = Image(url=PICTURE, width=600, height=300, alt="The general at a parade in Moscow")
    picture = PictureBlock(image=image, credit=editions.credit("p", "Capital Post"), caption="A parade in May 2021")
    hidden = (editions.story(4), picture)
    return editions.bare(
        editions.standing("thanks"),
        editions.section("open", editions.story(0), title="News"),
        editions.section("deep", *hidden, title="For patrons alone", audience=Audience.PATRONS),
        preheader=f"{HEADLINE[:40]}…",
        **more,
    )


SECRETS = secrets_of(json.loads(data(edition())))


def page(body: str = "", head: str = "", title: str = "Daily Review") -> bytes:
    return PAGE.format(body=body, head=head, title=title).encode()


def split(words: str) -> str:
    """Every other word in tags of its own."""
    return " ".join(f"<b>{w}</b>" if n % 2 else w for n, w in enumerate(words.split()))


SLUG = "-".join(re.findall(r"\w+", HEADLINE.lower()))


def css(words: str) -> str:
    """As a program that makes style sheets small may write them."""
    return "".join(f"\\{ord(c):x} " for c in words)


def base64(words: str) -> str:
    return b64encode(f"<svg><text>{words}</text></svg>".encode()).decode()


LEAKS = {
    "words in the text": page(f"<p>{SENTENCE}</p>"),
    "words among others, in capitals": page(f"<p>Read this: {SENTENCE.upper()} And more.</p>"),
    "words with tags between them": page(f"<p>{split(HEADLINE)}</p>"),
    "words with what nobody sees between them": page("<p>" + HEADLINE.replace("e", "e\u200b") + "</p>"),
    "a link": page(f'<a href="{LINK}">more</a>'),
    "a link spelled another way": page(f'<a href="{UPPER}/">more</a>'),
    "a link behind a redirect": page(f'<a href="https://go.example/?to={quote(LINK, safe="")}">more</a>'),
    "a picture": page(f'<img src="{PICTURE}" alt="">'),
    "a picture from where it stands": page('<img src="images/parade.jpg" alt="">'),
    "the text of a picture": page('<img src="x" alt="The general at a parade in Moscow">'),
    "a caption": page("<figcaption>A parade in May 2021</figcaption>"),
    "the preheader in a meta tag": page(head=f'<meta name="description" content="{HEADLINE[:40]}…">'),
    "the headline as the page's title": page(title=HEADLINE),
    "the title of a section": page("<h2>For patrons alone</h2>"),
    "schema.org": page(head=f'<script type="application/ld+json">{json.dumps({"headline": HEADLINE})}</script>'),
    "a comment": page(f"<!-- {HEADLINE} -->"),
    "a style": page(head=f'<style>main::after {{ content: "{HEADLINE}" }}</style>'),
    "an Atom feed": f"<?xml version='1.0'?><feed><content>{escape(split(HEADLINE))}</content></feed>".encode(),
    "a JSON Feed": json.dumps({"items": [{"content_html": f"<p>{split(HEADLINE)}</p>"}]}).encode(),
    "a sitemap": f"<?xml version='1.0'?><urlset><url><loc>{LINK}</loc></url></urlset>".encode(),
    "Open Graph": page(head=f'<meta property="og:description" content="{HEADLINE[:40]}…">'),
    "an advice that appears over a link": page(f'<a href="/" title="{HEADLINE}">more</a>'),
    "a name for screen readers": page(f'<a href="/" aria-label="{HEADLINE}">more</a>'),
    "an anchor": page(f'<h2 id="{SLUG}">More</h2>'),
    "a way to an anchor": page(f'<a href="#{SLUG.replace("-", "_")}">more</a>'),
    "a picture called by its story": page(f'<img src="images/{SLUG}.jpg" alt="">'),
    "a page called by its story": f"<urlset><url><loc>https://review.example.org/{SLUG}/</loc></url></urlset>".encode(),
    "a link for sharing": page(f'<a href="https://share.example/?text={quote_plus(HEADLINE)}">share</a>'),
    "a letter to the editors": page(f'<a href="mailto:e@example.org?subject={quote(HEADLINE)}">wrong?</a>'),
    "words with line breaks in the middle": page("<p>" + HEADLINE.replace(" ", "<br>") + "</p>"),
    "words that may break": page("<p>" + HEADLINE.replace("ss", "s<wbr>s").replace("er", "e&shy;r") + "</p>"),
    "words with other punctuation": page(f"<p>{SENTENCE.replace(',', ' –').replace('-', ' ')}</p>"),
    "words with accents": page("<p>" + HEADLINE.replace("e", "é") + "</p>"),
    "paper only": page(head=f'<style>@media print {{ p::after {{ content: "{HEADLINE}" }} }}</style>'),
    "a style in escapes": page(head=f'<style>p::after {{ content: "{css(HEADLINE)}" }}</style>'),
    "a script": page(head=f"<script>var later = '{HEADLINE.replace(' ', chr(92) + 'u0020')}'</script>"),
    "what browsers keep for scripts": page(f'<template><p data-next="{HEADLINE}">x</p></template>'),
    "a drawing within the page": page(f'<img src="data:image/svg+xml;base64,{base64(HEADLINE)}" alt="">'),
    "the summary of a feed": json.dumps({"items": [{"summary": f"Line one\n{HEADLINE}"}]}).encode(),
    "the thanks": page("<p>You carry this review for the many who read it freely.</p>"),
}  # fmt: skip


@pytest.mark.parametrize("body", LEAKS.values(), ids=LEAKS.keys())
def test_a_planted_leak_is_found(body: bytes) -> None:
    """Each of them alone."""
    assert leak(SECRETS, Printed(body))


FINE = {
    "nothing": b"",
    "what everybody is told": page(f"<p>{editions.NEWS['en'][0][0]} {editions.NEWS['en'][0][1]}</p>"),
    "a link of everybody": page('<a href="https://example-wire.example/entry-0">more</a>'),
    "the same host": page('<a href="https://kyiv-desk.example/">Kyiv Desk</a>'),
    "an anchor of everybody's": page('<h2 id="us-and-russia-end-geneva-talks-without-a-breakthrough">x</h2>'),
    "a longer address": page(f'<a href="{LINK}0">more</a>'),
    "some of the words": page("<p>The general who led the mission</p>"),
}


@pytest.mark.parametrize("body", FINE.values(), ids=FINE.keys())
def test_what_is_no_leak_is_not_taken_for_one(body: bytes) -> None:
    """A false alarm would keep the public pages old."""
    assert not leak(SECRETS, Printed(body))


def test_what_stands_in_a_public_section_as_well_is_no_secret() -> None:
    """The same story told to both."""
    both = edition()
    told = editions.section("also", editions.story(4), title="Also", audience=Audience.PUBLIC)
    found = secrets_of(json.loads(data(replace(both, sections=(*both.sections, told)))))
    assert not leak(found, Printed(LEAKS["words in the text"])) and leak(found, Printed(LEAKS["a picture"]))


def test_words_with_an_insert_are_found_as_they_are_printed() -> None:
    """today [10 January]"""
    words = editions.extract("They met today in Geneva.", "e", inserts=(Insert(at=14, text="10 January"),))
    hidden = editions.section("s", editions.story(1, sentences=(words,)), title="S", audience=Audience.PATRONS)
    found = secrets_of(json.loads(data(editions.bare(hidden))))
    assert leak(found, Printed(page("They met today [10 January] in Geneva.")))
    assert leak(found, Printed(page("They met today in Geneva.")))


def test_a_ukrainian_leak_is_found_in_escaped_json() -> None:
    """ensure_ascii writes no Ukrainian letter as itself."""
    hidden = editions.section("s", editions.story(1, "uk"), title="S", audience=Audience.PATRONS)
    found = secrets_of(json.loads(data(editions.bare(hidden, language="uk"))))
    headline = editions.NEWS["uk"][1][0]
    assert leak(found, Printed(json.dumps({"items": [{"title": headline}]}).encode()))
    assert leak(found, Printed(page(head=f"<script>{json.dumps({'headline': headline})}</script>")))


CHINESE = "乌克兰外长周一在基辅会见欧洲各国代表讨论边境局势"
JAPANESE = "欧州の代表団が月曜日にキーウで国境情勢を協議した"
THAI = "คณะผู้แทนยุโรปหารือสถานการณ์ชายแดนที่กรุงเคียฟ"


@pytest.mark.parametrize("headline", [CHINESE, JAPANESE, THAI])
def test_words_without_blanks_are_found_when_they_are_cut_short(headline: str) -> None:
    """Ten signs in a row; fewer are no more than a name."""
    told = editions.story(1, headline=editions.extract(headline, "e", "title"))
    hidden = editions.section("s", told, title="S", audience=Audience.PATRONS)
    found = secrets_of(json.loads(data(editions.bare(hidden, language="zh"))))
    assert leak(found, Printed(page(title=f"{headline[:16]}…")))
    assert leak(found, Printed(page(f"<p>{headline[4:9]}<b>{headline[9:]}</b></p>")))
    assert not leak(found, Printed(page(f"<p>{headline[:4]}</p>")))


def test_a_picture_of_patrons_is_found_within_a_page() -> None:
    """Its bytes in the page itself: a copy is called by its content."""
    body = b"\xff\xd8\xff a picture of some bytes"
    image = Image(url=f"{editions.SITE}/2022-01-11/images/{sha256(body).hexdigest()[:32]}.jpg", width=600, height=300)
    hidden = editions.section("s", editions.story(1, image=image), title="S", audience=Audience.PATRONS)
    found = secrets_of(json.loads(data(editions.bare(hidden))))
    assert leak(found, Printed(page(f'<img src="data:image/jpeg;base64,{b64encode(body).decode()}" alt="">')))
    assert not leak(found, Printed(page(f'<img src="data:image/jpeg;base64,{b64encode(body[1:]).decode()}" alt="">')))


def test_an_edition_without_anything_for_patrons_has_no_secrets() -> None:
    """Then nothing is searched."""
    assert not secrets_of(json.loads(data(editions.bare(editions.section("s", editions.story(0), title="S")))))


@pytest.mark.parametrize("broken", [{}, {"sections": None}, {"sections": "x"}])
def test_without_sections_nobody_can_tell(broken: dict[str, Any]) -> None:
    """ValueError: the caller must not go on."""
    with pytest.raises(ValueError):
        secrets_of(broken)
