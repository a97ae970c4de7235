"""How much of a story its section shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newsletter.model.editions import Extract, QuoteBlock, StoryBlock, Words
from newsletter.model.rules import Style

#: Sentences of a story that each style shows.
SENTENCES = {Style.BULLETS: 1, Style.BRIEFS: 2, Style.CARDS: 3, Style.TEXT: 3, Style.LINKS: 1}
#: Styles that print headline and sentence in one line, where a sentence that says the headline again is noise.
_IN_ONE_LINE = (Style.BULLETS, Style.BRIEFS, Style.LINKS)
#: A sentence with so much of the headline's words in it says it again ...
AGAIN = 0.7
#: ... unless it has more than so many further words: a bullet is one line, so it may have any number.
_MORE = {Style.BRIEFS: 3, Style.LINKS: 3}

#: 2-1, 6:4, 18:30: how a match ended, or when, is news.
_SCORE = re.compile(r"(?<![\w.-])\d+[-–:]\d+(?![\w-])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: Small words and those of attribution say nothing new. Endings do not matter, so five letters are compared.
_SMALL = frozenset(
    "a an the of in on at to by for from with and or as is are was were be been has have had its their his her that "
    "this which who whom after before near says said according report reports summary told today yesterday "
    "у в на за до з із зі та і й або що як це який яка які про від після біля поблизу заявив заявила повідомляє "
    "повідомив повідомила сьогодні вчора".split()
)
_LETTERS = 5


def cut(block: StoryBlock, spoken: Sequence[QuoteBlock], style: Style) -> StoryBlock:
    """The block with as many sentences as the style shows; what is printed as a quotation is no sentence again, and
    what says the headline again does not stand behind it in one line."""
    kept = [s for s in block.sentences if not _quoted(s, spoken)]
    if style in _IN_ONE_LINE and not block.since:  # of an update every sentence is new
        kept = [s for s in kept if not says_again(s.printed, block.headline.printed, style)]
    return replace(block, sentences=tuple(kept[: SENTENCES[style]]))


def says_again(sentence: str, headline: str, style: Style) -> bool:
    """Does the sentence tell hardly more than the headline before it?"""
    head, said = _stems(headline), _stems(sentence)
    if not head:
        return False
    more = _MORE.get(style)
    if set(_SCORE.findall(sentence)) - set(_SCORE.findall(headline)):
        return False
    return len(head & said) >= AGAIN * len(head) and (more is None or len(said - head) <= more)


def _stems(text: str) -> set[str]:
    words = (w.casefold().replace("’", "'").removesuffix("'s") for w in _WORD.findall(text))
    return {w[:_LETTERS] for w in words if w not in _SMALL}


def _quoted(sentence: Words, spoken: Sequence[QuoteBlock]) -> bool:
    span = sentence.span if isinstance(sentence, Extract) else None
    return span is not None and any(
        (s.entry, s.field) == (span.entry, span.field) and s.start < span.end and span.start < s.end
        for s in (q.quote.span for q in spoken)
    )
