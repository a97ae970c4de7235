"""The timer: polls through the day, builds today's edition once, sends it. Ctrl+C or SIGTERM ends it cleanly.

It keeps nothing in memory that matters: stop it, start it late, change the clock; what is due is decided anew at
every tick from what the store says.

examples:
  newsletter run                  what systemd starts
  newsletter run --once           do what is due now, and end; for cron every few minutes
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tick", type=float, default=30.0, metavar="SECONDS", help="how often to look (default: 30)")
    parser.add_argument("--once", action="store_true", help="do what is due now, and end")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.scheduler import run_forever, tick

    with open_room(args, console) as room:
        if args.once:
            return 0 if tick(room, console.step) else 1
        console.say(f"running in {room.folder}; Ctrl+C ends it")
        run_forever(room, console.step, seconds=args.tick)
    return 0
