"""Mail addresses as patrons type them -> the one form that is stored and sent to."""

from __future__ import annotations

import re
import unicodedata

import idna

#: RFC 5321, 4.5.3.1: octets in the part before the @, and in a path, whose two angle brackets count.
LOCAL_MAX = 64
ADDRESS_MAX = 254

# RFC 5322 `dot-atom` with the letters of RFC 6532. Quoted local parts are legal and never met; they are the way
# in for header and command injection, so there are none here.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010FFFF-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
#: An address in the form that `check_address` returns. Cheap enough for every message that is sent.
_CHECKED = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[a-z0-9-]+(?:\.[a-z0-9-]+)*")


def check_address(text: str) -> str:
    """`text` as `local@domain`: domain in lower case and ASCII (IDNA 2008), local part as typed (RFC 5321, 2.4).

    ValueError in words for everything else: a display name, several addresses, line breaks, lengths beyond
    RFC 5321, domains that cannot exist. Idempotent.
    """
    address = unicodedata.normalize("NFC", text.strip(" \t\u00a0"))
    if not address:
        raise ValueError("the address is empty")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Zs", "Cs", "Co", "Cn") for c in address):
        raise ValueError(f"the address {_shown(text)} holds a space, a line break or an invisible character")
    if any(c in address for c in "<>()"):
        raise ValueError(f"{_shown(text)}: the address alone is wanted, without a name")
    if any(c in address for c in ",;") or address.count("@") > 1:
        raise ValueError(f"{_shown(text)}: one address is wanted")
    local, at, domain = address.partition("@")
    if not (at and local and domain):
        raise ValueError(f"{_shown(text)} is no address: it needs something before and after an @")
    if not _LOCAL.fullmatch(local):
        raise ValueError(f"{_shown(text)}: the part before the @ is not valid")
    if len(local.encode()) > LOCAL_MAX:
        raise ValueError(f"{_shown(text)}: the part before the @ is longer than {LOCAL_MAX} characters")
    checked = f"{local}@{_domain(domain, text)}"
    if len(checked.encode()) > ADDRESS_MAX:
        raise ValueError(f"the address {_shown(text)} is longer than {ADDRESS_MAX} characters")
    return checked


def is_address(text: str) -> bool:
    """Whether `text` may stand in an SMTP command or a header: what `check_address` returns always may."""
    return _CHECKED.fullmatch(text) is not None and len(text.encode()) <= ADDRESS_MAX


def mask(address: str) -> str:
    """An address that its owner recognises and nobody else can use: a•••@example.org."""
    local, _, domain = address.partition("@")
    return f"{local[:1] if len(local) > 1 else ''}•••@{domain}"


def _domain(domain: str, text: str) -> str:
    try:
        name = idna.encode(domain, uts46=True).decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError(f"{_shown(text)}: the domain after the @ is not valid") from error
    name = name.removesuffix(".")
    if "." not in name and name != "localhost":
        raise ValueError(f"{_shown(text)}: the domain after the @ is not complete")
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*", name) or name.rpartition(".")[2].isdigit():
        raise ValueError(f"{_shown(text)}: the domain after the @ is not valid")
    return name


def _shown(text: str) -> str:
    """Hostile text, fit for one line of a message."""
    clean = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return clean if len(clean) <= 60 else clean[:59] + "…"
