"""What render makes is what deliver takes."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from pathlib import Path

import pytest

from newsletter.deliver import personalise, sign
from newsletter.deliver import test_mark as mark
from newsletter.deliver.wire import flaw
from newsletter.model.base import MAIN, PatronId
from newsletter.model.editions import Edition
from newsletter.model.rendered import PLACEHOLDER
from newsletter.render import Renderer
from tests.support import make

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
SITE = "https://review.example.org"
ID = "<20220111.1.0123456789abcdef@review.example.org>"


def edition(*titles: str, language: str = "en") -> Edition:
    return Edition(
        review=MAIN,
        day=dt.date(2022, 1, 11),
        number=1,
        revision=1,
        title="Daily Review",
        language=language,
        timezone="UTC",
        sender="Daily Review <review@example.org>",
        reply_to="editors@example.org",
        site=SITE,
        imprint="Example Review, 1 Example Street, Kyiv",
        window=make.window(),
        subject=titles[0],
        preheader="",
        read_by="",
        sections=(make.section("News flash", *(make.block(make.entry(title)) for title in titles)),),
    )


def bodies(message: bytes) -> list[str]:
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    return [part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"]


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(["Talks end in Geneva"], id="plain"),
        pytest.param(["Переговори в Женеві завершено без результату"], id="Ukrainian"),
        pytest.param([f"Click https://evil.example/?t={PLACEHOLDER}", PLACEHOLDER], id="hostile"),
        pytest.param([f"{SITE}/u/{PLACEHOLDER} {'x ' * 300}"], id="hostile and long"),
    ],
)
def test_a_rendered_edition_reaches_a_patron_with_his_own_link(titles: list[str]) -> None:
    """Both parts and the header lead to the patron's page; no feed gets the token into a link of its own."""
    token = sign(PatronId("0123456789abcdef"), MAIN, "secret")
    message = Renderer([TEMPLATES])(edition(*titles)).message
    made = personalise(message, to="ann@example.org", token=token, message_id=ID)
    assert flaw(made) == ""
    html_and_text = bodies(made)
    assert len(html_and_text) == 2 and all(f"{SITE}/u/{token}" in body for body in html_and_text)
    assert not [body for body in html_and_text if f"evil.example/?t={token}" in body]
    assert PLACEHOLDER.encode() not in made


def test_a_rendered_edition_can_be_sent_as_a_test() -> None:
    """Marked, addressed, and without a way to leave."""
    message = mark(Renderer([TEMPLATES])(edition("Talks end in Geneva")).message)
    made = personalise(message, to="ann@example.org", token="test", message_id=ID)
    assert flaw(made) == ""
    assert email.message_from_bytes(made, policy=email.policy.default)["Subject"] == "[TEST] Talks end in Geneva"
    assert all(f"{SITE}/u/test" in body for body in bodies(made))
