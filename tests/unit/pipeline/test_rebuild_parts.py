"""Without secrets; versions compared; whose bytes are put back."""

from __future__ import annotations

import hashlib

from newsletter.model.base import MAIN
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.pipeline.rebuild import changes, versions, whole, without_secrets
from tests.support import make


def test_a_kept_configuration_holds_no_secret() -> None:
    """Passwords and keys in addresses, and what the environment holds for the program; all else stays."""
    text = (
        "url: https://me:pw@feeds.example/x?a=1&api_key=k3y&b=2\nsite: https://review.example.org\n"
        "x: long-mail-secret\n"
    )
    kept = without_secrets(text, {"NEWSLETTER_SMTP_PASSWORD": "long-mail-secret", "HOME": "feeds.example"})
    assert kept == ("url: https://…@feeds.example/x?a=1&api_key=…&b=2\nsite: https://review.example.org\nx: …\n")


def test_versions_that_are_others_are_named() -> None:
    """Also a library that was not there, or is not any more."""
    assert {"newsletter", "Python", "Jinja2", "premailer", "nh3"} <= versions().keys()
    found = changes({"nh3": "1", "lxml": "5"}, {"nh3": "2", "babel": "3"})
    assert found == ("nh3 2 instead of 1", "lxml (none) instead of 5", "babel 3 instead of (none)")


def test_only_bytes_with_the_published_hash_are_put_back() -> None:
    """The first of several sources that has them; what none has is named."""
    record = EditionRecord(
        review=MAIN,
        day=make.at("2022-01-11T00:00Z").date(),
        number=1,
        revision=1,
        state=EditionState.PUBLISHED,
        cutoff=make.at("2022-01-11T04:30Z"),
        stories=1,
        entries=1,
        files={n: hashlib.sha256(n.encode()).hexdigest() for n in ("a", "b", "c")},
    )
    assert whole(record, {"a": b"a", "b": b"torn"}, {"a": b"x", "b": b"b"}) == ({"a": b"a", "b": b"b"}, ("c",))
