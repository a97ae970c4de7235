"""What sources.yaml names outside of itself: feeds, pages, mail addresses, networks, the store, the mailer."""

from __future__ import annotations

import ipaddress
import re
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from newsletter.config.wrong import show, wrong

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
SOURCE_SCHEMES = ("http", "https", "file")
STORE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")
MAILER_SCHEMES = ("smtp", "smtps", "smtp+starttls", "maildir")

_HOST = re.compile(r"[\w-](?:[\w.-]*[\w-])?\.?|[0-9a-f:.]+(?:%\w+)?")
# RFC 5322 atoms and RFC 1035 labels: what every mail server takes. Names in other scripts go into the display name.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDR_SPEC = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_NAME_ADDR = re.compile(r'(?:"(?P<quoted>[^"\\<>]*)"|(?P<plain>[^"\\<>()\[\]:;@,]*))\s*<(?P<addr>[^<>\s]*)>')


def address(value: str) -> str:
    """A mail address, with or without a name: `Daily Review <review@example.org>`."""
    match = _NAME_ADDR.fullmatch(value)
    spec = match["addr"] if match else value
    if len(spec) > 254 or not _ADDR_SPEC.fullmatch(spec):
        what = f"{show(value)} is not a mail address"
        if "," in value or value.count("@") > 1:
            what += ": there is more than one, or a comma outside of quotes"
        raise wrong(what, "name@example.org, or Name <name@example.org>")
    return value


def _split(value: str, allowed: str) -> SplitResult:
    """The parts of a URL without blanks and without a password; its host is one that could exist."""
    shown = "this" if "@" in value else show(value)  # a password would stand before the @
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise wrong(f"{shown} is not a URL", allowed) from error
    if parts.username is not None or parts.password is not None:
        raise wrong("this URL holds a user name or a password", "a URL without them; secrets stay out of this file")
    if re.search(r"\s", value) or "\\" in value or port == 0:
        raise wrong(f"{shown} is not a URL", allowed)
    if parts.scheme in ("http", "https") and not _HOST.fullmatch(parts.hostname or ""):
        raise wrong(f"{shown} names no host", allowed)
    return parts


def page_url(value: str) -> str:
    """A page that readers are led to, as it was given."""
    allowed = "https://host/path"
    if _split(value, allowed).scheme not in ("https", "http"):
        raise wrong(f"{show(value)} is no web page", allowed)
    return value


def site_url(value: str) -> str:
    """Where the public pages are; without a trailing slash."""
    allowed = "https://host/path (http only for localhost and 127.0.0.1)"
    parts = _split(value, allowed)
    plain = parts.scheme == "http" and parts.hostname in LOCAL_HOSTS
    if parts.scheme != "https" and not plain:
        raise wrong(f"{show(value)} is not https", allowed)
    if parts.query or parts.fragment:
        raise wrong(f"{show(value)} holds ? or #", allowed)
    return value.rstrip("/")


def source_url(value: str) -> str:
    """What a source watches."""
    allowed = "a URL that begins with https://, http:// or file:"
    parts = _split(value, allowed)
    if parts.scheme not in SOURCE_SCHEMES:
        what = f"{show(parts.scheme + ':')} cannot be read" if parts.scheme else f"{show(value)} has no scheme"
        raise wrong(what, allowed)
    if parts.scheme == "file":
        if parts.netloc not in ("", "localhost"):
            raise wrong(f"{show(value)} names a host", "file:folder/name, or file:///folder/name")
        if not PurePosixPath(unquote(parts.path)).stem or "\0" in unquote(parts.path):
            raise wrong(f"{show(value)} names no file", "file:folder/name, or file:///folder/name")
    return value


def default_name(url: str) -> str:
    """The name of a source that gives none: its host, or its file's name without the ending."""
    parts = urlsplit(url)
    return PurePosixPath(unquote(parts.path)).stem if parts.scheme == "file" else (parts.hostname or url)


@cache
def registered_name(host: str) -> str:
    """Who registered a host: `feeds.bbci.co.uk` -> `bbci.co.uk`, by the Public Suffix List that tld carries along."""
    try:
        ipaddress.ip_address(host)
        return host
    except ValueError:
        pass
    from tld import get_fld  # 50 ms: only where a source leaves its publisher out

    found = get_fld(f"https://{host}/", fail_silently=True)
    # unknown endings (example, test, a company's own): the last two labels
    return found or ".".join(host.rstrip(".").split(".")[-2:])


def default_publisher(url: str, name: str) -> str:
    """The publisher of a source that gives none: its host's registered name; for a file the source's name."""
    host = urlsplit(url).hostname
    return registered_name(host) if host and not url.casefold().startswith("file:") else name


def network(value: str) -> str:
    """A range of addresses in CIDR notation (RFC 4632), or one address."""
    try:
        found = ipaddress.ip_network(value)
    except ValueError as error:
        meant = _loose(value)
        raise wrong(f"{show(value)} is not a range of addresses", "for example 127.0.0.0/8", meant=meant) from error
    if found.prefixlen == 0:
        raise wrong(f"{value} is every address there is", "a private range, for example 127.0.0.0/8")
    return str(found)


def _loose(value: str) -> str:
    try:
        return f"; did you mean {ipaddress.ip_network(value, strict=False)}?"
    except ValueError:
        return ""


def store_url(value: str) -> str:
    """The database. Never shown in an error: it may hold a password."""
    allowed = "sqlite:///path, or postgresql://host/name"
    scheme, _, rest = value.partition("://")
    if scheme not in STORE_SCHEMES or not rest:
        raise wrong("is not the URL of a database", allowed)
    if scheme == "sqlite" and not rest.startswith("/"):
        raise wrong("sqlite: has three slashes before a relative path, four before an absolute one", allowed)
    _check_port(value, allowed)
    return value


def mailer_url(value: str) -> str:
    """Who delivers. Never shown in an error: it may hold a password."""
    allowed = "smtp://host:port, smtps://host:port, smtp+starttls://host:port, or maildir:path"
    scheme, _, rest = value.partition(":")
    if scheme not in MAILER_SCHEMES or not rest.strip("/"):
        raise wrong("is not the URL of a mailer", allowed)
    if scheme != "maildir" and not (rest.startswith("//") and _check_port(value, allowed)):
        raise wrong("names no mail server", allowed)
    return value


def _check_port(value: str, allowed: str) -> str:
    """The host of a URL; an error of `wrong` for a port that is none."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise wrong("holds a host or a port that is none", allowed) from error
    return parts.hostname or ""


def holds_password(url: str) -> bool:
    """Does a store's or a mailer's URL carry a secret?"""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.password is not None or re.search(r"(?i)[?&](password|passwd|sslpassword)=", url) is not None
