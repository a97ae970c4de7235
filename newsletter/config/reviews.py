"""`newsletter:` and `reviews:` -> the series of editions; a further review changes what it names and keeps the rest."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path as Folder
from typing import Any, cast, get_args

from newsletter.config.check import check, get
from newsletter.config.schema import File, FurtherReview, ReviewPart, SponsorPart, WordsPart
from newsletter.config.sections import DEFAULT, read_sections
from newsletter.config.tree import Path, Tree
from newsletter.config.words import NoWords, read_words
from newsletter.config.wrong import show
from newsletter.model.base import MAIN, ReviewId
from newsletter.model.rules import (
    THEMES,
    PerPublisher,
    Quiet,
    Review,
    SectionRule,
    StandingWords,
    TopicsRule,
    WordSlot,
)

REQUIRED = ("title", "sender", "site")
TIMES = ("news_until", "draft_at", "approve_by", "edition_at")
#: Minutes before `edition_at`, in the order of TIMES, for those that are not given.
BEFORE = (30, 30, 5, 0)
#: `site` is the folder of the public pages in the outbox, beside those of the reviews.
TAKEN_IDS = (MAIN, "site")
#: Read when `words:` does not name another, if it is there.
DEFAULT_OPENING = "words/opening.md"

Values = dict[str, Any]


@dataclass(slots=True)
class Reviews:
    """The reviews, and where sections stand whose rules must be checked against the sources."""

    all: list[Review]
    sections: list[tuple[Path, tuple[SectionRule | TopicsRule, ...]]]


def read_reviews(tree: Tree, file: File, folder: Folder) -> Reviews:
    """The main review first. With problems noted in the tree the reviews are not to be used."""
    found = Reviews([], [])
    values = _main_values(tree, file)
    _check_theme(tree, ("newsletter", "theme"), values or {}, folder)
    words = {**_opening(folder, file), **_words(tree, ("words",), file.words, folder)}
    sections = DEFAULT
    if file.sections is not None:
        sections = read_sections(tree, ("sections",), file.sections, _language(values))
        found.sections.append((("sections",), sections))
    if values:
        places: dict[str, Path] = {k: ("newsletter", k) for k in TIMES if k in values}
        times = _times(tree, places, {k: values.get(k) for k in TIMES})
        found.all.append(_review(MAIN, values | times, words, sections))
    for key, data in file.reviews.items():
        path: Path = ("reviews", key)
        _check_id(tree, path, key)
        part = check(tree, FurtherReview, path, {} if data is None else data)
        if part is None:
            continue
        _check_theme(tree, (*path, "theme"), _given(part), folder)
        if part.newsletter:
            _check_theme(tree, (*path, "newsletter", "theme"), _given(part.newsletter), folder)
        own_words = _words(tree, (*path, "words"), part.words, folder)
        own_sections = sections
        if part.sections is not None:
            own_sections = read_sections(tree, (*path, "sections"), part.sections, _language(values, part))
            found.sections.append(((*path, "sections"), own_sections))
        if values:
            changed = _changed_values(tree, path, part, values)
            merged = {slot: w for slot, w in (words | own_words).items() if w is not None}
            found.all.append(_review(ReviewId(key), changed, merged, own_sections))
    return replace(found, all=_apart(found.all))


def _apart(reviews: list[Review]) -> list[Review]:
    """Reviews that share an address have their public pages each in its folder there, as the outbox lays them out."""
    shared = Counter(r.site for r in reviews)
    return [replace(r, pages=f"{r.site}/{r.id}") if shared[r.site] > 1 else r for r in reviews]


def _language(values: Values | None, further: FurtherReview | None = None) -> str | None:
    """Of an edition, or of a further review's; None where `newsletter:` cannot be used."""
    own = (further, further.newsletter) if further else ()
    given = [language for part in own if part and (language := _given(part).get("language"))]
    return None if values is None else str(next(iter(given), values.get("language", "en")))


