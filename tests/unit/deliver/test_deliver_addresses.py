"""Mail addresses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.deliver.addresses import check_address, is_address, mask


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ann@example.org", "ann@example.org"),
        ("  Ann.Lee+news@EXAMPLE.Org\u00a0", "Ann.Lee+news@example.org"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("пошта@приклад.example", "пошта@xn--80aikifvh.example"),
        ("ann@Bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@example.org.", "ann@example.org"),
        ("editor@localhost", "editor@localhost"),
        ("e\u0301va@example.org", "éva@example.org"),
        ("a" * 64 + "@example.org", "a" * 64 + "@example.org"),
    ],
)
def test_an_address_is_stored_in_one_form(typed: str, stored: str) -> None:
    """The domain in lower case and ASCII; the part before the @ is its owner's."""
    assert check_address(typed) == stored
    assert is_address(stored)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("ann", "before and after an @"),
        ("@example.org", "before and after an @"),
        ("ann@", "before and after an @"),
        ("ann@@example.org", "one address"),
        ("a@example.org,b@example.org", "one address"),
        ("Ann <ann@example.org>", "space|without a name"),
        ("<ann@example.org>", "without a name"),
        ("ann@example.org (Ann)", "space|without a name"),
        ("ann lee@example.org", "space"),
        ("ann@example.org\n", "line break"),
        ("ann@exa\r\nmple.org", "line break"),
        ("ann\u200b@example.org", "invisible"),
        ("ann\u202e@example.org", "invisible"),
        ("ann\0@example.org", "invisible"),
        ("ann@\ud800example.org", "invisible"),
        ('"ann lee"@example.org', "space|before the @"),
        ('"ann"@example.org', "before the @"),
        (".ann@example.org", "before the @"),
        ("ann..lee@example.org", "before the @"),
        ("a" * 65 + "@example.org", "longer than 64"),
        ("я" * 33 + "@example.org", "longer than 64"),
        ("a" * 64 + "@" + ".".join(["b" * 60] * 4), "longer than 254|domain"),
        ("ann@" + "b" * 64 + ".org", "domain"),
        ("ann@example", "not complete"),
        ("ann@exa_mple.org", "domain"),
        ("ann@-example.org", "domain"),
        ("ann@example..org", "domain"),
        ("ann@192.0.2.1", "domain"),
        ("ann@[192.0.2.1]", "domain"),
        ("ann@xn--zzzzzzzz9999.example", "domain"),
    ],
)
def test_what_is_no_address_is_refused_in_words(typed: str, why: str) -> None:
    """One printable line that says what is wrong."""
    with pytest.raises(ValueError, match=why) as caught:
        check_address(typed)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 200


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=80), st.builds("{}@{}".format, st.text(max_size=70), st.text(max_size=70))))
def test_any_text_is_an_address_in_its_final_form_or_refused(text: str) -> None:
    """Checking twice changes nothing, and what passed may stand in a command and a header."""
    try:
        checked = check_address(text)
    except ValueError:
        return
    assert check_address(checked) == checked
    assert is_address(checked)
    assert not set(checked) & set('\r\n\0 <>,;:"\\()[]')


def test_a_masked_address_is_known_to_its_owner_only() -> None:
    """First letter and domain; one letter alone would be the whole of it."""
    assert mask("ann@example.org") == "a•••@example.org"
    assert mask("a@example.org") == "•••@example.org"
