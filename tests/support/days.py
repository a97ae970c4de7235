"""Hypothesis strategies for entries and for whole sequences of days, with the traps that real feeds hold."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from newsletter.model.base import EntryId, SourceName
from newsletter.model.feeds import Entry
from tests.support.make import at

#: Few titles, so that some meet: reprints, rewrites, series, other languages, and no title at all.
TITLES: tuple[str | None, ...] = (
    "Geneva talks between US and Russia bring no breakthrough",
    "Geneva talks between Russia and US bring no breakthrough | Wire",
    "Sherman and Riabkov leave Geneva in 1997 mood",
    "Шерман і Рябков залишили Женеву",
    "Two killed in a blast in Odesa",
    "Five killed in a blast in Odesa",
    "Germany arrests former Georgian general whom Russia has long wanted",
    "Germany arrests former Georgian general whom Russia long wanted",
    "Live updates",
    "Morning report",
    "",
    None,
)
SOURCES = ("wire", "post", "kontynent", "review")
TEXTS = (
    "",
    "Sherman met Riabkov in Geneva.",
    "Венді Шерман зустріла Рябкова в Женеві.",
    "Rain has ruined the harvest.",
)
LINKS = (
    None,
    "https://wire.example/a",
    "http://www.wire.example/a/",
    "https://post.example/b",
    "https://post.example/",
)

START = at("2022-01-10T04:30Z")

hours = st.integers(min_value=-24 * 12, max_value=24 * 4).map(lambda h: dt.timedelta(hours=h))


@st.composite
def entries(draw: st.DrawFn, *, number: int, seen: dt.datetime) -> Entry:
    """One entry that came at `seen`: in time, late, from the future, or without a date."""
    dated = draw(st.sampled_from(("now", "now", "now", "some", "never")))
    published = seen - dt.timedelta(hours=draw(st.integers(0, 20))) if dated == "now" else None
    if dated == "some":
        published = seen + draw(hours)
    first_visit = draw(st.booleans())
    lang = draw(st.sampled_from(("en", "en", "uk", None)))
    link = draw(st.sampled_from(LINKS))
    repeat = draw(st.none() | st.integers(0, 12))
    return Entry(
        id=EntryId(f"e{number:03}"),
        source=SourceName(draw(st.sampled_from(SOURCES))),
        title=draw(st.sampled_from(TITLES)),
        summary_text=draw(st.sampled_from(TEXTS)),
        published=published,
        first_seen=seen,
        source_since=seen if first_visit else START - dt.timedelta(days=40),
        language=lang,
        url=link,
        clean_url=link,
        repeat_of=EntryId(f"e{repeat:03}") if repeat is not None else None,
    )


@st.composite
def batches(draw: st.DrawFn, *, most: int = 12) -> list[Entry]:
    """Some entries of two days."""
    size = draw(st.integers(0, most))
    minutes = [draw(st.integers(0, 48 * 60)) for _ in range(size)]
    return [draw(entries(number=n, seen=START + dt.timedelta(minutes=m))) for n, m in enumerate(minutes)]
