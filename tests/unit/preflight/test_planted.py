"""One planted case for every code of the table, and an edition in which nothing is planted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsletter.model.base import EntryId, StoryId
from newsletter.model.editions import Audience, Edition, House, ProseBlock, QuoteBlock, StoryBlock
from newsletter.model.feeds import Image
from newsletter.model.rendered import PLACEHOLDER, Finding, LinkAnswer, Rendered, Severity
from newsletter.model.sources import Source, Terms, Trust
from newsletter.model.stories import Difference, Stated, ToldEntry
from newsletter.preflight import TABLE, Beside, answering, check, links_of, may_be_asked
from newsletter.render import Renderer
from newsletter.shorten import shorten
from tests.support import editions, make

ROOT = Path(__file__).resolve().parents[3]
PREHEADER = "Something else that is worth opening this mail for"
HEADLINE, SENTENCE = editions.NEWS["en"][0]


@cache
def renderer() -> Renderer:
    return Renderer([ROOT / "templates"])


@dataclass(frozen=True, kw_only=True)
class Plant:
    """An edition with something wrong in it."""

    edition: Edition
    change: Callable[[Rendered], Rendered] = lambda r: r
    sources: tuple[Source, ...] = ()
    texts: dict[str, Any] = field(default_factory=dict)  #: of entry-0, as the archive has it
    beside: Beside | None = None

    def findings(self) -> tuple[Finding, ...]:
        entries, known = editions.archive_of(self.edition)
        if self.texts:
            entries[EntryId("entry-0")] = replace(entries[EntryId("entry-0")], **self.texts)
        sources = {**known, **{s.name: s for s in self.sources}}
        rendered = self.change(renderer()(self.edition))
        return check(self.edition, rendered, entries=entries, sources=sources, beside=self.beside)


def one(*blocks: Any, **more: Any) -> Edition:
    """A section with these blocks, or with one plain story."""
    return editions.bare(
        editions.section("s", *(blocks or (editions.story(0),)), title="News"), **{"preheader": PREHEADER, **more}
    )


def two(first: Any, second: Any, **more: Any) -> Edition:
    sections = (editions.section("a", first, title="War zone"), editions.section("b", second, title="News"))
    return editions.bare(*sections, **{"preheader": PREHEADER, **more})


def saying(words: str, **more: Any) -> StoryBlock:
    """The first story with another sentence."""
    return editions.story(0, sentences=(editions.extract(words, "entry-0", **more),))


def titled(words: str) -> StoryBlock:
    return editions.story(0, headline=editions.extract(words, "entry-0", "title"))


def wire(**more: Any) -> tuple[Source, ...]:
    return (make.source("Example Wire", **more),)


def html(old: str, new: str) -> Callable[[Rendered], Rendered]:
    """A template that writes something else into the mail."""

    def changed(r: Rendered) -> Rendered:
        assert re.search(old, r.html), old
        return replace(r, html=re.sub(old, new, r.html, count=1))

    return changed


def message(old: bytes, new: bytes) -> Callable[[Rendered], Rendered]:
    return lambda r: replace(r, message=r.message.replace(old, new, 1))


def quote(words: str, number: int = 0, role: str = "Deputy Secretary of State") -> QuoteBlock:
    entry = f"quote-{number}"
    outlet = editions.OUTLETS[number]
    return QuoteBlock(
        quote=editions.extract(words, entry),
        speaker="Wendy Sherman",
        role=role,
        credit=editions.credit(entry, outlet),
        story=StoryId("entry-0"),
    )


def told(day: str = "2022-01-10", id: str = "entry-0", title: str = HEADLINE) -> Beside:
    entry = make.entry(title, source="Example Wire", id=id, url=f"https://example-wire.example/{id}")
    return Beside(told=(ToldEntry(entry=entry, story=StoryId(id), day=make.day(day)),))


def dispute(*values: str, what: str = "troops") -> Beside:
    stated = tuple(Stated(value=v, members=(EntryId("entry-0"),), sentence=v) for v in values)
    return Beside(differences=(Difference(kind="number", what=what, values=stated),))


TROOPS = "Russia has 122,000 troops at the border"
DISPUTE = dispute("122,000 troops", "100,000 troops")
DEEP = editions.section("deep", editions.story(2), title="For patrons", audience=Audience.PATRONS)
IMAGE = Image(url=f"{editions.SITE}/2022-01-11/images/x.jpg", width=600, height=300)
TOKEN = PLACEHOLDER.encode()
OTHER_WORDS = "We will never allow anybody to slam shut NATO's open door policy."
LATER = "But he refused to say when."
UNKNOWN = '<p style="display:grid;mix-blend-mode:multiply;filter:blur(1px);clip-path:none;inset:0">x</p>' * 9

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
    "two-wordings": Plant(edition=one(editions.story(0), quote(editions.HOUSE["en"]["said"]), quote(OTHER_WORDS, 1))),
    "placeholder-words": Plant(edition=one(saying("The talks TK ended."))),
    "relative-day": Plant(edition=one(saying("They met today."))),
    "passed-day": Plant(edition=one(saying("The talks will be held on 10 January."))),
    "foreign-link": Plant(edition=one(), sources=wire(url="https://wire.example.com/feed")),
    "insecure-link": Plant(
        edition=one(editions.story(0, credit=editions.credit("entry-0", url="http://example-wire.example/a")))
    ),
    "no-alt": Plant(edition=one(editions.story(0, image=IMAGE))),
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
    # What other parts find while an edition is made.
    assert said == expected | {"dead-link": "warning", "no-picture": "note"}
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


# --- what is no finding -----------------------------------------------------------------------------


def codes(plant: Plant) -> set[str]:
    return {f.code for f in plant.findings()}


def test_an_update_and_a_text_that_grew_are_not_told_again() -> None:
    """The page says since when; a later version is another text. The same day's own revision is no earlier edition."""
    update = editions.story(0, since=make.day("2022-01-10"))
    assert not codes(Plant(edition=one(update), beside=told())) & {"told-again", "same-headline"}
    assert "told-again" not in codes(Plant(edition=one(), beside=told(), texts={"version": 2}))
    assert "told-again" not in codes(Plant(edition=one(), beside=told(day="2022-01-11")))


