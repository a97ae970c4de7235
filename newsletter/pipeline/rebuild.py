"""What an edition is made with, kept; and a published edition made again from it, to the byte or not at all."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from newsletter import __version__, ports
from newsletter.model.corrections import REVISION
from newsletter.model.rendered import PICTURES, EditionRecord, Rendered, pictures_in
from newsletter.pipeline.correct import pages_shown

#: What the bytes of an edition depend on, beside the program itself and Python's email package.
LIBRARIES = ("Jinja2", "MarkupSafe", "Markdown", "premailer", "cssselect", "cssutils", "lxml", "nh3", "babel", "Pillow")
#: The page of an earlier revision, in the outbox.
PAGE = f"{REVISION}/web.html"
_KEY = r"(?:api[_-]?key|access[_-]?token|key|token|secret|pass(?:word)?|pwd|auth|sig(?:nature)?)"
_SECRETS = (
    (re.compile(r"(?<=://)[^\s/@'\"]+@"), "…@"),
    (re.compile(rf"([?&]{_KEY}=)[^&\s'\"#]+", re.I), r"\1…"),
)
#: Values of the environment shorter than this are no secrets worth looking for: they would blank out half the file.
_SHORT = 8

RenderWith = Callable[[Mapping[str, str]], ports.Render]


def versions() -> dict[str, str]:
    """Of the program, of Python, and of each library that is installed."""
    found = {"newsletter": __version__, "Python": ".".join(map(str, sys.version_info[:3]))}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def without_secrets(config: str, env: Mapping[str, str]) -> str:
    """sources.yaml as it may be kept: without names and passwords in addresses, keys in queries, and whatever the
    environment holds for the program."""
    for pattern, instead in _SECRETS:
        config = pattern.sub(instead, config)
    for name, value in env.items():
        if name.startswith("NEWSLETTER_") and name != "NEWSLETTER_ROOM" and len(value) >= _SHORT:
            config = config.replace(value, "…")
    return config


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A published edition, made again."""

    files: dict[str, bytes]  #: what came of it this time
    differs: tuple[str, ...]  #: names of files that are others than those that were published
    changed: tuple[str, ...]  #: "Jinja2 3.1.6 instead of 3.1.4": what is another version now


def make_again(record: EditionRecord, *, kept: ports.Kept, render_with: RenderWith) -> Again | None:
    """`record` from its stored edition, with the templates of then; None when these are not kept.

    TemplateError when the templates of then do not work with the program of now.
    """
    edition, made = kept.kept(record.review, record.day, record.revision)
    if edition is None or made is None:
        return None
    files = render_with(made.templates)(edition).files()
    for revision in sorted(pages_shown(edition)):
        before, how = kept.kept(record.review, record.day, revision)
        if before is not None and how is not None:
            files[PAGE.format(revision)] = render_with(how.templates)(before).web.encode()
    files["manifest.json"] = made.manifest.encode()
    differs = tuple(n for n, d in sorted(record.files.items()) if n not in files or _sha256(files[n]) != d)
    return Again(files=files, differs=differs, changed=changes(made.versions, versions()))


def changes(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Each version that is another, in words."""
    names = dict.fromkeys((*then, *now))
    return tuple(
        f"{name} {now.get(name, '(none)')} instead of {then.get(name, '(none)')}"
        for name in names
        if then.get(name) != now.get(name)
    )


def whole(record: EditionRecord, *found: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Of several sources the bytes that were published, by hash; and the names of files that none of them has."""
    files: dict[str, bytes] = {}
    for name, digest in record.files.items():
        for source in found:
            if name in source and _sha256(source[name]) == digest:
                files[name] = source[name]
                break
    return files, tuple(sorted(record.files.keys() - files.keys()))


def as_rendered(files: Mapping[str, bytes]) -> Rendered:
    """The bytes of an outbox folder, as what is put there."""
    parts = {"edition.html", "edition.txt", "web.html", "edition.json", "edition.eml", "manifest.json"}
    return Rendered(
        html=files["edition.html"].decode(),
        text=files["edition.txt"].decode(),
        web=files["web.html"].decode(),
        message=files["edition.eml"],
        data=files["edition.json"].decode(),
        pictures=pictures_in(files),
        beside={n: b for n, b in files.items() if n not in parts and not n.startswith(PICTURES)},
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
