"""A page of the desk on a port of this machine."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

from flask import Flask
from waitress.server import create_server

from newsletter.errors import NewsletterError

HOST = "127.0.0.1"
#: A browser opens six connections to one host; two more for a second tab's polling.
THREADS = 8


def nothing() -> None:
    """Nobody waits for the server."""


def serve(app: Flask, port: int, *, ready: Callable[[], object] = nothing) -> None:
    """Serve `app` on 127.0.0.1 until interrupted; `ready` is called when the port is ours.

    NewsletterError in words when the port cannot be had.
    """
    try:
        # Bound here and not by waitress, which leaves a socket that it could not bind open.
        with _bound(port) as listening:
            server = create_server(
                app,
                sockets=[listening],
                threads=THREADS,
                ident=None,  # no Server header
                max_request_body_size=1024,  # only GET and HEAD are answered
                max_request_header_size=16 * 1024,
                channel_timeout=30,
                clear_untrusted_proxy_headers=True,
            )
            try:
                ready()
                server.run()
            finally:
                server.close()
    finally:
        for close in app.extensions.get("newsletter.close", ()):
            close()


def _bound(port: int) -> socket.socket:
    if not 0 < port < 65536:
        raise NewsletterError(f"{port} is no port", hint="name one between 1024 and 65535 with --port")
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # A preview that ended a second ago must not block the next one. On Linux this shares no port.
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen()
    except OSError as error:
        made.close()
        raise _in_words(error, port) from error
    return made


def _in_words(error: OSError, port: int) -> NewsletterError:
    reason = {errno.EADDRINUSE: "is taken by another program", errno.EACCES: "may not be used"}
    words = reason.get(error.errno or 0, f"cannot be used: {error.strerror or error}")
    return NewsletterError(f"port {port} of this machine {words}", hint="choose another one with --port")
