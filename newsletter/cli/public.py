"""Serve the patrons' pages, leaving with one click, and the public pages of outbox/site.

Put it behind your web server under the address that site: names. Needs $NEWSLETTER_SECRET, as send does.

examples:
  newsletter public               on 127.0.0.1, behind your web server
  newsletter public --port 9000
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8026, metavar="N", help="on 127.0.0.1 (default: 8026)")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.public import Offered, create_app
    from newsletter.public.serve import serve

    with open_room(args, console) as room:
        review = room.review(args.review)
        app = create_app(
            patrons=room.store.patrons,
            secret=room.secret,
            title=review.title,
            clock=room.now,
            editions=room.folder / "outbox",
            files=room.site.folder / (review.id if len(room.rules.reviews) > 1 else ""),
            language=review.language,
            # Tokens are made for addresses below a review's own site: only what shares it can be chosen there.
            reviews=[
                Offered(id=r.id, title=r.title, language=r.language)
                for r in room.rules.reviews
                if r.site == review.site
            ],
        )
        console.say(f"the patrons' pages are at http://127.0.0.1:{args.port}/ (Ctrl+C ends)")
        serve(app, args.port)
    return 0
