"""The patrons' pages on a port, behind the newsroom's own web server."""

from __future__ import annotations

from flask import Flask
from waitress.server import create_server  # type: ignore[import-untyped]

from newsletter.errors import NewsletterError
from newsletter.public.pages import BODY_MAX


def serve(app: Flask, port: int, host: str = "127.0.0.1") -> None:
    """Serve until interrupted. NewsletterError in words when the port cannot be had."""
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=4,
            ident=None,  # no Server header
            # Chunked bodies have no length that Flask could refuse by. One octet more, so that its words are shown.
            max_request_body_size=BODY_MAX + 1024,
            max_request_header_size=16 * 1024,
            channel_timeout=30,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        raise NewsletterError(
            f"the patrons' pages cannot be served on {host}:{port}: {error.strerror or error}",
            hint="another program uses the port, or it is not yours; choose another with --port",
        ) from error
    try:
        server.run()
    finally:
        server.close()
