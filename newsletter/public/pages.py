"""The patrons' pages as a Flask application.

A patron is known by the signed link alone: no cookie, no login, no script. GET shows and changes nothing, because
mail scanners open every link; POST does what the page asked, also the one that mail programs send by themselves
(RFC 8058), which knows nothing of pages.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path

from flask import Flask, Response, make_response, render_template, request
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from newsletter import ports
from newsletter.deliver import links
from newsletter.deliver.addresses import mask
from newsletter.deliver.testmail import NOBODY
from newsletter.errors import StoreError
from newsletter.model.base import ReviewId
from newsletter.model.patrons import Patron
from newsletter.public.choose import Offered, chosen, received
from newsletter.public.published import patrons_page, site_file
from newsletter.public.words import WORDS

#: Bytes of a request's body; a one-click POST has 26.
BODY_MAX = 16 * 1024

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """What the pages need to know."""

    patrons: ports.Patrons
    secret: str
    title: str
    clock: Callable[[], dt.datetime]
    editions: Path | None
    files: Path | None
    language: str
    css: Markup
    reviews: tuple[Offered, ...] = ()

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        words = {key: text.replace("{title}", self.title) for key, text in WORDS[self.language].items()}
        if isinstance(address := values.get("address"), str):
            words = {key: text.replace("{address}", address) for key, text in words.items()}
        text = render_template(template, w=words, title=self.title, language=self.language, css=self.css, **values)
        return make_response(text, status)

    def notice(self, key: str, status: int) -> Response:
        return self.page("notice.html", status, key=key)


def create_app(
    *,
    patrons: ports.Patrons,
    secret: str,
    title: str,
    clock: Callable[[], dt.datetime],
    editions: Path | None = None,
    files: Path | None = None,
    language: str = "en",
    reviews: Sequence[Offered] = (),
) -> Flask:
    """The application. `secret` as in `deliver.links` ("new,old"); ValueError when it is empty.

    GET /u/TOKEN asks, POST leaves (form field action=back: comes back). With more than one of `reviews`, GET /s/TOKEN
    shows which of them come, POST changes it (fields review=ID, or action=leave: none). `files` is the folder that
    `newsletter site` made: its pages, feeds and pictures are served, and no edition that is not there yet.
    GET /p/TOKEN/YYYY-MM-DD/ is the patron's own page of an edition whose mail was shortened; it comes from `editions`,
    the outbox, also while the day is not public yet.
    Other languages than `WORDS` has are served in English.
    """
    if not any(part.strip() for part in secret.split(",")):
        raise ValueError("the secret for links is empty")
    css = resources.files("newsletter.public").joinpath("templates/style.css").read_text("utf-8")
    site = _Site(
        patrons=patrons,
        secret=secret,
        title=title,
        clock=clock,
        editions=editions,
        files=files,
        language=language if language in WORDS else "en",
        css=Markup(css),  # noqa: S704 - our own file, and the Content-Security-Policy knows its hash
        reviews=tuple(reviews),
    )
    app = Flask("newsletter.public", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=BODY_MAX, MAX_FORM_MEMORY_SIZE=BODY_MAX, MAX_FORM_PARTS=20)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    # No redirects for slashes: they would be made from the Host header, which anybody can write.
    app.url_map.merge_slashes = app.url_map.strict_slashes = False
    app.add_url_rule("/u/<token>", "ask", lambda token: _ask(site, token), methods=["GET"])
    own = "/p/<token>/<day>/"
    app.add_url_rule(own, "own", lambda token, day: _own(site, token, day), methods=["GET"])
    app.add_url_rule("/u/<token>", "act", lambda token: _act(site, token), methods=["POST"])
    if len(site.reviews) > 1:  # with one there is nothing to choose
        app.add_url_rule("/s/<token>", "choose", lambda token: _choose(site, token), methods=["GET"])
        app.add_url_rule("/s/<token>", "save", lambda token: _save(site, token), methods=["POST"])
    for number, rule in enumerate(("/", "/<a>", "/<a>/", "/<a>/<b>/", "/<a>/images/<b>")):
        app.add_url_rule(rule, f"file{number}", lambda **_: _file(site, request.path[1:]), methods=["GET"])
    app.register_error_handler(Exception, lambda error: _failed(site, error))
    app.after_request(_headers(css))
    return app


def _ask(site: _Site, token: str) -> Response:
    found = _whose(site, token)
    if isinstance(found, Response):
        return found
    patron, review = found
    if not _receives(patron, review):
        return site.page("left.html", address=mask(patron.email), before=True)
    return site.page("ask.html", address=mask(patron.email))


def _act(site: _Site, token: str) -> Response:
    """Leave, or come back. The link is signed, so no further proof is asked: RFC 8058, 3.2 and 4."""
    action = request.form.get("action", "")  # the body is read first: one that is too large changes nothing
    found = _whose(site, token)
    if isinstance(found, Response):
        return found
    patron, review = found
    address = mask(patron.email)
    if action == "back" and "List-Unsubscribe" not in request.form:
        if not _receives(patron, review):
            _come_back(site, patron, review)
        return site.page("back.html", address=address)
    done = site.patrons.leave(patron.id, review, site.clock())
    return site.page("left.html", address=address, before=not done)


def _choose(site: _Site, token: str) -> Response:
    found = _whose(site, token)
    return found if isinstance(found, Response) else _choice(site, found[0], saved=False)


def _save(site: _Site, token: str) -> Response:
    """The link is signed and there is no cookie, so no other page can make a browser send this for a patron."""
    leave, wanted = request.form.get("action") == "leave", request.form.getlist("review")  # the body is read first
    found = _whose(site, token)
    if isinstance(found, Response):
        return found
    if not leave and request.form.get("action") != "save":  # a mail program's one click belongs to /u/
        return _choice(site, found[0], saved=False)
    patron, now = found[0], site.clock()
    after = chosen(patron, site.reviews, () if leave else wanted, now)
    if leave or after.left:
        site.patrons.leave(patron.id, None, now)
    elif after != patron:
        for review in set(received(patron)) - set(after.reviews):
            site.patrons.leave(patron.id, review, now)  # remembered, so that an import does not bring it back
        site.patrons.put(after)
    kept = site.patrons.find(patron.id)
    if kept is None or set(received(kept)) != (set() if leave else set(received(after))):
        raise StoreError("a patron's choice was not stored")  # never said to be done when it is not
    return _choice(site, kept, saved=True)


def _choice(site: _Site, patron: Patron, *, saved: bool) -> Response:
    now = received(patron)
    return site.page("choose.html", address=mask(patron.email), offered=site.reviews, now=now, saved=saved)


def _come_back(site: _Site, patron: Patron, review: ReviewId) -> None:
    # Who left stays away unless `joined` is later, also where leaving and coming back are in the same instant.
    joined = max(site.clock(), patron.left or patron.joined) + dt.timedelta(microseconds=1)
    # Of a patron who had left altogether, only the link's review comes back.
    kept = () if patron.left else tuple(r for r in patron.reviews if r != review)
    site.patrons.put(dataclasses.replace(patron, reviews=(*kept, review), joined=joined, left=None))
    found = site.patrons.find(patron.id)
    if found is None or not _receives(found, review):
        raise StoreError("a patron who wanted to come back was not taken back")  # never said to be done when it is not


def _own(site: _Site, token: str, day: str) -> Response:
    """All of an edition, for who may read it: nothing of it is ever served without a patron's own signature."""
    found = _whose(site, token)
    if isinstance(found, Response):
        return found
    patron, review = found
    if not _receives(patron, review):
        return site.notice("gone", 404)
    page = None
    if site.editions is not None and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        try:
            page = patrons_page(site.editions, review, dt.date.fromisoformat(day))
        except ValueError:  # there is no such day
            page = None
    if page is None:
        return site.notice("missing", 404)
    response = _published(page[0], "text/html; charset=utf-8", page[1])
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _whose(site: _Site, token: str) -> tuple[Patron, ReviewId] | Response:
    if token == NOBODY:
        return site.notice("test", 404)
    who = links.unsign(token, site.secret)
    patron = site.patrons.find(who[0]) if who else None
    # find() also takes addresses; a token names an id.
    if who is None or patron is None or patron.id != who[0]:
        return site.notice("unknown", 404)
    return patron, who[1]


