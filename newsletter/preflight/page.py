"""The rendered files: what screen readers need, both parts saying the same, sizes.

Rules of accessibility are those of WCAG 2.2 that a program can decide: 1.1.1, 1.3.1, 2.4.4, 2.4.6, 3.1.1. Contrast is
the theme's, and judged with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from newsletter.model.editions import PictureBlock, StoryBlock
from newsletter.model.rendered import PLACEHOLDER, Finding
from newsletter.model.shortened import left_out
from newsletter.preflight.case import Case, fold, note, same_url, short, warning
from newsletter.preflight.read import Page

#: Bytes: Gmail cuts off at 102 KB, and what delivery and forwarding add must fit, too.
LONG = 90_000
#: Bytes of a message that some servers refuse or patrons on slow lines notice.
HEAVY = 1024 * 1024
_TEMPLATE = "mend the template"
_EMPTY_WORDS = frozenset(
    "here|click here|click|link|this|this link|read more|more|more…|read|details|тут|тиць|клікніть|натисніть|посилання"
    "|читати|читати далі|докладніше|детальніше|далі|ось тут".split("|")
)
_URL = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+")
_RTL = frozenset("ar arc ckb dv fa he khw ks ps sd ug ur yi".split())


def long_mail(case: Case) -> Iterator[Finding]:
    size = len(case.rendered.html.encode("utf-8", "replace"))
    if size > LONG:
        yield warning(
            "long-mail",
            f"the HTML part has {size // 1000} KB; mail services cut it off at 102 KB, and nothing more may leave",
            "shorten the house's words, or set a limit on sections",
            place="edition.html",
        )
    if len(case.rendered.message) > HEAVY:
        yield warning(
            "heavy-message",
            f"the message has {len(case.rendered.message) // 1024} KB",
            "serve pictures from the public page",
            place="message",
        )


def shortened(case: Case) -> Iterator[Finding]:
    """A person learns it before patrons do: another limit may serve them better than a page behind a link."""
    left = [(short(s.title), len(left_out(s))) for s in case.edition.sections]
    if total := sum(count for _, count in left):
        where = ", ".join(f"{count} of “{title}”" for title, count in left if count)
        yield note(
            "shortened",
            f"the mail would be too long; stories only on the patrons' own page: {total} ({where})",
            "set a limit on these sections, if patrons should not have to follow a link",
            place="edition.html",
        )


def pictures_without_words(case: Case) -> Iterator[Finding]:
    """WCAG 1.1.1: who does not see a picture is told what it shows."""
    for section in case.edition.sections:
        for block in section.blocks:
            image = block.image if isinstance(block, (PictureBlock, StoryBlock)) else None
            if image and not fold(image.alt or "") and not (isinstance(block, PictureBlock) and fold(block.caption)):
                story = block.story if isinstance(block, StoryBlock) else None
                message = f"nothing says what the picture {short(image.url, 80)} shows"
                yield warning("no-alt", message, "describe it, or leave it out", story, short(section.title))
    for name, page in _pages(case):
        if None in page.pictures:
            yield warning("no-alt", "a picture has no alt attribute", _TEMPLATE, place=name)


def pictures_without_size(case: Case) -> Iterator[Finding]:
    """A page keeps the place of a picture that is not there yet; Outlook shows one as large as its file says."""
    for name, page in _pages(case):
        for url in page.unsized:
            message = f"the picture {short(url, 80)} has no width and height"
            yield warning("no-size", message, "write both, in pixels, into the template", place=name)


def page_language(case: Case) -> Iterator[Finding]:
    """WCAG 3.1.1: voices pronounce by it; and lines run the way that it is written."""
    wanted = re.split(r"[-_]", case.edition.language.lower())[0]
    for name, page in _pages(case):
        if re.split(r"[-_]", page.lang.lower())[0] != wanted:
            yield warning("no-lang", f"<html> is not marked as “{short(wanted)}”", _TEMPLATE, place=name)
        if page.dir not in (("rtl",) if wanted in _RTL else ("ltr", "")):
            yield warning("wrong-dir", "<html> runs the wrong way for its language", _TEMPLATE, place=name)


def heading_order(case: Case) -> Iterator[Finding]:
    """WCAG 1.3.1, 2.4.6: one h1 at the top, no level left out, none empty."""
    for name, page in _pages(case):
        levels = [level for level, _ in page.headings]
        gaps = any(b > a + 1 for a, b in pairwise(levels))
        if not levels or levels[0] != 1 or levels.count(1) > 1 or gaps:
            yield warning("heading-order", "the headings are not in order", _TEMPLATE, place=name)
        if any(not words for _, words in page.headings):
            yield warning("heading-order", "a heading is empty", _TEMPLATE, place=name)


def layout_tables(case: Case) -> Iterator[Finding]:
    """WCAG 1.3.1: a table that only arranges says so; one that holds figures has header cells."""
    if not all(case.mail.tables):
        yield warning("table-role", "a table has neither a role nor header cells", _TEMPLATE, place="edition.html")


def link_words(case: Case) -> Iterator[Finding]:
    """WCAG 2.4.4: a link says where it leads; in a screen reader's list of links two that sound alike are one."""
    own = {fold(c.name) for _, c, _ in case.credits}
    for name, page in _pages(case):
        seen: dict[str, str] = {}
        for anchor in page.anchors:
            words = fold(anchor.label or anchor.text).strip(" .:»>→")
            if not words or words in _EMPTY_WORDS:
                said = f"a link says “{short(words)}” and not where it leads" if words else "a link has no words"
                yield warning("link-words", said, "write what is behind it", place=name)
            elif len(words) >= 12 and words not in own and seen.setdefault(words, anchor.href) != anchor.href:
                said = f"two links say “{short(words)}” and lead to two places"
                yield warning("link-words", said, "give each its own words", place=name)


