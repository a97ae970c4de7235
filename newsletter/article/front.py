"""What stands above the text: headline, by-line, date; and which of the dates is the visit's."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.article.credits import byline, is_credit, is_stamp, without_stamp
from newsletter.article.dates import WEEKDAY, Calendar, find_dates
from newsletter.article.furniture import FEW, Kind, kind, unbullet, words

_UPDATED = re.compile(r"(?i)\b(?:updated?|modified|edited|оновлено|оновлення|обновлено)\b")
_PUBLISHED = re.compile(r"(?i)\b(?:published|posted|first published|created|опубліковано|створено|опубликовано)\b")
_SHARED = 3  # paragraphs in which the words of a headline are looked for
_LONGEST_HEADLINE = 40  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What was found, and where the text begins."""

    title: str | None = None
    byline: str | None = None
    names: tuple[str, ...] = ()
    published: dt.datetime | None = None
    changed: dt.datetime | None = None
    at: int | None = None  #: index of the headline's line
    body: int = 0  #: index of the first line of the text


def find_front(lines: Sequence[str], days: Calendar, *, title: str | None = None) -> Front:
    """The front matter of a page that is given as lines. `title` is what its machine-readable head calls it."""
    at = _named(lines, title)
    start = next((i for i in range(at + 1 if at is not None else 0, len(lines)) if _is_body(lines[i])), None)
    if start is None:
        return Front(title=title, body=len(lines))
    if title is None:
        at = _title_at(lines, start)
    if at == start:  # the headline ends like a sentence
        start = next((i for i in range(at + 1, len(lines)) if _is_body(lines[i])), start)
    by = next((b for i in range(start) if (b := byline(lines[i]))), None)
    published, changed = _dates(lines, at, start, days)
    return Front(
        title=title or (unbullet(lines[at]) if at is not None else None),
        byline=by[0] if by else None,
        names=by[1] if by else (),
        published=published,
        changed=changed,
        at=at,
        body=start,
    )


def _named(lines: Sequence[str], title: str | None) -> int | None:
    """Where the headline stands that the page's head names: the last place with most of the text behind it."""
    places = [i for i, line in enumerate(lines) if title and _folded(line) == _folded(title)]
    if not places:
        return None
    sizes = [words(line) if kind(line) is Kind.PROSE else 0 for line in lines]
    return next((i for i in reversed(places) if sum(sizes[i:]) * 2 >= sum(sizes)), places[0])


def _is_body(line: str) -> bool:
    return kind(line) is Kind.PROSE and words(line) >= FEW and not _is_matter(line)


def _is_matter(line: str) -> bool:
    return is_stamp(line) or byline(line) is not None or is_credit(line)


def _title_at(lines: Sequence[str], start: int) -> int | None:
    """The index of the headline among the lines above the text."""
    places = [i for i in range(start) if kind(lines[i]) in (Kind.SHORT, Kind.PROSE) and not _is_matter(lines[i])]
    fitting = [i for i in places if words(lines[i]) <= _LONGEST_HEADLINE]
    if not fitting:
        # "Who closed the sluice?" may be one; a long sentence with a full stop is the text of a page that has none.
        return start if words(lines[start]) <= (12 if lines[start].endswith(".") else 20) else None
    often = Counter(_folded(lines[i]) for i in places)
    body = {w for line in lines[start : start + _SHARED] for w in _folded(line) if len(w) > 3}
    # Of equals the earliest: what stands under a headline is a standfirst or a caption.
    return max(fitting, key=lambda i: (_likeness(lines, i, body, often), -i))


def _likeness(lines: Sequence[str], at: int, body: set[str], often: Counter[tuple[str, ...]]) -> float:
    """How much a line looks like this article's headline."""
    folded = _folded(lines[at])
    count = len(folded)
    score = 2.0 if 4 <= count <= 22 else 0.0
    score += 1.0 if any(w.islower() for w in lines[at].split()) else 0.0
    score += 3.0 if often[folded] > 1 and count >= 4 else 0.0
    telling = [w for w in folded if len(w) > 3]
    score += 5.0 * len(body.intersection(telling)) / max(len(telling), 3)
    after = next((line for line in lines[at + 1 :] if kind(line) is not Kind.FURNITURE), "")
    score += 1.5 if after and (_is_matter(after) or _is_body(after)) else 0.0
    return score


def _folded(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def _dates(
    lines: Sequence[str], at: int | None, start: int, days: Calendar
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """(published, changed) as the lines around the headline say."""
    below: list[dt.datetime] = []
    above: list[dt.datetime] = []
    changed: dt.datetime | None = None
    for i in range(start):
        for text, when in _stamps(lines[i], days):
            if _UPDATED.search(text) and not _PUBLISHED.search(text):
                changed = changed or when
            elif (at is not None and i > at) or _PUBLISHED.search(text):
                below.append(when)
            elif not _of_the_visit(lines[i], when, days):
                above.append(when)
    published = below[0] if below else above[0] if len(set(above)) == 1 else None
    if published is None:  # under the text only what says of itself that it is the date
        published = next((w for line in lines[start:] if _PUBLISHED.search(line) for _, w in _stamps(line, days)), None)
    return published, changed


def _stamps(line: str, days: Calendar) -> list[tuple[str, dt.datetime]]:
    """The dates of a by-line or date line, each with the words before it."""
    if not (is_stamp(line) or byline(line) or (_PUBLISHED.match(line) and words(line) <= 12)):
        return []
    found, last = [], 0
    for date in find_dates(line):
        when = days.when(date)
        if when is not None:
            found.append((line[last : date.start], when))
        last = date.end
    return found


def _of_the_visit(line: str, when: dt.datetime, days: Calendar) -> bool:
    """A masthead shows the day on which the page was opened: with its weekday, or equal to the day of fetching."""
    return bool(WEEKDAY.search(line)) or "|" in line or when.date() == days.seen.date() or bool(without_stamp(line))
