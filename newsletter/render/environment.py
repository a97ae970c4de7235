"""Jinja2 in a sandbox, and the one place where its errors become ours."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from newsletter.errors import TemplateError
from newsletter.render.plain import underline

_HINT = "restore the file with the theme's own, or remove yours to use the one that comes with the program"


def environment(folders: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    """Templates are searched in `folders`, in order. Only HTML is escaped; an undefined name is an error."""
    env = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(f) for f in folders], encoding="utf-8"),
        autoescape=lambda name: not (name or "").endswith((".txt", ".css")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["underline"] = underline
    env.filters["unbroken"] = _unbroken
    return env


def _unbroken(text: str) -> str:
    """With spaces that do not end a line: a date and its hour stay together."""
    return text.replace(" ", "\u00a0")


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
        raise _broken(error.name or name, error.lineno, error.message or "syntax error", _HINT) from error
    except UndefinedError as error:
        hint = "use only names that the templates use which come with the program"
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


def _at_fault(error: BaseException, name: str, what: str, hint: str) -> TemplateError:
    """Jinja2 rewrites tracebacks: the last frame that is in a template names the file and its line."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith((".html", ".txt", ".css")):
            return _broken(Path(frame.filename).name, frame.lineno or 0, what, hint)
    return _broken(name, 0, what, hint)


def _broken(template: str, line: int, what: str, hint: str) -> TemplateError:
    place = f"{template}, line {line}" if line else template
    words = " ".join(what.split())[:200]
    return TemplateError(f"the template {place} is broken: {words}", template=template, line=line, hint=hint)
