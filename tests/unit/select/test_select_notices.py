"""Agency notices: held until, passed, and every use flagged; news with the same words stays news."""

from __future__ import annotations

from typing import Any

import pytest

from newsletter.model.feeds import Entry
from newsletter.model.stories import Outcome, Selection
from newsletter.select import Kind, corrections, notice_of, select
from tests.support.make import at, day, entry, told, window


def chosen(*entries: Entry, **more: Any) -> Selection:
    return select(entries, window=window(), day=day("2022-01-11"), held_since={}, **more)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("KILL: Minister resigns", Kind.KILL),
        ("BC-Talks, MANDATORY KILL/", None),
        ("MANDATORY KILL - Minister resigns", Kind.KILL),
        ("Retraction: Minister resigns", Kind.KILL),
        ("(WITHDRAWN) Minister resigns", Kind.KILL),
        ("CORRECTED-Minister resigns", Kind.CORRECTION),
        ("Correction: Minister did not resign", Kind.CORRECTION),
        ("CORRECTION (Jan. 10): Minister resigns", Kind.CORRECTION),
        ("REUTERS - CORRECTION: Minister resigns", Kind.CORRECTION),
        ("Виправлення: міністр не пішов", Kind.CORRECTION),
        ("ADVISORY: our schedule of Tuesday", Kind.ADVISORY),
        ("(ADVISORY) Talks in Geneva", Kind.ADVISORY),
        ("MEDIA ADVISORY: briefing at noon", Kind.ADVISORY),
        ("Media advisory: briefing at noon", Kind.ADVISORY),
        ("EMBARGOED UNTIL 0600 GMT: Report on prices", Kind.EMBARGO),
        ("Report on prices - EMBARGOED UNTIL 0600 GMT", Kind.EMBARGO),
        ("ЕМБАРГО ДО 12 січня 06:00 за Києвом. Звіт", Kind.EMBARGO),
        ("Advisory board resigns", None),
        ("ADVISORY BOARD RESIGNS OVER TALKS", None),
        ("Weather advisory: snow in the west", None),
        ("KILLED: five soldiers at a checkpoint", None),
        ("Kill: a film about revenge", None),
        ("Five killed in shelling", None),
        ("Corrections officer arrested", None),
        ("Market correction: shares fall", None),
        ("Embargo on oil: what it means", None),
        ("EMBARGO: the Union bans oil", None),
        ("EMBARGOED: Prize for the poet", Kind.EMBARGO),
        ("Union extends embargo until July", None),
        ("SPONSORED: Best holiday deals", Kind.ADVERT),
        ("[Sponsored content] Best holiday deals", Kind.ADVERT),
        ("Реклама: найкращі знижки", Kind.ADVERT),
        ("Sponsored bill passes the Senate", None),
        ("Advertising market shrinks", None),
    ],
)
def test_a_title_is_a_notice_or_news(title: str, kind: Kind | None) -> None:
    """By its marker at the start, in capitals or with a colon."""
    found = notice_of(entry(title))
    assert (found and found.kind) == kind


def test_what_was_paid_for_is_passed() -> None:
    """By its headline or by the feed's own category; the ledger says why."""
    titled, tagged = entry("SPONSORED: Best holiday deals"), entry("Best holiday deals", tags=("Sponsored",))
    news = entry("Advertising market shrinks")
    found = chosen(titled, tagged, news)
    assert {(a.entry, a.outcome, a.reason) for a in found.asides} == {
        (e.id, Outcome.PASSED, "marked as advertising") for e in (titled, tagged)
    }
    assert found.candidates == (news,)


def test_a_notice_may_stand_in_the_first_line_of_the_text() -> None:
    """Not further down."""
    first = notice_of(entry("Minister resigns", text="KILL NOTICE: the story has been withdrawn."))
    assert first is not None and first.kind is Kind.KILL and first.about == "Minister resigns"
    assert notice_of(entry("Minister resigns", text="He left. " * 60 + "EMBARGOED UNTIL 0600 GMT")) is None


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("0600 GMT, Tuesday 11 January 2022", "2022-01-11T06:00Z"),
        ("06:00 CET 11 Jan", "2022-01-11T05:00Z"),
        ("6 a.m. ET, Jan. 12, 2022", "2022-01-12T11:00Z"),
        ("12:01 a.m. EST January 12", "2022-01-12T05:01Z"),
        ("2022-01-12 08:30 UTC", "2022-01-12T08:30Z"),
        ("2022-01-12T08:30+02:00", "2022-01-12T06:30Z"),
        ("12.01.2022 08:30 UTC+2", "2022-01-12T06:30Z"),
        ("noon GMT on 12 January", "2022-01-12T12:00Z"),
        ("12 January", "2022-01-12T00:00Z"),
        ("12 January 0600 GMT", "2022-01-12T06:00Z"),
        ("12 January 2000 GMT", "2022-01-12T20:00Z"),
        ("12 January 2022 2000 GMT", "2022-01-12T20:00Z"),
        ("1800 GMT", "2022-01-10T18:00Z"),
        ("0600 GMT", "2022-01-11T06:00Z"),
        ("further notice", None),
        ("99:99 on 45 January", None),
    ],
)
def test_an_embargo_names_an_instant(words: str, instant: str | None) -> None:
    """Published at noon on the 10th: what is left out is the next one after it."""
    found = notice_of(entry(f"EMBARGOED UNTIL {words}"))
    assert found is not None and found.kind is Kind.EMBARGO
    assert found.until == (at(instant) if instant else None)


