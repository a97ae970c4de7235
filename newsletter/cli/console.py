"""What a person reads: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

#: Colours only where someone looks, and never against their wish (no-color.org).
RED, DIM, BOLD, PLAIN = "\033[31m", "\033[2m", "\033[1m", "\033[0m"
#: Of a title so many characters are shown: some feeds put a whole report into it.
TITLE = 160


class Console:
    """One per call. `step` is a `ports.Progress`."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self._live = sys.stderr.isatty() and not quiet
        self._colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        self._width = 0

    def out(self, text: str) -> None:
        """A result."""
        self._wipe()
        print(text)

    def json(self, data: Any) -> None:
        """One JSON document, or one line of many, as UTF-8."""
        self._wipe()
        print(json.dumps(data, ensure_ascii=False))

    def say(self, text: str) -> None:
        """Something beside the result."""
        if not self.quiet:
            self._wipe()
            print(text, file=sys.stderr)

    def step(self, step: str, **fields: object) -> None:
        """One step of long work: a line that is written over on a terminal, one line each elsewhere."""
        if self.quiet:
            return
        line = " ".join([step, *(f"{k}={_value(v)}" for k, v in fields.items() if v not in (None, ""))])
        if self._live and not self.verbose:
            self._wipe()
            shown = line[:100]
            print(self._tint(DIM, shown), end="", file=sys.stderr, flush=True)
            self._width = len(shown)
        else:
            print(line, file=sys.stderr, flush=True)

    def error(self, text: str, hint: str = "") -> None:
        """What went wrong, in words, and what can be done."""
        self._wipe()
        print(self._tint(RED, f"newsletter: {text}"), file=sys.stderr)
        if hint:
            print(f"hint: {hint}", file=sys.stderr)

    def _wipe(self) -> None:
        if self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)
            self._width = 0

    def _tint(self, colour: str, text: str) -> str:
        return f"{colour}{text}{PLAIN}" if self._colour else text


def short(title: str, most: int = TITLE) -> str:
    """A title for one or two lines of a terminal: cut behind a whole word, with an ellipsis."""
    if len(title) <= most:
        return title
    head = title[: most - 1]
    whole = head.rpartition(" ")[0]
    return f"{(whole if len(whole) > most // 2 else head).rstrip()}…"


def _value(value: object) -> str:
    # Control characters in a hostile source's error must not move the cursor or forge a second line.
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return f'"{text}"' if " " in text else text
