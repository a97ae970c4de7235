"""All files of one review's public pages.

index.html              the newest edition                feed.xml, feed.json   the last thirty
2022-01-11/index.html   each edition's web.html, with its neighbours, feeds and schema.org added
archive/, archive/2022-01/                                sitemap.xml, robots.txt
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_skeleton

from newsletter.model.corrections import REVISION
from newsletter.model.rules import Review
from newsletter.render.clean import visible
from newsletter.render.environment import Themes, fill
from newsletter.render.phrases import Phrases
from newsletter.render.prose import to_html
from newsletter.render.site.feeds import atom, json_feed
from newsletter.render.site.machines import collection, news_article, robots, sitemap
from newsletter.render.site.shown import PublicEdition, Shown, newest_first, shown

#: For search engines.
NOINDEX = '<meta name="robots" content="noindex">\n'
#: CLDR's skeletons write "січень 2022 р."; a heading wants less.
_MONTH = {"en": "LLLL y", "uk": "LLLL y"}


class SiteRenderer:
    """Published editions of a review -> its public pages. Template folders are searched in order.

    The same editions, rules and templates give the same bytes. TemplateError for anything that is a template's fault.
    """

    def __init__(self, templates: Sequence[Path]) -> None:
        self._themes = Themes(templates)

    def __call__(self, review: Review, editions: Sequence[PublicEdition]) -> dict[str, bytes]:
        """Path from the review's root -> bytes. `editions` in any order, at most one of a day."""
        site, title = review.home, visible(review.title)
        all_shown = newest_first(
            [shown(e, title=title, site=site, language=review.language, timezone=review.timezone) for e in editions]
        )
        files = self._days(review, all_shown)
        files |= self._archive(review, all_shown)
        tag = Phrases(review.language, review.timezone).tag
        if all_shown:
            files["feed.xml"] = atom(all_shown, title=title, site=site, language=tag)
            files["feed.json"] = json_feed(all_shown, title=title, site=site, language=tag)
        files["sitemap.xml"] = sitemap(all_shown, _months(all_shown), site=site)
        files["robots.txt"] = robots([site])
        return files

    def root(self, reviews: Sequence[Review]) -> dict[str, bytes]:
        """What stands above several reviews: a page that leads to each of them, and robots.txt."""
        first = reviews[0]
        rows = [
            {"title": visible(r.title), "url": f"{r.home}/", "lang": Phrases(r.language, r.timezone).tag}
            for r in reviews
        ]
        values = self._common(first, _Page("", visible(first.title), ""), feeds=False)
        page = fill(self._themes[first.theme], "site-reviews.html", {**values, "reviews": rows})
        return {"index.html": _bytes(page), "robots.txt": robots([r.home for r in reviews])}

    # --- editions ---------------------------------------------------------------------------------

    def _days(self, review: Review, editions: Sequence[Shown]) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for at, edition in enumerate(editions):
            later, earlier = editions[at - 1] if at else None, editions[at + 1 : at + 2]
            near = (later, earlier[0] if earlier else None)
            files[f"{edition.path}index.html"] = self._edition(review, edition, near, "../")
            if not at:
                files["index.html"] = self._edition(review, edition, near, "")
            for revision, page in sorted(edition.edition.earlier.items()):
                files[f"{edition.path}{REVISION.format(revision)}/index.html"] = _before_correction(page, review)
            for name, picture in sorted(edition.edition.pictures.items()):
                files[f"{edition.path}{name}"] = picture
        return files

    def _edition(self, review: Review, edition: Shown, near: tuple[Shown | None, Shown | None], up: str) -> bytes:
        """The published page, and what a page on its own cannot know."""
        site, title = review.home, visible(review.title)
        phrases = Phrases(edition.language, review.timezone)
        later, earlier = near
        values = {
            "t": phrases.simple(),
            "title": title,
            "edition": edition,
            "locale": phrases.tag.replace("-", "_"),
            "later": later,
            "earlier": earlier,
            "up": up,
            "site": f"{site}/",
            "ld": news_article(edition, title=title, site=site),
        }
        head = fill(self._themes[review.theme], "site-head.html", values)
        nav = fill(self._themes[review.theme], "site-nav.html", values)
        return _bytes(_put_in(edition.html, head, nav))

    # --- the archive ------------------------------------------------------------------------------

    def _archive(self, review: Review, editions: Sequence[Shown]) -> dict[str, bytes]:
        phrases = Phrases(review.language, review.timezone)
        files: dict[str, bytes] = {}
        years: dict[str, list[dict[str, Any]]] = {}
        for month in _months(editions):
            rows = [e for e in editions if e.path.startswith(month)]
            name = _month(rows[0].edition.day, phrases)
            count = phrases.say("editions_count", n=len(rows))
            years.setdefault(month[:4], []).append({"path": f"{month}/", "name": name, "count": count})
            numbers = {e.path: phrases.say("number", number=e.edition.number) for e in rows}
            page = _Page(f"archive/{month}/", name, "../../")
            values = {**self._common(review, page, feeds=True), "editions": rows, "numbers": numbers}
            files[f"{page.path}index.html"] = _bytes(fill(self._themes[review.theme], "site-month.html", values))
        page = _Page("archive/", phrases.say("archive"), "../")
        values = {**self._common(review, page, feeds=bool(editions)), "years": years}
        files["archive/index.html"] = _bytes(fill(self._themes[review.theme], "site-archive.html", values))
        if not editions:
            page = _Page("", phrases.say("archive"), "")
            values = {**self._common(review, page, feeds=bool(editions)), "years": years}
            files["index.html"] = _bytes(fill(self._themes[review.theme], "site-archive.html", values))
        return files

    def _common(self, review: Review, page: _Page, *, feeds: bool) -> dict[str, Any]:
        """What every page of the archive knows."""
        site, title = review.home, visible(review.title)
        phrases = Phrases(review.language, review.timezone)
        call = next((w.markdown for w in review.words if w.slot == "call"), "")
        url = f"{site}/{page.path}"
        return {
            "t": phrases.simple(),
            "lang": phrases.tag,
            "locale": phrases.tag.replace("-", "_"),
            "dir": "rtl" if phrases.rtl else "ltr",
            "title": title,
            "name": page.name,
            "call": to_html(call) if call.strip() else "",
            "imprint": visible(review.imprint),
            "up": page.up,
            "site": f"{site}/",
            "url": url,
            "feeds": feeds,
            "ld": collection(page.name, url, language=phrases.tag, title=title, site=site),
        }


