"""`newsletter check --templates`: every theme, looked at before an edition uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.errors import TemplateError
from newsletter.model.rules import THEMES

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.editions import Edition
    from newsletter.preflight.sheets import Fault

#: Theme folders and files with other endings are not templates.
ENDINGS = (".html", ".txt", ".css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme's templates, each the one that would be used."""

    name: str
    files: dict[str, str]  #: name -> text
    places: dict[str, str]  #: name -> where it stands, as an editor knows it


def themes(room: Newsroom) -> list[Theme]:
    """Those that come with the program, then the newsroom's own."""
    from newsletter.app import bundled_templates

    own, bundled = room.folder / "templates", bundled_templates()
    folders = sorted(p.name for p in (own / "themes").glob("*") if p.is_dir())
    return [_read(name, own, bundled) for name in dict.fromkeys((*THEMES, *folders))]


def _read(name: str, own: Path, bundled: Path) -> Theme:
    theme = Theme(name=name, files={}, places={})
    for folder in (own / "themes" / name, bundled / "themes" / name, own, bundled):
        for path in sorted(folder.glob("*")):
            if path.suffix in ENDINGS and path.is_file() and path.name not in theme.files:
                theme.files[path.name] = path.read_text("utf-8", "replace")
                top = own if path.is_relative_to(own) else bundled
                theme.places[path.name] = f"templates/{path.relative_to(top).as_posix()}"
    return theme


def lint(room: Newsroom) -> Iterator[dict[str, object]]:
    """One line per fault: state, message, file, line; each fault of a shared file once. Then one per theme."""
    said: set[tuple[str, int, str]] = set()
    for theme in themes(room):
        found = list(_faults(room, theme))
        for fault in found:
            place = theme.places.get(fault.file, f"templates/{fault.file}")
            key = (place, fault.line, fault.message)
            if key not in said:
                said.add(key)
                at = f"{place}, line {fault.line}" if fault.line else place
                yield {
                    "state": "error" if fault.serious else "warning",
                    "message": f"{at}: {fault.message} (hint: {fault.remedy})",
                    "file": place,
                    "line": fault.line,
                }
        if not found:
            size = len(theme.files)
            yield {
                "state": "ok",
                "message": f"theme {theme.name}: nothing found in {size} files",
                "file": "",
                "line": 0,
            }


def _faults(room: Newsroom, theme: Theme) -> Iterator[Fault]:
    from newsletter.preflight.sheets import Fault
    from newsletter.preflight.templates import faults_of_sample, faults_of_templates

    stated = faults_of_templates(theme.files)
    yield from stated
    try:
        for edition in _samples(room, theme.name):
            rendered = room.render(edition)
            _site(room, edition, rendered.web)
    except TemplateError as error:
        # Named as templates/ has it: themes/letter/mail.css; here the theme is known already.
        name, message = Path(error.template or "").name, str(error)
        yield Fault(code="broken", file=name, line=error.line or 0, message=message, remedy=error.hint or "")
        return
    places = {(fault.file, fault.line) for fault in stated}
    for fault in faults_of_sample(theme.files, rendered.html, rendered.text):
        if fault.code != "client-support" or (fault.file, fault.line) not in places:  # said already, with its reason
            yield fault


def _samples(room: Newsroom, theme: str) -> Iterator[Edition]:
    """Every kind of block; the same from right to left and with a page to join on; last the one that is looked at."""
    from newsletter.model.sample import sample

    review = replace(room.rules.reviews[0], theme=theme)
    whole = sample(review, room.now())
    yield replace(whole, language="ar", join=f"{review.site}/join")
    yield replace(whole, sections=whole.sections[-1:], imprint="", read_by="An editor")
    yield whole


def _site(room: Newsroom, edition: Edition, page: str) -> None:
    from newsletter.app import bundled_templates
    from newsletter.render.site import PublicEdition, SiteRenderer

    review = replace(room.rules.reviews[0], theme=edition.theme)
    days = (edition.day, edition.day.replace(day=1 + edition.day.day % 28))
    shown = [
        PublicEdition(day=day, number=n, revision=1, cutoff=edition.window.cutoff, page=page.encode())
        for n, day in enumerate(days, 1)
    ]
    site = SiteRenderer((room.folder / "templates", bundled_templates()))
    site(review, shown)
    site(review, [])
    site.root([review, review])
