"""Compressed bytes -> bytes, never more than is asked for at a time, so that a bomb costs what it may cost."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

from newsletter.errors import FetchError

#: Decompressed at a time.
PIECE = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
#: What some servers write there although it names no compression.
_NOTHING = {"", "identity", "none", "utf-8", "binary", "8bit"}


class Decoder(Protocol):
    """Feed it bytes, take what comes; `whole` tells at the end whether nothing is missing."""

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def whole(self) -> bool: ...


class Plain:
    """Not compressed."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def whole(self) -> bool:
        return True


class Inflate:
    """gzip (RFC 1952, several members), and deflate as zlib (RFC 1950, as RFC 9110 wants) or raw (as some send it)."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._held = b""
        self._stream: zlib._Decompress | None = None
        self._plain = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None and not self._plain:
            data, self._held = self._held + data, b""
            if len(data) < 2:
                self._held = data
                return
            self._start(data)
        if self._plain:
            yield data
            return
        yield from self._inflate(data)

    def _start(self, head: bytes) -> None:
        if self._gzip:
            self._plain = not head.startswith(_GZIP_MAGIC)  # labelled, but not compressed at all
            self._stream = None if self._plain else zlib.decompressobj(31)
        else:
            zlib_header = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
            self._stream = zlib.decompressobj(15 if zlib_header else -15)

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        while data:
            assert self._stream is not None
            if self._stream.eof:
                if not (self._gzip and data.startswith(_GZIP_MAGIC)):
                    return  # padding after the last member
                self._stream = zlib.decompressobj(31)
            try:
                piece = self._stream.decompress(data, PIECE)
            except zlib.error as error:
                raise FetchError("the answer's compression is broken") from error
            data = self._stream.unconsumed_tail or self._stream.unused_data
            if piece:
                yield piece

    def whole(self) -> bool:
        return self._plain or (self._stream is not None and self._stream.eof)


class Brotli:
    """br (RFC 7932)."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            yield self._stream.process(data, output_buffer_limit=PIECE)
            while not self._stream.can_accept_more_data() and not self._stream.is_finished():
                yield self._stream.process(b"", output_buffer_limit=PIECE)
        except brotli.error as error:
            raise FetchError("the answer's compression is broken") from error

    def whole(self) -> bool:
        return bool(self._stream.is_finished())


class Chain:
    """One compression around another."""

    def __init__(self, outer: Decoder, inner: Decoder) -> None:
        self._outer, self._inner = outer, inner

    def feed(self, data: bytes) -> Iterator[bytes]:
        for piece in self._outer.feed(data):
            yield from self._inner.feed(piece)

    def whole(self) -> bool:
        return self._outer.whole() and self._inner.whole()


def decoder(content_encoding: str) -> Decoder:
    """For the value of Content-Encoding; FetchError for what we did not ask for."""
    names = [n for n in (part.strip().lower() for part in content_encoding.split(",")) if n not in _NOTHING]
    if len(names) > 2:
        raise FetchError("the answer is compressed more than twice")
    result: Decoder = Plain()
    for name in names:  # the last one named was applied last: it is the outermost
        result = Chain(_one(name), result) if not isinstance(result, Plain) else _one(name)
    return result


def _one(name: str) -> Decoder:
    if name in ("gzip", "x-gzip"):
        return Inflate(gzip=True)
    if name == "deflate":
        return Inflate(gzip=False)
    if name == "br":
        return Brotli()
    raise FetchError(f"the answer is compressed in a way that was not asked for ({name[:20]!r})")
