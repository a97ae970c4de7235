"""One planted case for every code of the table, and an edition in which nothing is planted."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from newsletter.model.base import EntryId
from newsletter.model.editions import House, ProseBlock
from newsletter.model.rendered import Severity
from newsletter.model.sources import Terms, Trust
from newsletter.preflight import TABLE, Beside
from newsletter.shorten import shorten
from tests.support import editions, make
from tests.support.planting import (
    DEEP,
    DISPUTE,
    HEADLINE,
    IMAGE,
    LATER,
    OTHER_WORDS,
    PREHEADER,
    ROOT,
    SENTENCE,
    SHOWN,
    TOKEN,
    TROOPS,
    UNKNOWN,
    Plant,
    counted,
    html,
    message,
    one,
    quote,
    saying,
    titled,
    told,
    two,
    wire,
)

PLANTED: dict[str, Plant] = {
    "not-verbatim": Plant(edition=one(), texts={"summary_text": "Something else."}),
    "source-changed": Plant(edition=one(), texts={"summary_text": "Something else.", "version": 2}),
    "quote-too-long": Plant(edition=one(), sources=wire(terms=Terms(quote=20))),
    "no-credit": Plant(edition=one(), sources=wire(terms=Terms(credit="Example Wire Agency"))),
    "no-label": Plant(edition=one(), sources=wire(label="State agency")),
    "no-link": Plant(edition=one(editions.story(0, credit=editions.credit("entry-0", url=None)))),
    "bad-link": Plant(edition=one(editions.story(0, also=(editions.credit("also", url="ftp://wire.example/a"),)))),
    "untrusted-lead": Plant(edition=one(), sources=wire(trust=Trust.LABELLED)),
    "wrong-language": Plant(edition=one(), texts={"language": "uk"}),
    "agency-notice": Plant(edition=one(titled("EMBARGOED until noon: Talks end without a breakthrough"))),
    "told-again": Plant(edition=one(), beside=told()),
    "told-twice": Plant(edition=two(editions.story(0), editions.story(6, headline=editions.story(0).headline))),
    "outside-window": Plant(
        edition=one(editions.story(0, credit=editions.credit("entry-0", at=make.at("2022-01-07T20:40Z")))),
        beside=Beside(within={"s": dt.timedelta(hours=24)}),
    ),
    "leans": Plant(
        edition=one(saying(LATER, start=len(SENTENCE) + 1)), texts={"summary_text": f"{SENTENCE} {LATER}"}
    ),
    "disputed-headline": Plant(edition=one(titled(TROOPS)), beside=DISPUTE),
    "disputed-number": Plant(
        edition=one(editions.story(0, sentences=(House(text="122,000 troops stand there."),))), beside=DISPUTE
    ),
    "disputed-teaser": Plant(edition=one(subject=TROOPS), beside=DISPUTE),
    "sensitive-teaser": Plant(edition=one(subject="Guard beheaded in a village near the border")),
    "no-stories": Plant(edition=editions.bare(editions.standing("opening"))),
    "no-subject": Plant(edition=one(subject=" ")),
    "leak": Plant(
        edition=editions.bare(editions.section("s", editions.story(0), title="News"), DEEP, preheader=PREHEADER),
        change=lambda r: replace(r, web=r.web.replace("</body>", f"<p>{editions.NEWS['en'][2][1]}</p></body>")),
    ),
    "no-leave-link": Plant(edition=one(), change=message(b"/u/" + TOKEN + b">", b"/u/x>")),
    "split-placeholder": Plant(edition=one(), change=message(TOKEN + b"=\r\n", TOKEN[:9] + b"=\r\n" + TOKEN[9:])),
    "not-7bit": Plant(edition=one(), change=message(b"Subject: ", b"Subject: \xc3\xa9")),
    "line-ends": Plant(edition=one(), change=message(b"\r\nDate:", b"\nDate:")),
    "long-lines": Plant(edition=one(), change=message(b"Subject: ", b"Subject: " + b"x" * 1000)),
    "too-large": Plant(edition=one(), change=lambda r: replace(r, html=r.html + " " * 103 * 1024)),
    "placeholder-teaser": Plant(edition=one(subject="TK headline about steel plants")),
    "long-headline": Plant(edition=one(editions.story(0, headline=House(text="word " * 41)))),
    "long-subject": Plant(edition=one(subject="x" * 61)),
    "no-preheader": Plant(edition=one(preheader="")),
    "long-preheader": Plant(edition=one(preheader="Words and words. " * 9)),
    "preheader-repeats": Plant(edition=one(preheader=HEADLINE)),
    "same-headline": Plant(edition=one(), beside=told(id="another")),
    "number-without-source": Plant(
        edition=one(editions.story(0, headline=House(text="US and Russia talk for 9 hours")))
    ),
    "stale-toll": Plant(
        edition=one(titled("Twelve dead after a flood in the valley"), counted("Nine people died in the first hour."))
    ),
    "two-wordings": Plant(edition=one(editions.story(0), quote(editions.HOUSE["en"]["said"]), quote(OTHER_WORDS, 1))),
    "placeholder-words": Plant(edition=one(saying("The talks TK ended."))),
    "relative-day": Plant(edition=one(saying("They met today."))),
    "passed-day": Plant(edition=one(saying("The talks will be held on 10 January."))),
    "foreign-link": Plant(edition=one(), sources=wire(url="https://wire.example.com/feed")),
    "insecure-link": Plant(
        edition=one(editions.story(0, credit=editions.credit("entry-0", url="http://example-wire.example/a")))
    ),
    "no-alt": Plant(edition=one(editions.story(0, image=IMAGE))),
    "no-size": Plant(edition=one(editions.story(0, image=SHOWN)), change=html(r'(<img [^>]*) width="\d+"', r"\1")),
    "no-lang": Plant(edition=one(), change=html('<html lang="en"', "<html")),
    "wrong-dir": Plant(edition=one(), change=html('(<html [^>]*)dir="ltr"', r'\1dir="rtl"')),
    "heading-order": Plant(edition=one(), change=html(r"(?s)<h2(.*?)</h2>", r"<h4\1</h4>")),
    "table-role": Plant(edition=one(), change=html(r'(<table [^>]*)role="presentation"', r"\1")),
    "link-words": Plant(edition=one(ProseBlock(markdown="Read it [here](https://a.example/)."), editions.story(0))),
    "parts-differ": Plant(edition=one(), change=lambda r: replace(r, text=r.text.replace("breakthrough", "result"))),
    "long-mail": Plant(edition=one(), change=lambda r: replace(r, html=r.html + " " * 91 * 1024)),
    "heavy-message": Plant(edition=one(), change=lambda r: replace(r, message=r.message + b"x\r\n" * 400_000)),
    "client-support": Plant(edition=one(), change=html("<h1 ", '<h1 style="display:grid" ')),
    "low-support": Plant(edition=one(), change=html("(?s)<body.*</body>", f"<body>{UNKNOWN}</body>")),
    "shortened": Plant(edition=shorten(editions.edition(20), 3)),
    "two-spellings": Plant(
        edition=one(saying("Talks with Sergei Riabkov ended."), quote("Then Mr Ryabkov left the room."))
    ),
    "no-role": Plant(edition=one(editions.story(0), quote("We have said all that we came to say.", role=""))),
}  # fmt: skip


@pytest.mark.parametrize("code", [line.code for line in TABLE])
def test_what_is_planted_is_found(code: str) -> None:
    """With the severity that the table says, a remedy, and one line of words."""
    found = [f for f in PLANTED[code].findings() if f.code == code]
    assert found
    allowed = {s for line in TABLE if line.code == code for s in line.severities}
    assert all(f.severity in allowed and f.remedy and "\n" not in f.message for f in found)


def test_the_table_and_the_plants_have_the_same_codes() -> None:
    """A new check brings its planted case with it."""
    assert set(PLANTED) == {line.code for line in TABLE}


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("stories", [1, 10, 40])
def test_an_edition_without_a_plant_is_clean(language: str, stories: int) -> None:
    """Every kind of block, both languages: no finding of any severity."""
    assert Plant(edition=editions.edition(stories, language)).findings() == ()


def test_the_page_in_words_has_the_same_codes_and_severities() -> None:
    """docs/preflight.md is the table for people."""
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs/preflight.md").read_text(), re.M
    )
    said = {code: severity for code, _, severity, _ in rows}
    words = {(): "", ("blocking", "warning"): "blocking if unread, else warning"}
    table = {line.code: tuple(s.value for s in line.severities) for line in TABLE}
    expected = {code: words.get(s, s[0] if s else "") for code, s in table.items()}
    assert expected.items() <= said.items()
    assert all(what.strip() and remedy.strip() for _, what, _, remedy in rows)


# --- where they stand, and what an editor's reading changes ------------------------------------------


@pytest.mark.parametrize(
    ("code", "place"),
    [("told-again", "News"), ("sensitive-teaser", "subject"), ("long-mail", "edition.html"), ("leak", "web.html")],
)
def test_a_finding_says_where_it_stands(code: str, place: str) -> None:
    """A section's title, the subject, a file."""
    assert {f.place for f in PLANTED[code].findings() if f.code == code} == {place}


@pytest.mark.parametrize("code", [line.code for line in TABLE if len(line.severities) == 2])
def test_an_editor_who_has_read_the_page_is_told_and_loses_nothing(code: str) -> None:
    """Unattended the same finding blocks."""
    plant = PLANTED[code]
    read = replace(plant, edition=replace(plant.edition, read_by="Olena"))
    assert {f.severity for f in plant.findings() if f.code == code} == {Severity.BLOCKING}
    assert {f.severity for f in read.findings() if f.code == code} == {Severity.WARNING}


def test_what_an_editor_placed_is_not_taken_away() -> None:
    """Also in an edition that nobody has read whole."""
    plant = PLANTED["told-again"]
    assert plant.beside
    by_hand = replace(plant, beside=replace(plant.beside, by_hand=frozenset({EntryId("entry-0")})))
    assert {f.severity for f in by_hand.findings() if f.code == "told-again"} == {Severity.WARNING}
