"""A real web server on 127.0.0.1 that says exactly what a test wants, and remembers what it was asked.

    with Loopback({"/feed": answer(body=RSS, headers={"ETag": '"a"'})}) as server:
        ...  server.url + "/feed"
        assert server.requests[0].headers["If-None-Match"] == '"a"'

A route is the bytes of a whole answer, or a function of the request that gives bytes, or an iterator of bytes that
are sent one after the other. Nothing is added to them: broken answers arrive broken.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType

#: How a secure connection begins: a record of the handshake (RFC 8446, 5.1).
TLS_HELLO = b"\x16\x03"


@dataclass(frozen=True)
class Request:
    """What came in, byte for byte where it matters."""

    method: str
    path: str  #: with the query
    headers: dict[str, str]  #: names as HTTP writes them: If-None-Match
    lines: tuple[bytes, ...]  #: the header lines as they were sent


Reply = bytes | Iterable[bytes]
Route = Reply | Callable[[Request], Reply]


def answer(
    body: bytes = b"", *, status: int = 200, headers: Mapping[str, str] | None = None, length: int | None = None
) -> bytes:
    """A whole HTTP answer; `length` lies about the body's."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8") + body


def redirect(location: str, *, status: int = 302) -> bytes:
    """An answer that sends the reader elsewhere."""
    return answer(status=status, headers={"Location": location})


def in_turn(replies: Sequence[Reply]) -> Route:
    """The first answer for the first request, and so on."""
    left = iter(replies)
    return lambda _: next(left)


@dataclass
class Loopback:
    """The server; it runs inside a `with` block. A path without a route is 404."""

    routes: Mapping[str, Route] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    open_now: int = 0
    open_most: int = 0  #: the most requests that were being answered at the same time
    url: str = ""
    port: int = 0

    def __enter__(self) -> Loopback:
        self._lock = threading.Lock()
        self._closing = threading.Event()
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                owner._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False
            request_queue_size = 128

            def handle_error(self, request: object, client_address: object) -> None:
                """A reader that hangs up is what many tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.requests]

    def wait(self, seconds: float) -> None:
        """For slow routes: sleeps, but never longer than the server lives."""
        self._closing.wait(seconds)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        request = _read(connection)
        if request is None:
            return
        with self._lock:
            self.requests.append(request)
            self.open_now += 1
            self.open_most = max(self.open_most, self.open_now)
        try:
            route = self.routes.get(request.path, answer(b"nothing here", status=404))
            try:
                reply = route(request) if callable(route) else route
            finally:  # before anything is sent: who has the answer may ask again at once
                with self._lock:
                    self.open_now -= 1
            for piece in [reply] if isinstance(reply, bytes) else reply:
                if self._closing.is_set():
                    return
                connection.sendall(piece)
        except OSError:
            return  # the reader hung up


def _read(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        try:
            more = connection.recv(65_536)
        except OSError:
            return None
        if not more or (not data and more.startswith(TLS_HELLO)):
            return None  # gone, or asks for a secure connection: servers of plain HTTP hang up at once
        data += more
    first, *lines = data.split(b"\r\n\r\n")[0].split(b"\r\n")
    method, path, _ = first.decode("latin-1").split(" ", 2)
    pairs = (line.decode("utf-8", "surrogateescape").split(": ", 1) for line in lines)
    return Request(method=method, path=path, headers={p[0]: p[1] for p in pairs if len(p) == 2}, lines=tuple(lines))
