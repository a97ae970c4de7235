"""Links: made absolute, checked, stripped of what only tracks, and folded for comparing.

courlan's list of trackers is not used for links that are printed: it drops every parameter that begins with "ga",
"ref" or "source", and `?gallery=5` without it is another page. The list here names parameters that are known to
carry no content (as AdGuard, ClearURLs and Firefox publish them).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

LINKS = frozenset({"http", "https", "mailto"})
PAGES = frozenset({"http", "https"})
#: Longer ones are no addresses but attacks, or data.
LONGEST = 4_096

_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|y|tw|tt|li_fat_|ms|msclk|mibext|wbra|gbra|ysc|rb_|srsl)c?l?id|gclsrc|_openstat|igsh(?:id)?"
    r"|mc_[ce]id|(?:pk|piwik|mtm|matomo|itm|oly|vero|hsa|stm|ns|wt|at)_\w+|wt\.mc(?:_id)?|__?hs\w+|_ga|_gl"
    r"|mkt_tok|trk|trkcampaign|cmpid|cmp|ocid|ito|xtor|smid|smtyp|s_cid|sr_share|ref_src|ref_url|spm|wickedid|maca"
    r"|feature_share|guccounter|guce_referrer\w*",
    re.IGNORECASE,
)
# Browsers drop these inside an address (WHATWG URL Standard), so a scheme can hide behind them.
_DROPPED = re.compile(r"[\t\n\r\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_PORTS = {"http": 80, "https": 443}
_NO_HOST = re.compile(r"https?:(?!//[^/?#])", re.IGNORECASE)
_BAD_HOST = re.compile(r"[\s<>\"\\^`{|}%]")


def absolute(url: str | None, base: str = "", *, schemes: frozenset[str] = PAGES) -> str | None:
    """`url` resolved against `base`; None unless what comes out is a sound address with one of `schemes`.

    Name and password in an address are dropped: they belong to whoever fetches, not on a page.
    """
    if not url or len(url) > 4 * LONGEST:
        return None
    return _absolute(url, base, schemes)


@lru_cache(maxsize=4096)  # a feed repeats its own address in every entry
def _absolute(url: str, base: str, schemes: frozenset[str]) -> str | None:
    text = _DROPPED.sub("", url).strip().replace("\\", "/").replace("&amp;", "&")
    if not text or len(text) > LONGEST or _NO_HOST.match(text):
        return None
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        scheme = parts.scheme.lower()
        if scheme not in schemes:
            return None
        if scheme == "mailto":
            return "mailto:" + quote(parts.path, safe=_SAFE) if "@" in parts.path else None
        host = _host(parts)
    except ValueError:  # a port that is no number, brackets that do not close
        return None
    if host is None:
        return None
    path, query, fragment = (quote(p, safe=_SAFE) for p in parts[2:])
    return urlunsplit((scheme, host, path, query, fragment))


def _host(parts: SplitResult) -> str | None:
    """Host in lower case, with the port unless it is the scheme's own; None when there is none."""
    name = (parts.hostname or "").rstrip(".")
    if not name or _BAD_HOST.search(name) or len(name) > 253:
        return None
    if ":" in name:
        name = f"[{name}]"
    port = parts.port
    return name if port is None or port == _PORTS.get(parts.scheme.lower()) else f"{name}:{port}"


def clean_url(url: str | None) -> str | None:
    """`url` without tracking parameters and fragment, host in lower case, no default port; None if it is no page.

    The scheme, the path and the order of the other parameters stay as they are. Idempotent.
    """
    whole = absolute(url)
    if whole is None:
        return None
    parts = urlsplit(whole)
    kept = [pair for pair in parts.query.split("&") if pair and not _tracks(pair)]
    # Checked again: what was safe before cleaning must be safe after it.
    return absolute(urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "&".join(kept), "")))


def _tracks(pair: str) -> bool:
    return bool(_TRACKING.fullmatch(unquote(pair.split("=", 1)[0])))


def url_key(url: str | None) -> str | None:
    """What two addresses of the same page share: for comparing, not for following.

    https and http, www. and none, a trailing slash and none, and any order of the parameters are the same.
    """
    cleaned = clean_url(url)
    if cleaned is None:
        return None
    parts = urlsplit(cleaned)
    host = parts.netloc.removeprefix("www.") or parts.netloc
    path = quote(unquote(parts.path).rstrip("/"), safe=_SAFE)
    query = "&".join(
        f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    return host + path + (f"?{query}" if query else "")
