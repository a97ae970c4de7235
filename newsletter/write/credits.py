"""Who said it, and who else reports it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.model.editions import Credit
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source, Trust
from newsletter.write.extracts import Setting, primary
from newsletter.write.sentences import script_of

_SCRIPTS = {"en": "latin", "uk": "cyrillic", "ru": "cyrillic", "be": "cyrillic", "bg": "cyrillic", "sr": "cyrillic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry of the story with its source."""

    entry: Entry
    source: Source


def foreign(entry: Entry, setting: Setting) -> str | None:
    """The entry's language when it is not the edition's, else None. The alphabet overrules what is declared."""
    declared = primary(entry.language) if entry.language else None
    text = f"{entry.title or ''} {entry.summary_text[:1000] or entry.content_text[:1000]}"
    found, wanted = script_of(text), _SCRIPTS.get(setting.language, "latin")
    if found and found != wanted:
        return declared if declared and declared != setting.language else _guess(text, found)
    if declared is None or declared == setting.language:
        return None
    return declared


def _guess(text: str, script: str) -> str:
    """A language for an alphabet; `und` (BCP 47: undetermined) when it says nothing."""
    if script == "latin":
        return "en"
    if script != "cyrillic":
        return "und"
    return "ru" if set(text.casefold()) & set("ыэъё") and not set(text.casefold()) & set("іїєґ") else "uk"


def credit(member: Member, setting: Setting) -> Credit:
    entry, source = member.entry, member.source
    return Credit(
        entry=entry.id,
        name=source.terms.credit or source.name,
        publisher=source.publisher,
        url=entry.link,
        at=entry.published or entry.updated,
        label=source.label,
        language=foreign(entry, setting),
    )


def also(members: Sequence[Member], lead: Member, setting: Setting) -> tuple[Credit, ...]:
    """One credit per other publisher, the edition's language first. Our own articles are no second voice."""
    best: dict[str, Member] = {}
    for member in sorted(members, key=lambda m: _rank(m, setting)):
        if not member.source.ours and _voice(member) != _voice(lead):
            best.setdefault(_voice(member), member)
    return tuple(credit(m, setting) for m in best.values())


def _voice(member: Member) -> str:
    return member.source.publisher.casefold()


def _rank(member: Member, setting: Setting) -> tuple[bool, bool, bool, float, bool, float, str]:
    at = member.entry.published
    return (
        foreign(member.entry, setting) is not None,
        member.source.trust is Trust.LABELLED,
        member.entry.link is None,
        -member.source.weight,
        at is None,
        at.timestamp() if at else 0.0,
        member.entry.id,
    )