def test_a_section_reaches_back_to_the_last_edition() -> None:
    """After a day without one "the past 24 hours" are 48, and the title says so."""
    edition = one(window=make.window("2022-01-09T04:30Z", "2022-01-11T04:30Z"))
    assert "outside-window" not in codes(Plant(edition=edition, beside=Beside(within={"s": dt.timedelta(hours=2)})))


def test_our_own_articles_may_be_offered_every_day() -> None:
    """They are no news that is told again."""
    assert "told-again" not in codes(Plant(edition=one(), beside=told(), sources=wire(ours=True)))


@pytest.mark.parametrize(
    "words",
    [
        "Advisory board of the ministry resigns",
        "Five killed in a fire in Almaty",
        "Embargo on oil divides the Union",
        "Kill switch for phones becomes law",
    ],
)
def test_news_of_such_words_is_no_agency_notice(words: str) -> None:
    """Only what is written to editors is."""
    assert "agency-notice" not in codes(Plant(edition=one(titled(words))))


def test_a_sentence_that_follows_the_one_it_leans_on_may_stand() -> None:
    """As may one that begins the text: the headline says who "he" is."""
    both = (editions.extract(SENTENCE, "entry-0"), editions.extract(LATER, "entry-0", start=len(SENTENCE) + 1))
    whole = {"summary_text": f"{SENTENCE} {LATER}"}
    assert "leans" not in codes(Plant(edition=one(editions.story(0, sentences=both)), texts=whole))
    assert "leans" not in codes(Plant(edition=one(saying(LATER)), texts={"summary_text": LATER}))


