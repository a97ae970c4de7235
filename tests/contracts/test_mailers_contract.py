"""What every mailer owes, run over a real SMTP server on a loopback port and over a maildir."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from newsletter.deliver import mailer
from newsletter.errors import DeliveryError, MailerUnavailable
from newsletter.model.patrons import Envelope
from newsletter.ports import Mailer
from tests.support.mail import smtp_server

PLAIN = b"Subject: Talks end\r\n\r\nGood morning.\r\n"


def envelope(message: bytes = PLAIN, *, to: str = "ann@example.org", number: int = 1) -> Envelope:
    return Envelope(
        sender="Daily Review <review@example.org>",
        recipient=to,
        message=message,
        message_id=f"<20220111.{number}@review.example.org>",
    )


@dataclass
class Inbox:
    """An aiosmtpd handler that keeps what comes and refuses whom it does not know."""

    messages: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, given: Any, address: str, options: Sequence[str]) -> str:
        if address.startswith("gone@"):
            return "550 5.1.1 there is nobody\tof that name"
        if address.startswith("full@"):
            return "452 4.2.2 the mailbox is full"
        given.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, given: Any) -> str:
        self.messages.append(given.original_content)
        self.senders.append(given.mail_from)
        self.recipients += given.rcpt_tos
        return "250 taken"


@dataclass
class Backend:
    """A mailer and a look at what it delivered."""

    mailer: Mailer
    arrived: Callable[[], list[bytes]]


@pytest.fixture(params=["smtp", "maildir"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    if request.param == "maildir":
        folder = tmp_path / "post"
        yield Backend(
            mailer("maildir:post", {}, tmp_path),
            lambda: [path.read_bytes() for path in sorted((folder / "new").iterdir())],
        )
        return
    inbox = Inbox()
    with smtp_server(inbox) as port:
        yield Backend(mailer(f"smtp://127.0.0.1:{port}", {}, tmp_path), lambda: sorted(inbox.messages))


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(PLAIN, id="plain"),
        pytest.param(b"Subject: x\r\n\r\n.\r\n..\r\n.leading\r\n\r\n.\r\n", id="dots"),
        pytest.param(b"Subject: x\r\n\r\n" + b"a" * 998 + b"\r\n", id="longest line"),
        pytest.param(b"Subject: x\r\n\r\nFrom here on\r\n \t \r\n\r\n\r\n", id="From and spaces"),
        pytest.param(b"Subject: x\r\n\r\n" + b"one line of a long edition\r\n" * 20_000, id="half a megabyte"),
    ],
)
def test_a_message_arrives_byte_for_byte(backend: Backend, message: bytes) -> None:
    """Dots, long lines and trailing space come through as they were sent."""
    backend.mailer.open()
    backend.mailer.send(envelope(message))
    backend.mailer.close()
    assert backend.arrived() == [message]


def test_messages_of_one_run_are_all_delivered(backend: Backend) -> None:
    """One run, three patrons, three messages."""
    messages = [b"Subject: %d\r\n\r\nGood morning.\r\n" % n for n in range(3)]
    backend.mailer.open()
    for n, message in enumerate(messages):
        backend.mailer.send(envelope(message, number=n))
    backend.mailer.close()
    assert sorted(backend.arrived()) == messages


def test_a_second_run_needs_no_new_mailer(backend: Backend) -> None:
    """open and close bracket a run, and there may be another."""
    for number in (1, 2):
        backend.mailer.open()
        backend.mailer.send(envelope(number=number))
        backend.mailer.close()
    assert len(backend.arrived()) == 2


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "ann",
        "ann@example.org\r\nRCPT TO:<eve@example.org>",
        "ann@example.org> SIZE=1",
        "a b@example.org",
        "a@b,c@d",
    ],
)
def test_what_is_no_address_is_refused_for_good_before_anything_is_sent(backend: Backend, recipient: str) -> None:
    """A recipient cannot carry a second command, and costs only its own message."""
    backend.mailer.open()
    with pytest.raises(DeliveryError) as caught:
        backend.mailer.send(envelope(to=recipient))
    assert caught.value.permanent
    backend.mailer.send(envelope())
    backend.mailer.close()
    assert backend.arrived() == [PLAIN]


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("Subject: x\r\n\r\nЗранку\r\n".encode(), id="8-bit"),
        pytest.param(b"Subject: x\n\nunix\n", id="LF"),
        pytest.param(b"Subject: x\r\n\r\nbare\rreturn\r\n", id="CR"),
        pytest.param(b"Subject: x\r\n\r\nfirst\n.\r\nMAIL FROM:<eve@example.org>\r\n", id="smuggled"),
        pytest.param(b"Subject: x\r\n\r\n" + b"a" * 999 + b"\r\n", id="line too long"),
        pytest.param(b"Subject: x\r\n\r\nno end", id="no line end"),
        pytest.param(b"Subject: x\r\n\r\n\0\r\n", id="NUL"),
    ],
)
def test_a_message_that_is_not_seven_bit_crlf_is_never_sent(backend: Backend, message: bytes) -> None:
    """What servers read in different ways does not leave the house, and stops the run: it is the same for everybody."""
    backend.mailer.open()
    with pytest.raises(MailerUnavailable):
        backend.mailer.send(envelope(message))
    backend.mailer.close()
    assert backend.arrived() == []


def test_closing_twice_and_without_opening_is_harmless(backend: Backend) -> None:
    """close() never raises."""
    backend.mailer.close()
    backend.mailer.open()
    backend.mailer.close()
    backend.mailer.close()
    assert backend.arrived() == []


@pytest.fixture
def smtp(tmp_path: Path) -> Iterator[tuple[Mailer, Inbox]]:
    inbox = Inbox()
    with smtp_server(inbox, enable_SMTPUTF8=True) as port:
        backend = mailer(f"smtp://127.0.0.1:{port}", {}, tmp_path)
        backend.open()
        yield backend, inbox
        backend.close()


@pytest.mark.parametrize(("recipient", "permanent"), [("gone@example.org", True), ("full@example.org", False)])
def test_a_refused_recipient_costs_one_message(smtp: tuple[Mailer, Inbox], recipient: str, permanent: bool) -> None:
    """5xx is for good, 4xx for now; the next patron gets the mail over the same connection."""
    backend, inbox = smtp
    with pytest.raises(DeliveryError) as caught:
        backend.send(envelope(to=recipient))
    assert caught.value.permanent is permanent
    assert recipient in str(caught.value) and str(caught.value).isprintable()
    backend.send(envelope(to="ann@example.org"))
    assert inbox.recipients == ["ann@example.org"]


def test_the_envelope_holds_bare_addresses(smtp: tuple[Mailer, Inbox]) -> None:
    """sender: in sources.yaml has a display name, MAIL FROM has none."""
    backend, inbox = smtp
    backend.send(envelope())
    assert inbox.senders == ["review@example.org"]


def test_an_international_address_goes_to_a_server_that_offers_it(smtp: tuple[Mailer, Inbox]) -> None:
    """SMTPUTF8 (RFC 6531) is used for the address, the message stays 7-bit."""
    backend, inbox = smtp
    backend.send(envelope(to="оксана@xn--e1aybc.example"))
    backend.send(envelope(to="ann@example.org"))
    assert inbox.recipients == ["оксана@xn--e1aybc.example", "ann@example.org"]
