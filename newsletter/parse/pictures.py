"""The picture that an entry names: Media RSS, an enclosure, or the first one in its text."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from newsletter.model.feeds import Image
from newsletter.parse.clean import plain
from newsletter.parse.fields import number
from newsletter.parse.media import CREDIT, DESCRIPTION, INSIDE, TITLE
from newsletter.parse.urls import absolute

_IMG = re.compile(r"<img((?:\s[a-z]+=\"[^\"]*\")+)\s*/?>")
_ATTRIBUTE = re.compile(r"([a-z]+)=\"([^\"]*)\"")
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)
#: Smaller ones count visits, they show nothing.
_SMALLEST = 16


def best_picture(raw: Mapping[str, Any], base: str) -> Image | None:
    """The widest picture that Media RSS or an enclosure offers; ties go to the first."""
    of_all = (c for c in raw.get("media_credit") or () if c.get("content") and not c.get(INSIDE))
    credit = next((plain(c["content"]) for c in of_all), None)
    offers = [m for m in raw.get("media_content") or () if _is_picture(m)]
    offers += list(raw.get("media_thumbnail") or ())
    offers += [link for link in raw.get("links") or () if link.get("rel") == "enclosure" and _is_picture(link)]
    images = []
    for offer in offers:
        url = absolute(offer.get("url") or offer.get("href"), base)
        width, height = number(offer.get("width")), number(offer.get("height"))
        if url and _worth(width, height):
            own = plain(offer.get(CREDIT)) or credit
            said = _described(offer, raw)
            images.append(Image(url=url, width=width or None, height=height or None, alt=said, credit=own))
    return max(images, key=lambda image: image.width or 0, default=None)


def _described(offer: Mapping[str, Any], raw: Mapping[str, Any]) -> str | None:
    """What the publisher says that the picture shows. A title that is only the entry's own describes nothing."""
    if said := plain(offer.get(DESCRIPTION)):
        return said
    title = plain(offer.get(TITLE))
    return title if title and title != plain(raw.get("title")) else None


def first_in(clean_html: str) -> Image | None:
    """The first picture of sanitised HTML that is no counter."""
    for tag in _IMG.finditer(clean_html):
        values = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag[1])}
        width, height = number(values.get("width")), number(values.get("height"))
        if values.get("src") and _worth(width, height):
            return Image(url=values["src"], width=width, height=height, alt=plain(values.get("alt")))
    return None


def _worth(width: int | None, height: int | None) -> bool:
    return all(size is None or size >= _SMALLEST for size in (width, height))


def _is_picture(offer: Mapping[str, Any]) -> bool:
    kind = str(offer.get("type") or "").lower()
    if offer.get("medium") or kind:
        return str(offer.get("medium")).lower() == "image" or kind.startswith("image/")
    return bool(_PICTURE.search(str(offer.get("url") or offer.get("href") or "").split("?")[0]))
