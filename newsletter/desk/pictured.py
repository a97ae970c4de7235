"""The copy of a page that the preview serves: pictures inside it, because nothing may be loaded from elsewhere."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping

_SRC = re.compile(r'(<img\b[^>]*?\bsrc=")(?:https?://[^"]*/images/|cid:)([0-9a-f]{32})[^"]*"')


def with_pictures(html: str, pictures: Mapping[str, bytes]) -> str:
    """`html` whose pictures from our page, or from the message itself, are data: addresses; others stay as they are."""
    by_stem = {name.partition(".")[0]: name for name in pictures}

    def inside(match: re.Match[str]) -> str:
        name = by_stem.get(match[2])
        if name is None:
            return match[0]
        kind = "png" if name.endswith(".png") else "jpeg"
        return f'{match[1]}data:image/{kind};base64,{b64encode(pictures[name]).decode("ascii")}"'

    return _SRC.sub(inside, html) if pictures else html
