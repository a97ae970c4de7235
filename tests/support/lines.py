"""Lines of a report as an editor writes them: line("{n} attack*", en={"one": "{n} attack", "other": "{n} attacks"})."""

from __future__ import annotations

from newsletter.config.lines import pattern, printed
from newsletter.model.lines import Line, Print, Slot


def line(*match: str, **prints: str | dict[str, str]) -> Line:
    """A line with these patterns, printed so in these languages (`en` by default: its number)."""
    patterns = tuple(pattern(m) for m in match)
    numbers = [s.name for s in patterns[0].parts if isinstance(s, Slot) and s.takes == "number"]
    forms = {k: {"": v} if isinstance(v, str) else v for k, v in prints.items()}
    return Line(
        match=patterns,
        prints=tuple(
            Print(language=language, forms=tuple((form, printed(text)) for form, text in given.items()))
            for language, given in forms.items()
        ),
        counts=numbers[0] if numbers else "",
    )
