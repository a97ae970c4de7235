"""Where links lead: to the source's own pages, over https, to something that answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from newsletter.model.base import StoryId
from newsletter.model.editions import Section
from newsletter.model.rendered import Finding, LinkAnswer
from newsletter.preflight.case import Case, credits_of, short, warning

#: Services that carry other people's feeds: the links in them lead elsewhere, as they should.
CARRIERS = frozenset(
    "feedburner.com feedblitz.com feedspot.com rss.app fetchrss.com politepol.com kill-the-newsletter.com rsshub.app"
    " google.com bing.com yahoo.com github.io githubusercontent.com blogspot.com reddit.com medium.com".split()
)  # fmt: skip
#: Hosts that turn robots away, or tell them that nothing is there, while readers see the page: never asked, and
#: whatever they would say is not told. Kept by hand, from what people who check links report of them.
LIARS = frozenset(
    "facebook.com fb.com instagram.com threads.net x.com twitter.com t.co linkedin.com tiktok.com pinterest.com"
    " reddit.com quora.com medium.com nytimes.com wsj.com ft.com bloomberg.com reuters.com washingtonpost.com"
    " economist.com theatlantic.com barrons.com marketwatch.com forbes.com thetimes.co.uk telegraph.co.uk axios.com"
    " politico.com researchgate.net sciencedirect.com tandfonline.com wiley.com jstor.org ssrn.com".split()
)  # fmt: skip


def insecure_links(case: Case) -> Iterator[Finding]:
    """http shows everybody on the way what is read, and can be changed on the way. Said once for each host."""
    told = set()
    for story, credit, _ in case.credits:
        host = _host(credit.url)
        if host and (credit.url or "").lower().startswith("http:") and host not in told:
            told.add(host)
            yield warning("insecure-link", f"the link to {short(host)} is http", "see whether https works", story)


def foreign_links(case: Case) -> Iterator[Finding]:
    """A source's entries lead to its own site; where they do not, it may have been taken over. Said once for each
    source. A feed on this machine, at a bare address or with a carrier of feeds says nothing of whose site it is."""
    told = set()
    for story, credit, _ in case.credits:
        source = case.source_of(credit.entry)
        own = _host(source.url) if source else ""
        there = _host(credit.url)
        if source is None or not own or not there or source.url.lower().startswith("file:"):
            continue
        home, away = case.beside.registered(own), case.beside.registered(there)
        if home == away or home in CARRIERS or _is_address(own) or source.name in told:
            continue
        told.add(source.name)
        yield warning(
            "foreign-link",
            f"a link of {short(source.name)} leads to {short(away)}, and the source is at {short(home)}",
            "see where it leads, and whether the source is still its owner's",
            story,
        )


def _is_address(host: str) -> bool:
    """Nobody registered it: an address (RFC 3986, 3.2.2), or this machine (RFC 6761, 6.3)."""
    return ":" in host or host.rpartition(".")[2].isdigit() or host == "localhost" or host.endswith(".localhost")


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


def links_of(sections: Sequence[Section]) -> tuple[str, ...]:
    """Every address that stories lead to, each once, in the order of the page."""
    found = (c.url for s in sections for _, c, _ in credits_of(s) if c.url and _host(c.url))
    return tuple(dict.fromkeys(u for u in found if u.lower().startswith(("http:", "https:"))))


def may_be_asked(url: str) -> bool:
    """Is its host's answer worth anything?"""
    host = _host(url)
    return bool(host) and not any(host == liar or host.endswith("." + liar) for liar in LIARS)


def answering(sections: Sequence[Section], answers: Mapping[str, LinkAnswer]) -> tuple[Finding, ...]:
    """Links that do not answer. Advice for a person: never a part of an edition, whose bytes do not depend on it."""
    found: dict[str, Finding] = {}
    for section in sections:
        for story, credit, _ in credits_of(section):
            answer = answers.get(credit.url or "")
            if answer and not answer.ok and may_be_asked(answer.url):
                found.setdefault(answer.url, _unanswered(answer, story, section.title))
    return tuple(found.values())


def _unanswered(answer: LinkAnswer, story: StoryId | None, place: str) -> Finding:
    message = f"the link {short(answer.url, 80)} did not answer: {short(answer.words)}"
    return warning("dead-link", message, "open it; if it is gone, link to another report", story, short(place))
