"""What has changed between two versions, and which of it is a correction of what was told."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.model.base import EntryId
from newsletter.model.feeds import Version
from newsletter.model.stories import Rewritten
from newsletter.select import Change, changes, corrections, difference
from newsletter.select.changes import sentences_of
from tests.support.make import entry

SEEN = dt.datetime(2022, 1, 11, 6, tzinfo=dt.UTC)
TALKS = "The talks ended on Monday. Twelve people were hurt on the bridge. The mayor will speak on Friday."


def version(text: str = "", *, number: int = 1, title: str | None = "Talks end", whole: str = "") -> Version:
    return Version(entry=EntryId("a"), number=number, seen=SEEN, title=title, summary_text=text, content_text=whole)


def words(old: str, new: str) -> list[str]:
    return [c.words for c in changes(version(old), version(new, number=2))]


def test_a_rewritten_sentence_is_shown_with_what_it_was() -> None:
    """The others are not named."""
    assert words(TALKS, TALKS.replace("Twelve", "Fourteen")) == [
        "“Twelve people were hurt on the bridge.” → “Fourteen people were hurt on the bridge.”"
    ]


def test_added_and_removed_sentences_are_told_apart() -> None:
    """What shares few words is another sentence."""
    new = TALKS.replace("The mayor will speak on Friday.", "A ferry carries passengers meanwhile.")
    assert words(TALKS, new) == [
        "added “A ferry carries passengers meanwhile.”",
        "took out “The mayor will speak on Friday.”",
    ]


def test_a_new_headline_is_a_change() -> None:
    """And is named as one."""
    (change,) = changes(version(TALKS), version(TALKS, title="Talks fail"))
    assert change == Change(where="title", old="Talks end", new="Talks fail")
    assert change.words == "the headline “Talks end” → “Talks fail”"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TALKS, TALKS.replace(" ", "  ").replace("on the", "on\u00a0the")),
        ('He said "no" - twice.', "He said “no” — twice."),
        ("Read https://wire.example/a?utm_source=rss today.", "Read https://wire.example/a?utm_source=mail&x=1 today."),
        ("First this happened. Then that did.", "Then that did. First this happened."),
        ("The talks ended on Monday without a result and […]", "The talks ended on Monday without […]"),
        ("The talks ended on Monday without a result.", "The talks ended on Monday without a…"),
        ("The talks ended. Read more…", "The talks ended. Read more…"),
    ],
    ids=["white space", "quotation marks", "tracking", "order", "a shorter teaser", "a cut sentence", "nothing"],
)
def test_what_a_reader_does_not_see_is_no_change(old: str, new: str) -> None:
    """In either direction."""
    assert words(old, new) == []
    assert words(new, old) == []


def test_only_like_is_compared_with_like() -> None:
    """A feed that begins or ceases to carry whole texts has changed nothing; one that rewrites its text has."""
    teaser, whole = version(TALKS), version(TALKS, whole=f"{TALKS} And much more was said.")
    assert changes(teaser, whole) == changes(whole, teaser) == ()
    assert len(changes(whole, version(TALKS, whole=TALKS))) == 1


def test_abbreviations_end_no_sentence_and_nothing_of_a_text_is_lost() -> None:
    """Two that stay together do no harm; a missing full stop neither."""
    assert sentences_of("Mr. Smith left. He will be back on Jan. 12. No more") == [
        "Mr. Smith left.",
        "He will be back on Jan. 12.",
        "No more",
    ]
    assert sentences_of("Закон ухвалено. Його підпишуть у п’ятницю.") == [
        "Закон ухвалено.",
        "Його підпишуть у п’ятницю.",
    ]


def test_the_steps_of_an_entry_are_each_version_with_the_one_before() -> None:
    """As many as there are versions but one."""
    said = [version("One."), version("Two people came.", number=2), version("Three people came.", number=3)]
    assert [(old.number, new.number, len(some)) for old, new, some in difference(said)] == [(1, 2, 2), (2, 3, 1)]


def test_a_text_that_was_written_anew_a_thousand_times_is_compared_in_time() -> None:
    """The work is bounded however long it is."""
    old = " ".join(f"Sentence number {n} of the old text ends here." for n in range(3_000))
    new = " ".join(f"Line {n} of quite another report stops there." for n in range(3_000))
    assert len(changes(version(old), version(new))) <= 800


# --- corrections ---------------------------------------------------------------------------------


def rewritten(*printed: str) -> Rewritten:
    now = entry("Talks end", source="wire", id=EntryId("a"), version=2)
    return Rewritten(day=dt.date(2022, 1, 10), number=5, entry=now, version=1, printed=printed)


def corrected(new: str, *printed: str, title: str = "Talks end") -> list[str]:
    both = {EntryId("a"): [version(TALKS), version(new, number=2, title=title)]}
    return [c.words for c in corrections((), (), [rewritten(*printed)], both)]


def test_a_rewrite_of_what_was_told_names_edition_title_and_sentence() -> None:
    """In one line."""
    assert corrected(TALKS.replace("Twelve", "Two")) == [
        "wire changed “Talks end” after edition No. 5 of 10 January 2022 told it:"
        " “Twelve people were hurt on the bridge.” → “Two people were hurt on the bridge.”"
    ]


def test_a_sentence_that_was_printed_goes_first() -> None:
    """The reader has seen it."""
    new = TALKS.replace("on Monday", "on Sunday").replace("Friday", "Thursday")
    (line,) = corrected(new, "Talks end", "The mayor will speak on Friday.")
    assert "told it, which it printed: “The mayor will speak on Friday.” → “The mayor will speak on Thursday.”" in line
    assert line.endswith("(and 1 more)")


def test_a_text_that_only_goes_on_is_no_correction() -> None:
    """What was told is still so."""
    assert corrected(f"{TALKS} A ferry carries passengers meanwhile.") == []


def test_a_change_has_one_key_however_many_versions_follow() -> None:
    """A page that is rewritten every hour says each thing once; another change has another key."""
    two, three = TALKS.replace("Twelve", "Two"), TALKS.replace("Twelve", "Three")
    keys = []
    for number, text in ((2, two), (3, f"{two} A ferry came."), (4, three)):
        one = Rewritten(
            day=dt.date(2022, 1, 10),
            number=5,
            entry=entry("Talks end", source="wire", id=EntryId("a"), version=number),
            version=1,
            printed=(),
        )
        both = {EntryId("a"): [version(TALKS), version(text, number=number)]}
        keys += [c.key for c in corrections((), (), [one], both)]
    assert keys[0] == keys[1] != keys[2]
