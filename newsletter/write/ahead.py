"""What entries say is still to come: a day with its date, after the edition's, in the entry's own words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from newsletter.model.editions import Extract, Field, LinkItem
from newsletter.model.written import Ahead
from newsletter.write import days
from newsletter.write.credits import Member, credit
from newsletter.write.extracts import Setting, html_of, length, take, text_of
from newsletter.write.sentences import READ, flaw, sentences
from newsletter.write.tongue import WORD, Tongue

#: Words of a line at most, code points of a headline that stands as one.
LONGEST, HEADLINE = 14, 90
#: A date without a year so far ahead may be last year's.
REACH = dt.timedelta(days=60)
#: Names are compared by so many letters.
_LETTERS = 6

#: What takes a plan back, or makes it depend on something that the line would leave out.
_DOUBT = re.compile(
    r"(?i)\b(?:if|unless|provided|might|may|could|possibl[ey]|perhaps|not|never|no longer|cancell?ed|postponed|moved"
    r"|den(?:y|ies|ied)|refuses?d?|rumou?red|reportedly|якщо|може|можуть|можлив\w*|ймовірно|імовірно|не|скасован\w*"
    r"|перенес\w*|відмов\w*|буцімто|нібито)\b|n['’]t\b"
)
#: Who said it stands behind the line already: ", the organisers said on Tuesday".
_SAYS = re.compile(
    r", (?:повідоми|заяви|сказа|зазначи|розпові|уточни)(?:в|ла|ли|ло) [^,]+$"
    r"|, [^,]+ (?:said|says|announced|confirmed)(?: in [A-Z]\w+)?(?: (?:on )?[A-Z][a-z]+day)?$"
)
#: A day by which or until which something goes on is no event of that day.
_UNTIL = re.compile(r"(?i)\b(?:до|по|until|till|before|by|through) (?:the )?$")
#: What a thing is called, and no quotation: the festival «Country of Dreams».
_TITLED = re.compile(r"(?<!: )«[^«»—.,:;!?]{1,40}»")
#: Endings of Ukrainian names, which differ by case.
_ENDINGS = "аеиіоуєюяїйь"
#: A meeting by its name, before "on 12 January": the OSCE Permanent Council, the meeting with NATO.
_MEETING = re.compile(
    r"((?:[A-Z][\w'’-]+ ){1,4}(?:Council|Summit|Conference|Assembly|Congress|Forum|Session|Commission|Committee)"
    r"|(?:[A-Z][\w'’-]+ ){1,3}(?:(?:early|general|snap|presidential|parliamentary|local) ){0,2}"
    r"(?:election|vote|referendum|marathon|festival|hearing)"
    r"|(?:meeting|talks|summit|session|round|conference) (?:with|between|of|in) [A-Z][\w'’-]+"
    r"(?: (?:and|in) [A-Z][\w'’-]+){0,2}) on $"
)


def ahead(member: Member, setting: Setting) -> Iterator[Ahead]:
    """Each day and event once, in the order of the text; nothing longer than the source's terms allow.

    A line is a clause from the beginning of its sentence up to the date, a short sentence as a whole, or the name of
    a meeting; a headline only where no sentence says it.
    """
    tongue = setting.tongue
    if tongue is None:
        return
    headline = {d for d, _, _ in _coming(member.entry.title or "", member, setting, tongue)}
    found: list[Ahead] = []
    fields: tuple[Field, ...] = ("summary", "content", "title")
    for field in fields:
        for day, start, end, whole in _lines(member, field, setting, tongue):
            extract = take(member.entry, field, start, end, setting)
            if not isinstance(extract, Extract) or (field != "title" and length(extract) > member.source.terms.quote):
                continue
            one = Ahead(
                day=day,
                item=LinkItem(title=extract, credit=credit(member, setting)),
                names=_names(extract.text, tongue),
                whole=whole,
                headline=day in headline,
            )
            if one.names and not any(o.day == day and (field == "title" or o.names & one.names) for o in found):
                found.append(one)
    yield from found


def _lines(member: Member, field: Field, setting: Setting, tongue: Tongue) -> Iterator[tuple[dt.date, int, int, bool]]:
    """(day, start, end, says what happens) of what may stand as a line."""
    text = text_of(member.entry, field)[:READ]
    if field == "title":
        for day, _, _ in _coming(text, member, setting, tongue):
            if len(text) <= HEADLINE and not text.rstrip().endswith("?") and not _DOUBT.search(text):
                yield day, 0, len(text), True
        return
    for start, end in sentences(text, tongue, html_of(member.entry, field)):
        sentence = text[start:end]
        if _sound(sentence, tongue) and not _DOUBT.search(sentence):
            for day, first, last in _coming(sentence, member, setting, tongue):
                line = _clause(sentence, last, tongue) or _short(sentence, tongue) or _meeting(sentence, first, last)
                if line:
                    yield day, start + line[0], start + line[1], line[2]


def _coming(text: str, member: Member, setting: Setting, tongue: Tongue) -> list[tuple[dt.date, int, int]]:
    published = member.entry.published
    said = published.astimezone(setting.zone).date() if published else setting.today
    named = days.named(text, tongue, said)
    coming = (m for m in named if m.day and setting.today < m.day <= setting.today + REACH)
    return [(m.day, m.start, m.end) for m in coming if m.day and not _UNTIL.search(text[: m.start])]


def _clause(sentence: str, end: int, tongue: Tongue) -> tuple[int, int, bool] | None:
    """From the sentence's beginning up to the date, where what follows only adds to it."""
    clause, rest = sentence[:end], sentence[end:].lstrip(" ")
    following = WORD.match(rest)
    goes_on = following is not None and following.group().casefold() not in tongue.starters
    if goes_on or "," in clause or not _is_plan(clause, tongue):
        return None
    return 0, end, True


def _short(sentence: str, tongue: Tongue) -> tuple[int, int, bool] | None:
    """The whole sentence without its stop, and without who said it."""
    bare = _SAYS.sub("", sentence.rstrip("."))
    return (0, len(bare), True) if _is_plan(bare, tongue) else None


def _meeting(sentence: str, start: int, end: int) -> tuple[int, int, bool] | None:
    found = _MEETING.search(sentence[:start])
    return (found.start(), end, False) if found else None


def _is_plan(words: str, tongue: Tongue) -> bool:
    """Few words with a verb, none of which tells what was, and nothing that needs what stands around them."""
    quoted = any(c in _TITLED.sub(" ", words) for c in '"“”„«»()[];:—')
    if quoted or len(WORD.findall(words)) > LONGEST or not tongue.verb.search(words):
        return False
    told = any(tongue.past.fullmatch(w) for w in WORD.findall(tongue.future.sub(" ", words)))
    return not told and _sound(words, tongue)


def _sound(words: str, tongue: Tongue) -> bool:
    """As every sentence that is printed, but for its length."""
    why = flaw(words, tongue)
    return not why or why.endswith("words")


def _names(text: str, tongue: Tongue) -> frozenset[str]:
    months = {m.casefold() for m in tongue.months}
    said = [w.replace("’", "'") for w in WORD.findall(text) if w[0].isupper()]
    kept = {w.casefold().removesuffix("'s") for w in said} - months - tongue.starters - tongue.openers
    return frozenset(part[:_LETTERS].rstrip(_ENDINGS) for w in kept for part in w.split("-") if len(part) > 2)
