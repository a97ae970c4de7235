"""Which language a text is in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsletter.language import detect, installed, primary

EN = "The talks in Geneva ended without a breakthrough."
UK = "Переговори в Женеві завершилися без прориву, і їхній підсумок ще є предметом суперечки."
RU = "Переговоры в Женеве завершились без прорыва, это подтвердили обе стороны."
UNDECIDED = "Женева. Президент. Брифинг."


@pytest.mark.parametrize(
    ("text", "declared", "among", "expected"),
    [
        (EN, "en-GB", ["uk"], "en"),
        (EN, "de", ["en"], "de"),
        (EN, None, ["en", "uk"], "en"),
        (EN, None, [], None),
        (EN, "uk", ["en", "uk"], "en"),
        (UK, None, ["en"], "uk"),
        (RU, None, ["en"], "ru"),
        (UK, "en", ["en"], "uk"),
        (UK, "ru", ["en"], "ru"),
        (RU, "en-US", ["en", "uk"], "ru"),
        (UNDECIDED, None, ["en", "uk", "ru"], "uk"),
        (UNDECIDED, None, ["ru", "uk"], "ru"),
        (UNDECIDED, None, ["en"], None),
        (UNDECIDED, "bg", ["en"], "bg"),
        ("Predsednik je stigao u Beograd", "sr", [], "sr"),
        ("Председник је стигао у Београд", "sr-Latn", [], "sr"),
        ("Ο πρόεδρος", None, ["en"], "el"),
        ("הנשיא הגיע", None, [], "he"),
        ("وصل الرئيس", None, ["en"], "ar"),
        ("وصل الرئيس", None, ["fa"], "fa"),
        ("总统抵达日内瓦", None, [], "zh"),
        ("大統領がジュネーブに到着した", None, ["zh"], "ja"),
        ("대통령이 제네바에 도착했다", None, [], "ko"),
        ("პრეზიდენტი ჩავიდა", None, [], "ka"),
        ("Նախագահը ժամանեց", None, [], "hy"),
        ("ประธานาธิบดี", None, ["en"], None),
        ("大統領がジュネーブに到着した", "ja", [], "ja"),
        ("2022: 10 / 11", "en", ["uk"], "en"),
        ("2022: 10 / 11", None, ["uk"], None),
        ("", None, ["en"], None),
        ("", "nonsense-tag", ["en"], None),
        ("NATO і ЄС " + UK, "en", ["en"], "uk"),
    ],
)
def test_declared_then_alphabet_then_what_is_expected(
    text: str, declared: str | None, among: list[str], expected: str | None
) -> None:
    """A declaration wins unless the alphabet plainly contradicts it."""
    assert detect(text, declared=declared, among=among) == expected


LATIN = [
    (EN, "en"),
    ("Rozmowy w Genewie zakończyły się bez porozumienia, podała agencja.", "pl"),
    ("Die Gespräche in Genf endeten ohne Ergebnis, sagte der Minister.", "de"),
    ("Geneva", None),  # a name is in any language
]


@pytest.mark.skipif(not installed(), reason="needs the extra `languages`: make extras")
@pytest.mark.parametrize(("text", "expected"), LATIN)
def test_several_languages_in_latin_letters_are_told_apart(text: str, expected: str | None) -> None:
    """Limited to those that the newsroom has; a declaration still goes first."""
    assert detect(text, declared=None, among=["en", "pl", "de"]) == expected
    assert detect(text, declared="de-AT", among=["en", "pl", "de"]) == "de"
    assert detect(text, declared=None, among=["en", "pl", "xx"]) is None  # unknown to the model


@pytest.mark.skipif(installed(), reason="says what happens without the extra `languages`")
@pytest.mark.parametrize(("text", "_"), LATIN)
def test_without_the_extra_several_languages_in_latin_letters_stay_open(text: str, _: str | None) -> None:
    """Nothing is guessed by halves."""
    assert detect(text, declared=None, among=["en", "pl", "de"]) is None


def test_the_model_is_loaded_only_where_nothing_else_decides() -> None:
    """Declared, in another alphabet, or one language in Latin letters: neither py3langid nor numpy."""
    code = (
        "import sys; from newsletter.language import detect;"
        f"detect({EN!r}, declared='en', among=['en', 'de']); detect({EN!r}, declared=None, among=['en', 'uk']);"
        f"detect({UK!r}, declared=None, among=['en', 'de']); detect('', declared=None, among=['en', 'de']);"
        "print([m for m in ('py3langid', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en-GB", "en"), ("UK", "uk"), ("zh_Hant", "zh"), ("kab", "kab"), ("english", None), ("", None), (None, None)],
)
def test_a_tag_is_cut_to_its_primary_part(tag: str | None, expected: str | None) -> None:
    """BCP 47, in lower case."""
    assert primary(tag) == expected
