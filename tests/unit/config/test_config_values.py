"""What a right file becomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.model.rules import Approval, Network, Quiet, Review, Rules, SectionRule, Style, Take, TopicsRule
from newsletter.model.sources import Source, Terms, Trust

Load = Callable[..., Rules]


def test_only_title_sender_and_site_are_required(loaded: Load) -> None:
    """Everything else has the default of the records, which is the contract's."""
    rules = loaded("newsletter: {title: Review, sender: a@review.example, site: https://review.example/}\n")
    (review,) = rules.reviews
    plain = Review(id=review.id, title="Review", sender="a@review.example", site="https://review.example")
    assert review == Review(
        **{f: getattr(plain, f) for f in Review.__dataclass_fields__ if f != "sections"}, sections=review.sections
    )
    assert review.id == "main"
    assert [s.key for s in review.sections] == ["news-flash", "topics", "elsewhere"]
    assert (rules.store, rules.mailer, rules.network) == (
        "sqlite:///var/newsletter.db",
        "smtp://localhost:25",
        Network(),
    )


def test_every_key_of_newsletter_is_read(loaded: Load) -> None:
    """Each with its type."""
    (review,) = loaded(
        """\
newsletter:
  title: Щоденний огляд
  language: uk
  timezone: Europe/Kyiv
  sender: Огляд <review@example.org>
  reply_to: editors@example.org
  site: http://localhost:8080/review/
  imprint: |
    Example Review
    1 Example Street
  days: [fri, Monday]
  skip: [2022-01-07, 2021-12-25]
  edition_at: 8:00
  news_until: 07:00
  draft_at: 07:15
  approve_by: 07:45
  approval: required
  no_answer: short
  quiet: {below: 2, publishers: 1, then: send}
  deliver: yes
  notify: [Editor <editor@example.org>]
"""
    ).reviews
    assert (review.title, review.language, review.timezone) == ("Щоденний огляд", "uk", "Europe/Kyiv")
    assert (review.sender, review.reply_to) == ("Огляд <review@example.org>", "editors@example.org")
    assert (review.site, review.imprint) == ("http://localhost:8080/review", "Example Review\n1 Example Street")
    assert (review.days, review.skip) == ((0, 4), (dt.date(2021, 12, 25), dt.date(2022, 1, 7)))
    assert (review.news_until, review.draft_at) == (dt.time(7), dt.time(7, 15))
    assert (review.approve_by, review.edition_at) == (dt.time(7, 45), dt.time(8))
    assert (review.approval, review.no_answer, review.deliver) == (Approval.REQUIRED, "short", True)
    assert (review.quiet, review.notify) == (
        Quiet(below=2, publishers=1, then="send"),
        ("Editor <editor@example.org>",),
    )


def test_every_key_of_a_source_is_read(loaded: Load) -> None:
    """Each with its type."""
    rules = loaded(
        """\
sources:
  - url: https://example.org/feed
    name: Example Wire
    publisher: Example Media
    language: uk-UA
    tags: [front, diplomacy]
    weight: 2
    every: 1h30m
    format: json
    article: fetch
    ours: yes
    must_read: Yes
    label: State agency
    trust: support-only
    terms: {quote: 0, link: optional, credit: EW, image: yes}
""",
        head=True,
    )
    assert rules.sources == (
        Source(
            url="https://example.org/feed",
            name=rules.sources[0].name,
            publisher="Example Media",
            language="uk",
            tags=("front", "diplomacy"),
            weight=2.0,
            every=dt.timedelta(minutes=90),
            format="json",
            article="fetch",
            ours=True,
            must_read=True,
            label="State agency",
            trust=Trust.SUPPORT_ONLY,
            terms=Terms(quote=0, link=False, credit="EW", image=True),
        ),
    )
    assert rules.sources[0].name == "Example Wire"


@pytest.mark.parametrize(
    ("url", "name", "publisher"),
    [
        ("https://feeds.bbci.co.uk/news/rss.xml", "feeds.bbci.co.uk", "bbci.co.uk"),
        ("https://News.Wire.example:8443/feed", "news.wire.example", "wire.example"),
        ("http://127.0.0.1:8080/feed", "127.0.0.1", "127.0.0.1"),
        ("http://[::1]/feed", "::1", "::1"),
        ("http://localhost/feed", "localhost", "localhost"),
        ("file:feeds/kyiv%20desk.json", "kyiv desk", "kyiv desk"),
        ("file:///srv/feeds/wire.xml", "wire", "wire"),
        ("FILE:feeds/wire.xml", "wire", "wire"),
    ],
)
def test_name_and_publisher_come_from_the_url(url: str, name: str, publisher: str, loaded: Load) -> None:
    """The host and who registered it; a file's name for both."""
    (source,) = loaded(f"sources: [{{url: '{url}'}}]\n", head=True).sources
    assert (source.name, source.publisher) == (name, publisher)


