"""The address book as CSV: what spreadsheets and other newsletters export -> patrons, and back."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from newsletter.deliver.addresses import check_address
from newsletter.model.base import PatronId, ReviewId, utc
from newsletter.model.patrons import Patron

COLUMNS = ("email", "name", "reviews", "joined", "left")
NAME_MAX = 200

#: Column titles as met in exports, folded to letters -> ours.
_TITLES = {
    "email": "email",
    "emailaddress": "email",
    "mail": "email",
    "електроннапошта": "email",
    "електроннаадреса": "email",
    "пошта": "email",
    "name": "name",
    "fullname": "name",
    "імя": "name",
    "review": "reviews",
    "reviews": "reviews",
    "огляди": "reviews",
    "joined": "joined",
    "left": "left",
}
# A spreadsheet runs a cell that starts like this (OWASP, "CSV injection"); full-width forms are folded to these.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def patron_id(email: str) -> PatronId:
    """16 hexadecimal digits made from the address, the same for every spelling of upper and lower case."""
    return PatronId(hashlib.sha256(b"newsletter.patron\0" + email.casefold().encode()).hexdigest()[:16])


def patron_of(email: str, *, name: str = "", reviews: tuple[ReviewId, ...], now: dt.datetime) -> Patron:
    """A patron from now on; ValueError in words for a bad address or name."""
    address = check_address(email)
    if "\n" in name or "\r" in name:
        raise ValueError("the name runs over several lines: a quotation mark is missing here or above")
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if len(name) > NAME_MAX:
        raise ValueError(f"the name is longer than {NAME_MAX} characters")
    return Patron(id=patron_id(address), email=address, name=name, reviews=reviews, joined=now)


def decode(body: bytes) -> str:
    """A file's bytes as text: UTF-8, UTF-16 (with or without its mark), else windows-1251, or 1252 for Latin words."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    sample = body[:2000]
    if sample.count(b"\0") * 3 > len(sample):  # ASCII in 16 bits is half zeros
        return body.decode("utf-16-be" if sample[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        # é in the middle of Latin letters: Western European. A word of high letters alone: Cyrillic.
        western = re.search(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][a-z]", body)
        return body.decode("cp1252" if western else "cp1251", "replace")


def read_csv(
    text: str, *, now: dt.datetime, reviews: Collection[ReviewId], default_review: ReviewId
) -> tuple[tuple[Patron, ...], tuple[str, ...]]:
    """Patrons in the file's order, and its problems with line numbers; a row with a problem makes no patron.

    The first row names the columns: email, and if wanted name, reviews (several: spaces or commas), joined, left
    (RFC 3339). Separated by commas, semicolons or tabs. Without reviews: `default_review`; without joined: `now`.
    """
    text = text.removeprefix("\ufeff")
    text, skipped = re.subn(r"\Asep=(.)\r?\n", "", text)  # Excel's own first line
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    table = _Table(now=now, reviews=reviews, default=default_review)
    patrons: list[Patron] = []
    problems: list[str] = []
    first: dict[PatronId, int] = {}
    line = skipped
    while True:
        line, started = rows.line_num + skipped, rows.line_num + skipped + 1
        try:
            row = next(rows, None)
            if row is None:
                break
            if not any(cell.strip() for cell in row):
                continue
            if not table.columns:
                table.name_columns(row)
                continue
            patron = table.patron(row)
        except csv.Error as error:
            problems.append(f"line {started}: the row cannot be read: {error}")
            break
        except _NoColumns as error:
            return (), (f"line {started}: {error}",)
        except ValueError as error:
            problems.append(f"line {started}: {error}")
            continue
        if patron.id in first:
            problems.append(f"line {started}: {patron.email} stands on line {first[patron.id]} already")
            continue
        first[patron.id] = started
        patrons.append(patron)
    if not table.columns:
        problems.append(f"line {line or 1}: the file is empty")
    return tuple(patrons), tuple(problems)


def write_csv(patrons: Iterable[Patron]) -> str:
    """RFC 4180; `read_csv` reads it back. A cell that a spreadsheet would run gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for patron in patrons:
        left = patron.left.isoformat() if patron.left else ""
        row = (patron.email, patron.name, " ".join(patron.reviews), patron.joined.isoformat(), left)
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue()


class _NoColumns(ValueError):
    """The first row does not say where the addresses are."""


@dataclass(slots=True, kw_only=True)
class _Table:
    """What the first row says, and what a row means by it."""

    now: dt.datetime
    reviews: Collection[ReviewId]
    default: ReviewId
    columns: dict[str, int] | None = None

    def name_columns(self, row: Sequence[str]) -> None:
        self.columns = {}
        for position, title in enumerate(row):
            key = _TITLES.get("".join(c for c in title.casefold() if c.isalnum()))
            if key is not None:
                self.columns.setdefault(key, position)
        if "email" not in self.columns:
            raise _NoColumns("the first row must name the columns: email, and if wanted name, reviews")

    def patron(self, row: Sequence[str]) -> Patron:
        patron = patron_of(
            self._cell(row, "email"),
            name=self._cell(row, "name"),
            reviews=self._reviews(self._cell(row, "reviews")),
            now=self._time(row, "joined") or self.now,
        )
        return replace(patron, left=self._time(row, "left"))

    def _cell(self, row: Sequence[str], key: str) -> str:
        position = (self.columns or {}).get(key)
        cell = row[position].strip() if position is not None and position < len(row) else ""
        return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell

    def _reviews(self, cell: str) -> tuple[ReviewId, ...]:
        wanted = tuple(dict.fromkeys(ReviewId(word) for word in re.split(r"[\s,;|]+", cell) if word))
        for review in wanted:
            if review not in self.reviews:
                shown = "".join(c if c.isprintable() else "\ufffd" for c in review)[:60]
                raise ValueError(f"there is no review {shown} (allowed: {', '.join(sorted(self.reviews))})")
        return wanted or (self.default,)

    def _time(self, row: Sequence[str], key: str) -> dt.datetime | None:
        cell = self._cell(row, key)
        if not cell:
            return None
        try:
            return utc(dt.datetime.fromisoformat(cell))
        except ValueError:
            raise ValueError(f"{key} is no time with a zone, such as 2022-01-11T05:00:00Z") from None


def _delimiter(text: str) -> str:
    """What the first row with something in it has most of, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=bare.count)
