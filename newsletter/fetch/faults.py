"""What went wrong, in words. The only place that knows the exceptions of aiohttp, ssl and socket."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Callable, Sequence

import aiohttp

from newsletter.errors import FetchError


class Blocked(OSError):
    """An address that may not be connected to."""


_STATUS = {
    304: "the server says that nothing has changed, but nothing was known (304)",
    400: "the server does not understand the request (400)",
    401: "the server wants a password (401)",
    402: "the server wants to be paid (402)",
    403: "the server refuses to let us read this (403)",
    404: "there is nothing at this address (404)",
    405: "the server does not allow reading this address (405)",
    406: "the server has nothing that we can read (406)",
    408: "the server waited too long for the request (408)",
    410: "the page behind a temporary redirect is gone (410)",
    418: "the server refuses to let us read this (418)",
    429: "the server is asked too often (429)",
    451: "the server may not show this for legal reasons (451)",
    500: "the server has an error (500)",
    502: "the server behind the server does not answer properly (502)",
    503: "the server is not available now (503)",
    504: "the server behind the server does not answer in time (504)",
}
_KINDS = ((500, "the server has an error"), (400, "the server refuses"), (300, "the server redirects oddly"))
_ERRNO = {
    errno.ECONNREFUSED: "the server refuses the connection",
    errno.ENETUNREACH: "there is no way to the server's network",
    errno.EHOSTUNREACH: "there is no way to the server",
    errno.ETIMEDOUT: "the server did not answer in time",
    errno.ECONNRESET: "the server broke the connection",
    errno.EPIPE: "the server broke the connection",
}


def status_in_words(status: int) -> str:
    """For any status that brings no body."""
    kind = next((words for least, words in _KINDS if status >= least), "the server answers with something else")
    return _STATUS.get(status, f"{kind} ({status})")


def in_words(error: BaseException, refused: Sequence[str], seconds: float) -> str:
    """One line for a person. Never the address itself: it may hold a password."""
    if isinstance(error, FetchError):
        return str(error)
    if isinstance(error, TimeoutError):
        return f"no complete answer within {seconds:g} seconds"
    if refused and isinstance(error, OSError):
        return f"its address {refused[-1]} is not a public one (network.allow can permit it)"
    for kind, words in _FAULTS:
        if isinstance(error, kind):
            return words(error)
    return f"it could not be asked ({type(error).__name__})"


def _connection(error: BaseException) -> str:
    number = getattr(error, "errno", None)
    return _ERRNO.get(number or 0, "no connection to the server")


def _certificate(error: BaseException) -> str:
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    reason = getattr(cause, "verify_message", "")
    return f"the server's certificate is not valid{f' ({reason})' if reason else ''}"


#: The first that fits: the special before the general.
_FAULTS: tuple[tuple[type[BaseException], Callable[[BaseException], str]], ...] = (
    (aiohttp.ClientConnectorDNSError, lambda e: "the name of the host cannot be looked up"),
    (aiohttp.ClientConnectorCertificateError, _certificate),
    (ssl.SSLCertVerificationError, _certificate),
    (aiohttp.ClientSSLError, lambda e: "no secure connection to the server"),
    (ssl.SSLError, lambda e: "no secure connection to the server"),
    (aiohttp.ServerDisconnectedError, lambda e: "the server hung up without an answer"),
    (aiohttp.ClientPayloadError, lambda e: "the answer broke off"),
    (aiohttp.ClientResponseError, lambda e: "the answer is no proper HTTP"),
    (aiohttp.InvalidURL, lambda e: "the address is not usable"),
    (aiohttp.ClientOSError, _connection),
    (OSError, _connection),
    (aiohttp.ClientError, lambda e: f"the server could not be asked ({type(e).__name__})"),
    (ValueError, lambda e: "the address is not usable"),
)
