"""Where sources differ: dates and numbers that disagree inside one story, laid side by side.

Better silent than noisy. A value is a range (claims.py), so hedges and rounding agree by themselves. No dispute are a
count that only grows from report to report, a postponement, and what an entry that states both values could tell
apart. How much two sentences have in common is never weighed by words of the story itself: inside one story all of
its own words would look common.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from newsletter.group.claims import Claim, claims, meant_by
from newsletter.group.voices import copied
from newsletter.model.base import EntryId, SourceName
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source
from newsletter.model.stories import Difference, Stated, Story

#: Sentences about one thing have so much in common beside the thing itself (a point a word).
CONTEXT, CONTEXT_APART = 2.0, 3.0
#: Values farther apart than this factor count different things.
_FACTOR = 2.5
#: Dates farther apart than this are of different events, in days.
_DAYS = 10
#: On a meeting's own day its date is still mistaken for one so near, in days.
_NEIGHBOURS = 2
#: What is measured in these can be measured of anything.
_MEASURES = frozenset({"%", "money", "~percent", "~dollar", "~euro"})
#: What is counted once: a vote on a law that is over does not grow, as that of an election's night does.
_VOTES, _PASSED = "~election", frozenset({"~law", "~parliament"})
_MOVED = frozenset("postpo resche перене відкла отложи moved".split())
#: Which meeting of a series: the next one is another one, unless that is what both speak of.
_SERIES = re.compile(
    r"\b(?:(?P<next>another|next|new|follow-up|further|наступн\w+|чергов\w+|нов\w+|следующ\w+|очередн\w+)"
    r"|first|second|third|fourth|final|last|перш\w+|друг\w+|трет\w+|останн\w+|перв\w+|втор\w+|последн\w+)"
    r" (?:\w+ ){0,2}(?:rounds?|meetings?|sessions?|talks|summits?|раунд\w*|зустріч\w*|засідан\w*|переговор\w*|саміт\w*"
    r"|встреч\w*|заседани\w*)",
    re.IGNORECASE,
)
#: Reports so near to each other, of meetings in one place, mean one next meeting.
_SAME_NEXT = dt.timedelta(hours=24)
#: Over which time, and which time, is counted; counts of two spans do not differ.
_SPANS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:past|last|previous) (?:\w+ )?(?:day|hours)\b|\b(?:a|per|the) day\b|\bdaily\b|\bovernight\b|\b24 hours\b"
        r"|\bдоб[уиі]\b|\bсут(?:ки|ок)\b|\bза (?:ніч|ночь|день)\b",
        r"\b(?:past|last|previous|this|a|per) week\b|\bweekly\b|\bweekend\b|\bтиж(?:день|ня)\b|\bнедел[юи]\b",
        r"\b(?:past|last|previous|this|a|per) (?:month|year)\b|\b(?:monthly|annual(?:ly)?|yearly)\b|\bцьогоріч\b"
        r"|\b(?:місяц\w+|рок[уи]|рік|месяц\w*|год[уа]?)\b",
        r"\bsince\b|\bso far\b|\bto date\b|\bin total\b|\ba total\b|\btotal of\b|\baltogether\b|\boverall\b|\bin all\b"
        r"|\bз початку\b|\bз \d|\bзагалом\b|\bусього\b|\bвсього\b|\bс начала\b|\bвсего\b|\bв общей сложности\b",
        r"\b(?:first|second|third|fourth|final)\b|\b(?:перш|друг|трет|перв|втор)(?:а|ий|і|е|ого|ої|ому|ій|у|ый|ой|ом|ая)\b",
    )
)
#: Two names in a row: who counts there counts more than who counts in one of the two.
_BOTH = re.compile(
    r"\b([A-ZА-ЯІЇЄҐ][^\W\d_]{3,})(?:,| and| or| та| і| й| и| або| или) ([A-ZА-ЯІЇЄҐ][^\W\d_]{3,})\b(?! sa(?:id|ys)\b)"
)
_OWN = re.compile(r"\b(?:its|their|his|her|own|сво\w+|їхн\w+|його|її|их|его)\b", re.IGNORECASE)
#: Names are compared by so many letters.
_LETTERS = 5
#: Of one entry so many claims are looked at: a hostile page must not cost more.
_CLAIMS = 60
#: Of one thing so many claims are compared, the first ones.
_COMPARED = 60


@dataclass(frozen=True, slots=True)
class _Said:
    entry: Entry
    claim: Claim
    voice: str  #: the publisher, or the source where that is not known


def differences(
    story: Story, entries: Mapping[EntryId, Entry], sources: Mapping[SourceName, Source] | None = None
) -> tuple[Difference, ...]:
    """What the entries of `story` disagree on, those included that were passed over before and support it; every value
    with who says it and where. In the order of the entries. Those that are not in `entries` say nothing.

    `sources` say who stands behind an entry: what one publisher says later corrects what it said before.
    """
    held = [entries[e] for e in (*story.entries, *story.support) if e in entries]
    return between(held, context=CONTEXT, sources=sources) if len(held) > 1 else ()


def between(
    entries: Sequence[Entry],
    *,
    context: float = CONTEXT_APART,
    sources: Mapping[SourceName, Source] | None = None,
) -> tuple[Difference, ...]:
    """The same for any entries; the sentences of different stories must have more in common."""
    voice = {e.id: s.publisher.casefold() for e in entries if (s := (sources or {}).get(e.source))}
    by_key: dict[tuple[str, ...], list[_Said]] = defaultdict(list)
    for entry in sorted(entries, key=lambda e: (e.first_seen, e.id)):
        for claim in islice(claims(entry.title or "", entry.text), _CLAIMS):
            said = by_key[claim.kind, *claim.key]
            new = _Said(entry, claim, voice.get(entry.id, entry.source))
            again = next((n for n in range(len(said))[-5:] if _repeats(said[n], new)), None)
            if again is None and len(said) < _COMPARED:
                said.append(new)
            elif again is not None and said[again].claim.sentence == entry.title:
                said[again] = new  # a headline says less of what is counted than its text
    found = [d for said in by_key.values() if (d := _disagree(said, context)) is not None]
    return tuple(sorted(found, key=lambda d: (d.kind, d.what)))


def _repeats(said: _Said, new: _Said) -> bool:
    one, other = said.claim, new.claim
    return said.entry is new.entry and (one.low, one.high) == (other.low, other.high)


def _disagree(said: Sequence[_Said], context: float) -> Difference | None:
    apart = [(a, b) for n, a in enumerate(said) for b in said[n + 1 :] if _dispute(a, b, said, context)]
    if not apart:
        return None
    chosen = {id(s): s for pair in apart for s in pair}.values()
    values: list[list[_Said]] = []
    for one in chosen:
        home = next((v for v in values if v[0].claim.agrees(one.claim)), None)
        if home is None:
            values.append([one])
        else:
            home.append(one)
    if len(values) < 2:
        return None
    stated = [_stated(v, said) for v in sorted(values, key=lambda v: (-len({s.entry.id for s in v}), v[0].claim.low))]
    first = next(iter(chosen)).claim
    return Difference(kind=first.kind, what=first.what, values=tuple(stated))


def _stated(value: Sequence[_Said], said: Sequence[_Said]) -> Stated:
    members = tuple(dict.fromkeys(s.entry.id for s in said if any(s is v for v in value)))
    spoken = Counter(s.entry.language for s in said)  # the words that most of them are read in
    first = max(value, key=lambda s: spoken[s.entry.language]).claim
    forms = dict.fromkeys(s.claim.value for s in value if s.claim.value != first.value)
    return Stated(value=first.value, members=members, sentence=first.sentence, forms=tuple(forms))


def _dispute(a: _Said, b: _Said, said: Sequence[_Said], context: float) -> bool:
    if a.voice == b.voice or a.claim.agrees(b.claim) or not _of_one_thing(a.claim, b.claim, context):
        return False
    for one, other in ((a, b), (b, a)):
        if any(s.entry.id == one.entry.id and s.claim.agrees(other.claim) for s in said):
            return False  # it states both, so it means two things
    moved = _other_meeting(a, b) if a.claim.kind == "date" else _later_count(a, b)
    return not moved and not copied(a.entry, b.entry)


def _other_meeting(a: _Said, b: _Said) -> bool:
    """Postponed, or another one of a series: said to be, or announced when the day of the one had come."""
    if (a.claim.said | b.claim.said) & _MOVED or not _one_of_a_series(a, b):
        return True
    first, second = sorted((a, b), key=lambda s: s.claim.size)
    at = _when(second.entry)
    said = _day_of_year(at.month * 100 + at.day)
    one, other = _day_of_year(first.claim.size), _day_of_year(second.claim.size)
    return one < said < other or (one == said and other - one > _NEIGHBOURS)


def _one_of_a_series(a: _Said, b: _Said) -> bool:
    """Neither says which of a series; or both say the next, on one day, and name one place."""
    found = [_SERIES.search(s.claim.sentence) for s in (a, b)]
    if not any(found):
        return True
    both = all(one is not None and one["next"] for one in found)
    return both and abs(_when(a.entry) - _when(b.entry)) <= _SAME_NEXT and bool(a.claim.names & b.claim.names)


def _of_one_thing(a: Claim, b: Claim, context: float) -> bool:
    if a.kind == "date":
        return abs(_day_of_year(a.size) - _day_of_year(b.size)) <= _DAYS
    if a.names and b.names and not a.names & b.names:
        return False
    if a.key[0] in _MEASURES and (_capitals(a) != _capitals(b) or _others(a) != _others(b)):
        return False  # shares and sums are of something, of somebody and of a time
    if _spans(a) != _spans(b) or any(_of_more(one, other) for one, other in ((a, b), (b, a))):
        return False
    low, high = sorted((a.size, b.size))
    return high <= _FACTOR * low and meant_by(a.said, b.said) >= context


def _of_more(one: Claim, other: Claim) -> bool:
    """Does `one` count other things than `other`: it gives the other's number, too; it counts two places, `other` one
    of them; or it counts somebody's own, and begins with somebody else."""
    if "".join(c for c in other.value if c.isdigit()) in {"".join(c for c in n if c.isdigit()) for n in _others(one)}:
        return True
    words = {w.strip(".,;:!?()“”«»\"'").casefold()[:_LETTERS] for w in other.sentence.split()}
    pairs = ({name.casefold()[:_LETTERS] for name in found.groups()} for found in _BOTH.finditer(one.sentence))
    if any(len(pair & words) == 1 for pair in pairs):
        return True
    first, second = (c.sentence.split()[0].casefold()[:_LETTERS] for c in (one, other))
    return first != second and bool(_OWN.search(one.value))


