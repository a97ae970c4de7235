"""Who said it, and who else reports it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from newsletter.model.base import EntryId, primary
from newsletter.model.editions import Credit
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source, Trust
from newsletter.write.extracts import Setting

#: What a language is written in (Unicode CLDR, likely subtags). Of a language that is not here, as of one that is
#: written in two alphabets (sr, kk, uz, az), only what is declared or detected counts.
_SCRIPTS = {
    language: script
    for script, languages in {
        "latin": "en de fr es it pt nl pl cs sk sl hr hu ro sv da no nb nn fi et lv lt tr vi id ms ca eu gl is",
        "cyrillic": "uk ru be bg mk ky",
        "arabic": "ar fa ur ps sd ug ckb",
        "hebrew": "he iw yi",
        "east-asian": "zh ja ko yue",
        "devanagari": "hi mr ne",
        "greek": "el",
        "georgian": "ka",
        "armenian": "hy",
        "thai": "th",
    }.items()
    for language in languages.split()
}
_LETTERS = {
    "latin": re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile(r"[\u0400-\u0481\u048a-\u052f]"),
    "arabic": re.compile(
        r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc]"
    ),
    "hebrew": re.compile(r"[\u05d0-\u05f2\ufb1d-\ufb4f]"),
    "east-asian": re.compile(
        r"[\u1100-\u11ff\u3041-\u30ff\u3105-\u318e\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
    ),
    "devanagari": re.compile(r"[\u0904-\u0939\u0958-\u0961\u0971-\u097f]"),
    "greek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "georgian": re.compile(r"[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2d]"),
    "armenian": re.compile(r"[\u0531-\u0587]"),
    "thai": re.compile(r"[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46]"),
}
_READ = 500  #: characters of a text that its alphabet is told by


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry of the story with its source."""

    entry: Entry
    source: Source


def foreign(entry: Entry, setting: Setting) -> str | None:
    """The entry's language when it is not the edition's, else None. The alphabet overrules what is declared, where it
    is known what the edition's language is written in."""
    declared = primary(entry.language) if entry.language else None
    text = f"{entry.title or ''} {entry.summary_text[:1000] or entry.content_text[:1000]}"
    found, wanted = _script(text), _SCRIPTS.get(setting.language)
    if found and wanted and found != wanted:
        return declared if declared and declared != setting.language else _guess(text, found)
    if declared is None or declared == setting.language:
        return None
    return declared


def _script(text: str) -> str:
    """Which letters are in the majority; "other" of an alphabet that is not known here; "" without letters."""
    text = text[:_READ]
    counts = {script: len(letters.findall(text)) for script, letters in _LETTERS.items()}
    counts["other"] = sum(map(str.isalpha, text)) - sum(counts.values())
    most = max(counts, key=lambda script: counts[script])
    return most if counts[most] > 0 else ""


def _guess(text: str, script: str) -> str:
    """A language for an alphabet; `und` (BCP 47: undetermined) when it says nothing."""
    if script == "latin":
        return "en"
    if script != "cyrillic":
        return "und"
    return "ru" if set(text.casefold()) & set("ыэъё") and not set(text.casefold()) & set("іїєґ") else "uk"


def credit(member: Member, setting: Setting, *, copy: bool = False) -> Credit:
    entry, source = member.entry, member.source
    return Credit(
        entry=entry.id,
        name=source.terms.credit or source.name,
        publisher=source.publisher,
        url=entry.link,
        at=entry.published or entry.updated,
        label=source.label,
        language=foreign(entry, setting),
        copy=copy,
    )


def also(members: Sequence[Member], lead: Member, setting: Setting, copies: AbstractSet[EntryId]) -> tuple[Credit, ...]:
    """One credit per other publisher, words of its own and the edition's language first. Our own articles are no
    second voice; `copies` are marked."""
    best: dict[str, Member] = {}
    for member in sorted(members, key=lambda m: (m.entry.id in copies, _rank(m, setting))):
        if not member.source.ours and _voice(member) != _voice(lead):
            best.setdefault(_voice(member), member)
    return tuple(credit(m, setting, copy=m.entry.id in copies) for m in best.values())


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
