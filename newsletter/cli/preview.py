"""The draft in a browser on 127.0.0.1: mail, phone width, dark, plain text and public page side by side.

Reloads when a template or the draft changes. Writes nothing and freezes nothing.

examples:
  newsletter preview --open
  newsletter preview --day 2022-01-11 --port 9001
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day

    add_day(parser)
    parser.add_argument("--port", type=int, default=8025, metavar="N", help="(default: 8025)")
    parser.add_argument("--open", action="store_true", help="open it in your browser")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.desk import create_preview, serve

    with open_room(args, console) as room:
        review = room.review(args.review)
        app = create_preview(room, review, room.day(review, args.day))
        address = f"http://127.0.0.1:{args.port}/"

        def ready() -> None:
            console.say(f"the draft is at {address} (Ctrl+C ends)")
            if args.open:
                import webbrowser

                webbrowser.open(address)

        serve(app, args.port, ready=ready)
    return 0
