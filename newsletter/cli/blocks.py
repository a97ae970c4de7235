"""A draft's blocks as Markdown for a terminal: every block that would be printed, none left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from newsletter.cli.console import short
from newsletter.model.editions import (
    FiguresBlock,
    HeadingBlock,
    LinksBlock,
    NoticeBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    StoryBlock,
)

if TYPE_CHECKING:
    import datetime as dt

    from newsletter.model.editions import Block, Credit
    from newsletter.render.phrases import Phrases


def lines_of(block: Block, phrases: Phrases, day: dt.date) -> list[str]:
    """One block, in the words that the edition of `day` prints around it; never nothing."""
    match block:
        case StoryBlock():
            return story_lines(block, phrases, day)
        case ProseBlock():
            return [block.markdown.strip() or f"({block.slot or 'prose'} without words)"]
        case QuoteBlock():
            who = ", ".join(filter(None, (block.speaker, block.role)))
            return [f"> “{block.quote.printed}” — {who}", f"— {_named(block.credit)}"]
        case HeadingBlock():
            return [f"### {block.text}"]
        case PictureBlock():
            said = block.caption or block.image.alt or "a picture without a caption"
            return [f"[picture] {said}", f"— {_named(block.credit)}"]
        case FiguresBlock():
            return list(_figures(block, phrases))
        case LinksBlock():
            label = [f"{phrases.say(block.label)}:"] if block.label else []
            return [*label, *(f"- {short(i.title.printed)} — {_named(i.credit)}" for i in block.items)]
        case NoticeBlock():
            return [f"({_notice(block, phrases)})"]
        case _:
            assert_never(block)


def story_lines(block: StoryBlock, phrases: Phrases, day: dt.date) -> list[str]:
    """One story as Markdown."""
    lines = [f"**{short(block.headline.printed)}** [{block.credit.entry}]"]
    said = [s.printed for s in block.sentences]
    if block.since:
        since = phrases.since(block.since, day)
        said[:1] = [f"{since} {said[0]}" if said else f"{since.rstrip(':')}."]
    also = ", ".join(_named(c) for c in block.also)
    label = f" ({block.credit.label})" if block.credit.label else ""
    lines += [*said, f"— {block.credit.name}{label}" + (f"; also {also}" if also else "")]
    if block.image:
        lines.append(f"[picture] {block.image.alt or 'a picture without a description'}")
    for one in block.differs:
        sides = (f"{s.value} ({', '.join(c.name for c in s.credits)})" for s in one.sides)
        lines.append(f"Sources differ: {', '.join(sides)}")
    return lines


def _named(credit: Credit) -> str:
    label = f" ({credit.label})" if credit.label else ""
    same = " (the same text)" if credit.copy else ""
    return f"{credit.name}{label}{same} [{credit.entry}]"


def _figures(block: FiguresBlock, phrases: Phrases) -> Iterator[str]:
    yield from (f"- {f.printed}" for f in block.figures)
    if not block.figures:
        name = block.credit.name if block.credit else ""
        yield f"({phrases.say('no_report' if name else 'no_report_unnamed', name=name)})"
    if block.credit:
        also = ", ".join(_named(c) for c in block.stands_for.also) if block.stands_for else ""
        yield f"— {_named(block.credit)}" + (f"; also {also}" if also else "")


def _notice(block: NoticeBlock, phrases: Phrases) -> str:
    if block.notice == "no-report":
        key = "no_report" if block.detail else "no_report_unnamed"
        until = phrases.clock(block.until) if block.until else ""
        return phrases.say(f"{key}_until" if until else key, name=block.detail, time=until)
    if block.notice in ("correction", "withdrawn"):
        return f"{block.notice}: {block.detail}"
    return f"{phrases.say(block.notice)} {block.detail}".strip()
