"""The greeting and the thanks, said in one breath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from newsletter.render.views import ProseView, Run, SectionView


def joined(opening: Sequence[SectionView]) -> list[SectionView]:
    """The opening with the thanks behind the greeting in one paragraph, where each of the two is one."""
    out: list[SectionView] = []
    for section in opening:
        one, other = _words(out[-1], "opening") if out else None, _words(section, "thanks")
        if one and other:
            html = Markup("{} {}").format(one.html.removesuffix("</p>"), other.html.removeprefix("<p>"))
            both = ProseView(slot="opening", html=html, text=f"{one.text} {other.text}")
            out[-1] = replace(out[-1], runs=(Run(stories=False, blocks=(both,)),))
        else:
            out.append(section)
    return out


def _words(section: SectionView, slot: str) -> ProseView | None:
    """The section's one paragraph of house words, if it is nothing else."""
    blocks = [b for run in section.runs for b in run.blocks]
    if section.title or len(blocks) != 1 or not isinstance(one := blocks[0], ProseView) or one.slot != slot:
        return None
    plain = one.html.startswith("<p>") and one.html.endswith("</p>") and one.html.count("<p>") == 1
    return one if plain and not re.search(r"<(?:ul|ol|blockquote|hr)\b", one.html) else None
