"""Jinja2 in a sandbox, and the one place where its errors become ours."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from newsletter.errors import TemplateError
from newsletter.model.rules import THEMES
from newsletter.render.plain import underline
from newsletter.render.views import SectionView

_HINT = "restore the file with the theme's own, or remove yours to use the one that comes with the program"


class Themes:
    """One environment per theme, made when it is first asked for."""

    def __init__(self, folders: Sequence[Path], *, always: ImmutableSandboxedEnvironment | None = None) -> None:
        self._folders = tuple(folders)
        self._always = always
        self._made: dict[str, ImmutableSandboxedEnvironment] = {}

    def __getitem__(self, theme: str) -> ImmutableSandboxedEnvironment:
        """TemplateError when no folder holds it."""
        if self._always is not None:
            return self._always
        if theme not in self._made:
            self._made[theme] = environment(self._folders, theme)
        return self._made[theme]


def environment(folders: Sequence[Path], theme: str = THEMES[0]) -> ImmutableSandboxedEnvironment:
    """Templates are searched in themes/THEME of each of `folders`, then in the folders themselves, in order.

    So a theme holds only what it changes. Only HTML is escaped; an undefined name is an error.
    """
    own = [folder / "themes" / theme for folder in folders]
    if theme != THEMES[0] and not (re.fullmatch(r"[a-z][a-z0-9-]*", theme) and any(f.is_dir() for f in own)):
        raise TemplateError(
            f"there is no theme {theme!r}",
            template=f"themes/{theme}",
            hint=f"theme: in sources.yaml is one of {', '.join(THEMES)}, or a folder in templates/themes/",
        )
    return _environment(_Files([str(f) for f in (*own, *folders)], encoding="utf-8"))


class _Files(FileSystemLoader):
    """A file that is no UTF-8 is named as one with a fault in its syntax is; Python's own error names none."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = 1 + error.object.count(b"\n", 0, error.start)
            paths = (Path(folder) / template for folder in self.searchpath)
            place = next((str(path) for path in paths if path.is_file()), None)
            raise TemplateSyntaxError("it is not UTF-8", line, template, place) from error


def _environment(loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    env = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=lambda name: not (name or "").endswith((".txt", ".css")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["underline"] = underline
    env.filters["unbroken"] = _unbroken
    env.filters["led_by"] = _led_by
    return env


def texts(env: ImmutableSandboxedEnvironment) -> dict[str, str]:
    """Name -> text of every template that an edition may use; those of the public pages around it are left out."""
    found = {}
    for name in env.list_templates(extensions=("html", "txt", "css")):
        if not name.startswith(("themes/", "site-")) and env.loader is not None:
            try:
                found[name] = env.loader.get_source(env, name)[0]
            except (OSError, UnicodeError, TemplateNotFound, TemplateSyntaxError):
                continue  # it is none: nobody could have used it
    return found


def of_texts(templates: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """The environment of templates that were kept."""
    return _environment(DictLoader(templates))


def _unbroken(text: str) -> str:
    """With spaces that do not end a line: a date and its hour stay together."""
    return text.replace(" ", "\u00a0")


def _led_by(sections: Sequence[SectionView], styles: Sequence[str]) -> list[SectionView]:
    """The same sections, those of the styles named first; else in their order."""
    return sorted(sections, key=lambda section: section.style not in styles)


def fill(env: ImmutableSandboxedEnvironment, name: str, values: Mapping[str, Any]) -> str:
    """The template `name` with `values`; TemplateError in words, with file and line, whatever goes wrong in it."""
    try:
        return env.get_template(name).render(values)
    except TemplateNotFound as error:
        missing = str(error.name or name)
        raise TemplateError(
            f"the template {missing} is missing",
            template=missing,
            hint="put it back into templates/, or reinstall the program, which brings its own",
        ) from error
    except TemplateSyntaxError as error:
        place = _place(error.filename) if error.filename else error.name or name
        raise _broken(place, error.lineno, error.message or "syntax error", _HINT) from error
    except UndefinedError as error:
        hint = "use only names that the templates use which come with the program"
        if lacks := _no_macro(env, error):
            raise _broken(_place(lacks[0]), 0, f"it has no macro {lacks[1]}, which is asked of it", _HINT) from error
        raise _at_fault(error, name, str(error.message), hint) from error
    except SecurityError as error:
        raise _at_fault(error, name, "it reaches for what templates may not use", _HINT) from error
    except (JinjaError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise _at_fault(error, name, f"{type(error).__name__}: {error}", _HINT) from error
    except OSError as error:
        raise TemplateError(
            f"the template {name} cannot be read: {error.strerror}",
            template=name,
            hint="check the file's permissions",
        ) from error


def _no_macro(env: ImmutableSandboxedEnvironment, error: UndefinedError) -> tuple[str, str] | None:
    """The file that was imported and lacks a macro, and which; the fault is there and not where it is called."""
    asked = re.search(r"TemplateModule object' has no attribute '(\w+)'", str(error.message))
    frames = [f.filename for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith((".html", ".txt"))]
    if not asked or not frames or env.loader is None:
        return None
    text = env.loader.get_source(env, Path(frames[-1]).name)[0]
    for alias in re.findall(rf"(\w+)\.{asked[1]}\b", text):
        if found := re.search(rf"import\s+[\"']([^\"']+)[\"']\s+as\s+{alias}\b", text):
            return env.loader.get_source(env, found[1])[1] or found[1], asked[1]
    return None


def _at_fault(error: BaseException, name: str, what: str, hint: str) -> TemplateError:
    """Jinja2 rewrites tracebacks: the last frame that is in a template names the file and its line."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith((".html", ".txt", ".css")):
            return _broken(_place(frame.filename), frame.lineno or 0, what, hint)
    return _broken(name, 0, what, hint)


def _place(filename: str) -> str:
    """As an editor knows the file: from templates/ on."""
    path = Path(filename)
    of_theme = path.parent.parent.name == "themes"
    return "/".join(path.parts[-3:]) if of_theme else path.name


def _broken(template: str, line: int, what: str, hint: str) -> TemplateError:
    place = f"{template}, line {line}" if line else template
    words = " ".join(what.split())[:200]
    return TemplateError(f"the template {place} is broken: {words}", template=template, line=line, hint=hint)
