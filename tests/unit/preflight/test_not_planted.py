"""What preflight leaves alone: news that only looks like a fault, and links that may not be judged."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.model.editions import House
from newsletter.model.rendered import LinkAnswer, Severity
from newsletter.preflight import TABLE, Beside, answering, check, links_of, may_be_asked
from newsletter.preflight.tolls import tolls
from tests.support import editions, make
from tests.support.planting import (
    DISPUTE,
    LATER,
    SENTENCE,
    Plant,
    counted,
    one,
    quote,
    renderer,
    saying,
    titled,
    told,
    wire,
)


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


@pytest.mark.parametrize(
    "words",
    [
        "TK Maxx to close two hundred shops",
        "TK Elevator sells its works in Spain",
        "Flight TK 1721 turned back over the sea",
        "Two were hurt when a TK-401 lorry burned",
        "The site is at example.TK since May",
        "TK's new record sells a million",
        "The Games of the XXX Olympiad in numbers",
        "What Super Bowl XXX cost its city",
    ],
)
def test_names_that_are_written_like_placeholders_are_none(words: str) -> None:
    """Shops, lifts, flights, lorries, domains, Roman numerals."""
    assert "placeholder-words" not in codes(Plant(edition=one(titled(words))))


@pytest.mark.parametrize("words", ["Minister TK resigns", "TKTK resigns", "TK: who resigns", "Mr XXX resigns"])
def test_what_was_to_be_replaced_is_found_beside_names(words: str) -> None:
    """Before a small letter, a mark, or doubled."""
    assert "placeholder-words" in codes(Plant(edition=one(titled(words))))


@pytest.mark.parametrize(
    "said",
    [
        "Twelve people died in the first hour.",
        "Nine houses are gone and 12 people died.",
        "In 2014 nine villages were flooded.",
        "Nine people were hurt in the first hour.",
        "Nine of the twelve who died were children.",
    ],
)
def test_another_count_or_the_same_is_no_stale_toll(said: str) -> None:
    """Of other things, of other fates, both in one sentence."""
    story = titled("Twelve dead after the flood in the valley")
    assert "stale-toll" not in codes(Plant(edition=one(story, counted(said))))


def test_a_later_and_lower_toll_is_no_stale_one() -> None:
    """Only what is older is overtaken; what sources differ on is said elsewhere."""
    later = counted("Nine people died in the first hour.", "2022-01-11T03:00Z")
    assert "stale-toll" not in codes(Plant(edition=one(titled("Twelve dead after the flood in the valley"), later)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The death toll rises to 12", {"dead": 12}),
        ("At least 1,200 people were killed and 30 wounded", {"dead": 1200, "hurt": 30}),
        ("Загинули дев'ять людей, троє поранені", {"dead": 9, "hurt": 3}),
        ("Killed on 9 January", {}),
        ("Three killed in the north, two killed in the south", {}),
    ],
)
def test_tolls_are_read_in_both_languages(text: str, found: dict[str, int]) -> None:
    """In digits and in words, before what happened or behind it; two counts of one thing are none."""
    assert tolls(text) == found


def test_tk_is_a_word_of_its_own_in_other_languages() -> None:
    """A health insurer in German; doubled it is a placeholder everywhere."""
    assert "placeholder-words" not in codes(Plant(edition=one(titled("Die TK warnt vor Engpass"), language="de")))
    assert "placeholder-words" in codes(Plant(edition=one(titled("Die TKTK warnt vor Engpass"), language="de")))


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


def test_a_feed_at_a_bare_address_says_nothing_of_where_its_links_lead() -> None:
    """Nobody registers an address or this machine: there is no owner that the links could have left."""
    for url in ("http://127.0.0.1:8000/feed", "http://[::1]/feed", "http://192.0.2.7/feed", "http://localhost:80/feed"):
        assert "foreign-link" not in codes(Plant(edition=one(), sources=wire(url=url))), url


def test_a_source_whose_links_lead_to_several_hosts_is_named_once() -> None:
    """One line for one source, so that other warnings are seen."""
    links = (editions.credit(f"entry-{n}", url=f"https://{host}.example/a") for n, host in enumerate(("one", "two")))
    edition = one(*(editions.story(n, credit=credit) for n, credit in enumerate(links)))
    found = Plant(edition=edition, sources=wire(url="https://wire.example.com/feed")).findings()
    assert [f.code for f in found].count("foreign-link") == 1


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
