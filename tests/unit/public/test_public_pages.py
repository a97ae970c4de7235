"""The patrons' pages, asked as browsers, mail programs and strangers ask."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.deliver.links import sign
from newsletter.errors import StoreError
from newsletter.model.base import MAIN, PatronId, ReviewId
from newsletter.model.patrons import Patron
from newsletter.public import create_app
from newsletter.public.words import WORDS

NOW = dt.datetime(2022, 1, 11, 5, tzinfo=dt.UTC)
UK = ReviewId("uk")
SECRET = "a long secret"
ANN = Patron(id=PatronId("ann1"), email="ann@example.org", name="Ann", reviews=(MAIN, UK), joined=NOW - dt.timedelta(9))
LINK = f"/u/{sign(ANN.id, MAIN, SECRET)}"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


class Book:
    """Patrons in memory; counts what changes it."""

    def __init__(self, *patrons: Patron) -> None:
        self.by_id = {p.id: p for p in patrons}
        self.changes = 0
        self.broken = False

    def active(self, review: ReviewId) -> Sequence[Patron]:
        return [p for p in self.by_id.values() if p.left is None and review in p.reviews]

    def everybody(self) -> Sequence[Patron]:
        return list(self.by_id.values())

    def find(self, key: str) -> Patron | None:
        if self.broken:
            raise StoreError(f"cannot look for {key}")
        return next((p for p in self.by_id.values() if key in (p.id, p.email)), None)

    def put(self, patron: Patron) -> bool:
        before = self.by_id.get(patron.id)
        if before and before.left and patron.joined <= before.left:
            return False
        self.changes += 1
        self.by_id[patron.id] = patron
        return True

    def leave(self, patron: PatronId, review: ReviewId | None, at: dt.datetime) -> bool:
        before = self.by_id[patron]
        kept = tuple(r for r in before.reviews if r != review and review is not None)
        if before.left or (review and review not in before.reviews):
            return False
        self.changes += 1
        left = None if kept else at
        self.by_id[patron] = dataclasses.replace(before, reviews=kept or before.reviews, left=left)
        return True


def receives(book: Book) -> list[str]:
    return [review for review in (MAIN, UK) if book.active(review)]


@pytest.fixture
def book() -> Book:
    return Book(ANN)


def client_of(book: Book, *, language: str = "en", title: str = "Daily Review") -> FlaskClient:
    app = create_app(patrons=book, secret=SECRET, title=title, clock=lambda: NOW, language=language)
    return app.test_client()


@pytest.fixture
def client(book: Book) -> FlaskClient:
    return client_of(book)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<style>.*?</style>", "", page)).split())


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_changes_nothing(method: str, client: FlaskClient, book: Book) -> None:
    """Mail scanners open every link in every mail."""
    for _ in range(2):
        answer = client.open(LINK, method=method)
        assert answer.status_code == 200
    assert book.changes == 0


def test_the_page_asks_and_shows_a_masked_address(client: FlaskClient) -> None:
    """Whoever the mail was forwarded to learns no address."""
    page = client.get(LINK).text
    assert "Leave Daily Review?" in page and "a•••@example.org" in page
    assert "ann" not in text_of(page).lower().replace("a•••@", "")
    assert page.count("<form") == page.count("<button") == 1


def test_the_button_leaves_this_review_only(client: FlaskClient, book: Book) -> None:
    """The link belongs to one review; the others go on."""
    page = client.post(LINK, data={"action": "leave"})
    assert page.status_code == 200 and "You have left" in page.text
    assert receives(book) == ["uk"]


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_of_mail_programs_leaves(content_type: str, client: FlaskClient, book: Book) -> None:
    """RFC 8058: a POST without cookie or referrer, answered without a redirect."""
    answer = client.post(LINK, data=ONE_CLICK, content_type=content_type)
    assert answer.status_code == 200
    assert receives(book) == ["uk"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"", None), (b"List-Unsubscribe=One-Click", None), (b"\xff\0&&==", "multipart/form-data"), (b"{}", "text/x")],
)
def test_a_post_that_says_it_badly_still_leaves(
    body: bytes, content_type: str | None, client: FlaskClient, book: Book
) -> None:
    """Somebody asked, the link is signed: that is enough."""
    assert client.post(LINK, data=body, content_type=content_type).status_code == 200
    assert receives(book) == ["uk"]


def test_leaving_twice_says_that_it_was_done(client: FlaskClient, book: Book) -> None:
    """Done is done; the second time changes nothing."""
    client.post(LINK, data=ONE_CLICK)
    again = client.post(LINK, data=ONE_CLICK)
    assert again.status_code == 200 and "had been done before" in again.text
    assert "had been done before" in client.get(LINK).text
    assert book.changes == 1


@pytest.mark.parametrize("reviews", [(MAIN,), (MAIN, UK)])
def test_a_mistake_can_be_undone(reviews: tuple[ReviewId, ...]) -> None:
    """Coming back is one button, also for who had left altogether in this very instant."""
    book = Book(dataclasses.replace(ANN, reviews=reviews))
    client = client_of(book)
    client.post(LINK, data={"action": "leave"})
    assert "main" not in receives(book)
    page = client.post(LINK, data={"action": "back"})
    assert page.status_code == 200 and "You are back" in page.text
    assert "main" in receives(book) and len(receives(book)) == len(reviews)


def test_coming_back_without_having_left_changes_nothing(client: FlaskClient, book: Book) -> None:
    """Twice is as good as once."""
    assert client.post(LINK, data={"action": "back"}).status_code == 200
    assert book.changes == 0


def test_who_left_altogether_comes_back_to_the_links_review_only() -> None:
    """Nobody is given what he did not ask for."""
    book = Book(dataclasses.replace(ANN, left=NOW))
    client_of(book).post(LINK, data={"action": "back"})
    assert receives(book) == ["main"]


def test_one_click_is_never_a_return(client: FlaskClient, book: Book) -> None:
    """Whatever else stands beside it."""
    client.post(LINK, data={**ONE_CLICK, "action": "back"})
    assert receives(book) == ["uk"]


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        LINK[3:].swapcase(),
        sign(ANN.id, MAIN, "another secret"),
        sign(PatronId("nobody"), MAIN, SECRET),
        "test",
        "x" * 3000,
        "%00",
        "ключ",
        "..%2f..%2fetc%2fpasswd",
        "ann@example.org",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_link_is_explained(token: str, method: str, client: FlaskClient, book: Book) -> None:
    """404 in words, nothing changed, nothing repeated from the address."""
    answer = client.open(f"/u/{token}", method=method)
    assert answer.status_code == 404 and answer.mimetype == "text/html"
    assert "<h1>" in answer.text and "nonsense" not in answer.text
    assert book.changes == 0


def test_the_link_of_a_test_mail_says_what_it_is(client: FlaskClient) -> None:
    """Editors press it first."""
    assert "test mail" in client.get("/u/test").text


@pytest.mark.parametrize("path", ["/", "/u", "/u/", f"{LINK}/", f"{LINK}/x", "/static/x", "/admin", "//example.org/u"])
def test_everything_else_is_not_there(path: str, client: FlaskClient) -> None:
    """No redirect either: one would be made from the Host header."""
    answer = client.get(path)
    assert answer.status_code == 404 if path != f"{LINK}/" else answer.status_code in (200, 404)
    assert "Location" not in answer.headers and "<h1>" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(method: str, client: FlaskClient, book: Book) -> None:
    """405, with what is allowed."""
    answer = client.open(LINK, method=method)
    assert answer.status_code == 405 and "POST" in answer.headers["Allow"]
    assert book.changes == 0


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_a_large_body_is_refused(content_type: str, client: FlaskClient, book: Book) -> None:
    """A one-click POST has 26 octets; nobody needs more than 16 KB."""
    answer = client.post(LINK, data=b"a=" + b"x" * 16 * 1024, content_type=content_type)
    assert answer.status_code == 413 and "<h1>" in answer.text
    assert book.changes == 0


def test_a_broken_store_is_said_in_words_and_logged_without_the_link(
    client: FlaskClient, book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    """503, so that mail programs ask again; the log gives nobody a way to make patrons leave."""
    book.broken = True
    answer = client.post(LINK, data=ONE_CLICK)
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert "Traceback" not in answer.text and "cannot look" not in answer.text
    assert "StoreError" in caplog.text and LINK[3:] not in caplog.text


PATHS = [LINK, "/u/nonsense", "/", "/2022-01-11/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_locked_down(path: str, client: FlaskClient) -> None:
    """Nothing is loaded, framed, stored, indexed or told to others."""
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ") and "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy and "unsafe" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_the_style_is_the_one_that_the_policy_allows(path: str, client: FlaskClient) -> None:
    """The hash in the header is that of what stands in the page, or a browser would show it bare."""
    answer = client.get(path)
    (style,) = re.findall(r"(?s)<style>(.*?)</style>", answer.text)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]
    assert "style=" not in answer.text


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.given: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.given += attrs


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_can_be_read_by_everybody(path: str, language: str, book: Book) -> None:
    """Language, title, one heading, one main part; no script, nothing loaded from anywhere."""
    page = Elements(client_of(book, language=language).get(path).text)
    assert ("lang", language) in page.given
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert not {"script", "link", "img", "iframe", "a"} & set(page.tags)
    assert not [value for name, value in page.given if name in ("src", "href", "action") or name.startswith("on")]


def test_the_languages_say_the_same_things() -> None:
    """A word missing in one would be an error on that page only."""
    assert WORDS["en"].keys() == WORDS["uk"].keys()
    for key, words in WORDS["en"].items():
        assert set(re.findall(r"{\w+}", words)) <= set(re.findall(r"{\w+}", WORDS["uk"][key])) | {"{address}"}


def test_an_unknown_language_is_served_in_english(book: Book) -> None:
    """Better than nothing at all."""
    assert "Leave Daily Review?" in client_of(book, language="fr").get(LINK).text


def test_a_title_is_words_and_not_markup(book: Book) -> None:
    """It comes from sources.yaml, which may hold an ampersand."""
    page = client_of(book, title="<b>News & {address} {{ 7 * 7 }}").get("/").text
    assert "<b>" not in page and "&lt;b&gt;News &amp;" in page and "49" not in page


@pytest.mark.parametrize("secret", ["", " ", ","])
def test_without_a_secret_there_are_no_pages(secret: str, book: Book) -> None:
    """Everybody could make links."""
    with pytest.raises(ValueError, match="empty"):
        create_app(patrons=book, secret=secret, title="x", clock=lambda: NOW)


@settings(deadline=None, max_examples=100)
@given(path=st.text(max_size=60), method=st.sampled_from(["GET", "POST", "HEAD", "PUT"]))
def test_no_address_makes_the_pages_fail(path: str, method: str) -> None:
    """Any path gives a page in words, never 500 and never a change."""
    book = Book(ANN)
    answer = client_of(book).open("/" + quote(path.lstrip("/")), method=method)
    assert answer.status_code in (404, 405)
    assert book.changes == 0


@pytest.mark.parametrize("path", ["/2022-01-11/", "/2022-01-11"])
def test_without_an_outbox_no_day_is_there(path: str, client: FlaskClient) -> None:
    """The pages for leaving work alone."""
    assert client.get(path).status_code == 404
