"""The preview's pages. Everything in a frame is hostile until proven otherwise, and nothing in it can run.

What stands between a feed and this machine, outermost first: the Host header must name this machine (a page from
elsewhere could otherwise point its own name at 127.0.0.1 and read along); only GET and HEAD are answered; each
rendition sits in an `<iframe sandbox>` without `allow-scripts`; its own response says the same again in a
Content-Security-Policy that allows no script, no form and nothing from elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re

from flask import Flask, Response, abort, make_response, render_template, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from newsletter.app import Newsroom
from newsletter.desk.pictured import with_pictures
from newsletter.desk.shown import GMAIL_CLIPS, Shown, digest, total
from newsletter.desk.themes import Theme, in_theme, links_open_outside
from newsletter.desk.watch import Watch
from newsletter.model.rules import Review

#: `allow-same-origin` lets the page read a frame's scroll position, to put it back after a reload; without
#: `allow-scripts` it lets the frame itself do nothing. Popups: a link that somebody clicks opens a tab.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; frame-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FRAME_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors 'self'; sandbox {SANDBOX}"
)
_OURS = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)


def create_preview(room: Newsroom, review: Review, day: dt.date) -> Flask:
    """The preview of one day: /, /stamp, and the renditions at /mail, /mail?theme=dark, /text, /web.

    Composes through `room` and stores nothing. Nothing is opened before the first request.
    """
    app = Flask(__name__)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.jinja_env.filters.update(kilobytes=kilobytes, total=total, digest=digest)
    app.url_map.merge_slashes = False  # no redirects: they would be made from the Host header
    watch = Watch(room, review, day)
    app.extensions["newsletter.close"] = [watch.close]

    def frame(kind: str) -> Response:
        return _frame(watch.shown(), kind)

    app.before_request(_only_from_here)
    app.after_request(_headers)
    app.register_error_handler(HTTPException, _refused)
    app.add_url_rule("/", "page", lambda: _page(watch.shown()), methods=["GET"])
    app.add_url_rule("/stamp", "stamp", lambda: _plain(watch.shown().stamp), methods=["GET"])
    for kind in ("mail", "text", "web"):
        app.add_url_rule(f"/{kind}", kind, frame, methods=["GET"], defaults={"kind": kind})
    return app


def kilobytes(size: int) -> str:
    """Bytes as people say them: 62 KB; of less than ten, one decimal."""
    value = size / 1024
    return f"{value:.0f} KB" if value >= 10 else f"{value:.1f} KB"


def _page(shown: Shown) -> Response:
    return make_response(
        render_template("preview.html", shown=shown, made=shown.rendition, clips=GMAIL_CLIPS, sandbox=SANDBOX)
    )


def _frame(shown: Shown, kind: str) -> Response:
    theme: Theme = "dark" if request.args.get("theme") == "dark" else "light"
    made = shown.rendition
    if made is None:
        body = render_template("empty.html")
    elif kind == "text":
        body = render_template("text.html", text=made.text, language=shown.language)
    else:
        page = with_pictures(made.html if kind == "mail" else made.web, made.pictures)
        body = in_theme(links_open_outside(page), theme)
    response = make_response(body)
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def _plain(text: str, status: int = 200) -> Response:
    response = make_response(text, status)
    response.content_type = "text/plain; charset=utf-8"
    return response


def _only_from_here() -> None:
    if not _OURS.fullmatch(request.headers.get("Host", "")):
        abort(421)  # RFC 9110, 15.5.20
    if request.method not in ("GET", "HEAD"):
        abort(405)


def _refused(error: HTTPException) -> Response:
    words = {404: "there is no such page", 405: "only looking is possible here", 421: "this page is for this machine"}
    code = error.code or 500
    response = _plain(words.get(code, "this did not work"), code)
    if code == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
