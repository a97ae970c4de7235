"""Mail servers that fail: every way in which an SMTP server can leave a message half done."""

from __future__ import annotations

import base64
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from newsletter.deliver import AnswerLost, mailer
from newsletter.deliver.smtp import Security, Smtp
from newsletter.errors import DeliveryError, MailerUnavailable
from newsletter.model.patrons import Envelope
from tests.support.mail import smtp_server

PASSWORD = "correct-horse-battery"
ENVELOPE = Envelope(
    sender="review@example.org",
    recipient="ann@example.org",
    message=b"Subject: x\r\n\r\nGood morning.\r\n",
    message_id="<1@review.example.org>",
)

#: (number of the connection from 1, the command's first word, CONNECT or CONTENT) -> the answer; None hangs up,
#: b"" says nothing.
Script = Callable[[int, str], bytes | None]

GOOD = {"CONNECT": b"220 ready", "EHLO": b"250 hello", "DATA": b"354 go on", "QUIT": b"221 bye"}


class Server:
    """A server that does what its script says, and remembers what it was asked."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self.asked: list[str] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        number = 0
        while True:
            try:
                connection = self._listener.accept()[0]
            except OSError:
                return
            number += 1
            self._open.append(connection)
            self._talk(number, connection)

    def _talk(self, number: int, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            word = "CONNECT"
            while True:
                self.asked.append(word)
                answer = self._script(number, word)
                if answer is None:
                    return
                if answer:
                    connection.sendall(answer + b"\r\n")
                if word == "DATA" and answer.startswith(b"354"):
                    while (line := lines.readline()) not in (b".\r\n", b""):
                        pass
                    word = "CONTENT"
                else:
                    line = lines.readline()
                    word = line.decode("latin-1").split(" ")[0].strip().upper()
                if not line:
                    return

    def stop(self) -> None:
        # shutdown() wakes the thread that waits in accept(); close() alone does not.
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._thread.join(5)


@contextmanager
def server(script: Script, *, timeout: float = 5.0) -> Iterator[tuple[Server, Smtp]]:
    running = Server(script)
    backend = Smtp(host="127.0.0.1", port=running.port, timeout=timeout)
    try:
        yield running, backend
    finally:
        backend.close()
        running.stop()


def good(number: int, word: str) -> bytes | None:
    return GOOD.get(word, b"250 fine")


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_connection_that_is_lost_is_made_again_once(step: str) -> None:
    """The server hangs up before it had the message: the message goes over a second connection, once."""
    with server(lambda n, word: None if (n, word) == (1, step) else good(n, word)) as (running, backend):
        backend.open()
        backend.send(ENVELOPE)
    assert running.asked.count("CONNECT") == 2
    assert running.asked.count("CONTENT") == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_goes_away_twice_stops_the_run(step: str) -> None:
    """No third connection is tried; the error is not that of one message."""
    with server(lambda n, word: None if word == step else good(n, word)) as (running, backend):
        backend.open()
        with pytest.raises(MailerUnavailable, match="closed the connection") as caught:
            backend.send(ENVELOPE)
    assert not isinstance(caught.value, AnswerLost)
    assert running.asked.count("CONNECT") == 2


def test_a_server_that_says_421_is_asked_again_over_a_new_connection() -> None:
    """421 means that the server closes, for example after a hundred messages (RFC 5321, 3.8)."""
    with server(lambda n, word: b"421 enough" if (n, word) == (1, "MAIL") else good(n, word)) as (running, backend):
        backend.open()
        backend.send(ENVELOPE)
    assert running.asked.count("CONTENT") == 1


@pytest.mark.parametrize("answer", [pytest.param(None, id="hangs up"), pytest.param(b"", id="says nothing")])
def test_no_answer_after_the_whole_message_is_never_tried_again(answer: bytes | None) -> None:
    """It may have arrived: sent again by itself it could arrive twice."""
    with server(lambda n, word: answer if word == "CONTENT" else good(n, word), timeout=0.4) as (running, backend):
        backend.open()
        with pytest.raises(AnswerLost, match="did not answer after the message") as caught:
            backend.send(ENVELOPE)
    assert caught.value.hint
    assert running.asked.count("CONTENT") == 1


@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_slow_server_times_out(step: str) -> None:
    """A server that stays silent costs one time-out, not the morning."""
    late = pytest.raises(MailerUnavailable, match="does not answer in time")
    with server(lambda n, word: b"" if word == step else good(n, word), timeout=0.3) as (running, backend), late:
        backend.open()
        backend.send(ENVELOPE)
    assert running.asked.count("CONNECT") == 1


@pytest.mark.parametrize("answer", [b"550 5.7.1 sender not allowed", b"451 later", b"552 too large"])
def test_a_refused_sender_stops_the_run(answer: bytes) -> None:
    """The sender is the same for all: ten thousand patrons must not be marked as failed."""
    with server(lambda n, word: answer if word == "MAIL" else good(n, word)) as (_, backend):
        backend.open()
        with pytest.raises(MailerUnavailable, match="does not accept mail from"):
            backend.send(ENVELOPE)


def test_a_server_that_does_not_relay_stops_the_run() -> None:
    """'Relay access denied' is about us, not about the patron."""
    with server(lambda n, word: b"554 5.7.1 Relay access denied" if word == "RCPT" else good(n, word)) as (_, backend):
        backend.open()
        with pytest.raises(MailerUnavailable, match="does not send for us"):
            backend.send(ENVELOPE)


@pytest.mark.parametrize("step", ["DATA", "CONTENT"])
@pytest.mark.parametrize(("answer", "permanent"), [(b"554 looks like spam", True), (b"451 come back", False)])
def test_a_refused_message_costs_that_message(step: str, answer: bytes, permanent: bool) -> None:
    """The answer to the content decides about this delivery; the connection goes on."""
    said = iter([answer])
    with server(lambda n, word: next(said, good(n, word)) if word == step else good(n, word)) as (running, backend):
        backend.open()
        with pytest.raises(DeliveryError) as caught:
            backend.send(ENVELOPE)
        backend.send(ENVELOPE)
    assert caught.value.permanent is permanent
    assert running.asked.count("CONNECT") == 1


def test_an_international_address_is_refused_where_the_server_does_not_offer_it() -> None:
    """Nothing is sent, and no other address is made up."""
    with server(good) as (running, backend):
        backend.open()
        with pytest.raises(DeliveryError) as caught:
            backend.send(
                Envelope(sender="r@example.org", recipient="оля@example.org", message=b"\r\n", message_id="<1@x>")
            )
    assert caught.value.permanent
    assert "MAIL" not in running.asked


def test_a_hostile_answer_is_one_printable_line() -> None:
    """A server's words end up in a report: no control characters, not endless."""
    answer = b"550-\x1b[31mred\r\n550 " + b"x" * 400
    with server(lambda n, word: answer if word == "RCPT" else good(n, word)) as (_, backend):
        backend.open()
        with pytest.raises(DeliveryError) as caught:
            backend.send(ENVELOPE)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250


