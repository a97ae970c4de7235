"""A patron's own page of all reviews, on a real store: what it says is what is stored."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from newsletter.deliver import patron_of, sign
from newsletter.model.base import MAIN, ReviewId
from newsletter.model.patrons import Patron
from newsletter.public import Offered, create_app
from newsletter.store import Store, open_store

NOW = dt.datetime(2022, 1, 11, 5, tzinfo=dt.UTC)
UK, EVENING, INSIDE = ReviewId("uk"), ReviewId("evening"), ReviewId("inside")
OFFERED = (
    Offered(id=MAIN, title="Daily Review", language="en"),
    Offered(id=UK, title="Щоденний огляд", language="uk"),
    Offered(id=EVENING, title="<Evening & Review>", language="en"),
)
ANN = patron_of("ann@example.org", name="Ann", reviews=(MAIN,), now=NOW - dt.timedelta(days=9))
LINK = f"/s/{sign(ANN.id, MAIN, 's')}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store("sqlite:///newsletter.db", tmp_path) as opened:
        opened.patrons.put(ANN)
        yield opened


def client_of(store: Store, offered: tuple[Offered, ...] = OFFERED, language: str = "en") -> FlaskClient:
    app = create_app(
        patrons=store.patrons, secret="s", title="Daily Review", clock=lambda: NOW, language=language, reviews=offered
    )
    return app.test_client()


@pytest.fixture
def client(store: Store) -> FlaskClient:
    return client_of(store)


def gets(store: Store) -> set[str]:
    """What is sent to Ann."""
    found = store.patrons.find(ANN.id)
    assert found is not None
    return set() if found.left else set(found.reviews)


def ticked(page: str) -> list[str]:
    """Which boxes have their mark."""
    boxes = [part.partition(">")[0] for part in page.split("<input ")[1:]]
    return [box.split('value="')[1].split('"')[0] for box in boxes if " checked" in box]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_the_choice_changes_nothing(method: str, client: FlaskClient, store: Store) -> None:
    """Mail scanners open every link; titles are words, not markup, and the address is masked."""
    page = client.open(LINK, method=method)
    assert page.status_code == 200
    assert gets(store) == {MAIN}
    if method == "GET":
        assert ticked(page.text) == [MAIN]
        assert "&lt;Evening &amp; Review&gt;" in page.text
        assert "a•••@example.org" in page.text and ANN.email not in page.text


def test_what_is_ticked_is_what_comes(client: FlaskClient, store: Store) -> None:
    """Adding, exchanging, taking away; with a clock that stands still."""
    for wanted in ([MAIN, UK], [UK], [UK, EVENING], [MAIN], [MAIN, UK, EVENING]):
        page = client.post(LINK, data={"action": "save", "review": wanted})
        assert page.status_code == 200 and "Saved. It holds" in page.text
        assert gets(store) == set(wanted)
        assert ticked(page.text) == [o.id for o in OFFERED if o.id in wanted]


@pytest.mark.parametrize("form", [{"action": "leave", "review": [MAIN]}, {"action": "save"}])
def test_leaving_everything_is_leaving(form: dict[str, object], client: FlaskClient, store: Store) -> None:
    """By the button or with no box ticked; the same page is the way back."""
    page = client.post(LINK, data=form)
    assert "Nothing more is sent" in page.text
    assert gets(store) == set() and not store.patrons.active(MAIN)
    client.post(LINK, data={"action": "save", "review": [UK]})
    assert gets(store) == {UK}


def test_an_import_does_not_bring_back_what_was_taken_away(client: FlaskClient, store: Store) -> None:
    """As after leaving by the other link."""
    client.post(LINK, data={"action": "save", "review": [MAIN, UK]})
    client.post(LINK, data={"action": "save", "review": [UK]})
    store.patrons.put(dataclasses.replace(ANN, reviews=(MAIN, UK)))
    assert gets(store) == {UK}


def test_reviews_that_are_not_offered_are_neither_given_nor_taken(store: Store) -> None:
    """A form can say anything; a review of another address stays as it is."""
    store.patrons.put(
        Patron(id=ANN.id, email=ANN.email, name="Ann", reviews=(MAIN, INSIDE), joined=NOW - dt.timedelta(days=1))
    )
    client = client_of(store)
    client.post(LINK, data={"action": "save", "review": [UK, "secret", "../../etc"]})
    assert gets(store) == {INSIDE, UK}


@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "One-Click"}, {"action": "back"}, {"review": ["uk"]}])
def test_only_the_forms_own_buttons_change_anything(data: dict[str, object], client: FlaskClient, store: Store) -> None:
    """The one click of mail programs belongs to the other link."""
    assert client.post(LINK, data=data).status_code == 200
    assert gets(store) == {MAIN}


@pytest.mark.parametrize("token", ["", "x", LINK[3:-1], LINK[3:] + "A", "test"])
def test_a_link_that_is_not_ours_chooses_nothing(token: str, client: FlaskClient, store: Store) -> None:
    """Neither looks nor writes."""
    for answer in (client.get(f"/s/{token}"), client.post(f"/s/{token}", data={"action": "leave"})):
        assert answer.status_code in (404, 405)
    assert gets(store) == {MAIN}


def test_with_one_review_there_is_no_such_page(store: Store) -> None:
    """There is nothing to choose."""
    assert client_of(store, OFFERED[:1]).get(LINK).status_code == 404


def test_every_box_has_its_words_and_the_page_its_language(store: Store) -> None:
    """A label around each box, a legend, titles in their own language; no script, nothing loaded."""
    page = client_of(store, language="uk").get(LINK)
    assert '<html lang="uk">' in page.text and "Що ви отримуєте" in page.text
    assert page.text.count("<label>") == page.text.count("<input ") == len(OFFERED)
    assert "<legend>" in page.text and '<span lang="en">' in page.text
    assert "<script" not in page.text and "no-store" in page.headers["Cache-Control"]
