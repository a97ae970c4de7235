"""Signed links."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itsdangerous import Signer

from newsletter.deliver.links import sign, unsign
from newsletter.model.base import MAIN, PatronId, ReviewId
from newsletter.model.rendered import PLACEHOLDER_MAX

ANN = PatronId("0123456789abcdef")
names = st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=16)


@settings(deadline=None, max_examples=60)
@given(patron=names, review=names)
def test_what_was_signed_comes_back(patron: str, review: str) -> None:
    """Patron and review, in letters that every mail program leaves alone, always the same."""
    token = sign(PatronId(patron), ReviewId(review), "secret")
    assert unsign(token, "secret") == (patron, review)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", token) and len(token) <= PLACEHOLDER_MAX
    assert token[-1].isalnum()  # programs that make links of plain text leave punctuation at the end out
    assert token == sign(PatronId(patron), ReviewId(review), "secret")


@settings(deadline=None, max_examples=200)
@given(position=st.integers(0, 80), other=st.characters())
def test_one_changed_character_opens_nothing(position: int, other: str) -> None:
    """Also in the last character, where base64 has bits to spare."""
    token = sign(ANN, MAIN, "secret")
    position %= len(token)
    changed = token[:position] + other + token[position + 1 :]
    assert changed == token or unsign(changed, "secret") is None


def test_every_spelling_of_the_last_character_but_one_is_refused() -> None:
    """One signature, one token."""
    token = sign(ANN, MAIN, "secret")
    letters = string.ascii_letters + string.digits + "_-"
    assert [c for c in letters if unsign(token[:-1] + c, "secret")] == [token[-1]]


@settings(deadline=None, max_examples=100)
@given(token=st.text(max_size=100))
def test_anything_else_opens_nothing(token: str) -> None:
    """No text makes it raise."""
    assert unsign(token, "secret") is None


def test_another_secret_opens_nothing() -> None:
    """The newsroom's secret is the key."""
    assert unsign(sign(ANN, MAIN, "secret"), "other") is None


def test_a_signature_for_another_purpose_opens_nothing() -> None:
    """The same secret, another salt."""
    assert unsign(Signer("secret", salt="session").sign(f"{ANN}.main").decode(), "secret") is None


def test_links_survive_a_new_secret() -> None:
    """ "new,old": signed with the new one, both are taken; once the old one is gone, its links are."""
    before, after = sign(ANN, MAIN, "old"), sign(ANN, MAIN, "new, old")
    assert after == sign(ANN, MAIN, "new")
    assert unsign(before, "new,old") == unsign(after, "new,old") == (ANN, MAIN)
    assert unsign(before, "new") is None


@pytest.mark.parametrize("secret", ["", " ", ",", " , "])
def test_an_empty_secret_signs_nothing(secret: str) -> None:
    """Else everybody could make links."""
    with pytest.raises(ValueError, match="empty"):
        sign(ANN, MAIN, secret)


@pytest.mark.parametrize(
    ("patron", "review"), [("", "main"), ("a.b", "main"), ("a", "огляд"), ("a", ""), ("a", "r" * 60)]
)
def test_ids_that_do_not_fit_into_a_link_are_refused(patron: str, review: str) -> None:
    """In words, before a mail is made with them."""
    with pytest.raises(ValueError, match=r"links|too long"):
        sign(PatronId(patron), ReviewId(review), "secret")
