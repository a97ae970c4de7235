"""One planted case for each check."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import Audience, Edition, Insert, LinkItem, LinksBlock, ProseBlock, StoryBlock
from newsletter.model.feeds import Image
from newsletter.model.rendered import PLACEHOLDER, Finding, Rendered, Severity
from newsletter.model.sources import Source, Terms, Trust
from newsletter.model.stories import Window
from newsletter.preflight import check
from newsletter.render import Renderer
from tests.support import editions, make

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


@pytest.fixture(scope="module")
def render() -> Renderer:
    return Renderer([TEMPLATES])


def _check(
    render: Renderer, edition: Edition, sources: dict[str, Source] | None = None, rendered: Rendered | None = None
) -> tuple[Finding, ...]:
    """What is wrong with `edition`, its archive holding exactly what it quotes."""
    entries, known = editions.archive_of(edition)
    given = {SourceName(name): source for name, source in (sources or {}).items()}
    return check(edition, rendered or render(edition), entries=entries, sources={**known, **given})


def _codes(findings: tuple[Finding, ...], story: str | None = "") -> list[str]:
    return [f.code for f in findings if story == "" or f.story == story]


def _one(story: StoryBlock | None = None, **more: Any) -> Edition:
    base: dict[str, Any] = {"preheader": "Something else that is worth opening this mail for"}
    return editions.bare(editions.section("s", story or editions.story(0), title="S"), **(base | more))


def test_a_good_edition_has_no_finding(render: Renderer) -> None:
    """In both languages, with every kind of block."""
    assert _check(render, editions.edition(10)) == ()
    assert _check(render, editions.edition(10, "uk")) == ()


def test_every_finding_has_a_remedy_and_one_line(render: Renderer) -> None:
    """Also when the words that it names are hostile."""
    evil = editions.story(0, sentences=(editions.extract("today\r\n\x00 TK " + "x" * 400, "other", "content", 7),))
    findings = _check(render, _one(evil, subject=""))
    assert len(findings) >= 3
    assert all(f.remedy and f.message and not re.search(r"[\r\n\x00]", f.message + f.remedy) for f in findings)


# --- costs a story --------------------------------------------------------------------------------


def test_more_than_the_terms_allow(render: Renderer) -> None:
    """Sentences and quotations of one entry are added up over the whole edition; the headline is free."""
    edition = _one()
    taken = len(editions.NEWS["en"][0][1])
    exact = make.source("Example Wire", terms=Terms(quote=taken))
    tight = make.source("Example Wire", terms=Terms(quote=taken - 1))
    assert _codes(_check(render, edition, {"Example Wire": exact})) == []
    assert _codes(_check(render, edition, {"Example Wire": tight}), "entry-0") == ["quote-too-long"]


def test_a_sentence_in_the_preheader_counts_too(render: Renderer) -> None:
    """The preheader is printed in the same outlet."""
    sentence = editions.NEWS["en"][0][1]
    source = make.source("Example Wire", terms=Terms(quote=len(sentence) + 5))
    assert "quote-too-long" in _codes(_check(render, _one(preheader=sentence), {"Example Wire": source}), "entry-0")


def test_our_own_articles_have_no_limit(render: Renderer) -> None:
    """`ours` is our own text."""
    source = make.source("Example Wire", ours=True, terms=Terms(quote=0))
    assert _codes(_check(render, _one(), {"Example Wire": source})) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "The first round closed."},
        {"start": 3},
        {"version": 2, "text": "An older wording."},
        {"entry": "unknown"},
    ],
)
def test_an_extract_that_is_not_verbatim(render: Renderer, wrong: dict[str, Any]) -> None:
    """Other words, another span, an entry that is not there."""
    sentence = editions.NEWS["en"][0][1]
    text = wrong.get("text", sentence)
    extract = editions.extract(text, wrong.get("entry", "entry-0"), start=wrong.get("start", 0))
    edition = _one(editions.story(0, sentences=(extract,)))
    entries, sources = editions.archive_of(_one())
    found = check(edition, render(edition), entries=entries, sources=sources)
    assert "not-verbatim" in _codes(found, "entry-0")


def test_credit_as_the_terms_ask(render: Renderer) -> None:
    """A prescribed name, a label, and any name at all."""
    asked = make.source("Example Wire", terms=Terms(credit="Example Wire Agency"))
    labelled = make.source("Example Wire", label="State agency")
    nameless = editions.story(
        0, credit=editions.credit("entry-0", " ", publisher="", url="https://example-wire.example/entry-0")
    )
    assert _codes(_check(render, _one(), {"Example Wire": asked}), "entry-0") == ["no-credit"]
    assert _codes(_check(render, _one(), {"Example Wire": labelled}), "entry-0") == ["no-label"]
    assert "no-credit" in _codes(_check(render, _one(nameless)), "entry-0")


def test_a_template_that_drops_the_credit(render: Renderer) -> None:
    """What readers do not see does not count."""
    edition = _one()
    good = render(edition)
    bad = replace(good, html=good.html.replace("Example Wire", "somebody"))
    assert "no-credit" in _codes(_check(render, edition, rendered=bad), "entry-0")


def test_a_required_link_that_is_missing(render: Renderer) -> None:
    """No link at all, one that the template dropped, and terms that need none."""
    bare = _one(editions.story(0, credit=editions.credit("entry-0", url=None)))
    free = make.source("Example Wire", terms=Terms(link=False))
    good = render(_one())
    dropped = replace(good, html=good.html.replace("entry-0", "entry-9"))
    assert _codes(_check(render, bare), "entry-0") == ["no-link"]
    assert _codes(_check(render, bare, {"Example Wire": free})) == []
    assert _codes(_check(render, _one(), rendered=dropped), "entry-0") == ["no-link"]


def test_spellings_of_one_address_are_one_link(render: Renderer) -> None:
    """What the renderer quotes is still the link that the terms require."""
    for url in (
        "HTTPS://Wire.Example/a b".replace(" ", "%20"),
        "https://київ.example/новини?q={x}",
        "https://w.example/100%",
    ):
        story = editions.story(0, credit=editions.credit("entry-0", url=url))
        # The outlet's own pages are elsewhere, which is said by another check.
        assert _codes(_check(render, _one(story))) == ["foreign-link"], url


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://wire.example/a", "mailto:a@wire.example", "/a", "https://[::1"]
)
def test_a_link_that_is_no_web_address(render: Renderer, url: str) -> None:
    """Also of those who are only named as reporting it, too."""
    lead = editions.story(0, credit=editions.credit("entry-0", url=url))
    also = editions.story(0, also=(editions.credit("also", "Capital Post", url=url),))
    assert "bad-link" in _codes(_check(render, _one(lead)), "entry-0")
    assert _codes(_check(render, _one(also)), "entry-0")[0] == "bad-link"


def test_a_link_with_a_user_part_costs_its_story(render: Renderer) -> None:
    """The renderer does not print it, so the required link is missing."""
    story = editions.story(0, credit=editions.credit("entry-0", url="https://bank.example@evil.example/"))
    assert _codes(_check(render, _one(story)), "entry-0") == ["no-link", "foreign-link"]


@pytest.mark.parametrize("trust", [Trust.LABELLED, Trust.SUPPORT_ONLY])
def test_a_source_that_may_not_lead(render: Renderer, trust: Trust) -> None:
    """As a story or as a line of a list; supporting one is what it may do."""
    source = {"Example Wire": make.source("Example Wire", trust=trust)}
    line = LinksBlock(label="", items=(LinkItem(title=editions.story(0).headline, credit=editions.credit("entry-0")),))
    supported = editions.story(1, also=(editions.credit("entry-0"),))
    assert "untrusted-lead" in _codes(_check(render, _one(), source), "entry-0")
    listed = editions.bare(editions.section("s", line, title="S"))
    assert _codes(_check(render, listed, source), "entry-0") == ["untrusted-lead"]
    assert _codes(_check(render, _one(supported), source)) == []


def test_a_labelled_source_may_be_quoted_and_a_support_only_one_not(render: Renderer) -> None:
    """In a story that somebody else leads."""
    edition = editions.edition(10)
    source = make.source("Moscow Bulletin", label="Russian state agency", trust=Trust.LABELLED)
    assert _codes(_check(render, edition, {"Moscow Bulletin": source})) == []
    source = replace(source, trust=Trust.SUPPORT_ONLY)
    assert _codes(_check(render, edition, {"Moscow Bulletin": source})) == ["untrusted-lead"]


def test_another_language_than_the_editions(render: Renderer) -> None:
    """It supports and is linked, it is never printed; unknown is given the benefit of the doubt."""
    edition = _one()
    entries, sources = editions.archive_of(edition)
    for language, want in (("uk", ["wrong-language"]), ("en-GB", []), (None, [])):
        changed = {EntryId("entry-0"): replace(entries[EntryId("entry-0")], language=language)}
        found = check(edition, render(edition), entries=changed, sources=sources)
        assert sorted(set(_codes(found, "entry-0"))) == want


# --- costs the edition ----------------------------------------------------------------------------


def test_an_edition_without_a_story(render: Renderer) -> None:
    """Standing words alone are no news."""
    assert _codes(_check(render, editions.bare(editions.standing("opening"))), None) == ["no-stories"]


def test_an_edition_without_a_subject(render: Renderer) -> None:
    """White space and invisible characters are none."""
    assert _codes(_check(render, _one(subject=" \u200b ")), None) == ["no-subject"]


@pytest.mark.parametrize(
    "plant",
    [
        "<p>Thank you for being a patron.</p>",
        '<meta name="description" content="Court freezes former President Poroshenko&#39;s property">',
        '<a href="https://alliance-watch.example/entry-2">x</a>',
        "<p>The freeze <b>belongs</b> to a treason inquiry; the former president denies the accusation.</p>",
        '<img src="https://review.example.org/secret.jpg" width="10" height="10" alt="">',
        f'<a href="https://review.example.org/u/{PLACEHOLDER}">Leave</a>',
    ],
)
def test_patrons_words_in_the_public_page(render: Renderer, plant: str) -> None:
    """In the text, in a meta tag, as a link, across elements, as a picture, as a patron's own link."""
    secret = editions.story(2, image=Image(url=f"{editions.SITE}/secret.jpg", width=10, height=10, alt="A parade"))
    edition = editions.bare(
        editions.standing("thanks"),
        editions.section("open", editions.story(0), title="Open"),
        editions.section("deep", secret, title="Deep", audience=Audience.PATRONS),
        preheader="Something else that is worth opening this mail for",
    )
    good = render(edition)
    assert _check(render, edition, rendered=good) == ()
    leaking = replace(good, web=good.web.replace("</head>", f"{plant}</head>"))
    assert set(_codes(_check(render, edition, rendered=leaking), None)) == {"leak"}


