"""Pictures of our own making: gradients with some noise, which look like photographs to a decoder."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def photo(width: int = 900, height: int = 600, kind: str = "JPEG", *, tint: int = 0, **more: Any) -> bytes:
    """A picture of that size; another `tint` is another picture."""
    x, y = Image.linear_gradient("L"), Image.radial_gradient("L")
    bands = (x, y, x.rotate(90).point([(value + tint) % 256 for value in range(256)]))
    picture = Image.merge("RGB", bands).resize((width, height))
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def chart(width: int = 800, height: int = 500) -> bytes:
    """A drawing in few colours, as PNG."""
    picture = Image.new("RGB", (width, height), "white")
    for column in range(8):
        picture.paste((27, 73, 101), (40 + 90 * column, height - 60 * (column + 1), 100 + 90 * column, height))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that stands for width x height pixels of nothing."""

    def chunk(tag: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min((width + 1) * height, 32_000_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def size_of(body: bytes) -> tuple[int, int]:
    """Width and height, decoded in full."""
    with Image.open(io.BytesIO(body)) as opened:
        opened.load()
        return opened.size
