"""Our own articles: no news by themselves, offered where they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsletter.layout.candidate import Candidate
from newsletter.layout.choice import Choice
from newsletter.layout.statements import names_in
from newsletter.layout.takes import fits, stem, word
from newsletter.model.base import StoryId
from newsletter.model.stories import Topic

OURS = 3  #: of one section at most
#: So many names a story has alone in its section to be what an article is about; so many they share to be about one.
_OWN, _KIN = 2, 3
_SHORT = 4  #: letters: such words begin many headlines
#: So many long words all that is known of both shares, where one name is shared and no more.
_WORDS = 3
_LONG = re.compile(r"[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_])){5,}")


def attach(
    new: dict[StoryId, Candidate], again: Sequence[Candidate], chosen: Sequence[Choice], topics: Sequence[Topic]
) -> dict[StoryId, list[str]]:
    """Hang our articles on the section that they belong to, and take them out of `new`.

    A new one that belongs to none goes to a section with a story about the same, else to the last for the rest. One
    of the last days, which was offered before, is offered `again` only where it belongs or the same is told, and only
    where a new one leaves room. Returns which sections had no room for a new one.
    """
    filled = [c for c in chosen if c.stories and not c.leftovers]
    rest = [c for c in chosen if c.leftovers]
    full: dict[StoryId, list[str]] = {}
    for article in sorted(new.values(), key=lambda c: c.rank):
        kin = {s for t in topics if article.id in t.stories for s in t.stories}
        homes = [c for c in filled if article.id in c.topic or _belongs(article, c)]
        homes += [c for c in filled if c not in homes and any(s.id in kin for s in c.stories)]
        near = [c for c in chosen if c not in homes and _tells(c, article)]
        for choice in (*homes, *near, *(c for c in reversed(rest) if c not in near)):
            if len(choice.ours) < OURS:
                choice.ours.append(new.pop(article.id))
                break
            full.setdefault(article.id, []).append(choice.title)
    for article in sorted(again, key=lambda c: c.rank):
        homes = [c for c in filled if _belongs(article, c)] + [c for c in chosen if _tells(c, article)]
        home = next((c for c in homes if len(c.ours) < OURS), None)
        if home:
            home.ours.append(article)
    return full


def subject(article: Candidate, choice: Choice) -> Candidate | None:
    """The one story of its section that it is about: where the section takes anything, the most important that tells
    the same; else that has names of it which the others have not, and more of them than any other, and two at least;
    None where no story stands out, or the section has only one."""
    stories = choice.stories
    if len(stories) < 2:
        return None
    if choice.take is None and not choice.topic and (told := [s for s in stories if _same(article, s)]):
        return min(told, key=lambda s: s.rank)
    ours = names_in(article.text)
    held = [names_in(s.text) & ours for s in stories]
    own = [len(names - set().union(*held[:n], *held[n + 1 :])) for n, names in enumerate(held)]
    best = max(own)
    return stories[own.index(best)] if best >= _OWN and own.count(best) == 1 else None


def _tells(choice: Choice, article: Candidate) -> bool:
    """Has it a story about what the article is about?"""
    return any(_same(article, s) for s in choice.stories)


def _same(article: Candidate, story: Candidate) -> bool:
    """Both headlines have one name, and all that is known of both further ones; or both headlines have one word of the
    matter, the story's one name more, and all that is known of both further words."""
    title, other = article.written.block.headline.printed, story.written.block.headline.printed
    names, theirs = names_in(article.text) & names_in(story.text), names_in(other)
    if len(names) >= _KIN and any(len(name) > _SHORT for name in names_in(title) & theirs):
        return True
    if len(_words(article.text) & _words(story.text)) < _WORDS:
        return False
    named = {name for name in names & theirs if len(name) >= _SHORT}
    return any(named - {word} for word in _words(title) & _words(other))


def _words(text: str) -> set[str]:
    """What is longer than most words that say nothing, each by its first letters."""
    return {stem(w) for w in _LONG.findall(text)}


def _belongs(article: Candidate, choice: Choice) -> bool:
    """By what it is about; how fresh it is and how many report it is not asked. A topic's name stands in its words."""
    if choice.take is not None:
        return bool(choice.take.words or choice.take.tags) and fits(choice.take, article)
    said = choice.title.replace("–", " ").replace(":", " ").split()
    names = [w for w in said if w[0].isupper()] if choice.topic else []
    return bool(names) and all(word(n).search(article.text) for n in names)
