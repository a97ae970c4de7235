"""The seeds: real pages as a reader saves them as text, against what a careful person takes from them.

The facts below were taken from the files by hand: what a person would copy out, how many paragraphs that are, and how
many words the first and the last of them have. No sentence of the pages stands here.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsletter.article import read
from newsletter.model.articles import Article

SEEN = dt.datetime(2024, 4, 20, 9, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a person takes."""

    seed: str
    title_words: int
    published: str | None  #: None: the page does not say
    changed: str | None = None
    authors: int = 0
    agencies: tuple[str, ...] = ()
    paragraphs: int
    first: int  #: words of the first paragraph
    last: int
    parts: tuple[str, ...] = ()  #: their days
    never: tuple[str, ...]  #: words of furniture and of the ticker that must not be in the text


FACTS = (
    Facts(
        seed="001",
        title_words=11,
        published="2021-12-27T19:24",
        authors=1,
        paragraphs=12,
        first=28,
        last=27,
        never=("Schumer", "Kherson", "Villa", "Subscribe", "visa"),
    ),
    Facts(
        seed="002",
        title_words=11,
        published=None,  # its only date is that of the visit
        agencies=("Reuters",),
        paragraphs=14,
        first=32,
        last=15,
        never=("April",),
    ),
    Facts(
        seed="003",
        title_words=20,
        published=None,
        paragraphs=21,
        first=35,
        last=46,
        never=("Reply", "Related", "Required"),
    ),
    Facts(
        seed="004",
        title_words=7,
        published="2022-01-12T00:00",
        changed="2022-01-27T00:00",
        agencies=("TASS", "DW", "Reuters", "Sputnik News", "Al Jazeera", "Haaretz"),
        paragraphs=36,
        first=32,
        last=52,
        parts=("01-12", "01-13", "01-14", "01-18", "01-21", "01-26", "01-27"),
        never=("UPDATE", "With reporting"),
    ),
)


@pytest.fixture(params=FACTS, ids=lambda f: f.seed)
def case(request: pytest.FixtureRequest) -> tuple[Facts, Article]:
    facts: Facts = request.param
    return facts, read(seed_of(facts).read_bytes(), url=None, seen=SEEN)


def seed_of(facts: Facts) -> Path:
    """The page; skips without it."""
    named = os.environ.get("NEWSLETTER_SHARED")
    folder = (Path(named) if named else Path(__file__).resolve().parents[4] / "shared") / "seeds"
    found = sorted(folder.glob(f"{facts.seed}_*.txt"))
    if not found:
        pytest.skip("needs the seeds: set NEWSLETTER_SHARED to a folder with seeds/001_*.txt and so on")
    return found[0]


def stamp(time: dt.datetime | None) -> str | None:
    return f"{time:%Y-%m-%dT%H:%M}" if time else None


def test_a_seed_gives_what_a_person_takes_above_the_text(case: tuple[Facts, Article]) -> None:
    """Headline, by-line, dates, credits; the date of the visit is nobody's."""
    facts, article = case
    assert article.title is not None
    assert len(article.title.split()) == facts.title_words
    assert (stamp(article.published), stamp(article.changed)) == (facts.published, facts.changed)
    assert len(article.authors) == facts.authors
    assert article.agencies == facts.agencies
    assert article.language == "en"


def test_a_seed_gives_the_paragraphs_that_a_person_copies(case: tuple[Facts, Article]) -> None:
    """All of them, and nothing of the furniture around them."""
    facts, article = case
    lengths = [len(p.split()) for p in article.paragraphs]
    assert (len(lengths), lengths[0], lengths[-1]) == (facts.paragraphs, facts.first, facts.last)
    assert not [word for word in facts.never if word in article.text]


def test_a_seed_falls_into_the_parts_that_it_is_dated_in(case: tuple[Facts, Article]) -> None:
    """Seven in the one that was continued for two weeks, none in the others; each but the opening has a headline."""
    facts, article = case
    assert tuple(f"{p.at:%m-%d}" for p in article.parts if p.at) == facts.parts
    assert [bool(p.title) for p in article.parts] == [n > 0 for n in range(len(facts.parts))]
