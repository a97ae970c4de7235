"""Bodies: every usual compression is undone, and none is larger, emptier or shorter than it may be."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from newsletter.model.feeds import Fetched
from tests.support.asking import RSS, SHORT, asked, error_of
from tests.support.loopback import answer


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(data) + squeeze.flush()


PACKED = {
    "gzip": gzip.compress(RSS),
    "x-gzip": gzip.compress(RSS[:20]) + gzip.compress(RSS[20:]),
    "GZIP ": gzip.compress(RSS) + b"\0\0\0",
    "deflate": zlib.compress(RSS),
    "deflate, identity": raw_deflate(RSS),
    "br": brotli.compress(RSS),
    "gzip, br": brotli.compress(gzip.compress(RSS)),
    "gzip, gzip": gzip.compress(gzip.compress(RSS)),
    "identity": RSS,
    "UTF-8": RSS,
    "x-gzip, none": RSS,
}


@pytest.mark.parametrize("encoding", PACKED)
def test_every_usual_compression_is_undone(encoding: str) -> None:
    """gzip with several members, deflate as zlib and raw, brotli, one around the other, and false labels."""
    outcome = asked(answer(PACKED[encoding], headers={"Content-Encoding": encoding}))
    assert isinstance(outcome, Fetched), outcome
    assert outcome.body == RSS


def test_a_compression_that_was_not_asked_for_is_named() -> None:
    """Whoever runs the server can mend it."""
    assert "zstd" in error_of(asked(answer(RSS, headers={"Content-Encoding": "zstd"})))


BOMBS = {
    "gzip": gzip.compress(bytes(300_000_000 // 10)),
    "deflate": zlib.compress(bytes(30_000_000)),
    "deflate, identity": raw_deflate(bytes(30_000_000)),
    "br": brotli.compress(bytes(30_000_000), quality=5),
    "gzip, gzip": gzip.compress(gzip.compress(bytes(30_000_000))),
    "": bytes(200_000),
}


@pytest.mark.parametrize("encoding", BOMBS)
def test_a_bomb_ends_at_the_limit(encoding: str) -> None:
    """The size is counted after decompression, while reading."""
    outcome = asked(answer(BOMBS[encoding], headers={"Content-Encoding": encoding}), bounds=SHORT)
    assert "larger than" in error_of(outcome)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "deflate, identity", "br"])
def test_a_compressed_body_that_is_cut_off_is_a_failure(encoding: str) -> None:
    """Its validators must never be stored, or the rest would never come."""
    assert "broke off" in error_of(asked(answer(PACKED[encoding][:-6], headers={"Content-Encoding": encoding})))


def test_broken_compression_is_a_failure() -> None:
    """In words, however it begins."""
    broken = b"\x1f\x8b" + b"nonsense" * 10
    assert "compression is broken" in error_of(asked(answer(broken, headers={"Content-Encoding": "gzip"})))


def test_an_empty_body_is_a_failure() -> None:
    """Also a gzip of nothing."""
    assert "is empty" in error_of(asked(answer(b"", headers={"ETag": '"x"'})))
    assert "is empty" in error_of(asked(answer(gzip.compress(b""), headers={"Content-Encoding": "gzip"})))