def test_nobody_listening_is_said_in_words(tmp_path: Path) -> None:
    """The message names host and port, the hint says where to look."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(MailerUnavailable, match=f"127.0.0.1:{port} cannot be used: nobody listens there") as caught:
        mailer(f"smtp://127.0.0.1:{port}", {}, tmp_path).open()
    assert "mailer:" in caught.value.hint


# --- login and encryption ------------------------------------------------------------------------


class Taker:
    """An aiosmtpd handler that counts what came from somebody who had logged in."""

    def __init__(self) -> None:
        self.from_us = 0

    async def handle_DATA(self, server: Any, session: Any, given: Any) -> str:
        self.from_us += session.authenticated is True
        return "250 taken"


def authenticator(server: Any, session: Any, given: Any, mechanism: str, data: Any) -> AuthResult:
    known = mechanism in ("LOGIN", "PLAIN") and (data.login, data.password) == (b"review", PASSWORD.encode())
    return AuthResult(success=known, handled=False)  # not handled: aiosmtpd gives the answer


@contextmanager
def running(**options: Any) -> Iterator[tuple[Taker, int]]:
    taker = Taker()
    with smtp_server(taker, authenticator=authenticator, **options) as port:
        yield taker, port


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make a certificate: apt-get install openssl")
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    return key, cert


def context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate[1], certificate[0])
    return made


def test_the_right_password_is_taken(tmp_path: Path) -> None:
    """User from the address, password from the environment."""
    env = {"NEWSLETTER_SMTP_PASSWORD": PASSWORD}
    with running(auth_require_tls=False) as (taker, port):
        backend = mailer(f"smtp://review@127.0.0.1:{port}", env, tmp_path)
        backend.open()
        backend.send(ENVELOPE)
        backend.close()
    assert taker.from_us == 1


def test_a_refused_login_is_said_without_the_password(tmp_path: Path) -> None:
    """Neither the message, the hint, the chain of errors nor the mailer's repr holds it, plain or encoded."""
    env = {"NEWSLETTER_SMTP_USER": "review", "NEWSLETTER_SMTP_PASSWORD": "wrong-secret"}
    with running(auth_require_tls=False) as (_, port):
        backend = mailer(f"smtp://127.0.0.1:{port}", env, tmp_path)
        with pytest.raises(MailerUnavailable, match="does not accept the login") as caught:
            backend.open()
    chain: BaseException | None = caught.value
    texts = [repr(backend), caught.value.hint]
    while chain is not None:
        texts += [str(chain), repr(chain)]
        chain = chain.__cause__ or chain.__context__
    encoded = base64.b64encode(b"wrong-secret").decode()[:10]
    assert not [text for text in texts if "wrong-secret" in text or encoded in text]
    assert "NEWSLETTER_SMTP_PASSWORD" in caught.value.hint


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_an_encrypted_connection_is_made_and_the_certificate_checked(
    scheme: str, certificate: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate that the machine trusts is taken; the same one is refused where it is not trusted."""
    env = {"NEWSLETTER_SMTP_PASSWORD": PASSWORD}
    key = "ssl_context" if scheme == "smtps" else "tls_context"
    # Behind TLS from the first octet aiosmtpd does not know that the connection is encrypted.
    options = {"auth_require_tls": False} if scheme == "smtps" else {"require_starttls": True}
    with running(**{key: context(certificate)}, **options) as (taker, port):
        url = f"{scheme}://review@localhost:{port}"
        with pytest.raises(MailerUnavailable, match="certificate is not valid"):
            mailer(url, env, tmp_path).open()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
        backend = mailer(url, env, tmp_path)
        backend.open()
        backend.send(ENVELOPE)
        backend.close()
    assert taker.from_us == 1


def test_without_starttls_nothing_is_sent() -> None:
    """A server, or somebody in between, that offers no encryption gets neither login nor mail."""
    with server(good) as (asked, _):
        backend = Smtp(host="127.0.0.1", port=asked.port, security=Security.STARTTLS, name="review", password=PASSWORD)
        with pytest.raises(MailerUnavailable, match="STARTTLS"):
            backend.open()
    assert not {"AUTH", "MAIL"} & set(asked.asked)
