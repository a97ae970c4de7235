"""Patterns against sentences: what is taken, and what is not taken because nobody can tell."""

from __future__ import annotations

import pytest

from newsletter.write.lines import Found, find, sentences_of
from newsletter.write.words_en import EN
from newsletter.write.words_uk import UK
from tests.support.lines import line

ATTACKS = line("{n} attack*")
NEAR = line("attacked {n} times|time ... near {places:names}", "{n} attack* near {places:names}")
WHO = line("by {who:words} near {places:names}")
UKRAINIAN = line("{n} обстріл* ... поблизу|біля {places:names}")


def fit(pattern: object, text: str, language: str = "en", title: str = "") -> Found | None:
    from newsletter.model.lines import Line

    assert isinstance(pattern, Line)
    tongue = UK if language == "uk" else EN
    return find(pattern, sentences_of((("summary", text, None), ("title", title, None)), language, tongue), language)


def taken(pattern: object, text: str, language: str = "en", title: str = "") -> dict[str, str]:
    found = fit(pattern, text, language, title)
    assert found is not None and not found.trouble, found
    return {n: str(t.value) if t.value is not None else " + ".join(t.words) for n, t in found.taken.items()}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2 attacks were seen.", "2"),
        ("Two attacks were seen.", "2"),
        ("Twenty-one attacks were seen.", "21"),
        ("Twenty one attacks were seen.", "21"),
        ("1,200 attacks were seen.", "1200"),
        ("On 10 January 10 attacks were seen.", "10"),
        ("Zero attacks were seen.", "0"),
        ("2 attacks came at night. All 2 attacks failed.", "2"),
        ("Attacks: see below\n3 attacks", "3"),
    ],
)
def test_a_number_is_read_in_digits_and_in_words(text: str, number: str) -> None:
    """However often it is said, if it is always the same."""
    assert taken(ATTACKS, text) == {"n": number}


@pytest.mark.parametrize(
    "text",
    [
        "About 20 attacks were seen.",
        "Up to ten attacks were seen.",
        "More than 20 attacks were seen.",
        "Another 2 attacks were seen.",
        "2-3 attacks were seen.",
        "2 or 3 attacks were seen.",
        "2 of 3 attacks were seen.",
        "1.200 attacks were seen.",
        "1 200 attacks were seen.",
        "In 2022 attacks became rare.",
        "They denied 2 attacks near Popasna.",
        "$5 attacks were seen.",
        "2 attacks and later 3 attacks were seen.",
        "2 attacks were seen. After that 4 attacks were seen.",
        "152mm attacks were seen.",
        "99999999999999 attacks were seen.",
    ],
)
def test_a_number_that_is_not_said_plainly_is_not_taken(text: str) -> None:
    """The line fits, and the editor hears why it is not printed."""
    found = fit(ATTACKS, text)
    assert found is not None and found.trouble


@pytest.mark.parametrize(
    "text",
    ["No attacks were seen.", "The January 10 attacks were seen.", "2 thousand attacks were seen.", "T-72 attacks"],
)
def test_what_is_no_number_fits_nothing(text: str) -> None:
    """ "No" is no zero: who wants to print it writes a line for it."""
    assert fit(ATTACKS, text) is None


def test_no_attacks_can_be_a_line_of_its_own() -> None:
    """A stated zero is matched explicitly."""
    assert fit(line("no attacks were recorded"), "No attacks were recorded on 10 January.") is not None


def test_the_words_of_the_pattern_itself_are_no_doubt() -> None:
    """Who writes "up to" into the pattern also prints it."""
    assert taken(line("up to {n} attacks"), "Up to ten attacks were seen.") == {"n": "10"}


def test_headline_and_text_must_agree_on_numbers() -> None:
    """The same in other words is fine; another number is nobody's."""
    text = "Militants attacked 2 times on 10 January, near Popasna and near Katerynivka, the headquarters says."
    assert taken(NEAR, text, title="Joint Forces count 2 attacks near Popasna and Katerynivka") == {
        "n": "2",
        "places": "Popasna + Katerynivka",
    }
    found = fit(NEAR, text, title="Joint Forces count 3 attacks near Popasna")
    assert found is not None and "“2” or “3”" in found.trouble


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("2 attacks near Popasna.", "Popasna"),
        ("2 attacks near Popasna, Zolote and Katerynivka on 10 January.", "Popasna + Zolote + Katerynivka"),
        ("2 attacks near Popasna, Luhansk Oblast, and Zolote.", "Popasna, Luhansk Oblast + Zolote"),
        ("2 attacks near Stanytsia Luhanska, the monitors say.", "Stanytsia Luhanska"),
        ("2 attacks near Popasna, Zolote", "Popasna + Zolote"),
    ],
)
def test_names_are_taken_one_by_one(text: str, places: str) -> None:
    """A part of the country belongs to its place."""
    assert taken(NEAR, text)["places"] == places


@pytest.mark.parametrize(
    "text",
    [
        "2 attacks near Popasna, Kyiv says.",
        "2 attacks near Popasna and Ukraine returned fire.",
        "2 attacks near Popasna and other villages.",
        "2 attacks near the river.",
    ],
)
def test_a_list_that_does_not_end_for_sure_is_not_taken(text: str) -> None:
    """ "near Popasna, Kyiv says" would print two places."""
    assert fit(NEAR, text) is None


def test_words_stand_between_two_words_and_cross_no_comma() -> None:
    """At most six of them."""
    assert taken(WHO, "Shelling by Russian-led forces near Popasna.") == {
        "who": "Russian-led forces",
        "places": "Popasna",
    }
    assert fit(WHO, "Shelling by forces, they say, near Popasna.") is None
    assert fit(WHO, "Shelling by a b c d e f g near Popasna.") is None


@pytest.mark.parametrize(
    ("text", "number", "places"),
    [
        ("За добу зафіксовано 2 обстріли поблизу Попасної та Катеринівки.", "2", "Попасної + Катеринівки"),
        ("Двадцять один обстріл біля Попасної.", "21", "Попасної"),
        ("Ворог здійснив п’ять обстрілів, зокрема поблизу Попасної і Золотого.", "5", "Попасної + Золотого"),
        ("Зафіксовано 1 200 обстрілів поблизу Попасної.", "1200", "Попасної"),
    ],
)
def test_ukrainian_reports_are_read(text: str, number: str, places: str) -> None:
    """Words of numbers in their forms, any apostrophe, groups of digits with blanks."""
    assert taken(UKRAINIAN, text, "uk") == {"n": number, "places": places}


@pytest.mark.parametrize(
    "text", ["Понад 20 обстрілів біля Попасної.", "Ще 2 обстріли біля Попасної.", "До двох обстрілів біля Попасної."]
)
def test_ukrainian_doubts_are_doubts(text: str) -> None:
    """Over, another, up to."""
    found = fit(UKRAINIAN, text, "uk")
    assert found is not None and found.trouble


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    """The HTML says where they end; the text does not."""
    html = "<ul><li>Attacks: 2</li><li>Wounded: 1</li></ul>"
    sentences = sentences_of((("summary", "Attacks: 2 Wounded: 1", html),), "en", EN)
    assert len(sentences) == 2
    found = find(line("attacks {n}"), sentences, "en")
    assert found is not None and not found.trouble and str(found.taken["n"].value) == "2"
