"""Figures of reports: which section shows them, what they tell, and the sentence where no report came.

Of a publisher only its newest report counts; two publishers stand one under the other, each with its own credit, and
nothing is ever added up. A story whose printed words would be the report's own is told by the figures. Where somebody
else leads that story, it stays where it was and the figures stand beside it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsletter.model.base import EntryId, SourceName, StoryId, find, primary
from newsletter.model.editions import (
    Audience,
    Block,
    FiguresBlock,
    Layout,
    NoticeBlock,
    Section,
    StoryBlock,
    Unplaced,
)
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding, Severity
from newsletter.model.rules import Review, SectionRule, Style, TopicsRule
from newsletter.model.sources import Source
from newsletter.model.stories import Cause, Story, Window
from newsletter.model.titles import titled
from newsletter.model.written import Report, Unwritable, Written

#: Months and weekdays, which say of which day a report is.
_WHEN = frozenset(
    "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday"
    " січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
    " января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)


@dataclass(slots=True, kw_only=True)
class Plan:
    """What figures will be on the page, and what that makes of stories."""

    blocks: dict[str, list[Block]] = field(default_factory=dict)  #: section key -> figures and notices
    told: list[Story] = field(default_factory=list)  #: by figures
    overtaken: list[tuple[Story, Unplaced]] = field(default_factory=list)  #: told by a newer report's figures
    findings: list[Finding] = field(default_factory=list)

    @property
    def stories(self) -> frozenset[StoryId]:
        """Not to be laid out: they have their place."""
        return frozenset(s.id for s in (*self.told, *(s for s, _ in self.overtaken)))


def plan(
    reports: Sequence[Report],
    *,
    stories: Sequence[Story],
    written: Mapping[StoryId, Written | Unwritable],
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    review: Review,
    window: Window,
) -> Plan:
    """`reports` are the fresh ones, the newest first; `entries` all candidates."""
    made = Plan()
    holder = {e: s for s in stories for e in s.entries}
    for rule, source in _shown(review, sources):
        own = [r for r in reports if _voice(r.publisher) == _voice(source.publisher)]
        if not own:
            _missing(made, rule, source, entries, review, window)
        elif own[0].source == source.name:
            _show(made, rule, own[0], holder, written)
            _overtake(made, own[0], _older(own, entries), holder, written)
    return made


def unshown(review: Review, sources: Mapping[SourceName, Source]) -> tuple[SourceName, ...]:
    """Sources with `lines:` that no section of the review shows."""
    shown = {source.name for _, source in _shown(review, sources)}
    return tuple(s.name for s in sources.values() if s.lines and s.name not in shown)


def _shown(review: Review, sources: Mapping[SourceName, Source]) -> Iterator[tuple[SectionRule, Source]]:
    """Every source with lines for this edition's language, and the first section that shows its figures."""
    language = primary(review.language)
    rules = [r for r in review.sections if isinstance(r, SectionRule)]
    for source in sources.values():
        if any(p.language == language for line in source.lines for p in line.prints):
            rule = next((r for r in rules if takes_source(r, source)), None)
            if rule is not None:
                yield rule, source


def takes_source(rule: SectionRule, source: Source) -> bool:
    """A section of bullets whose `take:` names the source: by its tags, its name or its publisher, all that are given.

    A section that asks for words takes stories, not sources.
    """
    take = rule.take
    if rule.style is not Style.BULLETS or take is None or take.words:
        return False
    asked = (
        (take.tags, source.tags),
        (take.sources, (source.name,)),
        (take.publishers, (source.publisher,)),
    )
    named = [({_voice(w) for w in wanted}, {_voice(f) for f in found}) for wanted, found in asked if wanted]
    return bool(named) and all(wanted & found for wanted, found in named)


def _voice(name: str) -> str:
    return name.casefold()


def _show(
    made: Plan,
    rule: SectionRule,
    report: Report,
    holder: Mapping[EntryId, Story],
    written: Mapping[StoryId, Written | Unwritable],
) -> None:
    for trouble in report.troubles:
        made.findings.append(_finding("report-unread", trouble, "read the report, and mend the line if it is at fault"))
    if not report.figures:
        return
    story = holder.get(report.entry)
    block = _own(report, story, written)
    if story is not None and block is not None and story.id not in made.stories:
        made.told.append(story)
    else:
        block = None
    shown = FiguresBlock(figures=report.figures, credit=report.credit, stands_for=block)
    made.blocks.setdefault(rule.key, []).append(shown)


def _own(report: Report, story: Story | None, written: Mapping[StoryId, Written | Unwritable]) -> StoryBlock | None:
    """The story's block, where its words are the report's own."""
    block = written[story.id].block if story is not None and story.id in written else None
    return block if block is not None and block.credit.entry == report.entry else None


