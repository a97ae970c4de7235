"""`sources:` -> who is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from newsletter.config.addresses import default_name, default_publisher
from newsletter.config.check import check
from newsletter.config.lines import read_lines
from newsletter.config.schema import SourcePart, TermsPart
from newsletter.config.tree import Path, Tree
from newsletter.config.wrong import did_you_mean, show
from newsletter.model.base import SourceName
from newsletter.model.lines import Line
from newsletter.model.sources import Source, Terms, Trust


@dataclass(slots=True)
class Sources:
    """What could be read, and every name that a section may mean, that of a faulty source included."""

    all: list[Source] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)  #: name -> its place in the list
    publishers: set[str] = field(default_factory=set)


def read_sources(tree: Tree, data: list[Any]) -> Sources:
    """All sources; names are unique."""
    found = Sources()
    for index, entry in enumerate(data):
        path: Path = ("sources", index)
        part = check(tree, SourcePart, path, entry)
        if part is None:
            _remember(found, entry, index)
            continue
        name = part.name or default_name(part.url)
        if name in found.names:
            line, _ = tree.at(("sources", found.names[name]))
            key = "name" if part.name else "url"
            what = f"name: {show(name)} is the source in line {line} already"
            tree.add((*path, key), what, "a name of its own for every source; without name: it is the host")
        found.names.setdefault(name, index)
        source = replace(_source(part, name), lines=_lines(tree, path, part))
        found.publishers.add(source.publisher)
        found.all.append(source)
    return found


def check_takes(tree: Tree, path: Path, sources: Sources) -> None:
    """What a section takes from must exist. Tags may come with entries, so a tag that no source has is no fault."""
    for index, entry in enumerate(_list_at(tree, path)):
        take = entry.get("take") if isinstance(entry, dict) else None
        if not isinstance(take, dict):
            continue
        for key, known in (("sources", sources.names), ("publishers", sources.publishers)):
            named = take.get(key)
            for place, name in enumerate(named if isinstance(named, list) else []):
                if isinstance(name, str) and name.strip() and name.strip() not in known:
                    _unknown_name(tree, (*path, index, "take", key, place), name, sorted(known))


def _list_at(tree: Tree, path: Path) -> list[Any]:
    data = tree.data
    for step in path:
        data = data[step]
    return data if isinstance(data, list) else []


def _unknown_name(tree: Tree, where: Path, name: str, known: list[str]) -> None:
    kind = "publisher" if where[-2] == "publishers" else "source"
    few = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
    tree.add(
        where,
        f"there is no {kind} {show(name)}{did_you_mean(name, known)}",
        few or f"the {kind} of a source below sources:",
    )


def _remember(found: Sources, entry: Any, index: int) -> None:
    """The names of a source with a fault elsewhere, so that a section that takes from it is not faulted as well."""
    if not isinstance(entry, dict):
        return
    url, name, publisher = (
        entry.get(k) if isinstance(entry.get(k), str) else None for k in ("url", "name", "publisher")
    )
    try:
        name = name or (default_name(url) if url else None)
        publisher = publisher or (default_publisher(url, name or "") if url else None)
    except ValueError:  # the URL is what is wrong
        pass
    if name and name.isprintable():  # what is not goes into no message
        found.names.setdefault(name.strip(), index)
    if publisher and publisher.isprintable():
        found.publishers.add(publisher.strip())


def _lines(tree: Tree, path: Path, part: SourcePart) -> tuple[Line, ...]:
    """Figures stand alone, so they are only taken from a source that may."""
    if part.lines and part.trust not in (None, Trust.FULL):
        what = f"lines: figures of a source with trust: {part.trust.value} would stand alone"
        tree.add((*path, "lines"), what, "trust: full, or no lines:", key=True)
    return read_lines(tree, (*path, "lines"), part.lines) if part.lines else ()


def _source(part: SourcePart, name: str) -> Source:
    return Source(
        url=part.url,
        name=SourceName(name),
        publisher=part.publisher or default_publisher(part.url, name),
        language=part.language,
        tags=tuple(part.tags),
        weight=part.weight,
        every=part.every or dt.timedelta(hours=1),
        format=part.format,
        article=part.article,
        ours=part.ours,
        must_read=part.must_read,
        label=part.label,
        trust=part.trust or Trust.FULL,
        terms=_terms(part.terms),
        no_report=part.no_report,
    )


def _terms(part: TermsPart) -> Terms:
    return Terms(quote=part.quote, link=part.link, credit=part.credit, image=part.image)
