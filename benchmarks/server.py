"""The loopback server of the benchmark: python -m benchmarks.server. Prints its port and serves until it is ended.

/3.xml is feed 3; /set?first=2&validators=0 says from which entry on the feeds are served, and whether they carry an
ETag (then a request that names it gets 304).
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from urllib.parse import parse_qs, urlsplit

from benchmarks.town import feed

#: Feeds that differ; /1234.xml is the same as /34.xml.
FEEDS = 200


class State:
    """What is served now."""

    def __init__(self) -> None:
        self.validators = True
        self.made: dict[int, list[tuple[bytes, bytes]]] = {}
        self.turn(0)

    def turn(self, first: int) -> None:
        """Serve the feeds from entry `first` on."""
        if first not in self.made:
            bodies = [feed(number, first) for number in range(FEEDS)]
            self.made[first] = [(body, hashlib.sha256(body).hexdigest()[:16].encode()) for body in bodies]
        self.feeds = self.made[first]


class Connection(asyncio.Protocol):
    """One connection, kept alive."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.held += data
        while b"\r\n\r\n" in self.held:
            head, self.held = self.held.split(b"\r\n\r\n", 1)
            self.transport.write(self.answer(head))
            if b"\nconnection: close" in head.lower() or b"HTTP/1.0" in head:
                self.transport.close()

    def answer(self, head: bytes) -> bytes:
        path = urlsplit(head.split(b" ", 2)[1].decode("ascii"))
        if path.path == "/set":
            wanted = {name: int(values[0]) for name, values in parse_qs(path.query).items()}
            self.state.turn(wanted["first"])
            self.state.validators = bool(wanted["validators"])
            return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        body, tag = self.state.feeds[int(path.path.strip("/").partition(".")[0]) % FEEDS]
        mark = b'ETag: "' + tag + b'"\r\n' if self.state.validators else b""
        if self.state.validators and b'"' + tag + b'"' in head:
            return b"HTTP/1.1 304 Not Modified\r\n" + mark + b"\r\n"
        kind = b"Content-Type: application/xml; charset=utf-8\r\n"
        return b"HTTP/1.1 200 OK\r\n%s%sContent-Length: %d\r\n\r\n%s" % (kind, mark, len(body), body)


async def main() -> None:
    """Serve for ever."""
    state = State()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(state), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1])
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
