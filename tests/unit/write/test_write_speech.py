"""Direct speech: who, in which role, which words."""

from __future__ import annotations

import pytest

from newsletter.model.base import StoryId
from newsletter.model.editions import QuoteBlock
from newsletter.write import TONGUES
from newsletter.write.extracts import Setting
from newsletter.write.speech import quotes
from tests.support import make


def found(text: str, lang: str = "en") -> list[QuoteBlock]:
    piece = make.entry("Title", text=text, lang=lang)
    setting = Setting.of(make.review(language=lang), make.window(), TONGUES[lang])
    return list(quotes(piece, make.credit(piece), StoryId("s"), setting))


DOOR = "We will not allow anyone to slam closed NATO’s open door policy"


@pytest.mark.parametrize(
    "text",
    [
        f"“{DOOR},” said Wendy Sherman, the US deputy secretary of state.",
        f"“{DOOR},” said Wendy Sherman, the US deputy secretary of state, who led the delegation.",
        f"“{DOOR},” Wendy Sherman, US deputy secretary of state, told reporters on a call.",
        f"“{DOOR},” US deputy secretary of state Wendy Sherman said at a briefing.",
        f'"{DOOR}," said US deputy secretary of state Wendy Sherman on a conference call.',
        f"Wendy Sherman, US deputy secretary of state, said: “{DOOR}.”",
        f"US deputy secretary of state Wendy Sherman told reporters in Geneva: “{DOOR}.”",
    ],
)
def test_a_quotation_is_found_with_speaker_and_role(text: str) -> None:
    """Words verbatim, without the marks and the comma that only joins."""
    (quote,) = found(text)
    assert quote.quote.text.rstrip(".") == DOOR
    assert quote.quote.text == text[quote.quote.span.start : quote.quote.span.end]
    assert (quote.speaker, quote.role) == ("Wendy Sherman", "US deputy secretary of state")


@pytest.mark.parametrize(
    "text",
    [
        f"“{DOOR},” Ms. Sherman said on a conference call.",
        f"“{DOOR},” Sherman said on a conference call.",
        f"“{DOOR},” the minister said on a conference call.",
        f"“{DOOR},” he said on a conference call.",
        f"“{DOOR},” said a spokesman for the White House.",
        "“We are committed,” said Wendy Sherman, the US deputy secretary of state.",
        "Wendy Sherman said the plan was “a non-starter for all of the allies in Europe.”",
        "“We were firm … in pushing back on these proposals,” said Wendy Sherman in Geneva.",
        f"“{DOOR},” said Wendy Sherman, and the talks of <script> ended.".replace("NATO’s", "<b>"),
    ],
)
def test_speech_without_a_full_name_or_cut_short_is_no_quotation(text: str) -> None:
    """A surname, a pronoun, five words, half a sentence."""
    assert found(text) == []


def test_what_follows_the_name_is_a_role_only_if_it_names_one() -> None:
    """`…, adding that` is none."""
    (quote,) = found(f"“{DOOR},” said Wendy Sherman, adding that talks go on.")
    assert (quote.speaker, quote.role) == ("Wendy Sherman", "")


def test_a_quotation_in_summary_and_content_is_found_once() -> None:
    """Feeds send the same paragraph twice."""
    text = f"“{DOOR},” said Wendy Sherman, the US deputy secretary of state."
    piece = make.entry("Title", text=text, content_text=text + " More was said.")
    setting = Setting.of(make.review(), make.window(), TONGUES["en"])
    assert len(list(quotes(piece, make.credit(piece), StoryId("s"), setting))) == 1


def test_ukrainian_speech_is_found() -> None:
    """«…», — сказав ROLE NAME."""
    (quote,) = found(
        "«Нарощування сил не припинилося, воно триває щодня», — заявив генеральний секретар НАТО Єнс Столтенберг.", "uk"
    )
    assert quote.quote.text == "Нарощування сил не припинилося, воно триває щодня"
    assert quote.speaker == "Єнс Столтенберг"


def test_a_relative_day_in_speech_gets_its_date() -> None:
    """The speaker's "today" is the entry's day."""
    (quote,) = found("“We have seen more troops move today than ever before,” said Wendy Sherman in Geneva.")
    assert "today [10 January] than" in quote.quote.printed