def _older(own: Sequence[Report], entries: Mapping[EntryId, Entry]) -> list[EntryId]:
    """Earlier reports of the source of the newest that have nothing which counts beside it: all their lines are the
    newest one's, too, or they are of its series, whose headline differs in numbers and days only.

    A line that could not be read counts nothing. What an earlier report alone has a line for is no old number.
    """
    newest = own[0]
    lines = set(newest.lines)
    covered = [r.entry for r in own[1:] if r.source == newest.source and set(r.lines) <= lines]
    series = _series(entries[newest.entry]) if newest.entry in entries else ()
    alike = [
        e.id
        for e in entries.values()
        if e.source == newest.source
        and e.id != newest.entry
        and (e.published or e.updated or e.first_seen) < newest.at
        and len(series) > 1
        and _series(e) == series
    ]
    return sorted({*covered, *alike})


def _series(entry: Entry) -> tuple[str, ...]:
    """Its headline without numbers, months and weekdays; nothing for one that has none: that names no series."""
    words = re.findall(r"\w+", (entry.title or "").casefold())
    kept = tuple(w for w in words if not any(c.isdigit() for c in w) and w not in _WHEN)
    return kept if len(kept) < len(words) else ()


def _overtake(
    made: Plan,
    newest: Report,
    older: Sequence[EntryId],
    holder: Mapping[EntryId, Story],
    written: Mapping[StoryId, Written | Unwritable],
) -> None:
    """Of a source only its newest report counts: what an older one says, told on or not, is not printed below it."""
    for entry in older if newest.figures else ():
        story = holder.get(entry)
        result = written.get(story.id) if story is not None else None
        if story is None or not isinstance(result, Written) or story.id in made.stories:
            continue
        if result.block.credit.entry == entry:
            reason = f"an older report of {newest.source}: the newest one is printed"
            made.overtaken.append((story, Unplaced(block=result.block, reason=reason, cause=Cause.OVERTAKEN)))


def _missing(
    made: Plan,
    rule: SectionRule,
    source: Source,
    entries: Mapping[EntryId, Entry],
    review: Review,
    window: Window,
) -> None:
    """No report: a sentence says so, once for each publisher, and the editor hears whether anything came at all."""
    came = sum(e.source == source.name for e in entries.values())
    seen = f"it brought {came} {'entry' if came == 1 else 'entries'}, and no line fits" if came else "nothing came"
    message = f"no report of {source.name} in this edition's time: {seen}"
    remedy = "newsletter sources test shows what it gives now" if not came else "look whether its wording has changed"
    if source.no_report == "silent":
        return
    made.findings.append(_finding("no-report", message, remedy))
    name = source.terms.credit or source.name
    known = [b.detail for b in made.blocks.get(rule.key, ()) if isinstance(b, NoticeBlock)]
    if name not in known:
        notice = NoticeBlock(notice="no-report", detail=name, until=_until(review, window.cutoff))
        made.blocks.setdefault(rule.key, []).append(notice)


def _until(review: Review, cutoff: dt.datetime) -> dt.datetime:
    """What the edition promises, `news_until`, once that has come; before it the cutoff: the sentence is true."""
    local = cutoff.astimezone(review.zone)
    promised = dt.datetime.combine(local.date(), review.news_until, tzinfo=review.zone).astimezone(dt.UTC)
    return min(promised, cutoff)


def _finding(code: str, message: str, remedy: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, message=message, remedy=remedy)


# --- into the layout -----------------------------------------------------------------------------


def put_figures(layout: Layout, made: Plan, *, review: Review, window: Window) -> Layout:
    """`layout`, which was made without the plan's stories, with figures first in their sections, and those stories."""
    sections = list(layout.sections)
    for rule in review.sections:
        if isinstance(rule, SectionRule) and rule.key in made.blocks:
            _put(sections, rule, tuple(made.blocks[rule.key]), review, window)
    stories = (*layout.stories, *made.told, *(s for s, _ in made.overtaken))
    return replace(
        layout,
        sections=tuple(sections),
        stories=tuple(sorted(stories, key=lambda s: s.id)),
        unplaced=(*layout.unplaced, *(u for _, u in made.overtaken)),
        findings=(*layout.findings, *made.findings),
    )


def _put(sections: list[Section], rule: SectionRule, blocks: tuple[Block, ...], review: Review, window: Window) -> None:
    known = find(sections, key=rule.key)
    if known is not None:
        sections[sections.index(known)] = replace(known, blocks=(*blocks, *known.blocks))
        return
    order = [r.key for r in review.sections]
    topics = next((n for n, r in enumerate(review.sections) if isinstance(r, TopicsRule)), 0)
    places = [order.index(s.key) if s.key in order else topics for s in sections]
    index = next((n for n, place in enumerate(places) if place > order.index(rule.key)), len(sections))
    section = Section(
        key=rule.key,
        title=titled(rule.title, window.hours, review.language),
        style=rule.style,
        blocks=blocks,
        audience=Audience.ALL if rule.public else Audience.PATRONS,
    )
    sections.insert(index, section)
