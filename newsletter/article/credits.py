"""Who wrote it, and which agencies stand behind it."""

from __future__ import annotations

import re

from newsletter.article.dates import CLOCK, WEEKDAY, find_dates
from newsletter.article.furniture import unbullet

#: Agencies and outlets whose bare name at the end of a page is a credit.
_KNOWN = (
    "Reuters|Associated Press|The Associated Press|AP|Agence France-Presse|AFP|dpa|Deutsche Presse-Agentur|TASS"
    "|RIA Novosti|RIA|Interfax|Interfax-Ukraine|Ukrinform|UNIAN|DW|Deutsche Welle|BBC|BBC News|Xinhua|Anadolu"
    "|Anadolu Agency|EFE|ANSA|Bloomberg|PA Media|Press Association|Kyodo|PAP|BelTA|Sputnik|Sputnik News|RFE/RL"
    "|Radio Free Europe|Al Jazeera|Agerpres|APA|UPI|CNN|Укрінформ|УНІАН|Інтерфакс-Україна|Інтерфакс|Рейтер|Ройтерс"
    "|ТАСС|РИА Новости|Суспільне|Радіо Свобода|Українська правда"
)
_NAMES = "|".join(sorted(_KNOWN.split("|"), key=len, reverse=True))  # the longer first: BBC News before BBC
_NAME = re.compile(rf"(?:{_NAMES})", re.IGNORECASE)
_SEVERAL = re.compile(rf"\W*(?:{_NAMES})(?:(?:\s*[,/&;]\s*|\s+(?:and|та|і|и)\s+)(?:{_NAMES}))*\W*", re.IGNORECASE)
_WITHIN = re.compile(rf"(?<![\w/])(?:{_NAMES})(?![\w/])")
_LIST = re.compile(
    r"^\(?(?:with (?:additional )?(?:reporting|material|materials|information|files|input) (?:by|from)"
    r"|(?:with )?agenc(?:y|ies):|sources?:|via:"
    r"|за матеріалами:?|за даними:|джерел[оа]:|з матеріалів|по материалам|источник:)\s*(.{2,300}?)\)?\.?$",
    re.IGNORECASE,
)
_REPORTING = re.compile(r"^\(?(?:additional |writing and )?(?:reporting|writing|editing) by .{2,300}$", re.IGNORECASE)
_CONTRIBUTED = re.compile(
    r"^(.{2,200}?) (?:has |have |also )?contributed to this (?:report|article|story)\.?$", re.IGNORECASE
)
_DATELINE = re.compile(rf"^[^\W\d_][^()]{{1,60}}\((?P<agency>{_NAMES})\)\s*[-–—:]", re.IGNORECASE)

_BY = re.compile(
    r"^(?:by|written by|text by|text:|story by|reported by|posted by|authors?:"
    r"|від:|автор(?:ка|и)?:?|текст:|автор статьи:)\s+(.+)$",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\b\d{1,3}[ -]?(?:min(?:ute)?s?|хв(?:илин[аи]?)?)\b\.?(?: (?:read|читання))?", re.IGNORECASE)
_STAMP = re.compile(
    r"\b(?:(?:last |first )?(?:published|updated|posted|modified|edited)(?: (?:on|at))?|опубліковано|оновлено"
    r"|створено|дата(?: публікації)?|опубликовано|обновлено|on|at)\b:?",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w.’'-]*(?: (?:&|[^\W\d_][\w.’'-]*)){0,5}")
_SMALL = {"de", "del", "van", "von", "der", "la", "le", "bin", "al", "of", "the", "for", "and", "&"}
_SPLIT = re.compile(r"\s*(?:[,;|/•·]|\s(?:and|та|і|и|&)\s)\s*")
_MOST = 30


def agencies_of(line: str) -> tuple[str, ...]:
    """The agencies that a credit line names; () when it is none."""
    bare = unbullet(line).strip(" –—-")
    if _SEVERAL.fullmatch(bare):
        return _unique(_NAME.findall(bare))
    listed = _LIST.match(bare)
    if listed and len(listed[1].split()) <= 40:
        names = [n.strip(" .") for n in re.split(r"\s*[,;]\s*|\s+(?:and|та|і|и)\s+", listed[1])]
        short = [n for n in names if n and len(n.split()) <= 5]
        return _unique(short) if len(short) == len([n for n in names if n]) else ()
    if _REPORTING.match(bare) or ((contributed := _CONTRIBUTED.match(bare)) and contributed):
        return _unique(_WITHIN.findall(bare))
    return ()


def is_credit(line: str) -> bool:
    """A line that only says who helped, whether or not it names an agency."""
    bare = unbullet(line)
    return bool(agencies_of(line) or _REPORTING.match(bare) or _CONTRIBUTED.match(bare))


def dateline(paragraph: str) -> str | None:
    """KYIV, Jan 10 (Reuters) - ...: the agency of it."""
    found = _DATELINE.match(paragraph[:120])
    return found["agency"] if found else None


def without_stamp(line: str) -> str:
    """What is left of a line when its dates, times, weekdays, labels and reading time are taken out."""
    for found in reversed(find_dates(line)):
        line = line[: found.start] + " " + line[found.end :]
    for pattern in (CLOCK, _MINUTES, WEEKDAY, _STAMP):
        line = pattern.sub(" ", line)
    return " ".join(line.split()).strip(" |,•·–—-:/()[]")


def is_stamp(line: str) -> bool:
    """A line that holds a date and nothing else that matters."""
    return bool(find_dates(line)) and len(line) <= 160 and len(without_stamp(line).split()) <= 2


def byline(line: str) -> tuple[str, tuple[str, ...]] | None:
    """ "by Night Desk January 10, 2022" -> ("by Night Desk", ("Night Desk",)); None for anything else."""
    bare = unbullet(line)
    if len(bare) > 240:
        return None
    words = without_stamp(bare) if _BY.match(bare) else ""
    found = _BY.match(words)
    if not found:
        return None
    names = [n.strip(" .").removeprefix("the ") for n in _SPLIT.split(found[1]) if n.strip(" .")]
    labelled = words[: found.start(1)].rstrip().endswith(":")
    if not names or len(names) > _MOST or words.endswith((".", "!", "?")):
        return None
    if not all(_is_name(name, labelled=labelled) for name in names):
        return None
    return words, _unique(names)


def _is_name(text: str, *, labelled: bool) -> bool:
    """Capitals say so; behind "Author:" the first one is enough."""
    if not _PERSON.fullmatch(text):
        return False
    if labelled and text[0].isupper():
        return True
    return all(word[0].isupper() or word in _SMALL for word in text.split()) or bool(_NAME.fullmatch(text))


def split_names(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of a by-line -> (authors, agencies): "AFP" and "Reuters staff" are no persons."""
    agencies = [m[0] for n in names if (m := _NAME.match(n)) and len(n.split()) <= len(m[0].split()) + 1]
    authors = [n for n in names if not ((m := _NAME.match(n)) and len(n.split()) <= len(m[0].split()) + 1)]
    return _unique(authors), _unique(agencies)


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple({n.casefold(): n for n in reversed(names) if n}.values())[::-1][:_MOST]
