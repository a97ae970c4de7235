"""A page -> Article."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from newsletter.article.credits import agencies_of, split_names
from newsletter.article.dates import Calendar, calendar
from newsletter.article.front import Front, find_front
from newsletter.article.furniture import opens_comments, unbullet
from newsletter.article.head import Head, read_head
from newsletter.article.lines import decode, html_lines, is_html, plain_lines
from newsletter.article.page import main_lines
from newsletter.article.parts import Body, read_body
from newsletter.errors import ParseError
from newsletter.model.articles import Article
from newsletter.model.base import check_utc

_LONGEST_TITLE = 500  # code points
#: Words that are frequent in one language and rare in the others.
_FREQUENT = {
    "en": frozenset("the of and to that is was with for said".split()),
    "de": frozenset("der die und das nicht mit von ist den auf".split()),
    "fr": frozenset("le les des et une est dans pour qui sur".split()),
    "es": frozenset("el los las que del una con por para según".split()),
    "pl": frozenset("w na nie się z do że jest przez oraz".split()),
    "uk": frozenset("що та й у за на із від про як".split()),
    "ru": frozenset("что и в на не с по из как от".split()),
}


def read(body: bytes, *, url: str | None, content_type: str | None = None, seen: dt.datetime) -> Article:
    """What the page says, without menus, sign-up boxes, comment forms, related pieces and tickers.

    `body` is HTML, or plain text as a reader saves a page; `seen` is when it was fetched (aware UTC), `url` where it
    answered. ParseError in words for what is no page, and for a page that holds no article. No other error.
    """
    check_utc(seen)
    text = decode(body, content_type)
    if not is_html(text, content_type):
        lines = plain_lines(text)
        return _article(Head(), lines, lines, seen)
    head = read_head(text, url, seen=seen)
    lines = html_lines(text)
    return _article(head, lines, main_lines(text) or lines, seen)


def _article(head: Head, lines: Sequence[str], main: Sequence[str], seen: dt.datetime) -> Article:
    """`lines` are all that stand on the page, `main` those of its text; the same for a page saved as text."""
    stated = [d.date() for d in (head.published, head.changed) if d is not None]
    days = calendar(lines, seen=seen, american=head.american, also=stated)
    front = find_front(lines, days, title=head.title)
    if main is not lines:
        around = _around(lines, front)
        main = [line for line in main if unbullet(line) not in around]
    inside = front if main is lines else find_front(main, days, title=head.title)
    body = read_body(main, inside.body, days, title=front.title)
    if not body.paragraphs and main is not lines:
        body = read_body(lines, front.body, days, title=front.title)
    if not body.paragraphs:
        raise ParseError("there is no article on this page", hint="clip the address of the article itself")
    authors, agencies = split_names(head.authors or front.names)
    published, changed = _dates(head, front, body)
    return Article(
        title=front.title[:_LONGEST_TITLE] if front.title else None,
        authors=authors,
        byline=front.byline,
        published=published,
        changed=changed,
        language=head.language or _language(body.paragraphs),
        image=head.image,
        agencies=tuple(dict.fromkeys((*_above(lines, front), *agencies, *body.agencies))),
        minutes=max(1, round(sum(len(p.split()) for p in body.paragraphs) / 220)),  # as Edition.minutes
        paragraphs=body.paragraphs,
        parts=body.parts,
        dropped=max(0, len(lines) - len(body.paragraphs) - (front.title is not None)),
    )


def _around(lines: Sequence[str], front: Front) -> set[str]:
    """A ticker above the headline and readers' comments look like text, too: what stands only there."""
    start = front.at or 0
    stop = next((i for i in range(front.body, len(lines)) if opens_comments(lines[i])), len(lines))
    return {*lines[:start], *lines[stop:]}.difference(lines[start:stop])


def _above(lines: Sequence[str], front: Front) -> tuple[str, ...]:
    """Credits between headline and text."""
    return tuple(a for line in lines[max(0, front.body - 6) : front.body] for a in agencies_of(line))


def _dates(head: Head, front: Front, body: Body) -> tuple[dt.datetime | None, dt.datetime | None]:
    """(published, changed). What the page says for machines goes first; a rolling article's parts date it too."""
    at = [p.at for p in body.parts if p.at is not None]
    published = head.published or front.published or (body.parts[0].at if body.parts else None)
    changes = [d for d in (head.changed or front.changed, body.changed, *at) if d is not None]
    changed = max(changes, default=None)
    return published, changed if changed and (published is None or changed > published) else None


def _language(paragraphs: Sequence[str]) -> str | None:
    """By letters that only one language has, then by its most frequent words; None when neither decides."""
    sample = " ".join(paragraphs)[:8_000].casefold()
    ukrainian, russian = len(re.findall("[іїєґ]", sample)), len(re.findall("[ыэъё]", sample))
    if ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"
    words = re.findall(r"[^\W\d_]+", sample)
    counts = {tag: sum(w in frequent for w in words) for tag, frequent in _FREQUENT.items()}
    best = max(counts, key=lambda tag: counts[tag])
    others = max(n for tag, n in counts.items() if tag != best)
    return best if counts[best] >= 3 and counts[best] * 0.07 >= 0.01 * others and counts[best] > 1.5 * others else None


__all__ = ["Calendar", "read"]
