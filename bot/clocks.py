"""Where the time comes from. The only place that asks the machine (decisions.md 2)."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp

log = logging.getLogger(__name__)

EVERY = 1.0
PATIENCE = aiohttp.ClientTimeout(total=2)


class Clock(Protocol):
    """`now`: aware UTC, as last known. `fresh`: the same, asked anew where it may have moved."""

    def now(self) -> datetime: ...

    async def fresh(self) -> datetime: ...

    async def close(self) -> None: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251

    async def fresh(self) -> datetime:
        return self.now()

    async def close(self) -> None:
        """Nothing is open."""


class OffsetClock:
    """The machine's clock plus the sandbox's offset; drives due dates, working time and quiet
    hours. Asks every second, and on demand; keeps the last offset when nobody answers."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._machine = SystemClock()
        self._offset = timedelta()
        self._session: aiohttp.ClientSession | None = None

    def now(self) -> datetime:
        return self._machine.now() + self._offset

    async def fresh(self) -> datetime:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=PATIENCE)
        try:
            async with self._session.get(self._url) as answer:
                offset = float((await answer.json())["offset"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            log.info("the clock does not answer (%s)", type(error).__name__)
        else:
            self._offset = timedelta(seconds=offset)
        return self.now()

    async def follow(self, stopping: asyncio.Event) -> None:
        """Ask every second until `stopping`."""
        while not stopping.is_set():
            await self.fresh()
            try:
                await asyncio.wait_for(stopping.wait(), EVERY)
            except TimeoutError:
                continue

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
