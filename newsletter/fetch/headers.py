"""What an answer's headers say about asking again, and what may be sent back. Pure: its own Date is its clock.

An answer without a Date (or with one that is none) leaves an instant, which whoever knows the time counts from.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime

from newsletter.model.feeds import Validators

#: No server can send us away for longer.
LONGEST = dt.timedelta(days=1)

_SECONDS = re.compile(r"[0-9]+")
_MAX_AGE = re.compile(r"""(?:^|[\s,])max-age\s*=\s*"?([0-9]+)""", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[\s,])no-(?:store|cache)\b", re.IGNORECASE)


def retry_after(headers: Mapping[str, str]) -> dt.timedelta | None:
    """RFC 9110, 10.2.3: seconds, or a date counted from the answer's own Date.

    At most a day; None for garbage, for what is negative or past, and for a date without a Date beside it.
    """
    value = headers.get("Retry-After", "").strip()
    return _seconds(value) if _SECONDS.fullmatch(value) else _until(value, headers)


def freshness(headers: Mapping[str, str]) -> dt.timedelta | None:
    """For how long the answer calls itself fresh (RFC 9111, 4.2.1): max-age, else Expires. At most a day."""
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control):
        return None
    age = _MAX_AGE.search(control)
    return _seconds(age[1]) if age else _until(headers.get("Expires", ""), headers)


def retry_at(headers: Mapping[str, str]) -> dt.datetime | None:
    """Retry-After as an instant, where it is a date and the answer names no Date to count from."""
    return None if _date(headers.get("Date", "")) else _date(headers.get("Retry-After", "").strip())


def fresh_until(headers: Mapping[str, str]) -> dt.datetime | None:
    """Expires as an instant, where it decides (no max-age, no no-cache) and there is no Date to count from."""
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control) or _MAX_AGE.search(control) or _date(headers.get("Date", "")):
        return None
    return _date(headers.get("Expires", ""))


def validators(raw: Iterable[tuple[bytes, bytes]]) -> Validators:
    """ETag and Last-Modified exactly as they were sent: weak, unquoted, odd."""
    found: dict[str, str] = {}
    for name, value in raw:
        key = name.lower().decode("latin-1")
        if key in ("etag", "last-modified") and value and len(value) <= 1_000:
            try:
                found.setdefault(key, value.decode("utf-8"))  # what is no UTF-8 could not be sent back byte for byte
            except UnicodeDecodeError:
                continue
    return Validators(etag=found.get("etag"), last_modified=found.get("last-modified"))


def conditions(known: Validators) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110, 13.1), byte for byte what the server gave us."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value and not re.search("[\x00\r\n]", value)}


def _seconds(digits: str) -> dt.timedelta | None:
    wait = LONGEST if len(digits) > 9 else min(dt.timedelta(seconds=int(digits)), LONGEST)
    return wait if wait > dt.timedelta(0) else None


def _until(value: str, headers: Mapping[str, str]) -> dt.timedelta | None:
    then, now = _date(value), _date(headers.get("Date", ""))
    if then is None or now is None:
        return None
    wait = min(then - now, LONGEST)
    return wait if wait > dt.timedelta(0) else None


def _date(value: str) -> dt.datetime | None:
    """An HTTP date (RFC 9110, 5.6.7) in UTC; None for anything else."""
    try:
        time = parsedate_to_datetime(value)
        return (time if time.tzinfo else time.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
