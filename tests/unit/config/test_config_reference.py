"""The files that people start from, and how long a large one takes."""

from __future__ import annotations

import re
import time
from pathlib import Path

from newsletter.config import load
from newsletter.config.schema import File, NetworkPart, Part, ReviewPart, SectionPart, SourcePart, TakePart, WordsPart
from newsletter.model.rules import Approval, Review

ROOT = Path(__file__).resolve().parents[3]


def test_the_repository_is_a_newsroom() -> None:
    """Its sources.yaml loads, mails nobody, and has words for everything but a sponsor."""
    rules = load(ROOT, {})
    (review,) = rules.reviews
    assert (review.approval, review.deliver) == (Approval.AUTOMATIC, False)
    assert {w.slot for w in review.words} == {"opening", "thanks", "call", "support", "corrections", "reuse"}
    assert all(w.markdown.strip() for w in review.words)
    assert len({s.publisher for s in rules.sources}) == 6
    assert rules.sources[0].terms.quote == 500


def test_the_reference_names_every_setting() -> None:
    """sources.yaml at the root doubles as the list of all keys, each explained where it stands."""
    text = (ROOT / "sources.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"\b([a-z_]+):", text)) | {"tags", "words", "sources", "publishers", "languages"}
    kinds: list[type[Part]] = [File, ReviewPart, WordsPart, NetworkPart, SectionPart, TakePart, SourcePart]
    missing = {key for kind in kinds for key in kind.model_fields} - named - {"min_publishers"}
    assert not missing
    assert all(key in text for key in ("languages", "within", "min_publishers", "min_stories", "connections"))


def test_every_key_of_newsletter_is_a_field_of_the_record() -> None:
    """What is read cannot be forgotten on the way."""
    assert set(ReviewPart.model_fields) == set(Review.__dataclass_fields__) - {"id", "words", "sections", "pages"}


def test_two_thousand_sources_load_quickly(tmp_path: Path) -> None:
    """CPU time: 0.2 s were measured with every key written out; the bound leaves room for a busy machine."""
    sources = "".join(
        f"""\
  - url: https://feed{n}.example.org/rss.xml
    name: Source {n}
    publisher: Publisher {n % 300}
    language: en
    tags: [front, diplomacy]
    weight: 1.0
    every: 1h
    ours: no
    trust: full
    terms: {{quote: 300, link: required, image: no}}
"""
        for n in range(2000)
    )
    head = "newsletter: {title: R, sender: a@r.example, site: https://r.example}\nsources:\n"
    (tmp_path / "sources.yaml").write_text(head + sources, encoding="utf-8")
    load(tmp_path, {})
    best = 99.0
    for _ in range(3):
        start = time.process_time()
        rules = load(tmp_path, {})
        best = min(best, time.process_time() - start)
    assert len(rules.sources) == 2000
    assert best < 2.0
