"""Parts of the file -> models, and pydantic's errors -> problems with their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from newsletter.config.tree import Path, Tree
from newsletter.config.wrong import did_you_mean, show

P = TypeVar("P", bound=BaseModel)


def get(tree: Tree, path: Path) -> Any:
    """What stands at `path`; None if nothing does."""
    data = tree.data
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def check(tree: Tree, kind: type[P], path: Path, data: Any) -> P | None:
    """`data`, which stands at `path`, as a `kind`; None if it is none, every reason noted in the tree."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(tree, kind, path, detail)
        return None


def _note(tree: Tree, kind: type[BaseModel], path: Path, detail: ErrorDetails) -> None:
    where, found = (*path, *detail["loc"]), detail.get("input")
    match detail["type"]:
        case "wrong":
            context = detail.get("ctx", {})
            inside = () if context.get("at") is None else (context["at"],)
            tree.add((*where, *inside), f"{_named(where)}{context['what']}", context["allowed"])
        case "missing":
            tree.add(where, f"{detail['loc'][-1]}: is missing", "it has to be given")
        case "extra_forbidden":
            note_unknown(tree, where, _model_at(kind, detail["loc"][:-1]).model_fields)
        case "list_type":
            allowed = f"a list: [{found}]" if isinstance(found, str) and found.isalnum() else "a list: [...]"
            tree.add(where, f"{_named(where)}{show(found)} is not a list", allowed)
        case _:  # model_type, dict_type: the only others that the schema can give
            tree.add(where, f"{_named(where)}{show(found)} is not a mapping", "key: value pairs")


def note_unknown(tree: Tree, where: Path, known: Iterable[str]) -> None:
    """An unknown key, with the known one that it resembles."""
    key = str(where[-1])
    tree.add(where, f"the key {show(key)} is unknown{did_you_mean(key, known)}", ", ".join(known), key=True)


def _named(where: Path) -> str:
    """The nearest key, so that a message makes sense without the file at hand."""
    name = next((str(step) for step in reversed(where) if isinstance(step, str)), "")
    # A name that somebody chose, a review's or a word's, is theirs: it may be anything.
    return f"{name if name.isprintable() and len(name) <= 60 else show(name)}: " if name else ""


def _model_at(kind: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel]:
    for step in loc:
        if isinstance(step, str):
            kind = _model_in(kind.model_fields[step].annotation) or kind
    return kind


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, UnionType, list):
        return next((m for a in get_args(annotation) if (m := _model_in(a)) is not None), None)
    return None