def test_words_that_both_may_read_are_no_leak(render: Renderer) -> None:
    """The same sentence in an open section."""
    both = "We thank everybody who reads this review in the morning."
    edition = editions.bare(
        editions.section("a", ProseBlock(markdown=both), audience=Audience.PATRONS, place="opening"),
        editions.section("b", ProseBlock(markdown=both), place="closing"),
        editions.section("s", editions.story(0), title="S"),
    )
    assert _codes(_check(render, edition), None) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            PLACEHOLDER.encode() + b"=\r\n",
            PLACEHOLDER[:8].encode() + b"=\r\n" + PLACEHOLDER[8:].encode() + b"=\r\n",
            "split-placeholder",
        ),
        (b"/u/" + PLACEHOLDER.encode() + b">", b"/u/x>", "no-leave-link"),
        (b"Subject: ", b"Subject: \xc3\xa9", "not-7bit"),
        (b"\r\nDate:", b"\nDate:", "line-ends"),
        (b"Subject: ", b"Subject: " + b"x" * 1000, "long-lines"),
    ],
)
def test_a_message_that_cannot_travel(render: Renderer, old: bytes, new: bytes, code: str) -> None:
    """Bytes above 127, bare line feeds, long lines, a torn or missing way out."""
    edition = _one()
    good = render(edition)
    assert old in good.message
    bad = replace(good, message=good.message.replace(old, new, 1))
    assert code in _codes(_check(render, edition, rendered=bad), None)