@pytest.mark.parametrize(
    "headline", ["Russia has 122,000 or 100,000 troops at the border", "Russia has many troops at the border"]
)
def test_a_headline_that_takes_no_side_may_stand(headline: str) -> None:
    """It gives both values, or none."""
    assert not codes(Plant(edition=one(titled(headline)), beside=DISPUTE)) & {"disputed-headline", "disputed-teaser"}


def test_numbers_are_compared_and_not_spellings() -> None:
    """1 200 is 1,200, and two is 2."""
    story = editions.story(0, headline=House(text="2 attacks cost 1 200 homes"))
    known = {"summary_text": f"{SENTENCE} Two attacks cost 1,200 homes."}
    plant = Plant(edition=one(story), texts=known)
    assert "number-without-source" not in codes(plant)


@pytest.mark.parametrize(
    ("one_name", "other"),
    [("Riabkov", "Ryabkov"), ("Zelensky", "Zelenskyy"), ("Erdogan", "Erdoğan"), ("Kharkov", "Kharkiv")],
)
def test_spellings_of_one_name(one_name: str, other: str) -> None:
    """By the romanisations in use, and the places that changed theirs."""
    edition = one(saying(f"They met {one_name} there."), quote(f"And then came {other} with others."))
    assert "two-spellings" in codes(Plant(edition=edition))


@pytest.mark.parametrize(("one_name", "other"), [("Poland", "Polish"), ("Brussels", "Russell"), ("Moscow", "Moscow's")])
def test_two_names_are_not_one(one_name: str, other: str) -> None:
    """Nor a name and its possessive."""
    edition = one(saying(f"They met near {one_name} there."), quote(f"And then came the {other} minister with others."))
    assert "two-spellings" not in codes(Plant(edition=edition))


def test_a_quotation_that_is_a_piece_of_another_is_the_same_wording() -> None:
    """One outlet quotes more of it."""
    said = editions.HOUSE["en"]["said"]
    edition = one(editions.story(0), quote(said), quote(said.removesuffix(" door policy.") + " door.", 1))
    assert "two-wordings" not in codes(Plant(edition=edition))


def test_a_carrier_of_feeds_is_no_foreign_host() -> None:
    """A feed there leads elsewhere by its nature; a subdomain is the same owner's; a file has no host."""
    for url in ("https://feeds.feedburner.com/wire", "https://feeds.example-wire.example/a", "file:feeds/wire.xml"):
        assert "foreign-link" not in codes(Plant(edition=one(), sources=wire(url=url))), url


# --- links that were asked ----------------------------------------------------------------------------


def answer(url: str, ok: bool = False) -> dict[str, LinkAnswer]:
    return {url: LinkAnswer(url=url, ok=ok, words="" if ok else "not found (404)", at=make.at("2022-01-11T04:00Z"))}


def test_a_link_that_does_not_answer_is_advice_beside_the_edition() -> None:
    """It is told, with its place; and no check of an edition knows of it."""
    edition = one()
    (url,) = links_of(edition.sections)
    (found,) = answering(edition.sections, answer(url))
    assert (found.code, found.severity, found.story, found.place) == ("dead-link", Severity.WARNING, "entry-0", "News")
    assert answering(edition.sections, answer(url, ok=True)) == () == answering(edition.sections, {})
    assert "dead-link" not in {line.code for line in TABLE}


def test_hosts_that_lie_to_robots_are_not_asked_and_not_believed() -> None:
    """Whatever they say, readers may see something else."""
    url = "https://www.facebook.com/a"
    edition = one(editions.story(0, credit=editions.credit("entry-0", url=url)))
    assert not may_be_asked(url) and may_be_asked("https://notfacebook.com/a")
    assert answering(edition.sections, answer(url)) == ()


def test_nothing_beside_and_nothing_known_is_no_crash() -> None:
    """An archive without the entries, no sources at all: findings, and no error."""
    edition = editions.edition(10)
    found = check(edition, renderer()(edition), entries={}, sources={})
    assert {f.code for f in found} == {"not-verbatim"}
