"""How a host is treated: a few connections, a pause between requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newsletter.model.rules import Network


class Manners:
    """Turns at hosts, for one event loop; `starts` is what earlier loops of this process have left."""

    def __init__(self, network: Network, at_once: int, starts: dict[str, float]) -> None:
        self._connections = max(1, network.connections)
        self._gap = network.gap.total_seconds()
        self._all = asyncio.Semaphore(at_once)
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._next = starts

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """One request to `host`. Nobody may ask for another turn inside: two hosts could wait for each other."""
        places = self._hosts.setdefault(host, asyncio.Semaphore(self._connections))
        async with places:
            await self._pause(host)
            async with self._all:
                yield

    async def _pause(self, host: str) -> None:
        now = asyncio.get_running_loop().time()  # counts from nowhere; it is no clock
        start = max(now, self._next.get(host, now))
        self._next[host] = start + self._gap
        if start > now:
            await asyncio.sleep(start - now)
