"""Signed links: whoever holds the mail may leave the review that it belongs to, and nothing else.

A token carries no time: a leave link must work for as long as the mail lies in somebody's mailbox.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache, partial

from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from newsletter.model.base import PatronId, ReviewId
from newsletter.model.rendered import PLACEHOLDER_MAX

#: Signatures for other purposes, made with the same secret, must not open this door.
_SALT = b"newsletter.leave"
_PATRON = re.compile(r"[A-Za-z0-9_-]+")
_REVIEW = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")

# 128 bits are 22 characters; SHA-256's 43 would leave a review's id nine of the 70.
_digest = partial(hashlib.blake2s, digest_size=16)


def sign(patron: PatronId, review: ReviewId, secret: str) -> str:
    """A token of [A-Za-z0-9._-], at most PLACEHOLDER_MAX characters; the same arguments give the same token.

    `secret` is one secret or several, the newest first: "new,old". ValueError when it is empty, or when an id
    has other characters or leaves no room.
    """
    if not _PATRON.fullmatch(patron) or not _REVIEW.fullmatch(review):
        raise ValueError(f"ids in links are made of letters, digits, '_' and '-': {patron!r}, {review!r}")
    token = _signer(secret).sign(f"{patron}.{review}").decode("ascii")
    if len(token) > PLACEHOLDER_MAX:
        raise ValueError(f"the review's id {review!r} is {len(token) - PLACEHOLDER_MAX} characters too long for a link")
    return token


def unsign(token: str, secret: str) -> tuple[PatronId, ReviewId] | None:
    """What `sign` was given, or None for anything that it did not make with one of the secrets."""
    if len(token) > PLACEHOLDER_MAX or not token.isascii():
        return None
    try:
        text = _signer(secret).unsign(token).decode("ascii")
        signature = token.rpartition(".")[2].encode("ascii")
        # Base64 has spare bits in its last character: one signature, one spelling.
        if base64_encode(base64_decode(signature)) != signature:
            return None
    except BadSignature:  # BadData, which base64_decode raises, cannot come here: the signature was compared
        return None
    patron, dot, review = text.partition(".")
    if not (dot and _PATRON.fullmatch(patron) and _REVIEW.fullmatch(review)):
        return None
    return PatronId(patron), ReviewId(review)


@lru_cache(maxsize=8)
def _signer(secret: str) -> Signer:
    keys = [key for part in secret.split(",") if (key := part.strip())]
    if not keys:
        raise ValueError("the secret for links is empty")
    # itsdangerous signs with the last of several keys, and tries all of them when it checks.
    return Signer(keys[::-1], salt=_SALT, key_derivation="hmac", digest_method=_digest)
