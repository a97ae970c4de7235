"""How grouping grows."""

from __future__ import annotations

import time

from newsletter.group import between, group
from newsletter.model.feeds import Entry
from tests.support.make import entry

WORDS = [
    f"{a}{b}" for a in ("kor", "bal", "tim", "ser", "vod", "lun", "gra", "pol") for b in ("an", "ek", "is", "ov", "ur")
]


#: CPU time. One is usual; a machine that does much else counts three for it, and a quadratic trap would take a minute.
SECONDS = 10


def news(n: int) -> Entry:
    """Ten words out of forty, three of them names; every third in Ukrainian."""
    said = [WORDS[(n * k + k * k) % len(WORDS)] for k in (1, 3, 7, 11, 13, 17, 19)]
    names = [f"{WORDS[(n * k) % 40].title()}{n % 97}" for k in (23, 29, 31)]
    title = f"{said[0]} {names[0]} {' '.join(said[1:5])} {names[1]} {said[5]} {said[6]} {names[2]}"
    return entry(
        title,
        source=f"source {n % 40}",
        text=f"Then {names[0]} met {names[2]}.",
        lang="uk" if n % 3 else "en",
        id=str(n),
    )


def test_two_thousand_entries_are_grouped_in_seconds() -> None:
    """The words are few, so that candidates are many."""
    entries = [news(n) for n in range(2000)]
    start = time.process_time()
    stories = group(entries, told=(), sources={}, language="en")
    assert time.process_time() - start < SECONDS
    assert sum(len(s.members) for s in stories) == 2000


def test_one_headline_two_thousand_times_is_no_quadratic_trap() -> None:
    """A broken feed: one source, one headline, always another text."""
    entries = [
        entry("Joint Forces count attacks", text=f"Report number {n}.", id=str(n), url=f"https://wire.example/{n}")
        for n in range(2000)
    ]
    start = time.process_time()
    group(entries, told=(), sources={}, language="en")
    assert time.process_time() - start < SECONDS


def test_headlines_from_a_template_are_no_quadratic_trap() -> None:
    """One word of twelve differs, in fifteen hundred entries."""
    names = [f"{a}{b}" for a in WORDS for b in WORDS][:1500]
    entries = [
        entry(f"Forecast says that light rain and some wind will reach {name} soon", source=f"source {n}", id=str(n))
        for n, name in enumerate(names)
    ]
    start = time.process_time()
    group(entries, told=(), sources={}, language="en")
    assert time.process_time() - start < SECONDS


def test_pages_full_of_numbers_are_no_quadratic_trap() -> None:
    """Tables, one endless sentence, and two hundred reports that all count the same soldiers."""
    table = " ".join(f"{n} soldiers near the border {n}," for n in range(2000))
    reports = [
        entry(f"Count {n}", source=f"source {n}", text=f"{table} {n} soldiers. {n + 100} soldiers near the border.")
        for n in range(200)
    ]
    start = time.process_time()
    between(reports)
    assert time.process_time() - start < SECONDS