def _check_id(tree: Tree, path: Path, key: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", key) or key in TAKEN_IDS:
        allowed = f"a letter, then letters, digits and hyphens, all small; not {' or '.join(TAKEN_IDS)}"
        tree.add(path, f"{show(key)} cannot be the id of a review", allowed, key=True)


def _check_theme(tree: Tree, path: Path, values: Values, folder: Folder) -> None:
    """A theme is a folder: one of the program's, or one below the newsroom's templates/themes/."""
    name = values.get("theme")
    own = folder / "templates" / "themes"
    if name is None or name in THEMES or (own / name).is_dir():
        return
    there = sorted(p.name for p in own.iterdir() if p.is_dir()) if own.is_dir() else []
    known = ", ".join(dict.fromkeys((*THEMES, *there)))
    tree.add(path, f"theme: there is no theme {show(name)}", f"{known}, or a folder in templates/themes/")


def _main_values(tree: Tree, file: File) -> Values | None:
    """What `newsletter:` gives; None when it cannot be used."""
    data = file.newsletter
    if data is None:
        if get(tree, ("newsletter",)) is None:  # else it is of the wrong kind, which has been noted
            tree.add(("newsletter",), "newsletter: is missing", f"newsletter: with {', '.join(REQUIRED)}")
        return None
    missing = [key for key in REQUIRED if data.get(key) is None]
    for key in missing:
        tree.add(("newsletter", key), f"{key}: is missing", f"{', '.join(REQUIRED)} have to be given")
    part = check(tree, ReviewPart, ("newsletter",), data)
    return None if part is None or missing else _given(part)


def _changed_values(tree: Tree, path: Path, part: FurtherReview, base: Values) -> Values:
    """What `newsletter:` gives, with what the review at `path` changes of it."""
    nested = _given(part.newsletter) if part.newsletter else {}
    beside = {k: v for k, v in _given(part).items() if k in ReviewPart.model_fields}
    for key in sorted(nested.keys() & beside.keys()):
        tree.add((*path, key), f"{key}: is given twice, here and below newsletter:", "once", key=True)
    own = nested | beside
    values = base | own
    places = {k: (*path, k) if k in beside else (*path, "newsletter", k) for k in TIMES if k in own}
    # An edition in the evening does not close its news in the morning: who moves edition_at moves all four.
    return values | _times(tree, places, {k: (own if "edition_at" in own else values).get(k) for k in TIMES})


def _given(part: ReviewPart) -> Values:
    return {k: v for k in part.model_fields_set if (v := getattr(part, k)) is not None}


def _times(tree: Tree, places: Mapping[str, Path], given: Mapping[str, dt.time | None]) -> dict[str, dt.time]:
    """All four times in order; one that is not given lies before `edition_at` as BEFORE says, between its neighbours.

    `places` are the times that stand in the part of the file that is being read: others have been checked there.
    """
    minutes = {k: t.hour * 60 + t.minute for k in TIMES if (t := given[k]) is not None}
    edition = minutes.setdefault("edition_at", 7 * 60)
    fixed = [minutes.get(k) for k in TIMES]
    for early, late in combinations(TIMES, 2):
        if (
            early in minutes
            and late in minutes
            and minutes[early] > minutes[late]
            and (early in places or late in places)
        ):
            what = f"{_clock(minutes[early])} is later than {late} ({_clock(minutes[late])})"
            if early in places:
                tree.add(places[early], f"{early}: {what}", " <= ".join(TIMES))
            else:
                tree.add(places[late], f"{late}: the inherited {early} {what}", " <= ".join(TIMES))
    filled: dict[str, dt.time] = {}
    for n, key in enumerate(TIMES):
        low = max((m for m in fixed[:n] if m is not None), default=0)
        high = min((m for m in fixed[n + 1 :] if m is not None), default=24 * 60 - 1)
        own = fixed[n]
        value = own if own is not None else max(low, min(high, edition - BEFORE[n]))
        filled[key] = dt.time(value // 60, value % 60)
    return filled


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _opening(folder: Folder, file: File) -> dict[str, StandingWords | None]:
    if file.words.get("opening") is not None:
        return {}
    try:
        return {
            "opening": StandingWords(slot="opening", path=DEFAULT_OPENING, markdown=read_words(folder, DEFAULT_OPENING))
        }
    except NoWords:
        return {}


def _words(tree: Tree, path: Path, data: Mapping[str, Any], folder: Folder) -> dict[str, StandingWords | None]:
    """Slot -> words; None where an empty path, or `no`, takes inherited words away."""
    data, since, until = _sponsor(tree, path, data)
    part = check(tree, WordsPart, path, dict(data))
    found: dict[str, StandingWords | None] = {}
    for slot in cast("tuple[WordSlot, ...]", get_args(WordSlot)):
        name = getattr(part, slot) if part else data.get(slot)
        if name in ("", "no"):
            found[slot] = None
            continue
        if not isinstance(name, str) or not name.strip():
            continue
        try:
            words = StandingWords(slot=slot, path=name, markdown=read_words(folder, name))
            found[slot] = replace(words, since=since, until=until) if slot == "sponsor" else words
        except NoWords as error:
            what, allowed = error.args
            tree.add((*path, slot), f"{slot}: {what}", allowed)
    return found


def _sponsor(
    tree: Tree, path: Path, data: Mapping[str, Any]
) -> tuple[Mapping[str, Any], dt.date | None, dt.date | None]:
    """`sponsor:` may be a path, or a mapping with its days: the same with a path, the first day, the last one."""
    given = data.get("sponsor")
    if not isinstance(given, dict):
        return data, None, None
    part = check(tree, SponsorPart, (*path, "sponsor"), given)
    if part is None:
        return {**data, "sponsor": None}, None, None
    values = part.model_dump()
    since, until = values["from"], values["until"]
    if since and until and since > until:
        tree.add((*path, "sponsor", "until"), f"until: {until} is before from: {since}", f"{since} or later")
    return {**data, "sponsor": values["file"]}, since, until


def _review(
    key: ReviewId,
    values: Values,
    words: Mapping[str, StandingWords | None],
    sections: tuple[SectionRule | TopicsRule, ...],
) -> Review:
    plain = {k: v for k, v in values.items() if k not in ("quiet", "skip", "notify", "per_publisher", "sensitive")}
    quiet, share = values.get("quiet"), values.get("per_publisher")
    return Review(
        id=key,
        **plain,
        quiet=Quiet(below=quiet.below, publishers=quiet.publishers, then=quiet.then) if quiet else Quiet(),
        skip=tuple(sorted(set(values.get("skip", ())))),
        notify=tuple(values.get("notify", ())),
        per_publisher=PerPublisher(**share.model_dump()) if share else PerPublisher(),
        sensitive=tuple(values.get("sensitive", ())),
        words=tuple(w for w in words.values() if w is not None),
        sections=sections,
    )