def _receives(patron: Patron, review: ReviewId) -> bool:
    return patron.left is None and review in patron.reviews


def _file(site: _Site, path: str) -> Response:
    """What the site has there. What it does not have is not public, whatever stands in the outbox."""
    found = site_file(site.files, path) if site.files else None
    if found is None:
        return site.notice("missing", 404)
    return _published(*found, hashlib.sha256(found[0]).hexdigest())


def _published(body: bytes, kind: str, digest: str) -> Response:
    response = make_response(body)
    response.content_type = kind
    response.set_etag(digest)
    response.headers["Cache-Control"] = "public, max-age=300"
    # The page's own styles are inline and differ from edition to edition.
    response.headers["Content-Security-Policy"] = _policy("'unsafe-inline'", "img-src https: data:")
    response.make_conditional(request)
    return response


def _failed(site: _Site, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        code = error.code or 500
        response = site.notice({404: "missing", 413: "large"}.get(code, "method"), code)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response
    # Neither the path nor the token: a log must not be a way to make patrons leave.
    _log.error("a patrons' page failed: %s", type(error).__name__, exc_info=error)
    response = site.notice("failed", 503)
    response.headers["Retry-After"] = "300"
    return response


def _headers(css: str) -> Callable[[Response], Response]:
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    fixed = {
        "Content-Security-Policy": _policy(f"'sha256-{digest}'", "form-action 'self'"),
        "Referrer-Policy": "no-referrer",  # the address of the page is the key to it
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }

    def after(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        if "no-store" in response.headers["Cache-Control"]:
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    return after


def _policy(style: str, *more: str) -> str:
    parts = ("default-src 'none'", f"style-src {style}", "base-uri 'none'", "frame-ancestors 'none'", *more)
    return "; ".join(parts if any(p.startswith("form-action") for p in parts) else (*parts, "form-action 'none'"))
