"""Cleaned links as keys."""

from __future__ import annotations

import pytest

from newsletter.store.links import is_front_page, link_key


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?x=1#p2",
        "http://example.org/a?x=1#p2",
        "https://www.example.org/a/?x=1#p2",
        "https://EXAMPLE.org:443/a?x=1#p2",
        "http://example.org.:80/a?x=1#p2",
        " https://example.org/a?x=1#p2\n",
    ],
)
def test_spellings_of_one_address_are_one_key(url: str) -> None:
    """Scheme, www., default port, trailing slash and the host's case do not matter."""
    assert link_key(url) == "example.org/a?x=1#p2"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/A?x=1",
        "https://example.org/a?x=2",
        "https://example.org/a",
        "https://example.org:8443/a?x=1",
        "https://ww2.example.org/a?x=1",
        "https://example.org/a?x=1#p2",
    ],
)
def test_another_path_query_fragment_port_or_host_is_another_key(url: str) -> None:
    """Only what is known not to matter is folded."""
    assert link_key(url) != link_key("https://example.org/a?x=1")


@pytest.mark.parametrize("url", [None, "", "  "])
def test_no_link_is_no_key(url: str | None) -> None:
    """An empty link identifies nothing."""
    assert link_key(url) is None


@pytest.mark.parametrize("url", ["http://[::1", "https://example.org:port/a", "urn:isbn:1", "https:///a", "a b"])
def test_what_is_no_web_address_is_its_own_key(url: str) -> None:
    """Never an error: links are hostile."""
    assert link_key(url) == url


@pytest.mark.parametrize(
    ("url", "front"),
    [
        ("https://www.example.org/", True),
        ("https://example.org", True),
        ("https://example.org/a", False),
        ("https://example.org/?p=1", False),
        ("https://example.org/#a", False),
    ],
)
def test_a_whole_site_s_address_is_known_as_such(url: str, front: bool) -> None:
    """Many entries share it."""
    assert is_front_page(link_key(url) or "") is front
