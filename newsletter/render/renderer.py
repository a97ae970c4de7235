"""One edition, five files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newsletter.model.editions import Edition
from newsletter.model.rendered import Rendered
from newsletter.render.context import context
from newsletter.render.data import data
from newsletter.render.environment import environment, fill
from newsletter.render.message import message
from newsletter.render.plain import fit


class Renderer:
    """Edition -> Rendered (`ports.Render`). Template folders are searched in order: the newsroom's, then the program's.

    The same edition and templates give the same bytes. TemplateError for anything that is a template's fault.
    """

    def __init__(self, templates: Sequence[Path]) -> None:
        self._env = environment(templates)

    def __call__(self, edition: Edition) -> Rendered:
        from newsletter.render.inline import inline  # premailer costs 0.2 s: only where something is rendered

        mail = context(edition, "mail")
        html = inline(fill(self._env, "mail.html", mail))
        text = fit(fill(self._env, "mail.txt", mail))
        return Rendered(
            html=html,
            text=text,
            web=fill(self._env, "web.html", context(edition, "web")).strip() + "\n",
            message=message(edition, html, text),
            data=data(edition),
        )
