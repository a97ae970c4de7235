"""Quoted-printable with atoms (RFC 2045, 6.7).

The standard library's encoder breaks lines anywhere, also inside the patron's placeholder, which delivery then could
not find. Here every placeholder stands alone on its line between two soft breaks, so that any token up to
PLACEHOLDER_MAX characters can take its place in the bytes.
"""

from __future__ import annotations

from newsletter.model.rendered import PLACEHOLDER

#: A line's characters less the "=" of a soft break.
_ROOM = 75
_SOFT = "=\r\n"
_PLAIN = set(range(33, 127)) - {ord("=")} | {32}
_CODES = [chr(b) if b in _PLAIN else f"={b:02X}" for b in range(256)]


def encode(text: str) -> bytes:
    """`text` (any line ends) as quoted-printable with CRLF, closed by a line end."""
    body = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return "".join(_line(line) + "\r\n" for line in body.split("\n")).encode("ascii")


def _line(line: str) -> str:
    return (_SOFT + PLACEHOLDER + _SOFT).join(_run(part) for part in line.split(PLACEHOLDER))


def _run(text: str) -> str:
    """One run of text, soft breaks where a line is full; nothing that a relay would strip or stuff."""
    codes = [_CODES[b] for b in text.encode("utf-8")]
    if codes and codes[-1] == " ":  # a space at the end of a line is lost on the way
        codes[-1] = "=20"
    out: list[str] = []
    used = 0
    for number, code in enumerate(codes):
        if used + len(code) > _ROOM:
            out.append(_SOFT)
            used = 0
        if used == 0:
            code = _at_start(code, codes, number)
        out.append(code)
        used += len(code)
    return "".join(out)


def _at_start(code: str, codes: list[str], number: int) -> str:
    """RFC 5321, 4.5.2 doubles a leading dot, mbox files mark a leading "From "."""
    if code == "." or (code == "F" and codes[number + 1 : number + 5] == ["r", "o", "m", " "]):
        return f"={ord(code):02X}"
    return code
