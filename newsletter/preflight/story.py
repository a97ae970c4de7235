"""Blocking findings on a story: terms, credit, links, verbatim words, trust, language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from newsletter.model.base import EntryId, StoryId
from newsletter.model.editions import Extract
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding
from newsletter.model.sources import Trust
from newsletter.preflight.case import Case, Piece, blocking, collapse, fold, same_url, short, warning


def not_verbatim(case: Case) -> Iterator[Finding]:
    """Every extract is exactly the characters that its span names.

    Words of an older version cannot be compared with the entry as it is now. A source that changed its text after a
    draft was frozen is said, and costs nothing: an editor's page never loses a story to it.
    """
    for piece in case.pieces:
        if not isinstance(piece.words, Extract) or not (problem := _differs(piece.words, case.entries)):
            continue
        entry = case.entries.get(piece.words.span.entry)
        said = f"“{short(piece.words.text)}” is not what its source says"
        if entry and entry.version > piece.words.span.version:
            yield warning("source-changed", f"{said} now: {problem}", "read the source again", piece.story)
        else:
            yield blocking("not-verbatim", f"{said}: {problem}", "lay the story out anew", piece.story)


def _differs(extract: Extract, entries: Mapping[EntryId, Entry]) -> str:
    span = extract.span
    entry = entries.get(span.entry)
    if entry is None:
        return "the entry is not in the archive"
    field = {"title": entry.title or "", "summary": entry.summary_text, "content": entry.content_text}[span.field]
    if 0 <= span.start <= span.end <= len(field) and field[span.start : span.end] == extract.text:
        return ""
    return f"its text has changed since version {span.version}" if entry.version != span.version else "the span differs"


def quotes_too_long(case: Case) -> Iterator[Finding]:
    """No entry gives more than its source's terms allow, over the whole edition, preheader included.

    Counted in code points of what is printed, white space collapsed; headlines are not counted (contract, "terms").
    """
    taken: dict[EntryId, list[tuple[StoryId, str]]] = {}
    for piece in case.pieces:
        counted = piece.role in ("sentence", "quote", "figure", "line")
        if counted and isinstance(piece.words, Extract) and piece.words.span.field != "title":
            taken.setdefault(piece.words.span.entry, []).append((piece.story, collapse(piece.words.printed)))
    preheader = collapse(case.edition.preheader)
    for entry, parts in taken.items():
        source = case.source_of(entry)
        if source is None or source.ours:
            continue
        printed = [text for _, text in parts] + [text for _, text in parts if text and text in preheader]
        count = sum(map(len, printed))
        if count > source.terms.quote:
            for story in dict.fromkeys(s for s, _ in parts):
                yield blocking(
                    "quote-too-long",
                    f"{short(source.name)} allows {source.terms.quote} characters of one entry; {count} are quoted",
                    "leave out sentences or quotations of this source",
                    story,
                )


def missing_credits(case: Case) -> Iterator[Finding]:
    """Who is quoted is named, as the terms ask, with the source's label, where readers see it."""
    for story, credit, quoted in case.credits:
        if story is None:
            continue
        source = case.source_of(credit.entry)
        wanted = source.terms.credit if source else ""
        if quoted and not credit.name.strip():
            yield blocking("no-credit", "words are printed without saying whose they are", "name the source", story)
        elif wanted and collapse(credit.name) != collapse(wanted):
            yield blocking(
                "no-credit",
                f"the terms of {short(credit.publisher)} ask for the credit “{short(wanted)}”",
                "print that credit",
                story,
            )
        elif quoted and not (source and source.ours) and fold(credit.name) not in case.text_for(credit):
            yield blocking(
                "no-credit", f"the credit “{short(credit.name)}” is not in the mail", "mend the template", story
            )
        if source and source.label and collapse(credit.label) != collapse(source.label):
            yield blocking(
                "no-label", f"{short(source.name)} must be labelled “{short(source.label)}”", "print its label", story
            )


def missing_links(case: Case) -> Iterator[Finding]:
    """An active link to the entry stands in the mail where the source's terms require one (they do by default)."""
    for story, credit, quoted in case.credits:
        source = case.source_of(credit.entry)
        if story is None or not quoted or source is None or not source.terms.link:
            continue
        if not credit.url:
            yield blocking(
                "no-link",
                f"{short(source.name)} requires a link, and this entry has none",
                "leave the story out",
                story,
            )
        elif _is_web(credit.url) and same_url(credit.url) not in case.links_for(credit):
            yield blocking(
                "no-link",
                f"the link that {short(source.name)} requires is not in the mail",
                "mend the template or the link",
                story,
            )


def bad_links(case: Case) -> Iterator[Finding]:
    """Only http and https lead out of an edition."""
    for story, credit, _ in case.credits:
        if story is not None and credit.url and not _is_web(credit.url):
            yield blocking(
                "bad-link", f"“{short(credit.url)}” is no web address", "leave the story out or mend its link", story
            )


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def labelled_leads(case: Case) -> Iterator[Finding]:
    """A labelled or support-only source never leads a story; a support-only one is never quoted either."""
    for piece in case.pieces:
        source = case.source_of(piece.credit.entry)
        if source is None or source.trust is Trust.FULL:
            continue
        if piece.role in ("headline", "line", "figure") or source.trust is Trust.SUPPORT_ONLY:
            yield blocking(
                "untrusted-lead",
                f"{short(source.name)} ({source.trust.value}) may not carry a story by itself",
                "let another source lead, or leave the story out",
                piece.story,
            )


def wrong_language(case: Case) -> Iterator[Finding]:
    """What is printed is in the edition's language; other languages support and are linked."""
    wanted = _primary(case.edition.language)
    for piece in case.pieces:
        found = _language_of(piece, case) if piece.role != "figure" else None  # of a foreign report only its numbers
        if found and _primary(found) != wanted:
            yield blocking(
                "wrong-language",
                f"“{short(piece.words.printed)}” is in another language ({found}) than the edition ({wanted})",
                "let an entry in the edition's language lead",
                piece.story,
            )


def _language_of(piece: Piece, case: Case) -> str | None:
    if not isinstance(piece.words, Extract):
        return None
    entry = case.entries.get(piece.words.span.entry)
    return entry.language if entry else None


def _primary(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].strip().lower()
