"""Our own articles: no news by themselves, offered where they belong."""

from __future__ import annotations

from collections.abc import Sequence

from newsletter.layout.candidate import Candidate
from newsletter.layout.choice import Choice
from newsletter.layout.takes import fits, word
from newsletter.model.base import StoryId
from newsletter.model.stories import Topic

OURS = 3  #: of one section at most


def attach(
    new: dict[StoryId, Candidate], again: Sequence[Candidate], chosen: Sequence[Choice], topics: Sequence[Topic]
) -> dict[StoryId, list[str]]:
    """Hang our articles on the end of the section that they belong to, and take them out of `new`.

    A new one that belongs to none goes to the last section that takes what is left. One of the last days, which was
    offered before, is offered `again` only where it belongs, and only where a new one leaves room. Returns which
    sections had no room for a new one.
    """
    filled = [c for c in chosen if c.stories and not c.leftovers]
    rest = [c for c in chosen if c.leftovers]
    full: dict[StoryId, list[str]] = {}
    for article in sorted(new.values(), key=lambda c: c.rank):
        kin = {s for t in topics if article.id in t.stories for s in t.stories}
        homes = [c for c in filled if article.id in c.topic or _belongs(article, c)]
        homes += [c for c in filled if c not in homes and any(s.id in kin for s in c.stories)]
        for choice in (*homes, *reversed(rest)):
            if len(choice.ours) < OURS:
                choice.ours.append(new.pop(article.id))
                break
            full.setdefault(article.id, []).append(choice.title)
    for article in sorted(again, key=lambda c: c.rank):
        home = next((c for c in filled if len(c.ours) < OURS and _belongs(article, c)), None)
        if home:
            home.ours.append(article)
    return full


def _belongs(article: Candidate, choice: Choice) -> bool:
    """By what it is about; how fresh it is and how many report it is not asked. A topic's name stands in its words."""
    if choice.take is not None:
        return bool(choice.take.words or choice.take.tags) and fits(choice.take, article)
    names = [w for w in choice.title.replace("–", " ").split() if w[0].isupper()] if choice.topic else []
    return bool(names) and all(word(n).search(article.text) for n in names)
