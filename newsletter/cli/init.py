"""Make a new newsroom: sources.yaml, templates, words, outbox.

On a terminal six questions are asked; --yes, or no terminal, takes every default. A folder that is a newsroom
already is refused; files that stand in the folder are kept.

examples:
  newsletter init review
  newsletter init . --yes
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from string import Template

from newsletter.cli.console import Console
from newsletter.config import load
from newsletter.errors import BadConfig, TemplateError, UsageError

_PACKAGE = Path(__file__).resolve().parent.parent
_GITIGNORE = "# made by the program, and made again at any time\nvar/\noutbox/\n"

#: Key in sources.yaml -> question. The order is that of asking.
QUESTIONS: Mapping[str, str] = {
    "title": "What is the review called?",
    "sender": "Who does its mail come from?",
    "site": "Where will its public pages be?",
    "timezone": "In which time zone are its days?",
    "language": "In which language is it written?",
    "edition_at": "When should patrons have it?",
}

#: Language -> what the sections of a new newsroom are called; its words lie in a folder of this name.
TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {"short_title": "Past {hours} hours in short", "rest_title": "Elsewhere"},
    "uk": {"short_title": "Коротко за {hours: годину|години|годин}", "rest_title": "Також сьогодні"},
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", type=Path, metavar="DIR", help="the new newsroom's folder")
    parser.add_argument("--yes", action="store_true", help="ask nothing, take the defaults")


def run(args: argparse.Namespace, console: Console) -> int:
    folder: Path = args.dir
    refuse_newsroom(folder)
    answers = defaults()
    if not args.yes and sys.stdin.isatty():
        answers = interview(sys.stdin.readline, lambda text: print(text, end="", file=sys.stderr, flush=True))
    kept = make(folder, answers)
    for name in kept:
        console.say(f"kept as it was: {name}")
    if answers["language"] not in TITLES:
        console.say("the words and section titles are English: write them anew in words/ and sources.yaml")
    console.out(f"A new newsroom is in {folder}: sources.yaml, templates/, words/, outbox/")
    room = "" if folder.resolve() == Path.cwd() else f" -C {shlex.quote(str(folder))}"
    console.out("What to do next:")
    console.out("  put your sources into sources.yaml, and your own words into words/")
    console.out(f"  newsletter{room} check           is everything right?")
    console.out(f"  newsletter{room} build           today's edition, into outbox/")
    console.out(f"  newsletter{room} preview --open  look at it in a browser")
    return 0


def bundled_templates() -> Path:
    """The templates that came with the program: in the installed package, or beside it in a checkout."""
    packaged = _PACKAGE / "data" / "templates"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "templates"


def refuse_newsroom(folder: Path) -> None:
    """UsageError where a newsroom, or something that is no folder, is in the way."""
    if os.path.lexists(folder / "sources.yaml"):
        raise UsageError(f"{folder} is a newsroom already: it holds a sources.yaml", hint="nothing was changed")
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(f"{folder} is no folder", hint="name a folder, or one that is not there yet")


# --- questions ------------------------------------------------------------------------------------


def defaults(title: str = "Daily Review") -> dict[str, str]:
    """Key -> answer; every one of them loads."""
    return {
        "title": title,
        "sender": f"{_display_name(title)} <review@example.org>",
        "site": "https://review.example.org",
        "timezone": "UTC",
        "language": "en",
        "edition_at": "07:00",
    }


def interview(read: Callable[[], str], say: Callable[[str], None]) -> dict[str, str]:
    """Ask the six questions, each until its answer loads; an empty answer is the default.

    UsageError when the input ends.
    """
    answers = defaults()
    for key, question in QUESTIONS.items():
        while True:
            say(f"{question} [{answers[key]}] ")
            try:
                line = read()
            except UnicodeDecodeError:
                say("  the answer is not readable text\n")
                continue
            if not line:
                raise UsageError("the answers ended early, so no newsroom was made", hint="--yes takes every default")
            tried = {**answers, key: line.strip() or answers[key]}
            if not (faults := faults_of(tried)):
                break
            say("".join(f"  {fault}\n" for fault in faults))
        # a sender that is not asked for yet goes by the title
        answers = {**defaults(tried["title"]), "title": tried["title"]} if key == "title" else tried
    return answers


def faults_of(answers: Mapping[str, str]) -> list[str]:
    """What is wrong with the answers, found by loading what they would make."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_newsroom(Path(folder), answers)
            load(Path(folder), {})
        except BadConfig as error:
            return [p.what + (f" (allowed: {p.allowed})" if p.allowed else "") for p in error.problems]
        except UnicodeEncodeError:
            return ["the answer is not readable text"]
    return []


