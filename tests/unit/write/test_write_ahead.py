"""What is still to come, in an entry's own words."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.model.base import SourceName
from newsletter.model.editions import Extract
from newsletter.write import TONGUES
from newsletter.write.ahead import ahead
from newsletter.write.credits import Member
from newsletter.write.extracts import Setting, text_of
from tests.support import make


def found(text: str, lang: str = "en", title: str = "Agenda", quote: int = 300) -> list[tuple[str, str]]:
    """(day, words) of each line; the words are those of the span."""
    entry = make.entry(title, text=text, lang=lang)
    source = make.source("wire")
    limited = type(source)(
        url=source.url, name=SourceName("wire"), publisher="wire", terms=type(source.terms)(quote=quote)
    )
    setting = Setting.of(make.review(language=lang), make.window(), TONGUES[lang])
    lines = []
    for one in ahead(Member(entry=entry, source=limited), setting):
        title_ = one.item.title
        assert isinstance(title_, Extract)
        assert title_.text == text_of(entry, title_.span.field)[title_.span.start : title_.span.end]
        assert one.day > dt.date(2022, 1, 11)
        lines.append((one.day.isoformat(), title_.printed))
    return lines


@pytest.mark.parametrize(
    ("lang", "text", "day", "line"),
    [
        (
            "en",
            "Representatives of NATO and Russia meet in Brussels on 12 January for the second round of the talks.",
            "2022-01-12",
            "Representatives of NATO and Russia meet in Brussels on 12 January",
        ),
        (
            "en",
            "The NATO-Russia round is set for Brussels on Jan. 12, between two other rounds of talks.",
            "2022-01-12",
            None,
        ),
        (
            "en",
            "The Ukrainian parliament will vote on the budget on 20 January.",
            "2022-01-20",
            "The Ukrainian parliament will vote on the budget on 20 January",
        ),
        (
            "en",
            "Sergei Riabkov of Moscow wants to judge the prospects for any negotiations after the meeting with NATO on "
            "12 January.",
            "2022-01-12",
            "meeting with NATO on 12 January",
        ),
        (
            "uk",
            "Представники НАТО і Росії зустрінуться у Брюсселі 12 січня.",
            "2022-01-12",
            "Представники НАТО і Росії зустрінуться у Брюсселі 12 січня",
        ),
        (
            "uk",
            "13 січня у Відні відбудеться засідання Постійної ради ОБСЄ.",
            "2022-01-13",
            "13 січня у Відні відбудеться засідання Постійної ради ОБСЄ",
        ),
        (
            "uk",
            "З 1 лютого разовий квиток у метро Києва коштуватиме 15 грн, повідомила КМВА.",
            "2022-02-01",
            "З 1 лютого разовий квиток у метро Києва коштуватиме 15 грн",
        ),
        (
            "uk",
            "Етнофестиваль «Країна мрій» відбудеться 23 січня на Співочому полі в Києві.",
            "2022-01-23",
            "Етнофестиваль «Країна мрій» відбудеться 23 січня",
        ),
        (
            "en",
            "The Kyiv marathon on 26 January will start at Sofiiska Square, the organisers said on Tuesday.",
            "2022-01-26",
            "The Kyiv marathon on 26 January will start at Sofiiska Square",
        ),
        (
            "en",
            "Ceban leads in a poll that was released on Tuesday before Moldova's presidential election on 31 January, "
            "the institute said.",
            "2022-01-31",
            "Moldova's presidential election on 31 January",
        ),
    ],
)
def test_a_clause_with_its_date_is_taken_verbatim(lang: str, text: str, day: str, line: str | None) -> None:
    """From the sentence's beginning to the date, a short sentence as a whole, or the name of a meeting."""
    lines = found(text, lang)
    if line is None:
        assert all(d == day for d, _ in lines)
    else:
        assert lines == [(day, line)]


@pytest.mark.parametrize(
    "text",
    [
        "Representatives of NATO and Russia met in Brussels on 10 January for the second round of talks.",
        "Representatives of NATO and Russia meet in Brussels next Wednesday for the second round of talks.",
        "Representatives of NATO and Russia meet in Brussels on 12 January if Moscow agrees to the agenda.",
        "Representatives of NATO and Russia might meet in Brussels on 12 January for the second round of talks.",
        "NATO and Russia will not meet in Brussels on 12 January after all, the alliance says.",
        "The summit of NATO and Russia on 12 January has been cancelled by the hosts in Brussels.",
        "The road through Brussels will be closed until 12 January for repairs.",
        "They meet in Brussels on 12 January for the second round of a long week of talks.",
        "Will the representatives of NATO and Russia meet in Brussels on 12 January for talks?",
        "Representatives of NATO and Russia meet in Brussels on 12 November for the second round of talks.",
        "Sergei Riabkov said on Monday that his country met all its duties and sees NATO on 12 January […]",
        "Read more about the summit of NATO and Russia on 12 January in our newsletter.",
    ],
)
def test_what_is_over_vague_doubtful_or_taken_back_is_not_announced(text: str) -> None:
    """Explicit dates after the edition's day only, and nothing whose condition the line would leave out."""
    assert found(text) == []


def test_a_headline_stands_where_no_sentence_does() -> None:
    """And is as short as a line."""
    title = "NATO sits down with Russia on 12 January"
    assert found("", title=title) == [("2022-01-12", title)]


def test_a_line_is_no_longer_than_the_source_allows() -> None:
    """Sixty-six characters where fifty are allowed."""
    text = "Representatives of NATO and Russia meet in Brussels on 12 January for the second round of talks."
    assert found(text, quote=50) == []
