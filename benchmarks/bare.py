"""Nothing but HTTP: python -m benchmarks.bare ADDRESS COUNT. Prints the CPU seconds of COUNT conditional requests.

The same library as `fetch/`, as many at once, and nothing around it: what is left of our own time is our overhead.
"""

from __future__ import annotations

import asyncio
import sys
import time

import aiohttp

from benchmarks.server import FEEDS

AT_ONCE = 50


async def main(base: str, count: int) -> float:
    """Learn the validators, then ask with them; CPU seconds of the latter."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def ask(client: aiohttp.ClientSession, number: int, tag: str = "") -> str:
        headers = {"If-None-Match": tag} if tag else {}
        async with turn, client.get(f"{base}/{number}.xml", headers=headers) as answer:
            await answer.read()
            assert answer.status == (304 if tag else 200)
            return answer.headers["ETag"]

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
        tags = await asyncio.gather(*(ask(client, number) for number in range(FEEDS)))
        started = time.process_time()
        await asyncio.gather(*(ask(client, number, tags[number % FEEDS]) for number in range(count)))
        return time.process_time() - started


if __name__ == "__main__":
    print(asyncio.run(main(sys.argv[1], int(sys.argv[2]))))
