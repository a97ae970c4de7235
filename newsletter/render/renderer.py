"""One edition, five files; a sixth where its mail leads to a page of the patron's own."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from newsletter.model.editions import Edition
from newsletter.model.rendered import Rendered
from newsletter.model.shortened import is_shortened
from newsletter.render.context import context
from newsletter.render.data import data
from newsletter.render.environment import Themes, fill, of_texts, texts
from newsletter.render.message import message
from newsletter.render.plain import fit


class Renderer:
    """Edition -> Rendered (`ports.Render`). Template folders are searched in order: the newsroom's, then the program's,
    of each first the folder of the edition's theme.

    The same edition and templates give the same bytes. TemplateError for anything that is a template's fault.
    """

    def __init__(self, templates: Sequence[Path]) -> None:
        self._themes = Themes(templates)

    @classmethod
    def of_texts(cls, templates: Mapping[str, str]) -> Renderer:
        """With templates that were kept (name -> text), whatever theme an edition names."""
        made = cls(())
        made._themes = Themes((), always=of_texts(templates))
        return made

    def texts(self, theme: str) -> dict[str, str]:
        """Name -> text of every template that an edition of this theme may use."""
        return texts(self._themes[theme])

    def __call__(self, edition: Edition, pictures: Mapping[str, bytes] = MappingProxyType({})) -> Rendered:
        from newsletter.render.inline import inline  # premailer costs 0.2 s: only where something is rendered

        env = self._themes[edition.theme]
        brought = pictures if edition.pictures == "embed" else {}
        mail = context(edition, "mail", brought)
        html = inline(fill(env, "mail.html", mail))
        text = fit(fill(env, "mail.txt", mail))
        return Rendered(
            html=html,
            text=text,
            web=fill(env, "web.html", context(edition, "web")).strip() + "\n",
            message=message(edition, html, text, brought),
            data=data(edition),
            pictures=pictures,
            whole=_with_pictures(fill(env, "web.html", context(edition, "whole")).strip() + "\n", edition, brought)
            if is_shortened(edition) or edition.later
            else "",
        )


def _with_pictures(page: str, edition: Edition, brought: Mapping[str, bytes]) -> str:
    """The patrons' own page with the pictures in itself: some of them stand, now or ever, on no public page."""
    for name, body in brought.items():
        kind = "png" if name.endswith(".png") else "jpeg"
        inside = f"data:image/{kind};base64,{b64encode(body).decode()}"
        page = page.replace(f"{edition.home}/{edition.day.isoformat()}/images/{name}", inside)
    return page
