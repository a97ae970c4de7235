"""How many stories of an edition each publisher may lead: of a small edition fewer than of a large one."""

from __future__ import annotations

import math
from collections.abc import Mapping

from newsletter.model.rules import PerPublisher

#: Fewer others cannot fill an edition (the recorded day has three): then a share would only shorten it.
OTHERS = 5


def fair(led: Mapping[str, int], caps: PerPublisher) -> dict[str, int]:
    """Publisher -> stories that it may lead, from what each leads of an edition without shares.

    So many that they are `caps.share` of them and the others' together, though never fewer than it may lead of one
    section. What a publisher gives up others may fill, which only makes its share smaller.
    """
    total, most = sum(led.values()), {}
    for publisher, count in led.items():
        others = len(led) - 1
        if caps.share < 1 and others >= OTHERS:
            room = math.floor((total - count) * caps.share / (1 - caps.share))
            most[publisher] = min(caps.edition, max(caps.section, room))
    return most
