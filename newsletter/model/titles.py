"""A section's title with its hours: `{hours}` is the number alone, `{hours: hour|hours}` the number and its word.

The forms stand in the order of CLDR's plural categories (Unicode TR 35, "Language Plural Rules"), as far as whole
numbers take them in the edition's language: one|other in English, one|few|many in Ukrainian.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: CLDR's plural categories in CLDR's order.
CATEGORIES = ("zero", "one", "two", "few", "many", "other")

#: As many hours as an edition is ever of, and more.
HOURS = range(1, 1_001)

_HOURS = re.compile(r"\{hours(?::([^{}]*))?\}")


def holds_hours(title: str) -> bool:
    """Does it promise a stretch of time?"""
    return _HOURS.search(title) is not None


def around_hours(title: str) -> tuple[str, ...]:
    """What stands before, between and after the hours; one part where there are none."""
    return tuple(_HOURS.split(title)[::2])


def forms_in(title: str) -> tuple[tuple[str, ...], ...]:
    """The forms of every {hours: ...}, each as it is written; nothing for {hours} alone."""
    return tuple(_forms(found[1]) for found in _HOURS.finditer(title) if found[1] is not None)


def titled(title: str, hours: int, language: str) -> str:
    """As it is printed in an edition in `language`; of too few forms, which the config refuses, the last stands for
    those that are missing."""

    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            return str(hours)
        forms = _forms(found[1])
        place = (categories(language, numbers=(*HOURS, hours)) or ("",)).index(_category(hours, language))
        return f"{hours} {forms[min(place, len(forms) - 1)]}"

    return _HOURS.sub(put, title)


def categories(language: str, *, numbers: Sequence[int]) -> tuple[str, ...] | None:
    """The plural categories that these numbers take in a language (CLDR), in CLDR's order; None for no language."""
    used = {_category(n, language) for n in numbers}
    return None if "" in used else tuple(c for c in CATEGORIES if c in used)


def _category(number: int, language: str) -> str:
    """Empty for no language."""
    from babel import Locale, UnknownLocaleError  # 0.1 s: only where something is counted

    try:
        return str(Locale.parse(language.replace("-", "_")).plural_form(number))
    except (UnknownLocaleError, ValueError):
        return ""


def _forms(written: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in written.split("|"))
