"""The command: global options, the table of commands, errors in words, exit codes.

Each command is a module of this package with `arguments(parser)` and `run(args, console)`; only the one that is
called is imported, and it imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType

from newsletter import __version__
from newsletter.cli.console import Console
from newsletter.errors import NewsletterError

#: Command -> (module, what it does). The order is that of a newsroom's day.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "make a new newsroom"),
    "demo": ("demo", "build the recorded day, offline, and say where to look"),
    "check": ("check", "everything that would fail at 07:00, now"),
    "collect": ("collect", "poll the sources that are due"),
    "build": ("build", "the main job: collect, compose, render, save to the outbox"),
    "preview": ("preview", "the draft in a browser; writes and freezes nothing"),
    "draft": ("draft", "the draft as Markdown"),
    "join": ("join", "one story of several, today and later; suggestions"),
    "split": ("split", "take entries out of their story, today and later"),
    "lead": ("lead", "choose the entry that speaks for its story"),
    "approve": ("approve", "approve the draft, which publishes it"),
    "reject": ("reject", "take an approval back"),
    "send": ("send", "mail the published edition to the patrons"),
    "correct": ("correct", "a dated correction of a published edition"),
    "ledger": ("ledger", "what became of every entry"),
    "topics": ("topics", "the topics over days: titles, closing"),
    "entries": ("entries", "the archive"),
    "group": ("group", "stories and topics of any items"),
    "explain": ("explain", "why an entry is in the edition, or is not"),
    "replay": ("replay", "past editions again: precision and recall of grouping"),
    "clip": ("clip", "put one web page into the draft"),
    "site": ("site", "rebuild the public pages"),
    "sources": ("sources", "edit sources.yaml, keeping its comments; OPML in and out"),
    "patrons": ("patrons", "who receives it; CSV in and out"),
    "public": ("public", "the patrons' pages: leaving, and editions in a browser"),
    "run": ("run", "the timer: polls, builds and sends through the day"),
    "status": ("status", "today's edition in one sentence, then every source"),
}

EPILOG = """examples:
  newsletter init review               a new newsroom in ./review
  newsletter -C review build           today's edition, into review/outbox/
  newsletter -C review preview --open  look at the draft first
  newsletter status                    is everything well?

exit codes: 0 done, 1 the work failed, 2 the call or the configuration is wrong, 3 done but a person is needed
(--strict), 4 refused (busy, too old, not approved), 130/143 interrupted
"""


#: Commands that only serve pages until they are stopped.
SERVERS = ("public", "preview")


class Terminated(BaseException):
    """SIGTERM came: unwind, so that transactions roll back and locks go."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Errors are one line in words and a hint; `-v` adds the traceback."""
    argv = list(sys.argv[1:] if argv is None else argv)
    signal.signal(signal.SIGTERM, _terminate)
    # pydantic would ask every installed package for plugins: 50 ms, and code that nobody here has chosen.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    args, console = argparse.Namespace(verbose=False), Console()
    try:
        args = _arguments(argv)  # imports the command's module, and may already be interrupted
        console = Console(quiet=args.quiet, verbose=args.verbose)
        code: int = args.run(args, console)
        sys.stdout.flush()
        return code
    except NewsletterError as error:
        console.error(str(error), error.hint)
        if args.verbose:
            traceback.print_exc()
        return error.exit_code
    except KeyboardInterrupt:
        console.error("interrupted", "what was not finished is rolled back; run the command again")
        return 130
    except Terminated:
        return _ended(args, console)
    except BrokenPipeError:
        # The reader of our output has gone (`newsletter entries | head`): no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        console.error(_in_words(error), _remedy(error))
        if args.verbose:
            traceback.print_exc()
        return 1
    except Exception as error:  # the last net: a person gets one line, never a wall of text
        console.error(
            f"a fault in the program: {type(error).__name__}: {error}".splitlines()[0], "run it again with -v"
        )
        if args.verbose:
            traceback.print_exc()
        return 1


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = _parser()
    _add_commands(parser, argv)
    args, rest = parser.parse_known_args(argv)
    # argparse gives a positional that may be missing away before the options: what stands behind them is put there.
    for name in getattr(args, "late", ()):
        if rest and getattr(args, name) is None and not rest[0].startswith("-"):
            setattr(args, name, rest.pop(0))
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return args


def _ended(args: argparse.Namespace, console: Console) -> int:
    """SIGTERM is how a server is stopped, and no accident; anything else had not finished."""
    if getattr(args, "command", None) in SERVERS:
        console.say("stopped")
        return 0
    console.error("ended from outside", "what was not finished is rolled back; run the command again")
    return 143


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _remedy(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "is its name spelled right? Names are looked up from the folder in which you are"
        case IsADirectoryError() | NotADirectoryError():
            return "name a file"
        case PermissionError():
            return "may you read and write it?"
        case _:
            return "is the disk full, or the folder not writable?"


def _in_words(error: OSError) -> str:
    what = os.strerror(error.errno) if error.errno else str(error)
    return f"{error.filename}: {what}" if error.filename else what


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsletter",
        description="A daily review from feeds: collected, grouped, laid out, rendered, and sent.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-C",
        dest="newsroom",
        type=Path,
        metavar="NEWSROOM",
        default=Path(os.environ.get("NEWSLETTER_ROOM", ".")),
        help="the folder with sources.yaml (default: here, or $NEWSLETTER_ROOM)",
    )
    parser.add_argument("--at", type=instant, metavar="INSTANT", help="treat this as now: 2022-01-11T05:00:00Z")
    parser.add_argument("--review", metavar="R", help="which review, where a newsroom has several")
    loud = parser.add_mutually_exclusive_group()
    loud.add_argument("-v", "--verbose", action="store_true", help="say more; show where an error came from")
    loud.add_argument("-q", "--quiet", action="store_true", help="say nothing but results and errors")
    parser.add_argument("--version", action="version", version=f"newsletter {__version__}")
    return parser


def _add_commands(parser: argparse.ArgumentParser, argv: Sequence[str]) -> None:
    """Every command's name and line; the arguments only of the one that is called."""
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module_name, line) in COMMANDS.items():
        if name in argv:
            module = import_module(f"newsletter.cli.{module_name}")
            command = commands.add_parser(
                name,
                help=line,
                description=module.__doc__,
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
            module.arguments(command)
            command.set_defaults(run=module.run)
        else:
            commands.add_parser(name, help=line)


def instant(text: str) -> dt.datetime:
    """An RFC 3339 instant with its offset, in UTC."""
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no instant: write 2022-01-11T05:00:00Z") from None
    if time.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no offset: write {text}Z for UTC")
    return time.astimezone(dt.UTC)


def civil_day(text: str) -> dt.date:
    """A date: 2022-01-11."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write 2022-01-11") from None
