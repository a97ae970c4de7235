"""What search engines and other programs are told: sitemap, robots.txt, schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from markupsafe import Markup

from newsletter.render.site.shown import Shown, rfc3339

#: Characters of a headline that search engines show (developers.google.com, "Article structured data").
HEADLINE = 110


def sitemap(editions: Sequence[Shown], months: Sequence[str], *, site: str) -> bytes:
    """sitemaps.org 0.9: home, archive, the months ("2022-01"), every edition; `lastmod` from the cutoffs."""
    top = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    newest = max((e.updated for e in editions), default=None)
    addresses = [(f"{site}/", newest), (f"{site}/archive/", newest)]
    for month in months:
        of_month = [e.updated for e in editions if e.path.startswith(month)]
        addresses.append((f"{site}/archive/{month}/", max(of_month)))
    for url, changed in [*addresses, *((e.url, e.updated) for e in editions)]:
        place = SubElement(top, "url")
        SubElement(place, "loc").text = url
        if changed:
            SubElement(place, "lastmod").text = rfc3339(changed)
    indent(top, " ")
    text: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def robots(sites: Sequence[str]) -> bytes:
    """RFC 9309: everything may be read, except the patrons' own links."""
    paths = dict.fromkeys(urlsplit(site).path.rstrip("/") for site in sites)
    lines = ["User-agent: *", *(f"Disallow: {path}/u/" for path in paths), ""]
    return "\n".join([*lines, *(f"Sitemap: {site}/sitemap.xml" for site in dict.fromkeys(sites)), ""]).encode()


def news_article(edition: Shown, *, title: str, site: str) -> Markup:
    """schema.org NewsArticle, as JSON-LD for a script element."""
    publisher = {"@type": "NewsMediaOrganization", "name": title, "url": f"{site}/"}
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": edition.title[:HEADLINE],
        "url": edition.url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": edition.url},
        "datePublished": rfc3339(edition.published),
        "dateModified": rfc3339(edition.updated),
        "inLanguage": edition.language,
        "isAccessibleForFree": True,
        "author": publisher,
        "publisher": publisher,
    }
    article |= {"description": edition.summary} if edition.summary else {}
    article |= {"image": [edition.picture]} if edition.picture else {}
    return as_data(article)


def collection(name: str, url: str, *, language: str, title: str, site: str) -> Markup:
    """schema.org CollectionPage, for the archive."""
    return as_data(
        {
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "name": name,
            "url": url,
            "inLanguage": language,
            "isPartOf": {"@type": "WebSite", "name": title, "url": f"{site}/"},
        }
    )


def as_data(record: Mapping[str, Any]) -> Markup:
    """JSON that no parser of HTML can take for the end of its element (HTML, 4.12.1.3): no <, > or & in it."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 -- nothing in it means anything to HTML any more
