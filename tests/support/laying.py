"""A day's stories, laid out: `day.add("Talks end")`, then `page(day.out(rule("News flash")))`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from newsletter.layout import lay_out
from newsletter.model.base import StoryId
from newsletter.model.editions import House, Layout, LinksBlock, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import SectionRule, Style, TopicsRule
from newsletter.model.sources import Source
from newsletter.model.stories import Story, ToldEntry, Topic, Window
from newsletter.model.written import Unwritable, Written
from tests.support import make


def rule(title: str, style: Style = Style.BRIEFS, **more: Any) -> SectionRule:
    """A section."""
    return SectionRule(key=make.key(title), title=title, style=style, **more)


class Day:
    """Stories and what was written of them."""

    def __init__(self, *sources: Source) -> None:
        self.sources = make.sources(*sources)
        self.entries: list[Entry] = []
        self.stories: list[Story] = []
        self.written: dict[StoryId, Written | Unwritable] = {}

    def add(
        self, title: str, *, by: Sequence[str] = ("wire",), sentences: int = 0, told: str = "", **more: Any
    ) -> Story:
        """A story told by `by`, the first of which leads."""
        members = [make.entry(title, source=name, **more) for name in by]
        for name in by:
            self.sources.setdefault(make.source(name).name, make.source(name))
        story = make.story(*members, told=told or None)
        block = make.block(*members, story=story.id)
        words = tuple(House(text=f"Sentence {n} of {title}.") for n in range(sentences))
        filled = StoryBlock(
            story=block.story, headline=block.headline, credit=block.credit, also=block.also, sentences=words
        )
        self.entries += members
        self.stories.append(story)
        weight = max(self.sources[e.source].weight for e in members)
        self.written[story.id] = Written(block=filled, weight=weight)
        return story

    def out(
        self,
        *rules: SectionRule | TopicsRule,
        topics: Sequence[Topic] = (),
        window: Window | None = None,
        told: Sequence[ToldEntry] = (),
        again: Sequence[Story] = (),
    ) -> Layout:
        """Laid out by these sections; `again` were offered before."""
        return lay_out(
            [s for s in self.stories if s not in again],
            written=self.written,
            entries={e.id: e for e in self.entries},
            sources=self.sources,
            topics=topics,
            review=make.review(sections=rules),
            window=window or make.window(),
            asides=(),
            told=told,
            again=again,
        )


def page(layout: Layout) -> dict[str, list[str]]:
    """Section title -> headlines."""
    return {
        s.title: [b.headline.printed for b in s.blocks if isinstance(b, StoryBlock)]
        + [f"ours: {i.title.printed}" for b in s.blocks if isinstance(b, LinksBlock) for i in b.items]
        for s in layout.sections
    }


def left(layout: Layout) -> dict[str, str]:
    """Headline -> reason."""
    return {u.block.headline.printed: u.reason for u in layout.unplaced}
