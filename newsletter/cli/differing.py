"""Where the reports of a story disagree, as a terminal shows it and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from newsletter.model.editions import Differ

if TYPE_CHECKING:
    import datetime as dt

    from newsletter.app import Newsroom
    from newsletter.model.base import EntryId, StoryId
    from newsletter.model.editions import Layout
    from newsletter.model.feeds import Entry
    from newsletter.model.rules import Review
    from newsletter.model.stories import Difference, Stated
    from newsletter.pipeline.differing import Apart


def lines_of(found: Mapping[StoryId, Apart], entries: Mapping[EntryId, Entry], review: Review) -> list[str]:
    """Every story with a difference: the values one under the other, each with who says so, when, where and how."""
    lines: list[str] = []
    for apart in found.values():
        lines += [f"{apart.story.title or '(no headline)'} [{apart.story.lead}]"]
        for number, one in enumerate(apart.differences, 1):
            lines += [f"  {number}. {_head(one)}"]
            lines += [f"     {line}" for stated in one.values for line in _stated(stated, entries, review)]
        which = " NUMBER" if len(apart.differences) > 1 else ""
        lines += [f"  to print it: newsletter draft differ {apart.story.lead[:12]}{which}", ""]
    return [*lines, f"{len(found)} {'story' if len(found) == 1 else 'stories'} in which sources differ"]


def brief(apart: Apart, entries: Mapping[EntryId, Entry], printed: Sequence[AbstractSet[str]] = ()) -> list[str]:
    """Below a story of the draft: one line for each difference that is not `printed` (by its values) already, and the
    command that prints it."""
    from newsletter.pipeline.differing import summed

    said = list(summed(apart, entries))
    lines = []
    for number, (words, one) in enumerate(zip(said, apart.differences, strict=True), 1):
        if any(values <= {v.value for v in one.values} for values in printed):
            continue
        which = f" {number}" if len(said) > 1 else ""
        lines.append(f"! sources differ: {words}: newsletter draft differ {apart.story.lead[:12]}{which}")
    return lines


def data(found: Mapping[StoryId, Apart], entries: Mapping[EntryId, Entry]) -> Iterator[dict[str, Any]]:
    """An object for each story: the same as `group --json` says, with who, where and when."""
    for apart in found.values():
        differences = [
            {
                "kind": one.kind,
                "what": one.what,
                "values": [
                    {
                        "value": v.value,
                        "members": v.members,
                        "sentence": v.sentence,
                        "said": [_said(m, entries) for m in v.members if m in entries],
                    }
                    for v in one.values
                ],
            }
            for one in apart.differences
        ]
        yield {
            "story": apart.story.id,
            "lead": apart.story.lead,
            "title": apart.story.title,
            "differences": differences,
        }


def edit(room: Newsroom, layout: Layout, entry: EntryId, number: int | None) -> Differ:
    """The edit that prints the `number`-th difference of the story that holds `entry`."""
    from newsletter.errors import UsageError

    found, _ = room.differing(layout)
    apart = next((a for a in found.values() if entry in (*a.story.entries, *a.story.support)), None)
    if apart is None:
        raise UsageError(
            "nothing is found in which the reports of this story differ", hint="see newsletter draft differences"
        )
    many = len(apart.differences)
    if number is None and many > 1:
        raise UsageError(
            f"the reports differ in {many} things", hint="newsletter draft differ ENTRY N; see differences"
        )
    if not 1 <= (number or 1) <= many:
        raise UsageError(f"there is no difference {number} in this story", hint=f"it has {many}")
    return Differ(entry=entry, difference=apart.differences[(number or 1) - 1])


def _head(one: Difference) -> str:
    return {"date": f"the day of the {one.what}", "number": f"how many {one.what}"}.get(one.kind, one.what)


def _stated(stated: Stated, entries: Mapping[EntryId, Entry], review: Review) -> Iterator[str]:
    yield f"{stated.value}: “{_short(stated.sentence)}”"
    for member in stated.members:
        if (entry := entries.get(member)) is not None:
            at = entry.published or entry.updated
            yield f"    {entry.source}, {_when(at, review)}, {entry.link or 'no link'} [{member}]"


def _said(member: EntryId, entries: Mapping[EntryId, Entry]) -> dict[str, Any]:
    entry = entries[member]
    at = entry.published or entry.updated
    return {"entry": member, "source": entry.source, "url": entry.link, "at": at.isoformat() if at else None}


def _when(at: dt.datetime | None, review: Review) -> str:
    return f"{at.astimezone(review.zone):%d %b %H:%M}" if at else "undated"


def _short(text: str, length: int = 240) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[:length].rstrip()}…"
