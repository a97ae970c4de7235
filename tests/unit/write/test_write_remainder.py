"""The rest of what? A sentence that speaks of a remainder leans on the one that says so."""

from __future__ import annotations

import pytest

from newsletter.write import TONGUES
from newsletter.write.sentences import flaw


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("uk", "Якщо решту 24 млн грн не виплатять до 25 травня, страйк на шахті відновиться."),
        ("uk", "Решта працівників шахти повернулася додому у середу ввечері."),
        ("en", "The strike will resume if the rest is not paid by 25 May."),
        ("en", "The remaining 24 million hryvnias will be paid to the miners in June."),
        ("en", "The rest were taken to hospitals in Lviv and in Rivne on Tuesday."),
    ],
)
def test_a_remainder_leans_on_the_sentence_before(lang: str, sentence: str) -> None:
    """It does not say what it is the rest of."""
    assert flaw(sentence, TONGUES[lang]).startswith("leans on what came before")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("uk", "Держава виплатила шахтарям «Надії» решту боргу із зарплати, повідомило Міненерго."),
        ("uk", "Шахтарям «Надії» виплатили решту 24 млн грн боргу із зарплати за три місяці."),
        ("uk", "Президент наголосив, що решта країн Європи підтримує Україну в суді."),
        ("en", "The ministry paid the rest of the debt to the miners of the Nadiia pit."),
        ("en", "Russia will keep the remaining members of the crew in custody until June."),
    ],
)
def test_a_remainder_with_its_whole_stands_alone(lang: str, sentence: str) -> None:
    """The rest of the debt, the remaining members of the crew."""
    assert flaw(sentence, TONGUES[lang]) == ""
