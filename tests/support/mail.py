"""A real SMTP server for tests, on a loopback port that the system chooses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller


class _AnyPort(Controller):
    """aiosmtpd greets itself on the port that it was given; with port 0 that is another than the one it got."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        greet: Callable[[], None] = super()._trigger_server  # aiosmtpd has left this one method without types
        greet()


@contextmanager
def smtp_server(handler: object, **options: Any) -> Iterator[int]:
    """The port of a running server with an aiosmtpd handler; `options` as aiosmtpd's Controller takes them."""
    controller = _AnyPort(handler, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