def _display_name(title: str) -> str:
    """A title as the name in front of an address (RFC 5322, 3.4): quoted, if it holds more than words."""
    if all(c.isalnum() or c in " '-!&" for c in title):
        return title.strip()
    return '"' + "".join(c for c in title if c not in '"\\<>' and c.isprintable()) + '"'


# --- files ----------------------------------------------------------------------------------------


def make(folder: Path, answers: Mapping[str, str]) -> list[str]:
    """The newsroom, whole or not at all; which files stood there already and were kept.

    Made beside the folder (or inside, where it exists) and renamed into place; sources.yaml comes last, so that an
    interrupted call can be repeated. BadConfig when the answers do not load, UsageError when the folder cannot be used.
    """
    try:
        exists = folder.is_dir()
        place = folder if exists else folder.absolute().parent
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".newsletter-init-", dir=place) as staging:
            room = Path(staging) / "room"
            room.mkdir()
            write_newsroom(room, answers)
            _copy_templates(room / "templates")
            load(room, {})
            if exists:
                return _move_into(room, folder)
            room.rename(folder)
            return []
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{folder} cannot be made: {reason}", hint="name a folder that you may write to") from error


def write_newsroom(room: Path, answers: Mapping[str, str]) -> None:
    """sources.yaml and all that it needs, except templates, into an empty folder."""
    blueprint = _PACKAGE / "data" / "newsroom"
    (room / "words").mkdir()
    (room / "outbox").mkdir()
    (room / ".gitignore").write_text(_GITIGNORE, encoding="utf-8")
    tongue = answers["language"] if answers["language"] in TITLES else "en"
    address = parseaddr(answers["sender"])[1]
    for path in sorted((blueprint / "words" / tongue).glob("*.md")):
        text = Template(path.read_text(encoding="utf-8")).safe_substitute(address=address)
        (room / "words" / path.name).write_text(text, encoding="utf-8")
    # a JSON string is a double-quoted YAML scalar (YAML 1.2, 1.3), so that no answer can become anything else
    texts = {**answers, **TITLES[tongue]}
    quoted = {key: json.dumps(text, ensure_ascii=False) for key, text in texts.items()}
    lines = (blueprint / "sources.yaml").read_text(encoding="utf-8").splitlines()
    (room / "sources.yaml").write_text("".join(_filled(line, quoted) for line in lines), encoding="utf-8")


def _filled(line: str, quoted: Mapping[str, str]) -> str:
    """A line of the blueprint, its comment in the same column whatever the answer's length."""
    left, mark, comment = line.partition(" # ")
    if "$" not in left:
        return f"{line}\n"
    left = Template(left.rstrip()).substitute(quoted)
    return f"{left:<35} # {comment}\n" if mark else f"{left}\n"


def _copy_templates(target: Path) -> None:
    source = bundled_templates()
    if not source.is_dir():
        raise TemplateError("the program came without its templates", hint="install it again")
    target.mkdir()
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if not path.is_file() or path.suffix == ".pyc" or any(part.startswith(".") for part in name.parts):
            continue
        # contents only: an installed package may be read-only, a newsroom must not be
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)


def _move_into(room: Path, folder: Path) -> list[str]:
    """Everything of `room` that `folder` does not have; the names of what it has."""
    kept: list[str] = []
    names = sorted(p.relative_to(room) for p in room.rglob("*") if p.is_file() and p.name != "sources.yaml")
    (folder / "outbox").mkdir(exist_ok=True)
    for name in [*names, Path("sources.yaml")]:
        target = folder / name
        if os.path.lexists(target):
            kept.append(str(name))
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        (room / name).rename(target)
    return kept