def test_an_embargo_is_held_until_then_and_is_news_then() -> None:
    """The cutoff is 04:30; the next edition's is a day later, and the piece is not late there."""
    embargoed = entry("EMBARGOED UNTIL 0600 GMT 11 January 2022: Prices fall", at="2022-01-09T00:00Z")
    (aside,) = chosen(embargoed).asides
    assert (aside.outcome, aside.flag) == (Outcome.HELD, "embargo")
    assert aside.reason == "embargoed until 11 January 2022, 06:00 UTC"
    later = select(
        [embargoed],
        window=window("2022-01-11T04:30Z", "2022-01-12T04:30Z"),
        day=day("2022-01-12"),
        held_since={embargoed.id: day("2022-01-11")},
    )
    assert later.candidates == (embargoed,)


def test_an_embargo_that_cannot_be_read_is_never_placed_unattended() -> None:
    """It waits for an editor."""
    (aside,) = chosen(entry("EMBARGOED UNTIL further notice: Prices fall")).asides
    assert (aside.outcome, aside.flag) == (Outcome.HELD, "embargo")


def test_an_advisory_is_passed() -> None:
    """It is for editors' eyes, and no news."""
    (aside,) = chosen(entry("ADVISORY: our schedule of Tuesday")).asides
    assert (aside.outcome, aside.reason) == (Outcome.PASSED, "an advisory to editors, no news")


def test_a_kill_takes_out_every_use_that_is_not_told_yet() -> None:
    """The piece itself, a reprint under the same headline, one that repeats its link; nothing else."""
    piece = entry("Minister resigns over talks", source="wire")
    reprint = entry("Minister resigns over talks", source="post")
    other = entry("Minister travels to Geneva", source="wire")
    kill = entry("KILL: Minister resigns over talks", source="wire", at="2022-01-10T14:00Z")
    result = chosen(piece, reprint, other, kill)
    assert result.candidates == (other,)
    assert {(a.entry, a.flag) for a in result.asides} == {
        (piece.id, "killed"),
        (reprint.id, "killed"),
        (kill.id, "kill"),
    }
    assert all(a.outcome is Outcome.HELD for a in result.asides)


def test_a_correction_says_what_was_told_and_when() -> None:
    """It waits for an editor, with the use that it corrects."""
    before = entry("Minister resigns over talks", at="2022-01-09T12:00Z")
    correction = entry("CORRECTION: Minister resigns over talks", id="c")
    (aside,) = chosen(correction, told=[told(before, day="2022-01-10")]).asides
    assert aside.flag == "correction"
    assert aside.reason.startswith("wire corrects “Minister resigns over talks”, told on 10 January 2022")


def test_every_told_use_is_named_afterwards() -> None:
    """By a notice of its own, or because the told entry has become its own correction."""
    one = entry("Minister resigns over talks", source="wire")
    reprint = entry("Minister resigns over talks", source="post")
    turned = entry("CORRECTED-Snow closes two roads", source="gazette")
    untouched = entry("Prices rise again")
    kill = entry("KILL: Minister resigns over talks", source="wire", at="2022-01-11T09:00Z")
    found = corrections([told(e) for e in (one, reprint, turned, untouched)], [kill, untouched], (), {})
    assert [c.words for c in found] == [
        "wire withdraws “Minister resigns over talks”, told on 10 January 2022",
        "gazette corrects “Snow closes two roads”, told on 10 January 2022",
    ]


def test_an_embargo_holds_its_own_entry_and_none_with_a_like_text() -> None:
    """Another source's report of something else, made by the same template, is news."""
    text = "More about it will be known by the end of the week, the council of the region said on Monday in its hall."
    held = entry("EMBARGOED: Prize for the poet", source="a", text=f"EMBARGOED UNTIL 12 January 0600 GMT. {text}")
    news = entry("Bridge in Odesa closed", source="b", text=text)
    found = chosen(held, news)
    assert [e.id for e in found.candidates] == [news.id]
    assert [(a.entry, a.flag) for a in found.asides] == [(held.id, "embargo")]
