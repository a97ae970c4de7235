"""A statement reported in several languages is found to be one, so that its quotation stands once."""

from __future__ import annotations

from newsletter.group import group
from newsletter.model.written import Written
from newsletter.write import write
from tests.support import make

ENGLISH = make.entry(
    "Sherman: NATO’s open door will not be shut",
    text="“We will not allow anyone to slam closed NATO’s open door policy,” said Wendy Sherman, the US deputy "
    "secretary of state, in Geneva.",
)
UKRAINIAN = make.entry(
    "Шерман: США не дозволять зачинити двері НАТО",
    source="kontynent",
    lang="uk",
    text="«Ми не дозволимо нікому зачинити відкриті двері НАТО», — сказала заступниця держсекретаря США Венді Шерман у "
    "Женеві.",
)


def test_a_statement_in_two_languages_is_one_story_with_one_quotation() -> None:
    """Names carry across alphabets: Sherman, Wendy, Geneva. The translation supports and is linked."""
    entries = [ENGLISH, UKRAINIAN]
    sources = make.sources("wire", "kontynent")
    stories = group(entries, told=(), sources=sources, language="en")
    assert [len(s.members) for s in stories] == [2]
    written = write(
        stories[0], entries={e.id: e for e in entries}, sources=sources, review=make.review(), window=make.window()
    )
    assert isinstance(written, Written)
    assert [q.speaker for q in written.quotes] == ["Wendy Sherman"]
    assert [c.language for c in written.block.also] == ["uk"]