def _spans(claim: Claim) -> tuple[bool, ...]:
    """Which spans of time its sentence speaks of."""
    return tuple(bool(span.search(claim.sentence)) for span in _SPANS)


def _capitals(claim: Claim) -> frozenset[str]:
    """Whom and what its sentence names: words with a capital, but for the first."""
    return frozenset(w.strip(".,;:!?()“”«»\"'") for w in claim.sentence.split()[1:] if w[:1].isupper())


def _others(claim: Claim) -> frozenset[str]:
    """The other numbers of its sentence: years, quarters, what it is compared with."""
    own = "".join(c for c in claim.value if c.isdigit())
    return frozenset(s for s in claim.said if (digits := "".join(c for c in s if c.isdigit())) and digits != own)


def _later_count(a: _Said, b: _Said) -> bool:
    """Counts grow: the later report has the higher one. Votes that were cast do not."""
    if a.claim.key[0] == _VOTES and a.claim.said & _PASSED and b.claim.said & _PASSED:
        return False
    first, second = sorted((a, b), key=lambda s: _when(s.entry))
    return _when(first.entry) < _when(second.entry) and first.claim.high < second.claim.low


def _when(entry: Entry) -> dt.datetime:
    return entry.published or entry.updated or entry.first_seen


def _day_of_year(at: float) -> int:
    month, day = divmod(int(at), 100)
    return month * 30 + day