def test_every_key_of_sections_is_read(loaded: Load) -> None:
    """In the order of the page, with keys made from titles."""
    (review,) = loaded(
        """\
sections:
  - title: Past {hours} hours in the war zone
    style: bullets
    take: {tags: [front], within: 24h}
    limit: 6
  - topics: {style: links, limit: 2, min_stories: 3}
  - title: Казахстан
    take: {words: [Алмати], sources: [W], publishers: [P], languages: [uk, pt-BR], min_publishers: 2}
    fill: first
  - title: Elsewhere
    style: text
    fill: last
sources:
  - {url: https://w.example/, name: W, publisher: P}
""",
        head=True,
    ).reviews
    assert review.sections == (
        SectionRule(
            key="past-hours-in-the-war-zone",
            title="Past {hours} hours in the war zone",
            style=Style.BULLETS,
            take=Take(tags=("front",), within=dt.timedelta(hours=24)),
            limit=6,
        ),
        TopicsRule(style=Style.LINKS, limit=2, min_stories=3),
        SectionRule(
            key="казахстан",
            title="Казахстан",
            take=Take(words=("Алмати",), sources=("W",), publishers=("P",), languages=("uk", "pt"), min_publishers=2),
            fill="first",
        ),
        SectionRule(key="elsewhere", title="Elsewhere", style=Style.TEXT, fill="last"),
    )


def test_section_keys_are_unique_and_never_those_of_standing_parts(loaded: Load) -> None:
    """Titles that differ only in signs, and titles that are called like a part of the page."""
    text = "sections: [{title: War}, {title: War!}, {title: Support}, {title: Topics}, {title: '?'}, topics: ]\n"
    (review,) = loaded(text, head=True).reviews
    assert [s.key for s in review.sections] == ["war", "war-2", "support-2", "topics-2", "section", "topics"]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat-mon", (0, 5, 6)),
        ("[sunday, tue, tue]", (1, 6)),
    ],
)
def test_days_are_a_range_or_a_list(written: str, days: tuple[int, ...], loaded: Load) -> None:
    """Monday is 0."""
    text = f"newsletter: {{title: R, sender: a@r.example, site: https://r.example, days: {written}}}\n"
    assert loaded(text).reviews[0].days == days


@pytest.mark.parametrize(
    ("given", "times"),
    [
        ("edition_at: 18:00", ("17:30", "17:30", "17:55", "18:00")),
        ("edition_at: 00:10", ("00:00", "00:00", "00:05", "00:10")),
        ("news_until: 06:50", ("06:50", "06:50", "06:55", "07:00")),
        ("approve_by: 06:10", ("06:10", "06:10", "06:10", "07:00")),
        ("draft_at: 07:00", ("06:30", "07:00", "07:00", "07:00")),
    ],
)
def test_times_that_are_not_given_keep_their_order(given: str, times: tuple[str, ...], loaded: Load) -> None:
    """They lie before edition_at as far as their defaults do, and between what is given."""
    text = f"newsletter: {{title: R, sender: a@r.example, site: https://r.example, {given}}}\n"
    (r,) = loaded(text).reviews
    assert tuple(t.isoformat("minutes") for t in (r.news_until, r.draft_at, r.approve_by, r.edition_at)) == times


def test_norwegian_is_a_language_and_no_is_no(loaded: Load) -> None:
    """`no` is a truth value only where one is expected."""
    (review,) = loaded(
        "newsletter: {title: no, sender: a@r.example, site: https://r.example, language: no, deliver: no}\n"
    ).reviews
    assert (review.title, review.language, review.deliver) == ("no", "no", False)


def test_a_key_without_a_value_is_as_if_it_were_not_there(loaded: Load) -> None:
    """So a list whose lines are all commented out is empty, and not an error."""
    rules = loaded("sources:\n#  - url: https://a.example\nsections:\nnetwork: {allow: , per_host: }\n", head=True)
    assert rules.sources == ()
    assert rules.network == Network()


def test_the_environment_comes_before_the_file(loaded: Load) -> None:
    """An empty variable counts as not set."""
    text = "store: sqlite:///a.db\nmailer: maildir:out\n"
    env = {"NEWSLETTER_STORE": "postgresql://me:secret@db/x", "NEWSLETTER_MAILER": " "}
    rules = loaded(text, env, head=True)
    assert (rules.store, rules.mailer) == ("postgresql://me:secret@db/x", "maildir:out")


def test_network_is_read(loaded: Load) -> None:
    """Ranges in CIDR notation, or single addresses."""
    rules = loaded("network: {allow: [127.0.0.0/8, '::1'], per_host: {connections: 4, gap: 0s}}\n", head=True)
    assert rules.network == Network(allow=("127.0.0.0/8", "::1/128"), connections=4, gap=dt.timedelta())


def test_aliases_may_share_terms(loaded: Load) -> None:
    """Anchors are YAML's own way not to write things twice."""
    rules = loaded(
        "sources:\n  - {url: https://a.example, terms: &t {quote: 500}}\n  - {url: https://b.example, terms: *t}\n",
        head=True,
    )
    assert [s.terms.quote for s in rules.sources] == [500, 500]


def test_words_are_read_from_their_files(loaded: Load, tmp_path: Path) -> None:
    """As Markdown; line ends are ours, a byte order mark is gone; the opening is there by default if its file is."""
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "opening.md").write_text("Good morning.\n", encoding="utf-8")
    (tmp_path / "words" / "call.md").write_bytes(b"\xef\xbb\xbfJoin\r\nus\r\n")
    (review,) = loaded("words: {call: words/call.md}\n", head=True).reviews
    assert [(w.slot, w.path, w.markdown) for w in review.words] == [
        ("opening", "words/opening.md", "Good morning.\n"),
        ("call", "words/call.md", "Join\nus\n"),
    ]
    assert loaded("words: {opening: ''}\n", head=True).reviews[0].words == ()
