"""The context of one outlet: which sections it shows, and everything around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from email.utils import parseaddr
from typing import Any, Literal
from urllib.parse import urlsplit

from newsletter.model.corrections import CORRECTED
from newsletter.model.editions import (
    Audience,
    Edition,
    HeadingBlock,
    LinksBlock,
    NoticeBlock,
    ProseBlock,
    QuoteBlock,
    Section,
    StoryBlock,
)
from newsletter.model.rendered import PLACEHOLDER
from newsletter.model.shortened import for_mail, patrons_page
from newsletter.render.clean import defuse, href, mailto, visible
from newsletter.render.opening import joined
from newsletter.render.phrases import Phrases
from newsletter.render.plain import WIDTH
from newsletter.render.views import Viewer
from newsletter.render.wide import wide_words

#: whole: the patrons' own page, which shows all that a shortened mail would have shown.
Outlet = Literal["mail", "web", "whole"]
#: Clients show 35 to 150 characters of the preheader; more only pushes the first line of the mail out of the list.
PREHEADER = (40, 130)
#: Characters of a page's title that search engines take (developers.google.com, "Article structured data").
TITLE = 110


def address_of(edition: Edition) -> str:
    """Where answers go."""
    return parseaddr(edition.reply_to)[1] or parseaddr(edition.sender)[1]


def canonical(edition: Edition) -> str:
    """The public page."""
    return f"{edition.home}/{edition.day.isoformat()}/"


def leave_url(edition: Edition) -> str:
    """The patron's own way out; the placeholder becomes a signed token at delivery."""
    return f"{edition.site.rstrip('/')}/u/{PLACEHOLDER}"


def choose_url(edition: Edition) -> str:
    """The patron's own page of all reviews; "" where there is no other review at this address to choose."""
    shared = edition.pages.rstrip("/") not in ("", edition.site.rstrip("/"))
    return f"{edition.site.rstrip('/')}/s/{PLACEHOLDER}" if shared else ""


def shown(edition: Edition, outlet: Outlet) -> tuple[Section, ...]:
    """Sections that this outlet may show: what is for patrons only never gets near the public page."""
    audiences = (Audience.ALL, Audience.PUBLIC if outlet == "web" else Audience.PATRONS)
    return tuple(s for s in edition.sections if s.audience in audiences)


def context(edition: Edition, outlet: Outlet, brought: Collection[str] = ()) -> dict[str, Any]:
    """Everything that a template may print. `brought`: pictures that come with the message, as in `Viewer`."""
    edition = for_mail(edition) if outlet == "mail" else edition
    phrases = Phrases(edition.language, edition.timezone)
    viewer = Viewer(edition, phrases, brought)
    sections = [viewer.section(s) for s in _one_list(shown(edition, outlet)) if s.blocks or s.title]
    date = phrases.date(edition.day)
    subject, preheader = _teasers(edition, outlet)
    notices = [b.notice for s in shown(edition, outlet) for b in s.blocks if isinstance(b, NoticeBlock)]
    meta = [
        phrases.say("number", number=edition.number),
        phrases.say("until", time=phrases.until(edition.window.cutoff)),
        phrases.say("minutes", n=edition.minutes),
    ]
    return {
        "lang": phrases.tag,
        "dir": "rtl" if phrases.rtl else "ltr",
        "start": "right" if phrases.rtl else "left",
        "end": "left" if phrases.rtl else "right",
        "t": phrases.simple(),
        "title": visible(edition.title) or visible(parseaddr(edition.sender)[0]) or "Newsletter",
        "subject": visible(subject) or date,
        "preheader": _preheader(visible(preheader), [date, *meta]),
        "date": date,
        "day": edition.day.isoformat(),
        "cutoff": edition.window.cutoff.isoformat().replace("+00:00", "Z"),
        "meta": meta,
        "url": _page(edition, outlet),
        "site": href(edition.home + "/") or "",
        "host": urlsplit(edition.site).hostname or "",
        "join_url": href(edition.join) or "",
        "wrong_url": _wrong(edition, phrases, outlet),
        "unread": "unread" in notices,
        "private": outlet == "whole",
        "imprint": visible(edition.imprint),
        "opening": joined([s for s in sections if s.place == "opening"]),
        "wide_words": wide_words(sections, visible(edition.title), visible(edition.imprint)),
        "body": [s for s in sections if s.place == "body"],
        "closing": [s for s in sections if s.place == "closing"],
        **(_ways_out(edition) if outlet == "mail" else {}),
    }


