"""People: one name in one spelling, and who they are when they first speak."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from newsletter.model.base import StoryId
from newsletter.model.editions import QuoteBlock
from newsletter.model.rendered import Finding
from newsletter.preflight.case import Case, Piece, fold, note, short

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_ENDS = re.compile(r"(?:^|[.!?:…]|[\"“«(–—-])[\s\"“«(]*$")
#: Ways of writing one name, from the romanisations of Ukrainian and Russian names in use (BGN/PCGN, ISO 9, the
#: national ones of 2010 and 2013, French, German, Polish): applied in this order, they make them equal.
_SPELLINGS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[’'ʼ-]", ""),
        (r"tsch|tch|cz", "ch"),
        (r"schtsch|shch|szcz|chtch", "sch"),
        (r"sch|sz", "sh"),
        (r"ph", "f"),
        (r"kh|ch(?=[aeiou]?v$)", "h"),
        (r"ck|cq", "k"),
        (r"w|ff", "v"),
        (r"ou", "u"),
        (r"(?<=[aeiou])ye|^ye|^je", "e"),
        (r"[yj](?=[aou])", "i"),
        (r"(?:iy|yi|yy|ij|yj|ii|y|j)", "i"),
        (r"zh|dj", "z"),
        (r"x", "ks"),
        (r"ie", "e"),
        (r"i+", "i"),
        (r"ev$|iov$|yov$", "ov"),
        (r"(.)\1+", r"\1"),
    )
)
#: Places with an old and a new name that no table of letters joins.
_PLACES = {"kiev": "kyiv", "kharkov": "kharkiv", "lvov": "lviv", "nikolaev": "mykolaiv", "chernigov": "chernihiv"}
_ROLE_VERBS = r"(?:said|says|told|warned|announced|declared|stated|added|insisted|argued|wrote)"
_PERSON = re.compile(rf"(?:^|(?<=[.!?] )|(?<=[,;] ))([A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][\w’'-]+) {_ROLE_VERBS}\b")


def two_spellings(case: Case) -> Iterator[Finding]:
    """Riabkov here and Ryabkov there: readers take them for two people."""
    first: dict[str, tuple[str, Piece]] = {}
    told = set()
    lower = {w for p in case.pieces for w in _WORD.findall(p.words.printed) if w[:1].islower()}
    for piece in case.pieces:
        for name in _names(piece.words.printed):
            plain = fold(name)
            sound = _sound(_PLACES.get(plain, plain))
            known, where = first.setdefault(sound, (name, piece))
            pair = frozenset((fold(known), plain))
            if len(pair) == 2 and pair not in told and not pair & lower and _one_case(*sorted(pair)):
                told.add(pair)
                yield note(
                    "two-spellings",
                    f"“{short(name)}” here, “{short(known)}” in “{short(where.words.printed)}”",
                    "if they are one name, write it in one way",
                    piece.story,
                )


def _names(text: str) -> Iterator[str]:
    """Words with a capital where a sentence does not ask for one; in headlines in title case too few stay small."""
    words = list(_WORD.finditer(text))
    capital = sum(m[0][:1].isupper() for m in words)
    if len(words) > 3 and capital > 0.7 * len(words):
        return
    for m in words:
        name = re.sub(r"['’]s?$", "", m[0])
        if len(name) >= 5 and name[0].isupper() and not name.isupper() and not _ENDS.search(text[: m.start()]):
            yield name


def _sound(name: str) -> str:
    """Equal for spellings of one name. Cyrillic stays as it is: there endings are cases, and not spellings."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = name.replace("ł", "l").replace("ı", "i").replace("ø", "o")
    if not name.isascii():
        return name
    for pattern, to in _SPELLINGS:
        name = pattern.sub(to, name)
    return name


def _one_case(a: str, b: str) -> bool:
    """Not a word and its plural or its adjective."""
    return not (a.startswith(b) or b.startswith(a)) or (a[-1:] in "yi" and b[-1:] in "yi")


def roleless(case: Case) -> Iterator[Finding]:
    """Who speaks is introduced where they first do: the foreign minister, a spokesperson, a resident."""
    known: set[str] = set()
    for section in case.edition.sections:
        for block in section.blocks:
            if isinstance(block, QuoteBlock) and block.speaker.strip():
                if not block.role.strip() and fold(block.speaker) not in known:
                    yield _who(block.speaker, block.story)
                known.add(fold(block.speaker))
        for piece in case.pieces:
            if piece.section == section.key and piece.role == "sentence":
                for m in _PERSON.finditer(piece.words.printed):
                    if fold(m[1]) not in known and not _introduced(m[1], piece, case):
                        yield _who(m[1], piece.story)
                    known.add(fold(m[1]))


def _introduced(name: str, piece: Piece, case: Case) -> bool:
    """Another sentence of the story puts words before the name: President Joe Biden, the analyst Joe Biden."""
    before = re.compile(rf"(?:\w{{3,}}|,) {re.escape(name)}\b|\b{re.escape(name)},? (?:who|the|a|an|of)\b", re.I)
    return any(before.search(p.words.printed) for p in case.pieces if p.story == piece.story)


def _who(name: str, story: StoryId) -> Finding:
    return note("no-role", f"“{short(name)}” speaks without being introduced", "say who that is", story)
