"""sources.yaml -> Rules, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic_core import PydanticCustomError

from newsletter.config.addresses import holds_password, mailer_url, store_url
from newsletter.config.check import check, get
from newsletter.config.reviews import read_reviews
from newsletter.config.schema import File, GroupingPart, NetworkPart
from newsletter.config.sources import check_takes, read_sources
from newsletter.config.tree import Tree, line_column, read
from newsletter.errors import BadConfig, ConfigError, NoNewsroom, Problem
from newsletter.model.rules import Grouping, Network, Rules

FILE = "sources.yaml"
HINT = f"correct {FILE} at these places; nothing was changed"
STORE, MAILER = "NEWSLETTER_STORE", "NEWSLETTER_MAILER"
#: Where each secret belongs, and what its URL is checked with.
_OUTSIDE: Mapping[str, tuple[str, Callable[[str], str], str]] = {
    "store": (STORE, store_url, f"a URL without it here, and the whole URL in the environment as ${STORE}"),
    "mailer": (
        MAILER,
        mailer_url,
        "a URL without it here, and the password in the environment as $NEWSLETTER_SMTP_PASSWORD",
    ),
}


def load(folder: Path, env: Mapping[str, str]) -> Rules:
    """The newsroom in `folder`, with $NEWSLETTER_STORE and $NEWSLETTER_MAILER of `env` before what the file says.

    NoNewsroom without a sources.yaml; BadConfig with every problem, in the order of the file; ConfigError when the
    file cannot be read at all. Nothing but sources.yaml and the Markdown files that it names is opened.
    """
    return load_text(text_of(folder), folder, env)


def load_text(text: str, folder: Path, env: Mapping[str, str]) -> Rules:
    """`load` for a sources.yaml that is not in its place yet."""
    tree = read(text, FILE)
    if tree.place is None and not tree.problems:
        tree.add((), "is empty", "newsletter: with title, sender, site; sources: with a url each")
    if tree.problems and tree.place is None:
        raise BadConfig(tuple(tree.problems), hint=HINT)
    rules = _rules(tree, folder, env)
    if tree.problems or rules is None:
        problems = dict.fromkeys(sorted(tree.problems, key=lambda p: (p.line, p.column)))
        raise BadConfig(tuple(problems), hint=HINT)
    return rules


def text_of(folder: Path) -> str:
    """All of sources.yaml, without a byte order mark; the errors are those of `load`."""
    path = folder / FILE
    try:
        if not path.is_file():
            raise NoNewsroom(
                f"there is no {FILE} in {folder}",
                hint="go to a newsroom, name one with -C, or make one: newsletter init DIR",
            )
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise ConfigError(f"{FILE} cannot be read: {reason}", hint=f"make {path} readable") from error
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = line_column(raw.removeprefix(b"\xef\xbb\xbf"), error.start)
        problem = Problem(file=FILE, line=line, column=column, what="is not UTF-8", allowed="a text file in UTF-8")
        raise BadConfig((problem,), hint="save the file again, as UTF-8") from error


def _rules(tree: Tree, folder: Path, env: Mapping[str, str]) -> Rules | None:
    """None, or a value that is not to be used, when problems were noted."""
    file = check(tree, File, (), tree.data)
    places = {name: _outside(tree, name, env) for name in _OUTSIDE}
    if file is None:
        file = _without_faults(tree)
    if file is None:
        return None
    network = check(tree, NetworkPart, ("network",), file.network)
    grouping = check(tree, GroupingPart, ("grouping",), file.grouping)
    sources = read_sources(tree, file.sources)
    reviews = read_reviews(tree, file, folder)
    for path, _ in reviews.sections:
        check_takes(tree, path, sources)
    _check_grouping(tree, grouping)
    if tree.problems or network is None or grouping is None:
        return None
    gap = network.per_host.gap
    return Rules(
        reviews=tuple(reviews.all),
        sources=tuple(sources.all),
        store=places["store"] or file.store,
        mailer=places["mailer"] or file.mailer,
        network=Network(
            allow=tuple(network.allow),
            connections=network.per_host.connections,
            gap=Network().gap if gap is None else gap,
        ),
        grouping=Grouping(same=grouping.same, maybe=grouping.maybe, meaning=grouping.meaning),
    )


def _check_grouping(tree: Tree, grouping: GroupingPart | None) -> None:
    if grouping and grouping.same is not None and grouping.maybe is not None and grouping.maybe > grouping.same:
        allowed = f"at most {grouping.same}: below it an editor is asked"
        tree.add(("grouping", "maybe"), "maybe: is above same:", allowed)


def _without_faults(tree: Tree) -> File | None:
    """The top of a faulty file without the keys that are at fault, so that the rest is checked all the same."""
    if not isinstance(tree.data, dict):
        return None
    mappings = dict.fromkeys(("newsletter", "reviews", "words", "network", "grouping"), dict)
    kinds = {**mappings, "sections": list, "sources": list}
    kept = {k: v for k, v in tree.data.items() if k in kinds and isinstance(v, kinds[k])}
    return File.model_construct(**kept)


def _outside(tree: Tree, name: str, env: Mapping[str, str]) -> str | None:
    """What the environment says of the store or the mailer. A secret in the file is a problem."""
    variable, checked, allowed = _OUTSIDE[name]
    in_file = get(tree, (name,))
    if isinstance(in_file, str) and holds_password(in_file):
        tree.add((name,), f"{name}: holds a password", allowed)
    value = env.get(variable, "").strip()
    if not value:
        return None
    try:
        return checked(value)
    except PydanticCustomError as error:
        context = error.context or {}
        tree.problems.append(
            Problem(file=f"${variable}", line=0, column=0, what=str(context["what"]), allowed=str(context["allowed"]))
        )
        return None