def _one_list(sections: Sequence[Section]) -> Iterator[Section]:
    """Corrections for everybody and those for patrons only are one list to who sees both."""
    lists = [s for s in sections if s.key == CORRECTED]
    for section in sections:
        if section.key != CORRECTED:
            yield section
        elif section is lists[0]:
            yield replace(section, blocks=tuple(b for s in lists for b in s.blocks))


def _page(edition: Edition, outlet: Outlet) -> str:
    """Where it stands on the web; "" for a mail of which the public page shows nothing."""
    if outlet == "mail" and edition.later:
        return patrons_page(edition)
    return (href(canonical(edition)) or "") if outlet != "mail" or shown(edition, "web") else ""


def _wrong(edition: Edition, phrases: Phrases, outlet: Outlet) -> str:
    """Where readers say what is wrong: the day in words, or in digits where these would not fit a line of the text."""
    room = WIDTH if outlet == "mail" else None
    return mailto(address_of(edition), phrases.wrong_mail(edition.day), edition.day.isoformat(), room=room)


def _ways_out(edition: Edition) -> dict[str, str]:
    """For patrons' eyes only: the public page knows no patron."""
    mail = mailto(address_of(edition), "unsubscribe")
    return {"leave_url": leave_url(edition), "leave_mail": mail, "choose_url": choose_url(edition)}


def _preheader(words: str, rest: list[str]) -> str:
    """Long enough to fill its line in the list of mails, short enough to be read there."""
    for more in rest:
        if len(words) >= PREHEADER[0]:
            break
        words = f"{words} · {more}" if words else more
    if len(words) > PREHEADER[1]:
        words = words[: PREHEADER[1] - 1].rsplit(" ", 1)[0].rstrip(" ·,;:") + "…"
    return defuse(words)


def _teasers(edition: Edition, outlet: Outlet) -> tuple[str, str]:
    """Subject and preheader; on the public page neither may tell what only patrons are told."""
    if outlet != "web":
        return edition.subject, edition.preheader
    if all(s.audience is not Audience.PATRONS for s in edition.sections if s.place == "body"):
        return edition.subject, edition.preheader
    public = " ".join(w for s in shown(edition, "web") for w in _words(s)).casefold()

    def safe(text: str) -> str:
        """As it is where each of its parts, which may be a headline cut short, is read on the public page as well."""
        parts = (p.strip(" …") for p in visible(text).casefold().replace(";", "·").split("·"))
        return text if all(p in public for p in parts) else ""

    return safe(edition.subject) or _first_public(edition), safe(edition.preheader)


def _first_public(edition: Edition) -> str:
    """What the public page is called where the mail's subject tells what only patrons are told: its own first headline
    that may be one; "" where there is none."""
    blocks = (b for s in shown(edition, "web") if s.place == "body" for b in s.blocks)
    heads = (visible(b.headline.printed) for b in blocks if isinstance(b, StoryBlock) and not b.reserved)
    return next((h for h in heads if h and len(h) <= TITLE and "?" not in h), "")


def _words(section: Section) -> Iterator[str]:
    """What a reader could recognise: headlines, sentences, quotations, own words."""
    for block in section.blocks:
        match block:
            case StoryBlock():
                yield from (visible(w.printed) for w in (block.headline, *block.sentences) if w.printed.strip())
            case QuoteBlock():
                yield visible(block.quote.printed)
            case LinksBlock():
                yield from (visible(i.title.printed) for i in block.items)
            case HeadingBlock():
                yield visible(block.text)
            case ProseBlock():
                yield visible(block.markdown)
            case _:
                pass
