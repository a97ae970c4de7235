"""Which language a text is in."""

from __future__ import annotations

import pytest

from newsletter.language import detect, primary

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
        (EN, None, ["en", "de"], None),
        (EN, None, [], None),
        (EN, "uk", ["en", "uk"], "en"),
        (EN, "uk", ["en", "de"], None),
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


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en-GB", "en"), ("UK", "uk"), ("zh_Hant", "zh"), ("kab", "kab"), ("english", None), ("", None), (None, None)],
)
def test_a_tag_is_cut_to_its_primary_part(tag: str | None, expected: str | None) -> None:
    """BCP 47, in lower case."""
    assert primary(tag) == expected
