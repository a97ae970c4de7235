"""Build the recorded day from bundled feeds, offline, and say where to look.

DIR (default var/demo) is made anew at every call; a folder that no demo has made is left alone.

examples:
  newsletter demo                 into var/demo
  newsletter demo my-demo
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from newsletter.cli.console import Console

#: 06:30 in Kyiv: the cutoff of the recorded day.
AT = "2022-01-11T04:30:00Z"
MARK = ".newsletter-demo"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", type=Path, default=Path("var/demo"), metavar="DIR")


def run(args: argparse.Namespace, console: Console) -> int:
    import os

    from newsletter.app import Newsroom
    from newsletter.cli.main import instant
    from newsletter.cli.room import finding_lines
    from newsletter.jobs import build

    folder: Path = args.dir
    prepare(folder)
    env = {k: v for k, v in os.environ.items() if k not in ("NEWSLETTER_STORE", "NEWSLETTER_MAILER")}
    with Newsroom(folder, env, at=instant(AT), progress=console.step) as room:
        report = build(room, room.review())
        console.out(report.sentence)
        console.out(f"stories are found by {'words and meaning' if room.joining.model else 'words alone'}")
        for line in finding_lines(report.findings):
            console.say(line)
        place = folder / (report.folder or "")
    console.out("")
    console.out(f"  {place}/edition.html   the mail, as a browser shows it")
    console.out(f"  {place}/edition.txt    its text part")
    console.out(f"  {place}/edition.eml    the whole message, for a mail program")
    console.out(f"  {place}/web.html       the public page")
    console.out(f"  {folder}/outbox/site/index.html   the public pages, with archive and feeds")
    console.out("")
    called = called_as()
    console.out(f"  {called} -C {folder} --at {AT} ledger      what became of every entry")
    console.out(f"  {called} -C {folder} --at {AT} preview --day 2022-01-11   all of it side by side")
    return 0


def called_as() -> str:
    """The command as it was typed, so that the lines above can be pasted."""
    typed = Path(sys.argv[0])
    return str(typed) if typed.name == "newsletter" else "newsletter"


def prepare(folder: Path) -> None:
    """An empty newsroom with the recorded day's sources in `folder`. UsageError where somebody else's files are."""
    from newsletter.errors import UsageError

    if folder.exists():
        if not (folder / MARK).is_file() and any(folder.iterdir()):
            raise UsageError(f"{folder} is no demo of ours, so it is left alone", hint="name another folder")
        shutil.rmtree(folder)
    recorded = Path(__file__).resolve().parent.parent / "data" / "recorded_day"
    shutil.copytree(recorded, folder)
    (folder / MARK).touch()
