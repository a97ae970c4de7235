"""SMTP (RFC 5321): one connection for a run, one transaction per message.

The transaction is spelled out instead of `smtplib.sendmail`, because what an error means depends on the step: a
refused recipient costs one message, a refused sender costs the run, and a connection that is lost after the whole
message went out may not be repeated, for the message may have arrived.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.deliver.wire import check_envelope, sender_of
from newsletter.errors import DeliveryError, MailerUnavailable
from newsletter.model.patrons import Envelope

#: Seconds for each answer of the server.
TIMEOUT = 30.0


class AnswerLost(MailerUnavailable):
    """The mail server fell silent after it had the whole message: perhaps it went, so it must not be sent again"""


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "smtp"
    TLS = "smtps"
    STARTTLS = "smtp+starttls"

    @property
    def scheme(self) -> str:
        return self.value


class _Lost(Exception):
    """The connection is gone, and nothing of this message has been accepted."""


@dataclass(slots=True, kw_only=True)
class Smtp:
    """A mail server. `open` and `close` bracket a run; a connection that is lost is made again once."""

    host: str
    port: int
    security: Security = Security.NONE
    name: str = field(default="", repr=False)  #: the account; "" means no login
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    _server: smtplib.SMTP | None = field(default=None, init=False, repr=False)

    def open(self) -> None:
        """Connect, protect, log in. MailerUnavailable in words."""
        if self._server is None:
            self._server = self._connect()

    def send(self, envelope: Envelope) -> None:
        """Hand one message over.

        DeliveryError: this message only (permanent: the server said 5xx). AnswerLost: it may have arrived.
        MailerUnavailable: the run is over, the message did not go.
        """
        check_envelope(envelope)
        for last in (False, True):
            self.open()
            assert self._server is not None
            try:
                _transact(self._server, envelope)
                return
            except _Lost as lost:
                self._drop()
                if last or _timed_out(lost.__cause__):
                    raise self._unavailable(_words(lost.__cause__)) from lost.__cause__
            except (AnswerLost, MailerUnavailable):
                self._drop()
                raise

    def close(self) -> None:
        """Say goodbye, if anybody is there; never raises."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except OSError:  # smtplib's exceptions are OSErrors; what was accepted stays accepted
                server.close()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        server: smtplib.SMTP | None = None
        try:
            if self.security is Security.TLS:
                server = smtplib.SMTP_SSL(
                    self.host, self.port, timeout=self.timeout, context=ssl.create_default_context()
                )
            else:
                server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
            server.ehlo_or_helo_if_needed()
            if self.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())  # never without: raises when not offered
                server.ehlo_or_helo_if_needed()
            self._log_in(server)
        except MailerUnavailable:
            assert server is not None
            server.close()
            raise
        except (OSError, UnicodeError) as error:
            if server is not None:
                server.close()
            raise self._unavailable(_words(error)) from error
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        if not self.name:
            return
        try:
            server.login(self.name, self.password)
        except smtplib.SMTPAuthenticationError as error:
            # The answer itself is not repeated: servers have been seen to echo what they were sent.
            raise MailerUnavailable(
                f"the mail server {self.host} does not accept the login ({error.smtp_code})",
                hint="look at the account and $NEWSLETTER_SMTP_PASSWORD",
            ) from None

    def _unavailable(self, why: str) -> MailerUnavailable:
        return MailerUnavailable(
            f"the mail server {self.host}:{self.port} cannot be used: {why}",
            hint="look at mailer: in sources.yaml and $NEWSLETTER_MAILER, and whether the server is up",
        )


def _transact(server: smtplib.SMTP, envelope: Envelope) -> None:
    """MAIL, RCPT, DATA, content. _Lost up to the last octet, AnswerLost after it."""
    try:
        _mail(server, envelope)
        _rcpt(server, envelope.recipient)
        code, answer = server.docmd("DATA")
        if code != 354:
            _refuse(server, code, answer, envelope.recipient)
        content = (b"\r\n" + envelope.message).replace(b"\r\n.", b"\r\n..")  # dot stuffing: RFC 5321, 4.5.2
        server.send(content[2:-2])
    except OSError as error:
        raise _Lost from error
    # Without the last line end and the dot the server has nothing; from here on it may have everything.
    try:
        server.send(b"\r\n.\r\n")
        code, answer = server.getreply()
    except OSError as error:
        raise AnswerLost(
            f"the mail server did not answer after the message: {_words(error)}",
            hint="look into the server's log whether it went, before sending it again",
        ) from error
    if code != 250:
        _refuse(server, code, answer, envelope.recipient)


def _mail(server: smtplib.SMTP, envelope: Envelope) -> None:
    sender = sender_of(envelope)
    international = not (sender.isascii() and envelope.recipient.isascii())
    if international and not server.has_extn("smtputf8"):
        raise DeliveryError(
            f"the mail server takes no addresses with letters like those in {envelope.recipient}", permanent=True
        )
    # The message itself is 7-bit: SMTPUTF8 (RFC 6531) is for the command alone.
    options = [*(["SMTPUTF8"] if international else [])]
    if server.has_extn("size"):
        options.append(f"SIZE={len(envelope.message)}")
    server.command_encoding = "utf-8" if international else "ascii"
    code, answer = server.mail(sender, options)
    if code == 421:
        raise _Lost from smtplib.SMTPServerDisconnected(_clean(answer))
    if code != 250:
        # The sender is the same for every patron: one refusal is all of them, and must not mark them as failed.
        raise MailerUnavailable(
            f"the mail server does not accept mail from {sender}: {code} {_clean(answer)}",
            hint="look at sender: in sources.yaml and at the account",
        )


def _rcpt(server: smtplib.SMTP, recipient: str) -> None:
    code, answer = server.rcpt(recipient)
    if code not in (250, 251, 252):
        _refuse(server, code, answer, recipient)


def _refuse(server: smtplib.SMTP, code: int, answer: bytes, recipient: str) -> None:
    """Raise what the server's refusal means: for this message, for the connection, or for the run."""
    words = _clean(answer)
    if code == 421:  # RFC 5321, 3.8: it closes the connection
        raise _Lost from smtplib.SMTPServerDisconnected(words)
    if code in (530, 535, 538) or "relay" in words.lower():
        raise MailerUnavailable(
            f"the mail server does not send for us: {code} {words}", hint="log in, or let the server know this machine"
        )
    try:
        server.rset()
    except OSError:
        server.close()  # the next message finds it gone, and connects again
    raise DeliveryError(
        f"{recipient}: {code} {words}",
        permanent=code >= 500,
        hint="" if code >= 500 else "the next call tries it again",
    )


def _timed_out(error: BaseException | None) -> bool:
    """smtplib hides a time-out inside SMTPServerDisconnected. Waiting as long once more helps nobody."""
    return isinstance(error, TimeoutError) or isinstance(getattr(error, "__context__", None), TimeoutError)


def _words(error: BaseException | None) -> str:
    """What happened, in one line."""
    if _timed_out(error):
        return "it does not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "no encrypted connection could be made"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it offers no STARTTLS or no login"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it says {error.smtp_code} {_clean(error.smtp_error)}"
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it closed the connection"
    if isinstance(error, UnicodeError):
        return "its name is not valid"
    return _clean(str(getattr(error, "strerror", None) or error))


def _clean(answer: bytes | str) -> str:
    """A server's answer, fit for one line: printable, at most 200 characters."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
