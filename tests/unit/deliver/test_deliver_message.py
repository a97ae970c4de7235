"""The edition's message -> one patron's copy."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import string
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.deliver import check_address, message_id, personalise, prepare, sign
from newsletter.deliver.wire import flaw
from newsletter.errors import DeliveryError, EditionBlocked
from newsletter.model.base import MAIN, PatronId, ReviewId
from newsletter.model.rendered import PLACEHOLDER, PLACEHOLDER_MAX

DAY = dt.date(2022, 1, 11)
SITE = "https://review.example.org"
LINK = f"{SITE}/u/{PLACEHOLDER}"
ID = "<20220111.1.0123456789abcdef@review.example.org>"
SOFT = f"https://review.example.org/u/=\r\n{PLACEHOLDER}=\r\n"

MESSAGE = (
    "From: Daily Review <review@example.org>\r\n"
    "To: Daily Review\r\n <review@example.org>\r\n"
    "Subject: =?utf-8?q?=D0=A0=D0=B0=D0=BD=D0=BE=D0=BA?=\r\n"
    "Message-ID: <main.2022-01-11.r1@review.example.org>\r\n"
    "MIME-Version: 1.0\r\n"
    f"List-Unsubscribe: <{LINK}>, <mailto:review@example.org?subject=unsubscribe>\r\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    'Content-Type: multipart/alternative; boundary="=_x"\r\n'
    "\r\n"
    "--=_x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    f"To: be continued\r\nMessage-ID: none\r\nLeave: {SOFT}\r\n"
    "--=_x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    f'<p>Good morning.</p>\r\n<a href=3D"{SOFT}">Leave</a>\r\n'
    "--=_x--\r\n"
).encode()


def read(message: bytes) -> EmailMessage:
    return email.message_from_bytes(message, policy=email.policy.default)


def bodies(message: bytes) -> list[str]:
    return [part.get_content() for part in read(message).walk() if part.get_content_maintype() == "text"]


def test_a_patron_gets_address_link_and_message_id() -> None:
    """Three strings differ from patron to patron, and a mail program reads them where they belong."""
    made = personalise(MESSAGE, to="ann@example.org", token="aa.main.sig", message_id=ID)
    assert read(made)["To"] == "ann@example.org"
    assert read(made)["Message-ID"] == ID
    assert f"<{SITE}/u/aa.main.sig>" in read(made)["List-Unsubscribe"]
    assert [f"{SITE}/u/aa.main.sig" in body for body in bodies(made)] == [True, True]
    assert read(made)["Subject"] == "Ранок"


def test_only_the_headers_are_addressed() -> None:
    """A line of the text that looks like a header stays as it is."""
    text = bodies(personalise(MESSAGE, to="ann@example.org", token="t", message_id=ID))[0]
    assert "To: be continued" in text and "Message-ID: none" in text


def test_everything_else_is_the_same_for_every_patron() -> None:
    """What was cut out and put back with the old values is the message, byte for byte."""
    made = personalise(MESSAGE, to="review@example.org", token="T" * 23, message_id=ID)
    expected = (
        MESSAGE.replace(PLACEHOLDER.encode(), b"T" * 23)
        .replace(b"Daily Review\r\n <review@example.org>", b"review@example.org")
        .replace(b"<main.2022-01-11.r1@review.example.org>", ID.encode())
    )
    assert made == expected


tokens = st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=PLACEHOLDER_MAX)
locals_ = st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,30}(\.[a-z]{1,9}){0,2}", fullmatch=True)


@settings(deadline=None, max_examples=60)
@given(local=locals_, token=tokens)
def test_any_address_and_token_keep_the_message_whole(local: str, token: str) -> None:
    """7-bit, CRLF, encoded lines up to 76, the same headers in the same order, no placeholder left."""
    to = check_address(f"{local}@example.org")
    made = personalise(MESSAGE, to=to, token=token, message_id=ID)
    assert flaw(made) == ""
    assert PLACEHOLDER.encode() not in made
    assert read(made).keys() == read(MESSAGE).keys()
    body = made.partition(b"\r\n\r\n")[2]
    assert max(len(line) for line in body.split(b"\r\n")) <= 76
    assert made.count(f"/u/{token}>".encode()) == 1  # the header; in the bodies it stands alone on its line
    assert made.count(f"/u/=\r\n{token}=\r\n".encode()) == 2


hostile = st.text(min_size=1, max_size=40).map(lambda text: f"a{text}@example.org")


@settings(deadline=None, max_examples=150)
@given(to=st.one_of(hostile, st.text(max_size=60)), token=st.text(max_size=90), mark=st.text(max_size=60))
def test_no_address_token_or_message_id_can_add_a_header(to: str, token: str, mark: str) -> None:
    """Anything at all is either refused, or leaves the message with the headers that it had."""
    for values in (
        {"to": to, "token": "t", "message_id": ID},
        {"to": "ann@example.org", "token": token, "message_id": ID},
        {"to": "ann@example.org", "token": "t", "message_id": f"<{mark}@x>"},
    ):
        try:
            made = personalise(MESSAGE, **values)
        except DeliveryError as error:
            assert error.permanent
        else:
            assert read(made).keys() == read(MESSAGE).keys()
            assert flaw(made) == ""


@pytest.mark.parametrize(
    ("to", "token", "mark"),
    [
        ("ann@example.org\r\nBcc: eve@example.org", "t", ID),
        ("ann@example.org\nBcc: eve@example.org", "t", ID),
        ("ann@example.org\u2028Bcc: eve@example.org", "t", ID),
        ("ann@example.org, eve@example.org", "t", ID),
        ("Ann <ann@example.org>", "t", ID),
        ("ann@example.org", "t\r\nX: y", ID),
        ("ann@example.org", "", ID),
        ("ann@example.org", "a b", ID),
        ("ann@example.org", "t=3D", ID),
        ("ann@example.org", "ключ", ID),
        ("ann@example.org", "t" * (PLACEHOLDER_MAX + 1), ID),
        ("ann@example.org", PLACEHOLDER, ID),
        ("ann@example.org", "t\n", ID),
        ("ann@example.org", "t", ID + "\r\nX: y"),
        ("ann@example.org", "t", ID + "\n"),
        ("ann@example.org", "t", "no-brackets@example.org"),
    ],
)
def test_what_may_not_stand_in_a_message_is_refused(to: str, token: str, mark: str) -> None:
    """It costs this one message, for good."""
    with pytest.raises(DeliveryError) as caught:
        personalise(MESSAGE, to=to, token=token, message_id=mark)
    assert caught.value.permanent


def test_an_address_beyond_ascii_leaves_the_message_seven_bit() -> None:
    """The To header says it in encoded words (RFC 6857); the real address goes by SMTP alone."""
    made = personalise(MESSAGE, to="оксана@example.org", token="t", message_id=ID)
    assert flaw(made) == ""
    assert "оксана@example.org" in str(read(made)["To"])


def changed(old: str, new: str) -> bytes:
    assert old.encode() in MESSAGE
    return MESSAGE.replace(old.encode(), new.encode())


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Subject: x\r\n", id="no body"),
        pytest.param(MESSAGE.replace(b"\r\n", b"\n"), id="LF"),
        pytest.param(changed("Good", "Доброго"), id="8-bit"),
        pytest.param(changed("To: Daily Review\r\n <review@example.org>\r\n", ""), id="no To"),
        pytest.param(changed("Subject:", "to: eve@example.org\r\nSubject:"), id="two To"),
        pytest.param(changed("Message-ID: <", "X-ID: <"), id="no Message-ID"),
        pytest.param(changed("List-Unsubscribe:", "X-Unsubscribe:"), id="no List-Unsubscribe"),
        pytest.param(changed(f"<{LINK}>", "<https://review.example.org/leave>"), id="header without a token"),
        pytest.param(changed("Message-ID: <main", f"Message-ID: <{PLACEHOLDER}"), id="placeholder as message id"),
        pytest.param(changed("=?utf-8?q?=D0", f"{PLACEHOLDER} =?utf-8?q?=D0"), id="placeholder in the subject"),
        pytest.param(changed(f"\r\n{PLACEHOLDER}=", f"\r\n{PLACEHOLDER[:9]}=\r\n{PLACEHOLDER[9:]}="), id="split"),
        pytest.param(changed(f"\r\n{PLACEHOLDER}=", f"\r\n=50{PLACEHOLDER[1:]}="), id="encoded"),
        pytest.param(changed("charset=utf-8", "charset=klingon"), id="charset"),
        pytest.param(
            changed("<p>Good", f'<a href=3D"https://evil.example/?t=3D=\r\n{PLACEHOLDER}=\r\n">'), id="another's link"
        ),
        pytest.param(changed("<p>Good", f'<a href=3D"https://evil.example/?t=3D{SOFT}">'), id="ours inside another's"),
        pytest.param(changed("<p>Good", f'<a href=3D"https://evil.example/ {SOFT}">'), id="ours behind a space"),
        pytest.param(changed("Leave: ", f"https://evil.example/?t=3D{SOFT}"), id="ours inside another's, as text"),
        pytest.param(changed("Leave: ", f"{PLACEHOLDER} "), id="bare"),
        pytest.param(changed(f"{SOFT}\r\n--", f"{SOFT}/2022-01-11/evil\r\n--"), id="more behind the day"),
        pytest.param(changed(f'{SOFT}">', f'{SOFT}/../evil">'), id="more behind the token"),
    ],
)
def test_a_message_that_would_lose_or_leak_a_token_is_not_sent_to_anybody(message: bytes) -> None:
    """Found once per edition, before the first patron: the whole edition is blocked."""
    with pytest.raises(EditionBlocked, match="cannot be sent to patrons") as caught:
        prepare(message)
    assert caught.value.hint


def test_the_page_of_a_day_stands_behind_the_patrons_own_token() -> None:
    """The link to the rest of a shortened edition: the token is replaced there, too, in both parts."""
    own = SOFT.replace("/u/", "/p/") + "/2022-01-11/"
    text = changed("Leave: ", f"57 more:\r\n{own}\r\nLeave: ")
    both = text.replace(b"<p>Good morning.</p>", f'<p><a href=3D"{own}">57 more</a></p>'.encode())
    made = personalise(both, to="ann@example.org", token="aa.main.sig", message_id=ID)
    assert [f"{SITE}/p/aa.main.sig/2022-01-11/" in body for body in bodies(made)] == [True, True]


def test_a_line_that_a_token_would_make_too_long_is_found_before() -> None:
    """998 characters are the end of a line (RFC 5322, 2.1.1)."""
    filler = "x" * (998 - len(f"List-Unsubscribe: <{LINK}>, <mailto:review@example.org?subject=unsubscribe>"))
    long = changed("subject=unsubscribe", "subject=unsubscribe" + filler)
    with pytest.raises(EditionBlocked, match="too long"):
        prepare(long)


def test_a_token_of_the_real_length_fits() -> None:
    """What links.sign makes is what personalise takes."""
    token = sign(PatronId("0123456789abcdef"), ReviewId("daily-review-in-ukrainian"), "secret")
    assert PLACEHOLDER.encode() not in personalise(MESSAGE, to="ann@example.org", token=token, message_id=ID)


def test_the_message_id_is_the_same_again_and_nobody_elses() -> None:
    """Review, day, revision and patron make it; the address is not in it."""
    mine = message_id(MAIN, DAY, 1, PatronId("ann"), SITE)
    assert mine == message_id(MAIN, DAY, 1, PatronId("ann"), SITE + "/")
    others = {
        message_id(ReviewId("uk"), DAY, 1, PatronId("ann"), SITE),
        message_id(MAIN, DAY + dt.timedelta(days=1), 1, PatronId("ann"), SITE),
        message_id(MAIN, DAY, 2, PatronId("ann"), SITE),
        message_id(MAIN, DAY, 1, PatronId("bob"), SITE),
    }
    assert len(others | {mine}) == 5
    assert mine.startswith("<20220111.1.") and mine.endswith("@review.example.org>") and "ann" not in mine


@pytest.mark.parametrize(
    ("site", "host"), [("http://127.0.0.1:8026", "127.0.0.1"), ("https://Огляд.example/x", "xn--c1acuk1g.example")]
)
def test_any_site_gives_a_message_id_that_may_be_sent(site: str, host: str) -> None:
    """Ports, paths and letters beyond ASCII do not get into it."""
    made = message_id(MAIN, DAY, 1, PatronId("ann"), site)
    assert made.endswith(f"@{host}>")
    personalise(MESSAGE, to="ann@example.org", token="t", message_id=made)


@pytest.mark.parametrize("site", ["", "review", "https://", "https://a b/"])
def test_a_site_without_a_host_gives_no_message_id(site: str) -> None:
    """A made-up host could be somebody's."""
    with pytest.raises(ValueError, match="host"):
        message_id(MAIN, DAY, 1, PatronId("ann"), site)