class _Page:
    """Where a page stands, what it is called, and the way from it to the site's root."""

    def __init__(self, path: str, name: str, up: str) -> None:
        self.path, self.name, self.up = path, name, up


def _months(editions: Sequence[Shown]) -> list[str]:
    """2022-01, newest first."""
    return list(dict.fromkeys(e.path[:7] for e in editions))


def _month(day: dt.date, phrases: Phrases) -> str:
    """January 2022"""
    pattern = _MONTH.get(phrases.locale.language)
    text = (
        format_date(day, pattern, phrases.locale)
        if pattern
        else format_skeleton("yMMMM", day, None, True, phrases.locale)
    )
    return text[:1].upper() + text[1:]


def _put_in(html: str, head: str, nav: str) -> str:
    """`head` before the end of the head, `nav` behind what the page is about. A theme may lack either mark."""
    html = _before(html, (r"</head\s*>", r"<body[\s>]"), head)
    if (end := _last(html, r"</main\s*>")) is not None:
        return f"{html[: end.end()]}\n{nav}{html[end.end() :]}"
    return _before(html, (r"</body\s*>",), nav)


def _before_correction(page: bytes, review: Review) -> bytes:
    """An earlier revision's page: it says so, leads to the corrected one, and is no search result."""
    say = Phrases(review.language, review.timezone).say
    html = _before(page.decode("utf-8", "replace"), (r"</head\s*>", r"<body[\s>]"), NOINDEX)
    notice = f'<p class="notice">{say("was_corrected")} <a href="../">{say("as_corrected")}</a></p>\n'
    if (found := re.search(r"<main\b[^>]*>|<body\b[^>]*>", html, re.I)) is not None:
        html = f"{html[: found.end()]}\n{notice}{html[found.end() :]}"
    return _bytes(html)


def _before(html: str, marks: tuple[str, ...], piece: str) -> str:
    for mark in marks:
        if (found := re.search(mark, html, re.I)) is not None:
            return f"{html[: found.start()]}{piece}{html[found.start() :]}"
    return html


def _last(html: str, mark: str) -> re.Match[str] | None:
    return next(reversed(list(re.finditer(mark, html, re.I))), None)


def _bytes(page: str) -> bytes:
    return (page.strip() + "\n").encode("utf-8", "replace")
