"""sources.yaml changed by the program: sources come and go, everything else stays byte for byte.

Lines are put in and taken out where ruamel.yaml says that they stand. Where that does not give what was asked for (a
list in braces), ruamel.yaml writes the file anew, which keeps comments and order but not every blank. Either way
the outcome is read again before anything is replaced.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from newsletter.config.load import FILE, load_text
from newsletter.config.tree import read, scalar
from newsletter.errors import ConfigError

#: What is written for one source: url, and whichever of name, publisher, language, tags are given.
Line = Mapping[str, str | Sequence[str]]

_EMPTY = re.compile(r"^sources:[ \t]*(?:\[[ \t]*\]|~|null)?[ \t]*(#[^\r\n]*)?\r?$", re.MULTILINE)
_PLAIN = re.compile(r"[^\W_](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff,\[\]{}\"]*[^\s:,\[\]{}\"])?")


def add_sources(text: str, added: Sequence[Line]) -> str:
    """`text` with further sources at the end of its list."""
    before = _sources(text)
    return _checked(text, _inserted(text, added), [*before, *(dict(a) for a in added)])


def remove_source(text: str, index: int) -> str:
    """`text` without the source at this place of its list (from 0)."""
    left = [source for place, source in enumerate(_sources(text)) if place != index]
    return _checked(text, _deleted(text, index), left)


def save(folder: Path, text: str, env: Mapping[str, str]) -> None:
    """Put `text` in the place of sources.yaml, whole or not at all. BadConfig when it is no sound configuration."""
    load_text(text, folder, env)
    path = (folder / FILE).resolve()  # a link stays a link
    try:
        mark = b"\xef\xbb\xbf" if path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
        handle, name = tempfile.mkstemp(prefix=f".{FILE}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(mark + text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, path.stat().st_mode & 0o7777)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigError(f"{FILE} cannot be written: {error.strerror}", hint="nothing was changed") from error


def _sources(text: str) -> list[Any]:
    data = read(text, FILE).data
    found = data.get("sources") if isinstance(data, dict) else None
    return list(found) if isinstance(found, list) else []


def _checked(text: str, changed: str | None, wanted: list[Any]) -> str:
    """`changed` if it says exactly what is wanted, else what ruamel.yaml makes of it."""
    expected = dict(read(text, FILE).data or {}) | {"sources": wanted}
    if changed is not None and read(changed, FILE).data == expected:
        return changed
    yaml = _yaml()
    try:
        data = yaml.load(text)
        data["sources"] = _anew(data.get("sources"), wanted)
        out = io.StringIO()
        yaml.dump(data, out)
    except (YAMLError, TypeError, AttributeError) as error:
        raise ConfigError(f"{FILE} cannot be rewritten ({type(error).__name__})", hint="change it by hand") from error
    if read(out.getvalue(), FILE).data != expected:
        raise ConfigError(f"{FILE} cannot be rewritten without changing more", hint="change it by hand")
    return out.getvalue()


def _anew(old: Any, wanted: list[Any]) -> Any:
    """The list with what is no longer wanted taken out and what is new put at its end, comments kept."""
    if not isinstance(old, CommentedSeq):
        return wanted
    for index in reversed(range(len(old))):
        if old[index] not in wanted:
            del old[index]
    old.extend(wanted[len(old) :])
    return old


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.version = "1.2"
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


# --- lines ---------------------------------------------------------------------------------------


def _list(text: str) -> CommentedSeq | None:
    """The list of sources, if it stands in lines of its own."""
    try:
        data = YAML(typ="rt").load(text)
    except YAMLError:
        return None
    found = data.get("sources") if isinstance(data, CommentedMap) else None
    return found if isinstance(found, CommentedSeq) and not found.fa.flow_style() and len(found) else None


def _inserted(text: str, added: Sequence[Line]) -> str | None:
    end = "\r\n" if "\r\n" in text else "\n"
    found = _list(text)
    if found is None:
        return _into_empty(text, added, end)
    lines = text.splitlines(keepends=True)
    first = lines[_line(found, 0)]
    dash = len(first) - len(first.lstrip(" "))
    after = _end(lines, _line(found, len(found) - 1), dash)
    if not lines[after - 1].endswith("\n"):
        lines[after - 1] += end
    return "".join([*lines[:after], *(_written(a, dash, end) for a in added), *lines[after:]])


def _into_empty(text: str, added: Sequence[Line], end: str) -> str | None:
    written = "".join(_written(a, 2, end) for a in added)
    place = _EMPTY.search(text)
    if place is None:
        start = text if not text or text.endswith("\n") else text + end
        return None if re.search(r"^sources\s*:", text, re.MULTILINE) else f"{start}{end}sources:{end}{written}"
    comment = f"  {place[1].rstrip()}" if place[1] else ""
    return f"{text[: place.start()]}sources:{comment}{end}{written}{text[place.end() :].removeprefix(end)}"


def _deleted(text: str, index: int) -> str | None:
    found = _list(text)
    if found is None:
        return None
    lines = text.splitlines(keepends=True)
    start = _line(found, index)
    dash = len(lines[start]) - len(lines[start].lstrip(" "))
    left = lines[:start] + lines[_end(lines, start, dash) :]
    if len(found) == 1:
        left = [re.sub(r"^sources:", "sources: []", line) for line in left]
    return "".join(left)


def _line(found: CommentedSeq, index: int) -> int:
    return int(found.lc.item(index)[0])


def _end(lines: Sequence[str], start: int, dash: int) -> int:
    """The line after the last one of the entry that begins at `start`: comments behind it are not its own."""
    last = start
    for number in range(start + 1, len(lines)):
        bare = lines[number].strip()
        if not bare or bare.startswith("#"):
            continue
        if len(lines[number]) - len(lines[number].lstrip(" ")) <= dash:
            break
        last = number
    return last + 1


def _written(line: Line, dash: int, end: str) -> str:
    rows = [f"{key}: {_value(value)}" for key, value in line.items()]
    return "".join(f"{' ' * dash}{'  ' if n else '- '}{row}{end}" for n, row in enumerate(rows))


def _value(value: str | Sequence[str]) -> str:
    if not isinstance(value, str):
        return f"[{', '.join(_value(v) for v in value)}]"
    plain = _PLAIN.fullmatch(value) and ": " not in value and " #" not in value and scalar(value) == value
    return value if plain else json.dumps(value, ensure_ascii=False)
