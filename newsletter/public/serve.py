"""The patrons' pages on a port, behind the newsroom's own web server."""

from __future__ import annotations

import socket

from flask import Flask
from waitress.server import create_server

from newsletter.errors import NewsletterError
from newsletter.public.pages import BODY_MAX


def serve(app: Flask, port: int, host: str = "127.0.0.1") -> None:
    """Serve until interrupted. NewsletterError in words when the port cannot be had."""
    try:
        # Our own socket, because waitress leaks its own when the port is taken.
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "there is no such port"
        raise NewsletterError(
            f"the patrons' pages cannot be served on {host}:{port}: {why}",
            hint="another program uses the port, or it is not yours; choose another with --port",
        ) from error
    server = create_server(
        app,
        sockets=[listener],
        threads=4,
        ident=None,  # no Server header
        # Chunked bodies have no length that Flask could refuse by. A little more, so that its words are shown.
        max_request_body_size=BODY_MAX + 1024,
        max_request_header_size=16 * 1024,
        channel_timeout=30,
        clear_untrusted_proxy_headers=True,
    )
    try:
        server.run()
    finally:
        server.close()
