"""Render -> too long for a mail? -> shorten -> render again."""

from __future__ import annotations

from collections.abc import Callable

from newsletter.model.editions import Edition
from newsletter.model.rendered import Rendered
from newsletter.shorten import LIMIT, next_count, shorten, size_of


def fitted(edition: Edition, render: Callable[[Edition], Rendered], *, first: int = 0) -> tuple[Edition, Rendered]:
    """The edition, its sections marked with what their mail shows, and that rendered; at most `shorten.ROUNDS` times.

    The mail shows as many stories as fit. Where not even the fewest do, that is what comes back: preflight speaks.
    `first`: how many to leave out in the first rendering, where one much like it has shown that it is too long.
    """
    sizes: dict[int, int] = {}
    made: dict[int, tuple[Edition, Rendered]] = {}
    while (count := next_count(edition, sizes, first=first)) is not None:
        tried = shorten(edition, count)
        made = {n: one for n, one in made.items() if sizes[n] <= LIMIT}  # others are never chosen
        made[count] = (tried, rendered := render(tried))
        sizes[count] = size_of(rendered.html)
    fits = [n for n in made if sizes[n] <= LIMIT]
    return made[min(fits) if fits else max(made)]