def _pages(case: Case) -> Iterator[tuple[str, Page]]:
    yield "edition.html", case.mail
    yield "web.html", case.web


# --- both parts say the same ----------------------------------------------------------------------


def parts_differ(case: Case) -> Iterator[Finding]:
    """RFC 2046, 5.1.4: the parts are alternatives of one message. Every word, heading and link of one is in the other.

    Compared without white space, punctuation and case, because the text part is wrapped, ruled and marked.
    """
    text = case.rendered.text
    bare = _squeezed(_URL.sub(" ", text))
    blocks = case.mail.blocks
    lost = next((b for b in blocks if _squeezed(_URL.sub(" ", b)) not in bare and _missing(b, text)), "")
    if lost:
        yield _differs(f"“{short(_missing(lost, text) or lost)}” is in the HTML part and not in the text part")
    html = " ".join((*blocks, *case.mail.values))
    if extra := _missing(text, html):
        yield _differs(f"“{short(extra)}” is in the text part and not in the HTML part")
    heads = [words for _, words in case.mail.headings]
    if gone := next((h for h in heads if _squeezed(_URL.sub(" ", h)) not in bare), ""):
        yield _differs(f"the heading “{short(gone)}” is not in the text part")
    yield from _links_differ(case)


def _links_differ(case: Case) -> Iterator[Finding]:
    there = {_address(u) for u in _URL.findall(case.rendered.text)}
    here = {_address(u) for u in case.mail.links if _URL.match(u)}
    if gone := sorted(here - there):
        yield _differs(f"the link {short(gone[0], 80)} is not in the text part")
    if more := sorted(there - here):
        yield _differs(f"the link {short(more[0], 80)} is only in the text part")


def _differs(message: str) -> Finding:
    return warning("parts-differ", message, "mend mail.html or mail.txt", place="edition.txt")


def _squeezed(text: str) -> str:
    return "".join(re.findall(r"\w", fold(text)))


def _missing(some: str, other: str) -> str:
    """The first word of `some` that is nowhere in `other`; "" when there is none."""
    whole = _squeezed(other)
    words = re.findall(r"\w+", fold(_URL.sub(" ", some)))
    return next((w for w in words if w not in whole), "")


def _address(url: str) -> str:
    return same_url(url.rstrip(".,;:!?)]'")).rstrip("/?#").replace(PLACEHOLDER, "")