def test_a_mail_that_would_be_cut_off(render: Renderer) -> None:
    """Gmail shows no more than 102 KB."""
    edition = _one()
    good = render(edition)
    huge = replace(good, html=good.html + "x" * (102 * 1024))
    found = _check(render, edition, rendered=huge)
    assert [f.code for f in found if f.severity is Severity.BLOCKING] == ["too-large"]
    assert "long-mail" in _codes(found)


# --- is said --------------------------------------------------------------------------------------


def _warned(render: Renderer, edition: Edition) -> list[str]:
    found = _check(render, edition)
    assert {f.severity for f in found} <= {Severity.WARNING}
    return _codes(found)


def test_a_long_subject_and_no_preheader(render: Renderer) -> None:
    """Neither stops anything."""
    assert _warned(render, _one(subject="x" * 61, preheader="")) == ["long-subject", "no-preheader"]
    assert _warned(render, _one(subject="x" * 60)) == []


@pytest.mark.parametrize("words", ["The talks TK ended.", "Lorem ipsum dolor", "Hello %%name%%", "TODO: write this"])
def test_words_that_somebody_meant_to_replace(render: Renderer, words: str) -> None:
    """In our own words as in others'."""
    section = editions.section("p", ProseBlock(markdown=words), place="opening")
    edition = _one()
    assert _warned(render, replace(edition, sections=(section, *edition.sections))) == ["placeholder-words"]


