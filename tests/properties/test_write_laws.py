"""Laws of writing: whatever strangers send, extracts are verbatim and within the terms."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.model.editions import Extract
from newsletter.model.sources import Terms
from newsletter.model.written import Written
from newsletter.write import TONGUES, write
from newsletter.write.extracts import length, text_of
from newsletter.write.sentences import flaw, sentences
from tests.support import make

PIECES = (
    "Russia wants NATO to rule out admitting Ukraine and to stop expanding eastward.",
    "“We will not allow anyone to slam closed the door of NATO,” said Wendy Sherman, the US deputy secretary of state.",
    "One soldier was wounded today in the area of the Joint Forces, they report.",
    "The talks will be held on 9 January in Geneva, according to Sergei Lavrov.",
    "But it is",
    "Read more",
    "[…]",
    "“",
    '"',
    "Dec. 3 at 5 p.m. in the U.S. on Monday",
    "Переговори США і Росії в Женеві завершилися сьогодні без жодного прориву, каже Москва.",
    "«Нарощування сил не припинилося, воно триває щодня», — заявив Єнс Столтенберг.",
    "<script>{{ x }}</script> [x](javascript:y)",
    "\n",
    "!",
    ". ",
)
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=8).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(texts, texts, st.text(max_size=40), st.integers(0, 400), st.sampled_from(("en", "uk", "fr")), st.booleans())
@example("“" * 30, '"' * 31, "“", 300, "en", True)
def test_what_is_written_is_verbatim_and_within_the_terms(
    summary: str, content: str, title: str, limit: int, language: str, dated: bool
) -> None:
    """Spans hold, sentences and the quotations beside them keep to the limit, nothing crashes."""
    piece = make.entry(title, text=summary, content_text=content, lang=None, at="2022-01-10T12:00Z" if dated else None)
    result = write(
        make.story(piece),
        entries={piece.id: piece},
        sources=make.sources(make.source("wire", terms=Terms(quote=limit))),
        review=make.review(language=language),
        window=make.window(),
    )
    words = [w for w in (result.block.headline, *result.block.sentences) if isinstance(w, Extract)]
    quotes = [q.quote for q in result.quotes] if isinstance(result, Written) else []
    for extract in (*words, *quotes):
        span = extract.span
        assert text_of(piece, span.field)[span.start : span.end] == extract.text
        assert all(0 <= i.at <= len(extract.text) for i in extract.inserts)
    printed = [w for w in result.block.sentences if isinstance(w, Extract)]
    beside = [q for q in quotes if not any(overlap(q, s) for s in printed)]
    total = [*printed, *beside]
    assert sum(map(length, total)) + max(0, len(total) - 1) <= limit


def overlap(one: Extract, other: Extract) -> bool:
    a, b = one.span, other.span
    return a.field == b.field and a.start < b.end and b.start < a.end


@settings(max_examples=150, deadline=None)
@given(texts, st.sampled_from(("en", "uk")))
def test_sentences_are_in_order_apart_and_sound_ones_stand_alone(text: str, language: str) -> None:
    """Spans do not overlap, and each ends with its mark."""
    tongue, last = TONGUES[language], 0
    for start, end in sentences(text, tongue):
        assert last <= start < end <= len(text)
        last = end
        if not flaw(text[start:end], tongue):
            assert text[start:end].rstrip('”"»“’)]').endswith(".")
