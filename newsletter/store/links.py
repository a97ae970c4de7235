"""Cleaned links as keys: two spellings of one address are one key."""

from __future__ import annotations

from urllib.parse import urlsplit

_PORTS = {("http", 80), ("https", 443)}
#: Characters of a path; "/news" and "/index.php" are shared by everything on a site.
_TELLING = 12


def link_key(url: str | None) -> str | None:
    """`url` with http and https, a leading www., the default port and a trailing slash folded; None for none.

    The query and the fragment stay: what only tracks has been taken out before, and the rest may tell pieces apart.
    """
    if not url or not url.strip():
        return None
    try:
        parts = urlsplit(url.strip())
        host, port, scheme = (parts.hostname or "").rstrip("."), parts.port, parts.scheme
    except ValueError:  # a port that is none, brackets that do not close
        return url.strip()
    if scheme not in ("http", "https") or not host:
        return url.strip()
    place = host.removeprefix("www.") + (f":{port}" if port is not None and (scheme, port) not in _PORTS else "")
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{place}{parts.path.rstrip('/')}{query}{fragment}"


def is_front_page(key: str) -> bool:
    """True for the address of a whole site: many pieces share it, so it identifies none."""
    return not any(c in key for c in "/?#")


def path_key(url: str | None) -> str | None:
    """What stays of `url` when a site moves to another host or its parameters rotate: the path, if it says enough."""
    try:
        path = urlsplit((url or "").strip()).path.rstrip("/")
    except ValueError:
        return None
    return path if len(path) >= _TELLING else None
