"""Direct speech that nobody in its sentence says is no sentence of a brief."""

from __future__ import annotations

import pytest

from newsletter.model.feeds import Entry
from newsletter.write import Written, write
from newsletter.write.sentences import flaw
from newsletter.write.words_en import EN
from newsletter.write.words_uk import UK
from tests.support import make

SAID = "“We were lucky today that the rocket did not fall on the school,”"
NEWS = "A rocket fell on a field near the village at dawn and wounded nobody."


def printed(lead: Entry) -> list[str]:
    made = write(
        make.story(lead),
        entries={lead.id: lead},
        sources=make.sources(lead.source),
        review=make.review(),
        window=make.window(),
    )
    assert isinstance(made, Written)
    return [s.printed for s in made.block.sentences]


@pytest.mark.parametrize("tail", ["", " he said.", " she told reporters.", " they added later."])
def test_speech_without_its_speaker_is_passed_over(tail: str) -> None:
    """The next whole sentence stands first; the headline alone where there is none."""
    speech = f"{SAID}{tail}" if tail else SAID.replace(",”", ".”")
    assert printed(make.entry("Rocket misses a school", text=f"{speech} {NEWS}")) == [NEWS]
    assert printed(make.entry("Rocket misses a school", text=speech)) == []


def test_single_marks_are_marks_too() -> None:
    """An apostrophe is none."""
    assert flaw("He said: ‘We were lucky today that the rocket did not fall.’", EN) != ""
    assert flaw("Said reporters: ‘The rocket of today did not fall on the school.’", EN) == (
        "a quotation without a speaker"
    )
    assert flaw("The ministers' meeting in Geneva ended after Ukraine's allies had left.", EN) == ""


def test_ukrainian_speech_needs_its_speaker_too() -> None:
    """«…», — сказав він."""
    assert flaw("«Нам сьогодні дуже пощастило, що ракета не влучила у школу», — сказав він.", UK) != ""


def test_speech_with_its_speaker_stays() -> None:
    """Who says it stands in the sentence."""
    assert flaw(f"{SAID} said governor Anna Example on Monday.", EN) == ""