@pytest.mark.parametrize("words", ["They met today.", "They will meet next week.", "Сторони зустрілися сьогодні."])
def test_a_relative_day_without_its_date(render: Renderer, words: str) -> None:
    """ "Today" was the source's today; with the date in brackets it is clear."""
    word = re.search(r"today|next week|сьогодні", words)
    assert word
    plain = editions.extract(words, "entry-0")
    dated = replace(plain, inserts=(Insert(at=word.end(), text="10 January"),))
    assert _warned(render, _one(editions.story(0, sentences=(plain,)))) == ["relative-day"]
    assert _warned(render, _one(editions.story(0, sentences=(dated,)))) == []


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("The talks will be held on 10 January.", ["passed-day"]),
        ("The talks will be held on January 10, 2022.", ["passed-day"]),
        ("The talks will be held on 11 January.", []),
        ("The talks will be held on 13 January, after those of 10 January.", []),
        ("The talks were held on 10 January.", []),
        ("NATO will meet on 31 June.", []),
        ("Переговори відбудуться 10 січня.", ["passed-day"]),
        ("The talks will be held on 27 Dec.", ["passed-day"]),
    ],
)
def test_an_announcement_of_a_day_that_is_over(render: Renderer, words: str, want: list[str]) -> None:
    """Without a year, the nearest day of that name is meant; a day that does not exist is none."""
    story = editions.story(0, sentences=(editions.extract(words, "entry-0"),))
    assert _warned(render, _one(story)) == want


def test_the_day_of_the_edition_decides_and_not_a_clock(render: Renderer) -> None:
    """The same edition checked in any year gives the same findings."""
    story = editions.story(0, sentences=(editions.extract("They will meet on 2 January.", "entry-0"),))
    old = _one(
        story,
        day=make.day("2022-01-01"),
        window=Window(opens=make.at("2021-12-31T00:00Z"), cutoff=make.at("2022-01-01T00:00Z")),
    )
    assert _warned(render, old) == []
