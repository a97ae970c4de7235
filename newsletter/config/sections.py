"""`sections:` -> rules, each with a key of its own."""

from __future__ import annotations

import re
from typing import Any, get_args

from newsletter.config.check import check
from newsletter.config.schema import SectionPart, TakePart, TopicsEntry
from newsletter.config.tree import Path, Tree
from newsletter.model.rules import SectionRule, Style, Take, TopicsRule, WordSlot
from newsletter.model.titles import HOURS, around_hours, categories, forms_in

#: Sections whose title would be one of these get another key: the standing parts of an edition are called so.
RESERVED = ("topics", *get_args(WordSlot))

#: What a newsroom has that gives no sections: the day's developments, then news in short, then links.
DEFAULT: tuple[SectionRule | TopicsRule, ...] = (
    SectionRule(key="news-flash", title="News flash", style=Style.BRIEFS, limit=10, fill="last"),
    TopicsRule(),
    SectionRule(key="elsewhere", title="Elsewhere", style=Style.LINKS, fill="last"),
)


def read_sections(
    tree: Tree, path: Path, data: list[Any], language: str | None
) -> tuple[SectionRule | TopicsRule, ...]:
    """The rules in the order of the page; those with problems are left out. `language` is the edition's, if known."""
    if not data:
        tree.add(path, "sections: there is none", "at least one section, or no sections: at all")
    rules: list[SectionRule | TopicsRule] = []
    titles: dict[str, Path] = {}
    keys = set(RESERVED)
    for index, entry in enumerate(data):
        where = (*path, index)
        if isinstance(entry, dict) and "topics" in entry:
            rule = _topics(tree, where, entry, first=not any(isinstance(r, TopicsRule) for r in rules))
            rules += [rule] if rule else []
            continue
        part = check(tree, SectionPart, where, entry)
        if part is None:
            continue
        _check_forms(tree, (*where, "title"), part.title, language)
        if (folded := part.title.casefold()) in titles:
            line, _ = tree.at(titles[folded])
            tree.add((*where, "title"), f"title: the section in line {line} is called the same", "another title")
        titles.setdefault(folded, (*where, "title"))
        rules.append(_section(tree, where, part, _free(slug(part.title), keys)))
    return tuple(rules)


def slug(title: str) -> str:
    """Letters and digits of any script, joined by hyphens: `Past {hours} hours` -> `past-hours`."""
    return re.sub(r"\W+", "-", " ".join(around_hours(title)).casefold()).strip("-_") or "section"


def _check_forms(tree: Tree, where: Path, title: str, language: str | None) -> None:
    """A form for each plural category of the edition's language, no more and no less."""
    written = forms_in(title)
    needed = categories(language, numbers=HOURS) if language and written else None
    for forms in written:
        if needed and len(forms) != len(needed):
            count = f"{len(forms)} {'form' if len(forms) == 1 else 'forms'}"
            what = f"title: {{hours: ...}} has {count}, and {language!r} has {len(needed)}"
            tree.add(where, what, f"{{hours: {'|'.join(needed)}}}")


def _free(key: str, keys: set[str]) -> str:
    """`key`, or the first of key-2, key-3, ... that is not taken yet."""
    found, number = key, 1
    while found in keys:
        number += 1
        found = f"{key}-{number}"
    keys.add(found)
    return found


def _topics(tree: Tree, where: Path, entry: dict[str, Any], *, first: bool) -> TopicsRule | None:
    part = check(tree, TopicsEntry, where, entry)
    if not first:
        tree.add(where, "topics: stands here a second time", "once; it makes a section of every topic")
    if part is None:
        return None
    topics = part.topics
    return TopicsRule(
        style=topics.style or Style.CARDS,
        limit=topics.limit,
        min_stories=topics.min_stories,
        quiet_days=topics.quiet_days,
        public=topics.public,
    )


def _section(tree: Tree, where: Path, part: SectionPart, key: str) -> SectionRule:
    take = part.take
    if take is not None and not take.model_fields_set:
        tree.add(
            (*where, "take"), "take: is empty", "at least one of its keys; without take: a section takes what is left"
        )
    return SectionRule(
        key=key,
        title=part.title,
        style=part.style or Style.BRIEFS,
        take=None if take is None else _take(take),
        limit=part.limit,
        fill=part.fill,
        public=part.public,
    )


def _take(part: TakePart) -> Take:
    return Take(
        tags=tuple(part.tags),
        words=tuple(part.words),
        sources=tuple(part.sources),
        publishers=tuple(part.publishers),
        languages=tuple(part.languages),
        within=part.within,
        min_publishers=part.min_publishers,
    )
